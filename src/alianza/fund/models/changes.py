"""Changes of a programme that are looked at again before they are decided, and what a contract gets by them."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alianza.fund.chart import BASE_CURRENCY
from alianza.fund.models.programmes import Contract, Programme
from alianza.fund.models.proposals import Category
from alianza.network.models import Organisation
from alianza.vocabulary.money import Money


class Change(models.Model):
    """More money, a new beneficiary country or a new organisation that carries it out, and what goes with that.

    What it says is not edited: what was endorsed and screened is what is decided and carried out.
    """

    class State(models.TextChoices):
        STATED = "stated", _("Stated")
        SCREENED = "screened", _("Screened")
        CARRIED_OUT = "carried_out", _("Carried out")
        REFUSED = "refused", _("Refused")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="larger_changes")
    number = models.CharField(max_length=30, unique=True, help_text="for example P-2026-001-C1")
    round = models.PositiveSmallIntegerField(help_text="of the advisory group, counted on from those of the proposal")
    state = models.CharField(max_length=12, choices=State, default=State.STATED)
    reason = models.CharField(max_length=1000)
    ends_on = models.DateField(null=True, blank=True, help_text="empty: the end stays")
    targets: "models.JSONField[dict[str, str], dict[str, str]]" = models.JSONField(
        default=dict, blank=True, help_text="new targets by the number of the result"
    )
    countries: "models.JSONField[dict[str, str], dict[str, str]]" = models.JSONField(
        default=dict, blank=True, help_text="new countries with what they are"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", help_text="would carry it out too"
    )
    local = models.BooleanField(default=False, help_text="the new organisation is one of a country concerned")
    capacity = models.CharField(max_length=1000, blank=True, help_text="what the check of its capacity found")
    capacity_checked_on = models.DateField(null=True, blank=True)
    stated_on = models.DateField()
    stated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    moved_at = models.DateTimeField(default=timezone.now)
    said = models.CharField(max_length=1000, blank=True, help_text="why it was withdrawn")
    decision = models.OneToOneField(
        "fund.Decision", models.PROTECT, null=True, blank=True, related_name="larger_change"
    )
    version = models.OneToOneField("fund.Version", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["programme", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme"],
                condition=Q(state__in=["stated", "screened"]),
                name="one_larger_change_of_a_programme_at_a_time",
            ),
            models.UniqueConstraint(fields=["programme", "round"], name="a_larger_change_has_its_own_round"),
            models.CheckConstraint(condition=~Q(reason=""), name="a_larger_change_says_why"),
            models.CheckConstraint(
                condition=~Q(state__in=["carried_out", "refused"]) | Q(decision__isnull=False),
                name="a_larger_change_is_carried_out_or_refused_by_decision",
            ),
            models.CheckConstraint(
                condition=Q(state="carried_out", version__isnull=False)
                | ~Q(state="carried_out") & Q(version__isnull=True),
                name="a_larger_change_carried_out_is_a_version",
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | ~Q(said=""), name="a_larger_change_withdrawn_says_why"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def subject(self) -> str:
        """How items of the agenda name it."""
        return f"change:{self.number}"

    @property
    def is_open(self) -> bool:
        return self.state in (self.State.STATED, self.State.SCREENED)


class ChangeLine(models.Model):
    """What one category of one organisation's budget gains, or loses where it is below zero."""

    change = models.ForeignKey(Change, models.CASCADE, related_name="lines")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    category = models.CharField(max_length=12, choices=Category)
    minor = models.BigIntegerField()

    class Meta:
        ordering = ["change", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["change", "organisation", "category"], name="a_change_names_a_category_once"
            ),
            models.CheckConstraint(condition=~Q(minor=0), name="a_line_of_a_change_moves_something"),
        ]

    @property
    def money(self) -> Money:
        return Money(self.minor, BASE_CURRENCY)


class Addendum(models.Model):
    """Money that a change adds to a contract that is signed already: it binds once both sides have signed it."""

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    contract = models.ForeignKey(Contract, models.PROTECT, related_name="addenda")
    change = models.ForeignKey(Change, models.PROTECT, related_name="addenda")
    minor = models.BigIntegerField()
    signed_for_fund = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    signed_for_party = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    signed_on = models.DateField(null=True, blank=True)
    journal = models.OneToOneField("fund.Journal", models.PROTECT, null=True, blank=True, related_name="addendum")

    class Meta:
        ordering = ["contract", "id"]
        verbose_name_plural = "addenda"
        constraints = [
            models.UniqueConstraint(fields=["contract", "change"], name="a_change_adds_to_a_contract_once"),
            models.CheckConstraint(condition=Q(minor__gt=0), name="an_addendum_is_of_money"),
            models.CheckConstraint(
                condition=Q(signed_on__isnull=True, journal__isnull=True)
                | Q(
                    signed_on__isnull=False,
                    journal__isnull=False,
                    signed_for_fund__isnull=False,
                    signed_for_party__isnull=False,
                ),
                name="an_addendum_in_the_books_is_signed_by_both",
            ),
            models.CheckConstraint(
                condition=Q(signed_for_fund__isnull=True) | ~Q(signed_for_fund=F("signed_for_party")),
                name="nobody_signs_an_addendum_for_both_sides",
            ),
        ]

    @property
    def money(self) -> Money:
        return Money(self.minor, BASE_CURRENCY)
