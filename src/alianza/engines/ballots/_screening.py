"""What the reviewers' scores say together: median, spread, recommendation, and whether one more has to read it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from types import MappingProxyType

from alianza.engines.ballots._refusals import CriteriaDiffer, NotAScore, NumberOutOfRange, ReviewerTwice
from alianza.vocabulary.refusal import marked
from alianza.vocabulary.said import Said

HALF = Decimal("0.5")
HIGHEST_NUMBER = 100


class Recommendation(StrEnum):
    APPROVE = "approve"
    REVISE = "revise"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreeningRules:
    """One version of the Group's rules. Scores are whole numbers from `lowest` to `highest` on every criterion.

    `reviewers` without conflict are the least; a spread above `widest` on any criterion asks for one more. Approval is
    recommended where every median reaches `approves_from`, refusal where one is below `refuses_below`.
    """

    version: str
    criteria: tuple[str, ...]
    lowest: int
    highest: int
    reviewers: int
    widest: int
    approves_from: Decimal
    refuses_below: Decimal

    def __post_init__(self) -> None:
        for rule in ("lowest", "highest", "reviewers", "widest"):
            given, least = getattr(self, rule), {"highest": self.lowest, "reviewers": 1}.get(rule, 0)
            if isinstance(given, bool) or not isinstance(given, int) or not least <= given <= HIGHEST_NUMBER:
                raise NumberOutOfRange(given=repr(given)[:40], rule=rule, least=least, most=HIGHEST_NUMBER)
        for rule in ("approves_from", "refuses_below"):
            if not isinstance(getattr(self, rule), Decimal | int):
                raise TypeError(f"{rule}: a median is exact; give a Decimal.")
            object.__setattr__(self, rule, Decimal(getattr(self, rule)))
        object.__setattr__(self, "criteria", tuple(self.criteria))


@dataclass(frozen=True, slots=True)
class Review:
    """One reviewer's scores by criterion. A reviewer with a `conflict` is on record and does not count."""

    reviewer: str
    scores: Mapping[str, int] = field(hash=False)
    conflict: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "scores", MappingProxyType(dict(self.scores)))


@dataclass(frozen=True, slots=True)
class CriterionScore:
    """On one criterion: the median (the mean of the middle two of an even number), and highest less lowest."""

    criterion: str
    median: Decimal
    spread: int


@dataclass(frozen=True, slots=True)
class Screening:
    """`scores` are empty while nobody without conflict has scored. `lacking` reviewers are still to be found.

    `fourth_needed`: opinions lie too far apart for the least number of reviewers. The recommendation is None until
    neither holds back.
    """

    rules: str
    scores: tuple[CriterionScore, ...]
    reviewers: tuple[str, ...]
    conflicted: tuple[str, ...]
    lacking: int
    fourth_needed: bool
    recommendation: Recommendation | None
    reasons: tuple[Said, ...]


def screening(reviews: Iterable[Review], rules: ScreeningRules) -> Screening:
    """Bring the reviews of one proposal together, in whatever order they came.

    Raises ReviewerTwice, CriteriaDiffer (a criterion left out is not a zero), NotAScore.
    """
    given = sorted(reviews, key=lambda each: each.reviewer)
    for before, each in pairwise(given):
        if before.reviewer == each.reviewer:
            raise ReviewerTwice(reviewer=each.reviewer)
    for each in given:
        _checked(each, rules)
    free = [each for each in given if not each.conflict]
    scores = tuple(_score(name, [each.scores[name] for each in free]) for name in rules.criteria) if free else ()
    lacking = max(0, rules.reviewers - len(free))
    apart = [each for each in scores if each.spread > rules.widest]
    fourth = bool(apart) and len(free) == rules.reviewers
    reasons = []
    if lacking:
        few = marked("Reviewers without conflict: %(count)s. At least %(least)s are needed.")
        reasons.append(Said(few, count=len(free), least=rules.reviewers))
    if fourth:
        wide = marked(
            "The reviewers differ by more than %(widest)s points on: %(criteria)s. One more reviewer is needed."
        )
        reasons.append(Said(wide, widest=rules.widest, criteria=", ".join(each.criterion for each in apart)))
    return Screening(
        rules.version,
        scores,
        tuple(each.reviewer for each in free),
        tuple(each.reviewer for each in given if each.conflict),
        lacking,
        fourth,
        None if lacking or fourth else _recommendation(scores, rules),
        tuple(reasons),
    )


def _checked(review: Review, rules: ScreeningRules) -> None:
    # somebody with a conflict need not score; what there is has to make sense all the same
    wrong = set(review.scores).symmetric_difference(rules.criteria)
    if wrong and (review.scores or not review.conflict):
        raise CriteriaDiffer(
            reviewer=review.reviewer, criteria=", ".join(rules.criteria), wrong=", ".join(sorted(wrong))
        )
    for criterion, score in review.scores.items():
        if isinstance(score, bool) or not isinstance(score, int) or not rules.lowest <= score <= rules.highest:
            raise NotAScore(
                given=repr(score)[:40],
                reviewer=review.reviewer,
                criterion=criterion,
                least=rules.lowest,
                most=rules.highest,
            )


def _score(criterion: str, given: list[int]) -> CriterionScore:
    low, high = sorted(given)[(len(given) - 1) // 2], sorted(given)[len(given) // 2]
    return CriterionScore(criterion, Decimal(low + high) * HALF, max(given) - min(given))


def _recommendation(scores: tuple[CriterionScore, ...], rules: ScreeningRules) -> Recommendation:
    if any(each.median < rules.refuses_below for each in scores):
        return Recommendation.REFUSE
    if all(each.median >= rules.approves_from for each in scores):
        return Recommendation.APPROVE
    return Recommendation.REVISE
