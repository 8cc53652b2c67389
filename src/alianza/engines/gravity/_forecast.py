"""What the model says about periods to come, and how sure it is (A7)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from alianza.engines.gravity._fit import Codes, Fit

Array = NDArray[np.float64]

LEVELS = (0.025, 0.1, 0.5, 0.9, 0.975)
CELLS = 2_000_000
"""Draws times corridors worked on at once."""
LARGEST_MEAN = 1e15


@dataclass(frozen=True)
class Drift:
    """How effects move after the last period, on the log scale, as departures from their last value.

    `point` is (steps, levels), `draws` (draws, steps, levels); `persistence` the AR(1) coefficient, 1 when carried
    forward; `innovation` the standard deviation of one step, pooled over the levels.
    """

    point: Array
    draws: Array
    persistence: float
    innovation: float

    def at(self, step: int, level: ArrayLike) -> tuple[Array, Array]:
        """Point (m,) and draws (draws, m) of the given levels, so many steps after the last period (from 1)."""
        code = np.asarray(level, np.int64)
        return self.point[step - 1, code], self.draws[:, step - 1, code]


def drift(
    history: ArrayLike,
    *,
    steps: int,
    draws: int,
    rng: np.random.Generator,
    how: Literal["carry", "ar1"] = "carry",
) -> Drift:
    """Carry effects on, or let them return to their mean as an AR(1), with the innovations that the past shows.

    `history` is (periods, levels), NaN or minus infinity where a level had no effect. Carried forward, the expected
    effect is the last one and innovations add up; with `ar1` each level returns to its own mean with one speed pooled
    over the levels (least squares within levels, held between 0 and 1; short histories make it too fast). With one
    period nothing can be learned about innovations, and they are 0. Raises ValueError when `ar1` has fewer than three.
    """
    past = np.asarray(history, np.float64)
    if past.ndim != 2 or not len(past):
        raise ValueError(f"the history of effects must be (periods, levels), not {past.shape}")
    past = np.where(np.isfinite(past), past, np.nan)
    step = past[1:] - past[:-1]
    if how == "carry":
        seen = step[np.isfinite(step)]
        innovation = float(np.sqrt(np.mean(seen**2))) if seen.size else 0.0
        moves = rng.normal(0.0, 1.0, (draws, steps, past.shape[1])) * innovation
        return Drift(np.zeros((steps, past.shape[1])), np.cumsum(moves, axis=1), 1.0, innovation)
    if len(past) < 3:
        raise ValueError("an AR(1) of effects needs at least three periods; carry them forward instead")
    count = np.maximum(np.isfinite(past).sum(axis=0), 1)
    away = past - np.nansum(past, axis=0) / count
    both = np.isfinite(away[1:]) & np.isfinite(away[:-1])
    before, after = np.where(both, away[:-1], 0.0), np.where(both, away[1:], 0.0)
    power = float((before**2).sum())
    speed = min(max(float((before * after).sum()) / power, 0.0), 1.0) if power > 0 else 0.0
    freedom = int(both.sum()) - int(both.any(axis=0).sum())
    left = float(((after - speed * before) ** 2).sum())
    innovation = float(np.sqrt(left / freedom)) if freedom > 0 else 0.0
    start = np.nan_to_num(away[-1])
    point = np.stack([(speed**h - 1.0) * start for h in range(1, steps + 1)])
    found = np.empty((draws, steps, past.shape[1]))
    noise = np.zeros((draws, past.shape[1]))
    for h in range(steps):
        noise = speed * noise + innovation * rng.normal(0.0, 1.0, noise.shape)
        found[:, h] = point[h] + noise
    return Drift(point, found, speed, innovation)


@dataclass(frozen=True)
class Forecast:
    """Flows forecast for m corridors: `mean` is `exp(x'b + effects)`, `quantiles` (5, m) at 2.5, 10, 50, 90, 97.5 %."""

    mean: Array
    quantiles: Array

    @property
    def median(self) -> Array:
        return np.asarray(self.quantiles[2])

    @property
    def band_80(self) -> tuple[Array, Array]:
        return self.quantiles[1], self.quantiles[3]

    @property
    def band_95(self) -> tuple[Array, Array]:
        return self.quantiles[0], self.quantiles[4]


def forecast(
    fitted: Fit,
    covariates: ArrayLike,
    levels: Sequence[ArrayLike],
    *,
    rng: np.random.Generator,
    draws: int = 1000,
    drifts: Sequence[tuple[Array, Array] | None] | None = None,
    balance: Callable[[Array], Array] | None = None,
) -> Forecast:
    """Forecast m corridors from future covariates (m, k) and the last level of each effect (m,).

    `drifts` holds for each effect how it moves from that level, as `Drift.at` gives it, or None where it stays.
    `balance` takes m flows to m flows that meet net totals (A9); it needs all draws at once in memory. A level without
    any flow so far is forecast as 0. Raises ValueError for a level that the model has never seen.
    """
    x = np.asarray(covariates, np.float64)
    codes = [np.asarray(level, np.int64) for level in levels]
    if x.ndim != 2 or x.shape[1] != len(fitted.names) or not np.isfinite(x).all():
        raise ValueError(f"future covariates must be (corridors, {len(fitted.names)}) and complete, not {x.shape}")
    if len(codes) != len(fitted.effects) or any(code.shape != (len(x),) for code in codes):
        raise ValueError(f"give one level of each of the {len(fitted.effects)} effects for each corridor")
    effect, within = _at(fitted, x, codes)
    known = np.isfinite(fitted.coefficients)
    slopes = np.where(known, fitted.coefficients, 0.0)
    moves = list(drifts) if drifts is not None else [None] * len(codes)
    eta = x @ slopes + effect
    for move in moves:
        if move is not None:
            eta = eta + move[0]
    mean = np.exp(eta)
    deviation = _root(np.where(np.outer(known, known), fitted.covariance, 0.0)) @ rng.normal(size=(len(slopes), draws))
    width = len(x) if balance is not None else max(1, CELLS // max(draws, 1))
    found = np.empty((len(LEVELS), len(x)))
    for at in range(0, len(x), width):
        part = slice(at, at + width)
        drawn = deviation.T @ within[part].T + (x[part] @ slopes + effect[part])
        for move in moves:
            if move is not None:
                drawn = drawn + move[1][:, part]
        flows = _dispersed(np.exp(drawn), fitted.dispersion, rng)
        if balance is not None:
            flows = np.stack([balance(each) for each in flows])
        found[:, part] = np.quantile(flows, LEVELS, axis=0)
    return Forecast(mean if balance is None else balance(mean), found)


def _at(fitted: Fit, x: Array, codes: Sequence[Codes]) -> tuple[Array, Array]:
    """The effects' sum at the levels, and what the effects leave of the covariates there."""
    effect, within = np.zeros(len(x)), x.copy()
    for g, (code, values, takes) in enumerate(zip(codes, fitted.effects, fitted.effects_of_covariates, strict=True)):
        bad = (code < 0) | (code >= len(values))
        bad |= np.isnan(values[np.where(bad, 0, code)])
        if bad.any():
            raise ValueError(f"level {code[bad][0]} of effect {g} is not among the observations that were fitted")
        effect = effect + values[code]
        within = within - takes[code]
    return effect, within


def _root(covariance: Array) -> Array:
    """A square root of a covariance that may be singular."""
    values, vectors = np.linalg.eigh(covariance) if covariance.size else (np.empty(0), covariance)
    return np.asarray(vectors * np.sqrt(np.maximum(values, 0.0)))


def _dispersed(mean: Array, dispersion: float, rng: np.random.Generator) -> Array:
    """Counts with variance `dispersion` times the mean: gamma-Poisson above 1, Poisson otherwise."""
    mean = np.asarray(np.minimum(mean, LARGEST_MEAN), np.float64)
    if np.isfinite(dispersion) and dispersion > 1:
        mean = rng.gamma(mean / (dispersion - 1), dispersion - 1)
    return rng.poisson(mean).astype(np.float64)
