"""Tables in files: CSV, `.csv.gz` and `.parquet` in and out, every fault of a file said in one sentence.

A table comes in as texts, one `Texts` per column: the distinct texts and which row has which. So a rule is applied to
each distinct text once, and a table of a million rows is checked about as fast as it is read. Row 1 is the header; rows
are counted as the file has them, blank lines included.
"""

from __future__ import annotations

import csv
import gzip
import io
import os
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import IO, Any, cast

import numpy as np
from numpy.typing import NDArray

from alianza.vocabulary.refusal import marked

SHOWN = 20
KEPT = 1000
LONGEST_SHOWN = 40
LIKE_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""How words begin that a spreadsheet would take for a formula."""


@dataclass(frozen=True)
class Problem:
    """What is wrong and what to do, where: `message` is a catalogue id, whose named places `facts` fill."""

    file: str
    row: int
    """0 for the file as a whole."""
    column: str
    message: str
    facts: Mapping[str, object]

    @property
    def said(self) -> str:
        """The sentence, with file, row and column before it."""
        where = (
            self.file + (f", row {self.row}" if self.row else "") + (f", column {self.column}" if self.column else "")
        )
        return f"{where}: {self.message % self.facts if self.facts else self.message}"


class InputProblems(Exception):
    """Everything that is wrong with the given files, by file and row.

    `count` is how many there are; `found` holds the first thousand. As text: one plain sentence each for the first
    twenty, and the count.
    """

    def __init__(self, found: Sequence[Problem], count: int | None = None) -> None:
        self.found = tuple(found[:KEPT])
        self.count = len(found) if count is None else count
        super().__init__(self.found, self.count)

    @property
    def sentences(self) -> tuple[str, ...]:
        return tuple(each.said for each in self.found)

    def __str__(self) -> str:
        shown = [each.said for each in self.found[:SHOWN]]
        if self.count > len(shown):
            shown.append(f"... and {self.count - len(shown)} more, {self.count} problems in all.")
        return "\n".join(shown)


class Problems:
    """Collects what is wrong, so that one reading names everything."""

    def __init__(self) -> None:
        self._found: list[Problem] = []
        self._files: list[str] = []
        self.count = 0

    def add(self, file: Path, message: str, /, *, row: int = 0, column: str = "", **facts: object) -> None:
        """`message` says what is wrong and what to do; file, row and column are put before it.

        A message that a page may show is `marked` for the catalogue and has its `facts` in named places.
        """
        if file.name not in self._files:
            self._files.append(file.name)
        self.count += 1
        self._found.append(Problem(file.name, row, column, message, facts))

    def more(self, n: int) -> None:
        """So many more that nobody will read one by one."""
        self.count += n

    @property
    def any(self) -> bool:
        return self.count > 0

    def stop_if_any(self) -> None:
        if self.any:
            raise InputProblems(
                sorted(self._found, key=lambda each: (self._files.index(each.file), each.row)), self.count
            )


@dataclass(frozen=True)
class Texts:
    """A column: row i says `values[code[i]]`."""

    file: Path
    name: str
    row: NDArray[np.int64]
    """The file's number of each row."""
    code: NDArray[np.int32]
    values: tuple[str, ...]

    def numbers(
        self, problems: Problems, rule: Callable[[str], int | str], dtype: type[np.generic] = np.int32
    ) -> NDArray[Any]:
        """A number for each row by a rule for each text: the number, or what is wrong with the text."""
        table = np.zeros(max(1, len(self.values)), np.int64)
        wrong: dict[int, str] = {}
        for at, text in enumerate(self.values):
            ruled = rule(text)
            if isinstance(ruled, str):
                wrong[at] = ruled
            else:
                table[at] = ruled
        self.report(problems, wrong)
        return table.astype(dtype)[self.code]

    def report(self, problems: Problems, wrong: Mapping[int, str]) -> None:
        """Name the rows whose text is among the wrong ones."""
        if not wrong:
            return
        bad = np.zeros(len(self.values), np.bool_)
        bad[list(wrong)] = True
        rows = np.flatnonzero(bad[self.code])
        for row in rows[:KEPT].tolist():
            problems.add(self.file, wrong[int(self.code[row])], row=int(self.row[row]), column=self.name)
        problems.more(len(rows[KEPT:]))


@dataclass(frozen=True)
class TextTable:
    """A file's columns as texts."""

    file: Path
    row: NDArray[np.int64]
    names: tuple[str, ...]
    _columns: Mapping[str, Any]

    def __len__(self) -> int:
        return len(self.row)

    def __getitem__(self, name: str) -> Texts:
        code, values = encoded(self._columns[name])
        return Texts(self.file, name, self.row, code, values)

    def raw(self, name: str) -> Any:
        """The column as an Arrow array of strings."""
        return self._columns[name]


def encoded(array: Any) -> tuple[NDArray[np.int32], tuple[str, ...]]:
    """An Arrow array of strings as codes and distinct texts."""
    found = array.dictionary_encode()
    return found.indices.to_numpy(zero_copy_only=False).astype(np.int32), tuple(found.dictionary.to_pylist())


def amounts(column: Texts, problems: Problems, *, negative: bool = False, above: float | None = None) -> Any:
    """A column as float64; what is empty, no number, infinite or (unless allowed) negative is named by its row.

    `above`: refuse what is not above it.
    """
    values = np.zeros(max(1, len(column.values)))
    wrong: dict[int, str] = {}
    for at, text in enumerate(column.values):
        plain = text.strip()
        if not plain:
            wrong[at] = "is empty; missing is not zero, so write a number or leave the row out."
            continue
        try:
            if "_" in plain:
                raise ValueError
            values[at] = float(plain)
        except ValueError:
            wrong[at] = f"{shown(text)} is not a number; write it with digits and a decimal point, such as 1234.5."
            continue
        if not np.isfinite(values[at]):
            wrong[at] = f"{shown(text)} is not a finite number; missing is not zero, so leave the row out."
        elif values[at] < 0 and not negative:
            wrong[at] = f"{shown(text)} is negative; write 0 or more."
        elif above is not None and values[at] <= above:
            wrong[at] = f"{shown(text)} is not above {above:g}."
    column.report(problems, wrong)
    return values[column.code]


def shown(text: str, longest: int = LONGEST_SHOWN) -> str:
    """A text from a file inside a sentence: quoted, and short."""
    return repr(text if len(text) <= longest else text[: longest - 3] + "...")


def read_table(
    file: Path,
    needed: Iterable[str],
    problems: Problems,
    *,
    also: str | tuple[str, ...] = "",
    other_names: Mapping[str, str] | None = None,
) -> TextTable | None:
    """The needed columns, and those whose name begins with `also`; None when the file cannot be read as a table.

    Columns may come in any order and others are ignored. `other_names` gives the name of a column for another that is
    understood where the name itself is missing. A row in which every column is blank is passed over.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    table = _parquet(file, problems) if file.suffix == ".parquet" else _csv(file, problems)
    if table is None:
        return None
    held = {str(name) for name in table.column_names}
    names = [
        str(name) if (other_names or {}).get(str(name), str(name)) in held else (other_names or {})[str(name)]
        for name in table.column_names
    ]
    table = table.rename_columns(names)
    for name in sorted({name for name in names if names.count(name) > 1}):
        problems.add(
            file, marked("the column %(name)s stands %(times)s times; keep one."), name=name, times=names.count(name)
        )
        return None
    missing = [name for name in needed if name not in names]
    if missing:
        message = (
            marked("the column %(names)s is missing; add what is missing. The header names %(header)s.")
            if len(missing) == 1
            else marked("the columns %(names)s are missing; add what is missing. The header names %(header)s.")
        )
        problems.add(file, message, names=", ".join(missing), header=shown(", ".join(names), 300))
        return None
    wanted = [name for name in names if name in set(needed) or (also and name.startswith(also))]
    row = table.column("\0row").to_numpy() if "\0row" in names else np.arange(2, table.num_rows + 2, dtype=np.int64)
    columns: dict[str, Any] = {}
    for name in wanted:
        column = table.column(name).combine_chunks()
        columns[name] = column if isinstance(column, pa.Array) else pa.chunked_array(column).combine_chunks()
    blank = None
    for column in columns.values():
        empty = pc.equal(column, "")
        blank = empty if blank is None else pc.and_(blank, empty)
    if blank is not None and pc.any(blank).as_py():
        kept = pc.invert(blank)
        columns = {name: column.filter(kept) for name, column in columns.items()}
        row = row[kept.to_numpy(zero_copy_only=False)]
    return TextTable(file, row, tuple(wanted), columns)


def _bytes(file: Path, problems: Problems) -> bytes | None:
    """The file's text, decompressed, if it is UTF-8 without NUL."""
    try:
        data = file.read_bytes()
        if file.suffix == ".gz":
            data = gzip.decompress(data)
    except FileNotFoundError:
        problems.add(file, marked("there is no such file (%(path)s); check the path."), path=file)
        return None
    except (EOFError, zlib.error, gzip.BadGzipFile):
        problems.add(file, marked("is not a complete gzip file; compress it again."))
        return None
    except OSError as error:
        problems.add(
            file, marked("cannot be read (%(why)s); check the path and its permissions."), why=error.strerror or error
        )
        return None
    if not data[:4096].strip() and not data.strip():
        problems.add(file, marked("is empty; it needs a header and one line for each row."))
        return None
    nul = data.find(b"\0")
    if nul >= 0:
        row = data.count(b"\n", 0, nul) + 1
        problems.add(file, marked("holds a NUL byte; save the file as CSV in UTF-8 again."), row=row)
        return None
    at = _not_utf8(data)
    if at is not None:
        row = data.count(b"\n", 0, at) + 1
        problems.add(
            file,
            marked("the byte %(byte)s is not UTF-8; save the file as CSV in UTF-8."),
            row=row,
            byte=f"0x{data[at]:02x}",
        )
        return None
    return data


def _not_utf8(data: bytes, stretch: int = 1 << 24) -> int | None:
    """Where the first byte is that is not UTF-8. Looked at in stretches, so that no second copy is made."""
    at = 0
    while at < len(data):
        end = min(at + stretch, len(data))
        while end < len(data) and data[end] & 0xC0 == 0x80 and end - at < stretch + 4:  # never cut a character
            end += 1
        try:
            data[at:end].decode()
        except UnicodeDecodeError as error:
            return at + error.start
        at = end
    return None


def _csv(file: Path, problems: Problems) -> Any:
    import pyarrow as pa
    import pyarrow.csv as arrow

    data = _bytes(file, problems)
    if data is None:
        return None
    end = data.find(b"\n")
    first = data[: end if end >= 0 else len(data)].decode("utf-8-sig").rstrip("\r")
    header = next(csv.reader([first]), [])
    if end < 0:
        return pa.table({name: pa.array([], pa.string()) for name in header})
    broken: list[Any] = []

    def note(row: Any) -> str:
        broken.append(row)
        return "skip"

    def parse(*, threads: bool) -> Any:
        broken.clear()
        return arrow.read_csv(
            pa.BufferReader(data),
            read_options=arrow.ReadOptions(use_threads=threads, block_size=1 << 24),
            parse_options=arrow.ParseOptions(
                newlines_in_values=data.find(b'"') >= 0, invalid_row_handler=note, ignore_empty_lines=False
            ),
            convert_options=arrow.ConvertOptions(
                column_types=dict.fromkeys(header, pa.string()), strings_can_be_null=False, check_utf8=False
            ),
        )

    try:
        table = parse(threads=True)
        if broken:  # only one thread knows the rows' numbers
            table = parse(threads=False)
    except pa.ArrowInvalid as error:
        problems.add(
            file, marked("cannot be read as CSV (%(why)s); save it again."), why=str(error).splitlines()[0][:200]
        )
        return None
    for bad in broken[:KEPT]:
        problems.add(
            file,
            marked(
                "has %(actual)s columns where the header has %(expected)s; "
                "check the commas, and quote texts that hold one."
            ),
            row=bad.number,
            actual=bad.actual_columns,
            expected=bad.expected_columns,
        )
    problems.more(len(broken[KEPT:]))
    if broken:
        kept = np.setdiff1d(np.arange(2, table.num_rows + len(broken) + 2), [bad.number for bad in broken])
        table = table.append_column("\0row", pa.array(kept))
    return table


def _parquet(file: Path, problems: Problems) -> Any:
    import pyarrow as pa
    import pyarrow.compute as pc
    from pyarrow import parquet

    try:
        table = parquet.read_table(file)
    except FileNotFoundError:
        problems.add(file, marked("there is no such file (%(path)s); check the path."), path=file)
        return None
    except (OSError, pa.ArrowException) as error:
        problems.add(
            file, marked("cannot be read as Parquet (%(why)s); write it again."), why=str(error).splitlines()[0][:200]
        )
        return None
    columns = []
    for name, column in zip(table.column_names, table.columns, strict=True):
        if pa.types.is_dictionary(column.type):
            column = column.cast(column.type.value_type)
        if pa.types.is_boolean(column.type):
            column = column.cast(pa.int8())
        elif pa.types.is_floating(column.type):  # whole numbers with gaps become floats in many tools
            whole = pc.equal(pc.floor(column), column)
            if pc.all(whole).as_py() is not False and pc.all(pc.less(pc.abs(column), 2**53)).as_py() is not False:
                column = column.cast(pa.int64())
        try:
            text = column.cast(pa.string()) if not pa.types.is_nested(column.type) else None
        except pa.ArrowException:
            text = None
        if text is None:
            problems.add(
                file, marked("holds neither texts nor numbers; write texts, lists separated by spaces."), column=name
            )
            return None
        text = pc.fill_null(text, "")
        found = pc.index(pc.match_substring(text, "\0"), value=True).as_py()
        if found >= 0:
            problems.add(file, marked("holds a NUL character; remove it."), row=found + 2, column=name)
            return None
        columns.append(text)
    return pa.table(columns, names=table.column_names)


@contextmanager
def beside(file: Path) -> Iterator[Path]:
    """A path beside the file to write to; it takes the file's place when all went well, and vanishes when not."""
    part = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        yield part
        with part.open("rb") as written:
            os.fsync(written.fileno())
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)


def write_table(file: Path, columns: Mapping[str, NDArray[Any]]) -> None:
    """Write columns as CSV, `.gz` or `.parquet`, by the ending: whole or not at all, the same bytes every time."""
    import polars as pl

    frame = pl.DataFrame({name: _plain(column) for name, column in columns.items()})
    frame = frame.with_columns(pl.col(pl.String).replace("", None))  # an empty cell, not a quoted nothing
    with beside(file) as part:
        if file.suffix == ".parquet":
            frame.write_parquet(part)
            return
        with part.open("wb") as raw:
            if file.suffix == ".gz":
                with gzip.GzipFile("", "wb", 6, raw, mtime=0) as packed:
                    frame.write_csv(cast("IO[bytes]", packed))
            else:
                frame.write_csv(raw)


def _plain(column: NDArray[Any]) -> Any:
    return column if column.dtype.kind in "iu" else column.tolist()


def harmless(words: str) -> str:
    """Words that a spreadsheet would take for a formula, behind an apostrophe.

    >>> harmless("=HYPERLINK(1)"), harmless("a=b")
    ("'=HYPERLINK(1)", 'a=b')
    """
    return f"'{words}" if words.startswith(LIKE_A_FORMULA) else words


def csv_text(headings: Sequence[object], rows: Iterable[Sequence[object]]) -> str:
    """CSV that a spreadsheet opens safely: numbers with a point, every other value as harmless words, missing empty."""
    held = io.StringIO()
    table = csv.writer(held, lineterminator="\r\n")
    table.writerow([_cell(heading) for heading in headings])
    table.writerows([_cell(value) for value in row] for row in rows)
    return held.getvalue()


def _cell(value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value if isinstance(value, int | float) else harmless(str(value))


def write_text(file: Path, text: str) -> None:
    """Write a text file whole or not at all."""
    with beside(file) as part:
        part.write_bytes(io.StringIO(text).getvalue().encode())
