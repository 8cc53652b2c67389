"""Do those who answered look like those who were invited? (R7)"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from alianza.engines.response._given import groups_counted


@dataclass(frozen=True)
class Group:
    """One group's `propensity` to respond, and its part in the variation between groups.

    `partial` = sqrt(N_k / (N - 1)) (propensity - mean): below 0 the group answered too rarely, above 0 too often.
    Squares of the parts add to the variance of propensities; `of_variance` is each one's share of it (NaN if it is 0).
    """

    name: str
    invited: int
    answered: int
    propensity: float
    partial: float
    of_variance: float


@dataclass(frozen=True)
class Representativeness:
    """`r` = 1 - 2 `spread`: 1 where all groups answered alike, 0 at the worst. `spread`: sd of propensities.

    `maximal_bias`: no mean of an item with standard deviation `sd` can be further from the truth because of these
    groups' unlike propensities. All NaN if nobody answered.
    """

    r: float
    mean: float
    spread: float
    maximal_bias: float
    groups: tuple[Group, ...]


def representativeness(
    invited: Mapping[str, int], answered: Mapping[str, int], *, sd: float = 0.5
) -> Representativeness:
    """R-indicator and maximal bias spread * sd / mean; `sd` of the item, 0.5 at most for a yes or no.

    >>> found = representativeness(
    ...     {"A": 54, "B": 35, "C": 48, "D": 42, "E": 14}, {"A": 28, "B": 22, "C": 25, "D": 35, "E": 8})
    >>> round(found.r, 3), round(found.maximal_bias, 3)
    (0.752, 0.102)
    """
    names, N, n = groups_counted(invited, answered)
    if not (np.isfinite(sd) and sd >= 0):
        raise ValueError(f"sd: needs the standard deviation of an item, 0 or more; it is {sd!r}.")
    if N.sum() < 2:
        raise ValueError("invited: needs at least two, or propensities cannot vary.")
    propensity = n / N
    mean = float(n.sum() / N.sum())
    partial = np.sqrt(N / (N.sum() - 1)) * (propensity - mean)
    variance = float(partial @ partial)
    spread = float(np.sqrt(variance))
    share = partial**2 / variance if variance > 0 else np.full(N.size, np.nan)
    rows = zip(names, N.tolist(), n.tolist(), propensity.tolist(), partial.tolist(), share.tolist(), strict=True)
    groups = tuple(Group(*row) for row in rows)
    if not mean:
        return Representativeness(float("nan"), 0.0, float("nan"), float("nan"), groups)
    return Representativeness(1.0 - 2.0 * spread, mean, spread, spread * sd / mean, groups)
