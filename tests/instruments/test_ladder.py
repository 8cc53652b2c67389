"""Which reminder is due, on any day that somebody looks."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from alianza.instruments.ladder import INVITATION, Due, due, local_day
from alianza.instruments.models import LADDER

DAY = date(2028, 2, 29)


def test_the_invitation_goes_first_whatever_the_day_is() -> None:
    assert due(LADDER, set(), due_on=DAY, today=DAY - timedelta(days=60)) == Due(INVITATION, ())
    assert due(LADDER, set(), due_on=DAY, today=DAY - timedelta(days=10)) == Due(INVITATION, (-30, -14))


def test_a_missed_run_sends_the_latest_step_alone() -> None:
    assert due(LADDER, {INVITATION}, due_on=DAY, today=DAY - timedelta(days=1)) == Due(-2, (-30, -14, -7))
    assert due(LADDER, {INVITATION, -30, -14, -7, -2}, due_on=DAY, today=DAY + timedelta(days=2)) == Due(None, ())


def test_a_later_deadline_moves_what_was_not_sent_and_repeats_nothing() -> None:
    made = {INVITATION, -30, -14, -7}
    later = DAY + timedelta(days=30)
    assert due(LADDER, made, due_on=later, today=DAY - timedelta(days=2)) == Due(None, ())
    assert due(LADDER, made, due_on=later, today=later - timedelta(days=2)) == Due(-2, ())


def test_a_leap_day_counts() -> None:
    made = {INVITATION, -30, -14, -7}
    assert due(LADDER, made, due_on=date(2028, 3, 2), today=date(2028, 2, 29)).send == -2
    assert due(LADDER, made, due_on=date(2027, 3, 2), today=date(2027, 2, 28)).send == -2
    assert due(LADDER, made, due_on=date(2027, 3, 2), today=date(2027, 2, 27)).send is None


def test_a_day_begins_where_it_is_answered_also_when_the_clocks_change() -> None:
    evening = datetime(2026, 3, 28, 23, 30, tzinfo=UTC)  # an hour and a half before Spain's clocks go forward
    assert local_day(evening, "Europe/Madrid") == date(2026, 3, 29)
    assert local_day(evening, "Asia/Manila") == date(2026, 3, 29)
    assert local_day(evening, "America/Mexico_City") == date(2026, 3, 28)
    assert local_day(datetime(2026, 10, 25, 23, 30, tzinfo=UTC), "Europe/Madrid") == date(2026, 10, 26)


@given(
    st.sets(st.integers(-120, 120), max_size=12),
    st.lists(st.integers(-130, 130), max_size=20),
)
def test_however_runs_fall_each_step_is_made_once_and_the_order_holds(steps: set[int], runs: list[int]) -> None:
    made: set[int] = set()
    sent: list[int] = []
    for run in sorted(runs):
        found = due(sorted(steps), made, due_on=DAY, today=DAY + timedelta(days=run))
        new = {*found.passed, *([] if found.send is None else [found.send])}
        assert not new & made
        made |= new
        if found.send is not None:
            sent.append(found.send)
        assert {step for step in steps if step <= run} <= made
    assert sent == sorted(sent)
    assert len(sent) <= len(set(runs))
