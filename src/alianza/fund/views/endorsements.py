"""The focal point's page: what the country is asked, the letter, the plan, the page, or a refusal with its reason."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from alianza.accounts.request import SignedInRequest
from alianza.documents.actions import store
from alianza.documents.downloads import as_attachment
from alianza.documents.models import Kind, StoredFile
from alianza.documents.policy import LARGEST
from alianza.fund.actions import endorsements as actions
from alianza.fund.forms import proposals as forms
from alianza.fund.letters import check_letter
from alianza.fund.models import Endorsement
from alianza.fund.policy import proposals as policy
from alianza.fund.policy.changes import visible_to as changes_visible_to
from alianza.fund.queries.proposals import asked
from alianza.fund.rules import rule
from alianza.vocabulary.days import months_later
from alianza.vocabulary.refusal import Refusal

KEPT_MONTHS = 240
"""A letter is part of the file of a programme, which is kept longer than the programme."""


def _endorsement(request: SignedInRequest, code: UUID) -> Endorsement:
    visible = policy.endorsements_visible_to(request.user).select_related("proposal__window", "proposal__applicant")
    return get_object_or_404(visible, code=code)


@login_required
@require_GET
def endorsement_list(request: SignedInRequest) -> HttpResponse:
    countries = policy.countries_of(request.user)
    if not countries:
        raise Http404
    held = policy.endorsements_visible_to(request.user).filter(country__in=countries)
    rows = list(held.select_related("proposal__applicant").order_by("state", "-proposal__number"))
    waiting = [each for each in rows if each.state == Endorsement.State.ASKED and policy.awaits(each)]
    context = {"rows": rows, "waiting": len(waiting), "countries": sorted(countries)}
    return render(request, "fund/endorsement_list.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def endorsement_answer(request: SignedInRequest, code: UUID) -> HttpResponse:
    endorsement = _endorsement(request, code)
    may = policy.may_answer(request.user, endorsement)
    if request.method == "POST" and endorsement.country not in policy.countries_of(request.user):
        raise Http404
    held = {name: getattr(endorsement, name) for name in ("plan", "objective", "page", "said")}
    form = forms.EndorseForm(initial=held)
    reason = forms.TextForm(words=_("Why"), name="reason")
    status = 200
    if request.method == "POST" and request.POST.get("answer") in ("refuse", "withdraw"):
        reason = forms.TextForm(request.POST, words=_("Why"), name="reason")
        if reason.is_valid():
            deed = actions.refuse if request.POST["answer"] == "refuse" else actions.withdraw_endorsement
            deed(endorsement, reason=reason.cleaned_data["text"], on=timezone.localdate(), by=request.user)
            messages.success(request, _("The answer of your country is on record."))
            return redirect("fund:endorsement-list")
        status = 400
    elif request.method == "POST":
        form = forms.EndorseForm(request.POST, request.FILES, initial=held)
        if form.is_valid() and _endorse(request, endorsement, form):
            messages.success(request, _("Your country endorses the proposal."))
            return redirect("fund:endorsement-list")
        status = 400
    endorsement.refresh_from_db()
    seen = changes_visible_to(request.user).filter(programme__proposal=endorsement.proposal_id)
    context = {
        "endorsement": endorsement,
        "proposal": endorsement.proposal,
        "total": asked(endorsement.proposal),
        "today": timezone.localdate(),
        "months": rule("endorsement_months", timezone.localdate(), endorsement.proposal.window.rules).value,
        "changes": [each for each in seen if endorsement.country in each.countries],
        "form": form if may else None,
        "reason_form": reason if may else None,
    }
    return render(request, "fund/endorsement_answer.html", context, status=status)


def _endorse(request: SignedInRequest, endorsement: Endorsement, form: forms.EndorseForm) -> bool:
    """Whether it was done; what refuses it stands on the form."""
    today = timezone.localdate()
    data = form.cleaned_data
    try:
        letter: StoredFile | None = None
        if data["letter"] is not None:
            if data["letter"].size <= LARGEST[Kind.FUND]:  # a larger one is refused by its size
                check_letter(data["letter"].file)
            letter = store(
                request.user,
                Kind.FUND,
                data["letter"].file,
                name=data["letter"].name,
                keep_until=months_later(today, KEPT_MONTHS),
                by=request.user,
            )
        actions.endorse(
            endorsement,
            plan=data["plan"],
            objective=data["objective"],
            page=data["page"],
            said=data["said"],
            letter=letter,
            on=today,
            by=request.user,
        )
    except Refusal as refusal:
        if refusal.field == "file":
            form.add_error("letter", [*refusal.each_translated(_)])
        else:
            forms.explain(form, refusal)
        return False
    return True


@login_required
@require_GET
def endorsement_letter(request: SignedInRequest, code: UUID) -> HttpResponseBase:
    endorsement = _endorsement(request, code)
    if endorsement.letter is None:
        raise Http404
    return as_attachment(endorsement.letter)
