"""The example files, and files that differ from them in one place."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from lxml import etree

from alianza.iati import Finding, Findings, check

EXAMPLES = Path(__file__).parent / "examples"
FUND = EXAMPLES / "fund_and_programme.xml"
OFFICIAL_ACTIVITY = EXAMPLES / "official_activity.xml"
OFFICIAL_ORGANISATION = EXAMPLES / "official_organisation.xml"
TODAY = date(2026, 10, 1)

Change = Callable[[Any], None]


def changed(file: Path, *changes: Change) -> bytes:
    root = etree.parse(file).getroot()
    for change in changes:
        change(root)
    return bytes(etree.tostring(root))


def one(root: Any, path: str) -> Any:
    found = root.xpath(path)
    assert found, f"{path} finds nothing in the example"
    return found[0]


def put(path: str, **attributes: str) -> Change:
    """Give the element other attributes: `iso_date` is iso-date, `xml_lang` xml:lang."""

    def change(root: Any) -> None:
        element = one(root, path)
        for name, value in attributes.items():
            element.set(name.replace("_", "-"), value)

    return change


def drop(path: str, attribute: str = "") -> Change:
    """Take an element away, or one of its attributes."""

    def change(root: Any) -> None:
        element = one(root, path)
        if attribute:
            del element.attrib[attribute]
        else:
            element.getparent().remove(element)

    return change


def drop_all(path: str) -> Change:
    def change(root: Any) -> None:
        for element in root.xpath(path):
            element.getparent().remove(element)

    return change


def write(path: str, text: str) -> Change:
    def change(root: Any) -> None:
        one(root, path).text = text

    return change


def add_after(path: str, xml: str) -> Change:
    def change(root: Any) -> None:
        one(root, path).addnext(etree.fromstring(xml))

    return change


def add_inside(path: str, xml: str) -> Change:
    def change(root: Any) -> None:
        one(root, path).append(etree.fromstring(xml))

    return change


def checked(source: bytes | Path) -> Findings:
    return check(source, today=TODAY)


def names(findings: Findings) -> set[tuple[str, str]]:
    """Rule and number of each finding."""
    return {(each.rule, each.id) for each in findings}


def new_in(source: bytes, base: Findings) -> list[Finding]:
    """What a changed file has of rules that the unchanged one does not break, or breaks less often."""
    left = [(each.rule, each.id) for each in base]
    found = []
    for each in checked(source):
        if (each.rule, each.id) in left:
            left.remove((each.rule, each.id))
        else:
            found.append(each)
    return found
