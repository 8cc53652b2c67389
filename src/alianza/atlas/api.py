"""The atlas for programs: what is held of a country and of a corridor, with where each number is from."""
# ruff: noqa: ARG001  the API hands each function the request

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from ninja import Field, Query, Router, Schema
from ninja.errors import HttpError

from alianza import __version__
from alianza.atlas import country, finding
from alianza.atlas import country_wording as wording
from alianza.atlas.corridor_figures import Corridor, Gap, Ways
from alianza.atlas.corridor_names import codes, place
from alianza.atlas.indicators import Line, Score, core
from alianza.observatory.answers import FigureOut, Language, ProvenanceOut, unchanged
from alianza.observatory.packaged import Entry
from alianza.observatory.provenance import recorded
from alianza.observatory.queries import one_catalogue

router = Router()
ADDRESS = "/api/v1/atlas/countries"


class CountryListed(Schema):
    """`code` is alpha-3, or an area's code as statistics keep it."""

    code: str
    name: str
    links: dict[str, str]


class HeadlineOut(FigureOut):
    """A figure that stands first on the page; `key` is stable, `name` in the language asked for."""

    key: str
    name: str


class ReadingOut(FigureOut):
    """One answer to an indicator. `part` says which of several ("women"); `status` where it is a word and no number."""

    part: str
    status: str


class IndicatorOut(Schema):
    """One of the core list. Without readings it is a gap, and `could_supply` names who could fill it. `required`: it
    counts for completeness.
    """

    code: str
    part: str
    name: str
    required: bool
    readings: list[ReadingOut]
    could_supply: list[str]


class CompletenessOut(Schema):
    """`filled` of the `required` indicators are known, `fresh` of these are of the last three years; of `pairs` of
    sources on one matter `agreeing` are within ten percent; `score` is 0 to 100.
    """

    filled: int
    required: int
    fresh: int
    agreeing: int
    pairs: int
    score: float


class CountryOut(Schema):
    """What is held of a country. The platform's own records, such as routes and posts, have their own doors."""

    code: str
    name: str
    year: int
    headline: list[HeadlineOut]
    completeness: CompletenessOut
    indicators: list[IndicatorOut]
    links: dict[str, str]


class SourceOut(Schema):
    series: str
    source: str
    unit: str
    kind: str
    licence: str
    provenance: ProvenanceOut | None


class WaysOut(Schema):
    """Year, or first year of a period, to people: along the corridor and back. What is absent is not known."""

    forth: dict[int, int]
    back: dict[int, int]
    source: SourceOut


class MethodsOut(Schema):
    """Our own flow estimates by method; a pair absent in a period is less than half a person. `interval`: eight of ten
    draws of the last period along the corridor by pseudo-Bayes, if stocks err by about ten percent.
    """

    forth: dict[str, dict[int, int]]
    back: dict[str, dict[int, int]]
    interval: tuple[int, int] | None
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


def _links(code: str) -> dict[str, str]:
    return {
        "self": f"{ADDRESS}/{code}/",
        "page": reverse("atlas:country-show", args=[code]),
        "profile": reverse("atlas:profile-pdf", args=[code]),
        "indicators": reverse("atlas:country-indicators", args=[code]),
    }


def _indicator(line: Line, lang: str) -> dict[str, Any]:
    about = line.indicator
    return {
        "code": about.code,
        "part": str(core().parts[about.part].in_language(lang)[0]),
        "name": about.name.in_language(lang)[0],
        "required": about.required,
        "readings": [
            {**each.figure.as_data(), "part": wording.part(each.part) if each.part else "", "status": each.status}
            for each in line.readings
        ],
        "could_supply": [each.in_language(lang)[0] for each in about.bodies],
    }


def _completeness(score: Score) -> dict[str, Any]:
    return {
        "filled": score.filled,
        "required": score.required,
        "fresh": score.fresh,
        "agreeing": score.agreeing,
        "pairs": score.pairs,
        "score": round(score.value, 2),
    }


@router.get("countries/", response=list[CountryListed], summary="Countries and areas that are described")
def countries(request: HttpRequest, response: HttpResponse, lang: Language = Language.en) -> Any:
    if unchanged(request, response, "countries", __version__, lang):
        return HttpResponse(status=304, headers={"ETag": response["ETag"]})
    with override(lang):
        return [{"code": each, "name": place(each).name, "links": _links(each)} for each in sorted(codes())]


@router.get("countries/{code}/", response=CountryOut, summary="Headline figures and core indicators of one country")
def country_figures(request: HttpRequest, response: HttpResponse, code: str, lang: Language = Language.en) -> Any:
    """Each number with unit, year, source, vintage and method, and the record of those that are computed here."""
    here, year = code[:4].upper(), timezone.localdate().year
    if here not in codes():
        raise HttpError(404, "A country is known by its three-letter code.")
    with one_catalogue(), override(lang):
        if unchanged(request, response, here, str(year), lang, __version__, *country.state()):
            return HttpResponse(status=304, headers={"ETag": response["ETag"]})
        found = country.profile(here, year=year, records=False)  # the catalogue read above, with what is loaded
        return {
            "code": here,
            "name": place(here).name,
            "year": year,
            "headline": [
                {**figure.as_data(), "key": key, "name": str(wording.KEY_FIGURES[key])}
                for key, figure in found.key_figures.items()
            ],
            "completeness": _completeness(found.score),
            "indicators": [_indicator(each, lang) for each in found.lines],
            "links": _links(here),
        }


def _source(entry: Entry) -> dict[str, Any]:
    made = recorded(entry)
    return {
        "provenance": made.as_data() if made else None,
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
                "interval": held.interval,
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
