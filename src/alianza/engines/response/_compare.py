"""Do those who were hard to win answer otherwise? (R9)"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from alianza.engines.response._given import Flags, Floats, flags, numbers_of

Measure = Literal["share", "mean"]


@dataclass(frozen=True)
class Difference:
    """`difference` = `second` - `first`, shares or means of an item, with an interval at `level`.

    For shares the interval is Newcombe's hybrid of two Wilson intervals (method 10), which is not empty when all agree;
    for means Welch's. Both take respondents for a sample: read the interval as a check, not as proof. `first_answered`,
    `second_answered`: answers to the item. NaN where a part has no answer (for means: fewer
    than two, or no two that differ).
    """

    first: float
    second: float
    difference: float
    low: float
    high: float
    level: float
    first_answered: int
    second_answered: int


@dataclass(frozen=True)
class Rounds:
    """Of those invited to both rounds: who answered `both`, `only_now`, `only_before`, `neither`; `not_before`: who was
    not invited to the one before. `won` = only_now / (only_now + neither): silent before, won now; `kept` =
    both / (both + only_before).
    """

    both: int
    only_now: int
    only_before: int
    neither: int
    not_before: int
    won: float
    kept: float


def early_and_late(values: ArrayLike, when: ArrayLike, *, measure: Measure, level: float = 0.95) -> Difference:
    """The early third of respondents against the late third (second - first = late - early).

    `values`: each respondent's answer, NaN where missing or not asked; a `share` counts zeros and ones. `when`: a
    number that grows with the day of answer, known of every respondent. Where all answered on one day, NaN.

    >>> found = early_and_late([1, 1, 1, 0, 1, 0], [1, 2, 3, 4, 5, 6], measure="share")
    >>> found.first, found.second, found.difference
    (1.0, 0.5, -0.5)
    """
    y = _values(values, measure)
    t = numbers_of(when, "when", y.size)
    if np.isnan(t).any():
        raise ValueError("when: needs a day for each respondent; who has none has not answered.")
    early, late = _thirds(t)
    return _difference(y[early], y[late], measure, level)


def against_previous(
    values: ArrayLike, answered_before: ArrayLike, *, measure: Measure, level: float = 0.95
) -> Difference:
    """Respondents who answered the previous round too (first) against those who were silent then (second).

    `answered_before`: 1 or True, 0 or False; NaN or None for who was not invited then, and stays out.

    >>> against_previous([1, 1, 0, 1], [True, True, False, None], measure="share").difference
    -1.0
    """
    y = _values(values, measure)
    before = _known(answered_before, "answered_before", y.size)
    return _difference(y[before == 1], y[before == 0], measure, level)


def rounds(answered_now: ArrayLike, answered_before: ArrayLike) -> Rounds:
    """How the response of this round follows on the previous, over all invited now.

    >>> rounds([True, True, False, False], [1, 0, 0, None]).won
    0.5
    """
    before = _known(answered_before, "answered_before", None)
    now = flags(answered_now, "answered_now", before.size)
    both, new = int((now & (before == 1)).sum()), int((now & (before == 0)).sum())
    lost, silent = int((~now & (before == 1)).sum()), int((~now & (before == 0)).sum())
    won = new / (new + silent) if new + silent else float("nan")
    kept = both / (both + lost) if both + lost else float("nan")
    return Rounds(both, new, lost, silent, int(np.isnan(before).sum()), won, kept)


def _thirds(when: Floats) -> tuple[Flags, Flags]:
    """Who is early and who is late: the cuts between days that are nearest to one and two thirds, ties to the smaller
    part.
    """
    each_day, many = np.unique(when, return_counts=True)
    if each_day.size < 2:
        nobody = np.zeros(when.shape, dtype=np.bool_)
        return nobody, nobody
    until = np.cumsum(many)[:-1]  # how many answered before each cut
    # in thirds, so that ties are found in whole numbers
    first = int(np.argmin(np.abs(3 * until - when.size)))
    from_end = np.abs(3 * (when.size - until) - when.size)
    last = until.size - 1 - int(np.argmin(from_end[::-1]))
    return when <= each_day[first], when > each_day[last]


def _difference(one: Floats, other: Floats, measure: Measure, level: float) -> Difference:
    if not 0 < level < 1:
        raise ValueError(f"level: needs a share between 0 and 1, such as 0.95; it is {level!r}.")
    one, other = one[~np.isnan(one)], other[~np.isnan(other)]
    if not one.size or not other.size:
        first = float(one.mean()) if one.size else float("nan")
        second = float(other.mean()) if other.size else float("nan")
        return Difference(first, second, *(float("nan"),) * 3, level, one.size, other.size)
    first, second = float(one.mean()), float(other.mean())
    ends = _newcombe if measure == "share" else _welch
    low, high = ends(one, other, level)
    return Difference(first, second, second - first, low, high, level, one.size, other.size)


def _newcombe(one: Floats, other: Floats, level: float) -> tuple[float, float]:
    from scipy.special import ndtri

    z = float(ndtri(0.5 + level / 2))
    p, q = float(one.mean()), float(other.mean())
    low_p, high_p = _wilson(p, one.size, z)
    low_q, high_q = _wilson(q, other.size, z)
    d = q - p
    return d - float(np.hypot(q - low_q, high_p - p)), d + float(np.hypot(high_q - q, p - low_p))


def _wilson(p: float, n: int, z: float) -> tuple[float, float]:
    middle, half = (p + z * z / (2 * n)), z * float(np.sqrt(p * (1 - p) / n + z * z / (4 * n * n)))
    scale = 1 + z * z / n
    return (middle - half) / scale, (middle + half) / scale


def _welch(one: Floats, other: Floats, level: float) -> tuple[float, float]:
    from scipy.special import stdtrit

    if one.size < 2 or other.size < 2:
        return float("nan"), float("nan")
    if np.ptp(one) == np.ptp(other) == 0:  # no spread is seen, which does not mean that there is none
        return float("nan"), float("nan")
    a, b = one.var(ddof=1) / one.size, other.var(ddof=1) / other.size
    d = float(other.mean() - one.mean())
    freedom = (a + b) ** 2 / (a**2 / (one.size - 1) + b**2 / (other.size - 1))
    half = float(stdtrit(freedom, 0.5 + level / 2) * np.sqrt(a + b))
    return d - half, d + half


def _values(given: ArrayLike, measure: Measure) -> Floats:
    if measure not in {"share", "mean"}:
        raise ValueError(f"measure: {measure!r} is not known; choose share or mean.")
    found = numbers_of(given, "values")
    if measure == "share" and not np.isin(found[~np.isnan(found)], (0.0, 1.0)).all():
        raise ValueError("values: a share counts zeros and ones, and something else is among them; take the mean.")
    return found


def _known(given: ArrayLike, name: str, size: int | None) -> Floats:
    found = numbers_of(np.asarray(given, dtype=np.float64), name, size)
    if not np.isin(found[~np.isnan(found)], (0.0, 1.0)).all():
        raise ValueError(f"{name}: needs true, false or nothing for each.")
    return found
