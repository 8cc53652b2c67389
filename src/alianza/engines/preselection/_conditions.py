"""The fifteen conditions, over many workers and one order, as plain arrays; who is lost to each alone."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from alianza.engines.preselection._tables import Flags, Int32, Int64, Orders, Workers

if TYPE_CHECKING:
    from collections.abc import Mapping

CONDITIONS = (
    "occupation", "corridor", "certified", "preference_country", "preference_wage", "experience", "language",
    "education", "recognition", "medical", "security", "passport", "age", "start", "essential_skills",
)  # fmt: skip


@dataclass(frozen=True)
class Losses:
    """What each condition costs one order, among the workers who have an occupation in the order's ISCO minor group.

    Experience of somebody whose occupation is only related is counted in that occupation, also when the order does not
    take related ones: so `alone["occupation"]` says how many it would gain by taking them.
    """

    workers: int
    """In the minor group."""
    eligible: int
    failed: Mapping[str, int]
    """Workers who fail the condition, whatever else they fail."""
    alone: Mapping[str, int]
    """Workers who fail nothing but this condition."""


def losses(workers: Workers, orders: Orders, order: int) -> Losses:
    """How many workers the order (a position in `orders`) loses to each condition, and to each alone.

    Nobody is lost to an order's missing certificate alone but those who would otherwise be eligible.
    """
    minor = int(orders.isco[order]) // 10
    who = np.flatnonzero((workers.isco // 10 == minor) | ((workers.isco2 >= 0) & (workers.isco2 // 10 == minor)))
    met = np.stack(conditions(workers, orders, who, order))
    failures = (~met).sum(0)
    return Losses(
        len(who),
        int((failures == 0).sum()),
        MappingProxyType({name: int((~row).sum()) for name, row in zip(CONDITIONS, met, strict=True)}),
        MappingProxyType(
            {name: int((~row & (failures == 1)).sum()) for name, row in zip(CONDITIONS, met, strict=True)}
        ),
    )


def conditions(workers: Workers, orders: Orders, who: Int64, o: int) -> list[Flags]:
    """Whether each of the given workers meets each condition of order o, in the order of `CONDITIONS`."""
    occupation, years = judged(workers, orders, who, o)
    dest = int(orders.dest[o])
    everyone = np.ones(len(who), np.bool_)
    return [
        occupation,
        _has(orders.origins[o][None, :], workers.origin[who]),
        everyone & bool(orders.certified[o]),
        _has(workers.accepts[who], dest),
        workers.min_wage[who] <= orders.wage[o],
        years >= orders.min_years[o],
        _speaks(workers, orders, who, o),
        workers.education[who] >= orders.min_education[o],
        _has(workers.recognised_in[who], dest) if orders.regulated[o] else everyone,
        workers.medical[who] == 0,
        workers.security[who] == 0,
        workers.passport_months[who] >= orders.passport_min[o],
        (workers.age[who] >= orders.age_min[o]) & (workers.age[who] <= orders.age_max[o]),
        workers.available_month[who] <= orders.start_month[o],
        _skilled(workers, orders, who, o),
    ]


def judged(workers: Workers, orders: Orders, who: Int64, o: int) -> tuple[Flags, Int32]:
    """Whether an occupation fits, and the years in the one judged (assumption A2)."""
    isco, first, second = int(orders.isco[o]), workers.isco[who], workers.isco2[who]
    exact1, exact2 = first == isco, second == isco
    near1, near2 = first // 10 == isco // 10, (second >= 0) & (second // 10 == isco // 10)
    by_first = exact1 | (near1 & ~exact2)
    fits = exact1 | exact2 | ((near1 | near2) & bool(orders.related_ok[o]))
    return fits, np.where(by_first, workers.years[who], workers.years2[who])


def _has(sets: NDArray[np.uint64], country: NDArray[np.int16] | int) -> Flags:
    """Whether each set of countries holds the country."""
    word, bit = np.divmod(np.asarray(country, np.int64), 64)
    row = np.arange(len(sets)) if len(sets) != 1 else 0
    found: Flags = ((sets[row, word] >> bit.astype(np.uint64)) & np.uint64(1)).astype(np.bool_)
    return found


def _speaks(workers: Workers, orders: Orders, who: Int64, o: int) -> Flags:
    speaks = np.ones(len(who), np.bool_)
    if orders.lang1[o] >= 0:
        speaks &= workers.cefr[who, orders.lang1[o]] >= orders.lang1_min[o]
        if orders.lang2[o] >= 0:
            speaks &= workers.cefr[who, orders.lang2[o]] >= orders.lang2_min[o]
    return speaks


def _skilled(workers: Workers, orders: Orders, who: Int64, o: int) -> Flags:
    essential = np.zeros(max(1, len(workers.codes.skills)), np.bool_)
    essential[orders.essential[orders.essential_start[o] : orders.essential_start[o + 1]]] = True
    start, sizes = workers.skill_start[who], workers.skill_start[who + 1] - workers.skill_start[who]
    ends = np.cumsum(sizes)
    at = np.arange(int(ends[-1]) if len(ends) else 0) + np.repeat(start - (ends - sizes), sizes)
    owner, skill = np.repeat(np.arange(len(who)), sizes), workers.skill[at]
    once = np.unique(np.stack([owner, skill])[:, essential[skill]], axis=1)[0]
    held = np.bincount(once, minlength=len(who))
    enough: Flags = held >= orders.essential_min[o]
    return enough
