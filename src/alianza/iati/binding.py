"""Where a value stands in the file: the one description from which writing and reading both follow.

A class of `values` is an element; its fields, in the order of the schema, say what becomes of them:

    attribute("ref")            an attribute of the element
    narratives()                the element's own texts, one <narrative> for each language
    text("title")               a child element that holds texts
    content("iati-identifier")  a child element that holds one plain string
    coded("activity-status")    a child element with its value in an attribute, `code` unless said otherwise
    child("sector")             a child element with a class of its own

What a field holds (a string, a date, a number, many of them) is told by its type. Many things whose order says nothing
are sorted, so that the same facts always give the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from alianza.vocabulary.refusal import Refusal, marked
from alianza.vocabulary.said import Said
from alianza.vocabulary.text import Text

ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML file may hold, not even escaped: control characters, halves of pairs."""


class NotWritable(Refusal):
    code = "iati.not_writable"
    message = marked("%(value)s cannot stand in %(field)s of an IATI file: %(why)s.")


class Kind(StrEnum):
    ATTRIBUTE = "attribute"
    NARRATIVES = "narratives"
    TEXT = "text"
    CONTENT = "content"
    CODED = "coded"
    CHILD = "child"


@dataclass(frozen=True, slots=True)
class Place:
    """What `Annotated` says of a field."""

    kind: Kind
    name: str = ""
    attribute: str = ""
    ordered: bool = False


def attribute(name: str) -> Place:
    return Place(Kind.ATTRIBUTE, name)


def narratives() -> Place:
    return Place(Kind.NARRATIVES)


def text(element: str) -> Place:
    return Place(Kind.TEXT, element)


def content(element: str) -> Place:
    return Place(Kind.CONTENT, element)


def coded(element: str, attribute: str = "code") -> Place:
    return Place(Kind.CODED, element, attribute)


def child(element: str, *, ordered: bool = False) -> Place:
    """`ordered`: the order in which many are told says something, and stays."""
    return Place(Kind.CHILD, element, ordered=ordered)


@dataclass(frozen=True, slots=True)
class Bound:
    """A field with its place and the type of what it holds: of one of them, where it holds many."""

    field: str
    place: Place
    type: Any
    many: bool
    required: bool


def bound(cls: type) -> tuple[Bound, ...]:
    """The fields of a class that stand in the file, in the order of the schema."""
    return _bound(cls)


@cache
def _bound(cls: type) -> tuple[Bound, ...]:
    hints = get_type_hints(cls, include_extras=True)
    named = {each.name: each for each in fields(cls)}
    found = []
    for name, hint in hints.items():
        if get_origin(hint) is not Annotated or name not in named:
            continue
        held, place = get_args(hint)[:2]
        many = get_origin(held) is tuple
        if many:
            held = get_args(held)[0]
        elif get_origin(held) in {UnionType, Union}:
            (held,) = (option for option in get_args(held) if option is not NoneType)
        required = named[name].default is MISSING and named[name].default_factory is MISSING
        found.append(Bound(name, place, held, many, required))
    return tuple(found)


class Value:
    """What every value of a file is: frozen, comparable, and once made, as it will be written."""

    __slots__ = ()

    def __post_init__(self) -> None:
        for each in bound(type(self)):
            given = getattr(self, each.field)
            settled = _settled(given, each, type(self).__name__)
            if settled is not given:
                object.__setattr__(self, each.field, settled)


def _settled(given: Any, each: Bound, owner: str) -> Any:
    if each.many:
        items = tuple(_settled_one(item, each, owner) for item in given)
        return items if each.place.ordered or len(items) < 2 else tuple(sorted(items, key=sort_key))
    return _settled_one(given, each, owner)


def _settled_one(given: Any, each: Bound, owner: str) -> Any:
    field = f"{owner}.{each.field}"
    if isinstance(given, str):
        if ILLEGAL.search(given):
            raise NotWritable(
                value=repr(given[:60]), field=field, why=Said(marked("it has a character that no XML file may hold"))
            )
        return given.strip()
    if isinstance(given, Text):
        return plain(given)
    if isinstance(given, datetime):
        if given.tzinfo is None:
            raise NotWritable(value=given.isoformat(), field=field, why=Said(marked("it has no time zone")))
        return given.astimezone(UTC).replace(microsecond=0)
    if isinstance(given, Decimal) and not given.is_finite():
        raise NotWritable(value=str(given), field=field, why=Said(marked("it is no number")))
    return given


def plain(given: Text) -> Text:
    """Without blanks around and without what is empty; a character that XML cannot hold becomes a visible one."""
    kept: dict[str, str] = {}
    for language, words in sorted(given.languages.items()):
        code, said = language.strip().lower(), ILLEGAL.sub("\ufffd", words).strip()
        if ILLEGAL.search(code):
            raise NotWritable(value=repr(language[:20]), field="xml:lang", why=Said(marked("it is no language")))
        if said:
            kept[code] = f"{kept[code]}\n{said}" if code in kept else said
    return Text(kept)


def sort_key(value: Any) -> tuple[Any, ...]:
    """A key by which any two values of one class can be ordered, always in the same way."""
    if value is None:
        return (0,)
    if is_dataclass(value) and not isinstance(value, (type, Text)):
        return (1, *(sort_key(getattr(value, each.name)) for each in fields(value)))
    if isinstance(value, tuple):
        return (1, *(sort_key(item) for item in value))
    if isinstance(value, Text):
        return (1, *_words(value.languages))
    if isinstance(value, (date, datetime)):
        return (1, value.isoformat())
    return (1, value)


def _words(languages: Mapping[str, str]) -> Iterator[str]:
    for language, words in sorted(languages.items()):
        yield from (language, words)
