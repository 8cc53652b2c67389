"""The rule of a draft, read as far as it goes: its tree, its figures, its papers, and what its worked cases give now.

A draft may be unfinished elsewhere. What is said here rests on the rule, the figures and the cases alone, so that a
person sees while writing whom the rule lets in.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from alianza.engines.eligibility import Eligibility, Result, evaluate
from alianza.regulations import dictionary, rule_editing
from alianza.regulations.dictionary import text_of
from alianza.regulations.rule_editing import Ground
from alianza.regulations.sheets import Case, Series, Source, Standing
from alianza.regulations.soundness import TREE, differences
from alianza.vocabulary.criterion import Criterion, DatedValue, facts_of
from alianza.vocabulary.criterion_form import Problem, UnreadableCriterion, read_criterion
from alianza.vocabulary.facts import UnfitAnswer
from alianza.vocabulary.refusal import marked
from alianza.vocabulary.said import Said
from alianza.vocabulary.text import Text
from alianza.written import day_of

EXPECTED = tuple(str(each) for each in Eligibility)


@dataclass(frozen=True, slots=True)
class Run:
    """A worked case as the rule answers it now. `says` tells in what it does not come out as written."""

    number: int
    name: Text
    case: Case | None
    result: Result | None
    says: tuple[str, ...]

    @property
    def passes(self) -> bool:
        return self.result is not None and not self.says


@dataclass(frozen=True, slots=True)
class RuleDraft:
    """What the rule of a draft refers to, and the rule; `tree` is None where it cannot be read."""

    written: Mapping[str, Any] | None
    tree: Criterion | None
    problems: tuple[Problem, ...]
    parameters: Mapping[str, Series]
    sources: Mapping[str, Source]
    papers: Mapping[str, Text]
    ground: Ground
    cases: tuple[object, ...]

    @property
    def is_begun(self) -> bool:
        return self.written is not None

    def facts(self) -> tuple[str, ...]:
        """What the rule asks, in its order."""
        return () if self.tree is None else facts_of(self.tree)

    def runs(self) -> tuple[Run, ...]:
        return tuple(self._run(number, entry) for number, entry in enumerate(self.cases))

    def _run(self, number: int, entry: object) -> Run:
        case, faults = case_of(entry)
        name = case.name if case else Text({"en": f"cases[{number}]"})
        if case is None or self.tree is None:
            lacking = (Said(marked("the rule cannot be read, so no case can be tried.")),) if case else ()
            return Run(number, name, case, None, (*faults, *lacking))
        series = {key: each.values for key, each in self.parameters.items()}
        result = evaluate(self.tree, case.facts, parameters=series, groups=dictionary.groups(), on=case.on)
        return Run(number, name, case, result, tuple(differences(case, result)))


def draft_of(document: Mapping[str, Any], *, taken: Collection[str] = ()) -> RuleDraft:
    """The rule of a document, whatever else is wrong with it. `taken` are ids that other versions have used."""
    facts, groups = dictionary.facts(), dictionary.groups()
    held = document.get("parameters")
    parameters = held if isinstance(held, Mapping) else {}
    papers = _papers(document)
    mentioned = {name for case in _entries(document, "cases") for name in _mentioned(case)}
    proved = {name for paper in _paper_entries(document) for name in paper.get("proves") or () if isinstance(name, str)}
    ground = Ground(facts, tuple(parameters), tuple(groups), frozenset({*taken, *mentioned, *proved}))
    written = document.get(TREE)
    tree: Criterion | None = None
    problems: tuple[Problem, ...] = ()
    if written is not None:
        try:
            tree = read_criterion(written, facts, parameters=parameters, groups=groups)
        except UnreadableCriterion as unreadable:
            problems = unreadable.problems
    cases = document.get("cases")
    return RuleDraft(
        written if isinstance(written, Mapping) else None if written is None else {},
        tree,
        problems,
        {name: _series(name, entry) for name, entry in parameters.items()},
        _sources(document),
        papers,
        ground,
        tuple(cases) if isinstance(cases, list) else (),
    )


def case_of(entry: object) -> tuple[Case | None, tuple[str, ...]]:
    """A worked case of a document, or why it cannot be tried."""
    if not isinstance(entry, Mapping) or not isinstance(entry.get("name"), str):
        return None, (Said(marked("this is not a case: it has no name, day, answers and result.")),)
    day, expect, facts = day_of(entry.get("date")), entry.get("expect"), entry.get("facts")
    if day is None:
        return None, (
            Said(marked("%(given)s is not a date that exists; write it as 2026-03-24."), given=entry["name"]),
        )
    if expect not in EXPECTED or not isinstance(facts, Mapping):
        return None, (Said(marked("this is not a case: it has no name, day, answers and result.")),)
    try:
        accepted = dictionary.facts().accept(facts)
    except UnfitAnswer as unfit:
        return None, (unfit.sentence,)
    unmet, ask, ways, short = (entry.get(key) for key in ("unmet", "ask", "alternatives", "shortfall"))
    ways = [way for way in ways if isinstance(way, list)] if isinstance(ways, list) else None
    return (
        Case(
            text_of(entry["name"]),
            day,
            accepted,
            str(expect),
            frozenset(map(str, unmet)) if isinstance(unmet, list) else None,
            frozenset(map(str, ask)) if isinstance(ask, list) else None,
            short if isinstance(short, Mapping) else None,
            None if ways is None else frozenset(frozenset(map(str, way)) for way in ways),
        ),
        (),
    )


def ids_in(document: object) -> frozenset[str]:
    """The ids that a version has used for its conditions."""
    return frozenset(rule_editing.ids_of(document.get(TREE)) if isinstance(document, Mapping) else ())


def _series(name: str, entry: object) -> Series:
    """A dated figure as far as it can be read; what cannot is left out and told elsewhere."""
    held = entry if isinstance(entry, Mapping) else {}
    values = [each for each in _entries(held, "values") if isinstance(each.get("v"), int | float | str)]
    return Series(
        name=name,
        unit=str(held.get("unit", "")),
        values=tuple(DatedValue(each["v"], day_of(each.get("from")), day_of(each.get("to"))) for each in values),
        standings=tuple(Standing(str(each.get("lv", "unverified"))) for each in values),
        gaps=(),
        note=Text({}),
    )


def _sources(document: Mapping[str, Any]) -> dict[str, Source]:
    return {
        str(each["id"]): Source(
            *(str(each.get(key, "")) for key in ("id", "kind", "publisher", "url", "dated", "dated_basis"))
        )
        for each in _entries(document, "sources")
        if each.get("id")
    }


def _paper_entries(document: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    elements = document.get("elements")
    held = elements.values() if isinstance(elements, Mapping) else ()
    return [paper for element in held if isinstance(element, Mapping) for paper in _entries(element, "items")]


def _papers(document: Mapping[str, Any]) -> dict[str, Text]:
    return {str(each["id"]): text_of(str(each.get("name", ""))) for each in _paper_entries(document) if each.get("id")}


def _mentioned(case: Mapping[str, Any]) -> list[str]:
    ways = case.get("alternatives")
    lists = [case.get("unmet"), *(ways if isinstance(ways, list) else ())]
    return [name for held in lists if isinstance(held, list) for name in held if isinstance(name, str)]


def _entries(held: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    entries = held.get(key)
    return [each for each in entries if isinstance(each, Mapping)] if isinstance(entries, list) else []
