"""The counts of birthplaces nearest to those wanted that two tables can carry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import linalg

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

STEPS_MOST = 200
FAR = 500.0
EXACT = 1e-13
"""Share of all people by which the counts may miss a limit."""


@dataclass(frozen=True)
class Cut:
    """In this table the birthplaces `inside` live in the places `there` alone, which hold no more than `most`."""

    table: str
    inside: Flags
    there: Flags
    most: float


def nearest(wanted: Floats, cuts: Sequence[Cut]) -> Floats | None:
    """The counts of least divergence from those wanted, with the same sum, within every cut; None if there are none.

    With one cut: those inside are lowered to it in proportion, all others lifted in proportion. With several the dual,
    one multiplier of 0 or more for each cut, is solved by Newton steps on those that bind.
    """
    total = float(wanted.sum())
    start = wanted.copy()
    for cut in cuts:
        if cut.most <= EXACT * total:  # no multiplier is large enough to make a count 0
            start[cut.inside] = 0.0
    held = [cut for cut in cuts if cut.most > EXACT * total]
    if start.sum() <= 0:
        return None
    G = np.array([cut.inside for cut in held], np.float64).reshape(len(held), wanted.size)
    b = np.array([cut.most for cut in held]) / total

    def at(price: Floats) -> tuple[Floats, float, Floats]:
        power = -(price @ G)
        top = float(power.max())
        weight = start * np.exp(power - top)
        share = weight / weight.sum()
        return share, float(np.log(weight.sum()) + top + b @ price), b - G @ share

    price = np.zeros(len(held))
    share, value, slope = at(price)
    for _ in range(STEPS_MOST):
        free = (price > 0) | (slope < 0)
        miss = float(np.abs(slope[free]).max(initial=0.0))
        if miss <= EXACT:
            return share * total
        if price.max(initial=0.0) > FAR:
            return None
        part = G[free]
        mean = part @ share
        system = (part * share) @ part.T - np.outer(mean, mean)
        system[np.diag_indices_from(system)] += 1e-15
        move = np.zeros(len(held))
        try:
            move[free] = linalg.solve(system, -slope[free], assume_a="sym", check_finite=False)
        except linalg.LinAlgError:
            return None
        move *= min(1.0, 20.0 / max(float(np.abs(move).max()), 1e-300))
        size = 1.0
        for _ in range(50):
            tried = np.maximum(price + size * move, 0.0)
            share_, value_, slope_ = at(tried)
            bound = (tried > 0) | (slope_ < 0)
            if value_ < value - 1e-16 or float(np.abs(slope_[bound]).max(initial=0.0)) < miss:
                break
            size /= 2
        else:
            return share * total if miss <= 100 * EXACT else None
        price, share, value, slope = tried, share_, value_, slope_
    return None
