import io
from datetime import date
from typing import Any

import pytest
from django.utils.translation import override

from alianza.registry.intake.checking import check
from alianza.registry.intake.columns import COLUMNS
from alianza.registry.intake.problems import RULES, sentences
from alianza.registry.intake.reading import read
from alianza.vocabulary.occupations import esco_occupations, skills
from tests.registry.people import as_csv, row

TODAY = date(2026, 11, 21)
SKILL = skills()[0].id
NURSE = esco_occupations("2221")[0]


def problems(*rows: dict[str, str], country: str = "PHL") -> list[dict[str, Any]]:
    table = read(io.BytesIO(as_csv(*rows)), "people.csv", most_rows=100_000)
    return check(table, country=country, today=TODAY).to_dicts()


def rules(*rows: dict[str, str], country: str = "PHL") -> list[tuple[int, str, str]]:
    return [(each["row"], each["column"], each["rule"]) for each in problems(*rows, country=country)]


def test_a_good_file_has_no_problem() -> None:
    assert rules(row(1), row(2), row(3)) == []


@pytest.mark.parametrize(
    ("column", "value", "rule"),
    [
        ("worker", "", "empty"),
        ("worker", "x" * 65, "too_long"),
        ("worker", "a\nb", "control"),
        ("origin", "", "empty"),
        ("origin", "Philippines", "country"),
        ("origin", "XXX", "country"),
        ("origin", "COL", "foreign"),
        ("region", "4.5", "whole"),
        ("region", "-1", "whole"),
        ("region", "100", "whole"),
        ("isco", "", "empty"),
        ("isco", "222", "unit_group"),
        ("isco", "9999", "unit_group"),
        ("isco", "nurse", "unit_group"),
        ("years", "", "empty"),
        ("years", "many", "whole"),
        ("years", "61", "whole"),
        ("years", "99999999999999999999", "whole"),
        ("years", "٣", "whole"),
        ("woman", "yes", "flag"),
        ("woman", "2", "flag"),
        ("birth_date", "1994-02-30", "day"),
        ("birth_date", "31/05/1994", "day"),
        ("birth_date", "1094-05-31", "day_range"),
        ("birth_date", "2025-05-31", "day_range"),
        ("birth_date", "", "no_birth"),
        ("disadvantaged", "no", "flag"),
        ("education", "7", "whole"),
        ("education", "", "empty"),
        ("cefr_en", "fluent", "level"),
        ("cefr_de", "B3", "level"),
        ("recognised_in", "ESP,DEU", "countries"),
        ("accepts", "", "empty"),
        ("accepts", "DEU EPS", "countries"),
        ("medical", "good", "choice"),
        ("security", "yes", "choice"),
        ("passport_months", "241", "whole"),
        ("wish1", "Germany", "country"),
        ("wish1", "", "wishes"),
        ("wish2", "DEU", "wishes"),
        ("min_wage", "0", "pay"),
        ("min_wage", "0.00", "pay"),
        ("min_wage", "1,200", "pay"),
        ("min_wage", "-5", "pay"),
        ("min_wage", "1e3", "pay"),
        ("min_wage_currency", "", "pay_without_currency"),
        ("min_wage_currency", "EURO", "currency"),
        ("available_month", "", "empty"),
        ("available_month", "2027-13", "month"),
        ("available_month", "12", "month"),
        ("available_month", "March 2027", "month"),
        ("skills", "welding", "skills"),
        ("skills", " ".join(each.id for each in skills()[:61]), "too_many"),
        ("full_name", "Ñ" * 300, "too_long"),
        ("full_name", "Luz\tCruz", "control"),
        ("phone", "ask my mother", "phone"),
        ("phone", "0" * 41, "too_long"),
        ("email", "luz@", "email"),
        ("email", "a@b@c.org", "email"),
        ("email", "x" * 250 + "@example.org", "too_long"),
        ("passport", "P-1234/5", "passport"),
        ("isco2", "2221", "second_without_years"),
        ("years2", "3", "years_without_second"),
    ],
)
def test_a_bad_cell_is_told_by_row_column_and_rule(column: str, value: str, rule: str) -> None:
    found = rules(row(1), row(2, **{column: value}), row(3))
    assert [each[0] for each in found] == [3]
    assert found[0][2] == rule


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("worker", "17"),
        ("origin", "phl"),
        ("isco", "0110"),
        ("woman", ""),
        ("cefr_en", "c2"),
        ("cefr_en", ""),
        ("recognised_in", ""),
        ("accepts", "deu  esp"),
        ("medical", ""),
        ("medical", "Pending"),
        ("min_wage", "1250.5"),
        ("available_month", "2027-03-15"),
        ("available_month", "24322"),
        ("skills", f"http://data.europa.eu/esco/skill/{SKILL} {SKILL.upper()}"),
        ("full_name", "陳大文"),
        ("full_name", "Ñ" * 200),
        ("phone", "+63 (2) 8123-4567"),
        ("email", ""),
        ("birth_date", "1996-02-29"),
    ],
)
def test_a_good_cell_passes(column: str, value: str) -> None:
    assert rules(row(1, **{column: value})) == []


def test_every_bad_cell_of_a_row_is_told_once() -> None:
    found = rules(row(1, isco="x" * 400, years="", accepts="ZZZ", wish1="ZZZ"))
    assert [(column, rule) for _row, column, rule in found] == [
        ("isco", "unit_group"),
        ("years", "empty"),
        ("wish1", "country"),
        ("accepts", "countries"),
    ]


def test_missing_and_unknown_columns_are_told_with_the_known_ones() -> None:
    without = {name: value for name, value in row(1).items() if name not in {"isco", "birth_date"}}
    found = problems({**without, "occupation": "2221", "cefr_klingon": "C2"})
    told = {(each["column"], each["rule"]) for each in found}
    assert told == {
        ("occupation", "unknown_column"),
        ("cefr_klingon", "unknown_language"),
        ("isco", "missing_column"),
        ("birth_date", "missing_birth"),
    }
    assert all(each["row"] == 1 for each in found)
    unknown = next(each for each in found if each["rule"] == "unknown_column")
    assert "isco" in sentences(unknown)[1]


def test_a_worker_numbered_twice_is_told_with_the_first_row() -> None:
    found = problems(row(1), row(2, worker="A-1"), row(3), row(4, worker="A-1"))
    assert [(each["row"], each["rule"], each["detail"]) for each in found] == [(3, "twice", "2"), (5, "twice", "2")]


def test_an_esco_occupation_has_to_belong_to_its_unit_group() -> None:
    assert rules({**row(1), "esco": NURSE.uri}) == []
    assert rules({**row(1, isco="9211"), "esco": NURSE.id}) == [(2, "esco", "esco_elsewhere")]
    assert rules({**row(1), "esco": "nurse"}) == [(2, "esco", "esco")]


def test_a_service_without_a_country_brings_workers_of_any() -> None:
    assert rules(row(1, origin="COL"), country="") == []


def test_age_and_birth_year_do_where_the_birth_date_is_not_known() -> None:
    plain = {name: value for name, value in row(1).items() if name != "birth_date"}
    assert rules({**plain, "age": "32"}) == []
    assert rules({**plain, "birth_year": "1994"}) == []
    assert rules({**plain, "age": "13"}) == [(2, "age", "whole")]
    assert rules({**plain, "birth_year": "2020"}) == [(2, "birth_year", "whole")]


def test_personal_cells_are_never_repeated() -> None:
    found = problems(row(1, full_name="Z" * 300, phone="secret!", email="secret@", passport="se/cret"))
    assert found
    assert all(each["value"] == "" for each in found)
    assert "secret" not in str([sentences(each) for each in found])


@pytest.mark.parametrize("lang", ["en", "es", "fr"])
def test_every_rule_says_what_is_wrong_and_what_to_do(lang: str) -> None:
    with override(lang):
        for rule in RULES:
            said = sentences({"row": "2", "column": "isco", "rule": rule, "value": "x", "detail": "y"})
            assert all(sentence and "%(" not in sentence for sentence in said)


def test_every_column_is_judged_under_its_own_name() -> None:
    assert len({column.name for column in COLUMNS}) == len(COLUMNS)


def test_one_bad_row_among_many_is_found() -> None:
    many = [row(number) for number in range(1, 3001)]
    many[2345]["isco"] = "99x"
    assert rules(*many) == [(2347, "isco", "unit_group")]
