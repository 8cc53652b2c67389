"""What the packaged reference data are: source, licence, vintage and method of every file, readable at run time."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any
from uuid import UUID

from alianza.vocabulary import _packaged
from alianza.vocabulary.labels import Label, pick
from alianza.vocabulary.occupation_names import NAME_KINDS
from alianza.vocabulary.refusal import marked
from alianza.vocabulary.unknown import UnknownCode


class UnknownDataSet(UnknownCode):
    code = "vocabulary.unknown_data_set"
    message = marked("%(given)s is not a data set. Did you mean %(nearest)s?")
    alone = marked("%(given)s is not a data set. The list: alianza data list.")


@dataclass(frozen=True, slots=True)
class DataSet:
    """One packaged file. `found_in` names where the copy was taken from, `method` what was done to it.

    `country_column` is the column to filter by country (alpha-3), or None. `sha256` is that of the file as packaged.
    """

    id: str
    file: str
    titles: Mapping[str, str] = field(hash=False)
    source: str
    licence: str
    vintage: str
    method: str
    found_in: str
    country_column: str | None
    rows: int
    bytes: int
    sha256: str
    notes: tuple[str, ...]

    def title(self, lang: str = "en") -> Label:
        return pick(self.titles, lang)

    @property
    def path(self) -> Path:
        return _packaged.path(self.file)

    @property
    def is_table(self) -> bool:
        """Whether it has rows and columns; shapes and the papers' lists have not."""
        return self.path.suffix in {".csv", ".parquet"}

    def is_intact(self) -> bool:
        """Whether the file still is what was packaged."""
        return hashlib.sha256(self.path.read_bytes()).hexdigest() == self.sha256

    def table(self) -> Mapping[str, Sequence[object]]:
        """The columns by name, for showing and exporting; empty where there is no table.

        Identifiers are the text they have outside, and row numbers of another file are the identifiers there.
        """
        if self.path.suffix == ".parquet":
            return {name: _readable(name, values) for name, values in _packaged.columns(self.file).items()}
        if self.path.suffix != ".csv":
            return {}
        rows = _packaged.rows(self.file)
        return {name: [row[name] for row in rows] for name in rows[0]}


def _readable(column: str, values: Sequence[Any]) -> Sequence[object]:
    if column == "id":
        return [str(UUID(bytes=value)) for value in values]
    if column in {"occupation", "skill"}:
        file = "esco_occupations.parquet" if column == "occupation" else "esco_skills.parquet"
        ids = [str(UUID(bytes=value)) for value in _packaged.columns(file)["id"]]
        return [ids[value] if value >= 0 else None for value in values]
    if column == "kind" and values and isinstance(values[0], int):
        return [NAME_KINDS[value] for value in values]
    return values


@cache
def _datasets() -> Mapping[str, DataSet]:
    described = json.loads(_packaged.path("catalogue.json").read_text(encoding="utf-8"))["datasets"]
    return MappingProxyType(
        {
            entry["id"]: DataSet(titles=MappingProxyType(entry.pop("title")), notes=tuple(entry.pop("notes")), **entry)
            for entry in described
        }
    )


def datasets() -> tuple[DataSet, ...]:
    """Every packaged data set, places first, then money, languages, occupations and skills, shapes, lists."""
    return tuple(_datasets().values())


def dataset(name: str) -> DataSet:
    """The data set of an id such as "countries". Raises UnknownDataSet."""
    found = _datasets().get(name.strip())
    if found is None:
        known = {each.id: [each.titles["en"]] for each in datasets()}
        raise UnknownDataSet.among(known, name)
    return found
