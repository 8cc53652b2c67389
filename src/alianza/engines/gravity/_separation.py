"""Which observations are zero whatever the slopes are (A3), and which covariates mean nothing (A4)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import qr

from alianza.engines.gravity._effects import Effects

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]

WEIGHT_OF_POSITIVE = 1e6
ROUNDS = 20
ITERATIONS = 20_000
SMALL = 1e-6
DETERMINED = 1e-7
"""Share of its own spread that a covariate keeps within the effects; below, the effects determine it."""


def zero_levels(y: Array, codes: Sequence[NDArray[np.int64]], levels: Sequence[int]) -> Mask:
    """Observations at a level of some effect where no flow is above zero."""
    found = np.zeros(len(y), np.bool_)
    for code, level in zip(codes, levels, strict=True):
        found |= np.bincount(code, y, level)[code] == 0
    return found


def subset(codes: Sequence[NDArray[np.int64]], kept: Mask) -> tuple[list[NDArray[np.int64]], list[NDArray[np.int64]]]:
    """Codes of the kept observations, numbered anew without gaps; and for each effect which old level each one was."""
    new, old = [], []
    for code in codes:
        values, numbered = np.unique(code[kept], return_inverse=True)
        new.append(numbered.astype(np.int64))
        old.append(values)
    return new, old


def effects_of(codes: Sequence[NDArray[np.int64]], kept: Mask) -> Effects:
    new, old = subset(codes, kept)
    return Effects(new, [len(values) for values in old], int(kept.sum()))


def dependent(x: Array, effects: Effects) -> dict[int, list[int]]:
    """Covariates that are determined: by the effects alone (an empty list), or with those other covariates."""
    if x.shape[1] == 0:
        return {}
    spread = np.sqrt(((x - x.mean(axis=0)) ** 2).sum(axis=0))
    within, _ = effects.factor(np.ones(len(x)))(x)
    left = np.sqrt((within**2).sum(axis=0))
    alone = left <= DETERMINED * np.where(spread > 0, spread, 1.0)
    found: dict[int, list[int]] = {int(at): [] for at in np.flatnonzero(alone)}
    rest = np.flatnonzero(~alone)
    if len(rest) < 2:
        return found
    scaled = within[:, rest] / left[rest]
    r, order = qr(scaled, mode="r", pivoting=True)[0:2]
    size = np.abs(np.diag(r))
    kept = size > DETERMINED * size[0]
    basis = rest[order[: len(size)][kept]]
    for at in order[: len(size)][~kept].tolist():
        slope = np.linalg.lstsq(within[:, basis] / left[basis], scaled[:, at], rcond=None)[0]
        found[int(rest[at])] = sorted(int(each) for each in basis[np.abs(slope) > 1e-5])
    return found


def _rank(x: Array, effects: Effects) -> int:
    return effects.rank() + int(x.shape[1]) - len(dependent(x, effects))


def separated(y: Array, x: Array, codes: Sequence[NDArray[np.int64]], levels: Sequence[int]) -> tuple[Mask, bool]:
    """The separated observations, and whether the search came to an end.

    After levels without any flow, the iterative rectifier: project the zeros on covariates and effects under the
    condition (a large weight) that the projection is zero wherever people move, cut its negative part off, repeat.
    What stays positive is a combination that is zero where flows are positive and above zero elsewhere.
    """
    gone = zero_levels(y, codes, levels)
    for _ in range(ROUNDS):
        kept = ~gone
        more, resolved = _rectified(y[kept], x[kept], codes, kept)
        if not resolved or not more.any():
            return gone, resolved
        gone[np.flatnonzero(kept)[more]] = True
        gone[kept] |= zero_levels(y[kept], *_with_levels(codes, kept))
    return gone, False


def _with_levels(codes: Sequence[NDArray[np.int64]], kept: Mask) -> tuple[list[NDArray[np.int64]], list[int]]:
    new, old = subset(codes, kept)
    return new, [len(values) for values in old]


def _rectified(y: Array, x: Array, codes: Sequence[NDArray[np.int64]], kept: Mask) -> tuple[Mask, bool]:
    none = np.zeros(len(y), np.bool_)
    zero = y == 0
    if not zero.any():
        return none, True
    effects = effects_of(codes, kept)
    positive = kept.copy()
    positive[np.flatnonzero(kept)[zero]] = False
    if len(codes) <= 2 and _rank(x[~zero], effects_of(codes, positive)) == _rank(x, effects):
        return none, True  # what is zero wherever people move is then zero everywhere
    weights = np.where(zero, 1.0, WEIGHT_OF_POSITIVE)
    within = effects.factor(weights)
    rest, _ = within(x)
    # Weighted least squares on what is left of the covariates; those left with nothing get no slope.
    root = np.sqrt(weights)[:, None]
    q, r, _order = qr(rest * root, mode="economic", pivoting=True)
    size = np.abs(np.diag(r)) if r.size else np.empty(0)
    q = q[:, : len(size)][:, size > 1e-9 * size.max()] if size.size else q[:, :0]
    target = zero.astype(np.float64)
    for _ in range(ITERATIONS):
        left, _ = within(target[:, None])
        share = left * root
        fitted = target - ((share - q @ (q.T @ share)) / root)[:, 0]
        largest = float(fitted[zero].max())
        if largest < SMALL * 100:
            return none, True
        if float(fitted[zero].min()) > -SMALL * largest:
            certain = zero & (fitted > 1e-3 * largest)
            return certain, True
        target = np.where(zero, np.maximum(fitted, 0.0), 0.0)
    return none, False
