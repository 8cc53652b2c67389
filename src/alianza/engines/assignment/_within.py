"""Placement within quotas, caps and shares: prices for the side rows, then chains towards a full placement (A6).

First the multipliers: each round of the auction answers what the placement would be at the present shadow prices; a row
that is used too much becomes dearer, one that is used too little cheaper, each by its own stride, which grows while the
sign stays and shrinks when it turns (the rule of resilient propagation, M. Riedmiller and H. Braun, IEEE International
Conference on Neural Networks 1993, 586-591). Every round gives a valid bound; the best one is kept. Then the placement
of that round is cut down until it keeps all limits, and chains of moves fill it up again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array, csr_array

from alianza.engines.assignment._auction import Toll
from alianza.engines.assignment._chains import DEPTH, Reach, Rows, Stock, improve, nodes
from alianza.engines.assignment._compiled import compiled
from alianza.engines.assignment._linear import NODES, by_lp, by_search, near
from alianza.engines.assignment._market import Limits, Market
from alianza.engines.assignment._placement import usage
from alianza.engines.assignment._transport import FINER, FIRST_STEP, Hall, points

UNIT = 1_000_000
"""Units in one point: prices and multipliers have six decimals."""
PLAN = ((4.0, 25), (1.0, 15), (0.25, 15), (0.06, 15), (0.015, 15), (0.004, 20))
"""Steps of the auction (points, at a best score of 10,000) and how many rounds at each."""
LONGER, SHORTER = 1.2, 0.6
FIRST_STRIDE, LONGEST_STRIDE = 0.02, 0.2
"""Share of the best score."""
THOROUGH = ((10.0, 3_000, True, 1.0), (10.0, 5_000, False, 1.0), (30.0, 10_000, False, 1.0), (30.0, 10_000, False, 0.2))
"""Stages of chains: reach (points at a best score of 10,000), nodes per chain, whether a priced resource that loses
units is charged at once, and the share of the penalty."""
DEEP = ((30.0, 30_000, False, 0.2), (50.0, 50_000, False, 1.0))
"""Further stages when the gap is nearly good enough."""
SOFT = (
    (THOROUGH[0], 2.0),
    (THOROUGH[1], 2.0),
    (THOROUGH[2], 2.0),
    (THOROUGH[2], 10.0),
    (THOROUGH[3], 50.0),
    (THOROUGH[3], 200.0),
    (THOROUGH[2], 1000.0),
)
"""Stages before that in which shares may be overdrawn, at so many points per heaviest placement over."""
PENALTIES = (300.0, 120.0, 1000.0, 60.0)
"""Points per resource out of balance, one attempt each."""
ENOUGH, ENOUGH_WITH_SHARES = 2e-7, 1e-5
"""Gap at which the attempts stop."""
CLOSE = 5e-6
"""Gap above which a third and fourth attempt are not worth their time."""
WORK, WORK_PER_PAIR = 20_000_000, 100
"""Moves that one stage may try in all."""
SMALL = 20_000
"""Pairs up to which the linear programme over all of them gives the multipliers."""
BOX, COLUMNS = 50.0, 100_000
"""Above that: how far (points at a best score of 10,000) it may move them, and over how many pairs at most."""
SEARCHES = ((20.0, 50_000, 1), (1e6, 2_000, NODES))
"""Turns of branch and bound: reach (points at a best score of 10,000), pairs at most, nodes."""
GOOD, GOOD_WITH_SHARES = 9e-7, 3e-5
"""Gap at which they stop; on a market where that is less than a point, they stop when the placement is proved best."""

Int64 = NDArray[np.int64]
Tell = Callable[[str], None]


@dataclass(frozen=True)
class Prices:
    """A bound and what gives it, in units."""

    bound: int
    price: Int64
    multiplier: Int64
    placed: NDArray[np.int32]


class Side:
    """The side rows in the forms that the steps need."""

    def __init__(self, market: Market, limits: Limits) -> None:
        self.market, self.limits = market, limits
        self.classes = limits.classes
        size = self.classes[0] * self.classes[1]
        cell = limits.of_worker * self.classes[1] + limits.of_order
        self.weight = csr_array((limits.weight, (limits.row, cell)), shape=(limits.rows, size))
        self.weight.sum_duplicates()
        self.by_cell = csc_array(self.weight)
        self.heaviest = np.maximum(1, abs(self.weight).max(axis=1).toarray().ravel()).astype(np.int64)
        self.mixed = self.weight.min(axis=1).toarray().ravel() < 0
        self.closed = _closed(self.weight, limits.most)

    def toll(self, multiplier: Int64) -> Toll:
        amount = np.asarray(self.weight.T @ multiplier, dtype=np.int64).reshape(self.classes)
        return Toll(np.ascontiguousarray(amount), self.limits.worker_class, self.limits.order_class)

    def bound(self, hall: Hall, price: Int64, multiplier: Int64) -> tuple[int, Int64]:
        """What no placement can exceed, in units, and the profits."""
        total, profit = hall.bound(UNIT, price, self.toll(multiplier))
        return total + int(multiplier @ self.limits.most), profit

    def used(self, placed: NDArray[np.int32]) -> Int64:
        return usage(self.limits, placed)


def _closed(weight: Any, most: Int64) -> NDArray[np.bool_]:
    """Rows that forbid what they count: they allow 0 and no weight is negative."""
    lowest = weight.min(axis=1).toarray().ravel()
    highest = weight.max(axis=1).toarray().ravel()
    closed: NDArray[np.bool_] = (most == 0) & (lowest >= 0) & (highest > 0)
    return closed


def prohibitive(side: Side, best_score: int, scale: int) -> Int64:
    """Multipliers that keep everybody out of what closed rows forbid, in units of `scale` to the point; else 0."""
    multiplier = np.zeros(side.limits.rows, np.int64)
    for r in np.flatnonzero(side.closed).tolist():
        row = side.weight[[r], :].data
        multiplier[r] = -(-best_score * scale // int(row[row > 0].min()))
    return multiplier


def shadow_prices(hall: Hall, side: Side, tell: Tell) -> Prices:
    """Multipliers and prices of the best bound found, with the placement at that round."""
    limits, top = side.limits, hall.best_score
    shut = prohibitive(side, top, UNIT)
    step = max(1, top * UNIT // FIRST_STEP)
    lower = 0
    coarse = int(PLAN[0][0] * top * UNIT / 10_000)
    while step > coarse:
        hall.round(UNIT, step, lower, side.toll(shut))
        lower, step = 2 * step, max(1, step // FINER)
    open_rows = ~side.closed
    multiplier = np.zeros(limits.rows)
    stride = FIRST_STRIDE * top / side.heaviest
    longest = LONGEST_STRIDE * top / side.heaviest
    before = np.zeros(limits.rows)
    best: Prices | None = None
    for turn, (fine, rounds) in enumerate(PLAN):
        tell(f"shadow prices {turn + 1}/{len(PLAN)}")
        step = max(1, int(fine * top * UNIT / 10_000))
        for _ in range(rounds):
            units = np.rint(multiplier * UNIT).astype(np.int64) + shut
            hall.round(UNIT, step, step, side.toll(units))
            bound, _ = side.bound(hall, hall.floor.price, units)
            if best is None or bound < best.bound:
                best = Prices(bound, hall.floor.price.copy(), units, hall.floor.placed.copy())
            over = side.used(hall.floor.placed) - limits.most
            turned = np.sign(over) * (((over > 0) | (multiplier > 0)) & open_rows)
            if not turned.any():
                break  # every row is kept, and those with a price are full: nothing to move
            same = turned * before
            stride = np.minimum(longest, stride * np.where(same > 0, LONGER, np.where(same < 0, SHORTER, 1.0)))
            multiplier = np.maximum(0.0, multiplier + stride * turned)
            before = turned
    assert best is not None
    tell("linear programme")
    return _exact(hall, side, best) if side.market.candidates <= SMALL else _sharper(hall, side, best)


def _exact(hall: Hall, side: Side, best: Prices) -> Prices:
    """On a small market the linear programme has the last word on the multipliers."""
    _, price, multiplier = by_lp(side.market, side.limits)
    units = np.rint(multiplier * UNIT).astype(np.int64)
    worth = np.rint(price * UNIT).astype(np.int64)
    bound, _ = side.bound(hall, worth, units)
    return Prices(bound, worth, units, best.placed) if bound < best.bound else best


def _in_reach(hall: Hall, side: Side, best: Prices, reach: float) -> Int64:
    """The pairs that lose at most so many points (at a best score of 10,000) at the prices."""
    market, toll = side.market, side.toll(best.multiplier)
    _, profit = side.bound(hall, best.price, best.multiplier)
    order = np.repeat(np.arange(market.orders), np.diff(market.start))
    loss = profit[market.worker] - market.score.astype(np.int64) * UNIT + best.price[order]
    loss += toll.amount[toll.worker_class[market.worker], toll.order_class[order]]
    return np.flatnonzero((loss <= int(reach * hall.best_score / 10_000 * UNIT)) & (market.posts[order] > 0))


def _sharper(hall: Hall, side: Side, best: Prices) -> Prices:
    """On a larger market it has it near the prices found, over the pairs that can matter there."""
    pairs = _in_reach(hall, side, best, 2 * BOX)
    if pairs.size > COLUMNS or side.mixed.any():  # with shares the programme is slow, and the bound is close anyway
        return best
    within = BOX * hall.best_score / 10_000
    price, multiplier = near(side.market, side.limits, pairs, best.price / UNIT, best.multiplier / UNIT, within)
    worth, units = np.rint(price * UNIT).astype(np.int64), np.rint(multiplier * UNIT).astype(np.int64)
    units = np.where(side.closed, np.maximum(units, best.multiplier), units)  # what is shut stays shut
    bound, _ = side.bound(hall, worth, units)
    return Prices(bound, worth, units, best.placed) if bound < best.bound else best


def no_dearer_than_needed(hall: Hall, side: Side, best: Prices) -> Prices:
    """Lower the multipliers of closed rows to what the bound needs: their true shadow price."""
    if not side.closed.any():
        return best
    multiplier = np.where(side.closed, 0, best.multiplier)
    toll = side.toll(multiplier)
    _, profit = side.bound(hall, best.price, best.multiplier)
    owner = np.full(side.classes[0] * side.classes[1], -1, np.int64)
    weight = np.ones(owner.size, np.int64)
    for r in np.flatnonzero(side.closed)[::-1].tolist():
        row = side.weight[[r], :].tocoo()
        cells = row.col[row.data > 0]
        owner[cells], weight[cells] = r, row.data[row.data > 0]
    needed = np.zeros(side.limits.rows, np.int64)
    _needed(hall.book, toll, best.price, profit, owner, weight, UNIT, needed)
    multiplier += needed
    bound, _ = side.bound(hall, best.price, multiplier)
    return Prices(bound, best.price, multiplier, best.placed) if bound <= best.bound else best


@compiled
def _needed(book: Any, toll: Any, price: Any, profit: Any, owner: Any, weight: Any, scale: Any, needed: Any) -> None:
    """The least multiplier of each closed row that keeps every pair it forbids from raising a profit."""
    width = toll.amount.shape[1]
    for k in range(book.posts.size):
        for e in range(book.start[k], book.start[k + 1] if book.posts[k] > 0 else book.start[k]):
            i = book.worker[e]
            cell = toll.worker_class[i] * width + toll.order_class[k]
            r = owner[cell]
            if r >= 0:
                more = book.pair_score[e] * scale - toll.amount[toll.worker_class[i], toll.order_class[k]] - price[k]
                more = -((profit[i] - more) // weight[cell])
                needed[r] = max(needed[r], more)


def cut_down(
    hall: Hall, side: Side, best: Prices, start: NDArray[np.int32] | None = None, *, shares: bool = True
) -> NDArray[np.int32]:
    """Take away the placements of least value until every limit is kept."""
    placed = best.placed.copy() if start is None else start.copy()
    value = np.zeros(placed.size, np.int64)
    _standing_value(hall.book, side.toll(best.multiplier), best.price, UNIT, placed, value)
    most = np.where(side.mixed & (not shares), np.iinfo(np.int64).max, side.limits.most)
    used = side.used(placed)
    width = side.classes[1]
    while bool((over := used > most).any()):
        r = int(np.argmax(over))
        weight = np.zeros(side.classes[0] * width, np.int64)
        row = side.weight[[r], :].tocoo()
        weight[row.col] = row.data
        who = np.flatnonzero(placed >= 0)
        w = weight[side.limits.worker_class[who].astype(np.int64) * width + side.limits.order_class[placed[who]]]
        who, w = who[w > 0], w[w > 0]
        rank = who[np.argsort(value[who], kind="stable")]
        relief = np.cumsum(w[np.argsort(value[who], kind="stable")])
        enough = int(np.searchsorted(relief, int(used[r] - most[r]))) + 1
        placed[rank[:enough]] = -1
        used = side.used(placed)
    return placed


@compiled
def _standing_value(book: Any, toll: Any, price: Any, scale: Any, placed: Any, value: Any) -> None:
    """What each worker is worth where placed, at the prices."""
    for i in range(placed.size):
        for e in range(book.first[i], book.first[i + 1]):
            k = book.order[e]
            if k == placed[i]:
                paid = toll.amount[toll.worker_class[i], toll.order_class[k]]
                value[i] = book.score[e] * scale - paid - price[k]


@compiled
def _choices(book: Any, toll: Any, price: Any, profit: Any, scale: Any, placed: Any, within: Any) -> Any:
    """Who may go where: the choices that lose at most `within`, where the worker stands, and staying unplaced.

    First, worker, order and loss as in `Reach`; last the entry at which each worker stands.
    """
    first = np.zeros(placed.size + 1, np.int64)
    stand = np.full(placed.size, -1, np.int64)
    worker = np.empty(0, np.int32)
    order = np.empty(0, np.int32)
    loss = np.empty(0, np.int64)
    for writing in (False, True):
        at = 0
        for i in range(placed.size):
            first[i] = at
            if book.first[i] == book.first[i + 1]:
                continue
            for e in range(book.first[i], book.first[i + 1]):
                k = book.order[e]
                lost = profit[i] - book.score[e] * scale + price[k]
                lost += toll.amount[toll.worker_class[i], toll.order_class[k]]
                if lost > within and placed[i] != k:
                    continue
                if writing:
                    worker[at] = i
                    order[at] = k
                    loss[at] = lost
                    if placed[i] == k:
                        stand[i] = at
                at += 1
            if profit[i] <= within or placed[i] < 0:
                if writing:
                    worker[at] = i
                    order[at] = -1
                    loss[at] = profit[i]
                    if placed[i] < 0:
                        stand[i] = at
                at += 1
        first[placed.size] = at
        if not writing:
            worker = np.empty(at, np.int32)
            order = np.empty(at, np.int32)
            loss = np.empty(at, np.int64)
    return first, worker, order, loss, stand


def _stage(
    hall: Hall,
    side: Side,
    best: Prices,
    placed: NDArray[np.int32],
    stage: tuple[float, int, bool, float],
    penalty: float,
    excess: float | None = None,
) -> NDArray[np.int32]:
    """One pass of chains with one reach; the better placement."""
    share_of_top, budget, charged, share = stage
    market, limits, orders = side.market, side.limits, side.market.orders
    top = hall.best_score / 10_000
    toll = side.toll(best.multiplier)
    _, profit = side.bound(hall, best.price, best.multiplier)
    within = int(share_of_top * top * UNIT)
    first, worker, order, loss, stand = _choices(hall.book, toll, best.price, profit, UNIT, placed, within)
    cells = side.by_cell
    cell_first = cells.indptr.astype(np.int64)
    cell_row = cells.indices.astype(np.int64) + orders
    entry = np.flatnonzero(order >= 0)
    cell = limits.worker_class[worker[entry]].astype(np.int64) * side.classes[1] + limits.order_class[order[entry]]
    rows_of = np.diff(cell_first)[cell]
    inner = np.arange(int(rows_of.sum())) - np.repeat(np.cumsum(rows_of) - rows_of, rows_of)
    resource = np.concatenate([order[entry].astype(np.int64), cell_row[np.repeat(cell_first[cell], rows_of) + inner]])
    user = np.concatenate([entry, np.repeat(entry, rows_of)])
    by = np.argsort(resource, kind="stable")
    by_first = np.searchsorted(resource[by], np.arange(orders + limits.rows + 1)).astype(np.int64)
    price = np.concatenate([best.price, best.multiplier])
    filled = np.bincount(placed[placed >= 0], minlength=orders)
    slack = np.concatenate([market.posts - filled, limits.most - side.used(placed)]).astype(np.int64)
    heaviest = np.concatenate([np.ones(orders, np.int64), side.heaviest])
    mixed = np.concatenate([np.zeros(orders, np.bool_), side.mixed])
    soft = mixed if excess is not None else np.zeros(mixed.size, np.bool_)
    dearer = (price + np.int64((excess or 0.0) * top * UNIT) // heaviest) * soft
    stock = Stock(price, slack, (price > 0) | (slack < DEPTH * heaviest) | soft, mixed, soft, dearer)
    reach = Reach(first, worker, order, loss, by_first, user[by].astype(np.int64))
    rows = Rows(
        limits.worker_class, limits.order_class, side.classes[1], cell_first, cell_row, cells.data.astype(np.int64)
    )
    pace = (UNIT, charged, int(penalty * share * top * UNIT))
    improve(nodes(budget), reach, rows, stock, pace, stand, budget, WORK + WORK_PER_PAIR * market.candidates)
    better = placed.copy()
    stands = np.flatnonzero(stand >= 0)
    better[stands] = order[stand[stands]]
    return better


def fill_up(hall: Hall, side: Side, best: Prices, tell: Tell) -> NDArray[np.int32]:
    """From the placement of the best bound to one within the limits: cut down, then chains, in several attempts."""
    shares = bool(side.mixed.any())
    winner = cut_down(hall, side, best)
    worth = points(side.market, winner)
    enough = best.bound - max(UNIT - 1, int((ENOUGH_WITH_SHARES if shares else ENOUGH) * best.bound))
    for turn, penalty in enumerate(PENALTIES):
        tell(f"chains {turn + 1}/{len(PENALTIES)}")
        found = cut_down(hall, side, best, shares=False)
        for stage, excess in SOFT if shares else ():
            found = _stage(hall, side, best, found, stage, penalty, excess)
        found = cut_down(hall, side, best, found)
        for stage in THOROUGH:
            found = _stage(hall, side, best, found, stage, penalty)
        if (reached := points(side.market, found)) > worth:
            winner, worth = found, reached
        if worth * UNIT >= enough or (turn > 0 and worth * UNIT < best.bound * (1 - CLOSE)):
            break
    for stage in DEEP:
        if enough - best.bound * CLOSE < worth * UNIT < enough:
            tell("deep chains")
            winner = _stage(hall, side, best, winner, stage, PENALTIES[0])
            worth = points(side.market, winner)
    return _searched(hall, side, best, winner, tell)


def _searched(hall: Hall, side: Side, best: Prices, placed: NDArray[np.int32], tell: Tell) -> NDArray[np.int32]:
    """Branch and bound over the pairs in reach, when they are few; on a tiny market over all."""
    market = side.market
    worth = points(market, placed)
    good = GOOD_WITH_SHARES if side.mixed.any() else GOOD
    for reach, most, tries in SEARCHES:
        if worth * UNIT > best.bound - max(UNIT, int(good * best.bound)):
            break
        pairs = _in_reach(hall, side, best, reach)
        if pairs.size > most:
            continue
        tell("search")
        found = by_search(market, side.limits, pairs, tries)
        if (
            found is not None
            and not bool((side.used(found) > side.limits.most).any())
            and points(market, found) > worth
        ):
            placed, worth = found, points(market, found)
    return placed
