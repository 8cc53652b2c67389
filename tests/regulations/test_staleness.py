"""What is found stale on packaged sheets, read by hand from their files; and what a look renews."""

import copy
import dataclasses
from collections import Counter
from datetime import date, timedelta

import pytest
from django.utils import translation

from alianza.regulations.dictionary import text_of
from alianza.regulations.sheets import Sheet, read_sheet, seed_documents, seed_sheets
from alianza.regulations.soundness import examine
from alianza.regulations.staleness import (
    DECIDES,
    WEIGHTS,
    Kind,
    Look,
    findings,
    holes,
    in_words,
    later,
    review_due,
    span_of,
    urgency,
)
from alianza.regulations.templatetags.law import gap_days
from alianza.vocabulary.criterion import DatedValue

TODAY = date(2026, 11, 22)


def places(sheet, on=TODAY, kind=None, looks=()):
    return [each.where for each in findings(sheet, on, looks=looks) if kind is None or each.kind is kind]


def changed(name: str, **keys) -> Sheet:
    document = copy.deepcopy(dict(seed_documents()[name]))
    document.update(keys)
    return read_sheet(document)


def test_the_spanish_sheet_lacks_four_elements_and_one_year():
    found = findings(seed_sheets()["es-gecco-circular"], TODAY)
    assert [(each.kind, each.where) for each in found] == [
        (Kind.ELEMENT_GAP, "elements.documents"),
        (Kind.ELEMENT_GAP, "elements.time_and_fees"),
        (Kind.ELEMENT_GAP, "elements.dependants"),
        (Kind.ELEMENT_GAP, "elements.review_appeal"),
        (Kind.PARAMETER_GAP, "parameters.posts_min"),
    ]
    assert str(found[-1]) == "parameters.posts_min: no figure is known for 2025."
    assert urgency(found) == (3, 14)


def test_when_its_last_figure_runs_out_the_condition_on_it_cannot_be_decided():
    sheet = seed_sheets()["es-gecco-circular"]
    assert Kind.NO_VALUE not in {each.kind for each in findings(sheet, date(2026, 12, 31))}
    first, *_ = findings(sheet, date(2027, 1, 1))
    assert (first.kind, first.where, first.tests) == (Kind.NO_VALUE, "parameters.posts_min", ("posts",))
    assert first.weight == DECIDES
    assert first.facts == {"day": date(2026, 12, 31), "names": (text_of("Enough posts in the offer"),)}
    within = findings(sheet, date(2025, 3, 1))
    assert [each.tests for each in within if each.kind is Kind.NO_VALUE] == [("posts",)], "inside the gap"
    assert Kind.PARAMETER_GAP not in {each.kind for each in within}, "which is told once"


def test_the_german_thresholds_end_and_their_known_gaps_are_told_once():
    found = findings(seed_sheets()["de-eu-blue-card"], TODAY)
    standard = [each for each in found if each.where == "parameters.salary_standard"]
    assert [(each.kind, dict(each.facts)) for each in standard] == [
        (Kind.NO_VALUE, {"day": date(2025, 12, 31), "names": (text_of("Pay reaches the standard threshold"),)}),
        (Kind.PARAMETER_GAP, {"year": 2019}),
        (Kind.PARAMETER_GAP, {"year": 2022}),
        (Kind.PARAMETER_GAP, {"first": date(2023, 11, 18), "last": date(2023, 12, 31)}),
    ], "declared as 2019, 2022, 2023-11-18 to 2023-12-31, from 2026-01-01; the dates of the figures say the same"
    reduced = next(each for each in found if each.where == "parameters.salary_reduced")
    assert reduced.tests == ("pay_reduced", "it_pay")


def test_open_ended_parameters_are_the_five_that_began_more_than_a_year_ago():
    found = {
        name: [where for where in places(sheet, kind=Kind.OPEN_ENDED) if where.startswith("parameters")]
        for name, sheet in seed_sheets().items()
    }
    assert {name: where for name, where in found.items() if where} == {
        "de-opportunity-card": ["parameters.means_month.values[0]"],
        "gb-skilled-worker": ["parameters.salary_general.values[1]"],
        "nz-rse": ["parameters.cap_year.values[1]"],
        "us-h1b": ["parameters.new_petition_payment.values[1]"],
        "us-h2b": ["parameters.cap_year.values[0]"],
    }, "the level of English began on 8 January 2026"


def test_a_year_with_an_open_end_is_over_on_the_day_after_it():
    sheet = seed_sheets()["gb-skilled-worker"]
    where = "parameters.salary_general.values[1]"
    assert where not in places(sheet, date(2026, 7, 22), Kind.OPEN_ENDED)
    assert where in places(sheet, date(2026, 7, 23), Kind.OPEN_ENDED)


def test_a_year_without_a_day_counts_to_its_end():
    sheet = seed_sheets()["kr-eps-e9"]  # tells the state of 2024; its quota is that of 2024
    quota = "elements.needs_test_quota.facts[0]"
    assert quota not in places(sheet, date(2025, 12, 31))
    assert quota in places(sheet, date(2026, 1, 1), Kind.OPEN_ENDED)
    assert review_due(sheet) == date(2025, 12, 31)
    assert "as_of" not in places(sheet, date(2025, 12, 31))
    assert "as_of" in places(sheet, date(2026, 1, 1), Kind.REVIEW_DUE)


def test_money_goes_stale_whatever_it_is_called():
    where = places(seed_sheets()["gb-skilled-worker"], kind=Kind.OPEN_ENDED)
    assert "elements.time_and_fees.facts[4]" in where, "the health surcharge is that of 2024"
    assert "elements.time_and_fees.facts[0]" not in where, "the fee is that of 2025"
    assert "elements.time_and_fees.facts[3]" not in where, "began on 16 December 2025"


def test_undated_pages_are_those_whose_basis_says_so():
    assert places(seed_sheets()["kr-eps-e9"], kind=Kind.UNDATED_SOURCE) == [
        "sources.s1",
        "sources.s5",
        "sources.s7",
        "sources.s8",
    ]
    assert places(seed_sheets()["es-gecco-circular"], kind=Kind.UNDATED_SOURCE) == []


def test_element_gaps_of_all_sheets_are_what_the_seed_data_counted():
    counted = Counter(each.kind for sheet in seed_sheets().values() for each in findings(sheet, TODAY))
    assert counted[Kind.ELEMENT_GAP] == 26 * 12 - 266, "the table of the data counts 266 elements filled"
    assert counted[Kind.WEAK_LINE] == 0, "a seed is unconfirmed as a whole"


def test_a_published_sheet_says_which_lines_nobody_read_at_the_authority():
    sheet = changed("es-gecco-circular", status="published")
    weak = [each for each in findings(sheet, TODAY) if each.kind is Kind.WEAK_LINE]
    # of 15 statements and figures with a level, the table counts 3 official; both values of the threshold are secondary
    assert len(weak) == 10 + 1 + 2
    assert weak[0].where == "elements.recognition.say[0]", "what was traced to no page comes first"
    assert "elements.permit.say[1]" not in {each.where for each in weak}


def test_a_look_renews_the_review_and_what_rests_on_the_sources_that_were_read():
    sheet = seed_sheets()["nz-rse"]
    look = Look(date(2026, 9, 1), frozenset({"s1"}))
    after = places(sheet, looks=[look])
    assert "as_of" not in after
    assert "parameters.cap_year.values[1]" not in after, "it rests on s1"
    assert "sources.s1" not in after
    assert "sources.s2" in after, "nobody read s2 again"
    assert "parameters.cap_year" in after, "no look fills a gap"
    assert review_due(sheet, [look]) == date(2027, 9, 1)
    assert "sheet" in places(sheet, date(2027, 9, 2), Kind.REVIEW_DUE, [look])
    assert "sources.s1" in places(sheet, date(2027, 9, 2), Kind.UNDATED_SOURCE, [look])


def test_a_look_of_tomorrow_renews_nothing_today():
    sheet = seed_sheets()["nz-rse"]
    assert places(sheet, looks=[Look(TODAY + timedelta(days=1), frozenset({"s1"}))]) == places(sheet)


def test_a_sheet_may_name_its_own_day_of_review_but_not_one_out_of_sight():
    sheet = changed("es-gecco-circular", review_by="2027-03-01")
    assert review_due(sheet) == date(2027, 3, 1)
    assert review_due(changed("es-gecco-circular", review_by="2099-01-01")) == date(2028, 12, 31)
    look = [Look(date(2027, 2, 1), frozenset({"s1"}))]
    assert review_due(sheet, look) == date(2027, 3, 1), "its day is still to come"
    look = [Look(date(2027, 3, 1), frozenset({"s1"}))]
    assert review_due(sheet, look) == date(2028, 3, 1), "its day has been kept"


@pytest.mark.parametrize("day", ["2027-02-30", "soon", "2027"])
def test_a_day_of_review_that_does_not_exist_is_a_problem_of_the_sheet(day):
    document = {**seed_documents()["es-gecco-circular"], "review_by": day}
    _, problems = examine(document)
    assert [problem.path for problem in problems] == ["review_by"]


def test_rules_that_ended_are_urgent():
    found = findings(changed("es-gecco-circular", effective_to="2026-06-30"), TODAY)
    assert (found[0].kind, found[0].where) == (Kind.ENDED, "effective_to")
    assert findings(changed("es-gecco-circular", effective_to="2026-11-22"), TODAY)[0].kind is Kind.ELEMENT_GAP


def test_a_fee_that_ended_and_was_not_replaced_is_told():
    sheet = seed_sheets()["us-h2b"]
    assert "elements.needs_test_quota.facts[0]" in places(sheet, date(2024, 10, 1), Kind.NO_VALUE)
    assert "elements.needs_test_quota.facts[0]" not in places(sheet, date(2024, 9, 30))


def test_the_most_urgent_comes_first_and_every_kind_has_a_weight():
    assert set(WEIGHTS) == set(Kind)
    for sheet in seed_sheets().values():
        weights = [each.weight for each in findings(sheet, TODAY)]
        assert weights == sorted(weights, reverse=True)
    assert urgency(()) == (0, 0)


def test_findings_speak_the_language_of_the_reader():
    found = findings(seed_sheets()["de-eu-blue-card"], TODAY)[0]
    assert in_words(found, "en", str).startswith("Standard pay threshold: no figure has held since 31 December 2025")
    french = in_words(
        found, "fr", lambda message: message.replace("no figure has held since", "aucun chiffre depuis le")
    )
    assert "aucun chiffre depuis le 31 décembre 2025" in french
    assert " : " in french, "the colon as French writes it"


def test_holes_lie_between_figures_and_nowhere_else():
    values = [
        DatedValue(1, date(2024, 1, 1), date(2024, 12, 31)),
        DatedValue(2, date(2025, 1, 1), date(2025, 3, 31)),
        DatedValue(3, date(2025, 5, 1), None),
    ]
    assert holes(values) == ((date(2025, 4, 1), date(2025, 4, 30)),)
    assert holes([]) == ()
    assert holes([DatedValue(1, None, None), DatedValue(2, date(2025, 1, 1), None)]) == ()
    assert holes([DatedValue(1, None, date.max), DatedValue(2, date(2025, 1, 1), None)]) == ()


@pytest.mark.parametrize(
    ("written", "span"),
    [
        ("2025", (date(2025, 1, 1), date(2025, 12, 31))),
        ("0000", None),
        ("2024-06-01 to 2024-12-31", (date(2024, 6, 1), date(2024, 12, 31))),
        ("2024-12-31 to 2024-06-01", None),
        ("from 2026-01-01; decree not read", (date(2026, 1, 1), None)),
        ("from 2026-02-30", None),
        ("before the reform", None),
    ],
)
def test_a_declared_gap_is_read_where_it_names_days(written, span):
    assert span_of(written) == span


def test_a_gap_in_words_is_told_as_written():
    document = copy.deepcopy(dict(seed_documents()["es-gecco-circular"]))
    document["parameters"]["posts_min"]["gaps"] = ["2025", "before the reform"]
    told = [each for each in findings(read_sheet(document), TODAY) if each.kind is Kind.PARAMETER_GAP]
    assert [str(each) for each in told] == [
        "parameters.posts_min.gaps[1]: a gap: before the reform",
        "parameters.posts_min: no figure is known for 2025.",
    ]


@pytest.mark.parametrize("day", [date.min, date(1, 12, 31), date.max], ids=str)
def test_no_day_is_too_early_or_too_late(day):
    for sheet in seed_sheets().values():
        findings(sheet, day, looks=[Look(day, frozenset({"s1"}))])
        findings(dataclasses.replace(sheet, status="published"), day)


def test_months_are_counted_to_the_end_of_a_short_one():
    assert later(date(2024, 2, 29), 12) == date(2025, 2, 28)
    assert later(date(2024, 10, 31), 4) == date(2025, 2, 28)
    assert later(date.max, 1) == date.max


def test_conditions_that_cannot_be_decided_are_called_by_their_names():
    found = findings(seed_sheets()["de-eu-blue-card"], TODAY)
    shown = {language: in_words(found[0], language, str) for language in ("en", "fr")}
    assert shown["en"].endswith("cannot be decided: Pay reaches the standard threshold.")
    assert "Le salaire atteint le seuil normal" in shown["fr"]
    low = next(each for each in found if each.where == "parameters.salary_reduced")
    assert in_words(low, "en", str).count("Pay reaches the lower threshold") == 1, "two conditions of one name"
    assert "pay_reduced" not in str(low)


@pytest.mark.parametrize(
    ("gap", "shown"),
    [
        ("2019", "2019"),
        ("2023-11-18 to 2023-12-31", "18 novembre 2023 – 31 décembre 2023"),
        ("from 2026-01-01", "1er janvier 2026 – …"),
        ("2026-01-01 to 2026-01-31", "1er janvier 2026 – 31 janvier 2026"),
        ("undated", "sans date"),
    ],
)
def test_days_without_a_figure_are_said_as_days(gap, shown):
    with translation.override("fr"):
        assert gap_days(text_of(gap)) == shown


def test_what_a_gap_tells_beside_its_days_is_not_lost():
    assert gap_days(text_of("from 2026-01-01; a decree is to come")) == "from 2026-01-01; a decree is to come"
