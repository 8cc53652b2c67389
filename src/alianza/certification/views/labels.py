"""What becomes of a label: suspended, reinstated, taken away; conditions met."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from alianza.accounts.request import SignedInRequest
from alianza.certification import policy
from alianza.certification.actions import labels as actions
from alianza.certification.forms.cases import LabelForm
from alianza.certification.models import Award, Condition
from alianza.certification.views.applications import only, page


def _award(request: SignedInRequest, code: UUID, *roles: str) -> Award:
    visible = Award.objects.filter(application__in=policy.visible_to(request.user)).select_related(
        "application__subject__organisation", "application__version__scheme", "application__version__instrument"
    )
    award = get_object_or_404(visible, code=code)
    only(request, award.application, *roles)
    return award


def _moved(request: SignedInRequest, award: Award, move: Callable[..., Any], told: str) -> HttpResponse:
    form = LabelForm(request.POST, auto_id="label_%s")
    if not form.is_valid():
        return page(request, award.application, 400, label=form)
    move(award, ground=form.cleaned_data["ground"], reason=form.cleaned_data["reason"], by=request.user)
    messages.success(request, told)
    return redirect("certification:application-show", code=award.application.code)


@login_required
@require_POST
def label_suspend(request: SignedInRequest, code: UUID) -> HttpResponse:
    award = _award(request, code, "officer")
    return _moved(request, award, actions.suspend, _("The label is suspended from today on."))


@login_required
@require_POST
def label_reinstate(request: SignedInRequest, code: UUID) -> HttpResponse:
    award = _award(request, code, "officer")
    return _moved(request, award, actions.reinstate, _("The label holds again from today on."))


@login_required
@require_POST
def label_withdraw(request: SignedInRequest, code: UUID) -> HttpResponse:
    award = _award(request, code, "officer", "holder")
    return _moved(request, award, actions.withdraw_label, _("The label is withdrawn from today on."))


@login_required
@require_POST
def condition_meet(request: SignedInRequest, code: UUID) -> HttpResponse:
    visible = policy.visible_to(request.user)
    held = Condition.objects.filter(award__application__in=visible).select_related("award__application__subject")
    condition = get_object_or_404(held, code=code)
    only(request, condition.award.application, "officer")
    because = request.POST.get("reason", "").strip()[:2000]
    if not because:
        messages.error(request, _("Say by what it was shown that the condition is met."))
    else:
        actions.meet_condition(condition, because=because, by=request.user)
        messages.success(request, _("The condition is met."))
    return redirect("certification:application-show", code=condition.award.application.code)
