"""Indicator 10.c.1, SmaRT, and what a worker's money becomes."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alianza.engines.remittance_cost import arrives, cheapest, corridor_costs, margin, total_cost

NAN = float("nan")


def test_fee_and_margin_add_up_as_the_indicator_says() -> None:
    """10.c.1: 100 (fee / A + (m - x) / m): 5 of 200 and 18.2 for 18.6 are 2.5 + 2.1505 percent."""
    assert total_cost(200, fee=5, margin=margin(18.6, 18.2)) == pytest.approx(4.65054, abs=1e-5)


@given(st.floats(1, 1e4), st.floats(0, 50), st.floats(-5, 50), st.floats(1e-3, 1e3))
@settings(deadline=None)
def test_the_currency_does_not_matter(amount: float, fee: float, lost: float, unit: float) -> None:
    once, again = (total_cost(amount * u, fee=fee * u, margin=lost) for u in (1.0, unit))
    assert float(once) == pytest.approx(float(again), rel=1e-9, abs=1e-9)


def test_means_are_over_services_with_a_price_that_is_shown() -> None:
    found = corridor_costs(
        [0, 0, 0, 1, 1],
        [2.0, 4.0, 1.0, 12.0, NAN],
        corridors=3,
        days=[1] * 5,
        accessible=[1] * 5,
        transparent=[1, 1, 0, 1, 1],
    )
    assert found.mean[:2].tolist() == [3.0, 12.0] and np.isnan(found.mean[2])
    assert found.services.tolist() == [2, 1, 0] and found.left_out.tolist() == [1, 1, 0]
    assert found.mean_overall == 6.0 and found.mean_on_target is False
    assert found.above.tolist() == [False, True, False]


def test_smart_is_the_mean_of_the_three_cheapest_that_qualify() -> None:
    """Of 1, 2, 3, 4, 5 percent: 1 takes six days, 2 is not accessible; the mean of 3, 4, 5 is 4."""
    found = corridor_costs(
        [0] * 6,
        [1.0, 2.0, 3.0, 4.0, 5.0, 6.0],
        corridors=1,
        days=[6, 0, 5, 1, 0, 1],
        accessible=[1, 0, 1, 1, 1, 1],
        transparent=[1] * 6,
    )
    assert found.smart.tolist() == [4.0] and found.qualifying.tolist() == [4]


def test_fewer_than_three_that_qualify_give_no_value() -> None:
    found = corridor_costs(
        [0, 0, 0, 1, 1, 1],
        [1.0, 2.0, 3.0, 2.0, 2.0, 5.0],
        corridors=2,
        days=[1, 1, NAN, 1, 1, 1],
        accessible=[1] * 6,
        transparent=[1] * 6,
    )
    assert np.isnan(found.smart[0]) and found.smart[1] == 3.0
    assert found.smart_overall == 3.0, "the mean is over corridors that have a value"


def test_what_is_not_known_does_not_qualify() -> None:
    found = corridor_costs(
        [0] * 4, [1.0] * 4, corridors=1, days=[1] * 4, accessible=[1, 1, NAN, 1], transparent=[1, 1, 1, NAN]
    )
    assert found.qualifying.tolist() == [2] and found.left_out.tolist() == [1]


def test_the_weighted_mean_follows_the_money_and_says_on_how_many_corridors() -> None:
    found = corridor_costs(
        [0, 1, 2],
        [2.0, 6.0, 50.0],
        corridors=3,
        days=[1] * 3,
        accessible=[1] * 3,
        transparent=[1] * 3,
        flow=[300.0, 100.0, NAN],
        share=[1.0, NAN, 2.0],
    )
    assert found.weighted_overall == pytest.approx(3.0) and found.corridors_weighted == 2
    assert found.weighted[[0, 2]].tolist() == [2.0, 50.0] and np.isnan(found.weighted[1])


def test_nothing_surveyed_is_no_value_and_not_zero() -> None:
    found = corridor_costs([], [], corridors=1, days=[], accessible=[], transparent=[])
    assert found.mean_on_target is None
    assert all(np.isnan(each) for each in (found.mean_overall, found.smart_overall, found.weighted_overall))


def test_the_cheapest_three_are_those_of_which_most_arrives() -> None:
    found = cheapest(
        200.0, fee=[10, 0, 5, 5, NAN], margin=[0, 4, 1, 1, 0], days=[0, 1, 3, 1, 0], accessible=[1, 1, 1, 1, 1]
    )
    assert [offer.service for offer in found] == [3, 2, 1]
    assert found[0].arrives == pytest.approx(195 * 0.99) and found[0].cost == pytest.approx(3.5)


def test_prices_that_cannot_be_are_refused() -> None:
    assert arrives(3, fee=5, margin=0) == 0
    for values, words in (
        ((0, 1, 1), "amount sent is above 0"),
        ((200, -1, 1), "fee is 0 or more"),
        ((200, 1, 101), "at most 100"),
    ):
        with pytest.raises(ValueError, match=words):
            total_cost(values[0], fee=values[1], margin=values[2])
    with pytest.raises(ValueError, match="above 0"):
        margin(0, 1)
