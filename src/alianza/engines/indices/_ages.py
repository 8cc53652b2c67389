"""At what ages people move."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from alianza.engines.indices._given import Floats, part

AROUND = 5
"""Years to either side of the peak that breadth counts."""
YOUNGEST, OLDEST = 5, 65
"""Ages between which the largest rise and fall are looked for."""


@dataclass(frozen=True)
class AgeProfile:
    """Measures of rates by single or grouped age (Rogers and Castro 1981; Bernard, Bell and Charles-Edwards 2014).

    `gmr`: gross migraproduction rate, the sum of rates. `peak`, `peak_age`: the highest rate, and the youngest age that
    has it. `breadth`: sum of the rates at ages within 5 years of the peak age, whatever rows they stand in; `share` the
    same over `gmr`. `murc_age`, `mdrc_age`: ages from 5 to 65 reached by the largest rise and the largest fall per year
    of age, the youngest if several; `murc`, `mdrc` how large they are. `asymmetry`: murc_age / mdrc_age.
    """

    gmr: float
    peak: float
    peak_age: float
    breadth: float
    share: float
    murc: float
    murc_age: float
    mdrc: float
    mdrc_age: float
    asymmetry: float


def age_profile(age: ArrayLike, rate: ArrayLike) -> AgeProfile:
    """Measure a profile; ages in any order, each once, rates of 0 or more.

    >>> age_profile([0, 10, 20, 30], [1, 1, 4, 2]).peak_age
    20.0
    """
    x, m = np.asarray(age, dtype=np.float64), np.asarray(rate, dtype=np.float64)
    if x.ndim != 1 or x.shape != m.shape or x.size < 2:
        raise ValueError("age and rate: need one number each for 2 ages or more")
    if not (np.isfinite(x).all() and np.isfinite(m).all()) or m.min() < 0:
        raise ValueError("age and rate: need numbers, rates of 0 or more; missing is not zero")
    order = np.argsort(x, kind="stable")
    x, m = x[order], m[order]
    if (np.diff(x) == 0).any():
        raise ValueError("age: stands twice")
    total = float(m.sum())
    top = int(m.argmax())
    breadth = float(m[np.abs(x - x[top]) <= AROUND].sum())
    slope = np.diff(m) / np.diff(x)
    reached = x[1:]
    within = (reached >= YOUNGEST) & (reached <= OLDEST)
    if not within.any():
        nan = float("nan")
        return AgeProfile(total, float(m[top]), float(x[top]), breadth, part(breadth, total), nan, nan, nan, nan, nan)
    rise = int(np.where(within, slope, -np.inf).argmax())
    fall = int(np.where(within, slope, np.inf).argmin())
    return AgeProfile(
        total,
        float(m[top]),
        float(x[top]),
        breadth,
        part(breadth, total),
        float(slope[rise]),
        float(reached[rise]),
        float(-slope[fall]),
        float(reached[fall]),
        part(float(reached[rise]), float(reached[fall])),
    )


@dataclass(frozen=True)
class RogersCastro:
    """The model schedule: a fall from birth, a peak of work, a level, and perhaps a peak of retirement (`a3` > 0).

    >>> round(RogersCastro(0.02, 0.1, 0.06, 20, 0.1, 0.4, 0.003).rate([20])[0].item(), 6)
    0.027779
    """

    a1: float
    alpha1: float
    a2: float
    mu2: float
    alpha2: float
    lambda2: float
    c: float
    a3: float = 0.0
    mu3: float = 65.0
    alpha3: float = 0.0
    lambda3: float = 0.0

    def rate(self, age: ArrayLike) -> Floats:
        """The rate at each age."""
        x = np.asarray(age, dtype=np.float64)
        work = self.a2 * np.exp(-self.alpha2 * (x - self.mu2) - np.exp(-self.lambda2 * (x - self.mu2)))
        rest = self.a3 * np.exp(-self.alpha3 * (x - self.mu3) - np.exp(-self.lambda3 * (x - self.mu3)))
        found: Floats = self.a1 * np.exp(-self.alpha1 * x) + work + (rest if self.a3 else 0.0) + self.c
        return found

    @property
    def child_dependency(self) -> float:
        """a1 / a2: moves of children against those of workers."""
        return part(self.a1, self.a2)

    @property
    def labour_asymmetry(self) -> float:
        """lambda2 / alpha2: how much steeper the rise to the peak of work is than the fall after it."""
        return part(self.lambda2, self.alpha2)

    @property
    def parental_shift(self) -> float:
        """alpha1 / alpha2: whether children move at the rate their parents do."""
        return part(self.alpha1, self.alpha2)
