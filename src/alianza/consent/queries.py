from dataclasses import dataclass
from typing import TypeAlias
from uuid import UUID

from django.db.models import QuerySet

from alianza.accounts.models import User
from alianza.consent.models import Consent
from alianza.consent.purposes import Purpose, purpose, purposes

Person: TypeAlias = User | UUID
"""An account, or the code of a person without one (of the profile that a service keeps)."""


def code_of(person: Person) -> UUID:
    return person if isinstance(person, UUID) else person.code


def in_force(purpose_code: str) -> QuerySet[Consent]:
    """Consents that count today for a purpose: not withdrawn, and to a wording that still stands.

    Raises UnknownPurpose.
    """
    asked = purpose(purpose_code)
    return Consent.objects.filter(purpose=asked.code, withdrawn_at__isnull=True, version__gte=asked.least_version)


def holds(person: Person, purpose_code: str) -> bool:
    """Whether the person agrees, now, to this purpose. Raises UnknownPurpose."""
    return in_force(purpose_code).filter(person=code_of(person)).exists()


def people_holding(purpose_code: str) -> "QuerySet[Consent, UUID]":
    """The codes of all who agree, as a subquery: `Profile.objects.filter(person__in=people_holding("matching"))`."""
    return in_force(purpose_code).values_list("person", flat=True)


@dataclass(frozen=True)
class Standing:
    """One purpose and what the person said to it."""

    purpose: Purpose
    consent: Consent | None
    """The open consent, if any."""

    @property
    def counts(self) -> bool:
        return self.consent is not None and self.consent.version >= self.purpose.least_version

    @property
    def is_asked_again(self) -> bool:
        """Given once, to a wording that no longer stands."""
        return self.consent is not None and not self.counts


def standings(person: Person, asked: tuple[Purpose, ...] | None = None) -> list[Standing]:
    """Every purpose (or those asked) with the person's open consent."""
    given = {
        consent.purpose: consent
        for consent in Consent.objects.filter(person=code_of(person), withdrawn_at__isnull=True)
    }
    return [Standing(each, given.get(each.code)) for each in (purposes() if asked is None else asked)]


def history(person: Person) -> QuerySet[Consent]:
    """Everything the person ever agreed to, the latest first."""
    return Consent.objects.filter(person=code_of(person)).order_by("-given_at", "-id")
