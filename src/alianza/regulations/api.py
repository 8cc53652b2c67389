"""The law for programs: sheets, the questions, and every route for one person. Nothing sent is stored."""
# ruff: noqa: ARG001  the API hands each function the request

from datetime import date
from enum import StrEnum
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Router, Schema
from ninja.errors import HttpError

from alianza.regulations import dictionary, queries, report, shown
from alianza.regulations.answers import UnfitAnswers, answers_from
from alianza.regulations.pathways import pathways_for, places_of
from alianza.regulations.sheets import Sheet
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


def _out(sheet: Sheet, language: str) -> dict[str, Any]:
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
    }


@router.get("sheets", response=list[SheetOut], summary="Sheets in force")
def sheets(
    request: HttpRequest,
    place: Annotated[str, Field(description="Two-letter code of a country, or a region's own.", max_length=20)] = "",
    lang: Language = Language.en,
) -> list[dict[str, Any]]:
    found = queries.sheets_in_force()
    return [_out(sheet, lang) for sheet in found if not place or place in {sheet.jurisdiction, *places_of(sheet)}]


@router.get("sheets/{sheet_id}", response=SheetDetail, summary="One sheet, with its worked cases")
def sheet(request: HttpRequest, sheet_id: str, lang: Language = Language.en) -> dict[str, Any]:
    version = queries.versions_in_force().filter(category__name=sheet_id[:80]).first()
    if version is None:
        raise HttpError(404, "No sheet of this id is in force.")
    found = queries.sheet_of(version)
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
    return {**_out(found, lang), "document": version.written(), "cases": cases}


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


@router.post("pathways", response=dict[str, Any], summary="Every route for one person")
def pathways(request: HttpRequest, asked: PathwaysIn) -> dict[str, Any]:
    """The report of `alianza pathways --json`. Nothing that is sent is stored."""
    on = timezone.localdate() if asked.on is None else day_of(asked.on)
    if on is None:
        raise HttpError(422, f"on: {asked.on!r:.40} is not a day that exists; write it as 2026-04-01.")
    law = queries.law_in_force(on)
    try:
        answers = answers_from(asked.facts, where="facts", places={sheet.jurisdiction for sheet in law.sheets.values()})
    except UnfitAnswers as unfit:
        raise HttpError(422, " ".join(unfit.sentences[:20])) from None
    return report.as_data(pathways_for(answers, law), on=on, language=asked.lang)
