"""How far a share holds for all who were invited (R5)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from alianza.engines.response._given import Floats, Ints, count, invited_at_least, parts


@dataclass(frozen=True)
class Proportion:
    """`share` of yes among the answers, its standard error `se`, and the bounds `low`, `high` over all invited."""

    share: float
    se: float
    low: float
    high: float


def proportion(yes: int, answered: int, invited: int) -> Proportion:
    """One percentage, as a share.

    `se` = sqrt((1 - n/N) p (1 - p) / (n - 1)), NaN below two answers; low = yes / N, high = (yes + N - n) / N.

    >>> found = proportion(70, 118, 193)
    >>> round(found.share, 3), round(found.se, 3), round(found.low, 3), round(found.high, 3)
    (0.593, 0.028, 0.363, 0.751)
    """
    n = count(answered, "answered")
    N = invited_at_least(invited, n)
    if count(yes, "yes") > n:
        raise ValueError(f"yes: {yes} are more than the {n} who answered; correct one of the two.")
    one = np.array([yes], dtype=np.int64)
    low, high = bounds(one, n, N)
    share = parts(one, n)
    return Proportion(float(share[0]), float(share_error(share, n, N)[0]), float(low[0]), float(high[0]))


def bounds(yes: Ints, n: int, N: int) -> tuple[Floats, Floats]:
    """Least and greatest share of yes among all N, whatever the N - n silent think."""
    return parts(yes, N), parts(yes + (N - n), N)


def share_error(share: Floats, n: int, N: int) -> Floats:
    """Standard error of shares among n of N, with finite population correction."""
    if n < 2:
        return np.full(share.shape, np.nan)
    found: Floats = np.sqrt((1.0 - n / N) * share * (1.0 - share) / (n - 1))
    return found


def mean_error(values: Floats, N: int) -> float:
    """Standard error of a mean, the same way: of zeros and ones it is that of the share."""
    n = values.size
    if n < 2:
        return float("nan")
    return float(np.sqrt((1.0 - n / N) * values.var(ddof=1) / n))
