"""Who answers for those invited to a round: the people who are told of it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from alianza.accounts.models import User
from alianza.instruments.models import Invitation, Round
from alianza.instruments.policy import ANSWER_FOR
from alianza.network.models import Mandate, Membership

SILENT_DAYS = 60


def people_of(campaign: Round, invitations: Iterable[Invitation]) -> Mapping[int, list[User]]:
    """By invitation: focal points with a mandate in force, members who act for the organisation, the person named.

    Colleagues to whom sections were given are not among them: they hear from whoever asked them.
    """
    asked = list(invitations)
    today = timezone.localdate()
    states, organisations = defaultdict(list), defaultdict(list)
    mandates = Mandate.objects.filter(
        Q(delegated_from__isnull=True)
        | Q(
            delegated_from__revoked_at__isnull=True,
            delegated_from__begins_on__lte=today,
            delegated_from__ends_on__gte=today,
        ),
        subject=campaign.subject,
        country__in={each.country for each in asked if each.country},
        revoked_at__isnull=True,
        begins_on__lte=today,
        ends_on__gte=today,
        user__is_active=True,
    )
    for mandate in mandates.select_related("user"):
        states[mandate.country].append(mandate.user)
    memberships = Membership.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=today),
        Q(organisation__left_on__isnull=True) | Q(organisation__left_on__gte=today),
        organisation__in={each.organisation_id for each in asked if each.organisation_id},
        role__in=ANSWER_FOR,
        begins_on__lte=today,
        user__is_active=True,
    )
    for membership in memberships.select_related("user"):
        organisations[membership.organisation_id].append(membership.user)
    persons = User.objects.filter(is_active=True).in_bulk({each.person_id for each in asked if each.person_id})
    found: dict[int, list[User]] = {}
    for each in asked:
        people = [*states[each.country]] if each.country else [*organisations[each.organisation_id or 0]]
        if each.person_id in persons:
            people.append(persons[each.person_id])
        found[each.pk] = list({person.pk: person for person in people}.values())
    return found


def are_silent(invitation: Invitation, people: Iterable[User], now: datetime) -> bool:
    """Whether there are people to answer and none of them signed in for sixty days, nor did anybody confirm them."""
    since = now - timedelta(days=SILENT_DAYS)
    if invitation.confirmed_at is not None and invitation.confirmed_at > since:
        return False
    known = list(people)
    return bool(known) and all((person.last_login or person.created_at) < since for person in known)
