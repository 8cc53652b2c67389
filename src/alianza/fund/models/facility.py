"""The concessional facility: grants that buy down development banks' loans, and the fees of its members."""

from decimal import Decimal
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from alianza.fund.chart import BASE_CURRENCY
from alianza.network.models import Organisation, alpha3
from alianza.vocabulary.money import Money


class CountryRequest(models.Model):
    """A country asks to be supported. Eligibility is decided once, and looked at again each year; no condition on
    migration or on economic results.
    """

    class State(models.TextChoices):
        REQUESTED = "requested", _("Requested")
        ELIGIBLE = "eligible", _("Eligible")
        REFUSED = "refused", _("Not eligible")
        ENDED = "ended", _("Ended")

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    country = models.CharField(max_length=3, validators=[alpha3])
    need = models.TextField(max_length=5000, help_text="what changed, and what it asks for")
    requested_on = models.DateField()
    state = models.CharField(max_length=10, choices=State, default=State.REQUESTED)
    decision = models.ForeignKey("fund.Decision", models.PROTECT, null=True, blank=True, related_name="+")
    review_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["country", "-requested_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["country"], condition=Q(state__in=["requested", "eligible"]), name="a_country_asks_once"
            ),
            models.CheckConstraint(
                condition=~Q(state="eligible") | Q(decision__isnull=False, review_on__isnull=False),
                name="eligibility_is_decided",
            ),
        ]

    def __str__(self) -> str:
        return self.country

    @property
    def subject(self) -> str:
        """How an item before the Assembly names it."""
        return f"request:{self.code}"


class EligibilityReview(models.Model):
    """The yearly look at a country's eligibility: what was found. It ends nothing; that is for the Assembly."""

    request = models.ForeignKey(CountryRequest, models.PROTECT, related_name="reviews")
    reviewed_on = models.DateField()
    found = models.TextField(max_length=2000)
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["request", "reviewed_on", "id"]


class Operation(models.Model):
    """A loan of a bank with the grant that makes it concessional. Rates and shares are in percent: 4 is 4 %.

    `number` stands in the books. `granted_minor` is what was decided, `returned_minor` what went back to the pools
    since: the grant in force is the difference. From which pools it came, the books say.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Proposed")
        FROZEN = "frozen", _("Terms frozen")
        SCREENED = "screened", _("Screened")
        DECIDED = "decided", _("Approved")
        COMMITTED = "committed", _("Committed")
        BANK_APPROVED = "bank_approved", _("Approved by the bank")
        EFFECTIVE = "effective", _("Loan effective")
        CLOSED = "closed", _("Closed")
        LAPSED = "lapsed", _("Lapsed")
        CANCELLED = "cancelled", _("Cancelled")
        REJECTED = "rejected", _("Rejected")

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    number = models.CharField(max_length=20, unique=True)
    request = models.ForeignKey(CountryRequest, models.PROTECT, related_name="operations")
    bank = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    bank_name = models.CharField(max_length=30, help_text="the bank's name in the books")
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=40, default="other", help_text="one that the paper names, or `other`")
    direct = models.TextField(max_length=2000, help_text="how it reaches migration directly")
    additional = models.TextField(max_length=2000, blank=True, help_text="why it is no part of official aid")
    adaptable = models.TextField(max_length=2000, blank=True, help_text="how it follows new circumstances")
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="proposed_operations"
    )
    total_minor = models.BigIntegerField(help_text="loan and grant together, in the fund's currency")
    rate = models.DecimalField(
        max_digits=9, decimal_places=6, null=True, blank=True, help_text="percent a year; of a variable rate, as frozen"
    )
    variable = models.BooleanField(default=False)
    spread = models.DecimalField(
        max_digits=9, decimal_places=6, null=True, blank=True, help_text="percent a year over the reference rate"
    )
    maturity = models.DecimalField(max_digits=5, decimal_places=2, help_text="years")
    grace = models.DecimalField(max_digits=5, decimal_places=2, help_text="years")
    frequency = models.PositiveSmallIntegerField(default=2, help_text="payments a year")
    front_fee = models.DecimalField(max_digits=6, decimal_places=4, default=0, help_text="percent of the loan")
    discount = models.DecimalField(max_digits=6, decimal_places=4, default=5, help_text="percent a year")
    target = models.DecimalField(max_digits=12, decimal_places=8, help_text="grant element aimed at, percent")
    needed_minor = models.BigIntegerField(null=True, blank=True, help_text="computed when the terms were frozen")
    granted_minor = models.BigIntegerField(null=True, blank=True, help_text="as decided; may be less")
    returned_minor = models.BigIntegerField(default=0, help_text="of the grant, back in the pools")
    cancelled_minor = models.BigIntegerField(default=0, help_text="of the loan, cancelled")
    frozen_on = models.DateField(null=True, blank=True)
    curve = models.JSONField(null=True, blank=True, help_text="the swap curve of the pricing date, with its source")
    screening = models.JSONField(default=dict, blank=True, help_text="by check: whether it holds, and what was found")
    screened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="screened_operations"
    )
    state = models.CharField(max_length=14, choices=State, default=State.PROPOSED)
    decision = models.ForeignKey("fund.Decision", models.PROTECT, null=True, blank=True, related_name="operations")
    decided_on = models.DateField(null=True, blank=True)
    committed_on = models.DateField(null=True, blank=True)
    lapse_told = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="days before its lapse that people were last told of"
    )
    bank_approved_on = models.DateField(null=True, blank=True)
    signed_on = models.DateField(null=True, blank=True)
    signed_curve = models.JSONField(null=True, blank=True, help_text="of the day of signing, for a variable rate")
    signed_rate = models.DecimalField(
        max_digits=9, decimal_places=6, null=True, blank=True, help_text="percent a year, on the day of signing"
    )
    released_minor = models.BigIntegerField(
        default=0, help_text="of the grant, returned at signing since the rate fell; the bank lends it instead"
    )
    lacking_minor = models.BigIntegerField(
        default=0, help_text="of the grant, to the target at signing; given by decision alone"
    )
    effective_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    ended_because = models.CharField(max_length=2000, blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.CheckConstraint(condition=Q(total_minor__gt=0), name="an_operation_is_of_money"),
            models.CheckConstraint(condition=Q(grace__lt=F("maturity")), name="grace_ends_before_the_loan"),
            models.CheckConstraint(
                condition=Q(granted_minor__isnull=True) | Q(granted_minor__gt=0, granted_minor__lte=F("total_minor")),
                name="a_grant_is_part_of_the_package",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["decided", "committed", "bank_approved", "effective", "closed"])
                | Q(decision__isnull=False, granted_minor__isnull=False),
                name="a_grant_is_decided",
            ),
            models.CheckConstraint(
                condition=Q(variable=False, rate__isnull=False, spread__isnull=True)
                | Q(variable=True, spread__isnull=False),
                name="a_rate_is_fixed_or_a_spread",
            ),
            models.CheckConstraint(
                condition=Q(returned_minor=0)
                | Q(returned_minor__gt=0, granted_minor__isnull=False, returned_minor__lte=F("granted_minor")),
                name="no_more_grant_returns_than_was_given",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_minor__gte=0, cancelled_minor__lte=F("total_minor"))
                & Q(lacking_minor__gte=0, released_minor__gte=0, released_minor__lte=F("returned_minor")),
                name="no_more_is_cancelled_than_there_was",
            ),
            models.CheckConstraint(
                condition=Q(screened_by__isnull=True) | ~Q(screened_by=F("proposed_by")),
                name="nobody_screens_what_they_proposed",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def subject(self) -> str:
        """How the books, and an item before the committee, name it."""
        return f"operation:{self.number}"

    @property
    def total(self) -> Money:
        return Money(self.total_minor, BASE_CURRENCY)

    @property
    def grant(self) -> Money:
        """In force: what was decided, less what went back to the pools."""
        return Money((self.granted_minor or 0) - self.returned_minor, BASE_CURRENCY)

    @property
    def loan(self) -> Money:
        """What the bank lends: the rest of the package, less what was cancelled."""
        given = self.granted_minor if self.granted_minor is not None else (self.needed_minor or 0)
        return Money(self.total_minor - given + self.released_minor - self.cancelled_minor, BASE_CURRENCY)

    @property
    def last_rate(self) -> Decimal | None:
        """Percent a year: as signed, else as frozen or fixed."""
        return self.signed_rate if self.signed_rate is not None else self.rate


class LoanPayment(models.Model):
    """A disbursement of the bank's loan, and the share of the grant that goes in step with it.

    Whoever notes it, checks it and sends the grant are three people. Below zero: money that the bank took back.
    """

    class State(models.TextChoices):
        NOTED = "noted", _("Noted")
        CHECKED = "checked", _("Checked")
        TRANSFERRED = "transferred", _("Grant transferred")
        APPLIED = "applied", _("Applied to the loan")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        RETURNED = "returned", _("Returned to the pools")

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    operation = models.ForeignKey(Operation, models.PROTECT, related_name="payments")
    paid_on = models.DateField()
    minor = models.BigIntegerField(help_text="of the loan; below zero when cancelled money comes back")
    grant_minor = models.BigIntegerField(default=0)
    reference = models.CharField(max_length=100, blank=True, help_text="as the bank writes it")
    state = models.CharField(max_length=12, choices=State, default=State.NOTED)
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=500, blank=True, help_text="why it was withdrawn or came back")
    journal = models.OneToOneField("fund.Journal", models.PROTECT, null=True, blank=True, related_name="+")
    applied = models.OneToOneField("fund.Journal", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["operation", "paid_on", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(minor=0), name="a_loan_payment_moves_something"),
            models.CheckConstraint(
                condition=~Q(state__in=["transferred", "applied"])
                | Q(noted_by__isnull=False, checked_by__isnull=False, sent_by__isnull=False),
                name="a_grant_is_noted_checked_and_sent",
            ),
            models.CheckConstraint(
                condition=(Q(checked_by__isnull=True) | ~Q(checked_by=F("noted_by")))
                & (Q(sent_by__isnull=True) | ~Q(sent_by=F("noted_by")) & ~Q(sent_by=F("checked_by"))),
                name="a_grant_passes_three_people",
            ),
            models.UniqueConstraint(
                fields=["operation", "reference"],
                condition=~Q(reference="") & ~Q(state="withdrawn"),
                name="a_loan_payment_is_noted_once",
            ),
        ]

    @property
    def money(self) -> Money:
        return Money(self.minor, BASE_CURRENCY)

    @property
    def grant(self) -> Money:
        return Money(self.grant_minor, BASE_CURRENCY)


class FeeYear(models.Model):
    """The fee of one year by tiers: everybody in a tier pays the same. Arrears change nothing else."""

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    year = models.PositiveSmallIntegerField(unique=True)
    budget_minor = models.BigIntegerField()
    weight = models.PositiveSmallIntegerField(help_text="how many times the fee of Part II a member of Part I pays")
    unit_minor = models.BigIntegerField(help_text="what a member of Part II pays")
    surplus_minor = models.BigIntegerField(default=0, help_text="assessed beyond the budget; goes to the reserve")
    assessed_on = models.DateField(null=True, blank=True)
    income_source = models.CharField(max_length=200, blank=True, help_text="the classification that set the tiers")
    decision = models.ForeignKey("fund.Decision", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-year"]
        constraints = [models.CheckConstraint(condition=Q(weight__gte=1, unit_minor__gt=0), name="a_fee_is_of_money")]

    def __str__(self) -> str:
        return str(self.year)

    @property
    def budget(self) -> Money:
        return Money(self.budget_minor, BASE_CURRENCY)

    @property
    def unit(self) -> Money:
        return Money(self.unit_minor, BASE_CURRENCY)

    @property
    def surplus(self) -> Money:
        return Money(self.surplus_minor, BASE_CURRENCY)


class FeeDue(models.Model):
    """What one member owes for one year, and why it is this much."""

    class State(models.TextChoices):
        ASSESSED = "assessed", _("Assessed")
        INVOICED = "invoiced", _("Invoiced")
        PART = "part", _("Paid in part")
        PAID = "paid", pgettext_lazy("fee", "Paid")
        WAIVED = "waived", _("Waived by the Assembly")

    class Ground(models.TextChoices):
        INCOME = "income", _("its income group")
        MOVING = "moving", _("it moves up to Part I: half a step")
        CHOSEN = "chosen", _("its own choice of Part I")
        UNKNOWN = "unknown", _("the World Bank classifies it in no income group")

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    year = models.ForeignKey(FeeYear, models.PROTECT, related_name="dues")
    member = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    number = models.CharField(max_length=30, unique=True, help_text="stands in the books, for example 2026-PHL")
    part = models.PositiveSmallIntegerField(choices=[(1, _("Part I")), (2, _("Part II"))])
    ground = models.CharField(max_length=10, choices=Ground, default=Ground.INCOME)
    income_group = models.CharField(max_length=2, blank=True, help_text="L, LM, UM or H; empty: none")
    months = models.PositiveSmallIntegerField(default=12)
    minor = models.BigIntegerField()
    paid_minor = models.BigIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State, default=State.ASSESSED)
    invoiced_on = models.DateField(null=True, blank=True)
    decision = models.ForeignKey(
        "fund.Decision", models.PROTECT, null=True, blank=True, related_name="+", help_text="that waived it"
    )

    class Meta:
        ordering = ["year", "member__name"]
        constraints = [
            models.UniqueConstraint(fields=["year", "member"], name="a_member_is_assessed_once_a_year"),
            models.CheckConstraint(condition=Q(months__gte=1, months__lte=12), name="a_year_has_twelve_months"),
            models.CheckConstraint(
                condition=Q(paid_minor__gte=0) & Q(paid_minor__lte=F("minor")), name="no_more_is_paid_than_the_fee"
            ),
            models.CheckConstraint(
                condition=~Q(state="waived") | Q(decision__isnull=False), name="a_fee_is_waived_by_decision"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def subject(self) -> str:
        """How the books, and an item before the Assembly, name it."""
        return f"fee:{self.number}"

    @property
    def money(self) -> Money:
        return Money(self.minor, BASE_CURRENCY)

    @property
    def paid(self) -> Money:
        return Money(self.paid_minor, BASE_CURRENCY)

    @property
    def left(self) -> Money:
        """Still to be paid; of a fee that was waived, nothing."""
        return Money(0 if self.state == self.State.WAIVED else self.minor - self.paid_minor, BASE_CURRENCY)


class FeePayment(models.Model):
    """A fee, or part of it, that arrived on a line of the bank, which pays nothing else."""

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    due = models.ForeignKey(FeeDue, models.PROTECT, related_name="payments")
    line = models.OneToOneField("fund.BankLine", models.PROTECT, related_name="fee_payment")
    minor = models.BigIntegerField()
    journal = models.OneToOneField("fund.Journal", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["due", "id"]
        constraints = [models.CheckConstraint(condition=Q(minor__gt=0), name="a_fee_payment_is_of_money")]
