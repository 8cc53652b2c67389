"""Errors of a line: told by anybody, followed with a code, answered by whoever keeps the sheet."""

from typing import Any
from uuid import UUID

from allauth.core.ratelimit import consume
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from alianza.accounts.request import SignedInRequest
from alianza.regulations import policy, queries, upkeep
from alianza.regulations.actions import reports as actions
from alianza.regulations.dictionary import named
from alianza.regulations.forms import reports as forms
from alianza.regulations.lines import PART_WORDS, Reported, in_words, line_at, since
from alianza.regulations.models import ANSWER_DAYS, ErrorReport, SheetVersion
from alianza.texts import page_language


def _version(sheet: str, number: int) -> SheetVersion:
    """A version that is or was in force; what is being worked on does not exist here."""
    public = SheetVersion.objects.filter(status__in=policy.PUBLIC).select_related("category")
    return get_object_or_404(public, category__name=sheet[:80], number=min(number, 100_000))


def _line_shown(line: Reported) -> dict[str, Any]:
    return {"words": in_words(line, page_language()), "part": _(PART_WORDS[line.part]), "path": line.path}


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def report_tell(request: HttpRequest, sheet: str, number: int, line: str) -> HttpResponse:
    """Without an account. What was written stands in no address and in no log, and nothing says who sent it."""
    version = _version(sheet, number)
    told_of = line_at(version.document, line)
    if told_of is None:
        raise Http404
    token = forms.token_of(actions.new_code())
    sent = request.POST.copy() if request.method == "POST" else None
    form = forms.ReportForm(sent, initial={"token": token})
    context = {
        "sheet": version.category.name,
        "name": named(version.document["name"]),
        "version": version,
        "line": _line_shown(told_of),
        "days": ANSWER_DAYS,
    }
    status = 200
    if sent is not None:
        status = 400
        if form.is_valid():
            if consume(request, action="error_report"):
                told = form.cleaned_data
                report = actions.report_error(
                    version,
                    told_of.path,
                    code=told["token"],
                    text=told["text"],
                    source=told["source"],
                    mail=told["mail"],
                    language=page_language(),
                )
                return render(
                    request, "regulations/report_received.html", {**context, "code": told["token"], "report": report}
                )
            status = 429
            form.add_error(
                None, _("Many were sent from your connection in this hour. Keep your text and send it later.")
            )
        elif "token" in form.errors:
            sent["token"] = token  # so that the text can be sent again from here
    return render(request, "regulations/report_tell.html", {**context, "form": form}, status=status)


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def report_follow(request: HttpRequest) -> HttpResponse:
    """Come back with the code. It is sent in the body, so that it stands in no address."""
    form = forms.CodeForm(request.POST if request.method == "POST" else None)
    status, context = 200, {}
    if request.method == "POST":
        status = 400
        if form.is_valid():
            if not consume(request, action="error_report_code"):
                status = 429
                form.add_error(None, _("Many codes were tried from your connection. Try again in some minutes."))
            elif (report := upkeep.report_of(form.cleaned_data["code"])) is None:
                form.add_error("code", _("No report has this code. Compare it letter by letter with what you kept."))
            else:
                status, context = 200, _report_shown(report)
    return render(request, "regulations/report_follow.html", {"form": form, **context}, status=status)


def _report_shown(report: ErrorReport) -> dict[str, Any]:
    """A report with its line as it stood then, and as it stands now."""
    name = report.version.category.name
    today, then = timezone.localdate(), report.version.document
    line = line_at(then, report.path)
    now = queries.versions_in_force().filter(category__name=name).first()
    current = line_at(now.document, report.path) if now is not None else None
    return {
        "report": report,
        "sheet": name,
        "name": named(then["name"]),
        "line": _line_shown(line) if line else None,
        "in_force": now,
        "became": str(since(then, now.document, report.path)) if now is not None else "",
        "current": _line_shown(current) if current else None,
        "overdue": report.is_overdue(today),
        "days_open": (today - report.received_on).days,
        "days": ANSWER_DAYS,
    }


def _report(request: SignedInRequest, code: UUID) -> ErrorReport:
    told = policy.reports_for(request.user).select_related("version__category", "corrected_in")
    return get_object_or_404(told, code=code)


def _numbers(report: ErrorReport) -> list[int]:
    """Versions published after the one that the report is about, the newest first."""
    later = report.version.category.versions.filter(
        status__in=policy.PUBLIC, confirmed_at__isnull=False, number__gt=report.version.number
    )
    return list(later.order_by("-number").values_list("number", flat=True))


@never_cache
@login_required
@require_GET
def report_show(request: SignedInRequest, code: UUID) -> HttpResponse:
    return _answering(request, _report(request, code))


def _answering(
    request: SignedInRequest,
    report: ErrorReport,
    *,
    corrected: forms.CorrectedForm | None = None,
    no_error: forms.NoErrorForm | None = None,
    status: int = 200,
) -> HttpResponse:
    numbers = _numbers(report)
    context = {
        **_report_shown(report),
        "may_answer": policy.may_answer(request.user, report),
        "may_draft": policy.may_draft(request.user, report.version.category),
        "numbers": numbers,
        "corrected": corrected or forms.CorrectedForm(numbers=numbers),
        "no_error": no_error or forms.NoErrorForm(),
    }
    return render(request, "regulations/report_show.html", context, status=status)


@login_required
@require_POST
def report_take_up(request: SignedInRequest, code: UUID) -> HttpResponse:
    report = _report(request, code)
    actions.take_up_report(report, by=request.user)
    messages.success(request, _("You are looking into it."))
    return redirect("regulations:report-show", code=report.code)


@login_required
@require_POST
def report_answer(request: SignedInRequest, code: UUID) -> HttpResponse:
    """Corrected in a version, or no error for a reason."""
    report = _report(request, code)
    if request.POST.get("do") == "corrected":
        form = forms.CorrectedForm(request.POST, numbers=_numbers(report))
        if form.is_valid():
            try:
                actions.answer_corrected(report, number=form.cleaned_data["number"], by=request.user)
            except actions.LineIsUnchanged as refusal:
                form.add_error(refusal.field, refusal.translated(_))
        if form.errors:
            return _answering(request, report, corrected=form, status=400)
    else:
        reasons = forms.NoErrorForm(request.POST)
        if not reasons.is_valid():
            return _answering(request, report, no_error=reasons, status=400)
        actions.answer_no_error(report, reason=reasons.cleaned_data["reason"], by=request.user)
    messages.success(request, _("Answered. Whoever told it reads the answer with their code."))
    return redirect("regulations:report-show", code=report.code)
