"""Numbers as bytes that keep every comparison the orders make.

Years, age, education and languages are small numbers and stand as they are. Of passports, months and wages, orders
compare a worker's number with a few thresholds only. Sort the thresholds: a number's byte is how many of them
it has reached, and `value >= threshold` becomes `byte >= the threshold's byte`. With more than 255 thresholds some are
left out, evenly; then the byte test lets a few too many through and the exact test behind it decides, never the other
way round.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from alianza.engines.preselection import _kernels as k
from alianza.engines.preselection._tables import Int32, Int64, Orders, Workers

MOST = 255
NEAR_BITS = 12


class Scale:
    """Thresholds `value >= t` as marks."""

    def __init__(self, thresholds: Int64) -> None:
        marks = np.unique(thresholds)
        self.exact = len(marks) <= MOST
        if not self.exact:
            marks = marks[np.linspace(0, len(marks) - 1, MOST).round().astype(np.int64)]
        self.marks: Int64 = marks
        span = int(marks[-1] - marks[0]) if len(marks) else 0
        self.shift = max(0, span.bit_length() - NEAR_BITS)
        steps = np.arange((span >> self.shift) + 1, dtype=np.int64) << self.shift
        self.near = np.searchsorted(marks, (marks[0] if len(marks) else 0) + steps, "right").astype(np.uint8)

    def rank(self, values: Int32) -> NDArray[np.uint8]:
        """Of a few values: the orders' own."""
        return np.searchsorted(self.marks, values, "right").astype(np.uint8)

    def ranks(self, values: Int32) -> NDArray[np.uint8]:
        """Of many values: the workers'."""
        return k.rank_among(self.marks, self.near, self.shift, values)


def as_bytes(workers: Workers, orders: Orders) -> tuple[k.Ranks, NDArray[np.uint8], NDArray[np.uint8], bool]:
    """The workers' ranks; the orders' bytes, least (m, 4) and most (m, 3) as in `OrderColumns`; whether they decide.

    The wage need not: it is compared again in any case.
    """
    passport = Scale(orders.passport_min.astype(np.int64))
    start = Scale(orders.start_month.astype(np.int64) + 1)
    wage = Scale(orders.wage.astype(np.int64) + 1)
    ranks = k.Ranks(
        passport.ranks(workers.passport_months), start.ranks(workers.available_month), wage.ranks(workers.min_wage)
    )
    least = [
        _byte(orders.min_years),
        _byte(orders.min_education),
        _byte(orders.age_min),
        passport.rank(orders.passport_min),
    ]
    most = [_byte(orders.age_max), start.rank(orders.start_month), wage.rank(orders.wage)]
    return ranks, np.stack(least, 1), np.stack(most, 1), passport.exact and start.exact


def _byte(values: Int32 | NDArray[np.int8]) -> NDArray[np.uint8]:
    """A threshold for numbers from 0 to 250; what lies outside stays out of reach."""
    return np.clip(values, 0, 255).astype(np.uint8)
