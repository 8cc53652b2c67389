"""The EU Emergency Trust Fund for Africa as it was published: another fund's history, contradictions and all.

A *decision* is what its committees approved, a *contract* what was signed under one, a *result* one figure of one list
of indicators. What the tables say against each other is shown beside, never smoothed:

E1  Contracts of a decision are those that name it as their parent. They are called equal to the
    decision's budget where less than one euro is between them; a difference of one euro stands by itself, since budgets
    are rounded.
E2  A result stands in several lists where a project has the same figure, which is not zero, for the same time in more
    than one. Figures are never added over lists.
E3  A budget stands beside each country of a project, whole: nothing is divided, and budgets are never added over
    countries.

Source: European Commission, compiled by DW, as `sources.json` beside the tables says. Amounts are euros.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from alianza.vocabulary.money import Money, total
from alianza.vocabulary.places import country_by_alpha2, find_country
from alianza.vocabulary.unknown import UnknownCode

EURO = 100
"""Cents below which budgets are called equal (E1)."""
WINDOWS = ("SAH", "HOA", "NOA", "REG")
"""Sahel and Lake Chad, Horn of Africa, North of Africa, several of them."""
FRAMEWORK = "EU Trust Fund for Africa Results Framework"
"""Named as parent by nearly every decision; no decision itself."""
SPELT = {"The Gambia": "GMB", "Cabo Verde": "CPV", "Tanzania": "TZA", "Democratic Republic of the Congo": "COD"}
"""Places as the file writes them, where the world does not."""


class Sum(StrEnum):
    """How the contracts of a decision compare with it."""

    NONE = "none"
    EQUAL = "equal"
    ROUNDED = "rounded"
    """One euro apart."""
    BELOW = "below"
    ABOVE = "above"


@dataclass(frozen=True, slots=True)
class Contract:
    """A contract as the monitoring platform lists it; texts as written there."""

    id: str
    title: str
    implementing: str
    starts: str
    ends: str
    budget: Money | None
    parents: tuple[str, ...]

    @property
    def shared(self) -> bool:
        """Whether it stands under more than one decision, and so in the sum of each."""
        return len(self.parents) > 1


@dataclass(frozen=True, slots=True)
class Result:
    """One figure: `list` is whose indicator it is; `also_in` are the other lists with the same figure (E2)."""

    id: str
    list: str
    title: str
    first: str
    last: str
    target: str
    actual: str
    also_in: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision as the Commission's web pages list it; dates are texts, for one of them is no date."""

    id: str
    title: str
    budget: Money
    places: str
    countries: tuple[str, ...]
    """Alpha-3, from the places; where there are none, from the recipients."""
    implementers: str
    """One text: a name with a comma cannot be told from two names."""
    themes: tuple[str, ...]
    adopted: str
    starts: str
    ends: str
    window: str
    contracts: tuple[Contract, ...]
    monitored: Money | None
    """Its budget on the monitoring platform; None where it is not there under this identifier."""

    @property
    def contracted(self) -> Money:
        return total([each.budget for each in self.contracts if each.budget is not None], "EUR")

    @property
    def difference(self) -> Money:
        """Contracts less decision."""
        return self.contracted - self.budget

    @property
    def sum(self) -> Sum:
        if not self.contracts:
            return Sum.NONE
        if abs(self.difference.minor) <= EURO:
            return Sum.ROUNDED if abs(self.difference.minor) == EURO else Sum.EQUAL
        return Sum.ABOVE if self.difference.minor > 0 else Sum.BELOW

    @property
    def budgets_differ(self) -> bool:
        return self.monitored is not None and abs(self.monitored.minor - self.budget.minor) >= EURO


@dataclass(frozen=True, slots=True)
class Recipient:
    """A country beside a project. `budget` is the whole project's, repeated on each row (E3)."""

    country: str
    """Alpha-3; empty where the table names none."""
    percentage: Decimal | None
    budget: Money


def _table(name: str) -> list[dict[str, Any]]:
    import polars as pl

    with (files("alianza.fund") / "data" / "eutf" / f"{name}.parquet").open("rb") as content:
        return pl.read_parquet(content).to_dicts()


@cache
def about() -> Mapping[str, Any]:
    """Source, origin and licence, and of each table its rows and hash."""
    text = (files("alianza.fund") / "data" / "eutf" / "sources.json").read_text(encoding="utf-8")
    return MappingProxyType(json.loads(text))


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


@cache
def decisions() -> Mapping[str, Decision]:
    """All 253, by identifier."""
    contracts, budgets = _monitored()
    given = recipients()
    found = {}
    for row in _table("decisions"):
        places = _countries(_listed(row["places"]))
        found[row["id"]] = Decision(
            id=row["id"],
            title=row["title"],
            budget=Money(row["cents"], "EUR"),
            places=row["places"],
            countries=places or tuple(sorted({one.country for one in given.get(row["id"], ()) if one.country})),
            implementers=row["implementers"],
            themes=_listed(row["themes"]),
            adopted=row["adopted"],
            starts=row["starts"],
            ends=row["ends"],
            window=row["window"],
            contracts=contracts.get(row["id"], ()),
            monitored=budgets.get(row["id"]),
        )
    return MappingProxyType(dict(sorted(found.items())))


def _countries(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({SPELT.get(name) or find_country(name).alpha3 for name in names}))


def _monitored() -> tuple[dict[str, tuple[Contract, ...]], dict[str, Money]]:
    """Contracts by the decision they name (E1), and budgets of everything that is monitored."""
    by_parent: dict[str, list[Contract]] = defaultdict(list)
    budgets: dict[str, Money] = {}
    known = {row["id"] for row in _table("decisions")}
    for row in _table("monitored"):
        budget = None if row["cents"] is None else Money(row["cents"], "EUR")
        if row["id"] and budget is not None:
            budgets[row["id"]] = budget
        if row["kind"] == "CTR":
            parents = tuple(one for one in _listed(row["parents"]) if one in known)
            contract = Contract(
                row["id"], row["title"], row["implementing"], row["starts"], row["ends"], budget, parents
            )
            for parent in parents:
                by_parent[parent].append(contract)
    return {parent: tuple(sorted(held, key=lambda one: one.id)) for parent, held in by_parent.items()}, budgets


@cache
def recipients() -> Mapping[str, tuple[Recipient, ...]]:
    """The countries beside each project, by its identifier."""
    found: dict[str, list[Recipient]] = defaultdict(list)
    for row in _table("recipients"):
        try:
            code = country_by_alpha2(row["country"]).alpha3 if row["country"] else ""
        except UnknownCode:
            code = ""
        percentage = Decimal(row["percentage"]) if row["percentage"] else None
        found[row["id"]].append(Recipient(code, percentage, Money(row["cents"], "EUR")))
    return MappingProxyType({project: tuple(held) for project, held in found.items()})


@cache
def results() -> Mapping[str, tuple[Result, ...]]:
    """Every figure, by project."""
    rows = _table("results")
    lists: dict[tuple[str, str, str, str], set[str]] = defaultdict(set)
    for row in rows:
        if tells(row["actual"]):
            lists[row["id"], row["first"], row["last"], row["actual"]].add(row["list"])
    found: dict[str, list[Result]] = defaultdict(list)
    for row in rows:
        same = lists.get((row["id"], row["first"], row["last"], row["actual"]), set())
        found[row["id"]].append(Result(**row, also_in=tuple(sorted(same - {row["list"]}))))
    return MappingProxyType({project: tuple(held) for project, held in found.items()})


def tells(figure: str) -> bool:
    """Whether a figure is there and is not zero."""
    try:
        return bool(Decimal(figure))
    except InvalidOperation:
        return bool(figure)


def results_of(decision: Decision) -> Iterator[tuple[str, tuple[Result, ...]]]:
    """The decision's own figures, then those of each contract: apart, for nobody says what of one is in the other."""
    for project in (decision.id, *(each.id for each in decision.contracts)):
        held = results().get(project)
        if held:
            yield project, held


@dataclass(frozen=True, slots=True)
class Contradictions:
    """What the tables say against each other, counted."""

    with_contracts: int
    sums: Mapping[Sum, int]
    listed_twice: int
    """Figures, each a project, a time and a value, that stand in more than one list."""
    repeated: int
    """Projects with several countries, beside each of which the whole budget stands."""
    odd_shares: int
    """Projects whose countries' shares are told and do not make up 100 percent."""
    no_theme: int
    no_window: int
    not_monitored: int
    budgets_differ: int
    under_two: int
    """Contracts under more than one decision."""


@cache
def contradictions() -> Contradictions:
    held = tuple(decisions().values())
    sums = Counter(each.sum for each in held)
    twice = {
        (each.id, each.first, each.last, each.actual) for some in results().values() for each in some if each.also_in
    }
    several = [some for some in recipients().values() if len(some) > 1]
    shares = [
        sum((one.percentage for one in some if one.percentage is not None), Decimal(0))
        for some in recipients().values()
        if any(one.percentage is not None for one in some)
    ]
    return Contradictions(
        with_contracts=sum(1 for each in held if each.contracts),
        sums=MappingProxyType(sums),
        listed_twice=len(twice),
        repeated=sum(1 for some in several if len({one.budget for one in some}) == 1),
        odd_shares=sum(1 for share in shares if share != 100),
        no_theme=sum(1 for each in held if not each.themes),
        no_window=sum(1 for each in held if not each.window),
        not_monitored=sum(1 for each in held if each.monitored is None),
        budgets_differ=sum(1 for each in held if each.budgets_differ),
        under_two=len({contract.id for each in held for contract in each.contracts if contract.shared}),
    )


def chosen(
    *, country: str = "", window: str = "", theme: str = "", sums: str = "", words: str = ""
) -> tuple[Decision, ...]:
    """Decisions by what they are for; empty chooses all. `window` and `theme` may be "-": none told."""
    found = []
    needle = words.strip().casefold()
    for each in decisions().values():
        if country and country not in each.countries:
            continue
        if window and (each.window or "-") != window:
            continue
        if theme and theme not in (each.themes or ("-",)):
            continue
        if sums and each.sum != sums:
            continue
        if needle and needle not in f"{each.id} {each.title} {each.implementers}".casefold():
            continue
        found.append(each)
    return tuple(found)


def themes() -> tuple[str, ...]:
    return tuple(sorted({theme for each in decisions().values() for theme in each.themes}))


def countries() -> tuple[str, ...]:
    """Alpha-3 codes of every country of a decision."""
    return tuple(sorted({code for each in decisions().values() for code in each.countries}))


def whole(held: Iterable[Decision]) -> Money:
    """The decisions' budgets together: each decision once, whatever its countries."""
    return total([each.budget for each in held], "EUR")


def day(text: str) -> date | None:
    """A date as the file writes it, where it is one."""
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None
