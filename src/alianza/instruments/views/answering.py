"""Answering: one section, one question, and what the page's script sends while somebody types."""

import json
from collections.abc import Sequence
from typing import Any, BinaryIO, cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from alianza.accounts.request import SignedInRequest
from alianza.instruments.actions import answering as actions
from alianza.instruments.actions.answering import Clash, Kept
from alianza.instruments.forms import saving
from alianza.instruments.forms.fields import Fields
from alianza.instruments.forms.questions import Question, files_in, in_words, lists_for, questions_of
from alianza.instruments.instrument import Item, Section, Type
from alianza.instruments.models import Response
from alianza.instruments.queries import responses as queries
from alianza.instruments.queries.responses import Whole
from alianza.instruments.views.responses import whole_for
from alianza.vocabulary.refusal import Refusal


def _fields(request: HttpRequest) -> Fields:
    return {name: [str(value) for value in values] for name, values in request.POST.lists()}


def _fresh(whole: Whole, request: SignedInRequest) -> Whole:
    """The response as it stands after something was kept."""
    again = Response.objects.select_related("version", "invitation__round", "invitation__organisation")
    return queries.whole_of(again.get(pk=whole.response.pk), request.user)


def _neighbours(sections: Sequence[Section], section: Section) -> tuple[Section | None, Section | None]:
    at = [each.id for each in sections].index(section.id)
    return (sections[at - 1] if at else None), (sections[at + 1] if at + 1 < len(sections) else None)


def _writable(whole: Whole) -> list[Section]:
    return [each for each in whole.sections() if whole.may_write(each.id)]


def _told(request: HttpRequest, kept: Kept | None) -> None:
    """One sentence on what became of it; what was not kept stands beside its question."""
    if kept is None:
        messages.info(request, _("Nothing was changed, so there was nothing to save."))
        return
    open_ones = len(kept.unfit) + len(kept.clashes)
    if open_ones:
        words = ngettext(
            "%(count)s answer is not saved yet: see below. The others are.",
            "%(count)s answers are not saved yet: see below. The others are.",
            open_ones,
        )
        messages.warning(request, words % {"count": open_ones})
    else:
        messages.success(request, _("Saved."))


@login_required
@require_http_methods(["GET", "POST"])
def response_section(request: SignedInRequest, code: UUID, section: str) -> HttpResponse:
    whole = whole_for(request, code)
    found = next((each for each in _writable(whole) if each.id == section), None)
    if found is None:
        return _elsewhere(whole, section)
    items = whole.asked_in(section)
    if request.method != "POST":
        return _section(request, whole, found, questions_of(whole, items))
    saved = _save(request, whole, items)
    whole = _fresh(whole, request)
    items = whole.asked_in(section) or items
    unfit, clashes = saving.unkept(saved.kept, [item.id for item in items])
    longer = request.POST.getlist("add")
    if not unfit and not clashes and not longer:
        _told(request, saved.kept)
        if request.POST.get("then") == "next" and (following := _neighbours(_or_self(whole, found), found)[1]):
            return redirect("instruments:response-section", code=code, section=following.id)
        if request.POST.get("then") in {"next", "close"}:
            return redirect("instruments:response-show", code=code)
        return _to(reverse("instruments:response-section", kwargs={"code": code, "section": section}), saved.anchor)
    if saved.kept is not None or not longer:
        _told(request, saved.kept)
    shown = questions_of(whole, items, typed=saved.fields, unfit=unfit, clashes=clashes, longer=longer)
    return _section(request, whole, found, shown, status=400 if unfit or clashes else 200)


def _or_self(whole: Whole, section: Section) -> list[Section]:
    """Sections that can be written, with the present one even when nothing in it is asked any more."""
    held = _writable(whole)
    if section.id in {each.id for each in held}:
        return held
    open_ones = {each.id for each in held}
    return [each for each in whole.instrument.sections if each.id in open_ones or each.id == section.id]


def _elsewhere(whole: Whole, section: str) -> HttpResponse:
    """A section that cannot be written now: the overview says why; one that is not the person's does not exist."""
    known = {each.id for each in whole.instrument.sections}
    if section not in known or not (whole.writable is None or section in whole.writable):
        raise Http404
    return redirect("instruments:response-show", code=whole.response.code)


def _to(address: str, anchor: str) -> HttpResponse:
    return HttpResponseRedirect(f"{address}#{anchor}" if anchor else address)


class _Saved:
    """What a save without script came to."""

    def __init__(self, kept: Kept | None, fields: Fields, anchor: str) -> None:
        self.kept, self.fields, self.anchor = kept, fields, anchor


def _save(request: SignedInRequest, whole: Whole, items: Sequence[Item]) -> _Saved:
    fields, anchor = _fields(request), ""
    removed = request.POST.get("remove", "")
    item, _sign, row = removed.rpartition("-")
    if item and row.isdecimal() and len(row) < 6:
        fields, anchor = saving.without_row(fields, item, int(row)), f"q-{item}"
    confirmed = set(request.POST.getlist("confirm"))
    if "*" in confirmed:
        confirmed = {each.id for each in items if each.id in whole.carried}
    elif confirmed:
        anchor = f"q-{next(iter(confirmed))}"
    theirs = set(request.POST.getlist("theirs"))
    wanted = [each for each in items if each.id not in theirs]
    changes = saving.changes_in(wanted, fields, confirmed=confirmed)
    kept = saving.keep(whole, changes, by=request.user)
    kept = _with_files(request, whole, items, kept)
    if detached := request.POST.get("detach", ""):
        name, _sign, file = detached.partition(":")
        again = _detach(request, whole, items, name, file)
        kept, anchor = kept or again, f"q-{name}"
    return _Saved(kept, fields, anchor)


def _stream(content: UploadedFile[Any]) -> BinaryIO:
    """What came in, as the stream that it is."""
    return cast("BinaryIO", content)


def _with_files(request: SignedInRequest, whole: Whole, items: Sequence[Item], kept: Kept | None) -> Kept | None:
    """Attach what came along in the section's form, each file on its own."""
    unfit: dict[str, str] = {}
    came = False
    for item in items:
        for content in request.FILES.getlist(f"file-{item.id}"):
            came = True
            try:
                actions.attach(whole.response, item.id, _stream(content), name=content.name or "", by=request.user)
            except (actions.HandedIn, actions.NotOpen, actions.NotYours):
                raise
            except Refusal as refusal:
                unfit[item.id] = refusal.translated(_)
    if not came:
        return kept
    if kept is None:
        return Kept({}, unfit, (), whole.response.changed_at)
    return Kept(kept.edits, {**unfit, **kept.unfit}, kept.clashes, kept.at)


def _detach(request: SignedInRequest, whole: Whole, items: Sequence[Item], name: str, file: str) -> Kept | None:
    item = next((each for each in items if each.id == name), None)
    if item is None:
        raise Http404
    held = _fresh(whole, request).held.get(name)
    if held is None:
        return None
    left = [each for each in files_in(held.value, item) if each["code"] != file]
    value: Any = left if item.type is Type.FILE else {**held.value, "files": left}
    return actions.keep_answers(whole.response, {name: value or None}, seen={name: held.edits}, by=request.user)


def _section(
    request: SignedInRequest, whole: Whole, section: Section, questions: list[Question], status: int = 200
) -> HttpResponse:
    before, after = _neighbours(_or_self(whole, section), section)
    done, total = whole.progress_of(section.id)
    first = next((each.item for each in questions if each.item.type is not Type.COMPUTED), None)
    context = {
        **_page(whole, questions),
        "section": section,
        "before": before,
        "after": after,
        "done": done,
        "total": total,
        "first": first,
        "carried": sum(question.carried for question in questions),
    }
    return render(request, "instruments/response_section.html", context, status=status)


def _page(whole: Whole, questions: list[Question]) -> dict[str, Any]:
    return {
        "whole": whole,
        "response": whole.response,
        "invitation": whole.invitation,
        "questions": questions,
        "wrong": [each for each in questions if each.is_wrong],
        "lists": lists_for(questions),
    }


@login_required
@require_http_methods(["GET", "POST"])
def response_question(request: SignedInRequest, code: UUID, item: str) -> HttpResponse:
    """One question on a page of its own, for small screens and for those who like it so."""
    whole = whole_for(request, code)
    found = next((each for each in queries.questions_in_order(whole) if each.id == item), None)
    if found is None:
        known = next((each for each in whole.instrument.items if each.id == item), None)
        return _elsewhere(whole, known.section if known else "")
    if request.method != "POST":
        return _question(request, whole, found, questions_of(whole, [found])[0])
    saved = _save(request, whole, [found])
    whole = _fresh(whole, request)
    unfit, clashes = saving.unkept(saved.kept, [found.id])
    longer = request.POST.getlist("add")
    faults = whole.faults_of(found)
    then = request.POST.get("then", "")
    if not unfit and not clashes and not longer and not (faults and then == "next"):
        return redirect(_beside(whole, found, then))
    shown = questions_of(whole, [found], typed=saved.fields, unfit=unfit, clashes=clashes, longer=longer)[0]
    return _question(request, whole, found, shown, status=400 if unfit or clashes else 200)


def _beside(whole: Whole, item: Item, then: str) -> str:
    """Where a saved question leads: to its neighbour, or back to itself."""
    code = whole.response.code
    order = [each.id for each in queries.questions_in_order(whole)]
    step = {"next": 1, "before": -1}.get(then, 0)
    at = order.index(item.id) + step if item.id in order else -1
    if 0 <= at < len(order):
        return reverse("instruments:response-question", kwargs={"code": code, "item": order[at]})
    page = "response-review" if then == "next" else "response-show"
    return reverse(f"instruments:{page}", kwargs={"code": code})


def _question(
    request: SignedInRequest, whole: Whole, item: Item, question: Question, status: int = 200
) -> HttpResponse:
    order = [each.id for each in queries.questions_in_order(whole)]
    at = order.index(item.id) if item.id in order else 0
    context = {
        **_page(whole, [question]),
        "section": whole.instrument.section(item.section),
        "number": at + 1,
        "count": len(order),
        "before": order[at - 1] if at else "",
        "question": question,
    }
    return render(request, "instruments/response_question.html", context, status=status)


@login_required
@require_POST
def response_keep(request: SignedInRequest, code: UUID) -> JsonResponse:
    """Keep what was just typed. The answer says what became of each change, and what the page has to show now."""
    whole = whole_for(request, code)
    if whole.writable is not None and not whole.writable:
        raise Http404
    try:
        body = json.loads(request.body) if request.content_type == "application/json" else None
        if not isinstance(body, dict):
            raise saving.NotAChange
        changes = saving.sent_changes(body.get("changes"))
        kept = saving.keep(whole, changes, by=request.user)
    except (ValueError, RecursionError, saving.NotAChange):
        return JsonResponse({"refused": in_words(saving.NotAChange.message)}, status=400)
    except Refusal as refusal:
        return JsonResponse({"refused": refusal.translated(_), "code": refusal.code}, status=409)
    whole = _fresh(whole, request)
    assert kept is not None
    answer = {
        "at": kept.at.isoformat(),
        "edits": dict(kept.edits),
        "unfit": {name: in_words(sentence) for name, sentence in kept.unfit.items()},
        "clashes": {each.item: _clash(request, whole, each) for each in kept.clashes},
        **_asked_now(request, whole, str(body.get("section", "")), body.get("shown"), bool(body.get("one"))),
    }
    return JsonResponse(answer)


def _clash(request: HttpRequest, whole: Whole, clash: Clash) -> dict[str, Any]:
    """What somebody else answered: in words beside the field, and as the field that it would be."""
    item = whole.instrument.by_id[clash.item]
    (question,) = questions_of(whole, [item])
    context = {"question": question, "clash": clash, "response": whole.response, "scripted": True}
    return {
        "edits": clash.edits,
        "html": render_to_string("instruments/_clash.html", context, request),
        "theirs": _drawn(request, whole, question),
    }


def _drawn(request: HttpRequest, whole: Whole, question: Question) -> str:
    return render_to_string("instruments/_question.html", {"question": question, "response": whole.response}, request)


def _asked_now(request: HttpRequest, whole: Whole, section: str, shown: object, one: bool) -> dict[str, Any]:
    """What a page of a section shows now: questions that came and went, computed values, faults, progress."""
    if not any(each.id == section for each in whole.instrument.sections) or not whole.may_write(section):
        return {}
    items = whole.asked_in(section)
    on_page = {name for name in shown if isinstance(name, str)} if isinstance(shown, list) else set()
    visible = [item for item in items if item.id in on_page]
    new = [] if one else [item for item in items if item.id not in on_page]
    computed = [item for item in visible if item.type is Type.COMPUTED]
    asked = [item.id for item in items]
    done, total = whole.progress_of(section)
    return {
        "order": asked,
        "added": {each.item.id: _drawn(request, whole, each) for each in questions_of(whole, new)},
        "computed": {
            each.item.id: render_to_string("instruments/_computed.html", {"question": each}, request)
            for each in questions_of(whole, computed)
        },
        "faults": {
            item.id: render_to_string("instruments/_faults.html", {"faults": whole.faults_of(item)}, request)
            for item in visible
        },
        "unsure": [item.id for item in visible if item.id in whole.state.unsure],
        "rows": {
            item.id: [
                f"a-{item.id}-{row}-{child}" for group, row, child in whole.state.unasked_rows if group == item.id
            ]
            for item in visible
            if item.children
        },
        "progress": _("%(done)s of %(total)s answered") % {"done": done, "total": total},
    }


@login_required
@require_POST
def response_attach(request: SignedInRequest, code: UUID, item: str) -> JsonResponse:
    """Attach files, sent by the page's script; the answer is the question drawn anew."""
    whole = whole_for(request, code)
    asked = next((each for each in whole.instrument.items if each.id == item), None)
    if asked is None or not (whole.writable is None or asked.section in whole.writable):
        raise Http404
    unfit: dict[str, str] = {}
    for content in request.FILES.getlist(f"file-{item}"):
        try:
            actions.attach(whole.response, item, _stream(content), name=content.name or "", by=request.user)
        except Refusal as refusal:
            unfit[item] = refusal.translated(_)
    whole = _fresh(whole, request)
    (question,) = questions_of(whole, [asked])
    return JsonResponse(
        {"html": _drawn(request, whole, question), "edits": question.edits, "refused": unfit.get(item, "")},
        status=409 if unfit else 200,
    )
