"""Indicator 10.7.1: months of earnings."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alianza.engines.recruitment_cost import by_group, months, quantile

NAN = float("nan")


def test_five_workers_worked_by_hand() -> None:
    """Ratios 1, 2, 0.5, 4, 0 with weights 1, 1, 2, 1, 5: mean (1 + 2 + 1 + 4 + 0) / 10 = 0.8; half of the weight is
    reached at 0, 0.75 of it at 1 (0: 5, 0.5: 7, 1: 8 of 10), 0.9 at 2; above one month are 2 of 10."""
    found = months([300, 800, 150, 2000, 0], [300, 400, 300, 500, 300], weight=[1, 1, 2, 1, 5])
    assert found.mean == pytest.approx(0.8)
    assert (found.lower_quartile, found.median, found.upper_quartile, found.ninetieth) == (0.0, 0.0, 1.0, 2.0)
    assert found.above_one == pytest.approx(0.2)
    assert found.ratio_of_totals == pytest.approx((300 + 800 + 300 + 2000) / (300 + 400 + 600 + 500 + 1500))
    assert found.workers == 5 and sum(found.excluded.values()) == 0


def test_who_has_no_ratio_is_left_out_and_counted_by_reason() -> None:
    found = months([100, NAN, 100, 100, 100], [100, 100, NAN, 0, -5])
    assert found.workers == 1 and found.mean == 1.0
    assert found.excluded == {"cost_missing": 1, "earnings_missing": 1, "earnings_not_above_zero": 2}


def test_what_the_employer_paid_back_is_taken_off_and_never_below_zero() -> None:
    found = months([500, 200], [250, 200], paid_back=[250, 300])
    assert found.mean == pytest.approx(0.5) and found.paid_back_more == 1


def test_nobody_with_a_ratio_is_no_value() -> None:
    found = months([NAN], [100])
    assert np.isnan(found.mean) and np.isnan(found.median) and np.isnan(found.above_one) and found.workers == 0


@given(st.lists(st.tuples(st.floats(0, 1e4), st.floats(1, 1e4)), min_size=1, max_size=30), st.floats(0.01, 100))
@settings(deadline=None)
def test_neither_the_currency_nor_the_scale_of_the_weights_nor_the_order_matters(
    workers: list[tuple[float, float]], unit: float
) -> None:
    cost, earned = (np.array(column) for column in zip(*workers, strict=True))
    once = months(cost, earned)
    again = months(cost[::-1], earned[::-1], weight=np.full(cost.size, unit))
    assert once.mean == pytest.approx(again.mean, rel=1e-9) and once.median == again.median
    assert once.lower_quartile <= once.median <= once.upper_quartile <= once.ninetieth


@given(st.lists(st.floats(0, 100), min_size=1, max_size=20), st.sampled_from([0.25, 0.5, 0.75, 0.9]))
@settings(deadline=None)
def test_a_quantile_with_equal_weights_is_the_inverse_of_the_distribution(values: list[float], share: float) -> None:
    expected = float(np.quantile(values, share, method="inverted_cdf"))
    assert quantile(values, np.ones(len(values)), share) == expected


def test_groups_are_told_apart() -> None:
    found = by_group(["PHL-QAT", "NPL-QAT", "PHL-QAT"], [100, 400, 300], [100, 100, 100])
    assert list(found) == ["PHL-QAT", "NPL-QAT"]
    assert found["PHL-QAT"].mean == 2.0 and found["NPL-QAT"].mean == 4.0


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(ValueError, match="0 or more"):
        months([-1], [1])
    with pytest.raises(ValueError, match="weight"):
        months([1], [1], weight=[NAN])
