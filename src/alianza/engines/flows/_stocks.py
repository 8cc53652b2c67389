"""Flows from the stocks alone, without an account (A8)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from alianza.engines.flows._account import AccountError, Floats
from alianza.engines.flows._net import zero_sum


def drop_negative(start: ArrayLike, end: ArrayLike) -> Floats:
    """Growth of a stock is a flow from the birthplace; its fall is nothing. Persons, places x places, diagonal 0.

    >>> drop_negative([[10, 2], [5, 20]], [[10, 6], [1, 20]]).tolist()
    [[0.0, 4.0], [0.0, 0.0]]
    """
    S0, S1 = _pair(start, end)
    flows = np.maximum(S1 - S0, 0.0)
    np.fill_diagonal(flows, 0.0)
    return flows


def reverse_negative(start: ArrayLike, end: ArrayLike) -> Floats:
    """As `drop_negative`, and the fall of a stock is a return to the birthplace.

    >>> reverse_negative([[10, 2], [5, 20]], [[10, 6], [1, 20]]).tolist()
    [[0.0, 8.0], [0.0, 0.0]]
    """
    S0, S1 = _pair(start, end)
    return drop_negative(S0, S1) + drop_negative(S1, S0).T


def natural_net(start: ArrayLike, end: ArrayLike, births: ArrayLike, deaths: ArrayLike) -> Floats:
    """Net migration of each place: change of population less births and deaths, in persons."""
    S0, S1 = np.asarray(start, np.float64), np.asarray(end, np.float64)
    change: Floats = S1.sum(axis=0) - S0.sum(axis=0)
    return change - np.asarray(births, np.float64) + np.asarray(deaths, np.float64)


def rates(start: ArrayLike, net: ArrayLike, *, signs: str = "kept") -> Floats:
    """A world total spread over the stocks at the start (Dennett 2015).

    The total is the sum of absolute net migration (`net`, places) after it is made to sum to 0; `signs` as in
    `zero_sum`. Persons, places x places, diagonal 0.

    >>> rates([[10, 3], [1, 20]], [2, -2]).tolist()
    [[0.0, 3.0], [1.0, 0.0]]
    """
    S0 = np.array(start, dtype=np.float64)
    if S0.ndim != 2 or S0.shape[0] != S0.shape[1]:
        raise AccountError("start: needs a square table of birthplaces by places")
    np.fill_diagonal(S0, 0.0)
    total = S0.sum()
    world = np.abs(zero_sum(net, signs=signs)).sum()
    if total == 0:
        if world > 0:
            raise AccountError("start: nobody lives abroad, so there is nothing to spread a world total over")
        return S0
    flows: Floats = S0 * (world / total)
    return flows


@dataclass(frozen=True)
class GrowthOperator:
    """`end = start @ growth`, and the moves it implies among those exposed; it may imply negative ones.

    `condition`: of the start table; digits lost are its logarithm. `status`: `ok`, `negative` when a flow is below 0,
    `singular` when there is no answer. Not one of the methods: unstable, for study (Rogers and von Rabenau 1971).
    """

    status: str
    growth: Floats
    flows: Floats
    negative: NDArray[np.intp]
    """Pairs (origin, destination) whose flow is below 0."""
    condition: float


def growth_operator(start: ArrayLike, end: ArrayLike, exposed: ArrayLike | None = None) -> GrowthOperator:
    """Solve for growth; `exposed` (places) is the population it acts on, that of the start if not given.

    >>> import numpy as np
    >>> move = np.array([[0.9, 0.1], [0.2, 0.8]])
    >>> start = np.array([[100.0, 5.0], [10.0, 50.0]])
    >>> growth_operator(start, start @ move).flows.round(9).tolist()
    [[0.0, 11.0], [11.0, 0.0]]
    """
    S0, S1 = _pair(start, end)
    people = S0.sum(axis=0) if exposed is None else np.asarray(exposed, dtype=np.float64)
    condition = float(np.linalg.cond(S0)) if S0.size else 1.0
    nothing = np.zeros((0, 2), np.intp)
    if not condition < 1 / np.finfo(np.float64).eps:
        return GrowthOperator("singular", np.full(S0.shape, np.nan), np.full(S0.shape, np.nan), nothing, condition)
    growth = np.linalg.solve(S0, S1).astype(np.float64)
    flows: Floats = people[:, None] * growth
    np.fill_diagonal(flows, 0.0)
    negative = np.argwhere(flows < 0)
    return GrowthOperator("negative" if len(negative) else "ok", growth, flows, negative, condition)


def _pair(start: ArrayLike, end: ArrayLike) -> tuple[Floats, Floats]:
    S0, S1 = np.asarray(start, dtype=np.float64), np.asarray(end, dtype=np.float64)
    if S0.ndim != 2 or S0.shape[0] != S0.shape[1] or S0.shape != S1.shape:
        raise AccountError(f"start and end: need square tables of the same places; they are {S0.shape} and {S1.shape}")
    for name, S in (("start", S0), ("end", S1)):
        if not np.isfinite(S).all():
            raise AccountError(f"{name}: a stock is missing; missing is not zero")
    return S0, S1
