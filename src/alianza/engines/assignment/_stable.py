"""The stable placement that is best for workers: deferred acceptance with the two own views (A8)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from alianza.engines.assignment._compiled import compiled
from alianza.engines.assignment._market import Market


@dataclass(frozen=True)
class StablePlacement:
    """A placement that no worker and employer would both leave for each other."""

    order: NDArray[np.int32]
    """Of each worker, -1 for those who stay."""
    objective: int
    """Sum of the scores, points."""
    blocking: int
    """Pairs that would both rather have each other, counted over all pairs afterwards; 0 when stable."""
    acceptances: int
    """Times that an order took a worker, for good or until a better one came."""
    candidates: int

    @property
    def placed(self) -> int:
        return int((self.order >= 0).sum())


def stable(market: Market, worker_view: ArrayLike) -> StablePlacement:
    """Workers propose, best order first; an order keeps the best it has posts for.

    `worker_view`, one number per pair, is what the worker sees in the order (wage and wish); the order sees the rest of
    the score. Ties go to the smaller position on either side, so every worker and order has a strict ranking and the
    answer is unique: of all stable placements every worker has here the best order (Gale and Shapley, American
    Mathematical Monthly 69 (1962) 9-15).
    """
    view = np.asarray(worker_view)
    if view.shape != market.worker.shape:
        raise ValueError(f"worker_view: has {view.size} entries for {market.candidates} pairs")
    if view.size and (int(view.min()) < 0 or bool((view >= market.score).any())):
        raise ValueError("worker_view: each lies between 0 and score - 1")
    view = np.ascontiguousarray(view, dtype=np.int16)
    first, seen = _by_worker(market.start, market.worker, market.score, view, market.workers)
    posts = np.minimum(market.posts, np.diff(market.start))
    heap = np.concatenate([[0], np.cumsum(posts)]).astype(np.int64)
    placed, rank, objective, accepted = _defer(first, seen, posts, heap)
    blocking = int(_blocking(first, seen, posts, placed, rank))
    return StablePlacement(placed, int(objective), blocking, int(accepted), market.candidates)


# What a worker sees is one whole number per pair, and what an order sees another; larger is better on both sides and no
# two are equal:
#   a worker's:  view (15 bits), then the order counted from the end (31 bits), then what the order sees (16 bits)
#   an order's:  what it sees, then the worker counted from the end (32 bits)
LAST = (1 << 31) - 1


@compiled
def _by_worker(start: Any, worker: Any, score: Any, view: Any, workers: Any) -> Any:
    """Where each worker's pairs begin, and what the worker sees in each."""
    first = np.zeros(workers + 1, np.int64)
    for e in range(worker.size):
        first[worker[e] + 1] += 1
    for i in range(workers):
        first[i + 1] += first[i]
    fill = first[:-1].copy()
    seen = np.empty(worker.size, np.int64)
    for k in range(start.size - 1):
        for e in range(start[k], start[k + 1]):
            at = fill[worker[e]]
            fill[worker[e]] = at + 1
            rest = np.int64(score[e]) - np.int64(view[e]) - 1
            seen[at] = (np.int64(view[e]) << 47) | ((LAST - k) << 16) | rest
    return first, seen


@compiled
def _order_of(seen: Any) -> Any:
    return LAST - ((seen >> 16) & LAST)


@compiled
def _rank(seen: Any, worker: Any) -> Any:
    """How the order sees the worker of an entry."""
    return ((seen & 65535) << 32) | (LAST - worker)


@compiled
def _defer(first: Any, seen: Any, posts: Any, heap: Any) -> Any:
    """Deferred acceptance. Order of each worker, how it ranks that worker, the sum of scores, the acceptances.

    What an order asks for only ever rises, so an order that would not take a worker now never will: each worker goes
    straight to the best order that would, and a list is read once for each acceptance rather than for each proposal.
    """
    workers = first.size - 1
    placed = np.full(workers, -1, np.int32)
    rank = np.full(workers, -1, np.int64)
    asks = np.full(posts.size, -1, np.int64)  # a full order takes whom it ranks above this
    filled = np.zeros(posts.size, np.int64)
    held = np.zeros(heap[-1] + 1, np.int64)  # a heap for each order, the least on top
    accepted = 0
    for k in range(posts.size):
        if posts[k] == 0:
            asks[k] = np.int64(1) << 62
    for beginner in range(workers):
        i = beginner
        while i >= 0:
            best = np.int64(-1)
            for e in range(first[i], first[i + 1]):
                if seen[e] > best and _rank(seen[e], i) > asks[_order_of(seen[e])]:
                    best = seen[e]
            if best < 0:
                break
            accepted += 1
            k = _order_of(best)
            mine = _rank(best, i)
            base = heap[k]
            out = -1
            if filled[k] < posts[k]:
                at = filled[k]
                filled[k] += 1
                while at > 0 and mine < held[base + (at - 1) // 2]:
                    held[base + at] = held[base + (at - 1) // 2]
                    at = (at - 1) // 2
                held[base + at] = mine
            else:
                out = LAST - (held[base] & 0xFFFFFFFF)
                placed[out] = -1
                rank[out] = -1
                at = 0
                while True:
                    child = 2 * at + 1
                    if child >= posts[k]:
                        break
                    if child + 1 < posts[k] and held[base + child + 1] < held[base + child]:
                        child += 1
                    if mine <= held[base + child]:
                        break
                    held[base + at] = held[base + child]
                    at = child
                held[base + at] = mine
            if filled[k] == posts[k]:
                asks[k] = held[base]
            placed[i] = k
            rank[i] = mine
            i = out
    total = np.int64(0)
    for i in range(workers):
        if placed[i] >= 0:
            for e in range(first[i], first[i + 1]):
                if _order_of(seen[e]) == placed[i]:
                    total += np.int64(1) + (seen[e] >> 47) + (seen[e] & 65535)
    return placed, rank, total, accepted


@compiled
def _blocking(first: Any, seen: Any, posts: Any, placed: Any, rank: Any) -> Any:
    """How many pairs would both rather have each other than what the placement gives them."""
    filled = np.zeros(posts.size, np.int64)
    least = np.full(posts.size, np.int64(1) << 62, np.int64)
    for i in range(placed.size):
        k = placed[i]
        if k >= 0:
            filled[k] += 1
            least[k] = min(least[k], rank[i])
    for k in range(posts.size):
        if filled[k] < posts[k]:
            least[k] = -1
    count = 0
    for i in range(placed.size):
        mine = np.int64(-1)
        for e in range(first[i], first[i + 1]):
            if _order_of(seen[e]) == placed[i]:
                mine = seen[e]
        for e in range(first[i], first[i + 1]):
            if seen[e] > mine and posts[_order_of(seen[e])] > 0:
                count += _rank(seen[e], i) > least[_order_of(seen[e])]
    return count
