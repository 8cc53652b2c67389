"""Net migrants by age: the schedule of Rogers & Castro (1981)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Schedule:
    """Children who move with parents, people who move for work around age `mu2`, and a constant at all ages."""

    a1: float
    alpha1: float
    a2: float
    alpha2: float
    mu2: float
    lambda2: float
    c: float


ROGERS_CASTRO = Schedule(a1=0.02, alpha1=0.1, a2=0.06, alpha2=0.1, mu2=20.0, lambda2=0.4, c=0.003)
"""The fundamental values: averages over the schedules of some 500 regions, IIASA RR-81-30."""


def schedule(age: ArrayLike, values: Schedule = ROGERS_CASTRO) -> Array:
    """How likely people of an exact age move, relative to other ages."""
    x = np.asarray(age, np.float64)
    work = np.exp(-values.alpha2 * (x - values.mu2) - np.exp(-values.lambda2 * (x - values.mu2)))
    return np.asarray(values.a1 * np.exp(-values.alpha1 * x) + values.a2 * work + values.c)


def age_split(
    counts: ArrayLike,
    *,
    groups: int = 21,
    width: int = 5,
    female: float = 0.5,
    values: Schedule = ROGERS_CASTRO,
) -> Array:
    """Net migrants (...) as (..., sex, age group), women first; ages sum to the count.

    Groups of `width` years from 0, the last one open and taken as wide as the others; `female` is the share of women.

    >>> age_split(1000.0).shape, round(float(age_split(1000.0).sum()), 9)
    ((2, 21), 1000.0)
    """
    if not 0 <= female <= 1:
        raise ValueError(f"the share of women must be between 0 and 1, not {female}")
    fine = (np.arange(groups * width * 10) + 0.5) / 10
    share = schedule(fine, values).reshape(groups, -1).sum(axis=1)
    share = share / share.sum()
    sexes = np.array([female, 1 - female])
    return np.asarray(np.asarray(counts, np.float64)[..., None, None] * (sexes[:, None] * share))
