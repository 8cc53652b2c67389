"""What a placement run hands out, and how anybody checks it without the solver (A5)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

import numpy as np
from numpy.typing import NDArray

from alianza.engines.assignment._market import Limits, Market

NOBODY = -1
"""Stands for "no order" where an order's position is expected."""


@dataclass(frozen=True)
class Certificate:
    """Prices from which the bound is added up again.

    The bound is: posts times price over all orders, what each row allows times its multiplier over all rows, and for
    each worker the best of 0 and score - price of the order - multipliers times weights, over the worker's pairs. No
    placement within the limits can be worth more, whatever the prices, as long as none is negative (weak duality).
    """

    unit: int
    """How many units one point has; prices and multipliers count units."""
    order_price: NDArray[np.int64]
    multiplier: NDArray[np.int64]
    """Per row: shadow price of one more unit of what the row allows."""

    def rows(
        self, order_key: Sequence[object], row_key: Sequence[tuple[str, str]] = ()
    ) -> Iterator[tuple[str, str, str]]:
        """The certificate as `kind, key, value` lines in points, what is 0 left out.

        >>> list(Certificate(1000, np.array([0, 2500]), np.array([], np.int64)).rows(["A", "B"]))
        [('order', 'B', '2.5')]
        """
        for k in np.flatnonzero(self.order_price).tolist():
            yield "order", str(order_key[k]), self._points(int(self.order_price[k]))
        for r in np.flatnonzero(self.multiplier).tolist():
            yield *row_key[r], self._points(int(self.multiplier[r]))

    def _points(self, units: int) -> str:
        text = format(Decimal(units) / self.unit, "f")
        return text.rstrip("0").rstrip(".") if "." in text else text


def certificate_from(
    lines: Iterable[tuple[str, str, str]],
    order_key: Sequence[object],
    row_key: Sequence[tuple[str, str]] = (),
    *,
    unit: int = 1_000_000,
) -> Certificate:
    """The certificate behind `kind, key, value` lines; raises ValueError naming a line that fits nothing.

    >>> certificate_from([("order", "B", "2.5")], ["A", "B"], unit=10).order_price
    array([ 0, 25])
    """
    at = {("order", str(key)): k for k, key in enumerate(order_key)}
    rows = {key: r for r, key in enumerate(row_key)}
    price = np.zeros(len(order_key), np.int64)
    multiplier = np.zeros(len(row_key), np.int64)
    for kind, key, value in lines:
        try:
            units = Decimal(value) * unit
        except InvalidOperation:
            raise ValueError(f"{kind} {key}: {value!r} is not a number") from None
        if not units.is_finite() or units != int(units) or units < 0:
            raise ValueError(f"{kind} {key}: {value} is not a number from 0 with at most 6 decimals")
        if (kind, key) in at:
            price[at[kind, key]] = int(units)
        elif (kind, key) in rows:
            multiplier[rows[kind, key]] = int(units)
        else:
            raise ValueError(f"{kind} {key}: neither an order nor a row that limits placements")
    return Certificate(unit, price, multiplier)


@dataclass(frozen=True)
class Placement:
    """Who gets which place, and what proves how good that is."""

    order: NDArray[np.int32]
    """Of each worker, `NOBODY` (-1) for those who stay."""
    objective: int
    """Sum of the scores, points."""
    bound: int
    """No placement within the limits is worth more; in units of the certificate."""
    certificate: Certificate
    used: NDArray[np.int64]
    """What the placement uses of each row."""
    candidates: int
    status: str
    """`optimal`: proved best (the bound is less than a point above). `feasible`: within the limits, see `gap`."""

    @property
    def placed(self) -> int:
        """How many workers got a place."""
        return int((self.order >= 0).sum())

    @property
    def upper_bound(self) -> int | float:
        """The bound in points; a whole number when it is one."""
        unit = self.certificate.unit
        return self.bound // unit if self.bound % unit == 0 else self.bound / unit

    @property
    def gap(self) -> float:
        """Share of the bound that the placement may miss at most."""
        unit = self.certificate.unit
        return (self.bound - self.objective * unit) / self.bound if self.bound else 0.0

    def shadow_price(self, row: int) -> float:
        """What one more unit of the row is worth, in points (at these prices; exact for small changes)."""
        return int(self.certificate.multiplier[row]) / self.certificate.unit

    def binding(self, limits: Limits) -> NDArray[np.int64]:
        """The rows that hold the placement back: those with a shadow price above zero."""
        return np.flatnonzero(self.certificate.multiplier[: limits.rows] > 0)


@dataclass(frozen=True)
class Verdict:
    """What re-adding found, by plain sums over the pairs."""

    problems: tuple[str, ...]
    """Why the placement or the certificate does not hold; empty when both do."""
    objective: int
    bound: int
    unit: int

    @property
    def holds(self) -> bool:
        """The placement keeps every limit, the certificate is one, and the placement is not worth more than it says."""
        return not self.problems

    @property
    def gap(self) -> float:
        return (self.bound - self.objective * self.unit) / self.bound if self.bound else 0.0


def verify(market: Market, order: NDArray[np.int32], certificate: Certificate, limits: Limits | None = None) -> Verdict:
    """Re-add objective and bound, and check every limit, with nothing of the solver but the input.

    Written apart from the solver on purpose: plain NumPy, order by order. Positions in `problems` are positions in the
    arrays.
    """
    problems: list[str] = []
    if order.shape != (market.workers,):
        raise ValueError(f"order: has {order.size} entries for {market.workers} workers")
    if certificate.order_price.shape != (market.orders,):
        raise ValueError(f"certificate: has {certificate.order_price.size} prices for {market.orders} orders")
    rows = 0 if limits is None else limits.rows
    if certificate.multiplier.shape != (rows,):
        raise ValueError(f"certificate: has {certificate.multiplier.size} multipliers for {rows} rows")
    if bool((certificate.order_price < 0).any() or (certificate.multiplier < 0).any()):
        problems.append("a price or multiplier is negative")
    toll = None
    if limits is not None:
        toll = np.zeros(limits.classes, np.int64)
        np.add.at(toll, (limits.of_worker, limits.of_order), limits.weight * certificate.multiplier[limits.row])
    profit = np.zeros(market.workers, np.int64)
    found = np.zeros(market.workers, np.bool_)
    objective = 0
    for k in range(market.orders):
        pairs = slice(int(market.start[k]), int(market.start[k + 1]))
        who = market.worker[pairs]
        score = market.score[pairs].astype(np.int64)
        here = order[who] == k
        objective += int(score[here].sum())
        found[who[here]] = True
        if int(here.sum()) > int(market.posts[k]):
            problems.append(f"order {k} has {int(here.sum())} workers for {int(market.posts[k])} posts")
        value = score * certificate.unit - certificate.order_price[k]
        if limits is not None and toll is not None:
            value -= toll[limits.worker_class[who], limits.order_class[k]]
        profit[who] = np.maximum(profit[who], value)
    problems += [
        f"worker {i} is placed in order {int(order[i])} without being eligible"
        for i in np.flatnonzero((order >= 0) & ~found)[:10].tolist()
    ]
    if limits is not None:
        used = usage(limits, order)
        problems += [
            f"row {r} allows {int(limits.most[r])} and is used {int(used[r])}"
            for r in np.flatnonzero(used > limits.most)[:10].tolist()
        ]
    bound = int(market.posts @ certificate.order_price) + int(profit.sum())
    if limits is not None:
        bound += int(limits.most @ certificate.multiplier)
    if bound < objective * certificate.unit:
        problems.append("the bound is below the objective")
    return Verdict(tuple(problems), objective, bound, certificate.unit)


def usage(limits: Limits, order: NDArray[np.int32]) -> NDArray[np.int64]:
    """What a placement uses of each row."""
    who = np.flatnonzero(order >= 0)
    count = np.zeros(limits.classes, np.int64)
    np.add.at(count, (limits.worker_class[who], limits.order_class[order[who]]), 1)
    used = np.zeros(limits.rows, np.int64)
    np.add.at(used, limits.row, limits.weight * count[limits.of_worker, limits.of_order])
    return used
