"""Dated exchange rates: an amount is converted only at a named year's rate, which stays with the result.

The rates are annual averages as published. There is no rate for every currency: somebody whose currency has none can
still state what they ask for in one that has (`with_rates`), and the refusal says so.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal
from functools import cache
from types import MappingProxyType

from alianza.vocabulary._packaged import rows
from alianza.vocabulary.money import Money, currencies, currency
from alianza.vocabulary.refusal import Refusal, marked

BASE = "USD"
SOURCES: Mapping[str, str] = MappingProxyType(
    {
        "imf": "International Monetary Fund, International Financial Statistics, annual average",
        "fed": "Board of Governors of the Federal Reserve System, H.10, annual average",
        "base": "one US dollar is one US dollar",
    }
)
LICENCES: Mapping[str, str] = MappingProxyType(
    {
        "imf": "free reuse with attribution to the International Monetary Fund",
        "fed": "public domain",
        "base": "",
    }
)
DIGITS = Context(prec=12, rounding=ROUND_HALF_EVEN)
"""A rate between two currencies is kept to twelve significant digits, and the amount is worked out from that."""
_EXACT = Context(prec=60, rounding=ROUND_HALF_EVEN)


class NoRate(Refusal):
    code = "vocabulary.no_rate"
    message = marked(
        "There is no exchange rate for %(currency)s, so it cannot be compared with other currencies. "
        "State the amount in a currency that has one, for example USD or EUR."
    )


class NoRateForYear(Refusal):
    code = "vocabulary.no_rate_for_year"
    message = marked("The rates for %(currency)s are of %(first)s to %(last)s; there is none for %(year)s.")


class NoCommonYear(Refusal):
    code = "vocabulary.no_common_year"
    message = marked("There is no year for which all of %(currencies)s have an exchange rate.")


@dataclass(frozen=True, slots=True)
class Rate:
    """So many units of `currency` per US dollar, on average in `year`."""

    currency: str
    year: int
    units_per_usd: Decimal
    origin: str
    """A key of `SOURCES`."""

    @property
    def source(self) -> str:
        return SOURCES[self.origin]

    @property
    def licence(self) -> str:
        return LICENCES[self.origin]


@dataclass(frozen=True, slots=True)
class Converted:
    """An amount in another currency, and what anybody needs to work it out again.

    `rate` is units of the new currency per unit of the old, in major units; `amount` is the product, rounded half to
    even to whole minor units.
    """

    amount: Money
    rate: Decimal
    year: int
    source: str


@cache
def _rates() -> Mapping[str, Mapping[int, Rate]]:
    found: dict[str, dict[int, Rate]] = {}
    for row in rows("exchange_rates.csv"):
        rate = Rate(row["currency"], int(row["year"]), Decimal(row["units_per_usd"]), row["source"])
        found.setdefault(rate.currency, {})[rate.year] = rate
    years = sorted({year for each in found.values() for year in each})
    found[BASE] = {year: Rate(BASE, year, Decimal(1), "base") for year in years}
    return MappingProxyType({code: MappingProxyType(found[code]) for code in sorted(found)})


def with_rates() -> tuple[str, ...]:
    """The currencies that have a rate in some year, by code."""
    return tuple(_rates())


def without_rates() -> tuple[str, ...]:
    """The currencies one can be paid in today that have none, by code."""
    return tuple(each.code for each in currencies() if each.code not in _rates())


def years(code: str) -> tuple[int, ...]:
    """The years for which a currency has a rate, the earliest first. Raises UnknownCurrency, NoRate.

    >>> years("PHP")[0], years("PHP")[-1]
    (2000, 2024)
    """
    known = currency(code).code
    if known not in _rates():
        raise NoRate(currency=known)
    return tuple(_rates()[known])


def latest_year(*codes: str) -> int:
    """The latest year in which all the currencies have a rate. Raises UnknownCurrency, NoRate, NoCommonYear.

    Amounts that are compared with one another should all be converted at the rates of one year.

    >>> latest_year("EUR", "PHP")
    2024
    """
    common = set.intersection(*(set(years(code)) for code in codes or (BASE,)))
    if not common:
        raise NoCommonYear(currencies=", ".join(sorted(currency(code).code for code in codes)))
    return max(common)


def rate(code: str, year: int) -> Rate:
    """The rate of a currency against the US dollar. Raises UnknownCurrency, NoRate, NoRateForYear.

    >>> rate("JPY", 2024).units_per_usd > 150
    True
    """
    known = years(code)
    if year not in known:
        raise NoRateForYear(currency=currency(code).code, first=known[0], last=known[-1], year=year)
    return _rates()[currency(code).code][year]


def cross_rate(code: str, to: str, year: int) -> Decimal:
    """Units of `to` per unit of `code`, to twelve significant digits. Raises as `rate` does."""
    old, new = rate(code, year), rate(to, year)
    if old.currency == new.currency:
        return Decimal(1)
    return DIGITS.divide(new.units_per_usd, old.units_per_usd)


def convert(money: Money, to: str, year: int) -> Converted:
    """The amount in another currency at the average rate of a year.

    >>> convert(Money.of(10_000, "PHP"), "EUR", 2024).amount
    Money(minor=16126, currency='EUR')

    Raises UnknownCurrency, NotPayable, NoRate, NoRateForYear.
    """
    old, new = rate(money.currency, year), rate(to, year)
    between = cross_rate(old.currency, new.currency, year)
    places = (currency(new.currency).minor_unit or 0) - (currency(old.currency).minor_unit or 0)
    minor = _EXACT.multiply(Decimal(money.minor), between).scaleb(places, _EXACT)
    whole = int(minor.quantize(Decimal(1), rounding=ROUND_HALF_EVEN, context=_EXACT))
    told = "; ".join(dict.fromkeys(each.source for each in (old, new) if each.origin != "base")) or old.source
    return Converted(Money(whole, new.currency), between, year, told)
