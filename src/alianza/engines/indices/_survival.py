"""Net migration from two counts and survival."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from alianza.engines.indices._given import Floats


@dataclass(frozen=True)
class SurvivalNet:
    """Net migration of each cohort, persons: `forward` counts at the end, `reverse` at the start, `average` of both."""

    forward: Floats
    reverse: Floats
    average: Floats


def survival_net(start: ArrayLike, end: ArrayLike, survival: ArrayLike) -> SurvivalNet:
    """`start` and `end` of the same cohorts, and the share of each that survives, above 0 and at most 1.

    >>> survival_net([100], [99], [0.9]).average.round(6).tolist()
    [9.5]
    """
    P0, P1, s = (np.asarray(each, dtype=np.float64) for each in (start, end, survival))
    if not P0.shape == P1.shape == s.shape:
        raise ValueError("start, end and survival: need one number each for every cohort")
    if not all(np.isfinite(each).all() and (each >= 0).all() for each in (P0, P1, s)):
        raise ValueError("start, end and survival: need numbers of 0 or more; missing is not zero")
    if s.size and (s.min() <= 0 or s.max() > 1):
        raise ValueError("survival: is a share above 0 and at most 1")
    forward, reverse = P1 - s * P0, P1 / s - P0
    return SurvivalNet(forward, reverse, (forward + reverse) / 2)
