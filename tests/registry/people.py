"""Profiles and files that the tests of the registry stand on: Ana the nurse, and rows of an employment service."""

import csv
import io
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from alianza.accounts.models import User
from alianza.consent import actions as consent
from alianza.consent.purposes import purpose
from alianza.network.models import Organisation
from alianza.registry import actions
from alianza.registry.models import Profile, Status
from tests.world import World

NURSE: dict[str, Any] = {
    "full_name": "Ana Reyes",
    "phone": "+63 912 345 6789",
    "email": "ana@example.org",
    "birth_date": "1994-05-31",
    "passport": "P1234567A",
    "origin": "PHL",
    "woman": True,
    "isco": "2221",
    "years": 6,
    "education": 5,
    "medical": "fit",
    "security": "clear",
    "passport_until": date(2033, 3, 15),
    "wish1": "DEU",
    "wish2": "AUT",
    "accepts": ("ESP",),
    "min_wage_minor": 250_000,
    "min_wage_currency": "EUR",
    "available_from": date(2027, 3, 1),
}


def agree(user: User, *codes: str) -> None:
    for code in codes:
        consent.give(user, code, version=purpose(code).current.version, language="en", by=user)


def draft(user: User, **answers: Any) -> Profile:
    """A profile with everything that registering needs, not registered yet."""
    held = actions.begin(user, by=user)
    return actions.save(held, {**NURSE, **answers}, languages={"en": 5, "de": 3}, version=held.version, by=user)


def registered(user: User, **answers: Any) -> Profile:
    agree(user, "matching")
    held = draft(user, **answers)
    return actions.register(held, version=held.version, by=user)


def ministry(world: World) -> Organisation:
    return Organisation.objects.get(name="Ministry of Labour")


ROW: dict[str, str] = {
    "worker": "A-1",
    "origin": "PHL",
    "region": "4",
    "isco": "2221",
    "years": "6",
    "isco2": "",
    "years2": "",
    "woman": "1",
    "birth_date": "1994-05-31",
    "disadvantaged": "0",
    "education": "5",
    "cefr_en": "C1",
    "cefr_de": "-",
    "recognised_in": "ESP",
    "medical": "fit",
    "security": "clear",
    "passport_months": "30",
    "wish1": "DEU",
    "wish2": "ESP",
    "wish3": "",
    "accepts": "DEU ESP AUT",
    "min_wage": "2500.50",
    "min_wage_currency": "EUR",
    "available_month": "2027-03",
    "skills": "",
    "full_name": "Luz Cruz",
    "phone": "+63 999 111 2222",
    "email": "luz@example.org",
    "passport": "P7654321B",
}


def row(number: int = 1, **changes: str) -> dict[str, str]:
    """A good row; numbers make different people."""
    own = {
        "worker": f"A-{number}",
        "full_name": f"Luz Cruz {number}",
        "phone": f"+63 999 {number:07}",
        "email": f"luz{number}@example.org",
        "passport": f"P{number:07}B",
    }
    return {**ROW, **own, **changes}


def as_csv(*rows: dict[str, str], separator: str = ",") -> bytes:
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, list(rows[0]), delimiter=separator)
    writer.writeheader()
    writer.writerows(rows)
    return buffer.getvalue().encode()


def long_ago(profile: Profile, *, days: int = 1) -> None:
    Profile.objects.filter(pk=profile.pk).update(keep_until=timezone.localdate() - timedelta(days=days))


__all__ = ["NURSE", "ROW", "Status", "agree", "as_csv", "draft", "long_ago", "ministry", "registered", "row"]
