"""A tree bound to a day: operands looked up once, nodes numbered, each with a function that gives its value."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from alianza.engines.eligibility._compare import Comparison, ready
from alianza.vocabulary.criterion import (
    All,
    Any,
    Condition,
    Count,
    Criterion,
    Groups,
    Item,
    Parameter,
    Parameters,
    Points,
    Test,
)
from alianza.vocabulary.facts import Answer

Answers = Mapping[str, Answer]
Value = bool | None
"""Met, not met, or unknown."""
Run = Callable[[Answers, list[Value]], Value]


@dataclass(frozen=True, slots=True)
class Leaf:
    index: int
    path: str
    node: Test
    comparison: Comparison
    run: Run


@dataclass(frozen=True, slots=True)
class Branch:
    """`all`, `any` or `count`: met when `at_least` of its parts are. Parts stand in the order written."""

    index: int
    path: str
    node: Criterion
    at_least: int
    parts: tuple["BoundNode", ...]
    run: Run


@dataclass(frozen=True, slots=True)
class Factor:
    """An item of a points system; tiers from the most points down."""

    item: Item
    tiers: tuple[tuple[int, Comparison], ...]


@dataclass(frozen=True, slots=True)
class Sum:
    index: int
    path: str
    node: Points
    factors: tuple[Factor, ...]
    run: Run


BoundNode = Leaf | Branch | Sum


@dataclass(frozen=True, slots=True)
class Bound:
    """Ready to be evaluated for any number of people on `on`. `nodes` is in the order written, root first."""

    tree: Criterion
    on: date
    root: BoundNode
    nodes: tuple[BoundNode, ...]
    facts: tuple[str, ...]
    missing_parameters: tuple[str, ...]

    def values(self, answers: Answers) -> list[Value]:
        """The value of every node, by its index."""
        values: list[Value] = [None] * len(self.nodes)
        self.root.run(answers, values)
        return values

    def truth(self, answers: Answers) -> Value:
        """The value of the whole tree alone."""
        return self.root.run(answers, [None] * len(self.nodes))


def bind(tree: Criterion, *, parameters: Parameters | None = None, groups: Groups | None = None, on: date) -> Bound:
    """Make a tree ready for a day.

    Raises `KeyError` when the tree names a parameter or a group that is not given.
    """
    binder = _Binder(parameters or {}, groups or {}, on)
    root = binder.bind(tree, "")
    nodes = sorted(binder.nodes, key=lambda node: node.index)
    return Bound(tree, on, root, tuple(nodes), tuple(binder.facts), tuple(binder.missing))


class _Binder:
    def __init__(self, parameters: Parameters, groups: Groups, on: date) -> None:
        self.parameters, self.groups, self.on = parameters, groups, on
        self.nodes: list[BoundNode] = []
        self.facts: dict[str, None] = {}
        self.missing: dict[str, None] = {}
        self.count = 0

    def bind(self, node: Criterion, path: str) -> BoundNode:
        index = self.count
        self.count += 1
        bound: BoundNode
        if isinstance(node, Test):
            comparison = self.comparison(node.condition)
            bound = Leaf(index, path or "test", node, comparison, _run_leaf(index, comparison))
        elif isinstance(node, Points):
            factors = tuple(
                Factor(
                    item,
                    tuple(
                        (tier.points, self.comparison(tier.condition))
                        for tier in sorted(item.tiers, key=lambda tier: -tier.points)
                    ),
                )
                for item in node.items
            )
            bound = Sum(index, path or "points", node, factors, _run_sum(index, node.at_least, factors))
        else:
            form, at_least = _branching(node)
            inside = f"{path}.{form}".lstrip(".")
            parts = tuple(self.bind(part, f"{inside}[{number}]") for number, part in enumerate(node.parts))
            run = _run_count(index, at_least, parts) if form == "count" else _run_branch(index, form == "all", parts)
            bound = Branch(index, path or inside, node, at_least, parts, run)
        self.nodes.append(bound)
        return bound

    def comparison(self, condition: Condition) -> Comparison:
        comparison = ready(condition, self.parameters, self.groups, self.on)
        self.facts[comparison.fact] = None
        if comparison.check is None and isinstance(condition.value, Parameter):
            self.missing[condition.value.name] = None
        return comparison


def _branching(node: All | Any | Count) -> tuple[str, int]:
    """The form as written, and how many parts must be met."""
    if isinstance(node, All):
        return "all", len(node.parts)
    return ("any", 1) if isinstance(node, Any) else ("count", node.at_least)


def _run_leaf(index: int, comparison: Comparison) -> Run:
    fact, check = comparison.fact, comparison.check

    def run(answers: Answers, values: list[Value]) -> Value:
        answer = answers.get(fact)
        value = None if answer is None or check is None else check(answer)
        values[index] = value
        return value

    return run


def _run_branch(index: int, is_all: bool, parts: tuple[BoundNode, ...]) -> Run:
    runs = tuple(part.run for part in parts)
    decides = not is_all  # one part met decides `any`, one part not met decides `all` (A2)

    def run(answers: Answers, values: list[Value]) -> Value:
        value: Value = is_all
        for part in runs:  # every part is run even when one decides: misses and trace need them all
            each = part(answers, values)
            if each is decides:
                value = decides
            elif each is None and value is is_all:
                value = None
        values[index] = value
        return value

    return run


def _run_count(index: int, at_least: int, parts: tuple[BoundNode, ...]) -> Run:
    runs = tuple(part.run for part in parts)

    def run(answers: Answers, values: list[Value]) -> Value:
        met = still = 0
        for part in runs:
            each = part(answers, values)
            if each:
                met += 1
            elif each is None:
                still += 1
        value = True if met >= at_least else False if met + still < at_least else None
        values[index] = value
        return value

    return run


def _run_sum(index: int, at_least: int, factors: tuple[Factor, ...]) -> Run:
    def run(answers: Answers, values: list[Value]) -> Value:
        known, best = reach(factors, answers)
        value = True if known >= at_least else False if best < at_least else None
        values[index] = value
        return value

    return run


def reach(factors: tuple[Factor, ...], answers: Answers) -> tuple[int, int]:
    """Points known to be met, and the most that could still be met (A3)."""
    known = best = 0
    for factor in factors:
        most = 0
        for points, comparison in factor.tiers:
            value = value_of(comparison, answers)
            if value is None:
                most = most or points
            elif value:
                known += points
                most = most or points
                break
        best += most
    return known, best


def value_of(comparison: Comparison, answers: Answers) -> Value:
    answer = answers.get(comparison.fact)
    if answer is None or comparison.check is None:
        return None
    return comparison.check(answer)
