"""The price of one service, and what is left of the money (A1, A2)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


def margin(interbank: ArrayLike, given: ArrayLike) -> Floats:
    """The exchange margin in percent: what the rate given falls short of the interbank rate.

    Both in units of the receiving currency for one of the sending currency. Negative where the rate given is better.

    >>> float(margin(18.6, 18.2).round(4))
    2.1505
    """
    m, x = np.asarray(interbank, np.float64), np.asarray(given, np.float64)
    if np.any(m <= 0) or np.any(x <= 0):
        raise ValueError("An exchange rate is above 0.")
    return np.asarray(100 * (m - x) / m)


def total_cost(amount: ArrayLike, *, fee: ArrayLike, margin: ArrayLike) -> Floats:
    """Percent of the amount that the sender pays, fee and margin together; NaN where one is missing.

    `fee` in the currency of `amount`, `margin` in percent.

    >>> float(total_cost(200, fee=5, margin=2.15))
    4.65

    Raises ValueError for an amount that is not above 0, a fee below 0, or a margin above 100.
    """
    sent, paid, lost = (np.asarray(each, np.float64) for each in (amount, fee, margin))
    if np.any(sent <= 0):
        raise ValueError("An amount sent is above 0.")
    if np.any(paid < 0):
        raise ValueError("A fee is 0 or more.")
    if np.any(lost > 100):
        raise ValueError("An exchange margin is in percent of the interbank rate, at most 100.")
    return np.asarray(100 * paid / sent + lost)


def arrives(amount: ArrayLike, *, fee: ArrayLike, margin: ArrayLike) -> Floats:
    """What arrives of an amount that has to cover the fee too, in the sending currency at the interbank rate.

    0 where the fee takes it all; NaN where a price is missing.

    >>> float(arrives(200, fee=5, margin=2.0).round(2))
    191.1
    """
    total_cost(amount, fee=fee, margin=margin)  # refuses what cannot be
    sent, paid, lost = (np.asarray(each, np.float64) for each in (amount, fee, margin))
    return np.asarray(np.maximum(sent - paid, 0) * (1 - lost / 100))


@dataclass(frozen=True)
class Offer:
    """One service as a worker sees it: its position in what was given, cost in percent, what arrives, days or NaN."""

    service: int
    cost: float
    arrives: float
    days: float


def cheapest(
    amount: float,
    *,
    fee: ArrayLike,
    margin: ArrayLike,
    days: ArrayLike,
    accessible: ArrayLike | None = None,
    most: int = 3,
) -> tuple[Offer, ...]:
    """The services with the most arriving first, at most `most`; equal ones by speed, then as given.

    A service without a full price is not offered, nor one that is not accessible (`accessible` given as booleans).
    """
    left = arrives(amount, fee=fee, margin=margin)
    cost = total_cost(amount, fee=fee, margin=margin)
    speed = np.asarray(days, np.float64)
    open_ = np.ones(left.shape, bool) if accessible is None else np.asarray(accessible, bool)
    can = np.flatnonzero(~np.isnan(left) & open_)
    order = sorted(can.tolist(), key=lambda at: (-round(float(left[at]), 6), np.nan_to_num(speed[at], nan=np.inf), at))
    return tuple(Offer(at, float(cost[at]), float(left[at]), float(speed[at])) for at in order[:most])
