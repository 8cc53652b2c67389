"""The public statement as something to take away: a table, a JSON document, a PDF for a ministry's file."""

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from alianza import charts
from alianza.fund import sheets, wording
from alianza.fund.chart import BASE_CURRENCY
from alianza.fund.queries.attributed import DonorStatement
from alianza.fund.queries.statement import PLACES, Place, Statement
from alianza.vocabulary.money import Money
from alianza.vocabulary.places import country
from alianza.vocabulary.refusal import Refusal, marked

STYLES = Path(__file__).parent / "static" / "fund" / "paper.css"


class NoPango(Refusal):
    code = "fund.no_pango"
    message = marked(
        "A PDF needs the library Pango, which is not installed here (Debian and Ubuntu: apt install libpango-1.0-0 "
        "libpangoft2-1.0-0); take the CSV instead, or install it."
    )


def place_name(place: Place, lang: str) -> str:
    """`W1 Skills ...`, or a name that is the same for every fund."""
    if place.kind != "window":
        return _(place.label)
    if not place.name:
        return _("Window not known")
    return f"{place.name} {wording.area_name(place.label, lang)}" if place.label else place.name


def countries_name(codes: tuple[str, ...], lang: str) -> str:
    if not codes:
        return _("No country named")
    return ", ".join(country(code).name(lang) for code in codes)


def provenance(found: Statement | DonorStatement) -> str:
    """Which books it was read from: the number of the last seal and the beginning of its digest."""
    return _("End of %(day)s · US dollars · books at seal %(number)s, %(digest)s") % {
        "day": found.on.isoformat(),
        "number": found.seal,
        "digest": found.digest[:16] or "–",
    }


def lines(found: Statement) -> Iterator[tuple[str, Money | None]]:
    """The statement as lines of words and amounts, for a terminal."""
    yield _("Sources"), None
    for line in found.sources:
        yield f"  {_(line.label)}", line.money
    yield _("Total sources"), found.total_sources
    yield _("Uses"), None
    for line in found.uses:
        yield f"  {_(line.label)}", line.money
    yield _("Total uses"), found.total_uses
    yield _("Balance"), found.balance


def rows(found: Statement, lang: str) -> Iterator[tuple[str, str, str, Money]]:
    """Every number of the statement: part, item, measure and amount."""
    for line in found.sources:
        yield "sources", _(line.label), "", line.money
    yield "sources", _("Total sources"), "", found.total_sources
    for line in found.uses:
        yield "uses", _(line.label), "", line.money
    yield "uses", _("Total uses"), "", found.total_uses
    yield "balance", _("Balance"), "", found.balance
    yield "balance", _("Held by the bank"), "", found.bank
    for gift in found.gifts:
        name = f"{gift.donor} {gift.agreement}".strip()
        for measure, money in (
            (_("Signed"), gift.signed),
            (pgettext("amount", "Paid"), gift.paid),
            (_("Still to come"), gift.open),
            (pgettext("amount", "Returned"), gift.returned),
        ):
            yield "donors", name, measure, money
    for place in found.places:
        for state, label in PLACES.items():
            yield "windows", place_name(place, lang), _(label), place.places[state]
    for one in found.countries:
        name = countries_name(one.countries, lang)
        for measure, money in (
            (pgettext("amount", "Approved"), one.approved),
            (pgettext("amount", "Paid"), one.paid),
            (_("Spent"), one.spent),
        ):
            yield "countries", name, measure, money
    for year in found.years:
        name = str(year.year) if year.complete else _("%(year)s (incomplete)") % {"year": year.year}
        for measure, money in (
            (_("Sources"), year.sources),
            (_("Transfers less refunds"), year.transfers),
            (_("Spent and accepted"), year.spent),
            (_("Other uses"), year.other_uses),
        ):
            yield "years", name, measure, money


def csv(found: Statement, lang: str = "en") -> str:
    headings = ("part", "item", "measure", "amount", "currency", "end_of", "seal", "digest")
    with override(lang):
        return sheets.written(
            headings,
            [
                (part, item, measure, money, money.currency, found.on, found.seal, found.digest)
                for part, item, measure, money in rows(found, lang)
            ],
        )


def _plain(money: Money) -> str:
    return f"{money.amount:f}"


def plain(found: Statement) -> dict[str, Any]:
    """As a JSON document: amounts are text with all their decimals."""
    return {
        "end_of": found.on.isoformat(),
        "currency": BASE_CURRENCY,
        "sources": {line.id: _plain(line.money) for line in found.sources},
        "total_sources": _plain(found.total_sources),
        "uses": {line.id: _plain(line.money) for line in found.uses},
        "total_uses": _plain(found.total_uses),
        "balance": _plain(found.balance),
        "bank": _plain(found.bank),
        "received": _plain(found.received),
        "adds_up": found.adds_up,
        "donors": [
            {
                "donor": gift.donor,
                "donor_number": gift.donor_number,
                "agreement": gift.agreement,
                "signed": _plain(gift.signed),
                "paid": _plain(gift.paid),
                "open": _plain(gift.open),
                "returned": _plain(gift.returned),
            }
            for gift in found.gifts
        ],
        "places": [
            {
                "kind": place.kind,
                "window": place.name,
                **{state: _plain(money) for state, money in place.places.items()},
                "total": _plain(place.total),
            }
            for place in found.places
        ],
        "countries": [
            {
                "countries": list(one.countries),
                "programmes": one.number,
                "approved": _plain(one.approved),
                "paid": _plain(one.paid),
                "spent": _plain(one.spent),
            }
            for one in found.countries
        ],
        "years": [
            {
                "year": one.year,
                "sources": _plain(one.sources),
                "transfers": _plain(one.transfers),
                "spent": _plain(one.spent),
                "other_uses": _plain(one.other_uses),
                "complete": one.complete,
            }
            for one in found.years
        ],
        "own_resources": {
            "own": _plain(found.own.own),
            "sought": _plain(found.own.sought),
            "share": None if found.own.share is None else f"{found.own.share:f}",
            "ceiling": f"{found.own.ceiling:f}",
            "source": found.own.source,
        },
        "seal": {"number": found.seal, "digest": found.digest},
    }


def plain_donor(found: DonorStatement) -> dict[str, Any]:
    return {
        "end_of": found.on.isoformat(),
        "number": found.number,
        "name": found.name,
        "pledged": [{"amount": _plain(money), "currency": money.currency} for money in found.pledged],
        "agreements": [
            {
                "agreement": one.agreement,
                "currency": one.signed.currency,
                "signed": _plain(one.signed),
                "received": _plain(one.received),
                "open": _plain(one.open),
                "usd": {
                    "signed": _plain(one.worth),
                    "paid": _plain(one.cash),
                    "fee": _plain(one.fee),
                    "core_and_reserve": _plain(one.kept),
                    "unallocated": _plain(one.unallocated),
                    "free": _plain(one.free),
                    "given": _plain(one.given),
                    "spent": _plain(one.spent),
                    "returned": _plain(one.returned),
                },
                "to": [
                    {
                        "kind": to.kind,
                        "number": to.number,
                        "given": _plain(to.given),
                        "paid": _plain(to.paid),
                        "spent": _plain(to.spent),
                    }
                    for to in one.to
                ],
            }
            for one in found.agreements
        ],
        "seal": {"number": found.seal, "digest": found.digest},
    }


def donor_csv(found: DonorStatement) -> str:
    """One line a measure: what an agreement signed, paid and gave, in its currency and in the fund's."""
    held: list[tuple[str, str, Money]] = [("", "pledged", money) for money in found.pledged]
    for one in found.agreements:
        held += [
            (one.agreement, measure, money)
            for measure, money in (
                ("signed", one.signed),
                ("received", one.received),
                ("open", one.open),
                ("signed_worth", one.worth),
                ("paid", one.cash),
                ("fee_and_charges", one.fee),
                ("core_and_reserve", one.kept),
                ("unallocated", one.unallocated),
                ("free_in_pools", one.free),
                ("returned", one.returned),
                *((f"given to {to.number}", to.given) for to in one.to),
                *((f"paid by {to.number}", to.paid) for to in one.to),
                *((f"spent by {to.number}", to.spent) for to in one.to),
            )
        ]
    return sheets.written(
        ("donor", "agreement", "measure", "amount", "currency", "end_of", "seal", "digest"),
        [
            (found.number, agreement, measure, money, money.currency, found.on, found.seal, found.digest)
            for agreement, measure, money in held
        ],
    )


def shown(found: Statement, lang: str) -> dict[str, Any]:
    """What pages and papers draw: names in the reader's language beside the numbers."""
    return {
        "statement": found,
        "lang": lang,
        "sources": [(_(line.label), line.money) for line in found.sources],
        "uses": [(_(line.label), line.money) for line in found.uses],
        "states": [_(label) for label in PLACES.values()],
        "places": [
            (place_name(place, lang), [place.places[state] for state in PLACES], place.total) for place in found.places
        ],
        "state_totals": [
            sum((place.places[state] for place in found.places), Money.zero(BASE_CURRENCY)) for state in PLACES
        ],
        "countries": [(countries_name(one.countries, lang), one) for one in found.countries],
        "totals": {
            name: sum((getattr(gift, name) for gift in found.gifts), Money.zero(BASE_CURRENCY))
            for name in ("signed", "paid", "open", "returned")
        },
        "country_totals": {
            name: sum((getattr(one, name) for one in found.countries), Money.zero(BASE_CURRENCY))
            for name in ("approved", "paid", "spent")
        },
        "year_totals": {
            name: sum((getattr(one, name) for one in found.years), Money.zero(BASE_CURRENCY))
            for name in ("sources", "transfers", "spent", "other_uses")
        },
        "incomplete": [one.year for one in found.years if not one.complete],
    }


def pdf(found: Statement, lang: str) -> bytes:
    """The statement as PDF/UA-1, A4, fonts embedded. Raises NoPango."""
    try:
        from weasyprint import HTML
    except OSError:
        raise NoPango from None
    for name in ("weasyprint", "fontTools"):  # each step and each font would be a line in the log
        logging.getLogger(name).setLevel(logging.WARNING)
    with override(lang):
        styles = charts.paper_styles() + STYLES.read_text(encoding="utf-8")
        page = render_to_string("fund/statement_paper.html", {**shown(found, lang), "styles": styles})
    return bytes(HTML(string=page).write_pdf(pdf_variant="pdf/ua-1") or b"")
