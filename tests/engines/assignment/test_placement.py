"""Placement without side rows: best, and proved."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from alianza.engines.assignment import Certificate, certificate_from, market, place, verify
from alianza.engines.assignment import _solve as solving
from alianza.engines.assignment._transport import Stalled
from tests.engines.assignment.made_up import Case, best_sum, made_up


def test_who_is_second_best_everywhere_gives_way_when_the_sum_is_better():
    # by hand: Ana 90 or 85, Ben 80 or 20; Ana in the second order and Ben in the first make 165, the other way 110
    answer = place(market(start=[0, 2, 4], worker=[0, 1, 0, 1], score=[90, 80, 85, 20], posts=[1, 1], workers=2))
    assert answer.order.tolist() == [1, 0]
    assert (answer.objective, answer.upper_bound, answer.gap, answer.status) == (165, 165, 0.0, "optimal")
    assert answer.placed == 2
    assert answer.candidates == 4


def test_the_example_of_the_documentation_adds_up_as_it_says():
    # docs/explanation/assignment-and-proof.md: Ana 90 or 85, Ben 80 or 20, Cem 60 in the first order only
    held = market(start=[0, 3, 5], worker=[0, 1, 2, 0, 1], score=[90, 80, 60, 85, 20], posts=[1, 1], workers=3)
    answer = place(held)
    assert answer.order.tolist() == [1, 0, -1]
    assert list(answer.certificate.rows("AB")) == [("order", "A", "80"), ("order", "B", "75")]
    for prices, bound in (([70, 0], 175), ([80, 75], 165), ([60, 0], 165)):
        assert verify(held, answer.order, Certificate(1, np.array(prices), np.zeros(0, np.int64))).bound == bound


def test_one_post_goes_to_the_best_and_its_price_is_the_second_best():
    answer = place(market(start=[0, 3], worker=[0, 1, 2], score=[50, 70, 60], posts=[1], workers=3))
    assert answer.order.tolist() == [-1, 0, -1]
    price = int(answer.certificate.order_price[0])
    assert 60 <= price <= 70  # any price in between keeps the second out and the best in


def test_a_post_too_many_costs_nothing():
    answer = place(market(start=[0, 2], worker=[0, 1], score=[5, 7], posts=[3], workers=2))
    assert answer.order.tolist() == [0, 0]
    assert answer.certificate.order_price.tolist() == [0]


@pytest.mark.parametrize("posts", [[0, 0], [0, 2]])
def test_an_order_without_posts_gets_nobody(posts):
    answer = place(market(start=[0, 2, 3], worker=[0, 1, 1], score=[5, 7, 3], posts=posts, workers=2))
    assert answer.objective == (3 if posts[1] else 0)
    assert answer.upper_bound == answer.objective
    assert (answer.order != 0).all()


def test_no_pairs_no_orders_and_no_workers_are_answered_too():
    for orders, workers in ((0, 0), (0, 3), (2, 0), (2, 3)):
        answer = place(market(start=[0] * (orders + 1), worker=[], score=[], posts=[1] * orders, workers=workers))
        assert (answer.objective, answer.upper_bound, answer.gap, answer.placed) == (0, 0, 0.0, 0)
        assert answer.status == "optimal"


@settings(deadline=None, max_examples=150)
@given(
    seed=st.integers(0, 10**6), workers=st.integers(1, 14), orders=st.integers(1, 9), density=st.sampled_from([0.2, 0.6, 1.0]),
    most_score=st.sampled_from([1, 3, 60, 10_001]), most_posts=st.integers(1, 4),
)  # fmt: skip
def test_the_sum_equals_the_best_assignment_and_the_proof_adds_up_to_it(
    seed, workers, orders, density, most_score, most_posts
):
    case = made_up(seed, workers, orders, density=density, most_score=most_score, most_posts=most_posts)
    held = case.market
    answer = place(held)
    posts = np.repeat(np.arange(orders), held.posts)
    matrix = np.zeros((workers, posts.size))
    for k in range(orders):
        pairs = slice(held.start[k], held.start[k + 1])
        matrix[np.ix_(held.worker[pairs], np.flatnonzero(posts == k))] = held.score[pairs, None]
    rows, columns = linear_sum_assignment(matrix, maximize=True)
    assert answer.objective == matrix[rows, columns].sum()
    assert answer.upper_bound == answer.objective
    verdict = verify(held, answer.order, answer.certificate)
    assert verdict.holds, verdict.problems
    assert (verdict.objective, verdict.bound) == (answer.objective, answer.objective)


@settings(deadline=None, max_examples=25)
@given(seed=st.integers(0, 10**6), scale=st.integers(2, 40))
def test_points_of_another_size_change_no_proof(seed, scale):
    held = made_up(seed, 40, 12, density=0.3, most_score=500).market
    once = place(held)
    more = place(market(start=held.start, worker=held.worker, score=held.score * scale, posts=held.posts, workers=40))
    assert more.objective == scale * once.objective == more.upper_bound


@settings(deadline=None, max_examples=25)
@given(seed=st.integers(0, 10**6))
def test_the_order_of_the_rows_changes_no_sum(seed):
    held = made_up(seed, 40, 12, density=0.3).market
    rng = np.random.default_rng(seed)
    name = rng.permutation(40)
    turn = rng.permutation(12)
    parts = [slice(held.start[k], held.start[k + 1]) for k in turn]
    sort = [np.argsort(name[held.worker[part]]) for part in parts]
    again = market(
        start=np.concatenate([[0], np.cumsum([s.size for s in sort])]),
        worker=np.concatenate([name[held.worker[p]][s] for p, s in zip(parts, sort, strict=True)]),
        score=np.concatenate([held.score[p][s] for p, s in zip(parts, sort, strict=True)]),
        posts=held.posts[turn],
        workers=40,
    )
    assert place(again).objective == place(held).objective


def test_a_market_of_some_size_is_proved_and_the_same_every_time():
    held = made_up(7, 3000, 150, density=0.1, most_score=10_001, most_posts=12).market
    first, second = place(held), place(held)
    assert first.status == "optimal"
    assert first.order.tobytes() == second.order.tobytes()
    assert first.certificate.order_price.tobytes() == second.certificate.order_price.tobytes()
    assert verify(held, first.order, first.certificate).holds


def test_many_alike_for_few_alike_end_without_a_war_of_bids():
    # 600 workers, all worth the same in both orders: prices have to climb to the score itself
    held = market(
        start=[0, 600, 1200],
        worker=np.tile(np.arange(600), 2),
        score=np.full(1200, 10_001),
        posts=[250, 250],
        workers=600,
    )
    answer = place(held)
    assert (answer.placed, answer.objective, answer.status) == (500, 500 * 10_001, "optimal")


def test_when_the_auction_stalls_the_linear_programme_finishes(monkeypatch):
    def stall(*_):
        raise Stalled

    monkeypatch.setattr(solving, "best_placement", stall)
    case = made_up(3, 30, 10)
    answer = place(case.market)
    assert answer.objective == best_sum(Case(case.market, None)) == answer.upper_bound
    assert verify(case.market, answer.order, answer.certificate).holds


def test_a_wrong_placement_is_found_out():
    held = market(start=[0, 2, 4], worker=[0, 1, 0, 2], score=[90, 80, 85, 20], posts=[1, 1], workers=3)
    answer = place(held)
    twice = np.array([0, 0, -1], np.int32)
    assert verify(held, twice, answer.certificate).problems[0] == "order 0 has 2 workers for 1 posts"
    stranger = np.array([-1, 1, -1], np.int32)
    assert "worker 1 is placed in order 1 without being eligible" in verify(held, stranger, answer.certificate).problems
    negative = Certificate(1, np.array([-1, 0]), np.zeros(0, np.int64))
    assert "a price or multiplier is negative" in verify(held, answer.order, negative).problems


def test_any_prices_bound_the_sum_and_the_lines_say_the_same():
    held = made_up(11, 30, 10, most_score=500).market
    best = place(held)
    keys = [f"JO-{k}" for k in range(held.orders)]
    lines = list(best.certificate.rows(keys))
    again = certificate_from(lines, keys)
    assert verify(held, best.order, again).bound == best.objective * again.unit
    other = Certificate(1, np.random.default_rng(1).integers(0, 400, held.orders), np.zeros(0, np.int64))
    assert verify(held, best.order, other).bound >= best.objective


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (("order", "Z", "1"), "neither an order nor a row"),
        (("order", "A", "x"), "is not a number"),
        (("order", "A", "-1"), "is not a number from 0"),
        (("order", "A", "0.0000001"), "at most 6 decimals"),
    ],
)
def test_a_line_that_fits_nothing_is_named(line, words):
    with pytest.raises(ValueError, match=words):
        certificate_from([line], ["A"])


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"start": [0, 1]}, "start: needs one entry more"),
        ({"score": [1]}, "score: has 1 entries for 2 pairs"),
        ({"score": [1, 0]}, "score: pair 1 has 0"),
        ({"score": [1, 40_000]}, "score: 1 to 40000 leaves"),
        ({"score": [1.5, 2]}, "whole numbers expected"),
        ({"posts": [-1]}, "posts: order 0 offers -1"),
        ({"worker": [1, 1]}, "worker: pair 1 names worker 1"),
        ({"worker": [0, 2]}, "worker: pair 1 names worker 2"),
    ],
)
def test_what_is_wrong_with_a_market_is_said(changed, words):
    right = {"start": [0, 2], "worker": [0, 1], "score": [3, 4], "posts": [1], "workers": 2}
    with pytest.raises(ValueError, match=words):
        market(**(right | changed))
