"""What a placement run takes in: pairs with scores, posts, and limits on groups of placements."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from alianza.engines.assignment._compiled import compiled

MOST_SCORE = 32_767
"""Scores are kept in two bytes; profile 1 ends at 10,001."""


@dataclass(frozen=True)
class Market:
    """Workers, orders and the pairs that may meet.

    The pairs stand by order: those of order k are `worker[start[k]:start[k + 1]]`, worker positions strictly rising.
    A pair that is not listed cannot be placed (A1).
    """

    start: NDArray[np.int64]
    worker: NDArray[np.int32]
    score: NDArray[np.int16]
    """Whole points, 1 and up."""
    posts: NDArray[np.int64]
    """Of each order."""
    workers: int
    """How many workers there are, with or without a pair."""

    @property
    def orders(self) -> int:
        return len(self.posts)

    @property
    def candidates(self) -> int:
        """How many pairs may meet."""
        return len(self.worker)


def market(*, start: ArrayLike, worker: ArrayLike, score: ArrayLike, posts: ArrayLike, workers: int) -> Market:
    """A market from plain arrays, checked.

    Raises ValueError naming what is wrong: lengths, a worker out of range or listed twice in one order, a score below
    1, negative posts.

    >>> market(start=[0, 2], worker=[0, 1], score=[70, 80], posts=[1], workers=2).candidates
    2
    """
    s = np.ascontiguousarray(start, dtype=np.int64)
    w = _narrow(worker, np.int32, "worker")
    v = _narrow(score, np.int16, "score")
    p = np.ascontiguousarray(posts, dtype=np.int64)
    if s.ndim != 1 or s.size != p.size + 1 or s[0] != 0 or s[-1] != w.size or bool((np.diff(s) < 0).any()):
        raise ValueError("start: needs one entry more than posts, rising from 0 to the number of pairs")
    if v.size != w.size:
        raise ValueError(f"score: has {v.size} entries for {w.size} pairs")
    if p.size and int(p.min()) < 0:
        raise ValueError(f"posts: order {int(p.argmin())} offers {int(p.min())}; give 0 or more")
    if v.size and int(v.min()) < 1:
        raise ValueError(f"score: pair {int(v.argmin())} has {int(v.min())}; scores are whole numbers from 1")
    wrong = int(_misplaced(s, w, workers))
    if wrong >= 0:
        raise ValueError(
            f"worker: pair {wrong} names worker {int(w[wrong])}; within an order they rise, from 0 to {workers - 1}"
        )
    return Market(s, w, v, p, int(workers))


def _narrow(values: ArrayLike, dtype: type[np.signedinteger[Any]], name: str) -> NDArray[Any]:
    given = np.asarray(values)
    if given.size and given.dtype != dtype:
        if not np.issubdtype(given.dtype, np.integer):
            raise ValueError(f"{name}: whole numbers expected, found {given.dtype}")
        limits = np.iinfo(dtype)
        if int(given.min()) < limits.min or int(given.max()) > limits.max:
            raise ValueError(f"{name}: {int(given.min())} to {int(given.max())} leaves {limits.min} to {limits.max}")
    return np.ascontiguousarray(given, dtype=dtype)


@compiled
def _misplaced(start: Any, worker: Any, workers: Any) -> Any:
    for k in range(start.size - 1):
        last = -1
        for e in range(start[k], start[k + 1]):
            if worker[e] <= last or worker[e] >= workers:
                return e
            last = worker[e]
    return -1


@dataclass(frozen=True)
class Limits:
    """Side rows: for each row the placements, weighted, must not exceed a number (A2).

    Workers fall into classes and orders into classes, and the weight of a placement depends on the two classes alone:
    entry t says that row `row[t]` counts `weight[t]` for a worker of class `of_worker[t]` in an order of class
    `of_order[t]`. What is not listed counts 0. A quota or a cap counts 1; a share of `per_mille` counts
    `per_mille - 1000 * member` and allows 0.
    """

    worker_class: NDArray[np.int32]
    order_class: NDArray[np.int32]
    row: NDArray[np.int64]
    of_worker: NDArray[np.int64]
    of_order: NDArray[np.int64]
    weight: NDArray[np.int64]
    most: NDArray[np.int64]
    """What each row allows, 0 or more, so that placing nobody is always allowed."""

    @property
    def rows(self) -> int:
        return len(self.most)

    @property
    def classes(self) -> tuple[int, int]:
        """How many classes of workers and of orders."""
        return (
            1 + int(max(self.worker_class.max(initial=0), self.of_worker.max(initial=0))),
            1 + int(max(self.order_class.max(initial=0), self.of_order.max(initial=0))),
        )


def limits(
    *,
    worker_class: ArrayLike,
    order_class: ArrayLike,
    row: ArrayLike,
    of_worker: ArrayLike,
    of_order: ArrayLike,
    weight: ArrayLike,
    most: ArrayLike,
) -> Limits:
    """Side rows from plain arrays, checked. Raises ValueError: lengths, a row out of range, a negative allowance."""
    wide = [np.ascontiguousarray(a, dtype=np.int64) for a in (row, of_worker, of_order, weight)]
    allowed = np.ascontiguousarray(most, dtype=np.int64)
    if len({a.size for a in wide}) != 1:
        raise ValueError("row, of_worker, of_order and weight: need the same length")
    for name, a in zip(("row", "of_worker", "of_order"), wide, strict=False):
        if a.size and int(a.min()) < 0:
            raise ValueError(f"{name}: negative position at entry {int(a.argmin())}")
    if wide[0].size and int(wide[0].max()) >= allowed.size:
        raise ValueError(f"row: entry {int(wide[0].argmax())} names a row beyond the {allowed.size} given")
    if allowed.size and int(allowed.min()) < 0:
        raise ValueError(f"most: row {int(allowed.argmin())} allows {int(allowed.min())}; give 0 or more")
    workers, orders = (np.ascontiguousarray(a, dtype=np.int32) for a in (worker_class, order_class))
    for name, narrow in (("worker_class", workers), ("order_class", orders)):
        if narrow.size and int(narrow.min()) < 0:
            raise ValueError(f"{name}: negative class at position {int(narrow.argmin())}")
    return Limits(workers, orders, wide[0], wide[1], wide[2], wide[3], allowed)
