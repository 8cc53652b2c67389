"""What stands between a person and a closed door, cheapest first (A5)."""

from collections.abc import Iterator
from dataclasses import dataclass

from alianza.engines.eligibility._bound import Answers, BoundNode, Branch, Leaf, Sum, Value, reach, value_of
from alianza.vocabulary.criterion import Condition, Fix
from alianza.vocabulary.facts import Answer


@dataclass(frozen=True, slots=True)
class Gain:
    """A tier not reached, the points it would add to what is possible now, and who can change that."""

    item: str
    points: int
    condition: Condition
    needed: Answer
    fix: Fix | None


@dataclass(frozen=True, slots=True)
class Miss:
    """A failed condition. A test says what is `needed` on the day; a points system says its `shortfall` and `gains`."""

    id: str
    label: str
    fix: Fix | None
    burden: int
    condition: Condition | None = None
    needed: Answer | None = None
    shortfall: int = 0
    gains: tuple[Gain, ...] = ()


@dataclass(frozen=True, slots=True)
class Way:
    """One way through a failed node: what must change, what it weighs, and the other ways."""

    burden: int
    misses: tuple[Miss, ...]
    alternatives: tuple[tuple[Miss, ...], ...] = ()


def least_burden(node: BoundNode, answers: Answers, values: list[Value]) -> Way:
    """The way of least burden through a node that is not met."""
    if isinstance(node, Leaf):
        fix = node.node.fix
        burden = (fix or Fix.IMMUTABLE).burden
        comparison = node.comparison
        miss = Miss(name_of(node), node.node.label, fix, burden, comparison.condition, comparison.needed)
        return Way(burden, (miss,))
    if isinstance(node, Sum):
        miss = _points_missed(node, answers)
        return Way(miss.burden, (miss,))
    ways = [least_burden(part, answers, values) for part in node.parts if values[part.index] is False]
    lacking = node.at_least - (len(node.parts) - len(ways))  # parts still open may yet turn out to be met
    cheapest = sorted(range(len(ways)), key=lambda place: ways[place].burden)[:lacking]
    taken = [ways[place] for place in sorted(cheapest)]
    left = [way.misses for place, way in enumerate(ways) if place not in cheapest]
    return Way(
        sum(way.burden for way in taken),
        tuple(miss for way in taken for miss in way.misses),
        (*(each for way in taken for each in way.alternatives), *left),
    )


def _points_missed(node: Sum, answers: Answers) -> Miss:
    _, best = reach(node.factors, answers)
    shortfall = node.node.at_least - best
    gains = []
    for factor in node.factors:
        possible = max((p for p, comparison in factor.tiers if value_of(comparison, answers) is not False), default=0)
        gains += [
            Gain(factor.item.id, points - possible, comparison.condition, comparison.needed, factor.item.fix)
            for points, comparison in factor.tiers
            if points > possible and comparison.needed is not None
        ]
    fix = node.node.fix
    burden = (fix or Fix.IMMUTABLE).burden + shortfall
    return Miss(name_of(node), node.node.label, fix, burden, shortfall=shortfall, gains=tuple(gains))


def shortfalls(node: BoundNode, answers: Answers, values: list[Value]) -> Iterator[tuple[str, int]]:
    """Every points system that is not met, with the points missing even at best (A3)."""
    if isinstance(node, Sum):
        if values[node.index] is False:
            yield name_of(node), node.node.at_least - reach(node.factors, answers)[1]
    elif isinstance(node, Branch):
        for part in node.parts:
            yield from shortfalls(part, answers, values)


def name_of(node: BoundNode) -> str:
    """The id written in the tree, else the place in it."""
    return node.node.id or node.path
