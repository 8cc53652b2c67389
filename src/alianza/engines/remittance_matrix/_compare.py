"""How close is one table of corridors to another?"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike


@dataclass(frozen=True)
class Agreement:
    """Over pairs that both tables know: Pearson's correlation of amounts; half the sum of absolute differences of
    shares (0 the same, 1 disjoint); the share of pairs within a factor of two among the `compared`, those where both
    are above zero and the reference reaches the least amount asked for; and the number of `pairs`.
    """

    pearson: float
    half_l1: float
    within_factor_two: float
    compared: int
    pairs: int


def agreement(estimate: ArrayLike, reference: ArrayLike, *, at_least: float = 0.0) -> Agreement:
    """Compare two amounts of each pair; pairs with NaN in one are left out. Raises ValueError with fewer than two.

    `at_least` is the amount in the reference from which on factors are compared: those of a few hundred dollars say
    little.

    >>> agreement([1.0, 3.0, 4.0], [2.0, 6.0, 8.0])
    Agreement(pearson=1.0, half_l1=0.0, within_factor_two=1.0, compared=3, pairs=3)
    """
    a, b = np.asarray(estimate, np.float64), np.asarray(reference, np.float64)
    both = ~(np.isnan(a) | np.isnan(b))
    a, b = a[both], b[both]
    if a.size < 2 or a.sum() <= 0 or b.sum() <= 0:
        raise ValueError("Two tables are compared over at least two pairs, with something in each.")
    flat = np.ptp(a) == 0 or np.ptp(b) == 0
    pearson = float("nan") if flat else round(float(np.corrcoef(a, b)[0, 1]), 12)
    sent = (a > 0) & (b > 0) & (b >= at_least)
    with np.errstate(invalid="ignore", divide="ignore"):
        ratio = a[sent] / b[sent]
    close = float(np.mean((ratio >= 0.5) & (ratio <= 2))) if sent.any() else float("nan")
    half = float(np.abs(a / a.sum() - b / b.sum()).sum() / 2)
    return Agreement(pearson, half, close, int(sent.sum()), int(a.size))
