"""Writing and publishing an instrument. One with problems is never published; a published one never changes."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from alianza.accounts.models import User
from alianza.audit.actions import Actor, record
from alianza.instruments.models import InstrumentVersion, VersionStatus
from alianza.instruments.reading import URN
from alianza.instruments.soundness import examine
from alianza.vocabulary.refusal import Refusal, Stale, marked

MOST_PROBLEMS = 5
"""Problems named in a refusal; the page of the version lists them all."""


class NotAnInstrument(Refusal):
    code = "instruments.version.not_an_instrument"
    message = marked(
        "This is not an instrument: it has no urn of its own, such as urn:alianza:instrument:health-survey."
    )
    field = "document"


class AnotherInstrument(Refusal):
    code = "instruments.version.another_instrument"
    message = marked("The document is %(found)s, not %(wanted)s. Change its urn, or draft it as a new instrument.")
    field = "document"


class HasProblems(Refusal):
    code = "instruments.version.has_problems"
    message = marked("This instrument cannot be published: %(problems)s")
    field = "document"


class NotADraft(Refusal):
    code = "instruments.version.not_a_draft"
    message = marked("%(version)s is published and keeps its words for ever. Draft a new version.")


class BeingDrafted(Refusal):
    code = "instruments.version.being_drafted"
    message = marked("A draft of %(instrument)s exists already; go on with that one.")


def digest_of(document: Mapping[str, Any]) -> str:
    """What identifies a document: equal documents have equal digests, whatever the order of their keys."""
    written = json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def _urn(document: object) -> str:
    urn = document.get("urn") if isinstance(document, dict) else None
    if not isinstance(urn, str) or not URN.fullmatch(urn):
        raise NotAnInstrument
    return urn


@transaction.atomic
def draft_version(document: object, *, by: User) -> InstrumentVersion:
    """Keep a document as the draft of the next version. A draft may have problems: its page lists them.

    Raises NotAnInstrument; BeingDrafted while there is a draft of it.
    """
    urn = _urn(document)
    assert isinstance(document, dict)
    held = InstrumentVersion.objects.select_for_update(no_key=True).filter(urn=urn)
    if any(version.status == VersionStatus.DRAFT for version in held):
        raise BeingDrafted(instrument=urn)
    number = max((version.number for version in held), default=0) + 1
    written = {**document, "version": number}
    version = InstrumentVersion.objects.create(
        urn=urn, number=number, document=written, digest=digest_of(written), drafted_by=by
    )
    record("instruments.version.drafted", version, by=by, instrument=urn, number=number)
    return version


@transaction.atomic
def change_version(version: InstrumentVersion, document: object, *, edits: int, by: User) -> InstrumentVersion:
    """Put another document in the place of a draft's. `edits` is what the person saw.

    Raises NotAnInstrument, AnotherInstrument, NotADraft; Stale when somebody changed it meanwhile.
    """
    version = InstrumentVersion.objects.select_for_update(no_key=True).get(pk=version.pk)
    if version.status != VersionStatus.DRAFT:
        raise NotADraft(version=str(version))
    if version.edits != edits:
        raise Stale(thing=str(version))
    urn = _urn(document)
    if urn != version.urn:
        raise AnotherInstrument(found=urn, wanted=version.urn)
    assert isinstance(document, dict)
    version.document = {**document, "version": version.number}
    version.digest, version.edits = digest_of(version.document), edits + 1
    version.save(update_fields=["document", "digest", "edits"])
    record("instruments.version.changed", version, by=by, instrument=urn, number=version.number)
    return version


@transaction.atomic
def discard_version(version: InstrumentVersion, *, edits: int, by: User) -> None:
    """Remove a draft for good. `edits` is what the person saw. Raises NotADraft; Stale when it changed meanwhile."""
    version = InstrumentVersion.objects.select_for_update(no_key=True).get(pk=version.pk)
    if version.status != VersionStatus.DRAFT:
        raise NotADraft(version=str(version))
    if version.edits != edits:
        raise Stale(thing=str(version))
    InstrumentVersion.objects.filter(pk=version.pk).delete()
    record("instruments.version.discarded", version, by=by, instrument=version.urn, number=version.number)


@transaction.atomic
def publish_version(version: InstrumentVersion, *, by: Actor) -> InstrumentVersion:
    """Freeze a draft under its urn and number. Raises NotADraft, HasProblems."""
    version = InstrumentVersion.objects.select_for_update(no_key=True).get(pk=version.pk)
    if version.status != VersionStatus.DRAFT:
        raise NotADraft(version=str(version))
    _, problems = examine(version.written())
    if problems:
        named = " ".join(str(problem) for problem in problems[:MOST_PROBLEMS])
        more = len(problems) - MOST_PROBLEMS
        raise HasProblems(problems=f"{named} (+{more})" if more > 0 else named)
    version.status, version.published_at = VersionStatus.PUBLISHED, timezone.now()
    version.published_by = by if isinstance(by, User) else None
    version.save(update_fields=["status", "published_at", "published_by"])
    record(
        "instruments.version.published",
        version,
        by=by,
        instrument=version.urn,
        number=version.number,
        digest=version.digest,
    )
    return version


@transaction.atomic
def withdraw_version(version: InstrumentVersion, *, reason: str, by: User) -> InstrumentVersion:
    """Take a published version out of use; rounds that began with it go on. Raises NotADraft for a draft."""
    version = InstrumentVersion.objects.select_for_update(no_key=True).get(pk=version.pk)
    if version.status != VersionStatus.PUBLISHED:
        raise NotADraft(version=str(version))
    version.status = VersionStatus.WITHDRAWN
    version.save(update_fields=["status"])
    record(
        "instruments.version.withdrawn", version, by=by, instrument=version.urn, number=version.number, reason=reason
    )
    return version


@transaction.atomic
def load_packaged(*, by: Actor) -> int:
    """Publish the packaged instruments that are not there yet; safe to repeat. Returns how many were new."""
    from alianza.instruments.packaged import packaged_documents

    loaded = 0
    for document in packaged_documents():
        urn, number = _urn(document), int(str(document["version"]))
        if InstrumentVersion.objects.filter(urn=urn, number=number).exists():
            continue
        version = InstrumentVersion.objects.create(
            urn=urn, number=number, document=document, digest=digest_of(document)
        )
        publish_version(version, by=by)
        loaded += 1
    return loaded
