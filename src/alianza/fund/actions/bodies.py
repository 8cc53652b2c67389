"""Bodies, who sits in them, and their meetings."""

from datetime import date

from django.db import IntegrityError, transaction

from alianza.accounts.models import User
from alianza.audit.actions import Actor, record
from alianza.fund.decision_rules import first_version, version, versions
from alianza.fund.lifecycles.bodies import MEETING
from alianza.fund.models import Body, Decision, Meeting, Seat
from alianza.fund.policy.bodies import may_fill, roles_at
from alianza.fund.queries.bodies import guards_of_meeting
from alianza.network.models import Organisation
from alianza.network.policy import is_officer
from alianza.vocabulary.lifecycle import require
from alianza.vocabulary.refusal import Refusal, marked


class OfficersOnly(Refusal):
    code = "fund.body.officers_only"
    message = marked("The secretariat keeps this; ask an officer.")


class SeatedAlready(Refusal):
    code = "fund.seat.taken"
    field = "member"
    message = marked("%(member)s has a seat in this body already; one member has one seat.")


class NotItsRepresentative(Refusal):
    code = "fund.seat.not_representative"
    field = "person"
    message = marked(
        "This person does not hold the role that speaks for %(member)s; give the role in the network first."
    )


class SeatEnded(Refusal):
    code = "fund.seat.ended"
    message = marked("This seat has ended; give the member a new one.")


class WrongGroup(Refusal):
    code = "fund.seat.wrong_group"
    field = "group"
    message = marked("The rules of this body know no such group of seats.")


class EndsBeforeItBegins(Refusal):
    code = "fund.seat.ends_too_early"
    field = "on"
    message = marked("The seat begins on %(begins)s; it cannot end before.")


class NotAdopted(Refusal):
    code = "fund.body.rules_not_adopted"
    message = marked("Rules of decision change by a decision that was adopted for them.")


class UnknownRules(Refusal):
    code = "fund.body.unknown_rules"
    message = marked("There are no rules of decision named %(name)s.")


class NotOfThisBody(Refusal):
    code = "fund.meeting.not_of_this_body"
    field = "chair"
    message = marked("Only somebody who sits in the body chairs its meetings.")


@transaction.atomic
def found_body(kind: Body.Kind, *, on: date, by: Actor) -> Body:
    """Set up a body with the rules it begins with; one that exists is given back as it is."""
    body = Body.objects.filter(kind=kind).first()
    if body is None:
        body = Body.objects.create(kind=kind, rules=first_version(kind, on))
        record("fund.body.founded", body, by=by, kind=str(kind), rules=body.rules)
    return body


@transaction.atomic
def adopt_rules(name: str, decision: Decision, *, by: Actor) -> None:
    """A body decides by another version of the rules from here on, as was decided; items that are open keep theirs.

    Raises NotAdopted, UnknownRules.
    """
    if decision.outcome != Decision.Outcome.ADOPTED or decision.item.subject != f"rules:{name}":
        raise NotAdopted
    found = versions().get(name)
    if found is None or found.kind:
        raise UnknownRules(name=name)
    body = Body.objects.select_for_update(no_key=True).get(kind=found.body)
    body.rules = name
    body.save(update_fields=["rules"])
    record("fund.body.rules_adopted", body, by=by, rules=name, decision=decision.number)


@transaction.atomic
def give_seat(body: Body, member: Organisation, group: str, *, person: User | None, on: date, by: User) -> Seat:
    """Give a member its seat. Items that are open already are decided by the electorate they opened with.

    Raises OfficersOnly, SeatedAlready, WrongGroup, NotItsRepresentative.
    """
    _by_officer(by)
    held = Body.objects.select_for_update(no_key=True).get(pk=body.pk)
    if group not in version(held.rules).rules.groups:
        raise WrongGroup
    seat = Seat(body=held, member=member, group=group, person=person, begins_on=on)
    if person is not None and not may_fill(person, seat, on):
        raise NotItsRepresentative(member=member.name)
    try:
        with transaction.atomic():
            seat.save()
    except IntegrityError:
        raise SeatedAlready(member=member.name) from None
    record("fund.seat.given", seat, by=by, body=held.kind, member=member.code, group=group)
    return seat


@transaction.atomic
def replace_person(seat: Seat, person: User | None, *, on: date, by: User) -> None:
    """Another person speaks for the same member. Raises OfficersOnly, SeatEnded, NotItsRepresentative."""
    _by_officer(by)
    held = Seat.objects.select_for_update(no_key=True).select_related("body", "member").get(pk=seat.pk)
    if held.ends_on is not None:
        raise SeatEnded
    if person is not None and not may_fill(person, held, on):
        raise NotItsRepresentative(member=held.member.name)
    held.person = person
    held.save(update_fields=["person"])
    record("fund.seat.person_replaced", held, by=by, member=held.member.code, vacant=person is None)


@transaction.atomic
def end_seat(seat: Seat, *, on: date, by: User) -> None:
    """A member leaves. It keeps its part in items that are open. Raises OfficersOnly, SeatEnded, EndsBeforeItBegins."""
    _by_officer(by)
    held = Seat.objects.select_for_update(no_key=True).select_related("member").get(pk=seat.pk)
    if held.ends_on is not None:
        raise SeatEnded
    if on < held.begins_on:
        raise EndsBeforeItBegins(begins=held.begins_on.isoformat())
    held.ends_on = on
    held.save(update_fields=["ends_on"])
    record("fund.seat.ended", held, by=by, member=held.member.code, on=on)


@transaction.atomic
def plan_meeting(body: Body, held_on: date, *, place: str = "", chair: Seat | None = None, by: User) -> Meeting:
    """Raises OfficersOnly, NotOfThisBody."""
    _by_officer(by)
    held = Body.objects.select_for_update(no_key=True).get(pk=body.pk)
    _sits(chair, held)
    last = held.meetings.order_by("-number").first()
    meeting = Meeting.objects.create(
        body=held, number=last.number + 1 if last else 1, held_on=held_on, place=place, chair=chair
    )
    record("fund.meeting.planned", meeting, by=by, body=held.kind, number=meeting.number, on=held_on)
    return meeting


@transaction.atomic
def name_chair(meeting: Meeting, chair: Seat, *, by: User) -> None:
    """Who chairs from now on, for one item too. Raises NotYet, NotOfThisBody."""
    held = _locked(meeting)
    require(MEETING, f"preside:{_named(held, 'preside')}", held.state, guards_of_meeting(held), roles_at(by, held))
    _sits(chair, held.body)
    held.chair = chair
    held.save(update_fields=["chair"])
    record("fund.meeting.chair_named", held, by=by, member=chair.member.code)


@transaction.atomic
def begin_meeting(meeting: Meeting, *, by: User) -> None:
    """Raises NotYet."""
    held = _moves(meeting, "begin", by)
    record("fund.meeting.begun", held, by=by, number=held.number)


@transaction.atomic
def end_meeting(meeting: Meeting, *, by: User) -> None:
    """Raises NotYet."""
    held = _moves(meeting, "end", by)
    record("fund.meeting.ended", held, by=by, number=held.number)


def _moves(meeting: Meeting, move: str, by: User) -> Meeting:
    held = _locked(meeting)
    held.state = require(MEETING, move, held.state, guards_of_meeting(held), roles_at(by, held)).target
    held.save(update_fields=["state"])
    return held


def _named(meeting: Meeting, deed: str) -> str:
    return meeting.state if f"{deed}:{meeting.state}" in {move.id for move in MEETING.moves} else "open"


def _locked(meeting: Meeting) -> Meeting:
    return (
        Meeting.objects.select_for_update(no_key=True, of=("self",)).select_related("body", "chair").get(pk=meeting.pk)
    )


def _sits(chair: Seat | None, body: Body) -> None:
    if chair is not None and (chair.body_id != body.pk or chair.ends_on is not None or chair.person_id is None):
        raise NotOfThisBody


def _by_officer(by: User) -> None:
    if not is_officer(by):
        raise OfficersOnly
