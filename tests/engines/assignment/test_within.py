"""Placement within quotas, caps and shares: always kept, with a bound that holds."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alianza.engines.assignment import limits, market, place, usage, verify
from tests.engines.assignment.made_up import best_sum, made_up


def one_row(most, weight=(1, 1), *, workers=2):
    """A row that counts all workers of class 0 and 1 in the only order class."""
    return limits(
        worker_class=np.arange(workers) % 2, order_class=[0], row=[0, 0], of_worker=[0, 1], of_order=[0, 0],
        weight=list(weight), most=[most],
    )  # fmt: skip


TWO = {"start": [0, 2], "worker": [0, 1], "score": [70, 50], "posts": [2], "workers": 2}


def test_a_quota_of_one_takes_the_better_and_is_worth_the_other():
    answer = place(market(**TWO), one_row(1))
    assert answer.order.tolist() == [0, -1]
    assert answer.objective == 70
    assert answer.upper_bound == pytest.approx(70, abs=1e-5)
    assert answer.status == "optimal"
    assert 50 <= answer.shadow_price(0) <= 70  # one more place is worth the second worker's 50
    assert answer.binding(one_row(1)).tolist() == [0]


def test_a_quota_that_does_not_bind_has_no_price_and_leaves_the_optimum():
    answer = place(market(**TWO), one_row(2))
    assert (answer.objective, answer.upper_bound, answer.gap) == (120, 120, 0.0)
    assert answer.shadow_price(0) == 0
    assert answer.binding(one_row(2)).size == 0


def test_a_quota_of_nought_closes_and_its_price_is_what_it_keeps_out():
    answer = place(market(**TWO), one_row(0))
    assert (answer.placed, answer.objective, answer.upper_bound) == (0, 0, 0)
    assert answer.shadow_price(0) == 70  # the best place it forbids
    assert verify(market(**TWO), answer.order, answer.certificate, one_row(0)).holds


def test_a_share_of_all_without_anybody_who_counts_closes_the_destination():
    nobody_counts = one_row(0, (1000, 1000))
    answer = place(market(**TWO), nobody_counts)
    assert answer.placed == 0
    assert verify(market(**TWO), answer.order, answer.certificate, nobody_counts).holds


def test_a_share_of_half_places_one_of_each():
    # three men at 70, 60, 50 and one woman at 10: with half women at most one man may go with her
    held = market(start=[0, 4], worker=[0, 1, 2, 3], score=[70, 10, 60, 50], posts=[4], workers=4)
    half = limits(
        worker_class=[0, 1, 0, 0], order_class=[0], row=[0, 0], of_worker=[0, 1], of_order=[0, 0],
        weight=[500, -500], most=[0],
    )  # fmt: skip
    answer = place(held, half)
    assert answer.order.tolist() == [0, 0, -1, -1]
    assert answer.objective == 80
    assert answer.status == "optimal"


@settings(deadline=None, max_examples=40)
@given(
    seed=st.integers(0, 10**6), workers=st.integers(1, 14), orders=st.integers(1, 6), rows=st.integers(0, 5),
    shares=st.integers(0, 3), most_score=st.sampled_from([3, 60, 10_001]),
)  # fmt: skip
def test_limits_are_kept_and_the_bound_lies_above_the_best(seed, workers, orders, rows, shares, most_score):
    case = made_up(seed, workers, orders, rows=rows, shares=shares, most_score=most_score)
    answer = place(*case)
    verdict = verify(case.market, answer.order, answer.certificate, case.limits)
    assert verdict.holds, verdict.problems
    assert (verdict.objective, verdict.bound) == (answer.objective, answer.bound)
    best = best_sum(case)
    assert answer.objective <= best <= answer.upper_bound + 1e-9
    assert answer.objective == best  # at this size the search tree is walked to the end
    if case.limits is not None:
        assert (answer.used == usage(case.limits, answer.order)).all()
        assert answer.gap >= 0


@pytest.mark.parametrize("shares", [0, 3])
def test_a_market_of_some_size_keeps_its_limits_the_same_way_every_time(shares):
    case = made_up(5, 1500, 80, density=0.06, most_score=10_001, most_posts=8, rows=8, shares=shares)
    case.limits.most[:8] *= 40
    first, second = place(*case), place(*case)
    assert first.order.tobytes() == second.order.tobytes()
    assert first.bound == second.bound
    assert (first.certificate.multiplier == second.certificate.multiplier).all()
    verdict = verify(case.market, first.order, first.certificate, case.limits)
    assert verdict.holds, verdict.problems
    assert 0 <= first.gap < 0.01


def test_a_broken_limit_is_found_out():
    answer = place(market(**TWO), one_row(1))
    both = np.array([0, 0], np.int32)
    assert verify(market(**TWO), both, answer.certificate, one_row(1)).problems[:1] == ("row 0 allows 1 and is used 2",)


def test_the_phases_are_told():
    told: list[str] = []
    case = made_up(5, 200, 20, density=0.2, rows=5)
    place(*case, tell=told.append)
    assert told[0] == "auction"
    assert told[-1] == "proof"


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"row": [0]}, "need the same length"),
        ({"row": [0, 1]}, "row: entry 1 names a row beyond the 1 given"),
        ({"of_worker": [0, -1]}, "of_worker: negative"),
        ({"most": [-1]}, "most: row 0 allows -1"),
        ({"worker_class": [0, -1]}, "worker_class: negative"),
    ],
)
def test_what_is_wrong_with_limits_is_said(changed, words):
    right = {
        "worker_class": [0, 1], "order_class": [0], "row": [0, 0], "of_worker": [0, 1], "of_order": [0, 0],
        "weight": [1, 1], "most": [1],
    }  # fmt: skip
    with pytest.raises(ValueError, match=words):
        limits(**(right | changed))


def test_classes_for_other_tables_are_refused():
    with pytest.raises(ValueError, match="classes for 4 workers and 1 orders"):
        place(market(**TWO), one_row(1, workers=4))
