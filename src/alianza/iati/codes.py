"""Whether every coded value stands in the list that the standard names for its place."""

from collections.abc import Iterator
from functools import cache
from types import MappingProxyType
from typing import Any

from lxml import etree

from alianza.iati import standard
from alianza.iati.findings import Finding, Severity
from alianza.iati.places import Places
from alianza.iati.safe import Element, Tree, line_of
from alianza.vocabulary.refusal import marked

UNKNOWN = marked("%(value)s is not a code of the list %(list)s (%(place)s).")
BEYOND = marked("%(value)s is not a code of the list %(list)s (%(place)s), which its keepers call incomplete.")
WITHDRAWN = marked("%(value)s (%(name)s) was withdrawn from the list %(list)s on %(day)s (%(place)s).")
WITHDRAWN_ONCE = marked("%(value)s (%(name)s) was withdrawn from the list %(list)s (%(place)s).")


FROM_THE_ROOT = {
    "//iati-activity/": "/iati-activities/iati-activity/",
    "//iati-organisation/": "/iati-organisations/iati-organisation/",
}
"""The same places without searching the whole file for each of 124 paths."""


@cache
def _places() -> tuple[tuple[Any, standard.Use], ...]:
    """Each use with the path that finds its values: the condition is asked of the element that bears the value."""
    found = []
    for use in standard.uses():
        element, _, value = use.path.rpartition("/")
        where = f"{element}[{use.condition}]/{value}" if use.condition else use.path
        for anywhere, exactly in FROM_THE_ROOT.items():
            where = exactly + where.removeprefix(anywhere) if where.startswith(anywhere) else where
        found.append((etree.XPath(where), use))
    return tuple(found)


def faults(tree: Tree) -> Iterator[Finding]:
    """Values outside their list are errors, withdrawn ones warnings.

    A list that its keepers call incomplete is treated like the others, as the public validator does: what it refuses
    does not reach the readers of the data.
    """
    places = Places(tree)
    for find, use in _places():
        codes = standard.codelist(use.codelist).codes
        for value in find(tree):
            known = codes.get(str(value))
            if known is None or known.withdrawn:
                yield _finding(value, known, use, places)


def _finding(value: Any, known: standard.Code | None, use: standard.Use, places: Places) -> Finding:
    element: Element = value.getparent()
    attribute = value.attrname if value.is_attribute else ""
    if attribute and attribute.startswith("{"):
        attribute = "xml:lang"
    facts = {
        "value": f"'{str(value)[:60]}'",
        "list": use.codelist,
        "place": f"{element.tag}/@{attribute}" if attribute else element.tag,
    }
    message = UNKNOWN if standard.codelist(use.codelist).complete else BEYOND
    if known is not None:
        facts |= {"name": known.name()} | ({"day": known.withdrawn} if known.withdrawn != "yes" else {})
        message = WITHDRAWN if "day" in facts else WITHDRAWN_ONCE
    return Finding(
        rule="codelist",
        id=use.codelist,
        severity=Severity.ERROR if known is None else Severity.WARNING,
        message=message,
        context=places.path(element),
        line=line_of(element),
        facts=MappingProxyType(facts),
    )
