"""The same count by the one-person engine, for a page: people who answer a route's questions alike are judged once.

A route tests few facts, and its comparisons tell few answers apart, so ten thousand profiles are a few dozen
evaluations. It needs no optional dependency. A test holds that it counts as the relational expression does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from alianza.engines.eligibility import (
    Bound,
    Branch,
    Comparison,
    Eligibility,
    Leaf,
    Sum,
    bind,
    evaluate,
    name_of,
    reach,
)
from alianza.registry.openness.counted import Obstacle, Openness
from alianza.registry.openness.people import People
from alianza.registry.openness.routes import NATIONALITIES, Route, assumed_on
from alianza.regulations import dictionary
from alianza.regulations.openness import REFERENCE_OFFER, sectors_of, with_reference_offer
from alianza.regulations.sheets import Sheet


def count_grouped(sheets: Iterable[Sheet], people: People, *, on: date, occupation: str = "") -> Iterator[Route]:
    """Every route that has conditions, with the reference offer; as `routes.count_routes`."""
    held: dict[str, list[Any]] = {}
    for sheet in sheets:
        if sheet.tree is not None:
            yield Route(sheet, on, _openness(sheet, people, held, on, occupation), assumed_on(sheet, on))


def _openness(sheet: Sheet, people: People, held: dict[str, list[Any]], on: date, occupation: str) -> Openness:
    assert sheet.tree is not None
    tree = with_reference_offer(sheet.tree, sectors=sectors_of(occupation))
    bound = bind(tree, parameters=sheet.series(), groups=dictionary.groups(), on=on)
    columns = people.columns_at(sheet.jurisdiction)
    is_gate = sheet.side == "origin" and NATIONALITIES in columns
    facts = [fact for fact in columns if fact in bound.facts or (is_gate and fact == NATIONALITIES)]
    lists = [
        _column(people, columns[fact], held)
        if is_gate and fact == NATIONALITIES
        else _alike(_column(people, columns[fact], held), _comparisons(bound, fact))
        for fact in facts
    ]
    alike = Counter(zip(*lists, strict=True)) if lists else Counter({(): len(people)})
    conditions = [node for node in bound.nodes if not isinstance(node, Branch)]
    verdicts: Counter[Eligibility] = Counter()
    unmet: Counter[int] = Counter()
    unknown: Counter[int] = Counter()
    nearest: Counter[str] = Counter()
    short: Counter[str] = Counter()
    for answers, number in alike.items():
        known = {fact: answer for fact, answer in zip(facts, answers, strict=True) if answer is not None}
        if is_gate and sheet.jurisdiction not in known.get(NATIONALITIES, {sheet.jurisdiction}):
            continue
        result = evaluate(bound, {**REFERENCE_OFFER, **known})
        verdicts[result.verdict] += number
        for node in conditions:
            value = result.values[node.index]
            unmet[node.index] += number * (value is False)
            unknown[node.index] += number * (value is None)
            if isinstance(node, Sum) and value is False:
                short[name_of(node)] += number * _short(node, known)
        for name in result.unmet:
            nearest[name] += number
    obstacles = tuple(
        Obstacle(
            name_of(node), node.node.label, node.node.fix, unmet[node.index], unknown[node.index],
            nearest[name_of(node)],
            short[name_of(node)] / unmet[node.index] if isinstance(node, Sum) and unmet[node.index] else None,
        )
        for node in conditions
    )  # fmt: skip
    return Openness(
        verdicts.total(),
        verdicts[Eligibility.ELIGIBLE],
        verdicts[Eligibility.NOT_ELIGIBLE],
        verdicts[Eligibility.UNDETERMINED],
        obstacles,
        bound.missing_parameters,
    )


def _comparisons(bound: Bound, fact: str) -> list[Comparison]:
    found = [node.comparison for node in bound.nodes if isinstance(node, Leaf)]
    for node in bound.nodes:
        if isinstance(node, Sum):
            found += [comparison for factor in node.factors for _, comparison in factor.tiers]
    return [comparison for comparison in found if comparison.fact == fact]


def _alike(answers: list[Any], comparisons: list[Comparison]) -> list[Any]:
    """For each answer the first that no comparison tells apart from it."""
    first: dict[tuple[bool, ...], Any] = {}
    stands_for: dict[Any, Any] = {None: None}
    for answer in dict.fromkeys(answers):
        if answer is not None:
            outcome = tuple(each.check(answer) for each in comparisons if each.check is not None)
            stands_for[answer] = first.setdefault(outcome, answer)
    return [stands_for[answer] for answer in answers]


def _short(node: Sum, known: dict[str, Any]) -> int:
    """The points missing even at best, of a system that fails."""
    return node.node.at_least - reach(node.factors, {**REFERENCE_OFFER, **known})[1]


def _column(people: People, name: str, held: dict[str, list[Any]]) -> list[Any]:
    if name not in held:
        held[name] = [
            frozenset(answer) if isinstance(answer, list) else answer
            for answer in people.answers.column(name).to_pylist()
        ]
    return held[name]
