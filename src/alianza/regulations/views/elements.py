"""The twelve elements of a draft, edited one by one; each save keeps what is there, also when more is still missing."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from alianza.accounts.request import SignedInRequest
from alianza.instruments.instrument import Instrument, Section
from alianza.regulations import elements
from alianza.regulations.actions import sheets as actions
from alianza.regulations.forms import elements as forms
from alianza.regulations.models import SheetVersion
from alianza.regulations.soundness import examine
from alianza.regulations.views.rule import own_draft
from alianza.regulations.worded import worded
from alianza.vocabulary.refusal import Stale


def _element(version: SheetVersion, key: str) -> Any:
    held = version.document.get("elements")
    return held.get(key) if isinstance(held, dict) else None


def _problems(version: SheetVersion) -> dict[str, list[str]]:
    """By element, what is still wrong in it."""
    found: dict[str, list[str]] = {}
    for problem in examine(version.written())[1]:
        parts = problem.path.replace("[", ".").split(".")
        if parts[0] == "elements" and len(parts) > 1:
            found.setdefault(parts[1].split(" ")[0], []).append(worded(problem))
    return found


@login_required
@require_GET
def element_list(request: SignedInRequest, code: UUID) -> HttpResponse:
    """The twelve elements of a draft: what each holds, and what is still wrong in it."""
    version = own_draft(request, code)
    instrument = elements.instrument_for(version.document)
    problems = _problems(version)
    rows = []
    for section in instrument.sections:
        held = _element(version, section.id)
        element = held if isinstance(held, dict) else {}
        said = element.get("say")
        rows.append(
            {
                "section": section,
                "statements": len(said) if isinstance(said, list) else 0,
                "gap": bool(element.get("gap")),
                "problems": problems.get(section.id, []),
            }
        )
    filled = sum(bool(row["statements"]) for row in rows)
    return render(request, "regulations/element_list.html", {"version": version, "rows": rows, "filled": filled})


@login_required
@require_http_methods(["GET", "POST"])
def element_edit(request: SignedInRequest, code: UUID, element: str) -> HttpResponse:
    """One element. Somebody who changed another part meanwhile is no hindrance; of this one, both are shown."""
    version = own_draft(request, code)
    instrument = elements.instrument_for(version.document)
    section = next((each for each in instrument.sections if each.id == element), None)
    if section is None:
        raise Http404
    if request.method != "POST":
        return _page(request, version, instrument, section)
    fields = {name: [str(value) for value in values] for name, values in request.POST.lists()}
    removed, longer = request.POST.get("remove", ""), request.POST.getlist("add")
    if removed or longer:
        fields = forms.taken_out(fields, removed)
        return _page(
            request, version, instrument, section, typed=fields, longer=longer, seen=request.POST.get("seen", "")
        )
    given, unfit = forms.read(instrument, section.id, fields)
    if unfit:
        seen = request.POST.get("seen", "")
        return _page(request, version, instrument, section, typed=fields, unfit=unfit, seen=seen, status=400)
    held = _element(version, section.id)
    try:
        if request.POST.get("seen") != forms.stamp(held):
            raise Stale(thing=str(version))
        changed = elements.element_of(instrument, section, given, held)
        if changed != held:
            whole = version.document.get("elements")
            kept = {**(whole if isinstance(whole, dict) else {}), section.id: changed}
            document = {**version.document, "elements": kept}
            actions.change_draft(version, document, edits=version.edits, by=request.user)
    except Stale:
        version.refresh_from_db()
        return _page(request, version, instrument, section, typed=fields, stale=True, status=409)
    messages.success(request, _("Saved."))
    following = _beside(instrument, section, 1)
    if request.POST.get("then") == "next" and following is not None:
        return redirect("regulations:element-edit", code=version.code, element=following.id)
    if request.POST.get("then") == "next":
        return redirect("regulations:element-list", code=version.code)
    return redirect("regulations:element-edit", code=version.code, element=section.id)


def _beside(instrument: Instrument, section: Section, by: int) -> Section | None:
    at = [each.id for each in instrument.sections].index(section.id) + by
    return instrument.sections[at] if 0 <= at < len(instrument.sections) else None


def _page(
    request: SignedInRequest,
    version: SheetVersion,
    instrument: Instrument,
    section: Section,
    *,
    status: int = 200,
    seen: str = "",
    stale: bool = False,
    **more: Any,
) -> HttpResponse:
    answers = elements.sheet_as_answers(version.document, instrument)
    questions = forms.questions_of(instrument, section.id, answers, **more)
    context = {
        "version": version,
        "section": section,
        "number": [each.id for each in instrument.sections].index(section.id) + 1,
        "before": _beside(instrument, section, -1),
        "after": _beside(instrument, section, 1),
        "questions": questions,
        "wrong": [each for each in questions if each.is_wrong],
        "unsaved": "typed" in more and status == 200,
        "problems": _problems(version).get(section.id, []) if request.method == "GET" else [],
        "seen": seen or forms.stamp(_element(version, section.id)),
        "theirs": [item for item in instrument.in_section(section.id) if item.id in answers] if stale else [],
        "answers": answers,
        "stale": stale,
    }
    return render(request, "regulations/element_edit.html", context, status=status)
