"""Equal counts of every birthplace before and after: by scaling in a closed account, by a way out in an open one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from alianza.engines.flows._account import Account, AccountError, Caution, Floats
from alianza.engines.flows._repair import Cut, nearest
from alianza.engines.scaling import CONVERGED, INFEASIBLE, Scaling, feasibility, scale

WEIGHTS = ("start-row", "end-row")
CUTS_MOST = 60
TIGHT = 1e-11


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
    wanted = (A.sum(axis=1) + C.sum(axis=1)) / 2
    T, cuts = wanted, list[Cut]()
    start, end = _scaled("start", A, T, cuts, tolerance), _scaled("end", C, T, cuts, tolerance)
    if INFEASIBLE in (start.status, end.status):
        T, cuts = _repaired(A, C, wanted)
        start, end = _scaled("start", A, T, cuts, tolerance), _scaled("end", C, T, cuts, tolerance)
    lifts = _lifts(wanted, T, cuts)
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
        for each in lifts
    )
    return Margins("closed", before, after, A - before, C - after, status, error, lifts, cautions)


def _repaired(A: Floats, C: Floats, wanted: Floats) -> tuple[Floats, list[Cut]]:
    """Counts that both tables can carry, and the cuts that they had to keep; as far as it goes if there are none."""
    T, cuts = wanted, list[Cut]()
    total = wanted.sum()
    for _ in range(CUTS_MOST):
        found = len(cuts)
        for name, table in (("start", A), ("end", C)):
            columns = table.sum(axis=0)
            answer = feasibility(table, T, columns * (total / columns.sum()))
            if answer.feasible:
                continue
            inside, there = np.zeros(T.size, np.bool_), np.zeros(columns.size, np.bool_)
            inside[answer.rows] = True
            there[answer.columns] = True
            cuts.append(Cut(name, inside, there, float(columns[there].sum())))
            nearer = nearest(wanted, cuts)
            if nearer is None:
                return T, cuts
            T = nearer
        if len(cuts) == found:
            break
    return T, cuts


def _lifts(wanted: Floats, T: Floats, cuts: list[Cut]) -> tuple[Lift, ...]:
    """What the cuts that hold did to the smaller of the two groups that they part."""
    found: dict[tuple[str, tuple[int, ...]], Lift] = {}
    for cut in cuts:
        meant = cut.inside if cut.inside.sum() <= cut.inside.size / 2 else ~cut.inside
        who = (cut.table, tuple(np.flatnonzero(meant).tolist()))
        if wanted[cut.inside].sum() > cut.most or T[cut.inside].sum() >= cut.most * (1 - TIGHT):
            found[who] = Lift(*who, float(wanted[meant].sum()), float(T[meant].sum()))
    return tuple(found.values())


def _scaled(name: str, table: Floats, T: Floats, cuts: list[Cut], tolerance: float) -> Scaling:
    """The table scaled to T.

    Where birthplaces fill their places to the brim, others have nothing there; said beforehand, so that the scaling
    need not approach 0 for ever.
    """
    columns = table.sum(axis=0)
    total = columns.sum()
    table = table.copy()
    for cut in cuts:
        if cut.table == name and abs(T[cut.inside].sum() - cut.most) <= TIGHT * total:
            table[np.ix_(~cut.inside, cut.there)] = 0.0
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
