"""Any long CSV (also .gz and Parquet), with a mapping in YAML that says which column is what.

dataflow: labour-permits
title: {en: Labour permits, es: Permisos de trabajo, fr: Permis de travail}
agency: Ministry of Labour
columns: {REF_AREA: iso3, TIME_PERIOD: year, OBS_VALUE: permits}
revision: edition          # optional: a column that says which revision a row is of
unit: persons
kind: observed
source: Ministry of Labour, annual report
licence: CC BY 4.0
"""

import re
from pathlib import Path
from typing import Any

import polars as pl
import yaml

from alianza.observatory.importing.brought import ROW, About, Brought, Definition, unfit
from alianza.observatory.importing.opening import parquet_of, table_of
from alianza.observatory.models import Kind

KNOWN = frozenset(
    [
        "dataflow",
        "title",
        "agency",
        "columns",
        "measures",
        "revision",
        "unit",
        "unit_multiplier",
        "kind",
        "may_be_negative",
        "source",
        "citation",
        "licence",
        "url",
        "released",
        "method",
        "notes",
    ]
)


def read(path: Path, mapping: Path | None) -> Brought:
    """Raises UnfitFile."""
    if mapping is None:
        raise unfit("A plain CSV needs a mapping. Name one with --mapping.")
    told = _mapping(mapping)
    frame = _frame(path)
    columns: dict[str, str] = told["columns"]
    if lacking := [name for name in columns.values() if name not in frame.columns]:
        raise unfit(f"It lacks the columns {', '.join(lacking)}, which the mapping names.", row=1)
    measures = tuple(told.get("measures") or ["OBS_VALUE"])
    revision = _revision(frame, told.get("revision"))
    chosen = frame.select(*(pl.col(old).alias(new) for new, old in columns.items()), ROW)
    attributes = {"OBS_STATUS", "PERIOD", "COMMENT", "NOTE", "NATURE"}
    dimensions = {name: name for name in columns if name not in {*measures, *attributes}}
    titles = told.get("title") or {"en": told["dataflow"]}
    return Brought(
        chosen,
        Definition(
            id=told["dataflow"],
            agency=told.get("agency", ""),
            titles=titles if isinstance(titles, dict) else {"en": titles},
            dimensions=dimensions,
            measures=measures,
            unit=told.get("unit", ""),
            kind=told.get("kind", "observed"),
            unit_multiplier=int(told.get("unit_multiplier", 0)),
            may_be_negative=bool(told.get("may_be_negative", False)),
        ),
        About(
            source=told["source"],
            licence=told["licence"],
            citation=told.get("citation", ""),
            url=told.get("url", ""),
            released=str(told.get("released", "")),
            method=told.get("method", ""),
            notes=tuple(told.get("notes", ())),
        ),
        revision,
        method="Read from a long table with a mapping.",
    )


def _mapping(path: Path) -> dict[str, Any]:
    try:
        told = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as wrong:
        raise unfit(f"The mapping {path.name} cannot be read ({str(wrong).splitlines()[0]}).") from None
    if not isinstance(told, dict):
        raise unfit(f"The mapping {path.name} is no list of names and values.")
    if strange := sorted(str(key) for key in told if key not in KNOWN):
        raise unfit(f"The mapping {path.name} says {strange[0]!r}, which means nothing here. Known: {_listed(KNOWN)}.")
    if lacking := [key for key in ("dataflow", "columns", "source", "licence") if not told.get(key)]:
        raise unfit(f"The mapping {path.name} lacks {', '.join(lacking)}.")
    if not isinstance(told["columns"], dict) or not all(isinstance(each, str) for each in told["columns"].values()):
        raise unfit(
            f"In the mapping {path.name}, columns is a list of names: what it is here, and how the file calls it."
        )
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,59}", str(told["dataflow"])):
        raise unfit(f"The mapping {path.name}: a dataflow's name has small letters, figures and hyphens.")
    if told.get("kind", "observed") not in Kind.values:
        raise unfit(f"The mapping {path.name}: kind is one of {', '.join(Kind.values)}.")
    return told


def _listed(names: frozenset[str]) -> str:
    return ", ".join(sorted(names))


def _frame(path: Path) -> pl.DataFrame:
    if path.suffix != ".parquet":
        return table_of(path)
    frame = parquet_of(path)
    texts = [pl.col(name).cast(pl.String) for name, kind in frame.schema.items() if not kind.is_numeric()]
    return frame.with_columns(texts).with_row_index(ROW, offset=1).cast({ROW: pl.Int64})


def _revision(frame: pl.DataFrame, column: str | None) -> str | None:
    if column is None:
        return None
    if column not in frame.columns:
        raise unfit(f"It lacks the column {column}, which the mapping names as the revision.", row=1)
    held = frame.select(column, ROW).unique(column, keep="first", maintain_order=True)
    if held.height > 1:
        first, second = held[column][0], held[column][1]
        raise unfit(
            f"It mixes the revisions {first} and {second}. Load each by itself.", row=held[ROW][1], column=column
        )
    return str(held[column][0])
