"""Pages of rounds: the list, preparing one, and the page from which it is run."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import QuerySet
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from alianza.accounts.request import SignedInRequest
from alianza.instruments import jobs, policy, sheets
from alianza.instruments.actions import rounds as actions
from alianza.instruments.forms.rounds import DeadlineForm, InviteForm, RoundForm, SieveForm, regions_shown
from alianza.instruments.ladder import INVITATION
from alianza.instruments.models import Invitation, Round, RoundStatus
from alianza.instruments.queries import rounds as queries
from alianza.network.policy import is_auditor
from alianza.texts import page_language
from alianza.vocabulary.refusal import Refusal


def refuse_others(request: SignedInRequest, *, reading: bool = False) -> None:
    """The secretariat's pages: officers work there, the auditor reads."""
    if not (policy.may_keep_instruments(request.user) or (reading and is_auditor(request.user))):
        raise Http404


def _round(code: UUID) -> Round:
    return get_object_or_404(Round.objects.select_related("version", "previous"), code=code)


@login_required
@require_GET
def round_list(request: SignedInRequest) -> HttpResponse:
    refuse_others(request, reading=True)
    rounds = queries.rounds_listed(policy.rounds_visible_to(request.user))
    context = {
        "page": Paginator(rounds, queries.PER_PAGE).get_page(request.GET.get("page")),
        "open": policy.rounds_visible_to(request.user).filter(status=RoundStatus.OPEN).count(),
        "waiting": queries.waiting(),
        "may_keep": policy.may_keep_instruments(request.user),
    }
    return render(request, "instruments/round_list.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def round_prepare(request: SignedInRequest) -> HttpResponse:
    refuse_others(request)
    form = RoundForm(
        request.POST or None,
        rounds=policy.rounds_visible_to(request.user).exclude(status=RoundStatus.DRAFT),
        initial={"opens_on": timezone.localdate(), "version": request.GET.get("version", "")},
    )
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        try:
            campaign = actions.prepare_round(given.pop("version"), by=request.user, **given)
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.translated(_))
        else:
            messages.success(request, _("The round is prepared. Invite those who shall answer, then open it."))
            return redirect("instruments:round-show", code=campaign.code)
    status = 400 if request.method == "POST" else 200
    return render(request, "instruments/round_prepare.html", {"form": form}, status=status)


def _sieved(request: SignedInRequest, campaign: Round) -> tuple[SieveForm, QuerySet[Invitation]]:
    """The invitations that the address of the page chooses; what cannot be read chooses all."""
    lang = page_language()
    form = SieveForm(request.GET, regions=regions_shown(lang))
    chosen = form.cleaned_data if form.is_valid() else {"region": "", "disposition": ""}
    found = queries.invitations_of_round(campaign, sort=request.GET.get("sort", ""), lang=lang, **chosen)
    return form, found


@login_required
@require_GET
def round_show(request: SignedInRequest, code: UUID) -> HttpResponse:
    refuse_others(request, reading=True)
    return _shown(request, _round(code))


def _shown(
    request: SignedInRequest, campaign: Round, *, filled: dict[str, Form] | None = None, status: int = 200
) -> HttpResponse:
    form, found = _sieved(request, campaign)
    page = Paginator(found, queries.PER_PAGE).get_page(request.GET.get("page"))
    forms: dict[str, Form] = {
        "deadline": DeadlineForm(prefix="deadline", initial={"due_on": campaign.due_on, "edits": campaign.edits}),
    } | (filled or {})
    tally = queries.tally(campaign)
    context: dict[str, Any] = {
        "mailed": queries.mailed(campaign),
        "INVITATION": INVITATION,
        "round": campaign,
        "tally": tally,
        "left": queries.days_left(campaign),
        "late": -queries.days_left(campaign),
        "sieve": form,
        "page": page,
        "rows": queries.rows_of(campaign, page.object_list),
        "forms": forms,
        "filled": next(iter(filled or {}), ""),
        "query": request.GET.urlencode(),
        "steps": ", ".join(f"{step:+d}" for step in campaign.reminders),
        "may_keep": policy.may_keep_instruments(request.user),
    }
    return render(request, "instruments/round_show.html", context, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def round_invite(request: SignedInRequest, code: UUID) -> HttpResponse:
    """Its own page, since the list of organisations may be long."""
    refuse_others(request)
    campaign = _round(code)
    form = InviteForm(request.POST or None, prefix="invite")
    if not form.is_valid():
        status = 400 if request.method == "POST" else 200
        return render(request, "instruments/round_invite.html", {"form": form, "round": campaign}, status=status)
    whom = form.cleaned_data["whom"]
    with transaction.atomic():
        if whom == "organisations":
            count = actions.invite_organisations(campaign, form.cleaned_data["organisations"], by=request.user)
        else:
            states = form.cleaned_data["states"] if whom == "some" else None
            count = actions.invite_states(campaign, states, by=request.user)
        if campaign.status == RoundStatus.OPEN:
            _remind_later(campaign)
    words = ngettext("%(count)s was invited.", "%(count)s were invited.", count)
    messages.success(request, words % {"count": count})
    return redirect("instruments:round-show", code=campaign.code)


def _remind_later(campaign: Round) -> None:
    transaction.on_commit(lambda: jobs.remind_round.enqueue(str(campaign.code)))


@login_required
@require_POST
def round_open(request: SignedInRequest, code: UUID) -> HttpResponse:
    refuse_others(request)
    with transaction.atomic():
        campaign = actions.open_round(_round(code), by=request.user)
        _remind_later(campaign)
    messages.success(request, _("The round is open, and the invitations are on their way."))
    return redirect("instruments:round-show", code=campaign.code)


@login_required
@require_POST
def round_move(request: SignedInRequest, code: UUID) -> HttpResponse:
    refuse_others(request)
    campaign = _round(code)
    form = DeadlineForm(request.POST, prefix="deadline")
    if not form.is_valid():
        return _shown(request, campaign, filled={"deadline": form}, status=400)
    try:
        actions.change_deadline(
            campaign, form.cleaned_data["due_on"], edits=form.cleaned_data["edits"], by=request.user
        )
    except Refusal as refusal:
        form.add_error("due_on", refusal.translated(_))
        return _shown(request, campaign, filled={"deadline": form}, status=409)
    messages.success(request, _("The last day has moved, and with it every reminder that was not sent yet."))
    return redirect("instruments:round-show", code=campaign.code)


@login_required
@require_POST
def round_close(request: SignedInRequest, code: UUID) -> HttpResponse:
    refuse_others(request)
    campaign = actions.close_round(_round(code), by=request.user)
    messages.success(request, _("The round is closed. What was begun and not handed in counts as broken off."))
    return redirect("instruments:round-show", code=campaign.code)


@login_required
@require_POST
def round_remind(request: SignedInRequest, code: UUID) -> HttpResponse:
    """Look for what is due now instead of tomorrow morning."""
    refuse_others(request)
    campaign = _round(code)
    jobs.remind_round.enqueue(str(campaign.code))
    messages.success(request, _("What is due and was not sent is being sent now."))
    return redirect("instruments:round-show", code=campaign.code)


def file_of(content: str | bytes, name: str, kind: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type=kind,
        headers={"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"},
    )


@login_required
@require_GET
def round_csv(request: SignedInRequest, code: UUID) -> HttpResponse:
    refuse_others(request, reading=True)
    campaign = _round(code)
    rows = queries.sheet_rows(campaign, _sieved(request, campaign)[1], page_language())
    return file_of(sheets.csv(queries.HEADINGS, rows), "invitations.csv", sheets.CSV)


@login_required
@require_GET
def round_xlsx(request: SignedInRequest, code: UUID) -> HttpResponse:
    refuse_others(request, reading=True)
    campaign = _round(code)
    rows = queries.sheet_rows(campaign, _sieved(request, campaign)[1], page_language())
    return file_of(sheets.xlsx("invitations", queries.HEADINGS, rows), "invitations.xlsx", sheets.XLSX)
