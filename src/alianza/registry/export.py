"""Everything that is held about a worker, to take along."""

from typing import Any

from django.db.models import QuerySet

from alianza.consent.models import Consent
from alianza.registry.models import Profile
from alianza.vocabulary.languages import CEFR
from alianza.vocabulary.money import Money

LEFT_OUT = frozenset(
    {"id", "user", "registrar", "intake", "phone_index", "email_index", "passport_index", "name_index", "person"}
)
"""Columns that are keys or hashes of what stands in the document anyway."""


def as_document(profile: Profile, *, consents: "QuerySet[Consent]") -> dict[str, Any]:
    """The whole profile with languages, consents and openings, in plain values; codes as their agencies write them."""
    held: dict[str, Any] = {}
    for field in profile._meta.concrete_fields:
        if field.name not in LEFT_OUT:
            value = getattr(profile, field.attname)
            held[field.name] = list(value) if isinstance(value, tuple) else value
    levels = {level.rank: level.value for level in CEFR}
    return {
        "profile": held,
        "held_by": profile.registrar.name if profile.registrar else "worker",
        "languages": {each.language: levels[each.level] for each in profile.languages.all()},
        "consents": [
            {
                "purpose": each.purpose,
                "version": each.version,
                "language": each.language,
                "given_at": each.given_at,
                "withdrawn_at": each.withdrawn_at,
            }
            for each in consents
        ],
        "openings": [
            {
                "at": each.at,
                "role": each.role,
                "organisation": each.organisation.name if each.organisation else "",
                "purpose": each.purpose,
                "reason": each.reason,
                "order": each.order,
            }
            for each in profile.openings.select_related("organisation")
        ],
    }


def as_row(profile: Profile) -> dict[str, str]:
    """The profile in the columns that services exchange (`intake.columns`), ready to be brought elsewhere."""
    levels = {level.rank: level.value for level in CEFR}
    pay = Money(profile.min_wage_minor, profile.min_wage_currency) if profile.min_wage_minor else None
    values: dict[str, Any] = {
        "worker": profile.reference or profile.pseudonym,
        "origin": profile.origin,
        "region": profile.region,
        "isco": profile.isco,
        "esco": profile.esco,
        "years": profile.years,
        "isco2": profile.isco2,
        "esco2": profile.esco2,
        "years2": profile.years2,
        "woman": None if profile.woman is None else int(profile.woman),
        "birth_year": profile.birth_year,
        "birth_date": profile.birth_date,
        "disadvantaged": int(profile.disadvantaged),
        "education": profile.education,
        **{f"cefr_{each.language}": levels[each.level] for each in profile.languages.all()},
        "recognised_in": " ".join(profile.recognised_in),
        "medical": profile.medical,
        "security": profile.security,
        "passport_until": profile.passport_until,
        "wish1": profile.wish1,
        "wish2": profile.wish2,
        "wish3": profile.wish3,
        "accepts": " ".join(profile.accepts),
        "min_wage": f"{pay.amount:f}" if pay else None,
        "min_wage_currency": profile.min_wage_currency,
        "available_month": profile.available_from.isoformat()[:7] if profile.available_from else None,
        "skills": " ".join(profile.skills),
        "full_name": profile.full_name,
        "phone": profile.phone,
        "email": profile.email,
        "passport": profile.passport,
    }
    return {name: "" if value is None else str(value) for name, value in values.items()}
