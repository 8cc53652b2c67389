"""What the keepers of sheets have to look at, and the deed that says a sheet is still true."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from alianza.accounts.request import SignedInRequest
from alianza.network.policy import is_officer
from alianza.regulations import policy, queries, upkeep
from alianza.regulations.actions import looks as actions
from alianza.regulations.forms.looks import LookForm
from alianza.regulations.lines import in_words, line_at
from alianza.regulations.models import ANSWER_DAYS, ErrorReport, SheetVersion
from alianza.regulations.sheets import read_sheet
from alianza.regulations.templatetags.law import place
from alianza.texts import page_language
from alianza.vocabulary._folding import alphabetical
from alianza.vocabulary.refusal import Refusal


@login_required
@require_GET
def queue(request: SignedInRequest) -> HttpResponse:
    """Everything that is stale in the sheets one keeps, and the errors that wait, most urgent first."""
    if not policy.keeps_sheets(request.user):
        raise Http404
    today = timezone.localdate()
    found = upkeep.queue_of(request.user, today)
    choices = sorted(
        {(mark.sheet.jurisdiction, place(mark.sheet.jurisdiction)) for mark in found},
        key=lambda pair: alphabetical(pair[1]),
    )
    wanted = request.GET.get("place", "")
    wanted = wanted if wanted in dict(choices) else ""
    seen = [mark for mark in found if not wanted or mark.sheet.jurisdiction == wanted]
    open_versions = {
        version.category.name: version
        for version in policy.visible_to(request.user).select_related("category").defer("document")
        if version.is_open
    }
    own = policy.jurisdictions_of(request.user)
    officer = is_officer(request.user)
    reports = (
        policy.reports_for(request.user)
        .filter(state__in=ErrorReport.WAITING)
        .select_related("version__category")
        .defer("text", "source", "mail")
    )
    if wanted:
        reports = reports.filter(version__category__jurisdiction=wanted)
    context = {
        "rows": [
            {
                "mark": mark,
                "open": open_versions.get(mark.sheet.id),
                "writes": mark.sheet.jurisdiction in own or (officer and mark.sheet.jurisdiction_kind == "region"),
            }
            for mark in seen
        ],
        "reports": [(report, report.is_overdue(today), _line(report)) for report in reports],
        "asking": sum(mark.asks_for_somebody for mark in seen),
        "choices": choices if len(choices) > 1 else (),
        "wanted": wanted,
        "days": ANSWER_DAYS,
        "today": today,
    }
    return render(request, "regulations/queue.html", context)


def _line(report: ErrorReport) -> str:
    """What the line says on which an error was reported."""
    line = line_at(report.version.document, report.path)
    return in_words(line, page_language()) if line is not None else report.path


def _published(request: SignedInRequest, name: str) -> SheetVersion:
    """The published version of a sheet that the person writes; for anybody else it is not here."""
    version = queries.versions_in_force().filter(category__name=name).first()
    if version is None or not policy.may_look(request.user, version):
        raise Http404
    return version


@login_required
@require_http_methods(["GET", "POST"])
def look_enter(request: SignedInRequest, sheet: str) -> HttpResponse:
    """Say which sources one read again, on which day."""
    version = _published(request, sheet)
    value = read_sheet(version.written())
    form = LookForm(
        request.POST if request.method == "POST" else None,
        offered=value.sources.values(),
        initial={"looked_on": timezone.localdate(), "version": version.code},
    )
    if request.method == "POST" and form.is_valid():
        seen: UUID = form.cleaned_data["version"]
        told = get_object_or_404(policy.visible_to(request.user), code=seen, category=version.category_id)
        try:
            actions.look_at_sheet(
                told, looked_on=form.cleaned_data["looked_on"], sources=form.cleaned_data["sources"], by=request.user
            )
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.translated(_))
        else:
            messages.success(request, _("Kept: the sheet is still true. Its clock of review begins anew."))
            return redirect("regulations:queue")
    context = {
        "form": form,
        "sheet": value,
        "version": version,
        "mark": upkeep.marks([value], timezone.localdate())[value.id],
        "looks": version.looks.select_related("by"),
    }
    return render(request, "regulations/look_enter.html", context, status=400 if form.errors else 200)
