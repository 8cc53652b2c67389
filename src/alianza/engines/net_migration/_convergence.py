"""Whether chains agree, and what their draws are worth."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


def r_hat(draws: ArrayLike) -> Array:
    """Split R-hat over (chains, draws, ...): each chain halved, spread between halves against spread within them.

    1 when all halves tell the same; NaN where nothing varies. Gelman et al., Bayesian Data Analysis, 3rd ed., 11.4.
    """
    x = np.asarray(draws, np.float64)
    half = x.shape[1] // 2
    halves = np.concatenate([x[:, :half], x[:, half : 2 * half]])
    within = halves.var(axis=1, ddof=1).mean(axis=0)
    between = halves.mean(axis=1).var(axis=0, ddof=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.sqrt((half - 1) / half + between / within))


def effective(draws: ArrayLike) -> float:
    """How many independent draws the (chains, draws) are worth: Geyer's initial monotone sequence on all chains."""
    x = np.asarray(draws, np.float64)
    chains, n = x.shape
    centred = x - x.mean(axis=1, keepdims=True)
    size = 1 << (2 * n - 1).bit_length()
    power = np.abs(np.fft.rfft(centred, size, axis=1)) ** 2
    covariance = (np.fft.irfft(power, size, axis=1)[:, :n] / n).mean(axis=0)
    within = covariance[0] * n / (n - 1)
    variance = covariance[0] + (x.mean(axis=1).var(ddof=1) if chains > 1 else 0.0)
    if variance <= 0:
        return float("nan")
    rho = 1 - (within - covariance) / variance
    rho[0] = 1.0
    pairs = rho[: n // 2 * 2].reshape(-1, 2).sum(axis=1)
    negative = np.flatnonzero(pairs <= 0)
    pairs = np.minimum.accumulate(pairs[: negative[0] if len(negative) else None])
    return float(chains * n / max(2 * pairs.sum() - 1, 1 / np.log10(max(chains * n, 10))))
