"""The fund's IATI files: public addresses, what was checked, and the officer's door to publishing."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import condition, require_GET, require_http_methods, require_POST

from alianza.accounts.request import SignedInRequest
from alianza.fund import publishing
from alianza.fund.actions import iati as actions
from alianza.fund.forms.iati import IdentifiersForm
from alianza.fund.models import Publication
from alianza.fund.policy import iati as policy
from alianza.fund.publisher import publisher
from alianza.fund.queries.iati_identifiers import named
from alianza.iati import vintage

FAULTS_SHOWN = 20


@require_GET
def iati(request: HttpRequest) -> HttpResponse:
    return render(request, "fund/iati_show.html", _context(request))


def _context(request: HttpRequest) -> dict[str, object]:
    return {
        "held": publishing.public(),
        "publisher": publisher(),
        "standard": vintage(),
        "may_publish": policy.may_publish(request.user),
    }


def _latest() -> Publication:
    held = publishing.public()
    if held is None:
        raise Http404
    return held


def _etag_of_activities(_request: HttpRequest) -> str | None:
    held = Publication.objects.values_list("activities_sha256", flat=True).first()
    return f'"{held}"' if held else None


def _etag_of_organisation(_request: HttpRequest) -> str | None:
    held = Publication.objects.values_list("organisation_sha256", flat=True).first()
    return f'"{held}"' if held else None


def _download(content: bytes, name: str, kind: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Access-Control-Allow-Origin"] = "*"  # readers of open data are pages of others too
    response["Cache-Control"] = "public, max-age=3600"
    return response


@require_GET
@condition(etag_func=_etag_of_activities)
def iati_activities(_request: HttpRequest) -> HttpResponse:
    content = publishing.content(_latest(), publishing.ACTIVITIES)
    return _download(content, publishing.ACTIVITIES, "application/xml; charset=utf-8")


@require_GET
@condition(etag_func=_etag_of_organisation)
def iati_organisation(_request: HttpRequest) -> HttpResponse:
    content = publishing.content(_latest(), publishing.ORGANISATION)
    return _download(content, publishing.ORGANISATION, "application/xml; charset=utf-8")


@require_GET
@condition(etag_func=_etag_of_activities)
def iati_transactions(_request: HttpRequest) -> HttpResponse:
    content = publishing.transactions_csv(_latest()).encode()
    return _download(content, "transactions.csv", "text/csv; charset=utf-8")


@login_required
@require_POST
def iati_publish(request: SignedInRequest) -> HttpResponse:
    if not policy.may_publish(request.user):
        raise Http404
    try:
        with transaction.atomic():
            held = actions.publish(timezone.localdate(), by=request.user)
    except publishing.NotPublished as refused:
        context = _context(request) | {
            "faults": refused.sentences[:FAULTS_SHOWN],
            "more_faults": max(0, len(refused.sentences) - FAULTS_SHOWN),
        }
        return render(request, "fund/iati_show.html", context, status=409)
    messages.success(request, _("Published: the books up to journal %(seal)s.") % {"seal": held.seal})
    return redirect("fund:iati")


@login_required
@require_http_methods(["GET", "POST"])
def iati_identifiers(request: SignedInRequest) -> HttpResponse:
    if not policy.may_publish(request.user):
        raise Http404
    form = IdentifiersForm(request.POST or None, things=list(named()))
    if request.method == "POST" and form.is_valid():
        changed = form.changed()
        with transaction.atomic():
            for subject, reference in changed.items():
                actions.name_outside(subject, reference, by=request.user)
        messages.success(request, _("Kept; the next publication has them."))
        return redirect("fund:iati-identifiers")
    return render(request, "fund/iati_identifiers.html", {"form": form})
