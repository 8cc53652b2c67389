"""The stable placement, against the definition."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alianza.engines.assignment import market, place, stable
from alianza.engines.assignment._stable import _blocking, _by_worker, _rank
from tests.engines.assignment.made_up import made_up


def views(seed, held):
    return np.random.default_rng(seed).integers(0, held.score)


def by_definition(held, view):
    """Deferred acceptance as in the textbook, with lists."""
    order = np.repeat(np.arange(held.orders), np.diff(held.start))
    sees = {}
    lists = {i: [] for i in range(held.workers)}
    for e in range(held.candidates):
        i, k = int(held.worker[e]), int(order[e])
        sees[k, i] = int(held.score[e]) - int(view[e]) - 1
        lists[i].append((-int(view[e]), k))
    for ranking in lists.values():
        ranking.sort()
    held_by = {k: [] for k in range(held.orders)}
    free = [i for i in lists if lists[i]]
    while free:
        i = free.pop()
        if not lists[i]:
            continue
        _, k = lists[i].pop(0)
        held_by[k].append(i)
        held_by[k].sort(key=lambda w: (-sees[k, w], w))
        if len(held_by[k]) > held.posts[k]:
            free.append(held_by[k].pop())
    answer = np.full(held.workers, -1)
    for k, who in held_by.items():
        answer[who] = k
    return answer


@settings(deadline=None, max_examples=120)
@given(
    seed=st.integers(0, 10**6), workers=st.integers(1, 14), orders=st.integers(1, 8),
    most_score=st.sampled_from([1, 4, 60]), most_posts=st.integers(1, 4),
)  # fmt: skip
def test_every_worker_has_the_best_order_of_any_stable_placement(seed, workers, orders, most_score, most_posts):
    held = made_up(seed, workers, orders, most_score=most_score, most_posts=most_posts).market
    view = views(seed, held)
    answer = stable(held, view)
    assert answer.order.tolist() == by_definition(held, view).tolist()
    assert answer.blocking == 0
    assert answer.objective <= place(held).objective


def test_both_sides_count_and_ties_go_to_the_first():
    # two workers alike for two orders alike: the first worker gets the first order
    held = market(start=[0, 2, 4], worker=[0, 1, 0, 1], score=[11, 11, 11, 11], posts=[1, 1], workers=2)
    answer = stable(held, [5, 5, 5, 5])
    assert answer.order.tolist() == [0, 1]
    assert (answer.placed, answer.objective, answer.candidates) == (2, 22, 4)


def test_stability_has_a_price():
    # both workers like order 0 more; it prefers Ana by a hair, and Ben loses much elsewhere
    held = market(start=[0, 2, 4], worker=[0, 1, 0, 1], score=[101, 100, 90, 10], posts=[1, 1], workers=2)
    answer = stable(held, [50, 50, 40, 5])
    assert answer.order.tolist() == [0, 1]
    assert place(held).objective - answer.objective == 190 - 111


def test_a_pair_that_would_leave_for_each_other_is_counted():
    held = market(start=[0, 2], worker=[0, 1], score=[30, 20], posts=[1], workers=2)
    view = np.array([5, 5], np.int16)
    first, seen = _by_worker(held.start, held.worker, held.score, view, 2)
    wrong = np.array([-1, 0], np.int32)
    rank = np.array([-1, _rank(seen[1], 1)], np.int64)
    assert _blocking(first, seen, held.posts, wrong, rank) == 1


def test_views_that_do_not_fit_are_refused():
    held = market(start=[0, 2], worker=[0, 1], score=[30, 20], posts=[1], workers=2)
    with pytest.raises(ValueError, match="has 1 entries for 2 pairs"):
        stable(held, [1])
    with pytest.raises(ValueError, match="between 0 and score - 1"):
        stable(held, [30, 1])


def test_nobody_to_place_is_an_answer():
    answer = stable(market(start=[0], worker=[], score=[], posts=[], workers=0), [])
    assert (answer.placed, answer.blocking, answer.objective) == (0, 0, 0)
