"""What of a journal is published, as transactions of IATI: pure rules from the lines of one journal.

The lines alone decide, not the event's name, so that a reversal publishes the opposite of what it reverses, and
whatever moves an account is told. Where the money stands in the chart says what happened:

- pledges (9010) are published as what is still open: one that lapses, or becomes an agreement, takes away what it was;
- claims on a donor (1110, 1120) rise by a commitment and fall by a receipt, which shows in 4010, or by a write-off;
- of a programme, 8400 and all behind it is committed, 8500 and all behind it is paid; money back in the window is
  negative in both. An operation of the facility is the same with 8410 and 8510;
- what organisations spend (8600) is theirs to publish and not told a second time.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from alianza.fund.chart import BASE_CURRENCY, AccountName
from alianza.vocabulary.money import Money


class Place(StrEnum):
    """The activity in which a move is published; a programme or an operation has its number beside it."""

    FUND = "fund"
    CORE = "core"
    PROGRAMME = "programme"
    OPERATION = "operation"


class Why(StrEnum):
    PLEDGE = "pledge"
    COMMITMENT = "commitment"
    RECEIPT = "receipt"
    RETURN = "return"
    INTEREST = "interest"
    EARNED = "earned"
    TRUSTEE_FEE = "fee"
    CHARGE = "charge"
    MEMBER_FEE = "member"
    CORE_COST = "core"
    APPROVAL = "approval"
    CONTRACT = "contract"
    PAYMENT = "payment"


@dataclass(frozen=True, slots=True)
class Move:
    """One transaction: in which activity, of which type (TransactionType), how much, why, and who is on the other side.

    `other` is the donor, agreement, member, organisation or bank by its name in the books.
    """

    place: Place
    number: str
    kind: str
    money: Money
    why: Why
    other: str = ""


CHAINS = {
    Place.PROGRAMME: ("8300", "8400", "8500", "8600"),
    Place.OPERATION: ("8310", "8410", "8510", "8610"),
}
"""Approved, committed, paid, used."""


def moves(lines: Mapping[AccountName, int]) -> Iterator[Move]:
    """What one journal publishes; `lines` are minor units by account, debit above zero."""
    yield from _contributions(lines)
    for account, minor in sorted(lines.items()):
        found = _single(account, minor)
        if found is not None:
            yield found
    for place, chain in CHAINS.items():
        yield from _outgoing(lines, place, chain)


def _contributions(lines: Mapping[AccountName, int]) -> Iterator[Move]:
    claims: dict[tuple[str, str], int] = defaultdict(int)
    for account, minor in lines.items():
        if account.chart in ("1110", "1120"):
            claims[account.first, account.currency] += minor
    for (agreement, currency), minor in sorted(claims.items()):
        if not minor:
            continue  # a promissory note takes the place of a claim
        arrived = lines.get(AccountName("4010", agreement), 0)
        if arrived:
            yield Move(Place.FUND, "", "1", Money(-minor, currency), Why.RECEIPT, agreement)
        else:
            yield Move(Place.FUND, "", "11", Money(minor, currency), Why.COMMITMENT, agreement)


def _single(account: AccountName, minor: int) -> Move | None:
    """What one line tells by itself."""
    money, other = Money(minor, account.currency), account.first
    match account.chart:
        case "9010":
            return Move(Place.FUND, "", "13", money, Why.PLEDGE, other)
        case "4090":
            return Move(Place.FUND, "", "1", -money, Why.RETURN, other)
        case "4110":
            return Move(Place.FUND, "", "1", -money, Why.INTEREST)
        case "4120":
            return Move(Place.FUND, "", "1", -money, Why.EARNED, f"{other}:{account.second}")
        case "5810":
            return Move(Place.FUND, "", "4", money, Why.TRUSTEE_FEE)
        case "5820":
            return Move(Place.FUND, "", "4", money, Why.CHARGE)
        case "5200":
            return Move(Place.CORE, "", "4", money, Why.CORE_COST)
        case "4210":
            return Move(Place.CORE, "", "1", -money, Why.MEMBER_FEE, other)
    return None


def _outgoing(lines: Mapping[AccountName, int], place: Place, chain: tuple[str, str, str, str]) -> Iterator[Move]:
    approved: dict[str, int] = defaultdict(int)
    committed: dict[tuple[str, str], int] = defaultdict(int)
    paid: dict[tuple[str, str], int] = defaultdict(int)
    for account, minor in lines.items():
        if account.chart not in chain:
            continue
        step = chain.index(account.chart)
        if step and not account.second:
            continue  # core functions spend in 8600 without a contract
        if step == 0:
            approved[account.first] -= minor
        if step >= 1:
            committed[account.first, account.second] -= minor
        if step >= 2:
            paid[account.first, account.second] -= minor
    for number, minor in sorted(approved.items()):
        bound = sum(one for (whose, _party), one in committed.items() if whose == number)
        # what leaves 8300 for a contract stays approved
        still = minor + bound if (minor < 0) != (bound < 0) and bound else minor
        if still:
            yield Move(place, number, "12", Money(still, BASE_CURRENCY), Why.APPROVAL)
    for kind, why, sums in (("2", Why.CONTRACT, committed), ("3", Why.PAYMENT, paid)):
        for (number, party), minor in sorted(sums.items()):
            if minor:
                yield Move(place, number, kind, Money(minor, BASE_CURRENCY), why, party)
