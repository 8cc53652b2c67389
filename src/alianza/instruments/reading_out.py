"""An answer as a person reads it: plain words, nothing a machine wrote."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from alianza.instruments.answers import Written
from alianza.instruments.instrument import ChoiceList, Item, Type
from alianza.instruments.units import unit_words
from alianza.network.models import Organisation
from alianza.vocabulary.corridor import Corridor
from alianza.vocabulary.text import Text

Words = str | Promise | Text


@dataclass(frozen=True, slots=True)
class Line:
    """A piece of an answer. `kind` says how it is drawn: words, lines, country, occupation, day, number, corridor,
    file, pair (label and inner lines) or entry (one of a repeated group).
    """

    kind: str
    value: Any
    label: Words = ""
    inner: tuple["Line", ...] = ()


def lines_of(item: Item, value: Written | Decimal | None) -> tuple[Line, ...]:
    """The pieces of an answer, in order; none when there is no answer."""
    return tuple(_lines(item, value)) if value is not None else ()


def _lines(item: Item, value: Written | Decimal) -> Iterator[Line]:
    kind = item.type
    if kind is Type.FILE and isinstance(value, list):
        yield from (Line("file", each) for each in value)
    elif kind is Type.REPEAT and isinstance(value, list):
        for number, row in enumerate(value, 1):
            if isinstance(row, dict):
                inner = tuple(
                    Line("pair", "", child.label, lines_of(child, row[child.id]))
                    for child in item.children
                    if child.id in row
                )
                yield Line("entry", number, inner=inner)
    elif kind is Type.GEOPOINT and isinstance(value, list):
        yield Line("words", ", ".join(str(part) for part in value))
    elif isinstance(value, list):
        for each in value:
            yield from _one(item, each)
    elif isinstance(value, dict):
        yield from _parts(item, value)
    else:
        yield from _one(item, value)


def _parts(item: Item, value: Mapping[str, Written]) -> Iterator[Line]:
    if item.type is Type.MONEY:
        yield Line("number", value.get("amount"), str(value.get("currency", "")))
    elif item.type is Type.MATRIX:
        for row in item.rows.choices if item.rows else ():
            if row.value in value:
                said = Line("words", _label(item.choices, str(value[row.value])))
                yield Line("pair", "", row.label, (said,))
    elif item.type is Type.CRITERION:
        if "value" in value:
            yield Line("words", _label(item.choices, str(value["value"])))
        if value.get("note"):
            yield Line("lines", value["note"])
        files = value.get("files")
        yield from (Line("file", each) for each in (files if isinstance(files, list) else []))


def _one(item: Item, value: Any) -> Iterator[Line]:
    kind = item.type
    if isinstance(value, bool):
        yield Line("words", pgettext("answer", "Yes") if value else pgettext("answer", "No"))
    elif kind.has_choices:
        yield Line("words", _label(item.choices, str(value)))
    elif kind is Type.DATE:
        yield Line("day", date.fromisoformat(str(value)))
    elif kind is Type.CORRIDOR:
        corridor = Corridor.parse(str(value))
        yield Line("corridor", (corridor.origin, corridor.destination))
    elif kind is Type.ORGANISATION:
        held = Organisation.objects.filter(code=str(value)).first()
        yield Line("words", str(held) if held else _("An organisation that is no longer in the list"))
    elif kind in {Type.COUNTRY, Type.OCCUPATION}:
        yield Line(kind.value, str(value))
    elif kind.is_number:
        yield Line("number", value, unit_words(item.unit, 1 if str(value) == "1" else 2))
    else:
        yield Line("lines", str(value))


def _label(among: ChoiceList | None, value: str) -> Words:
    return next((each.label for each in (among.choices if among else ()) if each.value == value), value)
