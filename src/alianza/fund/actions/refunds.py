"""Money that comes back: what was not spent, and cost that an audit found ineligible."""

from datetime import date

from django.db import transaction

from alianza.accounts.models import User
from alianza.audit.actions import record
from alianza.engines.concessionality import indirect_on
from alianza.fund import posting
from alianza.fund.actions.asking import draft, lock_contract, lock_programme
from alianza.fund.actions.ledger import post
from alianza.fund.chart import BASE_CURRENCY
from alianza.fund.lifecycles.programmes import OFFICER
from alianza.fund.models import Contract, Finding, Journal
from alianza.fund.policy.programmes import roles_in_contract
from alianza.fund.queries.programmes import Held, held_by
from alianza.vocabulary.lifecycle import NotYet
from alianza.vocabulary.money import Money
from alianza.vocabulary.refusal import Refusal, marked
from alianza.vocabulary.said import Said


class MoreThanAdvanced(Refusal):
    code = "fund.refund.more_than_advanced"
    field = "money"
    message = marked("%(party)s has %(outstanding)s that is neither accounted for nor returned; no more can come back.")


class MoreThanAccepted(Refusal):
    code = "fund.cost.more_than_accepted"
    field = "money"
    message = marked("%(party)s has %(direct)s of accepted direct cost; no more of it can be found ineligible.")


class MoreThanOwed(Refusal):
    code = "fund.cost.more_than_owed"
    field = "money"
    message = marked("%(party)s owes %(owed)s for cost found ineligible; book the rest as a refund.")


class DisallowedAlready(Refusal):
    code = "fund.cost.disallowed_already"
    message = marked("The cost of this finding was disallowed already.")


class OfNoContract(Refusal):
    code = "fund.cost.of_no_contract"
    message = marked("This finding is of an audit of the whole fund; cost is disallowed on a finding on a contract.")


def _by_officer(contract: Contract, by: User, what: str) -> tuple[Contract, Held]:
    """The contract, locked, and what the books hold for it. Raises NotYet."""
    held = lock_contract(contract.pk, lock_programme(contract.programme_id))
    reasons = []
    if "officer" not in roles_in_contract(by, held):
        said = marked("“%(move)s” is for: %(actors)s.")
        reasons.append(Said(said, move=Said(what), actors=Said(OFFICER.label)))
    if held.state == Contract.State.DRAFTED:
        reasons.append(Said(marked("The contract is signed by both sides.")))
    if reasons:
        raise NotYet(reasons)
    return held, held_by(held)


@transaction.atomic
def receive_refund(contract: Contract, money: Money, *, reference: str, on: date, by: User) -> Journal:
    """What was not spent came back to the bank, and stands in its window again. One bank reference is booked once.

    Raises NotYet, MoreThanAdvanced, ledger.KeyTaken.
    """
    held, books = _by_officer(contract, by, marked("Book a refund"))
    made = draft(
        "refund.received",
        on,
        posting.refunded(held.programme.number, held.party, held.programme.proposal.window.number, money),
        held.programme,
        held.code,
        reference,
        text=reference,
    )
    if money > books.outstanding and not Journal.objects.filter(key=made.key).exists():
        raise MoreThanAdvanced(party=held.party, outstanding=str(books.outstanding))
    journal = post(made, by=by)
    record("fund.refund.received", held, by=by, amount=str(money), journal=journal.pk, on=on)
    return journal


@transaction.atomic
def disallow(finding: Finding, direct: Money, *, on: date, by: User) -> Journal:
    """Direct cost, with the indirect cost earned on it, is not accepted any more: the organisation owes it.

    Raises NotYet, OfNoContract, DisallowedAlready, MoreThanAccepted.
    """
    if finding.audit.contract is None:
        raise OfNoContract
    contract, books = _by_officer(finding.audit.contract, by, marked("Disallow cost"))
    held = Finding.objects.select_for_update(no_key=True).get(pk=finding.pk)
    if held.disallowed_id is not None:
        raise DisallowedAlready
    if direct > books.direct:
        raise MoreThanAccepted(party=contract.party, direct=str(books.direct))
    indirect = books.indirect  # the last of the direct cost takes all that was earned on it
    if direct < books.direct:
        indirect = min(indirect_on(direct, contract.indirect_rate).indirect, books.indirect)
    legs = posting.cost_disallowed(contract.programme.number, contract.party, direct, indirect)
    held.disallowed = post(
        draft("cost.disallowed", on, legs, contract.programme, held.code, text=contract.party), by=by
    )
    held.save(update_fields=["disallowed"])
    record("fund.cost.disallowed", held, by=by, direct=str(direct), indirect=str(indirect), on=on)
    return held.disallowed


@transaction.atomic
def recover(contract: Contract, money: Money, *, reference: str, on: date, by: User) -> Journal:
    """What was owed for ineligible cost arrived. One bank reference is booked once.

    Raises NotYet, MoreThanOwed, ledger.KeyTaken.
    """
    held, books = _by_officer(contract, by, marked("Book what was owed"))
    made = draft(
        "cost.recovered",
        on,
        posting.cost_recovered(held.programme.number, held.party, held.programme.proposal.window.number, money),
        held.programme,
        held.code,
        reference,
        text=reference,
    )
    if money > books.owed and not Journal.objects.filter(key=made.key).exists():
        raise MoreThanOwed(party=held.party, owed=str(books.owed))
    journal = post(made, by=by)
    record("fund.cost.recovered", held, by=by, amount=str(money), journal=journal.pk, on=on)
    return journal


def disallowed(finding: Finding) -> Money:
    """What a finding cost its owner, indirect cost included."""
    if finding.disallowed is None:
        return Money.zero(BASE_CURRENCY)
    owed = finding.disallowed.entries.filter(account__chart="1290").first()
    return Money(owed.minor if owed else 0, BASE_CURRENCY)
