"""Several routes for the same people: each sheet's conditions with an offer that is given, or the reference offer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from alianza.registry.openness.counted import Openness, count
from alianza.registry.openness.judged import Judged, judge
from alianza.registry.openness.people import People
from alianza.regulations import dictionary
from alianza.regulations.openness import REFERENCE_OFFER, assumed_figures, sectors_of, with_reference_offer
from alianza.regulations.pathways import Answers
from alianza.regulations.sheets import Sheet
from alianza.vocabulary.criterion import value_on

if TYPE_CHECKING:
    from ibis.expr.types import Table

NATIONALITIES = "person.nationalities"


@dataclass(frozen=True, slots=True)
class Route:
    """One route counted. `assumed` names dated figures without a value on the day that the reference offer is assumed
    to reach: with a real offer the answer would be undetermined there.
    """

    sheet: Sheet
    on: date
    openness: Openness
    assumed: tuple[str, ...] = ()


def judge_route(
    sheet: Sheet, people: People, table: Table, *, on: date, offer: Answers | None = None, occupation: str = ""
) -> Judged:
    """The sheet's conditions over the table, which holds the answers of `people`.

    Without an offer the reference offer is assumed, in the line of work of the occupation where one is asked about; of
    an offer that is given, what it does not say is unknown. The
    sheet of a country of origin concerns its own nationals, and those whose nationality is not known.
    """
    if sheet.tree is None:
        raise ValueError(f"{sheet.id} is a regional frame without conditions.")
    columns = people.columns_at(sheet.jurisdiction)
    if sheet.side == "origin" and NATIONALITIES in columns:
        nationalities: Any = table[columns[NATIONALITIES]]
        table = table.filter(nationalities.isnull() | nationalities.contains(sheet.jurisdiction))
    return judge(
        with_reference_offer(sheet.tree, sectors=sectors_of(occupation)) if offer is None else sheet.tree,
        table,
        on=on,
        parameters=sheet.series(),
        groups=dictionary.groups(),
        columns=columns,
        literals=REFERENCE_OFFER if offer is None else offer.at(sheet.jurisdiction),
    )


def count_routes(
    sheets: Iterable[Sheet],
    people: People,
    table: Table,
    *,
    on: date,
    offer: Answers | None = None,
    occupation: str = "",
    connection: Any = None,
) -> Iterator[Route]:
    """Every route that has conditions, counted one after the other."""
    for sheet in sheets:
        if sheet.tree is None:
            continue
        judged = judge_route(sheet, people, table, on=on, offer=offer, occupation=occupation)
        yield Route(sheet, on, count(judged, connection=connection), assumed_on(sheet, on) if offer is None else ())


def assumed_on(sheet: Sheet, on: date) -> tuple[str, ...]:
    """The dated figures without a value on the day that the reference offer is assumed to reach."""
    figures = () if sheet.tree is None else assumed_figures(sheet.tree)
    return tuple(name for name in figures if value_on(sheet.series()[name], on) is None)
