"""What stood above an advance: accepted once what was paid covers it, or refused.

Within the budget of its categories the secretariat accepts it; beyond, the committee decides first, as on a larger
shift. Accepted, it is posted like any other cost, and earns its indirect cost. Both answers stay beside the report.
"""

from datetime import date

from django.db import transaction
from django.urls import reverse

from alianza.accounts.models import User
from alianza.audit.actions import record
from alianza.engines.concessionality import indirect_on
from alianza.fund import posting
from alianza.fund.actions.asking import ask, draft, lock_contract, lock_programme, tell_people
from alianza.fund.actions.ledger import post
from alianza.fund.lifecycles.changes import OVERSPEND
from alianza.fund.models import Decision, Overspend, OverspendPart, Report
from alianza.fund.policy.programmes import agents_of, roles_in_contract
from alianza.fund.queries.overspends import open_overspend, overspend_gates, parts_of, state_of
from alianza.fund.rules import rule
from alianza.vocabulary.money import Money
from alianza.vocabulary.refusal import Refusal, marked


class NoOverspend(Refusal):
    code = "fund.overspend.none"
    message = marked("This report has no overspend.")


def _locked(report: Report) -> Report:
    programme = lock_programme(report.contract.programme_id)
    held = Report.objects.select_for_update(no_key=True).get(pk=report.pk)
    held.contract = lock_contract(held.contract_id, programme)
    return held


@transaction.atomic
def accept_overspend(
    report: Report,
    *,
    reason: str,
    on: date,
    by: User,
    direct: Money | None = None,
    decision: Decision | None = None,
) -> Overspend:
    """Accept all that stands as overspend, or `direct` of it. Raises NoOverspend, NotYet, ledger.NotEnough."""
    held = _locked(report)
    contract, programme = held.contract, held.contract.programme
    state, money = _standing(held), direct or open_overspend(held)
    gates = overspend_gates(held, money, on, decision)
    ask(OVERSPEND, "accept", state, gates, roles_in_contract(by, contract), reason=reason)
    cap = rule("indirect_cap", on, programme.proposal.window.rules).value
    cost = indirect_on(money, min(contract.indirect_rate, cap))
    number = held.overspends.count() + 1  # two equal parts are two events
    legs = posting.expenditure_accepted(programme.number, contract.party, cost.direct, cost.indirect)
    made = draft("expenditure.accepted", on, legs, programme, held.code, "overspend", number, text=contract.party)
    journal = post(made, by=by)
    answer = Overspend.objects.create(
        report=held,
        outcome=Overspend.Outcome.ACCEPTED,
        direct_minor=cost.direct.minor,
        indirect_minor=cost.indirect.minor,
        reason=reason,
        decision=decision,
        journal=journal,
        answered_on=on,
        answered_by=by,
    )
    _take_from_lines(answer, money)
    _tell(held)
    facts = {"decision": decision.number} if decision else {}
    record(
        "fund.overspend.accepted",
        answer,
        by=by,
        report=held.code,
        direct=str(cost.direct),
        indirect=str(cost.indirect),
        reason=reason,
        on=on,
        **facts,
    )
    return answer


@transaction.atomic
def refuse_overspend(report: Report, *, reason: str, on: date, by: User, direct: Money | None = None) -> Overspend:
    """Refuse all that stands as overspend, or `direct` of it: the organisation bears it. Raises NoOverspend, NotYet."""
    held = _locked(report)
    state, money = _standing(held), direct or open_overspend(held)
    gates = overspend_gates(held, money, on)
    ask(OVERSPEND, "refuse", state, gates, roles_in_contract(by, held.contract), reason=reason)
    answer = Overspend.objects.create(
        report=held,
        outcome=Overspend.Outcome.REFUSED,
        direct_minor=money.minor,
        reason=reason,
        answered_on=on,
        answered_by=by,
    )
    _take_from_lines(answer, money)
    _tell(held)
    record("fund.overspend.refused", answer, by=by, report=held.code, direct=str(money), reason=reason, on=on)
    return answer


def _standing(report: Report) -> str:
    state = state_of(report)
    if state is None:
        raise NoOverspend
    return state


def _take_from_lines(answer: Overspend, money: Money) -> None:
    """What is answered is overspend no more; accepted, it is cost of its line."""
    for line, part in parts_of(answer.report, money):
        OverspendPart.objects.create(overspend=answer, line=line, minor=part)
        line.overspent_minor -= part
        if answer.outcome == Overspend.Outcome.ACCEPTED:
            line.accepted_minor = (line.accepted_minor or 0) + part
        line.save(update_fields=["accepted_minor", "overspent_minor"])


def _tell(report: Report) -> None:
    facts = {"contract": str(report.contract), "kind": str(report.kind)}
    url = reverse("fund:report-show", kwargs={"code": report.code})
    tell_people(agents_of([report.contract.organisation]), "fund.overspend.answered", facts, url)
