"""Changing the written form of an instrument, part by part, whether or not it can be read as a whole yet.

Every function gives a new document and leaves its own alone. Items are found by their place: `(3,)` is the fourth item,
`(3, 0)` the first inside that repeated group.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, Literal

from alianza.instruments.instrument import Instrument
from alianza.instruments.reading import SCHEMA, NotAnInstrument, read_instrument

Document = dict[str, Any]
Place = tuple[int, ...]
_LATER = ("checks", "outcomes", "cases", "carries")
_CONDITIONS = ("relevant", "constraint", "replaces")
_HEAD = {"schema", "urn", "version", "date", "kind", "respondent", "languages", "title"}
_TOP = (
    "schema", "urn", "version", "date", "kind", "respondent", "languages", "unreviewed", "title", "purpose", "sources",
    "principles", "lists", "given", "sections", "items", "checks", "outcomes", "carries", "cases", "lifecycle",
    "register", "complaints", "notes",
)  # fmt: skip
_INSIDE = (
    "id", "name", "v", "section", "type", "label", "title", "guidance", "ordered", "values", "score", "by", "required",
    "relevant", "constraint", "constraint_says", "list", "rows", "several", "unit", "least", "most", "longest",
    "compute", "level", "crit", "refs", "evidence", "audit", "replaces", "items", "when", "say", "answers", "given",
    "expect", "all", "any", "count", "test", "points", "fact", "op", "value",
)  # fmt: skip
_ORDER = {key: number for number, key in enumerate(dict.fromkeys((*_TOP, *_INSIDE)))}


def blank(urn: str, title: str, kind: str, respondent: str, day: str, language: str = "en") -> Document:
    """The least that is an instrument: one section with one question."""
    return {
        "schema": SCHEMA,
        "urn": urn,
        "version": 1,
        "date": day,
        "kind": kind,
        "respondent": respondent,
        "languages": list(dict.fromkeys([language, "en", "es", "fr"])),
        "title": {language: title},
        "sections": [{"id": "first", "title": {"en": "First section"}}],
        "items": [{"id": "FIRST", "section": "first", "type": "text", "label": {"en": "First question"}}],
    }


# where things stand


@dataclass(frozen=True, slots=True)
class Line:
    """An item where it stands; `within` are the items of a repeated group."""

    place: Place
    entry: Mapping[str, Any]
    within: tuple["Line", ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """A section where it stands, with its items; `at` is None for items whose section does not exist."""

    at: int | None
    entry: Mapping[str, Any]
    lines: tuple[Line, ...]


def entries(document: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    """A list of the document as far as it is one; what is no mapping counts as an empty one."""
    held = document.get(key)
    return [entry if isinstance(entry, dict) else {} for entry in held] if isinstance(held, list) else []


def blocks(document: Mapping[str, Any]) -> list[Block]:
    """Sections with their items, in order; last what stands in no section."""
    lines: dict[object, list[Line]] = {}
    sections = entries(document, "sections")
    known = {str(each.get("id")) for each in sections}
    for number, entry in enumerate(entries(document, "items")):
        within = tuple(Line((number, inner), child) for inner, child in enumerate(entries(entry, "items")))
        section = str(entry.get("section"))
        lines.setdefault(section if section in known else None, []).append(Line((number,), entry, within))
    found = [Block(at, each, tuple(lines.get(str(each.get("id")), ()))) for at, each in enumerate(sections)]
    return [*found, Block(None, {}, tuple(lines[None]))] if None in lines else found


def entry_at(document: Mapping[str, Any], place: Place) -> dict[str, Any] | None:
    """The item at a place, if there is one."""
    held = entries(document, "items")
    for step in place[:-1]:
        held = entries(held[step], "items") if step < len(held) else []
    return held[place[-1]] if place[-1] < len(held) else None


def names(document: Mapping[str, Any]) -> set[str]:
    """Every id that is taken: of sections, questions, checks and outcomes."""
    held = [each for key in ("sections", "items", "checks", "outcomes") for each in entries(document, key)]
    held += [child for item in entries(document, "items") for child in entries(item, "items")]
    return {str(each["id"]) for each in held if "id" in each}


def place_of(document: Mapping[str, Any], name: str) -> Place | None:
    """Where the item of that id stands."""
    for block in blocks(document):
        for line in block.lines:
            for each in (line, *line.within):
                if each.entry.get("id") == name:
                    return each.place
    return None


def path_of(place: Place) -> str:
    """A place as problems name it: `items[3].items[0]`."""
    return ".".join(f"items[{step}]" for step in place)


# changes


def _items(document: Document, place: Place) -> list[Any]:
    held: list[Any] = document.setdefault("items", [])
    for step in place[:-1]:
        held = held[step].setdefault("items", [])
    return held


def with_item(document: Document, place: Place, entry: Mapping[str, Any]) -> Document:
    """Another item in the place of one; what referred to its old id refers to the new one."""
    changed = deepcopy(document)
    old = _items(changed, place)[place[-1]].get("id")
    _items(changed, place)[place[-1]] = dict(entry)
    new = entry.get("id")
    if isinstance(old, str) and isinstance(new, str) and old != new and place_of(changed, old) is None:
        changed = renamed(changed, old, new)
    return changed


def with_new_item(document: Document, entry: Mapping[str, Any], group: int | None = None) -> tuple[Document, Place]:
    """One more item, at the end of its section or of the repeated group; and where it stands."""
    changed = deepcopy(document)
    if group is not None:
        held = _items(changed, (group, 0))
        held.append(dict(entry))
        return changed, (group, len(held) - 1)
    held = _items(changed, (0,))
    section = entry.get("section")
    same = [number for number, each in enumerate(held) if isinstance(each, dict) and each.get("section") == section]
    at = same[-1] + 1 if same else len(held)
    held.insert(at, dict(entry))
    return changed, (at,)


def without_item(document: Document, place: Place) -> Document:
    """The document without one item; conditions that test it are left, and are told as problems."""
    changed = deepcopy(document)
    del _items(changed, place)[place[-1]]
    return changed


def with_item_moved(document: Document, place: Place, by: Literal[-1, 1]) -> Document:
    """One item before or after its neighbour of the same section or group; unchanged where there is none."""
    changed = deepcopy(document)
    held, at = _items(changed, place), place[-1]
    section = held[at].get("section")
    after = range(at + 1, len(held)) if by > 0 else range(at - 1, -1, -1)
    for other in after:
        if len(place) > 1 or held[other].get("section") == section:
            held[at], held[other] = held[other], held[at]
            break
    return changed


def with_section(document: Document, at: int | None, entry: Mapping[str, Any]) -> Document:
    """Another section in the place of one, or one more; its items follow a new id."""
    changed = deepcopy(document)
    held = changed.setdefault("sections", [])
    if at is None:
        held.append(dict(entry))
        return changed
    old, new = held[at].get("id"), entry.get("id")
    held[at] = dict(entry)
    for item in entries(changed, "items"):
        if item.get("section") == old:
            item["section"] = new
    return changed


def with_section_moved(document: Document, at: int, by: Literal[-1, 1]) -> Document:
    """One section before or after its neighbour."""
    changed = deepcopy(document)
    held = changed["sections"]
    if 0 <= at + by < len(held):
        held[at], held[at + by] = held[at + by], held[at]
    return changed


def without_section(document: Document, at: int) -> Document:
    """The document without one section and the items in it."""
    changed = deepcopy(document)
    gone = changed["sections"].pop(at).get("id")
    changed["items"] = [each for each in entries(changed, "items") if each.get("section") != gone]
    return changed


def with_list(document: Document, name: str | None, new: str, content: object) -> Document:
    """Another list in the place of one, or one more; items follow a new name."""
    changed = deepcopy(document)
    lists = changed.get("lists") if isinstance(changed.get("lists"), dict) else {}
    assert isinstance(lists, dict)
    changed["lists"] = {
        (new if key == name else key): (content if key == name else held) for key, held in lists.items()
    }
    changed["lists"].setdefault(new, content)
    for item in entries(changed, "items"):
        for each in (item, *entries(item, "items")):
            for key in ("list", "rows"):
                if name and each.get(key) == name:
                    each[key] = new
    return changed


def without_list(document: Document, name: str) -> Document:
    """The document without one list."""
    changed = deepcopy(document)
    changed["lists"] = {key: held for key, held in changed.get("lists", {}).items() if key != name}
    return changed


def renamed(document: Document, old: str, new: str) -> Document:
    """The document in which conditions, sums, cases and carried answers speak of `new` where they spoke of `old`."""
    fact = re.compile(rf"{re.escape(old)}(?=\.|\Z)")

    def listed(held: object) -> object:
        return [new if each == old else each for each in held] if isinstance(held, list) else held

    def walk(node: Any) -> Any:
        if isinstance(node, list):
            return [walk(each) for each in node]
        if not isinstance(node, dict):
            return node
        found = {key: walk(each) for key, each in node.items()}
        if isinstance(found.get("fact"), str) and "op" in found:
            found["fact"] = fact.sub(new, found["fact"], count=1) if fact.match(found["fact"]) else found["fact"]
        if found.get("param") == old:
            found["param"] = new
        if isinstance(found.get("compute"), dict):
            found["compute"] = {key: listed(terms) for key, terms in found["compute"].items()}
        return found

    changed: Document = walk(deepcopy(document))
    for case in entries(changed, "cases"):
        if isinstance(case.get("answers"), dict):
            case["answers"] = {new if key == old else key: value for key, value in case["answers"].items()}
        if isinstance(case.get("expect"), dict):
            case["expect"] = {
                key: listed(value) if key in {"hidden", "missing"} else value for key, value in case["expect"].items()
            }
    carries = changed.get("carries")
    if isinstance(carries, dict) and isinstance(carries.get("answers"), dict):
        carries["answers"] = {new if key == old else key: value for key, value in carries["answers"].items()}
    return changed


# reading what is not finished


def as_far_as_read(document: Mapping[str, Any]) -> Instrument | None:
    """The questions without their conditions, leaving out those that cannot be read; None when none can be.

    It says what conditions may test and by which labels, while the document as a whole still has problems.
    """
    bare = {key: deepcopy(value) for key, value in document.items() if key not in _LATER}
    for entry in _each(bare):
        for key in _CONDITIONS:
            entry.pop(key, None)
    for _attempt in range(3):
        try:
            return read_instrument(bare)
        except NotAnInstrument as unread:
            paths = [problem.path for problem in unread.problems]
        for path in paths:
            key = re.split(r"[.\[]", path, maxsplit=1)[0]
            if key in _HEAD:
                bare[key] = blank("urn:alianza:draft", "–", "questionnaire", "state", "2000-01-01")[key]
            elif key == "instrument":
                bare = {name: held for name, held in bare.items() if name in _TOP}
        bad = {int(found[1]) for path in paths if (found := re.match(r"items\[(\d+)\]", path))}
        bare["items"] = [each for number, each in enumerate(entries(bare, "items")) if number not in bad]
        for key in ("purpose", "given"):
            if any(path.startswith(key) for path in paths):
                bare.pop(key, None)
    return None


def _each(document: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    yield from entries(document, "sections")
    for item in entries(document, "items"):
        yield item
        yield from entries(item, "items")


def in_order(node: Any) -> Any:
    """A document with its keys in the order in which people write them; databases keep none."""
    if isinstance(node, Mapping):
        known = sorted((key for key in node if key in _ORDER), key=_ORDER.__getitem__)
        rest = sorted(key for key in node if key not in _ORDER)
        return {key: in_order(node[key]) for key in [*known, *rest]}
    return [in_order(each) for each in node] if isinstance(node, Sequence) and not isinstance(node, str) else node
