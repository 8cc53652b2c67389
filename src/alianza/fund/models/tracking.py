"""All migration finance, ours and that of others: one record a flow, classed with a reason, counted once."""

from pathlib import Path
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from alianza.vocabulary.money import Money


class FinanceFile(models.Model):
    """A file that was imported, with who published it. What leaves our own books is one such file too."""

    class Kind(models.TextChoices):
        IATI = "iati", _("IATI activities")
        CSV = "csv", _("Table")
        LEDGER = "ledger", _("Our own books")

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=6, choices=Kind, default=Kind.CSV)
    publisher = models.CharField(max_length=200)
    source = models.CharField(max_length=500, help_text="where it was published")
    licence = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64, unique=True)
    as_of = models.DateField()
    read = models.PositiveIntegerField(default=0, help_text="activities or rows that were read")
    passed_over = models.PositiveIntegerField(default=0, help_text="of them, those that are no migration finance")
    left_out = models.PositiveIntegerField(default=0, help_text="parts that could not be read")
    loaded_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-loaded_at", "-id"]

    def __str__(self) -> str:
        return self.publisher


class FinanceImport(models.Model):
    """A file that an officer brought, read by a job: kept until it is decided, then whole in or not at all.

    `waiting` until a job begins, `reading` while it works; `lost` where its job was given up: begin it anew.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting to be read")
        READING = "reading", _("Being read")
        DONE = "done", _("Brought in")
        REFUSED = "refused", _("Refused: nothing was brought in")
        LOST = "lost", _("Broken off: nothing was brought in")

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    brought_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    kind = models.CharField(max_length=6, choices=FinanceFile.Kind)
    publisher = models.CharField(max_length=200)
    source = models.CharField(max_length=500)
    licence = models.CharField(max_length=200)
    as_of = models.DateField()
    mapping = models.TextField(max_length=5000, blank=True, help_text="which column is which, as it was typed")
    size = models.PositiveBigIntegerField(help_text="bytes")
    language = models.CharField(max_length=5, default="en", help_text="of the sentences on what is wrong")
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    read = models.PositiveIntegerField(default=0, help_text="activities read so far")
    flows = models.PositiveIntegerField(default=0)
    problems: "models.JSONField[list[str], list[str]]" = models.JSONField(default=list, blank=True)
    problem_count = models.PositiveIntegerField(default=0)
    file = models.ForeignKey(FinanceFile, models.SET_NULL, null=True, blank=True, related_name="imports")
    attempts = models.PositiveSmallIntegerField(default=1, help_text="how often it was begun")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    begun_at = models.DateTimeField(default=timezone.now, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["done", "refused", "lost"]) | Q(ended_at__isnull=False),
                name="an_import_that_is_over_has_ended",
            ),
        ]

    def __str__(self) -> str:
        return self.publisher

    @property
    def path(self) -> Path:
        """Where its file lies until it is decided."""
        return Path(settings.INSTANCE) / "fund" / "brought" / f"{self.code}.csv"

    @property
    def under_way(self) -> bool:
        return self.state in (self.State.WAITING, self.State.READING)


class Flow(models.Model):
    """Money of somebody for migration in one year. `counted` is false where the same money stands in `same_as`.

    `activity` is the receiver's own, `sources` those whose money it is, as the file tells it. Amounts in US dollars are
    at the average rate of the flow's year, which is kept beside; where there is none, they are not known.
    """

    class Class(models.TextChoices):
        CORE = "core", _("Migration and remittances")
        REFUGEES = "refugees", _("Refugees and host communities")
        GENERAL = "general", _("Root causes and general development, an estimate")
        IN_DONOR = "in_donor", _("Refugees in the donor country")
        PRIVATE = "private", _("Remittances and diaspora, private money")
        LOAN = "loan", _("Loans")

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    file = models.ForeignKey(FinanceFile, models.CASCADE, related_name="flows")
    identifier = models.CharField(max_length=200, help_text="IATI identifier, or the provider's reference")
    references: "models.JSONField[list[str], list[str]]" = models.JSONField(
        default=list, blank=True, help_text="other names of the same activity"
    )
    title = models.CharField(max_length=500, blank=True)
    provider = models.CharField(max_length=200)
    provider_ref = models.CharField(max_length=120, blank=True)
    provider_country = models.CharField(max_length=3, blank=True, help_text="alpha-3; empty: of no one country")
    channel = models.CharField(max_length=200, blank=True)
    channel_ref = models.CharField(max_length=120, blank=True)
    activity = models.CharField(max_length=200, blank=True, help_text="the receiver's own activity")
    sources: "models.JSONField[list[dict[str, str]], list[dict[str, str]]]" = models.JSONField(
        default=list, blank=True, help_text="name, ref and activity of those named in incoming transactions"
    )
    recipient = models.CharField(max_length=3, blank=True, help_text="alpha-3; empty: several or regional")
    year = models.PositiveSmallIntegerField()
    on = models.DateField(null=True, blank=True, help_text="the last day on which money moved, where it is known")
    currency = models.CharField(max_length=3)
    committed_minor = models.BigIntegerField(null=True, blank=True)
    paid_minor = models.BigIntegerField(null=True, blank=True)
    grant_equivalent_minor = models.BigIntegerField(null=True, blank=True, help_text="of loans")
    grant_element = models.DecimalField(
        max_digits=14, decimal_places=10, null=True, blank=True, help_text="share of the face; null: not known"
    )
    grant_said: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(
        default=dict, blank=True, help_text="how the grant equivalent was found, or why there is none"
    )
    loan_terms: "models.JSONField[dict[str, str], dict[str, str]]" = models.JSONField(
        default=dict, blank=True, help_text="as the file tells them; what it does not tell is not here"
    )
    usd_committed_minor = models.BigIntegerField(null=True, blank=True)
    usd_paid_minor = models.BigIntegerField(null=True, blank=True)
    rate = models.DecimalField(
        max_digits=30, decimal_places=20, null=True, blank=True, help_text="US dollars for one unit"
    )
    rate_source = models.CharField(max_length=200, blank=True)
    sector = models.CharField(max_length=10, blank=True)
    klass = models.CharField(max_length=10, choices=Class)
    estimated = models.BooleanField(default=False, help_text="the class rests on words or on a lesser part")
    reason = models.CharField(max_length=500, help_text="why it is in this class")
    reason_said: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(
        default=dict, blank=True, help_text="the same as catalogue id and facts"
    )
    counted = models.BooleanField(default=True)
    same_as = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")
    not_counted_because = models.CharField(max_length=300, blank=True)
    not_counted_said: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["recipient", "-year", "identifier", "id"]
        indexes = [
            models.Index(fields=["recipient", "year"], name="flow_by_recipient"),
            models.Index(fields=["identifier"], name="flow_by_identifier"),
            models.Index(fields=["provider_country", "recipient"], name="flow_by_corridor"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="a_class_has_a_reason"),
            models.CheckConstraint(
                condition=Q(counted=True) | ~Q(not_counted_because=""), name="what_is_not_counted_says_why"
            ),
            models.CheckConstraint(
                condition=Q(rate__isnull=False) | Q(usd_paid_minor__isnull=True, usd_committed_minor__isnull=True),
                name="an_amount_is_converted_at_a_rate",
            ),
            models.CheckConstraint(
                condition=Q(committed_minor__isnull=False) | Q(paid_minor__isnull=False), name="a_flow_is_of_money"
            ),
            models.CheckConstraint(
                condition=Q(grant_element__isnull=True) | Q(grant_equivalent_minor__isnull=False),
                name="a_grant_element_gives_a_grant_equivalent",
            ),
            models.CheckConstraint(
                condition=Q(same_as__isnull=True) | ~Q(same_as=F("id")), name="a_flow_is_not_its_own_double"
            ),
        ]

    def __str__(self) -> str:
        return self.identifier

    @property
    def paid(self) -> Money | None:
        return None if self.paid_minor is None else Money(self.paid_minor, self.currency)

    @property
    def committed(self) -> Money | None:
        return None if self.committed_minor is None else Money(self.committed_minor, self.currency)

    @property
    def grant_equivalent(self) -> Money | None:
        return None if self.grant_equivalent_minor is None else Money(self.grant_equivalent_minor, self.currency)

    @property
    def usd_paid(self) -> Money | None:
        return None if self.usd_paid_minor is None else Money(self.usd_paid_minor, "USD")

    @property
    def usd_committed(self) -> Money | None:
        return None if self.usd_committed_minor is None else Money(self.usd_committed_minor, "USD")

    @property
    def grant_why(self) -> str:
        """How the grant equivalent was found, or why there is none, in the reader's language."""
        return _said(self.grant_said)

    @property
    def why(self) -> str:
        """Why it is in its class, in the reader's language."""
        return _said(self.reason_said) or self.reason

    @property
    def why_not(self) -> str:
        """Why it is not counted, in the reader's language; empty where it is."""
        return _said(self.not_counted_said) or self.not_counted_because


def _said(stored: dict[str, Any]) -> str:
    """A sentence that was kept as catalogue id and facts, of which some may be such sentences themselves."""
    if not stored.get("message"):
        return ""
    facts = {name: _said(fact) if isinstance(fact, dict) else fact for name, fact in stored.get("facts", {}).items()}
    return gettext(stored["message"]) % facts
