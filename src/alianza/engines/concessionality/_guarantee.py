"""A guarantee of a bond or loan: exposure, expected loss, reserve (A16)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from alianza.engines.concessionality._exactly import exactly, kept, rounded_up
from alianza.engines.concessionality._given import DiscountOutside, ShareOutside, YearsOutside, amount, share
from alianza.vocabulary.money import DifferentCurrencies, Money


@dataclass(frozen=True, slots=True)
class Guarantee:
    """`exposure` is the most that can be called, `expected_loss` the mean of what is lost in present value, `reserve`
    what has to be set aside: the expected loss, or the least share of exposure that the rules ask for if that is more.

    `leverage` is what is borrowed over the cap.
    """

    exposure: Money
    expected_loss: Money
    reserve: Money
    leverage: Decimal


@exactly
def guarantee(
    outstanding: Sequence[Money],
    *,
    cap: Money,
    default: Decimal,
    recovery: Decimal,
    discount: Decimal,
    least_reserve: Decimal,
) -> Guarantee:
    """What a guarantee up to `cap` is worth setting aside for.

    `outstanding` is what is owed during each year, from the first; `default` the probability of a default in a year
    that follows years without; `recovery` the share got back of what was paid; `least_reserve` a share of exposure.
    Amounts are rounded up.

    >>> owed = [Money.of(600, "USD")] * 10
    >>> found = guarantee(owed, cap=Money.of(100, "USD"), default=Decimal("0.03"), recovery=Decimal("0.3"),
    ...                   discount=Decimal("0.05"), least_reserve=Decimal("0.1"))
    >>> str(found.exposure), str(found.expected_loss), str(found.reserve), found.leverage
    ('100.00 USD', '14.37 USD', '14.37 USD', Decimal('6'))

    Raises YearsOutside, AmountOutside, ShareOutside, DiscountOutside, DifferentCurrencies.
    """
    amount(cap)
    if not 1 <= len(outstanding) <= 100:
        raise YearsOutside(given=len(outstanding))
    for each in outstanding:
        if amount(each, zero=True).currency != cap.currency:
            raise DifferentCurrencies(first=each.currency, second=cap.currency)
    fails, back = share(default, ShareOutside), share(recovery, ShareOutside)
    growth, least = 1 + share(discount, DiscountOutside), share(least_reserve, ShareOutside)
    calls = [min(each, cap) for each in outstanding]
    exposure, expected, alive = max(calls), Decimal(0), Decimal(1)
    for at, call in enumerate(calls, 1):
        expected += alive * fails * call.amount * (1 - back) / growth**at
        alive *= 1 - fails
    loss = rounded_up(expected, cap.currency)
    reserve = max(loss, rounded_up(exposure.amount * least, cap.currency))
    return Guarantee(exposure, loss, reserve, kept(max(outstanding).amount / cap.amount))
