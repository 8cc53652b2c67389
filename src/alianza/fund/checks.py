"""What `alianza check` verifies here: the triggers, the chain, the running sums and what has to add up."""

from collections import defaultdict
from collections.abc import Iterator

from django.db import connection
from django.db.models import Sum

from alianza.fund.chart import POOLS
from alianza.fund.guards import missing_guards
from alianza.fund.models import GENESIS, Account, Balance, Entry, Journal, Lines, Pool, Seal, Share, Turnover
from alianza.fund.queries.ledger import broken
from alianza.fund.queries.tally import contradicted


def problems() -> Iterator[str]:
    for name in missing_guards(connection):
        yield f"fund: the trigger {name} does not stand; run `alianza manage migrate` to put it back."
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
    for grain in ("M", "D"):
        kept: dict[int, int] = defaultdict(int)
        for pk, minor in (
            Turnover.objects.filter(grain=grain).values_list("account").annotate(minor=Sum("minor")).order_by()
        ):
            kept[pk] = int(minor)
        for pk in sorted(set(kept) | set(entries)):
            if kept[pk] != entries.get(pk, 0):
                yield f"fund: the turnovers of {codes[pk]} are not the sum of its entries."
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
