"""Pages of contracts: the draft, the signatures, the account, the plan of tranches, money that came back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from alianza.accounts.request import SignedInRequest
from alianza.fund.actions import contracts as actions
from alianza.fund.actions import refunds
from alianza.fund.forms import programmes as forms
from alianza.fund.forms.reports import OpenForm
from alianza.fund.lifecycles.programmes import CONTRACT
from alianza.fund.lifecycles.tranches import TRANCHE
from alianza.fund.models import Addendum, Contract, Tranche
from alianza.fund.moves import moves_shown
from alianza.fund.policy import programmes as policy
from alianza.fund.queries import programmes as queries
from alianza.fund.queries.gates import addendum_gates, contract_gates, payable, waiting_addendum
from alianza.fund.queries.refunds import refund_of
from alianza.fund.queries.single_audits import audits_needed
from alianza.fund.views.programmes import programme_of
from alianza.vocabulary.refusal import Refusal

MOVES: dict[str, Any] = {
    "sign": (forms.NothingForm, gettext_lazy("Sign"), ("drafted",), ("officer", "partner")),
    "account": (forms.AccountForm, gettext_lazy("Say to which account to pay"), ("drafted", "signed"), ("partner",)),
    "call-back": (forms.NothingForm, gettext_lazy("Confirm the account by a call"), ("signed",), ("officer",)),
    "reduce": (forms.ReduceForm, gettext_lazy("Reduce"), ("signed",), ("officer",)),
    "sign-addendum": (forms.NothingForm, gettext_lazy("Sign the addendum"), ("signed",), ("officer", "partner")),
    "refund": (forms.ReceivedForm, gettext_lazy("Book a refund"), ("signed", "ended"), ("officer",)),
    "recover": (forms.ReceivedForm, gettext_lazy("Book what was owed"), ("signed", "ended"), ("officer",)),
    "end": (forms.NothingForm, gettext_lazy("End"), ("signed",), ("officer",)),
}


def contract_of(request: SignedInRequest, code: UUID) -> Contract:
    visible = policy.contracts_visible_to(request.user).select_related("programme__proposal__window", "organisation")
    return get_object_or_404(visible, code=code)


@login_required
@require_http_methods(["GET", "POST"])
def contract_draft(request: SignedInRequest, code: UUID) -> HttpResponse:
    programme = programme_of(request, code)
    if "officer" not in policy.roles_in_programme(request.user, programme):
        raise Http404
    form = forms.DraftForm(request.POST if request.method == "POST" else None, programme=programme)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            contract = actions.draft_contract(
                programme,
                said["organisation"],
                said["money"],
                party=said["party"],
                indirect_rate=said["indirect_rate"],
                clauses={name: said[name] for name in actions.CLAUSES},
                by=request.user,
            )
        except Refusal as refusal:
            form.add_error(refusal.field, [*refusal.each_translated(_)])
        else:
            return redirect("fund:contract-show", code=contract.code)
    context = {"form": form, "programme": programme, "room": queries.held_in(programme).uncontracted}
    return render(request, "fund/contract_edit.html", context, status=400 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def contract_change(request: SignedInRequest, code: UUID) -> HttpResponse:
    contract = contract_of(request, code)
    if "officer" not in policy.roles_in_contract(request.user, contract) or contract.state != Contract.State.DRAFTED:
        raise Http404
    initial = {name: getattr(contract, name) for name in ("money", "indirect_rate", *actions.CLAUSES)}
    form = forms.ContractForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        actions.change_contract(
            contract,
            money=said["money"],
            indirect_rate=said["indirect_rate"],
            clauses={name: said[name] for name in actions.CLAUSES},
            by=request.user,
        )
        return redirect("fund:contract-show", code=contract.code)
    room = queries.held_in(contract.programme).uncontracted
    context = {"form": form, "programme": contract.programme, "contract": contract, "room": room}
    return render(request, "fund/contract_edit.html", context, status=400 if form.errors else 200)


@login_required
@require_GET
def contract_show(request: SignedInRequest, code: UUID) -> HttpResponse:
    return _shown(request, contract_of(request, code))


def _shown(
    request: SignedInRequest, contract: Contract, *, filled: dict[str, Form] | None = None, status: int = 200
) -> HttpResponse:
    today = timezone.localdate()
    roles = policy.roles_in_contract(request.user, contract)
    gates, addendum = contract_gates(contract, today), waiting_addendum(contract)
    adding = addendum_gates(contract, addendum, today)
    shown = {
        move: form(prefix=move)
        for move, (form, _label, states, actors) in MOVES.items()
        if contract.state in states and roles & set(actors)
    }
    if not (gates.held.get("programme_ended") and gates.held.get("cleared")):
        shown.pop("end", None)
    if contract.state == Contract.State.DRAFTED and _signed(contract, roles):
        shown.pop("sign", None)
    if addendum is None or _signed(addendum, roles):
        shown.pop("sign-addendum", None)
    shown |= filled or {}
    reports = policy.reports_visible_to(request.user).filter(contract=contract).order_by("due_on")
    context = {
        "contract": contract,
        "programme": contract.programme,
        "today": today,
        "held": queries.held_by(contract),
        "refund": refund_of(contract, today),
        "audits_needed": [one.sentence.translated(_) for one in audits_needed([contract.organisation], today)],
        "moves": moves_shown(CONTRACT, contract.state, gates.held | adding.held, roles, gates.because | adding.because),
        "forms": [(move, MOVES[move][1], form) for move, form in shown.items()],
        "tranches": [tranche_shown(request, one) for one in contract.tranches.all()],
        "reports": [(one, queries.days_late(one, today)) for one in reports],
        "addenda": contract.addenda.select_related("change"),
        "roles": roles,
        "open_form": OpenForm(prefix="open") if "partner" in roles and contract.state == "signed" else None,
        "may_keep_audits": policy.may_keep_audits(request.user),
    }
    return render(request, "fund/contract_show.html", context, status=status)


def _signed(paper: Contract | Addendum, roles: frozenset[str]) -> bool:
    """Whether the side of whoever looks has signed."""
    return bool(paper.signed_for_fund_id if "officer" in roles else paper.signed_for_party_id)


def tranche_shown(request: SignedInRequest, tranche: Tranche) -> dict[str, Any]:
    """A tranche with what is missing before it is paid, and the moves of whoever looks."""
    roles = policy.roles_in_contract(request.user, tranche.contract)
    gates = payable(tranche, timezone.localdate())
    ended = tranche.state in (*TRANCHE.finals, Tranche.State.PAID)
    missing = [] if ended else [_(guard.sentence) for guard in TRANCHE.guards if gates.held.get(guard.id) is False]
    because = {guard.id: gates.because[guard.id].translated(_) for guard in TRANCHE.guards if guard.id in gates.because}
    return {
        "tranche": tranche,
        "missing": missing,
        "details": [] if ended else list(because.values()),
        "moves": [(move.id, _(move.label)) for move in _yours(request, tranche, roles)],
        "payment_form": forms.PaymentForm(prefix="pay", auto_id=f"id_{tranche.number}_%s"),
        "reason_form": forms.ReasonForm(prefix="refuse", auto_id=f"id_{tranche.number}_%s"),
    }


def _yours(request: SignedInRequest, tranche: Tranche, roles: frozenset[str]) -> list[Any]:
    """Moves that this person may make: who requested does not check, who checked does not authorise."""
    held = {
        "check": {tranche.requested_by_id},
        "authorise": {tranche.requested_by_id, tranche.checked_by_id},
    }
    return [
        move
        for move in TRANCHE.moves_from(tranche.state)
        if roles & set(move.actors) and request.user.pk not in held.get(move.id, set())
    ]


@login_required
@require_POST
def contract_move(request: SignedInRequest, code: UUID, move: str) -> HttpResponse:
    contract = contract_of(request, code)
    if move not in MOVES or not policy.roles_in_contract(request.user, contract) & set(MOVES[move][3]):
        raise Http404
    form = MOVES[move][0](request.POST, prefix=move)
    if not form.is_valid():
        return _shown(request, contract, filled={move: form}, status=400)
    try:
        _moved(request, contract, move, form.cleaned_data)
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, [*refusal.each_translated(_)])
        return _shown(request, contract, filled={move: form}, status=409)
    messages.success(request, _("Done: %(move)s.") % {"move": MOVES[move][1]})
    return redirect("fund:contract-show", code=contract.code)


def _moved(request: SignedInRequest, contract: Contract, move: str, said: dict[str, Any]) -> None:
    on, by = timezone.localdate(), request.user
    if move == "sign":
        actions.sign_contract(contract, on=on, by=by)
    elif move == "sign-addendum":
        actions.sign_addendum(contract, on=on, by=by)
    elif move == "account":
        actions.change_account(contract, said["details"], on=on, by=by)
    elif move == "call-back":
        actions.call_back(contract, on=on, by=by)
    elif move == "reduce":
        actions.reduce_contract(contract, said["money"], reason=said["reason"], on=on, by=by)
    elif move == "refund":
        refunds.receive_refund(contract, said["money"], reference=said["reference"], on=on, by=by)
    elif move == "recover":
        refunds.recover(contract, said["money"], reference=said["reference"], on=on, by=by)
    else:
        actions.end_contract(contract, on=on, by=by)


@login_required
@require_http_methods(["GET", "POST"])
def tranche_plan(request: SignedInRequest, code: UUID) -> HttpResponse:
    contract = contract_of(request, code)
    if "officer" not in policy.roles_in_contract(request.user, contract) or contract.state != Contract.State.SIGNED:
        raise Http404
    planned = contract.tranches.filter(state=Tranche.State.PLANNED)
    initial = [{"planned_on": one.planned_on, "money": one.money} for one in planned]
    plan = forms.TranchePlan(request.POST if request.method == "POST" else None, initial=initial, prefix="plan")
    refused = ""
    if request.method == "POST" and plan.is_valid():
        rows = [(row["planned_on"], row["money"]) for row in plan.cleaned_data if row]
        try:
            actions.plan_tranches(contract, rows, by=request.user)
        except Refusal as refusal:
            refused = refusal.translated(_)
        else:
            messages.success(request, _("The tranches are planned."))
            return redirect("fund:contract-show", code=contract.code)
    wrong = bool(refused or (plan.is_bound and not plan.is_valid()))
    context = {"contract": contract, "plan": plan, "refused": refused, "today": timezone.localdate()}
    return render(request, "fund/tranche_plan.html", context, status=400 if wrong else 200)
