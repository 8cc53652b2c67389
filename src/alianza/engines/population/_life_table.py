"""From death rates to the chance of living five years more (A2)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from alianza.engines.population._ages import FEMALE, MALE

Floats = NDArray[np.float64]

WIDTH = np.array([1.0, 4.0, *[5.0] * 19])
"""Years of the closed intervals: 0, 1-4, 5-9, ..., 95-99; the last, 100+, is open."""

# Preston, Heuveline and Guillot 2001, table 3.3 (Coale and Demeny West): from which m(0) on the constant holds, the
# constant, and intercept and slope below it. Rows are male, female.
_BREAK = 0.107
_A0 = ((0.330, 0.045, 2.684), (0.350, 0.053, 2.800))
_A1 = ((1.352, 1.651, -2.816), (1.361, 1.522, -1.518))


@dataclass(frozen=True)
class LifeTable:
    """Columns of a life table with radix 1, ages 0, 1, 5, ..., 100+ in the last axis.

    `ax` years lived in the interval by those who die in it; `qx` chance of dying; `lx` survivors; `dx` deaths; `Lx`
    person-years lived; `Tx` person-years lived from this age on; `ex` years of life expected.
    """

    mx: Floats
    ax: Floats
    qx: Floats
    lx: Floats
    dx: Floats
    Lx: Floats
    Tx: Floats
    ex: Floats


@dataclass(frozen=True)
class Survival:
    """Chances of living through a step. `birth` [...]: from birth in the step to its end (then aged 0-4); `closed`
    [..., 20]: from each group 0-4 ... 95-99 to the next; for those of 100+ `open` [...], to live on there.

    Those of 95-99 reach 100+ by `closed[..., 19]`; both it and `open` are T(100)/T(95) (A2).
    """

    birth: Floats
    closed: Floats
    open: Floats


def life_table(mx: ArrayLike, sex: int) -> LifeTable:
    """The life table of central death rates `mx` [..., 22] per person and year, for `MALE` or `FEMALE`.

    Raises ValueError where a rate is negative or infinite, or the open group never dies (its rate is 0). NaN stays NaN.
    """
    m = np.asarray(mx, np.float64)
    if m.shape[-1:] != (22,):
        raise ValueError(f"A life table takes 22 death rates, of ages 0, 1, 5, ..., 100+; there are {m.shape[-1:]}.")
    if np.any(m < 0) or np.any(np.isinf(m)):
        raise ValueError("A death rate is a number of 0 or more; one is negative or infinite.")
    if np.any(m[..., 21] == 0):
        raise ValueError("The death rate of 100 and over is 0: they would live for ever. Give a rate above 0.")
    if sex not in {MALE, FEMALE}:
        raise ValueError("The sex is MALE (0) or FEMALE (1).")
    a = _lived_by_the_dying(m, sex)
    with np.errstate(invalid="ignore"):
        q = np.minimum(WIDTH * m[..., :21] / (1 + (WIDTH - a[..., :21]) * m[..., :21]), 1.0)
    q = np.concatenate([q, np.where(np.isnan(m[..., 21:]), np.nan, 1.0)], -1)
    l = np.concatenate([np.ones_like(m[..., :1]), np.cumprod(1 - q[..., :21], -1)], -1)
    d = l * q
    L = np.concatenate([WIDTH * (l[..., :21] - d[..., :21]) + a[..., :21] * d[..., :21], l[..., 21:] / m[..., 21:]], -1)
    T = np.cumsum(L[..., ::-1], -1)[..., ::-1]
    with np.errstate(invalid="ignore", divide="ignore"):
        e = np.where(l > 0, T / l, 0.0)
    return LifeTable(m, a, q, l, d, L, T, np.where(np.isnan(T), np.nan, e))


def _lived_by_the_dying(m: Floats, sex: int) -> Floats:
    a = np.full(m.shape, 2.5)
    for place, (constant, intercept, slope) in enumerate((_A0[sex], _A1[sex])):
        a[..., place] = np.where(m[..., 0] >= _BREAK, constant, intercept + slope * m[..., 0])
    # Greville: a = n/2 - n^2/12 (m - k) with k the slope of ln m; where a neighbour is 0 there is no slope
    before, here, after = m[..., 2:20], m[..., 3:21], m[..., 4:22]
    sloped = (before > 0) & (after > 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        k = np.where(sloped, np.log(np.where(sloped, after / np.where(sloped, before, 1), 1)) / 10, 0)
    greville = np.where(sloped, 2.5 - 25 / 12 * (here - k), 2.5)
    # the approximation must stay a time inside the interval, and leave q at 1 or less
    a[..., 3:21] = np.clip(greville, 0.05, 4.95)
    a[..., 21] = 1 / m[..., 21]
    return a


def survival(table: LifeTable) -> Survival:
    """The chances of living through five years.

    >>> import numpy as np
    >>> s = survival(life_table(np.full(22, 0.02), MALE))
    >>> round(float(s.closed[10]), 4)  # close to exp(-0.1)
    0.9048
    """
    L, T, l0 = table.Lx, table.Tx, table.lx[..., 0]
    five = np.concatenate([(L[..., 0] + L[..., 1])[..., None], L[..., 2:21]], -1)
    with np.errstate(invalid="ignore", divide="ignore"):
        closed = np.where(five[..., :-1] > 0, five[..., 1:] / five[..., :-1], 0.0)
        last = np.where(T[..., 20] > 0, T[..., 21] / T[..., 20], 0.0)
    unknown = np.asarray(np.isnan(table.mx).any(-1))
    closed = np.where(unknown[..., None], np.nan, np.concatenate([closed, last[..., None]], -1))
    return Survival(five[..., 0] / (5 * l0), closed, np.where(unknown, np.nan, last))
