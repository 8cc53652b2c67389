"""The published business rules, executed: fifteen rule types, each a function from an element to what breaks it.

What each type means is told by the specification of IATI rulesets (IATI/IATI-Rulesets, SPEC_JS). Paths and conditions
are XPath 1.0, and what they find counts as true by XPath's own rule: a set of nodes when it is not empty.

Where the ruleset is read as it is meant rather than as it is written:
- The value that a `loop` goes through is put into every part of the case, also into `condition`. As written, 2.1.2
  would ask for a vocabulary called "$1", and no sum of any vocabulary but the first would ever be looked at.
- A comparison of dates looks at all dates that a path finds. The public validator looks at the first: of fifty
  transactions, forty-nine could lie in the future.
- A date "now" is the day given as `today`; nothing here reads the clock.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from lxml import etree

from alianza.iati import standard
from alianza.iati.findings import Finding, Severity
from alianza.iati.lexical import day_of, number_of
from alianza.iati.places import Places
from alianza.iati.safe import XML_LANG, Element, Tree, line_of

Case = Mapping[str, Any]
SUM_ROUNDING = Decimal("0.00005")
"""Sums are compared to four decimals, as the public validator does: three times 33.33333 is a hundred."""
LONGEST_PERIOD = 365
REFERENCE = "https://iatistandard.org/en/iati-standard/203/"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the rules need to know beside the file.

    `publishers` are identifiers that are registered as they are: rules on how an identifier should look leave them out.
    """

    today: date
    publishers: frozenset[str]
    places: Places


def faults(
    tree: Tree, *, today: date, publishers: Collection[str] = (), rules: Mapping[str, Any] | None = None
) -> Iterator[Finding]:
    """Every place that breaks a rule: of the standard's ruleset, or of another one in the same form."""
    asked = Asked(today, frozenset(publishers), Places(tree))
    for context, types in (standard.ruleset() if rules is None else rules).items():
        for element in _path(context)(tree):
            for name, told in types.items():
                for case in told["cases"]:
                    yield from _applied(name, case, element, asked, {})


def _applied(name: str, case: Case, element: Element, asked: Asked, loop: dict[str, str]) -> Iterator[Finding]:
    if name == "loop":
        yield from _looped(case, element, asked)
        return
    question = Question(case, element, asked, loop)
    if not question.applies():
        return
    for place in RULES[name](question):
        yield _finding(name, case["ruleInfo"], asked.places.path(element), place)


def _looped(case: Case, element: Element, asked: Asked) -> Iterator[Finding]:
    """The rules inside, once for each value that `foreach` finds: $1 in their paths is that value."""
    values = dict.fromkeys(str(value) for value in _path(case["foreach"])(element))
    for value in values:
        for name, told in case["do"].items():
            for inner in told["cases"]:
                yield from _applied(name, inner, element, asked, {"group": value})


def _finding(name: str, told: Mapping[str, Any], context: str, place: Element) -> Finding:
    link = told.get("link") or {}
    return Finding(
        rule=name,
        id=told["id"],
        severity=Severity(told["severity"]),
        message=told["message"],
        context=context,
        line=line_of(place),
        link=link.get("url") or (REFERENCE + link["path"] if "path" in link else ""),
    )


@lru_cache(maxsize=1000)
def _path(expression: str) -> Any:
    """A compiled path. The value of a loop comes in as a variable, so that no quotation mark in it can be a command."""
    return etree.XPath(expression.replace("'$1'", "$group"))


def _text(node: Any) -> str:
    return str(node) if isinstance(node, str) else str(node.xpath("string()"))


def _element(node: Any) -> Element:
    return node.getparent() if hasattr(node, "is_attribute") else node  # a text or attribute knows its element


@dataclass(frozen=True, slots=True)
class Question:
    """One case asked of one element."""

    case: Case
    element: Element
    asked: Asked
    loop: Mapping[str, str]

    def found(self, path: str) -> list[Any]:
        return list(_path(path)(self.element, **self.loop))

    def holds(self, expression: str) -> bool:
        return bool(_path(expression)(self.element, **self.loop))

    @property
    def matches(self) -> list[Any]:
        """What the paths of the case find: attributes and texts as strings that know their element, and elements."""
        return [node for path in self.case["paths"] for node in self.found(path)]

    def applies(self) -> bool:
        if "condition" in self.case and not self.holds(self.case["condition"]):
            return False
        which = self.case.get("idCondition")
        if which == "NOT_EXISTING_ORG_ID":
            return not any(_text(node) in self.asked.publishers for node in self.matches)
        if which == "NOT_EXISTING_ORG_ID_PREFIX":
            starts = tuple(f"{publisher}-" for publisher in self.asked.publishers)
            return not any(_text(node).startswith(starts) for node in self.matches)
        return True

    def dates(self, path: str) -> list[tuple[Element, date]]:
        """The dates that a path finds; what is no date is the schema's business."""
        if path == "NOW":
            return [(self.element, self.asked.today)]
        return [(_element(node), day) for node in self.found(path) if (day := day_of(_text(node))) is not None]


Breaking = Iterator[Element]
"""The elements that break a rule; none when it holds."""


def no_more_than_one(ask: Question) -> Breaking:
    yield from [_element(node) for node in ask.matches[1:]]


def atleast_one(ask: Question) -> Breaking:
    if not ask.matches:
        yield ask.element


def one_or_all(ask: Question) -> Breaking:
    """`one` is there, or else every element of the kind that `all` names says it for itself."""
    if ask.found(ask.case["one"]):
        return
    everywhere, said = ALL[ask.case["all"]]
    for element in ask.found(everywhere):
        if not said(element):
            yield element


ALL: Mapping[str, tuple[str, Callable[[Element], bool]]] = {
    "lang": ("descendant::narrative", lambda element: element.get(XML_LANG) is not None),
    "sector": ("transaction", lambda element: element.find("sector") is not None),
    "currency": (
        "descendant::value | descendant::forecast | descendant::loan-status",
        lambda element: element.get("currency") is not None,
    ),
}


def unique(ask: Question) -> Breaking:
    seen: set[str] = set()
    for node in ask.matches:
        if _text(node) in seen:
            yield _element(node)
        seen.add(_text(node))


def strict_sum(ask: Question) -> Breaking:
    numbers = [number_of(_text(node)) for node in ask.matches]
    total = sum((number for number in numbers if number is not None), Decimal(0))
    if None in numbers or abs(total - Decimal(str(ask.case["sum"]))) >= SUM_ROUNDING:
        yield _element(ask.matches[0]) if ask.matches else ask.element


def date_order(ask: Question) -> Breaking:
    later = ask.dates(ask.case["more"])
    for element, day in ask.dates(ask.case["less"]):
        if any(day > other for _, other in later):
            yield element


def date_now(ask: Question) -> Breaking:
    for element, day in ask.dates(ask.case["date"]):
        if day > ask.asked.today:
            yield element


def between_dates(ask: Question) -> Breaking:
    starts, ends = ask.dates(ask.case["start"]), ask.dates(ask.case["end"])
    for element, day in ask.dates(ask.case["date"]):
        if any(day < start for _, start in starts) or any(day > end for _, end in ends):
            yield element


def time_limit(ask: Question) -> Breaking:
    """No longer than a year, which is 365 days from the first to the last."""
    for element, start in ask.dates(ask.case["start"]):
        if any((end - start).days > LONGEST_PERIOD for _, end in ask.dates(ask.case["end"])):
            yield element


def regex_matches(ask: Question) -> Breaking:
    """An empty text is not asked, as with the public validator."""
    pattern = re.compile(ask.case["regex"])
    yield from [_element(node) for node in ask.matches if _text(node) and not pattern.search(_text(node))]


def no_spaces(ask: Question) -> Breaking:
    yield from [_element(node) for node in ask.matches if _text(node) != _text(node).strip()]


def startswith(ask: Question) -> Breaking:
    prefixes: Sequence[str] = ask.case["prefix"]
    if list(prefixes) == ["ORG-ID-PREFIX"]:
        agencies = standard.codelist("OrganisationRegistrationAgency").codes
        for node in ask.matches:
            if "-".join(_text(node).split("-")[:2]) not in agencies:
                yield _element(node)
        return
    starts = tuple(_text(start) + ask.case.get("separator", "") for path in prefixes for start in ask.found(path))
    for node in ask.matches:
        if not _text(node).startswith(starts):
            yield _element(node)


def if_then(ask: Question) -> Breaking:
    """`paths` only say where to look; they have no say in whether the rule holds."""
    if ask.holds(ask.case["if"]) and not ask.holds(ask.case["then"]):
        yield _element(ask.matches[0]) if ask.matches else ask.element


def within_range(ask: Question) -> Breaking:
    least, most = Decimal(str(ask.case["min"])), Decimal(str(ask.case["max"]))
    for node in ask.matches:
        number = number_of(_text(node))
        if number is None or not least <= number <= most:
            yield _element(node)


RULES: Mapping[str, Callable[[Question], Breaking]] = {
    "atleast_one": atleast_one,
    "between_dates": between_dates,
    "date_now": date_now,
    "date_order": date_order,
    "if_then": if_then,
    "no_more_than_one": no_more_than_one,
    "no_spaces": no_spaces,
    "one_or_all": one_or_all,
    "range": within_range,
    "regex_matches": regex_matches,
    "startswith": startswith,
    "strict_sum": strict_sum,
    "time_limit": time_limit,
    "unique": unique,
}
"""By the name that the ruleset gives them; the fifteenth, `loop`, asks these."""
