"""What held on a day: by hand on packaged sheets, and for versions that replaced one another."""

from datetime import date

import pytest

from alianza.regulations.point_in_time import (
    Reach,
    Stood,
    as_data,
    figures_on,
    left,
    reach,
    shown_on,
    telling_on,
    undecided,
)
from alianza.regulations.sheets import seed_sheets

IN_2024, IN_2025 = date(2024, 6, 1), date(2025, 6, 1)


def held(name, on):
    return {each.series.name: each for each in figures_on(seed_sheets()[name], on)}


def test_on_1_june_2024_five_posts_were_enough_in_spain_and_in_2025_nobody_knows():
    sheet = seed_sheets()["es-gecco-circular"]
    figure = held("es-gecco-circular", IN_2024)["posts_min"]
    assert (figure.value.value, figure.tests) == (5, ("posts",))
    assert figure.amount("en") == "5 posts"
    unknown = held("es-gecco-circular", IN_2025)["posts_min"]
    assert not unknown.is_known
    assert (unknown.before, unknown.after) == (date(2024, 12, 31), date(2026, 1, 1))
    assert unknown.unknown("en", str) == (
        "unknown: the figure before ended on 31 December 2024, the next began on 1 January 2026"
    )
    assert undecided(figures_on(sheet, IN_2025)) == ("posts",)
    assert undecided(figures_on(sheet, IN_2024)) == ()


@pytest.mark.parametrize(
    ("on", "says"),
    [
        (date(2017, 12, 31), "unknown: the first figure began on 1 January 2018"),
        (date(2018, 1, 1), "52,000 euros a year"),
        (date(2019, 6, 1), "unknown: the figure before ended on 31 December 2018, the next began on 1 January 2020"),
        (date(2023, 11, 17), "58,400 euros a year"),
        (date(2023, 11, 18), "unknown: the figure before ended on 17 November 2023, the next began on 1 January 2024"),
        (date(2024, 6, 1), "45,300 euros a year"),
        (date(2026, 1, 1), "unknown: the last figure ended on 31 December 2025"),
    ],
    ids=str,
)
def test_the_german_threshold_day_by_day(on, says):
    figure = held("de-eu-blue-card", on)["salary_standard"]
    assert (figure.amount("en") or figure.unknown("en", str)) == says


SEED = Stood(1, False, date(2024, 1, 1), None, entered=date(2025, 5, 1), key="seed")
FIRST = Stood(2, True, date(2024, 1, 1), None, entered=date(2025, 9, 1), key="first")
SECOND = Stood(3, True, date(2026, 1, 1), None, entered=date(2026, 2, 1), key="second")
HISTORY = (SEED, FIRST, SECOND)


@pytest.mark.parametrize(
    ("on", "shown", "telling"),
    [
        (date(2023, 6, 1), None, 3),
        (date(2024, 6, 1), None, 2),
        (date(2025, 5, 1), 1, 2),
        (date(2025, 8, 31), 1, 2),
        (date(2025, 9, 1), 2, 2),
        (date(2026, 1, 15), 2, 3),
        (date(2026, 2, 1), 3, 3),
        (date(2030, 1, 1), 3, 3),
    ],
    ids=str,
)
def test_what_was_shown_then_and_what_tells_of_it_now(on, shown, telling):
    found = shown_on(HISTORY, on)
    assert (found and found.number) == shown
    assert telling_on(HISTORY, on).number == telling
    assert telling_on(tuple(reversed(HISTORY)), on).number == telling, "the order of the history does not matter"


def test_a_day_before_every_version_is_told_by_the_newest_and_said_to_be_another_time():
    telling = telling_on(HISTORY, date(2023, 6, 1))
    assert reach(telling, date(2023, 6, 1)) is Reach.OTHER_DAYS
    assert reach(FIRST, IN_2024) is Reach.THE_DAY
    assert reach(Stood(1, True, None, None, entered=IN_2024), IN_2024) is Reach.NO_BEGINNING
    assert reach(Stood(1, True, None, IN_2024, entered=IN_2024), IN_2025) is Reach.OTHER_DAYS


def test_what_was_withdrawn_tells_of_the_days_before_and_brings_nothing_back():
    gone = Stood(3, True, date(2026, 1, 1), None, entered=date(2026, 2, 1), withdrawn=date(2026, 6, 1))
    history = (SEED, FIRST, gone)
    assert telling_on(history, date(2026, 5, 31)) is gone
    assert telling_on(history, date(2026, 6, 1)) is None
    assert shown_on(history, date(2026, 5, 31)) is gone
    assert shown_on(history, date(2026, 6, 1)) is None
    anew = Stood(4, True, date(2026, 7, 1), None, entered=date(2026, 7, 2))
    assert telling_on((*history, anew), date(2026, 7, 1)) is anew
    assert shown_on((*history, anew), date(2026, 6, 15)) is None


def test_a_seed_that_was_replaced_is_silent_about_later_days():
    later = Stood(2, True, date(2027, 1, 1), None, entered=date(2025, 9, 1))
    history = (SEED, later)
    assert telling_on(history, date(2025, 8, 31)) is SEED
    assert telling_on(history, date(2026, 6, 1)) is later, "although it begins in 2027"


def test_a_seed_loaded_beside_a_published_sheet_is_not_in_force():
    beside = Stood(9, False, date(2024, 1, 1), None, entered=date(2026, 3, 1))
    history = (*HISTORY, beside)
    assert shown_on(history, date(2026, 4, 1)) is SECOND
    assert left(SECOND, history) is None
    assert telling_on(history, date(2026, 4, 1)) is SECOND


def test_of_two_published_on_one_day_the_second_holds():
    one = Stood(1, True, None, None, entered=IN_2024)
    two = Stood(2, True, None, None, entered=IN_2024)
    assert shown_on((one, two), IN_2024) is two
    assert left(one, (one, two)) == IN_2024


def test_no_version_tells_of_nothing():
    assert telling_on((), IN_2024) is None
    assert shown_on((), IN_2024) is None


def test_as_data_an_unknown_figure_is_null_and_never_zero():
    sheet = seed_sheets()["es-gecco-circular"]
    data = as_data(sheet, IN_2025, shown=None, reached=Reach.OTHER_DAYS, language="en", translate=str)
    assert data["figures"][0]["value"] is None
    assert data["figures"][0]["conditions"] == ["posts"]
    assert (data["undecided"], data["written_for_the_day"], data["in_force_here_then"]) == (["posts"], False, None)
