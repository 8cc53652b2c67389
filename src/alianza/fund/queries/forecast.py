"""Cash in the months to come: instalments that are due, payments that are planned, and the reserve beside them.

Instalments in another currency count at the last rate the fund has seen, less a buffer. What is overdue is told apart
and not counted: nobody knows when it comes. Nothing here is a promise; the books know only what has happened.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, Decimal

from django.db.models import Sum

from alianza.fund.chart import BASE_CURRENCY
from alianza.fund.models import Agreement, Contract, Instalment, Programme, Receipt, Seal, Tranche
from alianza.fund.queries.ledger import balances
from alianza.fund.rules import rule
from alianza.vocabulary.money import Money, currency

MONTHS = 12
_STEP = Decimal("0.000001")
PAYABLE = (Tranche.State.PLANNED, Tranche.State.REQUESTED, Tranche.State.CHECKED, Tranche.State.AUTHORISED)
RUNNING = (Programme.State.CONTRACTING, Programme.State.ACTIVE)


@dataclass(frozen=True, slots=True)
class Rate:
    """The fund's currency per unit. `source` says which: `receipt` at the bank, or `agreement` at signing."""

    currency: str
    rate: Decimal
    on: date
    source: str
    name: str


@dataclass(frozen=True, slots=True)
class Month:
    first: date
    due: Money
    planned: Money
    closing: Money
    """What the bank would hold at the end of the month."""
    short: bool
    """Whether that is below the reserve."""


@dataclass(frozen=True, slots=True)
class Due:
    agreement: str
    number: int
    on: date
    money: Money
    worth: Money | None
    """At the last rate less the buffer; None where no rate was ever seen."""


@dataclass(frozen=True, slots=True)
class Forecast:
    on: date
    cash: Money
    reserve: Money
    wanted: Money
    """What the reserve should be: its share of the unearmarked money that came."""
    months: tuple[Month, ...]
    overdue: tuple[Due, ...]
    unrated: tuple[Due, ...]
    late_payments: Money
    """Planned for a day that has passed and not paid: counted in the first month."""
    suspended: Money
    """Planned in programmes that are stopped: not counted."""
    rates: tuple[Rate, ...]
    buffer: Decimal
    seal: int
    digest: str

    @property
    def lowest(self) -> Month | None:
        return min(self.months, key=lambda month: (month.closing.minor, month.first), default=None)


def forecast(on: date, months: int = MONTHS) -> Forecast:
    """From the end of that day, the rest of its month first."""
    held = balances(on, "1010", "1020", "8260")
    cash = sum((money.minor for name, money in held.items() if name.chart in ("1010", "1020")), 0)
    reserve = -sum((money.minor for name, money in held.items() if name.chart == "8260"), 0)
    buffer = rule("exchange_buffer", on).value
    rates = {rate.currency: rate for rate in _rates(on)}
    firsts = [_month(on, ahead) for ahead in range(months)]
    coming = list(_due(on, rates, buffer))
    end = _month(on, months)
    planned = list(
        Tranche.objects.filter(state__in=PAYABLE, contract__state=Contract.State.SIGNED, planned_on__lt=end)
        .order_by("planned_on", "pk")
        .values_list("planned_on", "minor", "contract__programme__state")
    )
    found = []
    closing = cash
    for at, first in enumerate(firsts):
        until = firsts[at + 1] if at + 1 < months else end
        due_in = sum(
            one.worth.minor
            for one in coming
            if one.worth is not None and max(first, on) <= one.on < until and one.on > on
        )
        out = sum(
            minor for day, minor, state in planned if state in RUNNING and day < until and (at == 0 or day >= first)
        )
        closing += due_in - out
        found.append(
            Month(
                first,
                Money(due_in, BASE_CURRENCY),
                Money(out, BASE_CURRENCY),
                Money(closing, BASE_CURRENCY),
                closing < reserve,
            )
        )
    last = Seal.objects.order_by("-number").first()
    return Forecast(
        on=on,
        cash=Money(cash, BASE_CURRENCY),
        reserve=Money(reserve, BASE_CURRENCY),
        wanted=_wanted(on),
        months=tuple(found),
        overdue=tuple(one for one in coming if one.on <= on),
        unrated=tuple(one for one in coming if one.worth is None and on < one.on < end),
        late_payments=Money(
            sum(minor for day, minor, state in planned if state in RUNNING and day <= on), BASE_CURRENCY
        ),
        suspended=Money(sum(minor for _day, minor, state in planned if state not in RUNNING), BASE_CURRENCY),
        rates=tuple(rates[code] for code in sorted(rates)),
        buffer=buffer,
        seal=last.number if last else 0,
        digest=last.digest if last else "",
    )


def _month(on: date, ahead: int) -> date:
    years, month = divmod(on.month - 1 + ahead, 12)
    return date(on.year + years, month + 1, 1)


def _due(on: date, rates: Mapping[str, Rate], buffer: Decimal) -> Iterator[Due]:
    open_ones = Instalment.objects.filter(
        state__in=[Instalment.State.DUE, Instalment.State.PART],
        agreement__state=Agreement.State.SIGNED,
        agreement__signed_on__lte=on,
    )
    for one in open_ones.select_related("agreement").order_by("due_on", "pk"):
        money = Money(one.minor - one.received_minor, one.agreement.currency)
        if not money:
            continue
        worth: Money | None = money
        if money.currency != BASE_CURRENCY:
            rate = rates.get(money.currency)
            worth = None if rate is None else _careful(money, rate.rate, buffer)
        yield Due(one.agreement.number, one.number, one.due_on, money, worth)


def _careful(money: Money, rate: Decimal, buffer: Decimal) -> Money:
    """At the rate less the buffer, rounded down."""
    digits = currency(BASE_CURRENCY).minor_unit or 0
    exact = (money.amount * rate * (1 - buffer)).scaleb(digits)
    return Money(int(exact.to_integral_value(ROUND_DOWN)), BASE_CURRENCY)


def _rates(on: date) -> Iterator[Rate]:
    """The last rate the fund has seen of each currency: at the bank, else when an agreement was signed."""
    codes = Agreement.objects.exclude(currency=BASE_CURRENCY).values_list("currency", flat=True).distinct().order_by()
    for code in sorted(codes):
        receipt = (
            Receipt.objects.filter(instalment__agreement__currency=code, journal__occurred_on__lte=on)
            .select_related("line", "journal", "instalment__agreement")
            .order_by("-journal__occurred_on", "-journal")
            .first()
        )
        signed = (
            Agreement.objects.filter(currency=code, rate__isnull=False, signed_on__lte=on)
            .exclude(state__in=[Agreement.State.DRAFTED, Agreement.State.WITHDRAWN])
            .order_by("-signed_on", "-pk")
            .first()
        )
        if receipt is not None and (
            signed is None or signed.signed_on is None or receipt.journal.occurred_on >= signed.signed_on
        ):
            came = Money(receipt.line.minor, receipt.line.currency).amount / Money(receipt.minor, code).amount
            number = receipt.instalment.agreement.number
            yield Rate(code, came.quantize(_STEP, ROUND_HALF_EVEN), receipt.journal.occurred_on, "receipt", number)
        elif signed is not None and signed.rate is not None and signed.signed_on is not None:
            yield Rate(code, signed.rate, signed.signed_on, "agreement", signed.number)


def _wanted(on: date) -> Money:
    """The reserve's share of the unearmarked money that the bank received."""
    unearmarked = Agreement.objects.filter(earmark=Agreement.Earmark.NONE).values("pk")
    came = Receipt.objects.filter(
        instalment__agreement__in=unearmarked, journal__occurred_on__lte=on, line__currency=BASE_CURRENCY
    ).aggregate(sum=Sum("line__minor"))["sum"]
    share = rule("reserve_share", on).value * Decimal(int(came or 0))
    return Money(int(share.to_integral_value(ROUND_HALF_EVEN)), BASE_CURRENCY)
