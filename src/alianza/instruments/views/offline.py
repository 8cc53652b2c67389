"""A response taken offline as a file, and brought back."""

import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from alianza.accounts.request import SignedInRequest
from alianza.instruments import offline
from alianza.instruments.actions.answering import keep_answers
from alianza.instruments.forms.questions import files_in, in_words
from alianza.instruments.forms.responses import BringForm
from alianza.instruments.instrument import Type
from alianza.instruments.models import Origin
from alianza.instruments.queries.responses import Whole
from alianza.instruments.views.responses import refused_on, whole_for
from alianza.texts import page_language
from alianza.vocabulary.refusal import Refusal
from alianza.written import LARGEST_FILE


def _whole(request: SignedInRequest, code: UUID) -> Whole:
    whole = whole_for(request, code)
    if whole.writable is not None and not whole.writable:
        raise Http404
    return whole


@login_required
@require_GET
def response_offline(request: SignedInRequest, code: UUID) -> HttpResponse:
    whole = _whole(request, code)
    text = offline.written(
        whole.instrument,
        {name: each.value for name, each in whole.held.items() if each.value is not None and name not in whole.carried},
        seen={name: each.edits for name, each in whole.held.items()},
        asked=whole.state.asked,
        sections=whole.writable,
        language=page_language(),
        roles=whole.roles,
    )
    answer = HttpResponse(text, content_type="application/yaml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="answers-{str(code)[:8]}.yaml"'
    return answer


@login_required
@require_http_methods(["GET", "POST"])
def response_bring(request: SignedInRequest, code: UUID) -> HttpResponse:
    whole = _whole(request, code)
    if not whole.is_open:
        return redirect("instruments:response-show", code=code)
    if request.method != "POST":
        return _page(request, whole, BringForm())
    if "content" in request.POST:
        return _apply(request, whole)
    form = BringForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            raw = file.read(LARGEST_FILE + 1)
            found = offline.brought(raw, whole.instrument, size=file.size)
        except Refusal as refusal:
            refused_on(form, refusal)
        else:
            return _page(request, whole, BringForm(), found=found, content=raw.decode("utf-8-sig"))
    return _page(request, whole, form, status=400)


def _differences(whole: Whole, found: offline.Brought) -> list[dict[str, Any]]:
    """What the file would change, by question: what stands and what it brings; `newer` if answered here since."""
    rows = []
    for item in whole.instrument.items:
        if item.id not in found.answers or not (whole.writable is None or item.section in whole.writable):
            continue
        held = whole.held.get(item.id)
        now = None if item.id in whole.carried else offline.without_files(whole.value_of(item.id))
        then = found.answers[item.id]
        if now == then:
            continue
        edits = held.edits if held else 0
        newer = edits != found.seen.get(item.id, edits)
        if newer and then is None:
            continue  # it was empty when the file was taken, and still is in the file
        rows.append({"item": item, "now": now, "then": then, "newer": newer, "edits": edits})
    return rows


def _page(
    request: SignedInRequest,
    whole: Whole,
    form: BringForm,
    *,
    found: offline.Brought | None = None,
    content: str = "",
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {"whole": whole, "response": whole.response, "form": form, "content": content}
    if found is not None:
        known = whole.instrument.by_id
        context |= {
            "found": found,
            "differences": _differences(whole, found),
            "unfit": [(known[name], in_words(sentence)) for name, sentence in found.unfit.items()],
        }
    return render(request, "instruments/response_bring.html", context, status=status)


def _apply(request: SignedInRequest, whole: Whole) -> HttpResponse:
    raw = request.POST["content"].encode("utf-8", "replace")
    found = offline.brought(raw, whole.instrument)
    try:
        sent = json.loads(request.POST.get("seen", "{}"))
    except ValueError:
        sent = {}
    seen = {str(name): n for name, n in sent.items() if isinstance(n, int)} if isinstance(sent, dict) else {}
    wanted = set(request.POST.getlist("bring"))
    given: dict[str, object] = {}
    for row in _differences(whole, found):
        item = row["item"]
        if item.id in wanted:
            given[item.id] = row["then"]
            files = files_in(whole.value_of(item.id), item) if item.type is Type.CRITERION else ()
            if files:
                given[item.id] = {**(row["then"] or {}), "files": list(files)}
    kept = keep_answers(whole.response, given, seen=seen, by=request.user, origin=Origin.BROUGHT) if given else None
    count = len(kept.edits) if kept else 0
    words = ngettext("%(count)s answer was brought in.", "%(count)s answers were brought in.", count)
    messages.success(request, words % {"count": count})
    if kept and kept.clashes:
        words = ngettext(
            "%(count)s answer was changed by somebody else meanwhile and stays as it is.",
            "%(count)s answers were changed by somebody else meanwhile and stay as they are.",
            len(kept.clashes),
        )
        messages.warning(request, words % {"count": len(kept.clashes)})
    if kept and kept.unfit:
        messages.warning(request, _("Some answers do not fit any more and were not brought in."))
    return redirect("instruments:response-show", code=whole.response.code)
