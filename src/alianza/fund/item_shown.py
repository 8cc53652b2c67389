"""An item as one reader may see it."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from alianza.fund.chart import BASE_CURRENCY
from alianza.fund.days import last_day
from alianza.fund.lifecycles.bodies import ITEM
from alianza.fund.models import Ballot, Change, Elector, Item, Round
from alianza.fund.moves import ShownMove, moves_shown
from alianza.fund.policy import bodies as policy
from alianza.fund.policy.changes import visible_to as changes_visible_to
from alianza.fund.queries.bodies import guards_of
from alianza.fund.queries.outcomes import outcome_of, papers_clock, rules_of, running_round
from alianza.fund.queries.subjects import subject_of
from alianza.fund.record_shown import set_aside_label, status_label
from alianza.network.models import Organisation
from alianza.network.policy import Visitor
from alianza.vocabulary.money import Money
from alianza.vocabulary.said import Said


@dataclass(frozen=True, slots=True)
class ClosedRound:
    held: Round
    status: str
    reasons: tuple[str, ...]
    ballots: tuple[tuple[Ballot, str], ...]
    """Each with why it does not count, empty where it does."""


def shown(item: Item, user: Visitor, at: datetime) -> dict[str, Any]:
    """What the page of an item shows this reader at a moment: nothing of what is kept from somebody recused."""
    held, roles = guards_of(item, at), policy.roles_in(user, item)
    elector = policy.elector_in(user, item)
    deliberates = policy.may_deliberate(user, item)
    electors = list(item.electorate.select_related("member"))
    names = {str(each.member.code): each.member.name for each in electors}
    running = running_round(item)
    outcome = None if running is None else outcome_of(item, running, at)
    papers = list(policy.papers_visible_to(user).filter(item=item).select_related("file"))
    newest = {(each.title, each.language): each.version for each in sorted(papers, key=lambda each: each.version)}
    return {
        "item": item,
        "amount": None if item.amount_minor is None else Money(item.amount_minor, BASE_CURRENCY),
        "subject": subject_of(item) if deliberates else None,
        "change": _change(subject_of(item).thing, user) if deliberates else None,
        "elector": elector,
        "recused": elector is not None and policy.is_recused(elector),
        "deliberates": deliberates,
        "officer": "officer" in roles,
        "electors": electors,
        "waiting_for": sum(each.notice_delivered_at is None and not each.recused_because for each in electors),
        "interests": policy.interests_visible_to(user, item),
        "papers": [(each, each.version == newest[each.title, each.language]) for each in papers],
        "clock": papers_clock(item, at) if deliberates else None,
        "question": getattr(item, "question", None) if deliberates else None,
        "running": running,
        "reasons": [] if outcome is None else [sentence(each, names) for each in outcome.reasons],
        "own_ballots": [] if elector is None or running is None else _own(elector, running),
        "rounds": _closed(item, names, at) if policy.may_see_ballots(user, item) else [],
        "conditions": _conditions(item),
        "moves": [
            _with_names(move, names)
            for move in moves_shown(ITEM, item.state, held.guards, roles, held.because if roles else {})
        ],
        "last_day": last_day(item.deadline_at),
        "rules": rules_of(item),
        "decision": getattr(item, "decision", None),
    }


def _change(thing: object, user: Visitor) -> Change | None:
    """The larger change that it is about, where the reader may open its page."""
    return changes_visible_to(user).filter(pk=thing.pk).first() if isinstance(thing, Change) else None


def sentence(said: Said, names: dict[str, str]) -> str:
    """A sentence of the engine in the page's language, with members by their names."""
    return _named(said.translated(_), names)


def _named(words: str, names: dict[str, str]) -> str:
    for code, name in names.items():
        words = words.replace(code, name)
    return words


def _with_names(move: ShownMove, names: dict[str, str]) -> ShownMove:
    return replace(move, guards=tuple(replace(each, missing=_named(each.missing, names)) for each in move.guards))


def _own(elector: Elector, running: Round) -> list[Ballot]:
    return list(elector.ballots.filter(attempt=running.number).order_by("cast_at", "id"))


def _closed(item: Item, names: dict[str, str], at: datetime) -> list[ClosedRound]:
    """Rounds that are over, with who answered what; of one that runs nobody sees more than the own answer."""
    found = []
    for held in item.rounds.filter(closed_at__isnull=False).exclude(status="withdrawn"):
        outcome = outcome_of(item, held, max(at, held.closed_at or at))
        aside = {(each.ballot.member, each.ballot.at): each.why.value for each in outcome.set_aside}
        rows = Ballot.objects.filter(elector__item=item, attempt=held.number).select_related("elector__member")
        ballots = tuple(
            (each, set_aside_label(aside.get((str(each.elector.member.code), each.cast_at), "")))
            for each in rows.order_by("cast_at", "id")
        )
        reasons = tuple(sentence(each, names) for each in outcome.reasons)
        found.append(ClosedRound(held, status_label(held.status), reasons, ballots))
    return found


def _conditions(item: Item) -> list[tuple[str, str, str]]:
    owners = {
        str(each.code): each.name
        for each in Organisation.objects.filter(code__in=[held["owner"] for held in item.conditions])
    }
    return [(held["text"], owners.get(held["owner"], ""), held["due_on"]) for held in item.conditions]
