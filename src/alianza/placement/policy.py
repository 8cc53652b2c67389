"""Who may see and do what with orders, shortlists, runs and placements.

An employer's agent sees that employer's orders and, by pseudonym, the workers proposed for them; a name only after the
worker agreed. A worker sees open orders and what concerns them. Officers see all; a focal point for placement sees what
touches their country. Auditors read the trail of deeds instead of files.
"""

from django.db.models import Q, QuerySet
from django.utils import timezone

from alianza.network.models import Mandate, Subject
from alianza.network.policy import Visitor, employers_of, is_officer, is_worker, mandates_in_force
from alianza.placement.models import JobOrder, Placement, Programme, Proposal, Run
from alianza.registry.queries import matchable


def _own_countries(user: Visitor) -> QuerySet[Mandate]:
    return mandates_in_force(user).filter(subject=Subject.PLACEMENT)


def orders_visible_to(user: Visitor) -> QuerySet[JobOrder]:
    """Orders a person may read. Open orders are known to every signed-in worker; drafts to their employer."""
    if not user.is_authenticated:
        return JobOrder.objects.none()
    if is_officer(user):
        return JobOrder.objects.exclude(state=JobOrder.State.DRAFT)
    allowed = Q(employer__in=employers_of(user))
    if is_worker(user):
        allowed |= Q(state=JobOrder.State.OPEN)
    countries = set(_own_countries(user).values_list("country", flat=True))
    if countries:
        allowed |= Q(state__in=(JobOrder.State.OPEN, JobOrder.State.CLOSED), destination__in=countries)
        allowed |= Q(pk__in=_open_to(countries))
    return JobOrder.objects.filter(allowed)


def orders_known_to_worker(user: Visitor) -> QuerySet[JobOrder]:
    """Open orders, and closed ones that a worker was asked about or holds a place on."""
    if not user.is_authenticated:
        return JobOrder.objects.none()
    asked = Proposal.objects.filter(profile__user=user).exclude(answer=Proposal.Answer.WAITING)
    placed = Placement.objects.filter(profile__user=user)
    own = Q(pk__in=asked.values("order")) | Q(pk__in=placed.values("order"))
    return JobOrder.objects.filter(Q(state=JobOrder.State.OPEN) | Q(own, state=JobOrder.State.CLOSED))


def _open_to(countries: set[str]) -> list[int]:
    """Open orders whose list of origins names one of the countries (JSON lists have no portable look-up)."""
    open_orders = JobOrder.objects.filter(state__in=(JobOrder.State.OPEN, JobOrder.State.CLOSED))
    return [pk for pk, origins in open_orders.values_list("pk", "origins") if countries & set(origins)]


def may_place_orders(user: Visitor) -> bool:
    return employers_of(user).exists()


def may_edit(user: Visitor, order: JobOrder) -> bool:
    editable = order.state in {JobOrder.State.DRAFT, JobOrder.State.RETURNED}
    return editable and employers_of(user).filter(pk=order.employer_id).exists()


def may_approve(user: Visitor, order: JobOrder) -> bool:
    return is_officer(user) and order.state == JobOrder.State.SUBMITTED


def may_close(user: Visitor, order: JobOrder) -> bool:
    own = employers_of(user).filter(pk=order.employer_id).exists()
    return order.state == JobOrder.State.OPEN and (own or is_officer(user))


def may_see_shortlist(user: Visitor, order: JobOrder) -> bool:
    return is_officer(user) or employers_of(user).filter(pk=order.employer_id).exists()


def may_draw_up(user: Visitor, order: JobOrder) -> bool:
    return order.state == JobOrder.State.OPEN and may_see_shortlist(user, order)


def proposals_visible_to(user: Visitor) -> QuerySet[Proposal]:
    if not user.is_authenticated:
        return Proposal.objects.none()
    proposals = Proposal.objects.filter(Q(profile__user=user) | _still_agreed())
    if is_officer(user):
        return proposals
    return proposals.filter(Q(order__employer__in=employers_of(user)) | Q(profile__user=user))


def _still_agreed() -> Q:
    """Who withdrew from being matched leaves every shortlist at once, but for orders they said yes to."""
    return Q(profile__in=matchable(timezone.localdate())) | Q(answer=Proposal.Answer.AGREED)


def may_answer(user: Visitor, proposal: Proposal) -> bool:
    return proposal.profile.user_id is not None and proposal.profile.user_id == getattr(user, "pk", None)


def may_open_file(user: Visitor, proposal: Proposal) -> bool:
    """The employer reads a name only after the worker agreed for this order; an officer always gives a reason."""
    if is_officer(user):
        return True
    own = employers_of(user).filter(pk=proposal.order.employer_id).exists()
    return own and proposal.answer == Proposal.Answer.AGREED


def programmes_visible_to(user: Visitor) -> QuerySet[Programme]:
    if not user.is_authenticated:
        return Programme.objects.none()
    return Programme.objects.all()


def may_run(user: Visitor) -> bool:
    return is_officer(user)


def runs_visible_to(user: Visitor) -> QuerySet[Run]:
    return Run.objects.all() if is_officer(user) else Run.objects.none()


def placements_visible_to(user: Visitor) -> QuerySet[Placement]:
    if not user.is_authenticated:
        return Placement.objects.none()
    if is_officer(user):
        return Placement.objects.all()
    return Placement.objects.filter(Q(order__employer__in=employers_of(user)) | Q(profile__user=user))
