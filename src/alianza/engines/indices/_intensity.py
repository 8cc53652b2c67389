"""How many move, and how much of it evens out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from alianza.engines.indices._concentration import connectivity, gini, inequality, variation
from alianza.engines.indices._given import Floats, moves, part, people, share


@dataclass(frozen=True)
class Effectiveness:
    """Net moves in percent of all moves. `overall` 0..100, `place` -100..100, `corridor` 0..100, symmetric."""

    overall: float
    place: Floats
    corridor: Floats


@dataclass(frozen=True)
class Summary:
    """The measures of one table that reports give; by place: `net` (persons) and `effectiveness` (percent)."""

    moves: float
    cmi: float
    mei: float
    anmr: float
    connectivity: float
    inequality: float
    gini_total: float
    acv_out: float
    acv_in: float
    net: Floats
    effectiveness: Floats


def crude_intensity(flows: ArrayLike, population: ArrayLike) -> float:
    """Crude migration intensity: moves in percent of the population of all places.

    >>> crude_intensity([[0, 30], [20, 0]], [600, 400])
    5.0
    """
    F = moves(flows)
    return float(100.0 * F.sum() / people(population, len(F)).sum())


def courgeau(cmi: ArrayLike, places: ArrayLike) -> Floats:
    """Courgeau's k: intensity over ln(n^2), n the number of places."""
    return np.asarray(cmi, dtype=np.float64) / (2.0 * np.log(np.asarray(places, dtype=np.float64)))


def courgeau_slope(cmi: ArrayLike, places: ArrayLike) -> float:
    """One k from several zone systems of one country: regression of intensity on ln(n^2) through the origin.

    The intensity for m places is then `k * ln(m^2)`.
    """
    y = np.asarray(cmi, dtype=np.float64)
    x = 2.0 * np.log(np.asarray(places, dtype=np.float64))
    if y.shape != x.shape or y.ndim != 1 or not y.size:
        raise ValueError("cmi and places: need one number each for every zone system")
    return float(x @ y / (x @ x))


def effectiveness(flows: ArrayLike) -> Effectiveness:
    """Migration effectiveness index, overall, by place and by corridor.

    >>> effectiveness([[0, 30], [10, 0]]).overall
    50.0
    """
    F = moves(flows)
    into, out = F.sum(axis=0), F.sum(axis=1)
    both = F + F.T
    return Effectiveness(
        100.0 * part(float(np.abs(into - out).sum()), float((into + out).sum())),
        100.0 * share(into - out, into + out),
        100.0 * share(np.abs(F - F.T), both),
    )


def net_rate(flows: ArrayLike, population: ArrayLike) -> float:
    """Aggregate net migration rate, percent: half the sum of absolute net moves over the population.

    Always `crude_intensity * effectiveness / 100`.
    """
    F = moves(flows)
    net = F.sum(axis=0) - F.sum(axis=1)
    return float(50.0 * np.abs(net).sum() / people(population, len(F)).sum())


def impact(cmi: ArrayLike, mei: ArrayLike) -> Floats:
    """Index of migration impact of each of several countries: intensity and effectiveness, each against its mean."""
    c, m = np.asarray(cmi, dtype=np.float64), np.asarray(mei, dtype=np.float64)
    if c.shape != m.shape or c.ndim != 1:
        raise ValueError("cmi and mei: need one number each for every country")
    found: Floats = (c / c.mean()) * (m / m.mean())
    return found


def summary(flows: ArrayLike, population: ArrayLike, *, threshold: float = 0.0) -> Summary:
    """The measures of a report at once; `threshold` is that of connectivity (I3), in the unit of the flows."""
    F = moves(flows)
    P = people(population, len(F))
    effective = effectiveness(F)
    varied = variation(F)
    return Summary(
        float(F.sum()),
        crude_intensity(F, P),
        effective.overall,
        net_rate(F, P),
        connectivity(F, threshold),
        inequality(F),
        gini(F).total,
        varied.acv_out,
        varied.acv_in,
        F.sum(axis=0) - F.sum(axis=1),
        effective.place,
    )
