"""Scaling of a table of any dimension to any set of its margins, by cyclic sweeps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import ArrayLike

from alianza.engines.scaling._given import SAME, Floats, amounts, ratio
from alianza.engines.scaling._table import CONVERGED, NOT_CONVERGED

Axes = tuple[int, ...]


@dataclass(frozen=True)
class MarginScaling:
    """The scaled table, and the largest absolute error of each margin.

    With three margins there is no cut that would prove infeasibility (A4 is about two), so the status is `converged` or
    `not_converged`; a positive total over cells that are all 0 is refused beforehand.
    """

    status: str
    table: Floats
    error: Mapping[Axes, float]
    sweeps: int


def scale_to_margins(
    seed: ArrayLike, margins: Mapping[Axes, ArrayLike], *, tolerance: float = 1e-9, most_sweeps: int = 20000
) -> MarginScaling:
    """Scale a table to totals over the axes named: `{(0, 1): origin x destination, (0, 2): ..., (1, 2): ...}`.

    ValueError on shapes that do not fit, margins that contradict each other in what they share, negative or missing
    values, and a positive total with no cell to carry it.

    >>> import numpy as np
    >>> made = scale_to_margins(np.ones((2, 2)), {(0,): [4, 6], (1,): [5, 5]})
    >>> made.status, made.table.tolist()
    ('converged', [[2.0, 2.0], [3.0, 3.0]])
    """
    table = amounts(seed, "seed").copy()
    wanted = {axes: amounts(given, f"margin {axes}", len(axes)) for axes, given in margins.items()}
    for axes, target in wanted.items():
        if list(axes) != sorted(set(axes)) or not axes or axes[-1] >= table.ndim:
            raise ValueError(f"margin {axes}: name axes of the seed once each, in rising order")
        if target.shape != tuple(table.shape[axis] for axis in axes):
            raise ValueError(f"margin {axes}: has the shape {target.shape}, which is not that of the seed's axes")
        if bool(((target > 0) & (_sum(table, axes) == 0)).any()):
            raise ValueError(f"margin {axes}: a positive total stands where every cell of the seed is 0")
    for one, other in combinations(wanted, 2):
        _agree(wanted, one, other)
    largest = max((float(target.max(initial=0.0)) for target in wanted.values()), default=0.0)
    errors: dict[Axes, float] = {}
    sweeps = 0
    while sweeps < most_sweeps:
        sweeps += 1
        for axes, target in wanted.items():
            table *= _spread(ratio(target, _sum(table, axes)), axes, table.ndim)
        errors = {axes: float(np.abs(_sum(table, axes) - target).max(initial=0.0)) for axes, target in wanted.items()}
        if max(errors.values(), default=0.0) <= tolerance * largest:
            return MarginScaling(CONVERGED, table, errors, sweeps)
    return MarginScaling(NOT_CONVERGED, table, errors, sweeps)


def _sum(table: Floats, axes: Axes) -> Floats:
    found: Floats = table.sum(axis=tuple(axis for axis in range(table.ndim) if axis not in axes))
    return found


def _spread(factor: Floats, axes: Axes, dimensions: int) -> Floats:
    shape = [1] * dimensions
    for axis, size in zip(axes, factor.shape, strict=True):
        shape[axis] = size
    return factor.reshape(shape)


def _agree(wanted: Mapping[Axes, Floats], one: Axes, other: Axes) -> None:
    shared = tuple(axis for axis in one if axis in other)
    sums = [_sum(wanted[axes], tuple(axes.index(axis) for axis in shared)) for axes in (one, other)]
    if not np.allclose(sums[0], sums[1], rtol=SAME, atol=SAME * float(np.max(sums[0], initial=0.0))):
        raise ValueError(f"margins {one} and {other}: the totals contradict each other in the axes that they share")
