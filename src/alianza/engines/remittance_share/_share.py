"""Remittances in percent of GDP."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


def share_of_gdp(transfers: ArrayLike, gdp: ArrayLike, *, compensation: ArrayLike = 0.0) -> Floats:
    """Percent of GDP, all three in one unit and year; NaN where a part or GDP is missing (A2).

    `compensation` of employees is left out only where `transfers` already is the sum of both.

    >>> share_of_gdp([30.0, np.nan], [400.0, 100.0], compensation=[10.0, 5.0]).tolist()
    [10.0, nan]
    """
    parts = np.asarray(transfers, np.float64) + np.asarray(compensation, np.float64)
    economy = np.asarray(gdp, np.float64)
    if np.any(parts < 0) or np.any(economy < 0):
        raise ValueError("Remittances received and GDP are 0 or more.")
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.where(economy > 0, 100 * parts / np.where(economy > 0, economy, 1), np.nan))


@dataclass(frozen=True)
class GroupShare:
    """Percent of the group's GDP (NaN without any country), and of how many countries both parts were known."""

    percent: float
    known: int
    of: int


def group_share(received: ArrayLike, gdp: ArrayLike) -> GroupShare:
    """The share of a group, weighted by GDP (A3).

    >>> group_share([10.0, 5.0, np.nan], [100.0, 400.0, 50.0])
    GroupShare(percent=3.0, known=2, of=3)
    """
    got, economy = np.asarray(received, np.float64), np.asarray(gdp, np.float64)
    if np.any(got < 0) or np.any(economy < 0):
        raise ValueError("Remittances received and GDP are 0 or more.")
    both = ~np.isnan(got) & (economy > 0)
    percent = float(100 * got[both].sum() / economy[both].sum()) if both.any() else float("nan")
    return GroupShare(percent, int(both.sum()), int(got.size))
