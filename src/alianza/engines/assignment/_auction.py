"""Workers bid for posts: the auction that finds a best placement and its prices (A4).

Everything here is a whole number. A score counts `scale` units, so that a bid can be finer than a point; `step` is the
least amount by which a bid beats the next best choice, in units. One call of `auction` runs one round of the scaling:
forward (unplaced workers bid, the lowest bid of a full order gives way), then backward (an order left with free posts
and a price above zero lowers it and draws workers, for a free post must cost nothing). Afterwards every worker has,
within `step`, the best choice at the prices, so the placement is within `placed * step` units of the best.

Forward and reverse auctions: D. P. Bertsekas and D. A. Castanon, Computational Optimization and Applications 1 (1992)
277-297; posts of one order share a price as "similar objects", Bertsekas and Castanon, Annals of Operations Research 20
(1989) 67-96.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from alianza.engines.assignment._compiled import compiled

DONE, STALLED = 0, 1


class Book(NamedTuple):
    """The pairs both ways, and the posts."""

    start: NDArray[np.int64]
    worker: NDArray[np.int32]
    pair_score: NDArray[np.int16]
    """By order: its pairs are `start[k]` to `start[k + 1]`."""
    first: NDArray[np.int64]
    order: NDArray[np.int32]
    score: NDArray[np.int16]
    """By worker: the pairs are `first[i]` to `first[i + 1]`."""
    posts: NDArray[np.int64]
    heap: NDArray[np.int64]
    """Where the bids of each order begin."""


class Toll(NamedTuple):
    """What is taken off a score, in units, for the classes of worker and order."""

    amount: NDArray[np.int64]
    worker_class: NDArray[np.int32]
    order_class: NDArray[np.int32]


class Floor(NamedTuple):
    """Prices (units) and who stands where, changed in place."""

    price: NDArray[np.int64]
    filled: NDArray[np.int64]
    placed: NDArray[np.int32]
    """Order of each worker, or -1."""
    own: NDArray[np.int64]
    """What the worker is worth there, in units, less toll."""
    bid: NDArray[np.int64]
    who: NDArray[np.int32]
    """Accepted bids of each order and whose they are, a heap with the lowest on top."""
    waiting: NDArray[np.int32]


@compiled
def by_worker(start: Any, worker: Any, score: Any, posts: Any, workers: Any) -> Any:
    """The pairs, listed by order, listed by worker: (first, order, score); orders of a worker ascend.

    Orders without posts are left out: nobody can bid for them.
    """
    first = np.zeros(workers + 1, np.int64)
    pairs = 0
    for k in range(posts.size):
        if posts[k] > 0:
            pairs += start[k + 1] - start[k]
            for e in range(start[k], start[k + 1]):
                first[worker[e] + 1] += 1
    for i in range(workers):
        first[i + 1] += first[i]
    fill = first[:-1].copy()
    order = np.empty(pairs, np.int32)
    value = np.empty(pairs, np.int16)
    for k in range(posts.size):
        if posts[k] > 0:
            for e in range(start[k], start[k + 1]):
                i = worker[e]
                at = fill[i]
                fill[i] = at + 1
                order[at] = k
                value[at] = score[e]
    return first, order, value


@compiled
def _lift(bid: Any, who: Any, base: Any, at: Any) -> Any:
    """Move an entry of the heap (lowest bid on top) up to its place."""
    b = bid[base + at]
    w = who[base + at]
    while at > 0:
        parent = (at - 1) // 2
        if bid[base + parent] <= b:
            break
        bid[base + at] = bid[base + parent]
        who[base + at] = who[base + parent]
        at = parent
    bid[base + at] = b
    who[base + at] = w


@compiled
def _sink(bid: Any, who: Any, base: Any, size: Any) -> Any:
    """Move the top of the heap (lowest bid on top) down to its place."""
    b = bid[base]
    w = who[base]
    at = 0
    while True:
        child = 2 * at + 1
        if child >= size:
            break
        if child + 1 < size and bid[base + child + 1] < bid[base + child]:
            child += 1
        if bid[base + child] >= b:
            break
        bid[base + at] = bid[base + child]
        who[base + at] = who[base + child]
        at = child
    bid[base + at] = b
    who[base + at] = w


@compiled
def _keep(book: Any, floor: Any, scale: Any, step: Any, toll: Any) -> Any:
    """Keep who still has the best choice within `step`; everybody else queues. How many queue."""
    first, order, score, posts, heap = book.first, book.order, book.score, book.posts, book.heap
    price, filled, placed, own = floor.price, floor.filled, floor.placed, floor.own
    bid, who, waiting = floor.bid, floor.who, floor.waiting
    queued = 0
    for i in range(first.size - 1):
        j = placed[i]
        placed[i] = -1
        if first[i] == first[i + 1]:
            continue
        if j >= 0:
            other = 0
            mine = 0
            for e in range(first[i], first[i + 1]):
                k = order[e]
                v = score[e] * scale
                if toll is not None:
                    v -= toll.amount[toll.worker_class[i], toll.order_class[k]]
                if k == j:
                    mine = v
                elif v - price[k] > other:
                    other = v - price[k]
            b = mine - other + step
            if b >= price[j]:
                placed[i] = j
                own[i] = mine
                bid[heap[j] + filled[j]] = b
                who[heap[j] + filled[j]] = i
                _lift(bid, who, heap[j], filled[j])
                filled[j] += 1
                continue
        waiting[queued] = i
        queued += 1
    for k in range(posts.size):
        if filled[k] == posts[k] and posts[k] > 0:
            price[k] = max(price[k], bid[heap[k]])
    return queued


@compiled
def _forward(book: Any, floor: Any, scale: Any, step: Any, toll: Any, most: Any, queued: Any) -> Any:
    """Unplaced workers bid for their best choice, up to what makes the second best as good. How many bids."""
    first, order, score, posts, heap = book.first, book.order, book.score, book.posts, book.heap
    price, filled, placed, own = floor.price, floor.filled, floor.placed, floor.own
    bid, who, waiting = floor.bid, floor.who, floor.waiting
    size = waiting.size
    head = 0
    tail = queued % size
    bids = 0
    while queued > 0 and bids < most:
        i = waiting[head]
        head += 1
        if head == size:
            head = 0
        queued -= 1
        best = 0
        second = 0
        k1 = -1
        mine = 0
        for e in range(first[i], first[i + 1]):
            k = order[e]
            s = score[e] * scale
            if toll is not None:
                s -= toll.amount[toll.worker_class[i], toll.order_class[k]]
            v = s - price[k]
            if v > second:
                if v > best:
                    second = best
                    best = v
                    k1 = k
                    mine = s
                else:
                    second = v
        if k1 < 0:  # staying where one is is best
            continue
        bids += 1
        base = heap[k1]
        count = filled[k1]
        placed[i] = k1
        own[i] = mine
        if count < posts[k1]:
            bid[base + count] = mine - second + step
            who[base + count] = i
            _lift(bid, who, base, count)
            filled[k1] = count + 1
        else:
            out = who[base]
            placed[out] = -1
            bid[base] = mine - second + step
            who[base] = i
            _sink(bid, who, base, count)
            waiting[tail] = out
            tail += 1
            if tail == size:
                tail = 0
            queued += 1
        if filled[k1] == posts[k1]:
            price[k1] = max(price[k1], bid[base])
    return bids


@compiled
def _backward(book: Any, floor: Any, scale: Any, step: Any, toll: Any, most: Any) -> Any:
    """Orders with free posts and a price lower it to what draws the workers they miss. How many did."""
    start, worker, pair_score, posts = book.start, book.worker, book.pair_score, book.posts
    price, filled, placed, own = floor.price, floor.filled, floor.placed, floor.own
    orders = posts.size
    size = orders + 1
    queue = np.empty(size, np.int32)
    listed = np.zeros(orders, np.bool_)
    head = 0
    tail = 0
    longest = 1
    for k in range(orders):
        longest = max(longest, posts[k] + 1)
        if filled[k] < posts[k] and price[k] > 0:
            queue[tail] = k
            tail += 1
            listed[k] = True
    gain = np.empty(longest, np.int64)
    who = np.empty(longest, np.int32)
    turns = 0
    while head != tail and turns < most:
        k = queue[head]
        head += 1
        if head == size:
            head = 0
        listed[k] = False
        turns += 1
        free = posts[k] - filled[k]
        count = 0  # the free + 1 workers who would gain most by coming, in a heap, least gain on top
        for e in range(start[k], start[k + 1]):
            i = worker[e]
            j = placed[i]
            if j == k:
                continue
            g = pair_score[e] * scale
            if toll is not None:
                g -= toll.amount[toll.worker_class[i], toll.order_class[k]]
            if j >= 0:
                g -= own[i] - price[j]
            if g <= step:
                continue
            if count <= free:
                gain[count] = g
                who[count] = i
                _lift(gain, who, 0, count)
                count += 1
            elif g > gain[0]:
                gain[0] = g
                who[0] = i
                _sink(gain, who, 0, count)
        at = 0
        if count > free:
            price[k] = min(price[k], max(0, gain[0] - step))
            at = 1
        else:
            price[k] = 0
        while at < count:
            i = who[at]
            j = placed[i]
            mine = gain[at]
            if j >= 0:
                mine += own[i] - price[j]
                filled[j] -= 1
                if price[j] > 0 and not listed[j]:
                    listed[j] = True
                    queue[tail] = j
                    tail += 1
                    if tail == size:
                        tail = 0
            placed[i] = k
            own[i] = mine
            filled[k] += 1
            at += 1
    return turns


@compiled
def auction(book: Any, floor: Any, scale: Any, step: Any, lower: Any, toll: Any, most: Any) -> Any:
    """One round of the scaling, in place. `toll` is a Toll or None.

    Prices start `lower` units below the last round's. At most `most` bids forward and as many turns backward; the
    answer is DONE or STALLED.
    """
    for k in range(book.posts.size):
        floor.filled[k] = 0
        floor.price[k] = max(0, floor.price[k] - lower)
    queued = _keep(book, floor, scale, step, toll)
    if _forward(book, floor, scale, step, toll, most, queued) >= most:
        return STALLED
    return STALLED if _backward(book, floor, scale, step, toll, most) >= most else DONE


@compiled
def best_choices(book: Any, scale: Any, toll: Any, price: Any, profit: Any) -> Any:
    """Write into `profit` what each worker's best choice is worth at the prices, nothing at least; the sum."""
    first, order, score = book.first, book.order, book.score
    total = 0
    for i in range(first.size - 1):
        best = 0
        for e in range(first[i], first[i + 1]):
            k = order[e]
            v = score[e] * scale - price[k]
            if toll is not None:
                v -= toll.amount[toll.worker_class[i], toll.order_class[k]]
            best = max(best, v)
        profit[i] = best
        total += best
    return total


@compiled
def price_without_posts(book: Any, scale: Any, toll: Any, price: Any, profit: Any) -> Any:
    """Give orders without posts the least price at which nobody would rather go there."""
    for k in range(book.posts.size):
        if book.posts[k] == 0:
            price[k] = 0
            for e in range(book.start[k], book.start[k + 1]):
                i = book.worker[e]
                v = book.pair_score[e] * scale - profit[i]
                if toll is not None:
                    v -= toll.amount[toll.worker_class[i], toll.order_class[k]]
                price[k] = max(price[k], v)
