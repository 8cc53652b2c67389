"""Equal counts of every birthplace before and after: by scaling in a closed account, by a way out in an open one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from alianza.engines.flows._account import Account, AccountError, Caution, Floats
from alianza.engines.scaling import CONVERGED, INFEASIBLE, Scaling, scale

Flags = NDArray[np.bool_]

WEIGHTS = ("start-row", "end-row")
REPAIRS_MOST = 30


@dataclass(frozen=True)
class Lift:
    """Birthplaces whose count the cells of a table cannot carry, and what they were given instead (A5).

    `table`: "start" or "end". `wanted` and `given`: persons of these birthplaces together, half-way and repaired.
    """

    table: str
    birthplaces: tuple[int, ...]
    wanted: float
    given: float

    @property
    def shortfall(self) -> float:
        return abs(self.given - self.wanted)


@dataclass(frozen=True)
class Margins:
    """By birthplace, where people were (`before`) and are (`after`); the rows of both have the same sums.

    `out_of_system` and `into_system` (birthplaces x places) are what was taken off: `account.before - before` and
    `account.after - after`. In an open account these are people; in a closed one the corrections of the scaling, of
    either sign, which sum to 0 in every place.
    """

    kind: str
    before: Floats
    after: Floats
    out_of_system: Floats
    into_system: Floats
    status: str
    error: float
    lifts: tuple[Lift, ...]
    cautions: tuple[Caution, ...]

    @property
    def infeasible(self) -> tuple[int, ...]:
        """The birthplaces that had to be lifted."""
        return tuple(sorted({each for lift in self.lifts for each in lift.birthplaces}))


def closed(account: Account, *, tolerance: float = 1e-9) -> Margins:
    """Both tables scaled so that each birthplace counts the same, with the population of every place kept (A5).

    AccountError if the world is not balanced. `status` is `converged` or `not_converged`.
    """
    A, C = account.before, account.after
    if abs(A.sum() - C.sum()) > 1e-9 * max(A.sum(), C.sum()):
        raise AccountError("a closed account needs a balanced world; balance before or after births and deaths")
    T = (A.sum(axis=1) + C.sum(axis=1)) / 2
    lifts: dict[tuple[str, tuple[int, ...]], Lift] = {}
    cuts: dict[str, list[tuple[Flags, Flags]]] = {"start": [], "end": []}
    done: dict[str, Scaling] = {}
    for _ in range(REPAIRS_MOST):
        for name, table in (("start", A), ("end", C)):
            if name in done:
                continue
            columns = table.sum(axis=0)
            done[name] = _scaled(table, T, cuts[name], tolerance)
            blocked = done[name].blocked
            if blocked is None:
                continue
            # The rows reach these columns alone: they fill them, and nobody else has a place there.
            inside = np.zeros(T.size, np.bool_)
            inside[blocked.rows] = True
            there = np.zeros(columns.size, np.bool_)
            there[blocked.columns] = True
            meant = inside if inside.sum() <= inside.size / 2 else ~inside
            lifted = T.copy()
            lifted[inside] *= columns[there].sum() / T[inside].sum()
            if T[~inside].sum() > 0:
                lifted[~inside] *= columns[~there].sum() / T[~inside].sum()
            who = (name, tuple(np.flatnonzero(meant).tolist()))
            first = lifts[who].wanted if who in lifts else float(T[meant].sum())
            lifts[who] = Lift(*who, first, float(lifted[meant].sum()))
            T = lifted
            cuts[name].append((inside, there))
            done.clear()
            break
        if len(done) == 2 and all(each.status != INFEASIBLE for each in done.values()):
            break
    start = done.get("start") or _scaled(A, T, cuts["start"], tolerance)
    end = done.get("end") or _scaled(C, T, cuts["end"], tolerance)
    before, after = start.table, end.table
    status = CONVERGED if start.converged and end.converged else "not_converged"
    error = max(start.row_error, start.column_error, end.row_error, end.column_error)
    cautions = tuple(
        Caution(
            "infeasible_birthplace",
            f"the {each.table} table cannot carry {each.wanted:.0f} people of this birthplace; it counts with "
            f"{each.given:.0f}",
            each.birthplaces,
        )
        for each in lifts.values()
    )
    return Margins("closed", before, after, A - before, C - after, status, error, tuple(lifts.values()), cautions)


def _scaled(table: Floats, T: Floats, cuts: list[tuple[Flags, Flags]], tolerance: float) -> Scaling:
    """The table scaled to T. Where repaired rows fill their columns to the brim, others have nothing there; said
    beforehand, so that the scaling need not approach 0 for ever.
    """
    columns = table.sum(axis=0)
    total = columns.sum()
    table = table.copy()
    for inside, there in cuts:
        if abs(T[inside].sum() - columns[there].sum()) <= 1e-12 * total:
            table[np.ix_(~inside, there)] = 0.0
    return scale(table, T * (total / T.sum()) if total else T, columns, tolerance=tolerance)


def opened(account: Account, *, leavers: str = "start-row", arrivals: str = "end-row") -> Margins:
    """Both tables with leavers and arrivals of the system taken off (A6).

    `leavers` and `arrivals` name the row whose proportions say where they leave from and arrive at. The defaults never
    fall below 0; the others can, and then a caution says so.
    """
    for name, given in (("leavers", leavers), ("arrivals", arrivals)):
        if given not in WEIGHTS:
            raise AccountError(f"{name}: {given!r} is not known; choose one of {', '.join(WEIGHTS)}")
    A, C = account.before, account.after
    more = A.sum(axis=1) - C.sum(axis=1)
    out = _spread(np.maximum(more, 0.0), A if leavers == "start-row" else C, A)
    into = _spread(np.maximum(-more, 0.0), C if arrivals == "end-row" else A, C)
    before, after = A - out, C - into
    below = (before < 0) | (after < 0)
    cautions: tuple[Caution, ...] = ()
    if below.any():
        cautions = (
            Caution(
                "negative_margins",
                f"the weights of the open step take more than there is, down to {min(before.min(), after.min()):.0f}",
                tuple(np.flatnonzero(below.any(axis=1)).tolist()),
            ),
        )
    return Margins("open", before, after, out, into, CONVERGED, 0.0, (), cautions)


def _spread(people: Floats, weights: Floats, otherwise: Floats) -> Floats:
    """People of each birthplace over places by the row's proportions; by the table's own where that row is empty."""
    chosen = np.where(weights.sum(axis=1, keepdims=True) > 0, weights, otherwise)
    sums = chosen.sum(axis=1)
    share = np.divide(people, sums, out=np.zeros_like(people), where=sums > 0)
    found: Floats = chosen * share[:, None]
    return found
