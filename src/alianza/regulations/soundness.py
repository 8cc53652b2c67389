"""Whether a sheet is sound: its form, what it refers to, its dates, and its worked cases.

Each problem is one sentence with its place in the document. A document without problems can be read and shown.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from alianza.engines.eligibility import Result, evaluate
from alianza.regulations import dictionary
from alianza.regulations.reading import day_of
from alianza.regulations.sheets import Case, Document, Sheet, read_sheet
from alianza.vocabulary.criterion import Any as AnyOf
from alianza.vocabulary.criterion import CountryGroup, Criterion, Parameter, Points, Test, conditions, walk
from alianza.vocabulary.criterion_form import Problem, UnreadableCriterion, read_criterion
from alianza.vocabulary.facts import COUNTRY, FactDictionary, UnfitAnswer

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
    return sheet, failed_cases(sheet, groups=groups)


def failed_cases(sheet: Sheet, *, groups: Mapping[str, CountryGroup] | None = None) -> tuple[Problem, ...]:
    """The worked cases that do not come out as the sheet says. A sheet with one of these must not be published."""
    groups = dictionary.groups() if groups is None else groups
    problems = []
    for number, case in enumerate(sheet.cases):
        where = f"cases[{number}] ({case.name})"
        if sheet.tree is None:
            problems.append(Problem(where, "the sheet has no conditions to run a case on; remove the case."))
            continue
        result = evaluate(sheet.tree, case.facts, parameters=sheet.series(), groups=groups, on=case.on)
        problems += [Problem(where, sentence) for sentence in _differences(case, result)]
    return tuple(problems)


def _differences(case: Case, result: Result) -> Iterator[str]:
    if result.verdict != case.expect:
        why = ""
        if result.unmet:
            why = f"; unmet: {', '.join(result.unmet)}"
        elif result.ask:
            why = f"; unanswered: {', '.join(result.ask)}"
        yield f"on {case.on} the case expects {case.expect}, but the conditions give {result.verdict}{why}."
        return
    for name, expected, found in (
        ("unmet", case.unmet, frozenset(result.unmet)),
        ("ask", case.ask, frozenset(result.ask)),
    ):
        if expected is not None and expected != found:
            yield f"{name} should be {_listed(expected)}, but is {_listed(found)}."
    if case.shortfall is not None and dict(case.shortfall) != dict(result.shortfall or {}):
        yield f"the shortfall should be {dict(case.shortfall)}, but is {dict(result.shortfall or {})}."
    if case.alternatives is not None:
        others = frozenset(frozenset(miss.id for miss in way) for way in result.alternatives)
        if case.alternatives != others:
            expected_ways = "; ".join(sorted(_listed(way) for way in case.alternatives)) or "none"
            found_ways = "; ".join(sorted(_listed(way) for way in others)) or "none"
            yield f"the alternatives should be {expected_ways}, but are {found_ways}."


def _listed(names: Sequence[str] | frozenset[str]) -> str:
    return ", ".join(sorted(names)) if names else "empty"


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
        yield Problem("sheet", "a sheet is a mapping of keys to values; this file holds something else.")
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
            yield Problem(path, "the text holds a NUL character; remove it.")
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
        return f"{error.message.split(' is a required')[0]} is missing."
    if rule == "additionalProperties":
        return f"{error.message.rstrip('.')}."
    if rule == "enum" and isinstance(wanted, list):
        return f"{given} is not one of {', '.join(str(value) for value in wanted)}."
    if rule == "type":
        kinds = wanted if isinstance(wanted, list) else [wanted]
        hint = ""
        if isinstance(error.instance, bool):
            hint = " (an unquoted NO, yes or on is read as true or false; put it in quotes)"
        return f"{given} is not {' or '.join(str(kind) for kind in kinds)}{hint}."
    if rule in {"maxLength", "maxItems"} and isinstance(error.instance, str | list):
        kind = "text has {:,} characters" if rule == "maxLength" else "list has {:,} entries"
        return f"the {kind.format(len(error.instance))}; {wanted:,} are the most."
    if rule == "pattern":
        wish = "an address that begins with http:// or https://" if "http" in str(wanted) else f"the form {wanted}"
        return f"{given} does not match {wish}."
    if rule == "const":
        return f"{given} should be {wanted!r}."
    message = error.message if len(error.message) <= 200 else error.message[:197] + "..."
    return f"{message.rstrip('.')}."


def _tree(
    document: Document, facts: FactDictionary, groups: Mapping[str, CountryGroup]
) -> tuple[Criterion | None, list[Problem]]:
    if document.get("framework_only") is True:
        if TREE in document:
            return None, [Problem(TREE, "a regional frame carries no conditions; each member state's sheet does.")]
        return None, []
    if TREE not in document:
        return None, [Problem("sheet", "the conditions are missing; write them under eligibility, or framework_only.")]
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
                problems.append(
                    Problem(f"{TREE} ({node.id or node.label or 'a test'})", f"{' and '.join(lacking)} missing.")
                )
    return tree, problems


def _references(document: Document, tree: Criterion | None) -> Iterator[Problem]:
    sources = [source["id"] for source in document["sources"]]
    for source in {name for name in sources if sources.count(name) > 1}:
        yield Problem("sources", f"the id {source} is used twice.")
    for path, entry in _standings(document):
        for source in entry.get("src", ()):
            if source not in sources:
                yield Problem(f"{path}.src", f"{source!r} is not among the sources.")
        if entry["lv"] == "unverified" and "as_of" not in entry:
            yield Problem(path, "an unverified line must say the year it refers to, as as_of.")
        if entry["lv"] != "unverified" and not entry.get("src"):
            yield Problem(path, f"a line of level {entry['lv']} must name its source, as src.")
    papers = [paper["id"] for element in document["elements"].values() for paper in element.get("items", ())]
    for paper in {name for name in papers if papers.count(name) > 1}:
        yield Problem("elements.documents.items", f"the id {paper} is used twice.")
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
                            f"elements.{key}.items ({paper['id']}).proves", f"{test!r} is not an id in the conditions."
                        )
    place = document["jurisdiction"]
    if place["kind"] == "state" and place["code"] not in dictionary.domains()[COUNTRY]:
        yield Problem("jurisdiction.code", f"{place['code']!r} is not a country's two-letter code.")
    for sector in document["profile"]["sectors"]:
        if sector not in dictionary.words()["sectors"]:
            yield Problem("profile.sectors", f"{sector!r} is not a known sector.")


def _tree_references(tree: Criterion, sources: Sequence[str], papers: Sequence[str]) -> Iterator[Problem]:
    for node in walk(tree):
        where = f"{TREE} ({node.id or type(node).__name__.lower()})"
        for source in node.cite:
            if source not in sources:
                yield Problem(f"{where}.cite", f"{source!r} is not among the sources.")
        for paper in node.proof:
            if paper not in papers:
                yield Problem(f"{where}.proof", f"{paper!r} is not among the documents.")
        if isinstance(node, AnyOf) and len(node.parts) == 1:
            yield Problem(where, "any with a single part offers no choice; write the part alone.")


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
            yield Problem(path, f"{value!r} is not a date that exists; write it as 2026-03-24.")

    yield from day(document["effective_from"], "effective_from")
    yield from day(document.get("effective_to"), "effective_to")
    for number, case in enumerate(document.get("cases", ())):
        yield from day(case["date"], f"cases[{number}].date")
    for path, entry in _standings(document):
        yield from day(entry.get("from"), f"{path}.from")
        yield from day(entry.get("to"), f"{path}.to")
        first, last = day_of(entry.get("from")), day_of(entry.get("to"))
        if first and last and last < first:
            yield Problem(path, f"it ends on {last}, before it begins on {first}.")
    for name, series in document.get("parameters", {}).items():
        spans = [
            (day_of(value["from"]) or date.min, day_of(value.get("to")) or date.max, number)
            for number, value in enumerate(series["values"])
        ]
        for (_, last, before), (first, _, after) in zip(sorted(spans), sorted(spans)[1:], strict=False):
            if first <= last:
                yield Problem(
                    f"parameters.{name}",
                    f"values[{before}] and values[{after}] both hold on {first}; let one end first.",
                )


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
                    yield Problem(f"parameters.{name}.values[{number}].v", f"for {condition.fact}, {unfit.sentence}")
