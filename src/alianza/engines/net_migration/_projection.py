"""What may come: paths of rates and of people, drawn from the posterior."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from alianza.engines.net_migration import _truncated as truncated
from alianza.engines.net_migration._sampler import Posterior

Array = NDArray[np.float64]
ZeroSum = Literal["population", "half-way"]

QUANTILES = (0.025, 0.1, 0.5, 0.9, 0.975)
LOWEST_RATE = -0.95
"""No period empties a country; heavy tails of a variance would let one draw in a great many do so."""


@dataclass(frozen=True)
class Projection:
    """Drawn paths: `rates` (draws, periods, countries), and `counts` in the unit of the population, None without one.

    Rates agree with counts, that is, both are after the zero-sum step when there was one. `cut` is the share of rates
    whose expectation lay beyond the bounds, `left_over` the largest |sum of counts| over population that a period and
    draw had before the zero-sum step. `one_sided` counts draws and periods in which every country gained, or every one
    lost, so that half-way scaling had nothing to scale against and the population rule was used.
    """

    rates: Array
    counts: Array | None
    cut: float
    left_over: float
    one_sided: int

    def rate_quantiles(self) -> Array:
        """Rates at 2.5, 10, 50, 90, 97.5 %, (5, periods, countries): median, 80 % and 95 % bands."""
        return _quantiles(self.rates)

    def count_quantiles(self) -> Array:
        """People at the same levels; medians of countries need not sum to zero, the draws do."""
        if self.counts is None:
            raise ValueError("no population was given, so rates were not turned into people")
        return _quantiles(self.counts)


def _quantiles(values: Array) -> Array:
    return np.stack([np.quantile(values[:, at], QUANTILES, axis=0) for at in range(values.shape[1])], axis=1)


def project(
    posterior: Posterior,
    *,
    periods: int,
    rng: np.random.Generator,
    population: ArrayLike | None = None,
    trajectories: int = 2_000,
    history: ArrayLike | None = None,
    group: ArrayLike | None = None,
    zero: ZeroSum | None = "population",
) -> Projection:
    """Draw paths of net migration for so many periods after the last observed one.

    `population` is (periods, countries) at the end of each period, above 0 (A8); without it there are rates alone and
    no zero-sum step. `history` (countries, periods), NaN where missing, bounds every run of periods by what happened in
    its `group` of countries (A7). `zero` chooses the zero-sum step, None leaves it out (A9). Raises ValueError for
    shapes that do not fit and populations that are not above 0.
    """
    mu, phi, sigma = posterior.thinned(trajectories)
    countries = mu.shape[1]
    people = None if population is None else np.asarray(population, np.float64)
    if people is not None and (people.shape != (periods, countries) or not (people > 0).all()):
        raise ValueError(f"populations must be ({periods}, {countries}), complete and above 0")
    low, high = _extremes(history, group, countries, periods)
    rates = np.empty((trajectories, periods, countries))
    grown = np.zeros((periods + 1, trajectories, countries))  # log growth since the last observation
    rate = np.broadcast_to(posterior.last, mu.shape)
    cut = 0
    for h in range(periods):
        middle = mu + phi * (rate - mu)
        least, most = np.full(mu.shape, np.log1p(LOWEST_RATE)), np.full(mu.shape, np.inf)
        for run in range(1, min(h + 1, len(low)) + 1):
            before = grown[h] - grown[h + 1 - run]
            np.maximum(least, low[run - 1] - before, out=least)
            np.minimum(most, high[run - 1] - before, out=most)
        most = np.maximum(most, np.log1p(LOWEST_RATE))
        least, most = np.expm1(np.minimum(least, most)), np.expm1(most)
        if len(low):
            cut += int(((middle < least) | (middle > most)).sum())
        rate = truncated.normal(middle, sigma, least, most, rng.random(mu.shape))
        grown[h + 1] = grown[h] + np.log1p(rate)
        rates[:, h] = rate
    share = cut / rates.size
    if people is None:
        return Projection(rates, None, share, 0.0, 0)
    counts = rates * people / (1 + rates)
    left = float((np.abs(counts.sum(axis=2)) / people.sum(axis=1)).max())
    one_sided = 0
    if zero is not None:
        for h in range(periods):
            counts[:, h], sided = _balanced(counts[:, h], people[h], zero)
            one_sided += sided
        rates = counts / (people - counts)
    return Projection(rates, counts, share, left, one_sided)


def zero_sum(counts: ArrayLike, population: ArrayLike, *, how: ZeroSum = "population") -> Array:
    """Net migrants (..., countries) changed so that they sum to zero.

    `population` takes from each country in proportion to its population; `half-way` scales gains and losses to meet at
    the mean of their totals, which changes no sign, and falls back on the population where all have one sign.

    >>> zero_sum([30.0, 0.0, -10.0], [1.0, 2.0, 1.0]).tolist()
    [25.0, -10.0, -15.0]
    >>> zero_sum([30.0, 0.0, -10.0], [1.0, 2.0, 1.0], how="half-way").tolist()
    [20.0, 0.0, -20.0]
    """
    found = np.asarray(counts, np.float64)
    flat = found.reshape(-1, found.shape[-1])
    return _balanced(flat, np.asarray(population, np.float64), how)[0].reshape(found.shape)


def _balanced(counts: Array, population: Array, how: ZeroSum) -> tuple[Array, int]:
    spread = counts - counts.sum(axis=-1, keepdims=True) * (population / population.sum())
    if how == "population":
        return spread, 0
    gains = np.maximum(counts, 0).sum(axis=-1, keepdims=True)
    losses = np.maximum(-counts, 0).sum(axis=-1, keepdims=True)
    middle = (gains + losses) / 2
    sided = (gains == 0) != (losses == 0)
    share = counts / np.where(counts > 0, gains, np.where(losses > 0, losses, 1.0))  # 1 at most, so nothing overflows
    return np.where(sided, spread, share * middle), int(sided.sum())


def _extremes(history: ArrayLike | None, group: ArrayLike | None, countries: int, periods: int) -> tuple[Array, Array]:
    """Least and most log growth over runs of 1, 2, ... periods that any country of the group had, (runs, countries)."""
    if history is None:
        return np.empty((0, countries)), np.empty((0, countries))
    past = np.asarray(history, np.float64)
    member = np.zeros(countries, np.int64) if group is None else np.asarray(group)
    if past.ndim != 2 or len(past) != countries or member.shape != (countries,):
        raise ValueError(f"the history must be ({countries}, periods) and the group ({countries},)")
    growth = np.concatenate([np.zeros((countries, 1)), np.cumsum(np.log1p(np.nan_to_num(past)), axis=1)], axis=1)
    missing = np.concatenate([np.zeros((countries, 1)), np.cumsum(np.isnan(past), axis=1)], axis=1)
    runs = min(past.shape[1], periods)
    low, high = np.full((runs, countries), -np.inf), np.full((runs, countries), np.inf)
    for run in range(1, runs + 1):
        change = growth[:, run:] - growth[:, :-run]
        whole = missing[:, run:] == missing[:, :-run]
        for each in np.unique(member):
            of = member == each
            seen = change[of][whole[of]]
            if seen.size:
                low[run - 1, of], high[run - 1, of] = seen.min(), seen.max()
    return low, high
