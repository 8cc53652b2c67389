"""The lines of a sheet on which anybody may report an error, by their path in the document.

| path | names |
|---|---|
| `elements.permit` | an element as a whole: what is missing in it |
| `elements.permit.say[0]`, `elements.permit.facts[0]` | a statement, a figure |
| `parameters.posts_min.values[0]` | a dated figure |
| `eligibility.posts` | a condition, by its id |
| `cases[0]` | a worked case |

The *substance* of a line is what it says and what it rests on: of a condition also the dated figures that it compares
with, of a case the whole rule. A line whose substance stands in a later version, be it in another place of its list,
has not changed.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from alianza.regulations import dictionary, wording
from alianza.regulations.dictionary import text_of, word
from alianza.regulations.sheets import Document
from alianza.vocabulary.days import day_words
from alianza.vocabulary.refusal import marked
from alianza.written import day_of

LONGEST_PATH = 200

_ELEMENT = re.compile(r"elements\.([a-z_]+)(?:\.(say|facts)\[(\d{1,4})\])?")
_VALUE = re.compile(r"parameters\.([^\[\]]+)\.values\[(\d{1,4})\]")
_CONDITION = re.compile(r"eligibility\.(.+)", re.DOTALL)
_CASE = re.compile(r"cases\[(\d{1,4})\]")


class Part(StrEnum):
    """What a line is."""

    ELEMENT = "element"
    STATEMENT = "statement"
    FIGURE = "figure"
    DATED_FIGURE = "dated_figure"
    CONDITION = "condition"
    CASE = "case"


PART_WORDS = {
    Part.ELEMENT: marked("what is missing in an element"),
    Part.STATEMENT: marked("statement"),
    Part.FIGURE: marked("figure"),
    Part.DATED_FIGURE: marked("figure with dates"),
    Part.CONDITION: marked("condition"),
    Part.CASE: marked("worked case"),
}


@dataclass(frozen=True, slots=True)
class Reported:
    """One line as a document holds it. `siblings` is the list it stands in, where it stands in one."""

    path: str
    part: Part
    name: str
    content: Any
    siblings: tuple[Any, ...]
    substance: Any


class Since(StrEnum):
    """What became of a line in a later version."""

    SAME = "same"
    CHANGED = "changed"
    GONE = "gone"


def line_at(document: Document, path: str) -> Reported | None:
    """The line of a sound document; `None` where there is none."""
    if len(path) > LONGEST_PATH:
        return None
    if found := _ELEMENT.fullmatch(path):
        return _of_element(document, path, found[1], found[2], found[3])
    if found := _VALUE.fullmatch(path):
        series = document.get("parameters", {}).get(found[1])
        values = tuple(series["values"]) if series else ()
        unit = series.get("unit", "") if series else ""
        return _listed(path, Part.DATED_FIGURE, found[1], [{**value, "unit": unit} for value in values], int(found[2]))
    if found := _CASE.fullmatch(path):
        line = _listed(path, Part.CASE, "", document.get("cases", ()), int(found[1]))
        if line is None:
            return None
        rule = [line.content, document.get("eligibility"), document.get("parameters", {})]
        return Reported(line.path, line.part, line.name, line.content, line.siblings, rule)
    if found := _CONDITION.fullmatch(path):
        return _condition(document, path, found[1])
    return None


def _of_element(document: Document, path: str, key: str, kind: str | None, number: str | None) -> Reported | None:
    element = document["elements"].get(key)
    if element is None:
        return None
    if kind is None or number is None:
        return Reported(path, Part.ELEMENT, key, element, (), element)
    part = Part.STATEMENT if kind == "say" else Part.FIGURE
    return _listed(path, part, key, element.get(kind, ()), int(number))


def _listed(path: str, part: Part, name: str, entries: Any, number: int) -> Reported | None:
    held = tuple(entries)
    return Reported(path, part, name, held[number], held, held[number]) if number < len(held) else None


def _nodes(node: Any) -> Iterator[Mapping[str, Any]]:
    """Every node of a written rule, and every item of its points."""
    if isinstance(node, Mapping):
        yield node
        for key in ("all", "any"):
            for part in node.get(key, ()):
                yield from _nodes(part)
        if isinstance(count := node.get("count"), Mapping):
            for part in count.get("of", ()):
                yield from _nodes(part)
        if isinstance(points := node.get("points"), Mapping):
            yield from points.get("items", ())


def _compared(node: Any) -> Iterator[str]:
    """The dated figures that a written condition compares with."""
    if isinstance(node, Mapping):
        if isinstance(node.get("param"), str):
            yield node["param"]
        for value in node.values():
            yield from _compared(value)
    elif isinstance(node, list):
        for value in node:
            yield from _compared(value)


def _condition(document: Document, path: str, name: str) -> Reported | None:
    node = next((node for node in _nodes(document.get("eligibility")) if node.get("id") == name), None)
    if node is None:
        return None
    figures = document.get("parameters", {})
    rests_on = {parameter: figures.get(parameter) for parameter in sorted(set(_compared(node)))}
    return Reported(path, Part.CONDITION, name, node, (), [node, rests_on])


def since(then: Document, now: Document, path: str) -> Since:
    """Whether a line of one version still stands in another: the same, changed in its place, or gone."""
    old, new = line_at(then, path), line_at(now, path)
    if old is None:
        return Since.GONE
    if new is not None and new.substance == old.substance:
        return Since.SAME
    if old.part in {Part.STATEMENT, Part.FIGURE, Part.DATED_FIGURE} and old.content in _siblings(now, path):
        return Since.SAME
    return Since.CHANGED if new is not None else Since.GONE


def _siblings(document: Document, path: str) -> tuple[Any, ...]:
    """The list in which a path would stand, also where it is too short for its number."""
    first = line_at(document, re.sub(r"\[\d+\]$", "[0]", path))
    return first.siblings if first else ()


def in_words(line: Reported, language: str) -> str:
    """What the line says, in a language."""
    content = line.content
    if line.part is Part.STATEMENT:
        return text_of(content["t"]).in_language(language)[0]
    if line.part is Part.ELEMENT:
        label = next(each.label for each in dictionary.elements() if each.key == line.name).in_language(language)[0]
        gap = text_of(content.get("gap", "") or content.get("gap_also", "")).in_language(language)[0]
        return wording.pair(label, gap, language) if gap else label
    if line.part is Part.FIGURE:
        amount = wording.amount_words(content["v"], content["unit"], language, str(content.get("per", "")))
        return wording.pair(word("keys", content["k"]).in_language(language)[0], amount, language)
    if line.part is Part.DATED_FIGURE:
        value = content["v"]
        amount = value if isinstance(value, str) else wording.amount_words(value, content["unit"], language)
        days = [day_of(str(content.get(key))) if content.get(key) else None for key in ("from", "to")]
        label = word("parameters", line.name).in_language(language)[0]
        return wording.pair(label, f"{amount} ({_days(days[0], days[1], language)})", language)
    if line.part is Part.CASE:
        return text_of(content["name"]).in_language(language)[0]
    label = content.get("label")
    return (text_of(label) if label else word("point_items", line.name)).in_language(language)[0]


def _days(first: date | None, last: date | None, language: str) -> str:
    return " – ".join(day_words(day, language) if day else "…" for day in (first, last))
