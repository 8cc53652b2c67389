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
    proposals: int
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
    first, order, worker_sees, order_sees = _by_worker(market.start, market.worker, market.score, view, market.workers)
    posts = np.minimum(market.posts, np.diff(market.start))
    heap = np.concatenate([[0], np.cumsum(posts)]).astype(np.int64)
    placed, seen, objective, proposals = _defer(first, order, worker_sees, order_sees, posts, heap)
    blocking = int(_blocking(first, order, worker_sees, order_sees, posts, placed, seen))
    return StablePlacement(placed, int(objective), blocking, int(proposals), market.candidates)


@compiled
def _by_worker(start: Any, worker: Any, score: Any, view: Any, workers: Any) -> Any:
    """By worker, orders rising: first, order, what the worker sees, what the order sees."""
    first = np.zeros(workers + 1, np.int64)
    for e in range(worker.size):
        first[worker[e] + 1] += 1
    for i in range(workers):
        first[i + 1] += first[i]
    fill = first[:-1].copy()
    order = np.empty(worker.size, np.int32)
    worker_sees = np.empty(worker.size, np.int16)
    order_sees = np.empty(worker.size, np.int16)
    for k in range(start.size - 1):
        for e in range(start[k], start[k + 1]):
            at = fill[worker[e]]
            fill[worker[e]] = at + 1
            order[at] = k
            worker_sees[at] = view[e]
            order_sees[at] = score[e] - view[e] - 1
    return first, order, worker_sees, order_sees


@compiled
def _worse(seen: Any, who: Any, a: Any, b: Any) -> Any:
    """Whether an order would rather lose the entry at a than the one at b (seen less, then the later worker)."""
    return seen[a] < seen[b] or (seen[a] == seen[b] and who[a] > who[b])


@compiled
def _swap(seen: Any, who: Any, a: Any, b: Any) -> None:
    s = seen[a]
    seen[a] = seen[b]
    seen[b] = s
    w = who[a]
    who[a] = who[b]
    who[b] = w


@compiled
def _defer(first: Any, order: Any, worker_sees: Any, order_sees: Any, posts: Any, heap: Any) -> Any:
    """Deferred acceptance. Order of each worker, how the order sees that worker, the sum of scores, the proposals."""
    workers = first.size - 1
    placed = np.full(workers, -1, np.int32)
    sees = np.full(workers, -1, np.int16)
    own = np.zeros(workers, np.int16)
    last_view = np.full(workers, 32767, np.int16)
    last_order = np.full(workers, -1, np.int32)
    filled = np.zeros(posts.size, np.int64)
    seen = np.zeros(heap[-1] + 1, np.int16)
    who = np.zeros(heap[-1] + 1, np.int32)
    proposals = 0
    for beginner in range(workers):
        i = beginner
        while i >= 0:
            # the best order not yet asked: seen less than the last one, or as much and later in the list
            best = -1
            view = -1
            for e in range(first[i], first[i + 1]):
                v = worker_sees[e]
                if v > view and (v < last_view[i] or (v == last_view[i] and order[e] > last_order[i])):
                    view = v
                    best = e
            if best < 0:
                break
            proposals += 1
            k = order[best]
            last_view[i] = view
            last_order[i] = k
            if posts[k] == 0:
                continue
            base = heap[k]
            out = -1
            if filled[k] < posts[k]:
                at = base + filled[k]
                seen[at] = order_sees[best]
                who[at] = i
                filled[k] += 1
                while at > base and _worse(seen, who, at, base + (at - base - 1) // 2):
                    up = base + (at - base - 1) // 2
                    _swap(seen, who, at, up)
                    at = up
            else:
                if order_sees[best] < seen[base] or (order_sees[best] == seen[base] and i > who[base]):
                    continue
                out = who[base]
                seen[base] = order_sees[best]
                who[base] = i
                at = 0
                while True:
                    child = 2 * at + 1
                    if child >= posts[k]:
                        break
                    if child + 1 < posts[k] and _worse(seen, who, base + child + 1, base + child):
                        child += 1
                    if not _worse(seen, who, base + child, base + at):
                        break
                    _swap(seen, who, base + child, base + at)
                    at = child
                placed[out] = -1
                sees[out] = -1
            placed[i] = k
            sees[i] = order_sees[best]
            own[i] = view
            i = out
    total = 0
    for i in range(workers):
        if placed[i] >= 0:
            total += np.int64(1) + own[i] + sees[i]
    return placed, sees, total, proposals


@compiled
def _blocking(first: Any, order: Any, worker_sees: Any, order_sees: Any, posts: Any, placed: Any, sees: Any) -> Any:
    """How many pairs would both rather have each other than what the placement gives them."""
    filled = np.zeros(posts.size, np.int64)
    least = np.full(posts.size, 32767, np.int16)
    latest = np.full(posts.size, -1, np.int32)
    for i in range(placed.size):
        k = placed[i]
        if k >= 0:
            filled[k] += 1
            if sees[i] < least[k] or (sees[i] == least[k] and i > latest[k]):
                least[k] = sees[i]
                latest[k] = i
    count = 0
    for i in range(placed.size):
        mine = -1
        for e in range(first[i], first[i + 1]):
            if order[e] == placed[i]:
                mine = worker_sees[e]
        for e in range(first[i], first[i + 1]):
            k = order[e]
            if k == placed[i] or posts[k] == 0:
                continue
            wants = worker_sees[e] > mine or (worker_sees[e] == mine and k < placed[i])
            if wants and (
                filled[k] < posts[k] or order_sees[e] > least[k] or (order_sees[e] == least[k] and i < latest[k])
            ):
                count += 1
    return count
