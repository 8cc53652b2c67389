"""Poisson pseudo-maximum likelihood with effects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse
from scipy.sparse.csgraph import connected_components
from scipy.special import xlogy

from alianza.engines.gravity._effects import Effects
from alianza.engines.gravity._separation import dependent, effects_of, separated, subset

Array = NDArray[np.float64]
Codes = NDArray[np.int64]

TOLERANCE = 1e-10
ITERATIONS = 100
HALVINGS = 30


class Collinear(ValueError):
    """A covariate is determined by the effects, or by other covariates (A4).

    `name` is the covariate; `others` the covariates that determine it together with the effects, none if the effects
    do so alone.
    """

    def __init__(self, name: str, others: Sequence[str]) -> None:
        self.name = name
        self.others = tuple(others)
        said = (
            f"the covariate {name} is determined by {', '.join(others)} and the effects; leave one of them out"
            if others
            else f"the covariate {name} is determined by the effects alone, so it has no slope of its own; leave it out"
        )
        super().__init__(said)


@dataclass(frozen=True)
class Fit:
    """A gravity model, estimated.

    `coefficients`, `se_model`, `se_hc1`, `se_cluster` are in the order of `names`; NaN where only separated
    observations would have told the slope (`omitted`). `se_cluster` is None without clusters. `effects[g]` is the
    effect of each level of effect g on the log scale, every effect but the first with mean 0 among the levels
    that hang together; minus infinity where a level has no flow at all, NaN for a code that no observation has.
    `fitted` and `separated` run over the observations as given; a separated observation is fitted as 0. `dispersion`
    is Pearson's chi-square over the degrees of freedom.
    """

    status: Literal["ok", "not_converged", "separation_unresolved"]
    names: tuple[str, ...]
    coefficients: Array
    covariance_model: Array
    covariance_hc1: Array
    covariance_cluster: Array | None
    effects: tuple[Array, ...]
    effects_of_covariates: tuple[Array, ...]
    """What the effects take up per unit of slope, (levels, k): at slopes b the effects are effects - this (b - b0)."""
    fitted: Array
    separated: NDArray[np.bool_]
    deviance: float
    dispersion: float
    observations: int
    """Those used: as given, less the separated."""
    parameters: int
    clusters: int
    iterations: int

    @property
    def omitted(self) -> tuple[str, ...]:
        return tuple(name for name, slope in zip(self.names, self.coefficients, strict=True) if np.isnan(slope))

    @property
    def se_model(self) -> Array:
        return _errors(self.covariance_model)

    @property
    def se_hc1(self) -> Array:
        return _errors(self.covariance_hc1)

    @property
    def se_cluster(self) -> Array | None:
        return None if self.covariance_cluster is None else _errors(self.covariance_cluster)

    @property
    def covariance(self) -> Array:
        """The most careful covariance there is: clustered, else HC1."""
        return self.covariance_hc1 if self.covariance_cluster is None else self.covariance_cluster


def _errors(covariance: Array) -> Array:
    return np.sqrt(np.diag(covariance))


def crossed(first: Codes, second: Codes) -> tuple[Codes, NDArray[np.int64]]:
    """Codes of the combinations that occur, and which two codes each of them is, (levels, 2).

    >>> crossed(np.array([0, 0, 1]), np.array([2, 3, 2]))[0].tolist()
    [0, 1, 2]
    """
    first, second = np.asarray(first, np.int64), np.asarray(second, np.int64)
    width = int(second.max()) + 1 if len(second) else 1
    values, code = np.unique(first * width + second, return_inverse=True)
    return code.astype(np.int64), np.stack([values // width, values % width], axis=1)


def fit(
    flow: ArrayLike,
    covariates: ArrayLike,
    effects: Sequence[ArrayLike],
    *,
    names: Sequence[str] | None = None,
    cluster: ArrayLike | None = None,
    tolerance: float = TOLERANCE,
    iterations: int = ITERATIONS,
) -> Fit:
    """Fit `E flow = exp(covariates @ slopes + effects)` by Poisson pseudo-maximum likelihood.

    `flow` is (n,), 0 or more; `covariates` (n, k), k may be 0, logs already taken; `effects` one array of whole-number
    codes from 0 for each effect, as origin and destination. `cluster` holds one code per observation. Iteratively
    reweighted least squares within the effects, steps halved while the deviance rises, until its relative change is
    below `tolerance`. Raises ValueError for what is missing, infinite, negative or all zero, and `Collinear`.
    """
    given = _checked(flow, covariates, effects, names)
    y, x = given.flow, given.x
    group = None if cluster is None else _whole(cluster, "cluster", len(y))
    used = effects_of(given.codes, np.ones(len(y), np.bool_))
    for at, others in dependent(x, used).items():
        raise Collinear(given.names[at], [given.names[other] for other in others])
    gone, resolved = separated(y, x, given.codes, given.levels)
    kept = ~gone
    lost: dict[int, list[int]] = {}
    if gone.any():
        used = effects_of(given.codes, kept)
        lost = dependent(x[kept], used)
    told = np.array([at for at in range(x.shape[1]) if at not in lost], np.int64)
    estimate = _reweighted(y[kept], x[kept][:, told], used, tolerance, iterations)
    rest, taken = used.factor(estimate.mean)(x[kept][:, told])
    parameters = used.rank() + len(told)
    freedom = int(kept.sum()) - parameters
    slopes = np.full(x.shape[1], np.nan)
    slopes[told] = estimate.slopes / given.scale[told]
    fixed, absorbed = _placed(given, kept, told, estimate, taken)
    model, hc1, clustered, clusters = _covariances(
        y[kept], estimate.mean, rest, freedom, None if group is None else group[kept]
    )
    fitted = np.zeros(len(y))
    fitted[kept] = estimate.mean
    pearson = float(((y[kept] - estimate.mean) ** 2 / estimate.mean).sum())
    return Fit(
        status=estimate.status if resolved else "separation_unresolved",
        names=given.names,
        coefficients=slopes,
        covariance_model=given.on_the_covariates(model, told),
        covariance_hc1=given.on_the_covariates(hc1, told),
        covariance_cluster=None if clustered is None else given.on_the_covariates(clustered, told),
        effects=fixed,
        effects_of_covariates=absorbed,
        fitted=fitted,
        separated=gone,
        deviance=estimate.deviance,
        dispersion=pearson / freedom if freedom > 0 else float("nan"),
        observations=int(kept.sum()),
        parameters=parameters,
        clusters=clusters,
        iterations=estimate.iterations,
    )


@dataclass(frozen=True)
class _Given:
    """The input, checked; `x` has mean 0 and spread 1, so that units do not matter."""

    flow: Array
    x: Array
    centre: Array
    scale: Array
    codes: list[Codes]
    levels: list[int]
    names: tuple[str, ...]

    def on_the_covariates(self, covariance: Array, told: NDArray[np.int64]) -> Array:
        """The covariance of the slopes on the covariates as given; NaN for those not told."""
        k = len(self.scale)
        found = np.full((k, k), np.nan)
        found[np.ix_(told, told)] = covariance / np.outer(self.scale[told], self.scale[told])
        return found


def _checked(
    flow: ArrayLike, covariates: ArrayLike, effects: Sequence[ArrayLike], names: Sequence[str] | None
) -> _Given:
    y = np.asarray(flow, np.float64)
    x = np.asarray(covariates, np.float64)
    if y.ndim != 1 or x.ndim != 2 or len(x) != len(y):
        raise ValueError(f"flows of shape {y.shape} and covariates of shape {x.shape} do not belong together")
    named = tuple(names) if names is not None else tuple(f"x{at}" for at in range(x.shape[1]))
    if len(named) != x.shape[1]:
        raise ValueError(f"{len(named)} names were given for {x.shape[1]} covariates")
    for name, column in (("flow", y), *zip(named, x.T, strict=True)):
        bad = np.flatnonzero(~np.isfinite(column))
        if len(bad):
            raise ValueError(f"{name} is missing or infinite at observation {bad[0]}; leave the observation out")
    if (y < 0).any():
        raise ValueError(f"the flow at observation {np.flatnonzero(y < 0)[0]} is negative")
    if not y.any():
        raise ValueError("there is no flow above zero, so there is nothing to explain")
    codes = [_whole(code, f"effect {at}", len(y)) for at, code in enumerate(effects)] or [np.zeros(len(y), np.int64)]
    centre, scale = x.mean(axis=0), x.std(axis=0)
    scale = np.where(scale > 0, scale, 1.0)
    return _Given(y, (x - centre) / scale, centre, scale, codes, [int(code.max()) + 1 for code in codes], named)


def _whole(code: ArrayLike, name: str, n: int) -> Codes:
    found = np.asarray(code)
    if found.shape != (n,) or found.dtype.kind not in "iu" or (n and found.min() < 0):
        raise ValueError(f"{name} must be {n} whole numbers from 0")
    return found.astype(np.int64)


@dataclass(frozen=True)
class _Estimate:
    status: Literal["ok", "not_converged"]
    slopes: Array
    effects: list[Array]
    mean: Array
    deviance: float
    iterations: int


def _deviance(y: Array, mean: Array) -> float:
    return float(2 * (xlogy(y, y / mean) - (y - mean)).sum())


def _reweighted(y: Array, x: Array, effects: Effects, tolerance: float, iterations: int) -> _Estimate:
    mean = (y + y.mean()) / 2
    eta = np.log(mean)
    deviance = _deviance(y, mean)
    floor = 1e-14 * float(y.sum())  # a perfect fit has a deviance of nothing but rounding
    slopes = np.zeros(x.shape[1])
    coefficients: list[Array] = []
    close = False
    for step in range(1, iterations + 1):
        working = eta + (y - mean) / mean
        rest, taken = effects.factor(mean)(np.column_stack([working, x]))
        inside = rest[:, 1:]
        weighted = inside * mean[:, None]
        slopes_new = np.linalg.lstsq(inside.T @ weighted, weighted.T @ rest[:, 0], rcond=None)[0]
        eta_new = working - (rest[:, 0] - inside @ slopes_new)
        share = 1.0
        for _ in range(HALVINGS):
            proposed = eta + share * (eta_new - eta)
            with np.errstate(over="ignore"):
                mean_new = np.exp(proposed)
            deviance_new = _deviance(y, np.maximum(mean_new, 1e-300)) if np.isfinite(mean_new).all() else np.inf
            # The first step leaves the flows themselves for the model, so the deviance may rise.
            if deviance_new <= deviance * (1 + 1e-12) + floor or (step == 1 and np.isfinite(deviance_new)):
                break
            share /= 2
        else:
            return _Estimate("not_converged", slopes, coefficients, mean, deviance, step)
        eta, mean = proposed, np.maximum(mean_new, 1e-300)
        slopes = slopes + share * (slopes_new - slopes)
        full = [each[:, 0] - each[:, 1:] @ slopes_new for each in taken]
        coefficients = (
            full if not coefficients else [a + share * (b - a) for a, b in zip(coefficients, full, strict=True)]
        )
        settled = abs(deviance - deviance_new) <= max(tolerance * abs(deviance_new), floor)
        deviance = deviance_new
        if settled and close:  # one step after the criterion: slopes then have twice the digits
            return _Estimate("ok", slopes, coefficients, mean, deviance, step)
        close = settled
    return _Estimate("not_converged", slopes, coefficients, mean, deviance, iterations)


def _covariances(
    flow: Array, mean: Array, rest: Array, freedom: int, group: Codes | None
) -> tuple[Array, Array, Array | None, int]:
    """Model, HC1 and clustered covariance, and how many clusters (A5); `rest` are the covariates within the effects."""
    n = len(flow)
    bread: Array = np.asarray(np.linalg.pinv(rest.T @ (rest * mean[:, None]), hermitian=True), np.float64)
    score = rest * (flow - mean)[:, None]
    hc1 = (n / freedom if freedom > 0 else np.nan) * bread @ (score.T @ score) @ bread
    if group is None:
        return bread, hc1, None, 0
    number = np.unique(group, return_inverse=True)[1]
    clusters = int(number.max()) + 1
    sums = np.zeros((clusters, score.shape[1]))
    np.add.at(sums, number, score)
    factor = clusters / (clusters - 1) * (n - 1) / freedom if freedom > 0 and clusters > 1 else np.nan
    return bread, hc1, factor * bread @ (sums.T @ sums) @ bread, clusters


def _placed(
    given: _Given, kept: NDArray[np.bool_], told: NDArray[np.int64], estimate: _Estimate, taken: Sequence[Array]
) -> tuple[tuple[Array, ...], tuple[Array, ...]]:
    """The effects, and what they take up of each covariate, by the levels as given and for the covariates as given."""
    k = len(given.scale)
    _, old = subset(given.codes, kept)
    fixed, absorbed = [], []
    for g, level in enumerate(given.levels):
        effect = np.full(level, np.nan)
        effect[np.unique(given.codes[g])] = -np.inf
        effect[old[g]] = estimate.effects[g]
        takes = np.zeros((level, k))
        takes[np.ix_(old[g], told)] = taken[g] * given.scale[told]
        fixed.append(effect)
        absorbed.append(takes)
    # What centring the covariates took away goes to the first effect, and so does the mean of every later one, taken
    # over what hangs together: with effects by period, the level of each period stays with the origins.
    fixed[0] -= float(given.centre[told] @ (estimate.slopes / given.scale[told]))
    absorbed[0][np.ix_(old[0], told)] += given.centre[told]
    new, _ = subset(given.codes, kept)
    for g in range(1, len(fixed)):
        sizes = (len(old[0]), len(old[g]))
        links = (np.ones(len(new[0])), (new[0], new[g] + sizes[0]))
        part = connected_components(sparse.coo_array(links, shape=(sum(sizes), sum(sizes))), directed=False)[1]
        mine, first = part[sizes[0] :], part[: sizes[0]]
        count = np.bincount(mine)
        middle = np.bincount(mine, fixed[g][old[g]]) / count
        fixed[g][old[g]] -= middle[mine]
        fixed[0][old[0]] += middle[first]
        for j in told.tolist():
            middle = np.bincount(mine, absorbed[g][old[g], j]) / count
            absorbed[g][old[g], j] -= middle[mine]
            absorbed[0][old[0], j] += middle[first]
    return tuple(fixed), tuple(absorbed)
