"""The tables of matching, as the engines take them: read strictly, everything wrong with them named at once.

Columns and codes are described in docs/reference/tables.md. Rows come out in the order of their ids (integers as
integers when all are, otherwise text by code point), whatever the order in the file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from alianza.engines.preselection import LEVELS, MEDICAL, SECURITY, Codes, Orders, Workers
from alianza.tabular import (
    KEPT,
    InputProblems,
    Problems,
    Texts,
    TextTable,
    encoded,
    read_table,
    shown,
    write_table,
)

__all__ = [
    "Caps",
    "InputProblems",
    "Quotas",
    "Shares",
    "read_caps",
    "read_market",
    "read_quotas",
    "read_shares",
    "write_table",
]

WORKER_COLUMNS = (
    "worker", "origin", "region", "isco", "years", "isco2", "years2", "woman", "age", "disadvantaged", "education",
    "recognised_in", "medical", "security", "passport_months", "wish1", "wish2", "wish3", "accepts", "min_wage",
    "available_month", "skills",
)  # fmt: skip
ORDER_COLUMNS = (
    "order", "dest", "isco", "related_ok", "posts", "permit", "certified", "wage", "min_years", "lang1", "lang1_min",
    "lang2", "lang2_min", "min_education", "regulated", "age_min", "age_max", "origins", "start_month", "passport_min",
    "essential", "essential_min", "optional",
)  # fmt: skip
LONGEST_ID = 100
MOST_MONEY = 2_000_000_000
MOST_YEARS = 100
OLDEST = 150
FAR = 2_000_000_000
LONG = re.compile(r"-?[0-9]+")


@dataclass(frozen=True)
class Quotas:
    """At most `quota` placements from `origin` to `dest` under `permit`; positions in `Codes`."""

    origin: NDArray[np.int16]
    dest: NDArray[np.int16]
    permit: NDArray[np.int32]
    quota: NDArray[np.int64]


@dataclass(frozen=True)
class Caps:
    """At most `cap` placements from `origin` of workers whose first occupation is in `sector`."""

    sectors: tuple[str, ...]
    origin: NDArray[np.int16]
    sector: NDArray[np.int32]
    """Position in `sectors`."""
    cap: NDArray[np.int64]
    worker_sector: NDArray[np.int32]
    """The sector of each worker, -1 when the file names none for the occupation."""


@dataclass(frozen=True)
class Shares:
    """`per_mille` of the placements in a scope go to a kind of worker, at least."""

    kind: tuple[str, ...]
    """women (scope: a destination), disadvantaged (all), region (an origin)."""
    scope: NDArray[np.int16]
    """Country, -1 for all."""
    per_mille: NDArray[np.int32]


def read_market(workers: Path, orders: Path) -> tuple[Workers, Orders]:
    """Workers and orders from two files, on one set of codes.

    Raises InputProblems with everything that is wrong with both.
    """
    problems = Problems()
    w = read_table(workers, WORKER_COLUMNS, problems, also="cefr_")
    o = read_table(orders, ORDER_COLUMNS, problems)
    if w is None or o is None:
        problems.stop_if_any()
        raise AssertionError("a table that cannot be read has a problem")
    languages = tuple(sorted(name.removeprefix("cefr_") for name in w.names if name.startswith("cefr_")))
    sets = {
        "recognised_in": _Sets(w, "recognised_in"), "accepts": _Sets(w, "accepts"), "origins": _Sets(o, "origins"),
    }  # fmt: skip
    single = {
        "origin": w["origin"], "dest": o["dest"], **{f"wish{k}": w[f"wish{k}"] for k in (1, 2, 3)},
    }  # fmt: skip
    named = {text for texts in (*single.values(), *(each.texts for each in sets.values())) for text in texts.values}
    skills = {"skills": _Sets(w, "skills"), "essential": _Sets(o, "essential"), "optional": _Sets(o, "optional")}
    permits = o["permit"]
    codes = Codes(
        countries=tuple(sorted(named & _countries())),
        languages=languages,
        permits=tuple(sorted({text for text in permits.values if text})),
        skills=tuple(sorted({text for each in skills.values() for text in each.texts.values})),
    )
    read_workers = _workers(w, codes, {**sets, **skills}, single, problems)
    read_orders = _orders(o, w, codes, {**sets, **skills}, single, permits, problems)
    problems.stop_if_any()
    return Workers(codes=codes, **read_workers), Orders(codes=codes, **read_orders)


def _workers(
    w: TextTable, codes: Codes, sets: dict[str, _Sets], single: dict[str, Texts], problems: Problems
) -> dict[str, Any]:
    number = _numbers(w, problems)
    second = w["isco2"].numbers(problems, lambda text: _unit_group(text) if text else -1)
    years2 = w["years2"].numbers(problems, lambda text: _whole(text, 0, MOST_YEARS) if text else -1)
    for row in np.flatnonzero((second >= 0) & (years2 < 0))[:KEPT].tolist():
        problems.add(
            w.file, "is empty beside a second occupation; write its years.", row=int(w.row[row]), column="years2"
        )
    levels = [w[f"cefr_{language}"].numbers(problems, _level, np.int8) for language in codes.languages]
    ids, order = _ids(w, "worker", problems)
    skill_start, skill = sets["skills"].ragged(codes.skills, order)
    columns = {
        "origin": single["origin"].numbers(problems, _country(codes), np.int16),
        "region": number("region", -FAR, FAR),
        "isco": w["isco"].numbers(problems, _unit_group),
        "years": number("years", 0, MOST_YEARS),
        "isco2": second,
        "years2": np.maximum(years2, 0),
        "woman": number("woman", 0, 1),
        "age": number("age", 0, OLDEST),
        "disadvantaged": number("disadvantaged", 0, 1),
        "education": number("education", 0, 6),
        "cefr": np.stack(levels, 1) if levels else np.zeros((len(w), 0), np.int8),
        "recognised_in": sets["recognised_in"].countries(codes, problems),
        "medical": w["medical"].numbers(problems, _one_of(MEDICAL), np.int8),
        "security": w["security"].numbers(problems, _one_of(SECURITY), np.int8),
        "passport_months": number("passport_months", -FAR, FAR),
        "wish": np.stack(
            [single[f"wish{k}"].numbers(problems, _country(codes, optional=True), np.int16) for k in (1, 2, 3)], 1
        ),
        "accepts": sets["accepts"].countries(codes, problems),
        "min_wage": number("min_wage", 0, MOST_MONEY),
        "available_month": number("available_month", -FAR, FAR),
    }
    sorted_columns = {name: column[order] for name, column in columns.items()}
    return {"worker": ids[order], **sorted_columns, "skill_start": skill_start, "skill": skill}


def _orders(
    o: TextTable,
    w: TextTable,
    codes: Codes,
    sets: dict[str, _Sets],
    single: dict[str, Texts],
    permits: Texts,
    problems: Problems,
) -> dict[str, Any]:
    number = _numbers(o, problems)

    def spoken(text: str) -> int | str:
        if not text:
            return -1
        if text in codes.languages:
            return codes.languages.index(text)
        return f"{w.file.name} has no column cefr_{text[:20]}; add it there or correct the language."

    languages = [o[f"lang{k}"].numbers(problems, spoken, np.int16) for k in (1, 2)]
    minima = [o[f"lang{k}_min"].numbers(problems, lambda t: _level(t) if t else -1, np.int8) for k in (1, 2)]
    for k in (0, 1):
        for row in np.flatnonzero((languages[k] >= 0) & (minima[k] < 0))[:KEPT].tolist():
            problems.add(
                o.file,
                f"is empty beside a language; write the level, one of {' '.join(LEVELS)}.",
                row=int(o.row[row]),
                column=f"lang{k + 1}_min",
            )
    ids, order = _ids(o, "order", problems)
    columns = {
        "dest": single["dest"].numbers(problems, _country(codes), np.int16),
        "isco": o["isco"].numbers(problems, _unit_group),
        "related_ok": number("related_ok", 0, 1),
        "posts": number("posts", 0, MOST_MONEY),
        "permit": permits.numbers(
            problems, lambda text: codes.permits.index(text) if text else "is empty; name the permit category."
        ),
        "certified": number("certified", 0, 1),
        "wage": number("wage", 1, MOST_MONEY),
        "min_years": number("min_years", 0, FAR),
        "lang1": languages[0],
        "lang1_min": minima[0],
        "lang2": languages[1],
        "lang2_min": minima[1],
        "min_education": number("min_education", 0, 6),
        "regulated": number("regulated", 0, 1),
        "age_min": number("age_min", 0, FAR),
        "age_max": number("age_max", 0, FAR),
        "origins": sets["origins"].countries(codes, problems),
        "start_month": number("start_month", -FAR, FAR),
        "passport_min": number("passport_min", -FAR, FAR),
        "essential_min": number("essential_min", 0, FAR),
    }
    ragged: dict[str, Any] = {}
    for name in ("essential", "optional"):
        ragged[f"{name}_start"], ragged[name] = sets[name].ragged(codes.skills, order)
    return {"order": ids[order], **{name: column[order] for name, column in columns.items()}, **ragged}


def read_quotas(file: Path, codes: Codes) -> Quotas:
    """Quotas of corridors and permits; those that no worker or order can use are left out."""
    problems = Problems()
    table = read_table(file, ("origin", "dest", "permit", "quota"), problems)
    problems.stop_if_any()
    assert table is not None
    place = [table[name].numbers(problems, _country(codes, known=True), np.int16) for name in ("origin", "dest")]
    permit = table["permit"].numbers(
        problems,
        lambda text: (
            (codes.permits.index(text) if text in codes.permits else -1)
            if text
            else "is empty; name the permit category."
        ),
    )
    quota = _numbers(table, problems)("quota", 0, 10**12, np.int64)
    _once(table, ("origin", "dest", "permit"), problems)
    problems.stop_if_any()
    used = (place[0] >= 0) & (place[1] >= 0) & (permit >= 0)
    return Quotas(place[0][used], place[1][used], permit[used], quota[used])


def read_caps(file: Path, sectors: Path, workers: Workers) -> Caps:
    """Caps on sectors of origins, with the sector of each worker by the first occupation."""
    problems = Problems()
    defined = read_table(sectors, ("isco", "sector"), problems)
    table = read_table(file, ("origin", "sector", "cap"), problems)
    if defined is None or table is None:
        problems.stop_if_any()
        raise AssertionError("a table that cannot be read has a problem")
    isco = defined["isco"].numbers(problems, _unit_group)
    _once(defined, ("isco",), problems)
    named = defined["sector"]
    names = tuple(sorted({text for text in named.values if text}))
    sector_of = np.full(10_000, -1, np.int32)
    sector_of[isco] = named.numbers(
        problems, lambda text: names.index(text) if text else "is empty; name the sector of the occupation."
    )
    sector = table["sector"].numbers(
        problems,
        lambda text: (
            names.index(text)
            if text in names
            else f"{shown(text)} is not a sector that {sectors.name} gives to any occupation."
        ),
    )
    origin = table["origin"].numbers(problems, _country(workers.codes, known=True), np.int16)
    cap = _numbers(table, problems)("cap", 0, 10**12, np.int64)
    _once(table, ("origin", "sector"), problems)
    problems.stop_if_any()
    used = origin >= 0
    return Caps(names, origin[used], sector[used], cap[used], sector_of[workers.isco])


def read_shares(file: Path, codes: Codes) -> Shares:
    """Shares that the placements made have to keep."""
    problems = Problems()
    table = read_table(file, ("kind", "scope", "per_mille"), problems)
    problems.stop_if_any()
    assert table is not None
    kinds = ("women", "disadvantaged", "region")
    kind = table["kind"].numbers(problems, _one_of(kinds))
    country = _country(codes, known=True)
    scope = table["scope"].numbers(problems, lambda text: -2 if text == "all" else country(text), np.int16)
    for row in np.flatnonzero((kind == 1) & (scope != -2)).tolist():
        problems.add(
            table.file, "a share of disadvantaged is over all; write all.", row=int(table.row[row]), column="scope"
        )
    for row in np.flatnonzero((kind != 1) & (scope == -2)).tolist():
        problems.add(
            table.file, "a share of women is per destination, of regions per origin; write its three-letter code.",
            row=int(table.row[row]), column="scope",
        )  # fmt: skip
    per_mille = _numbers(table, problems)("per_mille", 0, 1000)
    _once(table, ("kind", "scope"), problems)
    problems.stop_if_any()
    used = (scope >= 0) | (scope == -2)
    return Shares(tuple(kinds[k] for k in kind[used].tolist()), np.maximum(scope[used], -1), per_mille[used])


@cache
def _countries() -> frozenset[str]:
    """The codes a country may have here."""
    from alianza.vocabulary.places import countries

    return frozenset(country.alpha3 for country in countries())


@cache
def _unit_groups() -> frozenset[int]:
    from alianza.vocabulary.occupations import occupations

    return frozenset(int(occupation.code) for occupation in occupations(4))


def _country(codes: Codes, *, optional: bool = False, known: bool = False) -> Callable[[str], int | str]:
    """The position of a country; -1 for none where that is allowed, or for one that no row names (`known`)."""
    position = {name: at for at, name in enumerate(codes.countries)}

    def rule(text: str) -> int | str:
        if text in position:
            return position[text]
        if optional and not text:
            return -1
        if text in _countries():
            return -1 if known else f"{text} is not known here."
        return _no_country(text)

    return rule


def _no_country(text: str) -> str:
    if not text:
        return "is empty; write a country's three capital letters (ISO 3166), for example PHL."
    return f"{shown(text)} is not a country of ISO 3166; write its three capital letters, for example PHL."


def _unit_group(text: str) -> int | str:
    if text.isascii() and text.isdigit() and len(text) <= 4 and int(text) in _unit_groups():
        return int(text)
    if not text:
        return "is empty; write the four digits of an ISCO-08 unit group, for example 2221."
    return f"{shown(text)} is not a unit group of ISCO-08; write its four digits, for example 2221."


def _level(text: str) -> int | str:
    if text in LEVELS:
        return LEVELS.index(text)
    said = shown(text) if text else "an empty cell"
    return f"{said} is not a level; write one of {' '.join(LEVELS)} (- is below A1)."


def _one_of(names: Sequence[str]) -> Callable[[str], int | str]:
    def rule(text: str) -> int | str:
        if text in names:
            return names.index(text)
        return f"{shown(text) if text else 'an empty cell'} is not one of {', '.join(names)}."

    return rule


def _whole(text: str, low: int, high: int) -> int | str:
    if not LONG.fullmatch(text) or len(text) > 15:
        said = shown(text) if text else "an empty cell"
        return f"{said} is not a whole number; write one, without points, commas or spaces."
    if low <= int(text) <= high:
        return int(text)
    if int(text) < low:
        return f"{text} is too low; the least is {low}."
    return f"{text} is too high; the most is {high}."


def _numbers(table: TextTable, problems: Problems) -> Callable[..., NDArray[Any]]:
    """A reader of whole numbers within bounds, column by column."""

    def number(name: str, low: int, high: int, dtype: type[np.generic] = np.int32) -> NDArray[Any]:
        return table[name].numbers(problems, lambda text: _whole(text, low, high), dtype)

    return number


def _ids(table: TextTable, name: str, problems: Problems) -> tuple[NDArray[Any], NDArray[np.int64]]:
    """The ids as they are written out, and the order in which they stand in every tie."""
    import pyarrow as pa
    import pyarrow.compute as pc

    column = table.raw(name)
    if not len(column):
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    length = pc.utf8_length(column)
    if pc.min(length).as_py() == 0 or pc.max(length).as_py() > LONGEST_ID:
        texts = table[name]
        tell = f"is longer than {LONGEST_ID} characters; shorten it."
        wrong = {
            at: f"{shown(text)} {tell}" if text else "is empty; give each row an id."
            for at, text in enumerate(texts.values)
            if not 0 < len(text) <= LONGEST_ID
        }
        texts.report(problems, wrong)
        return np.arange(len(column)), np.arange(len(column))
    ids: NDArray[Any] | None = None
    key: Any = column
    if pc.all(pc.match_substring_regex(column, "^-?[0-9]+$")).as_py():
        plain = pc.all(pc.match_substring_regex(column, "^(0|-?[1-9][0-9]*)$")).as_py()
        try:
            key = column.cast(pa.int64())
            ids = key.to_numpy() if plain else None
        except pa.ArrowInvalid:  # longer than 64 bits: compared as Python's integers are
            numbers = [int(text) for text in column.to_pylist()]
            ranks = {number: rank for rank, number in enumerate(sorted(set(numbers)))}
            key = pa.array([ranks[number] for number in numbers])
    order: NDArray[np.int64]
    if isinstance(key, pa.StringArray):
        order = pc.array_sort_indices(key).to_numpy().astype(np.int64)
        same = pc.equal(key.take(order[1:]), key.take(order[:-1])).to_numpy(zero_copy_only=False)
    else:
        order = np.argsort(key.to_numpy(), kind="stable")
        same = np.diff(key.to_numpy()[order]) == 0
    if same.any():
        run = np.maximum.accumulate(np.where(np.concatenate([[False], same]), 0, np.arange(len(order))))
        again = np.sort(np.flatnonzero(same) + 1)
        for at in again[:KEPT].tolist():
            problems.add(
                table.file,
                f"{shown(column[int(order[at])].as_py())} stands in row {int(table.row[order[run[at]]])} already; "
                "give each row an id of its own.",
                row=int(table.row[order[at]]),
                column=name,
            )
        problems.more(len(again[KEPT:]))
    return np.array(column.to_pylist(), dtype=np.str_) if ids is None else ids, order


def _once(table: TextTable, names: Sequence[str], problems: Problems) -> None:
    """Each combination of the named columns stands once."""
    code = np.zeros(len(table), np.int64)
    for name in names:
        texts = table[name]
        code = code * max(1, len(texts.values)) + texts.code
    _, first, which = np.unique(code, return_index=True, return_inverse=True)
    for row in np.flatnonzero(first[which] != np.arange(len(code)))[:KEPT].tolist():
        problems.add(
            table.file,
            f"{' '.join(table[name].values[table[name].code[row]] for name in names)} stands in row "
            f"{int(table.row[first[which[row]]])} already; keep one.",
            row=int(table.row[row]),
        )


class _Sets:
    """A column of texts that hold several codes, separated by spaces."""

    def __init__(self, table: TextTable, name: str) -> None:
        import pyarrow.compute as pc

        self.table, self.name = table, name
        lists = pc.utf8_split_whitespace(table.raw(name))
        size = np.diff(lists.offsets.to_numpy()).astype(np.int64)
        code, values = encoded(lists.flatten())
        self.owner = np.repeat(np.arange(len(table), dtype=np.int64), size)
        if "" in values:  # what leading and trailing spaces leave behind
            held = code != values.index("")
            code, self.owner = code[held], self.owner[held]
        self.code = code
        self.texts = Texts(table.file, name, table.row[self.owner], code, values)

    def countries(self, codes: Codes, problems: Problems) -> NDArray[np.uint64]:
        """A row of bits for each row."""
        position = {name: at for at, name in enumerate(codes.countries)}
        place = self.texts.numbers(problems, lambda text: position.get(text, 0 if text == "" else _no_country(text)))
        sets = np.zeros((len(self.table), codes.country_words), np.uint64)
        for word in range(codes.country_words):
            here = (place >= 64 * word) & (place < 64 * word + 64)
            bits = np.left_shift(np.uint64(1), (place[here] % 64).astype(np.uint64))
            np.bitwise_or.at(sets[:, word], self.owner[here], bits)
        return sets

    def ragged(self, names: Sequence[str], order: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
        """Starts and positions in `names`, for the rows in the given order."""
        position = {name: at for at, name in enumerate(names)}
        place = np.array([position.get(text, 0) for text in self.texts.values] or [0], np.int32)[self.code]
        size = np.bincount(self.owner, minlength=len(order))
        start = _starts(size)
        if np.array_equal(order, np.arange(len(order))):
            return start, place
        moved = _starts(size[order])
        return moved, place[np.arange(len(place)) - np.repeat(moved[:-1] - start[order], size[order])]


def _starts(size: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(size, dtype=np.int64)])
