import io
from datetime import date

from alianza.registry.intake.people import Person, people
from alianza.registry.intake.reading import read
from alianza.registry.models import Profile
from alianza.vocabulary.occupations import skills
from tests.registry.people import as_csv, row

TODAY = date(2026, 11, 21)


def person(**changes: str) -> Person:
    table = read(io.BytesIO(as_csv({**row(1), **changes})), "people.csv", most_rows=10)
    (found,) = people(table, today=TODAY)
    return found


def test_a_row_becomes_the_answers_of_a_profile() -> None:
    found = person(skills=f"http://data.europa.eu/esco/skill/{skills()[0].id}")
    assert (found.row, found.reference, found.languages) == (2, "A-1", {"en": 5})
    answers = found.answers
    assert set(answers) <= {field.name for field in Profile._meta.fields}
    assert (answers["origin"], answers["birth_year"], answers["birth_date"]) == ("PHL", 1994, "1994-05-31")
    assert (answers["min_wage_minor"], answers["min_wage_currency"]) == (250_050, "EUR")
    assert answers["available_from"] == date(2027, 3, 1)
    assert answers["passport_until"] == date(2029, 5, 21)
    assert answers["skills"] == (skills()[0].id,)
    assert answers["accepts"] == ("DEU", "ESP", "AUT")


def test_wishes_are_accepted_too() -> None:
    assert person(accepts="AUT", wish1="DEU", wish2="ESP").answers["accepts"] == ("DEU", "ESP", "AUT")


def test_months_of_a_passport_count_from_the_day_of_the_file() -> None:
    until = person(passport_months="30").answers["passport_until"]
    assert Profile(passport_until=until).passport_months(TODAY) == 30
    assert person(passport_months="0").answers["passport_until"] is None
    assert person(passport_months="").answers["passport_until"] is None
    assert person(passport_until="2030-01-31").answers["passport_until"] == date(2030, 1, 31)


def test_the_month_may_be_a_number_as_matching_writes_it() -> None:
    assert person(available_month="24322").answers["available_from"] == date(2026, 11, 1)
    assert person(available_month="2027-03-15").answers["available_from"] == date(2027, 3, 1)


def test_what_is_not_said_is_not_zero() -> None:
    answers = person(woman="", region="", min_wage="", min_wage_currency="", medical="", security="").answers
    assert (answers["woman"], answers["region"], answers["min_wage_minor"]) == (None, None, None)
    assert (answers["medical"], answers["security"]) == ("pending", "pending")


def test_a_currency_without_decimals_counts_whole_units() -> None:
    assert person(min_wage="250000", min_wage_currency="jpy").answers["min_wage_minor"] == 250_000


def test_age_stands_in_for_the_year_of_birth() -> None:
    found = person(birth_date="", age="32")
    assert found.answers["birth_year"] == 1994
    assert found.answers["birth_date"] is None
