"""The page of a country, its charts and indicators as files, and the list of countries."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from alianza import charts
from alianza.atlas import country, country_charts, country_shown, panels_of, policy
from alianza.atlas.corridor_names import codes, language, place
from alianza.atlas.models import Paper
from alianza.observatory.figures import Figure
from alianza.observatory.queries import one_catalogue
from alianza.vocabulary._folding import fold
from alianza.vocabulary.places import UnknownCountry, country_by_alpha2

FORMS = {"csv": "text/csv; charset=utf-8", "svg": "image/svg+xml", "png": "image/png"}


def asked(code: str) -> str:
    """The alpha-3 code of what was asked for. Raises Http404 for what no list knows."""
    found = code.upper()
    if len(found) == 2:
        try:
            return country_by_alpha2(found).alpha3
        except UnknownCountry:
            raise Http404 from None
    if found not in codes():
        raise Http404
    return found


@require_GET
def country_show(request: HttpRequest, code: str) -> HttpResponse:
    """What is held of a country: people, moves, money, work to come, law, displacement, routes, posts, indicators."""
    here = asked(code)
    if here != code:
        return redirect("atlas:country-show", code=here, permanent=True)
    with one_catalogue():
        found = country.profile(here, year=timezone.localdate().year)
        context = {
            **country_shown.context(found),
            "charts": country_charts.made(found.statistics),
            "papers": Paper.objects.filter(country=here).select_related("file"),
            "may_add": policy.may_add_papers(request.user, here),
        }
        panels = {each.key: each for each in panels_of.shown("country", here, request=request)}
        context |= {"money": panels.pop("remittances", None), "panels": list(panels.values())}
        return render(request, "atlas/country_show.html", context)


@require_GET
def country_chart(_request: HttpRequest, code: str, key: str, form: str) -> HttpResponse:
    """A chart of a country's page as a file: its table, its drawing, or its picture."""
    here = asked(code)
    make = country_charts.MAKERS.get(key)
    if make is None or form not in FORMS:
        raise Http404
    with one_catalogue():
        chart = make(country.profile(here, year=timezone.localdate().year).statistics)
    if chart is None:
        raise Http404
    content: str | bytes
    if form == "csv":
        content = charts.csv(chart)
    elif form == "svg":
        content = charts.svg(chart, look="file", lang=language())
    else:
        content = charts.png(chart, language())
    return _file(content, FORMS[form], f"{here}-{key}.{form}")


def _file(content: str | bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _record(held: Figure) -> str:
    """The record of what is computed here, as JSON; empty for what was published elsewhere."""
    made = held.note.provenance
    return json.dumps(made.as_data(), ensure_ascii=False, sort_keys=True) if made else ""


def _indicator_rows(found: country.CountryProfile) -> Iterator[list[Any]]:
    yield [
        "country",
        "indicator",
        "name",
        "part",
        "value",
        "status",
        "unit",
        "year",
        "kind",
        "source",
        "series",
        "vintage",
        "record",
        "could_supply",
    ]
    for line in found.lines:
        name = line.indicator.name.in_language(language())[0]
        bodies = "; ".join(each.in_language(language())[0] for each in line.indicator.bodies)
        if not line.readings:
            yield [found.code, line.indicator.code, name, "", "", "", "", "", "gap", "", "", "", "", bodies]
        for each in line.readings:
            held = each.figure
            value = "" if held.value is None else f"{held.value:.10g}"
            yield [
                found.code, line.indicator.code, name, each.part, value, each.status, held.unit, held.year, held.kind,
                held.note.source, held.note.series, held.vintage, _record(held), bodies,
            ]  # fmt: skip


@require_GET
def country_indicators(_request: HttpRequest, code: str) -> HttpResponse:
    """The core list as a table: values, sources and gaps."""
    here = asked(code)
    with one_catalogue():
        found = country.profile(here, year=timezone.localdate().year)
    written = io.StringIO()
    csv.writer(written, lineterminator="\r\n").writerows(_indicator_rows(found))
    return _file(written.getvalue(), FORMS["csv"], f"{here}-indicators.csv")


@dataclass(frozen=True, slots=True)
class Letter:
    letter: str
    places: tuple[Any, ...]


@require_GET
def country_list(request: HttpRequest) -> HttpResponse:
    """Every country and area that has a page, by letter."""
    known = sorted((place(code) for code in codes()), key=lambda each: fold(each.name))
    letters: dict[str, list[Any]] = {}
    for each in known:
        letters.setdefault(fold(each.name)[:1].upper() or "#", []).append(each)
    shown = [Letter(letter, tuple(places)) for letter, places in sorted(letters.items())]
    return render(request, "atlas/country_list.html", {"letters": shown, "count": len(known)})
