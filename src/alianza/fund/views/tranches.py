"""The officers' desk of tranches, and the steps of one."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from alianza.accounts.request import SignedInRequest
from alianza.fund.actions.tranches import MOVES
from alianza.fund.forms import programmes as forms
from alianza.fund.lifecycles.tranches import TRANCHE
from alianza.fund.policy import programmes as policy
from alianza.fund.queries.tranches import desk_of
from alianza.fund.views.contracts import tranche_shown
from alianza.network.policy import is_officer


@login_required
@require_GET
def tranche_desk(request: SignedInRequest) -> HttpResponse:
    """What waits for this officer; what the officer requested or checked waits for another, and stands apart."""
    if not is_officer(request.user):
        raise Http404
    desk = desk_of(request.user)
    context = {
        "mine": [tranche_shown(request, one) for one in desk.mine],
        "others": desk.others,
        "today": timezone.localdate(),
    }
    return render(request, "fund/tranche_desk.html", context)


@login_required
@require_POST
def tranche_move(request: SignedInRequest, code: UUID, move: str) -> HttpResponse:
    visible = policy.tranches_visible_to(request.user).select_related("contract__programme__proposal")
    tranche = get_object_or_404(visible, code=code)
    if move not in MOVES:
        raise Http404
    if not policy.roles_in_contract(request.user, tranche.contract) & set(TRANCHE.move(move).actors):
        raise Http404
    said = {}
    form = {"pay": forms.PaymentForm, "refuse": forms.ReasonForm}.get(move, forms.NothingForm)(
        request.POST, prefix=move
    )
    if form.is_valid():
        said = form.cleaned_data
        MOVES[move](tranche, on=timezone.localdate(), by=request.user, **said)
        messages.success(request, _("Done: %(move)s.") % {"move": _(TRANCHE.move(move).label)})
    elif move == "pay":
        messages.error(request, _("Give the reference of the bank, at most 100 characters. Nothing was paid."))
    else:
        messages.error(request, _("Give a reason of at most 1000 characters. Nothing was changed."))
    back = "fund:tranche-desk" if request.POST.get("from") == "desk" and is_officer(request.user) else None
    return redirect(back) if back else redirect("fund:contract-show", code=tranche.contract.code)
