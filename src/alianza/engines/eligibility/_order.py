"""Which question to put next, so that few are needed.

For each question still worth asking we try one answer of every kind that the trees tell apart (below a mark, at it,
above it; in a list, outside it) and count how many open trees it would close. The question that closes most on average
comes first; equals by how many trees wait for it, then by the order of the dictionary. Sensitive questions come after
all others.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from alianza.engines.eligibility._ask import facts_to_ask
from alianza.engines.eligibility._bound import Answers, Bound, Leaf, Sum
from alianza.engines.eligibility._compare import Comparison
from alianza.vocabulary.facts import Answer, Fact, Kind, Scope

OUTSIDE = "-"
"""Stands for a code that no list names."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A tree in play and the answers that count for it. `place` and `offer` tell whose answer a scoped fact needs."""

    name: str
    bound: Bound
    answers: Answers
    place: str = ""
    offer: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One fact to ask about, once. `about` is the place or offer meant, empty for the person.

    `closes` is the number of trees an average answer would close; `waiting` names the trees it could change.
    """

    fact: str
    about: str
    closes: float
    waiting: tuple[str, ...]


def order_of_questions(
    candidates: Sequence[Candidate],
    facts: Mapping[str, Fact],
    *,
    without: Collection[tuple[str, str]] = (),
) -> tuple[Question, ...]:
    """Questions that could still change the result of a candidate, the one that decides most first.

    `without` holds pairs of fact and `about` that were put already. Raises `KeyError` for a fact not in `facts`.
    """
    waiting: dict[tuple[str, str], list[Candidate]] = {}
    for candidate in candidates:
        values = candidate.bound.values(candidate.answers)
        for fact in facts_to_ask(candidate.bound.root, candidate.answers, values):
            key = fact, _about(facts[fact], candidate)
            if key not in without:
                waiting.setdefault(key, []).append(candidate)
    position = {fact: number for number, fact in enumerate(facts)}
    questions = [
        Question(fact, about, _closes(facts[fact], held), tuple(candidate.name for candidate in held))
        for (fact, about), held in waiting.items()
    ]
    return tuple(
        sorted(
            questions,
            key=lambda q: (facts[q.fact].sensitive, -q.closes, -len(q.waiting), position[q.fact], q.about),
        )
    )


def _about(fact: Fact, candidate: Candidate) -> str:
    if fact.scope is Scope.PERSON:
        return ""
    return candidate.place if fact.scope is Scope.DESTINATION else candidate.offer


def _closes(fact: Fact, candidates: Iterable[Candidate]) -> float:
    held = list(candidates)
    answers = _kinds_of_answer(fact, [c for candidate in held for c in _comparisons(candidate.bound, fact.id)])
    closed = sum(
        candidate.bound.truth({**candidate.answers, fact.id: answer}) is not None
        for candidate in held
        for answer in answers
    )
    return closed / len(answers)


def _comparisons(bound: Bound, fact: str) -> list[Comparison]:
    found = []
    for node in bound.nodes:
        if isinstance(node, Leaf):
            found.append(node.comparison)
        elif isinstance(node, Sum):
            found += [comparison for factor in node.factors for _, comparison in factor.tiers]
    return [comparison for comparison in found if comparison.fact == fact]


def _kinds_of_answer(fact: Fact, comparisons: list[Comparison]) -> list[Answer]:
    """One answer of every kind the comparisons tell apart."""
    if fact.kind is Kind.BOOLEAN:
        return [True, False]
    if fact.kind is Kind.SCALE:
        return list(fact.steps)
    needed = [comparison.needed for comparison in comparisons if comparison.needed is not None]
    if fact.kind.is_number:
        marks = sorted({value for value in needed if isinstance(value, int | float)})
        if not marks:
            return [0]
        between = [(low + high) / 2 for low, high in pairwise(marks)]
        below = [marks[0] / 2] if marks[0] > 0 else []
        return [*below, *marks, *between, marks[-1] + 1]
    lists = [value if isinstance(value, frozenset) else frozenset({str(value)}) for value in needed]
    by_signature: dict[tuple[bool, ...], str] = {(False,) * len(lists): OUTSIDE}
    for code in sorted(frozenset().union(*lists)):
        by_signature.setdefault(tuple(code in each for each in lists), code)
    codes = list(by_signature.values())
    return [frozenset({code}) for code in codes] if fact.kind is Kind.SET else list(codes)
