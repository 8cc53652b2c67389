"""What an importer hands over, and how a file that cannot be used is refused."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from alianza.vocabulary.refusal import Refusal, marked

ROW = "__row"
"""The column that says in which row of the file a record stood, counted as a spreadsheet shows it."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: where, and in one sentence what and what to do. `row` 0 is the file as a whole."""

    row: int
    column: str
    sentence: str

    def __str__(self) -> str:
        where = f"row {self.row}" if self.row else "the file"
        return f"{where}{f', column {self.column}' if self.column else ''}: {self.sentence}"


class UnfitFile(Refusal):
    """The file has problems and was not loaded; what was held before stays."""

    code = "observatory.unfit_file"
    field = "file"
    message = marked("This file was not loaded: %(problems)s")

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: Sequence[Problem] = tuple(problems)
        more = f" (and {len(self.problems) - 3} more)" if len(self.problems) > 3 else ""
        super().__init__(problems=" ".join(f"{each}" for each in self.problems[:3]) + more)


def unfit(sentence: str, *, row: int = 0, column: str = "") -> UnfitFile:
    return UnfitFile([Problem(row, column, sentence)])


@dataclass(frozen=True)
class Definition:
    """What a series is, apart from its figures: the columns of Dataflow."""

    id: str
    agency: str
    titles: Mapping[str, str]
    dimensions: Mapping[str, str]
    measures: tuple[str, ...]
    unit: str
    kind: str
    unit_multiplier: int = 0
    may_be_negative: bool = False
    codes: Mapping[str, Any] = field(default_factory=dict)
    texts: frozenset[str] = frozenset()
    """Measures that are words or dates, such as the status of a treaty."""


@dataclass(frozen=True)
class About:
    """Where the figures come from and under which terms they stand."""

    source: str
    licence: str
    citation: str = ""
    url: str = ""
    released: str = ""
    method: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Brought:
    """A file as read: texts (or numbers of a workbook) by column, each record with its row.

    `definition` is None where the series must be known already; `revision` is what the file says it is, or None.
    """

    frame: pl.DataFrame
    definition: Definition | None = None
    about: About | None = None
    revision: str | None = None
    method: str = ""
