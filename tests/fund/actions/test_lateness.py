from datetime import UTC, datetime, timedelta

import pytest

from alianza.fund.actions.lateness import lapse_unsigned, tell_of_late_reports
from alianza.fund.chart import AccountName
from alianza.fund.models import Programme, Report
from alianza.fund.queries.ledger import balances
from alianza.fund.queries.stuck import stuck
from alianza.messages.models import Notice
from tests.fund import programmes_cast as cast
from tests.fund import story
from tests.world import World

pytestmark = pytest.mark.django_db


def told() -> list[tuple[str, str]]:
    rows = Notice.objects.filter(kind__startswith="fund.report.").order_by("pk")
    return sorted({(one.kind.rpartition(".")[2], one.user.email.partition("@")[0]) for one in rows})


def test_a_late_report_is_told_of_at_30_60_and_90_days_and_once_each(world: World) -> None:
    contract = cast.running(world)
    due = contract.reports.order_by("due_on").first()
    assert due is not None
    for days, count in ((0, 0), (29, 0), (30, 1), (31, 0), (60, 1), (75, 0), (90, 1)):
        assert tell_of_late_reports(due.due_on + timedelta(days=days)) == count, days
        assert tell_of_late_reports(due.due_on + timedelta(days=days)) == 0
    assert told() == [
        ("blocks", "lena"),
        ("blocks", "luc"),
        ("blocks", "paz"),
        ("blocks", "sami"),
        ("late", "paz"),
        ("listed", "lena"),
        ("listed", "luc"),
        ("listed", "paz"),
        ("listed", "sami"),
    ]
    on = due.due_on + timedelta(days=91)
    [found] = stuck(Programme.objects.all(), on)
    assert [str(reason) for reason in found.reasons] == ["A report of PUENTE is 91 days late."]
    Report.objects.filter(pk=due.pk).update(state="submitted")
    assert stuck(Programme.objects.all(), on) == []


def test_an_approval_that_nobody_signed_lapses_after_180_days_and_its_money_returns(world: World) -> None:
    programme = cast.approved(world)
    assert lapse_unsigned(cast.DAY + timedelta(days=180)) == 0
    assert lapse_unsigned(cast.DAY + timedelta(days=181)) == 1
    assert lapse_unsigned(cast.DAY + timedelta(days=181)) == 0
    programme.refresh_from_db()
    assert programme.state == "lapsed"
    assert balances()[AccountName("8200", "W1")] == story.usd(-107_000)


def test_what_is_stuck_says_every_reason(world: World) -> None:
    contract = cast.signed(world)
    cast.requested(world, contract)
    on = cast.DAY + timedelta(days=95)
    Programme.objects.update(approved_on=cast.DAY)
    contract.tranches.update(requested_at=datetime(2026, 3, 2, tzinfo=UTC))
    [found] = stuck(Programme.objects.all(), on)
    assert [str(reason) for reason in found.reasons] == [
        "Approved 95 days ago and not active; it lapses after 180.",
        "Tranche 1 of PUENTE was requested more than 30 days ago and is not paid.",
    ]
