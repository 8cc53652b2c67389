"""Who may see a profile, open its sealed part, and bring people's data in files.

A worker sees and decides on their own profile. Officers, and focal points for placement of the worker's country or of
the service that holds the profile, see profiles under the pseudonym and may open a file for a stated reason. Agents of
employers never come here: `placement` shows them pseudonyms, and opens a file for them once the worker agreed.
"""

from django.db.models import Q, QuerySet

from alianza.network.models import Mandate, Organisation, Subject
from alianza.network.policy import Visitor, is_officer, is_worker, mandates_in_force
from alianza.registry.models import Intake, Profile, Status

KEEPERS = ("state", "local_authority", "international_organisation", "regional_organisation")
"""Kinds of organisations that may keep a registry of workers."""


def _mandates(user: Visitor) -> QuerySet[Mandate]:
    return mandates_in_force(user).filter(subject=Subject.PLACEMENT)


def may_have_profile(user: Visitor) -> bool:
    return is_worker(user)


def own_profile(user: Visitor) -> Profile | None:
    if not user.is_authenticated:
        return None
    return Profile.objects.filter(user=user).first()


def profiles_visible_to(user: Visitor) -> QuerySet[Profile]:
    """Profiles that somebody works with, by pseudonym. Drafts are their worker's alone."""
    profiles = Profile.objects.exclude(status=Status.DRAFT)
    if is_officer(user):
        return profiles
    mandates = _mandates(user)
    return profiles.filter(Q(origin__in=mandates.values("country")) | Q(registrar__in=mandates.values("organisation")))


def may_open(user: Visitor, profile: Profile) -> bool:
    """Read the sealed part, for a reason that is recorded and shown to the worker."""
    return profiles_visible_to(user).filter(pk=profile.pk).exists()


def may_remove(user: Visitor, profile: Profile) -> bool:
    """The worker; for people without an account, whoever keeps the registry for them."""
    if profile.user_id is not None:
        return profile.user_id == getattr(user, "pk", None)
    return may_open(user, profile)


def registrars_of(user: Visitor) -> QuerySet[Organisation]:
    """Services in whose name the person may bring files."""
    present = Organisation.objects.filter(left_on__isnull=True)
    if is_officer(user):
        return present.filter(actor_type__in=KEEPERS)
    return present.filter(pk__in=_mandates(user).values("organisation"))


def may_bring(user: Visitor) -> bool:
    return is_officer(user) or _mandates(user).exists()


def intakes_visible_to(user: Visitor) -> QuerySet[Intake]:
    if not user.is_authenticated:
        return Intake.objects.none()
    if is_officer(user):
        return Intake.objects.all()
    return Intake.objects.filter(registrar__in=_mandates(user).values("organisation"))
