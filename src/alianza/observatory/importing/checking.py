"""The rules that every file is held to, whatever its layout."""

import re
from collections.abc import Iterator
from functools import cache

import polars as pl

from alianza.observatory.importing.brought import ROW, Brought, Definition, Problem, UnfitFile, unfit
from alianza.observatory.packaged import table
from alianza.vocabulary.places import countries

AREAS = ("REF_AREA", "ORIGIN", "DESTINATION", "SENDING_AREA", "RECEIVING_AREA", "COUNTERPART_AREA")
PAST = frozenset({"observed", "compiled estimate"})
"""Kinds of series that cannot know a year after their vintage."""
EARLIEST, LATEST = 1800, 2200
TOLD = 200
"""Problems told of one file; more are only counted."""
NUMBER = r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$"
PERIOD = re.compile(r"^(\d{4})(-(Q[1-4]|S[12]|(0[1-9]|1[0-2])|\d{4}))?$")


@cache
def area_kinds() -> dict[str, str]:
    """Every code of an area that is known, with its kind: country, aggregate or other."""
    listed = table("areas")
    known = dict(zip(listed["AREA"].to_pylist(), listed["AREA_KIND"].to_pylist(), strict=True))
    return {**{each.alpha3: "country" for each in countries()}, **known, "_T": "aggregate"}


def _problems(rows: pl.DataFrame, column: str, sentence: str) -> Iterator[Problem]:
    for row in rows.head(TOLD).iter_rows(named=True):
        shown = str(row[column])[:40]
        yield Problem(row[ROW], column, sentence.replace("{value}", repr(shown)))


def check(brought: Brought, definition: Definition, vintage: str) -> pl.DataFrame:
    """The frame with typed columns, sorted by its keys, or UnfitFile with every problem (up to a bound).

    Held to: every key present, years that can be, no year after the vintage in what was observed, areas that are
    known, numbers that are numbers and not below zero where they cannot be, one value for one key, one revision.
    """
    frame = brought.frame
    if brought.revision is not None and brought.revision not in vintage:
        raise unfit(f"It says that it is the revision {brought.revision} and was named vintage {vintage}.")
    needed = [*definition.dimensions, *definition.measures]
    if lacking := [name for name in needed if name not in frame.columns]:
        raise unfit(f"It lacks the columns {', '.join(lacking)}.", row=1)
    problems: list[Problem] = []
    for key in definition.dimensions:
        problems += _problems(frame.filter(pl.col(key).is_null()), key, "It is empty. Every row needs it.")
    for name in (name for name in AREAS if name in definition.dimensions):
        unknown = frame.filter(pl.col(name).is_not_null() & ~pl.col(name).is_in(list(area_kinds())))
        problems += _problems(unknown, name, "{value} is no area that is known. Write ISO 3166 alpha-3 codes.")
    frame, found = _periods(frame, definition, vintage)
    problems += found
    frame, found = _values(frame, definition)
    problems += found
    keys = list(definition.dimensions)
    again = frame.filter(frame.select(keys).is_duplicated()).sort([*keys, ROW]) if not problems else frame.head(0)
    for row in again.head(TOLD).iter_rows(named=True):
        key = ", ".join(str(row[name]) for name in keys)
        problems.append(Problem(row[ROW], "", f"{key} stands in more than one row. Keep one."))
    if problems:
        raise UnfitFile(sorted(problems, key=lambda each: (each.row, each.column)))
    return _marked(frame, definition).sort(keys)


def _periods(frame: pl.DataFrame, definition: Definition, vintage: str) -> tuple[pl.DataFrame, list[Problem]]:
    if "TIME_PERIOD" not in definition.dimensions:
        return frame, []
    known = frame.filter(pl.col("TIME_PERIOD").is_not_null())
    texts = known["TIME_PERIOD"].cast(pl.String)
    match = {text: PERIOD.match(text) for text in texts.unique()}
    wrong = [text for text, found in match.items() if found is None or not EARLIEST <= int(found[1]) <= LATEST]
    problems = list(
        _problems(
            known.filter(texts.is_in(wrong)), "TIME_PERIOD", "{value} is no period. Write 2024, 2024-Q1 or 2024-01."
        )
    )
    year = re.match(r"\d{4}", vintage)
    if year and definition.kind in PAST:
        late = [text for text, found in match.items() if found is not None and int(found[1]) > int(year[0])]
        late = [text for text in late if text not in wrong]
        sentence = f"{{value}} is later than the vintage {vintage}, and the series holds what was observed."
        problems += _problems(known.filter(texts.is_in(late)), "TIME_PERIOD", sentence)
    if not problems and all(len(text) == 4 for text in match):
        frame = frame.with_columns(pl.col("TIME_PERIOD").cast(pl.Int16))
    return frame, problems


def _values(frame: pl.DataFrame, definition: Definition) -> tuple[pl.DataFrame, list[Problem]]:
    problems: list[Problem] = []
    for measure in definition.measures:
        if measure in definition.texts:
            continue
        if frame[measure].dtype == pl.String:
            wrong = frame.filter(pl.col(measure).is_not_null() & ~pl.col(measure).str.contains(NUMBER))
            problems += _problems(wrong, measure, "{value} is no number. Leave the cell empty where it is missing.")
            if wrong.height:
                continue
            frame = frame.with_columns(pl.col(measure).cast(pl.Float64))
        infinite = frame.filter(pl.col(measure).is_not_null() & ~pl.col(measure).cast(pl.Float64).is_finite())
        problems += _problems(infinite, measure, "{value} is no number that can be stored.")
        if not definition.may_be_negative:
            negative = frame.filter(pl.col(measure) < 0)
            problems += _problems(negative, measure, "{value} is below zero, which it cannot be.")
    return frame, problems


def _marked(frame: pl.DataFrame, definition: Definition) -> pl.DataFrame:
    """AREA_KIND of every row, so that a sum of countries is never counted as one."""
    areas = [name for name in AREAS if name in definition.dimensions]
    if not areas or "AREA_KIND" in frame.columns:
        return frame
    kinds = area_kinds()
    summed = pl.any_horizontal(pl.col(name).replace_strict(kinds, default="country") == "aggregate" for name in areas)
    other = pl.any_horizontal(pl.col(name).replace_strict(kinds, default="country") == "other" for name in areas)
    kind = pl.when(summed).then(pl.lit("aggregate")).when(other).then(pl.lit("other")).otherwise(pl.lit("country"))
    return frame.with_columns(kind.alias("AREA_KIND"))
