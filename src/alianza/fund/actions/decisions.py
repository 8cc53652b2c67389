"""How an item comes out: decided, moved to the next meeting, or referred to the Assembly."""

from datetime import datetime

from django.db import transaction

from alianza.audit.actions import PLATFORM, Actor, record
from alianza.engines.ballots import Outcome, Status
from alianza.fund.actions.bodies import found_body
from alianza.fund.actions.electorate import (
    PREFIX,
    allowed,
    locked,
    next_number,
    tell_electorate,
    tell_officers,
)
from alianza.fund.consequences import follow
from alianza.fund.models import Body, Condition, Decision, Item, Paper, Round
from alianza.fund.queries.outcomes import outcome_of, running_round
from alianza.fund.queries.subjects import subject_of
from alianza.fund.queries.tally import tally_of
from alianza.network.models import Organisation
from alianza.vocabulary.refusal import Refusal

THE_CLOCK = frozenset({"clock"})


def settled(item: Item, at: datetime, *, closing: Round | None = None, by: Actor = PLATFORM) -> Outcome | None:
    """Bring an item whose row is held to where the rules say it stands now; None where nothing is being put.

    In a meeting a round is counted when the chair closes it (`closing`, with its time), not before; only recusals can
    end it by themselves.
    """
    running = closing or running_round(item)
    if running is None:
        return None
    outcome = outcome_of(item, running, at)
    if outcome.status is Status.GOES_TO_ASSEMBLY:
        _close(running, outcome, at)
        _refer(item, running, outcome, at, by)
    elif outcome.status is Status.OBJECTED:
        _close(running, outcome, at)
        if running.method == Item.Method.NO_OBJECTION:
            _move_on(item, by)
        else:
            item.consensus_attempts += 1
            item.save(update_fields=["consensus_attempts"])
    elif outcome.status is Status.NO_QUORUM:
        _close(running, outcome, at)
        _move_on(item, by)
    elif outcome.status in {Status.ADOPTED, Status.NOT_ADOPTED}:
        decide(item, running, outcome, at, by)
    else:
        paused = outcome.status is Status.PAUSED
        item.state = Item.State.PAUSED if paused else Item.State.OPEN
        item.deadline_at = outcome.closes if running.method == Item.Method.NO_OBJECTION else None
        item.save(update_fields=["state", "deadline_at"])
    return outcome


def _close(running: Round, outcome: Outcome, at: datetime) -> None:
    running.status = outcome.status.value
    if running.closed_at is None:
        running.closed_at = max(at, running.opened_at)
    running.save(update_fields=["status", "closed_at", "present"])


def decide(item: Item, last: Round, outcome: Outcome, at: datetime, by: Actor) -> Decision:
    """Write the record, publish it by writing it, and let it take effect.

    Silence decided at its deadline, a meeting when its chair closed the round. What the subject refuses, refuses all.
    """
    by_silence = last.method == Item.Method.NO_OBJECTION
    decided_at = outcome.closes if by_silence and outcome.closes is not None else at
    if last.closed_at is None:
        last.closed_at = decided_at
    last.status = outcome.status.value
    last.save(update_fields=["closed_at", "status", "present"])
    Body.objects.select_for_update(no_key=True).get(pk=item.body_id)
    adopted = outcome.status is Status.ADOPTED
    start = f"{PREFIX[Body.Kind(item.body.kind)]}-D-{decided_at.year}-"
    decision = Decision.objects.create(
        number=next_number(Decision, start),
        item=item,
        outcome=Decision.Outcome.ADOPTED if adopted else Decision.Outcome.NOT_ADOPTED,
        method=last.method,
        rules=item.rules,
        text=last.text,
        tally=tally_of(item, last, outcome, at),
        decided_at=decided_at,
        supersedes=item.supersedes if adopted else None,
    )
    if adopted:
        for held in item.conditions:
            owner = Organisation.objects.get(code=held["owner"])
            Condition.objects.create(decision=decision, text=held["text"], owner=owner, due_on=held["due_on"])
    item.state, item.deadline_at = Item.State.DECIDED, None
    item.save(update_fields=["state", "deadline_at"])
    follow(decision, subject_of(item).thing, by=by)
    tell_electorate(item, "fund.item.decided")
    record(
        "fund.item.decided",
        decision,
        by=by,
        item=item.number,
        number=decision.number,
        outcome=decision.outcome,
        method=decision.method,
        rules=decision.rules,
    )
    return decision


def _move_on(item: Item, by: Actor) -> None:
    item.state, item.deadline_at, item.meeting = Item.State.MOVED, None, None
    item.save(update_fields=["state", "deadline_at", "meeting"])
    tell_electorate(item, "fund.item.moved")
    tell_officers(item, "fund.item.moved")
    record("fund.item.moved", item, by=by, number=item.number)


def _refer(item: Item, running: Round, outcome: Outcome, at: datetime, by: Actor) -> None:
    """Too few are left to decide: the Assembly gets the same text as a draft. The Assembly's own item waits instead."""
    if item.body.kind == Body.Kind.ASSEMBLY:
        _move_on(item, by)
        return
    assembly = found_body(Body.Kind.ASSEMBLY, on=at.date(), by=PLATFORM)
    Body.objects.select_for_update(no_key=True).get(pk=assembly.pk)
    item.state, item.deadline_at = Item.State.REFERRED, None
    item.save(update_fields=["state", "deadline_at"])
    taken = Item.objects.create(
        body=assembly,
        number=next_number(Item, f"{PREFIX[Body.Kind.ASSEMBLY]}-{at.year}-"),
        kind=item.kind,
        subject=item.subject,
        title=item.title,
        text=running.text,
        language=item.language,
        method=item.method,
        conditions=item.conditions,
        supersedes=item.supersedes,
        amount_minor=item.amount_minor,
        defers=item.defers,
    )
    _hand_over_papers(item, taken, at)
    tell_electorate(item, "fund.item.referred")
    tell_officers(item, "fund.item.referred")
    record("fund.item.referred", item, by=by, number=item.number, eligible=outcome.eligible, to=taken.number)


def _hand_over_papers(item: Item, taken: Item, at: datetime) -> None:
    """The newest version of each paper, published there anew: its clock begins again."""
    newest = {(each.title, each.language): each for each in item.papers.order_by("version")}
    latest = {title: max(each.version for each in newest.values() if each.title == title) for title, _ in newest}
    for each in newest.values():
        if each.version == latest[each.title]:
            Paper.objects.create(
                item=taken,
                title=each.title,
                language=each.language,
                file=each.file,
                sha256=each.sha256,
                restricted=each.restricted,
                published_at=at,
            )


@transaction.atomic
def lapse(item: Item, *, at: datetime) -> Decision | None:
    """Close an item by lapse of time, if it has lapsed; nothing happens where it has not, or is closed already."""
    held = locked(item)
    if held.state not in {Item.State.OPEN, Item.State.PAUSED}:
        return None
    running = running_round(held)
    if running is None or running.method != Item.Method.NO_OBJECTION:
        return None
    if outcome_of(held, running, at).status is Status.ADOPTED:
        allowed(held, "lapse", at, THE_CLOCK)
    settled(held, at)
    return Decision.objects.filter(item=held).first()


def lapse_all(at: datetime) -> tuple[int, int]:
    """Close whatever has lapsed, each by itself; returns how many are decided and how many could not take effect.

    One that could not is told to the officers, stays open and is tried again.
    """
    decided = stuck = 0
    waiting = Item.objects.filter(
        state__in=[Item.State.OPEN, Item.State.PAUSED], method=Item.Method.NO_OBJECTION, rounds__closed_at__isnull=True
    )
    for item in waiting.distinct():
        try:
            decided += lapse(item, at=at) is not None
        except Refusal:
            stuck += 1
            _tell_stuck(item)
    return decided, stuck


@transaction.atomic
def _tell_stuck(item: Item) -> None:
    tell_officers(item, "fund.item.stuck")
