"""A table of a data set, as bytes of CSV or Parquet; the same table gives the same bytes."""

import csv
import gzip
import io
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

from alianza.vocabulary.catalogue import DataSet


@dataclass(frozen=True, slots=True)
class Table:
    columns: Sequence[str]
    rows: Sequence[Sequence[object]]
    whole: int | None = None
    """How many rows there are, where only the first ones are here."""

    @property
    def height(self) -> int:
        return len(self.rows) if self.whole is None else self.whole

    def records(self) -> list[dict[str, object]]:
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


def table_of(found: DataSet, *, country: str | None = None) -> Table:
    """The data set's table, of one country (alpha-3) if it has a column of countries and one is asked for."""
    columns = found.table()
    rows: list[Sequence[object]] = list(zip(*columns.values(), strict=True))
    if country is not None and found.country_column is not None:
        at = list(columns).index(found.country_column)
        rows = [row for row in rows if row[at] == country]
    return Table(tuple(columns), rows)


def as_csv(table: Table) -> bytes:
    """UTF-8 with a header; a missing value is an empty cell."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows(["" if value is None else value for value in row] for row in table.rows)
    return buffer.getvalue().encode()


def as_parquet(table: Table) -> bytes:
    import pyarrow as pa
    from pyarrow import parquet

    columns = list(zip(*table.rows, strict=True)) if table.rows else [() for _ in table.columns]
    named = {name: pa.array(list(values)) for name, values in zip(table.columns, columns, strict=True)}
    buffer = io.BytesIO()
    parquet.write_table(pa.table(named), buffer, compression="zstd")
    return buffer.getvalue()


def write(path: Path, content: bytes) -> None:
    """Write beside, then rename: a reader never sees half a file. A name ending in .gz is compressed."""
    if path.suffix == ".gz":
        content = gzip.compress(content, mtime=0)
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as beside:
        try:
            beside.write(content)
            beside.flush()
            os.fsync(beside.fileno())
            umask = os.umask(0)
            os.umask(umask)
            os.fchmod(beside.fileno(), 0o666 & ~umask)
            Path(beside.name).replace(path)
        except BaseException:
            Path(beside.name).unlink(missing_ok=True)
            raise
