"""The tables of `alianza remittances`: read with every fault named by file and row."""

from __future__ import annotations

import contextlib
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from alianza.tabular import Problems, Texts, TextTable, amounts, read_table, shown

Floats = NDArray[np.float64]

NEEDED: Final = (
    "corridor", "provider", "amount", "fee", "fx_margin", "speed_days", "accessible", "fx_transparent",
)  # fmt: skip
YES: Final = frozenset({"1", "true", "yes", "y", "1.0"})
NO: Final = frozenset({"0", "false", "no", "n", "0.0"})
OTHER_NAMES: Final = {"iso3": "place", "origin": "home", "destination": "host"}
LARGEST_SHARE: Final = 0.2
"""If no margin of a file exceeds it, they are shares of one, and percent else (where it is not said)."""


@dataclass(frozen=True)
class Corridors:
    """`S` of the matrix: positions of home and host among `places`, people; `own` rows were natives, left out."""

    places: tuple[str, ...]
    home: NDArray[np.intp]
    host: NDArray[np.intp]
    stock: Floats
    own: int


@dataclass(frozen=True)
class Quotes:
    """One row for each service. Amounts and fees in the sending currency; `margin` in percent; `speed`, `accessible`,
    `transparent` NaN where not said. `share` and `flow` are None where the file has no such column.
    """

    corridors: tuple[str, ...]
    corridor: NDArray[np.intp]
    provider: tuple[str, ...]
    amount: Floats
    fee: Floats
    margin: Floats
    speed: Floats
    accessible: Floats
    transparent: Floats
    share: Floats | None
    flow: Floats | None
    margins_were_shares: bool


def read_numbers(file: Path, place: str, column: str, problems: Problems) -> dict[str, float]:
    """A number for each place; an empty cell is missing, and the place is left out."""
    table = read_table(file, (place, column), problems, other_names=OTHER_NAMES | {"place": place})
    if table is None:
        return {}
    values = _or_missing(table[column], problems, negative=False)
    found: dict[str, float] = {}
    for row, name, value in zip(table.row.tolist(), _names(table[place], problems), values.tolist(), strict=True):
        if name in found:
            problems.add(file, f"the {place} {shown(name)} stands twice; keep one row.", row=row)
        found[name] = value
    return {name: value for name, value in found.items() if not math.isnan(value)}


def read_corridors(file: Path, problems: Problems, more: Mapping[str, float]) -> Corridors | None:
    """`host,home,stock`; places of `more` are added, so that those without migrants are there too."""
    table = read_table(file, ("host", "home", "stock"), problems, other_names=OTHER_NAMES)
    if table is None:
        return None
    if not len(table):
        problems.add(file, "has a header but no rows.")
        return None
    stock = amounts(table["stock"], problems)
    ends = {side: _names(table[side], problems) for side in ("home", "host")}
    seen: set[tuple[str, str]] = set()
    for row, pair in zip(table.row.tolist(), zip(ends["home"], ends["host"], strict=True), strict=True):
        if pair in seen:
            problems.add(file, f"home {shown(pair[0])} and host {shown(pair[1])} stand twice; keep one row.", row=row)
        seen.add(pair)
    places = tuple(sorted({*ends["home"], *ends["host"], *more}))
    at = {place: number for number, place in enumerate(places)}
    home, host = (np.array([at[name] for name in ends[side]], np.intp) for side in ("home", "host"))
    apart = home != host
    return Corridors(places, home[apart], host[apart], np.asarray(stock)[apart], int((~apart).sum()))


def read_quotes(file: Path, problems: Problems, *, margin_unit: str) -> Quotes | None:
    """`corridor,provider,amount,fee,fx_margin,speed_days,accessible,fx_transparent`, and if given `market_share` of the
    provider and `flow` of the corridor. An empty fee, margin, speed or answer is unknown. `margin_unit` is percent,
    share, or auto.
    """
    table = read_table(file, NEEDED, problems)
    if table is None:
        return None
    if not len(table):
        problems.add(file, "has a header but no rows.")
        return None
    corridor = _names(table["corridor"], problems)
    corridors = tuple(sorted(set(corridor)))
    at = {name: number for number, name in enumerate(corridors)}
    amount = amounts(table["amount"], problems, above=0.0)
    fee, speed = (_or_missing(table[name], problems, negative=False) for name in ("fee", "speed_days"))
    margin = _or_missing(table["fx_margin"], problems, negative=True)
    accessible, transparent = (_yes_or_no(table[name], problems) for name in ("accessible", "fx_transparent"))
    provider = tuple(_names(table["provider"], problems))
    share = _optional(file, "market_share", problems)
    flow = _optional(file, "flow", problems)
    known = np.abs(margin[~np.isnan(margin)])
    shares = margin_unit == "share" or (
        margin_unit == "auto" and known.size > 0 and 0 < float(known.max()) <= LARGEST_SHARE
    )
    if shares:
        margin = margin * 100
    if np.any(margin[~np.isnan(margin)] > 100):
        problems.add(file, "a margin is above 100 percent; write fx_margin in percent of the amount.")
    numbers = np.array([at[name] for name in corridor], np.intp)
    by_corridor = None if flow is None else _one_each(file, table, numbers, flow, corridors, problems)
    return Quotes(
        corridors, numbers, provider, amount, fee, margin, speed, accessible, transparent, share, by_corridor, shares
    )


def _optional(file: Path, name: str, problems: Problems) -> Floats | None:
    """A column that may be there."""
    table = read_table(file, (*NEEDED, name), Problems())
    return None if table is None else _or_missing(table[name], problems, negative=False)


def _one_each(
    file: Path,
    table: TextTable,
    corridor: NDArray[np.intp],
    flow: Floats,
    corridors: tuple[str, ...],
    problems: Problems,
) -> Floats:
    found = np.full(len(corridors), np.nan)
    for row, at, value in zip(table.row.tolist(), corridor.tolist(), flow.tolist(), strict=True):
        if math.isnan(value):
            continue
        if not math.isnan(found[at]) and found[at] != value:
            problems.add(file, f"the corridor {shown(corridors[at])} has two different flows; keep one.", row=row)
        found[at] = value
    return found


def _names(column: Texts, problems: Problems) -> list[str]:
    column.report(problems, {at: "is empty; name it." for at, text in enumerate(column.values) if not text.strip()})
    return [column.values[code].strip() for code in column.code.tolist()]


def _or_missing(column: Texts, problems: Problems, *, negative: bool) -> Floats:
    """Numbers; an empty cell is missing (NaN)."""
    values = np.full(max(1, len(column.values)), np.nan)
    wrong: dict[int, str] = {}
    for at, text in enumerate(column.values):
        plain = text.strip().removesuffix("%").strip()
        if not plain:
            continue
        with contextlib.suppress(ValueError):
            values[at] = float(plain) if "_" not in plain else float("nan")
        if not np.isfinite(values[at]):
            wrong[at] = f"{shown(text)} is not a number; leave the cell empty where it is not known."
        elif values[at] < 0 and not negative:
            wrong[at] = f"{shown(text)} is negative; write 0 or more."
    column.report(problems, wrong)
    return np.asarray(values[column.code], np.float64)


def _yes_or_no(column: Texts, problems: Problems) -> Floats:
    values = np.full(max(1, len(column.values)), np.nan)
    wrong: dict[int, str] = {}
    for at, text in enumerate(column.values):
        plain = text.strip().lower()
        if plain in YES | NO:
            values[at] = float(plain in YES)
        elif plain:
            wrong[at] = f"{shown(text)} is neither yes nor no; write 1 or 0, or leave the cell empty."
    column.report(problems, wrong)
    return np.asarray(values[column.code], np.float64)
