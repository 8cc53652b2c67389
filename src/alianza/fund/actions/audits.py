"""Audits and what they found: announced, recorded and published by an auditor or an officer, answered by whoever has
to act.
"""

import hashlib
from datetime import date

from django.db import transaction
from django.urls import reverse

from alianza.accounts.models import User
from alianza.audit.actions import record
from alianza.documents.models import StoredFile
from alianza.documents.queries import content
from alianza.fund.actions.asking import ask, tell_people
from alianza.fund.lifecycles.programmes import OFFICER
from alianza.fund.lifecycles.reports import AUDIT, AUDITOR, FINDING
from alianza.fund.models import Audit, Contract, Finding
from alianza.fund.policy.programmes import (
    agents_of,
    has_interest,
    may_keep_audits,
    officers_without_interest,
    roles_in_audit,
    roles_in_finding,
)
from alianza.fund.queries.audits import audit_gates
from alianza.fund.queries.gates import Gates
from alianza.network.models import Organisation
from alianza.network.policy import is_auditor
from alianza.vocabulary.lifecycle import NotYet
from alianza.vocabulary.refusal import Refusal, marked
from alianza.vocabulary.said import Said


class AnnouncedAlready(Refusal):
    code = "fund.audit.announced_already"
    field = "auditor"
    message = marked("%(auditor)s already audits the fund for %(year)s.")


class ExpectedBefore(Refusal):
    code = "fund.audit.expected_before"
    field = "expected_on"
    message = marked("The report cannot be expected before the audit is announced.")


class NotYetReceived(Refusal):
    code = "fund.audit.not_yet_received"
    message = marked("This audit is announced; findings are recorded once its report is here.")


def _keeps(by: User, contract: Contract | None, move: str = marked("Record an audit")) -> None:
    """Raises NotYet."""
    own = contract is not None and has_interest(by, contract.programme)
    if not may_keep_audits(by) or (own and not is_auditor(by)):
        said = marked("“%(move)s” is for: %(actors)s.")
        who = Said(marked("%(one)s or %(other)s"), one=Said(AUDITOR.label), other=Said(OFFICER.label))
        raise NotYet([Said(said, move=Said(move), actors=who)])


def _unlike_others(year: int, auditor: str) -> None:
    """Raises AnnouncedAlready."""
    if Audit.objects.filter(contract__isnull=True, year=year, auditor=auditor).exists():
        raise AnnouncedAlready(auditor=auditor, year=year)


def _sha256(file: StoredFile | None) -> str:
    """Of what was received, so that whoever has the report can tell that it is the same."""
    if file is None:
        return ""
    digest = hashlib.sha256()
    for piece in content(file):
        digest.update(piece)
    return digest.hexdigest()


@transaction.atomic
def announce_audit(*, year: int, auditor: str, expected_on: date | None, on: date, by: User) -> Audit:
    """Say that the whole fund will be audited for a year; everybody reads it. Raises NotYet, AnnouncedAlready,
    ExpectedBefore.
    """
    _keeps(by, None, marked("Announce an audit"))
    if expected_on is not None and expected_on < on:
        raise ExpectedBefore
    _unlike_others(year, auditor)
    audit = Audit.objects.create(year=year, auditor=auditor, announced_on=on, expected_on=expected_on)
    record("fund.audit.announced", audit, by=by, year=year, expected_on=expected_on, on=on)
    return audit


@transaction.atomic
def receive_audit(
    contract: Contract | None,
    *,
    year: int,
    auditor: str,
    received_on: date,
    by: User,
    file: StoredFile | None = None,
) -> Audit:
    """An audit of a contract, or without one of the whole fund, that nobody announced. `auditor` is an office.

    Raises NotYet, AnnouncedAlready.
    """
    _keeps(by, contract)
    if contract is None:
        _unlike_others(year, auditor)
    sha256 = _sha256(file)
    audit = Audit.objects.create(
        contract=contract, year=year, auditor=auditor, received_on=received_on, file=file, sha256=sha256
    )
    record("fund.audit.received", audit, by=by, year=year, contract=str(contract) if contract else "", sha256=sha256)
    return audit


@transaction.atomic
def receive_report(audit: Audit, file: StoredFile, *, on: date, by: User) -> Audit:
    """The report of an audit that was announced is here. Raises NotYet."""
    held = Audit.objects.select_for_update(no_key=True).get(pk=audit.pk)
    ask(AUDIT, "receive", held.state, Gates(), roles_in_audit(by, held))
    held.file, held.sha256, held.received_on = file, _sha256(file), on
    held.save(update_fields=["file", "sha256", "received_on"])
    record("fund.audit.received", held, by=by, year=held.year, contract="", sha256=held.sha256)
    return held


@transaction.atomic
def publish_summary(audit: Audit, summary: str, *, on: date, by: User) -> Audit:
    """What everybody reads of an audit of the fund, beside the hash of its report. Raises NotYet."""
    held = Audit.objects.select_for_update(no_key=True).get(pk=audit.pk)
    held.summary = summary.strip()
    ask(AUDIT, "publish", held.state, audit_gates(held), roles_in_audit(by, held))
    held.published_on = on
    held.save(update_fields=["summary", "published_on"])
    record("fund.audit.published", held, by=by, year=held.year, sha256=held.sha256, on=on)
    return held


@transaction.atomic
def add_finding(audit: Audit, *, risk: str, text: str, owner: Organisation, due_on: date, by: User) -> Finding:
    """Raises NotYet, NotYetReceived."""
    _keeps(by, audit.contract)
    if audit.received_on is None:
        raise NotYetReceived
    finding = Finding.objects.create(audit=audit, risk=risk, text=text, owner=owner, due_on=due_on)
    people = officers_without_interest(None) if owner.secretariat else agents_of([owner])
    tell_people(
        [each for each in people if each != by], "fund.finding.made", {"day": due_on.isoformat()}, _page(finding)
    )
    record("fund.finding.made", finding, by=by, risk=risk, due_on=due_on)
    return finding


@transaction.atomic
def answer_finding(finding: Finding, answer: str, *, by: User) -> Finding:
    """Raises NotYet."""
    held = Finding.objects.select_for_update(no_key=True).get(pk=finding.pk)
    ask(FINDING, "answer", held.state, Gates(), roles_in_finding(by, held))
    held.answer = answer
    held.save(update_fields=["answer"])
    record("fund.finding.answered", held, by=by)
    return held


@transaction.atomic
def close_finding(finding: Finding, evidence: str, *, on: date, by: User) -> Finding:
    """Raises NotYet."""
    held = Finding.objects.select_for_update(no_key=True).get(pk=finding.pk)
    gates = Gates()
    gates.say("evidence", bool(evidence.strip()))
    ask(FINDING, "close", held.state, gates, roles_in_finding(by, held))
    held.closed_on, held.evidence = on, evidence
    held.save(update_fields=["closed_on", "evidence"])
    record("fund.finding.closed", held, by=by, on=on)
    return held


def _page(finding: Finding) -> str:
    return reverse("fund:finding-show", kwargs={"code": finding.code})
