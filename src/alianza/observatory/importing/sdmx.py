"""SDMX-CSV (1.0, 2.0) and SDMX-ML (2.1, 3.0) of any agency, read with pysdmx.

Where the store knows the series, its columns are wanted. A new series takes its dimensions from the caller, or, as
SDMX orders columns, from what stands before OBS_VALUE; the usual attributes never count as dimensions. A file with
observations of two dataflows or two versions is refused.
"""

import io
import re
from collections.abc import Sequence
from pathlib import Path

import polars as pl

from alianza.observatory.importing.brought import ROW, About, Brought, Definition, unfit
from alianza.observatory.importing.opening import content_of, table_of

ATTRIBUTES = frozenset(
    [
        "OBS_STATUS",
        "UNIT_MEASURE",
        "UNIT_MULT",
        "DECIMALS",
        "CONF_STATUS",
        "OBS_CONF",
        "COMMENT",
        "COMMENT_OBS",
        "COMMENT_TS",
        "SOURCE_DETAIL",
        "NATURE",
        "TIME_FORMAT",
        "BASE_PER",
        "TITLE",
        "UNIT",
        "PERIOD",
        "AREA_KIND",
        "CURRENCY",
    ]
)
LEADING = ("STRUCTURE", "STRUCTURE_ID", "STRUCTURE_NAME", "DATAFLOW", "ACTION", "SERIES_KEY", "OBS_KEY")
URN = re.compile(r"(?:.*=)?(?P<agency>[^:()=]+):(?P<id>[^()]+)\((?P<version>[^)]*)\)")


def read_csv(path: Path, *, dimensions: Sequence[str] = (), known: Definition | None = None) -> Brought:
    """Raises UnfitFile."""
    frame = table_of(path)
    naming = next((name for name in ("STRUCTURE_ID", "DATAFLOW") if name in frame.columns), None)
    if naming is None or "OBS_VALUE" not in frame.columns:
        raise unfit("SDMX-CSV has the columns DATAFLOW (or STRUCTURE, STRUCTURE_ID) and OBS_VALUE.", row=1)
    flows = frame.select(naming, ROW).unique(naming, keep="first", maintain_order=True)
    if flows.height > 1:
        raise unfit(
            f"It mixes {flows[naming][0]} and {flows[naming][1]}. Load each by itself.",
            row=flows[ROW][1],
            column=naming,
        )
    if "ACTION" in frame.columns:
        deleting = frame.filter(pl.col("ACTION").is_in(["D"]))
        if deleting.height:
            raise unfit("It deletes observations; bring the whole new state instead.", row=deleting[ROW][0])
    kept = frame.drop([name for name in LEADING if name in frame.columns])
    return _brought(kept, str(flows[naming][0] or ""), dimensions, known)


def read_ml(path: Path, *, dimensions: Sequence[str] = (), known: Definition | None = None) -> Brought:
    """Raises UnfitFile."""
    raw = content_of(path)
    if b"\0" in raw:
        raise unfit("It holds a NUL character, which no XML can have.", row=raw.count(b"\n", 0, raw.index(b"\0")) + 1)
    if re.search(rb"<!(?:DOCTYPE|ENTITY)", raw, re.IGNORECASE):
        raise unfit("It declares a document type or entities, which SDMX-ML never needs; it was not opened.")
    from pysdmx.errors import PysdmxError
    from pysdmx.io import get_datasets

    try:
        sets = get_datasets(io.BytesIO(raw), validate=True)
    except (PysdmxError, ValueError, KeyError, TypeError, AttributeError) as wrong:
        first = " ".join(str(wrong).split())[:200]
        raise unfit(f"It cannot be read as SDMX-ML ({first}).") from None
    except Exception as wrong:  # the parser's own errors have no common base
        if type(wrong).__module__.partition(".")[0] not in {"xml", "lxml", "pyexpat", "xmltodict"}:
            raise
        raise unfit(f"It is no well-formed XML ({str(wrong)[:200]}).") from None
    if len(sets) != 1:
        raise unfit(f"It holds {len(sets)} data sets. Bring one at a time.")
    held = sets[0].data
    columns = {str(name): held[name].astype(object).tolist() for name in held.columns}
    frame = pl.DataFrame(
        {name: [_cell(value) for value in values] for name, values in columns.items()},
        schema=dict.fromkeys(columns, pl.String),
    )
    if "OBS_VALUE" not in frame.columns or not frame.height:
        raise unfit("It holds no observation.")
    return _brought(frame.with_row_index(ROW, offset=1).cast({ROW: pl.Int64}), sets[0].short_urn, dimensions, known)


def _cell(value: object) -> str | None:
    """A cell as text; pandas has several ways to say that nothing is there."""
    text = "" if value is None else str(value)
    return None if text in {"", "nan", "NaN", "<NA>"} else text


def _brought(frame: pl.DataFrame, named: str, dimensions: Sequence[str], known: Definition | None) -> Brought:
    urn = URN.fullmatch(named.strip())
    if urn is None:
        raise unfit(f"{named[:60]!r} is no name of a dataflow such as AGENCY:FLOW(1.0).")
    about = About(
        source=f"{urn['agency']}, {urn['id']} (version {urn['version']})",
        licence="",
        method="Read from SDMX; attributes as found.",
    )
    if known is not None:
        return Brought(frame, known, about, method=about.method)
    columns = [name for name in frame.columns if name != ROW]
    if dimensions:
        keys = list(dimensions)
    else:
        before = columns[: columns.index("OBS_VALUE")]
        keys = [name for name in before if name not in ATTRIBUTES]
        if not keys:
            keys = [name for name in columns if name not in ATTRIBUTES and name != "OBS_VALUE"]
    if lacking := [name for name in keys if name not in columns]:
        raise unfit(f"It lacks the columns {', '.join(lacking)}.", row=1)
    definition = Definition(
        id=re.sub(r"[^a-z0-9]+", "-", urn["id"].lower()).strip("-")[:60],
        agency=urn["agency"],
        titles={"en": urn["id"]},
        dimensions={name: name for name in keys},
        measures=("OBS_VALUE",),
        unit="",
        kind="observed",
        may_be_negative=True,
    )
    return Brought(frame, definition, about, method=about.method)
