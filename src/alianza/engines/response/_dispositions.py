"""Who answered (R1, R2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike

from alianza.engines.response._given import Ints, flags, numbers_of, part


class Disposition(StrEnum):
    """What became of one invitation (R1)."""

    COMPLETE = "complete"
    PARTIAL = "partial"
    BREAK_OFF = "break-off"
    REFUSED = "refused"
    NO_CONTACT = "no contact"
    NOT_ELIGIBLE = "not eligible"
    PENDING = "pending"
    """Not answered yet."""


RESPONDED = frozenset({Disposition.COMPLETE, Disposition.PARTIAL})
"""What counts as a response."""

_ALL = tuple(Disposition)
_PLACE = {each.value: place for place, each in enumerate(_ALL)}


@dataclass(frozen=True)
class Rates:
    """Counts of all seven dispositions, and response rates (NaN if nobody is eligible).

    `rr` = complete / eligible, `rr_plus` = (complete + partial) / eligible.
    """

    counts: Mapping[Disposition, int]
    invited: int
    eligible: int
    responded: int
    rr: float
    rr_plus: float


@dataclass(frozen=True)
class Coverage:
    """Share of a total (such as the migrants of the world) that respondents account for, over those of known size.

    `unknown_responded`, `unknown_silent`: how many have no known size, and stand in neither part.
    """

    share: float
    covered: float
    total: float
    unknown_responded: int
    unknown_silent: int


def classify(
    answered: ArrayLike,
    asked: ArrayLike,
    *,
    submitted: ArrayLike,
    closed: bool,
    started: ArrayLike | None = None,
) -> tuple[Disposition, ...]:
    """Complete, partial, break-off or pending, from how many required questions each was asked and has answered (R2).

    `closed`: whether the round is over. `started`: who wrote anything at all; by default whoever has a required answer
    or submitted. Of no required question, half is met. Refused, no contact and not eligible are no matter of answers:
    the caller knows.

    >>> sent = [True, False, False, False]
    >>> [each.value for each in classify([10, 5, 4, 0], [10, 10, 10, 10], submitted=sent, closed=True)]
    ['complete', 'partial', 'break-off', 'pending']
    """
    has, of = numbers_of(answered, "answered"), numbers_of(asked, "asked")
    if has.shape != of.shape:
        raise ValueError(
            f"answered and asked: have {has.size} and {of.size} respondents; give one number each for all."
        )
    if not ((has >= 0) & (has <= of) & (has % 1 == 0) & (of % 1 == 0)).all():
        raise ValueError("answered: needs a whole number from 0 to how many were asked, for each respondent.")
    sent = flags(submitted, "submitted", has.size)
    began = sent | (has > 0)
    if started is not None:
        began |= flags(started, "started", has.size)
    found = np.full(has.size, _PLACE["break-off"])
    found[2 * has >= of] = _PLACE["partial"]
    found[(has == of) & sent] = _PLACE["complete"]
    found[~began | ((not closed) & ~sent)] = _PLACE["pending"]
    return tuple(_ALL[place] for place in found.tolist())


def rates(dispositions: Sequence[Disposition | str]) -> Rates:
    """Response rates of all who were invited.

    >>> found = rates(["complete"] * 6 + ["partial", "refused", "pending", "pending", "not eligible"])
    >>> found.eligible, found.rr, found.rr_plus
    (10, 0.6, 0.7)
    """
    return _rates(np.bincount(_places(dispositions), minlength=len(_ALL)))


def rates_by(dispositions: Sequence[Disposition | str], groups: Sequence[str | None]) -> dict[str | None, Rates]:
    """The same for each group, in alphabetical order; those of no known group last, under None.

    >>> found = rates_by(["complete", "pending", "complete"], ["Asia", "Asia", "Africa"])
    >>> {group: each.rr for group, each in found.items()}
    {'Africa': 1.0, 'Asia': 0.5}
    """
    places = _places(dispositions)
    if len(groups) != places.size:
        raise ValueError(f"groups: needs one for each of {places.size} invited; it has {len(groups)}.")
    names: list[str | None] = [*sorted({each for each in groups if each is not None})]
    if None in groups:
        names.append(None)
    at = {name: number for number, name in enumerate(names)}
    group = np.fromiter((at[each] for each in groups), np.int64, places.size)
    table = np.bincount(group * len(_ALL) + places, minlength=len(names) * len(_ALL)).reshape(-1, len(_ALL))
    return {name: _rates(row) for name, row in zip(names, table, strict=True)}


def coverage(responded: ArrayLike, size: ArrayLike) -> Coverage:
    """How much of the sum of `size` (0 or more, NaN where it is not known) is of those who responded.

    >>> coverage([True, False, True], [30.0, 50.0, float("nan")]).share
    0.375
    """
    sizes = numbers_of(size, "size")
    came = flags(responded, "responded", sizes.size)
    known = ~np.isnan(sizes)
    if (sizes[known] < 0).any():
        raise ValueError("size: needs a number of 0 or more for each, or NaN where it is not known.")
    covered, total = float(sizes[known & came].sum()), float(sizes[known].sum())
    return Coverage(part(covered, total), covered, total, int((~known & came).sum()), int((~known & ~came).sum()))


def _places(dispositions: Iterable[Disposition | str]) -> Ints:
    try:
        return np.array([_PLACE[each] for each in dispositions], dtype=np.int64)
    except (KeyError, TypeError) as unknown:
        given = unknown.args[0] if isinstance(unknown, KeyError) else "something else"
        raise ValueError(f"dispositions: {given!r} is none of {', '.join(_ALL)}.") from None


def _rates(counted: Ints) -> Rates:
    counts = dict(zip(_ALL, counted.tolist(), strict=True))
    invited = sum(counts.values())
    eligible = invited - counts[Disposition.NOT_ELIGIBLE]
    responded = sum(counts[each] for each in RESPONDED)
    return Rates(
        counts, invited, eligible, responded, part(counts[Disposition.COMPLETE], eligible), part(responded, eligible)
    )
