"""Pages of items before a body: text, papers and clock, electorate, answers, question, and every deed on them."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from alianza.accounts.request import SignedInRequest
from alianza.documents.downloads import as_attachment
from alianza.fund.actions import items as actions
from alianza.fund.actions import votes
from alianza.fund.chart import BASE_CURRENCY
from alianza.fund.forms import bodies as forms
from alianza.fund.item_shown import shown
from alianza.fund.models import Body, Item
from alianza.fund.policy import bodies as policy
from alianza.fund.queries.outcomes import running_round
from alianza.fund.views.rooms import refused_in
from alianza.vocabulary.money import Money
from alianza.vocabulary.refusal import Refusal


def _item(request: SignedInRequest, code: UUID) -> Item:
    visible = policy.visible_to(request.user).select_related("body", "meeting__chair__member")
    return get_object_or_404(visible, code=code)


def _by(request: SignedInRequest, code: UUID, *roles: str) -> Item:
    """An item on which the person acts in one of these roles; to anybody else the deed does not exist."""
    item = _item(request, code)
    if not policy.roles_in(request.user, item) & set(roles):
        raise Http404
    return item


@login_required
@require_GET
def item_show(request: SignedInRequest, code: UUID) -> HttpResponse:
    return _page(request, _item(request, code))


def _page(
    request: SignedInRequest, item: Item, bound: Mapping[str, Form] | None = None, status: int = 200
) -> HttpResponse:
    context = {**shown(item, request.user, timezone.now()), **_forms(request, item), **(bound or {})}
    return render(request, "fund/item_show.html", context, status=status)


def _forms(request: SignedInRequest, item: Item) -> dict[str, Form | None]:
    """The forms of the deeds that the person's roles and the state of the item leave; what is refused says so."""
    roles, running = policy.roles_in(request.user, item), running_round(item)
    officer, chair, member = ("officer" in roles), ("chair" in roles), ("member" in roles)
    live = item.state in {Item.State.OPEN, Item.State.PAUSED, Item.State.MOVED}
    draft, runs = item.state == Item.State.DRAFT, running is not None
    silence = running is not None and running.method == Item.Method.NO_OBJECTION
    return {
        "ballot_form": forms.BallotForm(method=running.method) if member and running is not None else None,
        "interest_form": forms.ReasonForm(prefix="interest") if member and live else None,
        "question_form": forms.QuestionForm(prefix="question")
        if member and silence and not hasattr(item, "question")
        else None,
        "answer_form": forms.AnswerForm(prefix="answer") if officer and item.state == Item.State.PAUSED else None,
        "text_form": forms.TextForm(prefix="put", initial={"text": item.text})
        if chair and item.state == Item.State.OPEN and not runs
        else None,
        "close_form": forms.CloseForm(prefix="close", item=item) if chair and runs and not silence else None,
        "rule_form": forms.RuleForm(prefix="rule", item=item) if (chair or officer) and live else None,
        "paper_form": forms.PaperForm(prefix="paper", body=item.body)
        if officer and (draft or item.state in {Item.State.OPEN, Item.State.MOVED})
        else None,
        "condition_form": forms.ConditionForm(prefix="condition") if officer and draft else None,
        "agenda_form": forms.AgendaForm(prefix="agenda", body=item.body)
        if officer and item.state == Item.State.MOVED
        else None,
        "withdraw_form": forms.WhyForm(prefix="withdraw") if officer and (draft or live) else None,
    }


def _done(
    request: SignedInRequest, item: Item, name: str, form: Form, deed: Callable[[dict[str, Any]], object], told: str
) -> HttpResponse:
    """One deed with a form: done, or the page again with what was typed and what is wrong."""
    if form.is_valid():
        try:
            deed(form.cleaned_data)
        except Refusal as refusal:
            refused_in(form, refusal)
        else:
            messages.success(request, told)
            return redirect("fund:item-show", code=item.code)
    return _page(request, item, {name: form}, status=400)


@login_required
@require_http_methods(["GET", "POST"])
def item_draft(request: SignedInRequest, code: UUID) -> HttpResponse:
    body = get_object_or_404(Body, code=code)
    if not policy.may_keep_seats(request.user):
        raise Http404
    given = {name: request.GET[name] for name in ("kind", "subject", "title") if name in request.GET}
    form = forms.ItemForm(request.POST if request.method == "POST" else None, body=body, initial=given)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.draft_item(body, **form.values(), on=timezone.localdate(), by=request.user)
        except Refusal as refusal:
            refused_in(form, refusal)
        else:
            return redirect("fund:item-show", code=made.code)
    return render(request, "fund/item_edit.html", {"form": form, "body": body, "item": None})


@login_required
@require_http_methods(["GET", "POST"])
def item_edit(request: SignedInRequest, code: UUID) -> HttpResponse:
    item = _by(request, code, "officer")
    if item.state != Item.State.DRAFT:
        raise Http404
    names = ("kind", "subject", "title", "text", "language", "method", "meeting", "defers", "supersedes")
    initial = {name: getattr(item, name) for name in names}
    if item.amount_minor is not None:
        initial["amount"] = Money(item.amount_minor, BASE_CURRENCY)
    form = forms.ItemForm(request.POST if request.method == "POST" else None, body=item.body, initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.change_draft(item, form.values(), at=timezone.now(), by=request.user)
        return redirect("fund:item-show", code=item.code)
    return render(request, "fund/item_edit.html", {"form": form, "body": item.body, "item": item})


@login_required
@require_POST
def item_open(request: SignedInRequest, code: UUID) -> HttpResponse:
    item = _by(request, code, "officer")
    actions.open_item(item, at=timezone.now(), by=request.user)
    messages.success(request, _("The electorate is frozen and was told."))
    return redirect("fund:item-show", code=item.code)


@login_required
@require_POST
def item_deliver(request: SignedInRequest, code: UUID) -> HttpResponse:
    item = _by(request, code, "officer")
    told = actions.deliver(item, at=timezone.now(), by=request.user)
    messages.info(request, _("Notices delivered now: %(count)s.") % {"count": told})
    return redirect("fund:item-show", code=item.code)


@login_required
@require_POST
def item_paper(request: SignedInRequest, code: UUID) -> HttpResponse:
    item = _by(request, code, "officer")
    form = forms.PaperForm(request.POST, request.FILES, prefix="paper", body=item.body)

    def deed(said: dict[str, Any]) -> object:
        file = said["file"]
        return actions.publish_paper(
            item,
            file.file,
            name=file.name,
            title=said["title"],
            language=said["language"],
            restricted=said["restricted"],
            at=timezone.now(),
            by=request.user,
        )

    return _done(request, item, "paper_form", form, deed, _("The paper is published."))


@login_required
@require_POST
def item_condition(request: SignedInRequest, code: UUID) -> HttpResponse:
    item = _by(request, code, "officer")
    form = forms.ConditionForm(request.POST, prefix="condition")

    def deed(said: dict[str, Any]) -> object:
        return actions.propose_condition(item, **said, at=timezone.now(), by=request.user)

    return _done(request, item, "condition_form", form, deed, _("The condition stands in the draft."))


@login_required
@require_POST
def item_agenda(request: SignedInRequest, code: UUID) -> HttpResponse:
    item = _by(request, code, "officer")
    form = forms.AgendaForm(request.POST, prefix="agenda", body=item.body)

    def deed(said: dict[str, Any]) -> object:
        return actions.take_up(item, said["meeting"], at=timezone.now(), by=request.user)

    return _done(request, item, "agenda_form", form, deed, _("It stands on the agenda."))


@login_required
@require_POST
def item_withdraw(request: SignedInRequest, code: UUID) -> HttpResponse:
    item = _by(request, code, "officer")
    form = forms.WhyForm(request.POST, prefix="withdraw")

    def deed(said: dict[str, Any]) -> object:
        return actions.withdraw_item(item, reason=said["reason"], at=timezone.now(), by=request.user)

    return _done(request, item, "withdraw_form", form, deed, _("The item is withdrawn."))


@login_required
@require_POST
def item_ballot(request: SignedInRequest, code: UUID) -> HttpResponse:
    item = _by(request, code, "member")
    running = running_round(item)
    form = forms.BallotForm(request.POST, method=running.method if running is not None else item.method)

    def deed(said: dict[str, Any]) -> object:
        return votes.cast(item, said["choice"], reason=said["reason"], at=timezone.now(), by=request.user)

    return _done(request, item, "ballot_form", form, deed, _("Your member's answer is kept."))


@login_required
@require_POST
def item_interest(request: SignedInRequest, code: UUID) -> HttpResponse:
    item = _by(request, code, "member")
    form = forms.ReasonForm(request.POST, prefix="interest")

    def deed(said: dict[str, Any]) -> object:
        return votes.declare_interest(item, reason=said["reason"], at=timezone.now(), by=request.user)

    return _done(request, item, "interest_form", form, deed, _("Your member takes no further part in this item."))


@login_required
@require_POST
def item_rule(request: SignedInRequest, code: UUID) -> HttpResponse:
    item = _by(request, code, "chair", "officer")
    form = forms.RuleForm(request.POST, prefix="rule", item=item)

    def deed(said: dict[str, Any]) -> object:
        return votes.rule_interest(item, said["member"], reason=said["reason"], at=timezone.now(), by=request.user)

    return _done(request, item, "rule_form", form, deed, _("The member takes no further part in this item."))


@login_required
@require_POST
def item_ask(request: SignedInRequest, code: UUID) -> HttpResponse:
    item = _by(request, code, "member")
    form = forms.QuestionForm(request.POST, prefix="question")

    def deed(said: dict[str, Any]) -> object:
        return votes.ask(item, said["text"], at=timezone.now(), by=request.user)

    return _done(request, item, "question_form", form, deed, _("The question is asked, and the clock waits."))


@login_required
@require_POST
def item_answer(request: SignedInRequest, code: UUID) -> HttpResponse:
    item = _by(request, code, "officer")
    form = forms.AnswerForm(request.POST, prefix="answer")

    def deed(said: dict[str, Any]) -> object:
        return votes.answer(item, said["text"], at=timezone.now(), by=request.user)

    return _done(request, item, "answer_form", form, deed, _("The question is answered, and the clock runs on."))


@login_required
@require_POST
def item_put(request: SignedInRequest, code: UUID) -> HttpResponse:
    """State the text for consensus, or call a formal vote on it."""
    item = _by(request, code, "chair")
    form = forms.TextForm(request.POST, prefix="put")
    formal = request.POST.get("method") == Item.Method.FORMAL

    def deed(said: dict[str, Any]) -> object:
        put = votes.call_vote if formal else votes.state_text
        return put(item, said["text"], at=timezone.now(), by=request.user)

    return _done(request, item, "text_form", form, deed, _("It is put to the members."))


@login_required
@require_POST
def item_close(request: SignedInRequest, code: UUID) -> HttpResponse:
    item = _by(request, code, "chair")
    form = forms.CloseForm(request.POST, prefix="close", item=item)

    def deed(said: dict[str, Any]) -> object:
        return votes.close_round(item, present=said["present"], at=timezone.now(), by=request.user)

    return _done(request, item, "close_form", form, deed, _("The round is closed and counted."))


@login_required
@require_GET
def paper_file(request: SignedInRequest, code: UUID) -> HttpResponseBase:
    paper = get_object_or_404(policy.papers_visible_to(request.user).select_related("file"), code=code)
    return as_attachment(paper.file)
