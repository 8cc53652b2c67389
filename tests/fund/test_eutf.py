"""Another fund's history: known totals, and its contradictions, which stay as they are."""

import hashlib
from importlib.resources import files
from pathlib import Path

import polars as pl
import pytest

from alianza.fund import eutf
from alianza.fund.eutf import Sum
from alianza.vocabulary.money import Money


def test_the_tables_are_whole_and_as_they_were_packed() -> None:
    folder = files("alianza.fund") / "data" / "eutf"
    told = {each["file"]: each for each in eutf.about()["files"]}
    assert {name: each["rows"] for name, each in told.items()} == {
        "decisions.parquet": 253,
        "monitored.parquet": 644,
        "partners.parquet": 271,
        "recipients.parquet": 1122,
        "results.parquet": 9179,
    }
    for name, each in told.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == each["sha256"]
    assert eutf.about()["source"] == "European Commission, compiled by DW"


def test_no_summary_and_no_persons_name_is_packed() -> None:
    folder = Path(str(files("alianza.fund") / "data" / "eutf"))
    columns = {name for file in folder.glob("*.parquet") for name in pl.read_parquet_schema(file)}
    assert not columns & {"summary", "links", "comments"}
    assert eutf.decisions()["YEP Programmes"].title == ""
    assert all(each.title for each in eutf.decisions().values() if each.id != "YEP Programmes")


def test_decisions_add_up_to_the_published_total() -> None:
    assert len(eutf.decisions()) == 253
    assert eutf.whole(eutf.decisions().values()) == Money.of("5256084987.34", "EUR")


def test_contracts_add_up_to_73_of_185_decisions_and_exceed_37() -> None:
    found = eutf.contradictions()
    assert found.with_contracts == 185
    assert found.sums == {Sum.EQUAL: 73, Sum.ROUNDED: 1, Sum.ABOVE: 37, Sum.BELOW: 74, Sum.NONE: 68}
    assert len(eutf.chosen(sums="above")) == 37
    assert all(each.difference.minor > 100 for each in eutf.chosen(sums="above"))


def test_what_the_tables_say_against_each_other_is_counted() -> None:
    found = eutf.contradictions()
    assert found.listed_twice == 711
    assert found.repeated == 107
    assert (found.no_theme, found.no_window, found.not_monitored) == (19, 1, 1)
    assert (found.budgets_differ, found.under_two) == (1, 1)
    assert found.odd_shares > 0
    assert sum(len(each) for each in eutf.results().values()) == 9179


def test_countries_are_understood_in_either_language() -> None:
    assert len(eutf.countries()) == 33
    assert eutf.decisions()["T05-EUTF-HoA-DJ-29"].countries == ("DJI",)
    assert all(each.window in (*eutf.WINDOWS, "") for each in eutf.decisions().values())


def test_a_budget_is_not_divided_among_countries() -> None:
    for held in eutf.recipients().values():
        assert len({one.budget for one in held}) == 1


@pytest.mark.parametrize(
    ("how", "number"),
    [
        ({}, 253),
        ({"window": "SAH"}, 112),
        ({"window": "-"}, 1),
        ({"theme": "-"}, 19),
        ({"theme": "Improved migration management"}, 75),
        ({"country": "SDN", "window": "NOA"}, 0),
        ({"words": "reset ii"}, 1),
    ],
)
def test_decisions_are_found_by_country_window_theme_and_words(how: dict[str, str], number: int) -> None:
    assert len(eutf.chosen(**how)) == number
