"""The terms of a loan: how principal is repaid, at what rate, for what fee (A1, A3)."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

from alianza.engines.concessionality._exactly import exactly
from alianza.engines.concessionality._given import (
    FeeOutside,
    FrequencyUnknown,
    GraceNotWhole,
    GraceOutside,
    MaturityNotWhole,
    MaturityOutside,
    RateOutside,
    ShareOutside,
    StepsWrong,
    count,
    exact,
    percent,
    share,
    shown,
    sized,
)

FREQUENCIES: Final = (1, 2, 4, 12)
"""Payments a year."""
LONGEST: Final = 100
"""Years."""


@dataclass(frozen=True, slots=True)
class Step:
    """In each of the years `first` to `last`, counted from 1, `share` of the face is repaid (0.033 for 3.3 percent)."""

    first: int
    last: int
    share: Decimal


@dataclass(frozen=True, slots=True)
class Profile:
    """When principal is repaid: `maturity` and `grace` in years, `frequency` payments a year; equal parts, or `steps`.

    >>> Profile(maturity=Decimal("32.5"), grace=Decimal(7)).periods
    65

    Raises MaturityOutside, MaturityNotWhole, GraceOutside, GraceNotWhole, FrequencyUnknown, StepsWrong, ShareOutside.
    """

    maturity: Decimal
    grace: Decimal
    frequency: int = 2
    steps: tuple[Step, ...] = ()

    def __post_init__(self) -> None:
        times = exact(self.frequency)
        if not times.is_finite() or times not in FREQUENCIES:
            raise FrequencyUnknown(given=shown(times))
        maturity, grace = exact(self.maturity), exact(self.grace)
        if not sized(maturity) or not 0 < maturity <= LONGEST:
            raise MaturityOutside(given=shown(maturity), longest=LONGEST)
        if not sized(grace) or not 0 <= grace < maturity:
            raise GraceOutside(given=shown(grace), maturity=shown(maturity))
        if (Fraction(maturity) * int(times)).denominator != 1:
            raise MaturityNotWhole(given=shown(maturity), frequency=times)
        if (Fraction(grace) * int(times)).denominator != 1:
            raise GraceNotWhole(given=shown(grace), frequency=times)
        object.__setattr__(self, "maturity", maturity)
        object.__setattr__(self, "grace", grace or Decimal(0))
        object.__setattr__(self, "frequency", int(times))
        object.__setattr__(self, "steps", tuple(self.steps))
        if self.steps:
            self._check_steps()

    @exactly
    def _check_steps(self) -> None:
        shares = [share(step.share, ShareOutside) for step in self.steps]
        spans = [(count(step.first), count(step.last)) for step in self.steps]
        ends = [self.grace, *(Decimal(last) for _first, last in spans)]
        follows = all(end + 1 == first <= last for end, (first, last) in zip(ends, spans, strict=False))
        repaid = sum((each * (last - first + 1) for each, (first, last) in zip(shares, spans, strict=True)), Decimal(0))
        if not follows or ends[-1] != self.maturity or repaid != 1:
            raise StepsWrong(
                first=shown(self.grace + 1),
                last=shown(self.maturity),
                repaid=percent(repaid),
                years=", ".join(f"{first}-{last}" for first, last in spans[:10]),
            )

    @property
    def periods(self) -> int:
        """Payment dates from the first disbursement to the last repayment."""
        return int(Fraction(self.maturity) * self.frequency)

    @property
    def grace_periods(self) -> int:
        """Payment dates with interest alone."""
        return int(Fraction(self.grace) * self.frequency)

    @property
    def weights(self) -> tuple[Fraction, ...]:
        """The share of the face that is repaid at each payment date, 1 to `periods`."""
        if not self.steps:
            free = self.grace_periods
            return (Fraction(0),) * free + (Fraction(1, self.periods - free),) * (self.periods - free)
        yearly = [Fraction(0)] * int(self.grace)
        for step in self.steps:
            yearly += [Fraction(step.share)] * (step.last - step.first + 1)
        return tuple(part / self.frequency for part in yearly for _ in range(self.frequency))


@dataclass(frozen=True, slots=True)
class Terms:
    """A loan: `rate` a year and `fee` (front end) as shares, 0.04 for 4 percent.

    >>> Terms(rate=Decimal("0.04"), profile=Profile(Decimal(20), Decimal(5))).profile.frequency
    2

    Raises RateOutside, FeeOutside.
    """

    rate: Decimal
    profile: Profile
    fee: Decimal = Decimal(0)

    def __post_init__(self) -> None:
        object.__setattr__(self, "rate", share(self.rate, RateOutside))
        object.__setattr__(self, "fee", share(self.fee, FeeOutside))
