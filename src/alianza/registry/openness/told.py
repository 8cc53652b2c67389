"""What is told of a count: as data for programs, and with small numbers kept back.

Where the people are those of the registry, a number of one to four people is not told, nor one from which it could be
worked out: of the three verdicts the next smallest is kept back too, until those kept back are five people or more
together. Zero is told: it says nothing about anybody in particular.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from alianza.engines.eligibility import Eligibility
from alianza.registry.openness.counted import Obstacle, Openness
from alianza.registry.openness.routes import Route
from alianza.regulations import dictionary
from alianza.regulations.report import WHO
from alianza.vocabulary.criterion import Fix
from alianza.vocabulary.text import Text

LEAST = 5
"""The smallest number of people that is told."""


@dataclass(frozen=True, slots=True)
class Told:
    """A count as it may be shown. `None` is a number that is kept back; `share` is of all people, in percent."""

    people: int | None
    verdicts: Mapping[Eligibility, int | None]
    obstacles: tuple[tuple[Obstacle, int | None, int | None, int | None], ...]
    """Each condition with those who fail it, those of whom it is unknown, and those for whom it is nearest."""
    most_common: Obstacle | None

    def share(self, verdict: Eligibility) -> float | None:
        number = self.verdicts[verdict]
        return None if number is None or not self.people else 100 * number / self.people

    @property
    def kept_back(self) -> bool:
        """Whether some number is not told."""
        numbers = [self.people, *self.verdicts.values(), *(n for _, *each in self.obstacles for n in each)]
        return any(number is None for number in numbers)


def tell(openness: Openness, *, small_numbers: bool) -> Told:
    """The count as it may be shown; with `small_numbers` everything is told (a file is its owner's)."""
    verdicts = openness.verdicts()
    if small_numbers:
        return Told(
            openness.people,
            dict(verdicts),
            tuple((each, each.unmet, each.unknown, each.nearest) for each in openness.obstacles),
            openness.most_common,
        )
    if 0 < openness.people < LEAST:
        return Told(None, dict.fromkeys(verdicts), (), None)
    hidden = kept_back(verdicts)
    everybody = openness.people
    obstacles = tuple(
        (each, _told(each.unmet, everybody), _told(each.unknown, everybody), _told(each.nearest, everybody))
        for each in openness.obstacles
    )
    common = openness.most_common
    closed_is_told = Eligibility.NOT_ELIGIBLE not in hidden
    return Told(
        openness.people,
        {each: None if each in hidden else number for each, number in verdicts.items()},
        obstacles,
        common if common is not None and closed_is_told and common.nearest >= LEAST else None,
    )


def kept_back(numbers: Mapping[Any, int]) -> frozenset[Any]:
    """Which parts of a known sum are kept back: those of one to four, and the next smallest until they are five.

    >>> sorted(kept_back({"a": 3, "b": 90, "c": 7}))
    ['a', 'c']
    >>> sorted(kept_back({"a": 0, "b": 90, "c": 7}))
    []
    """
    hidden = {each for each, number in numbers.items() if 0 < number < LEAST}
    left = sorted((number, str(each), each) for each, number in numbers.items() if number >= LEAST)
    while hidden and left and (len(hidden) == 1 or sum(numbers[each] for each in hidden) < LEAST):
        hidden.add(left.pop(0)[2])
    return frozenset(hidden)


def _told(number: int, people: int) -> int | None:
    """A number of some people among all; kept back too where the others would be too few."""
    return None if 0 < number < LEAST or 0 < people - number < LEAST else number


def route_data(route: Route, *, small_numbers: bool, language: str = "en") -> dict[str, Any]:
    """One route, ready for JSON; a number kept back is null."""
    sheet, told = route.sheet, tell(route.openness, small_numbers=small_numbers)
    return {
        "id": sheet.id,
        "name": _shown(sheet.name, language),
        "jurisdiction": sheet.jurisdiction,
        "side": sheet.side,
        "version": sheet.version,
        "status": sheet.status,
        "confirmed": sheet.is_confirmed,
        "as_of": sheet.as_of,
        "people": told.people,
        **{str(verdict): number for verdict, number in told.verdicts.items()},
        "most_common_obstacle": told.most_common.id if told.most_common else None,
        "obstacles": [
            {
                "id": each.id,
                "label": _shown(dictionary.text_of(each.label), language),
                "fix": str(each.fix or Fix.IMMUTABLE),
                "who": WHO[each.fix or Fix.IMMUTABLE],
                "unmet": unmet,
                "unknown": unknown,
                "nearest": nearest,
            }
            | ({} if each.short is None else {"mean_points_short": round(each.short, 2)} if unmet is not None else {})
            for each, unmet, unknown, nearest in told.obstacles
        ],
        "missing_parameters": list(route.openness.missing_parameters),
        "assumed_parameters": list(route.assumed),
        "kept_back": told.kept_back,
    }


def most_open_first(routes: Iterable[Route]) -> list[Route]:
    """Routes to work before gates of departure, those open to the most people first."""
    return sorted(routes, key=lambda each: (each.sheet.side == "origin", -each.openness.eligible, each.sheet.id))


def _shown(text: Text, language: str) -> str:
    return text.in_language(language)[0]
