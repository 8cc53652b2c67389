"""What an operation needs, what it has drawn and paid, and what has to be true before it moves."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Max, Sum

from alianza.engines import concessionality
from alianza.engines.concessionality import Curve, Frozen, Need, Profile, Terms
from alianza.fund.chart import BASE_CURRENCY, AccountName
from alianza.fund.models import Decision, Entry, Item, Journal, LoanPayment, Operation
from alianza.fund.queries.ledger import balances
from alianza.fund.rules import rule
from alianza.vocabulary.days import months_later
from alianza.vocabulary.initiative import entries
from alianza.vocabulary.money import Money
from alianza.vocabulary.places import country
from alianza.vocabulary.unknown import UnknownCode

ANY = "any"
CHECKS = ("direct", "additional", "adaptable")
"""What an operation is screened for, in the order of the page."""


def share(percent: Decimal | int) -> Decimal:
    """A hundredth, exactly: the point moves, whatever the context.

    >>> share(Decimal("4.25")), share(5)
    (Decimal('0.0425'), Decimal('0.05'))
    """
    sign, digits, exponent = Decimal(percent).as_tuple()
    return Decimal((sign, digits, int(exponent) - 2))


def percent(part: Decimal) -> Decimal:
    """A hundredfold, exactly.

    >>> percent(Decimal("0.0425"))
    Decimal('4.25')
    """
    sign, digits, exponent = part.as_tuple()
    return Decimal((sign, digits, int(exponent) + 2))


def earmarks(alpha3: str) -> tuple[str, ...]:
    """The pools that a country's operation may draw on, in order: the country's, its regions', unearmarked last.

    Regions are numbers of the list M49, the narrowest first.

    >>> earmarks("PHL")
    ('PHL', '035', '142', 'any')
    """
    place = country(alpha3)
    regions = (place.intermediate_region, place.subregion, place.region)
    return (alpha3, *(each for each in regions if each), ANY)


def pools(alpha3: str) -> dict[str, Money]:
    """What each of these pools holds now; empty ones are left out."""
    held = balances(None, "8270")
    found = {name: -held.get(AccountName("8270", name), Money.zero(BASE_CURRENCY)) for name in earmarks(alpha3)}
    return {name: money for name, money in found.items() if money}


def draw(alpha3: str, money: Money) -> dict[str, Money]:
    """From which pools an amount is taken: earmarked money first. What no pool holds is not in the answer."""
    left, found = money, {}
    for name, held in pools(alpha3).items():
        taken = min(left, held)
        if taken:
            found[name] = taken
            left -= taken
    return found


def drawn(operation: Operation) -> dict[str, Money]:
    """What each pool gave to an operation and has not got back, as the books say."""
    rows = (
        Entry.objects.filter(journal__subject=operation.subject, account__chart="8270")
        .values_list("account__first")
        .annotate(minor=Sum("minor"))
        .order_by("account__first")
    )
    return {name: Money(int(minor), BASE_CURRENCY) for name, minor in rows if minor > 0}


def back(operation: Operation, money: Money) -> dict[str, Money]:
    """To which pools an amount of an operation returns: in the proportions in which they gave."""
    given = drawn(operation)
    parts = money.allocate([each.minor for each in given.values()]) if given else ()
    return {name: part for name, part in zip(given, parts, strict=True) if part}


@dataclass(frozen=True, slots=True)
class Books:
    """An operation in the books, now: approved, committed to the bank, with the bank, applied to the loan."""

    approved: Money
    committed: Money
    with_bank: Money
    applied: Money


def books(operation: Operation) -> Books:
    held: dict[str, int] = {}
    for name, money in balances(None, "8310", "8410", "8510", "8610").items():
        if name.first == operation.number:
            held[name.chart] = held.get(name.chart, 0) - money.minor
    return Books(*(Money(held.get(chart, 0), BASE_CURRENCY) for chart in ("8310", "8410", "8510", "8610")))


# terms -----------------------------------------------------------------------------------------------------------


def profile(operation: Operation) -> Profile:
    """Raises the refusals of `Profile`."""
    return Profile(operation.maturity, operation.grace, operation.frequency)


def terms(operation: Operation, rate: Decimal | None = None) -> Terms | None:
    """The loan as it stands, or at another rate in percent; None while a variable rate is not frozen."""
    known = rate if rate is not None else operation.last_rate
    if known is None:
        return None
    return Terms(share(known), profile(operation), share(operation.front_fee))


def read_curve(held: Mapping[str, Any]) -> Curve:
    """A curve as an operation keeps it. Raises CurveWrong, CurveUnfounded."""
    points = tuple((Decimal(tenor), share(Decimal(rate))) for tenor, rate in held["points"])
    return Curve(date.fromisoformat(held["on"]), points, held["source"], int(held["frequency"]))


def kept_curve(curve: Curve) -> dict[str, Any]:
    """A curve as JSON: tenors in years and rates in percent, as text."""
    return {
        "on": curve.on.isoformat(),
        "source": curve.source,
        "frequency": curve.frequency,
        "points": [[f"{tenor:f}", f"{percent(rate):f}"] for tenor, rate in curve.points],
    }


def frozen(operation: Operation, curve: Curve) -> Frozen:
    """The fixed terms of a variable rate on a curve. Raises the refusals of `freeze`."""
    return concessionality.freeze(
        curve,
        spread=share(operation.spread or Decimal(0)),
        profile=profile(operation),
        fee=share(operation.front_fee),
    )


def need(operation: Operation, rate: Decimal | None = None) -> Need | None:
    """What the package needs on its terms (or at another rate, in percent); None while the rate is not frozen."""
    known = terms(operation, rate)
    if known is None:
        return None
    offered = concessionality.grant_element(known, discount=share(operation.discount))
    return concessionality.needed_grant(operation.total, offered=offered, target=share(operation.target))


@dataclass(frozen=True, slots=True)
class Figures:
    """An operation in numbers. `reached` is the grant element of the package with the grant in force, as a share of
    what is not cancelled; None before a grant was decided. `leverage` is the package over the grant.
    """

    need: Need
    needed: Money
    granted: Money | None
    in_force: Money
    loan: Money
    reached: Decimal | None
    leverage: Decimal | None

    @property
    def less_than_needed(self) -> bool:
        return self.granted is not None and self.granted < self.needed


def figures(operation: Operation) -> Figures | None:
    """None while a variable rate is not frozen."""
    found = need(operation)
    if found is None:
        return None
    needed = found.grant if operation.needed_minor is None else Money(operation.needed_minor, BASE_CURRENCY)
    granted = None if operation.granted_minor is None else Money(operation.granted_minor, BASE_CURRENCY)
    grant, loan = operation.grant, operation.loan
    package = grant + loan
    reached = (
        concessionality.concessionality(package, grant, offered=found.offered)
        if granted is not None and package
        else None
    )
    leverage = Decimal(package.minor) / grant.minor if grant else None
    return Figures(found, needed, granted, grant, loan, reached, leverage)


# payments --------------------------------------------------------------------------------------------------------


def counted(operation: Operation) -> tuple[Money, Money]:
    """What of the loan is paid out or noted as such, and the grant in step with it; what came back is taken off."""
    found = operation.payments.exclude(state=LoanPayment.State.WITHDRAWN).aggregate(
        loan=Sum("minor"), grant=Sum("grant_minor")
    )
    return Money(found["loan"] or 0, BASE_CURRENCY), Money(found["grant"] or 0, BASE_CURRENCY)


def in_step(operation: Operation, payment: Money) -> Money:
    """The grant that goes with the next payment of the loan: in proportion to all that is paid out then, rounded down,
    so that the last payment brings what is left and the parts add up.
    """
    paid, sent = counted(operation)
    loan, grant = operation.loan, operation.grant
    if loan.minor <= 0:
        return Money.zero(BASE_CURRENCY)
    due = grant.minor * (paid.minor + payment.minor) // loan.minor
    return Money(max(min(due, grant.minor) - sent.minor, 0), BASE_CURRENCY)


def lapses_on(operation: Operation) -> date | None:
    """The last day for the bank's approval."""
    if operation.committed_on is None:
        return None
    months = rule("lapse_months", operation.committed_on).value
    return months_later(operation.committed_on, int(months))


def last_step(operation: Operation) -> date | None:
    """The day of the latest step, before which none is dated."""
    days = [
        operation.frozen_on,
        operation.decided_on,
        operation.committed_on,
        operation.bank_approved_on,
        operation.signed_on,
        operation.effective_on,
        operation.ended_on,
        Journal.objects.filter(subject=operation.subject).aggregate(last=Max("occurred_on"))["last"],
        *operation.payments.values_list("paid_on", flat=True),
    ]
    return max((day for day in days if day is not None), default=None)


# decisions -------------------------------------------------------------------------------------------------------


def decisions_on(subject: str, kind: Item.Kind) -> list[Decision]:
    """Decisions in force on a subject, the latest first."""
    found = Decision.objects.filter(item__subject=subject, item__kind=kind, superseded_by__isnull=True)
    return list(found.select_related("item").order_by("-decided_at", "-id"))


def is_adopted(decision: Decision | None, subject: str, kind: Item.Kind) -> bool:
    """Whether the decision is an adopted one of that kind on that subject, and still in force."""
    return (
        decision is not None
        and decision.outcome == Decision.Outcome.ADOPTED
        and decision.item.kind == kind
        and decision.item.subject == subject
        and not Decision.objects.filter(supersedes=decision).exists()
    )


def is_refusal(decision: Decision | None, subject: str, kind: Item.Kind) -> bool:
    return (
        decision is not None
        and decision.outcome == Decision.Outcome.NOT_ADOPTED
        and decision.item.kind == kind
        and decision.item.subject == subject
    )


# screening -------------------------------------------------------------------------------------------------------


def aid_rule() -> Mapping[str, Any]:
    """What the paper says on operations beside official aid: kinds that are direct, kinds that are not, and where."""
    found: Mapping[str, Any] = next(row for row in entries("financing_rules") if row["id"] == "additional_to_aid")
    return found


def adaptable_rule() -> Mapping[str, Any]:
    found: Mapping[str, Any] = next(row for row in entries("financing_rules") if row["id"] == "adaptable")
    return found


def project_kinds() -> tuple[Mapping[str, Any], ...]:
    """What the paper names as projects of the facility; its list is of examples."""
    return tuple(row for row in entries("eligible_project_kinds") if "facility" in row["in"])


def sources_of(check: str) -> tuple[str, ...]:
    """The paragraphs a check of the screening rests on."""
    found: tuple[str, ...] = tuple((adaptable_rule() if check == "adaptable" else aid_rule())["src"])
    return found


def income_group(alpha3: str) -> tuple[str, str]:
    """A country's income group (L, LM, UM or H) and its vintage ("FY26"); both empty where it is in none."""
    try:
        place = country(alpha3)
    except UnknownCode:
        return "", ""
    return place.income_group or "", place.income_fiscal_year or ""
