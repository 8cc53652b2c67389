"""The panel's case: declare, read, vote once with a reason; the secretariat writes down what was decided."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from alianza.accounts.request import SignedInRequest
from alianza.certification import policy
from alianza.certification.actions import panels as actions
from alianza.certification.forms.cases import DeclareForm, ReasonForm, VoteForm, explain
from alianza.certification.models import Application
from alianza.certification.queries import cases as queries
from alianza.certification.queries.grace import asked_of
from alianza.certification.shown import outcome_text, profile_shown
from alianza.certification.views.applications import case_of, only
from alianza.certification.views.applications import page as case_page


def _case(request: SignedInRequest, code: UUID) -> Application:
    mine = policy.before_the_panel(request.user).select_related(
        "subject__organisation", "version__scheme", "version__instrument", "submission"
    )
    return get_object_or_404(mine, code=code)


def _page(
    request: SignedInRequest, application: Application, status: int = 200, form: Form | None = None
) -> HttpResponse:
    free = policy.has_declared(request.user, application)
    context = {
        "application": application,
        "subject": application.subject,
        "free": free,
        "declare_form": DeclareForm(),
        "vote": application.votes.filter(member=request.user).first(),
        "is_open": application.state == Application.State.PANEL,
    }
    if free:
        instrument = queries.instrument_of(application)
        audit = queries.audit_of(application)
        result = queries.result(application, audited=True)
        verdicts = queries.verdicts_of(audit) if audit else {}
        asked = asked_of(application, audit, timezone.localdate()).items
        context |= {
            "instrument": instrument,
            "audit": audit,
            "visits": audit.visits.all() if audit else [],
            "findings": audit.findings.all() if audit else [],
            "outcome": outcome_text(instrument, result["outcome"] or ""),
            "sections": profile_shown(instrument, result),
            "short": [item for item in asked if verdicts.get(item.id) in {"partly", "not_met"}],
            "form": form or VoteForm(),
        }
    return render(request, "certification/panel_show.html", context, status=status)


@login_required
@require_GET
def panel_show(request: SignedInRequest, code: UUID) -> HttpResponse:
    return _page(request, _case(request, code))


@login_required
@require_POST
def panel_vote(request: SignedInRequest, code: UUID) -> HttpResponse:
    application = _case(request, code)
    form = VoteForm(request.POST)
    if not form.is_valid():
        return _page(request, application, 400, form)
    try:
        actions.vote(application, form.cleaned_data["choice"], reason=form.cleaned_data["reason"], by=request.user)
    except actions.NothingToGrant as refusal:
        explain(form, refusal)
        return _page(request, application, 400, form)
    messages.success(request, _("Your vote is cast and stays as it is."))
    return redirect("certification:panel-show", code=code)


@login_required
@require_POST
def panel_decide(request: SignedInRequest, code: UUID) -> HttpResponse:
    application = case_of(request, code)
    only(request, application, "officer")
    if application.state != Application.State.PANEL:
        raise Http404
    form = ReasonForm(request.POST, auto_id="decide_%s")
    if not form.is_valid():
        return case_page(request, application, 400, decide=form)
    actions.decide(application, reason=form.cleaned_data["reason"], by=request.user)
    messages.success(request, _("The decision is written down and told."))
    return redirect("certification:application-show", code=code)
