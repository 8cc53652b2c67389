"""Chains of moves that turn a placement within the limits into a better one within the limits (A6).

At good prices a placement loses value in three places only: a priced order or row that is not full (its price for each
free unit), and a worker who does not stand at the own best choice (the difference). A chain starts at one such place
and follows the cheapest moves, as long as they cost less than the place is worth, until nothing is overfull: a worker
enters, somebody gives way and goes where it costs least, and so on. All amounts are whole units and the prices cancel,
so what a closed chain gains is exactly a number of points.

Orders and rows are both resources here, numbered orders first.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from alianza.engines.assignment._compiled import compiled

DELTAS = 24
"""Resources out of balance that one chain can carry."""
DEPTH = 40
"""Moves in one chain."""
BROAD = 512
"""Entries looked at when one resource is mended."""
TRIES = 20
"""Moves tried for each node there is room for, most of them useless or known."""


class Reach(NamedTuple):
    """The choices within reach, staying unplaced included, worker by worker: entries `first[w]` to `first[w + 1]`."""

    first: NDArray[np.int64]
    worker: NDArray[np.int32]
    order: NDArray[np.int32]
    """-1: unplaced."""
    loss: NDArray[np.int64]
    """Units that the choice is worse than the worker's best."""
    by_first: NDArray[np.int64]
    by_entry: NDArray[np.int64]
    """The entries that use resource r: `by_entry[by_first[r]:by_first[r + 1]]`."""


class Rows(NamedTuple):
    """Which rows count a placement: those of cell `worker_class * width + order_class`, with their weights."""

    worker_class: NDArray[np.int32]
    order_class: NDArray[np.int32]
    width: int
    first: NDArray[np.int64]
    row: NDArray[np.int64]
    weight: NDArray[np.int64]


class Stock(NamedTuple):
    """Price and free units of each resource."""

    price: NDArray[np.int64]
    slack: NDArray[np.int64]
    watched: NDArray[np.bool_]
    """Only these can bind, or lose value, within a chain."""
    mixed: NDArray[np.bool_]
    """Rows with weights of both signs: a share is relieved by who leaves and by who enters."""
    soft: NDArray[np.bool_]
    """Rows that may be overdrawn meanwhile, at the price and `excess` units more for each unit over."""
    excess: NDArray[np.int64]


class Nodes(NamedTuple):
    """Chains under way: each node is its parent's chain and one move more."""

    key: NDArray[np.int64]
    """Rank in the heap: `low` and what is out of balance, each at a fixed penalty."""
    low: NDArray[np.int64]
    """What the chain costs at least once closed (negative: it gains)."""
    loss: NDArray[np.int64]
    parent: NDArray[np.int32]
    entry: NDArray[np.int64]
    depth: NDArray[np.int32]
    length: NDArray[np.int32]
    resource: NDArray[np.int32]
    change: NDArray[np.int64]
    """Per node, which resources changed and by how much, `length` of them, rising."""
    heap: NDArray[np.int32]
    seen: NDArray[np.uint64]
    """Marks of the balances reached, an open-addressed table."""


def nodes(budget: int) -> Nodes:
    """Room for `budget` nodes."""
    room = budget + 2
    wide = [np.empty(room, np.int64) for _ in range(4)]
    narrow = [np.empty(room, np.int32) for _ in range(4)]
    return Nodes(
        key=wide[0],
        low=wide[1],
        loss=wide[2],
        entry=wide[3],
        parent=narrow[0],
        depth=narrow[1],
        length=narrow[2],
        heap=narrow[3],
        resource=np.empty((room, DELTAS), np.int32),
        change=np.empty((room, DELTAS), np.int64),
        seen=np.zeros(1 << (2 * room).bit_length(), np.uint64),
    )


@compiled
def _before(key: Any, a: Any, b: Any) -> Any:
    return key[a] < key[b] or (key[a] == key[b] and a < b)


@compiled
def _push(key: Any, heap: Any, size: Any, node: Any) -> Any:
    at = size
    while at > 0:
        parent = (at - 1) // 2
        if _before(key, heap[parent], node):
            break
        heap[at] = heap[parent]
        at = parent
    heap[at] = node
    return size + 1


@compiled
def _pop(key: Any, heap: Any, size: Any) -> Any:
    """Take the top away; the new size."""
    size -= 1
    node = heap[size]
    at = 0
    while True:
        child = 2 * at + 1
        if child >= size:
            break
        if child + 1 < size and _before(key, heap[child + 1], heap[child]):
            child += 1
        if _before(key, node, heap[child]):
            break
        heap[at] = heap[child]
        at = child
    heap[at] = node
    return size


@compiled
def _shift(resource: Any, change: Any, count: Any, r: Any, by: Any) -> Any:
    """Add `by` to resource r in a short rising list; the new length, or -1 when the list is full."""
    t = 0
    while t < count and resource[t] < r:
        t += 1
    if t < count and resource[t] == r:
        change[t] += by
        if change[t] == 0:
            for u in range(t, count - 1):
                resource[u] = resource[u + 1]
                change[u] = change[u + 1]
            return count - 1
        return count
    if count == resource.size:
        return -1
    for u in range(count, t, -1):
        resource[u] = resource[u - 1]
        change[u] = change[u - 1]
    resource[t] = r
    change[t] = by
    return count + 1


@compiled
def _soft_cost(stock: Any, r: Any, by: Any) -> Any:
    """What it costs to use `by` more of a soft row."""
    slack = stock.slack[r]
    return stock.excess[r] * (max(0, by - slack) - max(0, -slack)) - stock.price[r] * by


@compiled
def _change_of(resource: Any, change: Any, count: Any, r: Any) -> Any:
    for t in range(count):
        if resource[t] == r:
            return change[t]
    return 0


@compiled
def _use(reach: Any, rows: Any, watched: Any, e: Any, sign: Any, resource: Any, change: Any, count: Any) -> Any:
    """Let entry e leave (-1) or enter (+1) what it uses; the new length of the list, or -1."""
    k = reach.order[e]
    if k < 0:
        return count
    if watched[k]:
        count = _shift(resource, change, count, k, sign)
    cell = rows.worker_class[reach.worker[e]] * rows.width + rows.order_class[k]
    for t in range(rows.first[cell], rows.first[cell + 1]):
        r = rows.row[t]
        if count >= 0 and watched[r]:
            count = _shift(resource, change, count, r, sign * rows.weight[t])
    return count


@compiled
def _append(
    book: Any,
    reach: Any,
    rows: Any,
    stock: Any,
    pace: Any,
    node: Any,
    made: Any,
    size: Any,
    new: Any,
    old: Any,
    fix: Any,
) -> Any:
    """Append the node reached from `node` (-1: the start) by moving a worker from entry `old` to entry `new`.

    Useless or known ones are left out, as are those that do not bring the resource `fix` (-1: none) nearer to its
    balance. The new number of nodes made and of nodes in the heap.
    """
    worth, charge, penalty = pace
    resource = book.resource[made]
    change = book.change[made]
    count = 0
    loss = reach.loss[new] - reach.loss[old]
    if node >= 0:
        count = book.length[node]
        loss += book.loss[node]
        for t in range(count):
            resource[t] = book.resource[node, t]
            change[t] = book.change[node, t]
    count = _use(reach, rows, stock.watched, old, -1, resource, change, count)
    if count >= 0:
        count = _use(reach, rows, stock.watched, new, 1, resource, change, count)
    if count < 0:
        return made, size
    if fix >= 0:
        was = _change_of(book.resource[node], book.change[node], book.length[node], fix)
        now = _change_of(resource, change, count, fix)
        if (was > stock.slack[fix] and now >= was) or (was <= stock.slack[fix] and now <= was):
            return made, size
    low = loss
    out = 0
    mark = np.uint64(1469598103934665603)  # FNV-1a over the balance
    for t in range(count):
        r = resource[t]
        by = change[t]
        if stock.soft[r]:
            low += _soft_cost(stock, r, by)
        elif charge or by > 0:
            low -= stock.price[r] * min(by, stock.slack[r])
        if not stock.soft[r] and (by > stock.slack[r] or (by < 0 and stock.price[r] > 0)):
            out += 1
        mark = (mark ^ np.uint64(r)) * np.uint64(1099511628211)
        mark = (mark ^ np.uint64(by)) * np.uint64(1099511628211)
        mark ^= mark >> np.uint64(29)
    if low > -worth:
        return made, size
    if mark == np.uint64(0):
        mark = np.uint64(1)
    mask = np.uint64(book.seen.size - 1)
    at = mark & mask
    while book.seen[at] != np.uint64(0):
        if book.seen[at] == mark:
            return made, size
        at = (at + np.uint64(1)) & mask
    book.seen[at] = mark
    book.key[made] = low + out * penalty
    book.low[made] = low
    book.loss[made] = loss
    book.parent[made] = node
    book.entry[made] = new
    book.depth[made] = 1 if node < 0 else book.depth[node] + 1
    book.length[made] = count
    return made + 1, _push(book.key, book.heap, size, made)


@compiled
def _in_chain(book: Any, reach: Any, node: Any, w: Any) -> Any:
    while node >= 0:
        if reach.worker[book.entry[node]] == w:
            return True
        node = book.parent[node]
    return False


@compiled
def _start(book: Any, reach: Any, rows: Any, stock: Any, pace: Any, stand: Any, place: Any, budget: Any) -> Any:
    """The first moves: into a resource with free units, or of a worker who stands badly. Nodes made."""
    book.seen[:] = np.uint64(0)
    made = 0
    size = 0
    resources = stock.price.size
    if place < resources:
        width = reach.by_first[place + 1] - reach.by_first[place]
        for at in range(width if not stock.soft[place] else min(width, 8 * BROAD)):
            e = reach.by_entry[reach.by_first[place] + at]
            w = reach.worker[e]
            if stand[w] != e:
                if made < budget:
                    made, size = _append(book, reach, rows, stock, pace, -1, made, size, e, stand[w], -1)
            elif stock.soft[place]:
                for new in range(reach.first[w], reach.first[w + 1]):
                    if new != e and made < budget:
                        made, size = _append(book, reach, rows, stock, pace, -1, made, size, new, e, -1)
    else:
        w = place - resources
        for e in range(reach.first[w], reach.first[w + 1]):
            if e != stand[w] and made < budget:
                made, size = _append(book, reach, rows, stock, pace, -1, made, size, e, stand[w], -1)
    return made


@compiled
def _out_of_balance(book: Any, stock: Any, node: Any) -> Any:
    """What to mend next (the first overfull resource, else the dearest one that lost units, else -1), and if overfull.

    Third, the exact cost of the chain if it stopped here.
    """
    fix = -1
    dearest = 0
    exact = book.loss[node]
    for t in range(book.length[node]):
        r = book.resource[node, t]
        by = book.change[node, t]
        if stock.soft[r]:
            exact += _soft_cost(stock, r, by)
            continue
        if by > stock.slack[r]:
            return r, True, 0
        exact -= stock.price[r] * by
        if by < 0 and stock.price[r] * by < dearest:
            fix = r
            dearest = stock.price[r] * by
    return fix, False, exact


@compiled
def _search(book: Any, reach: Any, rows: Any, stock: Any, pace: Any, stand: Any, place: Any, budget: Any) -> Any:
    """The best closed chain found from `place` (-1: none), what it costs (negative), and the moves tried."""
    made = _start(book, reach, rows, stock, pace, stand, place, budget)
    size = made
    found = -1
    best = 1 - pace[0]
    last = budget
    tried = made
    while size > 0 and made < last and tried < TRIES * budget:
        node = book.heap[0]
        size = _pop(book.key, book.heap, size)
        if book.low[node] >= best:
            continue
        fix, over, exact = _out_of_balance(book, stock, node)
        if not over and exact < best:
            best = exact
            if found < 0:
                last = min(budget, 2 * made + 500)  # look a little further for a cheaper close
            found = node
        if fix < 0 or book.depth[node] >= DEPTH:
            continue
        width = reach.by_first[fix + 1] - reach.by_first[fix]
        begin = 0 if width <= BROAD else (node * BROAD) % width  # of a long list, another stretch each time
        for at in range(begin, begin + min(width, BROAD)):
            e = reach.by_entry[reach.by_first[fix] + at % width]
            w = reach.worker[e]
            leaving = stand[w] == e
            if (leaving != over and not stock.mixed[fix]) or _in_chain(book, reach, node, w):
                continue
            tried += reach.first[w + 1] - reach.first[w] if leaving else 1
            if leaving:
                for new in range(reach.first[w], reach.first[w + 1]):
                    if new != e and made < budget:
                        made, size = _append(book, reach, rows, stock, pace, node, made, size, new, e, fix)
            elif made < budget:
                made, size = _append(book, reach, rows, stock, pace, node, made, size, e, stand[w], fix)
    return found, best, tried


@compiled
def _carry_out(book: Any, reach: Any, rows: Any, stock: Any, stand: Any, node: Any) -> Any:
    while node >= 0:
        new = book.entry[node]
        w = reach.worker[new]
        for sign in (-1, 1):
            e = new if sign > 0 else stand[w]
            k = reach.order[e]
            if k < 0:
                continue
            stock.slack[k] -= sign
            cell = rows.worker_class[w] * rows.width + rows.order_class[k]
            for t in range(rows.first[cell], rows.first[cell + 1]):
                stock.slack[rows.row[t]] -= sign * rows.weight[t]
        stand[w] = new
        node = book.parent[node]


@compiled
def improve(book: Any, reach: Any, rows: Any, stock: Any, pace: Any, stand: Any, budget: Any, most: Any) -> Any:
    """Follow chains from every place that loses value, in place (`stand`, `stock.slack`); how many units were gained.

    `stand[w]`: the entry at which worker w stands, -1 for a worker without entries. A chain is given up after `budget`
    nodes, all of them after `most` moves tried (counts, not times, so that the answer is the same on any machine).
    `pace`: units in one point; whether a priced resource that loses units is charged at once (quick) or may still be
    filled again (thorough); the penalty, in units, for each resource out of balance.
    """
    gained = 0
    spent = 0
    resources = stock.price.size
    for place in range(resources + stand.size):
        while spent < most:
            if place < resources:
                if stock.soft[place]:
                    if stock.slack[place] >= 0 or stock.excess[place] == 0:
                        break
                elif stock.price[place] == 0 or stock.slack[place] <= 0 or not stock.watched[place]:
                    break
            else:
                e = stand[place - resources]
                if e < 0 or reach.loss[e] < pace[0]:
                    break
            found, cost, tried = _search(book, reach, rows, stock, pace, stand, place, budget)
            spent += tried
            if found < 0:
                break
            gained -= cost
            _carry_out(book, reach, rows, stock, stand, found)
    return gained
