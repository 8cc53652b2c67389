"""The concessional facility: grants that buy down development banks' loans, and the fees of its members."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from alianza.network.models import Organisation, alpha3


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


class Operation(models.Model):
    """A loan of a bank with the grant that makes it concessional. Rates and shares are percentages as decimals: 4 is 4 %.

    `number` stands in the books; `earmark` is the pool it is paid from.
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
    direct = models.TextField(max_length=2000, help_text="how it reaches migration directly")
    total_minor = models.BigIntegerField(help_text="loan and grant together, in the fund's currency")
    rate = models.DecimalField(max_digits=9, decimal_places=6, help_text="percent a year")
    variable = models.BooleanField(default=False)
    maturity = models.DecimalField(max_digits=5, decimal_places=2, help_text="years")
    grace = models.DecimalField(max_digits=5, decimal_places=2, help_text="years")
    frequency = models.PositiveSmallIntegerField(default=2, help_text="payments a year")
    front_fee = models.DecimalField(max_digits=6, decimal_places=4, default=0, help_text="percent of the loan")
    discount = models.DecimalField(max_digits=6, decimal_places=4, default=5, help_text="percent a year")
    target = models.DecimalField(max_digits=12, decimal_places=8, help_text="grant element aimed at, percent")
    needed_minor = models.BigIntegerField(null=True, blank=True, help_text="computed when the terms were frozen")
    granted_minor = models.BigIntegerField(null=True, blank=True, help_text="as decided; may be less")
    frozen_on = models.DateField(null=True, blank=True)
    curve = models.JSONField(null=True, blank=True, help_text="the swap curve of the pricing date, with its source")
    earmark = models.CharField(max_length=20, default="any")
    state = models.CharField(max_length=14, choices=State, default=State.PROPOSED)
    decision = models.ForeignKey("fund.Decision", models.PROTECT, null=True, blank=True, related_name="operations")
    committed_on = models.DateField(null=True, blank=True)
    bank_approved_on = models.DateField(null=True, blank=True)
    effective_on = models.DateField(null=True, blank=True)

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
        ]

    def __str__(self) -> str:
        return self.number


class LoanPayment(models.Model):
    """A disbursement of the bank's loan, and the share of the grant that goes in step with it."""

    operation = models.ForeignKey(Operation, models.PROTECT, related_name="payments")
    paid_on = models.DateField()
    minor = models.BigIntegerField(help_text="of the loan; below zero when cancelled money comes back")
    grant_minor = models.BigIntegerField(default=0)
    journal = models.OneToOneField("fund.Journal", models.PROTECT, null=True, blank=True, related_name="+")
    applied = models.OneToOneField("fund.Journal", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["operation", "paid_on", "id"]
        constraints = [models.CheckConstraint(condition=~Q(minor=0), name="a_loan_payment_moves_something")]


class FeeYear(models.Model):
    """The fee of one year by tiers: everybody in a tier pays the same. Arrears change nothing else."""

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    year = models.PositiveSmallIntegerField(unique=True)
    budget_minor = models.BigIntegerField()
    weight = models.PositiveSmallIntegerField(help_text="how many times the fee of Part II a member of Part I pays")
    unit_minor = models.BigIntegerField(help_text="what a member of Part II pays")
    decision = models.ForeignKey("fund.Decision", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-year"]
        constraints = [models.CheckConstraint(condition=Q(weight__gte=1, unit_minor__gt=0), name="a_fee_is_of_money")]


class FeeDue(models.Model):
    class State(models.TextChoices):
        ASSESSED = "assessed", _("Assessed")
        INVOICED = "invoiced", _("Invoiced")
        PART = "part", _("Paid in part")
        PAID = "paid", _("Paid")
        WAIVED = "waived", _("Waived by the Assembly")

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    year = models.ForeignKey(FeeYear, models.PROTECT, related_name="dues")
    member = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    number = models.CharField(max_length=30, unique=True, help_text="stands in the books, for example 2026-PHL")
    part = models.PositiveSmallIntegerField(choices=[(1, _("Part I")), (2, _("Part II"))])
    months = models.PositiveSmallIntegerField(default=12)
    minor = models.BigIntegerField()
    paid_minor = models.BigIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State, default=State.ASSESSED)

    class Meta:
        ordering = ["year", "member__name"]
        constraints = [
            models.UniqueConstraint(fields=["year", "member"], name="a_member_is_assessed_once_a_year"),
            models.CheckConstraint(condition=Q(months__gte=1, months__lte=12), name="a_year_has_twelve_months"),
            models.CheckConstraint(
                condition=Q(paid_minor__gte=0) & Q(paid_minor__lte=F("minor")), name="no_more_is_paid_than_the_fee"
            ),
        ]
