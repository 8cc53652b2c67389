"""Means, SmaRT and targets, by corridor and overall (A3-A5)."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

SMART_SERVICES: Final = 3
QUALIFYING_DAYS: Final = 5.0
HIGHEST_MEAN: Final = 3.0
"""Percent; the target of the mean overall."""
HIGHEST_CORRIDOR: Final = 5.0
"""Percent; the target of each corridor."""


@dataclass(frozen=True)
class Costs:
    """In percent of the amount; NaN where there is no value. By corridor: `mean`, `smart`, `weighted`, and how many
    services have a cost (`services`), qualify for SmaRT (`qualifying`) and were left out (`left_out`).

    `mean_overall`, `smart_overall`, `weighted_overall`; `corridors_weighted` is how many corridors the last rests on.
    """

    mean: Floats
    smart: Floats
    weighted: Floats
    services: NDArray[np.intp]
    qualifying: NDArray[np.intp]
    left_out: NDArray[np.intp]
    mean_overall: float
    smart_overall: float
    weighted_overall: float
    corridors_weighted: int

    @property
    def mean_on_target(self) -> bool | None:
        """Whether the mean overall is at most 3 %; None without a mean."""
        return None if np.isnan(self.mean_overall) else bool(self.mean_overall <= HIGHEST_MEAN)

    @property
    def above(self) -> NDArray[np.bool_]:
        """Corridors whose mean is above 5 %."""
        return np.asarray(np.nan_to_num(self.mean, nan=0.0) > HIGHEST_CORRIDOR)

    @property
    def smart_above(self) -> NDArray[np.bool_]:
        """Corridors whose SmaRT is above 5 %."""
        return np.asarray(np.nan_to_num(self.smart, nan=0.0) > HIGHEST_CORRIDOR)


def corridor_costs(
    corridor: ArrayLike,
    cost: ArrayLike,
    *,
    corridors: int,
    days: ArrayLike,
    accessible: ArrayLike,
    transparent: ArrayLike,
    share: ArrayLike | None = None,
    flow: ArrayLike | None = None,
) -> Costs:
    """The indicator from services.

    For each service: `corridor` its position, `cost` in percent (NaN missing), `days` to delivery (NaN unknown),
    `accessible` and `transparent` as 1, 0 or NaN for unknown, `share` of the corridor's market. For each corridor:
    `flow` of money through it. Unknown is no yes (A2, A4).

    >>> found = corridor_costs([0] * 4, [2.0, 3.0, 4.0, 9.0], corridors=1, days=[1, 1, 6, 2], accessible=[1] * 4,
    ...                        transparent=[1] * 4)
    >>> float(found.mean[0]), round(float(found.smart[0]), 3), found.mean_on_target
    (4.5, 4.667, False)
    """
    at, price = np.asarray(corridor, np.intp), np.asarray(cost, np.float64)
    shown = np.asarray(transparent, np.float64) == 1
    priced = shown & ~np.isnan(price)
    fits = priced & (np.asarray(days, np.float64) <= QUALIFYING_DAYS) & (np.asarray(accessible, np.float64) == 1)
    counted = [np.bincount(at[kept], minlength=corridors).astype(np.intp) for kept in (priced, fits, ~priced)]
    sums = np.bincount(at[priced], price[priced], corridors)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.where(counted[0] > 0, sums / counted[0], np.nan)
    smart = np.full(corridors, np.nan)
    for each in range(corridors):
        found = np.sort(price[fits & (at == each)])
        if found.size >= SMART_SERVICES:
            smart[each] = found[:SMART_SERVICES].mean()
    weighted = _by_market(at, price, priced, corridors, share)
    whole, known = _by_flow(mean, flow)
    return Costs(
        mean,
        smart,
        weighted,
        counted[0],
        counted[1],
        counted[2],
        float(price[priced].mean()) if priced.any() else float("nan"),
        float(np.nanmean(smart)) if not np.isnan(smart).all() else float("nan"),
        whole,
        known,
    )


def _by_market(
    at: NDArray[np.intp], price: Floats, priced: NDArray[np.bool_], corridors: int, share: ArrayLike | None
) -> Floats:
    if share is None:
        return np.full(corridors, np.nan)
    weight = np.asarray(share, np.float64)
    if np.any(weight < 0):
        raise ValueError("A provider's share of the market is 0 or more.")
    kept = priced & ~np.isnan(weight)
    total = np.bincount(at[kept], weight[kept], corridors)
    spent = np.bincount(at[kept], (weight * price)[kept], corridors)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.where(total > 0, spent / total, np.nan))


def _by_flow(mean: Floats, flow: ArrayLike | None) -> tuple[float, int]:
    if flow is None:
        return float("nan"), 0
    money = np.asarray(flow, np.float64)
    if np.any(money < 0):
        raise ValueError("The money that flows through a corridor is 0 or more.")
    kept = ~np.isnan(mean) & ~np.isnan(money) & (money > 0)
    if not kept.any():
        return float("nan"), 0
    return float((mean[kept] * money[kept]).sum() / money[kept].sum()), int(kept.sum())
