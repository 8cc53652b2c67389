"""Bounds that assume nothing, and the error that assumes much."""

from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alianza.engines.response import proportion


def test_the_reference_70_of_118_of_193():
    found = proportion(70, 118, 193)
    assert found.share == pytest.approx(0.593, abs=5e-4)
    assert found.low == pytest.approx(0.363, abs=5e-4)
    assert found.high == pytest.approx(0.751, abs=5e-4)
    assert found.se == pytest.approx(0.028, abs=5e-4)


@settings(deadline=None)
@given(st.integers(0, 5), st.integers(0, 5), st.integers(0, 5))
def test_bounds_are_the_least_and_the_greatest_share_over_all_that_the_silent_could_say(yes, no, silent):
    n, N = yes + no, yes + no + silent
    if not N:
        return
    possible = [(yes + sum(said)) / N for said in product((0, 1), repeat=silent)]
    found = proportion(yes, n, N)
    assert (found.low, found.high) == (min(possible), max(possible))


@pytest.mark.parametrize(("population", "n"), [((1, 1, 0, 0, 0, 1), 3), ((1, 0, 0, 0, 0), 2), ((1, 1, 1, 0), 4)])
def test_the_squared_error_is_right_on_average_over_all_samples(population, n):
    samples = list(combinations(population, n))
    variance = np.var([sum(each) / n for each in samples])
    squared = [proportion(sum(each), n, len(population)).se ** 2 for each in samples]
    assert np.mean(squared) == pytest.approx(variance)


@settings(deadline=None)
@given(st.integers(0, 40), st.integers(0, 40), st.integers(0, 40))
def test_the_share_lies_within_its_bounds_and_their_distance_is_the_silence(yes, no, silent):
    n, N = yes + no, yes + no + silent
    if not n:
        return
    found = proportion(yes, n, N)
    assert found.low <= found.share <= found.high
    assert found.high - found.low == pytest.approx(silent / N)


def test_nothing_is_claimed_where_nothing_is_known():
    nobody = proportion(0, 0, 10)
    assert np.isnan([nobody.share, nobody.se]).all()
    assert (nobody.low, nobody.high) == (0.0, 1.0)
    assert np.isnan(proportion(1, 1, 10).se)
    everybody = proportion(3, 4, 4)
    assert (everybody.se, everybody.low, everybody.high) == (0.0, 0.75, 0.75)
    assert np.isnan(proportion(0, 0, 0).low)


@pytest.mark.parametrize(
    ("given_", "sentence"),
    [
        ((3, 2, 5), "yes: 3 are more than the 2 who answered"),
        ((1, 6, 5), "invited: 5 are fewer than the 6 who answered"),
        ((-1, 2, 5), "yes: needs a whole number of 0 or more; it is -1"),
        ((1, 2.0, 5), "answered: needs a whole number"),
        ((True, 2, 5), "yes: needs a whole number"),
    ],
)
def test_nonsense_is_refused(given_, sentence):
    with pytest.raises(ValueError, match=sentence):
        proportion(*given_)
