"""Diaspora bonds: price, what a state saves, and how much could be saved up abroad (A15).

The potential is after Ketkar and Ratha, and Ratha and others (2011); the shares they use are the caller's data.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

from alianza.engines.concessionality._exactly import decimal, exactly, kept, rounded
from alianza.engines.concessionality._given import (
    DiscountOutside,
    RateOutside,
    ShareOutside,
    YearsOutside,
    amount,
    count,
    exact,
    percent,
    share,
    shown,
)
from alianza.vocabulary.money import Money
from alianza.vocabulary.refusal import marked

TAKE_UP: Final = (Decimal("0.05"), Decimal("0.10"), Decimal("0.20"))
"""Scenarios, not forecasts."""
DEFAULT_WARNING: Final = marked(
    "A bond can fail: who buys it may lose the money. The amount is an upper bound of what could be saved, not what "
    "people are ready to lend."
)


@dataclass(frozen=True, slots=True)
class Saving:
    """What a state saves when its diaspora lends below the market: `discount` a year, `present_value` in all."""

    discount: Decimal
    present_value: Money


@dataclass(frozen=True, slots=True)
class TakeUp:
    """One scenario: the share of the possible savings that goes into the bond, and what that is a year."""

    share: Decimal
    amount: Money


@dataclass(frozen=True, slots=True)
class Potential:
    """Possible savings a year, an upper bound, with its take-up scenarios and the warning that belongs beside it."""

    upper_bound: Money
    scenarios: tuple[TakeUp, ...]
    warning: str = DEFAULT_WARNING


def run(years: object) -> int:
    """Whole years from 1 to 100. Raises YearsOutside."""
    found = exact(years)
    if not found.is_finite() or not 1 <= found <= 100 or found != int(found):
        raise YearsOutside(given=shown(found))
    return int(found)


@exactly
def bond_price(*, coupon: Decimal, yield_: Decimal, years: int) -> Decimal:
    """The price of a face of 100 at an annual yield, with coupons once a year; rates as shares.

    >>> round(bond_price(coupon=Decimal("0.05"), yield_=Decimal("0.15"), years=10), 6)
    Decimal('49.812314')

    Raises RateOutside, DiscountOutside, YearsOutside.
    """
    paid, growth, last = share(coupon, RateOutside), 1 + share(yield_, DiscountOutside), run(years)
    factors = [growth**-at for at in range(1, last + 1)]
    return kept(100 * (paid * sum(factors, Decimal(0)) + factors[-1]))


@exactly
def patriotic_saving(face: Money, *, market: Decimal, diaspora: Decimal, years: int) -> Saving:
    """The interest saved each year by paying `diaspora` instead of `market`, discounted at the market's rate.

    >>> str(patriotic_saving(Money.of(10**8, "USD"), market=Decimal("0.08"), diaspora=Decimal("0.05"),
    ...                      years=10).present_value)
    '20130244.20 USD'

    Raises AmountOutside, RateOutside, YearsOutside.
    """
    amount(face)
    usual, kind, last = share(market, RateOutside), share(diaspora, RateOutside), run(years)
    worth = sum(((1 + usual) ** -at for at in range(1, last + 1)), Decimal(0))
    return Saving(usual - kind, rounded((usual - kind) * face.amount * worth, face.currency))


@exactly
def savings_potential(
    *,
    tertiary: int,
    other: int,
    host_income: Money,
    relative_income: Decimal | Fraction,
    savings_rate: Decimal,
    take_up: Sequence[Decimal] = TAKE_UP,
) -> Potential:
    """What migrants in one host country could save in a year: s Y (tertiary + phi other).

    `host_income` is the mean income there a year (Y); `relative_income` (phi) what those without tertiary schooling
    earn of it, a Fraction if it has no end in decimals; `savings_rate` (s) a share.

    >>> found = savings_potential(tertiary=120000, other=480000, host_income=Money.of(42000, "USD"),
    ...                           relative_income=Fraction(1, 3), savings_rate=Decimal("0.2"))
    >>> str(found.upper_bound), str(found.scenarios[0].amount)
    ('2352000000.00 USD', '117600000.00 USD')

    Raises CountOutside, AmountOutside, ShareOutside.
    """
    amount(host_income)
    if isinstance(relative_income, Fraction):
        if not 0 <= relative_income <= 1:
            raise ShareOutside(given=percent(decimal(relative_income)))
        phi = decimal(relative_income)
    else:
        phi = share(relative_income, ShareOutside)
    earning = count(tertiary) + phi * count(other)
    most = share(savings_rate, ShareOutside) * host_income.amount * earning
    code = host_income.currency
    scenarios = tuple(TakeUp(share(part, ShareOutside), rounded(most * part, code)) for part in take_up)
    return Potential(rounded(most, code), scenarios)
