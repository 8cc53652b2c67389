"""Openness through time: would a route's published conditions let an archetype in, on the first day of each year?

An archetype is an invented person with a firm offer (`data/_archetypes.yaml`); every answer is an assumption. The
answer for a day has four states that must never be taken for one another: open, closed, a gap of the law side (a figure
that nobody knows for the day), and not said (the archetype leaves a question open). Days before those for which the
conditions were written are judged by the conditions as they stand and marked: only the figures are of that day.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any

from alianza.engines.eligibility import Eligibility, evaluate
from alianza.regulations import dictionary
from alianza.regulations.pathways import Law, places_of
from alianza.regulations.sheets import Sheet
from alianza.vocabulary.criterion import Parameter, conditions
from alianza.vocabulary.facts import Answer
from alianza.vocabulary.text import Text
from alianza.written import read_yaml

NATIONALITIES = "person.nationalities"
PAY = "offer.salary_year"
SKILLS = ("high", "medium", "low")
LONGEST = 12
"""Years looked back at the most."""


class State(StrEnum):
    """What can be said of a route for an archetype on a day. A gap and an open question are never a closed door."""

    OPEN = "open"
    CLOSED = "closed"
    GAP = "gap"
    NOT_SAID = "not_said"


@dataclass(frozen=True, slots=True)
class Archetype:
    """One kind of worker. `answers` are assumed everywhere; `pay` is gross a year, by place, in its own currency."""

    id: str
    label: Text
    isco: str
    skill: str
    answers: Mapping[str, Answer]
    pay: Mapping[str, float]

    def at(self, place: str, origin: str) -> Mapping[str, Answer]:
        """What is assumed for a place, of somebody with this nationality."""
        known: dict[str, Answer] = {**self.answers, NATIONALITIES: frozenset({origin})}
        if place in self.pay:
            known[PAY] = self.pay[place]
        return known


@dataclass(frozen=True, slots=True)
class Cell:
    """One route, one archetype, one day. `unmet` are ids of conditions on the way of least burden; `missing` names
    figures without a value on the day; `ask` facts that the archetype leaves open. `written_for_the_day` is false where
    the conditions are those of another time.
    """

    sheet: Sheet
    archetype: Archetype
    on: date
    state: State
    unmet: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    ask: tuple[str, ...] = ()
    written_for_the_day: bool = True


@cache
def _document() -> Mapping[str, Any]:
    content: Any = read_yaml(dictionary.DATA / "_archetypes.yaml")
    return dict(content)


@cache
def archetypes() -> tuple[Archetype, ...]:
    """The packaged archetypes, by skill from high to low."""
    facts = dictionary.facts()
    shared = _document()["shared"]
    return tuple(
        Archetype(
            entry["id"],
            dictionary.named(entry["label"]),
            entry["isco"],
            entry["skill"],
            facts.accept({**shared, **entry["facts"]}),
            entry["pay"],
        )
        for entry in _document()["archetypes"]
    )


def assumed_origin() -> str:
    """The nationality assumed where none is chosen, by two-letter code."""
    return str(_document()["origin"])


def first_day(sheet: Sheet) -> date | None:
    """The first day of which the sheet knows a figure that a condition tests, else the day from which it is written."""
    if sheet.tree is None:
        return None
    tested = {each.value.name for each in conditions(sheet.tree) if isinstance(each.value, Parameter)}
    days = [value.first for name in tested for value in sheet.series()[name] if value.first is not None]
    days += [sheet.effective_from] if sheet.effective_from else []
    return min(days) if days else date(sheet.as_of, 1, 1)


def days_until(sheets: Iterable[Sheet], today: date) -> tuple[date, ...]:
    """The first of January of each year since the earliest figure, as many as are shown, and no later than today."""
    known = [day.year for sheet in sheets if (day := first_day(sheet)) is not None]
    if not known:
        return ()
    first = max(min(known), today.year - LONGEST + 1)
    return tuple(date(year, 1, 1) for year in range(first, today.year + 1))


def judge(law: Law, sheet: Sheet, archetype: Archetype, *, origin: str) -> Cell | None:
    """How a route stands for an archetype on the day of the law.

    `None`: there is nothing to say; the sheet has no conditions, is one of another country of origin, belongs to the
    archetype's own country, or knows nothing of the day: it is older than its first figure and its first day.
    """
    on, begins = law.on, first_day(sheet)
    if sheet.id not in law.bounds or begins is None or on.year < begins.year:
        return None
    if sheet.side == "origin" and sheet.jurisdiction != origin:
        return None
    if sheet.side != "origin" and sheet.jurisdiction == origin:
        return None
    result = evaluate(law.bounds[sheet.id], archetype.at(sheet.jurisdiction, origin))
    written = not (
        (sheet.effective_from is not None and on < sheet.effective_from)
        or (sheet.effective_to is not None and sheet.effective_to < on)
    )
    if result.verdict is Eligibility.ELIGIBLE:
        return Cell(sheet, archetype, on, State.OPEN, written_for_the_day=written)
    if result.verdict is Eligibility.NOT_ELIGIBLE:
        return Cell(sheet, archetype, on, State.CLOSED, unmet=result.unmet, written_for_the_day=written)
    state = State.GAP if result.missing_parameters else State.NOT_SAID
    return Cell(
        sheet,
        archetype,
        on,
        state,
        missing=result.missing_parameters,
        ask=result.ask,
        written_for_the_day=written,
    )


def through_time(
    law_on: Callable[[date], Law], days: Iterable[date], *, origin: str, kinds: Iterable[Archetype]
) -> Iterator[Cell]:
    """Every route for every archetype on every day of which something is known. `law_on` tells the law of a day."""
    held = tuple(kinds)
    for day in days:
        law = law_on(day)
        for sheet in law.sheets.values():
            for archetype in held:
                cell = judge(law, sheet, archetype, origin=origin)
                if cell is not None:
                    yield cell


@dataclass(frozen=True, slots=True)
class CountryYear:
    """How open a country is to one archetype on a day: routes by state. Best known first: open, gap, not said, closed.

    A country without a cell has no sheet of which the day is known: missing, which is neither open nor closed.
    """

    place: str
    archetype: Archetype
    on: date
    cells: tuple[Cell, ...]

    @property
    def state(self) -> State:
        """Open if a route is; closed only if every route that is known is closed; else what is not known."""
        states = {cell.state for cell in self.cells}
        return next(state for state in (State.OPEN, State.GAP, State.NOT_SAID, State.CLOSED) if state in states)

    @property
    def written_for_the_day(self) -> bool:
        """Whether what decides the state rests on conditions written for the day."""
        return any(cell.written_for_the_day for cell in self.cells if cell.state is self.state)


def by_country(cells: Iterable[Cell]) -> dict[tuple[str, str, date], CountryYear]:
    """Routes to work by country, archetype and day; a region's route counts in each of its states."""
    held: dict[tuple[str, str, date], list[Cell]] = {}
    for cell in cells:
        if cell.sheet.side == "origin":
            continue
        for place in sorted(places_of(cell.sheet)):
            held.setdefault((place, cell.archetype.id, cell.on), []).append(cell)
    return {key: CountryYear(key[0], found[0].archetype, key[2], tuple(found)) for key, found in held.items()}
