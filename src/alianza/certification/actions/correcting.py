"""Corrective action: what the firm did about a finding, and what its auditor says to it."""

import hashlib
from datetime import date
from typing import BinaryIO

from django.db import transaction
from django.utils import timezone

from alianza.accounts.models import User
from alianza.audit.actions import record
from alianza.certification import notices, policy
from alianza.certification.actions.applying import NotForYou
from alianza.certification.actions.auditing import (
    AnsweredAlready,
    FindingClosed,
    NotYourAudit,
    OneWaits,
    ToldLater,
    close_finding,
)
from alianza.certification.actions.moving import locked
from alianza.certification.actions.reviewing import SayWhy
from alianza.certification.models import Correction, Finding
from alianza.documents.actions import store
from alianza.documents.models import Kind
from alianza.vocabulary.days import months_later


def _finding(finding: Finding) -> Finding:
    locked(finding.audit.application)
    return (
        Finding.objects.select_for_update(no_key=True, of=("self",))
        .select_related("audit__application__subject__organisation", "audit__application__version", "audit__auditor")
        .get(pk=finding.pk)
    )


@transaction.atomic
def correct(finding: Finding, *, text: str, evidence: BinaryIO | None = None, name: str = "", by: User) -> Correction:
    """Say what was done about a finding, with a file that shows it.

    Raises NotForYou, ToldLater, FindingClosed, OneWaits, SayWhy, and what `documents.actions.store` raises.
    """
    held = _finding(finding)
    application = held.audit.application
    if not policy.acts_for(by, application.subject.organisation):
        raise NotForYou(organisation=str(application.subject.organisation))
    if not policy.findings_visible_to(by).filter(pk=held.pk).exists() or held.grade == Finding.Grade.OBSERVATION:
        raise ToldLater
    if held.closed_on is not None:
        raise FindingClosed(day=held.closed_on.isoformat())
    if held.corrections.filter(answered_at__isnull=True).exists():
        raise OneWaits
    if not text.strip():
        raise SayWhy
    kept, digest = None, ""
    if evidence is not None:
        until = months_later(timezone.localdate(), 2 * application.version.audited_months)
        kept = store(by, Kind.ANSWER, evidence, name=name, keep_until=until, by=by)
        evidence.seek(0)
        digest = hashlib.file_digest(evidence, "sha256").hexdigest()  # type: ignore[arg-type]  # a file that can be read
    correction = Correction.objects.create(finding=held, text=text.strip(), evidence=kept, sha256=digest, by=by)
    record("certification.finding.corrected", held, by=by, application=application.number, number=held.number)
    notices.correction_made(held)
    return correction


@transaction.atomic
def answer_correction(
    correction: Correction, *, accepted: bool, answer: str, by: User, on: date | None = None
) -> Correction:
    """Accept it, which closes the finding, or say what is missing. Raises NotYourAudit, AnsweredAlready, SayWhy."""
    finding = _finding(correction.finding)
    held = Correction.objects.select_for_update(no_key=True).get(pk=correction.pk)
    if finding.audit.auditor_id != by.pk or policy.has_conflict(by, finding.audit.application):
        raise NotYourAudit
    if held.answered_at is not None:
        raise AnsweredAlready
    if not answer.strip():
        raise SayWhy
    held.accepted, held.answer, held.answered_at = accepted, answer.strip(), timezone.now()
    held.save(update_fields=["accepted", "answer", "answered_at"])
    record(
        "certification.finding.answered",
        finding,
        by=by,
        application=finding.audit.application.number,
        accepted=accepted,
    )
    if accepted:
        close_finding(finding, because=answer, by=by, on=on)
    notices.correction_answered(finding)
    return held
