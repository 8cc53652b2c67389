from uuid import UUID

from django import forms as django_forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from alianza.accounts.request import SignedInRequest
from alianza.network import actions, forms, policy, queries
from alianza.network.models import Mandate, Membership
from alianza.texts import page_language
from alianza.vocabulary.initiative import actor_types
from alianza.vocabulary.refusal import Refusal


def _explain(form: django_forms.Form, refusal: Refusal) -> None:
    """Put a refusal beside the field it speaks of, and keep what was typed."""
    field = refusal.field if refusal.field in form.fields else None
    form.add_error(field, _(refusal.message) % refusal.facts)


@require_GET
def organisation_list(request: HttpRequest) -> HttpResponse:
    """The public register of members, partners and participants."""
    lang = page_language()
    kind = request.GET.get("kind", "")
    visible = policy.visible_to(request.user)
    counts = dict(visible.values_list("actor_type").annotate(number=Count("id")))
    kinds = [
        {"id": each.id, "label": str(each.label(lang)), "number": counts[each.id]}
        for each in actor_types()
        if each.id in counts
    ]
    if kind in counts:
        visible = visible.filter(actor_type=kind)
    labels = {each.id: str(each.label(lang)) for each in actor_types()}
    rows = [(each, labels.get(each.actor_type, each.actor_type)) for each in visible[:500]]
    context = {
        "rows": rows,
        "kinds": kinds,
        "kind": kind,
        "total": sum(counts.values()),
        "may_keep": policy.may_keep_network(request.user),
    }
    return render(request, "network/organisation_list.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def organisation_enter(request: SignedInRequest) -> HttpResponse:
    if not policy.may_keep_network(request.user):
        raise Http404
    form = forms.OrganisationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            organisation = actions.enter_organisation(**form.cleaned_data, by=request.user)
        except Refusal as refusal:
            _explain(form, refusal)
        else:
            return redirect("network:organisation-show", code=organisation.code)
    return render(request, "network/organisation_enter.html", {"form": form})


@require_GET
def organisation_show(request: HttpRequest, code: UUID, role_form: forms.RoleForm | None = None) -> HttpResponse:
    organisation = get_object_or_404(policy.visible_to(request.user), code=code)
    may_keep = policy.may_keep_network(request.user) or policy.is_administrator(request.user)
    lang = page_language()
    context = {
        "organisation": organisation,
        "kind": next((str(e.label(lang)) for e in actor_types() if e.id == organisation.actor_type), ""),
        "may_keep": may_keep,
        "memberships": forms.open_memberships(organisation) if may_keep else [],
        "role_form": role_form or forms.RoleForm(),
        "mandates": organisation.mandates.filter(revoked_at__isnull=True),
    }
    return render(request, "network/organisation_show.html", context, status=400 if role_form else 200)


@login_required
@require_POST
def role_give(request: SignedInRequest, code: UUID) -> HttpResponse:
    if not (policy.may_keep_network(request.user) or policy.is_administrator(request.user)):
        raise Http404
    organisation = get_object_or_404(policy.visible_to(request.user), code=code)
    form = forms.RoleForm(request.POST)
    if form.is_valid():
        try:
            actions.give_role(form.cleaned_data["email"], organisation, form.cleaned_data["role"], by=request.user)
        except Refusal as refusal:
            _explain(form, refusal)
        else:
            messages.success(request, _("The role was given."))
            return redirect("network:organisation-show", code=organisation.code)
    request.method = "GET"
    return organisation_show(request, code, role_form=form)


@login_required
@require_POST
def role_end(request: SignedInRequest, code: UUID) -> HttpResponse:
    if not (policy.may_keep_network(request.user) or policy.is_administrator(request.user)):
        raise Http404
    membership = get_object_or_404(Membership.objects.select_related("organisation"), code=code)
    actions.end_role(membership, by=request.user)
    messages.success(request, _("The role was ended."))
    return redirect("network:organisation-show", code=membership.organisation.code)


@login_required
@require_GET
def mandate_list(request: SignedInRequest) -> HttpResponse:
    """Officers see every mandate and every gap; a focal point sees their own."""
    officer = policy.may_keep_network(request.user)
    own = policy.mandates_in_force(request.user)
    if not officer and not own.exists():
        raise Http404
    mandates = (
        Mandate.objects.all()
        if officer
        else Mandate.objects.filter(Q(user=request.user) | Q(delegated_from__user=request.user))
    )
    context = {
        "officer": officer,
        "mandates": mandates.select_related("user", "organisation", "delegated_from")[:1000],
        "vacancies": queries.subjects_without_focal_point() if officer else [],
        "ending": queries.mandates_ending_within(60) if officer else [],
    }
    return render(request, "network/mandate_list.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def mandate_name(request: SignedInRequest) -> HttpResponse:
    if not policy.may_keep_network(request.user):
        raise Http404
    wanted = {key: request.GET[key] for key in ("country", "subject") if key in request.GET}
    form = forms.MandateForm(request.POST or None, initial=wanted)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            actions.name_focal_point(
                data["email"],
                data["organisation"],
                country=data["country"],
                subject=data["subject"],
                begins_on=data["begins_on"],
                ends_on=data["ends_on"],
                by=request.user,
            )
        except Refusal as refusal:
            _explain(form, refusal)
        else:
            messages.success(request, _("The focal point was named."))
            return redirect("network:mandate-list")
    return render(request, "network/mandate_name.html", {"form": form})


@login_required
@require_http_methods(["GET", "POST"])
def mandate_delegate(request: SignedInRequest, code: UUID) -> HttpResponse:
    mandate = get_object_or_404(Mandate, code=code)
    if not policy.may_delegate(request.user, mandate):
        raise Http404
    form = forms.DelegationForm(request.POST or None, initial={"ends_on": mandate.ends_on})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            actions.delegate(
                mandate, data["email"], begins_on=data["begins_on"], ends_on=data["ends_on"], by=request.user
            )
        except Refusal as refusal:
            _explain(form, refusal)
        else:
            messages.success(request, _("The mandate was delegated."))
            return redirect("network:mandate-list")
    return render(request, "network/mandate_delegate.html", {"form": form, "mandate": mandate})


@login_required
@require_POST
def mandate_revoke(request: SignedInRequest, code: UUID) -> HttpResponse:
    mandate = get_object_or_404(Mandate, code=code)
    ones_own_delegation = mandate.delegated_from is not None and mandate.delegated_from.user_id == request.user.pk
    if not policy.may_keep_network(request.user) and not ones_own_delegation:
        raise Http404
    actions.revoke(mandate, by=request.user)
    messages.success(request, _("The mandate was revoked."))
    return redirect("network:mandate-list")
