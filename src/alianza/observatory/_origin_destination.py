"""Tables of people by pairs of places, read from long files into square arrays and written back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from alianza.tabular import KEPT, Problems, Texts, TextTable, amounts, read_table, shown

Floats = NDArray[np.float64]

OTHER_NAMES = {"birth": "birthplace", "orig": "origin", "dest": "destination", "iso3": "place"}
"""Names of columns that are understood too, as contracts have it."""


@dataclass(frozen=True)
class Pairs:
    """A long table of pairs: names as given, and one amount each."""

    file: Path
    table: TextTable
    names: tuple[str, str]
    amount: Floats

    def of(self, name: str) -> NDArray[np.str_]:
        """One of the two ends of each pair."""
        return np.array(self.table.raw(name).to_pylist(), dtype=np.str_)

    def square(self, places: Sequence[str], problems: Problems) -> Floats:
        """The amounts as a table of places x places; a pair that is not listed is 0. Unknown places are told."""
        position = {place: at for at, place in enumerate(places)}
        ends = []
        for name in self.names:
            column = self.table[name]
            wrong = {
                at: f"{shown(text)} is not among the places; give the same places in all files."
                for at, text in enumerate(column.values)
                if text not in position and text.strip()
            }
            column.report(problems, wrong)
            ends.append(np.array([position.get(text, 0) for text in column.values], np.intp)[column.code])
        made = np.zeros((len(places), len(places)))
        made[ends[0], ends[1]] = self.amount
        return made


def read_pairs(file: Path, first: str, second: str, amount: str, problems: Problems) -> Pairs | None:
    """`first,second,amount`, each pair once, amounts of 0 or more; what is wrong is told by row."""
    table = read_table(file, (first, second, amount), problems, other_names=OTHER_NAMES)
    if table is None:
        return None
    if not len(table):
        problems.add(file, "has a header but no rows.")
        return None
    ends = [_named(table[name], problems) for name in (first, second)]
    values = amounts(table[amount], problems)
    key = ends[0].code.astype(np.int64) * max(1, len(ends[1].values)) + ends[1].code
    _, at = np.unique(key, return_index=True)
    again = np.setdiff1d(np.arange(len(key)), at)
    for row in again[:KEPT].tolist():
        pair = f"{ends[0].values[ends[0].code[row]]}, {ends[1].values[ends[1].code[row]]}"
        problems.add(file, f"the pair {shown(pair)} stands twice; keep one row.", row=int(table.row[row]))
    problems.more(len(again[KEPT:]))
    return Pairs(file, table, (first, second), values)


def read_places(
    file: Path, columns: Sequence[str], problems: Problems, *, above: float | None = None
) -> tuple[list[str], list[Floats]] | None:
    """`place` and numbers for each, every place once, in the order of the codes."""
    table = read_table(file, ("place", *columns), problems, other_names=OTHER_NAMES)
    if table is None:
        return None
    if not len(table):
        problems.add(file, "has a header but no rows.")
        return None
    place = _named(table["place"], problems)
    numbers = [amounts(table[name], problems, above=above) for name in columns]
    _, at = np.unique(place.code, return_index=True)
    for row in np.setdiff1d(np.arange(len(place.code)), at)[:KEPT].tolist():
        problems.add(
            file,
            f"the place {shown(place.values[place.code[row]])} stands twice; keep one row.",
            row=int(table.row[row]),
        )
    named = [place.values[code] for code in place.code.tolist()]
    order = sorted(range(len(named)), key=named.__getitem__)
    return [named[each] for each in order], [each[order] for each in numbers]


def compare_places(places: Sequence[str], found: Sequence[str], file: Path, of: Path, problems: Problems) -> None:
    """Tell which places of one file are missing in another."""
    missing = sorted(set(places) - set(found))
    if missing:
        more = f" and {len(missing) - 5} more" if len(missing) > 5 else ""
        problems.add(
            file,
            f"has nobody living in {', '.join(missing[:5])}{more}, which {of.name} names; "
            "give the same places in all files.",
        )


def long(flows: Floats, places: Sequence[str], negligible: float) -> dict[str, NDArray[np.generic]]:
    """`origin,destination,flow` of all pairs with a positive flow; what is `negligible` is rounding and left out."""
    names = np.array(places, dtype=np.str_)
    i, j = np.nonzero(flows > negligible)
    return {"origin": names[i], "destination": names[j], "flow": flows[i, j]}


def _named(column: Texts, problems: Problems) -> Texts:
    column.report(
        problems,
        {at: "is empty; name a place." for at, text in enumerate(column.values) if not text.strip()},
    )
    return column
