"""Job orders and shortlists over the API: same policy, same actions as the pages."""

from datetime import date
from typing import Any, cast
from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Field, Router, Schema

from alianza.accounts.auth import person_with
from alianza.accounts.models import Scope, User
from alianza.network.policy import employers_of
from alianza.placement import policy
from alianza.placement.actions import orders as actions
from alianza.placement.models import JobOrder
from alianza.placement.reasons import orders_for
from alianza.registry.models import Profile

router = Router()

READ, WRITE = person_with(Scope.PLACEMENT_READ.value), person_with(Scope.PLACEMENT_WRITE.value)


class OrderOut(Schema):
    """A job order; codes as their agencies write them, the wage per month in whole units of the currency."""

    code: UUID
    number: str
    employer: str
    state: str
    destination: str
    permit: str
    isco: str
    posts: int
    places_left: int
    wage: int
    currency: str
    starts_on: date
    origins: list[str]

    @staticmethod
    def resolve_employer(order: JobOrder) -> str:
        return order.employer.name


class ProposalOut(Schema):
    """A worker on a shortlist, by pseudonym."""

    rank: int
    worker: str
    origin: str
    score: int
    parts: dict[str, int]
    answer: str


class FitOut(Schema):
    """An open order that fits the caller."""

    order: OrderOut
    score: int = Field(..., description="1 to 10,001 under scoring profile 1")
    permit: str = Field(..., description="eligible, not_eligible or undetermined, by the permit category's sheet")


class Problem(Schema):
    """RFC 9457: what is wrong, in a sentence."""

    type: str
    title: str
    status: int
    code: str


def _visible(request: HttpRequest, code: UUID) -> JobOrder:
    visible = policy.orders_visible_to(request.user).select_related("employer", "programme")
    return get_object_or_404(visible, code=code)


@router.get("/orders", response={200: list[OrderOut], 401: Problem}, auth=READ)
def orders(request: HttpRequest, state: str = "", offset: int = 0) -> Any:
    """Orders that the caller may see, the latest first, a hundred at a time from `offset`."""
    visible = policy.orders_visible_to(request.user).select_related("employer")
    if state in JobOrder.State.values:
        visible = visible.filter(state=state)
    start = min(max(offset, 0), 1_000_000)
    return list(visible[start : start + 100])


@router.get("/orders/{code}", response={200: OrderOut, 401: Problem, 404: Problem}, auth=READ)
def order(request: HttpRequest, code: UUID) -> Any:
    """One order."""
    return _visible(request, code)


@router.get("/orders/{code}/shortlist", response={200: list[ProposalOut], 401: Problem, 404: Problem}, auth=READ)
def shortlist(request: HttpRequest, code: UUID) -> Any:
    """Workers proposed for an order, by rank and pseudonym."""
    held = _visible(request, code)
    if not policy.may_see_shortlist(request.user, held):
        raise Http404
    return [
        {
            "rank": each.rank,
            "worker": each.profile.pseudonym,
            "origin": each.profile.origin,
            "score": each.score,
            "parts": each.parts,
            "answer": each.answer,
        }
        for each in policy.proposals_visible_to(request.user).filter(order=held).select_related("profile")
    ]


@router.post("/orders/{code}/submit", response={200: OrderOut, 401: Problem, 404: Problem, 409: Problem}, auth=WRITE)
def submit(request: HttpRequest, code: UUID) -> Any:
    """Send a draft for approval; refused with every condition that the permit fails."""
    held = _visible(request, code)
    if not employers_of(request.user).filter(pk=held.employer_id).exists():
        raise Http404
    actions.submit_order(held, by=cast(User, request.user))
    held.refresh_from_db()
    return held


@router.get("/mine", response={200: list[FitOut], 401: Problem, 404: Problem}, auth=READ)
def mine(request: HttpRequest) -> Any:
    """Open orders that fit the caller's own profile, the best first."""
    profile = get_object_or_404(Profile, user=cast(User, request.user))
    return [
        {"order": fit.order, "score": fit.score, "permit": fit.permit}
        for fit in orders_for(profile, on=timezone.localdate()).fitting
    ]
