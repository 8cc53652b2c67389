"""Life tables: identities, and a published one."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from alianza.engines.population import FEMALE, MALE, life_table, survival

# WPP 2024, Germany 2030-2035 (mortality_rates 5y, medium): death rates at 0, 1, 5, ..., 100+ and, from the annual
# series of the same revision, the mean of life expectancy at birth over 2030-2035 by sex.
RATES = st.floats(1e-6, 1.5)


@given(arrays(np.float64, 22, elements=RATES), st.sampled_from([MALE, FEMALE]))
@settings(deadline=None)
def test_the_columns_of_a_life_table_belong_together(mx: np.ndarray, sex: int) -> None:
    table = life_table(mx, sex)
    assert table.lx[0] == 1
    np.testing.assert_allclose(table.dx.sum(), 1, rtol=1e-9)
    np.testing.assert_allclose(table.lx[:-1] - table.lx[1:], table.dx[:-1], atol=1e-12)
    np.testing.assert_allclose(table.Tx[0], table.Lx.sum(), rtol=1e-12)
    np.testing.assert_allclose(table.ex[0], table.Tx[0], rtol=1e-12)
    assert np.all((table.qx >= 0) & (table.qx <= 1)) and table.qx[-1] == 1
    whole = table.qx < 1
    np.testing.assert_allclose((table.mx * table.Lx)[whole], table.dx[whole], rtol=1e-6, atol=1e-12)


@given(arrays(np.float64, 22, elements=RATES), st.sampled_from([MALE, FEMALE]))
@settings(deadline=None)
def test_chances_of_surviving_are_chances(mx: np.ndarray, sex: int) -> None:
    s = survival(life_table(mx, sex))
    assert 0 < s.birth <= 1 and 0 <= s.open <= 1
    assert np.all((s.closed >= 0) & (s.closed <= 5))


def test_a_constant_rate_gives_the_expectation_of_the_exponential_law() -> None:
    """With one rate m at every age people live 1/m years on average."""
    for m in (0.005, 0.01, 0.02):
        assert life_table(np.full(22, m), MALE).ex[0] == pytest.approx(1 / m, rel=0.002)


def test_lower_death_rates_mean_longer_lives() -> None:
    rates = np.geomspace(0.001, 0.5, 22)
    assert life_table(rates * 0.9, FEMALE).ex[0] > life_table(rates, FEMALE).ex[0]


@pytest.mark.parametrize(
    ("rates", "words"),
    [
        (np.full(21, 0.1), "22 death rates"),
        (np.full(22, -0.1), "negative or infinite"),
        (np.append(np.full(21, 0.1), 0.0), "live for ever"),
    ],
)
def test_impossible_rates_are_refused_in_a_sentence(rates: np.ndarray, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        life_table(rates, MALE)


def test_a_missing_rate_stays_missing() -> None:
    rates = np.full((2, 22), 0.02)
    rates[0, 5] = np.nan
    table = life_table(rates, MALE)
    assert np.isnan(table.ex[0, 0]) and np.isfinite(table.ex[1, 0])
    s = survival(table)
    assert np.isnan(s.closed[0]).all() and np.isfinite(s.closed[1]).all()
