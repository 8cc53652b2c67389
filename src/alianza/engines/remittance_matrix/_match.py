"""Matching recorded outflows too (A6)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from alianza.engines.scaling import scale


@dataclass(frozen=True)
class Matched:
    """`amount` [pairs] scaled to both totals; `factor` by which outflows were multiplied to add up to what is
    allocated (A6); `status` of the scaling ("converged", "not_converged", "infeasible").
    """

    amount: NDArray[np.float64]
    factor: float
    status: str


def matched(home: ArrayLike, host: ArrayLike, amount: ArrayLike, outflow: ArrayLike) -> Matched:
    """Scale the amounts of pairs so that each host sends what it recorded and each home country keeps its sum.

    `outflow` [places] in the unit of the amounts. Pairs from a host without a recorded outflow (NaN) stay as they are,
    and their sums are set aside before the rest is scaled. Where the totals cannot be met the amounts are returned as
    they were, with the status.
    """
    i, j = np.asarray(home, np.intp), np.asarray(host, np.intp)
    given = np.asarray(amount, np.float64)
    recorded = np.asarray(outflow, np.float64)
    if np.any(recorded < 0) or np.any(np.isinf(recorded)):
        raise ValueError("A recorded outflow is a number of 0 or more.")
    scaled = ~np.isnan(given) & ~np.isnan(recorded[j])
    homes, row = np.unique(i[scaled], return_inverse=True)
    hosts, column = np.unique(j[scaled], return_inverse=True)
    if not homes.size:
        raise ValueError("No host of these corridors has a recorded outflow.")
    seed = np.zeros((homes.size, hosts.size))
    seed[row, column] = given[scaled]
    kept = seed.sum(1)
    if recorded[hosts].sum() <= 0:
        raise ValueError("The recorded outflows of these hosts add up to nothing.")
    factor = float(kept.sum() / recorded[hosts].sum())
    answer = scale(seed, kept, recorded[hosts] * factor)
    if answer.status != "converged":
        return Matched(given.copy(), factor, answer.status)
    found = given.copy()
    found[scaled] = answer.table[row, column]
    return Matched(found, factor, answer.status)
