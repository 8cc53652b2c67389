"""Deeds on shortlists: draw up, ask the workers, hear their answer, open a file."""

from collections.abc import Sequence
from functools import partial

from django.db import transaction
from django.utils import timezone

from alianza.accounts.models import User
from alianza.audit.actions import record
from alianza.consent import actions as consent
from alianza.network.policy import is_officer
from alianza.placement import notices, policy
from alianza.placement.actions import places as posts
from alianza.placement.actions.orders import hold_against_label
from alianza.placement.models import JobOrder, Proposal
from alianza.placement.solving import Found, best_for
from alianza.registry.actions.openings import OpenedFile, open_file
from alianza.registry.queries import agrees_to_be_named
from alianza.vocabulary.refusal import Refusal, marked


class OrderNotOpen(Refusal):
    code = "placement.shortlist.order_not_open"
    message = marked("%(order)s is not open, so no shortlist is drawn up for it.")


class AnsweredAlready(Refusal):
    code = "placement.proposal.answered"
    message = marked("This was answered already.")


class NotYoursToAnswer(Refusal):
    code = "placement.proposal.not_yours"
    message = marked("Only the worker can answer for themselves.")


class NotAgreed(Refusal):
    code = "placement.proposal.not_agreed"
    message = marked("The worker has not agreed to be shown to this employer.")


@transaction.atomic
def draw_up(order: JobOrder, *, places: int, by: User) -> int:
    """Propose the best `places` workers for an open order; answers already given stand. Returns how many."""
    asked = JobOrder.objects.select_related("employer", "programme").get(pk=order.pk)
    if not policy.may_draw_up(by, asked):
        raise OrderNotOpen(order=str(asked))
    hold_against_label(asked, on=timezone.localdate())
    found = best_for(asked, places=places, on=timezone.localdate())
    present = posts.hold(each.profile for each in found)
    held = JobOrder.objects.select_for_update(no_key=True).get(pk=order.pk)
    if not policy.may_draw_up(by, held):  # closed while the workers were found
        raise OrderNotOpen(order=str(held))
    found = [each for each in found if each.profile in present]
    _replace(held, found)
    record("placement.shortlist.drawn_up", held, by=by, proposed=len(found), places=places)
    return len(found)


def _replace(order: JobOrder, found: Sequence[Found]) -> None:
    """Put the new ranks in place; workers no longer found leave unless they were asked or answered."""
    order.proposals.filter(answer=Proposal.Answer.WAITING).delete()
    kept = {proposal.profile_id: proposal for proposal in order.proposals.all()}
    fresh = []
    for each in found:
        known = kept.get(each.profile)
        if known is None:
            fresh.append(
                Proposal(order=order, profile_id=each.profile, rank=each.rank, score=each.score, parts=each.parts)
            )
        else:
            known.rank, known.score, known.parts = each.rank, each.score, each.parts
            known.save(update_fields=["rank", "score", "parts"])
    Proposal.objects.bulk_create(fresh, batch_size=500)


@transaction.atomic
def ask(proposals: Sequence[Proposal], *, by: User) -> int:
    """Ask workers whether they agree to be shown to the employer; those asked before are left alone."""
    chosen = Proposal.objects.select_for_update(of=("self",), no_key=True).filter(
        pk__in=[proposal.pk for proposal in proposals], answer=Proposal.Answer.WAITING
    )
    asked = 0
    for proposal in chosen.select_related("order__employer", "order__programme", "profile").order_by("pk"):
        if not policy.may_see_shortlist(by, proposal.order):
            raise NotYoursToAnswer
        if proposal.order.state != JobOrder.State.OPEN:
            raise posts.OrderNotOpen(order=str(proposal.order))
        hold_against_label(proposal.order, on=timezone.localdate())
        proposal.answer = Proposal.Answer.ASKED
        proposal.save(update_fields=["answer"])
        record("placement.proposal.asked", proposal, by=by, order=proposal.order.code, profile=proposal.profile.code)
        transaction.on_commit(partial(notices.worker_asked, proposal))
        asked += 1
    return asked


@transaction.atomic
def answer(proposal: Proposal, *, agreed: bool, by: User, wording: int = 0) -> None:
    """The worker agrees or declines to be shown by name; they may change their mind until a place is offered.

    Agreeing is a consent to the purpose `named`, in the version of its `wording` that stood beside the button.
    """
    held = (
        Proposal.objects.select_for_update(of=("self",), no_key=True)
        .select_related("order", "profile")
        .get(pk=proposal.pk)
    )
    if not policy.may_answer(by, held):
        raise NotYoursToAnswer
    if held.profile.placements.filter(order=held.order).exists():
        raise AnsweredAlready
    if agreed and not agrees_to_be_named(held.profile):
        consent.give(held.profile.person, "named", version=wording, language=by.language, by=by)
    held.answer = Proposal.Answer.AGREED if agreed else Proposal.Answer.DECLINED
    held.answered_at = timezone.now()
    held.save(update_fields=["answer", "answered_at"])
    deed = "placement.proposal.agreed" if agreed else "placement.proposal.declined"
    record(deed, held, by=by, order=held.order.code)
    transaction.on_commit(lambda: notices.worker_answered(held))


@transaction.atomic
def open_proposed_file(proposal: Proposal, *, reason: str, by: User) -> OpenedFile:
    """Open the worker's file for a named reason; the opening is recorded and the worker sees it."""
    held = Proposal.objects.select_related("order", "profile").get(pk=proposal.pk)
    if not policy.may_open_file(by, held):
        raise NotAgreed
    for_order = None if is_officer(by) else held.order.code
    return open_file(held.profile, by=by, reason=reason, order=for_order)
