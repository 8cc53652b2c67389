"""Published instruments: the list, the page of a version, what differs between two, trying one out, taking one away."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from alianza.instruments import policy, sheets
from alianza.instruments.answers import Written, accept
from alianza.instruments.drafting import in_order
from alianza.instruments.forms.controls import HOW, control_of
from alianza.instruments.forms.fields import fields_of, given_of, named
from alianza.instruments.forms.questions import in_words, lists_for
from alianza.instruments.forms.whole import ReasonForm
from alianza.instruments.instrument import Instrument, Item
from alianza.instruments.models import InstrumentVersion, VersionStatus
from alianza.instruments.queries import versions as queries
from alianza.instruments.soundness import examine
from alianza.instruments.xlsform import NotAnXlsform, xlsform_bytes
from alianza.network.policy import Visitor
from alianza.texts import page_language
from alianza.vocabulary.facts import UnfitAnswer
from alianza.written import as_yaml


def visible(user: Visitor, code: UUID) -> InstrumentVersion:
    return get_object_or_404(policy.versions_visible_to(user), code=code)


@require_GET
def version_list(request: HttpRequest) -> HttpResponse:
    rows = queries.listed(request.user)
    context = {
        "rows": rows,
        "published": sum(row.newest is not None for row in rows),
        "may_keep": policy.may_keep_instruments(request.user),
    }
    return render(request, "instruments/version_list.html", context)


@require_GET
def version_show(request: HttpRequest, code: UUID) -> HttpResponse:
    version = visible(request.user, code)
    return shown(request, version)


def shown(
    request: HttpRequest, version: InstrumentVersion, *, reason: ReasonForm | None = None, status: int = 200
) -> HttpResponse:
    """The page of a version, with what was wrong in its forms."""
    instrument, problems = examine(version.written())
    held = list(queries.history(version, request.user))
    may_keep = policy.may_keep_instruments(request.user)
    context: dict[str, Any] = {
        "version": version,
        "instrument": instrument,
        "title": queries.text_of(version.document.get("title")),
        "problems": [queries.ShownProblem(each.path, in_words(each.sentence)) for each in problems],
        "history": held,
        "before": next((each for each in held if each.number < version.number), None),
        "may_keep": may_keep,
        "draft": next((each for each in held if each.status == VersionStatus.DRAFT), None) if may_keep else None,
        "reason": reason or ReasonForm(),
        "is_draft": version.status == VersionStatus.DRAFT,
        "is_published": version.status == VersionStatus.PUBLISHED,
        "is_withdrawn": version.status == VersionStatus.WITHDRAWN,
    }
    if instrument is not None:
        reading = queries.Reading(instrument, page_language())
        context |= {
            "sections": reading.sections(),
            "outcomes": reading.outcomes(),
            "checks": reading.checks(),
            "cases": reading.cases(problems),
            "sources": _mappings(version.document.get("sources")),
            "principles": _principles(version.document.get("principles")),
            "kind": queries.KINDS[instrument.kind],
            "respondent": queries.RESPONDENTS[instrument.respondent],
        }
    return render(request, "instruments/version_show.html", context, status=status)


def _mappings(written: object) -> list[Mapping[str, Any]]:
    return [each for each in written if isinstance(each, Mapping)] if isinstance(written, list) else []


def _principles(written: object) -> list[tuple[str, list[tuple[str, Any]]]]:
    if not isinstance(written, Mapping):
        return []
    return [
        (str(scheme), sorted((str(name), queries.text_of(words)) for name, words in held.items()))
        for scheme, held in sorted(written.items())
        if isinstance(held, Mapping)
    ]


def _file(content: bytes | str, kind: str, version: InstrumentVersion, ending: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    name = f"{version.urn.rpartition(':')[2]}-{version.number}.{ending}"
    response["Content-Disposition"] = f'attachment; filename="{"".join(each for each in name if each not in QUOTES)}"'
    return response


QUOTES = "\"\\/;%*'"


@require_GET
def version_yaml(request: HttpRequest, code: UUID) -> HttpResponse:
    version = visible(request.user, code)
    return _file(as_yaml(in_order(version.written())), "application/yaml; charset=utf-8", version, "yaml")


@require_GET
def version_xlsform(request: HttpRequest, code: UUID) -> HttpResponse:
    """The workbook. What XLSForm cannot hold is told on a page of its own."""
    version = visible(request.user, code)
    instrument, problems = examine(version.written())
    if instrument is not None:
        try:
            return _file(xlsform_bytes(instrument), sheets.XLSX, version, "xlsx")
        except NotAnXlsform as wrong:
            problems = wrong.problems
    told = [queries.ShownProblem(each.path, in_words(each.sentence)) for each in problems]
    context = {"version": version, "problems": told}
    return render(request, "instruments/version_unfit.html", context, status=409)


@require_GET
def version_compare(request: HttpRequest, code: UUID) -> HttpResponse:
    """What differs between this version and another of the same instrument, the one before unless `with` says."""
    version = visible(request.user, code)
    others = [each for each in queries.history(version, request.user) if each.pk != version.pk]
    wanted = request.GET.get("with", "")
    before = [each for each in others if each.number < version.number]
    nearest = before[0] if before else others[-1] if others else None
    other = next((each for each in others if str(each.number) == wanted), None) if wanted else nearest
    if other is None:
        raise Http404
    older, newer = sorted((version, other), key=lambda each: each.number)
    one, two = examine(older.written())[0], examine(newer.written())[0]
    readable = one is not None and two is not None
    context = {
        "version": version,
        "other": other,
        "others": others,
        "older": older,
        "newer": newer,
        "readable": readable,
        "differences": queries.differences(one, two) if one is not None and two is not None else [],
        "carried": queries.carried(one, two) if one is not None and two is not None else [],
        "title": queries.text_of(newer.document.get("title")),
    }
    return render(request, "instruments/version_compare.html", context)


@require_http_methods(["GET", "POST"])
def version_preview(request: HttpRequest, code: UUID) -> HttpResponse:
    """The questions as a respondent sees them. Answers are tried, and nothing of them is kept."""
    version = visible(request.user, code)
    draft = queries.Draft(version.written())
    context: dict[str, Any] = {
        "version": version,
        "title": queries.text_of(version.document.get("title")),
        "problems": draft.problems,
        "is_draft": version.status == VersionStatus.DRAFT,
        "may_keep": policy.may_keep_instruments(request.user),
    }
    if draft.whole is not None:
        context |= _tried(draft.whole, request.POST)
        context["cases"] = queries.Reading(draft.whole, page_language()).cases(draft.found)
    return render(request, "instruments/version_preview.html", context)


class _Asked:
    """One question of a preview."""

    def __init__(self, item: Item, fields: dict[str, list[str]], error: str, state: Any) -> None:
        self.item, self.error = item, error
        self.control = control_of(item, fields)
        self.how = HOW.get(item.type, "")
        self.unsure = item.id in state.unsure
        self.computed = state.computed.get(item.id)
        self.faults = [(fault.row, fault.says) for fault in state.faults if fault.item == item.id]
        self.is_wrong = bool(error or self.faults)

    @property
    def name(self) -> str:
        return named(self.item.id)


def _tried(instrument: Instrument, posted: Any) -> dict[str, Any]:
    """What is asked and what follows, as answers stand on the page."""
    fields: dict[str, list[str]] = {name: posted.getlist(name) for name in posted}
    longer, gone = posted.get("add", ""), posted.get("remove", "")
    answers: dict[str, Written] = {}
    unfit: dict[str, str] = {}
    for item in instrument.items:
        given = given_of(item, fields)
        if isinstance(given, list) and gone.startswith(f"{item.id}-") and gone[len(item.id) + 1 :].isdecimal():
            number = int(gone[len(item.id) + 1 :])
            given = [each for at, each in enumerate(given) if at != number]
        try:
            answer = accept(item, given)
        except UnfitAnswer as wrong:
            unfit[item.id] = in_words(wrong.sentence)
            continue
        if answer is not None:
            answers[item.id] = answer
    found = queries.tried(instrument, answers)
    blocks = []
    for section in instrument.sections:
        asked = []
        for item in instrument.in_section(section.id):
            if item.id in found.state.hidden:
                continue
            held = fields if item.id in unfit else fields_of(item, answers.get(item.id), page_language())
            if longer == item.id:
                rows = f"{named(item.id)}-rows"
                held = held | {rows: [str(max(int((held.get(rows) or ["0"])[0] or 0), 1) + 1)]}
            asked.append(_Asked(item, held, unfit.get(item.id, ""), found.state))
        if asked:
            blocks.append((section, asked))
    known = instrument.by_id
    checks = {each.id: each.says for each in instrument.checks}
    questions: Sequence[Any] = [each for _section, asked in blocks for each in asked]
    done, total = found.state.progress
    return {
        "instrument": instrument,
        "blocks": blocks,
        "lists": lists_for(questions),
        "done": done,
        "total": total,
        "hidden": [known[each.id] for each in instrument.items if each.id in found.state.hidden],
        "missing": [known[name] for name in found.state.missing(instrument)],
        "findings": [checks[name] for name in found.state.findings],
        "outcome": found.result.outcome,
        "scores": [(instrument.section(each.section).title, each) for each in found.result.sections],
        "status": _("%(done)s of %(total)s answered") % {"done": done, "total": total},
    }


def to_version(version: InstrumentVersion) -> HttpResponse:
    return redirect("instruments:version-show", code=version.code)
