"""Public pages of the books: the statement on a day, one donor's, the trace of a cent; and the forecast of cash."""

from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from alianza.accounts.request import SignedInRequest
from alianza.fund import flow_drawn, statement_document, trace_document, wording
from alianza.fund.forms.statement import DayForm, TraceForm
from alianza.fund.models import Donor, Window
from alianza.fund.policy import statement as policy
from alianza.fund.queries import attributed, flow, forecast, statement, trace
from alianza.texts import page_language
from alianza.vocabulary.money import Money


def _asked(request: HttpRequest) -> tuple[DayForm, date]:
    """The day asked for, today where none or a wrong one was."""
    today = timezone.localdate()
    if "on" not in request.GET:
        return DayForm(initial={"on": today}), today
    form = DayForm(request.GET)
    return form, (form.is_valid() and form.cleaned_data["on"]) or today


def _day(request: HttpRequest) -> date:
    """The same for a file: a day that cannot be read has no file."""
    form, day = _asked(request)
    if form.is_bound and not form.is_valid():
        raise Http404
    return day


def _file(content: str | bytes, name: str, kind: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type=kind,
        headers={"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"},
    )


@require_GET
def statement_show(request: HttpRequest) -> HttpResponse:
    form, day = _asked(request)
    found = statement.statement(day)
    lang = page_language()
    lines = {line.id: line.money for line in (*found.sources, *found.uses)}
    context = {
        **statement_document.shown(found, lang),
        "form": form,
        "day": day,
        "paid": lines["donors"] + lines["returned"],
        "sent": lines["transfers"] + lines["refunds"] + lines["facility"] + lines["reflows"],
        "flow": flow_drawn.drawn(flow.flow(day), _areas(lang), lang),
        "may_foresee": policy.may_foresee(request.user),
    }
    return render(request, "fund/statement_show.html", context)


def _areas(lang: str) -> dict[str, str]:
    return {window.number: wording.window_name(window, lang) for window in Window.objects.all()}


@require_GET
def statement_csv(request: HttpRequest) -> HttpResponse:
    found = statement.statement(_day(request))
    content = statement_document.csv(found, page_language())
    return _file(content, f"statement-{found.on}.csv", "text/csv; charset=utf-8")


@require_GET
def statement_pdf(request: HttpRequest) -> HttpResponse:
    found = statement.statement(_day(request))
    return _file(statement_document.pdf(found, page_language()), f"statement-{found.on}.pdf", "application/pdf")


@require_GET
def donor_statement_show(request: HttpRequest, number: str) -> HttpResponse:
    form, day = _asked(request)
    donor = get_object_or_404(Donor.objects.select_related("organisation"), number=number)
    found = attributed.donor_statement(donor, day)
    zero = Money.zero("USD")
    context = {
        "donor": donor,
        "found": found,
        "form": form,
        "day": day,
        "provenance": statement_document.provenance(found),
        "cash": sum((one.cash for one in found.agreements), zero),
        "given": sum((one.given for one in found.agreements), zero),
        "spent": sum((one.spent for one in found.agreements), zero),
    }
    return render(request, "fund/donor_statement_show.html", context)


@require_GET
def donor_statement_csv(request: HttpRequest, number: str) -> HttpResponse:
    donor = get_object_or_404(Donor.objects.select_related("organisation"), number=number)
    found = attributed.donor_statement(donor, _day(request))
    return _file(statement_document.donor_csv(found), f"donor-{found.on}.csv", "text/csv; charset=utf-8")


@require_GET
def trace_find(request: HttpRequest) -> HttpResponse:
    form = TraceForm(request.GET if "name" in request.GET else None)
    if form.is_bound and form.is_valid():
        name = form.cleaned_data["name"]
        try:
            trace.trace(name, timezone.localdate())
        except trace.NotTraced as refused:
            form.add_error("name", [*refused.each_translated(_)])
        else:
            return redirect("fund:trace-show", name=name)
    return render(request, "fund/trace_find.html", {"form": form})


def _traced(name: str) -> trace.Trace:
    try:
        return trace.trace(name, timezone.localdate())
    except trace.NotTraced:
        raise Http404 from None


@require_GET
def trace_show(request: HttpRequest, name: str) -> HttpResponse:
    found = _traced(name)
    context: dict[str, Any] = {
        "found": found,
        "levels": [(level, _(label), steps) for level, label, steps in found.levels()],
        "label": _(trace.LEVELS[found.level]),
        "form": TraceForm(initial={"name": found.asked}),
        "partial": found.level == "agreement",
    }
    return render(request, "fund/trace_show.html", context)


@require_GET
def trace_csv(_request: HttpRequest, name: str) -> HttpResponse:
    return _file(trace_document.csv(_traced(name)), "trace.csv", "text/csv; charset=utf-8")


@login_required
@require_GET
def forecast_show(request: SignedInRequest) -> HttpResponse:
    if not policy.may_foresee(request.user):
        raise Http404
    found = forecast.forecast(timezone.localdate())
    return render(request, "fund/forecast_show.html", {"found": found, "buffer": found.buffer * 100})
