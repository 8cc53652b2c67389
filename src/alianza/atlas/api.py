"""The atlas for programs: what is held of a corridor, both ways, with where each number is from."""
# ruff: noqa: ARG001  the API hands each function the request

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema
from ninja.errors import HttpError

from alianza.atlas import finding
from alianza.atlas.corridor_figures import Corridor, Gap, Ways
from alianza.atlas.corridor_names import codes
from alianza.observatory.packaged import Entry
from alianza.observatory.queries import one_catalogue

router = Router()


class SourceOut(Schema):
    series: str
    source: str
    unit: str
    kind: str
    licence: str


class WaysOut(Schema):
    """Year, or first year of a period, to people: along the corridor and back. What is absent is not known."""

    forth: dict[int, int]
    back: dict[int, int]
    source: SourceOut


class MethodsOut(Schema):
    """Our own flow estimates by method; a pair absent in a period is less than half a person."""

    forth: dict[str, dict[int, int]]
    back: dict[str, dict[int, int]]
    source: SourceOut


class GapOut(Schema):
    """Year to value in origin and destination; `ratio` is destination over origin in the last common year."""

    origin: dict[int, float]
    destination: dict[int, float]
    year: int | None
    ratio: float | None
    source: SourceOut


class TiesOut(Schema):
    kilometres: float | None
    contiguous: bool | None
    official_language: bool | None
    spoken_language: bool | None
    colonial_tie: bool | None
    source: SourceOut


class EntranceOut(Schema):
    """Short stays only: it says nothing about work."""

    requirement: str | None
    days: int | None
    source: SourceOut


class CorridorOut(Schema):
    """`older_revision`: the current stock does not tell this corridor, so that both ways are of the one before."""

    origin: str
    destination: str
    stock: WaysOut
    older_revision: bool
    flows: WaysOut
    flows_by_method: MethodsOut | None
    earnings: GapOut
    income: GapOut
    ties: TiesOut
    short_stay: EntranceOut
    routes: list[str]


class FoundOut(Schema):
    """`kind` is country, corridor, occupation, route or series; `language` is that of the name where it is another."""

    kind: str
    name: str
    url: str
    score: float
    remark: str
    language: str


def _source(entry: Entry) -> dict[str, Any]:
    return {
        "series": entry.name,
        "source": entry.source,
        "unit": entry.unit,
        "kind": entry.kind,
        "licence": entry.licence,
    }


def _ways(ways: Ways) -> dict[str, Any]:
    return {"forth": dict(ways.forth), "back": dict(ways.back), "source": _source(ways.entry)}


def _gap(gap: Gap) -> dict[str, Any]:
    return {
        "origin": dict(gap.origin),
        "destination": dict(gap.destination),
        "year": gap.year,
        "ratio": gap.ratio,
        "source": _source(gap.entry),
    }


@router.get("corridors/{origin}/{destination}", response=CorridorOut, summary="What is held of one corridor")
def corridor(request: HttpRequest, origin: str, destination: str) -> dict[str, Any]:
    """Stock, flows, earnings, income, distance, short stays and the ids of sheets; remittances have their own door."""
    start, end = origin[:4].upper(), destination[:4].upper()
    if start == end or not {start, end} <= codes():
        raise HttpError(404, "A corridor is two different countries, by their three-letter codes.")
    with one_catalogue():
        found = Corridor(start, end)
        held = found.estimates
        return {
            "origin": start,
            "destination": end,
            "stock": _ways(found.stock),
            "older_revision": found.stock.older,
            "flows": _ways(found.flows),
            "flows_by_method": held
            and {
                "forth": {method: dict(values) for method, values in held.forth.items()},
                "back": {method: dict(values) for method, values in held.back.items()},
                "source": _source(held.entry),
            },
            "earnings": _gap(found.wages),
            "income": _gap(found.income),
            "ties": {
                "kilometres": found.ties.kilometres,
                "contiguous": found.ties.contiguous,
                "official_language": found.ties.official_language,
                "spoken_language": found.ties.spoken_language,
                "colonial_tie": found.ties.colonial,
                "source": _source(found.ties.entry),
            },
            "short_stay": {
                "requirement": found.entrance.requirement,
                "days": found.entrance.days,
                "source": _source(found.entrance.entry),
            },
            "routes": [each.id for each in (*found.routes.in_destination, *found.routes.from_origin)],
        }


@router.get("search", response=list[FoundOut], summary="Countries, corridors, occupations, routes and series by name")
def search(
    request: HttpRequest,
    q: Annotated[str, Query(), Field(min_length=2, max_length=finding.LONGEST, description="What was typed.")],
) -> list[dict[str, Any]]:
    """The nearest first, in the language of the request; small mistakes do not matter."""
    return [
        {
            "kind": each.kind,
            "name": each.words,
            "url": each.url,
            "score": round(min(each.score, 1.0), 4),
            "remark": each.remark,
            "language": each.language,
        }
        for each in finding.first(finding.find(q), limit=20)
    ]
