"""Openness through time as rows, for the page, the file and the interface alike."""

from collections.abc import Iterator
from datetime import date

from django.utils import timezone

from alianza.regulations import archetypes, history, queries
from alianza.regulations.archetypes import Archetype, Cell

HEADINGS = (
    "on", "archetype", "skill", "isco", "origin", "sheet", "jurisdiction", "confirmed", "state", "unmet", "missing",
    "not_said", "written_for_the_day",
)  # fmt: skip


def cells(origin: str, kinds: tuple[Archetype, ...]) -> tuple[tuple[date, ...], list[Cell]]:
    """The days looked at, and every route on each of them, as known now."""
    days = archetypes.days_until(queries.sheets_in_force(), timezone.localdate())
    return days, list(archetypes.through_time(history.law_told_on, days, origin=origin, kinds=kinds))


def rows(found: list[Cell], origin: str) -> Iterator[dict[str, object]]:
    """One route, one archetype, one day a row. A day of which nothing is known has no row: missing is not closed."""
    for cell in found:
        yield {
            "on": cell.on.isoformat(),
            "archetype": cell.archetype.id,
            "skill": cell.archetype.skill,
            "isco": cell.archetype.isco,
            "origin": origin,
            "sheet": cell.sheet.id,
            "jurisdiction": cell.sheet.jurisdiction,
            "confirmed": cell.sheet.is_confirmed,
            "state": str(cell.state),
            "unmet": " ".join(cell.unmet),
            "missing": " ".join(cell.missing),
            "not_said": " ".join(cell.ask),
            "written_for_the_day": cell.written_for_the_day,
        }
