"""Member fees: assessed by parts, invoiced, paid, waived. Nothing else in the house reads who paid."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from alianza.accounts.models import User
from alianza.audit.actions import Actor, record
from alianza.fund import posting
from alianza.fund.actions.ledger import post
from alianza.fund.chart import BASE_CURRENCY
from alianza.fund.lifecycles.facility import FEE
from alianza.fund.models import BankLine, Decision, FeeDue, FeePayment, FeeYear, Item, Journal
from alianza.fund.posting import Draft, Leg, key_of
from alianza.fund.queries.facility import is_adopted
from alianza.fund.queries.fees import computed, fee_of, line_free, members, tiers, to_reserve
from alianza.fund.rules import rule
from alianza.network.models import Organisation
from alianza.network.policy import is_officer
from alianza.vocabulary.lifecycle import require
from alianza.vocabulary.money import Money
from alianza.vocabulary.places import country
from alianza.vocabulary.refusal import Refusal, marked


class AssessedAlready(Refusal):
    code = "fund.fee.assessed"
    field = "year"
    message = marked("The fees of %(year)s are assessed already.")


class NobodyToAssess(Refusal):
    code = "fund.fee.nobody"
    message = marked("No state was a member of the Assembly on 1 January %(year)s, so nobody can carry its budget.")


class NotAMember(Refusal):
    code = "fund.fee.not_a_member"
    message = marked("%(member)s is no state in the Assembly in %(year)s.")


class NotForOfficers(Refusal):
    code = "fund.fee.officers"
    message = marked("Fees are assessed by the secretariat.")


@transaction.atomic
def assess(
    year: int,
    budget: Money,
    *,
    on: date,
    by: User,
    choosing: Iterable[Organisation] = (),
    decision: Decision | None = None,
) -> FeeYear:
    """The fee of a year: equal inside each part, from the income groups published on that day.

    `choosing` are members that choose Part I: up, never down. Raises NotForOfficers, AssessedAlready, NobodyToAssess,
    NotAMember and what the engine says of numbers.
    """
    if not is_officer(by):
        raise NotForOfficers
    if FeeYear.objects.select_for_update(no_key=True).filter(year=year).exists():
        raise AssessedAlready(year=year)
    choosing = list(choosing)
    known = {member.pk for member, _joined in members(year)}
    for member in choosing:
        if member.pk not in known:
            raise NotAMember(member=member.name, year=year)
    found = tiers(year, on=on, choosing=choosing)
    if not any(tier.full for tier in found):
        raise NobodyToAssess(year=year)
    weight = int(rule("fee_weight", on).value)
    fees = computed(budget, weight, found)
    vintages = sorted({country(tier.member.country).income_fiscal_year or "" for tier in found} - {""})
    made = FeeYear.objects.create(
        year=year,
        budget_minor=budget.minor,
        weight=weight,
        unit_minor=fees.part_two.minor,
        surplus_minor=fees.surplus.minor,
        assessed_on=on,
        income_source=f"World Bank, country classifications by income level, {', '.join(vintages) or 'none'}",
        decision=decision,
    )
    numbers: set[str] = set()
    for tier in found:
        number = f"{year}-{tier.member.country}"
        if number in numbers:  # two states' bodies of one country
            number = f"{number}-{tier.member.pk}"
        numbers.add(number)
        FeeDue.objects.create(
            year=made,
            member=tier.member,
            number=number,
            part=tier.part,
            ground=tier.ground,
            income_group=tier.income_group,
            months=tier.months,
            minor=fee_of(tier, fees).minor,
        )
    record("fund.fee_year.assessed", made, by=by, year=year, budget=str(budget), unit=str(fees.part_two), on=on)
    return made


def _locked(due: FeeDue) -> FeeDue:
    # the year too: what goes to the reserve depends on all that was paid of it
    FeeYear.objects.select_for_update(no_key=True).get(pk=due.year_id)
    return FeeDue.objects.select_for_update(no_key=True, of=("self",)).select_related("year", "member").get(pk=due.pk)


def _roles(by: Actor) -> set[str]:
    return {"officer"} if isinstance(by, User) and is_officer(by) else set()


@transaction.atomic
def invoice(due: FeeDue, *, on: date, by: User) -> None:
    """The fee is asked for, and stands in the books as due. Raises NotYet."""
    held = _locked(due)
    require(FEE, "invoice", held.state, {}, _roles(by))
    _post("fee.invoiced", held, posting.fee_invoiced(held.number, held.money), on, by)
    held.state, held.invoiced_on = FeeDue.State.INVOICED, on
    held.save(update_fields=["state", "invoiced_on"])
    record("fund.fee.invoiced", held, by=by, amount=str(held.money), on=on)


@transaction.atomic
def pay(due: FeeDue, line: BankLine, *, by: User) -> FeePayment:
    """A line of the bank paid the fee, or part of it. What comes on top of the year's budget goes to the reserve.

    Raises NotYet.
    """
    held = _locked(due)
    bank = BankLine.objects.select_for_update(no_key=True).get(pk=line.pk)
    money = Money(bank.minor, bank.currency)
    within = bank.currency == BASE_CURRENCY and Money.zero(BASE_CURRENCY) < money <= held.left
    whole = within and money == held.left
    facts = {"line_free": line_free(bank), "within": within}
    require(FEE, "pay" if whole else "pay_part", held.state, facts, _roles(by))
    legs = posting.fee_paid(held.number, money, to_reserve=to_reserve(held, money))
    journal = _post("fee.paid", held, legs, bank.value_on, by, bank.code)
    made = FeePayment.objects.create(due=held, line=bank, minor=money.minor, journal=journal)
    held.paid_minor += money.minor
    held.state = FeeDue.State.PAID if whole else FeeDue.State.PART
    held.save(update_fields=["paid_minor", "state"])
    record("fund.fee.paid", made, by=by, fee=held.number, amount=str(money), on=bank.value_on)
    return made


@transaction.atomic
def waive(due: FeeDue, decision: Decision, *, on: date, by: Actor) -> None:
    """The Assembly waives what is left of a fee. Raises NotYet."""
    held = _locked(due)
    facts = {"adopted": is_adopted(decision, held.subject, Item.Kind.FEES)}
    require(FEE, "waive", held.state, facts, "assembly")
    left = held.left
    if held.state != FeeDue.State.ASSESSED:
        _post("fee.waived", held, posting.fee_waived(held.number, left), on, by)
    held.state, held.decision = FeeDue.State.WAIVED, decision
    held.save(update_fields=["state", "decision"])
    record("fund.fee.waived", held, by=by, amount=str(left), decision=decision.number, on=on)


def _post(event: str, held: FeeDue, legs: tuple[Leg, ...], on: date, by: Actor, *more: object) -> Journal:
    return post(Draft(event, on, legs, key_of(event, held.code, *more), held.subject), by=by)
