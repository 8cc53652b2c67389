"""The versions of a sheet, and what differs between two of them, in words."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from alianza.instruments.comparing import Change
from alianza.regulations import policy
from alianza.regulations.models import SheetVersion
from alianza.regulations.templatetags.law import name_of
from alianza.regulations.version_differences import PARTS, Difference, compare
from alianza.texts import page_language

CHANGES: Mapping[Change, tuple[str, Any]] = {
    Change.ADDED: ("good", gettext_lazy("added")),
    Change.REMOVED: ("bad", gettext_lazy("removed")),
    Change.CHANGED: ("caution", gettext_lazy("changed")),
    Change.MOVED: ("quiet", gettext_lazy("moved")),
}


def _versions(request: HttpRequest, sheet: str) -> QuerySet[SheetVersion]:
    found = (
        policy.visible_to(request.user)
        .filter(category__name=sheet)
        .select_related("category")
        .order_by("-number", "-entered_at")
    )
    if not found:
        raise Http404
    return found


@require_GET
def sheet_versions(request: HttpRequest, sheet: str) -> HttpResponse:
    """Every version of a sheet that the visitor may see, the newest first, and a choice of two to compare."""
    versions = list(_versions(request, sheet))
    keeps = policy.keeps_sheets(request.user)
    context = {"sheet": sheet, "name": name_of(versions[0]), "versions": versions, "keeps": keeps}
    return render(request, "regulations/sheet_versions.html", context)


@require_GET
def sheet_difference(request: HttpRequest, sheet: str) -> HttpResponse:
    """What differs between two versions, `from` the older `to` the newer; of the last two when none is named."""
    versions = {version.number: version for version in _versions(request, sheet)}
    numbers = sorted(versions, reverse=True)
    newer = _chosen(request, "to", versions, numbers[0])
    before = [number for number in numbers if number < newer.number]
    older = _chosen(request, "from", versions, before[0] if before else newer.number)
    differences = compare(older.document, newer.document, page_language(), on=timezone.localdate())
    context = {
        "sheet": sheet,
        "name": name_of(newer),
        "older": older,
        "newer": newer,
        "versions": [versions[number] for number in numbers],
        "groups": [
            {"title": _(PARTS[part]), "rows": [_row(each) for each in differences if each.part == part]}
            for part in PARTS
            if any(each.part == part for each in differences)
        ],
        "total": len(differences),
    }
    return render(request, "regulations/sheet_difference.html", context)


def _row(difference: Difference) -> dict[str, Any]:
    kind, words = CHANGES[difference.change]
    return {"where": difference.where, "says": difference.says, "kind": kind, "change": words}


def _chosen(request: HttpRequest, key: str, versions: Mapping[int, SheetVersion], otherwise: int) -> SheetVersion:
    written = request.GET.get(key, "")
    if not written:
        return versions[otherwise]
    number = int(written) if written.isdecimal() and len(written) < 9 else -1
    if number not in versions:
        raise Http404
    return versions[number]
