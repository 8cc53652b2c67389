"""Pages of member fees: officers keep them, auditors and members of the Assembly read them. No vote does."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from alianza.accounts.request import SignedInRequest
from alianza.fund.actions import fees as actions
from alianza.fund.chart import BASE_CURRENCY
from alianza.fund.forms import facility as forms
from alianza.fund.models import FeeDue
from alianza.fund.policy import facility as policy
from alianza.fund.queries import fees as queries
from alianza.fund.rules import rule
from alianza.vocabulary.money import total
from alianza.vocabulary.refusal import Refusal


def _readers(request: SignedInRequest) -> None:
    if not policy.may_see_fees(request.user):
        raise Http404


def _officers(request: SignedInRequest) -> None:
    if not policy.may_keep(request.user):
        raise Http404


@login_required
@require_GET
def fee_list(request: SignedInRequest) -> HttpResponse:
    _readers(request)
    today = timezone.localdate()
    behind = queries.arrears(today)
    context = {
        "years": [(year, queries.year_sums(year)) for year in policy.fees_visible_to(request.user)],
        "arrears": behind,
        "arrears_sum": total([due.left for due in behind], BASE_CURRENCY),
        "today": today,
        "may_keep": policy.may_keep(request.user),
    }
    return render(request, "fund/fee_list.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def fee_assess(request: SignedInRequest) -> HttpResponse:
    _officers(request)
    today = timezone.localdate()
    known = set(policy.fees_visible_to(request.user).values_list("year", flat=True))
    years = [year for year in (today.year, today.year + 1) if year not in known]
    members = [member for member, _joined in queries.members(today.year)]
    form = forms.AssessForm(request.POST if request.method == "POST" else None, years=years, members=members)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.assess(on=today, by=request.user, **form.cleaned_data)
        except Refusal as refusal:
            field = {"amount": "budget"}.get(refusal.field or "", refusal.field)
            form.add_error(field if field in form.fields else None, [*refusal.each_translated(_)])
        else:
            return redirect("fund:fee-year", year=made.year)
    context = {
        "form": form,
        "tiers": queries.tiers(today.year, on=today),
        "weight": rule("fee_weight", today),
        "today": today,
    }
    return render(request, "fund/fee_assess.html", context)


@login_required
@require_GET
def fee_year(request: SignedInRequest, year: int) -> HttpResponse:
    _readers(request)
    held = get_object_or_404(policy.fees_visible_to(request.user), year=year)
    keeps = policy.may_keep(request.user)
    context = {
        "held": held,
        "dues": held.dues.select_related("member"),
        "sums": queries.year_sums(held),
        "today": timezone.localdate(),
        "may_keep": keeps,
        "line_form": forms.LineForm(lines=queries.free_lines()) if keeps else None,
        "to_invoice": held.dues.filter(state="assessed").exists(),
    }
    return render(request, "fund/fee_year.html", context)


@login_required
@require_POST
def fee_invoice(request: SignedInRequest, year: int) -> HttpResponse:
    """Every fee of the year that is not asked for yet."""
    _officers(request)
    held = get_object_or_404(policy.fees_visible_to(request.user), year=year)
    today = timezone.localdate()
    count = 0
    for due in held.dues.filter(state=FeeDue.State.ASSESSED):
        actions.invoice(due, on=today, by=request.user)
        count += 1
    messages.success(request, _("Fees invoiced: %(count)s.") % {"count": count})
    return redirect("fund:fee-year", year=year)


@login_required
@require_POST
def fee_pay(request: SignedInRequest, code: UUID) -> HttpResponse:
    _officers(request)
    due = get_object_or_404(FeeDue.objects.select_related("year"), code=code)
    form = forms.LineForm(request.POST, lines=queries.free_lines())
    if not form.is_valid():
        messages.error(request, _("Choose a line of the bank that pays nothing yet. Nothing was changed."))
        return redirect("fund:fee-year", year=due.year.year)
    actions.pay(due, form.cleaned_data["line"], by=request.user)
    messages.success(request, _("The payment was booked."))
    return redirect("fund:fee-year", year=due.year.year)
