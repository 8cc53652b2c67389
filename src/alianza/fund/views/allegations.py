"""The public form with which anybody tells of a wrong, and the confidential register of what was told."""

from uuid import UUID

from allauth.core.ratelimit import consume
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from alianza.accounts.request import SignedInRequest
from alianza.fund.actions import allegations as actions
from alianza.fund.forms import allegations as forms
from alianza.fund.lifecycles.allegations import ALLEGATION
from alianza.fund.models import Allegation
from alianza.fund.moves import moves_shown
from alianza.fund.policy import allegations as policy
from alianza.fund.queries.allegations import counts
from alianza.network.policy import is_auditor, is_officer
from alianza.vocabulary.refusal import Refusal


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def allegation_tell(request: HttpRequest) -> HttpResponse:
    """Without an account. What was written stands in no address and in no log, and nothing says who sent it."""
    form = forms.TellForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            if consume(request, action="allegation"):
                actions.submit(**form.cleaned_data)
                return redirect("fund:allegation-received")
            status = 429
            form.add_error(
                None, _("Many were sent from your connection in this hour. Keep your text and send it later.")
            )
    labels = dict(Allegation.State.choices)
    context = {"form": form, "counts": [(year, labels[state], count) for year, state, count in counts()]}
    return render(request, "fund/allegation_tell.html", context, status=status)


@require_GET
def allegation_received(request: HttpRequest) -> HttpResponse:
    return render(request, "fund/allegation_received.html")


def _allegation(request: SignedInRequest, code: UUID) -> Allegation:
    visible = policy.readable_by(request.user).select_related("programme__proposal")
    return get_object_or_404(visible, code=code)


@login_required
@require_GET
def allegation_list(request: SignedInRequest) -> HttpResponse:
    if not (is_auditor(request.user) or is_officer(request.user)):
        raise Http404
    told = policy.readable_by(request.user).select_related("programme__proposal")
    waiting = [one for one in told if not one.concluded]
    return render(request, "fund/allegation_list.html", {"told": told, "waiting": len(waiting)})


@login_required
@require_GET
def allegation_show(request: SignedInRequest, code: UUID) -> HttpResponse:
    return _shown(request, _allegation(request, code))


def _shown(
    request: SignedInRequest,
    told: Allegation,
    *,
    form: forms.OpenForm | None = None,
    opened: actions.Opened | None = None,
    status: int = 200,
) -> HttpResponse:
    role = policy.role_of_reader(request.user, told)
    context = {
        "told": told,
        "form": form or forms.OpenForm(),
        "opened": opened,
        "openings": told.openings.select_related("by"),
        "moves": moves_shown(ALLEGATION, told.state, {}, {role}),
        "outcome_form": forms.OutcomeForm(),
    }
    return render(request, "fund/allegation_show.html", context, status=status)


@never_cache
@login_required
@sensitive_post_parameters()
@require_POST
def allegation_open(request: SignedInRequest, code: UUID) -> HttpResponse:
    """Shown once on this answer, never under an address of its own."""
    told = _allegation(request, code)
    form = forms.OpenForm(request.POST)
    if not form.is_valid():
        return _shown(request, told, form=form, status=400)
    try:
        opened = actions.open_allegation(told, reason=form.cleaned_data["reason"], by=request.user)
    except Refusal as refusal:
        form.add_error(refusal.field, [*refusal.each_translated(_)])
        return _shown(request, told, form=form, status=400)
    return _shown(request, told, opened=opened)


@login_required
@sensitive_post_parameters()
@require_POST
def allegation_move(request: SignedInRequest, code: UUID, move: str) -> HttpResponse:
    told = _allegation(request, code)
    if move not in [each.id for each in ALLEGATION.moves]:
        raise Http404
    form = forms.OutcomeForm(request.POST)
    outcome = form.cleaned_data["outcome"] if form.is_valid() else ""
    actions.move_allegation(told, move, outcome=outcome, by=request.user)
    messages.success(request, _("Done: %(move)s.") % {"move": _(ALLEGATION.move(move).label)})
    return redirect("fund:allegation-show", code=told.code)
