"""Months of earnings spent on recruitment."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Months:
    """Months of earnings: `mean`, `median`, quartiles and the 90th percentile, all weighted; NaN without any worker.

    `above_one` is the weighted share (0 to 1) who spent more than one month's pay. `workers` have a ratio; `excluded`
    counts those who have none, by reason; `paid_back_more` those counted with a cost of 0 (A3). `ratio_of_totals` is a
    check (A5).
    """

    mean: float
    median: float
    lower_quartile: float
    upper_quartile: float
    ninetieth: float
    above_one: float
    ratio_of_totals: float
    workers: int
    excluded: dict[str, int]
    paid_back_more: int


def quantile(values: ArrayLike, weights: ArrayLike, share: float) -> float:
    """The smallest value at which at least `share` of the weight is reached (A4).

    >>> quantile([1.0, 2.0, 3.0, 4.0], [1, 1, 1, 1], 0.5), quantile([1.0, 2.0, 9.0], [1, 1, 2], 0.75)
    (2.0, 9.0)
    """
    v, w = np.asarray(values, np.float64), np.asarray(weights, np.float64)
    if v.size == 0 or w.sum() <= 0:
        return float("nan")
    order = np.argsort(v, kind="stable")
    reached = np.cumsum(w[order]) / w.sum()
    at = int(np.searchsorted(reached, share - 1e-12, side="left"))
    return float(v[order][min(at, v.size - 1)])


def months(
    cost: ArrayLike, earnings: ArrayLike, *, paid_back: ArrayLike = 0.0, weight: ArrayLike | None = None
) -> Months:
    """The indicator over workers; `cost`, `earnings` (a month) and `paid_back` of each in one currency, NaN missing.

    >>> found = months([300.0, 0.0, 900.0], [300.0, 250.0, 450.0])
    >>> found.mean, found.median, round(found.above_one, 3)
    (1.0, 1.0, 0.333)

    Raises ValueError for a negative cost, sum paid back or weight, or a missing weight.
    """
    paid, earned = np.asarray(cost, np.float64), np.asarray(earnings, np.float64)
    back = np.broadcast_to(np.asarray(paid_back, np.float64), paid.shape)
    w = np.ones(paid.shape) if weight is None else np.asarray(weight, np.float64)
    if not paid.shape == earned.shape == w.shape or paid.ndim != 1:
        raise ValueError("cost, earnings and weight have one entry for each worker; their lengths differ.")
    if np.any(paid < 0) or np.any(back < 0):
        raise ValueError("A cost and what was paid back are 0 or more.")
    if np.any(w < 0) or not np.all(np.isfinite(w)):
        raise ValueError("A weight is a number of 0 or more.")
    no_cost = np.isnan(paid) | np.isnan(back)
    no_earnings = ~no_cost & np.isnan(earned)
    not_above = ~no_cost & ~no_earnings & (earned <= 0)
    kept = ~(no_cost | no_earnings | not_above)
    borne = np.maximum(paid - back, 0)[kept]
    pay, mass = earned[kept], w[kept]
    ratio = borne / pay
    total = mass.sum()
    nothing = not kept.any() or total <= 0
    nan = float("nan")
    return Months(
        nan if nothing else float((mass * ratio).sum() / total),
        quantile(ratio, mass, 0.5),
        quantile(ratio, mass, 0.25),
        quantile(ratio, mass, 0.75),
        quantile(ratio, mass, 0.9),
        nan if nothing else float(mass[ratio > 1].sum() / total),
        nan if nothing else float((mass * borne).sum() / (mass * pay).sum()),
        int(kept.sum()),
        {
            "cost_missing": int(no_cost.sum()),
            "earnings_missing": int(no_earnings.sum()),
            "earnings_not_above_zero": int(not_above.sum()),
        },
        int((back[kept] > paid[kept]).sum()),
    )


def by_group(
    groups: Sequence[Hashable],
    cost: ArrayLike,
    earnings: ArrayLike,
    *,
    paid_back: ArrayLike = 0.0,
    weight: ArrayLike | None = None,
) -> dict[Hashable, Months]:
    """The indicator for each group (a corridor, a sex, a sector), in the order in which groups appear."""
    paid, earned = np.asarray(cost, np.float64), np.asarray(earnings, np.float64)
    back = np.broadcast_to(np.asarray(paid_back, np.float64), paid.shape)
    w = np.ones(paid.shape) if weight is None else np.asarray(weight, np.float64)
    if len(groups) != paid.size:
        raise ValueError("Each worker belongs to one group; there are more or fewer groups than workers.")
    found: dict[Hashable, list[int]] = {}
    for at, group in enumerate(groups):
        found.setdefault(group, []).append(at)
    return {group: months(paid[at], earned[at], paid_back=back[at], weight=w[at]) for group, at in found.items()}
