"""What was answered: one option, several, or a number."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from alianza.engines.response._given import (
    MISSING,
    NOT_ASKED,
    Floats,
    Ints,
    codes,
    count,
    flags,
    invited_at_least,
    numbers_of,
    parts,
    weights_of,
)
from alianza.engines.response._sure import bounds, mean_error, share_error


@dataclass(frozen=True)
class Choice:
    """By option, those that nobody chose too: `counts`, `shares` of the `answered`, the same `weighted` (None without
    weights), `se`, and bounds `low`, `high` over all invited who are not known to be `not_asked`.
    """

    counts: Ints
    answered: int
    missing: int
    not_asked: int
    shares: Floats
    weighted: Floats | None
    se: Floats
    low: Floats
    high: Floats


@dataclass(frozen=True)
class Several(Choice):
    """The same where several options may be ticked, so that shares do not add to 1; `none`: answered, with no tick."""

    none: int


@dataclass(frozen=True)
class Numbers:
    """In the unit given; NaN where there is no answer (`se`: below two).

    Quartiles are interpolated linearly between order statistics (Hyndman and Fan's type 7). `se` is that of the mean,
    with finite population correction; `weighted_mean` is None without weights.
    """

    answered: int
    missing: int
    not_asked: int
    mean: float
    se: float
    weighted_mean: float | None
    least: float
    lower_quartile: float
    median: float
    upper_quartile: float
    most: float


def choice(answers: ArrayLike, *, options: int, invited: int, weights: ArrayLike | None = None) -> Choice:
    """One question with `options` answers, coded 0 to options - 1; -1 for missing, -2 for not asked.

    `answers` and `weights`: one for each respondent. `invited`: the eligible of the frame, respondents or not.

    >>> found = choice([0, 0, 1, -1], options=3, invited=6)
    >>> found.counts.tolist(), found.shares.round(3).tolist(), found.high.round(3).tolist()
    ([2, 1, 0], [0.667, 0.333, 0.0], [0.833, 0.667, 0.5])
    """
    given = codes(answers, "answers", 1)
    size = count(options, "options", 1)
    N = invited_at_least(invited, given.size)
    w = weights_of(weights, given.size)
    if given.size and int(given.max()) >= size:
        raise ValueError(f"answers: hold the code {int(given.max())}, and {size} options end at {size - 1}.")
    shifted = given.astype(np.int64) - NOT_ASKED
    counted = np.bincount(shifted, minlength=size + 2)
    weighed = None if w is None else np.bincount(shifted, weights=w, minlength=size + 2)[2:].astype(np.float64)
    total = None if weighed is None else float(weighed.sum())
    return _choice(counted[2:], int(counted[2:].sum()), int(counted[1]), int(counted[0]), N, weighed, total)


def several(ticks: ArrayLike, *, invited: int, weights: ArrayLike | None = None) -> Several:
    """One question with several answers (respondents x options): 1 for a tick, 0 for none; -1 or -2 in a whole row.

    >>> found = several([[1, 1], [1, 0], [0, 0], [-1, -1]], invited=4)
    >>> found.counts.tolist(), found.none, found.answered
    ([2, 1], 1, 3)
    """
    given = codes(ticks, "ticks", 2)
    N = invited_at_least(invited, len(given))
    w = weights_of(weights, len(given))
    if given.shape[1] < 1:
        raise ValueError("ticks: need at least one option.")
    first = given[:, 0]
    whole = (given >= 0).all(axis=1) | ((first < 0) & (given == first[:, None]).all(axis=1))
    if not whole.all() or (given > 1).any():
        raise ValueError("ticks: hold 0 or 1 for each option, or -1 (missing) or -2 (not asked) in the whole row.")
    held = first >= 0
    ticked = given[held] == 1
    weighed = None if w is None else w[held] @ ticked.astype(np.float64)
    total = None if w is None else float(w[held].sum())
    counted = np.count_nonzero(ticked, axis=0).astype(np.int64)
    missing, hidden = int((first == MISSING).sum()), int((first == NOT_ASKED).sum())
    found = _choice(counted, int(held.sum()), missing, hidden, N, weighed, total)
    return Several(**vars(found), none=int((~ticked.any(axis=1)).sum()))


def numbers(
    values: ArrayLike, *, invited: int, asked: ArrayLike | None = None, weights: ArrayLike | None = None
) -> Numbers:
    """One question with a number for an answer, NaN where it is missing; `asked` False where it was hidden.

    >>> found = numbers([10.0, 20.0, 60.0, float("nan")], invited=9)
    >>> found.mean, found.median, found.missing
    (30.0, 20.0, 1)
    """
    given = numbers_of(values, "values")
    N = invited_at_least(invited, given.size)
    w = weights_of(weights, given.size)
    shown = np.ones(given.size, dtype=np.bool_) if asked is None else flags(asked, "asked", given.size)
    held = ~np.isnan(given)
    if (held & ~shown).any():
        raise ValueError("values: hold a number where the question was not asked; correct one of the two.")
    found = given[held]
    hidden = int((~shown).sum())
    low, lower, middle, upper, high = (
        np.quantile(found, (0.0, 0.25, 0.5, 0.75, 1.0)).tolist() if found.size else (float("nan"),) * 5
    )
    mean = float(found.mean()) if found.size else float("nan")
    weighed = None if w is None else float(np.average(found, weights=w[held])) if found.size else float("nan")
    return Numbers(
        found.size,
        given.size - hidden - found.size,
        hidden,
        mean,
        mean_error(found, N - hidden),
        weighed,
        low,
        lower,
        middle,
        upper,
        high,
    )


def _choice(
    counted: Ints, answered: int, missing: int, hidden: int, N: int, weighed: Floats | None, total: float | None
) -> Choice:
    """Of N invited, those who were not asked are known to be outside the question; all other silent could be anything.

    A silent one may itself be outside. The least share is reached when all are inside and say no, the greatest when all
    are inside and say yes, so the bounds stay sharp.
    """
    shares = parts(counted, answered)
    low, high = bounds(counted, answered, N - hidden)
    return Choice(
        counted.astype(np.int64),
        answered,
        missing,
        hidden,
        shares,
        None if weighed is None or total is None else parts(weighed, total),
        share_error(shares, answered, N - hidden),
        low,
        high,
    )
