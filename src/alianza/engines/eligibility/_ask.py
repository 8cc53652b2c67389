"""Which unanswered facts could still change a result that is open.

A node is followed only while it is unknown. For each fact below it we keep by which values answering the fact can
close the node: `MET`, `NOT_MET`, both. A part that becomes met closes a branch that needs `k` parts only if exactly
`k - 1` others can stand as met beside it, and one that becomes not met only if all but `k - 1` can have failed: for
`all`, "not met" always passes and "met" only if every other part can still be met; for `any` the other way round.

A test whose parameter has no value on the day stays unknown whatever is answered (A4), so it is never asked about and
blocks what needs it.

In a points system a fact matters if the other items can bring the sum so close to the mark that its own points carry it
over, or their loss below. The sums that other items can reach are held as the bits of one integer.
"""

from collections.abc import Sequence

from alianza.engines.eligibility._bound import Answers, BoundNode, Branch, Factor, Leaf, Sum, Value, value_of
from alianza.engines.eligibility._compare import Comparison

MET, NOT_MET = 1, 2


def facts_to_ask(root: BoundNode, answers: Answers, values: list[Value]) -> tuple[str, ...]:
    """Facts that could still close the tree, in the order written; empty when it is closed."""
    if values[root.index] is not None:
        return ()
    return tuple(fact for fact, closes in _closing(root, answers, values).items() if closes)


def _closing(node: BoundNode, answers: Answers, values: list[Value]) -> dict[str, int]:
    """By fact: whether answering it can make this unknown node met, not met, or both."""
    if isinstance(node, Leaf):
        comparison = node.comparison
        if comparison.check is None:
            return {}
        return {comparison.fact: MET * comparison.can_be_met | NOT_MET * comparison.can_fail}
    if isinstance(node, Sum):
        return _closing_sum(node, answers)
    can_meet = [_can(part, MET, answers, values) for part in node.parts]
    can_fail = [_can(part, NOT_MET, answers, values) for part in node.parts]
    closing: dict[str, int] = {}
    for place, part in enumerate(node.parts):
        if values[part.index] is not None:
            continue
        passes = MET * (sum(can_meet) - can_meet[place] >= node.at_least - 1)
        passes |= NOT_MET * (sum(can_fail) - can_fail[place] >= len(node.parts) - node.at_least)
        for fact, closes in _closing(part, answers, values).items():
            closing[fact] = closing.get(fact, 0) | closes & passes
    return closing


def _can(node: BoundNode, end: int, answers: Answers, values: list[Value]) -> bool:
    """Whether further answers can make the node end as met (or not met)."""
    value = values[node.index]
    if value is not None:
        return value is (end == MET)
    if isinstance(node, Leaf):
        comparison = node.comparison
        return comparison.check is not None and (comparison.can_be_met if end == MET else comparison.can_fail)
    if isinstance(node, Branch):
        wanted = node.at_least if end == MET else len(node.parts) - node.at_least + 1
        return sum(_can(part, end, answers, values) for part in node.parts) >= wanted
    if end == MET:
        return sum(_Open(factor, answers).best for factor in node.factors) >= node.node.at_least
    return sum(_Open(factor, answers).worst for factor in node.factors) < node.node.at_least


class _Open:
    """What an item of a points system gives now and could still give.

    `known`: points of the best tier known to be met. `open_tiers`: tiers that wait for an answer. `worst`: what stays
    within reach even if every answer to come disappoints, because a parameter is missing or no answer can fail.
    """

    def __init__(self, factor: Factor, answers: Answers) -> None:
        self.known = self.worst = 0
        self.open_tiers: list[tuple[int, Comparison]] = []
        for points, comparison in factor.tiers:
            value = value_of(comparison, answers)
            if value:
                self.known = max(self.known, points)
            elif value is None:
                if comparison.check is not None:
                    self.open_tiers.append((points, comparison))
                if comparison.check is None or not comparison.can_fail:
                    self.worst = max(self.worst, points)
        self.worst = max(self.worst, self.known)
        self.best = max([self.known, *(points for points, comparison in self.open_tiers if comparison.can_be_met)])

    def known_within_reach(self) -> set[int]:
        """Points this item may be known to give once more is answered."""
        return {self.known} | {
            points for points, comparison in self.open_tiers if points > self.known and comparison.can_be_met
        }

    def best_within_reach(self) -> set[int]:
        """Points this item may be left with at best once more is answered."""
        return {self.worst} | {points for points, _ in self.open_tiers if points > self.worst}

    def known_around(self, fact: str) -> set[tuple[int, int]]:
        """Points known before and after the best answer to `fact`, for every way the item's other tiers may end."""
        own = max((p for p, each in self.open_tiers if each.fact == fact and each.can_be_met), default=0)
        rest = {self.known} | {p for p, each in self.open_tiers if each.fact != fact and each.can_be_met}
        return {(max(points, self.known), max(points, self.known, own)) for points in rest}

    def best_around(self, fact: str) -> set[tuple[int, int]]:
        """Points still possible before and after the worst answer to `fact`, for every way the others may end."""
        own = max((p for p, each in self.open_tiers if each.fact == fact), default=0)
        rest = {self.worst} | {p for p, each in self.open_tiers if each.fact != fact}
        return {(max(points, self.worst, own), max(points, self.worst)) for points in rest}


def _closing_sum(node: Sum, answers: Answers) -> dict[str, int]:
    opens = [_Open(factor, answers) for factor in node.factors]
    mark = node.node.at_least
    facts = dict.fromkeys(comparison.fact for each in opens for _, comparison in each.open_tiers)
    closing = {}
    for fact in facts:
        own = [each for each in opens if any(comparison.fact == fact for _, comparison in each.open_tiers)]
        others = [each for each in opens if each not in own]
        closes = 0
        reached = [each.known_within_reach() for each in others]
        if any(
            _some_sum(reached, mark - after, mark - before)
            for before, after in _together([each.known_around(fact) for each in own])
        ):
            closes |= MET
        left = [each.best_within_reach() for each in others]
        if any(
            _some_sum(left, mark - before, mark - after)
            for before, after in _together([each.best_around(fact) for each in own])
        ):
            closes |= NOT_MET
        closing[fact] = closes
    return closing


def _together(pairs: Sequence[set[tuple[int, int]]]) -> set[tuple[int, int]]:
    """The sums of one pair of each set: a fact may stand in several items and moves them all at once."""
    sums = {(0, 0)}
    for choices in pairs:
        sums = {(before + b, after + a) for before, after in sums for b, a in choices}
    return sums


def _some_sum(choices: Sequence[set[int]], least: int, below: int) -> bool:
    """Whether taking one number of each set can give a sum from `least` up to, not including, `below`."""
    if least >= below:
        return False
    sums = 1
    for numbers in choices:
        grown = 0
        for number in numbers:
            grown |= sums << number
        sums = grown
    least = max(least, 0)
    return below > least and bool(sums >> least & (1 << (below - least)) - 1)
