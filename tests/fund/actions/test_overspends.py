from datetime import timedelta

import pytest

from alianza.fund.actions import overspends, reports
from alianza.fund.chart import AccountName
from alianza.fund.checks import problems
from alianza.fund.lifecycles.changes import OVERSPEND
from alianza.fund.models import BudgetLine, Contract, Overspend, Programme, Report, ReportLine
from alianza.fund.queries.ledger import balances
from alianza.fund.queries.overspends import open_overspend, overspend_gates, state_of
from alianza.fund.queries.trace import trace
from alianza.vocabulary.lifecycle import NotYet
from tests.fund import programmes_cast as cast
from tests.fund import story
from tests.fund.actions.test_reports import UNTIL, Line, opened, saved, submitted
from tests.world import World

pytestmark = pytest.mark.django_db
usd = story.usd
LATER = UNTIL + timedelta(days=5)
WHY = "The second tranche covers it."


def overspent(world: World) -> Report:
    """64,200 paid: at 7 %, 60,000 of direct cost; 63,000 reported, so 3,000 of travel stand above."""
    report = submitted(world, cast.running(world), Line("staff", usd(55_000)), Line("travel", usd(8_000)))
    reports.accept_report(report, on=UNTIL, by=world.luc)
    return Report.objects.get(pk=report.pk)


def covered(world: World) -> Report:
    """The same, after the second tranche was paid."""
    report = overspent(world)
    narrative = opened(world, report.contract, "narrative")
    saved(world, narrative)
    reports.submit_report(narrative, on=UNTIL, by=world.paz)
    reports.accept_report(narrative, on=UNTIL, by=world.luc)
    cast.paid(world, report.contract, 2, on=UNTIL)
    return report


def held(code: str) -> object:
    return balances().get(AccountName.read(code))


def test_what_stood_above_the_advance_is_accepted_once_what_was_paid_covers_it(world: World) -> None:
    report = covered(world)
    first = overspends.accept_overspend(report, direct=usd(1_000), reason=WHY, on=LATER, by=world.luc)
    assert (first.direct, first.indirect) == (usd(1_000), usd(70))
    assert (open_overspend(report), state_of(report)) == (usd(2_000), "open")
    overspends.accept_overspend(report, direct=usd(1_000), reason=WHY, on=LATER, by=world.luc)  # the same sum again
    overspends.accept_overspend(report, reason=WHY, on=LATER, by=world.luc)
    assert (open_overspend(report), state_of(report)) == (usd(0), "accepted")
    travel = report.lines.get(category="travel")
    assert (travel.accepted_minor, travel.overspent_minor) == (800_000, 0)
    assert held("5100:P-2026-001:PUENTE") == usd(63_000)
    assert held("5190:P-2026-001:PUENTE") == usd(4_410)
    assert held("1210:P-2026-001:PUENTE") == usd(39_590)
    with pytest.raises(NotYet):
        overspends.accept_overspend(report, direct=usd(1), reason=WHY, on=LATER, by=world.luc)
    assert list(problems()) == []
    then = [one for one in trace("P-2026-001", UNTIL).steps if one.level == "report_line"]
    now = [one for one in trace("P-2026-001", LATER).steps if one.level == "report_line"]
    assert [one.money for one in then] == [usd(55_000), usd(5_000)]
    assert [one.money for one in now] == [usd(55_000), usd(8_000)]


def test_a_refused_overspend_is_borne_by_the_organisation_and_stays_on_record(world: World) -> None:
    report = overspent(world)
    before = balances()
    answer = overspends.refuse_overspend(report, reason="Not in the plan.", on=LATER, by=world.luc)
    assert (answer.outcome, answer.direct, answer.journal) == ("refused", usd(3_000), None)
    assert (open_overspend(report), state_of(report)) == (usd(0), "refused")
    assert balances() == before
    assert ReportLine.objects.get(category="travel").accepted_minor == 500_000


def test_beyond_the_budget_of_a_category_the_committee_decides_first(world: World) -> None:
    report = covered(world)
    BudgetLine.objects.filter(category="travel").update(minor=600_000)
    with pytest.raises(NotYet, match=r"Above by 2000\.00 USD"):
        overspends.accept_overspend(report, reason=WHY, on=LATER, by=world.luc)
    programme = report.contract.programme
    other = cast.decided(programme, "suspension", "D-1")
    with pytest.raises(NotYet, match="the committee decided on it"):
        overspends.accept_overspend(report, reason=WHY, decision=other, on=LATER, by=world.luc)
    decision = cast.decided(programme, "restructuring", "D-2")
    overspends.accept_overspend(report, direct=usd(2_000), reason=WHY, decision=decision, on=LATER, by=world.luc)
    with pytest.raises(NotYet, match="the committee decided on it"):  # it was carried out
        overspends.accept_overspend(report, reason=WHY, decision=decision, on=LATER, by=world.luc)


SPOILT = {
    "advance_covers": lambda report: None,  # the second tranche is not paid
    "within_budget_or_decided": lambda report: BudgetLine.objects.filter(category="travel").update(minor=1),
    "accounts_open": lambda report: Contract.objects.update(state="ended"),
}


@pytest.mark.parametrize("guard", [*SPOILT, "within_overspend"])
def test_each_guard_alone_keeps_an_overspend_from_being_accepted(guard: str, world: World) -> None:
    report = overspent(world) if guard == "advance_covers" else covered(world)
    money = usd("3000.01") if guard == "within_overspend" else usd(3_000)
    if guard in SPOILT:
        SPOILT[guard](report)
    report = Report.objects.select_related("contract__programme__proposal__window").get(pk=report.pk)
    gates = overspend_gates(report, money, LATER)
    failing = {name for name in OVERSPEND.move("accept").guards if not gates.held[name]}
    assert failing == {guard}
    before = balances()
    with pytest.raises(NotYet):
        overspends.accept_overspend(report, direct=money, reason=WHY, on=LATER, by=world.luc)
    assert balances() == before
    assert not Overspend.objects.exists()


def test_who_answers_an_overspend_and_why(world: World) -> None:
    report = covered(world)
    for deed in (overspends.accept_overspend, overspends.refuse_overspend):
        for person in (world.paz, world.otto, world.pilar, world.rhea, world.imani):
            with pytest.raises(NotYet, match="is for"):
                deed(report, reason=WHY, on=LATER, by=person)
        with pytest.raises(NotYet, match="needs a reason"):
            deed(report, reason=" ", on=LATER, by=world.luc)
    Programme.objects.update(state="financially_closed", closed_financially_on=LATER)
    with pytest.raises(NotYet, match="not closed financially"):
        overspends.accept_overspend(report, reason=WHY, on=LATER, by=world.luc)


def test_a_report_without_overspend_has_nothing_to_answer(world: World) -> None:
    report = submitted(world, cast.running(world), Line("staff", usd(1)))
    reports.accept_report(report, on=UNTIL, by=world.luc)
    with pytest.raises(overspends.NoOverspend):
        overspends.refuse_overspend(report, reason=WHY, on=LATER, by=world.luc)
