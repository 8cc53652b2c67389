from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_GET

from alianza.regulations import history, point_in_time, policy, queries, report, shown, upkeep
from alianza.regulations.costs import charges
from alianza.regulations.dictionary import levels, text_of, word
from alianza.regulations.models import ANSWER_DAYS, SheetVersion, Status
from alianza.regulations.pathways import places_of
from alianza.regulations.sheets import Sheet
from alianza.regulations.templatetags.law import place
from alianza.regulations.wording import place_words
from alianza.texts import page_language
from alianza.vocabulary._folding import alphabetical
from alianza.vocabulary.criterion import walk
from alianza.written import as_yaml, day_of


def row(sheet: Sheet) -> dict[str, Any]:
    """A sheet as one line of the list."""
    return {
        "sheet": sheet,
        "filled": shown.filled(sheet),
        "stale": shown.is_stale(sheet.as_of, timezone.localdate()),
    }


@require_GET
def sheet_list(request: HttpRequest) -> HttpResponse:
    """Every route with a sheet in force, by destination."""
    sheets = queries.sheets_in_force()
    wanted = request.GET.get("place", "")
    known = {code for sheet in sheets for code in (sheet.jurisdiction, *places_of(sheet))}
    seen = [sheet for sheet in sheets if wanted not in known or wanted in {sheet.jurisdiction, *places_of(sheet)}]
    choices = sorted(((code, place(code)) for code in known), key=lambda pair: alphabetical(pair[1]))
    groups: dict[str, list[dict[str, Any]]] = {}
    for sheet in sorted(
        seen, key=lambda sheet: (sheet.side != "destination", alphabetical(place(sheet.jurisdiction)), sheet.id)
    ):
        groups.setdefault(sheet.jurisdiction, []).append(row(sheet))
    context = {
        "groups": groups.items(),
        "total": len(seen),
        "choices": choices,
        "wanted": wanted if wanted in known else "",
        "seeds": any(not sheet.is_confirmed for sheet in sheets),
        "keeps": policy.keeps_sheets(request.user),
    }
    return render(request, "regulations/sheet_list.html", context)


def sheet_context(sheet: Sheet, on: date | None = None) -> dict[str, Any]:
    """What the page of a sheet shows, of a version in force or of a draft; figures are those of the day."""
    today, lang = on or timezone.localdate(), page_language()
    return {
        "sheet": sheet,
        "filled": shown.filled(sheet),
        "elements": shown.elements(sheet, lang),
        "parameters": shown.parameters(sheet, lang, today),
        "conditions": shown.conditions(sheet, lang, today),
        "cases": shown.cases(sheet, lang),
        "levels": [(level, number, levels()[level]) for level, number in sorted(shown.levels_of(sheet).items())],
        "sources": shown.source_rows(sheet),
        "places": sorted((place_words(code, lang) for code in places_of(sheet)), key=alphabetical),
        "sectors": [word("sectors", sector) for sector in sheet.sectors],
        "today": today,
        "stale": shown.is_stale(sheet.as_of, today),
        "years_old": today.year - sheet.as_of,
        "unreviewed": lang != "en",
        "unconfirmed": not sheet.is_confirmed,
        "charges": [report.charge_data(charge, lang) for charge in charges(sheet, today)],
    }


@require_GET
def sheet_show(request: HttpRequest, sheet: str) -> HttpResponse:
    """One sheet: the twelve elements in order, with the conditions, the figures, the cases and where all is from.

    `?on=2024-06-01` shows what held on that day, as known today, and what was in force here then.
    """
    given = request.GET.get("on", "").strip()[:20]
    day = day_of(given)
    told = history.sheet_told_on(sheet, day) if day is not None else None
    found = told.sheet if told is not None else queries.sheet_in_force(sheet)
    if found is None or (day is not None and told is None):
        raise Http404
    versions = (
        policy.visible_to(request.user)
        .filter(category__name=sheet)
        .exclude(status__in=(Status.DRAFT, Status.SUBMITTED, Status.IN_REVIEW))
        .select_related("category")
    )
    context = {
        **sheet_context(found, day),
        "history": versions,
        "keeps": policy.keeps_sheets(request.user),
        "given_on": given,
        "wrong_day": bool(given) and day is None,
        "reportable": True,
        "answer_days": ANSWER_DAYS,
    }
    if told is not None:
        context |= _told_context(told)
    else:
        context["mark"] = upkeep.marks([found], timezone.localdate())[found.id]
    return render(request, "regulations/sheet_show.html", context, status=400 if context["wrong_day"] else 200)


def _told_context(told: history.Told) -> dict[str, Any]:
    lang = page_language()
    figures = point_in_time.figures_on(told.sheet, told.on)
    undecided = point_in_time.undecided(figures)
    tree = told.sheet.tree
    labels = {node.id: node.label for node in walk(tree) if node.label} if tree is not None else {}
    return {
        "told": told,
        "held": [
            {
                "label": held.series.label,
                "known": held.is_known,
                "says": held.amount(lang) or held.unknown(lang, gettext),
            }
            for held in figures
        ],
        "undecided": [text_of(labels[name]) if name in labels else word("point_items", name) for name in undecided],
    }


@require_GET
def sheet_file(_request: HttpRequest, sheet: str) -> HttpResponse:
    """The sheet in force as YAML, to read by machine or to start a new version from."""
    version: SheetVersion | None = queries.versions_in_force().filter(category__name=sheet).first()
    if version is None:
        raise Http404
    written = as_yaml(version.written())
    response = HttpResponse(written, content_type="application/yaml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{version.category.name}.yaml"'
    return response
