"""The rows counted: how many people a route is open to, and what stands in the way of the others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from alianza.engines.eligibility import Eligibility
from alianza.registry.openness.judged import Condition, Judged
from alianza.vocabulary.criterion import Fix

if TYPE_CHECKING:
    from ibis.backends.sql import SQLBackend
    from ibis.expr.types import Table


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One condition of a route over all people.

    `unmet` fail it, whatever their verdict; for `unknown` it is not known; `nearest` are those to whom the route is
    closed and on whose way of least burden it lies. `short` is the mean of the points missing among those who fail a
    points system, else `None`.
    """

    id: str
    label: str
    fix: Fix | None
    unmet: int
    unknown: int
    nearest: int
    short: float | None = None


@dataclass(frozen=True, slots=True)
class Openness:
    """How open one route is for a number of people. `obstacles` holds every condition, in the order written."""

    people: int
    eligible: int
    not_eligible: int
    undetermined: int
    obstacles: tuple[Obstacle, ...]
    missing_parameters: tuple[str, ...] = ()

    @property
    def most_common(self) -> Obstacle | None:
        """The condition that is nearest for the most people to whom the route is closed; the first among equals."""
        found = max(self.obstacles, key=lambda each: each.nearest, default=None)
        return found if found is not None and found.nearest else None

    def verdicts(self) -> dict[Eligibility, int]:
        return {
            Eligibility.ELIGIBLE: self.eligible,
            Eligibility.NOT_ELIGIBLE: self.not_eligible,
            Eligibility.UNDETERMINED: self.undetermined,
        }


def counting(judged: Judged) -> Table:
    """One row: people by verdict; for each condition how many fail it, are unknown, and have it in the nearest miss."""
    import ibis

    rows = judged.rows
    verdict = rows.verdict
    numbers: dict[str, Any] = {
        "people": rows.count(),
        "eligible": verdict.fill_null(False).cast("int64").sum(),
        "not_eligible": (~verdict).fill_null(False).cast("int64").sum(),
    }
    for each in judged.conditions:
        value, nearest = rows[each.value], rows[each.nearest]
        numbers[f"unmet{each.index}"] = (~value).fill_null(False).cast("int64").sum()
        numbers[f"unknown{each.index}"] = value.isnull().cast("int64").sum()
        numbers[f"nearest{each.index}"] = nearest.cast("int64").sum()
        if each.is_points:
            numbers[f"short{each.index}"] = ibis.ifelse(value.fill_null(True), 0, rows[each.short]).sum()
    return rows.aggregate(**numbers)


def count(judged: Judged, *, connection: SQLBackend | None = None) -> Openness:
    """Run it, and count. Without a connection the one that holds the table is used."""
    expression = counting(judged)
    table = connection.to_pyarrow(expression) if connection is not None else expression.to_pyarrow()
    found = {name: int(value or 0) for name, value in table.to_pylist()[0].items()}
    people, eligible, closed = found["people"], found["eligible"], found["not_eligible"]
    return Openness(
        people,
        eligible,
        closed,
        people - eligible - closed,
        tuple(_obstacle(each, found) for each in judged.conditions),
        judged.bound.missing_parameters,
    )


def _obstacle(each: Condition, found: dict[str, int]) -> Obstacle:
    unmet = found[f"unmet{each.index}"]
    short = found[f"short{each.index}"] / unmet if each.is_points and unmet else None
    return Obstacle(
        each.id, each.label, each.fix, unmet, found[f"unknown{each.index}"], found[f"nearest{each.index}"], short
    )
