"""Programmes: contracts, tranches, reports, audits and what is alleged."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from alianza.documents.models import StoredFile
from alianza.fund.chart import BASE_CURRENCY
from alianza.fund.models.proposals import Category, ExpectedResult, Proposal
from alianza.network.models import Organisation, alpha3
from alianza.vault.fields import SealedTextField
from alianza.vocabulary.money import Money


class Programme(models.Model):
    """What was approved. Its number is the proposal's; its content before a change is kept as a version."""

    class State(models.TextChoices):
        CONTRACTING = "contracting", _("Contracting")
        ACTIVE = "active", pgettext_lazy("programme", "Active")
        SUSPENDED = "suspended", _("Suspended")
        OPERATIONALLY_CLOSED = "operationally_closed", _("Operationally closed")
        FINANCIALLY_CLOSED = "financially_closed", _("Financially closed")
        TERMINATED = "terminated", _("Terminated")
        LAPSED = "lapsed", _("Lapsed")

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    proposal = models.OneToOneField(Proposal, models.PROTECT, related_name="programme")
    decision = models.ForeignKey("fund.Decision", models.PROTECT, related_name="programmes")
    approved_minor = models.BigIntegerField(help_text="in the fund's currency")
    approved_on = models.DateField()
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=22, choices=State, default=State.CONTRACTING)
    suspended_because = models.CharField(max_length=1000, blank=True)
    closed_operationally_on = models.DateField(null=True, blank=True)
    closed_financially_on = models.DateField(null=True, blank=True)
    evaluation = models.URLField(max_length=500, blank=True, help_text="where the evaluation is published")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-proposal__number"]
        constraints = [
            models.CheckConstraint(condition=Q(approved_minor__gt=0), name="a_programme_is_approved_with_money"),
            models.CheckConstraint(
                condition=~Q(state="suspended") | ~Q(suspended_because=""), name="a_suspension_says_why"
            ),
            models.CheckConstraint(
                condition=~Q(state="financially_closed") | Q(closed_financially_on__isnull=False),
                name="a_programme_closes_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return self.proposal.number

    @property
    def number(self) -> str:
        return self.proposal.number

    @property
    def subject(self) -> str:
        """How journals, items and versions name it."""
        return f"programme:{self.proposal.number}"

    @property
    def approved(self) -> Money:
        return Money(self.approved_minor, BASE_CURRENCY)


class Contract(models.Model):
    """What binds one organisation: objectives, tasks and expected results, tranches, reports, audit and refund."""

    class State(models.TextChoices):
        DRAFTED = "drafted", _("Drafted")
        SIGNED = "signed", _("Signed")
        ENDED = "ended", _("Ended")

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="contracts")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="contracts")
    party = models.CharField(max_length=30, help_text="the organisation's name in the books, for example IOM")
    minor = models.BigIntegerField(help_text="as signed, in the fund's currency, indirect cost included")
    reduced_minor = models.BigIntegerField(default=0, help_text="what was taken off since")
    indirect_rate = models.DecimalField(max_digits=5, decimal_places=4)
    objectives = models.TextField(max_length=3000)
    tasks = models.TextField(max_length=3000)
    results = models.TextField(max_length=3000)
    refund_clause = models.CharField(max_length=1000)
    state = models.CharField(max_length=8, choices=State, default=State.DRAFTED)
    signed_on = models.DateField(null=True, blank=True)
    signed_for_fund = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    signed_for_party = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    bank_details = SealedTextField(max_length=500, blank=True, default="", help_text="where to pay; sealed")
    bank_details_changed_on = models.DateField(null=True, blank=True)
    called_back_on = models.DateField(null=True, blank=True, help_text="the change was confirmed by a call")

    class Meta:
        ordering = ["programme", "id"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "organisation"], name="an_organisation_has_one_contract"),
            models.UniqueConstraint(fields=["programme", "party"], name="a_name_in_the_books_is_of_one_party"),
            models.CheckConstraint(condition=Q(minor__gt=0), name="a_contract_is_of_money"),
            models.CheckConstraint(
                condition=Q(reduced_minor__gte=0, reduced_minor__lte=F("minor")),
                name="no_more_is_taken_off_a_contract_than_it_has",
            ),
            models.CheckConstraint(
                condition=Q(state="drafted")
                | Q(signed_on__isnull=False, signed_for_fund__isnull=False, signed_for_party__isnull=False),
                name="a_contract_is_signed_by_both",
            ),
            models.CheckConstraint(
                condition=Q(signed_for_fund__isnull=True) | ~Q(signed_for_fund=F("signed_for_party")),
                name="nobody_signs_for_both_sides",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme.number} {self.party}"

    @property
    def money(self) -> Money:
        """What binds now: as signed, less what was taken off."""
        return Money(self.minor - self.reduced_minor, BASE_CURRENCY)


class Tranche(models.Model):
    """One payment under a contract: asked for, checked, authorised and paid by different people."""

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        REQUESTED = "requested", _("Requested")
        CHECKED = "checked", _("Checked")
        AUTHORISED = "authorised", _("Authorised")
        PAID = "paid", pgettext_lazy("tranche", "Paid")
        ACKNOWLEDGED = "acknowledged", _("Acknowledged")
        REFUSED = "refused", _("Refused")

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    contract = models.ForeignKey(Contract, models.PROTECT, related_name="tranches")
    number = models.PositiveSmallIntegerField()
    minor = models.BigIntegerField()
    planned_on = models.DateField()
    state = models.CharField(max_length=12, choices=State, default=State.PLANNED)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    requested_at = models.DateTimeField(null=True, blank=True)
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    checked_at = models.DateTimeField(null=True, blank=True)
    authorised_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    authorised_at = models.DateTimeField(null=True, blank=True)
    paid_on = models.DateField(null=True, blank=True)
    acknowledged_on = models.DateField(null=True, blank=True)
    bank_reference = models.CharField(max_length=100, blank=True)
    journal = models.OneToOneField("fund.Journal", models.PROTECT, null=True, blank=True, related_name="tranche")
    refused_because = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering = ["contract", "number"]
        constraints = [
            models.UniqueConstraint(fields=["contract", "number"], name="a_tranche_is_numbered_once"),
            models.CheckConstraint(condition=Q(minor__gt=0), name="a_tranche_is_of_money"),
            models.CheckConstraint(
                condition=Q(checked_by__isnull=True) | ~Q(checked_by=F("requested_by")),
                name="who_checks_did_not_request",
            ),
            models.CheckConstraint(
                condition=Q(authorised_by__isnull=True) | ~Q(authorised_by=F("requested_by")),
                name="who_authorises_did_not_request",
            ),
            models.CheckConstraint(
                condition=Q(authorised_by__isnull=True) | ~Q(authorised_by=F("checked_by")),
                name="who_authorises_did_not_check",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["authorised", "paid", "acknowledged"])
                | Q(requested_by__isnull=False, checked_by__isnull=False, authorised_by__isnull=False),
                name="a_payment_has_three_people",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["paid", "acknowledged"], journal__isnull=False, paid_on__isnull=False)
                | Q(journal__isnull=True) & ~Q(state__in=["paid", "acknowledged"]),
                name="a_payment_is_in_the_books",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(refused_because=""), name="a_refused_tranche_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contract} {self.number}"

    @property
    def money(self) -> Money:
        return Money(self.minor, BASE_CURRENCY)


class Report(models.Model):
    """What an organisation reports under its contract for a period."""

    class Kind(models.TextChoices):
        NARRATIVE = "narrative", _("Narrative")
        FINANCIAL = "financial", _("Certified figures")
        FINAL = "final", _("Final")

    class State(models.TextChoices):
        DUE = "due", _("Due")
        SUBMITTED = "submitted", _("Submitted")
        RETURNED = "returned", _("Returned")
        ACCEPTED = "accepted", _("Accepted")
        PUBLISHED = "published", _("Published")

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    contract = models.ForeignKey(Contract, models.PROTECT, related_name="reports")
    kind = models.CharField(max_length=10, choices=Kind)
    from_on = models.DateField()
    to_on = models.DateField()
    due_on = models.DateField()
    state = models.CharField(max_length=10, choices=State, default=State.DUE)
    text = models.TextField(max_length=20000, blank=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    certified_by = models.CharField(max_length=200, blank=True, help_text="office that certifies, not a person")
    submitted_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    said = models.CharField(max_length=2000, blank=True)
    journal = models.OneToOneField("fund.Journal", models.PROTECT, null=True, blank=True, related_name="report")
    interim = models.BooleanField(default=False, help_text="opened before its term, to ask for a tranche")
    late_told = models.PositiveSmallIntegerField(default=0, help_text="days of delay that people were last told of")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["contract", "due_on", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["contract", "kind", "to_on"], name="a_period_is_reported_once"),
            models.CheckConstraint(condition=Q(to_on__gte=F("from_on")), name="a_period_ends_after_it_begins"),
        ]


class ReportLine(models.Model):
    """Expenditure by category, country and output. What exceeds the advance is kept, and not accepted."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="lines")
    category = models.CharField(max_length=12, choices=Category)
    country = models.CharField(max_length=3, blank=True, validators=[alpha3])
    result = models.ForeignKey(ExpectedResult, models.PROTECT, null=True, blank=True, related_name="lines")
    minor = models.BigIntegerField()
    accepted_minor = models.BigIntegerField(null=True, blank=True, help_text="empty: not yet looked at")
    overspent_minor = models.BigIntegerField(default=0, help_text="found right, but above the advance: not accepted")

    class Meta:
        ordering = ["report", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(minor__gte=0), name="reported_cost_is_not_negative"),
            models.CheckConstraint(
                condition=Q(accepted_minor__isnull=True) | Q(accepted_minor__gte=0, accepted_minor__lte=F("minor")),
                name="no_more_is_accepted_than_was_reported",
            ),
            models.CheckConstraint(
                condition=Q(overspent_minor=0)
                | Q(overspent_minor__gt=0, overspent_minor__lte=F("minor") - F("accepted_minor")),
                name="an_overspend_is_not_accepted",
            ),
        ]


class IndicatorValue(models.Model):
    """What an indicator stood at, with its evidence."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="values")
    result = models.ForeignKey(ExpectedResult, models.PROTECT, related_name="values")
    value = models.DecimalField(max_digits=16, decimal_places=2)
    on = models.DateField()
    evidence = models.CharField(max_length=1000)

    class Meta:
        ordering = ["result", "on"]
        constraints = [
            models.UniqueConstraint(fields=["report", "result"], name="an_indicator_is_reported_once"),
            models.CheckConstraint(condition=~Q(evidence=""), name="a_value_has_evidence"),
        ]


class Audit(models.Model):
    """An audit of the fund for a year, or of a contract. That of the fund is announced before it is received.

    What is published of it is the summary, the hash of the report and how many findings are open; never their text.
    """

    class State(models.TextChoices):
        ANNOUNCED = "announced", _("Announced")
        RECEIVED = "received", _("Received")
        PUBLISHED = "published", _("Published")

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    contract = models.ForeignKey(Contract, models.PROTECT, null=True, blank=True, related_name="audits")
    year = models.PositiveSmallIntegerField()
    auditor = models.CharField(max_length=200, help_text="the office, not a person")
    announced_on = models.DateField(null=True, blank=True)
    expected_on = models.DateField(null=True, blank=True, help_text="by when its report is expected")
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    sha256 = models.CharField(max_length=64, blank=True, help_text="of the report, as it was received")
    received_on = models.DateField(null=True, blank=True)
    summary = models.TextField(max_length=5000, blank=True, help_text="for everybody")
    published_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = [F("received_on").desc(nulls_first=True), "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "auditor"],
                condition=Q(contract__isnull=True),
                name="an_office_audits_the_fund_once_a_year",
            ),
            models.CheckConstraint(
                condition=Q(announced_on__isnull=False) | Q(received_on__isnull=False),
                name="an_audit_is_announced_or_received",
            ),
            models.CheckConstraint(
                condition=Q(published_on__isnull=True) | Q(received_on__isnull=False) & ~Q(summary="") & ~Q(sha256=""),
                name="a_published_audit_has_its_summary_and_the_hash_of_its_report",
            ),
        ]

    @property
    def state(self) -> str:
        if self.published_on is not None:
            return self.State.PUBLISHED
        return self.State.RECEIVED if self.received_on is not None else self.State.ANNOUNCED

    def get_state_display(self) -> str:
        return str(self.State(self.state).label)


class Finding(models.Model):
    """What an audit found: its risk, who has to act, until when, and with what it was closed."""

    class Risk(models.TextChoices):
        HIGH = "high", _("High risk")
        MEDIUM = "medium", _("Medium risk")
        LOW = "low", _("Low risk")

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    audit = models.ForeignKey(Audit, models.PROTECT, related_name="findings")
    risk = models.CharField(max_length=6, choices=Risk)
    text = models.CharField(max_length=3000)
    owner = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    due_on = models.DateField()
    answer = models.CharField(max_length=3000, blank=True, help_text="what the owner says it did")
    closed_on = models.DateField(null=True, blank=True)
    evidence = models.CharField(max_length=1000, blank=True)
    disallowed = models.OneToOneField(
        "fund.Journal", models.PROTECT, null=True, blank=True, related_name="finding", help_text="cost found ineligible"
    )

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | ~Q(evidence=""), name="a_finding_is_closed_with_evidence"
            )
        ]

    @property
    def state(self) -> str:
        return "closed" if self.closed_on else "answered" if self.answer else "open"


class Allegation(models.Model):
    """Fraud, abuse or a violation of rights, told by anybody. Confidential: text and contact are sealed.

    The public report counts them; nobody but those named in the policy reads them, and each reading is recorded.
    """

    class Kind(models.TextChoices):
        FRAUD = "fraud", _("Fraud or corruption")
        ABUSE = "abuse", _("Exploitation or abuse")
        RIGHTS = "rights", _("Violation of human rights")

    class State(models.TextChoices):
        RECEIVED = "received", _("Received")
        ASSESSED = "assessed", _("Assessed")
        INVESTIGATED = "investigated", _("Under investigation")
        FOUNDED = "founded", _("Founded")
        UNFOUNDED = "unfounded", _("Not founded")

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=8, choices=Kind)
    programme = models.ForeignKey(Programme, models.PROTECT, null=True, blank=True, related_name="allegations")
    text = SealedTextField(max_length=10000)
    contact = SealedTextField(max_length=300, blank=True, default="")
    received_at = models.DateTimeField(default=timezone.now, editable=False)
    state = models.CharField(max_length=12, choices=State, default=State.RECEIVED)
    outcome = SealedTextField(max_length=5000, blank=True, default="")
    suspended_programme = models.BooleanField(default=False)

    class Meta:
        ordering = ["-received_at", "-id"]

    @property
    def concluded(self) -> bool:
        return self.state in (self.State.FOUNDED, self.State.UNFOUNDED)


class AllegationOpening(models.Model):
    """Somebody read an allegation, and why. Rows are only added. The reason is sealed: it may repeat what was read."""

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    allegation = models.ForeignKey(Allegation, models.PROTECT, related_name="openings", editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    role = models.CharField(max_length=20, editable=False)
    reason = SealedTextField(max_length=300, editable=False)
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-at", "-id"]


class Suspension(models.Model):
    """A time in which a programme was stopped: it rests on a decision or on an allegation, never on nothing."""

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="suspensions")
    decision = models.ForeignKey("fund.Decision", models.PROTECT, null=True, blank=True, related_name="suspensions")
    allegation = models.ForeignKey(Allegation, models.PROTECT, null=True, blank=True, related_name="suspensions")
    because = models.CharField(max_length=1000, help_text="public; never repeats an allegation")
    from_on = models.DateField()
    lifted_on = models.DateField(null=True, blank=True)
    lifted_by_decision = models.ForeignKey("fund.Decision", models.PROTECT, null=True, blank=True, related_name="+")
    lifted_because = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering = ["programme", "-from_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decision__isnull=False) | Q(allegation__isnull=False),
                name="a_suspension_rests_on_a_decision_or_an_allegation",
            ),
            models.UniqueConstraint(
                fields=["programme"],
                condition=Q(lifted_on__isnull=True),
                name="a_programme_is_suspended_once_at_a_time",
            ),
        ]
