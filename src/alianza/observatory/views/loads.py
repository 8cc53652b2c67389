"""Bringing a file of statistics, and seeing what came of it. For the secretariat."""

from typing import cast
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods

from alianza.accounts.models import User
from alianza.observatory import jobs, loads, policy
from alianza.observatory.forms import BringForm
from alianza.observatory.importing.formats import Layout
from alianza.observatory.models import Load
from alianza.vocabulary.refusal import Refusal


@login_required
@require_GET
def load_list(request: HttpRequest) -> HttpResponse:
    if not policy.may_load(request.user):
        raise Http404
    brought = Load.objects.select_related("vintage__dataflow")[:200]
    return render(request, "observatory/load_list.html", {"loads": brought})


@login_required
@require_http_methods(["GET", "POST"])
def load_bring(request: HttpRequest) -> HttpResponse:
    """Choose a file and say what it is; a job reads it."""
    if not policy.may_load(request.user):
        raise Http404
    form = BringForm(request.POST, request.FILES) if request.method == "POST" else BringForm()
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            with transaction.atomic():
                brought = loads.bring(
                    told["file"].file,
                    name=told["file"].name,
                    layout=Layout(told["layout"]),
                    series=told["series"],
                    vintage=told["vintage"],
                    mapping=told["mapping"],
                    about={name: told[name] for name in ("source", "licence", "citation")},
                    make_current=told["make_current"],
                    by=cast("User", request.user),
                )
                transaction.on_commit(lambda: jobs.load_file.enqueue(brought.pk))
        except Refusal as refusal:
            form.add_error(refusal.field, gettext(refusal.message) % refusal.facts)
        else:
            return redirect("observatory:load-show", code=brought.code)
    return render(
        request, "observatory/load_bring.html", {"form": form}, status=400 if request.method == "POST" else 200
    )


@login_required
@require_GET
def load_show(request: HttpRequest, code: UUID) -> HttpResponse:
    if not policy.may_load(request.user):
        raise Http404
    brought = get_object_or_404(Load.objects.select_related("vintage__dataflow"), code=code)
    return render(
        request, "observatory/load_show.html", {"load": brought, "waiting": brought.state == Load.State.WAITING}
    )
