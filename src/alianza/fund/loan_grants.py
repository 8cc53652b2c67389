"""The grant in a loan of others, by the terms that its file tells: the DAC's discount, through the engine. No database.

The face is taken as paid out at once on the day of commitment, as the DAC does; interest is paid at every payment date
from then on, and the first of them bears the days since the commitment. Where a term is not told, nothing is guessed:
there is no grant equivalent, and the reason says which term is missing.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, localcontext
from types import MappingProxyType

from alianza.engines.concessionality import (
    GroupUnknown,
    Payment,
    Rule,
    RuleUnknown,
    Tranche,
    grant_element_by_schedule,
    rule_for,
    years_between,
)
from alianza.iati.values import Crs, LoanTerms
from alianza.vocabulary.days import months_later
from alianza.vocabulary.places import Country, country
from alianza.vocabulary.refusal import Refusal, marked
from alianza.vocabulary.said import Said, together

PRINCIPAL, ANNUITY, LUMP = "1", "2", "3"
MOST_YEARS = 100
DECIMALS = Decimal("1e-10")

HOW = marked(
    "Grant element of %(element)s percent of the face: terms as the file tells them, discounted at %(discount)s "
    "percent a year, the DAC's rate for “%(group)s” (in force since %(since)s; income group of the World Bank, "
    "%(vintage)s). "
    "Applied to what is %(face)s. %(passes)s"
)
PASSES = marked("It reaches the %(threshold)s percent that the DAC asks for.")
FAILS = marked("It stays below the %(threshold)s percent that the DAC asks for.")
PAID = marked("paid")
COMMITTED = marked("committed")
NOT_TOLD = marked("The file tells no terms of the loan.")
MISSING = marked("The file does not tell: %(which)s.")
OTHER_REPAYMENT = marked("The file says that it is repaid in another way than the usual ones, and not in which.")
NO_PLAN = marked("The file tells a plan of payments that is none: %(given)s a year.")
DATES = marked("The dates do not fit one another: committed %(committed)s, repaid from %(first)s to %(last)s.")
SEVERAL = marked("It is for several countries, so no income group says by which rate to discount.")
NO_GROUP = marked("The DAC's rule has no discount rate for the income group of %(country)s (%(vintage)s).")
NO_RULE = marked("The rule for loans committed on %(day)s, before 2018, was another one.")
ODD = marked("The terms cannot be those of a loan: %(why)s")
AS_TOLD = marked("As the provider tells it.")
NAMES: Mapping[str, str] = MappingProxyType(
    {
        "rate": marked("interest rate"),
        "repayment": marked("how it is repaid"),
        "plan": marked("payments a year"),
        "committed": marked("day of commitment"),
        "first": marked("first repayment"),
        "last": marked("last repayment"),
    }
)


@dataclass(frozen=True, slots=True)
class LoanGrant:
    """The grant element as a share of the face, None where it is not known; and how it was found, or why it is not."""

    element: Decimal | None
    message: str
    facts: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))

    def of(self, face: int) -> int | None:
        """Of a face in minor units, rounded half up."""
        if self.element is None:
            return None
        with localcontext() as exact:
            exact.prec = 60
            return int((face * self.element).quantize(Decimal(1), ROUND_HALF_UP))


def terms_told(crs: Crs | None) -> dict[str, str]:
    """The terms and the status as plain text; what the file does not tell is not there."""
    told: dict[str, object] = {}
    if crs is not None and crs.terms is not None:
        terms = crs.terms
        told |= {"rate": terms.rate, "fixed": terms.fixed, "repayment": terms.repayment, "plan": terms.plan}
        told |= {"committed": terms.committed, "first": terms.first, "last": terms.last}
    if crs is not None and crs.status is not None:
        status = crs.status
        told |= {"status_year": status.year, "status_on": status.on, "status_currency": status.currency}
        told |= {"interest_received": status.interest_received, "outstanding": status.outstanding}
        told |= {"arrears": status.arrears, "interest_arrears": status.interest_arrears}
    return {name: _plain(value)[:60] for name, value in told.items() if value is not None and value != ""}


def _plain(value: object) -> str:
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def grant_of(terms: LoanTerms | None, recipient: str, *, paid: bool) -> LoanGrant:
    """By the terms of a loan to one country (alpha-3; empty: several). `paid`: the face is what was paid."""
    if terms is None:
        return LoanGrant(None, NOT_TOLD)
    rate = terms.fixed if terms.fixed is not None else terms.rate
    given = {
        "rate": rate,
        "repayment": terms.repayment,
        "plan": terms.plan,
        "committed": terms.committed,
        "first": terms.first,
        "last": terms.last,
    }
    missing = [name for name, value in given.items() if value is None or value == ""]
    if missing or rate is None or terms.committed is None or terms.first is None or terms.last is None:
        which = together([Said(NAMES[name]) for name in missing])
        return LoanGrant(None, MISSING, MappingProxyType({"which": which}))
    if not recipient:
        return LoanGrant(None, SEVERAL)
    place = country(recipient)
    try:
        rule = rule_for(place.income_group, least_developed=place.ldc, on=terms.committed)
    except GroupUnknown:
        facts = {"country": recipient, "vintage": place.income_fiscal_year or "-"}
        return LoanGrant(None, NO_GROUP, MappingProxyType(facts))
    except RuleUnknown:
        return LoanGrant(None, NO_RULE, MappingProxyType({"day": terms.committed.isoformat()}))
    return _computed(terms, rate, rule, place, paid=paid)


def _computed(terms: LoanTerms, rate: Decimal, rule: Rule, place: Country, *, paid: bool) -> LoanGrant:
    if terms.repayment not in (PRINCIPAL, ANNUITY, LUMP):
        return LoanGrant(None, OTHER_REPAYMENT)
    if terms.plan not in ("1", "2", "4", "12"):
        return LoanGrant(None, NO_PLAN, MappingProxyType({"given": terms.plan[:20]}))
    days = _days(terms)
    if days is None:
        told = {"committed": str(terms.committed), "first": str(terms.first), "last": str(terms.last)}
        return LoanGrant(None, DATES, MappingProxyType(told))
    try:
        if not 0 <= rate <= 100:
            raise Refusal
        payments = tuple(_payments(terms, rate / 100, *days))
        schedule = Tranche(days[0], Decimal(1), payments)
        element = grant_element_by_schedule([schedule], discount=rule.discount)
    except Refusal:
        return LoanGrant(None, ODD, MappingProxyType({"why": f"{_plain(rate)[:20]} %"}))
    element = element.quantize(DECIMALS, ROUND_HALF_UP)
    threshold = _percent(rule.threshold)
    facts = {
        "element": _percent(element.quantize(Decimal("1e-5"), ROUND_HALF_UP)),
        "discount": _percent(rule.discount),
        "group": Said(rule.title),
        "since": rule.since.isoformat(),
        "vintage": place.income_fiscal_year or "-",
        "face": Said(PAID if paid else COMMITTED),
        "passes": Said(PASSES if element >= rule.threshold else FAILS, threshold=threshold),
    }
    return LoanGrant(element, HOW, MappingProxyType(facts))


def _percent(share: Decimal) -> str:
    return f"{(share * 100).normalize():f}"


def _days(terms: LoanTerms) -> tuple[date, tuple[date, ...], int] | None:
    """The commitment, every payment date after it, and at which of them principal is first repaid; None: no plan."""
    start, first, last = terms.committed, terms.first, terms.last
    if start is None or first is None or last is None:
        return None
    step = 12 // int(terms.plan)
    apart = (last.year - first.year) * 12 + last.month - first.month
    if not start <= first <= last or last.year - start.year > MOST_YEARS or last <= start:
        return None
    if terms.repayment != LUMP and apart % step:
        return None
    found, at = [last], step
    while (day := months_later(last, -at)) > start:
        found.append(day)
        at += step
    days = tuple(reversed(found))
    repaid = 1 if terms.repayment == LUMP else apart // step + 1
    return (start, days, len(days) - repaid) if repaid <= len(days) else None


def _payments(terms: LoanTerms, rate: Decimal, start: date, days: tuple[date, ...], grace: int) -> Iterator[Payment]:
    """Of a face of 1. `grace`: payment dates with interest alone."""
    with localcontext() as exact:
        exact.prec = 60
        number, each = len(days) - grace, rate / int(terms.plan)
        level = Decimal(1) / number
        if terms.repayment == ANNUITY and each:
            level = each / (1 - (1 + each) ** -number)
        left, before = Decimal(1), start
        found = []
        for at, day in enumerate(days):
            interest = left * (rate * years_between(before, day) if at == 0 else each)
            principal = Decimal(0)
            if at == len(days) - 1:
                principal = left
            elif at >= grace:
                principal = level - left * each if terms.repayment == ANNUITY else level
            found.append(Payment(day, interest + principal))
            left, before = left - principal, day
    yield from found
