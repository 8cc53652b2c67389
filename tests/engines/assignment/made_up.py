"""Small made-up markets, and the plain answers they are held against."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from alianza.engines.assignment import Limits, Market, limits, market


class Case(NamedTuple):
    market: Market
    limits: Limits | None


def made_up(
    seed: int, workers: int, orders: int, *, density=0.5, most_score=60, most_posts=3, rows=0, shares=0
) -> Case:
    """Pairs at random; rows that allow few; shares of two kinds of worker."""
    rng = np.random.default_rng(seed)
    there = rng.random((orders, workers)) < density
    k, i = np.nonzero(there)
    held = market(
        start=np.concatenate([[0], np.cumsum(there.sum(axis=1))]),
        worker=i,
        score=rng.integers(1, most_score + 1, k.size),
        posts=rng.integers(0, most_posts + 1, orders),
        workers=workers,
    )
    if not rows and not shares:
        return Case(held, None)
    worker_class, order_class = rng.integers(0, 4, workers), rng.integers(0, 3, orders)
    entries = [
        (r, int(g), int(h), 1)
        for r in range(rows)
        for g, h in zip(rng.integers(0, 4, 3), rng.integers(0, 3, 3), strict=True)
    ]
    entries = sorted(set(entries))
    for s in range(shares):
        per_mille = int(rng.integers(100, 900))
        entries += [
            (rows + s, g, h, per_mille - 1000 * (g % 2)) for g in range(4) for h in range(3) if s % 2 == 0 or h == s % 3
        ]
    most = np.concatenate([rng.integers(0, 4, rows), np.zeros(shares, int)])
    row, of_worker, of_order, weight = (np.array(column) for column in zip(*entries, strict=True))
    return Case(
        held,
        limits(
            worker_class=worker_class, order_class=order_class, row=row, of_worker=of_worker, of_order=of_order,
            weight=weight, most=most,
        ),
    )  # fmt: skip


def dense(case: Case) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Constraint matrix over the pairs, what it allows, and the scores: written out, entry by entry."""
    held, side = case
    n = held.candidates
    order = np.repeat(np.arange(held.orders), np.diff(held.start))
    rows = 0 if side is None else side.rows
    a = np.zeros((held.workers + held.orders + rows, n))
    for e in range(n):
        a[held.worker[e], e] = 1
        a[held.workers + order[e], e] = 1
        if side is not None:
            for t in range(side.row.size):
                if (
                    side.of_worker[t] == side.worker_class[held.worker[e]]
                    and side.of_order[t] == side.order_class[order[e]]
                ):
                    a[held.workers + held.orders + side.row[t], e] += side.weight[t]
    allowed = np.concatenate([np.ones(held.workers), held.posts, [] if side is None else side.most])
    return a, allowed, held.score.astype(float)


def best_sum(case: Case) -> int:
    """What branch and bound finds on the whole programme."""
    a, allowed, score = dense(case)
    if not score.size:
        return 0
    answer = milp(
        -score, integrality=np.ones(score.size), bounds=Bounds(0, 1),
        constraints=LinearConstraint(a, -np.inf, allowed), options={"mip_rel_gap": 0.0},
    )  # fmt: skip
    assert answer.x is not None
    return round(-answer.fun)
