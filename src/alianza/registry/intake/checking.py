"""Every cell judged, column by column over all rows at once, so that a million rows take seconds."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache

import polars as pl

from alianza.registry.intake.columns import BIRTH, BY_NAME, COLUMNS, LANGUAGE, Column, column_named
from alianza.registry.intake.problems import SCHEMA
from alianza.registry.intake.reading import ROW, Table
from alianza.registry.models import EARLIEST_BIRTH, Medical, Security
from alianza.vocabulary.languages import CEFR, language
from alianza.vocabulary.money import currencies
from alianza.vocabulary.occupations import (
    OCCUPATION_URI,
    SKILL_URI,
    esco_occupations,
    occupations,
    skills,
)
from alianza.vocabulary.places import countries
from alianza.vocabulary.refusal import Refusal

DAY = r"^\d{4}-\d{2}-\d{2}$"
MONTH = r"^(\d{4}-(0[1-9]|1[0-2])(-\d{2})?|2[34]\d{3})$"
"""A year and month, or the number of a month from the year 1917 to 2083."""
PAY = r"^\d{1,9}(\.\d{1,3})?$"
PHONE = r"^\+?[0-9 ().-]{6,40}$"
EMAIL = r"^[^@\s,;<>]{1,64}@[^@\s,;<>]+\.[^@\s,;<>]{2,}$"
PASSPORT = r"^[0-9A-Za-z -]{4,20}$"
CONTROL = r"[\x00-\x1f\x7f\x{2028}\x{2029}]"
YOUNGEST = 14
SHOWN = 40
"""How much of a cell a report repeats."""
_Rule = tuple[Column, str, pl.Expr, str]


@cache
def _known(kind: str) -> tuple[str, ...]:
    if kind in {"country", "countries"}:
        return tuple(each.alpha3 for each in countries())
    if kind == "unit_group":
        return tuple(each.code for each in occupations(4))
    if kind == "esco":
        return tuple(each.id for each in esco_occupations())
    if kind == "skills":
        return tuple(each.id for each in skills())
    if kind == "currency":
        return tuple(each.code for each in currencies())
    if kind == "level":
        return ("", "-", *(level.value for level in CEFR))
    if kind == "medical":
        return tuple(Medical.values)
    return tuple(Security.values)


def identifier(column: str, uri: str) -> pl.Expr:
    """The identifiers of ESCO in a cell, without the addresses before them."""
    return pl.col(column).str.to_lowercase().str.replace_all(uri.lower(), "", literal=True)


def _holds_unknown(words: pl.Expr, known: Sequence[str], rows: pl.DataFrame) -> pl.Expr:
    """Whether a cell names something unknown. Rows repeat words: the different ones are looked up first."""
    named = rows.select(words.str.split(" ").explode().unique().alias("word")).filter(
        ~pl.col("word").is_in([*known, ""])
    )
    if not named.height:
        return pl.lit(value=False)
    return words.str.split(" ").list.eval(pl.element().is_in(named["word"].to_list())).list.any()


def _judged(column: Column, rows: pl.DataFrame, today: date) -> Iterator[_Rule]:
    """The rules of one column: which rows break them, and what the sentence compares with."""
    name, cell = column.name, pl.col(column.name)
    filled = cell != ""
    if column.required:
        yield column, "empty", ~filled, ""
    yield column, "control", cell.str.contains(CONTROL), ""
    if column.kind in {"text", "phone", "email", "passport"}:
        yield column, "too_long", cell.str.len_chars() > column.most, str(column.most)
    pattern = {"phone": PHONE, "email": EMAIL, "passport": PASSPORT}.get(column.kind)
    if pattern:
        yield column, column.kind, filled & ~cell.str.contains(pattern), ""
    elif column.kind == "whole":
        # eight digits fit the number, and nobody means more
        most = min(column.most, today.year - YOUNGEST) if name == "birth_year" else column.most
        value = pl.when(cell.str.contains(r"^\d{1,8}$")).then(cell).cast(pl.Int32, strict=False)
        good = value.is_between(column.least, most).fill_null(value=False)
        yield column, "whole", filled & ~good, f"{column.least}-{most}"
    elif column.kind == "flag":
        yield column, "flag", ~cell.is_in(["", "0", "1"]), ""
    elif column.kind in {"country", "currency"}:
        yield column, column.kind, filled & ~cell.str.to_uppercase().is_in(_known(column.kind)), ""
    elif column.kind == "unit_group":
        yield column, "unit_group", filled & ~cell.is_in(_known("unit_group")), ""
    elif column.kind == "countries":
        yield column, "countries", _holds_unknown(cell.str.to_uppercase(), _known("countries"), rows), ""
    elif column.kind == "esco":
        yield column, "esco", filled & ~identifier(name, OCCUPATION_URI).is_in(_known("esco")), ""
    elif column.kind == "skills":
        words = identifier(name, SKILL_URI)
        yield column, "skills", _holds_unknown(words, _known("skills"), rows), ""
        yield column, "too_many", cell.str.count_matches(" ", literal=True) >= column.most, str(column.most)
    elif column.kind == "level":
        yield column, "level", ~cell.str.to_uppercase().is_in(_known("level")), ""
    elif column.kind in {"medical", "security"}:
        known = _known(column.kind)
        yield column, "choice", filled & ~cell.str.to_lowercase().is_in(known), ", ".join(known)
    elif column.kind == "day":
        day = pl.when(cell.str.contains(DAY)).then(cell).str.to_date("%Y-%m-%d", strict=False)
        yield column, "day", filled & day.is_null(), ""
        youngest = today.replace(year=today.year - YOUNGEST, day=min(today.day, 28))
        birth, other = (date(EARLIEST_BIRTH, 1, 1), youngest), (date(1990, 1, 1), date(2100, 1, 1))
        first, last = birth if name == "birth_date" else other
        outside = ~day.is_between(first, last).fill_null(value=True)
        yield column, "day_range", outside, f"{first.isoformat()} – {last.isoformat()}"
    elif column.kind == "month":
        yield column, "month", filled & ~cell.str.contains(MONTH), ""
    elif column.kind == "pay":
        positive = cell.str.contains(PAY) & cell.str.contains("[1-9]")
        yield column, "pay", filled & ~positive, ""


def _across(present: set[str], country: str) -> Iterator[_Rule]:
    """The rules that look at more than one column."""

    def cell(name: str) -> pl.Expr:
        return pl.col(name) if name in present else pl.lit("")

    if country and "origin" in present:
        origin = cell("origin").str.to_uppercase()
        elsewhere = origin.is_in(_known("country")) & (origin != country)
        yield BY_NAME["origin"], "foreign", elsewhere, country
    birth = [name for name in BIRTH if name in present]
    if birth:
        yield BY_NAME[birth[0]], "no_birth", pl.all_horizontal(cell(name) == "" for name in birth), ""
    if present & {"isco2", "years2"}:
        yield BY_NAME["years2"], "second_without_years", (cell("isco2") != "") & (cell("years2") == ""), ""
        yield BY_NAME["isco2"], "years_without_second", (cell("isco2") == "") & (cell("years2") != ""), ""
    if "min_wage" in present:
        without = (cell("min_wage") != "") & (cell("min_wage_currency") == "")
        yield BY_NAME["min_wage_currency"], "pay_without_currency", without, ""
    if present & {"wish1", "wish2", "wish3"}:
        one, two, three = (cell(name).str.to_uppercase() for name in ("wish1", "wish2", "wish3"))
        gap = ((one == "") & (two != "")) | ((two == "") & (three != ""))
        repeated = ((two != "") & (one == two)) | ((three != "") & ((one == three) | (two == three)))
        yield BY_NAME["wish1"], "wishes", gap | repeated, ""
    for esco, isco in (("esco", "isco"), ("esco2", "isco2")):
        if {esco, isco} <= present:
            groups = {each.id: each.isco for each in esco_occupations()}
            group = identifier(esco, OCCUPATION_URI).replace_strict(groups, default=None, return_dtype=pl.String)
            yield BY_NAME[esco], "esco_elsewhere", (group != cell(isco)).fill_null(value=False), ""


def _of_file(table: Table) -> Iterator[dict[str, object]]:
    """Problems of the headings, and of rows that do not fit under them."""

    def told(row: int, column: str, rule: str, value: str = "", detail: str = "") -> dict[str, object]:
        return {"row": row, "column": column, "rule": rule, "value": value, "detail": detail}

    for name in table.headings:
        if name.startswith(LANGUAGE):
            try:
                language(name.removeprefix(LANGUAGE))
            except Refusal:
                yield told(1, name[:SHOWN], "unknown_language")
        elif column_named(name) is None:
            known = ", ".join(each.name for each in COLUMNS)
            yield told(1, name[:SHOWN], "unknown_column", name[:SHOWN], known)
    for column in COLUMNS:
        if column.required and column.name not in table.headings:
            yield told(1, column.name, "missing_column")
    if not set(BIRTH) & set(table.headings):
        yield told(1, BIRTH[0], "missing_birth")
    for row, fields in table.ragged:
        yield told(row, "", "ragged", str(fields), str(len(table.headings)))


def check(table: Table, *, country: str, today: date) -> pl.DataFrame:
    """Every problem of the file, by row and column (`problems.SCHEMA`); an empty table is a good file.

    `country` is that of the service that brings the file, whose workers alone it may register; "" for any.
    """
    found = [pl.DataFrame(list(_of_file(table)), schema=SCHEMA)]
    present = {name for name in table.headings if name in table.rows.columns and column_named(name)}
    columns = [column for name in table.headings if name in present and (column := column_named(name))]
    rules = [rule for column in columns for rule in _judged(column, table.rows, today)]
    rules.extend(_across(present, country))
    if rules and table.rows.height:
        broken = table.rows.select(rule[2].fill_null(value=False).alias(str(at)) for at, rule in enumerate(rules))
        counts = broken.sum().row(0)
        for at, (column, rule, _expression, detail) in enumerate(rules):
            if counts[at]:
                found.append(_told(table.rows.filter(broken[str(at)]), column, rule, detail))
    if "worker" in present:
        found.append(_repeated(table.rows))
    problems = pl.concat(found)
    # a cell is told once: what is empty or unprintable need not be told to be no number too
    return problems.unique(["row", "column"], keep="first", maintain_order=True).sort("row", maintain_order=True)


def _told(rows: pl.DataFrame, column: Column, rule: str, detail: str) -> pl.DataFrame:
    shown = pl.lit("")
    held = "isco2" if column.name == "esco2" else "isco"
    source = held if rule == "esco_elsewhere" else column.name
    if not column.personal and source in rows.columns:
        shown = pl.col(source).str.replace_all(CONTROL, " ").str.slice(0, SHOWN)
    return rows.select(
        pl.col(ROW),
        pl.lit(column.name).alias("column"),
        pl.lit(rule).alias("rule"),
        shown.alias("value"),
        pl.lit(detail).alias("detail"),
    )


def _repeated(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows whose worker's number stands in an earlier row."""
    numbered = rows.filter(pl.col("worker") != "").select(ROW, "worker")
    first = numbered.group_by("worker", maintain_order=True).agg(pl.col(ROW).first().alias("first"), pl.len())
    twice = numbered.join(first.filter(pl.col("len") > 1), on="worker").filter(pl.col(ROW) > pl.col("first"))
    return twice.select(
        pl.col(ROW),
        pl.lit("worker").alias("column"),
        pl.lit("twice").alias("rule"),
        pl.col("worker").str.slice(0, SHOWN).alias("value"),
        pl.col("first").cast(pl.String).alias("detail"),
    )
