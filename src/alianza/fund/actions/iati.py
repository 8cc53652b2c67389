"""Publishing the fund's files, and keeping how others name what they share with us."""

import gzip
import hashlib
import re
from datetime import date

from django.db import transaction

from alianza.audit.actions import Actor, record
from alianza.fund.models import OutsideIdentifier, Publication
from alianza.fund.publishing import settled
from alianza.vocabulary.refusal import Refusal, marked

IDENTIFIER = re.compile(r"[^\s/&|?]{3,100}")


class NotAnIdentifier(Refusal):
    code = "fund.iati.not_an_identifier"
    field = "reference"
    message = marked("%(given)s is no identifier: at least three characters, without spaces and without / & | ?.")


@transaction.atomic
def publish(on: date, *, by: Actor) -> Publication:
    """Make the files, check them, and make them the public ones.

    Raises publishing.NotPublished; then the last ones stay public.
    """
    files = settled(on)
    files.stop_if_any()
    held = Publication.objects.create(
        on=on,
        seal=files.seal,
        activities=gzip.compress(files.activities, mtime=0),
        organisation=gzip.compress(files.organisation, mtime=0),
        activities_sha256=hashlib.sha256(files.activities).hexdigest(),
        organisation_sha256=hashlib.sha256(files.organisation).hexdigest(),
        warnings=files.warnings,
    )
    record("fund.iati.published", held, by=by, on=on, seal=files.seal)
    return held


@transaction.atomic
def name_outside(subject: str, reference: str, *, by: Actor) -> OutsideIdentifier | None:
    """Keep how somebody names, in their own files, what `subject` says; empty forgets it. Raises NotAnIdentifier."""
    plain = reference.strip()
    held = OutsideIdentifier.objects.select_for_update().filter(subject=subject).first()
    if plain == (held.reference if held else ""):
        return held
    if plain and not IDENTIFIER.fullmatch(plain):
        raise NotAnIdentifier(given=repr(plain[:40]))
    before = held.reference if held else ""
    if held is None:
        held = OutsideIdentifier.objects.create(subject=subject, reference=plain)
    elif plain:
        held.reference = plain
        held.save(update_fields=["reference"])
    record("fund.iati.identifier", held, by=by, subject=subject, reference=plain, before=before)
    if not plain:
        held.delete()
        return None
    return held
