from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from alianza import charts
from alianza.atlas import corridor_charts, corridor_wording, panels_of
from alianza.atlas.corridor_figures import Corridor
from alianza.atlas.corridor_names import place
from alianza.atlas.corridor_work import work
from alianza.atlas.views.countries import asked
from alianza.observatory.provenance import recorded
from alianza.observatory.queries import one_catalogue

FORMS = {"csv": "text/csv; charset=utf-8", "svg": "image/svg+xml", "png": "image/png"}


def _asked(origin: str, destination: str) -> tuple[str, str]:
    """The codes as they are written. Raises Http404 for an unknown one, and for one country twice."""
    start, end = asked(origin), asked(destination)
    if start == end:
        raise Http404
    return start, end


@require_GET
def corridor_show(request: HttpRequest, origin: str, destination: str) -> HttpResponse:
    """Everything held of a corridor: who moved, what is sent, how far apart the two are, and the lawful routes."""
    start, end = _asked(origin, destination)
    if (start, end) != (origin, destination):
        return redirect("atlas:corridor-show", origin=start, destination=end)
    with one_catalogue():
        return render(request, "atlas/corridor_show.html", _context(request, Corridor(start, end)))


def _context(request: HttpRequest, found: Corridor) -> dict[str, Any]:
    start, end = found.origin, found.destination
    here = work(start, end)
    return {
        "origin": place(start),
        "destination": place(end),
        "found": found,
        "lead": corridor_wording.lead(found),
        "stock_sentence": corridor_wording.stock_sentence(found.stock, start, end),
        "back_sentence": corridor_wording.back_sentence(found.stock, start, end),
        "older_sentence": corridor_wording.older_sentence(found.stock),
        "flow_sentence": corridor_wording.flow_sentence(found.flows, start, end),
        "wages_sentence": corridor_wording.gap_sentence(found.wages, start, end, "wages"),
        "income_sentence": corridor_wording.gap_sentence(found.income, start, end, "income"),
        "entrance_sentence": corridor_wording.entrance_sentence(found.entrance, start, end),
        "ties": corridor_wording.tie_words(found),
        "work": here,
        "work_sentence": corridor_wording.work_sentence(here, start, end),
        "placed_sentence": corridor_wording.placed_sentence(here),
        "interval_sentence": corridor_wording.interval_sentence(found.estimates) if found.estimates else "",
        "methods_record": recorded(found.estimates.entry) if found.estimates else None,
        "charts": {key: chart for key, make in corridor_charts.MAKERS.items() if (chart := make(found)) is not None},
        "panels": list(panels_of.shown("corridor", start, end, request=request)),
    }


@require_GET
def corridor_chart(request: HttpRequest, origin: str, destination: str, key: str, form: str) -> HttpResponse:
    """A chart of a corridor's page as a file: its table, its drawing, or its picture."""
    start, end = _asked(origin, destination)
    if key not in corridor_charts.MAKERS or form not in FORMS:
        raise Http404
    with one_catalogue():
        chart = corridor_charts.MAKERS[key](Corridor(start, end))
    if chart is None:
        raise Http404
    lang = request.LANGUAGE_CODE.partition("-")[0]
    content: str | bytes
    if form == "csv":
        content = charts.csv(chart)
    elif form == "svg":
        content = charts.svg(chart, look="print", lang=lang)
    else:
        content = charts.png(chart, lang)
    response = HttpResponse(content, content_type=FORMS[form])
    response["Content-Disposition"] = f'attachment; filename="{start}-{end}-{key}.{form}"'
    return response
