"""Profiles from a file: CSV, `.csv.gz` or Parquet, one column for each fact; every fault named by row and column.

Columns are called as the facts are (`person.age`; `person.qualification.recognised@DE` for one place); `isco` and
`isco2` hold occupations; all others are passed over. Yes and no are `true` and `false`, sets are codes separated by
spaces, an empty cell is unknown.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from difflib import get_close_matches
from pathlib import Path

import numpy as np

from alianza.registry.openness.people import AT, ISCO, ISCO2, People, arrow_type, arrow_value, column_of
from alianza.regulations import dictionary
from alianza.tabular import Problems, Texts, read_table, shown
from alianza.vocabulary.facts import COUNTRY, Answer, Fact, Kind, Scope, UnfitAnswer
from alianza.vocabulary.refusal import marked

FAMILIES = ("person.", "offer.", "employer.", "quota.", "agency.", "contract.")
_WORDS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
_WHOLE = re.compile(r"[+-]?\d{1,19}")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
_ISCO = re.compile(r"\d{1,4}")


def read_people(file: Path, *, places: Collection[str] = (), occupations: bool = False) -> People:
    """The table of a file; `places` are codes that sheets use besides countries'. Raises `InputProblems`.

    With `occupations` the column `isco` has to be there.
    """
    import pyarrow as pa

    problems = Problems()
    table = read_table(file, [ISCO] if occupations else [], problems, also=(*FAMILIES, ISCO))
    problems.stop_if_any()
    assert table is not None
    facts = dictionary.facts()
    everywhere: dict[str, str] = {}
    by_place: dict[str, dict[str, str]] = {}
    columns: dict[str, pa.Array] = {}
    for name in table.names:
        if name in {ISCO, ISCO2}:
            columns[name] = _occupations(table[name], problems)
            continue
        if not name.startswith(FAMILIES):  # such as isco_title
            continue
        fact, _, place = name.partition(AT)
        if not _is_column(file, name, fact, place, places, problems):
            continue
        column = column_of(fact, place)
        columns[column] = _answers(table[name], facts[fact], problems)
        (by_place.setdefault(place, {}) if place else everywhere)[fact] = column
    if not problems.any and not (everywhere or by_place):
        problems.add(
            file,
            marked("no column is called as a fact, such as person.age; docs/reference/sheets.md lists the facts."),
        )
    problems.stop_if_any()
    return People(pa.table(columns), everywhere, by_place)


def _is_column(file: Path, name: str, fact: str, place: str, places: Collection[str], problems: Problems) -> bool:
    facts = dictionary.facts()
    before = problems.count
    if fact not in facts:
        near = get_close_matches(fact, [each for each in facts if facts[each].scope is not Scope.OFFER], n=1)
        if near:
            problems.add(file, marked("no fact is called so; did you mean %(near)s?"), column=shown(name), near=near[0])
        else:
            problems.add(file, marked("no fact is called so; docs/reference/sheets.md lists them."), column=shown(name))
    elif facts[fact].scope is Scope.OFFER:
        problems.add(
            file, marked("this is said of an offer and not of a person; say it with --offer."), column=shown(name)
        )
    elif AT in name and facts[fact].scope is Scope.PERSON:
        problems.add(file, marked("this holds everywhere; leave out what follows the @."), column=shown(name))
    elif AT in name and place not in places and place not in dictionary.domains()[COUNTRY]:
        problems.add(
            file,
            marked("after the @ stands a country's two-letter code in capitals, such as DE."),
            column=shown(name),
        )
    return problems.count == before


def _answers(column: Texts, fact: Fact, problems: Problems) -> object:
    import pyarrow as pa

    wrong: dict[int, str] = {}
    values: list[object] = []
    for at, text in enumerate(column.values):
        plain = text.strip()
        try:
            values.append(arrow_value(_read(plain, fact)) if plain else None)
        except UnfitAnswer as unfit:
            wrong[at] = unfit.sentence
            values.append(None)
    column.report(problems, wrong)
    return pa.array(values, arrow_type(fact)).take(pa.array(column.code))


def _read(text: str, fact: Fact) -> Answer:
    if fact.kind is Kind.BOOLEAN:
        return fact.accept(_WORDS.get(text.lower(), text))
    if fact.kind.is_number:
        if not _NUMBER.fullmatch(text):
            return fact.accept(text)
        return fact.accept(int(text) if _WHOLE.fullmatch(text) else float(text))
    return fact.accept(text.split() if fact.kind is Kind.SET else text)


def _occupations(column: Texts, problems: Problems) -> object:
    import pyarrow as pa

    texts = [text.strip() for text in column.values]
    column.report(
        problems,
        {
            at: marked("%(text)s is no ISCO-08 code; write one to four digits, such as 2221.") % {"text": shown(text)}
            for at, text in enumerate(texts)
            if text and not _ISCO.fullmatch(text)
        },
    )
    return pa.array([text or None for text in texts], pa.string()).take(pa.array(column.code.astype(np.int32)))
