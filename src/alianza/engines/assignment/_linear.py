"""SciPy's HiGHS, for what is small or has stalled: exact multipliers, exact small placements (A7)."""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy  # its `optimize` takes half a second to load, which it does at the first use
from numpy.typing import NDArray
from scipy.sparse import csc_array, csr_array, hstack, vstack

from alianza.engines.assignment._market import Limits, Market

NODES = 300
"""Nodes of the search tree for a small placement: a count, not a time, so that the answer does not depend on speed."""


def _matrix(market: Market, limits: Limits | None, pairs: NDArray[np.int64]) -> tuple[Any, NDArray[np.float64]]:
    """Constraints on the given pairs (worker rows, order rows, side rows) and what they allow."""
    order = np.repeat(np.arange(market.orders), np.diff(market.start))[pairs]
    worker = market.worker[pairs]
    column = np.arange(pairs.size)
    one = np.ones(pairs.size)
    parts = [
        csr_array((one, (worker, column)), shape=(market.workers, pairs.size)),
        csr_array((one, (order, column)), shape=(market.orders, pairs.size)),
    ]
    allowed = [np.ones(market.workers), market.posts.astype(float)]
    if limits is not None:
        width = limits.classes[1]
        cells = csc_array(
            (limits.weight.astype(float), (limits.row, limits.of_worker * width + limits.of_order)),
            shape=(limits.rows, limits.classes[0] * width),
        )
        parts.append(cells[:, limits.worker_class[worker].astype(np.int64) * width + limits.order_class[order]])
        allowed.append(limits.most.astype(float))
    return vstack(parts).tocsc(), np.concatenate(allowed)


def by_lp(
    market: Market, limits: Limits | None
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """The linear programme on all pairs: how much of each pair, order prices and multipliers (points)."""
    a, b = _matrix(market, limits, np.arange(market.candidates))
    answer = scipy.optimize.linprog(-market.score.astype(float), A_ub=a, b_ub=b, bounds=(0, None), method="highs-ds")
    if answer.x is None:
        raise ArithmeticError(f"the linear programme found no answer: {answer.message}")
    dual = np.maximum(0.0, -answer.ineqlin.marginals)[market.workers :]
    return answer.x, dual[: market.orders], dual[market.orders :]


def near(
    market: Market,
    limits: Limits,
    pairs: NDArray[np.int64],
    price: NDArray[np.float64],
    multiplier: NDArray[np.float64],
    within: float,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The best order prices and multipliers (points) that differ by at most `within` from those given, on some pairs.

    The box is what the pairs left out need: as their prices hardly move, they stay out of reach (R. E. Marsten,
    W. W. Hogan and J. W. Blankenship, Operations Research 23 (1975) 389-405). In the programme each row of an order or
    limit may also be filled at its lowest price, or widened at its highest.
    """
    a, b = _matrix(market, limits, pairs)
    given = np.concatenate([price, multiplier])
    low, high = np.maximum(0.0, given - within), given + within
    here = np.arange(given.size)
    one = csc_array((np.ones(given.size), (market.workers + here, here)), shape=(b.size, given.size))
    answer = scipy.optimize.linprog(
        np.concatenate([-market.score[pairs].astype(float), -low, high]),
        A_ub=hstack([a, one, -one]).tocsc(), b_ub=b, bounds=(0, None), method="highs-ds",
    )  # fmt: skip
    if answer.x is None:
        raise ArithmeticError(f"the linear programme found no answer: {answer.message}")
    dual = np.maximum(0.0, -answer.ineqlin.marginals)[market.workers :]
    return dual[: market.orders], dual[market.orders :]


def by_search(market: Market, limits: Limits, pairs: NDArray[np.int64], nodes: int = NODES) -> NDArray[np.int32] | None:
    """The best placement on the given pairs by branch and bound, or the best found within `nodes`, or None."""
    a, b = _matrix(market, limits, pairs)
    answer = scipy.optimize.milp(
        -market.score[pairs].astype(float),
        integrality=np.ones(pairs.size),
        bounds=scipy.optimize.Bounds(0, 1),
        constraints=scipy.optimize.LinearConstraint(a, -np.inf, b),
        options={"node_limit": nodes, "mip_rel_gap": 0.0},
    )
    if answer.x is None:
        return None
    placed = np.full(market.workers, -1, np.int32)
    chosen = pairs[answer.x > 0.5]
    order = np.repeat(np.arange(market.orders, dtype=np.int32), np.diff(market.start))
    placed[market.worker[chosen]] = order[chosen]
    return placed
