from datetime import date, timedelta

import pytest
from django.utils import timezone

from alianza.audit.actions import PLATFORM
from alianza.audit.models import Entry
from alianza.fund import jobs, posting
from alianza.fund.actions import facility
from alianza.fund.actions.lapses import lapse_commitments, tell_of_lapses
from alianza.fund.checks import problems
from alianza.fund.models import Operation
from alianza.fund.notices import KINDS
from alianza.fund.queries.facility import drawn, lapses_on, pools
from alianza.messages.models import Notice
from alianza.network.models import Membership, RoleCode
from alianza.vocabulary.lifecycle import NotYet
from tests.fund import facility_story as story
from tests.fund.story import usd, written
from tests.world import World

pytestmark = pytest.mark.django_db
TERM = date(2027, 3, 2)


def told(kind: str) -> list[str]:
    rows = Notice.objects.filter(kind=kind).select_related("user")
    return sorted(one.user.email.partition("@")[0] for one in rows)


def test_country_bank_and_officers_are_told_90_and_30_days_before_and_once_each(world: World) -> None:
    made = story.operation(world, "committed")
    Membership.objects.create(
        user=world.mara, organisation=made.bank, role=RoleCode.PARTNER, begins_on=timezone.localdate()
    )
    assert lapses_on(made) == TERM
    sides = ["imani", "lena", "luc", "mara", "sami"]
    for days, count in ((91, 0), (90, 1), (89, 0), (31, 0), (30, 1), (1, 0), (0, 0), (-1, 0)):
        on = TERM - timedelta(days=days)
        assert tell_of_lapses(on) == count, days
        assert tell_of_lapses(on) == 0
    assert told("fund.operation.lapses") == sorted(sides * 2)
    assert Entry.objects.filter(deed="fund.operation.lapse_told").count() == 2


def test_a_step_that_was_missed_is_told_late_and_not_after_a_nearer_one(world: World) -> None:
    story.operation(world, "committed")
    assert tell_of_lapses(TERM - timedelta(days=60)) == 1  # the first, thirty days late
    assert tell_of_lapses(TERM) == 1  # the last, on the last day
    assert tell_of_lapses(TERM - timedelta(days=90)) == 0
    other = story.operation(world, "committed")
    assert tell_of_lapses(TERM - timedelta(days=3)) == 1  # one notice, not two
    other.refresh_from_db()
    assert other.lapse_told == 30


def test_nobody_is_told_of_what_the_bank_approved(world: World) -> None:
    story.operation(world, "bank_approved")
    story.operation(world, "decided")
    assert tell_of_lapses(TERM) == lapse_commitments(TERM + timedelta(days=1)) == 0


def test_a_commitment_lapses_by_itself_the_day_after_its_term_and_its_money_returns(world: World) -> None:
    made = story.operation(world, "committed")
    assert lapse_commitments(TERM) == 0
    assert lapse_commitments(TERM + timedelta(days=1)) == 1
    assert lapse_commitments(TERM + timedelta(days=1)) == 0
    made.refresh_from_db()
    assert (made.state, made.grant, drawn(made)) == ("lapsed", usd(0), {})
    assert pools("PHL") == {"PHL": usd(10_000_000), "any": usd(40_000_000)}
    assert told("fund.operation.lapsed") == ["imani", "lena", "luc", "sami"]
    assert Entry.objects.get(deed="fund.operation.lapsed").actor == PLATFORM.code
    assert list(problems()) == []


def test_the_clock_lapses_nothing_before_its_time_and_does_nothing_else(world: World) -> None:
    made = story.operation(world, "committed")
    with pytest.raises(NotYet, match="term for the bank's approval is over"):
        facility.lapse(made, on=TERM, by=PLATFORM)
    with pytest.raises(NotYet, match="is for:"):
        facility.cancel(made, reason="No.", on=TERM, by=PLATFORM)  # type: ignore[arg-type]


def test_one_that_the_books_refuse_holds_up_no_other(world: World) -> None:
    first, second = (story.operation(world, "committed") for _ in range(2))
    away = posting.grant_transferred(first.number, "DEVBANK", first.grant)
    written("grant.transferred", away, subject=first.subject)  # past the platform
    assert lapse_commitments(TERM + timedelta(days=1)) == 1
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == ("committed", "lapsed")


def test_the_daily_job_does_both(world: World) -> None:
    assert jobs.let_commitments_lapse in jobs.DAILY
    gone, soon = story.operation(world, "committed"), story.operation(world, "committed")
    today = timezone.localdate()
    Operation.objects.filter(pk=gone.pk).update(committed_on=today - timedelta(days=370))
    Operation.objects.filter(pk=soon.pk).update(committed_on=today - timedelta(days=350))
    assert jobs.let_commitments_lapse.call() == 1
    assert jobs.let_commitments_lapse.call() == 0
    assert sorted(Operation.objects.values_list("state", flat=True)) == ["committed", "lapsed"]
    assert len(told("fund.operation.lapses")) == 4


def test_the_notices_say_day_and_money_in_the_reader_s_language(world: World) -> None:
    [kind] = [one for one in KINDS if one.code == "fund.operation.lapsed"]
    assert kind.shown is not None
    facts = {"operation": "F-1", "grant": "28902040.37 USD", "day": "2027-03-03"}
    assert str(kind.sentence) % kind.shown(facts, "en") == (
        "Operation F-1 lapsed on 3 March 2027: $28,902,040.37 of grant went back to the pools."
    )
    assert kind.shown(facts, "es")["day"] == "3 de marzo de 2027"
