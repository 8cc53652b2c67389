"""Deeds on the network: who joins, who holds which role, who speaks for a country."""

from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from alianza.accounts.models import User
from alianza.audit.actions import Actor, record
from alianza.network.models import Mandate, Membership, Organisation
from alianza.vocabulary.refusal import Refusal, marked


class AlreadyMember(Refusal):
    code = "network.organisation.exists"
    message = marked("%(name)s is in the register already for this country.")
    field = "name"


class RoleHeldAlready(Refusal):
    code = "network.membership.held"
    message = marked("This person holds that role in %(organisation)s already.")
    field = "email"


class MandateOverlaps(Refusal):
    code = "network.mandate.overlaps"
    message = marked("This person is focal point for that subject already, from %(begins)s to %(ends)s.")
    field = "email"


class OutsideTheMandate(Refusal):
    code = "network.mandate.outside"
    message = marked("A delegation lies inside the mandate it comes from: %(begins)s to %(ends)s.")
    field = "ends_on"


class NotOnesOwnDelegate(Refusal):
    code = "network.mandate.own_delegate"
    message = marked("A focal point cannot delegate to the same person.")
    field = "email"


class AlreadyEnded(Refusal):
    code = "network.ended"
    message = marked("This has ended already.")


@transaction.atomic
def enter_organisation(*, name: str, actor_type: str, country: str, by: Actor) -> Organisation:
    """Add an organisation to the register."""
    try:
        with transaction.atomic():
            organisation = Organisation.objects.create(name=name, actor_type=actor_type, country=country)
    except IntegrityError:
        raise AlreadyMember(name=name) from None
    record("network.organisation.entered", organisation, by=by, actor_type=actor_type, country=country)
    return organisation


@transaction.atomic
def give_role(user: User, organisation: Organisation, role: str, *, by: Actor) -> Membership:
    """Give a person a role in an organisation from today."""
    try:
        with transaction.atomic():
            membership = Membership.objects.create(
                user=user, organisation=organisation, role=role, begins_on=timezone.localdate()
            )
    except IntegrityError:
        raise RoleHeldAlready(organisation=organisation.name) from None
    record("network.membership.given", membership, by=by, role=role, person=user.code, organisation=organisation.code)
    return membership


@transaction.atomic
def end_role(membership: Membership, *, by: Actor) -> None:
    """End a role today; the person keeps it until midnight of the day before."""
    membership.refresh_from_db(from_queryset=Membership.objects.select_for_update())
    if membership.ends_on is not None:
        raise AlreadyEnded
    yesterday = date.fromordinal(timezone.localdate().toordinal() - 1)
    membership.begins_on = min(membership.begins_on, yesterday)
    membership.ends_on = yesterday
    membership.save(update_fields=["begins_on", "ends_on"])
    record("network.membership.ended", membership, by=by, role=membership.role)


@transaction.atomic
def name_focal_point(
    user: User, organisation: Organisation, *, country: str, subject: str, begins_on: date, ends_on: date, by: Actor
) -> Mandate:
    """A member names a person focal point of a country for a subject between two dates."""
    User.objects.select_for_update(no_key=True).get(pk=user.pk)  # two who name one person take turns
    overlapping = Mandate.objects.filter(
        Q(begins_on__lte=ends_on, ends_on__gte=begins_on),
        user=user,
        country=country,
        subject=subject,
        revoked_at__isnull=True,
        delegated_from__isnull=True,
    )
    for held in overlapping:
        raise MandateOverlaps(begins=held.begins_on, ends=held.ends_on)
    mandate = Mandate.objects.create(
        user=user, organisation=organisation, country=country, subject=subject, begins_on=begins_on, ends_on=ends_on
    )
    record(
        "network.mandate.named", mandate, by=by, country=country, subject=subject, begins=begins_on, ends=ends_on,
        person=user.code,
    )  # fmt: skip
    return mandate


@transaction.atomic
def delegate(mandate: Mandate, to: User, *, begins_on: date, ends_on: date, by: Actor) -> Mandate:
    """Pass a mandate to somebody else for a time inside it; it ends with the mandate it comes from."""
    mandate.refresh_from_db(from_queryset=Mandate.objects.select_for_update())
    if mandate.revoked_at is not None:
        raise AlreadyEnded
    if to.pk == mandate.user_id:
        raise NotOnesOwnDelegate
    if begins_on < mandate.begins_on or ends_on > mandate.ends_on:
        raise OutsideTheMandate(begins=mandate.begins_on, ends=mandate.ends_on)
    delegation = Mandate.objects.create(
        user=to,
        organisation=mandate.organisation,
        country=mandate.country,
        subject=mandate.subject,
        begins_on=begins_on,
        ends_on=ends_on,
        delegated_from=mandate,
    )
    record("network.mandate.delegated", delegation, by=by, mandate=mandate.code, begins=begins_on, ends=ends_on)
    return delegation


@transaction.atomic
def revoke(mandate: Mandate, *, by: Actor) -> None:
    """End a mandate at once; what was delegated from it ends with it."""
    mandate.refresh_from_db(from_queryset=Mandate.objects.select_for_update())
    if mandate.revoked_at is not None:
        raise AlreadyEnded
    mandate.revoked_at = timezone.now()
    mandate.save(update_fields=["revoked_at"])
    record("network.mandate.revoked", mandate, by=by, country=mandate.country, subject=mandate.subject)
