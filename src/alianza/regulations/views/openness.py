"""How open countries are to kinds of workers, year by year: archetypes against the law of each first of January."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from alianza.instruments.sheets import CSV, csv
from alianza.regulations import archetypes, dictionary, wording
from alianza.regulations import openness_told as told
from alianza.regulations.archetypes import Archetype, Cell, CountryYear
from alianza.regulations.templatetags.law import place
from alianza.texts import page_language
from alianza.vocabulary._folding import alphabetical
from alianza.vocabulary.criterion import walk
from alianza.vocabulary.places import countries


def asked(place_of_origin: str, kind: str) -> tuple[str, Archetype]:
    """The origin and the archetype asked about; what is not known falls back to the assumed one and the first."""
    known = {country.alpha2 for country in countries()}
    origin = place_of_origin if place_of_origin in known else archetypes.assumed_origin()
    kinds = archetypes.archetypes()
    return origin, next((each for each in kinds if each.id == kind), kinds[0])


@require_GET
def openness(request: HttpRequest) -> HttpResponse:
    """One kind of worker: each country in each year, then each route with what stands in the way now."""
    origin, kind = asked(request.GET.get("origin", ""), request.GET.get("kind", ""))
    days, found = told.cells(origin, (kind,))
    held = archetypes.by_country(found)
    places = sorted({code for code, _, _ in held}, key=lambda code: alphabetical(place(code)))
    table = [(code, [held.get((code, kind.id, day)) for day in days]) for code in places if code != origin]
    lang = page_language()
    last = [cell for cell in found if days and cell.on == days[-1]]
    context = {
        "origin": origin,
        "kind": kind,
        "kinds": archetypes.archetypes(),
        "origins": sorted(
            ((country.alpha2, str(country.name(page_language()))) for country in countries()),
            key=lambda pair: alphabetical(pair[1]),
        ),
        "days": days,
        "table": table,
        "open_now": _open(table),
        "routes": [_route(cell) for cell in last],
        "assumed": [
            (wording.fact_label(fact), wording.answer_words(dictionary.facts()[fact], answer, lang))
            for fact, answer in sorted(kind.at("", origin).items())
        ],
        "pay": [(code, amount) for code, amount in sorted(kind.pay.items())],
        "seeds": any(not cell.sheet.is_confirmed for cell in last),
        "unreviewed": lang != "en",
        "query": request.GET.urlencode(),
    }
    return render(request, "regulations/openness.html", context)


def _open(table: list[tuple[str, list[CountryYear | None]]]) -> int:
    return sum(1 for _, years in table if years and years[-1] is not None and years[-1].state == "open")


def _route(cell: Cell) -> dict[str, Any]:
    tree = cell.sheet.tree
    names = {node.id: node.label for node in walk(tree)} if tree is not None else {}
    return {
        "cell": cell,
        "unmet": [dictionary.text_of(names.get(each) or each) for each in cell.unmet],
        "missing": [cell.sheet.parameters[name].label for name in cell.missing],
        "ask": [dictionary.facts()[fact].ask for fact in cell.ask],
    }


@require_GET
def openness_file(request: HttpRequest) -> HttpResponse:
    """Every archetype, route and day of one origin, as a table that a spreadsheet opens safely."""
    origin, _ = asked(request.GET.get("origin", ""), "")
    _, found = told.cells(origin, archetypes.archetypes())
    table = ([row[name] for name in told.HEADINGS] for row in told.rows(found, origin))
    response = HttpResponse(csv(told.HEADINGS, table), content_type=CSV)
    response["Content-Disposition"] = f'attachment; filename="openness-{origin}.csv"'
    return response
