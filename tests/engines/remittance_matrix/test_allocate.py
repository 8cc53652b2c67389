"""The three rules: worked pairs, sums that are kept, and what is missing."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alianza.engines.remittance_matrix import HOST_INCOME, RATHA_SHAW, RULES, STOCK, allocate, fall, weights


def made(seed: int, places: int = 6) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    home, host = (axis.ravel() for axis in np.meshgrid(np.arange(places), np.arange(places), indexing="ij"))
    apart = home != host
    home, host = home[apart], host[apart]
    kept = rng.random(home.size) < 0.7
    home, host = home[kept], host[kept]
    return home, host, rng.integers(0, 5000, home.size), rng.uniform(0, 900, places), rng.uniform(300, 60000, places)


def test_the_third_rule_worked_by_hand() -> None:
    """Home 1,000 dollars; hosts 17,000 and 500: weights 1000 + 16000 ^ 0.75 = 2422.6 (to a tenth) and 1000."""
    found = weights([0, 0], [1, 2], [1000.0, 17000.0, 500.0], rule=RATHA_SHAW)
    assert found.tolist() == pytest.approx([1000 + 16000**0.75, 1000.0])
    assert found[0] == pytest.approx(2422.6, abs=0.1)
    shared = allocate(
        [0, 0], [1, 2], [100, 100], [342.26, 0, 0], income=[1000.0, 17000.0, 500.0], rule=RATHA_SHAW
    ).amount
    assert shared.tolist() == pytest.approx([242.26, 100.0], abs=0.01)


@given(st.integers(0, 2**32 - 1), st.sampled_from(RULES))
@settings(max_examples=60, deadline=None)
def test_every_dollar_received_is_allocated_or_reported(seed: int, rule: str) -> None:
    home, host, stock, inflow, income = made(seed)
    found = allocate(home, host, stock, inflow, income=income, rule=rule)
    sums = np.bincount(home, np.nan_to_num(found.amount), inflow.size)
    np.testing.assert_allclose(sums + found.unallocated, inflow, rtol=1e-9)
    assert set(found.status) <= {"allocated", "no_stock"}


@given(st.integers(0, 2**32 - 1), st.sampled_from(RULES), st.floats(1e-3, 1e4))
@settings(max_examples=40, deadline=None)
def test_the_unit_of_the_money_received_and_of_the_people_does_not_matter(seed: int, rule: str, unit: float) -> None:
    home, host, stock, inflow, income = made(seed)
    once = allocate(home, host, stock, inflow, income=income, rule=rule).amount
    again = allocate(home, host, stock * unit, inflow * unit, income=income, rule=rule).amount
    np.testing.assert_allclose(again, once * unit, rtol=1e-9)


def test_the_unit_of_income_matters_to_the_third_rule_and_to_no_other() -> None:
    home, host, stock, inflow, income = made(5)
    for rule, same in ((HOST_INCOME, True), (RATHA_SHAW, False)):
        in_dollars = allocate(home, host, stock, inflow, income=income, rule=rule).amount
        in_thousands = allocate(home, host, stock, inflow, income=income / 1000, rule=rule).amount
        assert np.allclose(in_dollars, in_thousands, equal_nan=True) is same


def test_the_order_of_the_pairs_does_not_matter() -> None:
    home, host, stock, inflow, income = made(7)
    found = allocate(home, host, stock, inflow, income=income)
    turned = allocate(home[::-1], host[::-1], stock[::-1], inflow, income=income)
    np.testing.assert_allclose(turned.amount[::-1], found.amount, rtol=1e-12)


def test_nobody_recorded_abroad_leaves_the_money_unallocated() -> None:
    found = allocate([0], [1], [10], [5.0, 7.0], rule=STOCK)
    assert found.status == ("allocated", "no_stock") and found.unallocated.tolist() == [0.0, 7.0]
    empty = allocate([0], [1], [0], [5.0, 0.0], rule=STOCK)
    assert empty.status[0] == "no_stock" and empty.unallocated[0] == 5.0 and np.isnan(empty.amount[0])


def test_a_missing_income_is_said_and_not_taken_for_zero() -> None:
    income = [np.nan, 1000.0, np.nan, 4000.0]
    found = allocate([1, 1, 0], [2, 3, 1], [30, 10, 5], [9.0, 8.0, 0, 0], income=income, rule=RATHA_SHAW)
    assert np.isnan(found.amount[[0, 2]]).all() and found.amount[1] == 8.0
    assert found.left_out.tolist() == [1.0, 0.75, 0.0, 0.0]
    assert found.status[0] == "no_income" and found.unallocated[0] == 9.0


def test_an_unknown_inflow_is_neither_allocated_nor_unallocated() -> None:
    found = allocate([0], [1], [10], [np.nan, 0.0], rule=STOCK)
    assert np.isnan(found.amount[0]) and found.status[0] == "no_inflow" and found.unallocated[0] == 0


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"home": [0, 0], "host": [1, 1], "stock": [1, 1]}, "stands twice"),
        ({"home": [0], "host": [0]}, "its own host"),
        ({"stock": [-1]}, "stock is a number"),
        ({"stock": [float("nan")]}, "not estimated"),
        ({"inflow": [-1.0, 0.0]}, "received is a number"),
        ({"rule": "none", "income": [1.0, 2.0]}, "rules are stock"),
        ({"rule": RATHA_SHAW, "beta": 1.0, "income": [1.0, 2.0]}, "between 0 and 1"),
        ({"rule": HOST_INCOME}, "needs the income"),
        ({"host": [2]}, "not among the inflows"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(change: dict[str, object], words: str) -> None:
    given: dict[str, object] = {"home": [0], "host": [1], "stock": [1], "inflow": [1.0, 0.0], "rule": STOCK, **change}
    with pytest.raises(ValueError, match=words):
        allocate(**given)  # type: ignore[arg-type]


def test_a_fall_in_one_host_takes_its_share_from_each_home() -> None:
    found = fall([0, 0, 2], [1, 3, 1], [40.0, 60.0, 8.0], places=4, at=1, share=0.5, gdp=[200.0, 10.0, np.nan, 5.0])
    assert found.lost.tolist() == [20.0, 0.0, 4.0, 0.0] and found.total == 24.0
    assert found.of_received[[0, 2]].tolist() == [0.2, 0.5] and np.isnan(found.of_received[1])
    assert found.of_gdp[0] == 0.1 and np.isnan(found.of_gdp[2])
    with pytest.raises(ValueError, match="between 0 and 1"):
        fall([0], [1], [1.0], places=2, at=1, share=20)
