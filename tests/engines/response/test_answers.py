"""What was answered: options, ticks, numbers."""

import statistics
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alianza.engines.response import choice, numbers, proportion, several


def test_an_option_that_nobody_chose_is_counted_as_nobody():
    found = choice([0, 2, 2, -1, -2], options=4, invited=10)
    assert found.counts.tolist() == [1, 0, 2, 0]
    assert (found.answered, found.missing, found.not_asked) == (3, 1, 1)
    assert found.shares.tolist() == [1 / 3, 0.0, 2 / 3, 0.0]
    assert found.weighted is None


def test_each_option_is_as_sure_as_a_proportion():
    found = choice([1] * 70 + [0] * 48, options=2, invited=193)
    alone = proportion(70, 118, 193)
    assert (found.shares[1], found.se[1], found.low[1], found.high[1]) == (alone.share, alone.se, alone.low, alone.high)


@settings(deadline=None)
@given(st.lists(st.integers(-2, 1), min_size=1, max_size=5), st.integers(0, 3))
def test_bounds_hold_over_all_that_the_silent_could_say_or_not_be_asked(answers, silent):
    """Each of them could be outside the question, or inside with either answer."""
    found = choice(answers, options=2, invited=len(answers) + silent)
    unknown = answers.count(-1)
    shares = []
    for said in product((0, 1), repeat=unknown):
        for also in product((None, 0, 1), repeat=silent):
            inside = [each for each in [*answers, *said, *also] if each in (0, 1)]
            if inside:
                shares.append(inside.count(1) / len(inside))
    if not shares:
        assert np.isnan(found.low[1])
        return
    # the least share has all the silent inside; a silent one left outside moves no share beyond the bounds
    assert found.low[1] == pytest.approx(min(shares))
    assert found.high[1] == pytest.approx(max(shares))


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(-2, 3), st.floats(0.5, 9)), max_size=30))
def test_weighted_and_unweighted_stand_side_by_side(people):
    codes = np.array([code for code, _ in people], dtype=np.int16)
    w = np.array([weight for _, weight in people])
    found = choice(codes, options=4, invited=len(people), weights=w)
    assert found.weighted is not None
    held = codes >= 0
    if not held.any():
        assert np.isnan(found.weighted).all()
        assert np.isnan(found.shares).all()
        return
    for option in range(4):
        assert found.counts[option] == (codes == option).sum()
        assert found.weighted[option] == pytest.approx(w[codes == option].sum() / w[held].sum())
    assert found.weighted.sum() == pytest.approx(1)
    assert found.shares.sum() == pytest.approx(1)


@settings(deadline=None)
@given(st.lists(st.integers(-2, 2), max_size=20), st.floats(0.5, 9))
def test_equal_weights_change_nothing(codes, weight):
    found = choice(codes, options=3, invited=len(codes), weights=[weight] * len(codes))
    assert found.weighted == pytest.approx(found.shares, nan_ok=True)


def test_of_several_answers_each_share_is_of_those_who_answered_the_question():
    found = several([[1, 1, 0], [0, 1, 0], [0, 0, 0], [-1, -1, -1], [-2, -2, -2]], invited=8, weights=[1, 2, 3, 4, 5])
    assert found.counts.tolist() == [1, 2, 0]
    assert found.shares.tolist() == [1 / 3, 2 / 3, 0.0]
    assert (found.answered, found.missing, found.not_asked, found.none) == (3, 1, 1, 1)
    assert found.weighted is not None
    assert found.weighted.tolist() == [1 / 6, 3 / 6, 0.0]
    assert found.low.tolist() == [1 / 7, 2 / 7, 0.0]
    assert found.high.tolist() == [5 / 7, 6 / 7, 4 / 7]


@settings(deadline=None)
@given(
    st.lists(st.lists(st.integers(0, 1), min_size=3, max_size=3) | st.sampled_from([[-1] * 3, [-2] * 3]), max_size=9)
)
def test_ticks_are_counted_option_by_option(rows):
    found = several(np.array(rows, dtype=np.int16).reshape(-1, 3), invited=len(rows))
    for option in range(3):
        alone = choice([row[option] for row in rows], options=2, invited=len(rows))
        assert found.counts[option] == alone.counts[1]
        assert [found.shares[option], found.se[option]] == pytest.approx([alone.shares[1], alone.se[1]], nan_ok=True)
        assert [found.low[option], found.high[option]] == pytest.approx([alone.low[1], alone.high[1]], nan_ok=True)
    assert found.none == rows.count([0, 0, 0])


def test_numbers_are_summed_up_and_what_is_missing_is_not_zero():
    found = numbers([4.0, np.nan, 1.0, 10.0, np.nan], invited=12, asked=[True, True, True, True, False])
    assert (found.answered, found.missing, found.not_asked) == (3, 1, 1)
    assert (found.mean, found.median, found.least, found.most) == (5.0, 4.0, 1.0, 10.0)
    assert (found.lower_quartile, found.upper_quartile) == (2.5, 7.0)
    assert found.se == pytest.approx(np.sqrt((1 - 3 / 11) * 21 / 3))
    assert found.weighted_mean is None


@settings(deadline=None)
@given(st.lists(st.floats(-1e6, 1e6) | st.just(float("nan")), max_size=12), st.integers(0, 20))
def test_numbers_agree_with_the_plain_definitions(values, silent):
    found = numbers(values, invited=len(values) + silent, weights=[2.0] * len(values))
    held = [each for each in values if not np.isnan(each)]
    assert found.answered + found.missing == len(values)
    if not held:
        assert np.isnan([found.mean, found.median, found.least, found.weighted_mean]).all()
        return
    assert found.median == pytest.approx(statistics.median(held))
    assert found.mean == pytest.approx(statistics.fmean(held), abs=1e-6)
    assert found.weighted_mean == pytest.approx(found.mean, abs=1e-6)
    assert found.least <= found.lower_quartile <= found.median <= found.upper_quartile <= found.most
    if len(held) > 1:
        N = len(values) + silent
        wanted = np.sqrt((1 - len(held) / N) * statistics.variance(held) / len(held))
        assert found.se == pytest.approx(wanted, rel=1e-6, abs=1e-6)


@settings(deadline=None)
@given(st.lists(st.integers(0, 1), min_size=2, max_size=20), st.integers(0, 20))
def test_the_mean_of_zeros_and_ones_is_a_share_and_as_sure(values, silent):
    found = numbers(values, invited=len(values) + silent)
    alone = proportion(sum(values), len(values), len(values) + silent)
    assert [found.mean, found.se] == pytest.approx([alone.share, alone.se])


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (lambda: choice([0, 3], options=3, invited=5), "hold the code 3, and 3 options end at 2"),
        (lambda: choice([0], options=0, invited=5), "options: needs a whole number of 1 or more"),
        (lambda: choice([0, 0], options=1, invited=1), "invited: 1 are fewer than the 2"),
        (lambda: choice([0.0], options=1, invited=1), "holds float64"),
        (lambda: choice([0, 0], options=1, invited=2, weights=[1.0]), "weights: needs one number for each of 2"),
        (lambda: choice([0, 0], options=1, invited=2, weights=[1.0, 0.0]), "weights: needs a number above 0"),
        (lambda: choice([0], options=1, invited=2, weights=[float("nan")]), "missing is not zero"),
        (lambda: several([[1, -1]], invited=1), "or -1 \\(missing\\) or -2 \\(not asked\\) in the whole row"),
        (lambda: several([[-1, 1]], invited=1), "in the whole row"),
        (lambda: several([[-1, -2]], invited=1), "in the whole row"),
        (lambda: several([[2, 0]], invited=1), "hold 0 or 1 for each option"),
        (lambda: several(np.empty((2, 0), dtype=int), invited=2), "at least one option"),
        (lambda: numbers([float("inf")], invited=1), "holds a number beyond 1e\\+100"),
        (lambda: numbers([-1e300], invited=1), "holds a number beyond"),
        (lambda: numbers([[1.0]], invited=1), "needs one number each"),
        (lambda: numbers([1.0], invited=1, asked=[False]), "hold a number where the question was not asked"),
        (lambda: numbers([1.0], invited=1, asked=[0]), "asked: needs True or False"),
    ],
)
def test_nonsense_is_refused_in_one_sentence(wrong, sentence):
    with pytest.raises(ValueError, match=sentence):
        wrong()
