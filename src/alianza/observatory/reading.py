"""Parquet files read by DuckDB: each file becomes a table in the memory of the process when it is first asked for.

One thread, so that a sum is the same to the last bit each time. Files are named by their hash and never change, so
what was read stays true. A process holds about 200 MB if every packaged series is asked for.
"""

import threading
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from alianza.vocabulary.refusal import Refusal, marked

if TYPE_CHECKING:
    import pyarrow as pa

MOST_CODES = 60_000
"""A column of texts with fewer different ones is held as numbers that stand for them."""


class UnknownDimension(Refusal):
    code = "observatory.unknown_dimension"
    message = marked("%(dataflow)s has no column %(given)s. It has: %(known)s.")


class FileIsGone(Refusal):
    code = "observatory.file_is_gone"
    message = marked("The file of %(dataflow)s is not where it belongs. Put the instance back from its copy.")


_guard = threading.Lock()
_database: Any = None
_loaded: dict[str, dict[str, str]] = {}
_local = threading.local()


def _cursor() -> Any:
    """The cursor of the calling thread on the one database of the process."""
    global _database  # noqa: PLW0603  one database in memory for the process, made when first needed
    import duckdb

    if _database is None:
        with _guard:
            if _database is None:
                _database = duckdb.connect(
                    ":memory:",
                    config={
                        "threads": 1,
                        "preserve_insertion_order": True,
                        "autoinstall_known_extensions": False,
                        "autoload_known_extensions": False,
                    },
                )
    if getattr(_local, "cursor", None) is None:
        _local.cursor = _database.cursor()
    return _local.cursor


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def columns_of(digest: str, path: Path, dataflow: str = "") -> Mapping[str, str]:
    """The file's columns with the DuckDB type of each; the file becomes a table if it is not one yet."""
    known = _loaded.get(digest)
    if known is not None:
        return known
    cursor = _cursor()
    with _guard:
        if digest in _loaded:
            return _loaded[digest]
        if not path.is_file():
            raise FileIsGone(dataflow=dataflow)
        types: dict[str, str] = {}
        selected = []
        described = cursor.execute("DESCRIBE SELECT * FROM read_parquet(?)", [str(path)]).fetchall()
        for number, (name, kind, *_rest) in enumerate(described):
            types[name] = kind
            chosen = _quoted(name)
            if kind == "VARCHAR":
                counted = cursor.execute(
                    f"SELECT count(DISTINCT {_quoted(name)}) FROM read_parquet(?)",  # noqa: S608  quoted
                    [str(path)],
                ).fetchone()
                if 0 < counted[0] < MOST_CODES:
                    made = f"e_{digest[:24]}_{number}"
                    cursor.execute(
                        f"CREATE TYPE {made} AS ENUM (SELECT DISTINCT {chosen} FROM read_parquet('{_literal(path)}') "  # noqa: S608
                        f"WHERE {chosen} IS NOT NULL ORDER BY 1)"
                    )
                    types[name] = made
                    chosen = f"{chosen}::{made} AS {chosen}"
            selected.append(chosen)
        cursor.execute(
            f"CREATE TABLE t_{digest[:24]} AS SELECT {', '.join(selected)} FROM read_parquet('{_literal(path)}')"  # noqa: S608
        )
        _loaded[digest] = types
        return types


def _literal(path: Path) -> str:
    return str(path).replace("'", "''")


def _can_be_asked(text: str) -> bool:
    """Whether a text can be in a file at all: no NUL, and nothing that is not Unicode."""
    return not any(letter == "\0" or "\ud800" <= letter <= "\udfff" for letter in text)


def _conditions(
    types: Mapping[str, str], wanted: Mapping[str, object], dataflow: str
) -> tuple[list[str], list[object]]:
    parts: list[str] = []
    values: list[object] = []
    for name, value in wanted.items():
        if name not in types:
            raise UnknownDimension(dataflow=dataflow, given=name[:40], known=", ".join(types))
        many = list(value) if isinstance(value, Collection) and not isinstance(value, str | bytes) else [value]
        many = [each for each in many if not isinstance(each, str) or _can_be_asked(each)]
        if not many:
            parts.append("false")
            continue
        slots = ", ".join([f"TRY_CAST(? AS {types[name]})"] * len(many))
        parts.append(f"{_quoted(name)} IN ({slots})" if len(many) > 1 else f"{_quoted(name)} = {slots}")
        values += [str(each) if not isinstance(each, int | float) else each for each in many]
    return parts, values


def select(
    digest: str,
    path: Path,
    wanted: Mapping[str, object],
    *,
    dataflow: str = "",
    columns: Sequence[str] = (),
    limit: int | None = None,
    offset: int = 0,
) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Rows whose columns have the wanted values (one, or any of several), in the order of the file."""
    types = columns_of(digest, path, dataflow)
    names = list(columns) or list(types)
    for name in names:
        if name not in types:
            raise UnknownDimension(dataflow=dataflow, given=name[:40], known=", ".join(types))
    parts, values = _conditions(types, wanted, dataflow)
    where = f" WHERE {' AND '.join(parts)}" if parts else ""
    page = f" LIMIT {int(limit)} OFFSET {int(offset)}" if limit is not None else ""
    shown = ", ".join(_quoted(name) for name in names)
    sql = f"SELECT {shown} FROM t_{digest[:24]}{where}{page}"  # noqa: S608  names are quoted, values are bound
    return names, _cursor().execute(sql, values).fetchall()


def select_arrow(digest: str, path: Path, wanted: Mapping[str, object], *, dataflow: str = "") -> "pa.Table":
    """The same as an Arrow table, texts as texts."""
    types = columns_of(digest, path, dataflow)
    parts, values = _conditions(types, wanted, dataflow)
    where = f" WHERE {' AND '.join(parts)}" if parts else ""
    shown = ", ".join(
        f"{_quoted(name)}::VARCHAR AS {_quoted(name)}" if kind.startswith("e_") else _quoted(name)
        for name, kind in types.items()
    )
    sql = f"SELECT {shown} FROM t_{digest[:24]}{where}"  # noqa: S608  names are quoted, values are bound
    return _cursor().sql(sql, params=values).to_arrow_table()


def count(digest: str, path: Path, wanted: Mapping[str, object], *, dataflow: str = "") -> int:
    types = columns_of(digest, path, dataflow)
    parts, values = _conditions(types, wanted, dataflow)
    where = f" WHERE {' AND '.join(parts)}" if parts else ""
    found = _cursor().execute(f"SELECT count(*) FROM t_{digest[:24]}{where}", values).fetchone()  # noqa: S608
    return int(found[0])


def sums(
    digest: str, path: Path, wanted: Mapping[str, object], *, measure: str, by: Sequence[str], dataflow: str = ""
) -> list[tuple[Any, ...]]:
    """Per group: the key, the sum of known values (None if none is known), how many are known and how many missing.

    Sums of countries (AREA_KIND aggregate) are left out unless the caller asks for a kind.
    """
    types = columns_of(digest, path, dataflow)
    for name in (measure, *by):
        if name not in types:
            raise UnknownDimension(dataflow=dataflow, given=name[:40], known=", ".join(types))
    parts, values = _conditions(types, wanted, dataflow)
    if "AREA_KIND" in types and "AREA_KIND" not in wanted:
        parts.append("\"AREA_KIND\" <> 'aggregate'")
    where = f" WHERE {' AND '.join(parts)}" if parts else ""
    keys = ", ".join(_quoted(name) for name in by)
    value = _quoted(measure)
    grouped = f" GROUP BY {keys} ORDER BY {keys}" if by else ""
    lead = f"{keys}, " if by else ""
    sql = f"SELECT {lead}sum({value}), count({value}), count(*) - count({value}) FROM t_{digest[:24]}{where}{grouped}"  # noqa: S608
    found: list[tuple[Any, ...]] = _cursor().execute(sql, values).fetchall()
    return found


def distinct(digest: str, path: Path, column: str, *, dataflow: str = "") -> list[Any]:
    """The different values of a column, in order."""
    types = columns_of(digest, path, dataflow)
    if column not in types:
        raise UnknownDimension(dataflow=dataflow, given=column[:40], known=", ".join(types))
    name = _quoted(column)
    sql = f"SELECT DISTINCT {name} FROM t_{digest[:24]} WHERE {name} IS NOT NULL ORDER BY 1"  # noqa: S608
    return [row[0] for row in _cursor().execute(sql).fetchall()]


def compare(
    first: tuple[str, Path], second: tuple[str, Path], *, keys: Sequence[str], measure: str, most: int
) -> tuple[int, int, int, int, tuple[tuple[Any, ...], ...], Any, Any]:
    """Rows the same, only in the first, only in the second, changed; the largest changes; the totals of both.

    A total leaves sums of countries out; it is None for words.
    """
    types = [columns_of(digest, path) for digest, path in (first, second)]
    numeric = all(not kind[measure].startswith("e_") and kind[measure] not in {"VARCHAR", "BOOLEAN"} for kind in types)
    named = ", ".join(f"{_quoted(key)}::VARCHAR AS {_quoted(key)}" for key in keys)
    value = _quoted(measure)
    kept = value if numeric else f"{value}::VARCHAR"
    a, b = (f"(SELECT {named}, {kept} AS v, true AS here FROM t_{digest[:24]})" for digest, _ in (first, second))  # noqa: S608
    using = ", ".join(_quoted(key) for key in keys)
    joined = f"FROM {a} a FULL JOIN {b} b USING ({using})"
    cursor = _cursor()
    counted = cursor.execute(
        "SELECT count(*) FILTER (a.here AND b.here AND a.v IS NOT DISTINCT FROM b.v), "  # noqa: S608
        "count(*) FILTER (b.here IS NULL), count(*) FILTER (a.here IS NULL), "
        f"count(*) FILTER (a.here AND b.here AND a.v IS DISTINCT FROM b.v) {joined}"
    ).fetchone()
    size = "abs(b.v::DOUBLE - a.v::DOUBLE) DESC NULLS LAST, " if numeric else ""
    changed = cursor.execute(
        f"SELECT {using}, a.v, b.v {joined} WHERE a.here AND b.here AND a.v IS DISTINCT FROM b.v "  # noqa: S608
        f"ORDER BY {size}{using} LIMIT {int(most)}"
    ).fetchall()
    totals: list[Any] = [None, None]
    if numeric:
        for at, (digest, path) in enumerate((first, second)):
            totals[at] = sums(digest, path, {}, measure=measure, by=())[0][0]
    same, only_first, only_second, changes = map(int, counted)
    return same, only_first, only_second, changes, tuple(changed), totals[0], totals[1]


def of_country(
    digest: str, path: Path, areas: Sequence[str], country: str | None, *, most: int | None
) -> tuple[list[str], list[tuple[Any, ...]], int]:
    """Rows in which any of the area columns is the country (all rows for None), at most so many, and how many."""
    types = columns_of(digest, path)
    parts = [f"{_quoted(name)} = TRY_CAST(? AS {types[name]})" for name in areas] if country is not None else []
    where = f" WHERE {' OR '.join(parts)}" if parts else ""
    values = [country] * len(parts)
    page = f" LIMIT {int(most)}" if most is not None else ""
    shown = ", ".join(_quoted(name) for name in types)
    rows = _cursor().execute(f"SELECT {shown} FROM t_{digest[:24]}{where}{page}", values).fetchall()  # noqa: S608
    counted = _cursor().execute(f"SELECT count(*) FROM t_{digest[:24]}{where}", values).fetchone()  # noqa: S608
    return list(types), rows, int(counted[0])


def stream(digest: str, path: Path, *, size: int = 20_000) -> Iterator[list[tuple[Any, ...]]]:
    """All rows in batches, on a cursor of its own, so that other questions may be asked meanwhile."""
    columns_of(digest, path)
    cursor = _cursor().cursor()
    found = cursor.execute(f"SELECT * FROM t_{digest[:24]}")  # noqa: S608
    while batch := found.fetchmany(size):
        yield batch
