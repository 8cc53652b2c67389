"""Contributions: what donors promise, sign and pay. Amounts are whole minor units of the currency beside them."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from alianza.network.models import Organisation, alpha3
from alianza.vocabulary.money import Money


class Donor(models.Model):
    """An organisation that gives. Others than governments are looked into before anything is signed."""

    class Kind(models.TextChoices):
        GOVERNMENT = "government", _("Government")
        PRIVATE = "private", _("Private sector")
        FOUNDATION = "foundation", _("Foundation")
        INDIVIDUALS = "individuals", _("Collection from individuals")
        FUND = "fund", _("Another fund")

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    number = models.CharField(max_length=20, unique=True, help_text="stands in the books")
    organisation = models.OneToOneField(Organisation, models.PROTECT, related_name="donor")
    kind = models.CharField(max_length=20, choices=Kind)
    looked_into_on = models.DateField(null=True, blank=True)
    looked_into = models.CharField(max_length=2000, blank=True, help_text="what was found, and where it is filed")
    own_resources = models.BooleanField(default=False, help_text="the trustee's own money, held to its ceiling")

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return self.organisation.name


class Pledge(models.Model):
    """A promise: statistics. Nothing is approved against it."""

    class State(models.TextChoices):
        PLEDGED = "pledged", _("Pledged")
        DRAFTED = "drafted", _("Agreement in preparation")
        SIGNED = "signed", _("Became an agreement")
        LAPSED = "lapsed", _("Lapsed")

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    donor = models.ForeignKey(Donor, models.PROTECT, related_name="pledges")
    minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    occasion = models.CharField(max_length=200, blank=True, help_text="where it was made public")
    pledged_on = models.DateField()
    signed_minor = models.BigIntegerField(default=0, help_text="what became agreements")
    state = models.CharField(max_length=10, choices=State, default=State.PLEDGED)
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-pledged_on", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(minor__gt=0), name="a_pledge_is_of_money"),
            models.CheckConstraint(
                condition=Q(signed_minor__gte=0) & Q(signed_minor__lte=F("minor")),
                name="no_more_is_signed_from_a_pledge_than_it_promised",
            ),
        ]

    @property
    def money(self) -> Money:
        return Money(self.minor, self.currency)


class Agreement(models.Model):
    """A donor's signed contribution, or its draft. Content before a change is kept as a version."""

    class State(models.TextChoices):
        DRAFTED = "drafted", _("Drafted")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        SIGNED = "signed", _("Signed")
        PAID = "paid", pgettext_lazy("agreement", "Paid")
        CLOSED = "closed", pgettext_lazy("agreement", "Closed")

    class Earmark(models.TextChoices):
        NONE = "none", _("Unearmarked")
        WINDOW = "window", _("For a window")
        COUNTRY = "country", _("For a country")
        FACILITY = "facility", _("For the concessional facility")

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    number = models.CharField(max_length=30, unique=True, help_text="stands in the books")
    donor = models.ForeignKey(Donor, models.PROTECT, related_name="agreements")
    pledge = models.ForeignKey(Pledge, models.PROTECT, null=True, blank=True, related_name="agreements")
    minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    worth_minor = models.BigIntegerField(null=True, blank=True, help_text="in the fund's currency, at signing")
    rate = models.DecimalField(
        max_digits=18, decimal_places=9, null=True, blank=True, help_text="fund's currency per unit"
    )
    rate_source = models.CharField(max_length=200, blank=True)
    earmark = models.CharField(max_length=10, choices=Earmark, default=Earmark.NONE)
    window = models.ForeignKey("fund.Window", models.PROTECT, null=True, blank=True, related_name="agreements")
    country = models.CharField(max_length=3, blank=True, validators=[alpha3])
    fee_rate = models.DecimalField(max_digits=6, decimal_places=5, help_text="trustee's share of each receipt")
    pays_core = models.BooleanField(default=False, help_text="earmarked money that may pay core functions")
    refund_clause = models.CharField(max_length=1000, blank=True)
    interest_clause = models.CharField(max_length=1000, blank=True)
    language = models.CharField(max_length=2, default="en")
    state = models.CharField(max_length=10, choices=State, default=State.DRAFTED)
    signed_on = models.DateField(null=True, blank=True)
    first_signatory = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    second_signatory = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(condition=Q(minor__gt=0), name="an_agreement_is_of_money"),
            models.CheckConstraint(
                condition=Q(earmark="window", window__isnull=False, country="")
                | Q(earmark="country", window__isnull=True) & ~Q(country="")
                | Q(earmark="none", window__isnull=True, country="")
                | Q(earmark="facility", window__isnull=True),
                name="an_earmark_names_what_it_is_for",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["drafted", "withdrawn"])
                | Q(
                    signed_on__isnull=False,
                    worth_minor__isnull=False,
                    first_signatory__isnull=False,
                    second_signatory__isnull=False,
                ),
                name="a_signed_agreement_has_a_day_and_two_signatures",
            ),
            models.CheckConstraint(
                condition=Q(first_signatory__isnull=True) | ~Q(first_signatory=F("second_signatory")),
                name="two_signatures_are_of_two_people",
            ),
            models.CheckConstraint(condition=Q(fee_rate__gte=0, fee_rate__lt=1), name="a_fee_is_a_share"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def money(self) -> Money:
        return Money(self.minor, self.currency)


class Instalment(models.Model):
    """One payment of an agreement, in its currency."""

    class State(models.TextChoices):
        DUE = "due", _("Due")
        PART = "part", _("Received in part")
        RECEIVED = "received", pgettext_lazy("instalment", "Received")
        WRITTEN_OFF = "written_off", _("Written off")

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="instalments")
    number = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    minor = models.BigIntegerField()
    received_minor = models.BigIntegerField(default=0)
    state = models.CharField(max_length=12, choices=State, default=State.DUE)

    class Meta:
        ordering = ["agreement", "number"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "number"], name="an_instalment_is_numbered_once"),
            models.CheckConstraint(condition=Q(minor__gt=0), name="an_instalment_is_of_money"),
            models.CheckConstraint(
                condition=Q(received_minor__gte=0) & Q(received_minor__lte=F("minor")),
                name="no_more_is_received_than_was_due",
            ),
        ]


class BankLine(models.Model):
    """One line of the bank's statement, in the fund's currency. It pays one instalment, or is explained otherwise."""

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    reference = models.CharField(max_length=100, unique=True, help_text="as the bank writes it")
    value_on = models.DateField()
    minor = models.BigIntegerField(help_text="in above zero, out below")
    currency = models.CharField(max_length=3)
    text = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-value_on", "-id"]
        constraints = [models.CheckConstraint(condition=~Q(minor=0), name="a_bank_line_moves_something")]


class Receipt(models.Model):
    """An instalment, or part of it, that arrived: one bank line, used once, and the journal it made."""

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    instalment = models.ForeignKey(Instalment, models.PROTECT, related_name="receipts")
    line = models.OneToOneField(BankLine, models.PROTECT, related_name="receipt")
    journal = models.OneToOneField("fund.Journal", models.PROTECT, related_name="receipt")
    minor = models.BigIntegerField(help_text="in the agreement's currency")
    worth_minor = models.BigIntegerField(help_text="in the fund's currency, at the rate of signing")

    class Meta:
        ordering = ["-id"]
        constraints = [models.CheckConstraint(condition=Q(minor__gt=0), name="a_receipt_is_of_money")]
