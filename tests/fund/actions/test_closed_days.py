"""Closed days lengthen the clocks that begin after they are known, and move none that runs."""

from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from alianza.audit.models import Entry
from alianza.fund.actions import closed_days, votes
from alianza.fund.actions.bodies import OfficersOnly
from alianza.fund.actions.decisions import lapse
from alianza.fund.models import ClosedDay
from alianza.fund.queries.closed_days import free_days
from alianza.fund.queries.outcomes import papers_clock
from alianza.fund.queries.tally import contradicted
from alianza.fund.record_shown import record_of
from tests.fund.committee import AT, LAPSES, READY, Committee, committee, drafted, fresh, opened
from tests.world import World

pytestmark = pytest.mark.django_db
DAY, STEP = timedelta(days=1), timedelta(minutes=5)  # an hour after `AT` it is another day where days begin
WEDNESDAY = date(2030, 3, 6)
BEFORE = AT - 10 * DAY


@pytest.fixture
def room(world: World) -> Committee:
    return committee(world)


def close(room: Committee, day: date = WEDNESDAY, *, at: datetime = BEFORE) -> ClosedDay:
    return closed_days.close_day(day, name="Founders' Day", at=at, by=room.world.luc)


def test_silence_does_not_count_a_closed_day(room: Committee) -> None:
    close(room)
    item = opened(room)
    assert fresh(item).deadline_at == LAPSES + DAY
    assert lapse(item, at=LAPSES) is None
    decision = lapse(item, at=LAPSES + DAY)
    assert decision is not None and decision.decided_at == LAPSES + DAY
    assert decision.tally["rounds"][0]["closed_days"] == ["2030-03-06"]
    assert record_of(decision).rounds[0].closed_days == (WEDNESDAY,)
    assert list(contradicted()) == []
    assert (
        "6 March 2030" in Client().get(reverse("fund:decision-show", kwargs={"code": decision.code})).content.decode()
    )


def test_a_clock_that_runs_is_moved_neither_by_a_new_closed_day_nor_by_one_taken_back(room: Committee) -> None:
    first = opened(room)
    held = close(room, at=AT + STEP)
    second = opened(room, at=AT + 2 * STEP)
    closed_days.take_back(held, reason="It is none.", at=AT + 3 * STEP, by=room.world.luc)
    third = opened(room, at=AT + 4 * STEP)
    for item in (first, second, third):  # whatever happens meanwhile, the deadline is worked out anew
        votes.ask(item, "Who pays?", at=AT + 5 * STEP, by=room.people["kofi"])
        votes.answer(item, "The host.", at=AT + 5 * STEP, by=room.world.luc)
    assert [fresh(item).deadline_at for item in (first, second, third)] == [LAPSES, LAPSES + DAY, LAPSES]
    decision = lapse(second, at=LAPSES + DAY)
    assert decision is not None and decision.decided_at == LAPSES + DAY
    assert list(contradicted()) == []


def test_papers_are_out_for_working_days_that_are_worked(room: Committee) -> None:
    plain = papers_clock(drafted(room), READY).ready
    assert plain is not None
    close(room, at=AT + STEP)
    assert papers_clock(drafted(room), READY).ready == plain  # known after the last file
    assert papers_clock(drafted(room, at=AT + 2 * STEP), READY).ready == plain + DAY


def test_what_was_known_stays_known(room: Committee) -> None:
    held = close(room)
    closed_days.take_back(held, reason="It is none.", at=AT, by=room.world.luc)
    again = close(room, at=AT + STEP)
    assert [free_days(at) for at in (BEFORE - STEP, BEFORE, AT, AT + STEP)] == [
        frozenset(), {WEDNESDAY}, frozenset(), {WEDNESDAY}
    ]  # fmt: skip
    assert again.pk != held.pk and ClosedDay.objects.count() == 2
    deeds = Entry.objects.filter(deed__startswith="fund.closed_day.").order_by("number").values_list("deed", flat=True)
    assert [each.rpartition(".")[2] for each in deeds] == ["added", "taken_back", "added"]


def test_the_secretariat_keeps_the_calendar_and_is_told_what_is_wrong(room: Committee) -> None:
    held = close(room)
    with pytest.raises(OfficersOnly):
        closed_days.close_day(date(2030, 3, 7), name="x", at=BEFORE, by=room.world.pilar)
    with pytest.raises(OfficersOnly):
        closed_days.take_back(held, reason="x", at=BEFORE, by=room.world.pilar)
    for day, refusal in (
        (WEDNESDAY, closed_days.ClosedAlready),
        (date(2030, 3, 9), closed_days.NoWorkAnyway),
        (date(2030, 1, 2), closed_days.DayIsOver),
    ):
        with pytest.raises(refusal):
            close(room, day)
    with pytest.raises(closed_days.SaysNotWhy):
        closed_days.take_back(held, reason=" ", at=BEFORE, by=room.world.luc)
    with pytest.raises(closed_days.DayIsOver):
        closed_days.take_back(held, reason="x", at=AT + 30 * DAY, by=room.world.luc)
    closed_days.take_back(held, reason="x", at=AT, by=room.world.luc)
    with pytest.raises(closed_days.TakenBackAlready):
        closed_days.take_back(held, reason="x", at=AT, by=room.world.luc)


def test_the_calendar_is_kept_through_its_pages_and_read_by_everybody(room: Committee) -> None:
    luc, listed = room.world.signed_in(room.world.luc), reverse("fund:closed-day-list")
    assert "No closed days ahead" in Client().get(listed).content.decode()
    day = timezone.localdate() + 300 * DAY
    day += (7 - day.weekday()) * DAY  # a Monday
    form = {"day": day.isoformat(), "name": "Founders' Day"}
    assert luc.post(reverse("fund:closed-day-add"), form).status_code == 302
    twice = luc.post(reverse("fund:closed-day-add"), form)
    assert twice.status_code == 400 and "is a closed day already" in twice.content.decode()
    seen = Client().get(listed).content.decode()
    assert "Founders&#x27; Day" in seen and "Take back" not in seen
    back = reverse("fund:closed-day-take-back", kwargs={"code": ClosedDay.objects.get().code})
    assert luc.post(back, {"reason": ""}).status_code == 400
    assert luc.post(back, {"reason": "It is none."}).status_code == 302
    assert luc.get(back).status_code == 404
    assert "It is none." in Client().get(listed).content.decode()
