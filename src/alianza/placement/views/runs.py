"""Pages of placement runs: what a run will do, its progress, its result against the proven bound, accept or discard."""

import csv
import math
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.db.models import F, Sum
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from alianza.accounts.request import SignedInRequest
from alianza.placement import forms, jobs, policy, wording
from alianza.placement.actions import programmes
from alianza.placement.actions import runs as actions
from alianza.placement.comparison import compare
from alianza.placement.limits_files import read_limits
from alianza.placement.models import JobOrder, Run
from alianza.placement.queued import is_lost
from alianza.tabular import InputProblems
from alianza.vocabulary.refusal import Refusal


def _run(request: SignedInRequest, code: UUID) -> Run:
    return get_object_or_404(policy.runs_visible_to(request.user).select_related("programme"), code=code)


@login_required
@require_GET
def programme_list(request: SignedInRequest) -> HttpResponse:
    programmes = policy.programmes_visible_to(request.user)
    return render(request, "placement/programme_list.html", {"programmes": programmes})


@login_required
@require_GET
def programme_show(request: SignedInRequest, code: UUID) -> HttpResponse:
    """A programme's limits, open posts and runs: what a run would work on."""
    programme = get_object_or_404(policy.programmes_visible_to(request.user), code=code)
    open_orders = programme.orders.filter(state=JobOrder.State.OPEN, filled__lt=F("posts"))
    context = {
        "programme": programme,
        "open_orders": open_orders.count(),
        "open_posts": open_orders.aggregate(posts=Sum(F("posts") - F("filled")))["posts"] or 0,
        "quotas": [(each, wording.permit(each.permit)) for each in programme.quotas.all()],
        "caps": programme.caps.all(),
        "shares": programme.shares.all(),
        "runs": policy.runs_visible_to(request.user).filter(programme=programme)[:20],
        "may_run": policy.may_run(request.user),
        "limits": [
            {"name": "quotas", "label": _("Quotas agreed per corridor and permit"), "number": programme.quotas.count()},
            {"name": "caps", "label": _("The origin's caps per sector"), "number": programme.caps.count()},
            {"name": "shares", "label": _("Fair shares"), "number": programme.shares.count()},
        ],
    }
    return render(request, "placement/programme_show.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def programme_set_up(request: SignedInRequest) -> HttpResponse:
    if not policy.may_run(request.user):
        raise Http404
    form = forms.ProgrammeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            programme = programmes.set_up_programme(form.cleaned_data, by=request.user)
        except Refusal as refusal:
            forms.explain(form, refusal)
        else:
            return redirect("placement:programme-limits", code=programme.code)
    return render(request, "placement/programme_set_up.html", {"form": form})


@login_required
@require_http_methods(["GET", "POST"])
def programme_limits(request: SignedInRequest, code: UUID) -> HttpResponse:
    """Replace tables of a programme's limits; nothing changes while any table has a fault."""
    if not policy.may_run(request.user):
        raise Http404
    programme = get_object_or_404(policy.programmes_visible_to(request.user), code=code)
    form = forms.LimitsForm(request.POST, request.FILES) if request.method == "POST" else forms.LimitsForm()
    problems: list[str] = []
    if request.method == "POST" and form.is_valid():
        given = {name: file for name, file in form.cleaned_data.items() if file is not None}
        try:
            programmes.set_limits(programme, read_limits(given), by=request.user)
        except InputProblems as found:
            problems = wording.problems(found)
        except Refusal as refusal:
            forms.explain(form, refusal)
        else:
            messages.success(request, _("The limits were replaced by the tables given; the others stay as they were."))
            return redirect("placement:programme-show", code=programme.code)
    held = (programme.quotas, programme.caps, programme.sector_members, programme.shares)
    has_limits = any(rows.exists() for rows in held)
    context = {"form": form, "programme": programme, "problems": problems, "has_limits": has_limits}
    return render(request, "placement/programme_limits.html", context)


@login_required
@require_POST
def programme_limits_remove(request: SignedInRequest, code: UUID) -> HttpResponse:
    if not policy.may_run(request.user):
        raise Http404
    programme = get_object_or_404(policy.programmes_visible_to(request.user), code=code)
    programmes.remove_limits(programme, by=request.user)
    messages.success(request, _("All limits were removed."))
    return redirect("placement:programme-show", code=programme.code)


@login_required
@require_POST
def run_start(request: SignedInRequest, code: UUID) -> HttpResponse:
    if not policy.may_run(request.user):
        raise Http404
    programme = get_object_or_404(policy.programmes_visible_to(request.user), code=code)
    limits = actions.Limits(
        quotas="quotas" in request.POST, caps="caps" in request.POST, shares="shares" in request.POST
    )
    with transaction.atomic():  # a run is never seen without its job
        run = actions.start_run(programme, limits, by=request.user)
        jobs.solve_run.enqueue(run.pk)
    return redirect("placement:run-show", code=run.code)


def _gap_in_words(gap: float | None) -> str:
    """The gap as parts per million, since a percentage would round it to nothing."""
    if gap is None:
        return ""
    return _("%(parts)s per million") % {"parts": math.ceil(gap * 1_000_000)}


def _limit_in_words(limit: dict[str, Any]) -> dict[str, Any]:
    """A binding limit with names in place of codes."""
    kind, keys = limit["kind"], [str(key) for key in limit["keys"]]
    return {"kind": wording.LIMITS[kind], "where": wording.where(kind, keys), "price": limit["price"]}


@login_required
@require_GET
def run_show(request: SignedInRequest, code: UUID) -> HttpResponse:
    run = _run(request, code)
    places = run.places.select_related("order__employer", "profile")
    lost = is_lost(run)
    context = {
        "run": run,
        "lost": lost,
        "phase": wording.phase(run.phase),
        "under_way": run.is_under_way and not lost,
        "failed_because": _(run.failed_because) if run.failed_because else "",
        "places": places[:50],
        "placed": places.count(),
        "gap_words": _gap_in_words(run.gap),
        "binding": [_limit_in_words(limit) for limit in run.report.get("binding", [])],
        "others": policy.runs_visible_to(request.user)
        .filter(programme=run.programme, objective__isnull=False)
        .exclude(pk=run.pk),
        "reason_form": forms.ReasonForm(),
    }
    return render(request, "placement/run_show.html", context)


@login_required
@require_GET
def run_progress(request: SignedInRequest, code: UUID) -> HttpResponse:
    """The moving part of a run's page; without script the page itself is loaded again."""
    run = _run(request, code)
    under_way = run.is_under_way and not is_lost(run)
    context = {"run": run, "under_way": under_way, "phase": wording.phase(run.phase)}
    response = render(request, "placement/_run_progress.html", context)
    if not under_way:
        response["HX-Refresh"] = "true"
    return response


@login_required
@require_POST
def run_accept(request: SignedInRequest, code: UUID) -> HttpResponse:
    run = _run(request, code)
    number = actions.accept_run(run, by=request.user)
    messages.success(
        request,
        ngettext("%(count)s place was offered.", "%(count)s places were offered.", number) % {"count": number},
    )
    return redirect("placement:run-show", code=run.code)


@login_required
@require_POST
def run_discard(request: SignedInRequest, code: UUID) -> HttpResponse:
    run = _run(request, code)
    form = forms.ReasonForm(request.POST)
    if form.is_valid():
        actions.discard_run(run, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, _("The run was put aside."))
    else:
        messages.error(request, _("Give a reason of at most 500 characters. Nothing was changed."))
    return redirect("placement:run-show", code=run.code)


@login_required
@require_http_methods(["GET"])
def run_compare(request: SignedInRequest) -> HttpResponse:
    """Two runs side by side: what each reached, and which places differ."""
    visible = policy.runs_visible_to(request.user).filter(objective__isnull=False).select_related("programme")
    chosen = []
    for name in ("a", "b"):
        try:
            chosen.append(get_object_or_404(visible, code=UUID(request.GET.get(name, ""))))
        except ValueError:
            raise Http404 from None
    return render(request, "placement/run_compare.html", {"comparison": compare(*chosen)})


@login_required
@require_GET
def run_certificate(request: SignedInRequest, code: UUID) -> HttpResponse:
    """The proof as CSV `kind,key,value`, from which anybody re-adds the bound."""
    run = _run(request, code)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="certificate-{run.code}.csv"'
    writer = csv.writer(response)
    writer.writerow(["kind", "key", "value"])
    writer.writerows(run.certificate)
    return response


@login_required
@require_GET
def run_places(request: SignedInRequest, code: UUID) -> HttpResponse:
    """The run's places as CSV, by pseudonym."""
    run = _run(request, code)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="places-{run.code}.csv"'
    writer = csv.writer(response)
    writer.writerow(["worker", "order", "score"])
    for place in run.places.select_related("order", "profile").order_by("profile__pseudonym"):
        writer.writerow([place.profile.pseudonym, place.order.number, place.score])
    return response
