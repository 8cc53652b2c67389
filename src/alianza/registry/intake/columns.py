"""The columns a file may have. `docs/how-to/import-a-registry.md` is tested against this list."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from alianza.registry.models import EARLIEST_BIRTH, MOST_SKILLS, MOST_YEARS

Kind: TypeAlias = Literal[
    "text", "whole", "flag", "country", "countries", "unit_group", "esco", "skills", "level", "medical", "security",
    "day", "month", "pay", "currency", "phone", "email", "passport",
]  # fmt: skip


@dataclass(frozen=True)
class Column:
    name: str
    kind: Kind
    required: bool = False
    least: int = 0
    most: int = 0
    """The highest number of a `whole`, or the longest text."""
    personal: bool = False
    """Never repeated in a report."""


COLUMNS = (
    Column("worker", "text", required=True, most=64),
    Column("origin", "country", required=True),
    Column("region", "whole", most=99),
    Column("isco", "unit_group", required=True),
    Column("esco", "esco"),
    Column("years", "whole", required=True, most=MOST_YEARS),
    Column("isco2", "unit_group"),
    Column("esco2", "esco"),
    Column("years2", "whole", most=MOST_YEARS),
    Column("woman", "flag"),
    Column("age", "whole", least=14, most=99),
    Column("birth_year", "whole", least=EARLIEST_BIRTH, most=2100),
    Column("birth_date", "day", personal=True),
    Column("disadvantaged", "flag"),
    Column("education", "whole", required=True, most=6),
    Column("recognised_in", "countries"),
    Column("medical", "medical"),
    Column("security", "security"),
    Column("passport_months", "whole", most=240),
    Column("passport_until", "day"),
    Column("wish1", "country"),
    Column("wish2", "country"),
    Column("wish3", "country"),
    Column("accepts", "countries", required=True),
    Column("min_wage", "pay"),
    Column("min_wage_currency", "currency"),
    Column("available_month", "month", required=True),
    Column("skills", "skills", most=MOST_SKILLS),
    Column("full_name", "text", most=200, personal=True),
    Column("phone", "phone", most=40, personal=True),
    Column("email", "email", most=254, personal=True),
    Column("passport", "passport", most=20, personal=True),
)
BY_NAME = {column.name: column for column in COLUMNS}
LANGUAGE = "cefr_"
"""What the names of the columns of languages begin with: `cefr_de` holds `-`, A1 ... C2."""
BIRTH = ("birth_date", "birth_year", "age")
"""One of these says how old the worker is; the first one filled counts."""


def column_named(name: str) -> Column | None:
    """The column of a heading; a language's for `cefr_` and its code."""
    if name.startswith(LANGUAGE):
        return Column(name, "level")
    return BY_NAME.get(name)
