"""Scaling of one two-way table."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import linalg

from alianza.engines.scaling._feasible import Feasibility, feasibility
from alianza.engines.scaling._given import Floats, agree, amounts, ratio

CONVERGED = "converged"
NOT_CONVERGED = "not_converged"
INFEASIBLE = "infeasible"

SWEEPS_FIRST = 12
NEWTON_AFTER = 20
"""Newton steps after which a maximum flow is asked whether there is anything to find."""
NEWTON_MOST = 250
NEWTON_WIDEST = 2500
"""The shorter side up to which Newton's system is solved; wider tables take sweeps alone."""
FAR = 600.0
"""Logarithms of factors stay within this range: no overflow (A5)."""


@dataclass(frozen=True)
class Scaling:
    """A seed scaled to totals: `table = row_factor[:, None] * seed * column_factor`.

    `row_error` and `column_error` are the largest absolute deviations from the totals, in their unit. `blocked` says
    why there is no solution when the status is `infeasible`; the table is then the last one reached, with its errors.
    """

    status: str
    table: Floats
    row_factor: Floats
    column_factor: Floats
    row_error: float
    column_error: float
    sweeps: int
    blocked: Feasibility | None = None

    @property
    def converged(self) -> bool:
        return self.status == CONVERGED


def scale(
    seed: ArrayLike, rows: ArrayLike, columns: ArrayLike, *, tolerance: float = 1e-9, most_sweeps: int = 20000
) -> Scaling:
    """Scale a table (n x m, 0 or more) to row totals (n) and column totals (m), in any one unit (A1-A5).

    ValueError on negative or missing values, shapes that do not fit, totals that contradict each other. Everything
    else is told by the status.

    >>> made = scale([[1, 2], [3, 4]], [40, 60], [55, 45])
    >>> made.status, made.table.sum(axis=1).round(6).tolist(), made.table.sum(axis=0).round(6).tolist()
    ('converged', [40.0, 60.0], [55.0, 45.0])
    >>> scale([[1, 1], [1, 0]], [1, 4], [3, 2]).status
    'infeasible'
    """
    S = amounts(seed, "seed", 2)
    r, c = amounts(rows, "rows", 1), amounts(columns, "columns", 1)
    if S.shape != (r.size, c.size):
        raise ValueError(f"seed: has the shape {S.shape}, the totals ask for {(r.size, c.size)}")
    agree(float(r.sum()), float(c.sum()), "rows and columns")
    if r.sum() == 0 or c.sum() == 0:
        return Scaling(CONVERGED, np.zeros(S.shape), np.zeros(r.size), np.zeros(c.size), 0.0, 0.0, 0)
    c = c * (r.sum() / c.sum())  # what differs is rounding; without this it would remain as an error
    at_row, at_column = r > 0, c > 0
    part = S[np.ix_(at_row, at_column)]
    if not (part.any(axis=1).all() and part.any(axis=0).all()):
        return _answer(S, r, c, np.zeros(r.size), np.zeros(c.size), 0, tolerance)
    turned = part.shape[0] > part.shape[1]  # Newton's system has the size of the first side
    if turned:
        v, u, sweeps = _solved(part.T, c[at_column], r[at_row], tolerance, most_sweeps)
        u = ratio(r[at_row], part @ v)  # leaves the rows exact; turned back below
        v = ratio(c[at_column], part.T @ u)
    else:
        u, v, sweeps = _solved(part, r[at_row], c[at_column], tolerance, most_sweeps)
    row, column = np.zeros(r.size), np.zeros(c.size)
    row[at_row], column[at_column] = u, v
    return _answer(S, r, c, row, column, sweeps, tolerance)


def scale_one_margin(seed: ArrayLike, rows: ArrayLike) -> Scaling:
    """Scale each row of a table to its total, when only one margin is known: one step.

    >>> scale_one_margin([[1, 3], [2, 2]], [8, 2]).table.tolist()
    [[2.0, 6.0], [1.0, 1.0]]
    """
    S, r = amounts(seed, "seed", 2), amounts(rows, "rows", 1)
    if S.shape[0] != r.size:
        raise ValueError(f"seed: has {S.shape[0]} rows, there are {r.size} totals")
    u = ratio(r, S.sum(axis=1))
    table = u[:, None] * S
    error = float(np.abs(table.sum(axis=1) - r).max(initial=0.0))
    status = CONVERGED if error <= 1e-9 * r.max(initial=0.0) else INFEASIBLE
    return Scaling(status, table, u, np.ones(S.shape[1]), error, 0.0, 1)


def _answer(S: Floats, r: Floats, c: Floats, u: Floats, v: Floats, sweeps: int, tolerance: float) -> Scaling:
    table = (u[:, None] * S) * v
    row_error = float(np.abs(table.sum(axis=1) - r).max())
    column_error = float(np.abs(table.sum(axis=0) - c).max())
    if max(row_error, column_error) <= tolerance * r.max():
        return Scaling(CONVERGED, table, u, v, row_error, column_error, sweeps)
    blocked = feasibility(S, r, c)
    status = NOT_CONVERGED if blocked.feasible else INFEASIBLE
    return Scaling(status, table, u, v, row_error, column_error, sweeps, None if blocked.feasible else blocked)


def _solved(S: Floats, r: Floats, c: Floats, tolerance: float, most_sweeps: int) -> tuple[Floats, Floats, int]:
    """Factors after which the columns hold and, if it can be, the rows."""
    v = np.full(c.size, 1.0 / max(S.max(), 1e-300))
    u = np.ones(r.size)
    aim = tolerance * r.max()
    first = most_sweeps if r.size > NEWTON_WIDEST else min(SWEEPS_FIRST, most_sweeps)
    sweeps = 0
    for sweeps in range(1, first + 1):
        u = r / (S @ v)
        v = c / (S.T @ u)
        if np.abs(u * (S @ v) - r).max() <= aim / 1000:
            return u, v, sweeps
    if r.size > NEWTON_WIDEST:
        return u, v, sweeps
    return _newton(S, r, c, u, v, aim, sweeps)


def _newton(
    S: Floats, r: Floats, c: Floats, u: Floats, v: Floats, aim: float, sweeps: int
) -> tuple[Floats, Floats, int]:
    """Newton on the logarithms of the row factors, the column factors always solved exactly.

    The dual phi(a) = sum_j c_j log(sum_i S_ij e^a_i) - sum_i r_i a_i is convex, so a step that is shortened until it
    helps gets there. Once the aim is reached, steps go on as long as each still helps a lot: they are cheap, and bring
    the account down to rounding.
    """
    a = np.log(u)
    X = (u[:, None] * S) * v
    error = X.sum(axis=1) - r
    worst = float(np.abs(error).max())
    for step in range(NEWTON_MOST):
        if worst <= aim / 1e5:
            break
        if step == NEWTON_AFTER and worst > aim and not feasibility(S, r, c).feasible:
            break
        half = np.sqrt(X.sum(axis=1))
        Q = X / half[:, None] / np.sqrt(c)
        system = -(Q @ Q.T)
        system[np.diag_indices_from(system)] += 1.0 + 1e-13
        null = half / np.linalg.norm(half)
        system += np.outer(null, null)  # a common factor moves nothing; without this the system is singular
        try:
            change = linalg.solve(system, -error / half, assume_a="pos", check_finite=False) / half
        except linalg.LinAlgError:
            change = np.full(r.size, np.nan)
        if not np.isfinite(change).all():
            break
        change *= min(1.0, 8.0 / max(np.abs(change).max(), 1e-300))
        taken = False
        before = float(c @ np.log(S.T @ np.exp(a)) - r @ a)
        for _ in range(12):
            b = a + change
            b -= b.mean()
            if np.abs(b).max() > FAR:
                break
            u_b = np.exp(b)
            sums = S.T @ u_b
            X_b = (u_b[:, None] * S) * (c / sums)
            error_b = X_b.sum(axis=1) - r
            worst_b = float(np.abs(error_b).max())
            if worst_b < worst or float(c @ np.log(sums) - r @ b) < before - 1e-12 * abs(before):
                taken = True
                break
            change = change / 2
        sweeps += 1
        if not taken:
            break
        stalled = worst <= aim and worst_b > worst / 2
        a, u, v, X, error, worst = b, u_b, c / sums, X_b, error_b, worst_b
        if stalled:
            break
    return u, v, sweeps
