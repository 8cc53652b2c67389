from dataclasses import replace
from datetime import date

import pytest

from alianza.regulations.costs import Flag, charges, days, explanation, is_money, waits
from alianza.regulations.sheets import seed_sheets

DAY = date(2026, 4, 1)
SHEETS = seed_sheets()


def found(name, on=DAY):
    return {charge.key: charge for charge in charges(SHEETS[name], on)}


def test_what_the_worker_pays_on_a_route_tied_to_a_job_is_flagged():
    fees = found("gb-skilled-worker")
    assert fees["fee_worker_abroad_up_to_3y"].flag is Flag.RELATED_COST
    assert fees["health_surcharge_year"].flag is Flag.RELATED_COST
    assert fees["fee_certificate"].flag is None
    assert fees["skills_charge_max_year"].flag is None


def test_an_agencys_fee_on_the_worker_is_a_recruitment_fee():
    fee = found("ph-exit-clearance")["placement_fee_max"]
    assert fee.flag is Flag.RECRUITMENT_FEE
    assert fee.flag.is_forbidden_on_worker


def test_a_fee_the_employer_may_deduct_later_is_borne_by_the_worker():
    assert found("au-palm")["fee_visa"].flag is Flag.DEDUCTED_LATER


def test_where_the_sheet_does_not_say_who_pays_the_reader_is_told_to_ask():
    fee = found("nz-rse")["fee_from"]
    assert fee.flag is Flag.ASK_WHO_PAYS
    assert not fee.flag.is_forbidden_on_worker


def test_a_charge_of_zero_is_never_flagged():
    assert found("ae-work-permit")["worker_pays"].flag is None
    assert found("ca-sawp")["fee_assessment"].flag is None


def test_a_route_without_an_employer_recruits_nobody():
    sheet = SHEETS["gb-skilled-worker"]
    free = replace(sheet, tree=SHEETS["mercosur-residence"].tree, parameters={})
    assert all(charge.flag is None for charge in charges(free, DAY))


def test_only_money_is_a_charge():
    assert set(found("ca-sawp")) == {"fee_assessment"}, "six years of keeping records cost nothing"
    assert found("it-seasonal-flows") == {}
    assert is_money("KES/year")
    assert is_money("month of contract pay")
    assert not is_money("week")


def test_a_dated_amount_that_no_condition_tests_is_a_charge_of_its_day():
    assert found("us-h1b")["new_petition_payment"].value == 100_000
    assert found("us-h1b")["new_petition_payment"].payer == "employer"
    assert found("us-h1b", date(2025, 9, 20))["new_petition_payment"].value == 0
    assert "salary_general" not in found("gb-skilled-worker"), "a threshold of pay is no charge"


def test_a_charge_outside_its_dates_is_left_out():
    assert "skills_charge_max_year" not in found("gb-skilled-worker", date(2025, 12, 15))
    assert "skills_charge_max_year" in found("gb-skilled-worker", date(2025, 12, 16))


@pytest.mark.parametrize(
    ("name", "expected"),
    [("ae-work-permit", 5), ("nz-rse", 7), ("au-palm", 56), ("ca-express-entry-fsw", 180), ("us-h1b", None)],
)
def test_waiting_times_are_told_in_days(name, expected):
    assert days(SHEETS[name], DAY) == expected


def test_a_deadline_of_the_worker_is_no_waiting_time():
    assert [wait.key for wait in waits(SHEETS["it-seasonal-flows"], DAY)] == ["processing_clearance"]


def test_every_flag_is_explained_in_three_languages():
    for flag in Flag:
        assert set(explanation(flag).languages) == {"en", "es", "fr"}
