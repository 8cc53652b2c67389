"""Pages of contributions: officers keep them, a donor's representative reads the donor's own."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from alianza.accounts.request import SignedInRequest
from alianza.fund.actions import contributions as actions
from alianza.fund.chart import BASE_CURRENCY
from alianza.fund.forms import contributions as forms
from alianza.fund.lifecycles.contributions import AGREEMENT
from alianza.fund.models import Agreement, BankLine, Donor, Instalment, Journal, Pledge, Version, Window
from alianza.fund.moves import moves_shown
from alianza.fund.policy import contributions as policy
from alianza.fund.posting import key_of
from alianza.fund.queries import contributions as queries
from alianza.network.policy import roles_of
from alianza.texts import page_language
from alianza.vocabulary.money import Money


def _officers(request: SignedInRequest) -> None:
    if not policy.may_keep(request.user):
        raise Http404


def _agreement(request: SignedInRequest, code: UUID) -> Agreement:
    visible = policy.agreements_visible_to(request.user).select_related("donor__organisation", "window", "pledge")
    return get_object_or_404(visible, code=code)


def _kept(request: SignedInRequest, code: UUID) -> Agreement:
    """An agreement that an officer is about to change."""
    _officers(request)
    return _agreement(request, code)


@login_required
@require_GET
def agreement_list(request: SignedInRequest) -> HttpResponse:
    donors = policy.donors_visible_to(request.user)
    if not (policy.may_read(request.user) or donors.exists()):
        raise Http404
    today = timezone.localdate()
    agreements = policy.agreements_visible_to(request.user).select_related("donor__organisation", "window")
    overdue = [one for one in queries.due(today) if one.agreement.donor in donors]
    earmarked, whole = queries.earmarked_share(today.year)
    context = {
        "page": Paginator(agreements, 50).get_page(request.GET.get("page")),
        "donors": donors.select_related("organisation"),
        "overdue": [(one, Money(one.minor - one.received_minor, one.agreement.currency)) for one in overdue],
        "today": today,
        "earmarked": earmarked,
        "whole": whole,
        "may_keep": policy.may_keep(request.user),
    }
    return render(request, "fund/agreement_list.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def donor_enter(request: SignedInRequest) -> HttpResponse:
    _officers(request)
    form = forms.DonorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        donor = actions.enter_donor(by=request.user, **form.cleaned_data)
        return redirect("fund:donor-show", code=donor.code)
    return render(request, "fund/donor_enter.html", {"form": form})


@login_required
@require_GET
def donor_show(request: SignedInRequest, code: UUID) -> HttpResponse:
    donor = get_object_or_404(policy.donors_visible_to(request.user).select_related("organisation"), code=code)
    agreements = list(donor.agreements.select_related("window"))
    context = {
        "donor": donor,
        "today": timezone.localdate(),
        "pledges": [(one, Money(one.minor - one.signed_minor, one.currency)) for one in donor.pledges.all()],
        "agreements": [(one, _received(one), queries.unallocated(one.number)) for one in agreements],
        "may_keep": policy.may_keep(request.user),
        "look_form": forms.LookForm(),
        "government": donor.kind == Donor.Kind.GOVERNMENT,
    }
    return render(request, "fund/donor_show.html", context)


def _received(agreement: Agreement) -> Money:
    return Money(sum(agreement.instalments.values_list("received_minor", flat=True)), agreement.currency)


@login_required
@require_POST
def donor_look_into(request: SignedInRequest, code: UUID) -> HttpResponse:
    _officers(request)
    donor = get_object_or_404(Donor, code=code)
    form = forms.LookForm(request.POST)
    if form.is_valid():
        actions.look_into(donor, found=form.cleaned_data["found"], on=timezone.localdate(), by=request.user)
    return redirect("fund:donor-show", code=donor.code)


@login_required
@require_http_methods(["GET", "POST"])
def pledge_enter(request: SignedInRequest, code: UUID) -> HttpResponse:
    _officers(request)
    donor = get_object_or_404(Donor.objects.select_related("organisation"), code=code)
    form = forms.PledgeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        actions.pledge(donor, said["money"], on=said["on"], occasion=said["occasion"], by=request.user)
        return redirect("fund:donor-show", code=donor.code)
    return render(request, "fund/pledge_enter.html", {"form": form, "donor": donor})


@login_required
@require_POST
def pledge_lapse(request: SignedInRequest, code: UUID) -> HttpResponse:
    _officers(request)
    promise = get_object_or_404(Pledge, code=code)
    actions.lapse_pledge(promise, on=timezone.localdate(), by=request.user)
    return redirect("fund:donor-show", code=promise.donor.code)


@login_required
@require_http_methods(["GET", "POST"])
def agreement_draft(request: SignedInRequest, code: UUID) -> HttpResponse:
    _officers(request)
    donor = get_object_or_404(Donor.objects.select_related("organisation"), code=code)
    form = forms.AgreementForm(request.POST or None, donor=donor)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        earmark = said["earmark"]
        made = actions.draft_agreement(
            donor,
            said["money"],
            number=said["number"],
            instalments=said["instalments"],
            on=timezone.localdate(),
            promise=said["promise"],
            window=said["window"] if earmark == Agreement.Earmark.WINDOW else None,
            country=said["country"] if earmark in (Agreement.Earmark.COUNTRY, Agreement.Earmark.FACILITY) else "",
            facility=earmark == Agreement.Earmark.FACILITY,
            pays_core=said["pays_core"],
            refund_clause=said["refund_clause"],
            interest_clause=said["interest_clause"],
            language=page_language(),
            by=request.user,
        )
        return redirect("fund:agreement-show", code=made.code)
    return render(request, "fund/agreement_draft.html", {"form": form, "donor": donor})


def _shown(request: SignedInRequest, agreement: Agreement, **given: Form) -> HttpResponse:
    """The page of an agreement, with a form that was filled in wrongly in its place."""
    free = queries.unallocated(agreement.number)
    guards: dict[str, bool | None] = {
        **queries.signing_guards(agreement),
        "one_hand_each": request.user.pk not in (agreement.first_signatory_id, agreement.second_signatory_id),
        "nothing_open": not free
        and not agreement.instalments.filter(state__in=[Instalment.State.DUE, Instalment.State.PART]).exists(),
    }
    keep = policy.may_keep(request.user)
    drafted = agreement.state == Agreement.State.DRAFTED
    running = agreement.state in (Agreement.State.SIGNED, Agreement.State.PAID)
    context: dict[str, Any] = {
        "agreement": agreement,
        "today": timezone.localdate(),
        "worth": Money(agreement.worth_minor, BASE_CURRENCY) if agreement.worth_minor else None,
        "received": _received(agreement),
        "free": free,
        "core_room": queries.core_room(agreement, timezone.localdate()),
        "instalments": [
            (one, Money(one.minor, agreement.currency), Money(one.received_minor, agreement.currency))
            for one in agreement.instalments.all()
        ],
        "journals": Journal.objects.filter(subject=f"agreement:{agreement.number}"),
        "versions": Version.objects.filter(subject=f"agreement:{agreement.number}"),
        "moves": moves_shown(AGREEMENT, agreement.state, guards, roles_of(request.user)),
        "may_keep": keep,
        "drafted": drafted,
        "running": running,
        "may_put_signature": drafted and keep and guards["one_hand_each"],
    }
    if keep and drafted:
        context["sign_form"] = forms.SignForm(agreement=agreement)
        context["reason_form"] = forms.ReasonForm()
    if keep and running:
        context["receive_form"] = forms.ReceiveForm(agreement=agreement)
        context["allocate_form"] = _allocate_form(agreement)
    status = 400 if given else 200
    return render(request, "fund/agreement_show.html", {**context, **given}, status=status)


def _allocate_form(agreement: Agreement, data: Any = None) -> forms.AllocateForm:
    windows = Window.objects.filter(closes_on__isnull=True)
    return forms.AllocateForm(data, agreement=agreement, windows=windows, lang=page_language())


@login_required
@require_GET
def agreement_show(request: SignedInRequest, code: UUID) -> HttpResponse:
    return _shown(request, _agreement(request, code))


@login_required
@require_POST
def agreement_signature(request: SignedInRequest, code: UUID) -> HttpResponse:
    agreement = _kept(request, code)
    actions.put_signature(agreement, by=request.user)
    return redirect("fund:agreement-show", code=agreement.code)


@login_required
@require_POST
def agreement_sign(request: SignedInRequest, code: UUID) -> HttpResponse:
    agreement = _kept(request, code)
    form = forms.SignForm(request.POST, agreement=agreement)
    if not form.is_valid():
        return _shown(request, agreement, sign_form=form)
    actions.sign(agreement, by=request.user, **form.cleaned_data)
    messages.success(request, _("The agreement is in effect; what is due from it stands in the books."))
    return redirect("fund:agreement-show", code=agreement.code)


@login_required
@require_POST
def agreement_withdraw(request: SignedInRequest, code: UUID) -> HttpResponse:
    agreement = _kept(request, code)
    form = forms.ReasonForm(request.POST)
    if not form.is_valid():
        return _shown(request, agreement, reason_form=form)
    actions.withdraw_agreement(agreement, by=request.user, reason=form.cleaned_data["reason"])
    return redirect("fund:agreement-show", code=agreement.code)


@login_required
@require_POST
def instalment_receive(request: SignedInRequest, code: UUID) -> HttpResponse:
    _officers(request)
    instalment = get_object_or_404(Instalment.objects.select_related("agreement"), code=code)
    form = forms.ReceiveForm(request.POST, agreement=instalment.agreement)
    if not form.is_valid():
        return _shown(request, instalment.agreement, receive_form=form)
    said = form.cleaned_data
    actions.receive(instalment, said["line"], by=request.user, money=said.get("amount"))
    return redirect("fund:agreement-show", code=instalment.agreement.code)


@login_required
@require_POST
def agreement_allocate(request: SignedInRequest, code: UUID) -> HttpResponse:
    agreement = _kept(request, code)
    form = _allocate_form(agreement, request.POST)
    if not form.is_valid():
        return _shown(request, agreement, allocate_form=form)
    said = form.cleaned_data
    actions.allocate(
        agreement,
        on=said["on"],
        windows=said["windows"],
        core=said.get("core"),
        reserve=said.get("reserve"),
        facility=said["facility_to"],
        by=request.user,
    )
    return redirect("fund:agreement-show", code=agreement.code)


@login_required
@require_POST
def agreement_close(request: SignedInRequest, code: UUID) -> HttpResponse:
    agreement = _kept(request, code)
    actions.close(agreement, by=request.user)
    return redirect("fund:agreement-show", code=agreement.code)


@login_required
@require_http_methods(["GET", "POST"])
def bank_list(request: SignedInRequest) -> HttpResponse:
    if not policy.may_read(request.user):
        raise Http404
    keep = policy.may_keep(request.user)
    form = forms.LineForm(request.POST or None)
    if request.method == "POST":
        if not keep:
            raise Http404
        if form.is_valid():
            said = form.cleaned_data
            actions.enter_bank_line(
                reference=said["reference"],
                value_on=said["value_on"],
                money=said["amount"],
                text=said["text"],
                by=request.user,
            )
            return redirect("fund:bank-list")
    page = Paginator(
        BankLine.objects.select_related("receipt__instalment__agreement", "fee_payment__due__year"), 50
    ).get_page(request.GET.get("page"))
    explained = set(
        Journal.objects.filter(
            key__in=[key_of(event, one.code) for one in page for event in ("interest.received", "bank.charged")]
        ).values_list("key", flat=True)
    )
    context = {
        "page": page,
        "lines": [
            (
                one,
                Money(one.minor, one.currency),
                any(key_of(event, one.code) in explained for event in ("interest.received", "bank.charged")),
            )
            for one in page
        ],
        "form": form,
        "may_keep": keep,
    }
    return render(request, "fund/bank_list.html", context, status=400 if form.errors else 200)


@login_required
@require_POST
def bank_explain(request: SignedInRequest, code: UUID) -> HttpResponse:
    _officers(request)
    actions.explain_line(get_object_or_404(BankLine, code=code), by=request.user)
    return redirect("fund:bank-list")
