"""Can these cells carry these totals? A maximum flow from rows to columns, and the cut that says why not."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse
from scipy.sparse.csgraph import maximum_flow

from alianza.engines.scaling._given import Floats, agree, amounts

NEGLIGIBLE = 1e-11
"""Share of the total below which what cannot be placed is rounding."""
_WHOLE = 2**29
"""SciPy's flow counts in 32-bit whole numbers; each round divides what is left by this."""
_ROUNDS = 4


@dataclass(frozen=True)
class Feasibility:
    """Whether a table with these non-zero cells can have these totals (A4).

    If it cannot: `rows` reach no other column than `columns`, and have to place `shortfall` more than those may hold.
    Seen from the other side: all other columns can be filled from all other rows alone, which have that much too
    little. Both are empty when it can.
    """

    feasible: bool
    shortfall: float
    rows: NDArray[np.intp]
    columns: NDArray[np.intp]


def feasibility(support: ArrayLike, rows: ArrayLike, columns: ArrayLike) -> Feasibility:
    """Test whether a non-negative table, zero where `support` (n x m) is, can have the row and column totals.

    ValueError on negative or missing totals, and on totals that contradict each other.

    >>> feasibility([[1, 1], [1, 0]], [2, 3], [3, 2]).feasible
    True
    >>> blocked = feasibility([[1, 1], [1, 0]], [1, 4], [3, 2])
    >>> blocked.feasible, blocked.shortfall, blocked.rows.tolist(), blocked.columns.tolist()
    (False, 1.0, [1], [0])
    """
    open_ = np.asarray(support) != 0
    r, c = amounts(rows, "rows", 1), amounts(columns, "columns", 1)
    agree(float(r.sum()), float(c.sum()), "rows and columns")
    if open_.shape != (r.size, c.size):
        raise ValueError(f"support: has the shape {open_.shape}, the totals ask for {(r.size, c.size)}")
    total = float(max(r.sum(), c.sum()))
    flow, left = _pushed(open_, r, c, total)
    if left.sum() <= NEGLIGIBLE * total:
        return Feasibility(True, 0.0, np.zeros(0, np.intp), np.zeros(0, np.intp))
    stuck, shortfall = max(
        (_cut(open_, r, c, flow, left, left.sum() / left.size * 10.0**-digits) for digits in range(1, 10)),
        key=lambda found: found[1],  # the units in which flow was pushed leave crumbs; the widest cut is without them
    )
    if shortfall <= NEGLIGIBLE * total:
        return Feasibility(True, 0.0, np.zeros(0, np.intp), np.zeros(0, np.intp))
    reached = open_[stuck].any(axis=0)
    return Feasibility(False, shortfall, np.flatnonzero(stuck), np.flatnonzero(reached))


def _pushed(open_: NDArray[np.bool_], r: Floats, c: Floats, total: float) -> tuple[Floats, Floats]:
    """A largest flow and what is left in each row. Whole numbers of an ever finer unit, so that nothing is lost."""
    n, m = open_.shape
    flow = np.zeros((n, m))
    left_r, left_c = r.copy(), c.copy()
    at_row, at_column = np.nonzero(open_)
    source, sink = n + m, n + m + 1
    for _ in range(_ROUNDS):
        left = min(float(left_r.sum()), float(left_c.sum()))
        if left <= NEGLIGIBLE * total / 10:
            break
        unit = left / _WHOLE
        back = np.minimum(flow[at_row, at_column] / unit, 2 * _WHOLE)
        ends = (
            np.concatenate([np.full(n, source), np.arange(n, n + m), at_row, n + at_column]),
            np.concatenate([np.arange(n), np.full(m, sink), n + at_column, at_row]),
        )
        most = np.concatenate([
            np.minimum(left_r / unit, 2 * _WHOLE), np.minimum(left_c / unit, 2 * _WHOLE),
            np.full(at_row.size, 2.0 * _WHOLE), back,
        ])  # fmt: skip
        network = sparse.csr_array((np.floor(most).astype(np.int32), ends), shape=(n + m + 2, n + m + 2))
        network.eliminate_zeros()
        answer = maximum_flow(network, source, sink)
        if answer.flow_value == 0:
            break
        moved = answer.flow.toarray().astype(np.float64) * unit
        flow = np.maximum(flow + moved[:n, n : n + m], 0.0)
        left_r = np.maximum(left_r - moved[source, :n], 0.0)
        left_c = np.maximum(left_c - moved[n : n + m, sink], 0.0)
    return flow, left_r


def _cut(
    open_: NDArray[np.bool_], r: Floats, c: Floats, flow: Floats, left: Floats, least: float
) -> tuple[NDArray[np.bool_], float]:
    """The rows reached from what is left, forward over open cells and back over cells that carry more than `least`,
    and by how much they exceed the columns that they can reach.
    """
    stuck = left > least
    while True:
        reached = open_[stuck].any(axis=0)
        more = stuck | (flow[:, reached] > least).any(axis=1)
        if bool((more == stuck).all()):
            return stuck, float(r[stuck].sum() - c[reached].sum())
        stuck = more
