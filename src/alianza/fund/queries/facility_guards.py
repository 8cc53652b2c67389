"""Whether each guard of the facility's lifecycles holds, for the actions and for the page that shows them."""

from collections.abc import Mapping
from datetime import date

from django.db.models import Q

from alianza.accounts.models import User
from alianza.fund.chart import BASE_CURRENCY, AccountName
from alianza.fund.models import CountryRequest, Decision, Item, LoanPayment, Operation
from alianza.fund.queries.facility import (
    CHECKS,
    books,
    counted,
    decisions_on,
    draw,
    is_adopted,
    is_refusal,
    lapses_on,
    last_step,
    need,
)
from alianza.fund.queries.ledger import balances
from alianza.vocabulary.money import Money, total

ENDED = ("closed", "lapsed", "cancelled", "rejected")


def of_request(request: CountryRequest, on: date, decision: Decision | None = None) -> dict[str, bool | None]:
    held = decision or next(iter(decisions_on(request.subject, Item.Kind.ELIGIBILITY)), None)
    last = request.reviews.order_by("-reviewed_on").first()
    begun = last.reviewed_on if last else (request.decision.decided_at.date() if request.decision else None)
    return {
        "adopted": is_adopted(held, request.subject, Item.Kind.ELIGIBILITY),
        "not_adopted": is_refusal(held, request.subject, Item.Kind.ELIGIBILITY),
        "after_decision": begun is None or on >= begun,
        "no_operation": not request.operations.exclude(state__in=ENDED).exists(),
    }


def of_operation(
    operation: Operation,
    on: date,
    by: object,
    *,
    decision: Decision | None = None,
    granted: Money | None = None,
    money: Money | None = None,
    priced: bool | None = None,
    needed: bool | None = None,
) -> dict[str, bool | None]:
    """`granted` is what would be given, without it what is needed; `money` what of the loan a deed is about; `priced`
    whether the curve of the day is at hand, and `needed` whether a grant is needed on it.
    """
    found = {
        **_before_decision(operation, by, priced, needed),
        **_of_decision(operation, on, decision, granted),
        **_of_loan(operation, on, money, needed),
    }
    found["in_order"] = (last := last_step(operation)) is None or on >= last
    return found


def _before_decision(
    operation: Operation, by: object, priced: bool | None, needed: bool | None
) -> dict[str, bool | None]:
    if needed is None and (wanted := need(operation)) is not None:
        needed = bool(wanted.grant)
    curve = priced if priced is not None else bool(operation.curve)
    return {
        "eligible": operation.request.state == CountryRequest.State.ELIGIBLE,
        "priced": curve or not operation.variable,
        "needs_grant": needed,  # of a variable rate nobody knows before it is frozen
        "other_hand": isinstance(by, User) and by.pk != operation.proposed_by_id,
        **{name: _screened(operation.screening, name) for name in CHECKS},
    }


def _screened(screening: Mapping[str, object], name: str) -> bool | None:
    found = screening.get(name)
    held = found.get("held") if isinstance(found, Mapping) else None
    return held if isinstance(held, bool) else None


def _of_decision(
    operation: Operation, on: date, decision: Decision | None, granted: Money | None
) -> dict[str, bool | None]:
    held = decision or next(iter(decisions_on(operation.subject, Item.Kind.OPERATION)), None)
    given = operation.decision
    needed = operation.needed_minor
    wanted = granted or (None if needed is None else Money(needed, BASE_CURRENCY))
    covered: bool | None = None
    if wanted is not None:
        taken = total(list(draw(operation.request.country, wanted).values()), BASE_CURRENCY)
        covered = taken == wanted
    return {
        "adopted": is_adopted(held, operation.subject, Item.Kind.OPERATION),
        "not_adopted": is_refusal(held, operation.subject, Item.Kind.OPERATION),
        "decided_anew": held is not None and given is not None and held.pk != given.pk,
        "within_need": None
        if operation.needed_minor is None or wanted is None
        else wanted.minor <= operation.needed_minor,
        "within_lack": operation.lacking_minor > 0 and (granted is None or granted.minor <= operation.lacking_minor),
        "in_the_pool": covered,
        "conditions_met": given is not None
        and not given.conditions.filter(Q(met_on__isnull=True) | Q(met_on__gt=on), due_on__lte=on).exists(),
    }


def _of_loan(operation: Operation, on: date, money: Money | None, needed: bool | None) -> dict[str, bool | None]:
    term = lapses_on(operation)
    paid, sent = counted(operation)
    held, loan = books(operation), operation.loan
    open_payments = operation.payments.filter(state__in=["noted", "checked"]).exists()
    return {
        "in_time": term is not None and on <= term,
        "term_over": term is not None and on > term,
        "not_signed": operation.signed_on is None,
        "still_needed": operation.needed_minor is not None and bool(operation.grant) if needed is None else needed,
        "signed": operation.signed_on is not None,
        "not_paid_out": paid < loan if money is None else money <= loan - paid and money < loan,
        "was_paid_out": bool(paid) and not open_payments and (money is None or money <= paid),
        "was_transferred": sent <= held.with_bank + held.applied,
        "nothing_paid_out": not paid and not open_payments,
        "all_paid_out": operation.effective_on is not None and paid == loan,
        "all_applied": not open_payments and not held.committed and not held.with_bank and bool(held.applied),
    }


def of_payment(payment: LoanPayment, by: object) -> dict[str, bool | None]:
    operation = payment.operation
    others = operation.payments.exclude(pk=payment.pk).exclude(state=LoanPayment.State.WITHDRAWN)
    bank = balances(None, "1010").get(AccountName("1010"), Money.zero(BASE_CURRENCY))
    mine = by.pk if isinstance(by, User) else None
    return {
        "not_noter": mine is not None and mine != payment.noted_by_id,
        "not_checker": mine is not None and mine != payment.checked_by_id,
        "in_effect": operation.state == Operation.State.EFFECTIVE,
        "before_sent": not others.filter(pk__lt=payment.pk, state__in=["noted", "checked"]).exists(),
        "cash": bank >= payment.grant,
        "last_noted": not others.filter(pk__gt=payment.pk).exists(),
    }
