"""Pages of the facility: countries that asked, operations with their terms, state and payments."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from alianza.accounts.request import SignedInRequest
from alianza.fund import cases
from alianza.fund.actions import facility as actions
from alianza.fund.actions import loans
from alianza.fund.forms import facility as forms
from alianza.fund.lifecycles.facility import OPERATION, PAYMENT, REQUEST
from alianza.fund.models import CountryRequest, Journal, LoanPayment, Operation
from alianza.fund.moves import moves_shown
from alianza.fund.policy import facility as policy
from alianza.fund.queries import facility as queries
from alianza.fund.queries import facility_guards as guards
from alianza.fund.rules import rule
from alianza.network.policy import is_officer
from alianza.texts import page_language
from alianza.vocabulary.days import day_words
from alianza.vocabulary.initiative import label
from alianza.vocabulary.lifecycle import refused
from alianza.vocabulary.places import country as place
from alianza.vocabulary.refusal import Refusal


# lists -----------------------------------------------------------------------------------------------------------
@require_GET
def operation_list(request: HttpRequest) -> HttpResponse:
    visible = policy.operations_visible_to(request.user).select_related("request", "bank")
    state = request.GET.get("state", "")
    if state in Operation.State.values:
        visible = visible.filter(state=state)
    page = Paginator(visible, 50).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [(operation, queries.figures(operation)) for operation in page],
        "state": state,
        "states": Operation.State.choices,
        "today": timezone.localdate(),
        "requests": policy.requests_visible_to(request.user).filter(state="eligible"),
        "may_see_fees": policy.may_see_fees(request.user),
        "may_ask": policy.may_ask(request.user),
    }
    return render(request, "fund/operation_list.html", context)


@require_GET
def case_list(request: HttpRequest) -> HttpResponse:
    """Another facility's operations as they were published; of two the bank's rate is inferred, by us."""
    today = timezone.localdate()
    target, discount = rule("facility_target", today).value, rule("unified_discount", today).value
    found = cases.cases()
    context = {
        "cases": found,
        "grants": sum((each.grant.minor for each in found), 0),
        "inferred": [
            each
            for each in (cases.inferred(case, target=target, discount=discount) for case in found)
            if each is not None
        ],
        "contradictions": sum(bool(each.contradiction) for each in found),
        "target": target,
        "discount": discount,
    }
    return render(request, "fund/case_list.html", context)


# countries -------------------------------------------------------------------------------------------------------
@require_GET
def request_list(request: HttpRequest) -> HttpResponse:
    visible = policy.requests_visible_to(request.user)
    today = timezone.localdate()
    context = {
        "requests": visible,
        "eligible": visible.filter(state="eligible").count(),
        "overdue": visible.filter(state="eligible", review_on__lt=today).count() if is_officer(request.user) else 0,
        "today": today,
        "may_ask": policy.may_ask(request.user),
    }
    return render(request, "fund/request_list.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def request_ask(request: SignedInRequest) -> HttpResponse:
    mine = policy.countries_of(request.user)
    if not mine:
        raise Http404
    choices = [(each, str(place(each).name("en"))) for each in mine]
    form = forms.AskForm(request.POST if request.method == "POST" else None, countries=choices)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.request_support(by=request.user, on=timezone.localdate(), **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(refusal.field, [*refusal.each_translated(_)])
        else:
            messages.success(request, _("The request was entered. The Assembly decides on it."))
            return redirect("fund:request-show", code=made.code)
    return render(request, "fund/request_ask.html", {"form": form})


def _request(request: HttpRequest, code: UUID) -> CountryRequest:
    return get_object_or_404(policy.requests_visible_to(request.user), code=code)


@require_GET
def request_show(request: HttpRequest, code: UUID) -> HttpResponse:
    held = _request(request, code)
    return _request_page(request, held)


def _request_page(
    request: HttpRequest, held: CountryRequest, bound: Mapping[str, django_forms.Form] | None = None
) -> HttpResponse:
    today = timezone.localdate()
    mine = {"focal_point"} if policy.may_end(request.user, held) else set()
    roles = mine | ({"officer"} if policy.may_keep(request.user) else set())
    context = {
        "held": held,
        "today": today,
        "moves": moves_shown(REQUEST, held.state, guards.of_request(held, today), roles),
        "pools": queries.pools(held.country),
        "operations": policy.operations_visible_to(request.user).filter(request=held),
        "reviews": held.reviews.all(),
        "may_review": policy.may_keep(request.user) and held.state == "eligible",
        "may_propose": policy.may_keep(request.user) and held.state == "eligible",
        "may_end": policy.may_end(request.user, held) and held.state in ("requested", "eligible"),
        "review_form": forms.ReviewForm(),
        "end_form": forms.ReasonForm(prefix="end"),
        "signed_in": request.user.is_authenticated,
        **(bound or {}),
    }
    return render(request, "fund/request_show.html", context)


@login_required
@require_POST
def request_review(request: SignedInRequest, code: UUID) -> HttpResponse:
    held = _request(request, code)
    if not policy.may_keep(request.user):
        raise Http404
    form = forms.ReviewForm(request.POST)
    if not form.is_valid():
        return _request_page(request, held, {"review_form": form})
    actions.review_eligibility(held, by=request.user, **form.cleaned_data)
    messages.success(request, _("The review was entered."))
    return redirect("fund:request-show", code=held.code)


@login_required
@require_POST
def request_end(request: SignedInRequest, code: UUID) -> HttpResponse:
    held = _request(request, code)
    if not policy.may_end(request.user, held):
        raise Http404
    form = forms.ReasonForm(request.POST, prefix="end")
    if not form.is_valid():
        return _request_page(request, held, {"end_form": form})
    actions.end_request(held, by=request.user, **form.cleaned_data)
    messages.success(request, _("The request is ended."))
    return redirect("fund:request-list")


# an operation ----------------------------------------------------------------------------------------------------
@login_required
@require_http_methods(["GET", "POST"])
def operation_propose(request: SignedInRequest, code: UUID) -> HttpResponse:
    if not policy.may_keep(request.user):
        raise Http404
    held = _request(request, code)
    today = timezone.localdate()
    usual = {"discount": rule("unified_discount", today).value, "target": rule("facility_target", today).value}
    form = forms.OperationForm(request.POST if request.method == "POST" else None, initial=usual)
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        try:
            made = actions.propose(
                held,
                said.pop("bank"),
                said.pop("amount"),
                said,
                bank_name=said.pop("bank_name"),
                on=today,
                by=request.user,
            )
        except Refusal as refusal:
            form.explain(refusal)
        else:
            return redirect("fund:operation-show", code=made.code)
    return render(request, "fund/operation_edit.html", {"form": form, "held": held, "operation": None})


def _operation(request: HttpRequest, code: UUID) -> Operation:
    visible = policy.operations_visible_to(request.user).select_related("request", "bank", "decision")
    return get_object_or_404(visible, code=code)


@login_required
@require_http_methods(["GET", "POST"])
def operation_change(request: SignedInRequest, code: UUID) -> HttpResponse:
    if not policy.may_keep(request.user):
        raise Http404
    held = _operation(request, code)
    form = forms.ChangeForm(request.POST if request.method == "POST" else None, initial=forms.initial_of(held))
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        try:
            actions.change(held, said, total=said.pop("amount"), on=timezone.localdate(), by=request.user)
        except Refusal as refusal:
            form.explain(refusal)
        else:
            return redirect("fund:operation-show", code=held.code)
    return render(request, "fund/operation_edit.html", {"form": form, "held": held.request, "operation": held})


Deed = Callable[[Operation, Any, SignedInRequest], object]
"""What a step does with its clean form."""


def _day(action: Callable[..., object]) -> Deed:
    return lambda held, form, request: action(held, on=form.cleaned_data["on"], by=request.user)


def _reasoned(action: Callable[..., object], name: str = "reason") -> Deed:
    return lambda held, form, request: action(
        held, on=form.cleaned_data["on"], by=request.user, **{name: form.cleaned_data["reason"]}
    )


def _priced(action: Callable[..., object]) -> Deed:
    return lambda held, form, request: action(held, on=form.cleaned_data["on"], curve=form.curve, by=request.user)


def _part(action: Callable[..., object]) -> Deed:
    def deed(held: Operation, form: Any, request: SignedInRequest) -> object:
        said = form.cleaned_data
        return action(held, said["amount"], reason=said["reason"], on=said["on"], by=request.user)

    return deed


def _screen(held: Operation, form: Any, request: SignedInRequest) -> object:
    return actions.screen(held, form.found(), on=form.cleaned_data["on"], by=request.user)


def _note(held: Operation, form: Any, request: SignedInRequest) -> object:
    said = form.cleaned_data
    return loans.note_payment(held, said["amount"], reference=said["reference"], on=said["on"], by=request.user)


STEPS: Mapping[str, tuple[type[django_forms.Form], Deed, Any]] = {
    "freeze": (forms.CurveForm, _priced(actions.freeze), gettext_lazy("Freeze the terms")),
    "screen": (forms.ScreenForm, _screen, gettext_lazy("Screen it")),
    "refer": (forms.ReasonForm, _reasoned(actions.refer), gettext_lazy("Refer to official aid")),
    "commit": (forms.DayForm, _day(actions.commit), gettext_lazy("Send the letter of commitment")),
    "bank_approve": (forms.DayForm, _day(actions.bank_approved), gettext_lazy("Note the bank's approval")),
    "lapse": (forms.DayForm, _day(actions.lapse), gettext_lazy("Let it lapse")),
    "sign": (forms.CurveForm, _priced(loans.sign_loan), gettext_lazy("Note the signature of the loan")),
    "take_effect": (forms.DayForm, _day(loans.take_effect), gettext_lazy("Note that the loan is in effect")),
    "payment": (forms.PaymentForm, _note, gettext_lazy("Note a payment of the loan")),
    "cancel_part": (forms.LoanPartForm, _part(loans.cancel_part), gettext_lazy("Cancel part of the loan")),
    "take_back": (forms.LoanPartForm, _part(loans.take_back), gettext_lazy("Take back grant of a loan paid back")),
    "cancel": (forms.ReasonForm, _reasoned(actions.cancel), gettext_lazy("Cancel it")),
    "close": (forms.CloseForm, _reasoned(loans.close, "reached"), gettext_lazy("Close it")),
}
"""Steps that officers take: the form, the deed, its name. What a body decides happens with its decision."""
GRAVE = ("refer", "lapse", "cancel_part", "take_back", "cancel")


def _form(step: str, held: Operation, data: Any = None) -> django_forms.Form:
    kind = STEPS[step][0]
    more: dict[str, Any] = {"variable": held.variable} if kind is forms.CurveForm else {}
    return kind(data, prefix=step, **more)


def _steps_of(held: Operation) -> list[str]:
    """Steps that leave the state in which an operation stands."""
    known = {move.id for move in OPERATION.moves_from(held.state)}
    found = [step for step in STEPS if step in known]
    return [*found, "payment"] if held.state == Operation.State.EFFECTIVE else found


@require_GET
def operation_show(request: HttpRequest, code: UUID) -> HttpResponse:
    return _operation_page(request, _operation(request, code))


def _operation_page(
    request: HttpRequest, held: Operation, bound: tuple[str, django_forms.Form] | None = None
) -> HttpResponse:
    today = timezone.localdate()
    keeps = policy.may_keep(request.user)
    facts = guards.of_operation(held, today, request.user)
    steps = []
    for step in _steps_of(held) if keeps else ():
        form = bound[1] if bound and bound[0] == step else _form(step, held)
        steps.append((step, STEPS[step][2], form, step in GRAVE, bool(bound and bound[0] == step)))
    insider = keeps or policy.may_read(request.user) or policy.may_end(request.user, held.request)
    context = {
        "held": held,
        "today": today,
        "figures": queries.figures(held),
        "books": queries.books(held),
        "drawn": queries.drawn(held),
        "pools": queries.pools(held.request.country) if insider else {},
        "moves": moves_shown(OPERATION, held.state, facts, {"officer"} if keeps else set()),
        "steps": steps,
        "journey": _journey(held),
        "screening": _screening(held),
        "kind": _kind(held),
        "lapses_on": queries.lapses_on(held),
        "payments": [(payment, _payment_steps(payment, request.user)) for payment in held.payments.all()],
        "withdraw_form": forms.ReasonForm(prefix="withdraw"),
        "journals": Journal.objects.filter(subject=held.subject) if insider else [],
        "paid": queries.counted(held),
        "may_change": keeps and held.state == Operation.State.PROPOSED,
        "may_keep": keeps,
        "insider": insider,
    }
    return render(request, "fund/operation_show.html", context)


def _journey(held: Operation) -> list[dict[str, Any]]:
    """What happened and what comes, for the list of steps."""
    days = {
        "proposed": None,
        "frozen": held.frozen_on,
        "screened": None,
        "decided": held.decided_on,
        "committed": held.committed_on,
        "bank_approved": held.bank_approved_on,
        "effective": held.effective_on,
        "closed": held.ended_on,
    }
    order = list(days)
    if held.state not in order:  # it ended on the way
        return []
    at = order.index(held.state)
    names = dict(Operation.State.choices)
    return [
        {
            "name": names[state],
            "state": "done" if place < at else "now" if place == at else "next",
            "note": day_words(day, page_language()) if (day := days[state]) else "",
        }
        for place, state in enumerate(order)
    ]


def _screening(held: Operation) -> list[tuple[Any, str, bool | None, str, tuple[str, ...]]]:
    """Each check: its question, what the proposal says, whether it holds, what was found, its paragraphs."""
    names = {
        "direct": _("Reaches migration directly"),
        "additional": _("Additional to official aid"),
        "adaptable": _("Can follow new circumstances"),
    }
    rows = []
    for check in queries.CHECKS:
        found = held.screening.get(check) or {}
        said = (names[check], getattr(held, check))
        rows.append((*said, found.get("held"), found.get("found", ""), queries.sources_of(check)))
    return rows


def _kind(held: Operation) -> str:

    language = page_language()
    found = next((row for row in queries.project_kinds() if row["id"] == held.kind), None)
    return str(label(found, language)) if found is not None else _("Another")


def _payment_steps(payment: LoanPayment, user: Any) -> list[tuple[str, Any, list[str]]]:
    """What an officer can do with a payment now: the move, its name, and the reasons against it."""
    if not policy.may_keep(user) or payment.state in ("applied", "withdrawn", "returned"):
        return []
    facts = guards.of_payment(payment, user)
    return [
        (
            move.id,
            _(move.label),
            [one.translated(_) for one in refused(PAYMENT, move.id, payment.state, facts, "officer")],
        )
        for move in PAYMENT.moves_from(payment.state)
        if move.id != "withdraw"
    ]


@login_required
@require_POST
def operation_step(request: SignedInRequest, code: UUID, step: str) -> HttpResponse:
    """One step of an officer; what a form lacks stands at its field, what the rules refuse is said all at once."""
    held = _operation(request, code)
    if not policy.may_keep(request.user) or step not in STEPS:
        raise Http404
    form = _form(step, held, request.POST)
    if not form.is_valid():
        return _operation_page(request, held, (step, form))
    try:
        STEPS[step][1](held, form, request)
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, [*refusal.each_translated(_)])
        return _operation_page(request, _operation(request, code), (step, form))
    messages.success(request, _("Done: %(step)s.") % {"step": STEPS[step][2]})
    return redirect("fund:operation-show", code=held.code)


@login_required
@require_POST
def payment_step(request: SignedInRequest, code: UUID, step: str) -> HttpResponse:
    """Check, transfer, apply or withdraw a payment."""
    if not policy.may_keep(request.user):
        raise Http404
    held = get_object_or_404(LoanPayment.objects.select_related("operation__request"), code=code)
    today = timezone.localdate()
    if step == "check":
        loans.check_payment(held, by=request.user)
    elif step == "transfer":
        loans.transfer_grant(held, on=today, by=request.user)
    elif step == "apply":
        loans.apply_grant(held, on=today, by=request.user)
    elif step == "withdraw":
        form = forms.ReasonForm({**request.POST.dict(), "withdraw-on": today.isoformat()}, prefix="withdraw")
        if not form.is_valid():
            messages.error(request, _("Give a reason of at most 1000 characters. Nothing was changed."))
            return redirect("fund:operation-show", code=held.operation.code)
        loans.withdraw_payment(held, reason=form.cleaned_data["reason"], by=request.user)
    else:
        raise Http404
    messages.success(request, _("The payment was moved on."))
    return redirect("fund:operation-show", code=held.operation.code)
