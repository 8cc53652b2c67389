"""The posterior, by Gibbs steps over all countries and chains at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammainc, gammaln

from alianza.engines.net_migration import _truncated as truncated
from alianza.engines.net_migration._convergence import effective, r_hat

Array = NDArray[np.float64]

HYPER = ("lam", "tau2", "a", "b")
SMALLEST_VARIANCE = 1e-8
LARGEST_A = 10.0
CONVERGED = 1.05
STEPS_OF_TAU = 2
STEPS_OF_A = 2
"""Metropolis steps for `a` in each sweep; they are cheap, since no country is touched."""


@dataclass(frozen=True)
class Posterior:
    """Draws from the posterior, and how far they can be trusted.

    `mu`, `phi`, `sigma` are (chains, draws, countries); `hyper` is (chains, draws, 4) in the order of `HYPER`: mean
    and variance of the country means, shape and scale of the inverse gamma of the variances. `r_hat` and `effective`
    hold one number for each parameter of `HYPER`; `worst_r_hat` is the largest over all countries' parameters.
    """

    status: Literal["ok", "not_converged"]
    mu: Array
    phi: Array
    sigma: Array
    hyper: Array
    r_hat: Array
    effective: Array
    worst_r_hat: float
    last: Array
    """The last observed rate of each country."""
    step: float
    """Years in a period."""

    def thinned(self, draws: int) -> tuple[Array, Array, Array]:
        """So many draws of mu, phi and sigma, (draws, countries), evenly from all chains."""
        total = self.mu.shape[0] * self.mu.shape[1]
        if draws > total:
            raise ValueError(f"{draws} draws were asked for, and the posterior holds {total}")
        at = np.linspace(0, total - 1, draws).round().astype(np.int64)
        chain, draw = at // self.mu.shape[1], at % self.mu.shape[1]
        return self.mu[chain, draw], self.phi[chain, draw], self.sigma[chain, draw]


def fit(
    rates: ArrayLike,
    *,
    rng: np.random.Generator,
    draws: int = 20_000,
    chains: int = 8,
    warm_up: int = 600,
    step: float = 5.0,
) -> Posterior:
    """Sample the posterior of net migration rates (countries, periods), NaN where missing.

    A rate is net migrants of a period of `step` years over the population without them. `draws` are kept in all, as
    many from each chain (rounded up); each chain makes `warm_up` sweeps before. Raises ValueError for fewer than three
    countries, for a country without two rates in a row, and for infinite rates.
    """
    r = np.asarray(rates, np.float64)
    problem = _problem(r, draws, chains)
    if problem:
        raise ValueError(problem)
    seen = np.isfinite(r[:, 1:]) & np.isfinite(r[:, :-1])
    state = _Chains(np.where(seen, r[:, :-1], 0.0), np.where(seen, r[:, 1:], 0.0), seen, chains, step, rng)
    kept = -(-draws // chains)
    shape = (chains, kept, len(r))
    mu, phi, sigma, hyper = np.empty(shape), np.empty(shape), np.empty(shape), np.empty((chains, kept, 4))
    for sweep in range(-warm_up, kept):
        state.sweep(tune=sweep < 0)
        if sweep >= 0:
            mu[:, sweep], phi[:, sweep], sigma[:, sweep] = state.mu, state.phi, np.sqrt(state.variance)
            hyper[:, sweep] = state.hyper
    agreed = r_hat(hyper)
    worst = max(float(np.nanmax(r_hat(each))) for each in (mu, phi, sigma))
    last = np.array([row[np.isfinite(row)][-1] for row in r])
    return Posterior(
        status="ok" if bool((agreed <= CONVERGED).all()) else "not_converged",
        mu=mu,
        phi=phi,
        sigma=sigma,
        hyper=hyper,
        r_hat=agreed,
        effective=np.array([effective(hyper[:, :, at]) for at in range(4)]),
        worst_r_hat=worst,
        last=last,
        step=float(step),
    )


def _problem(r: Array, draws: int, chains: int) -> str:
    if r.ndim != 2 or len(r) < 3:
        return f"rates must be (countries, periods) with three countries or more, not {r.shape}"
    if np.isinf(r).any():
        return f"the rate of country {np.argwhere(np.isinf(r))[0][0]} is infinite"
    pairs = (np.isfinite(r[:, 1:]) & np.isfinite(r[:, :-1])).sum(axis=1)
    if (pairs == 0).any():
        return f"country {np.flatnonzero(pairs == 0)[0]} has no two rates in a row, so nothing can be learned about it"
    if (r <= -1).any():
        return f"country {np.argwhere(r <= -1)[0][0]} lost everybody or more; a rate is above -1"
    if draws < 100 or chains < 2 or draws < 8 * chains:
        return "at least 100 draws, and 8 from each of two chains or more, are needed to say anything about them"
    return ""


class _Chains:
    """Where all chains stand; arrays are (chains, countries), parameters of the world (chains, 1)."""

    def __init__(
        self, before: Array, after: Array, seen: NDArray[np.bool_], chains: int, step: float, rng: np.random.Generator
    ) -> None:
        self.rng = rng
        self.chains = chains
        self.n = seen.sum(axis=1).astype(np.float64)
        self.countries = len(before)
        self.half = step / 10
        # Sums over a country's transitions, after which no sweep looks at a rate again; about a centre, since
        # squares of rates far from zero would cancel.
        count = np.maximum(self.n, 1)
        self.centre = (before.sum(axis=1) + after.sum(axis=1)) / (2 * count)
        x = np.where(seen, before - self.centre[:, None], 0.0)
        y = np.where(seen, after - self.centre[:, None], 0.0)
        self.sx, self.sy = x.sum(axis=1), y.sum(axis=1)
        self.sxx, self.sxy, self.syy = (x * x).sum(axis=1), (x * y).sum(axis=1), (y * y).sum(axis=1)
        self._start()

    def _start(self) -> None:
        """Far apart: parameters of the world from their priors, countries around their own history."""
        rng, shape = self.rng, (self.chains, self.countries)
        spread = np.sqrt(np.maximum(self.syy / np.maximum(self.n, 1), SMALLEST_VARIANCE))
        column = (self.chains, 1)
        self.mu = self.centre + spread * rng.normal(size=shape)
        self.phi = rng.random(shape)
        self.variance = np.maximum((spread * np.exp(rng.normal(0, 0.5, shape))) ** 2, SMALLEST_VARIANCE)
        self.lam = self.half * 0.2 * (2 * rng.random(column) - 1)
        self.tau2 = (self.half * rng.random(column)) ** 2
        self.a = 1 + (LARGEST_A - 1) * rng.random(column)
        self.b = (self.a - 1) * self.half * rng.random(column)
        self.width = np.ones(column)
        self.reach = np.full(column, 0.3)
        self.tries = self.tries_of_tau = 0

    @property
    def hyper(self) -> Array:
        return np.concatenate([self.lam, self.tau2, self.a, self.b], axis=1)

    def sweep(self, *, tune: bool) -> None:
        """Every parameter once, from its law given the others."""
        rng, shape = self.rng, self.mu.shape
        keep = 1 - self.phi
        known = self.n * keep * keep / self.variance  # precision with which a history tells its mean
        told = keep * (self.sy - self.phi * self.sx) / self.variance + known * self.centre
        self._means(known, told, tune=tune)
        precision = known + 1 / self.tau2
        self.mu = (told + self.lam / self.tau2) / precision + rng.standard_normal(shape) / np.sqrt(precision)
        away = self.mu - self.centre
        xx = self.sxx - 2 * away * self.sx + self.n * away * away
        xy = self.sxy - away * (self.sx + self.sy) + self.n * away * away
        yy = self.syy - 2 * away * self.sy + self.n * away * away
        xx = np.maximum(xx, 1e-300)
        self.phi = truncated.normal(xy / xx, np.sqrt(self.variance / xx), 0.0, 1.0, rng.random(shape))
        squares = np.maximum(yy - self.phi * (2 * xy - self.phi * xx), 0.0)
        drawn = (self.b + squares / 2) / rng.standard_gamma(self.a + self.n / 2)
        self.variance = np.maximum(drawn, SMALLEST_VARIANCE)
        self._sizes(tune=tune)

    def _means(self, known: Array, told: Array, *, tune: bool) -> None:
        """`lam` and `tau` with the country means integrated out, so that neither waits for 201 means to follow.

        A history tells its mean as `told / known` with variance `1 / known`; around `lam` that adds up with `tau^2`.
        """
        rng, column = self.rng, (self.chains, 1)
        own = np.divide(told, known, out=np.zeros_like(told), where=known > 0)
        tau2, lam = self.tau2, self.lam
        for _ in range(STEPS_OF_TAU):
            weight = known / (1 + tau2 * known)
            total = np.maximum(weight.sum(axis=1, keepdims=True), 1e-300)
            middle = (weight * own).sum(axis=1, keepdims=True) / total
            lam = truncated.normal(middle, 1 / np.sqrt(total), -self.half, self.half, rng.random(column))
            proposed = tau2 * np.exp(2 * self.reach * rng.standard_normal(column))
            other = known / (1 + proposed * known)
            square = (own - lam) ** 2
            gain = (
                np.log((1 + tau2 * known) / (1 + proposed * known)).sum(axis=1, keepdims=True)
                + ((weight - other) * square).sum(axis=1, keepdims=True)
                + np.log(proposed / tau2)  # tau is uniform, so log tau has density tau
            ) / 2
            taken = (np.log(rng.random(column)) < gain) & (proposed < self.half**2)
            tau2 = np.where(taken, proposed, tau2)
            if tune:
                self.tries_of_tau += 1
                self.reach = np.clip(self.reach * np.exp((taken - 0.4) / self.tries_of_tau**0.6), 1e-3, 10.0)
        self.tau2, self.lam = tau2, lam

    def _sizes(self, *, tune: bool) -> None:
        rng, count = self.rng, self.countries
        column = (self.chains, 1)
        inverse = (1 / self.variance).sum(axis=1, keepdims=True)
        logs = np.log(self.variance).sum(axis=1, keepdims=True)
        self._shape(inverse, logs, tune=tune)
        self.b = truncated.gamma_below(count * self.a + 1, inverse, (self.a - 1) * self.half, rng.random(column))

    def _shape(self, inverse: Array, logs: Array, *, tune: bool) -> None:
        """`a` given the variances, with `b` integrated out; a random walk in log(a - 1), on which its law is even."""
        now = self._density(self.a, inverse, logs)
        for _ in range(STEPS_OF_A):
            proposed = 1 + (self.a - 1) * np.exp(self.width * self.rng.standard_normal(self.a.shape))
            there = self._density(proposed, inverse, logs)
            taken = np.log(self.rng.random(self.a.shape)) < there - now
            self.a, now = np.where(taken, proposed, self.a), np.where(taken, there, now)
            if tune:  # towards four steps in ten taken, with smaller and smaller corrections
                self.tries += 1
                self.width = np.clip(self.width * np.exp((taken - 0.4) / self.tries**0.6), 1e-3, 10.0)

    def _density(self, a: Array, inverse: Array, logs: Array) -> Array:
        """Log density of log(a - 1): the prior of b given a cancels the change of variable."""
        count = self.countries
        inside = (a > 1) & (a < LARGEST_A)
        a = np.where(inside, a, 2.0)
        shape = count * a + 1
        with np.errstate(divide="ignore"):
            below = np.log(gammainc(shape, inverse * (a - 1) * self.half))
        found = below + gammaln(shape) - shape * np.log(inverse) - count * gammaln(a) - (a - 1) * logs
        return np.where(inside, found, -np.inf)
