"""Questions about the registry."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from alianza.consent.queries import holds, people_holding
from alianza.registry.models import Profile, Status

WARNED_DAYS = 30
"""How long before its last day a profile's worker is told."""


def matchable(on: date) -> QuerySet[Profile]:
    """Registered profiles whose people agree to be matched, within their retention: nobody else is ever matched."""
    return Profile.objects.filter(status=Status.REGISTERED, keep_until__gte=on, person__in=people_holding("matching"))


def may_be_matched(profile: Profile, on: date) -> bool:
    """The same for one profile."""
    return profile.status == Status.REGISTERED and profile.keep_until >= on and holds(profile.person, "matching")


def agrees_to_be_named(profile: Profile) -> bool:
    """Whether an employer that the worker said yes to may read the name: asked again at every opening."""
    return holds(profile.person, "named")


def possible_twins(profile: Profile) -> QuerySet[Profile]:
    """Other profiles that share a passport, phone, address, or name and birth date with this one."""
    alike = Q(pk__in=[])
    for column in ("passport_index", "phone_index", "email_index", "name_index"):
        value = getattr(profile, column)
        if value:
            alike |= Q(**{column: value})
    return Profile.objects.filter(alike).exclude(pk=profile.pk)


@dataclass(frozen=True)
class Gap:
    """A step of the form that still lacks something before the profile can be registered."""

    step: str
    field: str


def gaps(profile: Profile) -> list[Gap]:
    """What is still missing, in the order of the steps; none means that the profile can be registered."""
    wanted: list[tuple[str, str, Any]] = [
        ("occupation", "isco", profile.isco or None),
        ("occupation", "years", profile.years),
        ("wishes", "accepts", profile.accepts or None),
        ("qualifications", "education", profile.education),
        ("papers", "available_from", profile.available_from),
        ("about", "origin", profile.origin or None),
        ("about", "birth_date", profile.birth_year),
        ("contact", "full_name", profile.full_name or None),
        ("contact", "phone or email", profile.phone or profile.email or None),
    ]
    return [Gap(step, field) for step, field, value in wanted if value is None]
