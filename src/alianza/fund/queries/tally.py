"""The record of a decision: everything its outcome rests on, as plain values, and the proof that it still follows.

A record names members, never people. `recomputed` reads nothing but the record.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from alianza.engines import ballots as engine
from alianza.fund.models import Ballot, Decision, Elector, Interest, Item, Round
from alianza.fund.queries.closed_days import free_days
from alianza.fund.queries.outcomes import CHOICES, outcome_of, rules_of
from alianza.vocabulary.refusal import Refusal

FORM = 2
"""Version of the form of the record; the first knew no closed days."""


def tally_of(item: Item, last: Round, outcome: engine.Outcome, at: datetime) -> dict[str, Any]:
    """The record of an item that its last round decided at a moment."""
    electors = list(item.electorate.select_related("member"))
    question = getattr(item, "question", None)
    return {
        "form": FORM,
        "rules": rules_of(item).as_mapping(),
        "body": item.body.kind,
        "kind": item.kind,
        "subject": item.subject,
        "long_clock": item.wide,
        "at": _written(at),
        "electorate": [_elector(each) for each in electors],
        "recusals": [
            _recusal(each)
            for each in Interest.objects.filter(item=item).select_related("member")
            if each.member_id in {elector.member_id for elector in electors}
        ],
        "question": None
        if question is None
        else {
            "member": str(question.elector.member.code),
            "text": question.text,
            "answer": question.answer,
            "asked": _written(question.asked_at),
            "answered": _written(question.answered_at),
        },
        "rounds": [_round(item, each, at) for each in item.rounds.order_by("number")],
        "outcome": _outcome(outcome),
        "papers": [
            {
                "title": each.title,
                "language": each.language,
                "version": each.version,
                "sha256": each.sha256,
                "restricted": each.restricted,
                "published": _written(each.published_at),
            }
            for each in item.papers.all()
        ],
        "conditions": item.conditions,
        "decided_by_round": last.number,
    }


def recomputed(tally: Mapping[str, Any]) -> engine.Outcome:
    """The outcome that follows from a record."""
    rules = engine.Rules.from_mapping(tally["rules"])
    voters = [engine.Voter(each["member"], frozenset({each["group"]})) for each in tally["electorate"]]
    recusals = [
        engine.Recusal(each["member"], _read(each["since"]), engine.Ground(each["ground"]))
        for each in tally["recusals"]
    ]
    at = _read(tally["at"])
    attempts: list[engine.Outcome] = []
    for held in tally["rounds"]:
        said = [
            engine.Ballot(
                each["member"], CHOICES[Ballot.Choice(each["choice"])], _read(each["cast"]), bool(each["reason"])
            )
            for each in held["ballots"]
        ]
        opens, closes = _read(held["opened"]), _read(held["closed"]) if held["closed"] else None
        if held["method"] == Item.Method.NO_OBJECTION:
            asked = tally["question"]
            outcome = engine.no_objection(
                rules,
                voters,
                said,
                opens=opens,
                now=at,
                notices={
                    each["member"]: _read(each["notice"]) if each["notice"] else None for each in tally["electorate"]
                },
                long=tally["long_clock"],
                recusals=recusals,
                question=None
                if asked is None
                else engine.Question(_read(asked["asked"]), _read(asked["answered"]) if asked["answered"] else None),
                holidays={date.fromisoformat(each) for each in held.get("closed_days", ())},
            )
        elif held["method"] == Item.Method.FORMAL:
            outcome = engine.formal(
                rules,
                voters,
                said,
                opens=opens,
                closes=closes,
                now=at,
                recusals=recusals,
                present=held["present"],
                attempts=attempts,
            )
        else:
            outcome = engine.consensus(
                rules, voters, said, opens=opens, closes=closes, now=at, recusals=recusals, present=held["present"]
            )
            attempts.append(outcome)
        if held["number"] == tally["decided_by_round"]:
            return outcome
    raise LookupError("The record names no round that decided.")


def contradicted() -> Iterator[str]:
    """Numbers of decisions whose record no longer leads to what they say came out."""
    for decision in Decision.objects.exclude(tally={}).order_by("number").iterator():
        try:
            outcome = recomputed(decision.tally)
        except (ArithmeticError, LookupError, Refusal, TypeError, ValueError):
            yield decision.number
            continue
        adopted = decision.outcome == Decision.Outcome.ADOPTED
        if outcome.adopted != adopted or outcome.method.value != decision.method or not outcome.status.is_final:
            yield decision.number


def _elector(elector: Elector) -> dict[str, Any]:
    return {
        "member": str(elector.member.code),
        "name": elector.member.name,
        "group": elector.group,
        "notice": _written(elector.notice_delivered_at),
        "recused": elector.recused_because,
    }


def _recusal(interest: Interest) -> dict[str, Any]:
    return {
        "member": str(interest.member.code),
        "name": interest.member.name,
        "ground": interest.ground,
        "reason": interest.reason,
        "since": _written(interest.since),
    }


def _round(item: Item, held: Round, at: datetime) -> dict[str, Any]:
    rows = Ballot.objects.filter(elector__item=item, attempt=held.number).select_related("elector__member")
    outcome = outcome_of(item, held, at)
    aside = {(each.ballot.member, each.ballot.at): each.why.value for each in outcome.set_aside}
    return {
        "number": held.number,
        "method": held.method,
        "text": held.text,
        "opened": _written(held.opened_at),
        "closed": _written(held.closed_at),
        "present": held.present,
        "closed_days": [each.isoformat() for each in sorted(free_days(held.opened_at))]
        if held.method == Item.Method.NO_OBJECTION
        else [],
        "status": held.status or outcome.status.value,
        "reasons": [str(each) for each in outcome.reasons],
        "ballots": [
            {
                "member": str(each.elector.member.code),
                "name": each.elector.member.name,
                "choice": each.choice,
                "reason": each.reason,
                "cast": _written(each.cast_at),
                "set_aside": aside.get((str(each.elector.member.code), each.cast_at), ""),
            }
            for each in rows.order_by("cast_at", "id")
        ],
    }


def _outcome(outcome: engine.Outcome) -> dict[str, Any]:
    return {
        "status": outcome.status.value,
        "method": outcome.method.value,
        "eligible": outcome.eligible,
        "recused": len(outcome.recused),
        "quorum": outcome.quorum_needed,
        "present": outcome.present,
        "quorum_met": outcome.quorum_met,
        "groups": [
            {"group": each.group, "eligible": each.eligible, "needed": each.needed, "present": each.present}
            for each in outcome.groups
        ],
        "cast": outcome.cast,
        "yes": outcome.yes,
        "no": outcome.no,
        "abstain": outcome.abstain,
        "objecting": list(outcome.objectors),
        "standing_aside": list(outcome.stood_aside),
        "closes": _written(outcome.closes),
    }


def _written(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()


def _read(at: str) -> datetime:
    return datetime.fromisoformat(at)
