"""All migration finance for programs. Amounts are text, never floats; the classes are not added up."""
# ruff: noqa: ARG001  the API hands each function the request

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Path, Query, Router, Schema

from alianza.fund.models import Flow
from alianza.fund.queries import tracking
from alianza.fund.queries.tracking import Total
from alianza.vocabulary.money import Money
from alianza.vocabulary.places import country
from alianza.vocabulary.unknown import UnknownCode

router = Router()

MOST = 1000
Year = Annotated[int | None, Query(ge=1950, le=2100, description="One year; all if left out.")]
Class = Annotated[
    str, Query(alias="class", max_length=10, description="core, refugees, general, in_donor, private or loan.")
]


class FlowMoneyOut(Schema):
    amount: Annotated[str, Field(description="Exact, with all decimals of the currency.", examples=["1250.50"])]
    currency: str


class TotalOut(Schema):
    """Of one country and class. `apart` are amounts of years without a rate, in their own currencies."""

    country: Annotated[str | None, Field(description="Alpha-3; null for several or regional.")]
    klass: Annotated[str, Field(serialization_alias="class")]
    flows: int
    paid_usd: str
    committed_usd: str
    apart: list[FlowMoneyOut]


class FlowOut(Schema):
    """One flow. What is not counted says why, and which flow tells its money further on."""

    code: UUID
    identifier: str
    title: str
    provider: str
    provider_reference: str
    channel: str
    recipient: str | None
    year: int
    last_on: date | None
    paid: FlowMoneyOut | None
    committed: FlowMoneyOut | None
    grant_equivalent: FlowMoneyOut | None
    grant_element: Annotated[str | None, Field(description="Share of the face; null where it is not known.")]
    grant_equivalent_how: Annotated[str, Field(description="Of loans: how it was found, or why there is none.")]
    paid_usd: str | None
    committed_usd: str | None
    usd_for_one_unit: str | None
    rate_source: str
    klass: Annotated[str, Field(serialization_alias="class")]
    estimated: bool
    reason: str
    counted: bool
    not_counted_because: str
    same_as: UUID | None
    publisher: str
    source: str
    licence: str
    as_of: date


class FlowsOut(Schema):
    flows: list[FlowOut]
    total: int
    limit: int
    offset: int


def _money(money: Money | None) -> dict[str, str] | None:
    return None if money is None else {"amount": f"{money.amount:f}", "currency": money.currency}


def _plain(money: Money | None) -> str | None:
    return None if money is None else f"{money.amount:f}"


def _told(flow: Flow) -> dict[str, Any]:
    return {
        "code": flow.code,
        "identifier": flow.identifier,
        "title": flow.title,
        "provider": flow.provider,
        "provider_reference": flow.provider_ref,
        "channel": flow.channel,
        "recipient": flow.recipient or None,
        "year": flow.year,
        "last_on": flow.on,
        "paid": _money(flow.paid),
        "committed": _money(flow.committed),
        "grant_equivalent": _money(flow.grant_equivalent),
        "grant_element": None if flow.grant_element is None else f"{flow.grant_element.normalize():f}",
        "grant_equivalent_how": flow.grant_why,
        "paid_usd": _plain(flow.usd_paid),
        "committed_usd": _plain(flow.usd_committed),
        "usd_for_one_unit": None if flow.rate is None else f"{flow.rate.normalize():f}",
        "rate_source": flow.rate_source,
        "klass": flow.klass,
        "estimated": flow.estimated,
        "reason": flow.why,
        "counted": flow.counted,
        "not_counted_because": flow.why_not,
        "same_as": flow.same_as.code if flow.same_as else None,
        "publisher": flow.file.publisher,
        "source": flow.file.source,
        "licence": flow.file.licence,
        "as_of": flow.file.as_of,
    }


@router.get("totals", response=list[TotalOut], by_alias=True, summary="Migration finance by country and class")
def totals(request: HttpRequest, year: Year = None) -> list[dict[str, Any]]:
    """What is counted, each cent once; the classes are never added up."""
    return list(_totals(year))


def _totals(year: int | None) -> Iterator[dict[str, Any]]:
    for row in tracking.by_country(year):
        for klass, total in sorted(row.cells.items()):
            yield {"country": row.country or None, "klass": klass, **_of(total)}


def _of(total: Total) -> dict[str, Any]:
    return {
        "flows": total.flows,
        "paid_usd": _plain(total.paid),
        "committed_usd": _plain(total.committed),
        "apart": [_money(money) for money in total.apart],
    }


@router.get("flows", response=FlowsOut, by_alias=True, summary="Flows of migration finance, counted or not")
def flows(
    request: HttpRequest,
    recipient: Annotated[str, Query(max_length=7, description="Alpha-3, or `several`.")] = "",
    year: Year = None,
    klass: Class = "",
    limit: Annotated[int, Query(ge=1, le=MOST)] = 100,
    offset: Annotated[int, Query(ge=0, le=10**9)] = 0,
) -> dict[str, Any]:
    """By recipient, class and year; the largest first."""
    held = Flow.objects.all() if not recipient else tracking.of_country(_recipient(recipient))
    if klass:
        if klass not in Flow.Class.values:
            raise Http404
        held = held.filter(klass=klass)
    if year is not None:
        held = held.filter(year=year)
    page = held.select_related("file", "same_as").order_by(*tracking.LARGEST_FIRST)[offset : offset + limit]
    return {"flows": [_told(one) for one in page], "total": held.count(), "limit": limit, "offset": offset}


def _recipient(given: str) -> str:
    if given == tracking.SEVERAL:
        return given
    try:
        return country(given).alpha3
    except UnknownCode:
        raise Http404 from None


@router.get("flows/{code}", response=FlowOut, by_alias=True, summary="One flow")
def flow_show(request: HttpRequest, code: Annotated[UUID, Path()]) -> dict[str, Any]:
    return _told(get_object_or_404(Flow.objects.select_related("file", "same_as"), code=code))
