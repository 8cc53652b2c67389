"""Files of people: bring, look at what was found, decide."""

from typing import Any, cast
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from alianza.accounts.models import User
from alianza.documents.downloads import as_attachment
from alianza.documents.queries import content
from alianza.registry import background, policy
from alianza.registry.actions import intakes as actions
from alianza.registry.forms.files import DecisionForm, UploadForm
from alianza.registry.intake.columns import COLUMNS
from alianza.registry.intake.examining import most_rows
from alianza.registry.models import Intake
from alianza.texts import page_language
from alianza.vocabulary.refusal import Refusal

AT_ONCE = 4 << 20
"""Bytes of a file that is checked, and saved, while the page waits; larger ones go to the queue."""
SHOWN = 100


@login_required
@require_GET
def intake_list(request: HttpRequest) -> HttpResponse:
    if not policy.may_bring(request.user):
        raise Http404
    intakes = [
        background.end_given_up(each)
        for each in policy.intakes_visible_to(request.user).select_related("registrar")[:200]
    ]
    return render(request, "registry/intake_list.html", {"intakes": intakes})


@login_required
@require_http_methods(["GET", "POST"])
def intake_bring(request: HttpRequest) -> HttpResponse:
    """Choose a file; it is checked before anything is saved."""
    if not policy.may_bring(request.user):
        raise Http404
    registrars = policy.registrars_of(request.user)
    if request.method == "GET":
        return _bringing(request, UploadForm(registrars=registrars))
    form = UploadForm(request.POST, request.FILES, registrars=registrars)
    if not form.is_valid():
        return _bringing(request, form, status=400)
    upload = form.cleaned_data["file"]
    try:
        intake = actions.bring(
            form.cleaned_data["registrar"],
            upload.file,
            name=upload.name,
            language=page_language(),
            by=cast(User, request.user),
        )
    except Refusal as refusal:
        form.add_error(refusal.field, _(refusal.message) % refusal.facts)
        return _bringing(request, form, status=400)
    code = str(intake.code)
    if upload.size <= AT_ONCE:
        background.check_intake.call(code)
    else:
        transaction.on_commit(lambda: background.check_intake.enqueue(code))
    return redirect("registry:intake-show", intake.code)


def _bringing(request: HttpRequest, form: UploadForm, *, status: int = 200) -> HttpResponse:
    context = {"form": form, "columns": COLUMNS, "most_rows": most_rows()}
    return render(request, "registry/intake_bring.html", context, status=status)


def _visible(request: HttpRequest, code: UUID) -> Intake:
    visible = policy.intakes_visible_to(request.user).select_related("registrar", "file", "report", "brought_by")
    return get_object_or_404(visible, code=code)


@login_required
@require_GET
def intake_show(request: HttpRequest, code: UUID) -> HttpResponse:
    return _showing(request, background.end_given_up(_visible(request, code)))


def _showing(
    request: HttpRequest, intake: Intake, *, form: DecisionForm | None = None, status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {
        "intake": intake,
        "form": form or DecisionForm(intake=intake),
        "working": intake.state in {Intake.State.CHECKING, Intake.State.SAVING},
        "waiting": intake.state == Intake.State.READY,
        "problems": _first_problems(intake),
        "traits": {
            "passport": _("the same passport"),
            "phone": _("the same phone"),
            "email": _("the same e-mail address"),
            "name": _("the same name and birth date"),
        },
    }
    return render(request, "registry/intake_show.html", context, status=status)


def _first_problems(intake: Intake) -> list[list[str]]:
    """The first lines of the report, as it was written for the one who brought the file."""
    if intake.report is None:
        return []
    import csv
    from io import StringIO

    beginning = next(iter(content(intake.report)), b"").decode("utf-8-sig", errors="ignore")
    return list(csv.reader(StringIO(beginning)))[1 : SHOWN + 1]


@login_required
@require_GET
def intake_report(request: HttpRequest, code: UUID) -> HttpResponseBase:
    """The whole report as CSV."""
    intake = _visible(request, code)
    if intake.report is None:
        raise Http404
    return as_attachment(intake.report)


@login_required
@require_POST
def intake_save(request: HttpRequest, code: UUID) -> HttpResponse:
    intake = _visible(request, code)
    form = DecisionForm(request.POST, intake=intake)
    if not form.is_valid():
        return _showing(request, intake, form=form, status=400)
    signed = list(form.cleaned_data["signed"])
    held = actions.decide(
        intake, duplicates=form.cleaned_data["duplicates"], signed=signed, by=cast(User, request.user)
    )
    if held.file is not None and held.file.size <= AT_ONCE:
        background.save_intake.call(str(held.code), signed)
    else:
        transaction.on_commit(lambda: background.save_intake.enqueue(str(held.code), signed))
    return redirect("registry:intake-show", held.code)


@login_required
@require_POST
def intake_discard(request: HttpRequest, code: UUID) -> HttpResponse:
    actions.discard(_visible(request, code), by=cast(User, request.user))
    return redirect("registry:intake-list")
