"""What members and the chair do with an item that is open: answer, declare, ask, state, call, close."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from alianza.accounts.models import User
from alianza.audit.actions import record
from alianza.fund.actions.decisions import settled
from alianza.fund.actions.electorate import (
    allowed,
    begin_round,
    locked,
    recuse,
    tell_electorate,
    tell_officers,
)
from alianza.fund.models import Ballot, Elector, Interest, Item, Question, Round
from alianza.fund.policy.bodies import elector_in
from alianza.fund.queries.outcomes import ANSWERS, outcome_of, running_round
from alianza.network.models import Organisation
from alianza.vocabulary.refusal import Refusal, marked


class NotAnAnswer(Refusal):
    code = "fund.ballot.not_an_answer"
    field = "choice"
    message = marked("This cannot be answered here; choose one of the answers that the form offers.")


class SaysNotWhy(Refusal):
    code = "fund.ballot.says_not_why"
    field = "reason"
    message = marked("An objection stops the item, so it says why. Write the reason.")


class AskNothing(Refusal):
    code = "fund.question.empty"
    field = "text"
    message = marked("Write it down; an empty one cannot be sent.")


class TimeIsOver(Refusal):
    code = "fund.item.time_is_over"
    message = marked("Its time is over; what comes now changes nothing any more.")


class NotAnElector(Refusal):
    code = "fund.item.not_an_elector"
    field = "member"
    message = marked("%(member)s is not in the electorate of this item.")


class NotInTheRoom(Refusal):
    code = "fund.round.not_in_the_room"
    field = "present"
    message = marked("Only members of the electorate are recorded as present.")


@transaction.atomic
def cast(item: Item, choice: str, *, reason: str = "", at: datetime, by: User) -> Ballot:
    """Answer for the member that the person speaks for. A correction is another ballot; both are kept.

    A reasoned objection to a lapse of time ends it at once and moves the item to the next meeting.
    Raises NotYet, NotAnAnswer, SaysNotWhy.
    """
    held = locked(item)
    allowed(held, "cast", at, by)
    running, elector = _running(held), _own(held, by)
    if choice not in ANSWERS[Item.Method(running.method)]:
        raise NotAnAnswer
    reason = reason.strip()
    if choice == Ballot.Choice.OBJECT and not reason:
        raise SaysNotWhy
    _still_runs(held, running, at)
    ballot = Ballot.objects.create(
        elector=elector, choice=choice, reason=reason, attempt=running.number, cast_at=at, cast_by=by
    )
    settled(held, at)
    record("fund.item.answered", held, by=by, number=held.number, member=elector.member.code, round=running.number)
    return ballot


@transaction.atomic
def declare_interest(item: Item, *, reason: str, at: datetime, by: User) -> Interest:
    """The person's member takes no further part; the reason is public. Raises NotYet."""
    held = locked(item)
    allowed(held, "declare", at, by, reason=reason)
    elector = _own(held, by)
    if (running := running_round(held)) is not None:
        _still_runs(held, running, at)
    interest = recuse(held, elector.member, Interest.Ground.DECLARED, reason.strip(), at)
    settled(held, at)
    record("fund.item.interest_declared", held, by=by, number=held.number, member=elector.member.code)
    return interest


@transaction.atomic
def rule_interest(item: Item, member: Organisation, *, reason: str, at: datetime, by: User) -> Interest:
    """A member is ruled to have an interest; the reason is public. Raises NotYet, NotAnElector."""
    held = locked(item)
    allowed(held, "rule", at, by, reason=reason)
    if not held.electorate.filter(member=member).exists():
        raise NotAnElector(member=member.name)
    if (running := running_round(held)) is not None:
        _still_runs(held, running, at)
    interest = recuse(held, member, Interest.Ground.RULED, reason.strip(), at)
    settled(held, at)
    record("fund.item.interest_ruled", held, by=by, number=held.number, member=member.code)
    return interest


@transaction.atomic
def ask(item: Item, text: str, *, at: datetime, by: User) -> Question:
    """Ask the one question that stops the clock of no objection. Raises NotYet, AskNothing."""
    held = locked(item)
    allowed(held, "ask", at, by)
    if not text.strip():
        raise AskNothing
    elector = _own(held, by)
    _still_runs(held, _running(held), at)
    question = Question.objects.create(item=held, elector=elector, text=text.strip(), asked_at=at)
    settled(held, at)
    tell_officers(held, "fund.item.question_asked")
    record("fund.item.question_asked", held, by=by, number=held.number, member=elector.member.code)
    return question


@transaction.atomic
def answer(item: Item, text: str, *, at: datetime, by: User) -> Question:
    """Answer it; the clock runs on from here. Raises NotYet, AskNothing."""
    held = locked(item)
    allowed(held, "answer", at, by)
    if not text.strip():
        raise AskNothing
    question = Question.objects.select_for_update(no_key=True).get(item=held)
    question.answer, question.answered_at = text.strip(), at
    question.save(update_fields=["answer", "answered_at"])
    settled(held, at)
    tell_electorate(held, "fund.item.question_answered")
    record("fund.item.question_answered", held, by=by, number=held.number)
    return question


@transaction.atomic
def state_text(item: Item, text: str, *, at: datetime, by: User) -> Round:
    """The chair states the text on which there may be consensus. Raises NotYet, AskNothing."""
    running = _put(item, Item.Method.CONSENSUS, "state_text", text, at, by)
    record("fund.item.text_stated", running.item, by=by, number=running.item.number, round=running.number)
    return running


@transaction.atomic
def call_vote(item: Item, text: str, *, at: datetime, by: User) -> Round:
    """The chair calls a formal vote on a text. Raises NotYet, AskNothing."""
    running = _put(item, Item.Method.FORMAL, "call_vote", text, at, by)
    record("fund.item.vote_called", running.item, by=by, number=running.item.number, round=running.number)
    return running


@transaction.atomic
def close_round(item: Item, *, present: Collection[Organisation], at: datetime, by: User) -> Item:
    """The chair closes the attempt or the vote, names who was in the room, and the rules say what came out.

    Raises NotYet, NotInTheRoom.
    """
    held = locked(item)
    allowed(held, "close", at, by)
    members = {one.pk for one in present}
    if members - set(held.electorate.values_list("member", flat=True)):
        raise NotInTheRoom
    running = _running(held)
    running.present = sorted(str(one.code) for one in present)
    running.closed_at = at
    outcome = settled(held, at, closing=running, by=by)
    assert outcome is not None
    record("fund.round.closed", held, by=by, number=held.number, round=running.number, status=outcome.status.value)
    return held


def _put(item: Item, method: str, deed: str, text: str, at: datetime, by: User) -> Round:
    held = locked(item)
    allowed(held, deed, at, by)
    if not text.strip():
        raise AskNothing
    running = begin_round(held, method, text.strip(), at)
    held.text, held.method = running.text, method
    held.save(update_fields=["text", "method"])
    settled(held, at)
    tell_electorate(held, "fund.item.put")
    return running


def _running(item: Item) -> Round:
    running = running_round(item)
    assert running is not None  # the guard `is_put` holds
    return running


def _still_runs(item: Item, running: Round, at: datetime) -> None:
    """What lapsed before this came is over, also where the clock's job has not closed it yet. Raises TimeIsOver."""
    if outcome_of(item, running, at).status.is_final:
        raise TimeIsOver


def _own(item: Item, by: User) -> Elector:
    elector = elector_in(by, item)
    assert elector is not None  # the role `member` holds
    return elector
