"""What the answers come to: a profile by section, the outcome, and what is still open. Never one number.

A section's score is the mean of its criteria that have one; what is not applicable is left out, what is not answered is
unknown and counted apart, never taken as zero.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from alianza.instruments.instrument import Instrument, Item, Outcome, Type
from alianza.instruments.standing import Judge, Standing
from alianza.vocabulary.facts import Answer


@dataclass(frozen=True, slots=True)
class SectionScore:
    """One section. `score` is the mean over `scored` criteria, None when there are none of them."""

    section: str
    score: Fraction | None
    scored: int
    left_out: int
    unknown: int

    @property
    def percent(self) -> int | None:
        """The score in whole percent, rounded half up; only for lists whose best value scores 1."""
        return None if self.score is None else int(self.score * 100 + Fraction(1, 2))


@dataclass(frozen=True, slots=True)
class Profile:
    """The result of an instrument.

    `outcome` is the first whose condition holds, read from the top; `open` are those above it that further answers
    could still make hold. `unmet` are criteria not fully met, `unknown` those without answer.
    """

    outcome: Outcome | None
    open: tuple[Outcome, ...]
    sections: tuple[SectionScore, ...]
    unmet: tuple[str, ...]
    unknown: tuple[str, ...]
    findings: tuple[str, ...]


def profile(instrument: Instrument, state: Standing, given: Mapping[str, Answer] | None = None) -> Profile:
    """What a response comes to. `given` are facts the user of the instrument supplies, such as an audit's result."""
    facts = dict(state.facts) | dict(given or {})
    judge = Judge(instrument, facts, set(state.hidden))
    outcome, still = None, []
    for each in instrument.outcomes:
        truth = judge.truth(each.when)
        if truth:
            outcome = each
            break
        if truth is None:
            still.append(each)
    criteria = [item for item in instrument.items if item.type is Type.CRITERION and item.id not in state.hidden]
    scores = tuple(
        _section(section.id, [item for item in criteria if item.section == section.id], facts)
        for section in instrument.sections
        if any(item.section == section.id for item in criteria)
    )
    return Profile(
        outcome,
        tuple(still),
        scores,
        tuple(item.id for item in criteria if _falls_short(item, facts)),
        tuple(item.id for item in criteria if item.id not in facts),
        state.findings,
    )


def _score(item: Item, facts: Mapping[str, Answer]) -> tuple[bool, Fraction | None]:
    value = facts.get(item.id)
    if not isinstance(value, str) or item.choices is None:
        return False, None
    return True, item.choices.choice(value).score


def _section(section: str, items: list[Item], facts: Mapping[str, Answer]) -> SectionScore:
    read = [_score(item, facts) for item in items]
    scores = [score for _, score in read if score is not None]
    return SectionScore(
        section,
        sum(scores, Fraction(0)) / len(scores) if scores else None,
        len(scores),
        sum(known and score is None for known, score in read),
        sum(not known for known, _ in read),
    )


def _falls_short(item: Item, facts: Mapping[str, Answer]) -> bool:
    known, score = _score(item, facts)
    if not known or score is None or item.choices is None:
        return False
    best = max((choice.score for choice in item.choices.choices if choice.score is not None), default=score)
    return score < best
