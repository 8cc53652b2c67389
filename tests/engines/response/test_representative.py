"""Who answered against who was invited."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alianza.engines.response import representativeness

INVITED = {"Africa": 54, "Americas": 35, "Asia": 48, "Europe": 42, "Oceania": 14}
ANSWERED = {"Africa": 28, "Americas": 22, "Asia": 25, "Europe": 35, "Oceania": 8}

groups = st.lists(st.tuples(st.integers(1, 30), st.integers(0, 30)), min_size=2, max_size=6).map(
    lambda rows: [(N, min(N, n)) for N, n in rows]
)


def named(rows):
    return {f"g{i}": N for i, (N, _) in enumerate(rows)}, {f"g{i}": n for i, (_, n) in enumerate(rows)}


def test_the_reference_of_five_regions():
    found = representativeness(INVITED, ANSWERED)
    assert found.r == pytest.approx(0.752, abs=5e-4)
    assert found.maximal_bias == pytest.approx(0.102, abs=5e-4)
    assert found.mean == pytest.approx(118 / 193)
    assert [round(each.propensity, 3) for each in found.groups] == [0.519, 0.629, 0.521, 0.833, 0.571]
    assert [round(each.partial, 3) for each in found.groups] == [-0.049, 0.007, -0.045, 0.104, -0.011]


@settings(deadline=None)
@given(groups)
def test_it_is_the_standard_deviation_of_everybodys_propensity(rows):
    invited, answered = named(rows)
    found = representativeness(invited, answered)
    if not any(answered.values()):
        assert np.isnan([found.r, found.spread, found.maximal_bias]).all()
        return
    each = np.concatenate([np.full(N, n / N) for N, n in rows])
    assert found.spread == pytest.approx(each.std(ddof=1), abs=1e-12)
    assert found.r == pytest.approx(1 - 2 * each.std(ddof=1))
    assert sum(one.partial**2 for one in found.groups) == pytest.approx(found.spread**2)
    if found.spread > 1e-9:
        assert sum(one.of_variance for one in found.groups) == pytest.approx(1)


@settings(deadline=None)
@given(groups, st.lists(st.floats(-100, 100), min_size=6, max_size=6))
def test_no_item_that_differs_by_group_is_further_off_than_the_maximal_bias(rows, values):
    invited, answered = named(rows)
    if not any(answered.values()):
        return
    each = np.concatenate([np.full(N, y) for (N, _), y in zip(rows, values, strict=False)])
    came = np.concatenate([np.full(n, y) for (_, n), y in zip(rows, values, strict=False)])
    found = representativeness(invited, answered, sd=float(each.std(ddof=1)))
    assert abs(came.mean() - each.mean()) <= found.maximal_bias + 1e-9


def test_equal_rates_are_fully_representative():
    found = representativeness({"A": 10, "B": 20}, {"A": 5, "B": 10})
    assert (found.r, found.maximal_bias) == (1.0, 0.0)
    assert np.isnan([each.of_variance for each in found.groups]).all()


def test_all_of_one_half_and_none_of_the_other_is_the_worst():
    found = representativeness({"A": 10_000, "B": 10_000}, {"A": 10_000, "B": 0})
    assert found.r == pytest.approx(0, abs=1e-4)
    assert found.groups[0].partial == -found.groups[1].partial


@pytest.mark.parametrize(
    ("given_", "sd", "sentence"),
    [
        (({"A": 1}, {"A": 1}), 0.5, "needs at least two"),
        (({"A": 3}, {"A": 1}), float("nan"), "sd: needs the standard deviation"),
        (({"A": 3}, {"A": 1}), -0.5, "sd: needs the standard deviation"),
        (({"A": 3}, {"A": 4}), 0.5, "in A, 4 answered of 3 invited"),
    ],
)
def test_nonsense_is_refused_in_one_sentence(given_, sd, sentence):
    with pytest.raises(ValueError, match=sentence):
        representativeness(*given_, sd=sd)
