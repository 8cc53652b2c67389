"""Working days, deadlines, and the clock of papers."""

# ruff: noqa: DTZ001 - times without a zone are here to be refused

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alianza.engines.ballots import (
    DaysOutOfRange,
    EveryDayIsFree,
    PapersClock,
    PublishedFile,
    VersionOutOfOrder,
    deadline,
    end_of_day,
    papers_clock,
    working_days_after,
    working_days_between,
)

MONDAY = date(2026, 3, 2)
LANGUAGES = ("en", "es", "fr")
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("start", "n", "expected"),
    [
        (MONDAY, 0, "2026-03-02"),
        (MONDAY, 1, "2026-03-03"),
        (MONDAY, 5, "2026-03-09"),
        (MONDAY, 10, "2026-03-16"),
        (MONDAY, 15, "2026-03-23"),
        (date(2026, 3, 6), 1, "2026-03-09"),  # from a Friday
        (date(2026, 3, 7), 1, "2026-03-09"),  # from a Saturday
        (date(2026, 3, 7), 0, "2026-03-07"),
        (date(2026, 12, 31), 1, "2027-01-01"),
    ],
)
def test_working_days_are_counted_from_the_day_after(start: date, n: int, expected: str) -> None:
    assert working_days_after(start, n).isoformat() == expected


def test_holidays_and_the_weekend_are_given() -> None:
    assert working_days_after(MONDAY, 2, {date(2026, 3, 3), date(2026, 3, 7)}) == date(2026, 3, 5)
    assert working_days_after(date(2026, 3, 5), 1, weekend={4, 5}) == date(2026, 3, 8)
    assert working_days_between(MONDAY, date(2026, 3, 9), {date(2026, 3, 4)}) == 4
    assert working_days_between(MONDAY, MONDAY) == working_days_between(MONDAY, date(2026, 1, 1)) == 0


@pytest.mark.parametrize("n", [-1, 1001, 2.0, True, "3"])
def test_a_number_of_days_that_is_none_is_refused(n: object) -> None:
    with pytest.raises(DaysOutOfRange, match="write a whole number from 0 to 1000"):
        working_days_after(MONDAY, n)  # type: ignore[arg-type]


def test_a_week_without_work_is_refused_rather_than_counted_for_ever() -> None:
    with pytest.raises(EveryDayIsFree):
        working_days_after(MONDAY, 1, weekend=range(7))


def test_a_day_is_not_an_instant_and_an_instant_has_a_zone() -> None:
    for wrong in (NOON, datetime(2026, 3, 2), "2026-03-02"):
        with pytest.raises(TypeError, match="Give a day without a time"):
            working_days_after(wrong, 1)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="with its time zone"):
        deadline(datetime(2026, 3, 2, 12), 1)
    with pytest.raises(TypeError, match="with its time zone"):
        deadline(MONDAY, 1)  # type: ignore[arg-type]


def test_a_deadline_is_the_end_of_the_day_everywhere_on_earth() -> None:
    assert end_of_day(MONDAY) == datetime(2026, 3, 3, 12, tzinfo=UTC)
    assert end_of_day(MONDAY).utcoffset() == timedelta(0)
    assert deadline(datetime(2026, 3, 2, 9, tzinfo=UTC), 10) == datetime(2026, 3, 17, 12, tzinfo=UTC)


def test_a_clock_starts_on_the_day_it_is_where_days_begin() -> None:
    """At 10:00 UTC it is midnight at UTC+14: who is there already has the next day."""
    last_of_monday = datetime(2026, 3, 2, 9, 59, 59, tzinfo=UTC)
    assert deadline(last_of_monday, 1) == datetime(2026, 3, 4, 12, tzinfo=UTC)
    assert deadline(last_of_monday + timedelta(seconds=1), 1) == datetime(2026, 3, 5, 12, tzinfo=UTC)


@settings(max_examples=200, deadline=None)
@given(
    st.datetimes(datetime(2024, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC)),
    st.integers(1, 20),
    st.integers(-12, 14),
    st.sets(st.dates(date(2024, 1, 1), date(2028, 6, 1)), max_size=20),
)
def test_nobody_on_earth_has_fewer_full_working_days(start: datetime, n: int, hours: int, holidays: set[date]) -> None:
    here = timezone(timedelta(hours=hours))
    ends = deadline(start, n, holidays)
    day, full = start.astimezone(here).date() + timedelta(days=1), 0
    while datetime(day.year, day.month, day.day, tzinfo=here) + timedelta(days=1) <= ends:
        full += day.weekday() < 5 and day not in holidays
        day += timedelta(days=1)
    assert full >= n


@given(
    st.dates(date(2024, 1, 1), date(2028, 1, 1)),
    st.integers(0, 60),
    st.sets(st.dates(date(2024, 1, 1), date(2029, 1, 1))),
)
def test_counting_forth_and_back_agrees(start: date, n: int, holidays: set[date]) -> None:
    assert working_days_between(start, working_days_after(start, n, holidays), holidays) == n


def file(paper: str, language: str, day: int, version: int = 1) -> PublishedFile:
    return PublishedFile(paper, language, version, NOON + timedelta(days=day))


def clock(*files: PublishedFile, papers: tuple[str, ...] = (), now: int = 90) -> PapersClock:
    return papers_clock(files, days=15, languages=LANGUAGES, papers=papers, now=NOON + timedelta(days=now))


def test_the_clock_of_papers_starts_with_the_last_file() -> None:
    found = clock(file("text", "es", 1), file("text", "en", 0), file("text", "fr", 3))
    assert found.started == NOON + timedelta(days=3)
    assert found.ready == deadline(NOON + timedelta(days=3), 15)
    assert found.in_time(found.ready) and not found.in_time(found.ready - timedelta.resolution)


def test_the_papers_are_complete_in_every_language_before_any_clock_starts() -> None:
    found = clock(file("text", "en", 0), file("budget", "en", 0), papers=("risks",))
    assert (found.started, found.ready) == (None, None)
    assert found.missing[:3] == (("budget", "es"), ("budget", "fr"), ("risks", "en"))
    assert not found.in_time(NOON + timedelta(days=900))
    assert clock() == PapersClock(None, None, ())


def test_a_changed_file_restarts_the_clock_and_outdates_its_translations() -> None:
    out = [file("text", language, 0) for language in LANGUAGES]
    changed = clock(*out, file("text", "en", 9, version=2))
    assert changed.missing == (("text", "es"), ("text", "fr")) and changed.started is None
    again = clock(*out, *(file("text", language, 9, version=2) for language in LANGUAGES))
    assert again.started == NOON + timedelta(days=9)
    once_more = clock(*out, file("text", "fr", 5))
    assert once_more.started == NOON + timedelta(days=5), "a file put in place of one of the same version"


def test_files_of_the_future_are_not_there() -> None:
    out = [file("text", language, 0) for language in LANGUAGES]
    assert clock(*out, file("text", "en", 9, version=2), now=8).started == NOON
    assert clock(*out, now=-1).started is None


def test_versions_count_from_one_and_times_have_a_zone() -> None:
    with pytest.raises(VersionOutOfOrder):
        file("text", "en", 0, version=0)
    with pytest.raises(TypeError, match="time zone"):
        PublishedFile("text", "en", 1, datetime(2026, 3, 2))
