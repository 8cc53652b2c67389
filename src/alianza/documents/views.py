from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from alianza.documents import actions, policy
from alianza.documents.downloads import as_attachment
from alianza.documents.forms import FileForm
from alianza.vocabulary.refusal import Refusal

KEPT_DAYS = 2 * 365


@login_required
@require_http_methods(["GET", "POST"])
def file_list(request: HttpRequest) -> HttpResponse:
    """My files; the form on the page adds one."""
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            actions.store(
                request.user,  # type: ignore[arg-type]
                form.cleaned_data["kind"],
                upload.file,
                name=upload.name,
                keep_until=timezone.localdate() + timedelta(days=KEPT_DAYS),
                by=request.user,  # type: ignore[arg-type]
            )
        except Refusal as refusal:
            form.add_error(refusal.field, _(refusal.message) % refusal.facts)
        else:
            messages.success(request, _("The file was stored. Only you can read it."))
            return redirect("documents:file-list")
    files = policy.visible_to(request.user)
    return render(
        request, "documents/file_list.html", {"files": files, "form": form}, status=400 if form.errors else 200
    )


@login_required
@require_GET
def file_download(request: HttpRequest, code: UUID) -> HttpResponseBase:
    return as_attachment(get_object_or_404(policy.visible_to(request.user), code=code))


@login_required
@require_POST
def file_remove(request: HttpRequest, code: UUID) -> HttpResponse:
    actions.remove(get_object_or_404(policy.visible_to(request.user), code=code), by=request.user)  # type: ignore[arg-type]
    messages.success(request, _("The file was removed."))
    return redirect("documents:file-list")
