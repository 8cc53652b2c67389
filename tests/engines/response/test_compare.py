"""Early against late, and against the round before."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.stats import ttest_ind

from alianza.engines.response import against_previous, early_and_late, rounds

NAN = float("nan")


def two(first, second, measure="share", level=0.95):
    """Two parts side by side, as if the second had been silent in the round before."""
    before = [1] * len(first) + [0] * len(second)
    return against_previous([*first, *second], before, measure=measure, level=level)


def yes(many, of):
    return [1] * many + [0] * (of - many)


@pytest.mark.parametrize(
    ("larger", "smaller", "low", "high"),
    [  # Newcombe 1998, table II, method 10
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((10, 10), (0, 10), 0.6075, 1.0000),
    ],
)
def test_the_interval_of_two_shares_is_newcombes(larger, smaller, low, high):
    found = two(yes(*smaller), yes(*larger))
    assert found.difference == pytest.approx(larger[0] / larger[1] - smaller[0] / smaller[1])
    assert [found.low, found.high] == pytest.approx([low, high], abs=5e-5)


@settings(deadline=None)
@given(
    st.lists(st.integers(-50, 50), min_size=2, max_size=9),
    st.lists(st.integers(-50, 50), min_size=2, max_size=9),
    st.sampled_from([0.8, 0.95, 0.99]),
)
def test_the_interval_of_two_means_is_welchs(first, second, level):
    assume(len(set(first)) > 1 and len(set(second)) > 1)  # scipy warns of a part that does not vary
    found = two(first, second, "mean", level)
    wanted = ttest_ind(second, first, equal_var=False).confidence_interval(level)
    assert [found.low, found.high] == pytest.approx([wanted.low, wanted.high])
    assert found.difference == pytest.approx(np.mean(second) - np.mean(first))


def test_means_that_do_not_vary_have_no_interval_and_one_that_varies_suffices():
    assert np.isnan([two([0.1] * 3, [0.3] * 3, "mean").low, two([1], [2, 3], "mean").high]).all()
    found = two([0.0, 0.0, 0.0], [1.0, 2.0, 3.0], "mean")  # the t interval of the second alone, with 2 degrees
    assert [found.low, found.high] == pytest.approx([2 - 4.302653 / 3**0.5, 2 + 4.302653 / 3**0.5])


@settings(deadline=None)
@given(st.lists(st.booleans(), min_size=1, max_size=20), st.lists(st.booleans(), min_size=1, max_size=20))
def test_the_interval_of_shares_holds_the_difference_and_stays_within_one(first, second):
    found = two(first, second)
    assert -1 - 1e-12 <= found.low <= found.difference <= found.high <= 1 + 1e-12
    assert found.low < found.high  # never empty, though all may agree


def test_the_late_third_is_compared_with_the_early_third():
    found = early_and_late([1, 1, 0, 0, 0, 1, 0, 0, 0], range(9), measure="share")
    assert (found.first, found.second) == (2 / 3, 0.0)
    assert found.difference == -2 / 3
    assert (found.first_answered, found.second_answered) == (3, 3)


def test_thirds_are_of_respondents_and_a_missing_answer_is_left_out_of_its_third():
    found = early_and_late([1, NAN, 0, 0, NAN, NAN], range(6), measure="share")
    assert (found.first, found.first_answered) == (1.0, 1)
    assert (found.second_answered, found.level) == (0, 0.95)
    assert np.isnan([found.second, found.difference, found.low, found.high]).all()


def test_a_day_is_never_divided():
    found = early_and_late([1, 0, 1, 0, 1, 1], [1, 1, 1, 1, 2, 3], measure="mean")
    assert (found.first_answered, found.second_answered) == (4, 2)
    found = early_and_late([1, 0, 1, 0], [1, 1, 1, 2], measure="mean")
    assert (found.first_answered, found.second_answered) == (3, 1)


def test_on_one_day_nobody_is_early_or_late():
    found = early_and_late([1, 0, 1], [5, 5, 5], measure="share")
    assert (found.first_answered, found.second_answered) == (0, 0)
    assert np.isnan(found.difference)
    assert early_and_late([], [], measure="mean").first_answered == 0


def cuts(when):
    """Each third by trying every cut between two days; among the nearest the one that leaves the smaller part."""
    days = sorted(set(when))
    n = len(when)
    if len(days) < 2:
        return set(), set()
    early = [{i for i, each in enumerate(when) if each <= day} for day in days[:-1]]
    late = [{i for i, each in enumerate(when) if each > day} for day in days[:-1]]
    nearest = [min(parts, key=lambda part: (abs(3 * len(part) - n), len(part))) for parts in (early, late)]
    return nearest[0], nearest[1]


@settings(deadline=None)
@given(st.lists(st.integers(0, 8), max_size=25), st.randoms(use_true_random=False))
def test_the_thirds_are_the_nearest_and_the_order_of_rows_does_not_matter(when, chance):
    values = [float(2**i) for i in range(len(when))]  # a mean tells which ones are in it
    early, late = cuts(when)
    assert not early & late
    order = list(range(len(when)))
    chance.shuffle(order)
    for rows in (range(len(when)), order):
        found = early_and_late([values[i] for i in rows], [when[i] for i in rows], measure="mean")
        assert (found.first_answered, found.second_answered) == (len(early), len(late))
        if early:
            assert found.first == pytest.approx(sum(values[i] for i in early) / len(early))
            assert found.second == pytest.approx(sum(values[i] for i in late) / len(late))


def test_who_was_not_invited_before_stays_out_of_the_comparison():
    found = against_previous([1, 0, 1, 1], [True, True, None, False], measure="share")
    assert (found.first, found.first_answered, found.second, found.second_answered) == (0.5, 2, 1.0, 1)


def test_two_rounds_make_a_table_that_adds_up():
    now = [True, True, False, False, True, False]
    found = rounds(now, [True, False, True, False, None, None])
    assert (found.both, found.only_now, found.only_before, found.neither, found.not_before) == (1, 1, 1, 1, 2)
    assert (found.won, found.kept) == (0.5, 0.5)
    nobody = rounds([True], [None])
    assert np.isnan([nobody.won, nobody.kept]).all()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (lambda: early_and_late([2, 0], [1, 2], measure="share"), "a share counts zeros and ones"),
        (lambda: early_and_late([1, 0], [1, 2], measure="median"), "'median' is not known; choose share or mean"),
        (lambda: early_and_late([1, 0], [1, NAN], measure="share"), "when: needs a day for each respondent"),
        (lambda: early_and_late([1, 0], [1], measure="share"), "when: needs one number for each of 2"),
        (lambda: early_and_late([1, 0], [1, 2], measure="share", level=95), "level: needs a share between 0 and 1"),
        (lambda: against_previous([1, 0], [1, 2], measure="share"), "needs true, false or nothing for each"),
        (lambda: against_previous([1, 0], [1], measure="share"), "needs one number for each of 2"),
        (lambda: rounds([1, 0], [1, 0]), "answered_now: needs True or False"),
    ],
)
def test_nonsense_is_refused_in_one_sentence(wrong, sentence):
    with pytest.raises(ValueError, match=sentence):
        wrong()
