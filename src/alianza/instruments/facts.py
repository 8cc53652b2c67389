"""What the conditions of an instrument may test: a dictionary of facts made from its own items.

`alianza.instruments.answers.facts_of` says which facts an answer establishes; here is what each of them looks like, so
that a condition that could never be read is refused when the instrument is written.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from alianza.instruments.answers import LARGEST_NUMBER, day_number
from alianza.instruments.instrument import ChoiceList, Item, Section, Type
from alianza.vocabulary.facts import Answer, Fact, Kind, Scope, UnfitAnswer
from alianza.vocabulary.occupations import occupations
from alianza.vocabulary.places import countries
from alianza.vocabulary.refusal import marked
from alianza.vocabulary.said import Said
from alianza.vocabulary.text import Text
from alianza.written import day_of

UNANSWERED = "unanswered"
ALL = "all"
CRITICAL = "crit"
"""Groups of criteria that tallies count, beside levels (`must`, `should`) and sections."""


@dataclass(frozen=True, slots=True)
class Day(Fact):
    """A day, compared as a number that keeps the order: 20260324."""

    def accept(self, answer: object) -> Answer:
        day = day_of(answer)
        if day is None:
            raise UnfitAnswer(self.id, Said(marked("there is no such day; write it as 2026-03-24.")))
        return day_number(day)


@dataclass(frozen=True, slots=True)
class Number(Fact):
    """A number that may be negative."""

    def accept(self, answer: object) -> Answer:
        if isinstance(answer, bool) or not isinstance(answer, int | float) or abs(answer) > LARGEST_NUMBER:
            raise UnfitAnswer(self.id, Said(marked("write a number.")))
        if answer == int(answer):
            return int(answer)
        if self.kind is Kind.INTEGER:
            raise UnfitAnswer(self.id, Said(marked("write a whole number.")))
        return float(answer)


def dictionary(items: Iterable[Item], sections: Iterable[Section], given: Mapping[str, Fact]) -> Mapping[str, Fact]:
    """Every fact by name: of each item, of what the user supplies, and the tallies of criteria."""
    facts: dict[str, Fact] = {}
    items = tuple(items)
    for item in items:
        facts |= {fact.id: fact for fact in facts_about(item)}
        for child in item.children:
            facts |= {fact.id: fact for fact in facts_about(child)}
    facts |= {fact.id: fact for fact in _tallies(items, tuple(sections))}
    return MappingProxyType(facts | dict(given))


def facts_about(item: Item) -> Iterator[Fact]:
    """The facts that an answer to this item may establish."""
    name, ask = item.id, item.label
    yield _fact(f"{name}.answered", Kind.BOOLEAN, ask)
    if item.several or item.type is Type.SELECT_MULTIPLE:
        if item.type is not Type.FILE:
            yield _fact(name, Kind.SET, ask, members=_members(item))
        yield Number(f"{name}.count", Kind.INTEGER, Scope.PERSON, ask)
        return
    yield from _ONE[item.type](item) if item.type in _ONE else ()


def _numbers(item: Item) -> Iterator[Fact]:
    kind = Kind.INTEGER if item.type is Type.INTEGER else Kind.DECIMAL
    yield Number(item.id, kind, Scope.PERSON, item.label, unit=item.unit)


def _money(item: Item) -> Iterator[Fact]:
    yield from _numbers(item)
    yield _fact(f"{item.id}.currency", Kind.CODE, item.label)


def _period(item: Item) -> Iterator[Fact]:
    yield Day(f"{item.id}.first", Kind.INTEGER, Scope.PERSON, item.label)
    yield Day(f"{item.id}.last", Kind.INTEGER, Scope.PERSON, item.label)


def _corridor(item: Item) -> Iterator[Fact]:
    yield _fact(item.id, Kind.CODE, item.label)
    for end in ("origin", "destination"):
        yield _fact(f"{item.id}.{end}", Kind.CODE, item.label, members=_countries())


def _matrix(item: Item) -> Iterator[Fact]:
    if item.rows is None or item.choices is None:
        return
    for row in item.rows.values:
        yield _chosen(f"{item.id}.{row}", item.choices, item.label)
    yield _fact(f"{item.id}.any", Kind.SET, item.label, members=frozenset(item.choices.values))


def _one_of(item: Item) -> Iterator[Fact]:
    if item.choices is not None:
        yield _chosen(item.id, item.choices, item.label)


_ONE: Mapping[Type, Callable[[Item], Iterator[Fact]]] = {
    Type.BOOLEAN: lambda item: iter([_fact(item.id, Kind.BOOLEAN, item.label)]),
    Type.INTEGER: _numbers,
    Type.DECIMAL: _numbers,
    Type.COMPUTED: _numbers,
    Type.MONEY: _money,
    Type.DATE: lambda item: iter([Day(item.id, Kind.INTEGER, Scope.PERSON, item.label)]),
    Type.PERIOD: _period,
    Type.CRITERION: _one_of,
    Type.SELECT_ONE: _one_of,
    Type.MATRIX: _matrix,
    Type.COUNTRY: lambda item: iter([_fact(item.id, Kind.CODE, item.label, members=_countries())]),
    Type.OCCUPATION: lambda item: iter([_fact(item.id, Kind.CODE, item.label, members=_occupations())]),
    Type.CORRIDOR: _corridor,
    Type.ORGANISATION: lambda item: iter([_fact(item.id, Kind.CODE, item.label)]),
    Type.FILE: lambda item: iter([Number(f"{item.id}.count", Kind.INTEGER, Scope.PERSON, item.label)]),
    Type.REPEAT: lambda item: iter([Number(f"{item.id}.count", Kind.INTEGER, Scope.PERSON, item.label)]),
}


def _fact(name: str, kind: Kind, ask: Text, members: frozenset[str] = frozenset()) -> Fact:
    return Fact(name, kind, Scope.PERSON, ask, members=members)


def _chosen(name: str, among: ChoiceList, ask: Text) -> Fact:
    if among.ordered:
        return Fact(name, Kind.SCALE, Scope.PERSON, ask, steps=among.values)
    return _fact(name, Kind.CODE, ask, frozenset(among.values))


def _members(item: Item) -> frozenset[str]:
    if item.choices is not None:
        return frozenset(item.choices.values)
    if item.type is Type.COUNTRY:
        return _countries()
    return _occupations() if item.type is Type.OCCUPATION else frozenset()


def _countries() -> frozenset[str]:
    return frozenset(each.alpha3 for each in countries())


def _occupations() -> frozenset[str]:
    return frozenset(each.code for each in occupations(None))


def groups_of(items: Sequence[Item], sections: Sequence[Section]) -> dict[str, tuple[Item, ...]]:
    """Criteria by what tallies count together: all, the critical ones, each level, each section."""
    criteria = [item for item in items if item.type is Type.CRITERION]
    groups = {ALL: tuple(criteria), CRITICAL: tuple(item for item in criteria if item.critical)}
    for level in dict.fromkeys(item.level for item in criteria if item.level):
        groups[level] = tuple(item for item in criteria if item.level == level)
    for section in sections:
        groups[section.id] = tuple(item for item in criteria if item.section == section.id)
    return {name: members for name, members in groups.items() if members}


def _tallies(items: Sequence[Item], sections: Sequence[Section]) -> Iterator[Fact]:
    for group, members in groups_of(items, sections).items():
        values = dict.fromkeys(value for item in members if item.choices for value in item.choices.values)
        for value in values:
            yield Number(f"tally.{group}.{value}", Kind.INTEGER, Scope.PERSON, Text({"en": f"{value} ({group})"}))
            yield Number(f"share.{group}.{value}", Kind.DECIMAL, Scope.PERSON, Text({"en": f"% {value} ({group})"}))
        yield Number(f"tally.{group}.{UNANSWERED}", Kind.INTEGER, Scope.PERSON, Text({"en": f"unanswered ({group})"}))
