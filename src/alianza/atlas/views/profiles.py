"""The migration profile as a document: a page to print, and a PDF."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET

from alianza.atlas import profile_document
from alianza.atlas.corridor_names import language
from alianza.atlas.views.countries import asked


@require_GET
def profile_page(_request: HttpRequest, code: str) -> HttpResponse:
    """The profile as one HTML file that needs nothing else."""
    here = asked(code)
    if here != code:
        return redirect("atlas:profile-page", code=here, permanent=True)
    return _answer(profile_document.html(here, language(), on=timezone.localdate()), "text/html; charset=utf-8", "")


@require_GET
def profile_pdf(_request: HttpRequest, code: str) -> HttpResponse:
    """The profile as a PDF."""
    here = asked(code)
    if here != code:
        return redirect("atlas:profile-pdf", code=here, permanent=True)
    content = profile_document.pdf(here, language(), on=timezone.localdate())
    return _answer(content, "application/pdf", f"{here}-{language()}.pdf")


def _answer(content: str | bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    if name:
        response["Content-Disposition"] = f'inline; filename="{name}"'
    return response
