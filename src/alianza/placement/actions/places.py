"""Deeds on single places: offer, take up, decline, end. The last free post goes to exactly one worker.

Who locks more than one thing locks the programme first, then the profile, the order, the place, and the trail of deeds
last: the removal of a profile, which begins below in `registry` and knows no programme, cannot take the others in
another order. Locks are `no_key`, since
PostgreSQL looks at foreign keys when it commits, while the trail is held.
"""

from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from alianza.accounts.models import User
from alianza.audit.actions import record
from alianza.network.policy import employers_of, is_officer
from alianza.placement import notices, wording
from alianza.placement.models import JobOrder, Placement, Programme, Proposal, Run, RunPlace
from alianza.placement.programme_limits import used_up
from alianza.registry.models import Profile
from alianza.registry.queries import may_be_matched
from alianza.vocabulary.refusal import Refusal, marked


class NoPlaceLeft(Refusal):
    code = "placement.order.no_place_left"
    message = marked("%(order)s has no free post any more.")


class OrderNotOpen(Refusal):
    code = "placement.order.not_open"
    message = marked("%(order)s is not open.")


class HoldsAPlace(Refusal):
    code = "placement.place.held"
    message = marked("This worker holds an offered or taken place already.")


class Withdrawn(Refusal):
    code = "placement.place.worker_withdrew"
    message = marked("This worker withdrew since the shortlist was drawn up. No place was offered.")


class AgreedNumberReached(Refusal):
    code = "placement.place.agreed_number_reached"
    message = marked(
        "%(limit)s: the agreed number is %(allowed)s, and no place is left. Have the limits raised, or wait until "
        "a place is declined."
    )


class NotYourPlace(Refusal):
    code = "placement.place.not_yours"
    message = marked("Only the worker to whom the place was offered can answer, and only once.")


class NotToBeEnded(Refusal):
    code = "placement.place.not_ended"
    message = marked("Only an officer or the employer can end a placement that was taken up.")


def hold(profiles: Iterable[int]) -> set[int]:
    """Lock profiles by key until the transaction ends, and say which of them are still there."""
    wanted, found = sorted(profiles), set[int]()
    for start in range(0, len(wanted), 5000):
        rows = Profile.objects.select_for_update(no_key=True).filter(pk__in=wanted[start : start + 5000])
        found.update(rows.order_by("pk").values_list("pk", flat=True))
    return found


def give_place(order: JobOrder, profile: Profile, *, run: Run | None, by: User) -> Placement:
    """Offer one post of an order that the caller has locked and found open."""
    if order.filled >= order.posts:
        raise NoPlaceLeft(order=str(order))
    try:
        with transaction.atomic():
            placement = Placement.objects.create(order=order, profile=profile, run=run)
    except IntegrityError:
        raise HoldsAPlace from None
    order.filled += 1
    order.save(update_fields=["filled"])
    record("placement.place.offered", placement, by=by, order=order.code, profile=profile.code)
    return placement


@transaction.atomic
def offer_place(order: JobOrder, profile: Profile, *, by: User) -> Placement:
    """Offer a post by hand to a worker who agreed to be shown to this employer."""
    # whoever accepts a run of the programme counts the places given, so none is given meanwhile
    programme = Programme.objects.select_for_update(no_key=True).get(pk=order.programme_id)
    worker = Profile.objects.select_for_update(no_key=True).filter(pk=profile.pk).first()
    held = JobOrder.objects.select_for_update(no_key=True).get(pk=order.pk)
    if held.state != JobOrder.State.OPEN:
        raise OrderNotOpen(order=str(held))
    if worker is None or not may_be_matched(worker, timezone.localdate()):
        raise Withdrawn
    shown = Proposal.objects.select_for_update(no_key=True).filter(order=held, profile=worker).first()
    if shown is not None and shown.answer != Proposal.Answer.AGREED:
        raise Withdrawn
    for broken in used_up(programme, [RunPlace(order=held, profile=worker)]):
        raise AgreedNumberReached(limit=wording.limit(broken.kind, broken.keys), allowed=broken.allowed)
    placement = give_place(held, worker, run=None, by=by)
    transaction.on_commit(lambda: notices.place_offered(placement))
    return placement


@transaction.atomic
def answer_place(placement: Placement, *, take: bool, by: User) -> None:
    """The worker takes the place up or declines it; a declined post is free again at once."""
    order = JobOrder.objects.select_for_update(no_key=True).get(pk=placement.order_id)
    held = (
        Placement.objects.select_for_update(of=("self",), no_key=True)
        .select_related("profile")
        .filter(pk=placement.pk)
        .first()
    )
    if held is None or held.profile.user_id != by.pk or held.state != Placement.State.OFFERED:
        raise NotYourPlace
    held.state = Placement.State.TAKEN if take else Placement.State.DECLINED
    held.answered_at = timezone.now()
    held.save(update_fields=["state", "answered_at"])
    if not take:
        order.filled -= 1
        order.save(update_fields=["filled"])
    deed = "placement.place.taken" if take else "placement.place.declined"
    record(deed, held, by=by, order=order.code)


@transaction.atomic
def end_place(placement: Placement, *, reason: str, by: User) -> None:
    """End a placement that was taken up; its post stays counted as filled, since somebody came."""
    held = Placement.objects.select_for_update(of=("self",), no_key=True).select_related("order").get(pk=placement.pk)
    own = employers_of(by).filter(pk=held.order.employer_id).exists()
    if held.state != Placement.State.TAKEN or not (own or is_officer(by)):
        raise NotToBeEnded
    held.state = Placement.State.ENDED
    held.save(update_fields=["state"])
    record("placement.place.ended", held, by=by, reason=reason)


def free_the_post(placement: Placement) -> None:
    """Before a place goes with its worker's profile: its post is free again, and the count agrees with the places."""
    JobOrder.objects.select_for_update(no_key=True).get(pk=placement.order_id)
    if Placement.objects.filter(pk=placement.pk).exclude(state=Placement.State.DECLINED).exists():
        JobOrder.objects.filter(pk=placement.order_id).update(filled=F("filled") - 1)
