"""Giving and withdrawing: one step each."""

from collections.abc import Iterable
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from alianza.audit.actions import Actor, record
from alianza.consent.models import Consent
from alianza.consent.purposes import LANGUAGES, purpose
from alianza.consent.queries import Person, code_of, in_force
from alianza.network.models import Organisation
from alianza.vocabulary.refusal import Refusal, marked


class WordingChanged(Refusal):
    code = "consent.wording_changed"
    message = marked(
        "The wording of this agreement has changed since you opened the page. Read it again before you agree."
    )


def _open(person: UUID, purpose_code: str) -> Consent | None:
    return (
        Consent.objects.select_for_update()
        .filter(person=person, purpose=purpose_code, withdrawn_at__isnull=True)
        .first()
    )


def give(person: Person, purpose_code: str, *, version: int, language: str, by: Actor) -> Consent:
    """Agree to the purpose in the wording `version`, read in `language`; agreeing twice is agreeing once.

    Raises UnknownPurpose; WordingChanged when `version` is no longer the current one.
    """
    asked = purpose(purpose_code)
    if version != asked.current.version:
        raise WordingChanged
    code = code_of(person)
    read_in = language if language in LANGUAGES else "en"
    try:
        with transaction.atomic():
            held = _open(code, asked.code)
            if held is not None and held.version == version:
                return held
            if held is not None:
                held.close(timezone.now())
            consent = Consent.objects.create(person=code, purpose=asked.code, version=version, language=read_in)
            record("consent.given", consent, by=by, purpose=asked.code, version=version, language=read_in)
            return consent
    except IntegrityError:  # the same click arrived twice, and the other one was quicker
        return Consent.objects.get(person=code, purpose=asked.code, withdrawn_at__isnull=True)


@transaction.atomic
def withdraw(person: Person, purpose_code: str, *, by: Actor) -> bool:
    """Take the agreement back, from now on; False when there was none."""
    asked = purpose(purpose_code)
    held = _open(code_of(person), asked.code)
    if held is None or not held.close(timezone.now()):
        return False
    record("consent.withdrawn", held, by=by, purpose=asked.code, version=held.version)
    return True


@transaction.atomic
def attest(
    people: Iterable[UUID], purpose_codes: Iterable[str], *, witness: Organisation, language: str, by: Actor
) -> int:
    """Enter what people without an account signed on paper, kept by the service `witness`; returns how many were new.

    Those who agree already are left as they are.
    """
    wanted = list(dict.fromkeys(people))
    read_in = language if language in LANGUAGES else "en"
    added = 0
    for asked in [purpose(code) for code in purpose_codes]:
        known = set(in_force(asked.code).filter(witness=witness).values_list("person", flat=True))
        fresh = [
            Consent(person=person, purpose=asked.code, version=asked.current.version, language=read_in, witness=witness)
            for person in wanted
            if person not in known
        ]
        # an older wording, or one given otherwise, must make room for the new row
        for at in range(0, len(fresh), 500):
            part = [each.person for each in fresh[at : at + 500]]
            Consent.objects.filter(person__in=part, purpose=asked.code, withdrawn_at__isnull=True).update(
                withdrawn_at=timezone.now()
            )
        Consent.objects.bulk_create(fresh, batch_size=1000)
        added += len(fresh)
        if fresh:
            record(
                "consent.attested",
                witness,
                by=by,
                purpose=asked.code,
                version=asked.current.version,
                language=read_in,
                people=len(fresh),
            )
    return added


@transaction.atomic
def withdraw_all(person: Person, purpose_codes: Iterable[str], *, by: Actor) -> int:
    """Take back several agreements at once, as when a profile is removed."""
    return sum(withdraw(person, code, by=by) for code in purpose_codes)
