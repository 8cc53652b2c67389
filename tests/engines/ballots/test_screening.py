"""Median, spread, and whether a fourth reviewer has to read the proposal."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alianza.engines.ballots import (
    CriteriaDiffer,
    NotAScore,
    NumberOutOfRange,
    Recommendation,
    Review,
    ReviewerTwice,
    ScreeningRules,
    screening,
)

SIX = ("relevance", "consistency", "rights", "results", "cost", "sustainability")
NUMBERS: dict[str, object] = {
    "version": "group-1",
    "criteria": SIX,
    "lowest": 1,
    "highest": 5,
    "reviewers": 3,
    "widest": 2,
    "approves_from": Decimal(3),
    "refuses_below": Decimal(2),
}
RULES = ScreeningRules(**NUMBERS)  # type: ignore[arg-type]


def review(who: str, score: int = 4, *, conflict: bool = False, **other: int) -> Review:
    return Review(who, dict.fromkeys(SIX, score) | other, conflict)


def test_three_reviewers_who_agree_are_enough() -> None:
    found = screening([review("r1"), review("r2", rights=3), review("r3", rights=5)], RULES)
    assert [(each.criterion, each.median, each.spread) for each in found.scores][2] == ("rights", Decimal(4), 2)
    assert (found.lacking, found.fourth_needed, found.recommendation) == (0, False, Recommendation.APPROVE)
    assert found.reasons == ()


def test_a_spread_over_two_points_on_one_criterion_asks_for_a_fourth() -> None:
    three = [review("r1", rights=5), review("r2"), review("r3", rights=2)]
    found = screening(three, RULES)
    assert found.fourth_needed and found.recommendation is None
    assert str(found.reasons[0]) == (
        "The reviewers differ by more than 2 points on: rights. One more reviewer is needed."
    )
    fourth = screening([*three, review("r4", rights=3)], RULES)
    assert not fourth.fourth_needed and fourth.recommendation is Recommendation.APPROVE
    assert fourth.scores[2].median == Decimal("3.5") and fourth.scores[2].spread == 3


def test_a_reviewer_with_a_conflict_is_on_record_and_does_not_count() -> None:
    found = screening(
        [review("r1"), review("r2"), review("r3", 1, conflict=True), Review("r4", {}, conflict=True)], RULES
    )
    assert (found.reviewers, found.conflicted, found.lacking) == (("r1", "r2"), ("r3", "r4"), 1)
    assert found.recommendation is None and found.scores[0].median == 4
    assert str(found.reasons[0]) == "Reviewers without conflict: 2. At least 3 are needed."


def test_nothing_scored_is_no_score_and_not_zero() -> None:
    found = screening([], RULES)
    assert (found.scores, found.lacking, found.recommendation) == ((), 3, None)


@pytest.mark.parametrize(
    ("cost", "expected"), [(3, Recommendation.APPROVE), (2, Recommendation.REVISE), (1, Recommendation.REFUSE)]
)
def test_the_weakest_criterion_decides(cost: int, expected: Recommendation) -> None:
    assert screening([review(who, 5, cost=cost) for who in ("r1", "r2", "r3")], RULES).recommendation is expected


@pytest.mark.parametrize("score", [0, 6, 3.0, True, None, "4"])
def test_a_score_is_a_whole_number_from_one_to_five(score: object) -> None:
    with pytest.raises(NotAScore, match=r"\(r1 on cost\); write a whole number from 1 to 5"):
        screening([review("r1", cost=score)], RULES)  # type: ignore[arg-type]


def test_a_criterion_left_out_is_not_a_zero() -> None:
    scores = dict.fromkeys(SIX[1:], 3) | {"colour": 2}
    with pytest.raises(CriteriaDiffer, match="missing or unknown: colour, relevance"):
        screening([Review("r1", scores)], RULES)


def test_a_reviewer_reviews_once() -> None:
    with pytest.raises(ReviewerTwice):
        screening([review("r1"), review("r2"), review("r1", 2)], RULES)


def test_rules_that_cannot_be_are_refused() -> None:
    for name, wrong in (("reviewers", 0), ("highest", 0), ("widest", -1), ("lowest", True)):
        with pytest.raises(NumberOutOfRange, match=name):
            ScreeningRules(**NUMBERS | {name: wrong})  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="approves_from"):
        ScreeningRules(**NUMBERS | {"approves_from": 3.0})  # type: ignore[arg-type]


@given(st.lists(st.lists(st.integers(1, 5), min_size=6, max_size=6), min_size=1, max_size=6), st.randoms())
def test_the_order_of_reviews_does_not_matter(scores: list[list[int]], chance: object) -> None:
    reviews = [Review(f"r{each}", dict(zip(SIX, row, strict=True))) for each, row in enumerate(scores)]
    shuffled = reviews[:]
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert screening(shuffled, RULES) == screening(reviews, RULES)
