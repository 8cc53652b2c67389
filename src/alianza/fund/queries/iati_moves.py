"""The books as transactions of IATI, and whether files of them still add up to the books."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Sum

from alianza.fund.chart import BASE_CURRENCY, AccountName
from alianza.fund.models import Entry, Journal
from alianza.fund.published import CHAINS, Move, Place, moves
from alianza.fund.publisher import Publisher
from alianza.fund.queries.ledger import balances
from alianza.iati.values import Activity
from alianza.vocabulary.money import Money


@dataclass(frozen=True, slots=True)
class Posted:
    """A move with the journal that made it."""

    journal: int
    on: date
    move: Move


def posted(on: date) -> Iterator[Posted]:
    """Everything that is published of the journals up to a day, in their order."""
    rows = (
        Entry.objects.filter(journal__occurred_on__lte=on)
        .order_by("journal_id", "account__code")
        .values_list(
            "journal_id",
            "journal__occurred_on",
            "account__chart",
            "account__first",
            "account__second",
            "account__currency",
            "minor",
        )
    )
    number, day, lines = 0, on, dict[AccountName, int]()
    for journal, occurred_on, chart, first, second, currency, minor in rows.iterator(chunk_size=5000):
        if journal != number:
            yield from (Posted(number, day, move) for move in moves(lines))
            number, day, lines = journal, occurred_on, {}
        lines[AccountName(chart, first, second, currency)] = minor
    yield from (Posted(number, day, move) for move in moves(lines))


def seal(on: date) -> int:
    """The number of the last journal up to a day; 0 where there is none."""
    return Journal.objects.filter(occurred_on__lte=on).order_by("-pk").values_list("pk", flat=True).first() or 0


def reference(move: Move, journal: int) -> str:
    """A transaction's `ref`: whose it is by its name in the books, and the journal it is from: `A-2026-001/12`."""
    return f"{move.other or move.number or move.why}/{journal}"


Group = tuple[str, str, str, str]
"""Activity, sort of sum, whose by its name in the books, currency."""


def told(activities: Sequence[Activity]) -> dict[Group, int]:
    """What the transactions of files add up to, in minor units."""
    sums: dict[Group, int] = defaultdict(int)
    for activity in activities:
        for each in activity.transactions:
            whose = each.ref.rpartition("/")[0]
            money = each.amount.money
            sums[activity.identifier, each.kind, whose, money.currency] += money.minor
    return sums


def differences(activities: Sequence[Activity], on: date, publisher: Publisher) -> Iterator[str]:
    """Sentences on what published files do not say as the books do on a day; none when all adds up.

    Nothing is taken from how the files were made: the sums of their transactions are held against the balances of the
    books, and where a balance alone does not tell, against its lines.
    """
    sums, held = told(activities), balances(on)
    expected = {**_of_the_fund(held, on, publisher), **_of_what_is_paid(held, on, publisher)}
    said: dict[Group, int] = defaultdict(int)
    for (activity, kind, whose, currency), minor in sums.items():
        said[activity, _sort(activity, kind, whose, publisher), _name(activity, kind, whose, publisher), currency] += (
            minor
        )
    for group in sorted({*expected, *said}):
        activity, sort, whose, currency = group
        files, books = Money(said.get(group, 0), currency), Money(expected.get(group, 0), currency)
        if files != books:
            yield f"{activity}, transactions {sort} {whose}: the files add up to {files}, the books to {books}."


def _sort(activity: str, kind: str, whose: str, publisher: Publisher) -> str:
    return "1 interest" if activity == publisher.fund and kind == "1" and _earned(whose) else kind


def _name(activity: str, kind: str, whose: str, publisher: Publisher) -> str:
    if kind in ("4", "12") or (activity == publisher.fund and kind == "1" and _earned(whose)):
        return ""
    return whose


def _earned(whose: str) -> bool:
    """Interest: of the bank, or earned by an organisation on an advance (`P1:IOM`)."""
    return whose == "interest" or ":" in whose


def _of_the_fund(held: Mapping[AccountName, Money], on: date, publisher: Publisher) -> dict[Group, int]:
    """What donors promised, signed and paid, interest, fees and core cost."""
    found: dict[Group, int] = defaultdict(int)
    receipts = _receipts(on)
    for (agreement, currency), minor in receipts.items():
        found[publisher.fund, "1", agreement, currency] += minor
        found[publisher.fund, "11", agreement, currency] += minor
    for account, money in held.items():
        minor, currency, first = money.minor, account.currency, account.first
        match account.chart:
            case "9010":
                found[publisher.fund, "13", first, currency] += minor
            case "1110" | "1120":
                found[publisher.fund, "11", first, currency] += minor
            case "4090" if first == "interest":
                found[publisher.fund, "1 interest", "", currency] -= minor
            case "4090":
                found[publisher.fund, "1", first, currency] -= minor
            case "4110" | "4120":
                found[publisher.fund, "1 interest", "", currency] -= minor
            case "5810" | "5820":
                found[publisher.fund, "4", "", currency] += minor
            case "5200":
                found[publisher.core, "4", "", currency] += minor
            case "4210":
                found[publisher.core, "1", first, currency] -= minor
    return found


def _receipts(on: date) -> dict[tuple[str, str], int]:
    """What arrived of each agreement, in its currency: claims that fell in journals that also show income."""
    income = Entry.objects.filter(journal=OuterRef("journal"), account__chart="4010")
    rows = (
        Entry.objects.filter(Exists(income), journal__occurred_on__lte=on, account__chart__in=("1110", "1120"))
        .values_list("account__first", "account__currency")
        .annotate(minor=Sum("minor"))
        .order_by()
    )
    return {(first, currency): -int(minor) for first, currency, minor in rows}


def _of_what_is_paid(held: Mapping[AccountName, Money], on: date, publisher: Publisher) -> dict[Group, int]:
    """What programmes and operations were approved, and what is committed and paid, by organisation."""
    found: dict[Group, int] = defaultdict(int)
    for place, chain in CHAINS.items():
        for number, minor in _approved(place, on).items():
            found[publisher.activity(number), "12", "", BASE_CURRENCY] += minor
        for account, money in held.items():
            if account.chart not in chain[1:] or not account.second:
                continue
            activity = publisher.activity(account.first)
            found[activity, "2", account.second, BASE_CURRENCY] -= money.minor
            if account.chart in chain[2:]:
                found[activity, "3", account.second, BASE_CURRENCY] -= money.minor
    return found


def _approved(place: Place, on: date) -> dict[str, int]:
    """Approvals less what lapsed of them: lines of 8300 or 8310 in journals that also move the pool."""
    pool = Entry.objects.filter(
        journal=OuterRef("journal"), account__chart={Place.PROGRAMME: "8200", Place.OPERATION: "8270"}[place]
    )
    rows = (
        Entry.objects.filter(Exists(pool), journal__occurred_on__lte=on, account__chart=CHAINS[place][0])
        .values_list("account__first")
        .annotate(minor=Sum("minor"))
        .order_by()
    )
    return {number: -int(minor) for number, minor in rows}
