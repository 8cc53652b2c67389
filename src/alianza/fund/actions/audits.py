"""Audits and what they found: recorded by an auditor or an officer, answered by whoever has to act."""

from datetime import date

from django.db import transaction
from django.urls import reverse

from alianza.accounts.models import User
from alianza.audit.actions import record
from alianza.documents.models import StoredFile
from alianza.fund.actions.asking import ask, tell_people
from alianza.fund.lifecycles.programmes import OFFICER
from alianza.fund.lifecycles.reports import AUDITOR, FINDING
from alianza.fund.models import Audit, Contract, Finding
from alianza.fund.policy.programmes import agents_of, has_interest, may_keep_audits, roles_in_finding
from alianza.fund.queries.gates import Gates
from alianza.network.models import Organisation
from alianza.network.policy import is_auditor
from alianza.vocabulary.lifecycle import NotYet
from alianza.vocabulary.refusal import marked
from alianza.vocabulary.said import Said


def _keeps(by: User, contract: Contract | None) -> None:
    """Raises NotYet."""
    own = contract is not None and has_interest(by, contract.programme)
    if not may_keep_audits(by) or (own and not is_auditor(by)):
        said = marked("“%(move)s” is for: %(actors)s.")
        who = Said(marked("%(one)s or %(other)s"), one=Said(AUDITOR.label), other=Said(OFFICER.label))
        raise NotYet([Said(said, move=Said(marked("Record an audit")), actors=who)])


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
    """An audit of a contract, or without one of the whole fund. `auditor` is an office. Raises NotYet."""
    _keeps(by, contract)
    audit = Audit.objects.create(contract=contract, year=year, auditor=auditor, received_on=received_on, file=file)
    record("fund.audit.received", audit, by=by, year=year, contract=str(contract) if contract else "")
    return audit


@transaction.atomic
def add_finding(audit: Audit, *, risk: str, text: str, owner: Organisation, due_on: date, by: User) -> Finding:
    """Raises NotYet."""
    _keeps(by, audit.contract)
    finding = Finding.objects.create(audit=audit, risk=risk, text=text, owner=owner, due_on=due_on)
    tell_people(agents_of([owner]), "fund.finding.made", {"day": due_on.isoformat()}, _page(finding))
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
