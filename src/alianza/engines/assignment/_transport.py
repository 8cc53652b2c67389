"""The best placement when only posts limit it: the auction round after round, down to prices in whole points."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from alianza.engines.assignment._auction import STALLED, auction, by_worker, priced_out
from alianza.engines.assignment._market import Market

FINER = 8
"""From round to round the step shrinks by this factor."""
FIRST_STEP = 4
"""The first step is the best score over this number."""
PATIENCE = 2_000
"""Bids per worker in one round after which the auction counts as stalled."""

Int64 = NDArray[np.int64]
Toll = tuple[Int64, NDArray[np.int32], NDArray[np.int32]]
"""What each (worker class, order class) pays, in units, with the classes of workers and orders."""


class Stalled(Exception):
    """The auction made no headway; another method has to finish."""


@dataclass
class Hall:
    """The auction's working state: the pairs both ways, prices, and who stands where."""

    market: Market
    first: Int64 = field(init=False)
    order: NDArray[np.int32] = field(init=False)
    score: NDArray[np.int16] = field(init=False)
    price: Int64 = field(init=False)
    placed: NDArray[np.int32] = field(init=False)

    def __post_init__(self) -> None:
        m = self.market
        self.first, self.order, self.score = by_worker(m.start, m.worker, m.score, m.workers)
        self.posts = np.minimum(m.posts, np.diff(m.start) + 1)  # one more than the candidates is never full
        self.heap = np.concatenate([[0], np.cumsum(self.posts)]).astype(np.int64)
        self.price = np.zeros(m.orders, np.int64)
        self.filled = np.zeros(m.orders, np.int64)
        self.placed = np.full(m.workers, -1, np.int32)
        self.own = np.zeros(m.workers, np.int64)
        self.bid = np.zeros(int(self.heap[-1]) + 1, np.int64)
        self.who = np.zeros(int(self.heap[-1]) + 1, np.int32)
        self.waiting = np.zeros(m.workers + 1, np.int32)
        self.best_score = int(m.score.max(initial=1))

    def round(self, scale: int, step: int, lower: int, toll: Toll | None = None) -> None:
        """One round of the auction; raises Stalled."""
        m = self.market
        if (
            auction(
                m.start, m.worker, m.score, self.first, self.order, self.score, self.posts, self.heap,
                scale, step, lower, *(toll or (None, None, None)), PATIENCE * (m.workers + m.orders) + 1_000_000,
                self.price, self.filled, self.placed, self.own, self.bid, self.who, self.waiting,
            )
            == STALLED
        ):  # fmt: skip
            raise Stalled

    def bound(self, scale: int, price: Int64, toll: Toll | None = None) -> tuple[int, Int64]:
        """What no placement can exceed at these prices, in units, and each worker's profit (weak duality)."""
        profit = np.zeros(self.market.workers, np.int64)
        total = priced_out(self.first, self.order, self.score, scale, *(toll or (None, None, None)), price, profit)
        return int(total) + int(self.market.posts @ price), profit

    def worth(self) -> int:
        """What who stands where now is worth, in units, less toll."""
        return int(self.own[self.placed >= 0].sum())


def whole_prices(price: Int64, scale: int, step: int) -> Int64 | None:
    """Prices in points that keep every best choice, or None when the step is still too coarse.

    Between two orders, or an order and nothing, the prices (in units) may be wrong by `step`, while the score
    differences are whole points. Where the fractions of all prices leave a gap wider than `step` on the circle, cutting
    there and rounding down moves no difference past a whole point, so what held within `step` holds exactly. With
    `scale` above the number of orders and a step of 1 there is always such a gap.
    """
    fraction = np.unique(np.append(price % scale, 0))
    gap = np.diff(np.append(fraction, fraction[0] + scale))
    widest = int(gap.argmax())
    if gap[widest] <= step:
        return None
    cut = int(fraction[(widest + 1) % fraction.size])
    whole: Int64 = (price - cut) // scale - (-cut) // scale
    return whole


def best_placement(hall: Hall) -> Int64:
    """Run the auction to the proved optimum; the answer is the prices in points, the placement stands in the hall.

    Raises Stalled when the auction makes no headway.
    """
    scale = hall.market.orders + 2
    step = max(1, hall.best_score * scale // FIRST_STEP)
    lower = 0
    while True:
        hall.round(scale, step, lower)
        if step < scale:
            price = whole_prices(hall.price, scale, step)
            if price is not None and hall.bound(1, price)[0] * scale == hall.worth():
                return price
        if step == 1:
            raise Stalled  # cannot happen: at this step the rounding above is exact
        lower = 2 * step
        step = max(1, step // FINER)
