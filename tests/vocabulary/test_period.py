from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alianza.vocabulary.period import NotAPeriod, Period, PeriodEndsBeforeItBegins

days = st.dates(date(1900, 1, 1), date(2150, 12, 31))


@st.composite
def periods(draw):
    first = draw(days)
    return Period(first, draw(st.none() | st.dates(first, date(2150, 12, 31))))


@given(periods())
def test_a_period_is_read_back_from_its_text(period):
    assert Period.parse(str(period)) == period


@given(periods(), periods(), days)
def test_the_common_days_of_two_periods_lie_in_both(one, other, day):
    common = one.common(other)
    assert (common is not None) == one.overlaps(other) == other.overlaps(one)
    assert (day in one and day in other) == (common is not None and day in common)


@given(periods(), periods())
def test_a_period_contains_another_when_the_other_is_all_they_share(one, other):
    assert one.contains(other) == (one.common(other) == other)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-Q3", date(2024, 7, 1), date(2024, 9, 30)),
        ("2024q4", date(2024, 10, 1), date(2024, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2024-07-15", date(2024, 7, 15), date(2024, 7, 15)),
        ("2015/2020", date(2015, 1, 1), date(2020, 12, 31)),
        ("2024-07/..", date(2024, 7, 1), None),
        (" 2024-07-15 / ", date(2024, 7, 15), None),
        ("9999-12", date(9999, 12, 1), date(9999, 12, 31)),
    ],
)
def test_a_period_is_written_as_year_quarter_month_day_or_pair(text, first, last):
    assert Period.parse(text) == Period(first, last)


@pytest.mark.parametrize(
    "text", ["", "24", "2024-13", "2024-Q5", "2024-02-30", "0000", "2024/x", "../2024", "２０２４", "2024-7", "1/2/3"]
)
def test_what_is_no_period_is_refused(text):
    with pytest.raises(NotAPeriod, match="Write a year"):
        Period.parse(text)


def test_a_period_ends_when_it_began_or_later():
    with pytest.raises(PeriodEndsBeforeItBegins):
        Period.parse("2020/2015")


def test_lengths_and_years():
    assert Period.year(2024).days == 366
    assert Period.years(2015, 2019).days == 1826
    assert list(Period.years(2015, 2019).calendar_years()) == [2015, 2016, 2017, 2018, 2019]
    assert list(Period.parse("2024-07/..").calendar_years()) == [2024]
    assert Period.parse("2024/..").days is None
    assert Period.parse("2024/..").is_open
    assert not Period.year(2024).is_open


def test_both_ends_belong_to_a_period():
    month = Period.month(2024, 12)
    assert month.first in month
    assert month.last in month
    assert month.last + timedelta(days=1) not in month
    assert month.first - timedelta(days=1) not in month
