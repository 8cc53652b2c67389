"""One precision for every result, whatever context the caller computes in."""

from collections.abc import Callable
from decimal import ROUND_CEILING, ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal, localcontext
from fractions import Fraction
from functools import wraps
from typing import Final, ParamSpec, TypeVar

from alianza.vocabulary.money import Money, currency

P = ParamSpec("P")
R = TypeVar("R")

CONTEXT: Final = Context(prec=80, rounding=ROUND_HALF_EVEN)
KEPT: Final = Decimal(1).scaleb(-24)
"""Decimals kept of a grant element: beyond what any amount needs, and few enough for sums in the usual 28 digits."""
SETTLED: Final = Decimal(1).scaleb(-9)
"""Of a minor unit: what is nearer to a whole one than this is whole, so that rounding up never adds for noise."""


def exactly(function: Callable[P, R]) -> Callable[P, R]:
    """Compute with 80 digits, whatever the caller's own context."""

    @wraps(function)
    def within(*args: P.args, **kwargs: P.kwargs) -> R:
        with localcontext(CONTEXT):
            return function(*args, **kwargs)

    return within


def kept(value: Decimal) -> Decimal:
    """Twenty-four decimals, half to even, without trailing zeros; zero has no sign."""
    return _plain(value.quantize(KEPT))


def _plain(value: Decimal) -> Decimal:
    if not value:
        return Decimal(0)
    found = value.normalize()
    return found.quantize(Decimal(1)) if int(found.as_tuple().exponent) > 0 else found


def decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)


def rounded_up(value: Decimal, code: str) -> Money:
    """Major units rounded up to the minor unit."""
    return _rounded(value, code, ROUND_CEILING)


def rounded(value: Decimal, code: str) -> Money:
    """Major units rounded half up (away from zero) to the minor unit."""
    return _rounded(value, code, ROUND_HALF_UP)


def _rounded(value: Decimal, code: str, rounding: str) -> Money:
    minor = value.scaleb(currency(code).minor_unit or 0).quantize(SETTLED)
    return Money(int(minor.quantize(Decimal(1), rounding=rounding)), code)
