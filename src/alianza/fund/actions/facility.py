"""A country asks for the facility, and an operation goes from its proposal to the bank's commitment."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from alianza.accounts.models import User
from alianza.audit.actions import Actor, record
from alianza.engines.concessionality import Curve
from alianza.fund import posting
from alianza.fund.actions import facility_told
from alianza.fund.actions.operation_moves import ask, ask_officer, each, end, locked, release, roles, write
from alianza.fund.chart import BASE_CURRENCY
from alianza.fund.lifecycles.facility import REQUEST
from alianza.fund.models import CountryRequest, Decision, EligibilityReview, Item, Operation
from alianza.fund.queries import facility_guards as guards
from alianza.fund.queries.facility import CHECKS, draw, frozen, is_refusal, kept_curve, need, percent, profile
from alianza.fund.rules import rule
from alianza.network.models import Organisation
from alianza.network.policy import is_focal_point
from alianza.vocabulary.days import months_later
from alianza.vocabulary.lifecycle import require
from alianza.vocabulary.money import Money
from alianza.vocabulary.places import country as place
from alianza.vocabulary.refusal import Refusal, marked


class AskedAlready(Refusal):
    code = "fund.country_request.asked"
    field = "country"
    message = marked("%(country)s has asked already; its request stands at: %(state)s.")


class NotItsFocalPoint(Refusal):
    code = "fund.country_request.not_its_focal_point"
    field = "country"
    message = marked("Only a country's focal point for the fund asks for it.")


class NotAName(Refusal):
    code = "fund.operation.not_a_name"
    field = "bank_name"
    message = marked("The bank's name in the books has no colon and no slash; %(given)s has one.")


class NotEligible(Refusal):
    code = "fund.operation.not_eligible"
    message = marked(
        "An operation is proposed for an eligible country; the request of %(country)s stands at: %(state)s."
    )


class NoSuchScreening(Refusal):
    code = "fund.operation.screening"
    message = marked("Say of each check whether it holds and what was found.")


# a country -------------------------------------------------------------------------------------------------------


@transaction.atomic
def request_support(country: str, *, need: str, on: date, by: User) -> CountryRequest:
    """A country asks for the facility, through its focal point.

    Raises NotItsFocalPoint, AskedAlready, UnknownCountry.
    """
    alpha3 = place(country).alpha3
    if not is_focal_point(by, alpha3, "fund"):
        raise NotItsFocalPoint
    held = CountryRequest.objects.filter(country=alpha3, state__in=["requested", "eligible"]).first()
    if held is not None:
        raise AskedAlready(country=alpha3, state=held.get_state_display())
    made = CountryRequest.objects.create(country=alpha3, need=need, requested_on=on)
    record("fund.country_request.made", made, by=by, country=alpha3, on=on)
    return made


@transaction.atomic
def decide_eligibility(request: CountryRequest, decision: Decision, *, by: Actor, on: date | None = None) -> None:
    """The Assembly's decision takes effect: eligible, to be looked at again each year, or not. Raises NotYet."""
    held = CountryRequest.objects.select_for_update(no_key=True).get(pk=request.pk)
    day = on or decision.decided_at.date()
    no = is_refusal(decision, held.subject, Item.Kind.ELIGIBILITY)
    move = "refuse" if no else "find_eligible"
    require(REQUEST, move, held.state, guards.of_request(held, day, decision), "assembly")
    held.decision = decision
    held.state = CountryRequest.State.REFUSED if no else CountryRequest.State.ELIGIBLE
    held.review_on = None if no else months_later(day, int(rule("eligibility_review_months", day).value))
    held.save(update_fields=["decision", "state", "review_on"])
    facility_told.request_decided(held)
    record("fund.country_request.decided", held, by=by, decision=decision.number, state=held.state)


@transaction.atomic
def review_eligibility(request: CountryRequest, *, found: str, on: date, by: User) -> EligibilityReview:
    """The yearly look: what was found is kept; the next one is in a year. It ends nothing. Raises NotYet."""
    held = CountryRequest.objects.select_for_update(no_key=True).get(pk=request.pk)
    require(REQUEST, "review", held.state, guards.of_request(held, on), roles(by))
    made = EligibilityReview.objects.create(request=held, reviewed_on=on, found=found, reviewed_by=by)
    held.review_on = months_later(on, int(rule("eligibility_review_months", on).value))
    held.save(update_fields=["review_on"])
    record("fund.country_request.reviewed", held, by=by, on=on)
    return made


@transaction.atomic
def end_request(request: CountryRequest, *, reason: str, on: date, by: User) -> None:
    """The country takes its request, or its eligibility, back. Raises NotYet."""
    held = CountryRequest.objects.select_for_update(no_key=True).get(pk=request.pk)
    role = {"focal_point"} if is_focal_point(by, held.country, "fund") else set()
    require(REQUEST, "end", held.state, guards.of_request(held, on), role, reason=reason)
    held.state = CountryRequest.State.ENDED
    held.save(update_fields=["state"])
    record("fund.country_request.ended", held, by=by, reason=reason, on=on)


# an operation, until it is screened ------------------------------------------------------------------------------

WORDS = ("title", "kind", "direct", "additional", "adaptable")
TERMS = ("rate", "variable", "spread", "maturity", "grace", "frequency", "front_fee", "discount", "target")


@transaction.atomic
def propose(
    request: CountryRequest,
    bank: Organisation,
    total: Money,
    said: Mapping[str, Any],
    *,
    bank_name: str,
    on: date,
    by: User,
) -> Operation:
    """An operation with a bank; `said` holds its words and terms (percentages as decimals).

    Raises NotYet, NotEligible, NotAName and what the engine says of terms that cannot be.
    """
    if ":" in bank_name or "/" in bank_name or not bank_name.strip():
        raise NotAName(given=repr(bank_name[:40]))
    kept = CountryRequest.objects.select_for_update(no_key=True).get(pk=request.pk)
    if kept.state != CountryRequest.State.ELIGIBLE:
        raise NotEligible(country=kept.country, state=kept.get_state_display())
    made = Operation(
        request=kept, bank=bank, bank_name=bank_name.strip(), total_minor=total.minor, proposed_by=by, **_said(said)
    )
    _check_terms(made)
    ask(made, "change", {}, roles(by))
    for attempt in range(5):  # two proposals may ask for a number in the same moment
        made.number = _next_number(on, attempt)
        try:
            with transaction.atomic():
                made.save(force_insert=True)
            break
        except IntegrityError:
            if attempt == 4 or not Operation.objects.filter(number=made.number).exists():
                raise
    record("fund.operation.proposed", made, by=by, country=kept.country, total=str(total), bank=str(bank.code), on=on)
    return made


def _said(said: Mapping[str, Any]) -> dict[str, Any]:
    return {name: said[name] for name in (*WORDS, *TERMS) if name in said}


def _check_terms(operation: Operation) -> None:
    """Raises the refusals of the engine."""
    profile(operation)
    need(operation)


def _next_number(on: date, more: int) -> str:
    last = Operation.objects.filter(number__startswith=f"F-{on.year}-").order_by("-number").first()
    at = int(last.number.rpartition("-")[2]) if last else 0
    return f"F-{on.year}-{at + 1 + more:03d}"


@transaction.atomic
def change(operation: Operation, said: Mapping[str, Any], *, on: date, by: User, total: Money | None = None) -> None:
    """Correct a proposal before its terms are frozen. Raises NotYet and what the engine says of terms."""
    held = locked(operation)
    ask_officer(held, "change", on, by)
    for name, value in _said(said).items():
        setattr(held, name, value)
    if total is not None:
        held.total_minor = total.minor
    _check_terms(held)
    held.save()
    record("fund.operation.changed", held, by=by, on=on)


@transaction.atomic
def freeze(operation: Operation, *, on: date, by: User, curve: Curve | None = None) -> Operation:
    """The terms stand, and the needed grant is computed; of a variable rate on the swap curve of the pricing date.

    Before the decision terms can be frozen anew; what was screened is screened again. Raises NotYet and what the engine
    says of a curve.
    """
    held = locked(operation)
    priced = curve is not None
    wanted = None
    if held.variable and curve is not None:
        fixed = frozen(held, curve)
        held.rate, held.curve = percent(fixed.terms.rate), kept_curve(curve)
        wanted = need(held, held.rate)
    elif not held.variable:
        wanted = need(held)
    facts = guards.of_operation(held, on, by, priced=priced, needed=None if wanted is None else bool(wanted.grant))
    ask(held, "freeze", facts, roles(by))
    if wanted is None:
        raise RuntimeError("The guards let terms pass without a rate.")
    held.needed_minor, held.frozen_on, held.state = wanted.grant.minor, on, Operation.State.FROZEN
    held.screening, held.screened_by = {}, None
    held.save()
    record("fund.operation.frozen", held, by=by, on=on, needed=str(wanted.grant), rate=held.rate)
    return held


@transaction.atomic
def screen(operation: Operation, found: Mapping[str, tuple[bool, str]], *, on: date, by: User) -> None:
    """What the papers ask of an operation, each check with what was found; all hold, or it does not pass.

    Raises NoSuchScreening, NotYet.
    """
    held = locked(operation)
    if set(found) != set(CHECKS) or not all(words.strip() for _held, words in found.values()):
        raise NoSuchScreening
    held.screening = {name: {"held": holds, "found": words} for name, (holds, words) in found.items()}
    ask_officer(held, "screen", on, by)
    held.screened_by, held.state = by, Operation.State.SCREENED
    held.save(update_fields=["screening", "screened_by", "state"])
    record("fund.operation.screened", held, by=by, on=on)


@transaction.atomic
def refer(operation: Operation, *, reason: str, on: date, by: User) -> None:
    """It reaches migration only indirectly, or belongs to official aid: refused as such, with the reason.

    Raises NotYet.
    """
    held = locked(operation)
    ask_officer(held, "refer", on, by, reason=reason)
    end(held, Operation.State.REJECTED, on, reason)
    held.screened_by = by
    held.save()
    record("fund.operation.referred", held, by=by, reason=reason, on=on)


# decided, committed ----------------------------------------------------------------------------------------------


@transaction.atomic
def decide_operation(
    operation: Operation, decision: Decision, granted: Money | None = None, *, on: date, by: Actor
) -> None:
    """The committee's decision takes effect: the grant (what is needed, or less) is taken from the country's pools.

    Raises NotYet, ledger.NotEnough.
    """
    held = locked(operation)
    if is_refusal(decision, held.subject, Item.Kind.OPERATION):
        facts = guards.of_operation(held, on, by, decision=decision)
        ask(held, "reject", facts, "committee")
        held.decision, held.decided_on = decision, on
        end(held, Operation.State.REJECTED, on)
        held.save()
        facility_told.operation_decided(held)
        record("fund.operation.rejected", held, by=by, decision=decision.number, on=on)
        return
    facts = guards.of_operation(held, on, by, decision=decision, granted=granted)
    ask(held, "decide", facts, "committee")
    given = granted or Money(held.needed_minor or 0, BASE_CURRENCY)
    pools = draw(held.request.country, given)
    legs = each(pools, lambda pool, part: posting.operation_approved(pool, held.number, part))
    write("operation.approved", held, legs, on=on, by=by)
    held.decision, held.granted_minor, held.decided_on = decision, given.minor, on
    held.state = Operation.State.DECIDED
    held.save()
    facility_told.operation_decided(held)
    record("fund.operation.decided", held, by=by, decision=decision.number, granted=str(given), on=on)


@transaction.atomic
def commit(operation: Operation, *, on: date, by: User) -> None:
    """The letter of commitment goes to the bank. Raises NotYet."""
    held = locked(operation)
    ask_officer(held, "commit", on, by)
    legs = posting.operation_committed(held.number, held.bank_name, held.grant)
    write("operation.committed", held, legs, on=on, by=by)
    held.committed_on, held.state = on, Operation.State.COMMITTED
    held.save(update_fields=["committed_on", "state"])
    record("fund.operation.committed", held, by=by, grant=str(held.grant), on=on)


@transaction.atomic
def bank_approved(operation: Operation, *, on: date, by: User) -> None:
    """The bank's board approved the loan. Raises NotYet: after the term it lapses instead."""
    held = locked(operation)
    ask_officer(held, "bank_approve", on, by)
    held.bank_approved_on, held.state = on, Operation.State.BANK_APPROVED
    held.save(update_fields=["bank_approved_on", "state"])
    record("fund.operation.bank_approved", held, by=by, on=on)


@transaction.atomic
def lapse(operation: Operation, *, on: date, by: Actor) -> None:
    """The bank did not approve in time: the grant goes back to the pools it came from. The clock does it the day
    after the term; an officer may come before the clock. Raises NotYet.
    """
    held = locked(operation)
    ask_officer(held, "lapse", on, by)
    grant = held.grant
    release(held, grant, on=on, by=by, what="lapsed")
    end(held, Operation.State.LAPSED, on)
    held.save()
    facility_told.lapsed(held, grant, on)
    record("fund.operation.lapsed", held, by=by, grant=str(grant), on=on)


@transaction.atomic
def cancel(operation: Operation, *, reason: str, on: date, by: User) -> None:
    """Nothing of the loan is paid out, and nothing will be: the whole grant goes back to the pools. Raises NotYet."""
    held = locked(operation)
    ask_officer(held, "cancel", on, by, reason=reason)
    grant, loan = held.grant, held.loan
    if grant:
        release(held, grant, on=on, by=by, what="cancelled")
    if held.granted_minor is not None:
        held.cancelled_minor += loan.minor
    end(held, Operation.State.CANCELLED, on, reason)
    held.save()
    record("fund.operation.cancelled", held, by=by, grant=str(grant), reason=reason, on=on)
