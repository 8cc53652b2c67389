"""Interviews of workers: the auditor's sheet of codes, and the pages on which a worker answers, without an account.

The code goes from page to page in the body of the form: it stands in no address and no cookie, and no session is made.
"""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from alianza.accounts.request import SignedInRequest
from alianza.certification.actions import interviewing as actions
from alianza.certification.forms.cases import CodeForm, CodesForm, explain
from alianza.certification.interviews import worker_interview
from alianza.certification.views.audits import audit_for, desk
from alianza.instruments.forms.controls import control_of
from alianza.instruments.forms.fields import Fields, given_of, named
from alianza.instruments.forms.questions import in_words
from alianza.instruments.instrument import Item
from alianza.instruments.standing import standing


@login_required
@never_cache
@require_POST
def audit_codes(request: SignedInRequest, code: UUID) -> HttpResponse:
    """New codes on a sheet to print and cut: this page is the only place where they can ever be read."""
    audit = audit_for(request, code, own=True)
    form = CodesForm(request.POST, auto_id="codes_%s")
    if not form.is_valid():
        messages.error(request, _("Issue from 1 to %(most)s codes at a time.") % {"most": actions.MOST_CODES})
        return desk(request, audit, 400)
    codes = actions.issue_codes(audit, form.cleaned_data["count"], by=request.user)
    context = {"audit": audit, "codes": codes, "days": actions.VALID_DAYS, "instrument": worker_interview()}
    return render(request, "certification/audit_codes.html", context)


@login_required
@require_POST
def audit_interviews_end(request: SignedInRequest, code: UUID) -> HttpResponse:
    audit = audit_for(request, code, own=True)
    actions.end_interviews(audit, by=request.user)
    messages.success(request, _("No code can be used any more. What was said is counted now."))
    return redirect("certification:audit-show", code=code)


@never_cache
@require_http_methods(["GET", "POST"])
@sensitive_post_parameters()
def interview_enter(request: HttpRequest) -> HttpResponse:
    """Where a worker types the code; the right one opens the questions."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.code_open(form.cleaned_data["code"])
        except actions.CodeUnknown as refusal:
            explain(form, refusal)
        else:
            return _questions(request, form.cleaned_data["code"], {}, 0)
    context = {"form": form, "instrument": worker_interview()}
    return render(request, "certification/interview_enter.html", context, status=400 if form.errors else 200)


def _fields(request: HttpRequest) -> Fields:
    return {name: request.POST.getlist(name)[:50] for name in request.POST if name.startswith("a-")}


def _given(fields: Fields) -> dict[str, object]:
    found = {item.id: given_of(item, fields) for item in worker_interview().items}
    return {name: value for name, value in found.items() if value is not None}


def _asked(fields: Fields) -> list[Item]:
    """What is asked after these answers; a condition still open shows its question."""
    read, _unfit = actions.accepted(_given(fields))
    shown = set(standing(worker_interview(), read).asked)
    return [item for item in worker_interview().items if item.id in shown]


def _questions(
    request: HttpRequest, code: str, fields: Fields, at: int, *, whole: bool = False, status: int = 200
) -> HttpResponse:
    """One question to a screen, the others carried along unseen; or all of them on one page."""
    asked = _asked(fields)
    at = max(0, min(at, len(asked) - 1))
    shown = asked if whole else [asked[at]]
    _read, unfit = actions.accepted(_given(fields))
    names = {named(item.id) for item in shown}
    carried = [(name, value) for name, values in fields.items() if name not in names for value in values]
    questions: list[dict[str, Any]] = [
        {
            "item": item,
            "control": control_of(item, fields),
            "error": in_words(unfit[item.id]) if item.id in unfit else "",
        }
        for item in shown
    ]
    context = {
        "instrument": worker_interview(),
        "code": code,
        "questions": questions,
        "carried": carried,
        "whole": whole,
        "at": at,
        "number": at + 1,
        "count": len(asked),
        "is_last": whole or at == len(asked) - 1,
    }
    return render(request, "certification/interview_answer.html", context, status=status)


@never_cache
@require_POST
@sensitive_post_parameters()
def interview_answer(request: HttpRequest) -> HttpResponse:
    """The next question, the one before, all of them; or what was said, handed in."""
    code, fields = request.POST.get("code", "")[:40], _fields(request)
    at = request.POST.get("at", "0")
    here = int(at) if at.isdecimal() and len(at) < 4 else 0
    whole = request.POST.get("whole") == "yes"
    actions.code_open(code)  # a used or unknown one is refused in one sentence, whatever was typed
    then = request.POST.get("then", "next")
    given = _given(fields)
    _read, unfit = actions.accepted(given)
    if then == "hand_in" and not unfit:
        actions.answer_interview(code, given)
        return render(request, "certification/interview_done.html")
    if then == "all":
        return _questions(request, code, fields, 0, whole=True)
    if unfit:
        wrong = next(at for at, item in enumerate(_asked(fields)) if item.id in unfit)
        return _questions(request, code, fields, wrong, whole=whole, status=400)
    step = {"next": 1, "before": -1}.get(then, 0)
    return _questions(request, code, fields, here + step, whole=whole)
