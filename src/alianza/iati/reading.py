"""Reading IATI files back into values: one's own to the letter, other people's as far as they can be understood.

What cannot be understood is said with its line, and left out as the smallest whole it belongs to (a transaction, a
budget): a transaction without an amount is no transaction of zero. Of the activity itself only that fact is left out.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import ROUND_HALF_EVEN, Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from lxml import etree

from alianza.iati.binding import Bound, Kind, Value, bound
from alianza.iati.findings import Finding, Findings, Severity
from alianza.iati.lexical import date_of, moment_of, number_of, whole_number_of, yes_or_no
from alianza.iati.safe import XML_LANG, Element, NotReadable, line_of, parsed, refuse_root, streamed
from alianza.iati.values import Activity, Amount, OrganisationFile
from alianza.vocabulary.money import Money, TooManyDecimals, currency
from alianza.vocabulary.refusal import Refusal, marked
from alianza.vocabulary.said import Said
from alianza.vocabulary.text import Text

V = TypeVar("V", bound=Value)

ROUNDED = marked("%(value)s has more decimals than %(currency)s; it was rounded to %(rounded)s (%(element)s).")
LACKS = marked("%(element)s lacks %(part)s and was left out.")
IS_NO = marked("%(value)s is no %(kind)s (%(element)s, %(part)s); it was left out.")
NO_CURRENCY = marked("%(element)s names no currency, and neither does its activity; it was left out.")

READERS: dict[type, tuple[Callable[[str], Any], str]] = {
    str: (str.strip, marked("text")),
    int: (whole_number_of, marked("whole number")),
    bool: (yes_or_no, marked("yes or no")),
    Decimal: (number_of, marked("number")),
    date: (date_of, marked("date")),
    datetime: (moment_of, marked("date with a time")),
}
AMOUNT = marked("amount in a known currency")
STRING = etree.XPath("string()")


class NotUnderstood(NotReadable):
    code = "iati.not_understood"
    message = marked("%(count)s parts of the file cannot be read. The first: %(first)s")

    def __init__(self, findings: Findings) -> None:
        self.findings = findings
        super().__init__(count=len(findings), first=findings.found[0].said)


def read(source: bytes | Path) -> tuple[Activity, ...]:
    """Every activity of a file, whole: `read(write(activities, ...))` gives the activities back, by identifier.

    Raises NotReadable, and NotUnderstood if any part cannot be read.
    """
    return _whole(source, "iati-activities", "iati-activity", Activity)


def read_organisations(source: bytes | Path) -> tuple[OrganisationFile, ...]:
    """Every organisation of a file, whole. Raises NotReadable, NotUnderstood."""
    return _whole(source, "iati-organisations", "iati-organisation", OrganisationFile)


def stream(source: Path, *, told: Callable[[Finding], None] | None = None) -> Iterator[Activity]:
    """The activities of a large file of somebody else, one at a time, in the file's order.

    `told` is given a finding for each part that was left out (an error) or changed (a warning). Raises NotReadable;
    when the file goes wrong in the middle, only after the activities before that place.
    """
    for element in streamed(source, "iati-activities", "iati-activity"):
        reader = Reader(element)
        activity = reader.whole(Activity, element)
        if told is not None:
            for finding in reader.found:
                told(finding)
        if activity is not None:
            yield activity


def _whole(source: bytes | Path, root_tag: str, tag: str, cls: type[V]) -> tuple[V, ...]:
    root = parsed(source).getroot()
    refuse_root(root, root_tag)
    values: list[V] = []
    found: list[Finding] = []
    for element in root.iterfind(tag):
        reader = Reader(element)
        value = reader.whole(cls, element)
        if value is not None:
            values.append(value)
        found += reader.found
    if found:
        raise NotUnderstood(Findings.of(found))
    return tuple(values)


class LeftOut(Exception):
    """The whole that this stood in cannot be read without it."""


class Reader:
    """Reads one activity or organisation; `found` says what of it could not be read."""

    def __init__(self, top: Element) -> None:
        self.language = top.get(XML_LANG, "")
        self.currency = top.get("default-currency", "").strip()
        self.identifier = (top.findtext("iati-identifier") or top.findtext("organisation-identifier") or "").strip()
        self.found: list[Finding] = []

    def whole(self, cls: type[V], top: Element) -> V | None:
        try:
            return self.value(cls, top, top=True)
        except LeftOut:
            return None

    def value(self, cls: type[V], element: Element, *, top: bool = False) -> V:
        told = {}
        for each in bound(cls):
            try:
                held = self.field(each, element)
            except LeftOut:
                if each.required or not (top or each.place.kind is Kind.CHILD):
                    raise
                continue
            if held is not None:
                told[each.field] = held
            elif each.required:
                if each.type is not Text:
                    raise self.left_out(LACKS, element, part=each.place.name or each.field)
                told[each.field] = Text({})
        try:
            return cls(**told)
        except Refusal as refusal:
            raise self.left_out(refusal.message, element, **refusal.facts) from None

    def field(self, each: Bound, element: Element) -> Any:
        """What the field holds; None if the file does not say it. Many are never None."""
        place = each.place
        match place.kind:
            case Kind.ATTRIBUTE:
                return self.one(each, element, element.get(XML_LANG if place.name == "xml:lang" else place.name))
            case Kind.NARRATIVES:
                return self.words(element) or None
            case Kind.TEXT:
                child = element.find(place.name)
                return (self.words(child) or None) if child is not None else None
            case Kind.CONTENT:
                child = element.find(place.name)
                return self.one(each, element, None if child is None else STRING(child))
            case Kind.CODED:
                found = [self.one(each, child, child.get(place.attribute)) for child in element.iterfind(place.name)]
                held = [one for one in found if one is not None]
            case Kind.CHILD:
                held = list(self.children(each, element))
        if each.many:
            return tuple(held)
        return held[0] if held else None

    def children(self, each: Bound, element: Element) -> Iterator[Any]:
        for child in element.iterfind(each.place.name):
            try:
                yield self.amount(child) if each.type is Amount else self.value(each.type, child)
            except LeftOut:
                if each.required and not each.many:
                    raise

    def one(self, each: Bound, element: Element, given: str | None) -> Any:
        if given is None or not given.strip():
            return None
        read, kind = READERS[each.type]
        found = read(given)
        if found is None:
            raise self.left_out(
                IS_NO, element, value=shown(given), kind=Said(kind), part=each.place.attribute or each.place.name
            )
        return found

    def words(self, element: Element) -> Text:
        said: dict[str, str] = {}
        for narrative in element.iterfind("narrative"):
            language = narrative.get(XML_LANG) or self.language
            words = str(STRING(narrative)).strip()
            if words:
                said[language] = f"{said[language]}\n{words}" if language in said else words
        return Text(said)

    def amount(self, element: Element) -> Amount:
        code = element.get("currency", "").strip() or self.currency
        given = str(STRING(element))
        number, day = number_of(given), date_of(element.get("value-date", ""))
        if not code:
            raise self.left_out(NO_CURRENCY, element)
        if day is None:
            raise self.left_out(LACKS, element, part="value-date")
        try:
            if number is None:
                raise Refusal
            return Amount(self.money(number, code, element), day)
        except Refusal:
            raise self.left_out(
                IS_NO, element, value=shown(f"{given} {code}"), kind=Said(AMOUNT), part="value"
            ) from None

    def money(self, number: Decimal, code: str, element: Element) -> Money:
        """Other people's amounts may have more decimals than their currency; rounding them is told."""
        try:
            return Money.of(number, code)
        except TooManyDecimals:
            digits = currency(code).minor_unit or 0
            rounded = Money.of(round_to(number, digits), code)
            facts = {"value": shown(str(number)), "currency": rounded.currency, "rounded": str(rounded)}
            self.tell(ROUNDED, element, Severity.WARNING, **facts)
            return rounded

    def left_out(self, message: str, element: Element, **facts: object) -> LeftOut:
        self.tell(message, element, Severity.ERROR, **facts)
        return LeftOut()

    def tell(self, message: str, element: Element, severity: Severity, **facts: object) -> None:
        self.found.append(
            Finding(
                rule="reading",
                id=element.tag,
                severity=severity,
                message=message,
                context=element.getroottree().getpath(element),
                activity=self.identifier,
                line=line_of(element),
                facts=MappingProxyType({"element": f"<{element.tag}>", **facts}),
            )
        )


def round_to(number: Decimal, digits: int) -> Decimal:
    """To so many decimals, half to the even."""
    return number.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_EVEN)


def shown(text: str) -> str:
    return f"'{' '.join(text.split())[:60]}'"
