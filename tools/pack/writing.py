"""What a packaged series is, and how it is checked and written: the same sources give the same bytes."""

import hashlib
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

AREA_DIMENSIONS = ("REF_AREA", "ORIGIN", "DESTINATION", "SENDING_AREA", "RECEIVING_AREA", "COUNTERPART_AREA")
OTHER_AREAS = frozenset({"OOO", "STL", "TIB", "ONO", "OSO"})
"""Not a country and not a sum of countries: not specified, stateless, a people, "other North", "other South"."""

Code = Mapping[str, Any]


@dataclass
class Series:
    """One dataflow in one vintage, ready to be written.

    `dimensions` name the key columns (SDMX concept ids, or for the inputs of engines `column: concept`), `measures`
    the value columns with their unit. `codes` explains the codes of a dimension. `kind` is observed, compiled
    estimate, projection, model estimate, status list or classification.
    """

    id: str
    vintage: str
    agency: str
    title: tuple[str, str, str]
    frame: pl.DataFrame
    dimensions: Sequence[str] | Mapping[str, str]
    unit: str
    kind: str
    source: str
    citation: str
    licence: str
    url: str
    found_in: str
    method: str
    date: str
    measures: Sequence[str] = ("OBS_VALUE",)
    unit_multiplier: int = 0
    decimals: int | None = None
    notes: Sequence[str] = ()
    codes: Mapping[str, Mapping[str, Code]] = field(default_factory=dict)
    may_be_negative: bool = False
    current: bool = True
    provenance: Mapping[str, Any] | None = None
    """Of what is estimated here: engine, version, methods, parameters, and the hashes of the inputs."""
    as_floats: bool = False
    """Measures stay float64, for engines that calculate with the column as it is."""

    @property
    def keys(self) -> list[str]:
        return list(self.dimensions)

    @property
    def concepts(self) -> dict[str, str]:
        if isinstance(self.dimensions, Mapping):
            return dict(self.dimensions)
        return {name: name for name in self.dimensions}

    @property
    def file(self) -> str:
        return f"{self.id}@{self.vintage}.parquet"


def read(path: Path) -> pl.DataFrame:
    """Every cell as the text it is: Namibia's "NA" stays "NA", an empty cell is missing."""
    return pl.read_csv(path, infer_schema=False)


def number(column: str) -> pl.Expr:
    """The column's text as a number; text that is none is an error, an empty cell missing."""
    return pl.col(column).cast(pl.Float64, strict=True)


def in_tenths_of_millionths(column: str) -> pl.Expr:
    """Binary noise of a program that wrote 1014.0800000000002 taken off: nine decimals are kept."""
    return number(column).round(9)


def whole(column: str) -> pl.Expr:
    """The column's text as whole numbers; a fraction is an error."""
    return number(column).cast(pl.Int64, strict=True)


def with_kinds(frame: pl.DataFrame, aggregates: frozenset[str]) -> pl.DataFrame:
    """AREA_KIND of each row: country, other (no country and no sum), aggregate (a sum of countries)."""
    areas = [name for name in AREA_DIMENSIONS if name in frame.columns]
    if not areas or "AREA_KIND" in frame.columns:
        return frame
    summed = pl.any_horizontal(pl.col(name).is_in(list(aggregates)) for name in areas)
    other = pl.any_horizontal(pl.col(name).is_in(list(OTHER_AREAS)) for name in areas)
    kind = pl.when(summed).then(pl.lit("aggregate")).when(other).then(pl.lit("other")).otherwise(pl.lit("country"))
    return frame.with_columns(kind.alias("AREA_KIND"))


def checked(series: Series) -> pl.DataFrame:
    """The frame in order, or an error that names what is wrong with it."""
    frame = series.frame
    for key in series.keys:
        if frame[key].null_count():
            raise ValueError(f"{series.file}: {key} is missing in {frame[key].null_count()} rows")
    if frame.select(series.keys).is_duplicated().any():
        twice = frame.filter(frame.select(series.keys).is_duplicated()).head(4)
        raise ValueError(f"{series.file}: two values for one key\n{twice}")
    for measure in series.measures:
        values = frame[measure]
        if values.dtype.is_float() and not values.drop_nulls().is_finite().all():
            raise ValueError(f"{series.file}: {measure} holds what is no number")
        if values.dtype.is_numeric() and not series.may_be_negative and values.len() and (values < 0).any():
            raise ValueError(f"{series.file}: {measure} is negative where it cannot be")
    rest = [name for name in frame.columns if name not in series.keys]
    return frame.select([*series.keys, *rest]).sort(series.keys)


def narrowed(values: pl.Series) -> pl.Series:
    """The smallest type that holds every value exactly."""
    if values.dtype.is_float():
        known = values.drop_nulls()
        if known.len() and (known == known.round(0)).all() and known.abs().max() < 2**53:  # type: ignore[operator]
            values = values.cast(pl.Int64)
        elif known.len() and (known.cast(pl.Float32).cast(pl.Float64) == known).all():
            return values.cast(pl.Float32)
        else:
            return values
    if values.dtype.is_integer():
        size = values.abs().max()
        for smaller, limit in ((pl.Int16, 2**15), (pl.Int32, 2**31)):
            if size is None or size < limit:  # type: ignore[operator]
                return values.cast(smaller)
    return values


def as_table(frame: pl.DataFrame, *, as_they_are: Sequence[str] = ()) -> pa.Table:
    columns = {}
    for name in frame.columns:
        values = frame[name].cast(pl.Float64) if name in as_they_are else narrowed(frame[name])
        array = values.to_arrow()
        columns[name] = pa.array(array.cast(pa.string())) if values.dtype == pl.String else array
    return pa.table(columns)


def as_bytes(table: pa.Table) -> bytes:
    """Parquet with zstd; numbers with a fraction in whichever of two encodings is shorter."""
    fractions = [name for name in table.column_names if pa.types.is_floating(table.schema.field(name).type)]
    others = [name for name in table.column_names if name not in fractions]
    best = b""
    for split in ([], fractions):
        buffer = io.BytesIO()
        pq.write_table(
            table,
            buffer,
            compression="zstd",
            compression_level=19,
            use_dictionary=[*others, *(name for name in fractions if name not in split)],
            use_byte_stream_split=split or False,
            row_group_size=131_072,
            write_statistics=True,
        )
        if not best or buffer.tell() < len(best):
            best = buffer.getvalue()
        if not fractions:
            break
    return best


def write(series: Series, folder: Path) -> dict[str, Any]:
    """Write the file and return its entry of the catalogue."""
    frame = checked(series)
    content = as_bytes(as_table(frame, as_they_are=series.measures if series.as_floats else ()))
    (folder / series.file).write_bytes(content)
    english, spanish, french = series.title
    return {
        "id": series.id,
        "vintage": series.vintage,
        "current": series.current,
        "agency": series.agency,
        "title": {"en": english, "es": spanish, "fr": french},
        "dimensions": series.concepts,
        "measures": list(series.measures),
        "attributes": [name for name in frame.columns if name not in {*series.keys, *series.measures}],
        "unit": series.unit,
        "unit_multiplier": series.unit_multiplier,
        "kind": series.kind,
        "may_be_negative": series.may_be_negative,
        "source": series.source,
        "citation": series.citation,
        "licence": series.licence,
        "url": series.url,
        "found_in": series.found_in,
        "date": series.date,
        "method": series.method,
        "notes": list(series.notes),
        "codes": {dimension: dict(codes) for dimension, codes in series.codes.items()},
        "rows": frame.height,
        "bytes": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
        "file": series.file,
        **({} if series.provenance is None else {"provenance": series.provenance}),
    }


def stack(frames: Iterable[pl.DataFrame]) -> pl.DataFrame:
    return pl.concat(list(frames), how="vertical")
