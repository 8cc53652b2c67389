"""Flows that come closest to a seed and have given net totals."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import linalg, sparse
from scipy.sparse.csgraph import connected_components

from alianza.engines.flows._account import AccountError, Floats
from alianza.engines.scaling import feasibility

BALANCED = 1e-9
"""Share of the volume by which net totals may miss 0, which is rounding."""
STEPS_MOST = 200


@dataclass(frozen=True)
class NetFlows:
    """Flows (places x places, diagonal 0) and how near they are: `error` is the largest deviation from a net total.

    `status`: `converged`, `not_converged`, or `infeasible` when no flows along the seed's cells have these totals.
    """

    status: str
    flows: Floats
    error: float
    steps: int


def zero_sum(net: ArrayLike, *, signs: str = "kept") -> Floats:
    """Net totals made to sum to 0.

    `signs="kept"`: gains and losses are scaled apart, to a total half-way between them, so that none changes sign.
    `signs="free"`: the mean is taken off.

    >>> zero_sum([3, -1]).tolist(), zero_sum([3, -1], signs="free").tolist()
    ([2.0, -2.0], [2.0, -2.0])
    """
    found = np.array(net, dtype=np.float64)
    if not np.isfinite(found).all():
        raise AccountError("net: a total is missing; missing is not zero")
    if signs == "free":
        return found - found.mean() if found.size else found
    if signs != "kept":
        raise AccountError(f"signs: {signs!r} is not known; choose kept or free")
    gains, losses = found[found > 0].sum(), -found[found < 0].sum()
    if (gains == 0) != (losses == 0):
        raise AccountError("net: all totals have one sign, so that none can be kept; take signs free")
    half = (gains + losses) / 2
    return np.where(found > 0, found * (half / gains if gains else 0.0), found * (half / losses if losses else 0.0))


def flows_from_net(
    seed: ArrayLike,
    net: ArrayLike,
    *,
    total: float | None = None,
    distance: str = "divergence",
    tolerance: float = 1e-10,
) -> NetFlows:
    """Flows n near a seed m (places x places, 0 or more) with in-flows less out-flows equal to `net` (places).

    `distance`: `divergence` (n_ij = m_ij a_i / a_j, Willekens 1999), `squares` or `absolute`; all with n of 0 or more.
    With a known `total` of all flows (divergence alone) the seed is scaled along. AccountError on net totals that do
    not sum to 0 (see `zero_sum`), negative or missing values, shapes that do not fit.

    >>> made = flows_from_net([[0, 4], [1, 0]], [3, -3])
    >>> made.status, made.flows.round(9).tolist()
    ('converged', [[0.0, 1.0], [4.0, 0.0]])
    """
    m = np.array(seed, dtype=np.float64)
    d = np.asarray(net, dtype=np.float64)
    if m.ndim != 2 or m.shape != (d.size, d.size) or d.ndim != 1:
        raise AccountError(f"seed: has the shape {m.shape}, the net totals ask for {(d.size, d.size)}")
    if not (np.isfinite(m).all() and np.isfinite(d).all()) or (m < 0).any():
        raise AccountError("seed and net: need numbers, the seed's of 0 or more; missing is not zero")
    np.fill_diagonal(m, 0.0)
    volume = float(np.abs(d).sum())
    if abs(d.sum()) > BALANCED * max(volume, float(m.sum())):
        raise AccountError(f"net: the totals sum to {d.sum():g} instead of 0; make them with zero_sum")
    if total is not None and distance != "divergence":
        raise AccountError("total: can be kept under the distance divergence alone")
    if not _reachable(m, d):
        return NetFlows("infeasible", m, float(np.abs(m.sum(axis=0) - m.sum(axis=1) - d).max(initial=0.0)), 0)
    if distance == "absolute":
        return _absolute(m, d)
    if distance not in {"divergence", "squares"}:
        raise AccountError(f"distance: {distance!r} is not known; choose divergence, squares or absolute")
    if distance == "squares":
        return _newton(m, d, tolerance, squares=True)
    if total is None:
        return _newton(m, d, tolerance, squares=False)
    return _with_total(m, d, total, tolerance)


def _reachable(m: Floats, d: Floats) -> bool:
    """Whether the surplus of the losers can get to the gainers along the seed's cells."""
    losers, gainers = np.flatnonzero(d < 0), np.flatnonzero(d > 0)
    if losers.size == 0:
        return True
    ways = m > 0
    while True:  # transitive closure, by doubling
        further = ways | ((ways.astype(np.float32) @ ways.astype(np.float32)) > 0)
        if bool((further == ways).all()):
            break
        ways = further
    gains = d[gainers] * (-d[losers].sum() / d[gainers].sum())
    return feasibility(ways[np.ix_(losers, gainers)], -d[losers], gains).feasible


def _newton(m: Floats, d: Floats, tolerance: float, *, squares: bool) -> NetFlows:
    """The dual in theta (places) is convex; its Hessian is a Laplacian, so Newton takes a handful of steps.

    Divergence: n = m exp(theta_i - theta_j). Squares: n = max(0, m + theta_i - theta_j).
    """
    N = d.size
    pairs = m > 0 if not squares else ~np.eye(N, dtype=np.bool_)
    parts, part = connected_components(sparse.csr_array(pairs), directed=False)
    anchor = np.array([int(np.flatnonzero(part == each)[0]) for each in range(parts)], np.intp)
    unit = max(float(m.max(initial=0.0)), 1.0)
    aim = tolerance * max(float(m.sum()) / max(N, 1), float(np.abs(d).max(initial=0.0)), 1e-300)

    def at(theta: Floats) -> tuple[Floats, float]:
        gap = theta[:, None] - theta[None, :]
        if squares:
            n = np.where(pairs, np.maximum(m + gap * unit, 0.0), 0.0)
            return n, float((n * n).sum()) / (2 * unit) + float(d @ theta)
        with np.errstate(over="ignore"):
            n = m * np.exp(np.minimum(gap, 600.0))
        return n, float(n.sum() + d @ theta)

    theta = np.zeros(N)
    n, phi = at(theta)
    gradient = n.sum(axis=1) - n.sum(axis=0) + d
    best = float(np.abs(gradient).max(initial=0.0))
    step = 0
    for step in range(1, STEPS_MOST + 1):  # noqa: B007
        if best <= aim / 100:
            break
        both = np.where(n + n.T > 0, unit, 0.0) if squares else n + n.T
        if squares:
            both = ((n > 0).astype(np.float64) + (n.T > 0)) * unit
        hessian = np.diag(both.sum(axis=1)) - both
        hessian[np.diag_indices(N)] += 1e-13 * max(float(np.trace(hessian)) / N, 1e-300)
        hessian[anchor] = 0.0
        hessian[:, anchor] = 0.0
        hessian[anchor, anchor] = 1.0
        right = -gradient.copy()
        right[anchor] = 0.0
        try:
            move = linalg.solve(hessian, right, assume_a="pos", check_finite=False)
        except linalg.LinAlgError:
            break
        if not squares:
            move *= min(1.0, 5.0 / max(float(np.abs(move).max()), 1e-300))
        size = 1.0
        for _ in range(40):
            n_, phi_ = at(theta + size * move)
            gradient_ = n_.sum(axis=1) - n_.sum(axis=0) + d
            worst = float(np.abs(gradient_).max())
            if phi_ < phi or worst < best:
                break
            size /= 2
        else:
            break
        stalled = best <= aim and worst > best / 2
        theta, n, phi, gradient, best = theta + size * move, n_, phi_, gradient_, worst
        if stalled:
            break
    return NetFlows("converged" if best <= aim else "not_converged", n, best, step)


def _with_total(m: Floats, d: Floats, total: float, tolerance: float) -> NetFlows:
    """The scale lambda of the seed at which the flows sum to `total`: their sum rises with it, so it is bracketed."""
    least = float(d[d > 0].sum())
    if not np.isfinite(total) or total < least or m.sum() == 0:
        return NetFlows("infeasible", m, float("inf"), 0)
    low, high = -40.0, 40.0
    centre = np.log(total / m.sum())
    made = _newton(m * np.exp(centre), d, tolerance, squares=False)
    steps = made.steps
    for _ in range(200):
        reached = float(made.flows.sum())
        if made.status != "converged" or abs(reached - total) <= tolerance * total:
            break
        if reached > total:
            high = min(high, centre)
        else:
            low = max(low, centre)
        guess = centre + np.log(total / reached) * 1.5
        centre = guess if low < guess < high else (low + high) / 2
        made = _newton(m * np.exp(centre), d, tolerance, squares=False)
        steps += made.steps
    close = abs(float(made.flows.sum()) - total) <= 1e-8 * total
    return NetFlows(made.status if close else "not_converged", made.flows, made.error, steps)


def _absolute(m: Floats, d: Floats) -> NetFlows:
    """Least absolute change, as a linear programme: n = m + more - less, less at most m."""
    from scipy.optimize import linprog

    N = d.size
    i, j = np.nonzero(~np.eye(N, dtype=np.bool_))
    count = i.size
    at = np.arange(count)
    one = np.ones(count)
    move = sparse.csr_array(
        (np.concatenate([one, -one]), (np.concatenate([j, i]), np.concatenate([at, at]))), shape=(N, count)
    )
    wanted = d - (m.sum(axis=0) - m.sum(axis=1))
    bounds = np.zeros((2 * count, 2))
    bounds[:count, 1] = np.inf
    bounds[count:, 1] = m[i, j]
    found = linprog(np.ones(2 * count), A_eq=sparse.hstack([move, -move]), b_eq=wanted, bounds=bounds, method="highs")
    if found.x is None:
        return NetFlows("not_converged", m, float(np.abs(wanted).max(initial=0.0)), 0)
    n = m.copy()
    n[i, j] += found.x[:count] - found.x[count:]
    n = np.maximum(n, 0.0)
    error = float(np.abs(n.sum(axis=0) - n.sum(axis=1) - d).max(initial=0.0))
    near = 1e-6 * max(1.0, float(np.abs(d).max(initial=0.0)))
    return NetFlows("converged" if error <= near else "not_converged", n, error, int(found.nit))
