"""The calendar of closed days: public, since deadlines follow from it; kept by officers."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from alianza.accounts.request import SignedInRequest
from alianza.fund.actions import closed_days as actions
from alianza.fund.forms.closed_days import ClosedDayForm, TakeBackForm
from alianza.fund.models import ClosedDay
from alianza.fund.policy import bodies as policy
from alianza.fund.views.rooms import refused_in
from alianza.vocabulary.refusal import Refusal


@require_GET
def closed_day_list(request: HttpRequest) -> HttpResponse:
    keeps = policy.may_keep_seats(request.user)
    return _page(request, ClosedDayForm() if keeps else None)


def _page(request: HttpRequest, form: ClosedDayForm | None, status: int = 200) -> HttpResponse:
    today = timezone.localdate()
    days = list(ClosedDay.objects.all())
    context = {
        "coming": [each for each in days if each.removed_at is None and each.day >= today],
        "over": [each for each in reversed(days) if each.removed_at is None and each.day < today],
        "taken_back": [each for each in reversed(days) if each.removed_at is not None],
        "form": form,
    }
    return render(request, "fund/closed_day_list.html", context, status=status)


@login_required
@require_POST
def closed_day_add(request: SignedInRequest) -> HttpResponse:
    if not policy.may_keep_seats(request.user):
        raise Http404
    form = ClosedDayForm(request.POST)
    if form.is_valid():
        try:
            actions.close_day(
                form.cleaned_data["day"], name=form.cleaned_data["name"], at=timezone.now(), by=request.user
            )
        except Refusal as refusal:
            refused_in(form, refusal)
        else:
            messages.success(request, _("The day is closed for clocks that begin from now on."))
            return redirect("fund:closed-day-list")
    return _page(request, form, status=400)


@login_required
@require_http_methods(["GET", "POST"])
def closed_day_take_back(request: SignedInRequest, code: UUID) -> HttpResponse:
    if not policy.may_keep_seats(request.user):
        raise Http404
    closed = get_object_or_404(ClosedDay, code=code, removed_at__isnull=True)
    form = TakeBackForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.take_back(closed, reason=form.cleaned_data["reason"], at=timezone.now(), by=request.user)
        except Refusal as refusal:
            refused_in(form, refusal)
        else:
            messages.success(request, _("The day counts again for clocks that begin from now on."))
            return redirect("fund:closed-day-list")
    context = {"closed": closed, "form": form}
    return render(request, "fund/closed_day_take_back.html", context, status=400 if form.is_bound else 200)
