"""Public calculators: terms of a loan, diaspora bond, savings abroad, guarantee. A form in the address, no account."""

import csv
from collections.abc import Mapping
from decimal import Decimal
from io import StringIO
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from alianza.engines import concessionality
from alianza.fund import calculators
from alianza.fund.calculators import Package
from alianza.fund.chart import BASE_CURRENCY
from alianza.fund.forms.terms import BondForm, CalculatorForm, GuaranteeForm, SavingsForm, TermsForm
from alianza.fund.queries.facility import share
from alianza.vocabulary.money import Money
from alianza.vocabulary.refusal import Refusal


def _page(request: HttpRequest, name: str, form: CalculatorForm, context: Mapping[str, Any]) -> HttpResponse:
    """The whole page, or for htmx what changes on it: the sentence, the errors at the fields, the result."""
    partial = request.headers.get("HX-Request") == "true"
    shown = {
        "form": form,
        "fields": [(form[each], form.sliders.get(each)) for each in form.fields],
        "today": timezone.localdate(),
        "partial": partial,
        "query": request.GET.urlencode(),
        **context,
    }
    answer = render(request, f"fund/_{name}_result.html" if partial else f"fund/{name}.html", shown)
    patch_vary_headers(answer, ["HX-Request"])
    return answer


def _package(form: TermsForm) -> Package | None:
    if not form.is_valid() or form.terms is None:
        return None
    said = form.cleaned_data
    try:
        return calculators.package(
            form.terms,
            said["amount"],
            target=said["target"],
            discount=said["discount"],
            granted=said["granted"],
            borrower=said["country"],
            on=timezone.localdate(),
            parts=int(said["parts"]),
        )
    except Refusal as refusal:
        form.refuse(refusal)
        return None


@require_GET
def terms(request: HttpRequest) -> HttpResponse:
    """Grant, loan, leverage and repayment of a package; whether it counts as aid, by income group."""
    form = TermsForm(request.GET)
    found = _package(form)
    chart = calculators.repayment_chart(found) if found else None
    return _page(request, "terms", form, {"found": found, "chart": chart})


@require_GET
def terms_csv(request: HttpRequest) -> HttpResponse:
    """The schedule of the loan that is left after the grant, exact."""
    form = TermsForm(request.GET)
    found = _package(form)
    if found is None:
        sentences = [str(error) for errors in form.errors.values() for error in errors]
        return HttpResponse("\n".join(sentences), status=400, content_type="text/plain; charset=utf-8")
    written = StringIO()
    rows = csv.writer(written, lineterminator="\r\n")
    rows.writerow(["payment", "years", "currency", "paid_out", "principal", "interest", "payment_total", "outstanding"])
    times = found.terms.profile.frequency
    for row in found.rows:
        amounts = (row.disbursed, row.principal, row.interest, row.payment, row.outstanding)
        years = f"{Decimal(row.period) / times:.4f}".rstrip("0").rstrip(".")
        rows.writerow([row.period, years, found.loan.currency, *(f"{money.amount:f}" for money in amounts)])
    answer = HttpResponse(written.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="repayment.csv"'
    return answer


@require_GET
def bond(request: HttpRequest) -> HttpResponse:
    """The price of a bond at the market's interest, and what the state saves when its diaspora takes less."""
    form, found = BondForm(request.GET), None
    if form.is_valid():
        said = form.cleaned_data
        years = int(said["years"])
        try:
            saving = concessionality.patriotic_saving(
                said["face"], market=share(said["market"]), diaspora=share(said["diaspora"]), years=years
            )
            price = concessionality.bond_price(
                coupon=share(said["diaspora"]), yield_=share(said["market"]), years=years
            )
            found = {"saving": saving, "price": price, "warning": _(concessionality.DEFAULT_WARNING)}
        except Refusal as refusal:
            form.refuse(refusal)
    return _page(request, "bond", form, {"found": found})


@require_GET
def savings(request: HttpRequest) -> HttpResponse:
    """What a diaspora could save in a year, an upper bound, with scenarios of take-up."""
    form, found = SavingsForm(request.GET), None
    if form.is_valid():
        said = form.cleaned_data
        try:
            found = concessionality.savings_potential(
                tertiary=int(said["tertiary"]),
                other=int(said["other"]),
                host_income=said["income"],
                relative_income=share(said["relative"]),
                savings_rate=share(said["saved"]),
            )
        except Refusal as refusal:
            form.refuse(refusal)
    return _page(request, "savings", form, {"found": found, "warning": _(concessionality.DEFAULT_WARNING)})


@require_GET
def guarantee(request: HttpRequest) -> HttpResponse:
    """Exposure, expected loss and reserve of a guarantee."""
    form, found = GuaranteeForm(request.GET), None
    if form.is_valid():
        said = form.cleaned_data
        try:
            found = concessionality.guarantee(
                [said["borrowed"]] * int(said["years"]),
                cap=said["cap"],
                default=share(said["default"]),
                recovery=share(said["recovery"]),
                discount=share(said["discount"]),
                least_reserve=share(said["least"]),
            )
        except Refusal as refusal:
            form.refuse(refusal)
    return _page(request, "guarantee", form, {"found": found, "zero": Money.zero(BASE_CURRENCY)})
