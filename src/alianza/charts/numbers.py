"""Numbers on axes and beside bars, in the reader's language; and the round numbers that an axis shows."""

import math
from collections.abc import Sequence
from decimal import Decimal


def round_steps(low: float, high: float, wanted: int = 5) -> list[float]:
    """Round numbers from at or below `low` to at or above `high`, about as many as wanted.

    >>> round_steps(0, 2_143_176)
    [0.0, 500000.0, 1000000.0, 1500000.0, 2000000.0, 2500000.0]
    >>> round_steps(-3.2, 4.1, 4)
    [-4.0, -2.0, 0.0, 2.0, 4.0, 6.0]
    """
    if high - low <= max(abs(low), abs(high), 1e-100) * 1e-9:  # all alike, to what an axis can tell
        high = low + (abs(low) if abs(low) > 1e-100 else 1.0)
    rough = (high - low) / max(wanted, 1)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * factor for factor in (1, 2, 2.5, 5, 10) if power * factor >= rough * (1 - 1e-9))
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [float(f"{place * step:.12g}") for place in range(first, last + 1)]


def decimals_of(values: Sequence[float], most: int = 3) -> int:
    """How many decimals are needed to tell the values as they are, at most so many.

    >>> decimals_of([0, 0.5, 1]), decimals_of([10, 20]), decimals_of([0.123456])
    (1, 0, 3)
    """
    for decimals in range(most):
        if all(math.isclose(value, round(value, decimals), rel_tol=1e-9, abs_tol=1e-9) for value in values):
            return decimals
    return most


def fitting_decimals(values: Sequence[float]) -> int:
    """Decimals for numbers beside marks: three digits that mean something, never more decimals than there are."""
    most = max((abs(value) for value in values), default=0)
    if most >= 100 or not most:
        return 0
    return decimals_of(values, 1 if most >= 10 else 2 if most >= 1 else 3)


def said(value: float, language: str, decimals: int) -> str:
    """The number in full: "2,143,176", "2.143.176", "2 143 176" with narrow spaces that do not break."""
    from babel.numbers import format_decimal

    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    return str(format_decimal(Decimal(str(value)), format=pattern, locale=language)).replace("-", "−")


def said_on_axis(values: Sequence[float], language: str) -> list[str]:
    """The labels of an axis, all of one form: from a million on in millions, "2.5M" or "2,5 M"."""
    from babel.numbers import format_compact_decimal

    most = max((abs(value) for value in values), default=0.0)
    if most < 1_000_000:
        decimals = decimals_of(values)
        return [said(value, language, decimals) for value in values]
    scale = 1e9 if most >= 1e9 and language != "es" else 1e6
    decimals = decimals_of([value / scale for value in values], 2)
    made = []
    for value in values:
        if not value:
            made.append("0")
            continue
        sign = "−" if value < 0 else ""
        # the pattern of the scale with our own number in it, so that 500,000 stands as 0.5M beside 1.5M
        form = str(format_compact_decimal(scale, locale=language, fraction_digits=0))
        made.append(sign + form.replace("1", said(abs(value) / scale, language, decimals), 1))
    return made
