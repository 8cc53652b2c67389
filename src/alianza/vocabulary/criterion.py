"""A criterion is a published condition as a tree of tests, so that the same value can be shown, checked and evaluated.

Permits, skip logic in questionnaires, outcomes of a label and twinning criteria all use it. There is no code in a
criterion and no operator beyond `Operator`. Evaluation is the business of `alianza.engines.eligibility`.

`alianza.vocabulary.criterion_form` reads the written form.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from alianza.vocabulary.facts import Answer


class Verdict(StrEnum):
    """What is known about a condition. An unanswered fact is unknown: never false, never zero."""

    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"


class Fix(StrEnum):
    """Who can change the answer to a failed test, and how hard it is."""

    SELF = "self"
    EMPLOYER = "employer"
    SELF_YEARS = "self_years"
    STATE = "state"
    IMMUTABLE = "immutable"

    @property
    def burden(self) -> int:
        """The weight by which misses are compared; see the table in `docs/explanation/eligibility.md`."""
        return _BURDEN[self]


_BURDEN = {Fix.SELF: 1, Fix.EMPLOYER: 2, Fix.SELF_YEARS: 3, Fix.STATE: 5, Fix.IMMUTABLE: 99}


class Operator(StrEnum):
    """How a fact is compared. `overlaps` and `disjoint` compare two sets; `in` and `not_in` one code with a set."""

    IS = "is"
    GTE = "gte"
    LTE = "lte"
    IN = "in"
    NOT_IN = "not_in"
    OVERLAPS = "overlaps"
    DISJOINT = "disjoint"

    @property
    def wants_list(self) -> bool:
        return self in {Operator.IN, Operator.NOT_IN, Operator.OVERLAPS, Operator.DISJOINT}


@dataclass(frozen=True, slots=True)
class Literal:
    """A value written in the criterion itself."""

    value: Answer


@dataclass(frozen=True, slots=True)
class Parameter:
    """A figure that changes with time, kept beside the criterion with its dates."""

    name: str


@dataclass(frozen=True, slots=True)
class Group:
    """A list of countries, kept apart with its dates."""

    name: str


Operand = Literal | Parameter | Group


@dataclass(frozen=True, slots=True)
class Condition:
    """One comparison. `steps` is the scale of the fact from low to high, empty when it has none."""

    fact: str
    op: Operator
    value: Operand
    steps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Node:
    """What every node may carry. `label` is the English sentence by which translations are found."""

    id: str = ""
    label: str = ""
    note: str = ""
    fix: Fix | None = None
    cite: tuple[str, ...] = ()
    proof: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Test(_Node):
    """A leaf: one comparison that is met, not met or unknown."""

    __test__ = False  # pytest would otherwise collect it by its name
    condition: Condition


@dataclass(frozen=True, slots=True, kw_only=True)
class All(_Node):
    """Not met if any part is not met, else unknown if any is unknown."""

    parts: tuple["Criterion", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Any(_Node):
    """Met if any part is met, else unknown if any is unknown."""

    parts: tuple["Criterion", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Count(_Node):
    """Met when at least so many parts are met; not met when too few are left that could be."""

    at_least: int
    parts: tuple["Criterion", ...]


@dataclass(frozen=True, slots=True)
class Tier:
    """What meeting the condition is worth, in points; more than nothing."""

    points: int
    condition: Condition


@dataclass(frozen=True, slots=True)
class Item:
    """A factor of a points system. The best tier that is met counts, once."""

    id: str
    tiers: tuple[Tier, ...]
    fix: Fix | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Points(_Node):
    """Met when the items' points reach the mark."""

    at_least: int
    items: tuple[Item, ...]


Criterion = All | Any | Count | Test | Points


@dataclass(frozen=True, slots=True)
class DatedValue:
    """A figure and the days on which it holds, both included; an open end is `None`."""

    value: int | float | str
    first: date | None = None
    last: date | None = None

    def holds_on(self, day: date) -> bool:
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True)
class CountryGroup:
    """Countries by two-letter code, and the days on which the list holds. Outside them it is empty."""

    name: str
    members: frozenset[str]
    first: date | None = None
    last: date | None = None

    def on(self, day: date) -> frozenset[str]:
        holds = (self.first is None or self.first <= day) and (self.last is None or day <= self.last)
        return self.members if holds else frozenset()


Parameters = Mapping[str, Sequence[DatedValue]]
Groups = Mapping[str, CountryGroup]


def value_on(values: Sequence[DatedValue], day: date) -> int | float | str | None:
    """The figure that holds on the day, or `None`. Should two hold, the one that began later.

    >>> value_on([DatedValue(5, date(2024, 1, 1), date(2024, 12, 31))], date(2025, 3, 1)) is None
    True
    """
    holding = [entry for entry in values if entry.holds_on(day)]
    return max(holding, key=lambda entry: entry.first or date.min).value if holding else None


def walk(node: Criterion) -> Iterator[Criterion]:
    """The node and everything below it, in the order written."""
    yield node
    if isinstance(node, All | Any | Count):
        for part in node.parts:
            yield from walk(part)


def conditions(node: Criterion) -> Iterator[Condition]:
    """Every comparison in the tree, in the order written."""
    for each in walk(node):
        if isinstance(each, Test):
            yield each.condition
        elif isinstance(each, Points):
            for item in each.items:
                for tier in item.tiers:
                    yield tier.condition


def facts_of(node: Criterion) -> tuple[str, ...]:
    """The facts the tree tests, each once, in the order first met."""
    return tuple(dict.fromkeys(condition.fact for condition in conditions(node)))
