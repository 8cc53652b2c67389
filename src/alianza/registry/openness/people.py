"""The people whose routes are counted, as one table of answers: each fact a column, each person a row.

A fact whose answer depends on the place may have a column for each place (`person.qualification.recognised@DE`), which
goes before the one for everywhere. What a person did not say is null: unknown, never false and never zero.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from alianza.vocabulary.facts import Fact, Kind

if TYPE_CHECKING:
    import pyarrow as pa

ISCO, ISCO2 = "isco", "isco2"
AT = "@"


@dataclass(frozen=True, slots=True)
class People:
    """`answers` is an Arrow table. `everywhere` maps a fact to its column, `by_place` does so for one place."""

    answers: pa.Table
    everywhere: Mapping[str, str]
    by_place: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def __len__(self) -> int:
        return int(self.answers.num_rows)

    @property
    def has_occupations(self) -> bool:
        return ISCO in self.answers.column_names

    def columns_at(self, place: str) -> Mapping[str, str]:
        """The column of each fact that holds for a place."""
        return {**self.everywhere, **self.by_place.get(place, {})}

    def of_occupation(self, code: str) -> People:
        """Those whose first or second occupation is of an ISCO-08 group of one to four digits."""
        import pyarrow.compute as pc

        keep = None
        for name in (ISCO, ISCO2):
            if name in self.answers.column_names:
                found = pc.fill_null(pc.starts_with(self.answers.column(name), code), fill_value=False)
                keep = found if keep is None else pc.or_(keep, found)
        return People(self.answers.filter(keep), self.everywhere, self.by_place)


def column_of(fact: str, place: str = "") -> str:
    """The column's name in the table: databases differ on names with points."""
    return fact.replace(".", "_") + (f"__{place}" if place else "")


def arrow_type(fact: Fact) -> Any:
    """The Arrow type of a fact's column."""
    import pyarrow as pa

    if fact.kind is Kind.BOOLEAN:
        return pa.bool_()
    if fact.kind is Kind.INTEGER:
        return pa.int64()
    if fact.kind.is_number:
        return pa.float64()
    return pa.list_(pa.string()) if fact.kind is Kind.SET else pa.string()


def arrow_value(answer: object) -> object:
    """An accepted answer as Arrow takes it."""
    return sorted(answer) if isinstance(answer, frozenset) else answer
