"""The two tables as columns of small numbers: what every question of this engine takes in.

Texts (countries, languages, permits, skills) stand in one `Codes` value as sorted names; the columns hold positions in
it. -1 says "none given". Sets of countries are bits: row i of `accepts` is a line of 64-bit words, and country c
belongs to the set when bit `c % 64` of word `c // 64` is one. Sets of skills are ragged rows: the skills of row i are
`skill[skill_start[i]:skill_start[i + 1]]`.

Rows stand in the order of their ids (integers as integers, otherwise text by code point), so the position of a row is
also its rank in every tie.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from alianza.engines.preselection._profile import LEVELS

Ids = NDArray[Any]
"""Ids of workers or orders, as they are written out: int64, or text."""

Int8 = NDArray[np.int8]
Int16 = NDArray[np.int16]
Int32 = NDArray[np.int32]
Int64 = NDArray[np.int64]
Words = NDArray[np.uint64]
Flags = NDArray[np.bool_]

MOST_COUNTRIES = 254
MOST_YEARS = 250
"""Of age or experience: what fits a byte with room to spare."""
MEDICAL = ("fit", "pending", "unfit")
SECURITY = ("clear", "pending", "refused")


@dataclass(frozen=True)
class Codes:
    """The names behind the small integers; workers and orders that meet must share one."""

    countries: tuple[str, ...]
    """ISO 3166 alpha-3."""
    languages: tuple[str, ...]
    """As in the column names `cefr_<language>`."""
    permits: tuple[str, ...]
    skills: tuple[str, ...]

    def __post_init__(self) -> None:
        if len(self.countries) > MOST_COUNTRIES:
            raise ValueError(f"countries: {len(self.countries)} is more than {MOST_COUNTRIES}")

    @property
    def country_words(self) -> int:
        """How many 64-bit words a set of countries takes."""
        return max(1, -(-len(self.countries) // 64))


@dataclass(frozen=True)
class Workers:
    """People who look for a place; one row each, n rows."""

    codes: Codes
    worker: Ids
    origin: Int16
    """Country."""
    region: Int32
    """Of the origin; 4 and 5 count as disadvantaged."""
    isco: Int32
    """ISCO-08 unit group of the first occupation."""
    years: Int32
    """Of experience in it."""
    isco2: Int32
    """Second occupation, -1 when there is none."""
    years2: Int32
    woman: Flags
    age: Int32
    disadvantaged: Flags
    education: Int8
    """0 none ... 6 master or above."""
    cefr: Int8
    """(n, languages): 0 below A1, 1 A1 ... 6 C2."""
    recognised_in: Words
    """(n, words): countries that recognise the qualification of `isco`."""
    medical: Int8
    """Position in `MEDICAL`."""
    security: Int8
    """Position in `SECURITY`."""
    passport_months: Int32
    wish: Int16
    """(n, 3): countries wished for, first to third, -1 where none."""
    accepts: Words
    """(n, words): countries the worker would go to."""
    min_wage: Int32
    """Least monthly wage the worker accepts."""
    available_month: Int32
    skill_start: Int64
    """(n + 1)."""
    skill: Int32
    """One named twice counts once."""

    def __post_init__(self) -> None:
        n, words, languages = len(self.worker), self.codes.country_words, len(self.codes.languages)
        shapes: dict[str, tuple[int, ...]] = {
            "recognised_in": (n, words),
            "accepts": (n, words),
            "cefr": (n, languages),
            "wish": (n, 3),
        }
        _settle(self, n, shapes, ragged={"skill_start": "skill"})
        countries = len(self.codes.countries) - 1
        bounds = {
            "origin": (0, countries), "wish": (-1, countries), "years": (0, MOST_YEARS), "years2": (0, MOST_YEARS),
            "age": (0, MOST_YEARS), "education": (0, 6), "cefr": (0, len(LEVELS) - 1), "medical": (0, len(MEDICAL) - 1),
            "security": (0, len(SECURITY) - 1), "min_wage": (0, None), "skill": (0, len(self.codes.skills) - 1),
        }  # fmt: skip
        _bound(self, bounds)

    def __len__(self) -> int:
        return len(self.worker)


@dataclass(frozen=True)
class Orders:
    """Posts that employers want to fill; one row per job order, m rows."""

    codes: Codes
    order: Ids
    dest: Int16
    """Country."""
    isco: Int32
    related_ok: Flags
    """Whether another unit group of the same ISCO minor group will do."""
    posts: Int32
    permit: Int32
    """Position in `Codes.permits`."""
    certified: Flags
    wage: Int32
    """Monthly, at least 1."""
    min_years: Int32
    lang1: Int16
    """Language asked for, -1 when none is."""
    lang1_min: Int8
    lang2: Int16
    lang2_min: Int8
    min_education: Int8
    regulated: Flags
    age_min: Int32
    age_max: Int32
    origins: Words
    """(m, words): countries the order is open to."""
    start_month: Int32
    passport_min: Int32
    essential_start: Int64
    essential: Int32
    essential_min: Int32
    optional_start: Int64
    optional: Int32

    def __post_init__(self) -> None:
        m, words = len(self.order), self.codes.country_words
        _settle(self, m, {"origins": (m, words)}, ragged={"essential_start": "essential", "optional_start": "optional"})
        languages, skills = len(self.codes.languages) - 1, len(self.codes.skills) - 1
        level = (-1, len(LEVELS) - 1)
        bounds = {
            "dest": (0, len(self.codes.countries) - 1), "permit": (0, len(self.codes.permits) - 1), "posts": (0, None),
            "wage": (1, None), "lang1": (-1, languages), "lang1_min": level, "lang2": (-1, languages),
            "lang2_min": level, "essential": (0, skills), "optional": (0, skills),
        }  # fmt: skip
        _bound(self, bounds)

    def __len__(self) -> int:
        return len(self.order)


@dataclass(frozen=True)
class Pairs:
    """Every eligible pair with its score, by order, workers rising within an order.

    The workers of order o are `worker[start[o]:start[o + 1]]`, positions in `Workers`.
    """

    start: Int64
    worker: Int32
    score: Int16
    """1 to 10,001 under profile 1."""
    worker_view: Int16
    """What the worker sees in the order: wage + wish."""

    def __len__(self) -> int:
        return len(self.worker)

    @cached_property
    def order(self) -> Int32:
        """The order of each pair, position in `Orders` (made on first use, 4 bytes a pair)."""
        return np.repeat(np.arange(len(self.start) - 1, dtype=np.int32), np.diff(self.start))

    @cached_property
    def order_view(self) -> Int16:
        """What the order sees in the worker: skill + experience + language (made on first use, 2 bytes a pair)."""
        return (self.score - self.worker_view - np.int16(1)).astype(np.int16)


@dataclass(frozen=True)
class Shortlists:
    """The best eligible workers of each order, by order, best first (score down, then worker's id up)."""

    start: Int64
    worker: Int32
    score: Int16

    def __len__(self) -> int:
        return len(self.worker)


def country_set(codes: Codes, members: NDArray[Any]) -> Words:
    """One row of bits for the countries at the given positions."""
    row = np.zeros(codes.country_words, np.uint64)
    for country in members:
        row[int(country) // 64] |= np.uint64(1) << np.uint64(int(country) % 64)
    return row


def countries_of(codes: Codes, row: Words) -> tuple[str, ...]:
    """The names behind one row of bits."""
    return tuple(name for c, name in enumerate(codes.countries) if int(row[c // 64]) >> (c % 64) & 1)


def level_name(level: int) -> str:
    """`-` below A1, else A1 ... C2."""
    return LEVELS[level]


_DTYPES = {
    "Int8": np.int8, "Int16": np.int16, "Int32": np.int32, "Int64": np.int64, "Words": np.uint64, "Flags": np.bool_,
}  # fmt: skip


def _settle(table: Any, n: int, shapes: dict[str, tuple[int, ...]], ragged: dict[str, str]) -> None:
    """Bring every column to its exact type and layout, and refuse wrong lengths.

    The kernels are compiled for exactly these types; one type per column means one compilation, found in the cache ever
    after.
    """
    flat = set(ragged.values())
    for field in fields(table):
        dtype = _DTYPES.get(str(field.type))
        if dtype is None:
            continue
        given = np.asarray(getattr(table, field.name))
        if given.size and given.dtype != dtype and dtype is not np.bool_:
            low, high = int(given.min()), int(given.max())
            if low < np.iinfo(dtype).min or high > np.iinfo(dtype).max:
                raise ValueError(f"{field.name}: {low} to {high} does not fit {np.dtype(dtype).name}")
        column = np.require(given, dtype=dtype, requirements=["C", "W"])
        if field.name in ragged:
            shape: tuple[int, ...] = (n + 1,)
        elif field.name in flat:
            shape = column.shape
        else:
            shape = shapes.get(field.name, (n,))
        if column.shape != shape:
            raise ValueError(f"{field.name}: has the shape {column.shape}, expected {shape}")
        object.__setattr__(table, field.name, column)
    for start, values in ragged.items():
        if int(getattr(table, start)[0]) != 0 or (np.diff(getattr(table, start)) < 0).any():
            raise ValueError(f"{start}: has to begin at 0 and never fall")
        if int(getattr(table, start)[-1]) != len(getattr(table, values)):
            raise ValueError(f"{start}: ends at {int(getattr(table, start)[-1])}, not at the length of {values}")


def _bound(table: Any, bounds: dict[str, tuple[int, int | None]]) -> None:
    """Refuse numbers that no table can mean."""
    for name, (low, high) in bounds.items():
        column = getattr(table, name)
        if column.size and (int(column.min()) < low or (high is not None and int(column.max()) > high)):
            most = "any" if high is None else str(high)
            raise ValueError(f"{name}: holds {int(column.min())} to {int(column.max())}, expected {low} to {most}")
