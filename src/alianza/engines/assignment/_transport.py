"""The best placement when only posts limit it: the auction round after round, down to prices in whole points."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from alianza.engines.assignment._auction import (
    STALLED,
    Book,
    Floor,
    Toll,
    auction,
    best_choices,
    by_worker,
    price_without_posts,
)
from alianza.engines.assignment._compiled import compiled
from alianza.engines.assignment._market import Market

FINER = 8
"""From round to round the step shrinks by this factor."""
FIRST_STEP = 4
"""The first step is the best score over this number."""
PATIENCE = 2_000
"""Bids per worker in one round after which the auction counts as stalled."""

Int64 = NDArray[np.int64]


class Stalled(Exception):
    """The auction made no headway; another method has to finish."""


class Hall:
    """The auction's working state: the pairs both ways, prices, and who stands where."""

    def __init__(self, market: Market) -> None:
        m = market
        posts = np.minimum(m.posts, np.diff(m.start) + 1)  # one more than the candidates is never full
        heap = np.concatenate([[0], np.cumsum(posts)]).astype(np.int64)
        self.market = m
        self.best_score = int(m.score.max(initial=1))
        first, order, score = by_worker(m.start, m.worker, m.score, m.posts, m.workers)
        self.book = Book(m.start, m.worker, m.score, first, order, score, posts, heap)
        self.floor = Floor(
            price=np.zeros(m.orders, np.int64),
            filled=np.zeros(m.orders, np.int64),
            placed=np.full(m.workers, -1, np.int32),
            own=np.zeros(m.workers, np.int64),
            bid=np.zeros(int(heap[-1]) + 1, np.int64),
            who=np.zeros(int(heap[-1]) + 1, np.int32),
            waiting=np.zeros(m.workers + 1, np.int32),
        )

    def round(self, scale: int, step: int, lower: int, toll: Toll | None = None) -> None:
        """One round of the auction; raises Stalled."""
        most = PATIENCE * (self.market.workers + self.market.orders) + 1_000_000
        if auction(self.book, self.floor, scale, step, lower, toll, most) == STALLED:
            raise Stalled

    def bound(self, scale: int, price: Int64, toll: Toll | None = None) -> tuple[int, Int64]:
        """What no placement can exceed at these prices, in units, and each worker's profit (weak duality)."""
        profit = np.zeros(self.market.workers, np.int64)
        total = best_choices(self.book, scale, toll, price, profit)
        return int(total) + int(self.market.posts @ price), profit

    def settled(self, scale: int, price: Int64, toll: Toll | None = None) -> tuple[int, Int64]:
        """The bound, and the prices with those of orders without posts, which the auction leaves out."""
        total, profit = self.bound(scale, price, toll)
        complete = price.copy()
        price_without_posts(self.book, scale, toll, complete, profit)
        return total, complete

    def worth(self) -> int:
        """What who stands where now is worth, in units, less toll."""
        return int(self.floor.own[self.floor.placed >= 0].sum())


def points(market: Market, placed: NDArray[np.int32]) -> int:
    """What a placement is worth: the sum of its scores."""
    return int(_points(market.start, market.worker, market.score, placed))


@compiled
def _points(start: Any, worker: Any, score: Any, placed: Any) -> Any:
    total = 0
    for k in range(start.size - 1):
        for e in range(start[k], start[k + 1]):
            if placed[worker[e]] == k:
                total += score[e]
    return total


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


def best_placement(hall: Hall, toll: Toll | None = None) -> Int64:
    """Run the auction to the proved optimum; the answer is the prices in points, the placement stands in the hall.

    A toll is in points. Raises Stalled when the auction makes no headway.
    """
    scale = hall.market.orders + 2
    step = max(1, hall.best_score * scale // FIRST_STEP)
    lower = 0
    fine = None if toll is None else toll._replace(amount=toll.amount * scale)
    while True:
        hall.round(scale, step, lower, fine)
        if step < scale:
            price = whole_prices(hall.floor.price, scale, step)
            if price is not None and hall.bound(1, price, toll)[0] * scale == hall.worth():
                return price
        if step == 1:
            raise Stalled  # cannot happen: at this step the rounding above is exact
        lower = 2 * step
        step = max(1, step // FINER)
