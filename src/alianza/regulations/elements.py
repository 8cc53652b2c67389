"""The twelve elements of a sheet as answers to an instrument, and answers as a sheet again, without loss.

The instrument is `data/permit_sheet.yaml`. Its lists of sources and of conditions are filled from the sheet at hand.
What it does not ask stays as it was: dated figures, the rule, worked cases, and keys of an entry that has no question.
An entry that says the same as before is left exactly as it was written.
"""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import replace
from functools import cache
from typing import Any

from alianza.instruments.answers import Written, accept
from alianza.instruments.instrument import Choice, ChoiceList, Instrument, Item, Section, Type
from alianza.instruments.reading import read_instrument
from alianza.regulations import dictionary, rule_editing
from alianza.regulations.dictionary import text_of
from alianza.vocabulary.facts import UnfitAnswer
from alianza.vocabulary.text import Text
from alianza.written import read_yaml

Answers = dict[str, Written]
SOURCES, CONDITIONS = "sources", "conditions"
_LISTED = ("say", "facts", "items", "steps", "bodies")


@cache
def permit_sheet() -> Instrument:
    """The packaged instrument."""
    return read_instrument(read_yaml(dictionary.DATA / "permit_sheet.yaml"))


def instrument_for(document: Mapping[str, Any]) -> Instrument:
    """The instrument with the sources and conditions of one sheet to choose from.

    A source or condition that is named but not there can be chosen too, so that nothing is lost before it is corrected.
    """
    sources = [
        (str(each["id"]), Text({"en": f"{each.get('publisher', '')}, {each.get('dated', '')} ({each['id']})"}))
        for each in document.get("sources") or ()
        if isinstance(each, Mapping) and each.get("id")
    ]
    conditions = [
        (str(node["id"]), text_of(str(node["label"])) if node.get("label") else Text({"en": str(node["id"])}))
        for _path, node in rule_editing.walk(document.get("eligibility"))
        if isinstance(node.get("id"), str) and node["id"]
    ]
    named = _named(document)
    lists = {
        SOURCES: _list(SOURCES, sources, named["src"]),
        CONDITIONS: _list(CONDITIONS, conditions, named["proves"]),
    }

    def filled(item: Item) -> Item:
        choices = item.choices
        if choices is not None and choices.id in lists:
            choices = lists[choices.id]
        return replace(item, choices=choices, children=tuple(filled(child) for child in item.children))

    instrument = permit_sheet()
    return replace(instrument, items=tuple(filled(item) for item in instrument.items))


def _list(name: str, known: Sequence[tuple[str, Text]], named: Sequence[str]) -> ChoiceList:
    choices = dict(known)
    for value in named:
        choices.setdefault(value, Text({"en": value}))
    return ChoiceList(name, tuple(Choice(value, label) for value, label in choices.items()))


def _named(document: Mapping[str, Any]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {"src": [], "proves": []}
    elements = document.get("elements")
    for element in elements.values() if isinstance(elements, Mapping) else ():
        for entry in (each for key in _LISTED for each in _entries(element, key)):
            for key, names in found.items():
                names += [name for name in entry.get(key) or () if isinstance(name, str)]
    return found


def _entries(element: object, key: str) -> list[Mapping[str, Any]]:
    held = element.get(key) if isinstance(element, Mapping) else None
    return [each for each in held if isinstance(each, Mapping)] if isinstance(held, list) else []


# a sheet as answers


def sheet_as_answers(document: Mapping[str, Any], instrument: Instrument | None = None) -> Answers:
    """What the twelve elements of a sheet say, as answers by item; what says nothing is absent."""
    instrument = instrument or instrument_for(document)
    elements = document.get("elements")
    held = elements if isinstance(elements, Mapping) else {}
    found: Answers = {}
    for item in instrument.items:
        element = held.get(item.section)
        key = item.id.removeprefix(f"{item.section}_")
        if item.type is Type.REPEAT:
            rows: list[Written] = [dict(_row(item, entry)) for entry in _entries(element, key)]
            if rows:
                found[item.id] = rows
        elif isinstance(element, Mapping) and isinstance(element.get(key), str):
            words = accept(item, element[key])
            if words is not None:
                found[item.id] = words
    return found


def _row(item: Item, entry: Mapping[str, Any]) -> dict[str, Written]:
    """One entry as a row: what a question cannot hold is left out of it, and stays in the entry."""
    row: dict[str, Written] = {}
    for child in item.children:
        given = entry.get(_key(item, child))
        try:
            value = accept(child, given)
        except UnfitAnswer:
            continue
        if value is not None:
            row[child.id] = value
    return row


def _key(item: Item, child: Item) -> str:
    return child.id.removeprefix(f"{item.id}_")


# answers as a sheet


def answers_as_sheet(answers: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
    """The sheet with what the answers say in its elements; everything else as it stands in `before`.

    Raises `UnfitAnswer` at the first answer that does not fit its question.
    """
    instrument = instrument_for(before)
    changed = deepcopy(dict(before))
    held = changed.get("elements")
    changed["elements"] = held if isinstance(held, dict) else {}
    for section in instrument.sections:
        given = {item.id: answers.get(item.id) for item in instrument.in_section(section.id)}
        element = element_of(instrument, section, given, changed["elements"].get(section.id))
        changed["elements"][section.id] = element
    return changed


def element_of(instrument: Instrument, section: Section, given: Mapping[str, Any], before: object) -> dict[str, Any]:
    """One element as a sheet writes it. Raises `UnfitAnswer`."""
    element = deepcopy(dict(before)) if isinstance(before, Mapping) else {}
    for item in instrument.in_section(section.id):
        key = item.id.removeprefix(f"{section.id}_")
        answer = accept(item, given.get(item.id))
        if item.type is Type.REPEAT:
            rows = [row for row in answer if isinstance(row, dict)] if isinstance(answer, list) else []
            entries = _as_entries(item, rows, _entries(element, key))
            if entries or key == "say" or element.get(key) == []:
                element[key] = entries
            else:
                element.pop(key, None)
        elif answer is None:
            element.pop(key, None)
        elif not isinstance(element.get(key), str) or accept(item, element[key]) != answer:
            element[key] = answer
    return element


def _as_entries(item: Item, rows: Sequence[Mapping[str, Written]], before: Sequence[Mapping[str, Any]]) -> list[Any]:
    """Entries in the order of the rows: each as it was where it says the same, else with what is new in it."""
    told = [_row(item, entry) for entry in before]
    same = [dict(row) for row in rows] == told
    if same:
        return [deepcopy(dict(entry)) for entry in before]
    free = list(range(len(before)))
    found: list[dict[str, Any]] = []
    for number, row in enumerate(rows):
        at = next((place for place in free if told[place] == row), None)
        if at is not None:
            free.remove(at)
            found.append(deepcopy(dict(before[at])))
            continue
        at = _origin(item, row, number, told, free, rows)
        if at is not None:
            free.remove(at)
        found.append(_entry(item, row, before[at] if at is not None else {}, told[at] if at is not None else {}))
    if item.id.endswith("_steps"):
        for number, entry in enumerate(found, start=1):
            entry["n"] = number
    return found


def _origin(
    item: Item,
    row: Mapping[str, Written],
    number: int,
    told: Sequence[Mapping[str, Written]],
    free: Sequence[int],
    rows: Sequence[Mapping[str, Written]],
) -> int | None:
    """Which entry a changed row comes from: the one of its id, else the one in its place that no other row repeats."""
    identity = f"{item.id}_id"
    if identity in row:
        return next((place for place in free if told[place].get(identity) == row[identity]), None)
    left = [place for place in free if told[place] not in [dict(each) for each in rows]]
    return number if number in left else None


def _entry(
    item: Item, row: Mapping[str, Written], before: Mapping[str, Any], told: Mapping[str, Written]
) -> dict[str, Any]:
    asked = {_key(item, child): child for child in item.children}
    entry = {key: value for key, value in before.items() if key not in asked or asked[key].id not in told}
    entry = {key: value for key, value in entry.items() if key not in asked or value is not None}
    for key, child in asked.items():
        value = row.get(child.id)
        if value is None:
            continue
        entry[key] = before[key] if told.get(child.id) == value and key in before else _plain(child, value)
    return entry


def _plain(child: Item, value: Written) -> Any:
    """An answer as a sheet writes it: numbers as numbers."""
    if child.type is Type.DECIMAL and isinstance(value, str):
        return float(value) if "." in value else int(value)
    return value
