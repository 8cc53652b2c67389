"""The advisory group: reviewers are invited, declare that they are free, score with reasons; the group concludes."""

import json
from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils import timezone

from alianza.accounts.models import User
from alianza.audit.actions import record
from alianza.engines.ballots import Recommendation
from alianza.fund.actions.moments import moment
from alianza.fund.actions.proposals import locked, move, roles_of
from alianza.fund.actions.proposals_told import reviewer_asked
from alianza.fund.models import Change, Criterion, Opinion, Proposal, Review, ReviewDraft, Score
from alianza.fund.policy import proposals as policy
from alianza.fund.queries.proposals import is_open, round_of, screened_guards
from alianza.fund.queries.screening import group_finds
from alianza.vocabulary.refusal import Refusal, marked


class NotAskedNow(Refusal):
    code = "fund.review.not_asked_now"
    message = marked("An officer invites reviewers while the proposal is endorsed and not yet screened.")


class NoReviewer(Refusal):
    code = "fund.review.no_reviewer"
    field = "reviewer"
    message = marked("Choose somebody who is a reviewer of the advisory group today.")


class Interested(Refusal):
    code = "fund.review.interested"
    field = "reviewer"
    message = marked("This reviewer belongs to an organisation that asks or executes; invite another one.")


class InvitedAlready(Refusal):
    code = "fund.review.invited_already"
    field = "reviewer"
    message = marked("This reviewer was invited already.")


class NotYourReview(Refusal):
    code = "fund.review.not_yours"
    message = marked("This review is somebody else's.")


class DeclareFirst(Refusal):
    code = "fund.review.declare_first"
    message = marked("Declare first whether you have a conflict of interest.")


class DeclaredConflict(Refusal):
    code = "fund.review.declared_conflict"
    message = marked("You declared a conflict of interest; that stays on record, and you take no part.")


class SayWhichConflict(Refusal):
    code = "fund.review.say_which"
    field = "reason"
    message = marked("Say in a few words what the conflict is.")


class ReviewClosed(Refusal):
    code = "fund.review.closed"
    message = marked("This review is closed: the group gave its opinion, or the proposal is not before it any more.")


class EveryCriterion(Refusal):
    code = "fund.review.every_criterion"
    message = marked("Give every criterion a score from 1 to 5 and a reason, and say what you advise.")


class SayWhy(Refusal):
    code = "fund.opinion.say_why"
    field = "text"
    message = marked("An opinion says why.")


@transaction.atomic
def invite(proposal: Proposal, reviewer: User, *, by: User, on: date | None = None) -> Review:
    """Ask somebody of the group to look at it. Raises NotAskedNow, NoReviewer, Interested, InvitedAlready."""
    held = locked(proposal)
    if "officer" not in roles_of(by, held) or held.state != Proposal.State.ENDORSED:
        raise NotAskedNow
    if not policy.is_reviewer(reviewer):
        raise NoReviewer
    if policy.has_interest(reviewer, held):
        raise Interested
    number = round_of(held)
    if Review.objects.filter(proposal=held, reviewer=reviewer, round=number).exists():
        raise InvitedAlready
    review = Review.objects.create(proposal=held, reviewer=reviewer, round=number, asked_at=moment(on))
    record("fund.review.asked", review, by=by, proposal=held.number, reviewer=reviewer.code)
    transaction.on_commit(lambda: reviewer_asked(review))
    return review


def _open(review: Review, by: User) -> tuple[Review, Proposal]:
    """Review and proposal, locked, and the change that it looks at. Raises NotYourReview, ReviewClosed."""
    proposal = locked(review.proposal)
    if review.change_id is not None:  # the opinion on it takes the same row
        Change.objects.select_for_update(no_key=True).get(pk=review.change_id)
    held = Review.objects.select_for_update(no_key=True).get(pk=review.pk)
    if held.reviewer_id != by.pk or not policy.is_reviewer(by):
        raise NotYourReview
    held.proposal = proposal
    if not is_open(held):
        raise ReviewClosed
    return held, proposal


@transaction.atomic
def declare(review: Review, *, conflict: bool, reason: str = "", by: User) -> Review:
    """Say whether there is a conflict of interest: a conflict is final, takes the scores out and closes the papers.

    Raises NotYourReview, ReviewClosed, DeclaredConflict, SayWhichConflict.
    """
    held, proposal = _open(review, by)
    if held.conflict:
        raise DeclaredConflict
    if conflict and not reason.strip():
        raise SayWhichConflict
    held.conflict = conflict
    held.conflict_reason = reason if conflict else ""
    if conflict:
        held.submitted_at = None
        ReviewDraft.objects.filter(review=held).delete()
    held.save(update_fields=["conflict", "conflict_reason", "submitted_at"])
    record("fund.review.declared", held, by=by, proposal=proposal.number, conflict=conflict)
    return held


@transaction.atomic
def score(
    review: Review,
    scores: Mapping[str, tuple[int, str]],
    *,
    advice: str,
    text: str,
    by: User,
    on: date | None = None,
) -> Review:
    """Hand in a score and its reason for every criterion; until the group's opinion it may be handed in anew.

    Raises NotYourReview, ReviewClosed, DeclareFirst, DeclaredConflict, EveryCriterion.
    """
    held, proposal = _open(review, by)
    if held.conflict is None:
        raise DeclareFirst
    if held.conflict:
        raise DeclaredConflict
    whole = set(scores) == set(Criterion.values) and all(
        1 <= points <= 5 and why.strip() for points, why in scores.values()
    )
    if not whole or advice not in Review.Advice.values or not text.strip():
        raise EveryCriterion
    for criterion, (points, why) in scores.items():
        Score.objects.update_or_create(review=held, criterion=criterion, defaults={"score": points, "text": why})
    held.advice, held.text, held.submitted_at = advice, text, moment(on)
    held.save(update_fields=["advice", "text", "submitted_at"])
    ReviewDraft.objects.filter(review=held).delete()
    record("fund.review.scored", held, by=by, proposal=proposal.number, advice=advice)
    return held


@transaction.atomic
def save_draft(review: Review, content: Mapping[str, str], *, by: User) -> ReviewDraft:
    """Keep what was written so far, for the reviewer alone; nothing is handed in, nothing counted.

    Raises NotYourReview, ReviewClosed, DeclareFirst, DeclaredConflict.
    """
    held, _proposal = _open(review, by)
    if held.conflict is None:
        raise DeclareFirst
    if held.conflict:
        raise DeclaredConflict
    draft = ReviewDraft.objects.filter(review=held).first() or ReviewDraft(review=held)
    draft.content, draft.saved_at = json.dumps(dict(content)), timezone.now()
    draft.save()
    record("fund.review.draft_saved", held, by=by)
    return draft


@transaction.atomic
def give_opinion(proposal: Proposal, *, text: str, on: date, by: User) -> Opinion:
    """Conclude: whether the group approves follows from its medians, by rule; `text` says why in words.

    Raises SayWhy, NotYet.
    """
    held = locked(proposal)
    if not text.strip():
        raise SayWhy
    number = round_of(held)
    found = group_finds(held, on, number)
    move(held, "screen", roles_of(by, held), screened_guards(held, on), on=on)
    opinion = Opinion.objects.create(
        proposal=held,
        round=number,
        approved=found.recommendation is Recommendation.APPROVE,
        text=text,
        given_at=moment(on),
        given_by=by,
    )
    ReviewDraft.objects.filter(review__proposal=held, review__change__isnull=True).delete()
    record(
        "fund.proposal.screened",
        held,
        by=by,
        approved=opinion.approved,
        medians={each.criterion: each.median for each in found.scores},
    )
    return opinion
