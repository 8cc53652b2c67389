"""What the public calculators show: figures of a package, its repayment by year, the tests for aid, and the chart.

Nothing here is money of the Alliance: numbers that somebody typed, and what follows from them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from alianza.charts import Chart, Series, Source, line
from alianza.engines import concessionality
from alianza.engines.concessionality import Assessment, Disbursement, GroupUnknown, Need, Row, Rule, Terms
from alianza.fund.queries.facility import share
from alianza.texts import page_language
from alianza.vocabulary.money import Money
from alianza.vocabulary.places import Country, country


@dataclass(frozen=True, slots=True)
class Aid:
    """A rule for aid held against the loan; `here`: it is the rule for the country asked about."""

    found: Assessment
    here: bool

    @property
    def rule(self) -> Rule:
        return self.found.rule


@dataclass(frozen=True, slots=True)
class Package:
    """A package as the page shows it. `grant` is what is needed, or another that was asked about; `reached` the grant
    element of the package with it.
    """

    terms: Terms
    need: Need
    grant: Money
    loan: Money
    reached: Decimal
    leverage: Decimal | None
    rows: tuple[Row, ...]
    full: tuple[Row, ...]
    aid: tuple[Aid, ...]
    group: str
    place: Country | None
    asked: bool
    """Another grant than the one needed was asked about."""
    parts: int
    """In how many equal parts the loan is paid out, one at the start of each year."""


def package(
    terms: Terms,
    total: Money,
    *,
    target: Decimal,
    discount: Decimal,
    granted: Money | None,
    borrower: str,
    on: date,
    parts: int = 1,
) -> Package:
    """`target` and `discount` in percent. Raises the refusals of the engine."""
    plan = concessionality.in_yearly_parts(terms.profile, parts) if parts != 1 else ()
    offered = concessionality.grant_element(terms, discount=share(discount), disbursements=plan)
    need = concessionality.needed_grant(total, offered=offered, target=share(target))
    grant = need.grant if granted is None else granted
    loan = total - grant
    place = country(borrower) if borrower else None
    full = concessionality.repayment_schedule(terms, total, disbursements=plan)
    return Package(
        terms=terms,
        need=need,
        grant=grant,
        loan=loan,
        reached=concessionality.concessionality(total, grant, offered=offered),
        leverage=Decimal(total.minor) / grant.minor if grant else None,
        rows=concessionality.repayment_schedule(terms, loan, disbursements=plan) if loan else (),
        full=full,
        aid=_aid(terms, plan, place, on),
        group=(place.income_fiscal_year or "") if place else "",
        place=place,
        asked=granted is not None and granted != need.grant,
        parts=parts,
    )


def _aid(terms: Terms, plan: tuple[Disbursement, ...], place: Country | None, on: date) -> tuple[Aid, ...]:
    """Every rule in force on a day, and which of them is the country's."""
    own: Rule | None = None
    if place is not None:
        try:
            own = concessionality.rule_for(place.income_group, least_developed=place.ldc, on=on)
        except GroupUnknown:
            own = None
    rules = [each for each in concessionality.RULES if each.since <= on and (each.until is None or on <= each.until)]
    return tuple(Aid(concessionality.assess(terms, each, disbursements=plan), each == own) for each in rules)


def by_year(rows: Sequence[Row], frequency: int) -> list[tuple[int, Money]]:
    """What is paid in each year, counted from 1; a year that is begun counts as one."""
    found: dict[int, Money] = {}
    for row in rows:
        if row.period:
            year = -(-row.period // frequency)
            found[year] = found.get(year, Money.zero(row.payment.currency)) + row.payment
    return sorted(found.items())


def repayment_chart(found: Package) -> Chart:
    """Payments by year of the loan that is left, beside those of the whole package on the bank's terms."""
    times = found.terms.profile.frequency
    full, left = by_year(found.full, times), by_year(found.rows, times)
    code = found.need.total.currency
    series = [Series(_("Without the grant"), [(year, money.amount) for year, money in full], side="origin")]
    if found.grant and left:
        series.append(Series(_("With the grant"), [(year, money.amount) for year, money in left], side="destination"))
    dearest = max((money for _year, money in full), default=Money.zero(code))
    softer = max((money for _year, money in left), default=Money.zero(code))
    words = {"without": _rounded(dearest), "with": _rounded(softer)}
    title = (
        _("In its dearest year the country pays %(with)s with the grant, and %(without)s without it.") % words
        if found.grant
        else _("In its dearest year the country pays %(without)s.") % words
    )
    chart = line(
        "repayment",
        title,
        _("%(currency)s a year") % {"currency": code},
        series=series,
        x=_("Year of the loan"),
        sources=[Source(_("Computed from the terms above"), method=_method(found.parts))],
        decimals=0,
    )
    without, with_grant = dict(full), dict(left)
    shown = [without, with_grant] if len(series) > 1 else [without]
    # the table behind is exact: the drawing alone is in round numbers
    rows = tuple((str(year), *(_exact(each.get(year)) for each in shown)) for year in without)
    return replace(chart, rows=rows)


def _method(parts: int) -> str:
    if parts == 1:
        return _("paid out at once, equal principal after grace")
    words = _("paid out in %(parts)s equal parts, one a year; each is repaid in equal parts over the dates after it")
    return words % {"parts": parts}


def _rounded(money: Money) -> str:
    """For a title: whole units."""
    from babel import Locale
    from babel.numbers import format_currency

    language = page_language()
    pattern = Locale.parse(language).currency_formats["standard"].pattern.replace(".00", "")
    return str(format_currency(money.amount, money.currency, format=pattern, locale=language, currency_digits=False))


def _exact(money: Money | None) -> str | None:
    """In a table: every cent."""
    from babel.numbers import format_decimal

    language = page_language()
    return None if money is None else str(format_decimal(money.amount, format="#,##0.00", locale=language))
