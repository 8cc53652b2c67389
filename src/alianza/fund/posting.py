"""What each event posts: pure rules from amounts to the lines of a journal, one function an event.

Every rule touches each book it concerns and leaves it balanced, so that one journal tells the whole event. `x` and
`money` are amounts in the fund's currency unless a rule says otherwise. The event's name is the function's, with its
subject before it: `contribution.received` is `received`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID, uuid5

from alianza.fund.chart import BASE_CURRENCY, AccountName
from alianza.vocabulary.money import Money

NAMESPACE = UUID("4b1f2f0e-6c0e-5d0a-9b3a-6f3f8f0c2a11")


@dataclass(frozen=True, slots=True)
class Leg:
    """One line: debit above zero, credit below."""

    account: AccountName
    money: Money


@dataclass(frozen=True, slots=True)
class Draft:
    """A journal that is not yet in the books.

    `key` is the event's identity: posting the same event again changes nothing. `shares` says whose money an entry on a
    pool is (minor units by agreement); what is not said is worked out by `attribution`.
    """

    event: str
    occurred_on: date
    legs: tuple[Leg, ...]
    key: UUID
    subject: str = ""
    text: str = ""
    shares: Mapping[AccountName, Mapping[str, int]] = field(default_factory=dict)


def key_of(*parts: object) -> UUID:
    """The same parts give the same key: `key_of("tranche.paid", tranche.code)`."""
    return uuid5(NAMESPACE, "\n".join(str(part) for part in parts))


def _move(from_account: AccountName, to_account: AccountName, money: Money) -> tuple[Leg, Leg]:
    """Debit the first, credit the second: in book B money leaves the first and stands in the second."""
    return Leg(from_account, money), Leg(to_account, -money)


def _a(chart: str, first: str = "", second: str = "", currency: str = BASE_CURRENCY) -> AccountName:
    return AccountName(chart, first, second, currency)


# contributions ---------------------------------------------------------------------------------------------------


def pledged(donor: str, money: Money) -> tuple[Leg, ...]:
    """A promise in the donor's currency: statistics, nothing can be approved against it."""
    return _move(_a("9010", donor, currency=money.currency), _a("9090", donor, currency=money.currency), money)


def pledge_lapsed(donor: str, money: Money) -> tuple[Leg, ...]:
    return tuple(Leg(leg.account, -leg.money) for leg in pledged(donor, money))


def signed(
    agreement: str, money: Money, worth: Money, *, donor: str = "", from_pledge: Money | None = None
) -> tuple[Leg, ...]:
    """An agreement of `money` in the donor's currency, `worth` in the fund's; a pledge shrinks by what it became."""
    legs = pledge_lapsed(donor, from_pledge) if from_pledge else ()
    if money.currency == BASE_CURRENCY:
        return (*legs, *_move(_a("1110", agreement), _a("2010", agreement), money))
    return (
        *legs,
        *_move(_a("1110", agreement, currency=money.currency), _a("1900", "FX", currency=money.currency), money),
        *_move(_a("1900", "FX"), _a("2010", agreement), worth),
    )


def received(agreement: str, money: Money, worth: Money, cash: Money, *, note: bool = False) -> tuple[Leg, ...]:
    """`money` of the agreement arrived: `worth` at the rate of signing, `cash` at the bank.

    Book B follows the cash; the difference between cash and worth is an exchange gain or loss. `note`: a promissory
    note is encashed rather than an instalment paid.
    """
    claim = _a("1120" if note else "1110", agreement, currency=money.currency)
    legs = [Leg(_a("1010"), cash)]
    if money.currency == BASE_CURRENCY:
        legs.append(Leg(claim, -money))
    else:
        position = _move(_a("1900", "FX", currency=money.currency), claim, money)
        legs += [*position, Leg(_a("1900", "FX"), -worth)]
    legs += _move(_a("2010", agreement), _a("4010", agreement), worth)
    difference = worth - cash
    if difference:
        legs.append(Leg(_a("5920" if difference.minor > 0 else "4920", agreement), difference))
    return (*legs, *_move(_a("8000"), _a("8100", agreement), cash))


def noted(agreement: str, money: Money) -> tuple[Leg, ...]:
    """A promissory note was deposited for part of the agreement, in its currency."""
    return _move(_a("1120", agreement, currency=money.currency), _a("1110", agreement, currency=money.currency), money)


def written_off(agreement: str, money: Money, worth: Money) -> tuple[Leg, ...]:
    """What will not come: the receivable and the deferred contribution shrink together."""
    if money.currency == BASE_CURRENCY:
        return _move(_a("2010", agreement), _a("1110", agreement), money)
    return (
        *_move(_a("2010", agreement), _a("1900", "FX"), worth),
        *_move(_a("1900", "FX", currency=money.currency), _a("1110", agreement, currency=money.currency), money),
    )


def fee_taken(parts: Mapping[str, Money]) -> tuple[Leg, ...]:
    """The trustee's fee on receipts, by agreement."""
    legs: list[Leg] = []
    for agreement, money in parts.items():
        legs += _move(_a("8100", agreement), _a("8800", agreement), money)
    fee = sum((money.minor for money in parts.values()), 0)
    return (*_move(_a("5810"), _a("1010"), Money(fee, BASE_CURRENCY)), *legs)


def returned(agreement: str, money: Money, *, window: str = "") -> tuple[Leg, ...]:
    """To the donor: from a window, or from what is not yet allocated."""
    source = _a("8200", window) if window else _a("8100", agreement)
    return (*_move(source, _a("8700", agreement), money), *_move(_a("4090", agreement), _a("1010"), money))


def interest(money: Money, *, programme: str = "", organisation: str = "") -> tuple[Leg, ...]:
    """Earned at the bank, or by an organisation on an advance. Unearmarked."""
    earned = _a("4120", programme, organisation) if programme else _a("4110")
    return (*_move(_a("1010"), earned, money), *_move(_a("8000"), _a("8100", "interest"), money))


def bank_charged(money: Money, *, agreement: str = "") -> tuple[Leg, ...]:
    """From the reserve; from an agreement's unallocated money where the reserve is empty."""
    source = _a("8100", agreement) if agreement else _a("8260")
    return (*_move(_a("5820"), _a("1010"), money), *_move(source, _a("8800", agreement), money))


# allocation ------------------------------------------------------------------------------------------------------


def to_core(agreement: str, money: Money) -> tuple[Leg, ...]:
    return _move(_a("8100", agreement), _a("8250", "core"), money)


def to_reserve(agreement: str, money: Money) -> tuple[Leg, ...]:
    return _move(_a("8100", agreement), _a("8260"), money)


def to_window(agreement: str, window: str, money: Money) -> tuple[Leg, ...]:
    return _move(_a("8100", agreement), _a("8200", window), money)


def to_facility(agreement: str, earmark: str, money: Money) -> tuple[Leg, ...]:
    """`earmark`: a region, a country, or `any`."""
    return _move(_a("8100", agreement), _a("8270", earmark), money)


def core_paid(money: Money) -> tuple[Leg, ...]:
    return (*_move(_a("5200", "core"), _a("1010"), money), *_move(_a("8250", "core"), _a("8600", "core"), money))


# programmes ------------------------------------------------------------------------------------------------------


def approved(window: str, programme: str, money: Money) -> tuple[Leg, ...]:
    return _move(_a("8200", window), _a("8300", programme), money)


def approval_lapsed(window: str, programme: str, money: Money) -> tuple[Leg, ...]:
    return _move(_a("8300", programme), _a("8200", window), money)


def contracted(programme: str, organisation: str, money: Money) -> tuple[Leg, ...]:
    return _move(_a("8300", programme), _a("8400", programme, organisation), money)


def contract_reduced(programme: str, organisation: str, window: str, money: Money) -> tuple[Leg, ...]:
    return _move(_a("8400", programme, organisation), _a("8200", window), money)


def tranche_paid(programme: str, organisation: str, money: Money) -> tuple[Leg, ...]:
    return (
        *_move(_a("1210", programme, organisation), _a("1010"), money),
        *_move(_a("8400", programme, organisation), _a("8500", programme, organisation), money),
    )


def expenditure_accepted(programme: str, organisation: str, direct: Money, indirect: Money) -> tuple[Leg, ...]:
    spent = direct + indirect
    cost = [Leg(_a("5100", programme, organisation), direct), Leg(_a("5190", programme, organisation), indirect)]
    return (
        *(leg for leg in cost if leg.money),
        Leg(_a("1210", programme, organisation), -spent),
        *_move(_a("8500", programme, organisation), _a("8600", programme, organisation), spent),
    )


def refunded(programme: str, organisation: str, window: str, money: Money) -> tuple[Leg, ...]:
    """What an organisation did not spend comes back to the window it came from."""
    return (
        *_move(_a("1010"), _a("1210", programme, organisation), money),
        *_move(_a("8500", programme, organisation), _a("8200", window), money),
    )


def cost_disallowed(programme: str, organisation: str, direct: Money, indirect: Money) -> tuple[Leg, ...]:
    """Accepted before, found ineligible later: the organisation owes it."""
    due = direct + indirect
    cost = [Leg(_a("5100", programme, organisation), -direct), Leg(_a("5190", programme, organisation), -indirect)]
    return (
        Leg(_a("1290", programme, organisation), due),
        *(leg for leg in cost if leg.money),
        *_move(_a("8600", programme, organisation), _a("8500", programme, organisation), due),
    )


def cost_recovered(programme: str, organisation: str, window: str, money: Money) -> tuple[Leg, ...]:
    return (
        *_move(_a("1010"), _a("1290", programme, organisation), money),
        *_move(_a("8500", programme, organisation), _a("8200", window), money),
    )


# members and the facility ----------------------------------------------------------------------------------------


def fee_invoiced(member: str, money: Money) -> tuple[Leg, ...]:
    return _move(_a("1310", member), _a("2010", member), money)


def fee_waived(member: str, money: Money) -> tuple[Leg, ...]:
    return _move(_a("2010", member), _a("1310", member), money)


def fee_paid(member: str, money: Money, *, to_reserve: Money | None = None) -> tuple[Leg, ...]:
    """Fees pay core functions; `to_reserve` is the part that comes on top of the year's budget."""
    reserve = to_reserve or Money.zero(money.currency)
    return (
        *_move(_a("1010"), _a("1310", member), money),
        *_move(_a("2010", member), _a("4210", member), money),
        *_move(_a("8000"), _a("8250", "core"), money - reserve),
        *_move(_a("8000"), _a("8260"), reserve),
    )


def operation_approved(earmark: str, operation: str, money: Money) -> tuple[Leg, ...]:
    return _move(_a("8270", earmark), _a("8310", operation), money)


def operation_lapsed(earmark: str, operation: str, money: Money) -> tuple[Leg, ...]:
    return _move(_a("8310", operation), _a("8270", earmark), money)


def operation_committed(operation: str, bank: str, money: Money) -> tuple[Leg, ...]:
    return _move(_a("8310", operation), _a("8410", operation, bank), money)


def commitment_cancelled(operation: str, bank: str, earmark: str, money: Money) -> tuple[Leg, ...]:
    return _move(_a("8410", operation, bank), _a("8270", earmark), money)


def grant_transferred(operation: str, bank: str, money: Money) -> tuple[Leg, ...]:
    return (
        *_move(_a("5300", operation), _a("1010"), money),
        *_move(_a("8410", operation, bank), _a("8510", operation, bank), money),
    )


def grant_applied(operation: str, bank: str, money: Money) -> tuple[Leg, ...]:
    return _move(_a("8510", operation, bank), _a("8610", operation, bank), money)


def grant_reflowed(operation: str, bank: str, earmark: str, money: Money) -> tuple[Leg, ...]:
    return (
        *_move(_a("1010"), _a("5300", operation), money),
        *_move(_a("8510", operation, bank), _a("8270", earmark), money),
    )


def applied_grant_reflowed(operation: str, bank: str, earmark: str, money: Money) -> tuple[Leg, ...]:
    """The loan to which the grant was applied was paid back: what stood behind it comes back too."""
    return (
        *_move(_a("1010"), _a("5300", operation), money),
        *_move(_a("8610", operation, bank), _a("8270", earmark), money),
    )
