"""Labour balance and replacement numbers."""

import numpy as np
import pytest

from alianza.engines.population import (
    Components,
    balance,
    entrants,
    labour_force,
    old_age_ratio,
    project,
    replacement,
    rogers_castro,
    working_age,
)
from tests.engines.population.test_projection import people, rates


def ageing(steps: int = 5) -> tuple[np.ndarray, Components]:
    """Two places that grow old: few births, nobody moves."""
    components = rates(steps, 2)
    return people(2) * np.linspace(1, 0.05, 21), Components(
        components.death_rates, components.fertility * 0.1, components.sex_ratio, np.zeros_like(components.migration)
    )


def test_the_migrants_found_keep_working_age_where_it_was() -> None:
    start, components = ageing()
    found = replacement(start, components, keep="working_age")
    assert found.status == ("ok", "ok")
    held = working_age(found.population)
    assert np.all(found.a_year >= 0) and np.all(held >= held[0] * (1 - 1e-12))
    needed = found.a_year > 0
    np.testing.assert_allclose(held[1:][needed], np.broadcast_to(held[0], held[1:].shape)[needed], rtol=1e-12)


def test_putting_the_found_migrants_into_a_projection_gives_the_same_people() -> None:
    start, components = ageing()
    found = replacement(start, components, keep="old_age_ratio")
    moved = 5 * found.a_year[:, :, None, None] * rogers_castro()
    again = project(start, components.with_migration(moved)).population
    np.testing.assert_allclose(again, found.population, rtol=1e-9)
    ratio = old_age_ratio(again)
    assert np.all(ratio[1:] <= ratio[0] * (1 + 1e-9))


def test_a_ratio_that_no_migrant_of_the_profile_can_hold_is_infeasible() -> None:
    start, components = ageing()
    pensioners = np.zeros((2, 21))
    pensioners[:, 15] = 0.5
    found = replacement(start, components, keep="old_age_ratio", profile=pensioners)
    assert "infeasible" in found.status and np.isnan(found.a_year).any()


def test_nobody_is_needed_where_working_age_grows() -> None:
    components = rates(1, 1)
    young = np.zeros((1, 2, 21))
    young[..., 3] = 100
    found = replacement(young, components, keep="working_age")
    assert found.a_year.tolist() == [[0.0]]


def test_the_balance_is_the_difference_that_migration_makes() -> None:
    start = people(2)
    components = rates(3, 2)
    moved = np.zeros_like(components.migration)
    moved[:, 0, :, 5] = 10
    with_, without = project(start, components.with_migration(moved)), project(start, components.without_migration())
    found = balance(with_, without, first=2025, participation=[[0.8, 0.6], [np.nan, 0.5]])
    assert found.years == (2025, 2030, 2035, 2040)
    assert found.status == ("ok", "missing:participation")
    assert np.all(found.with_migration[1:, 0] > found.without[1:, 0])
    np.testing.assert_array_equal(found.with_migration[:, 1], found.without[:, 1])
    np.testing.assert_allclose(found.change_without[0], 0)
    assert np.isnan(found.labour_with[:, 1]).all() and np.isfinite(found.labour_with[:, 0]).all()


def test_two_projections_of_different_people_are_not_balanced() -> None:
    components = rates(1, 1)
    with pytest.raises(ValueError, match="begin with different people"):
        balance(project(people(1), components), project(people(1, seed=9), components), first=2025)


def test_a_labour_force_is_a_share_of_those_of_15_and_over() -> None:
    assert labour_force(np.ones((2, 21)), [0.5, 1.0]).tolist() == [9.0, 18.0]
    with pytest.raises(ValueError, match="divide percentages"):
        labour_force(np.ones((2, 21)), [55.0, 40.0])


def test_entrants_with_tertiary_schooling_are_held_at_everybody() -> None:
    found = entrants(np.ones((3, 2, 21)), [0.25, 1.3, np.nan])
    assert found[:2].tolist() == [0.5, 2.0] and np.isnan(found[2])


def test_migrants_of_the_standard_schedule_are_mostly_young_workers_and_their_children() -> None:
    profile = rogers_castro().sum(0)
    assert profile.sum() == pytest.approx(1)
    assert profile[4:8].sum() > 0.4 and profile[4] > profile[3] > profile[2]
