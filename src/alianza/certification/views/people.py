"""Who may audit and who sits on panels: accredited by the secretariat, for a time, in some languages."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from alianza.accounts.request import SignedInRequest
from alianza.certification import policy
from alianza.certification.actions import reviewing as actions
from alianza.certification.forms.cases import AccreditForm, ReasonForm, explain
from alianza.certification.models import Accreditation
from alianza.vocabulary.refusal import Refusal


@login_required
@require_http_methods(["GET", "POST"])
def accreditation_list(request: SignedInRequest) -> HttpResponse:
    if not policy.may_accredit(request.user):
        raise Http404
    form = AccreditForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            actions.accredit(
                said["user"],
                said["kind"],
                languages=said["languages"],
                begins_on=said["begins_on"],
                ends_on=said["ends_on"],
                by=request.user,
            )
        except Refusal as refusal:
            explain(form, refusal)
        else:
            messages.success(request, _("The accreditation is entered."))
            return redirect("certification:accreditation-list")
    rows = Accreditation.objects.select_related("user", "given_by")
    context = {"form": form, "rows": rows, "today": timezone.localdate(), "reason_form": ReasonForm(prefix="end")}
    return render(request, "certification/accreditation_list.html", context, status=400 if form.errors else 200)


@login_required
@require_POST
def accreditation_end(request: SignedInRequest, code: UUID) -> HttpResponse:
    if not policy.may_accredit(request.user):
        raise Http404
    held = get_object_or_404(Accreditation, code=code)
    actions.end_accreditation(held, reason=request.POST.get("reason", "")[:300], by=request.user)
    messages.success(request, _("The accreditation was taken back."))
    return redirect("certification:accreditation-list")
