"""From margins to moves. No array of three dimensions is made: each rule has a form in matrices of two."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from alianza.engines.flows._account import AccountError, Caution, Floats
from alianza.engines.flows._margins import Margins
from alianza.engines.scaling import CONVERGED, scale, scale_many


@dataclass(frozen=True)
class Transitions:
    """Moves from `i` to `j` (places x places, diagonal 0), in persons, and who of them left or returned home (A9).

    `stayers` (birthplaces x places). `error`: the largest deviation, in persons, of any birthplace's moves and stayers
    from where its people were and are. `failed`: birthplaces whose table did not converge or cannot exist under the
    seed.
    """

    table: Floats
    outward: Floats
    returning: Floats
    stayers: Floats
    error: float
    failed: tuple[int, ...]
    cautions: tuple[Caution, ...] = ()

    @property
    def transit(self) -> Floats:
        """Moves neither from nor to the birthplace. What rounding leaves below 0 is 0."""
        return np.maximum(self.table - self.outward - self.returning, 0.0)

    @property
    def status(self) -> str:
        return "not_converged" if self.failed else CONVERGED


def minimum(margins: Margins, *, seed: ArrayLike | None = None, stayers: float = 1.0) -> Transitions:
    """As few moves as possible (A7): a place keeps `min(before, after)` of each birthplace.

    `seed` (places x places, or one such table for each birthplace), 0 or more, its diagonal without meaning: how likely
    moves are, all else equal (distance decay, past flows). `stayers` below 1 keeps only that share of the most that can
    stay; where the rest could not be placed, more stay, and a caution says where.
    """
    if not 0.0 <= stayers <= 1.0:
        raise AccountError(f"stayers: {stayers} is not a share between 0 and 1")
    A, C = margins.before, margins.after
    stay = np.minimum(A, C) * stayers
    W = _seed(seed, A.shape)
    if stayers == 1.0 and W is None:
        return _free(np.maximum(A - C, 0.0), np.maximum(C - A, 0.0), stay)
    out, inn = np.maximum(A - stay, 0.0), np.maximum(C - stay, 0.0)
    n = A.shape[1]
    if W is None:
        W = np.ones((n, n))
    W = W.copy()
    W[..., np.arange(n), np.arange(n)] = 0.0
    if stayers == 1.0:
        return _seeded(W, out, inn, stay)
    return _with_hubs(W, out, inn, stay)


def independence(margins: Margins, *, seed: ArrayLike | None = None) -> Transitions:
    """Where people are does not depend on where they were (A7). The diagonal of a `seed` says how likely staying is."""
    A, C = margins.before, margins.after
    W = _seed(seed, A.shape)
    if W is None:
        return _free(A, C, None)
    return _seeded(W, A, C, np.zeros(A.shape))


def pseudo_bayes(
    margins: Margins, weight: float = 0.13, *, seed: ArrayLike | None = None, stayers: float = 1.0
) -> Transitions:
    """`(1 - weight) * minimum + weight * independence`; both keep the same margins, so the mixture does."""
    if not 0.0 <= weight <= 1.0:
        raise AccountError(f"weight: {weight} is not a share between 0 and 1")
    low, high = minimum(margins, seed=seed, stayers=stayers), independence(margins, seed=seed)

    def mixed(one: Floats, other: Floats) -> Floats:
        return (1.0 - weight) * one + weight * other

    return Transitions(
        mixed(low.table, high.table),
        mixed(low.outward, high.outward),
        mixed(low.returning, high.returning),
        mixed(low.stayers, high.stayers),
        max(low.error, high.error),
        tuple(sorted({*low.failed, *high.failed})),
        (*low.cautions, *high.cautions),
    )


def _seed(given: ArrayLike | None, shape: tuple[int, ...]) -> Floats | None:
    if given is None:
        return None
    W = np.asarray(given, dtype=np.float64)
    k, n = shape
    if W.shape not in {(n, n), (k, n, n)}:
        raise AccountError(f"seed: has the shape {W.shape}; give {(n, n)}, or {(k, n, n)} with one for each birthplace")
    if not np.isfinite(W).all() or (W < 0).any():
        raise AccountError("seed: needs numbers of 0 or more")
    return W


def _free(out: Floats, inn: Floats, stay: Floats | None) -> Transitions:
    """y[i,j,k] = out[k,i] inn[k,j] / U_k, summed over k: one product of matrices."""
    sums = out.sum(axis=1)
    scaled = np.divide(inn, sums[:, None], out=np.zeros_like(inn), where=(sums != 0)[:, None])
    n = out.shape[1]
    table = out.T @ scaled
    home = np.arange(n)
    outward = out[home, home][:, None] * scaled[:n]
    returning = (out[:n] * scaled[home, home][:, None]).T
    if stay is None:
        stay = out * scaled
    error = np.abs(sums - inn.sum(axis=1)).max(initial=0.0)
    return _told(table, outward, returning, stay, float(error), ())


def _seeded(W: Floats, out: Floats, inn: Floats, stay: Floats) -> Transitions:
    """y[i,j,k] = W[i,j] U[k,i] V[k,j]; the same W for all birthplaces, or one for each."""
    out, inn = _same_sums(out, inn)
    n = out.shape[1]
    home = np.arange(n)
    if W.ndim == 2:
        made = scale_many(W, out, inn)
        U, V = made.row_factor, made.column_factor
        table = W * (U.T @ V)
        outward = W * (U[home, home][:, None] * V[:n])
        returning = W * (U[:n] * V[home, home][:, None]).T
        stay = stay + np.diagonal(W) * U * V
        error, failed = float(made.error.max(initial=0.0)), tuple(made.failed.tolist())
        return _told(table, outward, returning, stay, error, failed)
    return _one_by_one(((k, W[k]) for k in range(out.shape[0])), out, inn, stay)


def _one_by_one(seeds: Iterator[tuple[int, Floats]], out: Floats, inn: Floats, stay: Floats) -> Transitions:
    n = out.shape[1]
    table, outward, returning = np.zeros((n, n)), np.zeros((n, n)), np.zeros((n, n))
    stay = stay.copy()
    worst, failed = 0.0, []
    for k, W in seeds:
        made = scale(W, out[k], inn[k])
        y = made.table
        stay[k] += np.diagonal(y)
        table += y
        if k < n:
            outward[k] += y[k]
            returning[:, k] += y[:, k]
        worst = max(worst, made.row_error, made.column_error)
        if not made.converged:
            failed.append(k)
    return _told(table, outward, returning, stay, worst, tuple(failed))


def _with_hubs(W: Floats, out: Floats, inn: Floats, stay: Floats) -> Transitions:
    """Fewer stayers than can stay, so that the empty diagonal may bind.

    A place that people of a birthplace leave and reach in numbers which together exceed all its movers cannot have them
    all: each move touches it at most once. Then as many more stay there as must, and every move goes through it.
    """
    movers = out.sum(axis=1)
    over = out + inn - movers[:, None]
    hub = over.argmax(axis=1)
    at = np.arange(out.shape[0])
    excess = over[at, hub]
    bound = (excess > -1e-12 * movers) & (movers > 0)
    more = np.where(bound, np.maximum(excess, 0.0), 0.0)
    stay, out, inn = stay.copy(), out.copy(), inn.copy()
    stay[at, hub] += more
    out[at, hub] = np.maximum(out[at, hub] - more, 0.0)
    inn[at, hub] = np.maximum(inn[at, hub] - more, 0.0)
    loose = np.where(bound[:, None], 0.0, 1.0)
    free = _seeded(W, out * loose, inn * loose, stay)
    table, outward, returning = free.table.copy(), free.outward.copy(), free.returning.copy()
    n = out.shape[1]
    forbidden = []
    for k in np.flatnonzero(bound).tolist():
        h = int(hub[k])
        reached, left = inn[k].copy(), out[k].copy()
        reached[h] = left[h] = 0.0
        Wk = W if W.ndim == 2 else W[k]
        if bool((reached[Wk[h] == 0] > 0).any() or (left[Wk[:, h] == 0] > 0).any()):
            forbidden.append(k)
        table[h] += reached
        table[:, h] += left
        if h == k:
            outward[h] += reached
            returning[:, h] += left
        elif k < n:
            returning[h, k] += reached[k]
            outward[k, h] += left[k]
    raised = tuple(np.flatnonzero(more > 1e-9 * np.maximum(movers, 1.0)).tolist())
    cautions = free.cautions
    if raised:
        cautions = (
            *cautions,
            Caution("more_stayers", "more have to stay than asked for, since no place can take their moves", raised),
        )
    return Transitions(
        table, outward, returning, free.stayers, free.error, tuple(sorted({*free.failed, *forbidden})), cautions
    )


def _same_sums(out: Floats, inn: Floats) -> tuple[Floats, Floats]:
    """The sums of each birthplace made equal where they differ by rounding; by more, left to be refused."""
    left, reached = out.sum(axis=1), inn.sum(axis=1)
    near = np.abs(left - reached) <= 1e-9 * max(float(np.abs(left).max(initial=0.0)), 1.0)
    nobody = near & ((left <= 0) | (reached <= 0))
    factor = np.divide(left, reached, out=np.ones_like(left), where=near & ~nobody)
    kept = np.where(nobody, 0.0, 1.0)[:, None]
    return out * kept, inn * kept * factor[:, None]


def _told(
    table: Floats,
    outward: Floats,
    returning: Floats,
    stay: Floats,
    error: float,
    failed: tuple[int, ...],
) -> Transitions:
    """Moves within a place are no moves."""
    for each in (table, outward, returning):
        np.fill_diagonal(each, 0.0)
    return Transitions(table, outward, returning, stay, error, failed)
