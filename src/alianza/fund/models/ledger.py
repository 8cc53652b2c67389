"""The ledger's tables. What may never be false in them is held by constraints here and by the triggers of `guards`.

Rows are only ever added. A journal is written in three steps inside one transaction: its own row, its entries, its
seal. The journal points at its seal by a foreign key that is checked at the commit, so a journal that was never sealed
cannot be committed; the seal is refused unless everything about the journal is right, and nothing can join a journal
that has a seal. Balances move when the seal is set.
"""

import hashlib
import json
from typing import Any, NamedTuple
from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alianza.vocabulary.money import Money

GENESIS = "0" * 64
LARGEST = 10**16
"""Minor units in one line: far below what the databases hold in a whole number, so that no sum runs over."""


class Book(models.TextChoices):
    ACTUAL = "A", _("Actual: what is owned and owed")
    BUDGETARY = "B", _("Budgetary: where every cent received stands")
    PLEDGES = "P", _("Pledges: statistics, never money")


class Guard(models.TextChoices):
    """What a balance may never be: D not below zero (a debit balance), C not above zero (a credit balance)."""

    DEBIT = "D", _("never below zero")
    CREDIT = "C", _("never above zero")
    NONE = "N", _("free")


class Account(models.Model):
    """One account of one book in one currency: a number of the chart and what it is kept for.

    `code` reads `8400:P1:IOM`, or `1110:A/EUR` in another currency than the fund's own.
    """

    code = models.CharField(max_length=120, unique=True)
    chart = models.CharField(max_length=4, help_text="number in the chart of accounts")
    first = models.CharField(max_length=50, blank=True, help_text="agreement, window, programme, member ...")
    second = models.CharField(max_length=50, blank=True, help_text="organisation, where there is one")
    currency = models.CharField(max_length=3)
    book = models.CharField(max_length=1, choices=Book)
    guard = models.CharField(max_length=1, choices=Guard)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["code"]
        indexes = [models.Index(fields=["chart", "first", "second"], name="account_by_what_it_is_for")]
        constraints = [
            models.CheckConstraint(condition=Q(book__in=Book.values), name="an_account_is_of_one_book"),
            models.CheckConstraint(condition=Q(guard__in=Guard.values), name="an_account_has_a_known_guard"),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("opened_on")),
                name="an_account_closes_after_it_opens",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Balance(models.Model):
    """What an account holds now, in minor units; debit above zero, credit below.

    `through` is the last journal that moved it: every change has to be explained by an entry of a newer one.
    """

    account = models.OneToOneField(Account, models.PROTECT, primary_key=True, related_name="held")
    guard = models.CharField(max_length=1, choices=Guard)
    minor = models.BigIntegerField(default=0)
    through = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(guard=Guard.NONE)
                | Q(guard=Guard.DEBIT, minor__gte=0)
                | Q(guard=Guard.CREDIT, minor__lte=0),
                name="a_guarded_balance_never_crosses_zero",
            ),
            models.CheckConstraint(
                condition=Q(minor__gte=-100 * LARGEST, minor__lte=100 * LARGEST),
                name="a_balance_is_within_what_the_books_hold",
            ),
        ]


class Seal(models.Model):
    """That a journal is whole: set last, refused unless it balances. Seals form a chain of hashes without gaps."""

    number = models.PositiveBigIntegerField(primary_key=True)
    previous = models.CharField(max_length=64, unique=True)
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["number"]


class Journal(models.Model):
    """One event in the books. `number` counts from 1 without gaps; the seal has the same number."""

    number = models.OneToOneField(Seal, models.PROTECT, primary_key=True, db_column="number", related_name="journal")
    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    event = models.CharField(max_length=60, help_text="the rule of posting, for example contribution.received")
    text = models.CharField(max_length=300, blank=True, help_text="what happened; never a person's name")
    subject = models.CharField(max_length=80, blank=True, help_text="what it is about, for example programme:P1")
    occurred_on = models.DateField()
    posted_at = models.DateTimeField(default=timezone.now)
    key = models.UUIDField(unique=True, help_text="the same event has the same key, and posts once")
    reverses = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="reversed_by")
    posted_by = models.UUIDField(help_text="code of the person, or of the platform itself")

    class Meta:
        ordering = ["number_id"]  # by its own column: the seal may be missing, and has to be found missing
        indexes = [
            models.Index(fields=["subject"], name="journal_by_subject"),
            models.Index(fields=["occurred_on"], name="journal_by_day"),
        ]

    def __str__(self) -> str:
        return str(self.code)

    def content(self, lines: "Lines", previous: str) -> dict[str, Any]:
        """Everything that the digest covers."""
        return {
            "number": self.number_id,
            "code": str(self.code),
            "event": self.event,
            "text": self.text,
            "subject": self.subject,
            "occurred_on": self.occurred_on.isoformat(),
            "posted_at": self.posted_at.isoformat(),
            "key": str(self.key),
            "reverses": self.reverses_id,
            "posted_by": str(self.posted_by),
            "entries": sorted(lines.entries),
            "shares": sorted(lines.shares),
            "previous": previous,
        }

    def digest(self, lines: "Lines", previous: str) -> str:
        """SHA-256 of the canonical JSON of the content."""
        canonical = json.dumps(self.content(lines, previous), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(canonical.encode("utf-8")).hexdigest()


class Lines(NamedTuple):
    """The lines of one journal as its digest reads them."""

    entries: list[tuple[str, str, int]]
    """Code and currency of the account, minor units."""
    shares: list[tuple[str, str, int]] = []
    """Code of the account, agreement, minor units."""


class Entry(models.Model):
    """One line of a journal: debit above zero, credit below, in minor units of the account's currency."""

    journal = models.ForeignKey(Journal, models.PROTECT, related_name="entries")
    account = models.ForeignKey(Account, models.PROTECT, related_name="entries")
    minor = models.BigIntegerField()

    class Meta:
        ordering = ["journal", "id"]
        constraints = [
            # the guard never sees an account that is half posted
            models.UniqueConstraint(fields=["journal", "account"], name="a_journal_has_one_line_per_account"),
            models.CheckConstraint(condition=~Q(minor=0), name="an_entry_moves_something"),
            models.CheckConstraint(
                condition=Q(minor__gte=-LARGEST, minor__lte=LARGEST), name="an_entry_is_within_what_the_books_hold"
            ),
        ]

    def money(self) -> Money:
        return Money(self.minor, self.account.currency)


class Share(models.Model):
    """Which agreement's money an entry on a pool (a window, the facility) is: the shares add up to the entry."""

    journal = models.ForeignKey(Journal, models.PROTECT, related_name="shares")
    account = models.ForeignKey(Account, models.PROTECT, related_name="shares")
    agreement = models.CharField(max_length=50, help_text="number of the agreement, or `interest`")
    minor = models.BigIntegerField()

    class Meta:
        ordering = ["journal", "account", "agreement"]
        indexes = [models.Index(fields=["agreement"], name="share_by_agreement")]
        constraints = [
            models.UniqueConstraint(
                fields=["journal", "account", "agreement"], name="an_agreement_shares_in_an_entry_once"
            ),
            models.CheckConstraint(condition=~Q(minor=0), name="a_share_moves_something"),
        ]


class Pool(models.Model):
    """What is left of an agreement's money in a pool: a credit, never above zero."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="pools")
    agreement = models.CharField(max_length=50)
    minor = models.BigIntegerField(default=0)

    class Meta:
        ordering = ["account", "agreement"]
        constraints = [
            models.UniqueConstraint(fields=["account", "agreement"], name="an_agreement_stands_in_a_pool_once"),
            models.CheckConstraint(condition=Q(minor__lte=0), name="no_agreement_gives_more_than_it_put_in"),
        ]


class Turnover(models.Model):
    """Sum of an account's entries of one day, and what the account held at its end.

    A statement of any date takes each account's last day before it, so that its cost does not grow with the entries.
    `debit` is the debit side alone, from which a reversal has taken back what it reversed; the credit side is the rest.
    """

    account = models.ForeignKey(Account, models.PROTECT, related_name="turnovers")
    day = models.DateField()
    minor = models.BigIntegerField(default=0)
    debit = models.BigIntegerField(default=0)
    closing = models.BigIntegerField(default=0, help_text="the sum of this day and all before it")
    closing_debit = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "day"], name="a_turnover_is_kept_once")]


class YearTurnover(models.Model):
    """The same of a calendar year, by number of the chart and currency."""

    year = models.PositiveSmallIntegerField()
    chart = models.CharField(max_length=4)
    currency = models.CharField(max_length=3)
    minor = models.BigIntegerField(default=0)
    debit = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["year", "chart", "currency"], name="a_turnover_of_a_year_is_kept_once")
        ]


class Pen(models.Model):
    """One row: whoever writes in the books holds it until the commit, so that journals have one order."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="the_books_have_one_pen")]


class Closing(models.Model):
    """Periods up to and with this day are closed: no journal is dated inside them any more."""

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    through = models.DateField(unique=True)
    closed_at = models.DateTimeField(default=timezone.now)
    closed_by = models.UUIDField()

    class Meta:
        ordering = ["-through"]
