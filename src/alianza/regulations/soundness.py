"""Whether a sheet is sound: its form, what it refers to, its dates, and its worked cases.

Each problem is one sentence with its place in the document: in English as text, and `Said`, so that pages can show it
in the reader's language. A document without problems can be read and shown.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from alianza.engines.eligibility import Result, evaluate
from alianza.regulations import dictionary
from alianza.regulations.sheets import Case, Document, Sheet, read_sheet
from alianza.vocabulary.criterion import Any as AnyOf
from alianza.vocabulary.criterion import CountryGroup, Criterion, Parameter, Points, Test, conditions, walk
from alianza.vocabulary.criterion_form import Problem, UnreadableCriterion, read_criterion
from alianza.vocabulary.facts import COUNTRY, FactDictionary, UnfitAnswer
from alianza.vocabulary.refusal import marked
from alianza.vocabulary.said import Said, together
from alianza.written import day_of

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import ValidationError

TREE = "eligibility"


def examine(
    document: object,
    *,
    facts: FactDictionary | None = None,
    groups: Mapping[str, CountryGroup] | None = None,
    schema: Path | None = None,
) -> tuple[Sheet | None, tuple[Problem, ...]]:
    """The sheet, when it can be read, and every problem found: form, references, dates, cases."""
    facts = dictionary.facts() if facts is None else facts
    groups = dictionary.groups() if groups is None else groups
    problems = list(_form(document, schema or dictionary.DATA / "schema.json"))
    if not isinstance(document, Mapping):
        return None, tuple(problems)
    tree, faults = _tree(document, facts, groups)
    problems += faults
    if not any(problem.path.split(".")[0].split("[")[0] != TREE for problem in problems):
        problems += _references(document, tree)
        problems += _dates(document)
        problems += _answers(document, tree, facts)
    if problems:
        return None, tuple(problems)
    sheet = read_sheet(document, facts=facts, groups=groups)
    return sheet, (*failed_cases(sheet, groups=groups), *lacking_cases(sheet))


def failed_cases(sheet: Sheet, *, groups: Mapping[str, CountryGroup] | None = None) -> tuple[Problem, ...]:
    """The worked cases that do not come out as the sheet says. A sheet with one of these must not be published."""
    groups = dictionary.groups() if groups is None else groups
    problems = []
    for number, case in enumerate(sheet.cases):
        where = f"cases[{number}] ({case.name})"
        if sheet.tree is None:
            problems.append(
                Problem(where, Said(marked("the sheet has no conditions to run a case on; remove the case.")))
            )
            continue
        result = evaluate(sheet.tree, case.facts, parameters=sheet.series(), groups=groups, on=case.on)
        problems += [Problem(where, sentence) for sentence in differences(case, result)]
    return tuple(problems)


def lacking_cases(sheet: Sheet) -> tuple[Problem, ...]:
    """What its worked cases leave untried: a rule is shown by one whom it lets in and one whom it does not."""
    if sheet.tree is None:
        return ()
    expected = {case.expect for case in sheet.cases}
    problems = []
    if "eligible" not in expected:
        problems.append(marked("no worked case expects somebody to be eligible; add one."))
    if not expected - {"eligible"}:
        problems.append(marked("no worked case expects somebody not to be eligible; add one."))
    return tuple(Problem("cases", Said(sentence)) for sentence in problems)


def differences(case: Case, result: Result) -> Iterator[str]:
    """In what a case does not come out as written."""
    if result.verdict != case.expect:
        given = {"day": case.on, "expected": case.expect, "found": result.verdict}
        if result.unmet:
            sentence = marked(
                "on %(day)s the case expects %(expected)s, but the conditions give %(found)s; unmet: %(names)s."
            )
            yield Said(sentence, **given, names=", ".join(result.unmet))
        elif result.ask:
            sentence = marked(
                "on %(day)s the case expects %(expected)s, but the conditions give %(found)s; unanswered: %(names)s."
            )
            yield Said(sentence, **given, names=", ".join(result.ask))
        else:
            yield Said(marked("on %(day)s the case expects %(expected)s, but the conditions give %(found)s."), **given)
        return
    for name, expected, found in (
        ("unmet", case.unmet, frozenset(result.unmet)),
        ("ask", case.ask, frozenset(result.ask)),
    ):
        if expected is not None and expected != found:
            sentence = marked("%(name)s should be %(expected)s, but is %(found)s.")
            yield Said(sentence, name=name, expected=_listed(expected), found=_listed(found))
    if case.shortfall is not None and dict(case.shortfall) != dict(result.shortfall or {}):
        sentence = marked("the shortfall should be %(expected)s, but is %(found)s.")
        yield Said(sentence, expected=dict(case.shortfall), found=dict(result.shortfall or {}))
    if case.alternatives is not None:
        others = frozenset(frozenset(miss.id for miss in way) for way in result.alternatives)
        if case.alternatives != others:
            sentence = marked("the alternatives should be %(expected)s, but are %(found)s.")
            yield Said(sentence, expected=_ways(case.alternatives), found=_ways(others))


def _listed(names: Sequence[str] | frozenset[str]) -> str:
    return ", ".join(sorted(names)) if names else Said(marked("empty"))


def _ways(ways: frozenset[frozenset[str]]) -> str:
    return "; ".join(sorted(_listed(way) for way in ways)) or Said(marked("none"))


@cache
def _validators(schema: Path) -> "tuple[Draft202012Validator, ...]":
    """Raises `ValueError` when the schema is none. No reference is ever fetched from outside."""
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import SchemaError
    from referencing import Registry

    validators = []
    for path in (schema, dictionary.DATA / "_stricter.json"):
        document = json.loads(path.read_text("utf-8"))
        try:
            Draft202012Validator.check_schema(document)
        except SchemaError as wrong:
            raise ValueError(f"this is not a JSON Schema ({wrong.message[:120]}).") from None
        validators.append(Draft202012Validator(document, registry=Registry()))
    return tuple(validators)


def _form(document: object, schema: Path) -> Iterator[Problem]:
    """What JSON Schema finds. Faults of the tree are left to its own reader, which says them better."""
    if not isinstance(document, Mapping):
        yield Problem("sheet", Said(marked("a sheet is a mapping of keys to values; this file holds something else.")))
        return
    from referencing.exceptions import Unresolvable

    seen = set()
    for validator in _validators(schema):
        try:
            errors = sorted(validator.iter_errors(document), key=lambda error: [str(part) for part in error.path])
        except Unresolvable as wrong:
            raise ValueError(f"the schema refers to {wrong.ref!r}, which is not in it.") from None
        for error in errors:
            if error.absolute_path and error.absolute_path[0] == TREE:
                continue
            problem = Problem(_path(error), _sentence(error))
            if problem not in seen:
                seen.add(problem)
                yield problem
    yield from _nul(document, "")


def _nul(value: object, path: str) -> Iterator[Problem]:
    if isinstance(value, str):
        if "\0" in value:
            yield Problem(path, Said(marked("the text holds a NUL character; remove it.")))
    elif isinstance(value, Mapping):
        for key, entry in value.items():
            yield from _nul(entry, f"{path}.{key}".lstrip("."))
    elif isinstance(value, list):
        for number, entry in enumerate(value):
            yield from _nul(entry, f"{path}[{number}]")


def _path(error: "ValidationError") -> str:
    path = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in error.absolute_path)
    return path.lstrip(".") or "sheet"


def _sentence(error: "ValidationError") -> str:
    rule, wanted = error.validator, error.validator_value
    given = repr(error.instance)
    given = given if len(given) <= 60 else given[:57] + "..."
    if rule == "required":
        return Said(marked("%(name)s is missing."), name=error.message.split(" is a required")[0])
    if rule == "additionalProperties":
        unexpected = re.fullmatch(
            r"Additional properties are not allowed \((.*) (was|were) unexpected\)", error.message
        )
        if unexpected is None:
            return f"{error.message.rstrip('.')}."
        one = marked("Additional properties are not allowed (%(names)s was unexpected).")
        several = marked("Additional properties are not allowed (%(names)s were unexpected).")
        return Said(one if unexpected[2] == "was" else several, names=unexpected[1])
    if rule == "enum" and isinstance(wanted, list):
        known = ", ".join(str(value) for value in wanted)
        return Said(marked("%(given)s is not one of %(known)s."), given=given, known=known)
    if rule == "type":
        kinds = wanted if isinstance(wanted, list) else [wanted]
        kind = " or ".join(str(each) for each in kinds)
        if isinstance(error.instance, bool):
            hint = marked(
                "%(given)s is not %(kind)s (an unquoted NO, yes or on is read as true or false; put it in quotes)."
            )
            return Said(hint, given=given, kind=kind)
        return Said(marked("%(given)s is not %(kind)s."), given=given, kind=kind)
    if rule in {"maxLength", "maxItems"} and isinstance(error.instance, str | list):
        text = marked("the text has %(count)s characters; %(most)s are the most.")
        entries = marked("the list has %(count)s entries; %(most)s are the most.")
        return Said(text if rule == "maxLength" else entries, count=f"{len(error.instance):,}", most=f"{wanted:,}")
    if rule == "pattern":
        if "http" in str(wanted):
            return Said(
                marked("%(given)s does not match an address that begins with http:// or https://."), given=given
            )
        return Said(marked("%(given)s does not match the form %(form)s."), given=given, form=wanted)
    if rule == "const":
        return Said(marked("%(given)s should be %(wanted)s."), given=given, wanted=repr(wanted))
    message = error.message if len(error.message) <= 200 else error.message[:197] + "..."
    return f"{message.rstrip('.')}."


def _tree(
    document: Document, facts: FactDictionary, groups: Mapping[str, CountryGroup]
) -> tuple[Criterion | None, list[Problem]]:
    if document.get("framework_only") is True:
        if TREE in document:
            sentence = marked("a regional frame carries no conditions; each member state's sheet does.")
            return None, [Problem(TREE, Said(sentence))]
        return None, []
    if TREE not in document:
        sentence = marked("the conditions are missing; write them under eligibility, or framework_only.")
        return None, [Problem("sheet", Said(sentence))]
    parameters = document.get("parameters")
    names = parameters if isinstance(parameters, Mapping) else {}
    try:
        tree = read_criterion(document[TREE], facts, parameters=names, groups=groups)
    except UnreadableCriterion as unreadable:
        return None, list(unreadable.problems)
    problems = []
    for node in walk(tree):
        if isinstance(node, Test | Points):
            lacking = [key for key, value in (("id", node.id), ("label", node.label), ("fix", node.fix)) if not value]
            if lacking:
                where = f"{TREE} ({node.id or node.label or 'a test'})"
                problems.append(Problem(where, Said(marked("%(names)s missing."), names=together(lacking))))
    return tree, problems


def _references(document: Document, tree: Criterion | None) -> Iterator[Problem]:
    sources = [source["id"] for source in document["sources"]]
    for source in {name for name in sources if sources.count(name) > 1}:
        yield Problem("sources", Said(marked("the id %(name)s is used twice."), name=source))
    for path, entry in _standings(document):
        for source in entry.get("src", ()):
            if source not in sources:
                yield Problem(f"{path}.src", Said(marked("%(name)s is not among the sources."), name=repr(source)))
        if entry["lv"] == "unverified" and "as_of" not in entry:
            yield Problem(path, Said(marked("an unverified line must say the year it refers to, as as_of.")))
        if entry["lv"] != "unverified" and not entry.get("src"):
            yield Problem(
                path, Said(marked("a line of level %(level)s must name its source, as src."), level=entry["lv"])
            )
    papers = [paper["id"] for element in document["elements"].values() for paper in element.get("items", ())]
    for paper in {name for name in papers if papers.count(name) > 1}:
        yield Problem("elements.documents.items", Said(marked("the id %(name)s is used twice."), name=paper))
    if tree is not None:
        yield from _tree_references(tree, sources, papers)
        tests = {node.id for node in walk(tree)} | {
            item.id for node in walk(tree) if isinstance(node, Points) for item in node.items
        }
        for key, element in document["elements"].items():
            for paper in element.get("items", ()):
                for test in paper.get("proves", ()):
                    if test not in tests:
                        yield Problem(
                            f"elements.{key}.items ({paper['id']}).proves",
                            Said(marked("%(name)s is not an id in the conditions."), name=repr(test)),
                        )
    place = document["jurisdiction"]
    if place["kind"] == "state" and place["code"] not in dictionary.domains()[COUNTRY]:
        yield Problem(
            "jurisdiction.code", Said(marked("%(name)s is not a country's two-letter code."), name=repr(place["code"]))
        )
    for sector in document["profile"]["sectors"]:
        if sector not in dictionary.words()["sectors"]:
            yield Problem("profile.sectors", Said(marked("%(name)s is not a known sector."), name=repr(sector)))


def _tree_references(tree: Criterion, sources: Sequence[str], papers: Sequence[str]) -> Iterator[Problem]:
    for node in walk(tree):
        where = f"{TREE} ({node.id or type(node).__name__.lower()})"
        for source in node.cite:
            if source not in sources:
                yield Problem(f"{where}.cite", Said(marked("%(name)s is not among the sources."), name=repr(source)))
        for paper in node.proof:
            if paper not in papers:
                yield Problem(f"{where}.proof", Said(marked("%(name)s is not among the documents."), name=repr(paper)))
        if isinstance(node, AnyOf) and len(node.parts) == 1:
            yield Problem(where, Said(marked("any with a single part offers no choice; write the part alone.")))


def _standings(document: Document) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for key, element in document["elements"].items():
        for kind in ("say", "facts"):
            for number, line in enumerate(element.get(kind, ())):
                yield f"elements.{key}.{kind}[{number}]", line
    for name, series in document.get("parameters", {}).items():
        for number, value in enumerate(series["values"]):
            yield f"parameters.{name}.values[{number}]", value


def _dates(document: Document) -> Iterator[Problem]:
    def day(value: object, path: str) -> Iterator[Problem]:
        if value is not None and day_of(value) is None:
            yield Problem(
                path, Said(marked("%(given)s is not a date that exists; write it as 2026-03-24."), given=repr(value))
            )

    yield from day(document["effective_from"], "effective_from")
    yield from day(document.get("effective_to"), "effective_to")
    yield from day(document.get("review_by"), "review_by")
    for number, case in enumerate(document.get("cases", ())):
        yield from day(case["date"], f"cases[{number}].date")
    for path, entry in _standings(document):
        yield from day(entry.get("from"), f"{path}.from")
        yield from day(entry.get("to"), f"{path}.to")
        first, last = day_of(entry.get("from")), day_of(entry.get("to"))
        if first and last and last < first:
            yield Problem(
                path, Said(marked("it ends on %(last)s, before it begins on %(first)s."), last=last, first=first)
            )
    for name, series in document.get("parameters", {}).items():
        spans = [
            (day_of(value["from"]) or date.min, day_of(value.get("to")) or date.max, number)
            for number, value in enumerate(series["values"])
        ]
        for (_, last, before), (first, _, after) in zip(sorted(spans), sorted(spans)[1:], strict=False):
            if first <= last:
                sentence = marked("values[%(before)s] and values[%(after)s] both hold on %(day)s; let one end first.")
                yield Problem(f"parameters.{name}", Said(sentence, before=before, after=after, day=first))


def _answers(document: Document, tree: Criterion | None, facts: FactDictionary) -> Iterator[Problem]:
    """Answers of the cases, and parameter values, fit their questions."""
    for number, case in enumerate(document.get("cases", ())):
        for fact, answer in case["facts"].items():
            try:
                facts.accept({fact: answer})
            except UnfitAnswer as unfit:
                yield Problem(f"cases[{number}].facts.{fact}", unfit.sentence)
    for condition in () if tree is None else conditions(tree):
        if isinstance(condition.value, Parameter):
            name = condition.value.name
            for number, value in enumerate(document["parameters"][name]["values"]):
                try:
                    facts[condition.fact].accept(value["v"])
                except UnfitAnswer as unfit:
                    yield Problem(
                        f"parameters.{name}.values[{number}].v",
                        Said(marked("for %(fact)s, %(what)s"), fact=condition.fact, what=unfit.sentence),
                    )
