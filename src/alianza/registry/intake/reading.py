"""A file as a table of texts, each row with its number as a spreadsheet shows it (the headings are row 1)."""

import csv
import gzip
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, BinaryIO

import polars as pl
import pyarrow as pa
import pyarrow.csv as arrow_csv

from alianza.documents.contents import LARGEST_UNPACKED, check_text
from alianza.vocabulary.refusal import Refusal, marked

ROW = "row"
SEPARATORS = ",;\t"
BLOCK = 8 << 20


class EmptyTable(Refusal):
    code = "registry.intake.empty"
    field = "file"
    message = marked(
        "The file has no rows of people. Put the headings into the first row and one person into each row below."
    )


class TooManyRows(Refusal):
    code = "registry.intake.too_many_rows"
    field = "file"
    message = marked("The file has %(rows)s rows; at most %(most)s are taken at once. Cut it into several files.")


class BrokenTable(Refusal):
    code = "registry.intake.broken"
    field = "file"
    message = marked(
        "The file cannot be read as a table: a quotation mark is opened and never closed, or the workbook is damaged. "
        "Save it again from the spreadsheet and bring it once more."
    )


class UnknownEnding(Refusal):
    code = "registry.intake.unknown_ending"
    field = "file"
    message = marked("%(name)s ends in none of .csv, .csv.gz, .parquet and .xlsx. Save it as one of these.")


@dataclass(frozen=True)
class Table:
    """`rows` has the columns of the file, all of text, trimmed, and `row`; rows without any text are left out.

    `ragged` are the rows with another number of fields than there are headings: number, fields found.
    """

    rows: pl.DataFrame
    headings: tuple[str, ...]
    ragged: tuple[tuple[int, int], ...] = ()


def read(content: BinaryIO, name: str, *, most_rows: int) -> Table:
    """Read a CSV (plain or .gz), Parquet or XLSX file by its ending.

    Raises UnknownEnding, EmptyTable, TooManyRows, BrokenTable; `documents.contents.NotText`, `HoldsNul`.
    """
    ending = "".join(Path(name.lower()).suffixes[-2:])
    if ending.endswith(".xlsx"):
        headings, rows, ragged = _workbook(content)
    elif ending.endswith(".parquet"):
        headings, rows, ragged = _parquet(content)
    elif ending.endswith(".csv.gz"):
        headings, rows, ragged = _csv(_unpacked(content))
    elif ending.endswith(".csv"):
        headings, rows, ragged = _csv(content)
    else:
        raise UnknownEnding(name=repr(Path(name).name[:60]))
    written = [heading for heading in headings if heading in rows.columns]
    rows = rows.with_columns(pl.col(written).fill_null("").str.strip_chars())
    rows = rows.filter(~pl.all_horizontal(pl.col(written) == ""))
    if rows.height + len(ragged) == 0:
        raise EmptyTable
    if rows.height + len(ragged) > most_rows:
        raise TooManyRows(rows=f"{rows.height + len(ragged):,}", most=f"{most_rows:,}")
    return Table(rows, headings, ragged)


_Read = tuple[tuple[str, ...], pl.DataFrame, tuple[tuple[int, int], ...]]


def _plain(headings: Iterable[object]) -> tuple[str, ...]:
    """Headings as they are compared; a second one of the same name, or an empty one, is kept apart by its place."""
    found: list[str] = []
    for place, heading in enumerate(headings, start=1):
        name = str(heading or "").strip().casefold().lstrip("\ufeff") or f"(column {place})"
        found.append(f"{name} (column {place})" if name in found or name == ROW else name)
    return tuple(found)


def _unpacked(content: BinaryIO) -> BinaryIO:
    content.seek(0)
    try:
        with gzip.GzipFile(fileobj=content) as packed:
            plain = packed.read(LARGEST_UNPACKED + 1)
    except (OSError, EOFError):
        raise BrokenTable from None
    if len(plain) > LARGEST_UNPACKED:
        raise BrokenTable
    return io.BytesIO(plain)


def _csv(content: BinaryIO) -> _Read:
    check_text(content)
    content.seek(0)
    first = content.readline(1 << 20).decode("utf-8-sig")
    separator = max(SEPARATORS, key=first.count)
    try:
        given = next(csv.reader([first], delimiter=separator, strict=True), [])
    except csv.Error:
        raise BrokenTable from None
    if not any(heading.strip() for heading in given):
        raise EmptyTable
    headings = _plain(given)
    ragged: list[tuple[int, int]] = []

    def skip(row: Any) -> str:
        ragged.append((row.number, row.actual_columns))
        return "skip"

    content.seek(0)
    try:
        table = arrow_csv.read_csv(
            content,
            # one thread: only so are rows numbered, and the same file always gives the same table
            read_options=arrow_csv.ReadOptions(use_threads=False, block_size=BLOCK, column_names=headings, skip_rows=1),
            parse_options=arrow_csv.ParseOptions(
                delimiter=separator, newlines_in_values=True, ignore_empty_lines=False, invalid_row_handler=skip
            ),
            convert_options=arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(headings, pa.string()), strings_can_be_null=False
            ),
        )
    except pa.ArrowInvalid as problem:
        if "Empty CSV" in str(problem):
            raise EmptyTable from None
        raise BrokenTable from None
    rows = pl.from_arrow(table)
    assert isinstance(rows, pl.DataFrame)
    missing = {number for number, _fields in ragged}
    numbers = [number for number in range(2, rows.height + len(missing) + 2) if number not in missing]
    return headings, rows.with_columns(pl.Series(ROW, numbers, pl.Int64)), tuple(ragged)


def _parquet(content: BinaryIO) -> _Read:
    content.seek(0)
    try:
        rows = pl.read_parquet(content)
        headings = _plain(rows.columns)
        rows = rows.rename(dict(zip(rows.columns, headings, strict=True))).cast(pl.String)
    except (pl.exceptions.PolarsError, OSError):
        raise BrokenTable from None
    return headings, rows.with_columns(pl.int_range(2, pl.len() + 2, dtype=pl.Int64).alias(ROW)), ()


def _cell(value: object) -> str:
    """A cell of a workbook as somebody would have typed it."""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time().isoformat() == "00:00:00" else value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)


def _workbook(content: BinaryIO) -> _Read:
    """The first sheet."""
    from python_calamine import CalamineError, CalamineWorkbook

    content.seek(0)
    try:
        sheet = CalamineWorkbook.from_filelike(content).get_sheet_by_index(0)
        cells = sheet.iter_rows()
        given = next(iter(cells), [])
    except (CalamineError, OSError, ValueError, IndexError):
        raise BrokenTable from None
    while given and given[-1] == "":
        given = given[:-1]
    if not given:
        raise EmptyTable
    headings, width = _plain(given), len(given)
    columns: list[list[str]] = [[] for _ in headings]
    ragged: list[tuple[int, int]] = []
    numbers: list[int] = []
    first = (sheet.start or (0, 0))[0]
    for number, row in enumerate(cells, start=first + 2):
        if any(cell not in ("", None) for cell in row[width:]):
            ragged.append((number, len(row)))
            continue
        numbers.append(number)
        for place, column in enumerate(columns):
            column.append(_cell(row[place]) if place < len(row) else "")
    rows = pl.DataFrame(
        {name: pl.Series(column, dtype=pl.String) for name, column in zip(headings, columns, strict=True)}
    )
    return headings, rows.with_columns(pl.Series(ROW, numbers, pl.Int64)), tuple(ragged)
