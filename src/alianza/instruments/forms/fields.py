"""Answers as the fields of a page, and the fields of a page as answers: one way there, one way back.

A field is named `a-ITEM`, its parts `a-ITEM-amount`, those of a repeated group `a-ITEM-0-CHILD`. Nothing is judged
here: what comes back goes through `alianza.instruments.answers.accept`.
"""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from functools import cache

from alianza.instruments.answers import Written
from alianza.instruments.instrument import Item, Type
from alianza.network.models import Organisation
from alianza.vocabulary.occupations import occupations
from alianza.vocabulary.places import countries, find_country
from alianza.vocabulary.refusal import Refusal

Fields = dict[str, list[str]]
"""What a form holds: by name, the values in order."""
CODED = frozenset({Type.COUNTRY, Type.OCCUPATION, Type.CORRIDOR, Type.ORGANISATION})
MOST_ROWS_SENT = 1_000
_IN_BRACKETS = re.compile(r"\(([A-Z0-9]{1,4})\)\s*$")
_CODE = re.compile(r"[0-9A-Fa-f-]{36}")


def named(item: str) -> str:
    return f"a-{item}"


def given_of(item: Item, fields: Mapping[str, Sequence[str]], prefix: str = "") -> object:
    """What the fields say of an item, fit for `accept`; None where they say nothing. Files are not in fields."""
    prefix = prefix or named(item.id)
    held = [value for value in fields.get(prefix, ()) if value.strip()]
    first = held[0] if held else ""
    match item.type:
        case Type.BOOLEAN:
            return {"yes": True, "no": False, "": None}.get(first, first)
        case Type.SELECT_MULTIPLE:
            return held or None
        case Type.MONEY:
            parts = {part: _one(fields, f"{prefix}-{part}") for part in ("amount", "currency")}
            return parts if parts["amount"] else None
        case Type.MATRIX:
            rows = item.rows.values if item.rows else ()
            chosen = {row: _one(fields, f"{prefix}-{number}") for number, row in enumerate(rows)}
            return {row: value for row, value in chosen.items() if value} or None
        case Type.CRITERION:
            said = {"value": first, "note": _one(fields, f"{prefix}-note")}
            return {part: words for part, words in said.items() if words} or None
        case Type.CORRIDOR if not item.several:
            return _corridor(fields, prefix)
        case Type.CORRIDOR:
            numbers = range(_count(fields, prefix))
            return [each for each in (_corridor(fields, f"{prefix}-{number}") for number in numbers) if each] or None
        case Type.COUNTRY | Type.OCCUPATION | Type.ORGANISATION:
            codes = [code_of(item.type, each) for each in held]
            return (codes or None) if item.several else (codes[0] if codes else None)
        case Type.REPEAT:
            return [row for row in _rows(item, fields, prefix) if row] or None
        case Type.FILE | Type.COMPUTED:
            return None
        case Type.LONG_TEXT:
            return first.replace("\r\n", "\n").strip() or None
        case _:
            return first.strip() or None


def _one(fields: Mapping[str, Sequence[str]], name: str) -> str:
    values = fields.get(name, ())
    return values[0].replace("\r\n", "\n").strip() if values else ""


def _count(fields: Mapping[str, Sequence[str]], prefix: str) -> int:
    written = _one(fields, f"{prefix}-rows")
    return min(int(written), MOST_ROWS_SENT) if written.isdecimal() and len(written) < 6 else 0


def _corridor(fields: Mapping[str, Sequence[str]], prefix: str) -> str | None:
    ends = [code_of(Type.COUNTRY, _one(fields, f"{prefix}-{end}")) for end in ("origin", "destination")]
    return "-".join(ends) if any(ends) else None


def _rows(item: Item, fields: Mapping[str, Sequence[str]], prefix: str) -> list[dict[str, object]]:
    rows = []
    for number in range(_count(fields, prefix)):
        said = {child.id: given_of(child, fields, f"{prefix}-{number}-{child.id}") for child in item.children}
        rows.append({name: value for name, value in said.items() if value is not None})
    return rows


def code_of(kind: Type, written: str) -> str:
    """The code that a person means by "Germany (DEU)", "Germany" or "DEU"; what is not understood stays as it is."""
    written = " ".join(written.split())
    if kind is Type.ORGANISATION:
        return written if _CODE.fullmatch(written) else _organisations().get(written.casefold(), written)
    bracketed = _IN_BRACKETS.search(written)
    if bracketed:
        return bracketed[1]
    if kind is Type.OCCUPATION:
        return _occupation_titles().get(written.casefold(), written)
    try:
        return find_country(written).alpha3 if written else ""
    except Refusal:
        return written


@cache
def _occupation_titles() -> dict[str, str]:
    """Unit groups come last, so that a title that two levels share means the narrower."""
    return {
        title.casefold(): group.code
        for level in (1, 2, 3, 4)
        for group in occupations(level)
        for title in group.titles.values()
    }


def organisation_names() -> dict[str, str]:
    """By code, how organisations are told apart in a list: by name and country."""
    return {
        str(code): f"{name} ({country})" if country else name
        for code, name, country in Organisation.objects.filter(left_on=None).values_list("code", "name", "country")
    }


def _organisations() -> dict[str, str]:
    found: dict[str, str] = {}
    for code, label in organisation_names().items():
        found[label.casefold()] = code
        found.setdefault(label.rpartition(" (")[0].casefold() or label.casefold(), code)
    return found


def name_of(kind: Type, code: str, language: str) -> str:
    """A code as a person reads it in a field: "Germany (DEU)"."""
    if kind is Type.OCCUPATION:
        return next((f"{each.title(language)} ({code})" for each in occupations(None) if each.code == code), code)
    if kind is Type.COUNTRY:
        return next((f"{each.name(language)} ({code})" for each in countries() if each.alpha3 == code), code)
    if kind is Type.ORGANISATION:
        held = Organisation.objects.filter(code=code).first() if _CODE.fullmatch(code) else None
        return (f"{held.name} ({held.country})" if held.country else held.name) if held else code
    return code


def fields_of(item: Item, value: Written | None, language: str, prefix: str = "") -> Fields:
    """The fields of a page that show an answer."""
    prefix = prefix or named(item.id)
    if value is None:
        return {f"{prefix}-rows": ["0"]} if item.type is Type.REPEAT else {}
    match item.type, value:
        case Type.BOOLEAN, bool():
            return {prefix: ["yes" if value else "no"]}
        case Type.MONEY, dict():
            return {f"{prefix}-{part}": [str(value.get(part, ""))] for part in ("amount", "currency")}
        case Type.MATRIX, dict():
            rows = item.rows.values if item.rows else ()
            return {f"{prefix}-{number}": [str(value[row])] for number, row in enumerate(rows) if row in value}
        case Type.CRITERION, dict():
            return {prefix: [str(value.get("value", ""))], f"{prefix}-note": [str(value.get("note", ""))]}
        case Type.CORRIDOR, str():
            return _ends(value, language, prefix)
        case Type.CORRIDOR, list():
            found: Fields = {f"{prefix}-rows": [str(len(value))]}
            for number, each in enumerate(value):
                found |= _ends(str(each), language, f"{prefix}-{number}")
            return found
        case Type.REPEAT, list():
            found = {f"{prefix}-rows": [str(len(value))]}
            for number, row in enumerate(value):
                for child in item.children:
                    held = row.get(child.id) if isinstance(row, dict) else None
                    found |= fields_of(child, held, language, f"{prefix}-{number}-{child.id}")
            return found
        case Type.GEOPOINT, list():
            return {prefix: [", ".join(str(part) for part in value)]}
        case Type.FILE | Type.COMPUTED, _:
            return {}
        case _, list():
            return {prefix: [name_of(item.type, str(each), language) for each in value]}
        case _:
            return {prefix: [name_of(item.type, str(value), language) if item.type in CODED else str(value)]}


def _ends(corridor: str, language: str, prefix: str) -> Fields:
    origin, _, destination = corridor.partition("-")
    return {
        f"{prefix}-origin": [name_of(Type.COUNTRY, origin, language)],
        f"{prefix}-destination": [name_of(Type.COUNTRY, destination, language)],
    }


def stamp_of(given: object) -> str:
    """Tells whether a field still says what it said when the page was made."""
    written = json.dumps(given, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(written.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def held_stamp(item: Item, value: Written | None, language: str) -> str:
    """The stamp of an answer as it is kept."""
    return stamp_of(given_of(item, fields_of(item, value, language)))


def seen_of(written: str) -> tuple[int, str]:
    """The counter and the stamp that a page was made with: `3:0f1e...`; nothing seen for anything else."""
    counter, _, stamp = written.partition(":")
    return (int(counter) if counter.isdecimal() and len(counter) < 10 else 0), stamp
