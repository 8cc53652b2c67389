"""The labour balance of a country: what is held, and what is said to be missing."""

import pytest

from alianza.observatory.labour_balance import labour_balance
from alianza.observatory.population import NoAgeStructure, inputs, medium, without_migration


def test_working_age_with_and_without_migration_is_that_of_the_projections() -> None:
    found = labour_balance("JPN")
    at = inputs().at("JPN")
    assert found.years == (2025, 2030, 2035, 2040, 2045, 2050)
    assert found.with_migration[3] == pytest.approx(medium().population[3, at][:, 4:13].sum() * 1000)
    assert found.without[3] == pytest.approx(without_migration().population[3, at][:, 4:13].sum() * 1000)
    assert found.change_without[-1] < found.change_with[-1] < -20
    assert all(value is not None and value > 500_000 for value in found.needed_a_year)


def test_parts_carry_their_series_year_and_method() -> None:
    found = labour_balance("DEU")
    for part in (found.participation, found.education, found.sectors, found.earnings):
        assert part.status == "ok" and part.year and part.method and "@" in part.series
    shares = found.sectors.values["shares"]
    assert sum(shares.values()) == pytest.approx(100, abs=0.1)
    people = found.sectors.values["people"]["with"]
    total = sum(series[0] for series in people.values())
    assert total == pytest.approx(found.participation.values["labour_force"]["with"][0], rel=0.001)


def test_what_is_not_held_is_said_and_not_assumed() -> None:
    found = labour_balance("SOM")
    assert found.education.status == found.earnings.status == "missing"
    assert found.education.values == {} and found.earnings.year is None
    with pytest.raises(NoAgeStructure):
        labour_balance("LIE")


def test_a_young_country_needs_nobody_and_no_number_holds_its_ratio() -> None:
    found = labour_balance("NGA")
    assert set(found.needed_a_year) == {0.0}
    assert found.ratio_status in {"ok", "infeasible"}
    if found.ratio_status == "infeasible":
        assert None in found.needed_ratio_a_year
