"""A programme's limits from the same four tables that `alianza match` takes; every fault said in one sentence."""

import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from alianza.placement.actions.programmes import LimitsTable
from alianza.regulations.queries import sheets_in_force
from alianza.tabular import Problems, read_table, shown
from alianza.vocabulary.occupations import occupations
from alianza.vocabulary.places import countries
from alianza.vocabulary.refusal import marked

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "quotas": ("origin", "dest", "permit", "quota"),
    "caps": ("origin", "sector", "cap"),
    "sectors": ("isco", "sector"),
    "shares": ("kind", "scope", "per_mille"),
}
LONGEST_FILE = 5 * 1024 * 1024
MOST_PLACES = 10_000_000
LONGEST_SECTOR = 40
SCOPED = {
    "women": marked("a share of women is per country of work; write its three letters."),
    "region": marked("a share of regions is per country of origin; write its three letters."),
}


class _Reader:
    """Collects the rows of one table and what is wrong with them."""

    def __init__(self, file: Path, columns: tuple[str, ...], problems: Problems) -> None:
        self.file, self.problems = file, problems
        self.countries = {place.alpha3 for place in countries()}
        table = read_table(file, columns, problems)
        self.rows: list[tuple[int, tuple[str, ...]]] = []
        if table is not None:
            texts = [table.raw(name).to_pylist() for name in columns]
            self.rows = [(int(row), values) for row, *values in zip(table.row.tolist(), *texts, strict=True)]  # type: ignore[misc]

    def wrong(self, row: int, column: str, message: str, **facts: object) -> None:
        self.problems.add(self.file, message, row=row, column=column, **facts)

    def country(self, row: int, column: str, text: str) -> str:
        if text not in self.countries:
            message = marked("%(said)s is not a country; write its three-letter code, for example PHL.")
            self.wrong(row, column, message, said=shown(text, 20))
        return text

    def whole(self, row: int, column: str, text: str, most: int) -> int:
        if not text.isascii() or not text.isdigit() or len(text) > 9 or int(text) > most:
            message = marked("%(said)s is not a whole number from 0 to %(most)s.")
            self.wrong(row, column, message, said=shown(text, 20), most=most)
            return 0
        return int(text)

    def once(self, row: int, key: tuple[str, ...], seen: set[tuple[str, ...]], column: str) -> None:
        if key in seen:
            self.wrong(row, column, marked("%(key)s stands there twice; keep one row."), key=shown(", ".join(key), 80))
        seen.add(key)


def _quotas(reader: _Reader) -> Iterator[tuple[str, str, str, int]]:
    permits, seen = {sheet.id for sheet in sheets_in_force()}, set[tuple[str, ...]]()
    for row, (origin, dest, permit, quota) in reader.rows:
        reader.country(row, "origin", origin)
        reader.country(row, "dest", dest)
        if permit not in permits:
            message = marked("%(said)s is not a permit category with a sheet in force; write the id of one.")
            reader.wrong(row, "permit", message, said=shown(permit))
        reader.once(row, (origin, dest, permit), seen, "permit")
        yield origin, dest, permit, reader.whole(row, "quota", quota, MOST_PLACES)


def _caps(reader: _Reader) -> Iterator[tuple[str, str, int]]:
    seen = set[tuple[str, ...]]()
    for row, (origin, sector, cap) in reader.rows:
        reader.country(row, "origin", origin)
        if not 1 <= len(sector) <= LONGEST_SECTOR:
            reader.wrong(row, "sector", marked("a sector's name has 1 to %(most)s letters."), most=LONGEST_SECTOR)
        reader.once(row, (origin, sector), seen, "sector")
        yield origin, sector, reader.whole(row, "cap", cap, MOST_PLACES)


def _sectors(reader: _Reader) -> Iterator[tuple[str, str]]:
    groups, seen = {group.code for group in occupations(4)}, set[tuple[str, ...]]()
    for row, (isco, sector) in reader.rows:
        if isco not in groups:
            message = marked("%(said)s is not a unit group of ISCO-08; write its four digits.")
            reader.wrong(row, "isco", message, said=shown(isco, 20))
        if not 1 <= len(sector) <= LONGEST_SECTOR:
            reader.wrong(row, "sector", marked("a sector's name has 1 to %(most)s letters."), most=LONGEST_SECTOR)
        reader.once(row, (isco,), seen, "isco")
        yield isco, sector


def _shares(reader: _Reader) -> Iterator[tuple[str, str, int]]:
    seen = set[tuple[str, ...]]()
    for row, (kind, scope, per_mille) in reader.rows:
        if kind not in {"women", "disadvantaged", "region"}:
            message = marked("%(said)s is not a kind of share; write women, disadvantaged or region.")
            reader.wrong(row, "kind", message, said=shown(kind, 20))
        elif kind == "disadvantaged" and scope != "all":
            reader.wrong(row, "scope", marked("a share of disadvantaged people is over all; write all."))
        elif kind in SCOPED and scope not in reader.countries:
            reader.wrong(row, "scope", SCOPED[kind])
        reader.once(row, (kind, scope), seen, "scope")
        yield kind, scope, reader.whole(row, "per_mille", per_mille, 1000)


def read_limits(files: Mapping[str, UploadedFile[Any]]) -> LimitsTable:
    """The limits in up to four uploaded CSV files, by name; a table that is not given is None.

    Raises InputProblems with every fault of every file.
    """
    problems = Problems()
    found: dict[str, list[Any]] = {}
    readers = {"quotas": _quotas, "caps": _caps, "sectors": _sectors, "shares": _shares}
    with tempfile.TemporaryDirectory() as scratch:
        for name, columns in COLUMNS.items():
            given = files.get(name)
            if given is None:
                continue
            path = Path(scratch) / f"{name}.csv"
            if given.size is None or given.size > LONGEST_FILE:
                problems.add(
                    path, marked("is larger than %(most)s MB; leave out what is not needed."), most=LONGEST_FILE >> 20
                )
                continue
            path.write_bytes(given.read())
            reader = _Reader(path, columns, problems)
            found[name] = list(readers[name](reader))
        problems.stop_if_any()
    return LimitsTable(**found)
