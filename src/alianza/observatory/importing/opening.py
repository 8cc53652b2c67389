"""Opening what people bring: never more than a bound in memory, and a plain sentence for what cannot be read."""

import csv
import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl

from alianza.observatory.importing.brought import ROW, unfit

LARGEST = 512 << 20
"""Bytes that a file may be, packed or unpacked."""
HARDEST_PACKED = 400
"""How many times larger than its packed form a part may be from one megabyte on; tables reach about forty."""
MOST_PARTS = 2000
MOST_CELLS = 200_000_000
"""Cells of a Parquet file, which can claim billions of rows in a few bytes."""
LONG = 32 << 20
"""Bytes of text from which on a CSV is read by columns, which takes a tenth of the memory."""


def content_of(path: Path) -> bytes:
    """The bytes of a file, unpacked if it ends in .gz."""
    try:
        size = path.stat().st_size
    except OSError:
        raise unfit("There is no such file.") from None
    if size > LARGEST:
        raise unfit(f"It is larger than {LARGEST >> 20} MB. Split it, or load it in Parquet with a mapping.")
    raw = path.read_bytes()
    return unpacked(raw) if path.suffix == ".gz" else raw


def unpacked(raw: bytes) -> bytes:
    """What a gzip file holds, or a refusal before it fills the memory."""
    machine = zlib.decompressobj(wbits=31)
    parts = []
    size = 0
    waiting = raw
    try:
        while waiting:
            part = machine.decompress(waiting, 1 << 20)
            size += len(part)
            if size > LARGEST or (size > 1 << 20 and size > HARDEST_PACKED * len(raw)):
                raise unfit("It unpacks to far more than a table can be and was not opened.")
            parts.append(part)
            if machine.eof:
                break
            waiting = machine.unconsumed_tail
    except zlib.error:
        raise unfit("Its name ends in .gz and it is no gzip file.") from None
    if not machine.eof:
        raise unfit("It ends in the middle: bring the whole file.")
    return b"".join(parts)


def text_of(path: Path) -> str:
    """UTF-8 text with or without a byte-order mark; a NUL or another encoding is refused with its line."""
    raw = content_of(path)
    if b"\0" in raw:
        line = raw.count(b"\n", 0, raw.index(b"\0")) + 1
        raise unfit("It holds a NUL character, which no text can have. Save it anew as CSV UTF-8.", row=line)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        line = raw.count(b"\n", 0, wrong.start) + 1
        raise unfit("It is not UTF-8 text. Save it as “CSV UTF-8”.", row=line) from None


def table_of(path: Path) -> pl.DataFrame:
    """A CSV with a header as texts, with the row of each record. Missing cells are null."""
    text = text_of(path)
    first = text.partition("\n")[0]
    if not first.strip():
        raise unfit("It has no header. The first row names the columns.", row=1)
    if first.count(";") > first.count(","):
        raise unfit(
            "The columns are separated by semicolons, so a comma may stand in its numbers. Save it with commas between "
            "the columns and points in the numbers.",
            row=1,
        )
    if "\t" in first and "," not in first:
        raise unfit("The columns are separated by tabs. Save it with commas.", row=1)
    if len(text) > LONG:
        return _long(text)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [name.strip() for name in next(reader)]
        if len({*header}) < len(header):
            twice = sorted({name for name in header if header.count(name) > 1})
            raise unfit(f"Two columns are called {twice[0]!r}. Rename one.", row=1)
        rows: list[list[str | None]] = []
        places: list[int] = []
        for row in reader:
            if not any(row):
                continue
            if len(row) != len(header):
                raise unfit(f"It has {len(row)} cells and the header {len(header)}.", row=reader.line_num)
            rows.append([cell.strip() or None for cell in row])
            places.append(reader.line_num)
    except csv.Error as wrong:
        raise unfit(f"It cannot be read as CSV ({wrong}).", row=reader.line_num) from None
    if not rows:
        raise unfit("It has a header and no rows.")
    frame = pl.DataFrame(rows, schema=dict.fromkeys(header, pl.String), orient="row")
    return frame.with_columns(pl.Series(ROW, places, dtype=pl.Int64))


def _long(text: str) -> pl.DataFrame:
    """The same for a long file; rows are counted by records, which is by lines where no cell holds a line break."""
    try:
        frame = pl.read_csv(text.encode(), infer_schema=False)
    except pl.exceptions.PolarsError as wrong:
        raise unfit(f"It cannot be read as CSV ({str(wrong).splitlines()[0][:160]}).") from None
    if any(name.endswith("_duplicated_0") for name in frame.columns):
        raise unfit("Two columns have the same name. Rename one.", row=1)
    frame = frame.rename({name: name.strip() for name in frame.columns})
    frame = frame.select(pl.all().str.strip_chars().replace("", None))
    return frame.with_row_index(ROW, offset=2).cast({ROW: pl.Int64})


def parquet_of(path: Path) -> pl.DataFrame:
    """A Parquet file, if it is one and not larger than a table can be."""
    import pyarrow as pa
    from pyarrow import parquet

    raw = content_of(path)
    try:
        opened = parquet.ParquetFile(pa.BufferReader(raw))
        if opened.metadata.num_rows * opened.metadata.num_columns > MOST_CELLS:
            raise unfit("It unpacks to far more than a table can be and was not opened.")
        table = opened.read(use_threads=False)
        table.validate(full=True)
        frame = pl.from_arrow(table)
    except (pa.ArrowException, pl.exceptions.PolarsError, OSError, ValueError, KeyError):
        raise unfit("It cannot be read as Parquet.") from None
    if not isinstance(frame, pl.DataFrame) or not frame.width:
        raise unfit("It cannot be read as Parquet.")
    return frame


def check_workbook(raw: bytes) -> None:
    """Refuse what is no workbook, is locked, carries macros, or unpacks to more than a table can be."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            parts = packed.infolist()
            names = {part.filename.lower() for part in parts}
            if "xl/workbook.xml" not in names:
                raise unfit("It is no XLSX workbook, whatever its name says.")
            if any(name.endswith("vbaproject.bin") for name in names) or any(part.flag_bits & 1 for part in parts):
                raise unfit("It holds macros or is locked with a password. Save a plain copy.")
            if len(parts) > MOST_PARTS:
                raise unfit("It has more parts than a workbook needs and was not opened.")
            size = 0
            for part in parts:
                with packed.open(part) as stream:
                    held = 0
                    while chunk := stream.read(1 << 20):
                        held += len(chunk)
                        size += len(chunk)
                        hard = held > 1 << 20 and held > HARDEST_PACKED * max(part.compress_size, 1)
                        if size > LARGEST or hard:
                            raise unfit("It unpacks to far more than a table can be and was not opened.")
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError):
        raise unfit("It is no XLSX workbook, or it is damaged.") from None


def sheet_of(path: Path, *, wanted: str = "") -> list[list[Any]]:
    """The cells of a sheet from its first row on: the first whose name holds `wanted`, else the first of all."""
    return next(sheets_of(path, wanted=wanted))[1]


def sheets_of(path: Path, *, wanted: str = "") -> Iterator[tuple[str, list[list[Any]]]]:
    """Name and cells of every sheet whose name holds `wanted`, one after the other; of the first if none does."""
    from python_calamine import CalamineError, CalamineWorkbook

    raw = content_of(path)
    check_workbook(raw)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(raw))
        names = book.sheet_names
        for name in [name for name in names if wanted and wanted.lower() in name.lower()] or names[:1]:
            yield name, book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except CalamineError as wrong:
        raise unfit(f"The workbook cannot be read ({wrong}).") from None
