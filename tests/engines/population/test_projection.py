"""Cohort-component projection: closed accounts, known answers worked by hand, statuses."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alianza.engines.population import (
    AGES,
    FEMALE,
    MALE,
    Components,
    age_code,
    between,
    life_table,
    project,
    rescaled,
    survival,
)


def rates(steps: int, places: int, *, seed: int = 1) -> Components:
    rng = np.random.default_rng(seed)
    gompertz = 0.00005 * np.exp(0.09 * np.array([0, 1, *range(5, 101, 5)]))
    return Components(
        np.broadcast_to(gompertz, (steps, places, 2, 22)) * rng.uniform(0.8, 1.2, (steps, places, 2, 1)),
        rng.uniform(0, 0.15, (steps, places, 7)),
        rng.uniform(1.02, 1.08, (steps, places)),
        rng.uniform(-50, 50, (steps, places, 2, 21)),
    )


def people(places: int, *, seed: int = 2) -> np.ndarray:
    return np.random.default_rng(seed).uniform(500, 1000, (places, 2, 21))


@given(st.integers(0, 2**32 - 1), st.integers(1, 4), st.integers(1, 3))
@settings(max_examples=40, deadline=None)
def test_the_account_of_every_step_closes(seed: int, steps: int, places: int) -> None:
    found = project(people(places, seed=seed), rates(steps, places, seed=seed))
    np.testing.assert_allclose(found.residual(), 0, atol=1e-6)
    assert np.all(found.population >= 0) and np.all(found.deaths >= -1e-9)


def test_nobody_dies_nobody_is_born_nobody_moves() -> None:
    """Then everybody is five years older after each step, and the total stays."""
    components = rates(4, 1)
    immortal = np.zeros_like(components.death_rates)
    immortal[..., 21] = 1e-12  # the open group has to have a rate
    still = Components(immortal, np.zeros((4, 1, 7)), components.sex_ratio, np.zeros((4, 1, 2, 21)))
    start = people(1)
    found = project(start, still).population
    np.testing.assert_allclose(found.sum((-1, -2)), start.sum(), rtol=1e-9)
    for step in range(1, 5):
        np.testing.assert_allclose(found[step][..., step:20], start[..., : 20 - step], rtol=1e-9)
        assert np.all(found[step][..., :step] == 0)
    np.testing.assert_allclose(found[1][..., 20], start[..., 19] + start[..., 20], rtol=1e-9)


def test_one_step_worked_by_hand() -> None:
    """1,000 women of 20-24 alone, without mortality or migration, with 0.1 births a year at 20-24 and 0.2 at 25-29.

    Births by A3: 5 x (0.1 x (1000 + 0) / 2 + 0.2 x (0 + 1000) / 2) = 750, at 1.05 boys per girl 384.146 and 365.854.
    """
    immortal = np.zeros((1, 1, 2, 22))
    immortal[..., 21] = 1e-12
    fertility = np.zeros((1, 1, 7))
    fertility[0, 0, 1:3] = 0.1, 0.2
    start = np.zeros((1, 2, 21))
    start[0, FEMALE, 4] = 1000
    found = project(start, Components(immortal, fertility, np.full((1, 1), 1.05), np.zeros((1, 1, 2, 21))))
    assert found.births.sum() == pytest.approx(750)
    assert found.births[0, 0].tolist() == pytest.approx([750 * 1.05 / 2.05, 750 / 2.05])
    assert found.population[1, 0, FEMALE, 5] == pytest.approx(1000)
    assert found.population[1, 0, :, 0].sum() == pytest.approx(750)


def test_half_of_the_migrants_live_through_the_step_and_half_come_at_its_end() -> None:
    components = rates(1, 1)
    moved = np.zeros((1, 1, 2, 21))
    moved[0, 0, MALE, 6] = 200
    alone = Components(components.death_rates, np.zeros((1, 1, 7)), components.sex_ratio, moved)
    found = project(np.zeros((1, 2, 21)), alone)
    chance = survival(life_table(components.death_rates[0, 0, MALE], MALE)).closed[6]
    assert found.population[1, 0, MALE, 7] == pytest.approx(100 * chance)
    assert found.population[1, 0, MALE, 6] == pytest.approx(100)
    assert found.migration.sum() == pytest.approx(200)


@given(st.floats(1e-3, 1e6))
@settings(max_examples=25, deadline=None)
def test_the_unit_of_counting_does_not_matter(unit: float) -> None:
    components, start = rates(2, 2), people(2)
    once = project(start, components).population
    again = project(start * unit, components.with_migration(components.migration * unit)).population
    np.testing.assert_allclose(again, once * unit, rtol=1e-9)


def test_the_order_of_places_does_not_matter() -> None:
    components, start = rates(2, 3), people(3)
    turned = Components(
        components.death_rates[:, ::-1],
        components.fertility[:, ::-1],
        components.sex_ratio[:, ::-1],
        components.migration[:, ::-1],
    )
    np.testing.assert_array_equal(
        project(start[::-1], turned).population[:, ::-1], project(start, components).population
    )


def test_more_leave_than_there_are_is_said_and_nobody_becomes_negative() -> None:
    components, start = rates(1, 2).without_migration(), people(2)
    moved = components.migration.copy()
    moved[0, 1, MALE, 10] = -1e6
    found = project(start, components.with_migration(moved))
    assert found.status == ("ok", "emigration_exceeds_population")
    assert found.shortfall[0, 1] > 9e5 and np.all(found.population >= 0)
    np.testing.assert_allclose(found.residual(), 0, atol=1e-6)


def test_what_is_missing_is_named_and_touches_no_other_place() -> None:
    components, start = rates(2, 3).without_migration(), people(3)
    start[1, 0, 0] = np.nan
    fertility = components.fertility.copy()
    fertility[1, 2, 0] = np.nan
    found = project(start, Components(components.death_rates, fertility, components.sex_ratio, components.migration))
    assert found.status == ("ok", "missing:base", "missing:fertility")
    assert np.isfinite(found.population[:, 0]).all() and np.isnan(found.population[2, 2]).any()


def test_shapes_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match="2 sexes, 21 ages"):
        project(np.ones((1, 21)), rates(1, 1))
    with pytest.raises(ValueError, match="death_rates has the shape"):
        project(people(2), rates(1, 1))
    with pytest.raises(ValueError, match="group of the population is negative"):
        project(-people(1), rates(1, 1))


def test_rescaling_keeps_the_shares_and_meets_the_totals() -> None:
    start = people(2)
    found = rescaled(start, [[100.0, 50.0], [1.0, 0.0]])
    np.testing.assert_allclose(found.sum(-1), [[100, 50], [1, 0]])
    np.testing.assert_allclose(found[0, 0] / found[0, 0].sum(), start[0, 0] / start[0, 0].sum())
    with pytest.raises(ValueError, match="no structure"):
        rescaled(np.zeros((1, 2, 21)), [[1.0, 1.0]])


def test_between_two_steps_people_move_on_a_straight_line() -> None:
    found = project(people(1), rates(2, 1)).population
    np.testing.assert_array_equal(between(found, [2025, 2030, 2035], 2025), found)
    np.testing.assert_allclose(between(found, [2027], 2025)[0], found[0] * 0.6 + found[1] * 0.4)
    with pytest.raises(ValueError, match="runs from 2025 to 2035"):
        between(found, [2036], 2025)


def test_age_groups_are_read_with_any_dash() -> None:
    assert [age_code(group) for group in ("0-4", "20\u201324", "100+")] == [0, 4, 20]
    assert len(AGES) == 21
    with pytest.raises(ValueError, match="not one of the age groups"):
        age_code("20-64")
