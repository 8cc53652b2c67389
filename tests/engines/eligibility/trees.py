"""Small trees over few facts, so that every completion of the answers can be tried."""

import os
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import product

from hypothesis import strategies as st

from alianza.vocabulary.criterion import (
    All,
    Any,
    Condition,
    Count,
    CountryGroup,
    DatedValue,
    Fix,
    Group,
    Item,
    Literal,
    Operator,
    Parameter,
    Points,
    Test,
    Tier,
    facts_of,
)

EXAMPLES = 500 if os.environ.get("ALIANZA_SWEEP") == "full" else 50
RELATIONS = EXAMPLES // 5  # each is put to a database as well
"""How many trees a property is tried on."""
DAY = date(2025, 6, 1)
PARAMETERS = {"known": [DatedValue(2, date(2025, 1, 1))], "gone": [DatedValue(2, date(2024, 1, 1), date(2024, 12, 31))]}
STEP_PARAMETERS = {"step": [DatedValue("B", date(2025, 1, 1))], "lost": []}
GROUPS = {
    "two": CountryGroup("two", frozenset({"PH", "ID"})),
    "past": CountryGroup("past", frozenset({"PH"}), None, date(2024, 12, 31)),
}
STEPS = ("none", "A", "B")
DOMAINS = {
    "flag": [True, False],
    "number": [0, 1, 2, 3],
    "step": list(STEPS),
    "code": ["PH", "ID", "MX"],
    "set": [frozenset(), frozenset({"PH"}), frozenset({"MX"}), frozenset({"PH", "MX"})],
}
KINDS = tuple(DOMAINS)
FACTS = tuple(f"{kind}{number}" for kind in KINDS for number in (1, 2))
ALL_PARAMETERS = {**PARAMETERS, **STEP_PARAMETERS}


def domain(fact: str) -> list:
    return DOMAINS[fact.rstrip("0123456789")]


def condition(fact: str) -> st.SearchStrategy[Condition]:
    kind = fact.rstrip("0123456789")
    operators: st.SearchStrategy[Operator]
    operands: st.SearchStrategy
    if kind == "flag":
        operators, operands = st.just(Operator.IS), st.sampled_from([Literal(True), Literal(False)])
    elif kind == "number":
        operators = st.sampled_from([Operator.GTE, Operator.LTE])
        operands = st.one_of(
            st.sampled_from([1, 2]).map(Literal), st.sampled_from([Parameter("known"), Parameter("gone")])
        )
    elif kind == "step":
        operators = st.sampled_from([Operator.GTE, Operator.LTE])
        operands = st.one_of(
            st.sampled_from(STEPS).map(Literal), st.sampled_from([Parameter("step"), Parameter("lost")])
        )
    elif kind == "code":
        operators = st.sampled_from([Operator.IN, Operator.NOT_IN])
        operands = st.one_of(
            st.sampled_from([frozenset({"PH"}), frozenset({"PH", "ID"}), frozenset()]).map(Literal),
            st.sampled_from([Group("two"), Group("past")]),
        )
    else:
        operators = st.sampled_from([Operator.OVERLAPS, Operator.DISJOINT])
        operands = st.one_of(
            st.sampled_from([frozenset({"PH"}), frozenset({"MX", "ID"})]).map(Literal),
            st.sampled_from([Group("two"), Group("past")]),
        )
    steps = STEPS if kind == "step" else ()
    return st.builds(lambda op, value: Condition(fact, op, value, steps), operators, operands)


fixes = st.one_of(st.none(), st.sampled_from(list(Fix)))


class _Names:
    """Ids that no two nodes of a tree share, and facts that no two places share in a read-once tree."""

    def __init__(self, draw, *, once: bool) -> None:
        self.draw, self.once, self.count = draw, once, 0
        self.left = list(draw(st.permutations(FACTS)))

    def id(self) -> str:
        self.count += 1
        return f"n{self.count}"

    def fact(self) -> str | None:
        if not self.once:
            return self.draw(st.sampled_from(FACTS[::2]))
        return self.left.pop() if self.left else None


@st.composite
def trees(draw, *, once: bool = False, points: bool = True):
    """A tree; with `once`, no fact is tested in two places."""
    names = _Names(draw, once=once)

    def node(depth: int):
        shapes = ["test", "test"] + (["points"] if points else []) + (["all", "any", "count"] * 2 if depth < 3 else [])
        shape = draw(st.sampled_from(shapes))
        fix = draw(fixes)
        if shape in {"all", "any", "count"}:
            parts = [part for _ in range(draw(st.integers(1, 3))) if (part := node(depth + 1)) is not None]
            if not parts:
                return None
            if shape == "count":
                return Count(id=names.id(), at_least=draw(st.integers(1, len(parts))), parts=tuple(parts))
            return (All if shape == "all" else Any)(id=names.id(), parts=tuple(parts))
        if shape == "test":
            fact = names.fact()
            return None if fact is None else Test(id=names.id(), fix=fix, condition=draw(condition(fact)))
        items = []
        for _ in range(draw(st.integers(1, 3))):
            tiers = []
            for _ in range(draw(st.integers(1, 2))):
                fact = names.fact()
                if fact is not None:
                    tiers.append(Tier(draw(st.integers(1, 3)), draw(condition(fact))))
            if tiers:
                items.append(Item(names.id(), tuple(tiers), draw(fixes)))
        if not items:
            return None
        best = sum(max(tier.points for tier in item.tiers) for item in items)
        return Points(id=names.id(), fix=fix, at_least=draw(st.integers(1, best)), items=tuple(items))

    tree = node(0)
    return tree if tree is not None else Test(id="n0", condition=draw(condition("flag1")))


@st.composite
def answers(draw, tree):
    """Some facts answered, others not; a fact may be answered with `None`, "I do not know"."""
    return {fact: draw(st.sampled_from([*domain(fact), None])) for fact in facts_of(tree) if draw(st.booleans())}


def completions(facts: list[str], known: Mapping) -> Iterator[dict]:
    """Every way to go on from `known`: each of `facts` answered somehow, or still not."""
    for chosen in product(*([None, *domain(fact)] for fact in facts)):
        yield {**known, **{fact: answer for fact, answer in zip(facts, chosen, strict=True) if answer is not None}}
