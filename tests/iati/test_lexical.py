from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from alianza.iati.lexical import date_of, day_of, moment_of, number_of, whole_number_of, yes_or_no


@pytest.mark.parametrize("text", ["1", " 1 ", "+1", "1.", "01.0"])
def test_numbers_as_xml_schema_writes_them(text):
    assert number_of(text) == Decimal(1)


@pytest.mark.parametrize("text", ["", "1,0", "1_0", "NaN", "Infinity", "1e3", "0x1", "١", "１", "1 0", ".", "--1"])
def test_what_is_no_number_is_none(text):
    assert number_of(text) is None
    assert whole_number_of(text) is None


def test_half_a_number_is_no_whole_one():
    assert whole_number_of("1.5") is None
    assert whole_number_of("-15") == -15


@pytest.mark.parametrize("text", ["2024-02-29", " 2024-02-29 ", "2024-02-29Z", "2024-02-29+05:00"])
def test_a_date_is_the_day_it_names(text):
    assert date_of(text) == date(2024, 2, 29)


@pytest.mark.parametrize("text", ["", "2023-02-29", "20240229", "2024-W09-4", "29/02/2024", "0000-01-01", "2024-2-9"])
def test_what_is_no_date_is_none(text):
    assert date_of(text) is None
    assert day_of(text) is None


def test_moments_are_in_utc():
    assert moment_of("2026-01-01T01:00:00+02:00") == datetime(2025, 12, 31, 23, tzinfo=UTC)
    assert moment_of("2026-01-01T01:00:00.5Z") == datetime(2026, 1, 1, 1, 0, 0, 500000, tzinfo=UTC)
    assert moment_of("2026-01-01T01:00:00") == datetime(2026, 1, 1, 1, tzinfo=UTC)
    assert day_of("2026-01-01T01:00:00+02:00") == date(2025, 12, 31)
    assert moment_of("2026-01-01 01:00:00") is None
    assert moment_of("2026-01-01T25:00:00") is None
    assert moment_of("0001-01-01T00:00:00+14:00") is None


def test_yes_and_no():
    assert [yes_or_no(text) for text in ("1", "true", "0", "false", "yes")] == [True, True, False, False, None]
