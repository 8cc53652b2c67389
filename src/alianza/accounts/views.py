from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from alianza.accounts import actions, forms
from alianza.accounts.models import Token
from alianza.accounts.queries import usable_tokens
from alianza.accounts.request import SignedInRequest


@login_required
@require_http_methods(["GET", "POST"])
def token_list(request: SignedInRequest) -> HttpResponse:
    """A person's tokens; a fresh one's secret is shown on this answer and never again."""
    form = forms.TokenForm(request.POST or None)
    secret = ""
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        _token, secret = actions.issue_token(
            request.user, label=data["label"], scopes=data["scopes"], days=data["days"], by=request.user
        )
        form = forms.TokenForm()
    context = {"tokens": usable_tokens(request.user), "form": form, "secret": secret}
    return render(request, "accounts/token_list.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def time_zone(request: SignedInRequest) -> HttpResponse:
    """Choose the zone in which pages show times."""
    form = forms.TimeZoneForm(
        request.POST if request.method == "POST" else None, initial={"time_zone": request.user.time_zone}
    )
    if form.is_valid():
        actions.choose_time_zone(request.user, form.cleaned_data["time_zone"])
        messages.success(request, _("Pages show times in the zone that you chose."))
        return redirect("accounts:time-zone")
    context = {"form": form, "now": timezone.now()}
    return render(request, "accounts/time_zone.html", context, status=400 if form.is_bound else 200)


@login_required
@require_POST
def token_end(request: SignedInRequest, code: UUID) -> HttpResponse:
    token = get_object_or_404(Token, code=code, user=request.user)
    actions.end_token(token, by=request.user)
    messages.success(request, _("The token was ended."))
    return redirect("accounts:token-list")
