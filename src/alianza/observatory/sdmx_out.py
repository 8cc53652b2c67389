"""A series as SDMX-CSV 2.0 and SDMX-ML 3.0. The same rows give the same bytes: no clock and no chance in the header."""

import csv
import io
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from alianza.observatory.packaged import Entry

AGENCY = "ALIANZA"
DATED = datetime(2000, 1, 1, tzinfo=UTC)
"""The header's day where the publisher names none; SDMX wants one, and the moment of writing would differ each time."""


def flow_id(found: Entry) -> str:
    """The dataflow's id as SDMX allows it: MIGRANT_STOCK for migrant-stock."""
    return re.sub(r"[^A-Z0-9]+", "_", found.id.upper())


def version(found: Entry) -> str:
    """SDMX versions are figures: 2024.0 for the vintage 2024, and for 2024-2 2024.2."""
    numbers = re.findall(r"\d+", found.vintage)[:2]
    return ".".join([*numbers, "0", "0"][:2]) if numbers else "1.0"


def agency(found: Entry) -> str:
    return re.sub(r"[^A-Za-z0-9_-]+", "_", found.agency).strip("_") or AGENCY


def columns(found: Entry, names: Sequence[str]) -> list[str]:
    """The concept of each column: an engine's input calls `birthplace` what SDMX calls ORIGIN."""
    return [found.dimensions.get(name, re.sub(r"[^A-Z0-9_]", "_", name.upper())) for name in names]


def as_csv(found: Entry, names: Sequence[str], rows: Sequence[Sequence[object]]) -> bytes:
    """SDMX-CSV 2.0: structure, its id, action, then dimensions, measures and attributes; missing is empty."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(["STRUCTURE", "STRUCTURE_ID", "ACTION", *columns(found, names)])
    lead = ["dataflow", f"{agency(found)}:{flow_id(found)}({version(found)})", "I"]
    writer.writerows([*lead, *("" if value is None else _text(value) for value in row)] for row in rows)
    return buffer.getvalue().encode()


def as_ml(found: Entry, names: Sequence[str], rows: Sequence[Sequence[object]]) -> bytes:
    """SDMX-ML 3.0, structure-specific, written by pysdmx."""
    import pandas as pd  # type: ignore[import-untyped]
    from pysdmx.io import write_sdmx
    from pysdmx.io.format import Format
    from pysdmx.io.pd import PandasDataset
    from pysdmx.model import Component, Components, Concept, DataType, Organisation, Role, Schema
    from pysdmx.model.message import Header

    concepts = columns(found, names)
    keys = {found.dimensions[name] for name in found.dimensions}
    measures = {*columns(found, found.measures)}

    def component(concept: str) -> Component:
        role = Role.DIMENSION if concept in keys else Role.MEASURE if concept in measures else Role.ATTRIBUTE
        level = "O" if role is Role.ATTRIBUTE else None
        return Component(
            concept, role is Role.DIMENSION, role, Concept(concept, dtype=DataType.STRING), attachment_level=level
        )

    schema = Schema(
        "dataflow",
        agency(found),
        id=flow_id(found),
        components=Components([component(concept) for concept in concepts]),
        version=version(found),
        artefacts=[],
    )
    cells: dict[str, list[Any]] = {
        concept: ["" if row[at] is None else _text(row[at]) for row in rows] for at, concept in enumerate(concepts)
    }
    data = PandasDataset(structure=schema, data=pd.DataFrame(cells, columns=concepts, dtype=str))
    header = Header(
        id=f"{flow_id(found)}_{found.sha256[:12]}", prepared=_dated(found.date), sender=Organisation(id=AGENCY)
    )
    text = write_sdmx([data], Format.DATA_SDMX_ML_3_0, header=header) or ""
    return text.encode()


def _dated(text: str) -> datetime:
    parts = [int(part) for part in re.findall(r"\d+", text)[:3]]
    try:
        return datetime(*[*parts, 1, 1][:3], tzinfo=UTC) if parts else DATED  # type: ignore[arg-type, misc]
    except ValueError:
        return DATED


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return repr(value) if isinstance(value, float) else str(value)
