"""A checked table as people: each row with the names and values of a profile."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl

from alianza.registry.fields import words
from alianza.registry.intake.columns import LANGUAGE
from alianza.registry.intake.reading import ROW, Table
from alianza.registry.models import Medical, Security
from alianza.registry.months import add_months, first_of
from alianza.vocabulary.languages import CEFR, language
from alianza.vocabulary.money import currency
from alianza.vocabulary.occupations import OCCUPATION_URI, SKILL_URI


@dataclass(frozen=True)
class Person:
    row: int
    reference: str
    answers: dict[str, Any]
    """By the profile's names."""
    languages: dict[str, int]


def people(table: Table, *, today: date) -> Iterator[Person]:
    """The people of a table that `checking.check` found without a problem."""
    spoken = {name: language(name.removeprefix(LANGUAGE)).code for name in table.headings if name.startswith(LANGUAGE)}
    for row in table.rows.iter_rows(named=True):
        yield Person(row[ROW], row["worker"], _answers(row, today), _languages(row, spoken))


def _languages(row: dict[str, Any], spoken: dict[str, str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for name, code in spoken.items():
        level = row[name]
        if level not in {"", "-"}:
            found[code] = max(found.get(code, 0), CEFR.parse(level).rank)
    return found


def _number(value: str | None) -> int | None:
    return int(value) if value else None


def _flag(value: str | None) -> bool | None:
    return value == "1" if value else None


def _month(value: str) -> date:
    return date.fromisoformat(f"{value[:7]}-01") if "-" in value else first_of(int(value))


def _identifiers(value: str | None, uri: str) -> tuple[str, ...]:
    return tuple(each.lower().removeprefix(uri) for each in words(value))


def _answers(row: dict[str, Any], today: date) -> dict[str, Any]:
    def cell(name: str) -> str:
        return row.get(name) or ""

    wishes = [cell(name).upper() for name in ("wish1", "wish2", "wish3")]
    pay, code = cell("min_wage"), cell("min_wage_currency").upper()
    unit = Decimal(10) ** (currency(code).minor_unit or 0) if pay else Decimal(1)
    birth_date, age = cell("birth_date"), cell("age")
    birth_year = int(birth_date[:4]) if birth_date else _number(cell("birth_year")) or today.year - int(age)
    until, months = cell("passport_until"), cell("passport_months")
    passport_until: date | None
    if until:
        passport_until = date.fromisoformat(until)
    else:
        passport_until = add_months(today, int(months)) if months and months != "0" else None
    return {
        "origin": cell("origin").upper(),
        "region": _number(cell("region")) or None,
        "birth_year": birth_year,
        "birth_date": birth_date or None,
        "woman": _flag(cell("woman")),
        "disadvantaged": cell("disadvantaged") == "1",
        "isco": cell("isco"),
        "esco": cell("esco").lower().removeprefix(OCCUPATION_URI),
        "years": int(cell("years")),
        "isco2": cell("isco2"),
        "esco2": cell("esco2").lower().removeprefix(OCCUPATION_URI),
        "years2": _number(cell("years2")),
        "skills": _identifiers(cell("skills"), SKILL_URI),
        "education": int(cell("education")),
        "recognised_in": words(cell("recognised_in").upper()),
        "medical": cell("medical").lower() or Medical.PENDING.value,
        "security": cell("security").lower() or Security.PENDING.value,
        "passport_until": passport_until,
        "wish1": wishes[0],
        "wish2": wishes[1],
        "wish3": wishes[2],
        "accepts": words([*wishes, *cell("accepts").upper().split()]),
        "min_wage_minor": int(Decimal(pay) * unit) or 1 if pay else None,
        "min_wage_currency": code if pay else "",
        "available_from": _month(cell("available_month")),
        "full_name": re.sub(r"\s+", " ", cell("full_name")) or None,
        "phone": cell("phone") or None,
        "email": cell("email") or None,
        "passport": cell("passport").upper() or None,
    }


def identity_columns(table: Table) -> pl.DataFrame:
    """Row, reference, origin, and the personal cells by which twins are found; empty where the file has none."""
    names = ("worker", "origin", "passport", "phone", "email", "full_name", "birth_date")
    return table.rows.select(
        ROW, *(pl.col(name) if name in table.headings else pl.lit("").alias(name) for name in names)
    )
