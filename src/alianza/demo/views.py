"""The demonstration's own pages: who one can be, what to try, and the mail written so far."""

from collections.abc import Callable
from functools import wraps
from pathlib import Path

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from alianza.accounts.models import User
from alianza.demo.cast import ACCOUNTS, BY_KEY
from alianza.demo.distributions import sources
from alianza.demo.mail import letters
from alianza.demo.walk import steps
from alianza.web.middleware import SESSION_HAS_SECOND_FACTOR

LETTERS = 50
View = Callable[[HttpRequest], HttpResponse]


def only_here(view: View) -> View:
    """These pages sign anybody in: outside a demonstration they do not exist, however they were mounted."""

    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        if not settings.DEMONSTRATION:
            raise Http404
        return view(request)

    return guarded


@only_here
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    present = set(User.objects.filter(email__in=[each.email for each in ACCOUNTS]).values_list("email", flat=True))
    context = {
        "groups": [
            (name, told)
            for name, fund in ((_("Work and the registry"), False), (_("The fund"), True))
            if (told := [each for each in ACCOUNTS if each.fund == fund and each.email in present])
        ],
        "steps": steps(),
        "letters": len(letters(_folder(), most=LETTERS)),
        "sources": sources(),
    }
    return render(request, "demo/home.html", context)


@only_here
@require_POST
def sign_in(request: HttpRequest) -> HttpResponse:
    """Become one of the cast, as if with password and second factor; nobody else can be chosen."""
    chosen = BY_KEY.get(request.POST.get("account", ""))
    if chosen is None:
        raise Http404
    user = get_object_or_404(User, email=chosen.email, is_active=True)
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    request.session[SESSION_HAS_SECOND_FACTOR] = True
    return redirect(_wanted(request) or _first_page(chosen.role))


@only_here
@require_GET
def mail_list(request: HttpRequest) -> HttpResponse:
    return render(request, "demo/mail_list.html", {"letters": letters(_folder(), most=LETTERS), "folder": _folder()})


def _folder() -> Path:
    return Path(settings.INSTANCE) / "mail"


def _wanted(request: HttpRequest) -> str:
    target = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return target if safe else ""


def _first_page(role: str) -> str:
    try:
        return reverse({"worker": "placement:mine", "employer": "placement:order-list"}.get(role, "web:home"))
    except NoReverseMatch:
        return reverse("web:home")
