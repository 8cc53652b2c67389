"""What the reviewers' scores say together, and a proposal's place among those of its window."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils import timezone

from alianza.engines.ballots import CriterionScore, Screening, ScreeningRules, screening
from alianza.engines.ballots import Review as Read
from alianza.fund.models import Criterion, Opinion, Proposal, Review
from alianza.fund.rules import rule


def rules_on(day: date) -> ScreeningRules:
    numbers = {
        name: rule(name, day)
        for name in ("reviewers", "widest_spread", "screening_approves_from", "screening_refuses_below")
    }
    return ScreeningRules(
        version=max(each.since for each in numbers.values()).isoformat(),
        criteria=tuple(Criterion.values),
        lowest=1,
        highest=5,
        reviewers=int(numbers["reviewers"].value),
        widest=int(numbers["widest_spread"].value),
        approves_from=numbers["screening_approves_from"].value,
        refuses_below=numbers["screening_refuses_below"].value,
    )


def counted(proposal: Proposal, round_: int) -> list[Review]:
    """Reviews that were handed in by people without conflict, in the order in which they were asked."""
    return list(
        proposal.reviews.filter(round=round_, conflict=False, submitted_at__isnull=False)
        .select_related("reviewer")
        .prefetch_related("scores")
    )


def group_finds(proposal: Proposal, on: date, round_: int) -> Screening:
    """Medians, spread, recommendation, and what is still lacking, by the rules of that day."""
    reads = [
        Read(str(each.reviewer.code), {one.criterion: one.score for one in each.scores.all()})
        for each in counted(proposal, round_)
    ]
    reads += [
        Read(str(each.reviewer.code), {}, conflict=True)
        for each in proposal.reviews.filter(round=round_, conflict=True).select_related("reviewer")
    ]
    return screening(reads, rules_on(on))


@dataclass(frozen=True, slots=True)
class Place:
    """`place` of `of` proposals of the window that the group has judged, by the sum of medians."""

    place: int
    of: int
    points: Decimal


def place_of(proposal: Proposal) -> Place | None:
    """Where it stands among the proposals of its window whose latest content the group has judged; ties share a place.

    None before its own opinion.
    """
    latest: dict[int, Opinion] = {}
    of_proposals = Opinion.objects.filter(proposal__window=proposal.window, change__isnull=True)
    for opinion in of_proposals.select_related("proposal"):
        latest[opinion.proposal_id] = opinion  # ordered by proposal and round: the last one stays
    over = (Proposal.State.WITHDRAWN, Proposal.State.RETURNED, Proposal.State.DRAFT)
    points = {
        pk: sum((each.median for each in _judged(opinion)), Decimal(0))
        for pk, opinion in latest.items()
        if pk == proposal.pk or opinion.proposal.state not in over
    }
    own = points.get(proposal.pk)
    if own is None:
        return None
    return Place(1 + sum(each > own for each in points.values()), len(points), own)


def _judged(opinion: Opinion) -> tuple[CriterionScore, ...]:
    return group_finds(opinion.proposal, timezone.localdate(opinion.given_at), opinion.round).scores
