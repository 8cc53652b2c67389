"""Tranches: asked for, checked, authorised and paid by different people, once."""

from collections.abc import Callable
from datetime import date

from django.db import transaction
from django.urls import reverse

from alianza.accounts.models import User
from alianza.audit.actions import PLATFORM, record
from alianza.fund import posting
from alianza.fund.actions.asking import ask, draft, lock_contract, lock_programme, tell_people
from alianza.fund.actions.ledger import post
from alianza.fund.actions.moments import moment
from alianza.fund.lifecycles.programmes import PROGRAMME
from alianza.fund.lifecycles.tranches import TRANCHE
from alianza.fund.models import Programme, Tranche
from alianza.fund.policy.programmes import agents_of, officers_without_interest, roles_in_contract
from alianza.fund.queries.gates import programme_gates, tranche_gates


def _locked(tranche: Tranche) -> Tranche:
    """The tranche with its contract and programme, all held until the commit."""
    programme = lock_programme(tranche.contract.programme_id)
    contract = lock_contract(tranche.contract_id, programme)
    held = Tranche.objects.select_for_update(no_key=True).get(pk=tranche.pk)
    held.contract = contract
    return held


def _asked(tranche: Tranche, move: str, *, on: date, by: User, reason: str = "-") -> Tranche:
    """Lock it and ask its lifecycle; raises NotYet with every reason."""
    held = _locked(tranche)
    ask(TRANCHE, move, held.state, tranche_gates(held, on, by), roles_in_contract(by, held.contract), reason=reason)
    return held


@transaction.atomic
def request(tranche: Tranche, *, on: date, by: User) -> Tranche:
    """Raises NotYet, as every deed here."""
    held = _asked(tranche, "request", on=on, by=by)
    held.state, held.requested_by, held.requested_at = Tranche.State.REQUESTED, by, moment(on)
    held.save()
    _tell(held, officers_without_interest(held.contract.programme), but=by)
    record("fund.tranche.requested", held, by=by, amount=str(held.money), on=on)
    return held


@transaction.atomic
def check(tranche: Tranche, *, on: date, by: User) -> Tranche:
    held = _asked(tranche, "check", on=on, by=by)
    held.state, held.checked_by, held.checked_at = Tranche.State.CHECKED, by, moment(on)
    held.save()
    record("fund.tranche.checked", held, by=by, on=on)
    return held


@transaction.atomic
def authorise(tranche: Tranche, *, on: date, by: User) -> Tranche:
    held = _asked(tranche, "authorise", on=on, by=by)
    held.state, held.authorised_by, held.authorised_at = Tranche.State.AUTHORISED, by, moment(on)
    held.save()
    record("fund.tranche.authorised", held, by=by, on=on)
    return held


@transaction.atomic
def pay(tranche: Tranche, *, bank_reference: str, on: date, by: User) -> Tranche:
    """State, journal and record are one transaction: either all of it happened, or nothing.

    Everything is asked once more, since a programme may have been suspended after the authorisation. The tranche is the
    identity of its journal: whatever happens, the books take it once.
    """
    held = _asked(tranche, "pay", on=on, by=by)
    programme, contract = held.contract.programme, held.contract
    legs = posting.tranche_paid(programme.number, contract.party, held.money)
    held.journal = post(draft("tranche.paid", on, legs, programme, held.code, text=str(held)), by=by)
    held.state, held.paid_on, held.bank_reference = Tranche.State.PAID, on, bank_reference
    held.save()
    if programme.state == Programme.State.CONTRACTING:
        _start(programme, on)
    _tell(held, agents_of([contract.organisation]), but=by)
    record("fund.tranche.paid", held, by=by, amount=str(held.money), journal=held.journal.pk, on=on)
    return held


def _start(programme: Programme, on: date) -> None:
    """The first payment makes a programme active."""
    ask(PROGRAMME, "start", programme.state, programme_gates(programme, on), {"clock"})
    programme.state = Programme.State.ACTIVE
    programme.save(update_fields=["state"])
    record("fund.programme.started", programme, by=PLATFORM, on=on)


@transaction.atomic
def acknowledge(tranche: Tranche, *, on: date, by: User) -> Tranche:
    held = _asked(tranche, "acknowledge", on=on, by=by)
    held.state, held.acknowledged_on = Tranche.State.ACKNOWLEDGED, on
    held.save()
    record("fund.tranche.acknowledged", held, by=by, on=on)
    return held


@transaction.atomic
def refuse(tranche: Tranche, *, reason: str, on: date, by: User) -> Tranche:
    held = _asked(tranche, "refuse", on=on, by=by, reason=reason)
    held.state, held.refused_because = Tranche.State.REFUSED, reason
    held.save()
    _tell(held, agents_of([held.contract.organisation]), but=by)
    record("fund.tranche.refused", held, by=by, reason=reason, on=on)
    return held


MOVES: dict[str, Callable[..., Tranche]] = {
    "request": request,
    "check": check,
    "authorise": authorise,
    "pay": pay,
    "acknowledge": acknowledge,
    "refuse": refuse,
}


def _tell(tranche: Tranche, people: list[User], *, but: User) -> None:
    facts = {"tranche": str(tranche), "state": str(tranche.state)}
    url = reverse("fund:contract-show", kwargs={"code": tranche.contract.code})
    tell_people([each for each in people if each != but], "fund.tranche.moved", facts, url)
