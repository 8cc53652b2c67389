"""Where the money flowed: from donors through windows to countries and results, as links that add up.

What is allocated to windows and the facility is followed; the rest of a contribution stands in the statement. Results
have the accepted cost that reports name them with; what is not yet spent, or spent without naming one, says so.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, Sum

from alianza.fund.chart import AccountName
from alianza.fund.models import Agreement, Operation, OverspendPart, Programme, Report, ReportLine, Share
from alianza.fund.queries.attributed import ABOUT
from alianza.fund.queries.ledger import balances

MOST = 7
"""Rows of a column that are drawn by name; the rest stands together."""
REST, INTEREST, NOT_SPENT, UNNAMED, FACILITY, FREE = "rest", "interest", "not_spent", "unnamed", "facility", "free"


@dataclass(frozen=True, slots=True)
class Link:
    """Minor units of the fund's currency from an item of one column to one of the next.

    Columns are 0 donors, 1 windows, 2 countries, 3 results; `kind` of an item says how to name it.
    """

    column: int
    source: tuple[str, str]
    target: tuple[str, str]
    minor: int


def flow(on: date) -> tuple[Link, ...]:
    """Links at the end of a day, the first column first, large before small."""
    links = [*_into_windows(on), *_to_countries_and_results(on)]
    return tuple(sorted(links, key=lambda link: (link.column, -link.minor, link.source, link.target)))


def _pool(code: str) -> tuple[str, str]:
    name = AccountName.read(code)
    return ("window", name.first) if name.chart == "8200" else (FACILITY, "")


def _into_windows(on: date) -> list[Link]:
    donors = dict(Agreement.objects.values_list("number", "donor__organisation__name"))
    found: dict[tuple[tuple[str, str], tuple[str, str]], int] = defaultdict(int)
    rows = (
        Share.objects.filter(journal__occurred_on__lte=on)
        .exclude(ABOUT)
        .values_list("agreement", "account__code")
        .annotate(minor=Sum("minor"))
        .order_by()
    )
    for agreement, code, minor in rows:
        source = (INTEREST, "") if agreement == "interest" else ("donor", donors.get(agreement, agreement))
        found[source, _pool(code)] -= int(minor)
    named = _largest({source: sum(m for (s, _t), m in found.items() if s == source) for source, _target in found})
    merged: dict[tuple[tuple[str, str], tuple[str, str]], int] = defaultdict(int)
    for (source, target), minor in found.items():
        merged[source if source in named else (REST, "donors"), target] += minor
    return [Link(0, source, target, minor) for (source, target), minor in merged.items() if minor > 0]


def _largest(sums: Mapping[tuple[str, str], int]) -> set[tuple[str, str]]:
    return set(sorted(sums, key=lambda item: (-sums[item], item))[:MOST])


def _countries() -> dict[str, tuple[str, str]]:
    """By subject: the countries of a programme or operation, as one item."""
    held: dict[str, list[str]] = defaultdict(list)
    for number, country in Programme.objects.order_by("proposal__countries__country").values_list(
        "proposal__number", "proposal__countries__country"
    ):
        held[f"programme:{number}"] += [country] if country else []
    for number, country in Operation.objects.values_list("number", "request__country"):
        held[f"operation:{number}"].append(country)
    return {subject: ("countries", " ".join(places)) for subject, places in held.items()}


def _to_countries_and_results(on: date) -> list[Link]:
    where = _countries()
    nowhere = ("countries", "")
    pools: dict[tuple[tuple[str, str], tuple[str, str]], int] = defaultdict(int)
    given: dict[str, int] = defaultdict(int)
    rows = (
        Share.objects.filter(ABOUT, journal__occurred_on__lte=on)
        .values_list("journal__subject", "account__code")
        .annotate(minor=Sum("minor"))
        .order_by()
    )
    for subject, code, minor in rows:
        pools[_pool(code), where.get(subject, nowhere)] += int(minor)
        given[subject] += int(minor)
    sums = {target: sum(m for (_s, t), m in pools.items() if t == target) for _source, target in pools}
    named = _largest(sums)

    def place(subject: str) -> tuple[str, str]:
        item = where.get(subject, nowhere)
        return item if item in named else (REST, "countries")

    second: dict[tuple[tuple[str, str], tuple[str, str]], int] = defaultdict(int)
    for (source, target), minor in pools.items():
        second[source, target if target in named else (REST, "countries")] += minor
    third = _results(on, given)
    shown = _largest(
        {item: sum(m for (_s, i), m in third.items() if i == item) for _s, item in third if item[0] == "result"}
    )
    merged: dict[tuple[tuple[str, str], tuple[str, str]], int] = defaultdict(int)
    for (subject, item), minor in third.items():
        last = item if item in shown or item[0] != "result" else (REST, "results")
        merged[place(subject), last] += minor
    return [Link(1, source, target, minor) for (source, target), minor in second.items() if minor > 0] + [
        Link(2, source, target, minor) for (source, target), minor in merged.items() if minor > 0
    ]


def _results(on: date, given: Mapping[str, int]) -> dict[tuple[str, tuple[str, str]], int]:
    """By subject and result: accepted cost; what is spent beyond it has no result named, the rest is not yet spent."""
    found: dict[tuple[str, tuple[str, str]], int] = defaultdict(int)
    named: dict[str, int] = defaultdict(int)
    lines = (
        ReportLine.objects.filter(
            report__state__in=[Report.State.ACCEPTED, Report.State.PUBLISHED],
            result__isnull=False,
            accepted_minor__gt=0,
        )
        .filter(
            Q(report__journal__occurred_on__lte=on)
            | Q(pk__in=OverspendPart.objects.filter(overspend__journal__occurred_on__lte=on).values("line"))
        )
        .values_list("result__proposal__number", "result__number", "result__statement")
        .annotate(minor=Sum("accepted_minor"))
        .order_by()
    )
    after = OverspendPart.objects.filter(overspend__journal__occurred_on__gt=on, line__result__isnull=False)
    later = {
        (number, at): int(minor)
        for number, at, minor in after.order_by()
        .values_list("line__result__proposal__number", "line__result__number")
        .annotate(minor=Sum("minor"))
    }
    for number, at, statement, minor in lines:
        minor -= later.get((number, at), 0)
        subject = f"programme:{number}"
        found[subject, ("result", f"{number}.{at} {statement}")] += int(minor)
        named[subject] += int(minor)
    spent: dict[str, int] = defaultdict(int)
    for name, money in balances(on, "8600", "8610").items():
        if (name.chart, name.first) != ("8600", "core"):
            spent[f"{'programme' if name.chart == '8600' else 'operation'}:{name.first}"] -= money.minor
    for subject, minor in given.items():
        if subject.startswith("operation:") and spent[subject]:
            found[subject, ("loans", "")] += spent[subject]
        else:
            found[subject, (UNNAMED, "")] += max(spent[subject] - named[subject], 0)
        found[subject, (NOT_SPENT, "")] += minor - spent[subject]
    return found
