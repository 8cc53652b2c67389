"""What a person's memberships and mandates allow. Every other context's policy asks here who somebody is."""

from datetime import date
from typing import Any, TypeAlias

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet
from django.utils import timezone

from alianza.accounts.models import User
from alianza.network.models import Mandate, Membership, Organisation, RoleCode

Visitor: TypeAlias = User | AnonymousUser


def memberships_in_force(user: Visitor, on: date | None = None) -> QuerySet[Membership]:
    if not user.is_authenticated:
        return Membership.objects.none()
    on = on or timezone.localdate()
    return Membership.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=on),
        Q(organisation__left_on__isnull=True) | Q(organisation__left_on__gte=on),
        user=user,
        begins_on__lte=on,
    )


def mandates_in_force(user: Visitor, on: date | None = None) -> QuerySet[Mandate]:
    if not user.is_authenticated:
        return Mandate.objects.none()
    on = on or timezone.localdate()
    return Mandate.objects.filter(
        Q(delegated_from__isnull=True)
        | Q(
            delegated_from__revoked_at__isnull=True, delegated_from__ends_on__gte=on, delegated_from__begins_on__lte=on
        ),
        user=user,
        revoked_at__isnull=True,
        begins_on__lte=on,
        ends_on__gte=on,
    )


def roles_of(user: Visitor) -> frozenset[str]:
    """Codes of the roles in force today; a signed-in person without another role is a worker.

    Read once per request: the answer is kept on the user object.
    """
    kept: Any = getattr(user, "_roles_in_force", None)
    if kept is not None:
        return frozenset(kept)
    if not user.is_authenticated:
        return frozenset()
    roles = set(memberships_in_force(user).values_list("role", flat=True))
    if mandates_in_force(user).exists():
        roles.add("focal_point")
    found = frozenset(roles or {"worker"})
    user._roles_in_force = found  # type: ignore[attr-defined]
    return found


def is_officer(user: Visitor) -> bool:
    return RoleCode.OFFICER in roles_of(user)


def is_administrator(user: Visitor) -> bool:
    return RoleCode.ADMINISTRATOR in roles_of(user)


def is_auditor(user: Visitor) -> bool:
    return RoleCode.AUDITOR in roles_of(user)


def is_worker(user: Visitor) -> bool:
    return "worker" in roles_of(user)


def is_focal_point(user: Visitor, country: str, subject: str) -> bool:
    return mandates_in_force(user).filter(country=country, subject=subject).exists()


def employers_of(user: Visitor) -> QuerySet[Organisation]:
    """Organisations for which the person may place job orders."""
    return organisations_of(user, RoleCode.EMPLOYER)


def organisations_of(user: Visitor, role: str) -> QuerySet[Organisation]:
    """Organisations in which the person holds that role today."""
    return Organisation.objects.filter(pk__in=memberships_in_force(user).filter(role=role).values("organisation"))


def visible_to(user: Visitor) -> QuerySet[Organisation]:
    """The register of organisations is public; those that left stay visible to officers only."""
    if is_officer(user):
        return Organisation.objects.all()
    return Organisation.objects.filter(left_on__isnull=True)


def may_keep_network(user: Visitor) -> bool:
    return is_officer(user)


def may_delegate(user: Visitor, mandate: Mandate) -> bool:
    return mandate.user_id == getattr(user, "pk", None) and mandate.in_force() and mandate.delegated_from_id is None
