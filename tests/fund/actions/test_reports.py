from datetime import date, timedelta
from decimal import Decimal

import pytest

from alianza.fund.actions import reports
from alianza.fund.chart import AccountName
from alianza.fund.checks import problems
from alianza.fund.models import Contract, ExpectedResult, Report
from alianza.fund.queries.ledger import balances
from alianza.vocabulary.lifecycle import NotYet
from alianza.vocabulary.refusal import Stale
from tests.fund import programmes_cast as cast
from tests.fund import story
from tests.world import World

pytestmark = pytest.mark.django_db
DAY = cast.DAY
UNTIL = DAY + timedelta(days=100)
Line = reports.Line


def held(code: str) -> object:
    return balances().get(AccountName.read(code))


def opened(world: World, contract: Contract, kind: str = "financial", until: date = UNTIL) -> Report:
    return reports.open_report(contract, kind, until, on=until, by=world.paz)


def saved(world: World, report: Report, *lines: Line, values: tuple[reports.Value, ...] = (), **more: str) -> Report:
    return reports.save_report(
        report,
        text=more.get("text", "Trained."),
        certified_by=more.get("certified_by", "Audit office"),
        lines=lines,
        values=values,
        version=Report.objects.get(pk=report.pk).version,
        by=world.paz,
    )


def submitted(world: World, contract: Contract, *lines: Line, until: date = UNTIL) -> Report:
    report = opened(world, contract, until=until)
    saved(world, report, *lines)
    return reports.submit_report(report, on=until, by=world.paz)


def test_accepted_cost_earns_indirect_cost_and_leaves_the_advance(world: World) -> None:
    contract = cast.running(world)
    output = ExpectedResult.objects.get()
    report = submitted(
        world,
        contract,
        Line("staff", story.usd("30000.50"), "PHL", output),
        Line("travel", story.usd("9999.50"), "PHL", output),
    )
    travel = report.lines.get(category="travel")
    reports.accept_report(report, accepted={travel.pk: story.usd("9000.50")}, said="Taxi not.", on=UNTIL, by=world.luc)
    assert held("5100:P-2026-001:PUENTE") == story.usd("39001.00")
    assert held("5190:P-2026-001:PUENTE") == story.usd("2730.07")
    assert held("1210:P-2026-001:PUENTE") == story.usd("22468.93")
    travel.refresh_from_db()
    assert (travel.accepted_minor, travel.overspent_minor) == (900_050, 0)
    report.refresh_from_db()
    assert (report.state, report.said) == ("accepted", "Taxi not.")
    assert report.journal is not None
    reports.publish_report(report, on=UNTIL, by=world.luc)
    assert list(problems()) == []


def test_what_exceeds_the_advance_is_kept_and_not_accepted(world: World) -> None:
    contract = cast.running(world)  # 64,200 paid: at 7 %, 60,000 of direct cost
    report = submitted(world, contract, Line("staff", story.usd(55_000)), Line("travel", story.usd(8_000)))
    reports.accept_report(report, on=UNTIL, by=world.luc)
    assert [(one.accepted_minor, one.overspent_minor) for one in report.lines.all()] == [
        (5_500_000, 0),
        (500_000, 300_000),
    ]
    assert held("1210:P-2026-001:PUENTE") is None
    assert held("5190:P-2026-001:PUENTE") == story.usd(4_200)
    assert list(problems()) == []


def test_a_report_in_which_nothing_was_spent_is_accepted_without_a_journal(world: World) -> None:
    contract = cast.running(world)
    report = submitted(world, contract, Line("staff", story.usd(0)))
    reports.accept_report(report, on=UNTIL, by=world.luc)
    report.refresh_from_db()
    assert (report.state, report.journal) == ("accepted", None)


def test_no_more_is_accepted_than_was_reported(world: World) -> None:
    report = submitted(world, cast.running(world), Line("staff", story.usd(10)))
    line = report.lines.get()
    with pytest.raises(reports.MoreThanReported, match=r"Line 1 reports 10\.00 USD"):
        reports.accept_report(report, accepted={line.pk: story.usd("10.01")}, on=UNTIL, by=world.luc)


def test_a_returned_report_is_corrected_and_comes_again(world: World) -> None:
    report = submitted(world, cast.running(world), Line("staff", story.usd(10)))
    with pytest.raises(NotYet, match="needs a reason"):
        reports.return_report(report, reason="", on=UNTIL, by=world.luc)
    reports.return_report(report, reason="Receipts are missing.", on=UNTIL, by=world.luc)
    saved(world, report, Line("staff", story.usd(9)))
    reports.submit_report(report, on=UNTIL, by=world.paz)
    assert Report.objects.get(pk=report.pk).lines.get().minor == 900


def test_values_of_indicators_have_a_day_and_evidence(world: World) -> None:
    contract = cast.running(world)
    report = opened(world, contract, "narrative")
    saved(world, report, values=(reports.Value(ExpectedResult.objects.get(), Decimal(12), UNTIL, "Exam list 4"),))
    reports.submit_report(report, on=UNTIL, by=world.paz)
    assert report.values.get().evidence == "Exam list 4"


@pytest.mark.parametrize(
    ("kind", "spoilt", "sentence"),
    [
        ("narrative", {"text": " "}, "says in words"),
        ("financial", {"certified_by": ""}, "certified by an office"),
    ],
)
def test_each_guard_alone_keeps_a_report_from_being_submitted(
    kind: str, spoilt: dict[str, str], sentence: str, world: World
) -> None:
    report = opened(world, cast.running(world), kind)
    saved(world, report, Line("staff", story.usd(1)), **spoilt)
    with pytest.raises(NotYet, match=sentence) as refused:
        reports.submit_report(report, on=UNTIL, by=world.paz)
    assert len(refused.value.reasons) == 1


def test_a_report_of_figures_has_a_line_and_its_period_is_over(world: World) -> None:
    contract = cast.running(world)
    report = opened(world, contract)
    saved(world, report)
    with pytest.raises(NotYet, match="at least one line"):
        reports.submit_report(report, on=UNTIL, by=world.paz)
    saved(world, report, Line("staff", story.usd(1)))
    with pytest.raises(NotYet, match=f"It ends on {UNTIL}"):
        reports.submit_report(report, on=UNTIL - timedelta(days=1), by=world.paz)


def test_figures_of_an_earlier_period_are_answered_first(world: World) -> None:
    contract = cast.running(world)
    submitted(world, contract, Line("staff", story.usd(1)))
    later = submitted(world, contract, Line("staff", story.usd(1)), until=UNTIL + timedelta(days=10))
    with pytest.raises(NotYet, match="Figures of earlier periods are accepted"):
        reports.accept_report(later, on=UNTIL + timedelta(days=10), by=world.luc)


def test_lines_are_of_direct_cost_and_of_the_programme(world: World) -> None:
    report = opened(world, cast.running(world))
    with pytest.raises(reports.IndirectIsReckoned):
        saved(world, report, Line("indirect", story.usd(1)))
    with pytest.raises(reports.NotOfTheProgramme, match="Line 1"):
        saved(world, report, Line("staff", story.usd(1), "DEU"))


def test_of_two_who_fill_in_at_once_the_second_looks_again(world: World) -> None:
    report = opened(world, cast.running(world))
    saved(world, report, Line("staff", story.usd(1)))
    with pytest.raises(Stale):
        reports.save_report(report, text="", certified_by="", lines=[], values=[], version=1, by=world.paz)


def test_a_report_before_its_term_shortens_the_planned_one(world: World) -> None:
    contract = cast.running(world)
    report = opened(world, contract)
    assert report.from_on == DAY
    planned = contract.reports.get(kind="financial", to_on=date(2026, 12, 31))
    assert planned.from_on == UNTIL + timedelta(days=1)
    with pytest.raises(reports.PeriodReported):
        saved(world, report, Line("staff", story.usd(1)))
        opened(world, contract, until=UNTIL - timedelta(days=1))
    assert opened(world, contract, "narrative", date(2026, 6, 30)).interim is False  # that one is owed anyway
