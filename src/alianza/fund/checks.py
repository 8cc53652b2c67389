"""What `alianza check` verifies here: the triggers, the chain, the running sums and what has to add up."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from django.db import connection
from django.db.models import Sum
from django.db.models.functions import ExtractYear

from alianza.fund.chart import POOLS
from alianza.fund.guards import GUARDS
from alianza.fund.models import (
    GENESIS,
    Account,
    Balance,
    Entry,
    Journal,
    Lines,
    Pool,
    Seal,
    Share,
    Turnover,
    YearTurnover,
)
from alianza.fund.queries.ledger import broken
from alianza.fund.queries.tally import contradicted


def problems() -> Iterator[str]:
    yield from GUARDS.problems(connection)
    yield from _chain()
    yield from _sums()
    for sentence in broken():
        yield f"fund: {sentence}."
    for number in contradicted():
        yield f"fund: the record of decision {number} does not lead to its outcome; it was changed after it was made."


def _chain() -> Iterator[str]:
    previous, number = GENESIS, 0
    journals = Journal.objects.order_by("number_id").prefetch_related("entries__account", "shares__account")
    seals = {
        seal: (before, digest) for seal, before, digest in Seal.objects.values_list("number", "previous", "digest")
    }
    for journal in journals.iterator(chunk_size=2000):
        number += 1
        if journal.pk not in seals:
            yield f"fund: journal {journal.pk} has no seal; it was written past the platform and counts nowhere."
            continue
        if journal.pk != number:
            yield f"fund: journal {number} is missing; the next one found is {journal.pk}."
            number = journal.pk
        lines = Lines(
            [(entry.account.code, entry.account.currency, entry.minor) for entry in journal.entries.all()],
            [(share.account.code, share.agreement, share.minor) for share in journal.shares.all()],
        )
        before, digest = seals[journal.pk]
        if before != previous or journal.digest(lines, previous) != digest:
            yield f"fund: journal {journal.pk} was changed after it was sealed, or one before it."
        sums: dict[tuple[str, str], int] = defaultdict(int)
        for entry in journal.entries.all():
            sums[entry.account.book, entry.account.currency] += entry.minor
        if any(sums.values()) or len(lines.entries) < 2:
            yield f"fund: journal {journal.pk} does not balance."
        whose: dict[str, int] = defaultdict(int)
        for code, _agreement, minor in lines.shares:
            whose[code] += minor
        pooled = {entry.account.code: entry.minor for entry in journal.entries.all() if entry.account.chart in POOLS}
        if whose != pooled:
            yield f"fund: the shares of journal {journal.pk} do not add up to its entries."
        previous = digest
    if len(seals) > number:
        yield f"fund: seal {number + 1} closes no journal."


def _sums() -> Iterator[str]:
    """The running balances, turnovers and pools against the entries and shares."""
    sealed = Seal.objects.values("number")
    codes = dict(Account.objects.values_list("pk", "code"))
    entries = {
        pk: int(minor)
        for pk, minor in Entry.objects.filter(journal__in=sealed)
        .values_list("account")
        .annotate(minor=Sum("minor"))
        .order_by()
    }
    for pk, minor in Balance.objects.values_list("account", "minor"):
        if minor != entries.get(pk, 0):
            yield f"fund: the balance of {codes[pk]} is not the sum of its entries."
    for pk in sorted(_turned(entries)):
        yield f"fund: the turnovers of {codes[pk]} are not the sum of its entries."
    for year, chart in sorted(_turned_in_years()):
        yield f"fund: the turnover of {chart} in {year} is not the sum of its days."
    shares = {
        (pk, agreement): int(minor)
        for pk, agreement, minor in Share.objects.filter(journal__in=sealed)
        .values_list("account", "agreement")
        .annotate(minor=Sum("minor"))
        .order_by()
    }
    for pk, agreement, minor in Pool.objects.values_list("account", "agreement", "minor"):
        if minor != shares.get((pk, agreement), 0):
            yield f"fund: what {agreement} has left in {codes[pk]} is not the sum of its shares."


def _turned(entries: Mapping[int, int]) -> set[int]:
    """Accounts whose days do not add up to their entries, or do not follow from one another."""
    wrong: set[int] = set()
    sums: dict[int, int] = defaultdict(int)
    debits: dict[int, int] = defaultdict(int)
    rows = Turnover.objects.order_by("account", "day").values_list(
        "account", "minor", "debit", "closing", "closing_debit"
    )
    for pk, minor, debit, closing, closing_debit in rows.iterator(chunk_size=5000):
        sums[pk] += minor
        debits[pk] += debit
        if (closing, closing_debit) != (sums[pk], debits[pk]):
            wrong.add(pk)
    return wrong | {pk for pk in {*entries, *sums} if sums[pk] != entries.get(pk, 0)}


def _turned_in_years() -> set[tuple[int, str]]:
    """Years and numbers of the chart whose turnover is not the sum of the days."""
    days: dict[tuple[int, str, str], tuple[int, int]] = {
        (year, chart, currency): (int(minor), int(debit))
        for year, chart, currency, minor, debit in Turnover.objects.values_list(
            ExtractYear("day"), "account__chart", "account__currency"
        )
        .annotate(minor=Sum("minor"), debit=Sum("debit"))
        .order_by()
    }
    kept = {
        (year, chart, currency): (minor, debit)
        for year, chart, currency, minor, debit in YearTurnover.objects.values_list(
            "year", "chart", "currency", "minor", "debit"
        )
    }
    return {(key[0], key[1]) for key in {*days, *kept} if days.get(key, (0, 0)) != kept.get(key, (0, 0))}
