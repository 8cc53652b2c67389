"""The law compared: sheets side by side by element, and how open countries are to kinds of workers, year by year."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from alianza.instruments.sheets import CSV, csv
from alianza.regulations import comparison, dictionary, queries, wording
from alianza.regulations.comparison import MOST, Figured
from alianza.regulations.pathways import places_of
from alianza.regulations.sheets import Sheet
from alianza.regulations.templatetags.law import place
from alianza.texts import page_language
from alianza.vocabulary._folding import alphabetical
from alianza.vocabulary.refusal import Refusal, marked
from alianza.written import day_of

FIRST_SHOWN = ("time_and_fees", "duration_conditions")


class NoSuchDay(Refusal):
    code = "regulations.comparison.day"
    message = marked("%(day)s is not a day that exists; write it as 2026-04-01.")


def asked_day(request: HttpRequest) -> date:
    """The day asked about, else today. Raises `NoSuchDay`."""
    written = request.GET.get("on", "").strip()
    if not written:
        return timezone.localdate()
    day = day_of(written[:40])
    if day is None:
        raise NoSuchDay(day=written[:40])
    return day


def _chosen(request: HttpRequest, sheets: tuple[Sheet, ...]) -> tuple[list[Sheet], list[str]]:
    """The sheets (named, or of the countries chosen) and elements; of too many sheets the first ones."""
    names, places = set(request.GET.getlist("sheet")), set(request.GET.getlist("place"))
    chosen = [sheet for sheet in sheets if sheet.id in names or places & {sheet.jurisdiction, *places_of(sheet)}]
    known = [name.key for name in dictionary.elements()]
    elements = [key for key in known if key in set(request.GET.getlist("element"))]
    return chosen, elements or list(FIRST_SHOWN)


@require_GET
def compare(request: HttpRequest) -> HttpResponse:
    """Chosen elements of chosen sheets side by side on a day."""
    sheets = queries.sheets_in_force()
    day, (chosen, elements) = asked_day(request), _chosen(request, sheets)
    shown = chosen[:MOST]
    lang = page_language()
    context = {
        "day": day,
        "choices": sorted(sheets, key=lambda sheet: (alphabetical(place(sheet.jurisdiction)), sheet.id)),
        "places": sorted(
            {(sheet.jurisdiction, place(sheet.jurisdiction)) for sheet in sheets},
            key=lambda pair: alphabetical(pair[1]),
        ),
        "wanted_places": set(request.GET.getlist("place")),
        "elements": dictionary.elements(),
        "wanted": elements,
        "chosen": shown,
        "left_out": len(chosen) - len(shown),
        "most": MOST,
        "rows": comparison.side_by_side(shown, elements, day),
        "figures": [_figure(each, lang) for sheet in shown for each in comparison.figures(sheet, elements, day)],
        "seeds": any(not sheet.is_confirmed for sheet in shown),
        "unreviewed": lang != "en",
        "today": timezone.localdate(),
        "query": request.GET.urlencode(),
    }
    return render(request, "regulations/compare.html", context)


def _figure(each: Figured, lang: str) -> dict[str, Any]:
    value = each.value
    if value is None:
        amount = ""
    elif isinstance(value, str):
        amount = value
    else:
        amount = wording.number_words(value, lang)
    return {
        "figure": each,
        "amount": amount,
        "unit": wording.unit_words(each.unit, lang),
        "per": wording.say("per", each.per, lang) if each.per else "",
        "payer": wording.say("who_pays", each.payer, lang) if each.payer else "",
    }


@require_GET
def compare_file(request: HttpRequest) -> HttpResponse:
    """The same as a table that a spreadsheet opens safely; no limit on sheets."""
    day, (chosen, elements) = asked_day(request), _chosen(request, queries.sheets_in_force())
    rows = (
        [row[name] for name in comparison.HEADINGS] for row in comparison.rows(chosen, elements, day, page_language())
    )
    response = HttpResponse(csv(comparison.HEADINGS, rows), content_type=CSV)
    response["Content-Disposition"] = f'attachment; filename="{_("comparison")}-{day}.csv"'
    return response
