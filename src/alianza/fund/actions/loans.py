"""A loan is signed and takes effect; its payments bring the grant in step, through three people; it closes."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from alianza.accounts.models import User
from alianza.audit.actions import Actor, record
from alianza.engines import concessionality
from alianza.engines.concessionality import Curve
from alianza.fund import posting
from alianza.fund.actions.operation_moves import ask, ask_officer, each, end, locked, release, roles, write
from alianza.fund.chart import BASE_CURRENCY
from alianza.fund.lifecycles.facility import PAYMENT
from alianza.fund.models import Decision, LoanPayment, Operation
from alianza.fund.posting import Leg
from alianza.fund.queries import facility_guards as guards
from alianza.fund.queries.facility import (
    back,
    books,
    counted,
    draw,
    frozen,
    in_step,
    kept_curve,
    percent,
    read_curve,
    share,
)
from alianza.vocabulary.lifecycle import require
from alianza.vocabulary.money import Money
from alianza.vocabulary.refusal import Refusal, marked


class MoreThanTheLoan(Refusal):
    code = "fund.loan_payment.more"
    field = "amount"
    message = marked("Of the loan %(left)s are still to be paid out; %(given)s are more.")


class NotedAlready(Refusal):
    code = "fund.loan_payment.noted_already"
    field = "reference"
    message = marked("A payment with the reference %(reference)s is noted already.")


class NotInEffect(Refusal):
    code = "fund.loan_payment.not_in_effect"
    message = marked("A payment is noted of a loan that is in effect, and not dated before it was.")


# signed, topped up, in effect ------------------------------------------------------------------------------------


@transaction.atomic
def sign_loan(operation: Operation, *, on: date, by: User, curve: Curve | None = None) -> Operation:
    """The loan is signed, and the grant is computed again on the curve of that day: what a fall in the rate leaves over
    goes back to the pools; what a rise makes lack is shown, and given by decision alone.

    Raises NotYet, SigningEarlier and what the engine says of a curve.
    """
    held = locked(operation)
    needed = Money(held.needed_minor or 0, BASE_CURRENCY)
    excess, lacking = Money.zero(BASE_CURRENCY), max(needed - held.grant, Money.zero(BASE_CURRENCY))
    still: bool | None = None
    if held.variable and curve is not None and held.curve is not None:
        discount, target = share(held.discount), share(held.target)
        before = concessionality.price(
            frozen(held, read_curve(held.curve)), held.total, target=target, discount=discount, granted=held.grant
        )
        now = concessionality.price(frozen(held, curve), held.total, target=target, discount=discount)
        found = concessionality.at_signing(before, now)
        excess, lacking, still = found.returned, found.lacking, bool(found.grant)
        held.signed_rate, held.signed_curve = percent(now.frozen.terms.rate), kept_curve(curve)
    ask(held, "sign", guards.of_operation(held, on, by, priced=curve is not None, needed=still), roles(by))
    if excess:
        release(held, excess, on=on, by=by, what="signed")
        held.released_minor += excess.minor
    held.signed_on, held.lacking_minor = on, lacking.minor
    held.save()
    record("fund.operation.signed", held, by=by, on=on, returned=str(excess), lacking=str(lacking), rate=held.last_rate)
    return held


@transaction.atomic
def top_up(operation: Operation, decision: Decision, money: Money, *, on: date, by: Actor) -> None:
    """What lacked at signing, or part of it, by another decision of the committee. Raises NotYet."""
    held = locked(operation)
    ask(held, "top_up", guards.of_operation(held, on, by, decision=decision, granted=money), "committee")
    pools = draw(held.request.country, money)
    legs = each(pools, lambda pool, part: posting.operation_approved(pool, held.number, part))
    write("operation.approved", held, legs, on=on, by=by, what=decision.number)
    legs = posting.operation_committed(held.number, held.bank_name, money)
    write("operation.committed", held, legs, on=on, by=by, what=decision.number)
    held.granted_minor = (held.granted_minor or 0) + money.minor
    held.lacking_minor -= money.minor
    held.save()
    record("fund.operation.topped_up", held, by=by, decision=decision.number, granted=str(money), on=on)


@transaction.atomic
def take_effect(operation: Operation, *, on: date, by: User) -> None:
    """The loan is in effect: payments may follow. Raises NotYet."""
    held = locked(operation)
    ask_officer(held, "take_effect", on, by)
    held.effective_on, held.state = on, Operation.State.EFFECTIVE
    held.save()
    record("fund.operation.effective", held, by=by, on=on)


# payments --------------------------------------------------------------------------------------------------------


@transaction.atomic
def note_payment(operation: Operation, money: Money, *, reference: str, on: date, by: User) -> LoanPayment:
    """The bank told of a disbursement of the loan; the grant in step with it is computed.

    Raises NotInEffect, NotedAlready, MoreThanTheLoan.
    """
    held = locked(operation)
    if (
        "officer" not in roles(by)
        or held.state != Operation.State.EFFECTIVE
        or held.effective_on is None
        or on < held.effective_on
    ):
        raise NotInEffect
    if held.payments.filter(reference=reference).exclude(state=LoanPayment.State.WITHDRAWN).exists():
        raise NotedAlready(reference=reference)
    paid, _grant = counted(held)
    left = held.loan - paid
    if money > left:
        raise MoreThanTheLoan(left=left, given=money)
    made = LoanPayment.objects.create(
        operation=held,
        paid_on=on,
        minor=money.minor,
        grant_minor=in_step(held, money).minor,
        reference=reference,
        noted_by=by,
    )
    record("fund.loan_payment.noted", made, by=by, operation=held.number, loan=str(money), grant=str(made.grant), on=on)
    return made


def _payment(payment: LoanPayment) -> LoanPayment:
    """Locked, with its operation locked before it, as every deed on an operation does."""
    held = locked(payment.operation)
    found = LoanPayment.objects.select_for_update(no_key=True).get(pk=payment.pk)
    found.operation = held
    return found


def _ask(payment: LoanPayment, move: str, by: User, reason: str = "") -> None:
    """Raises NotYet."""
    require(PAYMENT, move, payment.state, guards.of_payment(payment, by), roles(by), reason=reason)


@transaction.atomic
def check_payment(payment: LoanPayment, *, by: User) -> None:
    """A second person held it against the bank's notice. Raises NotYet."""
    held = _payment(payment)
    _ask(held, "check", by)
    held.checked_by, held.state = by, LoanPayment.State.CHECKED
    held.save(update_fields=["checked_by", "state"])
    record("fund.loan_payment.checked", held, by=by)


@transaction.atomic
def transfer_grant(payment: LoanPayment, *, on: date, by: User) -> None:
    """A third person sends the grant in step with the payment. Raises NotYet, ledger.NotEnough."""
    held = _payment(payment)
    _ask(held, "transfer", by)
    operation = held.operation
    if held.grant:
        legs = posting.grant_transferred(operation.number, operation.bank_name, held.grant)
        held.journal = write("grant.transferred", operation, legs, on=on, by=by, what=held.code)
    held.sent_by, held.state = by, LoanPayment.State.TRANSFERRED
    held.save(update_fields=["sent_by", "state", "journal"])
    record("fund.loan_payment.transferred", held, by=by, grant=str(held.grant), on=on)


@transaction.atomic
def apply_grant(payment: LoanPayment, *, on: date, by: User) -> None:
    """The bank took the grant in place of part of the loan: what of it did not go back meanwhile. Raises NotYet."""
    held = _payment(payment)
    _ask(held, "apply", by)
    operation = held.operation
    money = min(held.grant, books(operation).with_bank)
    if money:
        legs = posting.grant_applied(operation.number, operation.bank_name, money)
        held.applied = write("grant.applied", operation, legs, on=on, by=by, what=held.code)
    held.state = LoanPayment.State.APPLIED
    held.save(update_fields=["state", "applied"])
    record("fund.loan_payment.applied", held, by=by, grant=str(money), on=on)


@transaction.atomic
def withdraw_payment(payment: LoanPayment, *, reason: str, by: User) -> None:
    """It was noted by mistake: the last one only, since each is computed on those before it. Raises NotYet."""
    held = _payment(payment)
    _ask(held, "withdraw", by, reason)
    held.state, held.reason = LoanPayment.State.WITHDRAWN, reason
    held.save(update_fields=["state", "reason"])
    record("fund.loan_payment.withdrawn", held, by=by, reason=reason)


# what comes back -------------------------------------------------------------------------------------------------


@transaction.atomic
def cancel_part(operation: Operation, money: Money, *, reason: str, on: date, by: User) -> Money:
    """Part of the loan that is not paid out is cancelled, and the same share of the grant goes back. Raises NotYet."""
    held = locked(operation)
    ask_officer(held, "cancel_part", on, by, reason=reason, money=money)
    _kept, returned = held.grant.allocate([held.loan.minor - money.minor, money.minor])
    if returned:
        release(held, returned, on=on, by=by, what=f"part {held.cancelled_minor}")
    held.cancelled_minor += money.minor
    held.save()
    record("fund.operation.part_cancelled", held, by=by, loan=str(money), grant=str(returned), reason=reason, on=on)
    return returned


@transaction.atomic
def take_back(operation: Operation, money: Money, *, reason: str, on: date, by: User) -> LoanPayment:
    """Part of the loan that was paid out went back to the bank, cancelled or paid early: the same share of the grant
    flows back to the pools. First what the bank holds, then what it had applied to the loan. An operation that was
    closed is open again until the rest is found in order.

    Raises NotYet.
    """
    held = locked(operation)
    ask_officer(held, "take_back", on, by, reason=reason, money=money)
    paid, sent = counted(held)
    _kept, returned = sent.allocate([paid.minor - money.minor, money.minor])
    found = books(held)
    made = LoanPayment.objects.create(
        operation=held,
        paid_on=on,
        minor=-money.minor,
        grant_minor=-returned.minor,
        state=LoanPayment.State.RETURNED,
        noted_by=by,
        reason=reason,
    )
    if returned:
        legs = _reflow(held, back(held, returned), found.with_bank)
        made.journal = write("grant.reflowed", held, legs, on=on, by=by, what=made.code)
        made.save(update_fields=["journal"])
    held.cancelled_minor += money.minor
    held.returned_minor += returned.minor
    if held.state == Operation.State.CLOSED:
        held.state, held.ended_on, held.ended_because = Operation.State.EFFECTIVE, None, ""
    held.save()
    applied = max(returned - found.with_bank, Money.zero(BASE_CURRENCY))
    facts = {"loan": str(money), "grant": str(returned), "applied": str(applied)}
    record("fund.loan_payment.returned", made, by=by, **facts, reason=reason, on=on)
    return made


def _reflow(held: Operation, parts: Mapping[str, Money], with_bank: Money) -> tuple[Leg, ...]:
    """The lines that bring each pool its part: from what the bank holds, then from what it had applied."""
    legs: tuple[Leg, ...] = ()
    for pool, part in parts.items():
        unused = min(part, with_bank)
        with_bank -= unused
        if unused:
            legs += posting.grant_reflowed(held.number, held.bank_name, pool, unused)
        if part != unused:
            legs += posting.applied_grant_reflowed(held.number, held.bank_name, pool, part - unused)
    return legs


@transaction.atomic
def close(operation: Operation, *, reached: str, on: date, by: User) -> None:
    """The loan is paid out and the grant applied; `reached` says what came of it. Raises NotYet."""
    held = locked(operation)
    ask_officer(held, "close", on, by, reason=reached)
    end(held, Operation.State.CLOSED, on, reached)
    held.save()
    record("fund.operation.closed", held, by=by, on=on)
