"""Where an item stands: what has to be true before it moves, and what its electorate would be."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from django.db.models import QuerySet

from alianza.engines import ballots as engine
from alianza.fund.lifecycles.bodies import ITEM, MEETING
from alianza.fund.models import Body, Change, Item, Meeting, Opinion, Question, Round, Seat
from alianza.fund.queries.outcomes import (
    attempts_at_consensus,
    gate_of,
    outcome_of,
    papers_clock,
    recusals_of,
    rules_of,
    running_round,
)
from alianza.fund.queries.subjects import Subject, is_known, subject_of
from alianza.vocabulary.lifecycle import refused
from alianza.vocabulary.refusal import marked
from alianza.vocabulary.said import Said

IN_THE_ROOM = (Item.Method.CONSENSUS, Item.Method.FORMAL)
GATED = (Item.Kind.APPROVAL, Item.Kind.OVERRIDE)


@dataclass(frozen=True, slots=True)
class Held:
    """Of each guard whether it holds, and for those that fail, where it helps, what exactly is missing."""

    guards: Mapping[str, bool | None]
    because: Mapping[str, Said]


def seats_in_force(body: Body, on: date) -> QuerySet[Seat]:
    """The seats of a body on a day."""
    seats = body.seats.filter(begins_on__lte=on).select_related("member", "person")
    return seats.filter(ends_on__isnull=True) | seats.filter(ends_on__gte=on)


def guards_of(item: Item, at: datetime) -> Held:
    """Whether each guard of the item's lifecycle holds at a moment."""
    running, subject, clock = running_round(item), subject_of(item), papers_clock(item, at)
    because: dict[str, Said] = {}
    outcome = None if running is None else outcome_of(item, running, at)
    in_the_room = running is not None and running.method in IN_THE_ROOM
    meeting = item.meeting
    found: dict[str, bool | None] = {
        "subject_known": is_known(item, subject),
        "advised": _advised(item, subject, at, because),
        "papers_complete": _complete(clock, because),
        "electorate_whole": _whole(item, at.date(), because),
        "on_an_agenda": _on_an_agenda(item),
        "method_fits": not (item.kind == Item.Kind.OVERRIDE and item.method == Item.Method.NO_OBJECTION),
        "is_put": running is not None,
        "by_silence": running is not None and running.method == Item.Method.NO_OBJECTION,
        "first_question": _question(item) is None,
        "question_stands": (asked := _question(item)) is not None and asked.answered_at is None,
        "meeting_sits": meeting is not None and meeting.state == Meeting.State.OPEN,
        "papers_in_time": _in_time(clock, at, because),
        "nothing_put": running is None,
        "no_round_in_the_room": not in_the_room,
        "chair_is_free": _chair_is_free(item, subject, because),
        "consensus_can_settle_it": item.kind != Item.Kind.OVERRIDE,
        "consensus_failed": _consensus_failed(item, at, because),
        "put_in_the_room": in_the_room,
        "time_is_over": _time_is_over(running, outcome, because),
    }
    return Held(found, because)


def reasons_against(item: Item, move: str, at: datetime, roles: frozenset[str] | str) -> tuple[Said, ...]:
    """Every reason why somebody of these roles cannot make this move now."""
    held = guards_of(item, at)
    return refused(ITEM, move, item.state, held.guards, roles, because=held.because)


def guards_of_meeting(meeting: Meeting) -> Mapping[str, bool | None]:
    put = Round.objects.filter(item__meeting=meeting, closed_at__isnull=True, method__in=IN_THE_ROOM)
    return {"has_a_chair": meeting.chair is not None, "nothing_is_put": not put.exists()}


def reasons_against_meeting(meeting: Meeting, move: str, roles: frozenset[str] | str) -> tuple[Said, ...]:
    return refused(MEETING, move, meeting.state, guards_of_meeting(meeting), roles)


def needs_long_clock(item: Item, subject: Subject) -> bool:
    """Whether no objection takes the longer of the two clocks; a share that is not known counts as large."""
    gated = item.kind in GATED or item.kind == Item.Kind.OPERATION
    return engine.needs_long_silence(
        rules_of(item),
        new_country=item.kind == Item.Kind.NEW_COUNTRY,
        restructuring=item.kind == Item.Kind.RESTRUCTURING,
        share_of_window=subject.share if gated else Fraction(0),
    )


def _question(item: Item) -> Question | None:
    return Question.objects.filter(item=item).first()


def _advised(item: Item, subject: Subject, at: datetime, because: dict[str, Said]) -> bool:
    change = subject.thing if isinstance(subject.thing, Change) else None
    if item.kind not in GATED and change is None:
        return True
    if change is not None and change.state != Change.State.SCREENED:
        because["advised"] = Said(marked("The change is not waiting for a decision."))
        return False
    if subject.proposal is None:
        because["advised"] = Said(marked("It names no proposal."))
        return False
    gate = gate_of(subject.proposal, at, change)
    if item.kind == Item.Kind.OVERRIDE:
        last = (
            Opinion.objects.filter(proposal=subject.proposal, change=change, given_at__lte=at).order_by("round").last()
        )
        passes = last is not None and not last.approved and bool(last.text)
        if not passes:
            because["advised"] = Said(marked("There is no refusal of the advisory group, with reasons, to override."))
        return passes
    if not gate.passes:
        because["advised"] = gate.reason
    return gate.passes


def _complete(clock: engine.PapersClock, because: dict[str, Said]) -> bool:
    if clock.missing:
        missing = ", ".join(f"{paper} ({language})" for paper, language in clock.missing)
        because["papers_complete"] = Said(marked("Missing: %(papers)s."), papers=missing)
    return clock.started is not None


def _in_time(clock: engine.PapersClock, at: datetime, because: dict[str, Said]) -> bool:
    if clock.ready is not None and not clock.in_time(at):
        ready = clock.ready.strftime("%Y-%m-%d %H:%M UTC")
        because["papers_in_time"] = Said(marked("They will have been from %(ready)s on."), ready=ready)
    return clock.in_time(at)


def _whole(item: Item, on: date, because: dict[str, Said]) -> bool:
    groups = set(seats_in_force(item.body, on).values_list("group", flat=True))
    asked = {group for group, share in rules_of(item).groups.items() if share}
    if lacking := sorted(str(Seat.Group(group).label) for group in asked - groups):
        because["electorate_whole"] = Said(marked("Nobody sits for: %(groups)s."), groups=", ".join(lacking))
    return bool(groups) and not lacking


def _on_an_agenda(item: Item) -> bool:
    if item.method == Item.Method.NO_OBJECTION and item.state in {Item.State.DRAFT, Item.State.OPEN}:
        return True
    return item.meeting is not None and item.meeting.state != Meeting.State.CLOSED


def _chair_is_free(item: Item, subject: Subject, because: dict[str, Said]) -> bool:
    chair = item.meeting.chair if item.meeting is not None else None
    if chair is None:
        return False
    member = str(chair.member.code)
    beneficiaries = {member} if subject.benefits(chair.member) else set()
    free = engine.may_chair(member, beneficiaries=beneficiaries, recusals=recusals_of(item))
    if not free:
        because["chair_is_free"] = Said(
            marked("%(member)s cannot chair this item; name another chair for it."), member=chair.member.name
        )
    return free


def _consensus_failed(item: Item, at: datetime, because: dict[str, Said]) -> bool:
    needed = rules_of(item).consensus_attempts
    failed = engine.failed_attempts(attempts_at_consensus(item, 32767, at))
    if failed < needed:
        because["consensus_failed"] = Said(
            marked("Failed so far: %(failed)s of %(needed)s."), failed=failed, needed=needed
        )
    return failed >= needed


def _time_is_over(running: Round | None, outcome: engine.Outcome | None, because: dict[str, Said]) -> bool:
    if running is None or outcome is None or running.method != Item.Method.NO_OBJECTION:
        return False
    if not outcome.status.is_final and outcome.reasons:
        because["time_is_over"] = outcome.reasons[0]
    return outcome.status is engine.Status.ADOPTED
