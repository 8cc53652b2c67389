"""Contracts: drafted by the secretariat, signed by both sides, reduced where less is needed."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.urls import reverse

from alianza.accounts.models import User
from alianza.audit.actions import Actor, record
from alianza.fund import posting
from alianza.fund.actions.asking import ask, draft, lock_contract, lock_programme, tell_people
from alianza.fund.actions.ledger import post
from alianza.fund.actions.report_plan import plan_reports
from alianza.fund.chart import AccountName
from alianza.fund.lifecycles.programmes import CONTRACT
from alianza.fund.models import Addendum, Contract, Programme, Tranche
from alianza.fund.policy.programmes import agents_of, officers_without_interest, roles_in_contract, roles_in_programme
from alianza.fund.queries.gates import Gates, addendum_gates, contract_gates, waiting_addendum
from alianza.network.models import Organisation
from alianza.vocabulary.days import months_later
from alianza.vocabulary.lifecycle import NotYet
from alianza.vocabulary.money import Money
from alianza.vocabulary.refusal import Refusal, marked
from alianza.vocabulary.said import Said

CLAUSES = ("objectives", "tasks", "results", "refund_clause")


class ContractThere(Refusal):
    code = "fund.contract.there"
    field = "organisation"
    message = marked("%(organisation)s, or its name in the books, has a contract in this programme already.")


class SignedAlready(Refusal):
    code = "fund.contract.signed_already"
    message = marked("Your side has signed this contract already.")


class PlanExceeds(Refusal):
    code = "fund.tranche.plan_exceeds"
    message = marked("The tranches add up to %(sum)s; the contract binds %(contract)s.")


@transaction.atomic
def draft_contract(
    programme: Programme,
    organisation: Organisation,
    money: Money,
    *,
    party: str,
    indirect_rate: Decimal,
    clauses: dict[str, str],
    by: User,
) -> Contract:
    """`party` is the organisation's short name in the books. Raises NotYet, ContractThere, chart.UnknownChart."""
    held = lock_programme(programme.pk)
    roles = roles_in_programme(by, held) & {"officer"}
    ask(CONTRACT, "change", "drafted", Gates(), roles)
    AccountName("8400", held.number, party)  # a name that the books can hold
    there = held.contracts.filter(organisation=organisation) | held.contracts.filter(party=party)
    if there.exists():
        raise ContractThere(organisation=organisation.name)
    contract = Contract.objects.create(
        programme=held,
        organisation=organisation,
        party=party,
        minor=money.minor,
        indirect_rate=indirect_rate,
        **{name: clauses.get(name, "") for name in CLAUSES},
    )
    record("fund.contract.drafted", contract, by=by, programme=held.number, amount=str(money))
    return contract


@transaction.atomic
def change_contract(
    contract: Contract, *, money: Money, indirect_rate: Decimal, clauses: dict[str, str], by: User
) -> Contract:
    """Change the draft; who had signed it signs anew. Raises NotYet."""
    held = lock_contract(contract.pk, lock_programme(contract.programme_id))
    ask(CONTRACT, "change", held.state, Gates(), roles_in_contract(by, held))
    held.minor, held.indirect_rate = money.minor, indirect_rate
    for name in CLAUSES:
        setattr(held, name, clauses.get(name, ""))
    held.signed_for_fund = held.signed_for_party = None
    held.save()
    record("fund.contract.changed", held, by=by, amount=str(money))
    return held


@transaction.atomic
def sign_contract(contract: Contract, *, on: date, by: User) -> Contract:
    """Sign for one's side; with the second signature the money is bound and the reports are planned.

    Raises NotYet, SignedAlready, ledger.NotEnough.
    """
    programme = lock_programme(contract.programme_id)
    held = lock_contract(contract.pk, programme)
    roles, gates = roles_in_contract(by, held), contract_gates(held, on)
    gates.say("other_side_signed", True)  # the first to sign waits for nobody
    ask(CONTRACT, "sign", held.state, gates, roles)
    side = "signed_for_fund" if "officer" in roles else "signed_for_party"
    if getattr(held, side) is not None:
        raise SignedAlready
    setattr(held, side, by)
    both = held.signed_for_fund_id is not None and held.signed_for_party_id is not None
    if both:
        held.state, held.signed_on = Contract.State.SIGNED, on
        legs = posting.contracted(programme.number, held.party, held.money)
        post(draft("contract.signed", on, legs, programme, held.code, text=held.party), by=by)
        if programme.starts_on is None:
            programme.starts_on = programme.proposal.starts_on or on
        if programme.ends_on is None and programme.proposal.months:
            programme.ends_on = months_later(programme.starts_on, programme.proposal.months)
        programme.save(update_fields=["starts_on", "ends_on"])
    held.save()
    if both:
        plan_reports(held, on=on)
    else:
        other = agents_of([held.organisation]) if "officer" in roles else officers_without_interest(programme)
        tell_people(other, "fund.contract.to_sign", {"programme": programme.number}, _page(held))
    record("fund.contract.signed" if both else "fund.contract.signature", held, by=by, side=side, on=on)
    return held


@transaction.atomic
def reduce_contract(contract: Contract, money: Money, *, reason: str, on: date, by: User) -> Contract:
    """Take `money` off what is bound and not paid; it returns to the window. Raises NotYet, ledger.NotEnough."""
    programme = lock_programme(contract.programme_id)
    held = lock_contract(contract.pk, programme)
    gates = contract_gates(held, on, reduce_by=money)
    ask(CONTRACT, "reduce", held.state, gates, roles_in_contract(by, held), reason=reason)
    take_off(held, money, on=on, by=by, text=reason)
    tell_people(agents_of([held.organisation]), "fund.contract.reduced", {"programme": programme.number}, _page(held))
    record("fund.contract.reduced", held, by=by, amount=str(money), reason=reason, on=on)
    return held


def take_off(held: Contract, money: Money, *, on: date, by: Actor, text: str = "") -> None:
    """What the deeds that give unpaid money back to the window have in common; the row is locked."""
    programme = held.programme
    held.reduced_minor += money.minor
    held.save(update_fields=["reduced_minor"])
    legs = posting.contract_reduced(programme.number, held.party, programme.proposal.window.number, money)
    # the sum taken off so far tells two equal reductions apart
    post(draft("contract.reduced", on, legs, programme, held.code, held.reduced_minor, text=text), by=by)


@transaction.atomic
def sign_addendum(contract: Contract, *, on: date, by: User) -> Addendum:
    """Sign, for one's side, the money that a decided change adds; with the second signature it is bound.

    Raises NotYet, SignedAlready, ledger.NotEnough.
    """
    programme = lock_programme(contract.programme_id)
    held = lock_contract(contract.pk, programme)
    addendum, roles = waiting_addendum(held), roles_in_contract(by, held)
    ask(CONTRACT, "sign_addendum", held.state, addendum_gates(held, addendum, on), roles)
    if addendum is None:  # its guard refused already
        raise NotYet([Said(CONTRACT.guard("addendum_there").sentence)])
    side = "signed_for_fund" if "officer" in roles else "signed_for_party"
    if getattr(addendum, side) is not None:
        raise SignedAlready
    setattr(addendum, side, by)
    if addendum.signed_for_fund_id is None or addendum.signed_for_party_id is None:
        addendum.save()
        other = agents_of([held.organisation]) if "officer" in roles else officers_without_interest(programme)
        tell_people(other, "fund.contract.to_sign", {"programme": programme.number}, _page(held))
        record("fund.contract.addendum_signature", held, by=by, side=side, on=on)
        return addendum
    legs = posting.contracted(programme.number, held.party, addendum.money)
    addendum.signed_on = on
    addendum.journal = post(draft("contract.signed", on, legs, programme, addendum.code, text=held.party), by=by)
    addendum.save()
    held.minor += addendum.minor
    held.save(update_fields=["minor"])
    record("fund.contract.raised", held, by=by, amount=str(addendum.money), change=addendum.change.number, on=on)
    return addendum


@transaction.atomic
def end_contract(contract: Contract, *, on: date, by: User) -> Contract:
    """Raises NotYet."""
    held = lock_contract(contract.pk, lock_programme(contract.programme_id))
    ask(CONTRACT, "end", held.state, contract_gates(held, on), roles_in_contract(by, held))
    held.state = Contract.State.ENDED
    held.save(update_fields=["state"])
    record("fund.contract.ended", held, by=by, on=on)
    return held


@transaction.atomic
def change_account(contract: Contract, details: str, *, on: date, by: User) -> Contract:
    """Where to pay, said by the partner alone; for some days after, a payment needs a call-back. Raises NotYet."""
    held = lock_contract(contract.pk, lock_programme(contract.programme_id))
    move = "tell_account" if held.state == Contract.State.DRAFTED else "change_account"
    ask(CONTRACT, move, held.state, Gates(), roles_in_contract(by, held))
    held.bank_details, held.bank_details_changed_on, held.called_back_on = details, on, None
    held.save(update_fields=["bank_details", "bank_details_changed_on", "called_back_on"])
    people = officers_without_interest(held.programme)
    tell_people(people, "fund.contract.account_changed", {"programme": held.programme.number}, _page(held))
    record("fund.contract.account_changed", held, by=by, on=on)
    return held


@transaction.atomic
def call_back(contract: Contract, *, on: date, by: User) -> Contract:
    """An officer called the organisation at a number known before and had the change confirmed. Raises NotYet."""
    held = lock_contract(contract.pk, lock_programme(contract.programme_id))
    ask(CONTRACT, "call_back", held.state, Gates(), roles_in_contract(by, held))
    held.called_back_on = on
    held.save(update_fields=["called_back_on"])
    record("fund.contract.called_back", held, by=by, on=on)
    return held


@transaction.atomic
def plan_tranches(contract: Contract, plan: Sequence[tuple[date, Money]], *, by: User) -> list[Tranche]:
    """Put a new plan in the place of what is only planned. Raises NotYet, PlanExceeds."""
    held = lock_contract(contract.pk, lock_programme(contract.programme_id))
    ask(CONTRACT, "plan", held.state, Gates(), roles_in_contract(by, held))
    held.tranches.filter(state=Tranche.State.PLANNED).delete()
    kept = list(held.tranches.all())
    bound = sum(one.minor for one in kept if one.state != Tranche.State.REFUSED)
    total = Money(bound + sum(money.minor for _day, money in plan), held.money.currency)
    if total > held.money:
        raise PlanExceeds(sum=str(total), contract=str(held.money))
    first = max((one.number for one in kept), default=0) + 1
    made = [
        Tranche.objects.create(contract=held, number=at, minor=money.minor, planned_on=day)
        for at, (day, money) in enumerate(sorted(plan, key=lambda one: one[0]), start=first)
    ]
    record("fund.tranche.planned", held, by=by, tranches=len(made), amount=str(total))
    return made


def _page(contract: Contract) -> str:
    return reverse("fund:contract-show", kwargs={"code": contract.code})
