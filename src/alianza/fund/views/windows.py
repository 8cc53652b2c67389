"""Windows and rules: public, so that everybody sees by what the fund is run."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from alianza.accounts.request import SignedInRequest
from alianza.fund import wording
from alianza.fund.actions import windows as actions
from alianza.fund.chart import BASE_CURRENCY
from alianza.fund.forms.windows import RulesForm, WindowForm
from alianza.fund.models import Window
from alianza.fund.policy.contributions import may_keep
from alianza.fund.queries.windows import windows_held
from alianza.fund.rules import rule, rules
from alianza.texts import page_language
from alianza.vocabulary.money import total


def _officers(request: SignedInRequest) -> None:
    if not may_keep(request.user):
        raise Http404


@require_GET
def window_list(request: HttpRequest) -> HttpResponse:
    lang, today = page_language(), timezone.localdate()
    held = windows_held()
    context = {
        "windows": [(one, wording.area_name(one.window.area, lang)) for one in held],
        "free": total([one.free for one in held], BASE_CURRENCY),
        "today": today,
        "rules": [
            (
                wording.RULES[name],
                rule(name, today),
                wording.UNITS[rule(name, today).unit],
                wording.GRADES[rule(name, today).grade],
            )
            for name in dict.fromkeys(one.id for one in rules() if one.since <= today)
        ],
        "may_keep": may_keep(request.user),
    }
    return render(request, "fund/window_list.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def window_open(request: SignedInRequest) -> HttpResponse:
    _officers(request)
    form = WindowForm(request.POST or None, lang=page_language())
    if request.method == "POST" and form.is_valid():
        actions.open_window(on=timezone.localdate(), by=request.user, **form.cleaned_data)
        return redirect("fund:window-list")
    return render(request, "fund/window_open.html", {"form": form})


@login_required
@require_http_methods(["GET", "POST"])
def window_rules(request: SignedInRequest, code: UUID) -> HttpResponse:
    _officers(request)
    window = get_object_or_404(Window, code=code)
    form = RulesForm(request.POST or None, window=window)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        actions.set_rules(window, form.own(), on=timezone.localdate(), by=request.user, reason=reason)
        return redirect("fund:window-list")
    name = wording.window_name(window, page_language())
    return render(request, "fund/window_rules.html", {"form": form, "window": window, "name": name})


@login_required
@require_POST
def window_close(request: SignedInRequest, code: UUID) -> HttpResponse:
    _officers(request)
    actions.close_window(get_object_or_404(Window, code=code), on=timezone.localdate(), by=request.user)
    return redirect("fund:window-list")
