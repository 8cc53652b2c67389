"""A worker's own deeds: begin, save a step, register, pause, renew, remove."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils import timezone

from alianza.accounts.models import User
from alianza.audit.actions import PLATFORM, Actor, record
from alianza.consent.actions import withdraw_all
from alianza.consent.purposes import purpose
from alianza.consent.queries import holds
from alianza.documents.actions import remove as remove_file
from alianza.documents.models import Kind
from alianza.documents.queries import files_of
from alianza.registry import identity
from alianza.registry.models import Profile, SpokenLanguage, Status
from alianza.registry.months import add_months
from alianza.registry.pseudonyms import pseudonyms
from alianza.registry.queries import gaps
from alianza.vocabulary.refusal import Refusal, Stale, marked

DRAFT_DAYS = 90
"""How long a draft is kept after its last change."""
CONSENTS = ("matching", "named", "statistics")
"""Purposes that rest on the profile: they end with it."""
EDITABLE = frozenset(
    {
        "full_name", "phone", "email", "birth_date", "passport", "origin", "region", "woman", "disadvantaged",
        "isco", "esco", "years", "isco2", "esco2", "years2", "skills", "education", "recognised_in", "medical",
        "security", "passport_until", "wish1", "wish2", "wish3", "accepts", "min_wage_minor",
        "min_wage_currency", "available_from",
    }
)  # fmt: skip


class ProfileChanged(Stale):
    code = "registry.profile.changed_elsewhere"
    message = marked(
        "Your profile was changed in another window while you were editing. Nothing of this page was saved; "
        "look at the new state and enter your change again."
    )


class NotComplete(Refusal):
    code = "registry.profile.not_complete"
    message = marked(
        "The profile cannot be registered yet: something is missing in %(count)s places. Fill them in first."
    )


class NotAgreed(Refusal):
    code = "registry.profile.not_agreed"
    message = marked("To register, agree to being matched with job orders; without it the profile can stay a draft.")


class WouldBeIncomplete(Refusal):
    code = "registry.profile.would_be_incomplete"
    message = marked("A registered profile needs this answer. Pause the registration first if you want to empty it.")


def retention_end(on: date) -> date:
    """The last day of a registered profile, counted from a word of its worker."""
    return add_months(on, purpose("matching").current.retention_months)


def _locked(profile: Profile, version: int | None) -> Profile:
    held = Profile.objects.select_for_update(no_key=True).filter(pk=profile.pk).first()
    if held is None or (version is not None and held.version != version):
        raise ProfileChanged
    return held


def free_pseudonym(code: UUID) -> str:
    """The first pseudonym of the code that no other profile has."""
    return next(name for name in pseudonyms(code) if not Profile.objects.filter(pseudonym=name).exists())


def begin(user: User, *, by: Actor) -> Profile:
    """The worker's profile; a draft is made at the first step and found afterwards."""
    held = Profile.objects.filter(user=user).first()
    if held is not None:
        return held
    code = uuid4()
    try:
        with transaction.atomic():
            profile = Profile.objects.create(
                code=code,
                pseudonym=free_pseudonym(code),
                person=user.code,
                user=user,
                keep_until=timezone.localdate() + timedelta(days=DRAFT_DAYS),
            )
            record("registry.profile.begun", profile, by=by)
            return profile
    except IntegrityError:  # two windows began at once
        return Profile.objects.get(user=user)


def _index_identity(profile: Profile) -> None:
    profile.birth_year = int(profile.birth_date[:4]) if profile.birth_date else profile.birth_year
    forms = {
        "passport": identity.passport_form(profile.origin, profile.passport or ""),
        "phone": identity.phone_form(profile.phone or ""),
        "email": identity.email_form(profile.email or ""),
        "name": identity.name_form(profile.full_name or "", profile.birth_date or ""),
    }
    for trait, form in forms.items():
        setattr(profile, f"{trait}_index", identity.index(trait, form))


def save(
    profile: Profile,
    values: Mapping[str, Any],
    *,
    languages: Mapping[str, int] | None = None,
    version: int,
    by: Actor,
) -> Profile:
    """Save some answers of the profile (names of `EDITABLE`), and its languages (code to level 1..6) when given.

    `version` is the one the answers were entered upon. Wishes join what the worker accepts. Raises ProfileChanged, and
    WouldBeIncomplete when a registered profile would lose what matching needs.
    """
    unknown = set(values) - EDITABLE
    if unknown:
        raise TypeError(f"A profile has no answers named {sorted(unknown)}.")
    with transaction.atomic():
        held = _locked(profile, version)
        before = {name: getattr(held, name) for name in values}
        for name, value in values.items():
            setattr(held, name, value)
        if "birth_date" in values and not values["birth_date"]:
            held.birth_year = None
        held.accepts = tuple(dict.fromkeys((*held.wishes, *held.accepts)))
        _index_identity(held)
        if held.status == Status.REGISTERED and gaps(held):
            raise WouldBeIncomplete
        changed = sorted(name for name, value in before.items() if getattr(held, name) != value)
        if languages is not None and dict(held.languages.values_list("language", "level")) != dict(languages):
            held.languages.all().delete()
            SpokenLanguage.objects.bulk_create(
                SpokenLanguage(profile=held, language=code, level=level) for code, level in languages.items()
            )
            changed.append("languages")
        today = timezone.localdate()
        held.keep_until = (
            today + timedelta(days=DRAFT_DAYS)
            if held.status == Status.DRAFT
            else max(held.keep_until, retention_end(today))
        )
        held.warned_at = None
        held.changed_at = timezone.now()
        held.version += 1
        held.save()
        if changed:
            record("registry.profile.changed", held, by=by, answers=changed)
    return held


@transaction.atomic
def register(profile: Profile, *, version: int, by: Actor) -> Profile:
    """Enter the profile into the registry, so that it is matched from now on.

    Raises ProfileChanged, NotComplete, NotAgreed.
    """
    held = _locked(profile, version)
    missing = gaps(held)
    if missing:
        raise NotComplete(count=len(missing))
    if not holds(held.person, "matching"):
        raise NotAgreed
    held.status = Status.REGISTERED
    held.registered_at = held.registered_at or timezone.now()
    _prolong(held)
    record("registry.profile.registered", held, by=by)
    return held


@transaction.atomic
def pause(profile: Profile, *, version: int, by: Actor) -> Profile:
    """Stop being matched, and keep the profile; `register` takes it up again."""
    held = _locked(profile, version)
    if held.status == Status.REGISTERED:
        held.status = Status.WITHDRAWN
        held.changed_at = timezone.now()
        held.version += 1
        held.save(update_fields=["status", "changed_at", "version"])
        record("registry.profile.paused", held, by=by)
    return held


@transaction.atomic
def renew(profile: Profile, *, by: Actor) -> Profile:
    """The worker still wants the profile: keep it for another full term."""
    held = _locked(profile, None)
    if held.status != Status.DRAFT:
        _prolong(held)
        record("registry.profile.renewed", held, by=by)
    return held


def _prolong(held: Profile) -> None:
    held.keep_until = retention_end(timezone.localdate())
    held.warned_at = None
    held.changed_at = timezone.now()
    held.version += 1
    held.save(update_fields=["status", "registered_at", "keep_until", "warned_at", "changed_at", "version"])


@transaction.atomic
def remove(profile: Profile, *, by: Actor, version: int | None = None) -> None:
    """Remove the profile, what hangs on it, the worker's papers and the consents that rest on it.

    Nothing of it stays but codes in the trail of deeds. Removing twice is removing once. With `version` only the
    profile as it was seen is removed (else ProfileChanged).
    """
    held = Profile.objects.select_for_update().filter(pk=profile.pk).first()  # its key too: the row goes
    if held is None:
        return
    if version is not None and held.version != version:
        raise ProfileChanged
    Profile.objects.filter(pk=held.pk).delete()  # before the first deed: what hangs on it locks its own orders
    withdraw_all(held.person, CONSENTS, by=by)
    if held.user is not None:
        for file in files_of(held.user, Kind.CV, Kind.CERTIFICATE):
            remove_file(file, by=by)
    record("registry.profile.removed", held, by=by, term_over=by is PLATFORM)
