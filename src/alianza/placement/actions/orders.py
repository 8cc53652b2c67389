"""Deeds on job orders: draft, change, submit, return, approve, close."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from alianza.accounts.models import User
from alianza.audit.actions import record
from alianza.certification.queries.labels import label_on, suspended_on
from alianza.network.models import Organisation
from alianza.network.policy import employers_of
from alianza.placement import notices, policy
from alianza.placement.labels import is_demanded_label
from alianza.placement.models import JobOrder
from alianza.placement.permit import check_offer
from alianza.vocabulary.refusal import Refusal, Stale, marked


class NotYourOrder(Refusal):
    code = "placement.order.not_yours"
    message = marked("Only an agent of the employer can change this order while it is a draft or was returned.")


class OrderMoved(Refusal):
    code = "placement.order.moved"
    message = marked("%(order)s is no longer in the state that this needs; look at it again.")


class OfferFailsPermit(Refusal):
    code = "placement.order.fails_permit"
    message = marked("This offer cannot lead to the permit chosen. What fails: %(conditions)s.")


class OfferNotAnswered(Refusal):
    code = "placement.order.offer_not_answered"
    message = marked("The permit asks for more about the offer. Answer first: %(questions)s.")


class NoSheet(Refusal):
    code = "placement.order.no_sheet"
    message = marked("There is no sheet in force for the permit category %(permit)s, so the order cannot be checked.")
    field = "permit"


class OrderIncomplete(Refusal):
    code = "placement.order.incomplete"
    message = marked("%(order)s does not say yet to whom it is open and on which terms. Fill in every step first.")


class LabelDemanded(Refusal):
    code = "placement.order.label_demanded"
    message = marked(
        "%(programme)s takes orders only from firms with an audited fair-recruitment label, and %(employer)s has none."
    )


class OneOfThem(Refusal):
    code = "placement.order.own_approval"
    message = marked("An officer who is also an agent of the employer cannot approve its order.")


def _locked(order: JobOrder) -> JobOrder:
    return (
        JobOrder.objects.select_for_update(of=("self",), no_key=True)
        .select_related("employer", "programme")
        .get(pk=order.pk)
    )


class LabelSuspended(Refusal):
    code = "placement.order.label_suspended"
    message = marked(
        "The fair-recruitment label of %(employer)s is suspended since %(since)s, and none of its orders goes further "
        "until it is given back or has ended. The reason: %(reason)s"
    )


def hold_against_label(order: JobOrder, *, on: date) -> None:
    """Refuse where the programme demands a label that the employer does not hold, or where its label is suspended."""
    suspended = suspended_on(order.employer, on)
    if suspended is not None:
        raise LabelSuspended(
            employer=order.employer.name, since=suspended.since.isoformat(), reason=suspended.reason or "-"
        )
    if order.programme.demands_label and not is_demanded_label(label_on(order.employer, on)):
        raise LabelDemanded(programme=order.programme.name, employer=order.employer.name)


@transaction.atomic
def draft_order(employer: Organisation, fields: dict[str, Any], *, by: User) -> JobOrder:
    """Begin an order for an employer the person is an agent of."""
    if not employers_of(by).filter(pk=employer.pk).exists():
        raise NotYourOrder
    order = JobOrder.objects.create(employer=employer, **fields)
    record("placement.order.drafted", order, by=by, permit=order.permit, posts=order.posts, isco=order.isco)
    return order


@transaction.atomic
def change_order(order: JobOrder, fields: dict[str, Any], *, version: int, by: User) -> JobOrder:
    """Save a change, unless somebody else changed the order since this person opened it."""
    held = _locked(order)
    if held.version != version:
        raise Stale(thing=str(held))
    if not policy.may_edit(by, held):
        raise NotYourOrder
    for name, value in fields.items():
        setattr(held, name, value)
    held.version += 1
    held.save()
    record("placement.order.changed", held, by=by, fields=sorted(fields), version=held.version)
    return held


def _hold_against_permit(order: JobOrder) -> None:
    """Refuse an offer that no worker could use, naming every condition at once."""
    check = check_offer(order, on=timezone.localdate())
    if check.sheet is None:
        raise NoSheet(permit=order.permit)
    if check.unmet:
        raise OfferFailsPermit(conditions="; ".join(label.in_language("en")[0] for _id, label in check.unmet))


@transaction.atomic
def submit_order(order: JobOrder, *, by: User) -> None:
    """Send the order to the officers, once the offer holds against its permit category."""
    held = _locked(order)
    if not policy.may_edit(by, held):
        raise NotYourOrder
    if not held.origins:  # the step on pay and time was not filled in, and its values are placeholders
        raise OrderIncomplete(order=str(held))
    _hold_against_permit(held)
    hold_against_label(held, on=timezone.localdate())
    held.state = JobOrder.State.SUBMITTED
    held.returned_because = ""
    held.version += 1
    held.save(update_fields=["state", "returned_because", "version"])
    record("placement.order.submitted", held, by=by, permit=held.permit, posts=held.posts)


@transaction.atomic
def return_order(order: JobOrder, *, reason: str, by: User) -> None:
    """Send the order back with what has to change."""
    held = _locked(order)
    if not policy.may_approve(by, held):
        raise OrderMoved(order=str(held))
    held.state = JobOrder.State.RETURNED
    held.returned_because = reason
    held.version += 1
    held.save(update_fields=["state", "returned_because", "version"])
    record("placement.order.returned", held, by=by, reason=reason)
    transaction.on_commit(lambda: notices.order_answered(held))


@transaction.atomic
def approve_order(order: JobOrder, *, by: User) -> None:
    """Open the order: the offer still holds, and the approver is not its employer's agent."""
    held = _locked(order)
    if not policy.may_approve(by, held):
        raise OrderMoved(order=str(held))
    if employers_of(by).filter(pk=held.employer_id).exists():
        raise OneOfThem
    _hold_against_permit(held)
    hold_against_label(held, on=timezone.localdate())
    held.state = JobOrder.State.OPEN
    held.approved_by = by
    held.version += 1
    held.save(update_fields=["state", "approved_by", "version"])
    record("placement.order.approved", held, by=by, permit=held.permit, posts=held.posts)
    transaction.on_commit(lambda: notices.order_answered(held))


@transaction.atomic
def close_order(order: JobOrder, *, reason: str, by: User) -> None:
    """Stop filling the order; places already taken stay."""
    held = _locked(order)
    if not policy.may_close(by, held):
        raise OrderMoved(order=str(held))
    held.state = JobOrder.State.CLOSED
    held.version += 1
    held.save(update_fields=["state", "version"])
    record("placement.order.closed", held, by=by, reason=reason, places_left=held.places_left)
