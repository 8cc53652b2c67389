"""The check before publishing: schema, codelists, rules, and the few things that only the whole file can tell."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import MappingProxyType

from alianza.iati import codes, rules, schema, standard
from alianza.iati.findings import Finding, Findings, Severity
from alianza.iati.places import Places
from alianza.iati.safe import ROOTS, Element, NotReadable, Tree, line_of, parsed, refuse_root
from alianza.vocabulary.refusal import marked

TWICE = marked("%(identifier)s stands in the file already, in line %(line)s. Each may be described once.")
OTHER_VERSION = marked("The file says version %(given)s of IATI. It was checked against %(checked)s.")
EACH = {
    "iati-activities": ("iati-activity", "iati-identifier"),
    "iati-organisations": ("iati-organisation", "organisation-identifier"),
}


def check(source: bytes | Path, *, today: date, publishers: Collection[str] = ()) -> Findings:
    """Check a file of activities or of organisations against IATI 2.03.

    `today` is the day by which "not in the future" is judged, all of it counting as past. `publishers` are identifiers
    registered with IATI as they are, which need not look like today's. A file that cannot be read has one finding,
    "file"; nothing is raised for what stands in the file.
    """
    try:
        tree = parsed(source)
        refuse_root(tree.getroot(), *ROOTS)
    except NotReadable as refusal:
        found = Finding("file", refusal.code.partition(".")[2], Severity.ERROR, refusal.message, facts=refusal.facts)
        return Findings.of([found], vintage())
    every = (
        *_version(tree),
        *_twice(tree),
        *schema.faults(tree),
        *codes.faults(tree),
        *rules.faults(tree, today=today, publishers=publishers),
    )
    return Findings.of(_with_activity(tree, every), vintage())


def vintage() -> str:
    """What a check is made against: schema, lists that never change, lists that do, rules."""
    return "; ".join(dict.fromkeys(each.origin for each in standard.sources()))


def _version(tree: Tree) -> Iterator[Finding]:
    given = tree.getroot().get("version", "")
    if given and given != standard.VERSION:
        facts = {"given": given[:20], "checked": standard.VERSION}
        yield Finding("file", "version", Severity.WARNING, OTHER_VERSION, facts=MappingProxyType(facts))


def _twice(tree: Tree) -> Iterator[Finding]:
    """The ruleset looks at one activity at a time and cannot see this; the public validator asks it too (1.1.2)."""
    places, seen = Places(tree), dict[str, int]()
    for element, identifier in _each(tree):
        if identifier and identifier in seen:
            facts = {"identifier": identifier, "line": seen[identifier]}
            where = places.path(element)
            yield Finding(
                "file", "1.1.2", Severity.ERROR, TWICE, where, line=line_of(element), facts=MappingProxyType(facts)
            )
        seen.setdefault(identifier, line_of(element))


def _each(tree: Tree) -> Iterator[tuple[Element, str]]:
    tag, identifier = EACH[tree.getroot().tag]
    for element in tree.getroot().iterfind(tag):
        yield element, (element.findtext(identifier) or "").strip()


def _with_activity(tree: Tree, found: Collection[Finding]) -> Iterator[Finding]:
    """Each finding with the identifier of the activity that it stands in."""
    places = Places(tree)
    names = {places.path(element): identifier for element, identifier in _each(tree)} if found else {}
    for each in found:
        yield replace(each, activity=names.get("/".join(each.context.split("/")[:3]), ""))
