"""What is particular to a corridor, once the sizes of its ends are taken away."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from alianza.engines.indices._given import Floats, moves, people, share


@dataclass(frozen=True)
class Components:
    """`flows = total * out[:, None] * into * association`: size, origin, destination, and what is left.

    `association` is observed over expected; NaN on the diagonal and where no move is expected.
    """

    total: float
    out: Floats
    into: Floats
    association: Floats


def components(flows: ArrayLike) -> Components:
    """Multiplicative components of a table.

    >>> components([[0, 30], [10, 0]]).out.tolist()
    [0.75, 0.25]
    """
    F = moves(flows)
    total = F.sum()
    out, into = share(F.sum(axis=1), total), share(F.sum(axis=0), total)
    expected = total * out[:, None] * into
    np.fill_diagonal(expected, 0.0)
    return Components(float(total), out, into, share(F, expected))


def preference(flows: ArrayLike, population: ArrayLike) -> Floats:
    """Migration preference by corridor: moves over those expected from population shares alone; NaN on the diagonal.

    1 is as expected, 2 twice that (I5).
    """
    F = moves(flows)
    p = people(population, len(F))
    p = p / p.sum()
    found: Floats = share(F, F.sum() * p[:, None] * p)
    np.fill_diagonal(found, np.nan)
    return found


def velocity(flows: ArrayLike, population: ArrayLike) -> Floats:
    """Migration velocity by corridor: `F_ij P / (P_i P_j)`; NaN on the diagonal (I5)."""
    F = moves(flows)
    P = people(population, len(F))
    found: Floats = F * P.sum() / (P[:, None] * P)
    np.fill_diagonal(found, np.nan)
    return found
