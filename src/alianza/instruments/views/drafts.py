"""Writing an instrument: begin a draft, change it part by part or as a whole, publish it, withdraw it."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from alianza.accounts.request import SignedInRequest
from alianza.instruments import drafting, policy
from alianza.instruments.actions import versions as actions
from alianza.instruments.forms.versions import AboutForm, ItemForm, ListForm, SectionForm
from alianza.instruments.forms.whole import BlankForm, DocumentForm, PackagedForm, ReasonForm, UploadForm
from alianza.instruments.models import InstrumentVersion, VersionStatus
from alianza.instruments.packaged import packaged
from alianza.instruments.queries import versions as queries
from alianza.instruments.queries.versions import Draft
from alianza.instruments.views.versions import shown, to_version
from alianza.texts import page_language
from alianza.vocabulary.refusal import Refusal, Stale
from alianza.written import as_yaml

View = Callable[..., HttpResponse]


def officers(view: View) -> View:
    @wraps(view)
    @login_required
    def only(request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not policy.may_keep_instruments(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return only


def _version(code: UUID) -> InstrumentVersion:
    return get_object_or_404(InstrumentVersion, code=code)


def _draft(code: UUID) -> InstrumentVersion:
    """The draft of that address; one that is published has no editor."""
    return get_object_or_404(InstrumentVersion, code=code, status=VersionStatus.DRAFT)


def _edits(request: SignedInRequest) -> int:
    """The state of the draft that the page was made with."""
    written = request.POST.get("edits", "")
    return int(written) if written.isdecimal() and len(written) < 9 else -1


def _to_edit(version: InstrumentVersion, anchor: str = "") -> HttpResponse:
    response = redirect("instruments:version-edit", code=version.code)
    if anchor:
        response["Location"] += f"#{anchor}"
    return response


# beginning


@officers
@require_POST
def version_load(request: SignedInRequest) -> HttpResponse:
    count = actions.load_packaged(by=request.user)
    words = ngettext("%(count)s instrument was brought in.", "%(count)s instruments were brought in.", count)
    messages.success(request, words % {"count": count} if count else _("All packaged instruments are here already."))
    return redirect("instruments:version-list")


@officers
@require_http_methods(["GET", "POST"])
def version_begin(request: SignedInRequest) -> HttpResponse:
    """A new draft: from a packaged instrument, from a file, or from nothing but a title."""
    choices = [
        (urn, each.title.in_language(page_language())[0])
        for urn, each in sorted(packaged().items(), key=lambda pair: str(pair[1].title))
    ]
    way = request.POST.get("way", "")
    packed = PackagedForm(request.POST if way == "packaged" else None, choices=choices, prefix="packaged")
    by_file = way == "file"
    upload = UploadForm(request.POST if by_file else None, request.FILES if by_file else None, prefix="file")
    empty = BlankForm(request.POST if way == "blank" else None, prefix="blank")
    form: Any = {"packaged": packed, "file": upload, "blank": empty}.get(way)
    if form is not None and form.is_valid():
        if way == "packaged":
            document: Any = dict(packaged()[form.cleaned_data["urn"]].document)
        else:
            document = form.cleaned_data["read"] if way == "file" else form.document()
        try:
            return _to_edit(actions.draft_version(document, by=request.user))
        except Refusal as refusal:
            form.add_error(None, refusal.translated(_))
    context = {"packed": packed, "upload": upload, "empty": empty}
    return render(request, "instruments/version_begin.html", context, status=400 if request.method == "POST" else 200)


@officers
@require_POST
def version_again(request: SignedInRequest, code: UUID) -> HttpResponse:
    """A draft of the next version, beginning with the words of this one; its answers are carried over."""
    version = _version(code)
    document = {key: value for key, value in version.written().items() if key != "carries"}
    document = {**document, "carries": {"version": version.number, "answers": "same"}}
    for entry in drafting.entries(document, "items"):
        for each in (entry, *drafting.entries(entry, "items")):
            each.pop("replaces", None)
    return _to_edit(actions.draft_version(document, by=request.user))


# the draft as a whole


@officers
@require_http_methods(["GET"])
def version_edit(request: SignedInRequest, code: UUID) -> HttpResponse:
    version = _draft(code)
    draft = Draft(version.written())
    lists = version.document.get("lists")
    context = {
        "version": version,
        "title": queries.text_of(version.document.get("title")),
        "rows": draft.rows(),
        "lists": sorted(lists) if isinstance(lists, dict) else [],
        "problems": draft.problems,
        "cases": queries.Reading(draft.whole, page_language()).cases(draft.found) if draft.whole else [],
        "before": InstrumentVersion.objects.filter(urn=version.urn, number__lt=version.number).first(),
    }
    return render(request, "instruments/version_edit.html", context)


@officers
@require_http_methods(["GET", "POST"])
def version_discard(request: SignedInRequest, code: UUID) -> HttpResponse:
    """Removing a draft: a page that says what is lost, and the deed."""
    version = _draft(code)
    if request.method == "POST":
        actions.discard_version(version, edits=_edits(request), by=request.user)
        messages.success(request, _("The draft is discarded."))
        return redirect("instruments:version-list")
    context = {
        "version": version,
        "title": queries.text_of(version.document.get("title")),
        "questions": len(drafting.entries(version.document, "items")),
    }
    return render(request, "instruments/version_discard.html", context)


def _save(
    request: SignedInRequest,
    version: InstrumentVersion,
    document: dict[str, Any],
    form: Any,
    *,
    anchor: str = "",
    mine: Any = None,
    theirs: Callable[[InstrumentVersion], Any] | None = None,
) -> tuple[HttpResponse | None, dict[str, Any]]:
    """Keep a document. When somebody was faster, what both wrote, for the page to show."""
    try:
        actions.change_version(version, document, edits=_edits(request), by=request.user)
    except Stale:
        version.refresh_from_db()
        form.add_error(
            None,
            _("Somebody else changed this draft meanwhile. Your words below are not kept; save again to keep them."),
        )
        held = theirs(version) if theirs else None
        return None, {
            "stale": True,
            "mine": as_yaml(drafting.in_order(mine or {})),
            "theirs": as_yaml(drafting.in_order(held)) if held else "",
        }
    except Refusal as refusal:
        form.add_error(None, refusal.translated(_))
        return None, {}
    messages.success(request, _("Saved."))
    return _to_edit(version, anchor), {}


def _page(request: SignedInRequest, version: InstrumentVersion, page: str, **context: Any) -> HttpResponse:
    clash = context.pop("clash", {})
    context |= {"version": version, "title": queries.text_of(version.document.get("title")), **clash}
    status = 200 if request.method == "GET" else 409 if clash else 400
    return render(request, f"instruments/version_{page}.html", context, status=status)


@officers
@require_http_methods(["GET", "POST"])
def version_about(request: SignedInRequest, code: UUID) -> HttpResponse:
    version = _draft(code)
    form = AboutForm(request.POST or None, document=version.written())
    clash: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        changed = form.changed()
        head = ("title", "purpose", "date", "kind", "respondent", "languages")
        answer, clash = _save(
            request,
            version,
            changed,
            form,
            mine={key: changed.get(key) for key in head},
            theirs=lambda now: {key: now.document.get(key) for key in head},
        )
        if answer is not None:
            return answer
    return _page(request, version, "about", form=form, clash=clash)


@officers
@require_http_methods(["GET", "POST"])
def version_text(request: SignedInRequest, code: UUID) -> HttpResponse:
    """The whole document, for those who read YAML; or in its place a file."""
    version = _draft(code)
    text = {"document": as_yaml(drafting.in_order(version.written()))}
    form = DocumentForm(request.POST, request.FILES) if request.method == "POST" else DocumentForm(initial=text)
    clash: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        read = form.cleaned_data["read"]
        answer, clash = _save(request, version, read, form, mine=read, theirs=lambda now: now.written())
        if answer is not None:
            return answer
    return _page(request, version, "text", form=form, clash=clash)


# its parts


@officers
@require_http_methods(["GET", "POST"])
def version_item(request: SignedInRequest, code: UUID, at: int, child: int | None = None) -> HttpResponse:
    version = _draft(code)
    document = version.written()
    place: drafting.Place | None = (at,) if child is None else (at, child)
    was = request.POST.get("was", "")
    entry = drafting.entry_at(document, place) if place else None
    if was and (entry is None or entry.get("id") != was):  # others moved it
        place = drafting.place_of(document, was)
        entry = drafting.entry_at(document, place) if place else None
    if place is None or entry is None:
        raise Http404
    return _item(request, version, document, place, entry)


@officers
@require_http_methods(["GET", "POST"])
def version_item_add(request: SignedInRequest, code: UUID, at: int | None = None) -> HttpResponse:
    """One more question: at the end of a section (`?section=`), or of the repeated group at that place."""
    version = _draft(code)
    document = version.written()
    if at is not None and (drafting.entry_at(document, (at,)) or {}).get("type") != "repeat":
        raise Http404
    return _item(request, version, document, None, {}, group=at)


def _item(
    request: SignedInRequest,
    version: InstrumentVersion,
    document: dict[str, Any],
    place: drafting.Place | None,
    entry: dict[str, Any],
    group: int | None = None,
) -> HttpResponse:
    draft = Draft(document)
    within = group is not None or (place is not None and len(place) > 1)
    section = request.GET.get("section", "")
    form = ItemForm(request.POST or None, draft=draft, entry=entry, section=section, within=within)
    clash: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        if place is None:
            changed, new = drafting.with_new_item(document, form.written, group)
        else:
            changed, new = drafting.with_item(document, place, form.written), place
        path = drafting.path_of(new)
        own = [each for each in Draft(changed).problems if each.path == path or each.path.startswith(f"{path}.")]
        for problem in own:
            form.add_error(None, f"{problem.path.removeprefix(path).lstrip('.')}: {problem.sentence}".lstrip(": "))
        if not own:
            was = str(entry.get("id", ""))

            def theirs(now: InstrumentVersion) -> Any:
                there = drafting.place_of(now.document, was) if was else None
                return drafting.entry_at(now.document, there) if there else None

            anchor = "item-" + "-".join(map(str, new))
            answer, clash = _save(request, version, changed, form, anchor=anchor, mine=form.written, theirs=theirs)
            if answer is not None:
                return answer
    return _page(
        request, version, "item", form=form, clash=clash, entry=entry, is_new=place is None, was=entry.get("id", "")
    )


@officers
@require_http_methods(["GET", "POST"])
def version_section(request: SignedInRequest, code: UUID, at: int | None = None) -> HttpResponse:
    version = _draft(code)
    document = version.written()
    sections = drafting.entries(document, "sections")
    if at is not None and at >= len(sections):
        raise Http404
    entry = sections[at] if at is not None else {}
    form = SectionForm(request.POST or None, draft=Draft(document), entry=entry)
    clash: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        changed = drafting.with_section(document, at, form.written)
        path = f"sections[{at if at is not None else len(sections)}]"
        own = [each for each in Draft(changed).problems if each.path.startswith(path)]
        for problem in own:
            form.add_error(None, problem.sentence)
        if not own:
            answer, clash = _save(
                request,
                version,
                changed,
                form,
                mine=form.written,
                theirs=lambda now: next(
                    (each for each in drafting.entries(now.document, "sections") if each.get("id") == entry.get("id")),
                    None,
                ),
            )
            if answer is not None:
                return answer
    return _page(request, version, "section", form=form, clash=clash, entry=entry, is_new=at is None)


@officers
@require_http_methods(["GET", "POST"])
def version_choices(request: SignedInRequest, code: UUID, name: str = "") -> HttpResponse:
    """A list to choose from."""
    version = _draft(code)
    document = version.written()
    lists = document.get("lists")
    held: dict[str, Any] = lists if isinstance(lists, dict) else {}
    if name and name not in held:
        raise Http404
    form = ListForm(request.POST or None, document=document, name=name, written=held.get(name, []))
    clash: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        new = form.cleaned_data["name"]
        if new != name and new in held:
            form.add_error("name", _("There is a list of that name already."))
        else:
            changed = drafting.with_list(document, name or None, new, form.written)
            own = [each for each in Draft(changed).problems if each.path.startswith(f"lists.{new}")]
            for problem in own:
                form.add_error(None, f"{problem.path}: {problem.sentence}")
            if not own:
                answer, clash = _save(
                    request,
                    version,
                    changed,
                    form,
                    anchor="lists",
                    mine={new: form.written},
                    theirs=lambda now: {name: (now.document.get("lists") or {}).get(name)} if name else None,
                )
                if answer is not None:
                    return answer
    return _page(request, version, "choices", form=form, clash=clash, name=name, is_new=not name)


MOVES = {"up": -1, "down": 1}


@officers
@require_POST
def version_arrange(request: SignedInRequest, code: UUID) -> HttpResponse:
    """Move or remove a question (`item`), a section or a list. Raises Stale."""
    version = _draft(code)
    document = version.written()
    what, which, step = (request.POST.get(key, "") for key in ("what", "which", "step"))
    anchor = ""
    if what == "item":
        parts = which.split("-")
        if not all(part.isdecimal() and len(part) < 6 for part in parts) or len(parts) > 2:
            raise Http404
        place = tuple(map(int, parts))
        if drafting.entry_at(document, place) is None:
            raise Http404
        if step in MOVES:
            changed = drafting.with_item_moved(document, place, -1 if step == "up" else 1)
            name = (drafting.entry_at(document, place) or {}).get("id")
            now = drafting.place_of(changed, str(name)) or place
            anchor = "item-" + "-".join(map(str, now))
        else:
            changed = drafting.without_item(document, place)
    elif what == "section" and which.isdecimal() and len(which) < 6 and int(which) < len(document.get("sections", [])):
        at = int(which)
        if step in MOVES:
            changed = drafting.with_section_moved(document, at, -1 if step == "up" else 1)
        else:
            changed = drafting.without_section(document, at)
    elif what == "list" and which in (document.get("lists") or {}) and step == "remove":
        changed, anchor = drafting.without_list(document, which), "lists"
    else:
        raise Http404
    if step not in {*MOVES, "remove"}:
        raise Http404
    actions.change_version(version, changed, edits=_edits(request), by=request.user)
    return _to_edit(version, anchor)


# in and out of use


@officers
@require_POST
def version_publish(request: SignedInRequest, code: UUID) -> HttpResponse:
    version = actions.publish_version(_version(code), by=request.user)
    messages.success(request, _("Published. Its words never change now."))
    return to_version(version)


@officers
@require_POST
def version_withdraw(request: SignedInRequest, code: UUID) -> HttpResponse:
    version = _version(code)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return shown(request, version, reason=form, status=400)
    actions.withdraw_version(version, reason=form.cleaned_data["reason"], by=request.user)
    messages.success(request, _("Withdrawn. Rounds that began with it go on."))
    return to_version(version)
