"""How sure is it? Between methods, and under errors of the stocks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from alianza.engines.flows._account import AccountError, Floats
from alianza.engines.flows._estimate import Estimate, estimate

SPREAD = ("minimum-open", "minimum", "pseudo-bayes")
"""The three that keep an account and that neither leave out all returns nor assume that nobody prefers to stay."""


@dataclass(frozen=True)
class Spread:
    """One estimate for each method, and the least and the largest of them for each pair (places x places, persons)."""

    estimates: tuple[Estimate, ...]
    low: Floats
    high: Floats

    @property
    def totals(self) -> dict[str, float]:
        return {each.method: each.total for each in self.estimates}


@dataclass(frozen=True)
class Bootstrap:
    """Quantiles of flows (quantiles x places x places) and of their sum over draws of perturbed stocks.

    `failed`: draws that did not converge; they are left out, and counted here.
    """

    levels: tuple[float, ...]
    flows: Floats
    outflows: Floats
    inflows: Floats
    total: Floats
    draws: int
    failed: int


def spread(
    start: ArrayLike,
    end: ArrayLike,
    births: ArrayLike,
    deaths: ArrayLike,
    *,
    methods: Sequence[str] = SPREAD,
    **options: Any,
) -> Spread:
    """The same period by several methods; `options` as in `estimate`."""
    if not methods:
        raise AccountError("methods: name at least one")
    made = tuple(estimate(start, end, births, deaths, method=each, **options) for each in methods)
    tables = np.stack([each.flows for each in made])
    return Spread(made, tables.min(axis=0), tables.max(axis=0))


def bootstrap(
    start: ArrayLike,
    end: ArrayLike,
    births: ArrayLike,
    deaths: ArrayLike,
    *,
    rng: np.random.Generator,
    error: ArrayLike = 0.1,
    persistence: float = 0.8,
    draws: int = 100,
    levels: Sequence[float] = (0.025, 0.1, 0.5, 0.9, 0.975),
    **options: Any,
) -> Bootstrap:
    """Flows again and again from stocks with errors; `options` as in `estimate`.

    Each stock of foreign-born is multiplied by a lognormal factor of mean 1. `error` is the standard deviation of its
    logarithm, one number or one for each cell. Errors of one cell at start and end correlate by `persistence`, as a
    census that misses a group tends to miss it again. Natives take the difference, so populations, births and deaths
    stay as they are. What comes out is uncertainty from such errors alone; the choice of method is `spread`'s.
    """
    S0, S1 = np.array(start, dtype=np.float64), np.array(end, dtype=np.float64)
    sigma = np.broadcast_to(np.asarray(error, dtype=np.float64), S0.shape)
    if not np.isfinite(sigma).all() or (sigma < 0).any():
        raise AccountError("error: needs standard deviations of 0 or more")
    if not -1.0 <= persistence <= 1.0:
        raise AccountError(f"persistence: {persistence} is not a correlation")
    if draws < 1:
        raise AccountError("draws: needs 1 or more")
    n = S0.shape[1]
    kept, failed = [], 0
    for _ in range(draws):
        first = rng.standard_normal(S0.shape)
        second = persistence * first + np.sqrt(1.0 - persistence**2) * rng.standard_normal(S0.shape)
        made = estimate(_perturbed(S0, sigma, first), _perturbed(S1, sigma, second), births, deaths, **options)
        if made.status == "ok":
            kept.append(made.flows)
        else:
            failed += 1
    if not kept:
        nothing = np.full((len(levels), n), np.nan)
        table = np.full((len(levels), n, n), np.nan)
        return Bootstrap(tuple(levels), table, nothing, nothing, np.full(len(levels), np.nan), draws, failed)
    tables = np.stack(kept)
    return Bootstrap(
        tuple(levels),
        np.quantile(tables, levels, axis=0),
        np.quantile(tables.sum(axis=2), levels, axis=0),
        np.quantile(tables.sum(axis=1), levels, axis=0),
        np.quantile(tables.sum(axis=(1, 2)), levels),
        draws,
        failed,
    )


def _perturbed(S: Floats, sigma: Floats, drawn: Floats) -> Floats:
    """The foreign-born with errors, and natives so that each place keeps its population."""
    n = S.shape[1]
    at = np.arange(n)
    made: Floats = S * np.exp(sigma * drawn - sigma**2 / 2)
    made[at, at] = 0.0
    population, foreign = S.sum(axis=0), made.sum(axis=0)
    over = foreign > population
    made *= np.where(over, np.divide(population, foreign, out=np.ones(n), where=foreign > 0), 1.0)
    made[at, at] = np.maximum(population - made.sum(axis=0), 0.0)
    return made
