"""A whole file examined: the table, its problems, and who may be in the registry already."""

from dataclasses import dataclass
from datetime import date
from typing import BinaryIO

import polars as pl
from django.conf import settings

from alianza.network.models import Organisation
from alianza.registry.intake.checking import check
from alianza.registry.intake.problems import SCHEMA
from alianza.registry.intake.reading import Table, read
from alianza.registry.intake.twins import SCHEMA as TWINS
from alianza.registry.intake.twins import known_references, twins, with_indexes


def most_rows() -> int:
    """Rows of people in one file."""
    return int(settings.IMPORT_ROWS)


@dataclass(frozen=True)
class Examination:
    table: Table
    problems: pl.DataFrame
    indexed: pl.DataFrame
    """Blind indexes by row; empty for a file with problems."""
    known: dict[str, int]
    """References that correct profiles, with their keys."""
    twins: pl.DataFrame

    @property
    def people(self) -> int:
        return self.table.rows.height + len(self.table.ragged)

    @property
    def bad_rows(self) -> int:
        return int(self.problems["row"].n_unique())


def examine(content: BinaryIO, name: str, *, registrar: Organisation, today: date) -> Examination:
    """Read and judge a file. Raises what `reading.read` raises when it is no table at all."""
    table = read(content, name, most_rows=most_rows())
    problems = check(table, country=registrar.country, today=today)
    if problems.height:
        return Examination(table, problems, pl.DataFrame(), {}, pl.DataFrame(schema=TWINS))
    indexed = with_indexes(table)
    known = known_references(table.rows["worker"], registrar)
    return Examination(table, pl.DataFrame(schema=SCHEMA), indexed, known, twins(indexed, known=known))
