"""Openness through time, with known answers worked by hand from the packaged sheets."""

from datetime import date

import pytest

from alianza.regulations.archetypes import (
    State,
    archetypes,
    assumed_origin,
    by_country,
    days_until,
    first_day,
    judge,
    through_time,
)
from alianza.regulations.dictionary import facts
from alianza.regulations.pathways import seed_law
from alianza.regulations.sheets import seed_sheets

TODAY = date(2026, 11, 21)
KINDS = {kind.id: kind for kind in archetypes()}


def cell(sheet, kind, year, origin="PH"):
    return judge(seed_law(date(year, 1, 1)), seed_sheets()[sheet], KINDS[kind], origin=origin)


def test_the_blue_card_year_by_year_for_a_nurse_at_42000_euros():
    """Thresholds: 52,000/40,560 in 2018, 55,200/43,056 in 2020, 45,300/41,041.80 in 2024, 48,300/43,759.80 in 2025."""
    years = {year: cell("de-eu-blue-card", "registered_nurse", year).state for year in range(2018, 2027)}
    assert years == {
        2018: State.NOT_SAID,  # above the lower threshold: it depends on whether the occupation is a shortage one
        2019: State.GAP,
        2020: State.CLOSED,
        2021: State.CLOSED,
        2022: State.GAP,
        2023: State.CLOSED,
        2024: State.NOT_SAID,
        2025: State.CLOSED,
        2026: State.GAP,
    }
    assert cell("de-eu-blue-card", "registered_nurse", 2026).missing == ("salary_standard", "salary_reduced")
    assert cell("de-eu-blue-card", "registered_nurse", 2026).unmet == ()
    assert not cell("de-eu-blue-card", "registered_nurse", 2023).written_for_the_day  # written for 18 November 2023 on
    assert cell("de-eu-blue-card", "registered_nurse", 2024).written_for_the_day


def test_of_a_day_before_the_first_figure_and_the_first_day_nothing_is_said():
    assert first_day(seed_sheets()["de-eu-blue-card"]) == date(2018, 1, 1)
    assert cell("de-eu-blue-card", "registered_nurse", 2017) is None
    assert cell("za-general-work", "welder", 2023) is None
    assert first_day(seed_sheets()["eu-blue-card-directive"]) is None


def test_a_route_into_the_own_country_and_another_countrys_gate_say_nothing():
    assert cell("ph-exit-clearance", "welder", 2025, origin="KE") is None
    assert cell("ph-exit-clearance", "welder", 2025).state is State.OPEN
    assert cell("za-general-work", "welder", 2025, origin="ZA") is None


def test_a_country_is_closed_only_if_every_route_known_is_and_missing_stays_missing():
    held = by_country(through_time(seed_law, [date(2018, 1, 1), date(2025, 1, 1)], origin="PH", kinds=archetypes()))
    assert held["DE", "registered_nurse", date(2025, 1, 1)].state is State.OPEN  # the opportunity card
    assert {each.sheet.id for each in held["DE", "registered_nurse", date(2025, 1, 1)].cells} == {
        "de-eu-blue-card",
        "de-opportunity-card",
    }
    assert held["BR", "welder", date(2025, 1, 1)].state is State.CLOSED  # Mercosur's agreement, for its nationals
    assert ("US", "welder", date(2018, 1, 1)) not in held


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_assumed_is_known_to_the_dictionary_and_says_no_nationality_of_its_own(kind):
    assert set(KINDS[kind].answers) <= set(facts())
    assert "person.nationalities" not in KINDS[kind].answers
    assert KINDS[kind].at("DE", "KE")["person.nationalities"] == frozenset({"KE"})
    assert "offer.salary_year" not in KINDS[kind].at("US", "KE")


def test_days_are_first_of_january_and_never_in_the_future():
    days = days_until(seed_sheets().values(), TODAY)
    assert days[-1] == date(2026, 1, 1)
    assert len(days) == 12
    assert all((day.month, day.day) == (1, 1) for day in days)
    assert days_until([], TODAY) == ()
    assert assumed_origin() == "PH"
