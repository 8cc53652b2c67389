"""Writing IATI files: the same facts always give the same bytes, and every amount says its currency and its day."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from lxml import etree

from alianza.iati import standard
from alianza.iati.binding import Bound, Kind, NotWritable, Value, bound
from alianza.iati.safe import XML_LANG, Element
from alianza.iati.values import NOTHING, Activity, Amount, OrganisationFile
from alianza.vocabulary.refusal import Refusal, marked
from alianza.vocabulary.said import Said
from alianza.vocabulary.text import Text


class NothingToWrite(Refusal):
    code = "iati.nothing_to_write"
    message = marked("An IATI file holds at least one activity or organisation; there is none to write.")


class WrittenTwice(Refusal):
    code = "iati.written_twice"
    message = marked("%(identifier)s would stand in the file twice. Each may be described once.")


def write(activities: Sequence[Activity], *, generated_at: datetime) -> bytes:
    """A file of activities, by identifier. Raises NothingToWrite, WrittenTwice, NotWritable."""
    return _file("iati-activities", "iati-activity", activities, generated_at)


def write_organisations(organisations: Sequence[OrganisationFile], *, generated_at: datetime) -> bytes:
    """A file of organisations, by identifier. Raises NothingToWrite, WrittenTwice, NotWritable."""
    return _file("iati-organisations", "iati-organisation", organisations, generated_at)


def _file(root_tag: str, tag: str, held: Sequence[Activity | OrganisationFile], generated_at: datetime) -> bytes:
    if not held:
        raise NothingToWrite
    if generated_at.tzinfo is None:
        raise NotWritable(value=generated_at.isoformat(), field="generated_at", why=Said(marked("it has no time zone")))
    root = etree.Element(root_tag, {"version": standard.VERSION, "generated-datetime": _string(generated_at)})
    before = None
    for each in sorted(held, key=lambda each: each.identifier):
        if each.identifier == before:
            raise WrittenTwice(identifier=each.identifier)
        before = each.identifier
        _write(each, etree.SubElement(root, tag))
    etree.indent(root, space=" ")
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n"
    return written


def _write(value: Value, element: Element) -> None:
    for each in bound(type(value)):
        given = getattr(value, each.field)
        # Zero and "no" are told; None, empty strings and texts without words are not there.
        told = [one for one in (given if each.many else (given,)) if one is not None and one not in ("", NOTHING)]
        if each.required and not told:
            name = f"{type(value).__name__}.{each.field}"
            raise NotWritable(value=repr(given), field=name, why=Said(marked("it is required and empty")))
        for one in told:
            _write_one(one, each, element)


def _write_one(given: Any, each: Bound, element: Element) -> None:
    place = each.place
    match place.kind:
        case Kind.ATTRIBUTE:
            element.set(XML_LANG if place.name == "xml:lang" else place.name, _string(given))
        case Kind.NARRATIVES:
            _narratives(given, element)
        case Kind.TEXT:
            _narratives(given, etree.SubElement(element, place.name))
        case Kind.CONTENT:
            etree.SubElement(element, place.name).text = _string(given)
        case Kind.CODED:
            etree.SubElement(element, place.name, {place.attribute: _string(given)})
        case Kind.CHILD if isinstance(given, Amount):
            facts = {"currency": given.money.currency, "value-date": given.on.isoformat()}
            etree.SubElement(element, place.name, facts).text = f"{given.money.amount:f}"
        case Kind.CHILD:
            _write(given, etree.SubElement(element, place.name))


def _narratives(words: Text, element: Element) -> None:
    for language, said in sorted(words.languages.items()):
        if not language:
            raise NotWritable(
                value=repr(said[:60]), field=element.tag, why=Said(marked("it does not say its language"))
            )
        etree.SubElement(element, "narrative", {XML_LANG: language}).text = said


def _string(given: Any) -> str:
    if isinstance(given, bool):
        return "1" if given else "0"
    if isinstance(given, Decimal):
        return f"{given.normalize():f}"
    if isinstance(given, datetime):
        return given.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(given, date):
        return given.isoformat()
    return str(given)
