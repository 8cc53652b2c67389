"""The store for programs: what series there are, and their observations with filters. Needs no account."""

from typing import Annotated, Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Field, Router, Schema
from ninja.errors import HttpError

from alianza.observatory import queries
from alianza.observatory.answers import Language, unchanged
from alianza.observatory.describing import described
from alianza.observatory.packaged import Entry, UnknownDataflow, UnknownVintage
from alianza.observatory.reading import UnknownDimension

router = Router()
MOST = 10_000
"""Rows of one answer; `next` leads to the following ones."""
ADDRESS = "/api/v1/observatory/dataflows"
OURS = frozenset({"vintage", "limit", "offset", "lang"})


class DataflowOut(Schema):
    """A series in one vintage. Values stand in `unit` times ten to the power of `unit_multiplier`."""

    id: str
    vintage: str
    current: bool
    title: str
    title_language: str
    agency: str
    kind: str
    dimensions: dict[str, str]
    measures: list[str]
    attributes: list[str]
    unit: str
    unit_multiplier: int
    rows: int
    source: str
    citation: str
    licence: str
    url: str
    released: str
    method: str
    found_in: str
    notes: list[str]
    provenance: dict[str, Any] | None
    packaged: bool
    bytes: int
    sha256: str
    links: dict[str, str]


class ObservationsOut(Schema):
    """Rows in the order of the keys; null is missing, never zero. `links.citation` says how to cite them."""

    dataflow: str
    vintage: str
    columns: list[str]
    rows: list[list[Any]]
    total: int
    limit: int
    offset: int
    source: str
    citation: str
    licence: str
    links: dict[str, str | None]


def _links(found: Entry) -> dict[str, str]:
    page = reverse("observatory:series-show", kwargs={"series": found.id})
    return {
        "self": f"{ADDRESS}/{found.id}?{urlencode({'vintage': found.vintage})}",
        "observations": f"{ADDRESS}/{found.id}/observations?{urlencode({'vintage': found.vintage})}",
        "citation": f"{page}?{urlencode({'vintage': found.vintage})}#citation",
    }


def _entry(dataflow: str, vintage: str) -> Entry:
    try:
        return queries.entry(dataflow, vintage or None)
    except (UnknownDataflow, UnknownVintage) as refusal:
        raise HttpError(404, str(refusal)) from None


@router.get("dataflows", response=list[DataflowOut], summary="The series that are held")
def dataflows(request: HttpRequest, response: HttpResponse, lang: Language = Language.en) -> Any:
    found = queries.entries()
    if unchanged(request, response, lang, *(f"{each.name} {each.sha256} {each.current}" for each in found)):
        return HttpResponse(status=304, headers={"ETag": response["ETag"]})
    return [{**described(each, lang), "links": _links(each)} for each in found]


@router.get("dataflows/{dataflow}", response=DataflowOut, summary="One series: source, method, licence, citation")
def dataflow(
    request: HttpRequest,  # noqa: ARG001  the API hands it over
    dataflow: str,
    vintage: Annotated[str, Field(description="The current one if left out.", max_length=40)] = "",
    lang: Language = Language.en,
) -> Any:
    found = _entry(dataflow, vintage)
    return {**described(found, lang), "links": _links(found)}


@router.get("dataflows/{dataflow}/observations", response=ObservationsOut, summary="Observations of a series")
def observations(
    request: HttpRequest,
    response: HttpResponse,
    dataflow: str,
    vintage: Annotated[str, Field(description="The current one if left out.", max_length=40)] = "",
    limit: Annotated[int, Field(ge=1, le=MOST)] = 1000,
    offset: Annotated[int, Field(ge=0, le=100_000_000)] = 0,
) -> Any:
    """Filter by any column of the series: `?ORIGIN=PHL&DESTINATION=ESP,DEU&TIME_PERIOD=2024`."""
    found = _entry(dataflow, vintage)
    wanted = {name: request.GET[name].split(",") for name in request.GET if name not in OURS}
    query = urlencode(sorted((name, ",".join(held)) for name, held in wanted.items()), errors="replace")
    if unchanged(request, response, found.name, found.sha256, query, f"{limit} {offset}"):
        return HttpResponse(status=304, headers={"ETag": response["ETag"]})
    try:
        names, rows, total = queries.page(found, wanted, limit=limit, offset=offset)
    except UnknownDimension as refusal:
        raise HttpError(422, str(refusal)) from None
    following = None
    if offset + limit < total:
        more = {"vintage": found.vintage, "limit": limit, "offset": offset + limit}
        following = f"{request.path}?{query}{'&' if query else ''}{urlencode(more)}"
    return {
        "dataflow": found.id,
        "vintage": found.vintage,
        "columns": names,
        "rows": rows,
        "total": total,
        "limit": limit,
        "offset": offset,
        "source": found.source,
        "citation": found.citation,
        "licence": found.licence,
        "links": {**_links(found), "next": following},
    }
