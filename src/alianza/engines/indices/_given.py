"""What may be measured (I1, I2)."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


def moves(flows: ArrayLike) -> Floats:
    """A copy with an empty diagonal. ValueError on what is no square table of numbers of 0 or more."""
    F = np.array(flows, dtype=np.float64)
    if F.ndim != 2 or F.shape[0] != F.shape[1] or F.shape[0] < 2:
        raise ValueError(f"flows: needs a square table of 2 places or more; it is {F.shape}")
    np.fill_diagonal(F, 0.0)
    if not np.isfinite(F).all() or F.min() < 0:
        raise ValueError("flows: needs a number of 0 or more for each pair; missing is not zero")
    return F


def people(population: ArrayLike, places: int) -> Floats:
    """The population of each place. ValueError unless it is above 0 everywhere."""
    P = np.array(population, dtype=np.float64)
    if P.shape != (places,):
        raise ValueError(f"population: needs one number for each of {places} places; it is {P.shape}")
    if not np.isfinite(P).all() or P.min() <= 0:
        raise ValueError("population: needs a number above 0 for each place; missing is not zero")
    return P


def share(top: Floats, bottom: Floats) -> Floats:
    """The ratio top / bottom, NaN where there is nothing to take a share of (I2)."""
    shape = np.broadcast_shapes(np.shape(top), np.shape(bottom))
    found: Floats = np.divide(top, bottom, out=np.full(shape, np.nan), where=np.broadcast_to(bottom > 0, shape))
    return found


def part(top: float, bottom: float) -> float:
    """The same for two numbers."""
    return top / bottom if bottom > 0 else float("nan")


def off_diagonal(F: Floats) -> Floats:
    """Each row without its diagonal cell: n x (n-1)."""
    n = F.shape[0]
    return F[~np.eye(n, dtype=np.bool_)].reshape(n, n - 1)
