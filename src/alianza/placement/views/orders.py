"""Pages of job orders: an employer's agent drafts in steps, an officer approves or returns."""

from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from alianza.accounts.request import SignedInRequest
from alianza.network.policy import employers_of, is_officer, is_worker
from alianza.placement import forms, policy
from alianza.placement.actions import orders as actions
from alianza.placement.models import JobOrder
from alianza.placement.permit import check_offer
from alianza.regulations import dictionary as law
from alianza.search.occupations import Match, find
from alianza.texts import page_language
from alianza.vocabulary.occupations import skill
from alianza.vocabulary.refusal import Refusal

STEPS = {
    "what": gettext_lazy("Work and permit"),
    "terms": gettext_lazy("Pay and time"),
    "requirements": gettext_lazy("Requirements"),
    "offer": gettext_lazy("Questions of the permit"),
}


def _order(request: SignedInRequest, code: UUID) -> JobOrder:
    visible = policy.orders_visible_to(request.user).select_related("employer", "programme")
    return get_object_or_404(visible, code=code)


@login_required
@require_GET
def order_list(request: SignedInRequest) -> HttpResponse:
    if is_worker(request.user):
        raise Http404  # a worker's way to orders is their own page, with reasons
    visible = policy.orders_visible_to(request.user).select_related("employer", "programme")
    state = request.GET.get("state", "")
    if state in JobOrder.State.values:
        visible = visible.filter(state=state)
    context = {
        "page": Paginator(visible, 50).get_page(request.GET.get("page")),
        "state": state,
        "states": JobOrder.State.choices,
        "may_place": policy.may_place_orders(request.user),
        "waiting": visible.filter(state=JobOrder.State.SUBMITTED).count(),
        "officer": is_officer(request.user),
    }
    return render(request, "placement/order_list.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def order_draft(request: SignedInRequest) -> HttpResponse:
    employers = employers_of(request.user)
    if not employers.exists():
        raise Http404
    form = forms.DraftForm(request.POST if request.method == "POST" else None, employers=employers)
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        employer = said.pop("employer")
        order = actions.draft_order(employer, {**said, **_not_yet_said(said)}, by=request.user)
        return redirect("placement:order-edit", code=order.code, step="terms")
    context = {
        "form": form,
        "steps": STEPS,
        "step": "what",
        "order": None,
        "occupations": _suggestions(form),
    }
    return render(request, "placement/order_edit.html", context)


def _suggestions(form: django_forms.Form) -> list[Match]:
    """Occupations near to what was typed, when that was not one of the list."""
    if "isco" not in form.errors:
        return []
    return find(str(form.data.get("isco", ""))[:200], page_language(), limit=8)


def _not_yet_said(data: dict[str, Any]) -> dict[str, Any]:
    """What a draft holds before the second step: the least that the database accepts."""
    from alianza.vocabulary.places import country

    today = timezone.localdate().replace(day=1)
    return {"wage": 1, "currency": country(data["destination"]).currency or "USD", "starts_on": today, "origins": []}


def _form(request: SignedInRequest, order: JobOrder, step: str) -> django_forms.Form:
    data = request.POST if request.method == "POST" else None
    if step == "what":
        held = {name: getattr(order, name) for name in ("isco", "related_ok", "destination", "permit", "posts")}
        return forms.WhatForm(data, initial={**held, "programme": order.programme.code})
    if step == "terms":
        names = ("wage", "currency", "starts_on", "origins", "age_min", "age_max", "passport_min")
        held = {name: getattr(order, name) for name in names}
        if not order.origins:  # the step was not filled yet
            held |= {"wage": None, "starts_on": None}
        return forms.TermsForm(data, initial=held)
    if step == "requirements":
        held = {name: getattr(order, name) for name in forms.RequirementsForm.base_fields}
        return forms.RequirementsForm(data, order=order, initial=held)
    shown = {name: {True: "yes", False: "no"}.get(value, value) for name, value in order.offer.items()}
    return forms.OfferForm(data, order=order, initial=shown)


@login_required
@require_http_methods(["GET", "POST"])
def order_edit(request: SignedInRequest, code: UUID, step: str) -> HttpResponse:
    order = _order(request, code)
    if step not in STEPS or not policy.may_edit(request.user, order):
        raise Http404
    form = _form(request, order, step)
    if request.method == "POST" and form.is_valid():
        fields = {"offer": form.answers()} if isinstance(form, forms.OfferForm) else form.cleaned_data
        try:
            version = int(request.POST.get("version", ""))
        except ValueError:
            version = 0
        try:
            actions.change_order(order, fields, version=version, by=request.user)
        except Refusal as refusal:
            forms.explain(form, refusal)
        else:
            following = dict(zip(STEPS, list(STEPS)[1:], strict=False)).get(step)
            if following is None:
                return redirect("placement:order-show", code=order.code)
            return redirect("placement:order-edit", code=order.code, step=following)
    order.refresh_from_db()
    context = {"form": form, "order": order, "steps": STEPS, "step": step, "occupations": _suggestions(form)}
    return render(request, "placement/order_edit.html", context)


def _answer(value: object) -> object:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return value


def _in_words(order: JobOrder) -> dict[str, Any]:
    """Codes of the requirements as a reader sees them."""
    levels = dict(forms.LEVELS)
    return {
        "education": dict(forms.EDUCATION).get(order.min_education, ""),
        "lang1_level": levels.get(order.lang1_min, ""),
        "lang2_level": levels.get(order.lang2_min, ""),
        "essential": [skill(each).label(page_language()) for each in order.essential],
        "optional": [skill(each).label(page_language()) for each in order.optional],
    }


@login_required
@require_GET
def order_show(request: SignedInRequest, code: UUID) -> HttpResponse:
    order = _order(request, code)
    check = check_offer(order, on=timezone.localdate())
    facts = law.facts()
    context = {
        "order": order,
        "check": check,
        "unanswered": [facts[each].ask for each in check.unanswered],
        "is_complete": bool(order.origins),
        "may_edit": policy.may_edit(request.user, order),
        "may_approve": policy.may_approve(request.user, order),
        "may_close": policy.may_close(request.user, order),
        "may_see_shortlist": policy.may_see_shortlist(request.user, order),
        "reason_form": forms.ReasonForm(),
        "offer": [(facts[name].ask, _answer(value)) for name, value in order.offer.items() if name in facts],
        **_in_words(order),
        "placements": order.placements.select_related("profile")
        if policy.may_see_shortlist(request.user, order)
        else [],
    }
    return render(request, "placement/order_show.html", context)


@login_required
@require_POST
def order_submit(request: SignedInRequest, code: UUID) -> HttpResponse:
    order = _order(request, code)
    if not employers_of(request.user).filter(pk=order.employer_id).exists():
        raise Http404
    actions.submit_order(order, by=request.user)
    messages.success(request, _("The order was sent to the secretariat for approval."))
    return redirect("placement:order-show", code=order.code)


@login_required
@require_POST
def order_approve(request: SignedInRequest, code: UUID) -> HttpResponse:
    order = _order(request, code)
    if not is_officer(request.user):
        raise Http404
    actions.approve_order(order, by=request.user)
    messages.success(request, _("The order is open."))
    return redirect("placement:order-show", code=order.code)


def _reason(request: SignedInRequest) -> str | None:
    form = forms.ReasonForm(request.POST)
    if form.is_valid():
        return str(form.cleaned_data["reason"])
    messages.error(request, _("Give a reason of at most 500 characters. Nothing was changed."))
    return None


@login_required
@require_POST
def order_return(request: SignedInRequest, code: UUID) -> HttpResponse:
    order = _order(request, code)
    if not is_officer(request.user):
        raise Http404
    reason = _reason(request)
    if reason is not None:
        actions.return_order(order, reason=reason, by=request.user)
        messages.success(request, _("The order was returned to the employer."))
    return redirect("placement:order-show", code=order.code)


@login_required
@require_POST
def order_close(request: SignedInRequest, code: UUID) -> HttpResponse:
    order = _order(request, code)
    if not policy.may_see_shortlist(request.user, order):
        raise Http404
    reason = _reason(request)
    if reason is not None:
        actions.close_order(order, reason=reason, by=request.user)
        messages.success(request, _("The order is closed."))
    return redirect("placement:order-show", code=order.code)
