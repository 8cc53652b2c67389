"""Measures on the registered moves between Korea's 17 provinces in 2020 (KOSIS), and against their definitions."""

from functools import cache
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alianza.engines.indices import (
    components,
    connectivity,
    courgeau,
    courgeau_slope,
    crude_intensity,
    decay,
    distances,
    effectiveness,
    gini,
    impact,
    inequality,
    net_rate,
    preference,
    summary,
    variation,
    velocity,
)
from alianza.observatory.packaged import table


@cache
def korea():
    """Places, moves 2020 without those inside a province, population and distance."""
    people = {r["place"]: r["population"] for r in table("korea-population", "2020").to_pylist() if r["year"] == 2020}
    places = sorted(people)
    at = {place: number for number, place in enumerate(places)}
    flows, distance = np.zeros((17, 17)), np.zeros((17, 17))
    for row in table("korea-flows", "2020").to_pylist():
        if row["year"] == 2020:
            i, j = at[row["origin"]], at[row["destination"]]
            flows[i, j] = row["flow"]
            distance[i, j] = row["distance_km"] or 0.0
    return places, flows, np.array([people[place] for place in places], float), distance


def random(n, seed=0):
    rng = np.random.default_rng(seed)
    F = rng.lognormal(3, 2, (n, n)) * (rng.random((n, n)) < 0.8)
    np.fill_diagonal(F, 0)
    return F, rng.lognormal(10, 1, n)


def test_korea_as_registered():
    """2,534,114 moves between provinces among 51.8 million people. Net migration of Gyeonggi (168,373), Seoul (64,850)
    and Sejong (13,025) in size as Statistics Korea published it; which of them lost is the table's matter."""
    places, flows, population, _ = korea()
    found = summary(flows, population)
    assert found.moves == 2_534_114
    assert found.cmi == pytest.approx(100 * 2_534_114 / population.sum())
    assert found.cmi == pytest.approx(4.889, abs=0.001)
    assert found.mei == pytest.approx(7.672, abs=0.001)
    assert found.connectivity == 1.0
    size = dict(zip(places, np.abs(found.net).tolist(), strict=True))
    assert (size["Gyeonggi-do"], size["Seoul"], size["Sejong"]) == (168_373, 64_850, 13_025)
    assert found.net[places.index("Gyeonggi-do")] * found.net[places.index("Seoul")] < 0
    assert found.net.sum() == 0
    assert found.gini_total == pytest.approx(0.70903, abs=1e-5)


def test_the_diagonal_is_no_move():
    _, flows, population, _ = korea()
    other = flows.copy()
    np.fill_diagonal(other, 1e9)
    assert summary(other, population).gini_total == summary(flows, population).gini_total


@given(st.integers(0, 10**6), st.integers(3, 9))
@settings(deadline=None, max_examples=60)
def test_the_net_rate_is_intensity_times_effectiveness(seed, n):
    F, P = random(n, seed)
    assert net_rate(F, P) == pytest.approx(crude_intensity(F, P) * effectiveness(F).overall / 100)


@given(st.integers(0, 10**6), st.floats(1e-3, 1e3))
@settings(deadline=None, max_examples=40)
def test_neither_unit_nor_order_matters_to_shares(seed, unit):
    F, P = random(6, seed)
    order = np.random.default_rng(seed).permutation(6)
    one, two = summary(F, P), summary(F[np.ix_(order, order)] * unit, P[order] * unit)
    for name in ("cmi", "mei", "anmr", "connectivity", "inequality", "gini_total", "acv_out", "acv_in"):
        assert getattr(one, name) == pytest.approx(getattr(two, name), rel=1e-9)


@given(st.integers(0, 10**6))
@settings(deadline=None, max_examples=20)
def test_ginis_equal_their_sums_over_pairs(seed):
    n = 5
    F, _ = random(n, seed)
    M = F.sum()
    cells = [F[i, j] for i, j in product(range(n), repeat=2) if i != j]
    pairs = sum(abs(a - b) for a, b in product(cells, repeat=2))
    rows = [sum(abs(F[i, j] - F[i, h]) for j in range(n) for h in range(n) if i not in (j, h)) for i in range(n)]
    columns = [sum(abs(F[j, i] - F[h, i]) for j in range(n) for h in range(n) if i not in (j, h)) for i in range(n)]
    found = gini(F)
    assert found.total == pytest.approx(pairs / (2 * (n * (n - 1) - 1) * M))
    assert found.uncorrected == pytest.approx(pairs / (2 * n * (n - 1) * M))
    assert found.rows == pytest.approx(sum(rows) / (2 * n * (n - 1) * M))
    assert found.columns == pytest.approx(sum(columns) / (2 * n * (n - 1) * M))
    assert found.exchange == pytest.approx(np.abs(F - F.T).sum() / (2 * n * (n - 1) * M))
    O, D = F.sum(axis=1), F.sum(axis=0)
    G = np.array([rows[i] / (2 * (n - 2) * O[i]) if O[i] else np.nan for i in range(n)])
    H = np.array([columns[i] / (2 * (n - 2) * D[i]) if D[i] else np.nan for i in range(n)])
    assert np.allclose(found.out_field, G, equal_nan=True)
    assert np.allclose(found.in_field, H, equal_nan=True)
    assert found.mean_out_field == pytest.approx(np.nansum(G * O) / M)
    assert found.mean_out_field_published == pytest.approx(np.nansum(G * D) / M / n)


def test_ginis_at_their_ends():
    even, one = np.ones((4, 4)), np.zeros((4, 4))
    one[0, 1] = 5
    assert gini(even).total == pytest.approx(0)
    assert gini(one).total == pytest.approx(1)
    assert gini(one).mean_out_field == pytest.approx(1)


def test_variation_by_definition():
    F, _ = random(6, 1)
    cells = [F[2, j] for j in range(6) if j != 2]
    found = variation(F)
    assert found.rows[2] == pytest.approx(np.std(cells) / np.mean(cells))
    assert found.acv == pytest.approx(found.acv_out + found.acv_in)
    assert found.acv_out == pytest.approx((found.rows * F.sum(axis=1)).sum() / F.sum())
    assert variation(F * 1000).system == pytest.approx(found.system)


def test_connectivity_counts_above_a_threshold():
    F = [[0, 5, 1e-9], [3, 0, 2], [1, 1, 0]]
    assert connectivity(F) == 1
    assert connectivity(F, 1) == 0.5


def test_inequality_against_equal_shares_and_against_independence():
    O, D = np.array([5.0, 3, 2]), np.array([2.0, 3, 5])
    F = np.outer(O, D) * (1 - np.eye(3))
    assert inequality(F, "independence") == pytest.approx(0, abs=1e-9)
    assert inequality(np.ones((3, 3))) == pytest.approx(0)
    _, flows, _, _ = korea()
    assert inequality(flows) == pytest.approx(0.54097, abs=1e-5)
    assert 0 < inequality(flows, "independence") < inequality(flows)


def test_courgeau_and_the_intensity_at_another_number_of_zones():
    assert courgeau([5.0], [10])[0] == pytest.approx(5 / np.log(100))
    zones = np.array([10, 50, 200])
    assert courgeau_slope(0.7 * np.log(zones**2), zones) == pytest.approx(0.7)


def test_impact_is_relative_to_the_mean_of_countries():
    assert impact([2, 4], [10, 10]).tolist() == pytest.approx([2 / 3, 4 / 3])


def test_distances_and_their_decay():
    _, flows, _, distance = korea()
    moved = distances(flows, distance)
    assert 50 < moved.median < moved.mean < 200
    assert -1.5 < decay(flows, distance) < -0.5


@given(st.floats(-2.5, 0.5))
@settings(deadline=None, max_examples=15)
def test_the_decay_of_a_gravity_table_is_found(slope):
    rng = np.random.default_rng(0)
    d = rng.uniform(10, 1000, (8, 8))
    F = np.outer(rng.lognormal(0, 1, 8), rng.lognormal(0, 1, 8)) * d**slope
    assert decay(F, d) == pytest.approx(slope, abs=1e-6)


def test_distances_by_hand_and_missing_ones_refused():
    found = distances([[0, 1, 0], [0, 0, 3], [0, 0, 0]], [[0, 10, 5], [10, 0, 20], [5, 20, 0]])
    assert (found.mean, found.median) == (17.5, 20)
    with pytest.raises(ValueError, match="missing"):
        distances(np.ones((2, 2)), [[0, np.nan], [1, 0]])


def test_preference_velocity_and_components_multiply_back():
    F, P = random(5, 2)
    p = P / P.sum()
    off = ~np.eye(5, dtype=bool)
    assert np.allclose((preference(F, P) * F.sum() * np.outer(p, p))[off], F[off])
    assert np.allclose((velocity(F, P) * np.outer(P, P) / P.sum())[off], F[off])
    found = components(F)
    assert np.allclose((found.total * found.out[:, None] * found.into * found.association)[off], F[off])
    assert found.out.sum() == pytest.approx(1)


def test_where_nobody_moved_measures_have_no_value():
    found = summary(np.zeros((3, 3)), [1, 1, 1])
    assert found.cmi == 0
    assert np.isnan([found.mei, found.inequality, found.gini_total, found.acv_out]).all()
    assert np.isnan(found.effectiveness).all()


@pytest.mark.parametrize(
    ("flows", "population", "said"),
    [
        ([[0, -1], [1, 0]], [1, 1], "0 or more"),
        ([[0, np.nan], [1, 0]], [1, 1], "missing"),
        ([[0, 1], [1, 0]], [0, 1], "above 0"),
        ([[0, 1], [1, 0]], [1], "one number"),
        ([[0, 1]], [1], "square"),
    ],
)
def test_what_is_no_table_is_refused(flows, population, said):
    with pytest.raises(ValueError, match=said):
        summary(flows, population)
