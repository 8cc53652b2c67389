"""Programmes: suspended and resumed, terminated, closed in two steps."""

from datetime import date

from django.db import transaction
from django.urls import reverse

from alianza.accounts.models import User
from alianza.audit.actions import record
from alianza.fund import posting
from alianza.fund.actions.asking import ask, draft, lock_contract, lock_programme, tell_people
from alianza.fund.actions.contracts import take_off
from alianza.fund.actions.ledger import post
from alianza.fund.actions.report_plan import plan_reports
from alianza.fund.lifecycles.programmes import PROGRAMME
from alianza.fund.models import Allegation, Contract, Decision, Programme, Suspension, Tranche
from alianza.fund.policy.allegations import readable_by
from alianza.fund.policy.programmes import agents_of, roles_in_programme
from alianza.fund.queries.gates import Gates, programme_gates
from alianza.fund.queries.programmes import held_by, held_in
from alianza.vocabulary.money import Money
from alianza.vocabulary.refusal import Refusal, marked


class NoSuchAllegation(Refusal):
    code = "fund.suspension.no_such_allegation"
    field = "allegation"
    message = marked("There is no allegation of that number that you may rest a suspension on.")


@transaction.atomic
def suspend(
    programme: Programme,
    *,
    reason: str,
    on: date,
    by: User,
    decision: Decision | None = None,
    allegation: Allegation | None = None,
) -> Suspension:
    """Stop every payment. `reason` is public, so it never repeats an allegation. Raises NotYet, NoSuchAllegation."""
    held = lock_programme(programme.pk)
    if allegation is not None and not readable_by(by).filter(pk=allegation.pk).exists():
        raise NoSuchAllegation
    gates = programme_gates(held, on, decision=decision, allegation=allegation)
    ask(PROGRAMME, "suspend", held.state, gates, roles_in_programme(by, held), reason=reason)
    held.state, held.suspended_because = Programme.State.SUSPENDED, reason
    held.save(update_fields=["state", "suspended_because"])
    made = Suspension.objects.create(
        programme=held, decision=decision, allegation=allegation, because=reason, from_on=on
    )
    if allegation is not None:
        Allegation.objects.filter(pk=allegation.pk).update(suspended_programme=True)
    _tell(held)
    facts = {"decision": decision.number} if decision else {"allegation": True}
    record("fund.programme.suspended", held, by=by, reason=reason, on=on, **facts)
    return made


@transaction.atomic
def resume(programme: Programme, *, reason: str, on: date, by: User, decision: Decision | None = None) -> Programme:
    """Raises NotYet."""
    held = lock_programme(programme.pk)
    gates = programme_gates(held, on, decision=decision)
    ask(PROGRAMME, "resume", held.state, gates, roles_in_programme(by, held), reason=reason)
    held.state, held.suspended_because = Programme.State.ACTIVE, ""
    held.save(update_fields=["state", "suspended_because"])
    _lift(held, on, reason, decision)
    _tell(held)
    record("fund.programme.resumed", held, by=by, reason=reason, on=on)
    return held


def _lift(programme: Programme, on: date, reason: str, decision: Decision | None) -> None:
    Suspension.objects.filter(programme=programme, lifted_on__isnull=True).update(
        lifted_on=on, lifted_because=reason, lifted_by_decision=decision
    )


@transaction.atomic
def terminate(programme: Programme, decision: Decision, *, reason: str, on: date, by: User) -> Programme:
    """End it before its time: what is not paid returns to the window; what was paid has to be accounted for.

    Raises NotYet.
    """
    held = lock_programme(programme.pk)
    gates = programme_gates(held, on, decision=decision)
    ask(PROGRAMME, "terminate", held.state, gates, roles_in_programme(by, held), reason=reason)
    returned = _give_back(held, on=on, by=by)
    held.state, held.suspended_because = Programme.State.TERMINATED, ""
    held.closed_operationally_on = on
    held.save(update_fields=["state", "suspended_because", "closed_operationally_on"])
    _lift(held, on, reason, decision)
    for contract in held.contracts.filter(state=Contract.State.SIGNED):
        contract.programme = held
        plan_reports(contract, on=on)
    _tell(held)
    record(
        "fund.programme.terminated",
        held,
        by=by,
        reason=reason,
        decision=decision.number,
        returned=str(returned),
        on=on,
    )
    return held


def _give_back(held: Programme, *, on: date, by: User) -> Money:
    """What is approved or committed and not paid goes back to the window; returns how much."""
    total = held_in(held).uncontracted
    if total:
        legs = posting.approval_lapsed(held.proposal.window.number, held.number, total)
        post(draft("programme.lapsed", on, legs, held, held.code), by=by)
    for row in held.contracts.filter(state=Contract.State.SIGNED):
        contract = lock_contract(row.pk, held)
        left = held_by(contract).committed
        contract.tranches.filter(state=Tranche.State.PLANNED).delete()
        if left:
            take_off(contract, left, on=on, by=by)
            total += left
    return total


@transaction.atomic
def close_operationally(programme: Programme, *, on: date, by: User) -> Programme:
    """The work is done: final reports are due some months from now. Raises NotYet."""
    held = lock_programme(programme.pk)
    ask(PROGRAMME, "close_operationally", held.state, programme_gates(held, on), roles_in_programme(by, held))
    held.state, held.closed_operationally_on = Programme.State.OPERATIONALLY_CLOSED, on
    held.save(update_fields=["state", "closed_operationally_on"])
    for contract in held.contracts.filter(state=Contract.State.SIGNED):
        contract.programme = held
        plan_reports(contract, on=on)
    _tell(held)
    record("fund.programme.closed_operationally", held, by=by, on=on)
    return held


@transaction.atomic
def publish_evaluation(programme: Programme, url: str, *, by: User) -> Programme:
    """Say where the evaluation is published. Raises NotYet."""
    held = lock_programme(programme.pk)
    ask(PROGRAMME, "say_evaluation", held.state, Gates(), roles_in_programme(by, held))
    held.evaluation = url
    held.save(update_fields=["evaluation"])
    record("fund.programme.evaluated", held, by=by)
    return held


@transaction.atomic
def close_financially(programme: Programme, *, on: date, by: User) -> Programme:
    """Everything is accounted for; what was never paid returns to the window and the contracts end. Raises NotYet."""
    held = lock_programme(programme.pk)
    ask(PROGRAMME, "close_financially", held.state, programme_gates(held, on), roles_in_programme(by, held))
    returned = _give_back(held, on=on, by=by)
    held.contracts.filter(state=Contract.State.SIGNED).update(state=Contract.State.ENDED)
    held.state, held.closed_financially_on = Programme.State.FINANCIALLY_CLOSED, on
    held.save(update_fields=["state", "closed_financially_on"])
    _tell(held)
    record("fund.programme.closed_financially", held, by=by, returned=str(returned), on=on)
    return held


def _tell(programme: Programme) -> None:
    organisations = [contract.organisation for contract in programme.contracts.select_related("organisation")]
    url = reverse("fund:programme-show", kwargs={"code": programme.code})
    facts = {"programme": programme.number, "state": str(programme.state)}
    tell_people(agents_of(organisations), "fund.programme.moved", facts, url)
