"""How far people move."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from alianza.engines.indices._given import Floats, moves, off_diagonal
from alianza.engines.scaling import scale


@dataclass(frozen=True)
class Distances:
    """Distance moved, in the unit given, weighted by moves (I4).

    `median`: the least distance within which half of the moves lie. `median_interpolated`: half-way read off a line
    through the cumulated moves, each corridor's at the middle of its own.
    """

    mean: float
    median: float
    median_interpolated: float


def distances(flows: ArrayLike, distance: ArrayLike) -> Distances:
    """Mean and median distance; `distance` (places x places) above 0 off the diagonal.

    >>> distances([[0, 3, 1], [0, 0, 0], [0, 0, 0]], [[0, 10, 50], [10, 0, 9], [50, 9, 0]])
    Distances(mean=20.0, median=10.0, median_interpolated=20.0)
    """
    F, d = _both(flows, distance)
    weights, far = off_diagonal(F).ravel(), off_diagonal(d).ravel()
    moved = weights > 0
    weights, far = weights[moved], far[moved]
    if not far.size:
        return Distances(float("nan"), float("nan"), float("nan"))
    order = np.argsort(far, kind="stable")
    weights, far = weights[order], far[order]
    reached = np.cumsum(weights)
    half = reached[-1] / 2
    at = int(np.searchsorted(reached, half))
    return Distances(
        float(weights @ far / reached[-1]), float(far[at]), float(np.interp(half, reached - weights / 2, far))
    )


def decay(flows: ArrayLike, distance: ArrayLike) -> float:
    """Slope of ln(distance) in a Poisson model with origin and destination effects; below 0 when moves fall with it.

    For a given slope the effects are those of a scaling to the totals (the score of each is that its total is met), so
    one equation is left, `sum (F - fitted) ln d = 0`, and it falls with the slope. NaN where no slope is determined.
    """
    from scipy.optimize import brentq

    F, d = _both(flows, distance)
    n = len(F)
    log = np.zeros((n, n))
    log[~np.eye(n, dtype=np.bool_)] = np.log(off_diagonal(d).ravel())
    log -= log.sum() / (n * (n - 1))
    np.fill_diagonal(log, 0.0)
    out, into = F.sum(axis=1), F.sum(axis=0)
    observed = float((F * log).sum())

    def score(slope: float) -> float:
        seed = np.exp(np.clip(slope * log, -500, 500))
        np.fill_diagonal(seed, 0.0)
        return observed - float((scale(seed, out, into).table * log).sum())

    low, high = -1.0, 1.0
    for _ in range(6):
        at_low, at_high = score(low), score(high)
        if at_low > 0 > at_high:
            return float(brentq(score, low, high, xtol=1e-12))
        low, high = (low * 2 if at_low <= 0 else low), (high * 2 if at_high >= 0 else high)
    return float("nan")


def _both(flows: ArrayLike, distance: ArrayLike) -> tuple[Floats, Floats]:
    F = moves(flows)
    d = np.asarray(distance, dtype=np.float64)
    if d.shape != F.shape:
        raise ValueError(f"distance: has the shape {d.shape}, the flows have {F.shape}")
    apart = off_diagonal(d)
    if not np.isfinite(apart).all() or apart.min() <= 0:
        raise ValueError("distance: needs a number above 0 for each pair; missing is not zero")
    return F, d
