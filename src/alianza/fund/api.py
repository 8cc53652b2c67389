"""The fund for programs: the public statement, one donor's, and the trace of a cent. Amounts are text, never floats."""
# ruff: noqa: ARG001  the API hands each function the request

from datetime import date
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Field, Path, Query, Router, Schema
from ninja.errors import HttpError

from alianza.fund import api_tracking, statement_document, trace_document
from alianza.fund.models import Donor
from alianza.fund.queries import attributed, statement, trace

router = Router()
router.add_router("tracking", api_tracking.router)

Day = Annotated[date | None, Query(description="The end of which day; today if left out.")]
Amount = Annotated[str, Field(description="Exact, with all decimals of the currency.", examples=["1250.50"])]


class SealOut(Schema):
    """The last seal of the books when they were read: two answers with the same are of the same books."""

    number: int
    digest: str


class GiftOut(Schema):
    """One agreement, in the fund's currency."""

    donor: str
    donor_number: str
    agreement: str
    signed: Amount
    paid: Amount
    open: Amount
    returned: Amount


class PlaceOut(Schema):
    """Where money stands: a window, the facility, core functions, the reserve, or out of the fund."""

    kind: str
    window: str
    free: Amount
    approved: Amount
    committed: Amount
    advanced: Amount
    spent: Amount
    total: Amount


class CountryShareOut(Schema):
    """Programmes of one country, or of the same several; what several share is not divided."""

    countries: list[str]
    programmes: int
    approved: Amount
    paid: Amount
    spent: Amount


class YearOut(Schema):
    """`complete` is false until organisations have certified the year, by the end of the next April."""

    year: int
    sources: Amount
    transfers: Amount
    spent: Amount
    other_uses: Amount
    complete: bool


class OwnOut(Schema):
    own: Amount
    sought: Amount
    share: str | None
    ceiling: str
    source: str


class StatementOut(Schema):
    end_of: date
    currency: str
    sources: dict[str, Amount]
    total_sources: Amount
    uses: dict[str, Amount]
    total_uses: Amount
    balance: Amount
    bank: Amount
    received: Amount
    adds_up: bool
    donors: list[GiftOut]
    places: list[PlaceOut]
    countries: list[CountryShareOut]
    years: list[YearOut]
    own_resources: OwnOut
    seal: SealOut


class MoneyOut(Schema):
    amount: Amount
    currency: str


class ToOut(Schema):
    kind: str
    number: str
    given: Amount
    paid: Amount
    spent: Amount


class AgreementOut(Schema):
    """In the agreement's own currency; `usd` says where its money stands."""

    agreement: str
    currency: str
    signed: Amount
    received: Amount
    open: Amount
    usd: dict[str, Amount]
    to: list[ToOut]


class DonorOut(Schema):
    end_of: date
    number: str
    name: str
    pledged: list[MoneyOut]
    agreements: list[AgreementOut]
    seal: SealOut


class StepOut(Schema):
    """One step; `part` is what of the amount is the agreement's that was asked about."""

    level: str
    key: str
    name: str
    follows_from: str | None
    day: date | None
    amount: Amount | None
    currency: str | None
    part: Amount | None
    part_currency: str | None
    value: str | None
    target: str | None
    unit: str | None
    text: str | None
    journal: int | None


class TraceOut(Schema):
    asked: str
    level: str
    end_of: date
    steps: list[StepOut]
    seal: SealOut


def _day(on: date | None) -> date:
    today = timezone.localdate()
    if on is not None and on > today:
        raise HttpError(400, _("That day is not over yet; choose today or a day before."))
    return on or today


@router.get("statement", response=StatementOut, summary="Sources, uses and balance, and where every cent stands")
def statement_show(request: HttpRequest, on: Day = None) -> dict[str, Any]:
    """The public statement at the end of a day."""
    return statement_document.plain(statement.statement(_day(on)))


@router.get("statement/donors/{number}", response=DonorOut, summary="One donor: pledged, signed, paid, and what for")
def donor_show(
    request: HttpRequest, number: Annotated[str, Path(description="The donor's number.")], on: Day = None
) -> dict[str, Any]:
    """In the donor's own currency and in the fund's, at the end of a day."""
    day = _day(on)
    donor = Donor.objects.select_related("organisation").filter(number=number).first() if _sound(number) else None
    if donor is None:
        raise Http404
    return statement_document.plain_donor(attributed.donor_statement(donor, day))


@router.get("trace/{name}", response=TraceOut, summary="A cent from agreement to result, and back")
def trace_show(
    request: HttpRequest,
    name: Annotated[str, Path(description="Of an agreement, a programme, an operation or a journal.")],
    on: Day = None,
) -> dict[str, Any]:
    """Every step of the way, at the end of a day."""
    day = _day(on)
    if not _sound(name):
        raise Http404
    try:
        return trace_document.plain(trace.trace(name, day))
    except trace.NotTraced:
        raise Http404 from None


def _sound(name: str) -> bool:
    """Something that a database may be asked for."""
    return len(name) <= 80 and "\0" not in name and not any("\ud800" <= sign <= "\udfff" for sign in name)
