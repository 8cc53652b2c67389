"""The desk of those who keep sheets: draft, submit, review, publish, send back, withdraw."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from alianza.accounts.models import User
from alianza.network.policy import is_officer
from alianza.regulations import policy, queries
from alianza.regulations.actions import sheets as actions
from alianza.regulations.forms import documents as forms
from alianza.regulations.models import SheetVersion
from alianza.regulations.soundness import examine
from alianza.regulations.views.sheets import sheet_context
from alianza.regulations.worded import worded
from alianza.vocabulary.refusal import Refusal
from alianza.written import as_yaml


def _version(request: HttpRequest, code: UUID) -> SheetVersion:
    """A version that the person keeps or reviews; for anybody else it does not exist here."""
    if not policy.keeps_sheets(request.user):
        raise Http404
    return get_object_or_404(policy.visible_to(request.user).select_related("category"), code=code)


@login_required
@require_GET
def version_list(request: HttpRequest) -> HttpResponse:
    """Versions being worked on, and the sheets in force that one keeps."""
    if not policy.keeps_sheets(request.user):
        raise Http404
    own = policy.jurisdictions_of(request.user)
    officer = is_officer(request.user)
    visible = policy.visible_to(request.user).select_related("category")
    context = {
        "open": [version for version in visible if version.is_open],
        "waiting": set(queries.versions_waiting_for(request.user).values_list("pk", flat=True)),
        "kept": [version for version in queries.versions_in_force() if officer or version.category.jurisdiction in own],
        "may_draft": bool(own) or officer,
    }
    return render(request, "regulations/version_list.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def version_draft(request: HttpRequest) -> HttpResponse:
    """Begin a new version, from a document or from the sheet in force."""
    user = request.user
    if not policy.keeps_sheets(user) or not isinstance(user, User):
        raise Http404
    start = queries.versions_in_force().filter(category__name=request.GET.get("from", "")).first()
    initial = {"document": _yaml(start)} if start is not None else {}
    form = forms.DocumentForm(*_sent(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            version = actions.draft_sheet(form.cleaned_data["read"], by=user)
        except Refusal as refusal:
            _explain(form, refusal)
        else:
            messages.success(
                request, _("The draft was kept. It is seen by focal points of its country and by officers.")
            )
            return redirect("regulations:version-show", code=version.code)
    return render(request, "regulations/version_draft.html", {"form": form}, status=400 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def version_change(request: HttpRequest, code: UUID) -> HttpResponse:
    """Put a corrected document in the place of a draft's."""
    version, user = _version(request, code), request.user
    if not policy.may_submit(user, version) or not isinstance(user, User):
        raise Http404
    form = forms.DocumentForm(*_sent(request), initial={"document": _yaml(version), "edits": version.edits})
    if request.method == "POST" and form.is_valid():
        edits = form.cleaned_data["edits"]
        try:
            actions.change_draft(version, form.cleaned_data["read"], edits=-1 if edits is None else edits, by=user)
        except Refusal as refusal:
            _explain(form, refusal)
        else:
            messages.success(request, _("The draft was changed."))
            return redirect("regulations:version-show", code=version.code)
    context = {"form": form, "version": version}
    return render(request, "regulations/version_draft.html", context, status=400 if form.errors else 200)


@login_required
@require_GET
def version_show(request: HttpRequest, code: UUID) -> HttpResponse:
    """One version with everything found wrong with it, and the steps this person may take."""
    version = _version(request, code)
    sheet, problems = examine(version.written())
    context = {
        "version": version,
        "problems": [worded(problem) for problem in problems],
        "may_submit": policy.may_submit(request.user, version),
        "may_review": policy.may_review(request.user, version),
        "may_withdraw": policy.may_withdraw(request.user, version),
        "reason": forms.ReasonForm(),
        "first_day": forms.FirstDayForm() if version.written().get("effective_from") is None else None,
        **(sheet_context(sheet) if sheet is not None else {}),
    }
    return render(request, "regulations/version_show.html", context)


def _deed(
    request: HttpRequest,
    code: UUID,
    may: Callable[[User, SheetVersion], bool],
    deed: Callable[[SheetVersion, User], object],
    told: str,
) -> HttpResponse:
    version, user = _version(request, code), request.user
    if not isinstance(user, User) or not may(user, version):
        raise Http404
    deed(version, user)
    messages.success(request, told)
    return redirect("regulations:version-show", code=version.code)


@login_required
@require_POST
def version_submit(request: HttpRequest, code: UUID) -> HttpResponse:
    told = _("Submitted. Another person now reviews it.")
    return _deed(request, code, policy.may_submit, lambda v, user: actions.submit_sheet(v, by=user), told)


@login_required
@require_POST
def version_take_up(request: HttpRequest, code: UUID) -> HttpResponse:
    told = _("You are reviewing it.")
    return _deed(request, code, policy.may_review, lambda v, user: actions.take_up_sheet(v, by=user), told)


@login_required
@require_POST
def version_publish(request: HttpRequest, code: UUID) -> HttpResponse:
    form = forms.FirstDayForm(request.POST)
    first = form.cleaned_data["effective_from"] if form.is_valid() else None
    told = _("Published. It is the sheet in force from now on.")

    def publish(version: SheetVersion, user: User) -> object:
        return actions.publish_sheet(version, by=user, effective_from=first)

    return _deed(request, code, policy.may_review, publish, told)


@login_required
@require_POST
def version_return(request: HttpRequest, code: UUID) -> HttpResponse:
    form = forms.ReasonForm(request.POST)
    if not form.is_valid():
        return _reason_lacking(request, code, form)
    reason = form.cleaned_data["reason"]
    told = _("Sent back to its focal point as a draft.")
    return _deed(
        request, code, policy.may_review, lambda v, user: actions.return_sheet(v, reason=reason, by=user), told
    )


@login_required
@require_POST
def version_withdraw(request: HttpRequest, code: UUID) -> HttpResponse:
    form = forms.ReasonForm(request.POST)
    if not form.is_valid():
        return _reason_lacking(request, code, form)
    reason = form.cleaned_data["reason"]
    told = _("Withdrawn. No sheet of this permit category is in force now.")
    return _deed(
        request, code, policy.may_withdraw, lambda v, user: actions.withdraw_sheet(v, reason=reason, by=user), told
    )


def _reason_lacking(request: HttpRequest, code: UUID, form: forms.ReasonForm) -> HttpResponse:
    version = _version(request, code)
    may = policy.may_review(request.user, version), policy.may_withdraw(request.user, version)
    if not any(may):
        raise Http404
    context = {"version": version, "reason": form, "may_review": may[0], "may_withdraw": may[1], "problems": []}
    return render(request, "regulations/version_show.html", context, status=400)


def _sent(request: HttpRequest) -> tuple[Any, Any]:
    """What a form was sent with, also when nothing was filled in."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def _yaml(version: SheetVersion) -> str:
    return as_yaml(version.written())


def _explain(form: forms.DocumentForm, refusal: Refusal) -> None:
    field = refusal.field if refusal.field in form.fields else None
    form.add_error(field, _(refusal.message) % refusal.facts)
