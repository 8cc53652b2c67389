"""Scaling of many tables that share one seed: an origin-destination table for each birthplace, say."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from alianza.engines.scaling._given import Floats, agree, amounts, ratio
from alianza.engines.scaling._table import CONVERGED, scale

TOGETHER = 60
"""Sweeps made for all tables at once, before those that are not done are taken one by one."""


@dataclass(frozen=True)
class ManyScalings:
    """Table k is `row_factor[k][:, None] * seed * column_factor[k]`; no three-way array is ever made.

    `status[k]` as in `Scaling`; `error[k]` is the largest deviation from a total of table k.
    """

    status: tuple[str, ...]
    row_factor: Floats
    column_factor: Floats
    error: Floats

    @property
    def failed(self) -> NDArray[np.intp]:
        """The tables that have not converged, or cannot."""
        return np.flatnonzero([each != CONVERGED for each in self.status])


def scale_many(seed: ArrayLike, rows: ArrayLike, columns: ArrayLike, *, tolerance: float = 1e-9) -> ManyScalings:
    """Scale one seed (n x m) to K pairs of totals: rows K x n, columns K x m.

    Every sweep is two matrix products. ValueError as in `scale`.

    >>> made = scale_many([[0, 1], [1, 0]], [[3, 5], [1, 1]], [[5, 3], [1, 1]])
    >>> made.status
    ('converged', 'converged')
    """
    W = amounts(seed, "seed", 2)
    R, C = amounts(rows, "rows", 2), amounts(columns, "columns", 2)
    if R.shape[0] != C.shape[0] or W.shape != (R.shape[1], C.shape[1]):
        raise ValueError(f"seed: has the shape {W.shape}, the totals are {R.shape} and {C.shape}")
    for k in range(R.shape[0]):
        agree(float(R[k].sum()), float(C[k].sum()), f"rows and columns of table {k}")
    C = C * ratio(R.sum(axis=1), C.sum(axis=1))[:, None]
    status = [CONVERGED] * R.shape[0]
    V = np.where(C > 0, 1.0 / max(W.max(initial=0.0), 1e-300), 0.0)
    U = np.zeros(R.shape)
    most = np.maximum(R.max(axis=1, initial=0.0), 1e-300)
    error = np.zeros(R.shape[0])
    with np.errstate(over="ignore", invalid="ignore"):
        for _ in range(TOGETHER):
            U = ratio(R, V @ W.T)
            V = ratio(C, U @ W)
            error = np.maximum(
                np.abs(U * (V @ W.T) - R).max(axis=1, initial=0.0), np.abs(V * (U @ W) - C).max(axis=1, initial=0.0)
            )
            if bool((error <= tolerance / 100 * most).all()):
                break
    for k in np.flatnonzero(~(error <= tolerance * most)).tolist():
        alone = scale(W, R[k], C[k], tolerance=tolerance)
        status[k] = alone.status
        U[k], V[k] = alone.row_factor, alone.column_factor
        error[k] = max(alone.row_error, alone.column_error)
    return ManyScalings(tuple(status), U, V, error)
