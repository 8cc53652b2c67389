"""Over how few corridors moves are spread."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from alianza.engines.indices._given import Floats, moves, off_diagonal, part, share
from alianza.engines.scaling import scale


@dataclass(frozen=True)
class Gini:
    """Gini indices over the n(n-1) corridors (I4).

    `total` is corrected for the number of corridors and reaches 1, `uncorrected` does not. `rows`, `columns` and
    `exchange` are the parts of the uncorrected total within origins, within destinations and between the two ways of a
    corridor; `*_standardised` their shares of it. `out_field`, `in_field` (places): concentration of the moves out of
    and into a place, corrected. `mean_*_field_published` weights the out-field by shares of IN-moves (and the other way
    round) and divides by n, as published, so that it cannot approach 1; `mean_*_field` weights by own shares.
    """

    total: float
    uncorrected: float
    rows: float
    columns: float
    exchange: float
    rows_standardised: float
    columns_standardised: float
    exchange_standardised: float
    out_field: Floats
    in_field: Floats
    mean_out_field: float
    mean_in_field: float
    mean_out_field_published: float
    mean_in_field_published: float


@dataclass(frozen=True)
class Variation:
    """Coefficients of variation: population standard deviation over mean.

    `rows`, `columns` (places): over a place's n-1 corridors out and in. `acv_out`, `acv_in`: their means weighted by
    moves; `acv` the sum of the two. `system`: over all corridors at once.
    """

    rows: Floats
    columns: Floats
    acv_out: float
    acv_in: float
    acv: float
    system: float


def connectivity(flows: ArrayLike, threshold: float = 0.0) -> float:
    """Share of corridors with a flow above the threshold (I3).

    >>> connectivity([[0, 5, 0], [1, 0, 0], [0, 2, 0]])
    0.5
    """
    return float((off_diagonal(moves(flows)) > threshold).mean())


def inequality(flows: ArrayLike, expected: str = "equal") -> float:
    """Half the sum of absolute differences between the shares of corridors and expected ones; 0 to 1.

    `expected`: `equal` shares, or those of `independence` of origin and destination with an empty diagonal, fitted to
    the same totals. NaN when nobody moved, or when the fit does not exist.

    >>> inequality([[0, 1], [3, 0]])
    0.25
    """
    F = moves(flows)
    total = float(F.sum())
    if expected not in {"equal", "independence"}:
        raise ValueError(f"expected: {expected!r} is not known; choose equal or independence")
    if total == 0:
        return float("nan")
    n = len(F)
    if expected == "equal":
        return float(0.5 * np.abs(off_diagonal(F) / total - 1.0 / (n * (n - 1))).sum())
    fitted = scale(1.0 - np.eye(n), F.sum(axis=1), F.sum(axis=0))
    return float(0.5 * np.abs(F - fitted.table).sum() / total) if fitted.converged else float("nan")


def gini(flows: ArrayLike) -> Gini:
    """All Gini indices of a table, by sorting: no pair of corridors is ever formed.

    >>> gini([[0, 1, 0], [0, 0, 0], [0, 0, 0]]).total
    1.0
    """
    F = moves(flows)
    n = len(F)
    M = float(F.sum())
    cells = off_diagonal(F)
    turned = off_diagonal(F.T)
    corridors = n * (n - 1)
    whole = float(_differences(cells.reshape(1, -1))[0])
    within_rows, within_columns = _differences(cells), _differences(turned)
    scale_ = 2.0 * corridors * M
    uncorrected = part(whole, scale_)
    rows, columns = part(float(within_rows.sum()), scale_), part(float(within_columns.sum()), scale_)
    exchange = part(float(np.abs(F - F.T).sum()), scale_)
    out, into = F.sum(axis=1), F.sum(axis=0)
    out_field = share(within_rows, 2.0 * (n - 2) * out)
    in_field = share(within_columns, 2.0 * (n - 2) * into)
    return Gini(
        part(whole, 2.0 * (corridors - 1) * M),
        uncorrected,
        rows,
        columns,
        exchange,
        part(rows, uncorrected),
        part(columns, uncorrected),
        part(exchange, uncorrected),
        out_field,
        in_field,
        _mean(out_field, out, M),
        _mean(in_field, into, M),
        _mean(out_field, into, M) / n,
        _mean(in_field, out, M) / n,
    )


def variation(flows: ArrayLike) -> Variation:
    """Coefficients of variation of a table.

    >>> variation([[0, 2, 2], [2, 0, 2], [2, 2, 0]]).acv
    0.0
    """
    F = moves(flows)
    cells, turned = off_diagonal(F), off_diagonal(F.T)
    M = float(F.sum())
    rows, columns = share(cells.std(axis=1), cells.mean(axis=1)), share(turned.std(axis=1), turned.mean(axis=1))
    acv_out, acv_in = _mean(rows, F.sum(axis=1), M), _mean(columns, F.sum(axis=0), M)
    return Variation(rows, columns, acv_out, acv_in, acv_out + acv_in, part(float(cells.std()), float(cells.mean())))


def _differences(cells: Floats) -> Floats:
    """For each row the sum of |a - b| over all ordered pairs of its cells: 2 sum_r (2r - L - 1) m_(r)."""
    length = cells.shape[1]
    weight = 2.0 * np.arange(1, length + 1) - length - 1.0
    found: Floats = 2.0 * (np.sort(cells, axis=1) @ weight)
    return found


def _mean(values: Floats, weights: Floats, total: float) -> float:
    """Weighted mean; a place without a value has moved nobody, and stays out (I2)."""
    held = ~np.isnan(values)
    return part(float(values[held] @ weights[held]), total) if held.any() else float("nan")
