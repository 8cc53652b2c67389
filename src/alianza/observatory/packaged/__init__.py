"""The statistics that come with the product: one Parquet file for each series and vintage, and a catalogue of them.

Made by `python -m tools.pack`; `catalogue.json` says of each where it comes from, under which licence it stands, and
what was done to it. Reading needs no instance and no database.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from alianza.vocabulary.labels import Label, pick
from alianza.vocabulary.refusal import marked
from alianza.vocabulary.unknown import UnknownCode

if TYPE_CHECKING:
    import pyarrow as pa

FOLDER = Path(__file__).parent


class UnknownDataflow(UnknownCode):
    code = "observatory.unknown_dataflow"
    message = marked("%(given)s is not a series. Did you mean %(nearest)s?")
    alone = marked("%(given)s is not a series. The list: alianza data list.")


class UnknownVintage(UnknownCode):
    code = "observatory.unknown_vintage"
    message = marked("%(given)s is not held. Did you mean %(nearest)s?")
    alone = marked("%(given)s is not held. The vintages of a series: alianza data show SERIES.")


@dataclass(frozen=True, slots=True)
class Entry:
    """One packaged series in one vintage.

    `dimensions` are the key columns with the SDMX concept of each; `measures` the columns of values (null = missing);
    `attributes` what else a row says: AREA_KIND (country, aggregate, or other: not specified, stateless), OBS_STATUS,
    PERIOD. Values stand in `unit` times ten to the power of `unit_multiplier`. `kind` is observed, compiled estimate,
    projection, model estimate, status list or classification. `codes` explains codes of a dimension: title by
    language, unit. `current` marks the vintage that is meant when none is named.
    """

    id: str
    vintage: str
    current: bool
    agency: str
    titles: Mapping[str, str] = field(hash=False)
    dimensions: Mapping[str, str] = field(hash=False)
    measures: tuple[str, ...]
    attributes: tuple[str, ...]
    unit: str
    unit_multiplier: int
    kind: str
    may_be_negative: bool
    source: str
    citation: str
    licence: str
    url: str
    found_in: str
    date: str
    method: str
    notes: tuple[str, ...]
    codes: Mapping[str, Mapping[str, Mapping[str, Any]]] = field(hash=False, repr=False)
    rows: int
    bytes: int
    sha256: str
    file: str
    provenance: Mapping[str, Any] | None = field(default=None, hash=False, repr=False)
    """How a published estimate was made; None for what was published elsewhere."""
    loaded_at: str = ""
    """When an instance loaded it; empty for what comes with the product."""

    def title(self, lang: str = "en") -> Label:
        return pick(self.titles, lang)

    @property
    def name(self) -> str:
        return f"{self.id}@{self.vintage}"

    @property
    def path(self) -> Path:
        return FOLDER / self.file

    @property
    def areas(self) -> tuple[str, ...]:
        """The dimensions that hold areas as ISO 3166 or a publisher writes them."""
        named = {
            "REF_AREA",
            "ORIGIN",
            "DESTINATION",
            "SENDING_AREA",
            "RECEIVING_AREA",
            "COUNTERPART_AREA",
            "CITIZENSHIP",
        }
        return tuple(name for name, concept in self.dimensions.items() if concept in named)

    @property
    def is_packaged(self) -> bool:
        return not self.loaded_at

    def without_being_current(self) -> "Entry":
        return replace(self, current=False)

    def is_intact(self) -> bool:
        """Whether the file still is what was packaged."""
        return hashlib.sha256(self.path.read_bytes()).hexdigest() == self.sha256


@cache
def catalogue() -> tuple[Entry, ...]:
    """Every packaged series, by id, the current vintage of each first."""
    document = json.loads((FOLDER / "catalogue.json").read_text(encoding="utf-8"))
    return tuple(_entry(row) for row in document["dataflows"])


def _entry(row: dict[str, Any]) -> Entry:
    row = dict(row)
    return Entry(
        titles=MappingProxyType(row.pop("title")),
        dimensions=MappingProxyType(row.pop("dimensions")),
        measures=tuple(row.pop("measures")),
        attributes=tuple(row.pop("attributes")),
        notes=tuple(row.pop("notes")),
        codes=MappingProxyType(row.pop("codes")),
        **row,
    )


@cache
def _by_name() -> Mapping[tuple[str, str], Entry]:
    found: dict[tuple[str, str], Entry] = {}
    for each in catalogue():
        found[each.id, each.vintage] = each
        if each.current:
            found[each.id, ""] = each
    return MappingProxyType(found)


def entry(dataflow: str, vintage: str = "") -> Entry:
    """The entry of a series; its current vintage if none is named.

    Raises UnknownDataflow or UnknownVintage.
    """
    found = _by_name().get((dataflow, vintage))
    if found is not None:
        return found
    if (dataflow, "") not in _by_name():
        raise UnknownDataflow.among({each.id: [str(each.title())] for each in catalogue() if each.current}, dataflow)
    raise UnknownVintage.among({each.name: [] for each in catalogue() if each.id == dataflow}, f"{dataflow}@{vintage}")


def table(dataflow: str, vintage: str = "") -> "pa.Table":
    """The series as an Arrow table: key columns first, sorted by them; a missing value is null.

    `table("migrant-stock")` is the current vintage, `table("migrant-stock", "2020")` a named one.
    Raises UnknownDataflow or UnknownVintage.
    """
    from pyarrow import parquet  # a quarter of a second: only for those who read tables

    return parquet.ParquetFile(entry(dataflow, vintage).path).read(use_threads=False)
