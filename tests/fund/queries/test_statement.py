"""The statement adds up, on any day, whatever is looked at."""

from datetime import date
from decimal import Decimal

import pytest

from alianza.audit.actions import PLATFORM
from alianza.fund import posting
from alianza.fund.actions.ledger import reverse
from alianza.fund.checks import problems
from alianza.fund.models import Donor, Journal
from alianza.fund.queries.attributed import donor_statement, part_of
from alianza.fund.queries.flow import flow
from alianza.fund.queries.forecast import forecast
from alianza.fund.queries.statement import statement
from alianza.fund.queries.trace import NotTraced, trace
from alianza.vocabulary.money import Money
from tests.fund import life
from tests.fund.story import usd, written
from tests.world import World

NOW = date(2026, 11, 21)
pytestmark = pytest.mark.django_db


def test_a_fund_without_a_cent_has_a_statement() -> None:
    found = statement(NOW)
    assert (found.balance, found.bank, found.places, found.gifts, found.years) == (usd(0), usd(0), (), (), ())
    assert found.adds_up
    assert found.own.share is None
    assert found.own.holds
    assert flow(NOW) == ()


def test_sources_uses_and_balance_to_the_cent(world: World) -> None:
    life.of_a_year(world)
    found = statement(NOW)
    assert {line.id: line.money for line in found.sources} == {
        "donors": usd(7832), "returned": usd(0), "fund_interest": usd(10), "agency_interest": usd(0), "other": usd(0),
    }  # fmt: skip
    assert {line.id: line.money for line in found.uses} == {
        "transfers": usd(963), "refunds": usd(-28), "facility": usd(0), "reflows": usd(0),
        "fee": usd("78.32"), "direct": usd(0), "charges": usd(0),
    }  # fmt: skip
    assert found.balance == found.bank == usd("6828.68")
    assert found.received == usd(7842)
    assert found.adds_up
    assert (found.seal, found.digest) == (
        Journal.objects.count(),
        Journal.objects.order_by("-number").first().number.digest,
    )
    assert list(problems()) == []


def test_every_day_has_its_own_statement(world: World) -> None:
    life.of_a_year(world)
    for day, balance in (
        (date(2026, 2, 28), "0"),
        (date(2026, 3, 1), "7753.68"),
        (date(2026, 3, 31), "7763.68"),
        (date(2026, 4, 14), "7763.68"),
        (date(2026, 4, 15), "6800.68"),
        (date(2026, 8, 9), "6800.68"),
        (date(2026, 8, 10), "6828.68"),
    ):
        found = statement(day)
        assert found.balance == usd(balance), day
        assert found.adds_up, day


def test_the_tables_add_up_to_what_was_received(world: World) -> None:
    life.of_a_year(world)
    found = statement(NOW)
    places = {(place.kind, place.name): place for place in found.places}
    window = places["window", "W1"].places
    assert dict(window.items()) == {
        "free": usd(2423), "approved": usd(0), "committed": usd(642), "advanced": usd(400), "spent": usd(535),
    }  # fmt: skip
    assert places["core", ""].total == usd(100)
    assert places["reserve", ""].total == usd(50)
    assert places["fees", ""].total == usd("78.32")
    assert sum((place.total for place in found.places), usd(0)) == found.received
    gifts = {gift.agreement: gift for gift in found.gifts}
    assert (gifts["NOR-1"].signed, gifts["NOR-1"].paid, gifts["NOR-1"].open) == (usd(9900), usd(5832), usd(3960))
    assert (gifts["CAN-1"].donor, gifts["CAN-1"].donor_number) == ("Ministry Abroad", "CAN")
    (country,) = found.countries
    assert (country.countries, country.number) == (("PHL",), 1)
    assert (country.approved, country.paid, country.spent) == (usd(1577), usd(935), usd(535))
    (year,) = found.years
    assert (year.year, year.sources, year.transfers, year.spent) == (2026, usd(7842), usd(935), usd(535))
    assert not year.complete
    assert statement(date(2027, 5, 1)).years[0].complete


def test_a_reversed_payment_is_no_refund(world: World) -> None:
    held = life.of_a_year(world)
    paid = written(
        "tranche.paid", posting.tranche_paid(life.PROGRAMME, "PUENTE", usd(642)), on=NOW, subject=held.programme.subject
    )
    reverse(paid, on=NOW, by=PLATFORM, reason="paid to the wrong account")
    uses = {line.id: line.money for line in statement(NOW).uses}
    assert (uses["transfers"], uses["refunds"]) == (usd(963), usd(-28))


def test_disallowed_cost_that_comes_back_is_a_refund(world: World) -> None:
    held = life.of_a_year(world)
    subject = held.programme.subject
    legs = posting.cost_disallowed(life.PROGRAMME, "PUENTE", usd(40), usd("2.80"))
    written("cost.disallowed", legs, on=NOW, subject=subject)
    assert {line.id: line.money for line in statement(NOW).uses}["refunds"] == usd(-28)
    written(
        "cost.recovered", posting.cost_recovered(life.PROGRAMME, "PUENTE", "W1", usd("42.80")), on=NOW, subject=subject
    )
    found = statement(NOW)
    assert {line.id: line.money for line in found.uses}["refunds"] == usd("-70.80")
    assert found.adds_up


def test_the_trustees_own_money_is_held_to_its_ceiling(world: World) -> None:
    life.of_a_year(world)
    own = statement(NOW).own
    assert (own.share, own.ceiling, own.holds) == (Decimal(0), Decimal("0.15"), True)
    Donor.objects.filter(number="CAN").update(own_resources=True)
    own = statement(NOW).own
    assert (own.own, own.sought, own.share) == (usd(2000), usd(11900), Decimal("0.1681"))
    assert not own.holds
    assert own.source


def test_a_donors_cents_are_all_somewhere(world: World) -> None:
    life.of_a_year(world)
    found = donor_statement(Donor.objects.get(number="NOR"), NOW)
    (one,) = found.agreements
    assert (one.signed, one.received, one.open) == (
        Money.of(9000, "EUR"), Money.of(5400, "EUR"), Money.of(3600, "EUR"),
    )  # fmt: skip
    assert (one.worth, one.cash, one.fee) == (usd(9900), usd(5832), usd("58.32"))
    assert one.kept == usd(150)  # core 100, reserve 50
    assert one.unallocated == usd("2623.68")
    # three quarters of the window were theirs: of 1,605 approved 1,203.75, of 28 that came back 21
    assert one.given == usd("1182.75")
    assert one.free == usd("1817.25")
    assert one.spent == usd("401.25")
    assert one.cash == one.fee + one.kept + one.unallocated + one.given + one.free + one.returned
    other = donor_statement(Donor.objects.get(number="CAN"), NOW)
    assert other.pledged == (usd(700),)
    assert other.agreements[0].spent + one.spent == usd(535)
    before = donor_statement(Donor.objects.get(number="NOR"), date(2026, 3, 1)).agreements[0]
    assert (before.unallocated, before.given, before.free) == (usd("5773.68"), usd(0), usd(0))
    assert donor_statement(Donor.objects.get(number="NOR"), date(2026, 1, 31)).agreements == ()


def test_parts_of_an_amount_add_up_to_it() -> None:
    gave = {"A": 1, "B": 1, "C": 1, "D": -5}
    assert [part_of(usd("1.00"), gave, number).minor for number in "ABCD"] == [34, 33, 33, 0]


# the trace ---------------------------------------------------------------------------------------------------------


def test_a_cent_is_followed_from_the_agreement_to_the_value_of_an_indicator(world: World) -> None:
    held = life.of_a_year(world)
    found = trace("NOR-1", NOW)
    assert [level for level, _label, _steps in found.levels()] == [
        "agreement", "receipt", "share", "programme", "contract", "tranche", "report_line", "output", "value",
    ]  # fmt: skip
    steps = {level: steps for level, _label, steps in found.levels()}
    assert (steps["receipt"][0].money, steps["receipt"][0].part) == (Money.of(5400, "EUR"), usd(5832))
    assert (steps["share"][0].money, steps["share"][0].part) == (usd(1577), usd("1182.75"))
    assert (steps["tranche"][0].money, steps["tranche"][0].part) == (usd(963), usd("722.25"))
    assert [step.part for step in steps["report_line"]] == [usd(375), usd("26.25")]
    assert (steps["output"][0].money, steps["output"][0].part) == (usd(500), usd(375))
    assert (steps["value"][0].value, steps["value"][0].target) == (12, 40)
    keys = {step.key for step in found.steps}
    assert all(step.above in keys for step in found.steps if step.above)
    assert trace(str(held.first.code), NOW).steps == found.steps


def test_and_back_from_the_programme_its_payment_and_its_result(world: World) -> None:
    held = life.of_a_year(world)
    whole = trace(life.PROGRAMME, NOW)
    agreements = [step.name for step in whole.steps if step.level == "agreement"]
    assert agreements == ["CAN-1", "NOR-1"]
    shares = [step.part for step in whole.steps if step.level == "share"]
    assert sum((part for part in shares if part), usd(0)) == usd(1577)
    for thing, level in (
        (held.programme, "programme"), (held.contract, "contract"), (held.tranche, "tranche"),
        (held.report, "report_line"), (held.result, "output"),
    ):  # fmt: skip
        found = trace(str(thing.code), NOW)
        assert found.level == level
        assert [step.name for step in found.steps if step.level == "agreement"] == agreements
    assert [step.level for step in trace(str(held.tranche.code), date(2026, 5, 1)).steps].count("report_line") == 0


def test_a_journal_shows_its_lines_and_whose_money_it_was(world: World) -> None:
    life.of_a_year(world)
    number = Journal.objects.get(event="programme.approved").pk
    found = trace(str(number), NOW)
    assert [step.name for step in found.steps if step.level == "journal"] == [str(number), "8200:W1", "8300:P-2026-001"]
    assert [(step.name, step.money) for step in found.steps if step.level == "share"] == [
        ("CAN-1 · 8200:W1", usd("-401.25")),
        ("NOR-1 · 8200:W1", usd("-1203.75")),
    ]


@pytest.mark.parametrize(
    "name",
    ["", " ", "0", "99", "9" * 30, "x" * 200, "NOR-1\0", "١", "DROP TABLE", "00000000-0000-0000-0000-000000000000"],
)
def test_what_is_not_there_is_refused_in_a_sentence(name: str) -> None:
    with pytest.raises(NotTraced):
        trace(name, NOW)


def test_what_is_not_yet_public_is_not_traced(world: World) -> None:
    held = life.of_a_year(world)
    second = held.contract.tranches.get(number=2)
    with pytest.raises(NotTraced):
        trace(str(second.code), NOW)
    held.report.state = held.report.State.SUBMITTED
    held.report.save()
    assert not [step for step in trace("NOR-1", NOW).steps if step.level in ("report_line", "value")]
    with pytest.raises(NotTraced):
        trace(str(held.report.code), NOW)
    with pytest.raises(NotTraced):
        trace("NOR-1", date(2026, 1, 31))


# flow and forecast -------------------------------------------------------------------------------------------------


def test_what_flows_in_flows_on(world: World) -> None:
    life.of_a_year(world)
    links = flow(NOW)
    sums = {column: sum(link.minor for link in links if link.column == column) for column in (0, 1, 2)}
    assert sums == {0: 400_000, 1: 157_700, 2: 157_700}
    last = {link.target: link.minor for link in links if link.column == 2}
    assert last == {
        ("result", "P-2026-001.1 Examiners are trained"): 50_000,
        ("unnamed", ""): 3_500,
        ("not_spent", ""): 104_200,
    }


def test_the_forecast_is_careful_with_rates_and_counts_no_hope(world: World) -> None:
    held = life.of_a_year(world)
    found = forecast(NOW)
    assert (found.cash, found.reserve) == (usd("6828.68"), usd(50))
    assert found.wanted == usd("391.60")  # a twentieth of 7,832
    (rate,) = found.rates
    assert (rate.currency, rate.rate, rate.source, rate.name) == ("EUR", Decimal("1.080000"), "receipt", "NOR-1")
    months = {month.first: month for month in found.months}
    assert len(months) == 12
    assert months[date(2026, 12, 1)].planned == usd(642)
    assert months[date(2027, 1, 1)].due == usd("3693.60")  # 3,600 EUR at 1.08 less 5 %
    assert found.months[-1].closing == usd("9880.28")
    assert found.lowest is not None
    assert found.lowest.first == date(2026, 12, 1)
    late = forecast(date(2027, 2, 1))
    assert [one.money for one in late.overdue] == [Money.of(3600, "EUR")]
    assert late.late_payments == usd(642)
    assert late.months[0].planned == usd(642)
    assert late.months[-1].closing == usd("6186.68")
    held.programme.suspended_because = "An allegation."
    held.programme.state = held.programme.State.SUSPENDED
    held.programme.save()
    stopped = forecast(NOW)
    assert stopped.suspended == usd(642)
    assert not any(month.planned for month in stopped.months)
