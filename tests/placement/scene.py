"""What placement is tested on: Ana's profile, a nursing order of a German hospital's kind, Finca Sol's strawberries."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from alianza.accounts.models import User
from alianza.audit.actions import PLATFORM
from alianza.consent import actions as consent
from alianza.consent.purposes import purpose
from alianza.network.models import Organisation
from alianza.placement.models import JobOrder, Programme
from alianza.registry.models import Profile, SpokenLanguage, Status
from alianza.registry.pseudonyms import pseudonyms
from alianza.regulations.actions.sheets import load_seed_sheets
from alianza.regulations.models import SheetVersion
from tests.world import World

SEASON = {"offer.months": 8, "offer.housing": True}
"""What Finca Sol answers to the questions of Spain's collective hiring at origin."""


def next_season() -> date:
    today = timezone.localdate().replace(day=1)
    return date(today.year + (today.month + 3) // 12, (today.month + 3) % 12 + 1, 1)


def programme(**fields: Any) -> Programme:
    if not SheetVersion.objects.exists():
        load_seed_sheets(by=PLATFORM)
    held = Programme.objects.filter(name=fields.get("name", "Circular farm work")).first()
    if held is not None:
        return held
    return Programme.objects.create(
        **{"name": "Circular farm work", "opens_on": timezone.localdate() - timedelta(days=10), **fields}
    )


def strawberries(employer: Organisation, **fields: Any) -> JobOrder:
    """Seasonal farm work in Huelva: twelve posts, open to three origins."""
    base: dict[str, Any] = {
        "programme": programme(),
        "destination": "ESP",
        "permit": "es-gecco-circular",
        "isco": "9211",
        "posts": 12,
        "wage": 1400,
        "currency": "EUR",
        "starts_on": next_season(),
        "origins": ["COL", "MAR", "PHL"],
        "offer": dict(SEASON),
    }
    return JobOrder.objects.create(employer=employer, **{**base, **fields})


def opened(order: JobOrder, by: User) -> JobOrder:
    """The order as an officer opened it."""
    order.state = JobOrder.State.OPEN
    order.approved_by = by
    order.save()
    return order


def profile(user: User | None = None, *, registrar: Organisation | None = None, **fields: Any) -> Profile:
    """A farm worker from the Philippines whom every requirement of `strawberries` fits, who agreed to be matched."""
    code = uuid4()
    base: dict[str, Any] = {
        "origin": "PHL",
        "region": 1,
        "birth_year": timezone.localdate().year - 30,
        "woman": True,
        "isco": "9211",
        "years": 3,
        "education": 3,
        "medical": "fit",
        "security": "clear",
        "passport_until": timezone.localdate() + timedelta(days=900),
        "wish1": "ESP",
        "wish2": "",
        "wish3": "",
        "accepts": ("ESP", "DEU"),
        "available_from": timezone.localdate().replace(day=1),
        "keep_until": timezone.localdate() + timedelta(days=365),
        "status": Status.REGISTERED,
        "registered_at": timezone.now(),
    }
    known = Profile.objects.filter(user=user).first() if user is not None else None
    if known is not None:
        for name, value in {**base, **fields}.items():
            setattr(known, name, value)
        known.save()
    held = known or Profile.objects.create(
        code=code,
        person=user.code if user is not None else code,
        pseudonym=next(iter(pseudonyms(code))),
        user=user,
        registrar=registrar,
        **{**base, **fields},
    )
    asked = purpose("matching")
    consent.give(held.person, "matching", version=asked.current.version, language="en", by=user or held)
    return held


def speaks(held: Profile, **levels: int) -> Profile:
    for language, level in levels.items():
        SpokenLanguage.objects.create(profile=held, language=language, level=level)
    return held


def ana(world: World) -> Profile:
    return profile(world.ana)
