"""Truncated laws by inversion (A5), exact also far out in the tails."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammainc, gammaincinv, log_ndtr, ndtr, ndtri, ndtri_exp

Array = NDArray[np.float64]

FAR = 30.0
"""Standard deviations beyond which the distribution function leaves the range of floating point soon."""


def normal(mean: Array, sd: Array, low: Array | float, high: Array | float, uniform: Array) -> Array:
    """Normal draws between `low` and `high`, one for each uniform number."""
    a, b = (low - mean) / sd, (high - mean) / sd
    flip = a > 0  # the upper tail is drawn as the lower one: small probabilities are exact, those near 1 are not
    a, b = np.where(flip, -b, a), np.where(flip, -a, b)
    below = ndtr(a)
    found = ndtri(below + uniform * (ndtr(b) - below))
    far = b < -FAR
    if far.any():
        x, y, u = log_ndtr(a[far]), log_ndtr(b[far]), np.broadcast_to(uniform, b.shape)[far]
        found[far] = ndtri_exp(y + np.log(u + (1 - u) * np.exp(np.minimum(x - y, 0.0))))
    return np.asarray(np.clip(mean + sd * np.where(flip, -found, found), low, high))


def gamma_below(shape: Array, rate: Array, high: Array, uniform: Array) -> Array:
    """Gamma draws below `high`."""
    return np.asarray(np.minimum(gammaincinv(shape, uniform * gammainc(shape, rate * high)) / rate, high))
