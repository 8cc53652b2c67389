"""The answer for one person, one tree and one day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from alianza.engines.eligibility._ask import facts_to_ask
from alianza.engines.eligibility._bound import Answers, Bound, BoundNode, Branch, Leaf, Sum, Value, bind, reach
from alianza.engines.eligibility._misses import Gain, Miss, least_burden, shortfalls
from alianza.vocabulary.criterion import Criterion, Groups, Parameter, Parameters, Verdict
from alianza.vocabulary.facts import Answer

__all__ = ["Eligibility", "Gain", "Miss", "Result", "Traced", "evaluate"]


class Eligibility(StrEnum):
    """Whether the published conditions are met (A7)."""

    ELIGIBLE = "eligible"
    NOT_ELIGIBLE = "not_eligible"
    UNDETERMINED = "undetermined"


class Traced(NamedTuple):
    """The value of one node. `points` is known and possible points, for a points system."""

    path: str
    id: str
    verdict: Verdict
    points: tuple[int, int] | None = None


_VERDICT: Mapping[Value, Verdict] = {True: Verdict.MET, False: Verdict.NOT_MET, None: Verdict.UNKNOWN}
_ELIGIBILITY: Mapping[Value, Eligibility] = {
    True: Eligibility.ELIGIBLE,
    False: Eligibility.NOT_ELIGIBLE,
    None: Eligibility.UNDETERMINED,
}


@dataclass(frozen=True, slots=True)
class Result:
    """What holds, what is missing, what is left to ask.

    `nearest_miss`, `alternatives` and `shortfall` are empty unless not eligible; `ask` and `missing_parameters` are
    empty unless undetermined. `missing_parameters` names figures the law side has not supplied for the day.
    """

    bound: Bound
    verdict: Eligibility
    values: tuple[Value, ...]
    answers: Mapping[str, Answer]
    nearest_miss: tuple[Miss, ...] = ()
    alternatives: tuple[tuple[Miss, ...], ...] = ()
    shortfall: Mapping[str, int] | None = None
    ask: tuple[str, ...] = ()
    missing_parameters: tuple[str, ...] = ()

    @property
    def unmet(self) -> tuple[str, ...]:
        """Ids of what fails on the way of least burden."""
        return tuple(miss.id for miss in self.nearest_miss)

    @property
    def burden(self) -> int:
        """What the nearest miss weighs together; 0 when nothing is missed."""
        return sum(miss.burden for miss in self.nearest_miss)

    @property
    def trace(self) -> tuple[Traced, ...]:
        """Every node's value, in the order written, the whole tree first."""
        return tuple(
            Traced(
                node.path,
                node.node.id,
                _VERDICT[self.values[node.index]],
                reach(node.factors, self.answers) if isinstance(node, Sum) else None,
            )
            for node in self.bound.nodes
        )


def evaluate(
    tree: Criterion | Bound,
    facts: Answers,
    *,
    parameters: Parameters | None = None,
    groups: Groups | None = None,
    on: date | None = None,
) -> Result:
    """Evaluate a tree for one person, or a tree already bound to a day.

    `facts` are accepted answers (see `vocabulary.facts`); a fact that is absent, or `None`, is unknown. Raises
    `UnfitAnswer` for an answer that was not accepted against its question, `TypeError` when an unbound tree comes
    without a day.

    >>> from alianza.vocabulary.criterion import Condition, Literal, Operator, Test
    >>> adult = Test(id="adult", condition=Condition("person.age", Operator.GTE, Literal(18)))
    >>> evaluate(adult, {}, on=date(2026, 1, 1)).ask
    ('person.age',)
    >>> evaluate(adult, {"person.age": 17}, on=date(2026, 1, 1)).unmet
    ('adult',)
    """
    if isinstance(tree, Bound):
        bound = tree
    elif on is None:
        raise TypeError("State the day: a rule can differ by day for the same person.")
    else:
        bound = bind(tree, parameters=parameters, groups=groups, on=on)
    values = bound.values(facts)
    value = values[0]
    verdict = _ELIGIBILITY[value]
    kept = tuple(values)
    if value is True:
        return Result(bound, verdict, kept, facts)
    if value is False:
        way = least_burden(bound.root, facts, values)
        missing = dict(shortfalls(bound.root, facts, values))
        return Result(bound, verdict, kept, facts, way.misses, way.alternatives, missing or None)
    ask = facts_to_ask(bound.root, facts, values)
    lacking = tuple(dict.fromkeys(_lacking(bound.root, facts, values))) if bound.missing_parameters else ()
    return Result(bound, verdict, kept, facts, ask=ask, missing_parameters=lacking)


def _lacking(node: BoundNode, answers: Answers, values: list[Value]) -> list[str]:
    """Parameters without a value on the day that keep an open tree open."""
    if values[node.index] is not None:
        return []
    if isinstance(node, Branch):
        return [name for part in node.parts for name in _lacking(part, answers, values)]
    comparisons = (
        [node.comparison]
        if isinstance(node, Leaf)
        else [comparison for factor in node.factors for _, comparison in factor.tiers]
    )
    return [
        comparison.condition.value.name
        for comparison in comparisons
        if comparison.check is None and isinstance(comparison.condition.value, Parameter)
    ]
