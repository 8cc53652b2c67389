"""Complaints: told by anybody, read by few, tracked to an answer."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from alianza.certification.models.awards import Standing
from alianza.certification.models.subjects import Subject
from alianza.documents.models import SealedContent
from alianza.vault.fields import SealedTextField


class Complaint(models.Model):
    """What somebody told of a firm or a programme.

    Personal data, all sealed: `text`, `contact`, `named`, `language`, and what was said on the way. Who told it is not
    kept, nor from where it came. `code` is for the secretariat; the complainant's own code is kept as a keyed hash.
    """

    class Category(models.TextChoices):
        FEE = "fee", _("A fee or a cost was charged to the worker")
        PASSPORT = "passport", _("A passport or other papers were kept")
        BOND = "bond", _("A deposit, a debt or a penalty ties the worker")
        SUBSTITUTION = "substitution", _("The contract or the work is not what was agreed")
        THREATS = "threats", _("Threats, violence or reprisal")
        FORCED = "forced", _("Forced labour, child labour or trafficking")
        LICENCE = "licence", _("The firm works without a licence")
        DECEIT = "deceit", _("False promises or false advertisements")
        WAGES = "wages", _("Pay, hours or lodging are not as agreed")
        UNEQUAL = "unequal", _("Unequal treatment")
        DATA = "data", _("Personal data were misused")
        NO_ANSWER = "no_answer", _("The firm does not answer complaints")
        OTHER = "other", _("Something else")

    class Who(models.TextChoices):
        WORKER = "worker", _("A worker, or somebody of the worker's family")
        UNION = "union", _("A union or an organisation that helps workers")
        EMPLOYER = "employer", _("An employer")
        AUTHORITY = "authority", _("An authority")
        ANYONE = "anyone", _("Somebody else, or I would rather not say")

    class FirmMayKnow(models.TextChoices):
        """What the complainant allows. The firm's people never see more than a summary."""

        NOTHING = "nothing", _("Nothing: the firm may not know that there is a complaint")
        SUMMARY = "summary", _("A summary that the secretariat writes, without my name and my words")

    class State(models.TextChoices):
        RECEIVED = "received", pgettext_lazy("complaint", "Received")
        ADMISSIBLE = "admissible", pgettext_lazy("complaint", "Looked into")
        ANSWER_BY_FIRM = "answer_by_firm", pgettext_lazy("complaint", "The firm is asked")
        FINDING = "finding", pgettext_lazy("complaint", "Finding made")
        ACTION = "action", pgettext_lazy("complaint", "Being put right")
        CLOSED = "closed", pgettext_lazy("complaint", "Closed")
        APPEAL = "appeal", pgettext_lazy("complaint", "Under appeal")

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    return_index = models.CharField(max_length=64, unique=True, editable=False, help_text="keyed hash of the code")
    subject = models.ForeignKey(Subject, models.PROTECT, null=True, blank=True, related_name="complaints")
    named = SealedTextField(max_length=300, blank=True, default="", help_text="the firm, as the complainant calls it")
    category = models.CharField(max_length=12, choices=Category)
    who = models.CharField(max_length=10, choices=Who, default=Who.ANYONE)
    text = SealedTextField(max_length=10000, blank=True, default="")
    contact = SealedTextField(max_length=300, blank=True, default="")
    language = SealedTextField(max_length=60, blank=True, default="")
    afraid = models.BooleanField(default=False, help_text="fears reprisal")
    firm_may_know = models.CharField(max_length=8, choices=FirmMayKnow, default=FirmMayKnow.NOTHING)
    received_at = models.DateTimeField(default=timezone.now, editable=False)
    state = models.CharField(max_length=16, choices=State, default=State.RECEIVED)
    since = models.DateField(help_text="when it came to its state")
    due_on = models.DateField(null=True, blank=True, help_text="last day of this step")
    admitted_on = models.DateField(null=True, blank=True)
    released_on = models.DateField(null=True, blank=True, help_text="when the summary was released to the firm")
    summary = SealedTextField(max_length=2000, blank=True, default="", help_text="all that the firm sees")
    answer = SealedTextField(max_length=5000, blank=True, default="", help_text="of the firm")
    answered_on = models.DateField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    demand = SealedTextField(max_length=2000, blank=True, default="", help_text="what the firm has to put right")
    closed_on = models.DateField(null=True, blank=True)
    edits = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["due_on", "-received_at", "-id"]
        indexes = [models.Index(fields=["state", "due_on"], name="complaints_by_clock")]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    state__in=["received", "admissible", "answer_by_firm", "finding", "action", "closed", "appeal"]
                ),
                name="a_complaint_stands_at_a_known_step",
            ),
            models.CheckConstraint(
                condition=Q(firm_may_know="summary") | Q(released_on__isnull=True),
                name="a_firm_learns_nothing_where_it_may_know_nothing",
            ),
            models.CheckConstraint(
                condition=Q(released_on__isnull=True) | Q(admitted_on__isnull=False),
                name="a_firm_is_asked_only_about_what_is_looked_into",
            ),
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True) | Q(released_on__isnull=False),
                name="a_firm_answers_what_it_was_asked",
            ),
            models.CheckConstraint(
                condition=~Q(state="answer_by_firm") | Q(released_on__isnull=False),
                name="a_firm_that_is_asked_was_shown_a_summary",
            ),
            models.CheckConstraint(
                condition=(Q(state="closed") & Q(due_on__isnull=True) & Q(closed_on__isnull=False))
                | (~Q(state="closed") & Q(due_on__isnull=False)),
                name="an_open_complaint_has_a_day_by_which_it_moves",
            ),
        ]

    def __str__(self) -> str:
        return str(self.code)[:8]

    @property
    def is_open(self) -> bool:
        return self.state != self.State.CLOSED


class ComplaintHandler(models.Model):
    """Somebody of the secretariat who took a complaint, and may therefore read it. Rows are only added, by trigger."""

    class Part(models.TextChoices):
        CASE = "case", _("Looks into it")
        APPEAL = "appeal", _("Decides the appeal")

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="handlers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    part = models.CharField(max_length=6, choices=Part)
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["complaint", "user"], name="who_decides_an_appeal_took_no_part_in_the_complaint"
            ),
            models.CheckConstraint(condition=Q(part__in=["case", "appeal"]), name="a_complaint_is_taken_for_a_part"),
        ]


class ComplaintStep(models.Model):
    """One step of the way, with what the complainant is told of it (sealed). Only added, by trigger."""

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="steps")
    move = models.CharField(max_length=12)
    state = models.CharField(max_length=16, choices=Complaint.State)
    day = models.DateField()
    due_on = models.DateField(null=True, blank=True)
    said = SealedTextField(max_length=3000, blank=True, default="", help_text="told to the complainant")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", help_text="none: by code"
    )

    class Meta:
        ordering = ["id"]


class ComplaintFinding(models.Model):
    """What was found. Only added, by trigger; an appeal that is upheld leads to another."""

    class Outcome(models.TextChoices):
        FOUNDED = "founded", pgettext_lazy("complaint", "Founded")
        UNFOUNDED = "unfounded", pgettext_lazy("complaint", "Not founded")
        OPEN = "open", pgettext_lazy("complaint", "Could not be established")

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="findings")
    outcome = models.CharField(max_length=10, choices=Outcome)
    items: "models.JSONField[list[str], list[str]]" = models.JSONField(default=list, help_text="criteria that failed")
    critical = models.BooleanField(default=False, help_text="one of them is critical in the scheme")
    text = SealedTextField(max_length=5000, blank=True, default="")
    day = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    suspension = models.OneToOneField(Standing, models.PROTECT, null=True, blank=True, related_name="complaint_finding")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=["founded", "unfounded", "open"]), name="a_complaint_is_found_so_or_not"
            ),
            models.CheckConstraint(
                condition=Q(critical=False) | Q(outcome="founded"), name="only_a_founded_complaint_is_critical"
            ),
            models.CheckConstraint(
                condition=Q(suspension__isnull=True) | Q(critical=True),
                name="a_complaint_suspends_over_a_critical_criterion",
            ),
        ]


class ComplaintMessage(models.Model):
    """Between the complainant and the secretariat, sealed. Only added, by trigger."""

    class Side(models.TextChoices):
        COMPLAINANT = "complainant", _("Complainant")
        SECRETARIAT = "secretariat", _("Secretariat")

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="messages")
    side = models.CharField(max_length=12, choices=Side)
    text = SealedTextField(max_length=5000, blank=True, default="")
    form = models.UUIDField(default=uuid4, unique=True, editable=False, help_text="of the form: sent twice, kept once")
    at = models.DateTimeField(default=timezone.now, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(side="complainant", by__isnull=True) | Q(side="secretariat", by__isnull=False),
                name="nobody_is_named_on_the_side_of_the_complainant",
            ),
        ]


class ComplaintFile(SealedContent):
    """A file that the complainant sent with it."""

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="files")
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["id"]
