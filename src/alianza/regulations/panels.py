"""What the law adds to the pages of a country and of a corridor: its routes, how well they are known, how open."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import timezone

from alianza.regulations import archetypes, queries, shown
from alianza.regulations.archetypes import State
from alianza.regulations.pathways import Law, places_of
from alianza.regulations.sheets import Sheet
from alianza.vocabulary.panel import Panel
from alianza.vocabulary.places import UnknownCountry
from alianza.vocabulary.places import country as country_of


def country(code: str) -> Mapping[str, Any] | None:
    """Routes into the country and its gate of departure; None where no sheet is in force of it."""
    place = _alpha2(code)
    law = queries.law_in_force(timezone.localdate())
    into, gates = _routes(law, place), _gates(law, place)
    if place is None or not (into or gates):
        return None
    return {
        "law_code": code,
        "law_place": place,
        "law_routes": [_row(sheet, law.on) for sheet in into],
        "law_gates": [_row(sheet, law.on) for sheet in gates],
        "law_kinds": _kinds(law, into, None),
        "law_confirmed": sum(sheet.is_confirmed for sheet in into),
        "law_seeds": any(not sheet.is_confirmed for sheet in (*into, *gates)),
        "law_day": law.on,
    }


def corridor(origin: str, destination: str) -> Mapping[str, Any] | None:
    """Routes from one country into the other with the gate of departure; None where no sheet is in force of either."""
    here, there = _alpha2(origin), _alpha2(destination)
    if here is None or there is None or here == there:
        return None
    law = queries.law_in_force(timezone.localdate())
    into, gates = _routes(law, there), _gates(law, here)
    if not (into or gates):
        return None
    return {
        "law_origin": here,
        "law_place": there,
        "law_routes": [_row(sheet, law.on) for sheet in into],
        "law_gates": [_row(sheet, law.on) for sheet in gates],
        "law_kinds": _kinds(law, into, here),
        "law_seeds": any(not sheet.is_confirmed for sheet in (*into, *gates)),
        "law_day": law.on,
    }


def _alpha2(code: str) -> str | None:
    try:
        return country_of(code).alpha2
    except UnknownCountry:  # an area that ISO 3166 does not list
        return None


def _routes(law: Law, place: str | None) -> list[Sheet]:
    return [sheet for sheet in law.sheets.values() if sheet.side != "origin" and place in places_of(sheet)]


def _gates(law: Law, place: str | None) -> list[Sheet]:
    return [sheet for sheet in law.sheets.values() if sheet.side == "origin" and sheet.jurisdiction == place]


def _row(sheet: Sheet, today: date) -> dict[str, Any]:
    return {"sheet": sheet, "filled": shown.filled(sheet), "stale": shown.is_stale(sheet.as_of, today)}


def _kinds(law: Law, sheets: list[Sheet], origin: str | None) -> list[dict[str, Any]]:
    """Each archetype and the best standing among the routes today; those of which nothing can be said are left out."""
    found = []
    nationality = origin or archetypes.assumed_origin()
    for kind in archetypes.archetypes():
        cells = [archetypes.judge(law, sheet, kind, origin=nationality) for sheet in sheets]
        held = [cell for cell in cells if cell is not None]
        if held:
            best = min(held, key=lambda cell: _BEST[cell.state])
            found.append({"kind": kind, "year": best, "open": sum(cell.state is State.OPEN for cell in held)})
    return found


_BEST = {State.OPEN: 0, State.GAP: 1, State.NOT_SAID: 2, State.CLOSED: 3}


def panels() -> list[Panel]:
    return [
        Panel("country", "law", 20, "regulations/_country_panel.html", country),
        Panel("corridor", "law", 20, "regulations/_corridor_panel.html", corridor),
    ]
