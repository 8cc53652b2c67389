"""No objection by lapse of time: the clock, notices, the question, objections."""

# ruff: noqa: DTZ001 - times without a zone are here to be refused

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alianza.engines.ballots import (
    AnsweredBeforeAsked,
    Ballot,
    Method,
    NotInElectorate,
    Outcome,
    Question,
    RecusedMemberVotes,
    Status,
    Why,
    needs_long_silence,
    no_objection,
)
from tests.engines.ballots.bodies import ASSEMBLY, COMMITTEE, OPENS, members, minutes, names, nine, recused, says

FIVE = members(5)
ALL = dict.fromkeys(names(FIVE), OPENS)
TEN_DAYS = datetime(2026, 3, 17, 12, tzinfo=UTC)
"""Ten working days after Monday, 2 March, over everywhere on Earth."""
NEVER = datetime(2027, 1, 1, tzinfo=UTC)
INSTANT = timedelta.resolution


def lapse(ballots: list[Ballot] | None = None, *, now: datetime = NEVER, **given: object) -> Outcome:
    settled = {"opens": OPENS, "notices": ALL, "long": False} | given
    return no_objection(ASSEMBLY, FIVE, ballots or [], now=now, **settled)  # type: ignore[arg-type]


def day(n: int, hour: int = 9) -> datetime:
    """That day of March 2026."""
    return datetime(2026, 3, n, hour, tzinfo=UTC)


def test_silence_adopts_at_the_deadline_and_not_an_instant_before() -> None:
    before, at = lapse(now=TEN_DAYS - INSTANT), lapse(now=TEN_DAYS)
    assert (before.status, before.closes) == (Status.OPEN, TEN_DAYS)
    assert (at.status, at.method, at.closes) == (Status.ADOPTED, Method.NO_OBJECTION, TEN_DAYS)
    assert str(before.reasons[0]) == "Silence is consent at 2026-03-17 12:00 UTC."
    assert at.yes is None and at.quorum_met and at.present == 5


def test_the_long_period_has_fifteen_days() -> None:
    assert lapse(long=True).closes == datetime(2026, 3, 24, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("share", "expected"),
    [(Fraction(1, 20), False), (Decimal("0.0501"), True), (Decimal(0), False), (None, True), (1, True)],
)
def test_more_than_a_twentieth_of_the_window_takes_the_long_period(share: Fraction | None, expected: bool) -> None:
    assert needs_long_silence(ASSEMBLY, new_country=False, restructuring=False, share_of_window=share) is expected


def test_a_new_country_and_a_restructuring_take_the_long_period() -> None:
    assert needs_long_silence(ASSEMBLY, new_country=True, restructuring=False, share_of_window=Fraction(0))
    assert needs_long_silence(ASSEMBLY, new_country=False, restructuring=True, share_of_window=Fraction(0))
    with pytest.raises(TypeError, match="exact"):
        needs_long_silence(ASSEMBLY, new_country=False, restructuring=False, share_of_window=0.05)  # type: ignore[arg-type]


def test_holidays_move_the_deadline() -> None:
    assert lapse(holidays=[day(10).date()]).closes == TEN_DAYS + timedelta(days=1)


@pytest.mark.parametrize("notice", [None, NEVER + timedelta(days=1), "left out"])
def test_the_clock_does_not_start_while_a_notice_is_undelivered(notice: datetime | None) -> None:
    notices = {**ALL, "m003": notice}
    if notice == "left out":
        del notices["m003"]
    found = lapse(notices=notices)
    assert (found.status, found.closes, found.quorum_met) == (Status.NOT_STARTED, None, False)
    assert (found.waiting_for, found.present) == (("m003",), 4)
    assert str(found.reasons[0]) == "No notice is delivered yet to: m003. The clock has not started."


def test_the_clock_starts_with_the_last_notice() -> None:
    assert lapse(notices={**ALL, "m003": day(4)}).closes == TEN_DAYS + timedelta(days=2)
    assert lapse(notices={**ALL, "m003": day(4), "observer": None}).adopted, "others' notices play no part"


def test_a_recusal_after_the_notice_moves_no_deadline() -> None:
    assert lapse(recusals=recused("m003", at=day(6))).closes == TEN_DAYS


def test_whoever_is_recused_needs_no_notice_from_then_on() -> None:
    """Nobody was told of a clock before: it starts with the recusal, not in the past."""
    waiting = {**ALL, "m003": None}
    assert lapse(notices=waiting, recusals=recused("m003")).closes == TEN_DAYS
    later = lapse(notices=waiting, recusals=recused("m003", at=day(20)), now=day(21))
    assert (later.status, later.eligible) == (Status.OPEN, 4)
    assert later.closes == datetime(2026, 4, 4, 12, tzinfo=UTC)


def test_a_reasoned_objection_stops_it_at_once_and_for_good() -> None:
    stop = says("object", "m001", at=day(5), reasoned=True)
    withdrawn = [*stop, *says("no_objection", "m001", at=day(6))]
    for ballots, now in ((stop, day(5)), (stop, NEVER), (withdrawn, NEVER)):
        found = lapse(ballots, now=now)
        assert (found.status, found.closes, found.objectors) == (Status.OBJECTED, day(5), ("m001",))
    assert str(found.reasons[0]) == "Objecting with reasons: m001. The item moves to the next meeting."
    assert [each.why for each in found.set_aside] == [Why.LATE]


def test_an_objection_without_reasons_stops_nothing_and_stays_on_record() -> None:
    found = lapse(says("object", "m001", at=day(5)))
    assert (found.status, found.objectors) == (Status.ADOPTED, ("m001",))
    mended = [*says("object", "m001", at=day(5)), *says("object", "m001", at=day(6), reasoned=True)]
    assert lapse(mended).status is Status.OBJECTED


def test_an_objection_at_the_deadline_is_late_and_one_before_it_is_not() -> None:
    found = lapse(says("object", "m001", at=TEN_DAYS, reasoned=True))
    assert found.adopted and [each.why for each in found.set_aside] == [Why.LATE]
    assert lapse(says("object", "m001", at=TEN_DAYS - INSTANT, reasoned=True)).status is Status.OBJECTED


def test_an_objection_counts_before_the_clock_starts_and_while_it_waits() -> None:
    objection = says("object", "m001", at=day(5), reasoned=True)
    assert lapse(objection, notices={**ALL, "m003": None}).status is Status.OBJECTED
    assert lapse(objection, question=Question(day(4))).status is Status.OBJECTED


def test_two_objections_at_one_instant_are_both_named() -> None:
    assert lapse(says("object", "m002", "m001", at=day(5), reasoned=True)).objectors == ("m001", "m002")


def test_a_question_pauses_the_clock_until_it_is_answered() -> None:
    """Asked on Wednesday, answered on Friday: two working days."""
    standing = lapse(question=Question(day(4, 15)), now=day(5))
    assert standing.status is Status.PAUSED
    assert str(standing.reasons[0]) == (
        "A question stands. The clock waits for the answer, until 2026-03-12 12:00 UTC at the latest."
    )
    answered = Question(day(4, 15), day(6, 20))
    assert lapse(question=answered, now=day(6)).status is Status.PAUSED, "the answer is still to come"
    assert lapse(question=answered, now=day(6, 20)).status is Status.OPEN
    assert lapse(question=answered).closes == TEN_DAYS + timedelta(days=2)


@pytest.mark.parametrize("answered", [None, day(12, 11), day(12, 12), day(30), NEVER + timedelta(days=1)])
def test_a_pause_has_at_most_five_working_days(answered: datetime | None) -> None:
    """Asked on Wednesday, the 4th: over with Wednesday, the 11th; the deadline moves by a week."""
    question = Question(day(4, 15), answered)
    assert lapse(question=question, now=day(12, 11) - INSTANT).status is Status.PAUSED
    if answered != day(12, 11):
        assert lapse(question=question, now=day(12, 12) - INSTANT).status is Status.PAUSED
    assert lapse(question=question, now=day(12, 12)).status is Status.OPEN
    assert lapse(question=question).closes == TEN_DAYS + timedelta(days=7)


@pytest.mark.parametrize(
    "question",
    [
        Question(day(4, 12), day(5, 11)),  # one day where days end
        Question(day(7, 12), day(9, 11)),  # a weekend there
        Question(TEN_DAYS),
        Question(NEVER + timedelta(days=1)),
    ],
)
def test_a_question_moves_nothing_on_its_own_day_nor_on_a_weekend_nor_after_the_end(question: Question) -> None:
    assert lapse(question=question).closes == TEN_DAYS


def test_a_question_before_the_clock_starts_pauses_it_from_the_start() -> None:
    late = {**ALL, "m003": day(9)}
    plain = datetime(2026, 3, 24, 12, tzinfo=UTC)
    assert lapse(notices=late, question=Question(day(4)), now=day(8)).status is Status.NOT_STARTED
    assert lapse(notices=late, question=Question(day(4), day(6))).closes == plain
    assert lapse(notices=late, question=Question(day(4), day(11))).closes == plain + timedelta(days=2)


def test_an_answer_follows_its_question_and_has_a_zone() -> None:
    with pytest.raises(AnsweredBeforeAsked):
        Question(day(5), day(4))
    with pytest.raises(TypeError, match="question"):
        Question(datetime(2026, 3, 2))
    with pytest.raises(TypeError, match="notice to m001"):
        lapse(notices={**ALL, "m001": datetime(2026, 3, 2)})


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 24 * 25), st.none() | st.integers(0, 24 * 25), st.integers(0, 24 * 60))
def test_a_pause_never_shortens_the_period_nor_outlives_it(asked: int, answer: int | None, seen: int) -> None:
    start = OPENS + timedelta(hours=asked)
    question = Question(start, None if answer is None else start + timedelta(hours=answer))
    found = lapse(question=question, now=OPENS + timedelta(hours=seen))
    assert found.closes is not None and TEN_DAYS <= found.closes <= TEN_DAYS + timedelta(days=7)
    assert (found.status is Status.ADOPTED) == (found.closes <= OPENS + timedelta(hours=seen))


def test_a_recused_member_does_not_object_and_strangers_have_no_part() -> None:
    with pytest.raises(RecusedMemberVotes):
        lapse(says("object", "m001", reasoned=True), recusals=recused("m001"))
    with pytest.raises(NotInElectorate):
        lapse(says("object", "stranger", reasoned=True))
    earlier = lapse(says("object", "m001"), recusals=recused("m001", at=day(6)))
    assert (earlier.status, earlier.eligible, [each.why for each in earlier.set_aside]) == (
        Status.ADOPTED,
        4,
        [Why.RECUSED],
    )


def test_too_few_who_may_be_silent_send_the_item_up() -> None:
    found = lapse(recusals=recused("m000", "m001", "m002"))
    assert (found.status, found.eligible) == (Status.GOES_TO_ASSEMBLY, 2)
    meanwhile = lapse(
        says("object", "m004", at=day(6), reasoned=True), recusals=recused("m000", "m001", "m002", at=day(5))
    )
    assert (meanwhile.status, meanwhile.closes) == (Status.GOES_TO_ASSEMBLY, day(5))


def test_quorum_and_groups_are_met_by_delivery() -> None:
    committee = nine()
    found = no_objection(
        COMMITTEE, committee, opens=OPENS, now=NEVER, notices=dict.fromkeys(names(committee), OPENS), long=False
    )
    assert found.adopted and found.quorum_met and found.groups_met and found.present == 9


def test_before_the_opening_nothing_has_started() -> None:
    assert lapse(now=minutes(-1)).status is Status.NOT_STARTED
