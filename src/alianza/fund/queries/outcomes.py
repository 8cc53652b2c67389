"""What came out of an item: its rows given to the engine of ballots, and nothing else.

Nothing here reads contributions, fees or arrears; a member is its code and its group.
"""

from collections.abc import Iterable
from datetime import datetime

from alianza.engines import ballots as engine
from alianza.fund.decision_rules import for_kind, version
from alianza.fund.models import Ballot, Change, Decision, Elector, Interest, Item, Opinion, Proposal, Question, Round
from alianza.fund.queries.closed_days import free_days

CHOICES = {
    Ballot.Choice.YES: engine.Choice.YES,
    Ballot.Choice.NO: engine.Choice.NO,
    Ballot.Choice.ABSTAIN: engine.Choice.ABSTAIN,
    Ballot.Choice.AGREE: engine.Choice.NO_OBJECTION,
    Ballot.Choice.ASIDE: engine.Choice.STAND_ASIDE,
    Ballot.Choice.OBJECT: engine.Choice.OBJECT,
}
ANSWERS = {
    Item.Method.CONSENSUS: (Ballot.Choice.AGREE, Ballot.Choice.ASIDE, Ballot.Choice.OBJECT),
    Item.Method.NO_OBJECTION: (Ballot.Choice.AGREE, Ballot.Choice.ASIDE, Ballot.Choice.OBJECT),
    Item.Method.FORMAL: (Ballot.Choice.YES, Ballot.Choice.NO, Ballot.Choice.ABSTAIN),
}
"""What can be answered to each method."""


def rules_of(item: Item) -> engine.Rules:
    """The rules that the item opened under; those of its body while it is a draft."""
    return version(item.rules or for_kind(item.body.rules, item.kind)).rules


def code_of(elector: Elector) -> str:
    return str(elector.member.code)


def electorate_of(item: Item) -> list[Elector]:
    return list(item.electorate.select_related("member"))


def voters(electors: Iterable[Elector]) -> list[engine.Voter]:
    return [engine.Voter(code_of(each), frozenset({each.group})) for each in electors]


def recusals_of(item: Item) -> list[engine.Recusal]:
    return [
        engine.Recusal(str(each.member.code), each.since, engine.Ground(each.ground))
        for each in Interest.objects.filter(item=item, member__in=item.electorate.values("member")).select_related(
            "member"
        )
    ]


def ballots_of(item: Item, number: int) -> list[engine.Ballot]:
    rows = Ballot.objects.filter(elector__item=item, attempt=number).select_related("elector__member")
    return [
        engine.Ballot(code_of(each.elector), CHOICES[Ballot.Choice(each.choice)], each.cast_at, bool(each.reason))
        for each in rows.order_by("cast_at", "id")
    ]


def question_of(item: Item) -> engine.Question | None:
    held = Question.objects.filter(item=item).first()  # never what the item remembers of it
    return None if held is None else engine.Question(held.asked_at, held.answered_at)


def outcome_of(item: Item, held: Round, now: datetime) -> engine.Outcome:
    """The outcome of one round at a moment: a pure function of its rows, the rules and the time.

    Silence counts by the calendar as it was known when the round began: a day closed later moves no deadline.
    """
    rules, electors = rules_of(item), electorate_of(item)
    said, recusals = ballots_of(item, held.number), recusals_of(item)
    if held.method == Item.Method.NO_OBJECTION:
        return engine.no_objection(
            rules,
            voters(electors),
            said,
            opens=held.opened_at,
            now=now,
            notices={code_of(each): each.notice_delivered_at for each in electors},
            long=item.wide,
            recusals=recusals,
            question=question_of(item),
            holidays=free_days(held.opened_at),
        )
    if held.method == Item.Method.FORMAL:
        return engine.formal(
            rules,
            voters(electors),
            said,
            opens=held.opened_at,
            closes=held.closed_at,
            now=now,
            recusals=recusals,
            present=held.present,
            attempts=attempts_at_consensus(item, held.number, now),
        )
    return engine.consensus(
        rules,
        voters(electors),
        said,
        opens=held.opened_at,
        closes=held.closed_at,
        now=now,
        recusals=recusals,
        present=held.present,
    )


def attempts_at_consensus(item: Item, before: int, now: datetime) -> list[engine.Outcome]:
    rounds = item.rounds.filter(method=Item.Method.CONSENSUS, closed_at__isnull=False, number__lt=before)
    return [outcome_of(item, each, now) for each in rounds]


def running_round(item: Item) -> Round | None:
    return item.rounds.filter(closed_at__isnull=True).first()


def papers_clock(item: Item, now: datetime) -> engine.PapersClock:
    """When the item's papers have been out for the days that its rules ask, by the calendar known at the last file."""
    rules = rules_of(item)
    published = [
        engine.PublishedFile(each.title, each.language, each.version, each.published_at) for each in item.papers.all()
    ]
    last = max((each.at for each in published if each.at <= now), default=now)
    return engine.papers_clock(
        published, days=rules.papers_days, languages=rules.languages, now=now, holidays=free_days(last)
    )


def gate_of(proposal: Proposal, now: datetime, change: Change | None = None) -> engine.Gate:
    """Whether it may reach the committee: the advisory group's last opinion, or its refusal overridden.

    Of a proposal, or of a larger change of the programme that it became.
    """
    last = Opinion.objects.filter(proposal=proposal, change=change, given_at__lte=now).order_by("round").last()
    if last is None:
        return engine.gate(None)
    advice = engine.Advice.APPROVED if last.approved else engine.Advice.REFUSED
    return engine.gate(advice, reasoned=bool(last.text), override=_override(last, now))


def _override(opinion: Opinion, now: datetime) -> engine.Outcome | None:
    made = Decision.objects.filter(
        item__subject=opinion.proposal.subject if opinion.change is None else opinion.change.subject,
        item__kind=Item.Kind.OVERRIDE,
        decided_at__gte=opinion.given_at,
        decided_at__lte=now,
        superseded_by__isnull=True,
    )
    decision = made.select_related("item__body").order_by("decided_at").last()
    if decision is None:
        return None
    last = decision.item.rounds.order_by("number").last()
    return None if last is None else outcome_of(decision.item, last, now)
