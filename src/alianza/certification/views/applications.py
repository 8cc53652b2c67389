"""Applications: the firm's page, the officer's desk, and what each may do next."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from alianza.accounts.request import SignedInRequest
from alianza.certification import policy
from alianza.certification.actions import applying, auditing, reviewing
from alianza.certification.forms import cases as forms
from alianza.certification.lifecycle import APPLICATION, FOLLOWED, LABEL, OPEN
from alianza.certification.models import Accreditation, Application, Audit, Award
from alianza.certification.moves import moves_shown
from alianza.certification.queries import cases as queries
from alianza.certification.queries.grace import new_to
from alianza.certification.queries.labels import history_of, stands
from alianza.certification.shown import outcome_text, profile_shown
from alianza.certification.standing import State
from alianza.documents.downloads import as_attachment
from alianza.instruments.models import Attachment
from alianza.instruments.receipt_document import answered
from alianza.network.policy import is_officer
from alianza.vocabulary.refusal import Refusal

ON_A_PAGE = 50


def case_of(request: SignedInRequest, code: UUID) -> Application:
    """A case that the person may see; 404 for anybody else."""
    visible = policy.visible_to(request.user).select_related(
        "subject__organisation", "version__scheme", "version__instrument", "round", "submission"
    )
    return get_object_or_404(visible, code=code)


def only(request: SignedInRequest, application: Application, *roles: str) -> None:
    """What somebody without the role may not do does not exist."""
    if not policy.roles_in(request.user, application) & set(roles):
        raise Http404


@login_required
@require_GET
def application_list(request: SignedInRequest) -> HttpResponse:
    own = policy.organisations_of(request.user)
    found = policy.visible_to(request.user).select_related("subject__organisation")
    may_start = own.exists()
    if not may_start and not is_officer(request.user) and not found.exists():
        accredited = [policy.is_accredited(request.user, kind) for kind in Accreditation.Kind.values]
        if not any(accredited):
            raise Http404
    state = request.GET.get("state", "")
    if state in Application.State.values:
        found = found.filter(state=state)
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    today = timezone.localdate()
    rows = [(each, (today - timezone.localdate(each.moved_at)).days) for each in page]
    context = {
        "rows": rows,
        "page": page,
        "state": state,
        "states": Application.State.choices,
        "may_start": may_start,
        "is_officer": is_officer(request.user),
        "appeals": policy.appeals_before(request.user).filter(decided_on__isnull=True).select_related("application"),
        "audits": policy.audits_of(request.user)
        .filter(closed_at__isnull=True, application__in=policy.visible_to(request.user))
        .select_related("application__subject__organisation"),
    }
    return render(request, "certification/application_list.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def application_start(request: SignedInRequest) -> HttpResponse:
    own = policy.organisations_of(request.user)
    if not own.exists():
        raise Http404
    form = forms.StartForm(request.POST or None, organisations=own)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            application = applying.apply(
                said["organisation"],
                kind=said["kind"],
                name=said["name"],
                governmental=said["governmental"],
                countries=said["countries"],
                audited=said["audited"] == "yes",
                scope=said["scope"],
                due_on=said["due_on"],
                by=request.user,
            )
        except Refusal as refusal:
            forms.explain(form, refusal)
        else:
            return redirect("certification:application-show", code=application.code)
    return render(request, "certification/application_start.html", {"form": form}, status=400 if form.errors else 200)


def _assignable(application: Application, award: Award | None) -> list[str]:
    """Kinds of audit that can be assigned now."""
    if application.audits.filter(closed_at__isnull=True, released_at__isnull=True).exists():
        return []
    if application.state == Application.State.AUDIT:
        return [Audit.Kind.INITIAL]
    if application.state in FOLLOWED and award is not None:
        now = stands(application.subject, timezone.localdate())
        return [Audit.Kind.SURVEILLANCE, Audit.Kind.FOR_CAUSE] if now.label == award.number else []
    return []


def page(request: SignedInRequest, application: Application, status: int = 200, **bound: Form) -> HttpResponse:
    """The case as this person sees it; `bound` are forms that came back with something wrong."""
    user, today = request.user, timezone.localdate()
    roles = policy.roles_in(user, application)
    award = Award.objects.filter(application=application).select_related("application__subject").first()
    reads = policy.may_read_papers(user, application)
    context: dict[str, Any] = {
        "application": application,
        "subject": application.subject,
        "instrument": queries.instrument_of(application),
        "roles": roles,
        "reads": reads,
        "declares": bool(roles & {"auditor", "panelist"}) and not policy.has_declared(user, application),
        "declare_form": bound.get("declare") or forms.DeclareForm(),
        "reason_form": bound.get("reason") or forms.ReasonForm(),
        "maybe_form": bound.get("maybe") or forms.MaybeReasonForm(),
        "decide_form": bound.get("decide") or forms.ReasonForm(auto_id="decide_%s"),
        "today": today,
    }
    if reads or "auditor" in roles:
        guards = queries.guards_of(application, today)
        context["moves"] = moves_shown(APPLICATION, application.state, guards.held, roles, guards.because)
    if reads:
        kinds = _assignable(application, award) if "officer" in roles else []
        decision = getattr(application, "decision", None)
        context |= {
            "response": queries.response_of(application),
            "findings": policy.findings_visible_to(user).filter(audit__application=application).select_related("audit"),
            "audits": policy.audits_visible_to(user).filter(application=application).select_related("auditor"),
            "assign_form": (bound.get("assign") or forms.AssignForm(kinds=kinds)) if kinds else None,
            "decision": decision,
            "votes": queries.votes_on(application),
            "waiting": queries.may_vote_from(application)
            if "officer" in roles and application.state == Application.State.PANEL
            else None,
            "appeals": application.appeals.all(),
            "appeal_form": bound.get("appeal") or forms.AppealForm(),
            "may_appeal_refusal": "applicant" in roles
            and application.state == Application.State.REFUSED
            and not application.appeals.filter(standing__isnull=True).exists(),
        }
    holds = False
    if award is not None:
        guards = queries.label_guards(award, today)
        now = stands(application.subject, today)
        counts = now.label == award.number
        holds = counts and now.state in {State.VALID, State.SUSPENDED}
        context |= {
            "award": award,
            "outcome": outcome_text(queries.instrument_of(application), award.outcome),
            "sections": profile_shown(queries.instrument_of(application), award.profile),
            "stands": now,
            "counts": counts,
            "history": history_of(application.subject, today),
            "events": [
                (each, each.kind in {"suspended", "withdrawn"} and not hasattr(each, "appeal"))
                for each in award.events.select_related("appeal")
            ],
            "conditions": award.conditions.all(),
            "label_moves": moves_shown(LABEL, now.state.value, guards.held, roles, guards.because)
            if counts and now.state.value in {each.id for each in LABEL.states}
            else [],
            "label_form": bound.get("label") or forms.LabelForm(auto_id="label_%s"),
        }
    if holds or application.state in OPEN:  # of a label that ended or was renewed nothing new is asked
        context["new_items"] = [
            {"new": each.new, "is_covered": each.is_covered, "is_owed": each.new.is_owed(today)}
            for each in new_to(application, today)
        ]
    return render(request, "certification/application_show.html", context, status=status)


@login_required
@require_GET
def application_show(request: SignedInRequest, code: UUID) -> HttpResponse:
    return page(request, case_of(request, code))


@login_required
@require_POST
def application_submit(request: SignedInRequest, code: UUID) -> HttpResponse:
    application = case_of(request, code)
    only(request, application, "applicant")
    applying.submit(application, by=request.user)
    messages.success(request, _("The application is with the secretariat."))
    return redirect("certification:application-show", code=code)


@login_required
@require_POST
def application_withdraw(request: SignedInRequest, code: UUID) -> HttpResponse:
    application = case_of(request, code)
    only(request, application, "applicant")
    applying.withdraw(application, reason=request.POST.get("reason", "")[:2000], by=request.user)
    messages.success(request, _("The application was withdrawn. Nothing of it is removed."))
    return redirect("certification:application-show", code=code)


@login_required
@require_POST
def application_return(request: SignedInRequest, code: UUID) -> HttpResponse:
    application = case_of(request, code)
    only(request, application, "officer")
    form = forms.ReasonForm(request.POST)
    if not form.is_valid():
        return page(request, application, 400, reason=form)
    reviewing.return_application(application, {}, reason=form.cleaned_data["reason"], by=request.user)
    messages.success(request, _("The self-assessment is open again, with your remark."))
    return redirect("certification:application-show", code=code)


@login_required
@require_POST
def application_admit(request: SignedInRequest, code: UUID) -> HttpResponse:
    application = case_of(request, code)
    only(request, application, "officer")
    reviewing.admit(application, by=request.user)
    messages.success(request, _("The answers are locked. Assign an auditor now."))
    return redirect("certification:application-show", code=code)


@login_required
@require_POST
def application_enter(request: SignedInRequest, code: UUID) -> HttpResponse:
    application = case_of(request, code)
    only(request, application, "officer")
    reviewing.enter_declaration(application, by=request.user)
    messages.success(request, _("The self-declaration is in the register."))
    return redirect("certification:application-show", code=code)


@login_required
@require_GET
def application_papers(request: SignedInRequest, code: UUID) -> HttpResponse:
    """What was handed in: for the firm, the secretariat, and who declared to be free of conflict."""
    application = case_of(request, code)
    submission = application.submission or queries.handed_in(application)
    if submission is None or not policy.may_read_papers(request.user, application):
        raise Http404
    files = Attachment.objects.filter(response=submission.response_id).select_related("file")
    context = {
        "application": application,
        "instrument": queries.instrument_of(application),
        "submission": submission,
        "sections": answered(submission),
        "files": files,
        "profile": profile_shown(queries.instrument_of(application), submission.profile),
    }
    return render(request, "certification/application_papers.html", context)


@login_required
@require_GET
def application_file(request: SignedInRequest, code: UUID, file: UUID) -> HttpResponseBase:
    application = case_of(request, code)
    submission = application.submission or queries.handed_in(application)
    if submission is None or not policy.may_read_papers(request.user, application):
        raise Http404
    held = Attachment.objects.filter(response=submission.response_id).select_related("file")
    return as_attachment(get_object_or_404(held, code=file).file)


@login_required
@require_POST
def application_declare(request: SignedInRequest, code: UUID) -> HttpResponse:
    """The auditor of a case and members of the panel say whether they have a conflict, before anything is opened."""
    application = case_of(request, code)
    hears = policy.appeals_before(request.user).filter(application=application).exists()
    if not hears:
        only(request, application, "auditor", "panelist")
    form = forms.DeclareForm(request.POST)
    if not form.is_valid():
        return page(request, application, 400, declare=form)
    conflict = form.cleaned_data["conflict"] == "yes"
    try:
        said = auditing.declare(application, conflict=conflict, reason=form.cleaned_data["reason"], by=request.user)
    except auditing.SayWhichConflict as refusal:
        forms.explain(form, refusal)
        return page(request, application, 400, declare=form)
    if said.conflict:
        messages.success(request, _("Your conflict of interest is on record. Thank you for saying so."))
        return redirect("certification:application-list")
    audit = policy.current_audit(application, request.user)
    if audit is not None:
        return redirect("certification:audit-show", code=audit.code)
    if "panelist" in policy.roles_in(request.user, application):
        return redirect("certification:panel-show", code=code)
    return redirect("certification:application-show", code=code)
