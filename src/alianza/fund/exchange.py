"""Amounts in another currency at a rate that was agreed. Exact, rounded once, half to even."""

from decimal import ROUND_HALF_EVEN, Context, Decimal

from alianza.vocabulary.money import Money, currency
from alianza.vocabulary.refusal import Refusal, marked

_EXACT = Context(prec=60)


class NoRateAgreed(Refusal):
    code = "fund.exchange.no_rate"
    field = "rate"
    message = marked("Say how much of %(to)s one unit of %(currency)s is worth, for example 1.0850.")


class OddRate(Refusal):
    code = "fund.exchange.odd_rate"
    field = "rate"
    message = marked("%(given)s cannot be a rate of exchange; write a number above zero, for example 1.0850.")


def worth(money: Money, to: str, rate: Decimal | None) -> Money:
    """`money` in the currency `to`, at `rate` units of it per unit.

    >>> worth(Money.of("5400000", "EUR"), "USD", Decimal("1.10"))
    Money(minor=594000000, currency='USD')

    Raises NoRateAgreed, OddRate.
    """
    if money.currency == to:
        return money
    if rate is None:
        raise NoRateAgreed(to=to, currency=money.currency)
    if not rate.is_finite() or not Decimal("1e-9") <= rate <= Decimal("1e9"):
        raise OddRate(given=str(rate)[:40])
    digits = currency(to).minor_unit or 0
    exact = _EXACT.multiply(money.amount, rate)
    return Money(int(exact.scaleb(digits, _EXACT).to_integral_value(ROUND_HALF_EVEN, _EXACT)), to)
