"""What donors promise, sign and pay, and where their money goes from there."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from django.db import transaction

from alianza.accounts.models import User
from alianza.audit.actions import Actor, record
from alianza.fund import exchange, posting
from alianza.fund.actions.ledger import post
from alianza.fund.chart import BASE_CURRENCY
from alianza.fund.lifecycles.contributions import AGREEMENT
from alianza.fund.models import (
    Agreement,
    BankLine,
    Decision,
    Donor,
    FeePayment,
    Instalment,
    Item,
    Journal,
    Pledge,
    Receipt,
    Version,
    Window,
)
from alianza.fund.posting import Draft, key_of
from alianza.fund.queries.contributions import core_room, held_by_agreement, signing_guards, unallocated
from alianza.fund.rules import rule
from alianza.network.models import Organisation
from alianza.network.policy import is_officer
from alianza.vocabulary.lifecycle import NotYet, refused
from alianza.vocabulary.money import Money
from alianza.vocabulary.refusal import Refusal, marked


class DonorEntered(Refusal):
    code = "fund.donor.entered"
    message = marked("%(organisation)s is entered as a donor already.")


class OtherCurrency(Refusal):
    code = "fund.pledge.other_currency"
    message = marked("The pledge is in %(pledged)s; draft the agreement in it, or without the pledge.")


class MoreThanPledged(Refusal):
    code = "fund.pledge.more"
    message = marked("Of the pledge %(left)s are left; a larger agreement is drafted without it.")


class Ended(Refusal):
    code = "fund.contribution.ended"
    message = marked("This has ended; nothing more can be done with it.")


class ScheduleDiffers(Refusal):
    code = "fund.agreement.schedule"
    message = marked("The instalments add up to %(sum)s, the agreement is of %(amount)s; make them equal.")


class LineUsed(Refusal):
    code = "fund.bank_line.used"
    message = marked("This line of the bank paid something already; one line pays once.")


class LineOut(Refusal):
    code = "fund.bank_line.out"
    message = marked("This line of the bank takes money out; a contribution comes in.")


class MoreThanDue(Refusal):
    code = "fund.instalment.more"
    message = marked("Of this instalment %(left)s are left; book the rest on another one.")


class LineEntered(Refusal):
    code = "fund.bank_line.entered"
    message = marked("A line with the reference %(reference)s is entered already.")


class Earmarked(Refusal):
    code = "fund.agreement.earmarked"
    message = marked("Agreement %(agreement)s is earmarked for %(earmark)s; its money goes there alone.")


class CoreExceeded(Refusal):
    code = "fund.core.exceeded"
    message = marked("Core functions may take %(room)s more from this agreement; the rest stays unallocated.")


class MoreThanUnallocated(Refusal):
    code = "fund.agreement.unallocated"
    message = marked("Of agreement %(agreement)s %(left)s are not yet allocated.")


class NotDecided(Refusal):
    code = "fund.contribution.not_decided"
    message = marked("This needs a decision of the oversight committee that was adopted for it.")


def _draft(event: str, on: date, legs: tuple[posting.Leg, ...], thing: object, subject: str, text: str = "") -> Draft:
    return Draft(event, on, legs, key_of(event, thing), subject, text)


@transaction.atomic
def enter_donor(organisation: Organisation, *, number: str, kind: str, by: Actor, own_resources: bool = False) -> Donor:
    """Raises DonorEntered."""
    if Donor.objects.filter(organisation=organisation).exists() or Donor.objects.filter(number=number).exists():
        raise DonorEntered(organisation=organisation.name)
    donor = Donor.objects.create(organisation=organisation, number=number, kind=kind, own_resources=own_resources)
    record("fund.donor.entered", donor, by=by, kind=kind)
    return donor


@transaction.atomic
def look_into(donor: Donor, *, found: str, on: date, by: Actor) -> None:
    """Keep what due diligence found about a donor that is no government."""
    held = Donor.objects.select_for_update(no_key=True).get(pk=donor.pk)
    held.looked_into, held.looked_into_on = found, on
    held.save(update_fields=["looked_into", "looked_into_on"])
    record("fund.donor.looked_into", held, by=by, on=on)


@transaction.atomic
def pledge(donor: Donor, money: Money, *, on: date, by: Actor, occasion: str = "") -> Pledge:
    made = Pledge.objects.create(
        donor=donor, minor=money.minor, currency=money.currency, pledged_on=on, occasion=occasion
    )
    post(
        _draft("contribution.pledged", on, posting.pledged(donor.number, money), made.code, f"donor:{donor.number}"),
        by=by,
    )
    record("fund.pledge.made", made, by=by, amount=str(money))
    return made


@transaction.atomic
def lapse_pledge(promise: Pledge, *, on: date, by: Actor) -> None:
    """What did not become an agreement leaves the statistics. Raises Ended."""
    held = Pledge.objects.select_for_update(no_key=True).get(pk=promise.pk)
    left = Money(held.minor - held.signed_minor, held.currency)
    if held.state in (Pledge.State.LAPSED, Pledge.State.SIGNED) or not left:
        raise Ended
    legs = posting.pledge_lapsed(held.donor.number, left)
    post(_draft("contribution.pledge_lapsed", on, legs, held.code, f"donor:{held.donor.number}"), by=by)
    held.state, held.ended_on = Pledge.State.LAPSED, on
    held.save(update_fields=["state", "ended_on"])
    record("fund.pledge.lapsed", held, by=by, amount=str(left))


@transaction.atomic
def draft_agreement(
    donor: Donor,
    money: Money,
    *,
    number: str,
    instalments: Sequence[tuple[date, Money]],
    on: date,
    by: Actor,
    promise: Pledge | None = None,
    window: Window | None = None,
    country: str = "",
    facility: bool = False,
    pays_core: bool = False,
    refund_clause: str = "",
    interest_clause: str = "",
    language: str = "en",
) -> Agreement:
    """Raises OtherCurrency, MoreThanPledged, ScheduleDiffers, Ended."""
    if promise is not None:
        promise = Pledge.objects.select_for_update(no_key=True).get(pk=promise.pk)
        if promise.state not in (Pledge.State.PLEDGED, Pledge.State.DRAFTED):
            raise Ended
        if promise.currency != money.currency:
            raise OtherCurrency(pledged=promise.currency)
        left = Money(promise.minor - promise.signed_minor, promise.currency)
        if money > left:
            raise MoreThanPledged(left=left)
        promise.state = Pledge.State.DRAFTED
        promise.save(update_fields=["state"])
    earmark = (
        Agreement.Earmark.FACILITY
        if facility
        else Agreement.Earmark.WINDOW
        if window
        else Agreement.Earmark.COUNTRY
        if country
        else Agreement.Earmark.NONE
    )
    made = Agreement.objects.create(
        number=number,
        donor=donor,
        pledge=promise,
        minor=money.minor,
        currency=money.currency,
        earmark=earmark,
        window=None if facility else window,
        country=country,
        fee_rate=rule("trustee_fee", on).value,
        pays_core=pays_core,
        refund_clause=refund_clause,
        interest_clause=interest_clause,
        language=language,
    )
    _schedule(made, instalments)
    record("fund.agreement.drafted", made, by=by, amount=str(money), earmark=earmark)
    return made


def _schedule(agreement: Agreement, instalments: Sequence[tuple[date, Money]]) -> None:
    """Raises ScheduleDiffers."""
    planned = sum((money.minor for _due, money in instalments), 0)
    if planned != agreement.minor or any(money.currency != agreement.currency for _due, money in instalments):
        raise ScheduleDiffers(sum=Money(planned, agreement.currency), amount=agreement.money)
    Instalment.objects.bulk_create(
        Instalment(agreement=agreement, number=at, due_on=due, minor=money.minor)
        for at, (due, money) in enumerate(sorted(instalments, key=lambda one: one[0]), start=1)
    )


@transaction.atomic
def withdraw_agreement(agreement: Agreement, *, by: Actor, reason: str) -> None:
    """Drop a draft. Raises Ended."""
    held = Agreement.objects.select_for_update(no_key=True).get(pk=agreement.pk)
    if held.state != Agreement.State.DRAFTED:
        raise Ended
    held.state = Agreement.State.WITHDRAWN
    held.save(update_fields=["state"])
    if held.pledge is not None and not held.pledge.agreements.filter(state=Agreement.State.DRAFTED).exists():
        Pledge.objects.filter(pk=held.pledge.pk, state=Pledge.State.DRAFTED).update(state=Pledge.State.PLEDGED)
    record("fund.agreement.withdrawn", held, by=by, reason=reason)


@transaction.atomic
def put_signature(agreement: Agreement, *, by: User) -> None:
    """One of the two signatures of ours, under a draft. Raises NotYet."""
    held = Agreement.objects.select_for_update(no_key=True).get(pk=agreement.pk)
    guards = {"one_hand_each": by.pk not in (held.first_signatory_id, held.second_signatory_id)}
    _ask("put_signature", held, guards, by)
    if held.first_signatory_id is None:
        held.first_signatory = by
    else:
        held.second_signatory = by
    held.save(update_fields=["first_signatory", "second_signatory"])
    record("fund.agreement.signature", held, by=by)


@transaction.atomic
def sign(agreement: Agreement, *, on: date, by: User, rate: Decimal | None = None, rate_source: str = "") -> None:
    """The agreement takes effect: the receivable stands in the books, the pledge shrinks by it.

    Raises NotYet (all reasons at once), exchange.NoRateAgreed, exchange.OddRate.
    """
    held = (
        Agreement.objects.select_for_update(no_key=True, of=("self",))
        .select_related("donor", "pledge")
        .get(pk=agreement.pk)
    )
    _ask("sign", held, signing_guards(held), by)
    value = exchange.worth(held.money, BASE_CURRENCY, rate)
    promise = held.pledge
    if promise is not None:
        promise = Pledge.objects.select_for_update(no_key=True).get(pk=promise.pk)
        promise.signed_minor += held.minor
        promise.state = Pledge.State.SIGNED if promise.signed_minor == promise.minor else Pledge.State.PLEDGED
        promise.save(update_fields=["signed_minor", "state"])
    legs = posting.signed(
        held.number, held.money, value, donor=held.donor.number, from_pledge=held.money if promise else None
    )
    post(_draft("contribution.signed", on, legs, held.code, f"agreement:{held.number}"), by=by)
    held.state, held.signed_on, held.worth_minor = Agreement.State.SIGNED, on, value.minor
    held.rate = rate if held.currency != BASE_CURRENCY else None
    held.rate_source = rate_source if held.rate else ""
    held.save(update_fields=["state", "signed_on", "worth_minor", "rate", "rate_source"])
    record("fund.agreement.signed", held, by=by, amount=str(held.money), worth=str(value), on=on)


def _ask(move: str, agreement: Agreement, guards: Mapping[str, bool | None], by: User) -> None:
    """Raises NotYet."""
    role = "officer" if is_officer(by) else "none"
    reasons = refused(AGREEMENT, move, agreement.state, guards, role)
    if reasons:
        raise NotYet(reasons)


def content_of(agreement: Agreement) -> dict[str, object]:
    """What a version of an agreement keeps."""
    return {
        "amount": str(agreement.money),
        "earmark": agreement.earmark,
        "window": agreement.window.number if agreement.window else "",
        "country": agreement.country,
        "instalments": [
            {
                "number": one.number,
                "due_on": one.due_on.isoformat(),
                "amount": str(Money(one.minor, agreement.currency)),
            }
            for one in agreement.instalments.order_by("number")
        ],
    }


@transaction.atomic
def amend(agreement: Agreement, *, instalments: Sequence[tuple[date, Money]], reason: str, by: Actor) -> Agreement:
    """A new schedule for what has not come; the content before stays as a version.

    Raises Ended, ScheduleDiffers (the new instalments add up to what is still open).
    """
    held = Agreement.objects.select_for_update(no_key=True).get(pk=agreement.pk)
    if held.state != Agreement.State.SIGNED:
        raise Ended
    Version.objects.create(
        subject=f"agreement:{held.number}",
        number=held.version,
        kind=Version.Kind.AMENDED,
        content=content_of(held),
        reason=reason,
        made_by=by.code,
    )
    kept = list(held.instalments.exclude(received_minor=0))
    for one in kept:  # what came in part ends with what came
        one.minor, one.state = one.received_minor, Instalment.State.RECEIVED
        one.save(update_fields=["minor", "state"])
    open_minor = held.minor - sum(one.minor for one in kept)
    planned = sum(money.minor for _due, money in instalments)
    if planned != open_minor or any(money.currency != held.currency for _due, money in instalments):
        raise ScheduleDiffers(sum=Money(planned, held.currency), amount=Money(open_minor, held.currency))
    held.instalments.filter(received_minor=0).delete()
    last = max((one.number for one in kept), default=0)
    Instalment.objects.bulk_create(
        Instalment(agreement=held, number=at, due_on=due, minor=money.minor)
        for at, (due, money) in enumerate(sorted(instalments, key=lambda one: one[0]), start=last + 1)
    )
    held.version += 1
    held.save(update_fields=["version"])
    record("fund.agreement.amended", held, by=by, reason=reason, version=held.version)
    return held


@transaction.atomic
def enter_bank_line(*, reference: str, value_on: date, money: Money, text: str, by: Actor) -> BankLine:
    """Raises LineEntered."""
    if BankLine.objects.filter(reference=reference).exists():
        raise LineEntered(reference=reference)
    line = BankLine.objects.create(
        reference=reference, value_on=value_on, minor=money.minor, currency=money.currency, text=text
    )
    record("fund.bank_line.entered", line, by=by, amount=str(money), on=value_on)
    return line


def _used(line: BankLine) -> bool:
    """Whether a line paid an instalment or a fee, or was explained."""
    explained = [key_of(event, line.code) for event in ("interest.received", "bank.charged")]
    return (
        Receipt.objects.filter(line=line).exists()
        or FeePayment.objects.filter(line=line).exists()
        or Journal.objects.filter(key__in=explained).exists()
    )


@transaction.atomic
def receive(instalment: Instalment, line: BankLine, *, by: Actor, money: Money | None = None) -> Receipt:
    """An instalment, or part of it, arrived on a line of the bank; the trustee's fee is taken at once.

    `money`: how much of the agreement, in its currency; without it, the line's amount, or all that is open where the
    currencies differ. Raises Ended, LineUsed, LineOut, MoreThanDue.
    """
    agreement = Agreement.objects.select_for_update(no_key=True).get(pk=instalment.agreement_id)
    held = Instalment.objects.select_for_update(no_key=True).get(pk=instalment.pk)
    line = BankLine.objects.select_for_update(no_key=True).get(pk=line.pk)
    if agreement.state != Agreement.State.SIGNED or held.state == Instalment.State.WRITTEN_OFF:
        raise Ended
    if _used(line):
        raise LineUsed
    if line.minor < 0 or line.currency != BASE_CURRENCY:
        raise LineOut
    left = Money(held.minor - held.received_minor, agreement.currency)
    if money is None:
        money = Money(line.minor, BASE_CURRENCY) if agreement.currency == BASE_CURRENCY else left
    if money > left or (agreement.currency == BASE_CURRENCY and money.minor != line.minor):
        raise MoreThanDue(left=left)
    received = sum(Instalment.objects.filter(agreement=agreement).values_list("received_minor", flat=True))
    booked = sum(Receipt.objects.filter(instalment__agreement=agreement).values_list("worth_minor", flat=True))
    if received + money.minor == agreement.minor:  # the last receipt takes what rounding left
        value = Money((agreement.worth_minor or 0) - booked, BASE_CURRENCY)
    else:
        value = exchange.worth(money, BASE_CURRENCY, agreement.rate)
    cash = Money(line.minor, BASE_CURRENCY)
    legs = posting.received(agreement.number, money, value, cash)
    subject = f"agreement:{agreement.number}"
    journal = post(_draft("contribution.received", line.value_on, legs, line.code, subject, line.text), by=by)
    receipt = Receipt.objects.create(
        instalment=held, line=line, journal=journal, minor=money.minor, worth_minor=value.minor
    )
    held.received_minor += money.minor
    held.state = Instalment.State.RECEIVED if held.received_minor == held.minor else Instalment.State.PART
    held.save(update_fields=["received_minor", "state"])
    fee = exchange.worth(cash, BASE_CURRENCY, None).minor * agreement.fee_rate
    fee_minor = int(fee.to_integral_value())
    if fee_minor:
        legs = posting.fee_taken({agreement.number: Money(fee_minor, BASE_CURRENCY)})
        post(_draft("fee.taken", line.value_on, legs, line.code, subject), by=by)
    if received + money.minor == agreement.minor:
        agreement.state = Agreement.State.PAID
        agreement.save(update_fields=["state"])
    record("fund.contribution.received", receipt, by=by, amount=str(money), cash=str(cash), on=line.value_on)
    return receipt


@transaction.atomic
def allocate(
    agreement: Agreement,
    *,
    on: date,
    by: Actor,
    windows: Mapping[Window, Money] | None = None,
    core: Money | None = None,
    reserve: Money | None = None,
    facility: Mapping[str, Money] | None = None,
) -> None:
    """Put what an agreement paid where it is to work. The earmark and the ceiling of core functions are held.

    Raises Earmarked, CoreExceeded, MoreThanUnallocated, ledger.NotEnough.
    """
    held = Agreement.objects.select_for_update(no_key=True, of=("self",)).select_related("window").get(pk=agreement.pk)
    windows, facility = windows or {}, facility or {}
    _fits(held, windows, core, reserve, facility)
    wanted = sum(
        (money.minor for money in [*windows.values(), *facility.values(), *(one for one in (core, reserve) if one)]), 0
    )
    left = unallocated(held.number)
    if wanted > left.minor:
        raise MoreThanUnallocated(agreement=held.number, left=left)
    if core:
        room = core_room(held, on)
        if core > room:
            raise CoreExceeded(room=room)
    subject = f"agreement:{held.number}"
    at = held_by_agreement(held.number)

    def write(event: str, legs: tuple[posting.Leg, ...], what: str) -> None:
        post(Draft(event, on, legs, key_of(event, held.code, what, on, at), subject), by=by)

    for window, money in sorted(windows.items(), key=lambda one: one[0].number):
        write("window.allocated", posting.to_window(held.number, window.number, money), window.number)
    for earmark, money in sorted(facility.items()):
        write("facility.allocated", posting.to_facility(held.number, earmark, money), earmark)
    if core:
        write("core.allocated", posting.to_core(held.number, core), "core")
    if reserve:
        write("reserve.allocated", posting.to_reserve(held.number, reserve), "reserve")
    record(
        "fund.contribution.allocated",
        held,
        by=by,
        on=on,
        windows={window.number: str(money) for window, money in windows.items()},
        facility={earmark: str(money) for earmark, money in facility.items()},
        core=str(core or ""),
        reserve=str(reserve or ""),
    )


def _fits(
    agreement: Agreement,
    windows: Mapping[Window, Money],
    core: Money | None,
    reserve: Money | None,
    facility: Mapping[str, Money],
) -> None:
    """Raises Earmarked."""
    earmark = agreement.earmark
    if earmark == Agreement.Earmark.NONE:
        return
    target = agreement.window.number if agreement.window else agreement.country or str(agreement.get_earmark_display())
    wrong = (
        (core and not agreement.pays_core)
        or reserve
        or (earmark == Agreement.Earmark.WINDOW and (facility or any(one != agreement.window for one in windows)))
        or (earmark == Agreement.Earmark.FACILITY and windows)
        or (earmark == Agreement.Earmark.COUNTRY and any(one != agreement.country for one in facility))
    )
    if wrong:
        raise Earmarked(agreement=agreement.number, earmark=target)


@transaction.atomic
def close(agreement: Agreement, *, by: User) -> None:
    """Nothing is open and nothing unallocated any more. Raises NotYet."""
    held = Agreement.objects.select_for_update(no_key=True).get(pk=agreement.pk)
    ended = (Instalment.State.RECEIVED, Instalment.State.WRITTEN_OFF)
    open_ones = held.instalments.exclude(state__in=ended).exists()
    _ask("close", held, {"nothing_open": not open_ones and not unallocated(held.number)}, by)
    held.state = Agreement.State.CLOSED
    held.save(update_fields=["state"])
    record("fund.agreement.closed", held, by=by)


@transaction.atomic
def write_off(instalment: Instalment, decision: Decision, *, on: date, by: Actor) -> None:
    """What will not come, after the committee said so. Raises NotDecided, Ended."""
    agreement = Agreement.objects.select_for_update(no_key=True).get(pk=instalment.agreement_id)
    held = Instalment.objects.select_for_update(no_key=True).get(pk=instalment.pk)
    if (
        decision.outcome != Decision.Outcome.ADOPTED
        or decision.item.kind != Item.Kind.WRITE_OFF
        or decision.item.subject != f"agreement:{agreement.number}"
    ):
        raise NotDecided
    left = Money(held.minor - held.received_minor, agreement.currency)
    if held.state == Instalment.State.WRITTEN_OFF or not left:
        raise Ended
    value = exchange.worth(left, BASE_CURRENCY, agreement.rate)
    legs = posting.written_off(agreement.number, left, value)
    post(_draft("contribution.written_off", on, legs, held.code, f"agreement:{agreement.number}"), by=by)
    held.state = Instalment.State.WRITTEN_OFF
    held.save(update_fields=["state"])
    record("fund.instalment.written_off", held, by=by, amount=str(left), decision=decision.number)


@transaction.atomic
def give_back(agreement: Agreement, money: Money, *, on: date, by: Actor, window: Window | None = None) -> None:
    """Return money to a donor, from a window (its own share alone) or from what is not yet allocated."""
    held = Agreement.objects.select_for_update(no_key=True).get(pk=agreement.pk)
    legs = posting.returned(held.number, money, window=window.number if window else "")
    at = held_by_agreement(held.number)
    key = key_of("contribution.returned", held.code, on, money, at)
    post(Draft("contribution.returned", on, legs, key, f"agreement:{held.number}"), by=by)
    record("fund.contribution.returned", held, by=by, amount=str(money), on=on)


@transaction.atomic
def explain_line(line: BankLine, *, by: Actor) -> None:
    """A line that is no contribution: interest when money came in, a bank charge when it went out.

    Raises LineUsed, ledger.NotEnough (the reserve pays charges).
    """
    held = BankLine.objects.select_for_update(no_key=True).get(pk=line.pk)
    if _used(held):
        raise LineUsed
    money = Money(abs(held.minor), BASE_CURRENCY)
    event, legs = (
        ("interest.received", posting.interest(money))
        if held.minor > 0
        else ("bank.charged", posting.bank_charged(money))
    )
    post(_draft(event, held.value_on, legs, held.code, "fund", held.text), by=by)
    record("fund.bank_line.explained", held, by=by, event=event, amount=str(money))
