"""The dated figures and the sources of a draft, edited one by one."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from alianza.accounts.request import SignedInRequest
from alianza.regulations import figures_editing as editing
from alianza.regulations import wording
from alianza.regulations.actions import sheets as actions
from alianza.regulations.dictionary import word
from alianza.regulations.forms import figures as forms
from alianza.regulations.models import SheetVersion
from alianza.regulations.views.rule import MEANWHILE, edits_of, own_draft
from alianza.texts import page_language
from alianza.vocabulary.refusal import Refusal, Stale
from alianza.written import day_of

Changed = Callable[[SheetVersion], dict[str, Any]]


def _to_list(version: SheetVersion) -> HttpResponse:
    return redirect("regulations:figure-list", code=version.code)


@login_required
@require_GET
def figure_list(request: SignedInRequest, code: UUID) -> HttpResponse:
    """The dated figures with their values, and the sources."""
    version = own_draft(request, code)
    figures = [
        {
            "name": name,
            "label": word("parameters", name),
            "figure": figure,
            "values": [_value(number, entry, figure) for number, entry in enumerate(editing.values(figure))],
        }
        for name, figure in editing.figures(version.document).items()
    ]
    sources = [
        {"source": each, "kind": word("source_kinds", str(each.get("kind", "")))}
        for each in editing.sources(version.document)
    ]
    return render(request, "regulations/figure_list.html", {"version": version, "figures": figures, "sources": sources})


def _value(number: int, entry: Mapping[str, Any], figure: Mapping[str, Any]) -> dict[str, Any]:
    value = entry.get("v")
    words = (
        wording.amount_words(value, str(figure.get("unit", "")), page_language())
        if isinstance(value, int | float)
        else value
    )
    return {
        "number": number,
        "words": words,
        "first": day_of(entry.get("from")),
        "last": day_of(entry.get("to")),
        "level": word("levels", str(entry.get("lv", ""))),
    }


def _edited(
    request: SignedInRequest,
    version: SheetVersion,
    form: django_forms.Form,
    title: str,
    changed: Changed,
    *,
    was: str = "",
) -> HttpResponse:
    """The page of a form; what is sent is kept. Raises what `changed` raises when the place has gone."""
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                actions.change_draft(version, changed(version), edits=edits_of(request), by=request.user)
            except Stale:
                version.refresh_from_db()
                form.add_error(None, _(MEANWHILE))
                status = 409
            except Refusal as refusal:
                form.add_error(None, refusal.translated(_))
            else:
                messages.success(request, _("Saved."))
                return _to_list(version)
    return render(
        request,
        "regulations/figure_edit.html",
        {"version": version, "form": form, "title": title, "was": was},
        status=status,
    )


@login_required
@require_http_methods(["GET", "POST"])
def source_edit(request: SignedInRequest, code: UUID) -> HttpResponse:
    """A source: the one of `?name=`, or one more."""
    version = own_draft(request, code)
    name = request.GET.get("name") or None
    was = next((each for each in editing.sources(version.document) if each.get("id") == name), None)
    if name and was is None:
        raise Http404
    form = forms.SourceForm(request.POST if request.method == "POST" else None, was=was or {}, language=page_language())
    title = _("Source %(name)s") % {"name": name} if name else _("Add a source")
    return _edited(request, version, form, title, lambda now: editing.with_source(now.document, name, form.entry()))


@login_required
@require_http_methods(["GET", "POST"])
def figure_edit(request: SignedInRequest, code: UUID) -> HttpResponse:
    """A dated figure: the one of `?name=`, or one more."""
    version = own_draft(request, code)
    name = request.GET.get("name") or None
    was = editing.figures(version.document).get(name) if name else None
    if name and was is None:
        raise Http404
    form = forms.FigureForm(request.POST if request.method == "POST" else None, was=was, language=page_language())
    title = str(word("parameters", name)) if name else _("Add a figure")

    def changed(now: SheetVersion) -> dict[str, Any]:
        return editing.with_figure(now.document, name, form.cleaned_data.get("label", ""), form.entry())

    return _edited(request, version, form, title, changed)


@login_required
@require_http_methods(["GET", "POST"])
def value_edit(request: SignedInRequest, code: UUID) -> HttpResponse:
    """A value of the figure of `?name=`: the one of `&at=`, or one more."""
    version = own_draft(request, code)
    name, written = request.GET.get("name", ""), request.GET.get("at", "")
    figure = editing.figures(version.document).get(name)
    if figure is None or (written and not (written.isdecimal() and len(written) < 6)):
        raise Http404
    held = editing.values(figure)
    at = int(written) if written else None
    if at is not None and at >= len(held):
        raise Http404
    was = held[at] if at is not None else {}
    first = str(was.get("from", ""))
    if request.method == "POST" and request.POST.get("was", first) != first:
        raise Stale(thing=str(version))  # another value stands in this place now
    sources = editing.sources(version.document)
    data = request.POST if request.method == "POST" else None
    form = forms.ValueForm(data, was=was, sources=sources, language=page_language())
    label = word("parameters", name).in_language(page_language())[0]
    title = _("A value of %(figure)s") % {"figure": label}

    def changed(now: SheetVersion) -> dict[str, Any]:
        return editing.with_value(now.document, name, at, form.entry())

    return _edited(request, version, form, title, changed, was=first)


@login_required
@require_POST
def figure_remove(request: SignedInRequest, code: UUID) -> HttpResponse:
    """Take out a source, a figure or a value: `what`, `name`, `at`. Raises Stale."""
    version = own_draft(request, code)
    what, name, at = (request.POST.get(key, "") for key in ("what", "name", "at"))
    deeds: dict[str, Callable[[], dict[str, Any]]] = {
        "source": lambda: editing.without_source(version.document, name),
        "figure": lambda: editing.without_figure(version.document, name),
        "value": lambda: editing.without_value(
            version.document, name, int(at) if at.isdecimal() and len(at) < 6 else -1
        ),
    }
    if what not in deeds:
        raise Http404
    try:
        document = deeds[what]()
    except Refusal as refusal:
        messages.error(request, refusal.translated(_))
        return _to_list(version)
    actions.change_draft(version, document, edits=edits_of(request), by=request.user)
    messages.success(request, _("Removed."))
    return _to_list(version)
