"""The terms and the status of a loan of others, as its file tells them, in words."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from babel.numbers import format_decimal
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alianza.texts import page_language
from alianza.vocabulary.days import day_words

LABELS: Mapping[str, Promise] = {
    "rate": gettext_lazy("Interest rate, percent a year"),
    "fixed": gettext_lazy("Fixed rate of reference, percent a year"),
    "repayment": gettext_lazy("Repaid"),
    "plan": gettext_lazy("Payments a year"),
    "committed": gettext_lazy("Loan committed on"),
    "first": gettext_lazy("First repayment"),
    "last": gettext_lazy("Last repayment"),
    "outstanding": gettext_lazy("Principal outstanding"),
    "arrears": gettext_lazy("Arrears of principal"),
    "interest_received": gettext_lazy("Interest received in the year"),
    "interest_arrears": gettext_lazy("Arrears of interest"),
}
REPAYMENTS: Mapping[str, Promise] = {
    "1": gettext_lazy("in equal parts of principal"),
    "2": gettext_lazy("in equal payments of principal and interest"),
    "3": gettext_lazy("in one sum at the end"),
    "5": gettext_lazy("in another way"),
}
DAYS = ("committed", "first", "last")
SUMS = ("outstanding", "arrears", "interest_received", "interest_arrears")


def terms_shown(terms: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Each term that is told, with its label."""
    for name, label in LABELS.items():
        if name in terms:
            yield str(label), _value(name, terms)


def _value(name: str, terms: Mapping[str, str]) -> str:
    told = terms[name]
    if name in DAYS:
        return day_words(date.fromisoformat(told), page_language())
    if name == "repayment":
        return str(REPAYMENTS.get(told, told))
    if name in SUMS:
        facts = {
            "amount": format_decimal(Decimal(told), locale=page_language()),
            "currency": terms.get("status_currency", ""),
            "year": terms.get("status_year", ""),
        }
        return _("%(amount)s %(currency)s (reported for %(year)s)") % facts
    return told
