"""The question answered: the best placement, within limits or without."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from alianza.engines.assignment._auction import Toll
from alianza.engines.assignment._linear import by_lp
from alianza.engines.assignment._market import Limits, Market
from alianza.engines.assignment._placement import Certificate, Placement, usage
from alianza.engines.assignment._transport import Hall, Stalled, best_placement, points
from alianza.engines.assignment._within import (
    UNIT,
    Prices,
    Side,
    fill_up,
    no_dearer_than_needed,
    prohibitive,
    shadow_prices,
)


def _quiet(_: str) -> None:
    """Say nothing."""


def place(market: Market, limits: Limits | None = None, *, tell: Callable[[str], None] = _quiet) -> Placement:
    """Who gets which place, so that the sum of the scores is as large as can be.

    Without limits the answer is proved best, with prices in whole points (A4). With limits it keeps every one of them,
    and the bound says how much a better one could add at most (A5, A6). `tell` hears the name of each phase as it
    begins. Same input, same answer, on any machine.

    >>> from alianza.engines.assignment import market
    >>> three = market(start=[0, 2, 4], worker=[0, 1, 0, 1], score=[90, 80, 85, 20], posts=[1, 1], workers=2)
    >>> best = place(three)
    >>> best.order.tolist(), best.objective, best.upper_bound
    ([1, 0], 165, 165)
    """
    tell("auction")
    hall = Hall(market)
    if limits is None or limits.rows == 0:
        return _free(hall, limits)
    if limits.worker_class.size != market.workers or limits.order_class.size != market.orders:
        raise ValueError(
            f"limits: classes for {limits.worker_class.size} workers and {limits.order_class.size} orders, "
            f"the market has {market.workers} and {market.orders}"
        )
    side = Side(market, limits)
    loose = _if_nothing_binds(hall, side)
    if loose is not None:
        return loose
    hall = Hall(market)
    prices = shadow_prices(hall, side, tell)
    placed = fill_up(hall, side, prices, tell)
    tell("proof")
    return _within(hall, side, no_dearer_than_needed(hall, side, prices), placed)


def _answer(
    market: Market, placed: NDArray[np.int32], bound: int, certificate: Certificate, used: NDArray[np.int64]
) -> Placement:
    objective = points(market, placed)
    # the best possible sum is a whole number, so a bound less than a point above proves it
    status = "optimal" if bound - objective * certificate.unit < certificate.unit else "feasible"
    return Placement(placed, objective, bound, certificate, used, market.candidates, status)


def _free(hall: Hall, limits: Limits | None) -> Placement:
    none = np.zeros(0 if limits is None else limits.rows, np.int64)
    try:
        price = best_placement(hall)
    except Stalled:
        return _by_programme(hall, none)
    bound, price = hall.settled(1, price)
    return _answer(hall.market, hall.floor.placed.copy(), bound, Certificate(1, price, none), none)


def _by_programme(hall: Hall, none: NDArray[np.int64]) -> Placement:
    """The same by linear programme: its vertices are whole numbers here, prices too (A4)."""
    market = hall.market
    amount, price, _ = by_lp(market, None)
    order = np.repeat(np.arange(market.orders, dtype=np.int32), np.diff(market.start))
    placed = np.full(market.workers, -1, np.int32)
    placed[market.worker[amount > 0.5]] = order[amount > 0.5]
    bound, whole = hall.settled(1, np.rint(price).astype(np.int64))
    return _answer(market, placed, bound, Certificate(1, whole, none), none)


def _if_nothing_binds(hall: Hall, side: Side) -> Placement | None:
    """The best placement without the rows that can be kept by shutting pairs out, when it keeps the others too."""
    shut = prohibitive(side, hall.best_score, 1)
    toll: Toll | None = side.toll(shut) if shut.any() else None
    try:
        price = best_placement(hall, toll)
    except Stalled:
        return None
    placed = hall.floor.placed.copy()
    if bool((side.used(placed) > side.limits.most).any()):
        return None
    bound, _ = side.bound(hall, price * UNIT, shut * UNIT)
    return _within(
        hall, side, no_dearer_than_needed(hall, side, Prices(bound, price * UNIT, shut * UNIT, placed)), placed
    )


def _within(hall: Hall, side: Side, prices: Prices, placed: NDArray[np.int32]) -> Placement:
    _, price = hall.settled(UNIT, prices.price, side.toll(prices.multiplier))
    certificate = Certificate(UNIT, price, prices.multiplier)
    return _answer(side.market, placed, prices.bound, certificate, usage(side.limits, placed))
