"""The law for programs: sheets, the questions, and every route for one person. Nothing sent is stored."""
# ruff: noqa: ARG001  the API hands each function the request

from datetime import date
from enum import StrEnum
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone, translation
from django.utils.translation import gettext
from ninja import Field, Query, Router, Schema
from ninja.errors import HttpError

from alianza.regulations import (
    archetypes,
    comparison,
    dictionary,
    history,
    point_in_time,
    queries,
    report,
    shown,
    staleness,
    upkeep,
)
from alianza.regulations import openness_told as told
from alianza.regulations.answers import UnfitAnswers, answers_from
from alianza.regulations.marks import Mark
from alianza.regulations.models import SheetVersion
from alianza.regulations.pathways import pathways_for, places_of
from alianza.regulations.sheets import Sheet
from alianza.vocabulary.facts import COUNTRY
from alianza.written import day_of

router = Router()


class Language(StrEnum):
    en = "en"
    es = "es"
    fr = "fr"


class SheetOut(Schema):
    """One sheet in a list. `confirmed` is false while no focal point stands behind it."""

    id: str
    name: str
    name_language: str
    jurisdiction: str
    places: list[str]
    side: str
    skill: str
    stay: str
    sectors: list[str]
    status: str
    confirmed: bool
    version: int
    as_of: int
    effective_from: date | None
    effective_to: date | None
    elements_filled: int
    checked_on: date | None
    stale_points: int
    reports_open: int


class PointOut(Schema):
    """One thing to look at again. `where` is its path in the document; weights order a queue, no more."""

    kind: str
    where: str
    weight: int
    says: str


class CaseOut(Schema):
    """A worked case and what the conditions give for it."""

    name: str
    date: date
    expect: str
    found: str
    passes: bool


class SheetDetail(SheetOut):
    """`document` is the sheet as written, in the form of `alianza sheets check`."""

    document: dict[str, Any]
    cases: list[CaseOut]
    stale: list[PointOut]
    on: dict[str, Any] | None = Field(None, description="What held on the day asked about, if one was.")


class FactOut(Schema):
    """One question that conditions may test."""

    id: str
    ask: str
    kind: str
    scope: str
    unit: str
    steps: list[str]
    sensitive: bool


class PathwaysIn(Schema):
    """`facts` in the form of the facts file: person.* at the top, what belongs to a place under `destinations`."""

    facts: dict[str, Any]
    on: str | None = Field(None, description="The day asked about, such as 2026-04-01; today if left out.")
    lang: Language = Language.en


def _out(sheet: Sheet, language: str, mark: Mark) -> dict[str, Any]:
    name, shown_language = sheet.name.in_language(language)
    return {
        "id": sheet.id,
        "name": name,
        "name_language": shown_language,
        "jurisdiction": sheet.jurisdiction,
        "places": sorted(places_of(sheet)),
        "side": sheet.side,
        "skill": sheet.skill,
        "stay": sheet.stay,
        "sectors": list(sheet.sectors),
        "status": sheet.status,
        "confirmed": sheet.is_confirmed,
        "version": sheet.version,
        "as_of": sheet.as_of,
        "effective_from": sheet.effective_from,
        "effective_to": sheet.effective_to,
        "elements_filled": shown.filled(sheet),
        "checked_on": mark.checked_on,
        "stale_points": mark.points,
        "reports_open": mark.reports.open,
    }


@router.get("sheets", response=list[SheetOut], summary="Sheets in force")
def sheets(
    request: HttpRequest,
    place: Annotated[str, Field(description="Two-letter code of a country, or a region's own.", max_length=20)] = "",
    lang: Language = Language.en,
) -> list[dict[str, Any]]:
    found = queries.sheets_in_force()
    seen = [sheet for sheet in found if not place or place in {sheet.jurisdiction, *places_of(sheet)}]
    marks = upkeep.marks(seen, timezone.localdate())
    return [_out(sheet, lang, marks[sheet.id]) for sheet in seen]


@router.get("sheets/{sheet_id}", response=SheetDetail, summary="One sheet, with its worked cases")
def sheet(
    request: HttpRequest,
    sheet_id: str,
    lang: Language = Language.en,
    on: Annotated[str, Field(description="What held on this day, such as 2024-06-01; today if left out.")] = "",
) -> dict[str, Any]:
    """The sheet in force; with `on` the version that, as known now, tells what held on that day."""
    today = timezone.localdate()
    day = day_of(on) if on else today
    if day is None:
        raise HttpError(422, f"on: {on!r:.40} is not a day that exists; write it as 2024-06-01.")
    held = None
    if on:
        spoken = history.sheet_told_on(sheet_id[:80], day)
        if spoken is None:
            raise HttpError(404, "No version of a sheet of this id tells of that day.")
        versions = SheetVersion.objects.filter(category__name=sheet_id[:80], number=spoken.number)
        version = versions.select_related("category").first()
        with translation.override(lang):
            held = point_in_time.as_data(
                spoken.sheet, day, shown=spoken.shown, reached=spoken.reach, language=lang, translate=gettext
            )
    else:
        version = queries.versions_in_force().filter(category__name=sheet_id[:80]).first()
    if version is None:
        raise HttpError(404, "No sheet of this id is in force.")
    found = queries.sheet_of(version)
    mark = upkeep.marks([found], today)[found.id]
    with translation.override(lang):
        points = [
            {
                "kind": str(each.kind),
                "where": each.where,
                "weight": each.weight,
                "says": staleness.in_words(each, lang, gettext),
            }
            for each in mark.findings
        ]
    cases = [
        {
            "name": each.case.name.in_language(lang)[0],
            "date": each.case.on,
            "expect": each.case.expect,
            "found": each.found,
            "passes": each.passes,
        }
        for each in shown.cases(found, lang)
    ]
    detail = {"document": version.written(), "cases": cases, "stale": points, "on": held}
    return {**_out(found, lang, mark), **detail}


@router.get("facts", response=list[FactOut], summary="The questions that conditions may test")
def facts(request: HttpRequest, lang: Language = Language.en) -> list[dict[str, Any]]:
    return [
        {
            "id": fact.id,
            "ask": fact.ask.in_language(lang)[0],
            "kind": str(fact.kind),
            "scope": str(fact.scope),
            "unit": fact.unit,
            "steps": list(fact.steps),
            "sensitive": fact.sensitive,
        }
        for fact in dictionary.facts().values()
    ]


@router.get("compare", response=list[dict[str, Any]], summary="Sheets compared, element by element")
def compare(
    request: HttpRequest,
    sheet: Annotated[list[str], Query(max_length=60)] = [],  # noqa: B006  ninja copies it
    place: Annotated[list[str], Query(max_length=60)] = [],  # noqa: B006
    element: Annotated[list[str], Query(max_length=12)] = [],  # noqa: B006
    on: str = "",
    lang: Language = Language.en,
) -> list[dict[str, Any]]:
    """Statements, gaps and figures that hold on the day, one a row; a figure nobody knows has no value.

    `sheet` and `place` choose, all sheets if both are left out; `element` chooses of the twelve.
    """
    day = timezone.localdate() if not on else day_of(on)
    if day is None:
        raise HttpError(422, f"on: {on!r:.40} is not a day that exists; write it as 2026-04-01.")
    keys = [name.key for name in dictionary.elements()]
    unknown = [key for key in element if key not in keys]
    if unknown:
        raise HttpError(422, f"element: {unknown[0]!r:.40} is none of {', '.join(keys)}.")
    chosen = [
        each
        for each in queries.sheets_in_force()
        if not (sheet or place) or each.id in sheet or {each.jurisdiction, *places_of(each)} & set(place)
    ]
    return list(comparison.rows(chosen, element or keys, day, lang))


@router.get("openness", response=list[dict[str, Any]], summary="Openness of routes to kinds of workers through time")
def openness(
    request: HttpRequest,
    origin: Annotated[str, Query(max_length=2, description="Nationality, two letters; PH if left out.")] = "",
) -> list[dict[str, Any]]:
    """One route, kind of worker and first of January a row: open, closed, gap (no figure for the day), not_said.

    A day of which no sheet tells has no row: missing is neither open nor closed.
    """
    chosen = origin or archetypes.assumed_origin()
    if chosen not in dictionary.domains()[COUNTRY]:
        raise HttpError(422, f"origin: {origin!r:.40} is no country's two-letter code in capitals, such as PH.")
    _, found = told.cells(chosen, archetypes.archetypes())
    return list(told.rows(found, chosen))


@router.post("pathways", response=dict[str, Any], summary="Every route for one person")
def pathways(request: HttpRequest, asked: PathwaysIn) -> dict[str, Any]:
    """The report of `alianza pathways --json`. Nothing that is sent is stored."""
    on = timezone.localdate() if asked.on is None else day_of(asked.on)
    if on is None:
        raise HttpError(422, f"on: {asked.on!r:.40} is not a day that exists; write it as 2026-04-01.")
    law = history.law_told_on(on)
    try:
        answers = answers_from(asked.facts, where="facts", places={sheet.jurisdiction for sheet in law.sheets.values()})
    except UnfitAnswers as unfit:
        raise HttpError(422, " ".join(unfit.sentences[:20])) from None
    told_of = report.as_data(pathways_for(answers, law), on=on, language=asked.lang)
    marks = upkeep.marks(law.sheets.values(), timezone.localdate())
    for each in told_of["sheets"]:
        mark = marks[each["id"]]
        each["checked_on"] = mark.checked_on.isoformat() if mark.checked_on else None
        each["stale_points"], each["reports_open"] = mark.points, mark.reports.open
    return told_of
