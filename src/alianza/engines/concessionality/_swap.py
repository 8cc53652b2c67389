"""A variable rate as the fixed rate of a swap on the loan's own profile (A8-A10)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Final

from alianza.engines.concessionality._exactly import decimal, exactly, kept
from alianza.engines.concessionality._given import (
    CurveUnfit,
    CurveUnfounded,
    CurveWrong,
    SpreadOutside,
    exact,
    share,
    shown,
    sized,
)
from alianza.engines.concessionality._schedule import Disbursement, planned, repaid_from
from alianza.engines.concessionality._terms import LONGEST, Profile, Terms

ROUNDING: Final = Decimal("0.000001")
"""Of a swap-equivalent rate: a hundredth of a basis point (A10)."""
SOLVED: Final = Decimal(1).scaleb(-60)
LEAST: Final = Decimal("-0.05")


@dataclass(frozen=True, slots=True)
class Curve:
    """Par rates of swaps on a day: `points` of (tenor in years, rate as a share), `frequency` fixed payments a year.

    Raises CurveWrong, CurveUnfounded.
    """

    on: date
    points: tuple[tuple[Decimal, Decimal], ...]
    source: str
    frequency: int = 1

    def __post_init__(self) -> None:
        times = exact(self.frequency)
        if not times.is_finite() or times not in (1, 2):
            raise CurveWrong(given=shown(times))
        points = tuple((exact(tenor), exact(rate)) for tenor, rate in self.points)
        if not points or not self.source.strip():
            raise CurveUnfounded
        for tenor, rate in points:
            if not sized(tenor) or not 0 < tenor <= LONGEST or (Fraction(tenor) * self.frequency).denominator != 1:
                raise CurveWrong(given=shown(tenor))
            if not sized(rate) or not LEAST <= rate <= 1:
                raise CurveWrong(given=shown(rate))
        for (before, _rate), (tenor, _other) in pairwise(points):
            if tenor <= before:
                raise CurveWrong(given=shown(tenor))
        object.__setattr__(self, "points", points)


@dataclass(frozen=True, slots=True)
class Frozen:
    """The loan as fixed on the curve's day: `swap_rate` plus `spread` is the rate of `terms`, if that is above zero.

    `beyond` is how many years of the loan lie after the last tenor, where the curve is taken as level (A9).
    """

    curve: Curve
    spread: Decimal
    swap_rate: Decimal
    terms: Terms
    beyond: Decimal
    disbursements: tuple[Disbursement, ...] = field(default=())


@exactly
def zero_rates(curve: Curve) -> tuple[tuple[Decimal, Decimal], ...]:
    """Each tenor's zero rate, continuously compounded, so that every swap of the curve is worth its par (A8, A9).

    Raises CurveUnfit.
    """
    zeros: list[tuple[Decimal, Decimal]] = []
    worth = Decimal(0)  # of 1 a year paid up to the tenor before
    for tenor, rate in curve.points:
        after = zeros[-1][0] if zeros else Decimal(0)
        first, last = int(after * curve.frequency) + 1, int(tenor * curve.frequency)
        times = [Decimal(at) / curve.frequency for at in range(first, last + 1)]
        zero = _solved(zeros, times, rate / curve.frequency, worth)
        zeros.append((tenor, zero))
        worth += sum((discount_factor(zeros, at) for at in times), Decimal(0))
    return tuple(zeros)


def _solved(zeros: list[tuple[Decimal, Decimal]], times: list[Decimal], coupon: Decimal, worth: Decimal) -> Decimal:
    """Newton's method on the par condition: a sum of falling exponentials in the zero rate sought."""
    tenor = times[-1]
    zero = (1 + coupon).ln() * len(times) / (tenor - (zeros[-1][0] if zeros else 0))
    for _ in range(200):
        value, slope = coupon * worth - 1, Decimal(0)
        for at in times:
            factor = discount_factor([*zeros, (tenor, zero)], at)
            # how far the zero rate at this time moves with the one sought
            moves = (at - zeros[-1][0]) / (tenor - zeros[-1][0]) if zeros else Decimal(1)
            paid = coupon + (1 if at == tenor else 0)
            value += paid * factor
            slope -= paid * factor * at * moves
        if slope >= 0:
            break
        step = value / slope
        zero -= step
        if abs(zero) > 10:
            break
        if abs(step) < SOLVED:
            return zero
    raise CurveUnfit(tenor=shown(tenor))


@exactly
def discount_factor(zeros: Sequence[tuple[Decimal, Decimal]], at: Decimal) -> Decimal:
    """What 1 paid after `at` years is worth; zero rates linear between tenors, level outside them (A9)."""
    if not at:
        return Decimal(1)
    if at <= zeros[0][0]:
        return (-zeros[0][1] * at).exp()
    for (before, low), (tenor, high) in pairwise(zeros):
        if at <= tenor:
            return (-(low + (high - low) * (at - before) / (tenor - before)) * at).exp()
    return (-zeros[-1][1] * at).exp()


@exactly
def swap_equivalent(curve: Curve, profile: Profile, *, disbursements: Sequence[Disbursement] = ()) -> Decimal:
    """The fixed rate whose interest on what is outstanding is worth as much as the floating interest (A10).

    To 24 decimals.

    >>> level = Curve(date(2024, 1, 2), ((Decimal(30), Decimal("0.04")),), source="made up")
    >>> round(swap_equivalent(level, Profile(Decimal(20), Decimal(5), frequency=1)), 12)
    Decimal('0.040000000000')

    Raises CurveUnfit, DisbursementsWrong.
    """
    zeros = zero_rates(curve)
    a = Decimal(profile.frequency)
    floating = fixed = Decimal(0)
    before = Decimal(1)
    for at, outstanding in enumerate(_outstanding(profile, disbursements), 1):
        factor = discount_factor(zeros, at / a)
        floating += outstanding * (before - factor)
        fixed += outstanding * factor / a
        before = factor
    return kept(floating / fixed)


def _outstanding(profile: Profile, disbursements: Sequence[Disbursement]) -> list[Decimal]:
    """What is outstanding during each interval, of a face of 1."""
    held = [Fraction(0)] * profile.periods
    for each in planned(profile, disbursements):
        left = part = Fraction(each.share)
        for at, repaid in enumerate(repaid_from(profile, each.period)):
            if at >= each.period:
                held[at] += left
            left -= part * repaid
    return [decimal(each) for each in held]


@exactly
def freeze(
    curve: Curve,
    *,
    spread: Decimal,
    profile: Profile,
    fee: Decimal = Decimal(0),
    disbursements: Sequence[Disbursement] = (),
) -> Frozen:
    """The fixed terms of a variable-rate loan on the curve's day (A8-A10).

    Raises CurveUnfit, SpreadOutside, FeeOutside, DisbursementsWrong, RateOutside.
    """
    added = share(spread, SpreadOutside, least=-5)
    found = swap_equivalent(curve, profile, disbursements=disbursements).quantize(ROUNDING, rounding=ROUND_HALF_UP)
    terms = Terms(max(found + added, Decimal(0)), profile, fee)
    beyond = max(profile.maturity - curve.points[-1][0], Decimal(0))
    return Frozen(curve, added, found, terms, beyond, tuple(disbursements))
