"""What may be given to be scaled: finite, not negative, of fitting shape."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

SAME = 1e-9
"""Totals that should be equal may differ by this share of themselves, which is rounding."""


def amounts(given: ArrayLike, name: str, dimensions: int | None = None) -> Floats:
    """As float64; ValueError on what is missing, infinite, negative or of the wrong dimension."""
    found = np.asarray(given, dtype=np.float64)
    if dimensions is not None and found.ndim != dimensions:
        raise ValueError(f"{name}: has {found.ndim} dimensions where {dimensions} are needed")
    if not np.isfinite(found).all():
        raise ValueError(f"{name}: holds a missing or infinite value; missing is not zero, so say what it is")
    if found.size and found.min() < 0:
        raise ValueError(f"{name}: holds a negative value, {found.min():g}; amounts are 0 or more")
    return found


def agree(one: float, other: float, names: str) -> None:
    """ValueError when two totals that should be equal are not (A2)."""
    if abs(one - other) > SAME * max(abs(one), abs(other)):
        raise ValueError(f"{names}: the totals contradict each other, {one:.17g} and {other:.17g}")


def ratio(top: Floats, bottom: Floats) -> Floats:
    """The ratio top / bottom, and 0 where nothing is to be had or there is nothing to have it from (A1)."""
    return np.divide(top, bottom, out=np.zeros(np.broadcast_shapes(top.shape, bottom.shape)), where=bottom > 0)
