"""Pages of larger changes: stated, endorsed, screened again, decided; what would be different stands first."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from alianza.accounts.models import User
from alianza.accounts.request import SignedInRequest
from alianza.fund.actions import larger_changes as actions
from alianza.fund.forms import changes as forms
from alianza.fund.forms.programmes import ReasonForm
from alianza.fund.lifecycles.changes import CHANGE
from alianza.fund.models import Body, Change, Criterion, Endorsement, Item, Review
from alianza.fund.moves import moves_shown
from alianza.fund.policy import changes as policy
from alianza.fund.policy.programmes import roles_in_programme
from alianza.fund.policy.programmes import visible_to as programmes_visible_to
from alianza.fund.policy.proposals import may_answer
from alianza.fund.queries import changes as queries
from alianza.fund.queries.screening import counted, group_finds
from alianza.fund.versions import differences
from alianza.fund.views.programme_changes import named
from alianza.fund.views.programmes import programme_of
from alianza.network.models import RoleCode
from alianza.vocabulary.refusal import Refusal


def _change(request: SignedInRequest, code: UUID) -> Change:
    visible = policy.visible_to(request.user).select_related(
        "programme__proposal__window", "organisation", "decision", "version"
    )
    return get_object_or_404(visible, code=code)


@login_required
@require_http_methods(["GET", "POST"])
def change_state(request: SignedInRequest, code: UUID) -> HttpResponse:
    """State a change: more money, a new country, a new organisation."""
    programme = programme_of(request, code)
    if "officer" not in roles_in_programme(request.user, programme):
        raise Http404
    data = request.POST if request.method == "POST" else None
    form = forms.ChangeForm(data, programme=programme)
    lines = forms.ChangeLines(data, prefix="lines", form_kwargs={"programme": programme})
    if data is not None and form.is_valid() and lines.is_valid():
        if any(each.asks_for_new for each in lines) and form.cleaned_data["organisation"] is None:
            form.add_error("organisation", _("A line of the budget is for a new organisation: choose it."))
        else:
            try:
                made = actions.state_change(
                    programme,
                    form.wanted(lines),
                    reason=form.cleaned_data["reason"],
                    on=timezone.localdate(),
                    by=request.user,
                )
            except Refusal as refusal:
                form.add_error(None, [*refusal.each_translated(_)])
            else:
                messages.success(request, _("Change %(number)s is stated.") % {"number": made.number})
                return redirect("fund:change-show", code=made.code)
    context = {"programme": programme, "form": form, "lines": lines, "today": timezone.localdate()}
    return render(request, "fund/change_state.html", context, status=200 if data is None else 400)


@login_required
@require_GET
def change_show(request: SignedInRequest, code: UUID) -> HttpResponse:
    return _shown(request, _change(request, code))


def _shown(
    request: SignedInRequest, change: Change, *, filled: dict[str, Form] | None = None, status: int = 200
) -> HttpResponse:
    today, roles = timezone.localdate(), policy.roles_in_change(request.user, change)
    gates = queries.change_gates(change, today)
    if change.version is not None:
        rows: tuple[Any, ...] = ()
    else:
        rows = differences(*queries.would_be(change))
    endorsements = Endorsement.objects.filter(
        proposal=change.programme.proposal, country__in=list(change.countries)
    ).select_related("proposal")
    shown = {
        move: form
        for move, form in _forms(change).items()
        if change.state in CHANGE.move(move).source and roles & set(CHANGE.move(move).actors)
    }
    if not change.organisation_id:
        shown.pop("check", None)
    context = {
        "change": change,
        "programme": change.programme,
        "today": today,
        "more": queries.more_money(change),
        "kind": Item.Kind(queries.kind_of(change)),
        "rows": [(named(one), one) for one in rows],
        "moves": moves_shown(CHANGE, change.state, gates.held, roles, gates.because),
        "forms": [(move, _(CHANGE.move(move).label), form) for move, form in (shown | (filled or {})).items()],
        "endorsements": [(each, may_answer(request.user, each)) for each in endorsements],
        "items": Item.objects.filter(subject=change.subject) if roles else (),
        "committee": Body.objects.filter(kind=Body.Kind.OVERSIGHT).first() if roles else None,
        "invited": change.reviews.select_related("reviewer") if roles else (),
        "addenda": change.addenda.select_related("contract__organisation"),
        "sees_programme": programmes_visible_to(request.user).filter(pk=change.programme_id).exists(),
        **_scores(request, change),
    }
    return render(request, "fund/change_show.html", context, status=status)


def _scores(request: SignedInRequest, change: Change) -> dict[str, Any]:
    """The opinion with medians, spread and each reviewer's reasons; reviewers without their names."""
    opinion = change.opinions.first()
    if not policy.may_see_scores(request.user, change):
        return {"opinion": None, "medians": (), "reviews_read": ()}
    day = timezone.localdate(opinion.given_at) if opinion is not None else timezone.localdate()
    labels = dict(Criterion.choices)
    found = group_finds(change.programme.proposal, day, change.round)
    return {
        "opinion": opinion,
        "medians": [(labels[each.criterion], each.median, each.spread) for each in found.scores],
        "reviews_read": [
            (place, each, [(labels[one.criterion], one.score, one.text) for one in each.scores.all()])
            for place, each in enumerate(counted(change.programme.proposal, change.round), start=1)
        ],
    }


def _invitable(change: Change) -> list[tuple[str, str]]:
    asked = set(Review.objects.filter(change=change).values_list("reviewer", flat=True))
    people = User.objects.filter(
        is_active=True, memberships__role=RoleCode.REVIEWER, memberships__ends_on__isnull=True
    ).distinct()
    return [
        (str(one.code), one.email)
        for one in people.order_by("email")
        if one.pk not in asked and not policy.has_interest_in(one, change)
    ]


def _forms(change: Change, data: Any = None) -> dict[str, Form]:
    """One form for each move that a person makes."""
    return {
        "check": forms.CapacityForm(data, prefix="check"),
        "invite": forms.ReviewerForm(data, prefix="invite", people=_invitable(change)),
        "screen": forms.OpinionForm(data, prefix="screen"),
        "withdraw": ReasonForm(data, prefix="withdraw"),
    }


@login_required
@require_POST
def change_move(request: SignedInRequest, code: UUID, move: str) -> HttpResponse:
    change = _change(request, code)
    form = _forms(change, request.POST).get(move)
    if form is None or not policy.roles_in_change(request.user, change) & set(CHANGE.move(move).actors):
        raise Http404
    if not form.is_valid():
        return _shown(request, change, filled={move: form}, status=400)
    try:
        _moved(request, change, move, form.cleaned_data)
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, [*refusal.each_translated(_)])
        return _shown(request, change, filled={move: form}, status=409)
    messages.success(request, _("Done: %(move)s.") % {"move": _(CHANGE.move(move).label)})
    return redirect("fund:change-show", code=change.code)


def _moved(request: SignedInRequest, change: Change, move: str, said: dict[str, Any]) -> None:
    on, by = timezone.localdate(), request.user
    if move == "check":
        actions.check_capacity(change, found=said["found"], on=on, by=by)
    elif move == "invite":
        actions.invite(change, get_object_or_404(User, code=said["reviewer"]), on=on, by=by)
    elif move == "screen":
        actions.give_opinion(change, text=said["text"], on=on, by=by)
    else:
        actions.withdraw_change(change, reason=said["reason"], on=on, by=by)
