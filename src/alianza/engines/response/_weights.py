"""What each answer counts for, so that regions weigh as they do among the invited (R6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from alianza.engines.response._given import count, groups_counted

LEAST = 5
"""Answers a region needs to stand alone."""


@dataclass(frozen=True)
class Weights:
    """`weight` of one answer from each region; over all respondents the weights add to the number invited.

    `classes`: the regions that share a weight, in the caller's order; `collapsed`: those classes that were joined.
    `design_effect`: by what factor unequal weights widen the variance of a mean at most (Kish): n sum(w^2) / sum(w)^2.
    """

    weight: Mapping[str, float]
    classes: tuple[tuple[str, ...], ...]
    collapsed: tuple[tuple[str, ...], ...]
    design_effect: float


def region_weights(
    invited: Mapping[str, int],
    answered: Mapping[str, int],
    *,
    neighbours: Mapping[str, str] | None = None,
    least: int = LEAST,
) -> Weights:
    """Weights N_h / n_h, with every region below `least` answers joined to a neighbour, the smallest first.

    The neighbour is the one that `neighbours` names, by default the next in the order of `invited` (for the last the
    one before). A class made of several regions goes where the first of them with a neighbour outside points. Joining
    ends when each class has enough, or when one is left.

    >>> found = region_weights({"North": 20, "South": 10, "Isles": 6}, {"North": 10, "South": 8, "Isles": 2})
    >>> found.collapsed, found.weight["North"], found.weight["Isles"]
    ((('South', 'Isles'),), 2.0, 1.6)
    """
    names, N, n = groups_counted(invited, answered)
    count(least, "least", 1)
    if not n.any():
        raise ValueError("answered: nobody answered, so there is nothing to weight.")
    ways = _ways(names, neighbours)
    classes = [[place] for place in range(len(names))]
    while len(classes) > 1:
        small = min(classes, key=lambda each: (int(n[each].sum()), each[0]))
        if n[small].sum() >= least:
            break
        beyond = next((way[place] for way in ways for place in small if way.get(place, place) not in small), None)
        if beyond is None:
            joined = ", ".join(names[place] for place in small)
            raise ValueError(f"neighbours: {joined} need a neighbour outside to reach {least} answers; name one.")
        other = next(each for each in classes if beyond in each)
        classes = sorted([each for each in classes if each not in (small, other)] + [sorted(small + other)])
    weight = np.empty(len(names))
    for each in classes:
        weight[each] = N[each].sum() / n[each].sum()
    total = float(n @ weight)
    said = tuple(tuple(names[place] for place in each) for each in classes)
    return Weights(
        dict(zip(names, weight.tolist(), strict=True)),
        said,
        tuple(each for each in said if len(each) > 1),
        float(n.sum() * (n @ weight**2) / total**2),
    )


def _ways(names: tuple[str, ...], given: Mapping[str, str] | None) -> list[dict[int, int]]:
    """From which region to which, the better way first."""
    last = len(names) - 1
    if given is None:
        return [{place: place + 1 for place in range(last)}, {place + 1: place for place in range(last)}]
    at = {name: place for place, name in enumerate(names)}
    for name, to in given.items():
        if name not in at or to not in at or name == to:
            raise ValueError(f"neighbours: {name} to {to} does not lead from one of the regions to another.")
    return [{at[name]: at[to] for name, to in given.items()}]
