"""Watching a firm by mail, and checks that leave a record."""

from uuid import UUID

from allauth.core.ratelimit import consume
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from alianza.accounts.models import User
from alianza.certification import check_document
from alianza.certification.actions import watching as actions
from alianza.certification.forms.register import WatchForm
from alianza.certification.models import ActiveCheck, Award, Subject
from alianza.certification.notices.watching import CONFIRM, STOP
from alianza.certification.standing import STATES, State
from alianza.texts import page_language


def _registered(code: UUID) -> Subject:
    """A subject that the register knows: one that had a label."""
    subject = get_object_or_404(Subject.objects.select_related("organisation"), code=code)
    if not Award.objects.filter(application__subject=subject).exists():
        raise Http404
    return subject


@sensitive_post_parameters()
@require_POST
def watch_ask(request: HttpRequest, code: UUID) -> HttpResponse:
    """The answer is the same for every address: nobody learns who watches."""
    subject = _registered(code)
    form = WatchForm(request.POST)
    status = 400
    if form.is_valid():
        if consume(request, action="watch"):
            actions.ask(subject, form.cleaned_data["address"], language=page_language())
            messages.success(request, _("Look into your mail: unless you watch already, a link there confirms it."))
            return redirect("certification:register-show", code=subject.code)
        status = 429
        form.add_error(None, _("Many were sent from your connection in this hour. Try again later."))
    return render(request, "certification/watch_ask.html", {"subject": subject, "form": form}, status=status)


@never_cache
@require_http_methods(["GET", "POST"])
def watch_confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Opening the link changes nothing, since mail servers open links too; the button does."""
    watch = actions.watch_of(token, CONFIRM)
    if request.method == "POST":
        watch = actions.confirm(token)
        messages.success(request, _("You are told by mail when this label changes."))
        return redirect("certification:register-show", code=watch.subject.code)
    return render(request, "certification/watch_confirm.html", {"watch": watch})


@never_cache
@csrf_exempt  # mail programs send the one click of RFC 8058 without having seen a page of ours
@require_http_methods(["GET", "POST"])
def watch_stop(request: HttpRequest, token: str) -> HttpResponse:
    if request.method == "POST":
        actions.stop(token)
        return render(request, "certification/watch_stopped.html")
    return render(request, "certification/watch_stop.html", {"watch": actions.watch_of(token, STOP)})


@require_POST
def check_make(request: HttpRequest, code: UUID) -> HttpResponse:
    subject = _registered(code)
    if not consume(request, action="check"):
        words = _("Many checks were made from your connection in this hour. Try again later.")
        return render(request, "web/refused.html", {"sentence": words}, status=429)
    by = request.user if isinstance(request.user, User) else None
    made = actions.check(subject, by=by)
    return redirect("certification:check-show", code=made.code)


def _check(code: UUID) -> ActiveCheck:
    return get_object_or_404(ActiveCheck.objects.select_related("subject__organisation"), code=code)


@require_GET
def check_show(request: HttpRequest, code: UUID) -> HttpResponse:
    """The record; whoever has its address may show it to others."""
    check = _check(code)
    context = {"check": check, "words": str(STATES[State(check.standing)])}
    return render(request, "certification/check_show.html", context)


@require_GET
def check_pdf(request: HttpRequest, code: UUID) -> HttpResponse:  # noqa: ARG001
    check = _check(code)
    response = HttpResponse(check_document.pdf(check, page_language()), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="check-{check.at:%Y-%m-%d}.pdf"'
    return response
