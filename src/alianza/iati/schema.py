"""The published schema, its faults said in plain words."""

import re
from collections.abc import Iterator
from types import MappingProxyType

from alianza.iati import standard
from alianza.iati.findings import Finding, Severity
from alianza.iati.safe import Tree
from alianza.vocabulary.refusal import marked
from alianza.vocabulary.said import Said

_QUOTED = re.compile(r"'([^']*)'")
_EXPECTED = re.compile(r"Expected is (?:one of )?\( (.*?) \)")

_KINDS = {
    "wants": marked("%(element)s is not complete: it still needs %(expected)s."),
    "misplaced": marked("%(element)s may not stand here. The schema expects %(expected)s."),
    "unknown": marked("%(element)s may not stand here."),
    "attribute missing": marked("%(element)s has no attribute %(attribute)s, which the schema requires."),
    "attribute unknown": marked("%(element)s may not have the attribute %(attribute)s."),
    "value": marked("%(value)s is not %(kind)s (%(element)s)."),
    "attribute value": marked("%(value)s is not %(kind)s (%(element)s, attribute %(attribute)s)."),
    "text": marked("%(element)s may not hold text of its own."),
    "other": marked("%(reason)s"),
}
_KIND_OF_VALUE = {
    "xs:date": marked("a date; write it as 2026-11-21"),
    "xs:dateTime": marked("a date with a time; write it as 2026-11-21T09:00:00Z"),
    "xs:decimal": marked("a number; write digits with a point, such as 1250.50"),
    "xs:int": marked("a whole number"),
    "xs:positiveInteger": marked("a whole number above zero"),
    "xs:nonNegativeInteger": marked("a whole number, zero or above"),
    "xs:boolean": marked("yes or no; write 1 or 0"),
    "xs:anyURI": marked("an address"),
}


def faults(tree: Tree) -> Iterator[Finding]:
    """What the schema of the tree's own kind of file refuses, one finding each."""
    schema = standard.schema(tree.getroot().tag)
    if schema.validate(tree):
        return
    seen = set()
    for entry in schema.error_log:
        kind, facts = _told(entry.message)
        # An attribute with a wrong value is reported twice: as of its type, and as of the attribute.
        key = (entry.line, entry.path, kind, *sorted(facts.items()))
        if key not in seen:
            seen.add(key)
            yield Finding(
                rule="schema",
                id=kind,
                severity=Severity.ERROR,
                message=_KINDS[kind],
                context=entry.path or "",
                line=entry.line or 0,
                facts=MappingProxyType(facts),
            )


def _told(message: str) -> tuple[str, dict[str, str]]:
    """The kind of fault and its facts, out of libxml2's words."""
    quoted = _QUOTED.findall(message)
    element = f"<{quoted[0]}>" if quoted else ""
    expected = _EXPECTED.search(message)
    if "Missing child element" in message and expected:
        return "wants", {"element": element, "expected": _listed(expected[1])}
    if "This element is not expected" in message:
        if expected:
            return "misplaced", {"element": element, "expected": _listed(expected[1])}
        return "unknown", {"element": element}
    if "is required but missing" in message and len(quoted) >= 2:
        return "attribute missing", {"element": element, "attribute": quoted[1]}
    if "is not allowed" in message and "attribute" in message and len(quoted) >= 2:
        return "attribute unknown", {"element": element, "attribute": quoted[1]}
    if "is not a valid value of the" in message:
        facts = {"element": element, "value": f"'{quoted[-2][:60]}'", "kind": _kind(quoted[-1])}
        if "attribute" in message.partition(":")[0]:
            return "attribute value", facts | {"attribute": quoted[1]}
        return "value", facts
    if "Character content" in message:
        return "text", {"element": element}
    return "other", {"reason": message}


def _kind(type_name: str) -> str:
    return Said(_KIND_OF_VALUE[type_name]) if type_name in _KIND_OF_VALUE else type_name


def _listed(names: str) -> str:
    found = [name for name in names.split(", ") if not name.startswith("##other")]
    shown = ", ".join(found[:6])
    return f"{shown}, ..." if len(found) > 6 else shown
