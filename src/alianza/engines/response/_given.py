"""What may be counted (R3, R4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Codes = NDArray[np.integer]
Flags = NDArray[np.bool_]

MISSING = -1
"""Asked and not answered."""
NOT_ASKED = -2
"""Hidden by the answers to other questions, so that nothing is missing."""
LARGEST = 1e100
"""Of a number that somebody answers: nothing on Earth comes near, and sums of squares stay finite."""


def codes(given: ArrayLike, name: str, dimensions: int) -> Codes:
    """Whole numbers from -2 on, as they are (an int16 table is not copied)."""
    found = np.asarray(given)
    if found.ndim != dimensions:
        raise ValueError(f"{name}: has {found.ndim} dimensions where {dimensions} are needed.")
    if not found.size:
        return found.astype(np.int16)
    if not np.issubdtype(found.dtype, np.integer):
        raise ValueError(
            f"{name}: holds {found.dtype} where whole numbers are needed, -1 for missing, -2 for not asked."
        )
    if int(found.min()) < NOT_ASKED:
        raise ValueError(f"{name}: holds {int(found.min())}; below 0 there are only -1 (missing) and -2 (not asked).")
    return found


def flags(given: ArrayLike, name: str, size: int) -> Flags:
    """One truth value each; a 0 or 1 in another type is a mistake of the caller."""
    found = np.asarray(given)
    if found.shape != (size,) or (size and found.dtype != np.bool_):
        raise ValueError(f"{name}: needs True or False for each of {size}; it is {found.dtype} of shape {found.shape}.")
    return found.astype(np.bool_)


def numbers_of(given: ArrayLike, name: str, size: int | None = None) -> Floats:
    """A number or NaN each. What is infinite, or so large that its square would be, is refused."""
    found = np.asarray(given, dtype=np.float64)
    if found.ndim != 1 or (size is not None and found.size != size):
        wanted = "one number each" if size is None else f"one number for each of {size}"
        raise ValueError(f"{name}: needs {wanted}; its shape is {found.shape}.")
    if (np.abs(found) > LARGEST).any():
        raise ValueError(f"{name}: holds a number beyond {LARGEST:g}; correct it, or say with NaN that it is missing.")
    return found


def weights_of(given: ArrayLike | None, size: int) -> Floats | None:
    """One weight above 0 for each respondent, or none at all."""
    if given is None:
        return None
    found = numbers_of(given, "weights", size)
    if np.isnan(found).any() or (size and found.min() <= 0):
        raise ValueError("weights: needs a number above 0 for each respondent; missing is not zero.")
    return found


def count(given: int, name: str, least: int = 0) -> int:
    """A whole number of `least` or more."""
    if isinstance(given, bool) or not isinstance(given, (int, np.integer)) or given < least:
        raise ValueError(f"{name}: needs a whole number of {least} or more; it is {given!r}.")
    return int(given)


def invited_at_least(invited: int, respondents: int) -> int:
    """The number invited, which is no less than that of the respondents."""
    if count(invited, "invited") < respondents:
        raise ValueError(f"invited: {invited} are fewer than the {respondents} who answered; give the whole frame.")
    return int(invited)


def groups_counted(invited: Mapping[str, int], answered: Mapping[str, int]) -> tuple[tuple[str, ...], Ints, Ints]:
    """The groups in the order of `invited`, with both counts of each."""
    if not invited:
        raise ValueError("invited: names no group; give at least one.")
    if unlike := sorted(set(invited) ^ set(answered)):
        raise ValueError(f"invited and answered: name other groups; only one of the two has {', '.join(unlike)}.")
    for name in invited:
        frame, came = count(invited[name], f"invited in {name}", 1), count(answered[name], f"answered in {name}")
        if came > frame:
            raise ValueError(f"answered: in {name}, {came} answered of {frame} invited; correct one of the two.")
    names = tuple(invited)
    return (
        names,
        np.array([invited[name] for name in names], dtype=np.int64),
        np.array([answered[name] for name in names], dtype=np.int64),
    )


def day(given: date, name: str) -> int:
    """The ordinal of a calendar day. A moment is refused: only the caller knows in which zone it is a day (R8)."""
    if isinstance(given, datetime) or not isinstance(given, date):
        raise TypeError(f"{name}: needs a calendar day, in the zone that counts; it is {given!r}.")
    return given.toordinal()


def days(given: Sequence[date | None], name: str) -> Floats:
    """Ordinals of days, NaN for None."""
    return np.array([np.nan if each is None else day(each, name) for each in given], dtype=np.float64)


def part(top: float, bottom: float) -> float:
    """The share top / bottom, NaN where there is nothing to take a share of (R4)."""
    return float(top / bottom) if bottom > 0 else float("nan")


def parts(top: NDArray[np.floating] | Ints, bottom: NDArray[np.floating] | Ints | float) -> Floats:
    """The same for many."""
    one, other = np.asarray(top, dtype=np.float64), np.asarray(bottom, dtype=np.float64)
    shape = np.broadcast_shapes(one.shape, other.shape)
    found: Floats = np.divide(one, other, out=np.full(shape, np.nan), where=np.broadcast_to(other > 0, shape))
    return found
