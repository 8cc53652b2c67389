"""What held on a day: which version tells of it, which figures held, and what nobody knows.

Two clocks are kept apart. A sheet tells of days of the *law* (`effective_from` to `effective_to`, and the days of each
figure). It was itself in force *here* from the day it was published until the next, or until it was withdrawn. What
held on a day is told by the best that is known now; what this platform said on that day is told beside it.

P1  Of several versions the one whose days of the law hold the day tells of it; one that names no beginning comes after
    those, and one written for other days last. Among equals, confirmed goes before seed, then the newer one.
P2  What was withdrawn tells of the days before its withdrawal alone, and brings nothing back that it had replaced.
P3  A seed that was replaced does not speak of later days.
P4  No figure for the day is unknown: never the nearest one, never zero.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import Any

from alianza.regulations import wording
from alianza.regulations.sheets import Series, Sheet, Standing
from alianza.regulations.staleness import tests_on
from alianza.vocabulary.criterion import DatedValue
from alianza.vocabulary.days import day_words
from alianza.vocabulary.refusal import marked


@dataclass(frozen=True, slots=True)
class Stood:
    """One version: its days of the law, and from when it was in force here. `key` is whatever finds it again."""

    number: int
    confirmed: bool
    begins: date | None
    ends: date | None
    entered: date
    withdrawn: date | None = None
    key: Any = None


class Reach(IntEnum):
    """How far a version speaks of a day."""

    OTHER_DAYS = 0
    NO_BEGINNING = 1
    THE_DAY = 2


def reach(version: Stood, on: date) -> Reach:
    """Whether its days of the law hold the day."""
    if (version.ends is not None and version.ends < on) or (version.begins is not None and version.begins > on):
        return Reach.OTHER_DAYS
    return Reach.NO_BEGINNING if version.begins is None else Reach.THE_DAY


def left(version: Stood, history: Iterable[Stood]) -> date | None:
    """The day on which it was in force here no longer: replaced, or withdrawn."""
    after = [
        other.entered
        for other in history
        if (other.entered, other.number) > (version.entered, version.number)
        and (other.confirmed or not version.confirmed)
    ]
    return min([*after, *([version.withdrawn] if version.withdrawn else [])], default=None)


def shown_on(history: Sequence[Stood], on: date) -> Stood | None:
    """The version that was in force here at the end of the day; a confirmed one before a seed."""
    standing = [each for each in history if each.entered <= on and not _left_by(each, history, on)]
    return max(standing, key=lambda each: (each.confirmed, each.entered, each.number), default=None)


def _left_by(version: Stood, history: Sequence[Stood], on: date) -> bool:
    gone = left(version, history)
    return gone is not None and gone <= on


def telling_on(history: Sequence[Stood], on: date) -> Stood | None:
    """The version that, as known now, tells best what held on the day (P1 to P3)."""
    gone = [each for each in history if each.withdrawn is not None and each.withdrawn <= on]
    able = [
        each
        for each in history
        if not any(each.number <= other.number for other in gone)
        and (each.confirmed or not _left_by(each, history, on))
    ]
    return max(able, key=lambda each: (reach(each, on), each.confirmed, each.number), default=None)


@dataclass(frozen=True, slots=True)
class HeldFigure:
    """A dated figure on a day. Without `value` it is unknown; `before` and `after` are the figures around the hole."""

    series: Series
    value: DatedValue | None
    standing: Standing | None
    before: date | None
    after: date | None
    tests: tuple[str, ...]

    @property
    def is_known(self) -> bool:
        return self.value is not None

    def amount(self, language: str) -> str:
        """The figure in words; empty when it is unknown."""
        if self.value is None:
            return ""
        value = self.value.value
        return value if isinstance(value, str) else wording.amount_words(value, self.series.unit, language)

    def unknown(self, language: str, translate: Callable[[str], str]) -> str:
        """Why nothing is known, in a language; empty when something is."""
        if self.value is not None:
            return ""
        told = {name: day_words(day, language) for name, day in (("before", self.before), ("after", self.after)) if day}
        if self.before and self.after:
            message = marked("unknown: the figure before ended on %(before)s, the next began on %(after)s")
        elif self.before:
            message = marked("unknown: the last figure ended on %(before)s")
        elif self.after:
            message = marked("unknown: the first figure began on %(after)s")
        else:
            message = marked("unknown: the sheet has no figure")
        return translate(message) % told


def figures_on(sheet: Sheet, on: date) -> tuple[HeldFigure, ...]:
    """Every dated figure of the sheet on the day."""
    resting = tests_on(sheet)
    found = []
    for series in sheet.parameters.values():
        held = next((entry for entry in series.entries if entry[0].holds_on(on)), None)
        ends = [value.last for value in series.values if value.last is not None and value.last < on]
        begins = [value.first for value in series.values if value.first is not None and value.first > on]
        found.append(
            HeldFigure(
                series,
                value=held[0] if held else None,
                standing=held[1] if held else None,
                before=max(ends, default=None),
                after=min(begins, default=None),
                tests=resting.get(series.name, ()),
            )
        )
    return tuple(found)


def undecided(figures: Iterable[HeldFigure]) -> tuple[str, ...]:
    """Ids of the conditions that no answer can decide on the day, because their figure is unknown."""
    return tuple(dict.fromkeys(test for held in figures if not held.is_known for test in held.tests))


def as_data(
    sheet: Sheet, on: date, *, shown: int | None, reached: Reach, language: str, translate: Callable[[str], str]
) -> dict[str, Any]:
    """What held on the day, ready for JSON. `shown`: the number of the version in force here on that day."""
    figures = figures_on(sheet, on)
    return {
        "on": on.isoformat(),
        "sheet": sheet.id,
        "version": sheet.version,
        "confirmed": sheet.is_confirmed,
        "in_force_here_then": shown,
        "effective_from": sheet.effective_from and sheet.effective_from.isoformat(),
        "effective_to": sheet.effective_to and sheet.effective_to.isoformat(),
        "written_for_the_day": {Reach.THE_DAY: True, Reach.NO_BEGINNING: None, Reach.OTHER_DAYS: False}[reached],
        "figures": [
            {
                "name": held.series.name,
                "label": held.series.label.in_language(language)[0],
                "unit": held.series.unit,
                "value": held.value.value if held.value else None,
                "says": held.amount(language) or held.unknown(language, translate),
                "from": held.value.first.isoformat() if held.value and held.value.first else None,
                "to": held.value.last.isoformat() if held.value and held.value.last else None,
                "level": held.standing.level if held.standing else None,
                "conditions": list(held.tests),
            }
            for held in figures
        ],
        "undecided": list(undecided(figures)),
    }
