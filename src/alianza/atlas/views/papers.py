"""Profiles made elsewhere: adding, reading, removing."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from alianza.accounts.request import SignedInRequest
from alianza.atlas import actions, policy
from alianza.atlas.corridor_names import codes, language, place
from alianza.atlas.forms import PaperForm
from alianza.atlas.models import Paper
from alianza.documents.downloads import as_attachment
from alianza.vocabulary.refusal import Refusal


@login_required
@require_http_methods(["GET", "POST"])
def paper_add(request: SignedInRequest, code: str) -> HttpResponse:
    """A form for title, author, year, language and file."""
    if code not in codes() or not policy.may_add_papers(request.user, code):
        raise Http404
    posted = request.method == "POST"
    form = PaperForm(request.POST if posted else None, request.FILES if posted else None, shown_in=language())
    if posted and form.is_valid():
        told = form.cleaned_data
        try:
            actions.add_paper(
                code,
                title=told["title"],
                author=told["author"],
                year=told["year"],
                language=told["language"],
                content=told["file"],
                name=told["file"].name,
                by=request.user,
            )
        except Refusal as refusal:
            form.add_error(getattr(refusal, "field", None) or None, _(refusal.message) % refusal.facts)
        else:
            messages.success(request, _("The profile is on the list."))
            return redirect(f"{request.path.rpartition('papers/')[0]}#profiles")
    status = 400 if form.errors else 200
    return render(request, "atlas/paper_add.html", {"form": form, "place": place(code)}, status=status)


@require_GET
def paper_file(_request: HttpRequest, code: str, paper: UUID) -> HttpResponseBase:
    """The file as it was brought."""
    found = get_object_or_404(Paper.objects.select_related("file"), code=paper, country=code)
    return as_attachment(found.file)


@login_required
@require_POST
def paper_remove(request: SignedInRequest, code: str, paper: UUID) -> HttpResponse:
    found = get_object_or_404(Paper, code=paper, country=code)
    if not policy.may_remove(request.user, found):
        raise Http404
    actions.remove_paper(found, by=request.user)
    messages.success(request, _("The profile is off the list."))
    return redirect("atlas:country-show", code=code)
