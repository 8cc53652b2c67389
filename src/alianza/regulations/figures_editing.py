"""Changing the dated figures and the sources of a sheet, one at a time: a document in, another or a refusal out."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any

from alianza.regulations import rule_editing
from alianza.vocabulary.refusal import Refusal, marked

Document = Mapping[str, Any]


class StillUsed(Refusal):
    code = "regulations.sheet.still_used"
    message = marked("%(name)s is still used by: %(places)s. Change those first.")


class NotThere(Refusal):
    code = "regulations.sheet.not_there"
    message = marked("This is not there any more. Load the page again.")


def sources(document: Document) -> list[dict[str, Any]]:
    held = document.get("sources")
    return [each for each in held if isinstance(each, dict)] if isinstance(held, list) else []


def figures(document: Document) -> dict[str, dict[str, Any]]:
    held = document.get("parameters")
    return {name: each for name, each in held.items() if isinstance(each, dict)} if isinstance(held, Mapping) else {}


def values(figure: Document) -> list[dict[str, Any]]:
    held = figure.get("values")
    return [each for each in held if isinstance(each, dict)] if isinstance(held, list) else []


def with_source(document: Document, name: str | None, entry: Document) -> dict[str, Any]:
    """Another source in the place of one, or one more under the next free id; an id never changes. Raises NotThere."""
    held = deepcopy(sources(document))
    if name is None:
        known = {str(each.get("id")) for each in held}
        number = next(each for each in range(1, len(known) + 2) if f"s{each}" not in known)
        held.append({"id": f"s{number}", **entry})
    else:
        at = next((at for at, each in enumerate(held) if each.get("id") == name), None)
        if at is None:
            raise NotThere
        held[at] = {**held[at], **entry}
    return {**document, "sources": held}


def without_source(document: Document, name: str) -> dict[str, Any]:
    """Raises NotThere; StillUsed while a line, a figure or a condition rests on it."""
    held = sources(document)
    if all(each.get("id") != name for each in held):
        raise NotThere
    places = list(dict.fromkeys(_resting_on(document, name)))
    if places:
        raise StillUsed(name=name, places=", ".join(places[:5]))
    return {**document, "sources": [deepcopy(each) for each in held if each.get("id") != name]}


def _resting_on(document: Document, name: str) -> Iterator[str]:
    elements = document.get("elements")
    for key, element in elements.items() if isinstance(elements, Mapping) else ():
        for kind in ("say", "facts"):
            entries = element.get(kind) if isinstance(element, Mapping) else None
            for entry in entries if isinstance(entries, list) else ():
                if isinstance(entry, Mapping) and name in (entry.get("src") or ()):
                    yield str(key)
    for figure, entry in figures(document).items():
        if any(name in (value.get("src") or ()) for value in values(entry)):
            yield figure
    for _path, node in rule_editing.walk(document.get("eligibility")):
        if name in (node.get("cite") or ()):
            yield str(node.get("label") or node.get("id") or "")


def with_figure(document: Document, name: str | None, label: str, entry: Document) -> dict[str, Any]:
    """Unit, payer, note and gaps of a figure; or one more figure, named by its label. Its values stay."""
    held = deepcopy(figures(document))
    if name is None:
        held[rule_editing.fresh_id(label, held)] = {**entry, "values": []}
    elif name not in held:
        raise NotThere
    else:
        kept = {key: value for key, value in held[name].items() if key not in {"unit", "payer", "note", "gaps"}}
        held[name] = {**kept, **entry}
    return {**document, "parameters": held}


def without_figure(document: Document, name: str) -> dict[str, Any]:
    """Raises NotThere; StillUsed while a condition compares with it."""
    held = figures(document)
    if name not in held:
        raise NotThere
    places = [
        str(node.get("label") or node.get("id") or "")
        for _path, node in rule_editing.walk(document.get("eligibility"))
        if isinstance(node.get("test"), Mapping) and node["test"].get("value") == {"param": name}
    ]
    if places:
        raise StillUsed(name=name, places=", ".join(places[:5]))
    return {**document, "parameters": {key: deepcopy(each) for key, each in held.items() if key != name}}


def with_value(document: Document, name: str, at: int | None, entry: Document) -> dict[str, Any]:
    """Another value in the place of one, or one more; they stand by their first day. Raises NotThere."""
    held = deepcopy(figures(document))
    if name not in held:
        raise NotThere
    entries = values(held[name])
    if at is None:
        entries.append(dict(entry))
    elif at < len(entries):
        entries[at] = dict(entry)
    else:
        raise NotThere
    held[name]["values"] = sorted(entries, key=lambda each: str(each.get("from") or ""))
    return {**document, "parameters": held}


def without_value(document: Document, name: str, at: int) -> dict[str, Any]:
    """Raises NotThere."""
    held = deepcopy(figures(document))
    if name not in held or not 0 <= at < len(values(held[name])):
        raise NotThere
    held[name]["values"] = [each for number, each in enumerate(values(held[name])) if number != at]
    return {**document, "parameters": held}
