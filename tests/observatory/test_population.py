"""Projections from the packaged inputs against the published ones, and what is refused."""

import numpy as np
import polars as pl
import pytest

from alianza.engines.population import FEMALE, MALE, life_table
from alianza.observatory import population
from alianza.observatory.packaged import entry
from alianza.observatory.population import NoAgeStructure, UnfitMigration, inputs, medium, published, without_migration

# World Population Prospects 2024, medium, mid-2050 (mean of the two ends of year around it). The measured difference in
# percent is beside each: births, deaths and migration are that revision's, the age structure is the 2019 revision's.
DOZEN = {
    "DEU": 0.20, "PHL": -1.52, "NGA": -0.11, "JPN": 0.46, "IND": -0.74, "MEX": -0.45,
    "USA": -0.33, "CHN": 0.22, "BRA": 0.25, "FRA": -0.14, "EGY": -0.36, "KOR": -0.13,
}  # fmt: skip


@pytest.mark.parametrize(("country", "measured"), DOZEN.items())
def test_totals_of_2050_come_as_close_to_the_published_ones_as_was_measured(country: str, measured: float) -> None:
    total = medium().population[5, inputs().at(country)].sum()
    difference = 100 * (total / published(country)[2050]["medium"] - 1)
    assert difference == pytest.approx(measured, abs=0.02)
    bounds = published(country)[2050]
    assert bounds["lower95"] < bounds["lower80"] < total < bounds["upper80"] < bounds["upper95"]


@pytest.mark.slow
def test_over_all_countries_the_difference_is_a_percent_on_average() -> None:
    """Of 200 countries: mean of the absolute difference in 2050 1.1 %, nine of ten within 2.8 %, the largest 7.3 %."""
    held = inputs()
    known = [code for at, code in enumerate(held.places) if not np.isnan(held.base[at]).any()]
    assert len(known) == 200
    difference = np.abs(
        [medium().population[5, held.at(code)].sum() / published(code)[2050]["medium"] - 1 for code in known]
    )
    assert difference.mean() < 0.011 and np.quantile(difference, 0.9) < 0.028 and difference.max() < 0.074


def test_everybody_starts_at_the_published_total_of_2025() -> None:
    for country in DOZEN:
        start = medium().population[0, inputs().at(country)].sum()
        assert start == pytest.approx(published(country)[2025]["medium"], rel=1e-9)


def test_life_expectancy_is_the_published_one() -> None:
    """From the rates by age of 2030-2035 to a hundredth of a year, against the mean of the annual series."""
    held = inputs()
    annual = (
        pl.scan_parquet(entry("population-projections", "2024").path)
        .filter(
            pl.col("INDICATOR").is_in(["e0M", "e0F"]),
            pl.col("VARIANT") == "MEDIUM",
            pl.col("TIME_PERIOD").is_between(2030, 2035),
        )
        .group_by("REF_AREA", "INDICATOR")
        .agg(pl.col("OBS_VALUE").mean())
        .collect()
    )
    of = {(area, name): value for area, name, value in annual.iter_rows()}
    for country in DOZEN:
        for sex, name in ((MALE, "e0M"), (FEMALE, "e0F")):
            rates = held.components.death_rates[1, held.at(country), sex]
            assert life_table(rates, sex).ex[0] == pytest.approx(of[country, name], abs=0.01)


def test_accounts_of_every_country_close() -> None:
    for found in (medium(), without_migration()):
        np.testing.assert_allclose(np.nan_to_num(found.residual()), 0, atol=1e-6)
    assert np.nansum(np.abs(without_migration().migration)) == 0
    statuses = dict(zip(inputs().places, medium().status, strict=True))
    assert statuses["ARE"] == "emigration_exceeds_population" and statuses["AND"] == "missing:base"


def test_a_country_without_an_age_structure_is_refused() -> None:
    for code in ("AND", "XXX"):
        with pytest.raises(NoAgeStructure, match="age structure"):
            inputs().at(code)


def test_the_users_migration_is_read_by_period_sex_and_age() -> None:
    moved = population.migration_from(
        [(2, "2025-2030", "F", "20-24", "1500"), (3, "2030\u20132035", "male", "100+", "-4")]
    )
    assert moved[0, FEMALE, 4] == 1.5 and moved[1, MALE, 20] == -0.004 and np.count_nonzero(moved) == 2


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ((7, "2024-2029", "male", "0-4", "1"), "row 7: '2024-2029' is not one of the periods"),
        ((7, "2025-2030", "x", "0-4", "1"), "row 7: 'x' is not a sex"),
        ((7, "2025-2030", "male", "0-5", "1"), "row 7: '0-5' is not one of the age groups"),
        ((7, "2025-2030", "male", "0-4", "many"), "row 7: 'many' is not a number"),
        ((7, "2025-2030", "male", "0-4", ""), "row 7: '' is not a number"),
        ((7, "2025-2030", "M", "5-9", "1"), "row 7: .* stands twice"),
    ],
)
def test_a_row_of_migration_that_does_not_fit_is_named(row: tuple[int, str, str, str, str], words: str) -> None:
    with pytest.raises(UnfitMigration, match=words):
        population.migration_from([(2, "2025-2030", "male", "5-9", "1"), row])
