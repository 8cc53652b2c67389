"""Against the World Bank's matrix of 2017, and matching outflows."""

import numpy as np
import pytest

from alianza.engines.remittance_matrix import HOST_INCOME, RATHA_SHAW, STOCK, agreement, allocate, matched
from alianza.observatory.packaged import table


def of_2017() -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    pairs, places = table("remittance-allocation", "2017"), table("remittance-allocation-places", "2017")
    names = places["place"].to_pylist()
    at = {name: number for number, name in enumerate(names)}
    numbers = [np.array([at[name] for name in pairs[side].to_pylist()]) for side in ("home", "host")]
    apart = numbers[0] != numbers[1]  # the file has two places as their own host
    numbers = [side[apart] for side in numbers]
    columns = [np.asarray(pairs[name].to_numpy(), float)[apart] for name in ("stock", "amount")]
    return (*numbers, *columns, *(np.asarray(places[name].to_numpy(), float) for name in ("inflow", "income")))


# Reference: method note on flows, section 8: the three rules against the World Bank's matrix of 2017, 208 places, UN
# stocks and nominal GDP per head: Pearson .975 / .953 / .981, half-L1 .117 / .214 / .118, 81 % within a factor of two.
@pytest.mark.parametrize(
    ("rule", "pearson", "half_l1"), [(STOCK, 0.975, 0.117), (HOST_INCOME, 0.953, 0.214), (RATHA_SHAW, 0.981, 0.118)]
)
def test_the_rules_come_as_close_to_the_world_banks_matrix_as_the_note_says(
    rule: str, pearson: float, half_l1: float
) -> None:
    home, host, stock, reference, inflow, income = of_2017()
    found = allocate(home, host, stock, inflow, income=income, rule=rule)
    # where nobody was recorded abroad nothing is allocated: the note counts that as nothing sent
    close = agreement(np.nan_to_num(found.amount), reference, at_least=0.5)
    assert close.pearson == pytest.approx(pearson, abs=0.0005)
    assert close.half_l1 == pytest.approx(half_l1, abs=0.0005)
    if rule == RATHA_SHAW:
        assert close.within_factor_two == pytest.approx(0.81, abs=0.0005), (
            "corridors of half a million dollars and more"
        )
        assert close.compared == 5087
        every = agreement(np.nan_to_num(found.amount), reference)
        assert every.within_factor_two == pytest.approx(0.761, abs=0.0005), "every corridor, those of a few dollars too"


def test_matching_outflows_keeps_both_totals() -> None:
    home, host = np.array([0, 0, 1, 1, 2, 2]), np.array([1, 2, 0, 2, 0, 1])
    amount = np.array([10.0, 20.0, 5.0, 15.0, 8.0, 2.0])
    found = matched(home, host, amount, [30.0, 30.0, 60.0])
    assert found.status == "converged" and found.factor == pytest.approx(0.5)
    np.testing.assert_allclose(np.bincount(home, found.amount), [30, 20, 10])
    np.testing.assert_allclose(np.bincount(host, found.amount), [15, 15, 30])


def test_a_host_without_a_recorded_outflow_keeps_its_amounts() -> None:
    home, host = np.array([0, 0, 1, 1, 2, 2]), np.array([1, 2, 0, 2, 0, 1])
    amount = np.array([10.0, 20.0, 5.0, 15.0, 8.0, 2.0])
    found = matched(home, host, amount, [20.0, 10.0, np.nan])
    assert found.amount[[1, 3]].tolist() == [20.0, 15.0]
    np.testing.assert_allclose(np.bincount(home, found.amount), [30, 20, 10])


def test_outflows_that_cannot_be_met_are_said() -> None:
    home, host = np.array([0, 1]), np.array([2, 3])
    found = matched(home, host, [10.0, 10.0], [np.nan, np.nan, 15.0, 5.0])
    assert found.status == "infeasible" and found.amount.tolist() == [10.0, 10.0]
