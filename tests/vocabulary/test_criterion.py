from datetime import date

from alianza.vocabulary.criterion import CountryGroup, DatedValue, Fix, value_on


def test_the_weights_of_who_can_change_something_are_those_published():
    assert {fix.value: fix.burden for fix in Fix} == {
        "self": 1,
        "employer": 2,
        "self_years": 3,
        "state": 5,
        "immutable": 99,
    }


def test_a_dated_value_holds_on_its_first_and_last_day_and_on_no_other():
    value = DatedValue(5, date(2024, 1, 1), date(2024, 12, 31))
    assert value.holds_on(date(2024, 1, 1))
    assert value.holds_on(date(2024, 12, 31))
    assert not value.holds_on(date(2023, 12, 31))
    assert not value.holds_on(date(2025, 1, 1))
    assert value_on([value], date(2025, 1, 1)) is None
    assert value_on([value, DatedValue(10, date(2025, 1, 1))], date(2031, 7, 1)) == 10
    assert value_on([DatedValue(1), DatedValue(2, date(2024, 6, 1))], date(2024, 7, 1)) == 2
    assert value_on([], date(2024, 7, 1)) is None


def test_a_group_is_empty_outside_its_dates():
    group = CountryGroup("barred", frozenset({"AF"}), date(2026, 3, 24))
    assert group.on(date(2026, 3, 23)) == frozenset()
    assert group.on(date(2026, 3, 24)) == {"AF"}
    assert CountryGroup("all", frozenset({"AF"})).on(date(1990, 1, 1)) == {"AF"}
