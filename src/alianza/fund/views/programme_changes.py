"""Changes of a programme: what is different between two versions, and the forms that make the next one."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from alianza.accounts.request import SignedInRequest
from alianza.fund.actions import changes as actions
from alianza.fund.forms import programmes as forms
from alianza.fund.forms.changes import ShiftLines
from alianza.fund.models import Programme
from alianza.fund.policy import programmes as policy
from alianza.fund.queries.programme_content import decided_end, versions_of
from alianza.fund.versions import Difference, differences
from alianza.fund.views.programmes import programme_of
from alianza.fund.views.proposals import PARTS
from alianza.vocabulary.refusal import Refusal

FORMS: dict[str, Any] = {
    "extend": (forms.ExtendForm, gettext_lazy("Extend without cost")),
    "shift": (forms.ShiftForm, gettext_lazy("Move money between categories")),
    "restructure": (forms.RestructureForm, gettext_lazy("Carry out a decision on a change")),
}

NAMES = {
    **PARTS,
    "starts_on": gettext_lazy("Begins"),
    "ends_on": gettext_lazy("Ends"),
    "approved": gettext_lazy("Approved"),
    "original_target": gettext_lazy("Original target"),
}


@login_required
@require_GET
def programme_change(request: SignedInRequest, code: UUID, number: int) -> HttpResponse:
    """One version beside the one before it."""
    programme = programme_of(request, code)
    version = get_object_or_404(versions_of(programme), number=number)
    before = versions_of(programme).filter(number__lt=number).last()
    context = {
        "programme": programme,
        "version": version,
        "before": before,
        "rows": [(named(one), one) for one in differences(before.content, version.content)] if before else [],
    }
    return render(request, "fund/programme_change.html", context)


def named(difference: Difference) -> str:
    """Which part of a programme differs, in words."""
    return " · ".join(str(NAMES.get(part, part)) for part in difference.path)


@login_required
@require_http_methods(["GET", "POST"])
def programme_alter(request: SignedInRequest, code: UUID, what: str) -> HttpResponse:
    programme = programme_of(request, code)
    if what not in FORMS or "officer" not in policy.roles_in_programme(request.user, programme):
        raise Http404
    kind, title = FORMS[what]
    data = request.POST if request.method == "POST" else None
    form: Form = kind(data, programme=programme)
    shifts = ShiftLines(data, prefix="shifts", form_kwargs={"programme": programme}) if what == "restructure" else None
    if data is not None and form.is_valid() and (shifts is None or shifts.is_valid()):
        try:
            _altered(request, programme, what, form, shifts)
        except Refusal as refusal:
            form.add_error(None, [*refusal.each_translated(_)])
        else:
            messages.success(request, _("Done: %(move)s.") % {"move": title})
            return redirect("fund:programme-show", code=programme.code)
    context = {"programme": programme, "form": form, "title": title, "end": decided_end(programme), "forms": FORMS}
    context["shifts"] = shifts
    return render(request, "fund/programme_alter.html", context, status=400 if data is not None else 200)


def _altered(request: SignedInRequest, programme: Programme, what: str, form: Form, shifts: Any) -> None:
    on, by, said = timezone.localdate(), request.user, form.cleaned_data
    if what == "extend":
        actions.extend(programme, said["ends_on"], reason=said["reason"], on=on, by=by)
    elif what == "shift":
        change = actions.Shift(said["organisation"], said["source"], said["target"], said["money"])
        actions.shift(programme, change, reason=said["reason"], on=on, by=by)
    elif isinstance(form, forms.RestructureForm):
        moved = [one for each in shifts if (one := each.shift()) is not None]
        new = actions.Restructuring(ends_on=said["ends_on"], targets=form.targets(), shifts=moved)
        actions.restructure(programme, new, said["decision"], reason=said["reason"], on=on, by=by)
