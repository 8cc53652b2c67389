"""Sheets side by side: what holds on the day, what is not known, each figure with its own unit."""

from datetime import date

from alianza.regulations.comparison import HEADINGS, Kind, figures, rows, side_by_side
from alianza.regulations.sheets import seed_sheets

CARD, SKILLED = seed_sheets()["de-eu-blue-card"], seed_sheets()["gb-skilled-worker"]


def test_a_statement_is_told_on_its_days_alone():
    def appeal(day):
        (row,) = side_by_side([CARD], ["review_appeal"], day)
        return [str(line.text) for line in row.said[0].lines]

    assert "objection to the mission" in appeal(date(2025, 6, 30))[0]
    assert "no longer exists" in appeal(date(2025, 7, 1))[0]


def test_an_element_nobody_filled_is_a_gap_beside_the_one_who_did():
    (row,) = side_by_side([CARD, SKILLED], ["time_and_fees"], date(2025, 6, 1))
    assert row.said[0].lines == ()
    assert "not traced" in str(row.said[0].gap)
    assert row.said[1].lines


def test_a_dated_figure_without_a_value_on_the_day_stays_and_is_unknown():
    def pay(day):
        found = {each.key: each for each in figures(CARD, [], day)}
        return found["salary_standard"]

    assert (pay(date(2025, 6, 1)).value, pay(date(2025, 6, 1)).unit) == (48300, "EUR/year")
    assert pay(date(2025, 6, 1)).kind is Kind.MONEY
    assert pay(date(2026, 6, 1)).value is None
    assert pay(date(2026, 6, 1)).standing is None


def test_rows_say_all_of_it_with_the_same_keys():
    held = list(rows([CARD, SKILLED], ["time_and_fees", "duration_conditions"], date(2026, 6, 1), "en"))
    assert all(tuple(row) == HEADINGS for row in held)
    kinds = {row["kind"] for row in held}
    assert kinds == {"statement", "gap", "figure", "parameter"}
    unknown = [row for row in held if row["key"] == "salary_standard"]
    assert [(row["sheet"], row["value"], row["level"]) for row in unknown] == [("de-eu-blue-card", None, None)]
    stay = next(row for row in held if row["key"] == "stay_max" and row["sheet"] == "de-eu-blue-card")
    assert (stay["value"], stay["unit"], stay["level"]) == (48, "month", "official")
