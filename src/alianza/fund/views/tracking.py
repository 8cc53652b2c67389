"""All migration finance: public pages by country and flow, and the officers' door for files of others."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from alianza.accounts.request import SignedInRequest
from alianza.fund import sheets
from alianza.fund.actions import tracking as actions
from alianza.fund.finance_tables import COLUMNS, NEEDED
from alianza.fund.forms.tracking import FileForm, TableForm
from alianza.fund.models import FinanceFile, Flow
from alianza.fund.policy import tracking as policy
from alianza.fund.queries import tracking as queries
from alianza.tabular import InputProblems
from alianza.vocabulary.places import country
from alianza.vocabulary.refusal import Refusal
from alianza.vocabulary.unknown import UnknownCode

SENTENCES = 20
PER_PAGE = 50


@require_GET
def tracking_list(request: HttpRequest) -> HttpResponse:
    """Every country with its totals by class."""
    year = _year(request)
    rows = queries.by_country(year)
    classes = [(code, label) for code, label in Flow.Class.choices if any(code in row.cells for row in rows)]
    context = {
        "rows": [(row, [row.cells.get(code) for code, _label in classes]) for row in rows],
        "countries": sum(1 for row in rows if row.country),
        "classes": classes,
        "year": year,
        "years": queries.years(),
        "flows": sum(row.flows for row in rows),
        "not_counted": sum(row.not_counted for row in rows),
        "latest": queries.latest(),
        "may_see_files": policy.may_see_files(request.user),
    }
    return render(request, "fund/tracking_list.html", context)


def _year(request: HttpRequest) -> int | None:
    given = request.GET.get("year", "")
    return int(given) if given.isascii() and given.isdecimal() and len(given) == 4 else None


def _country(code: str) -> str:
    """An alpha-3 code, or empty for several. Raises Http404."""
    if code == queries.SEVERAL:
        return ""
    try:
        return country(code).alpha3 if len(code) == 3 else _none()
    except UnknownCode:
        raise Http404 from None


def _none() -> str:
    raise Http404


def _chosen(request: HttpRequest, flows: QuerySet[Flow]) -> QuerySet[Flow]:
    """By class and year, as the address says."""
    if request.GET.get("class") in Flow.Class.values:
        flows = flows.filter(klass=request.GET["class"])
    year = _year(request)
    return flows if year is None else flows.filter(year=year)


@require_GET
def tracking_country(request: HttpRequest, country: str) -> HttpResponse:
    code = _country(country)
    if code and country != code:
        return redirect("fund:tracking-country", country=code)
    flows = queries.of_country(code or queries.SEVERAL)
    chosen = _chosen(request, flows).order_by(*queries.LARGEST_FIRST)
    table = queries.by_class_and_year(flows)
    context = {
        "code": code,
        "place": country,
        "table": table,
        "flows": sum(row.whole.flows for row in table.rows),
        "not_counted": flows.filter(counted=False).count(),
        "page": Paginator(chosen, PER_PAGE).get_page(request.GET.get("page")),
        "years": table.years[::-1],
        "year": _year(request),
        "classes": Flow.Class.choices,
        "klass": request.GET.get("class", ""),
        "latest": queries.latest(),
    }
    return render(request, "fund/tracking_country.html", context)


@require_GET
def tracking_flow(request: HttpRequest, code: UUID) -> HttpResponse:
    flow = get_object_or_404(Flow.objects.select_related("file", "same_as"), code=code)
    context = {
        "flow": flow,
        "chain": list(queries.chain(flow))[1:],
        "before": list(queries.told_before(flow)[:100]),
        "of_loan": flow.klass == Flow.Class.LOAN,
    }
    return render(request, "fund/tracking_flow.html", context)


@require_GET
def tracking_csv(request: HttpRequest) -> HttpResponse:
    """Flows as a table: `country`, `year` and `class` choose."""
    flows = Flow.objects.all()
    if "country" in request.GET:
        flows = flows.filter(recipient=_country(request.GET["country"]))
    flows = _chosen(request, flows)
    response = HttpResponse(
        sheets.written(queries.HEADINGS, queries.rows(flows)), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="migration-finance.csv"'
    return response


# files -------------------------------------------------------------------------------------------------------------


def _officers(request: SignedInRequest) -> None:
    if not policy.may_bring(request.user):
        raise Http404


@login_required
@require_GET
def tracking_files(request: SignedInRequest) -> HttpResponse:
    if not policy.may_see_files(request.user):
        raise Http404
    return render(request, "fund/tracking_files.html", _files(request))


def _files(request: SignedInRequest, **forms: Form) -> dict[str, Any]:
    return {
        "files": list(queries.files()),
        "may_bring": policy.may_bring(request.user),
        "iati_form": forms.get("iati", FileForm(prefix="iati")),
        "table_form": forms.get("table", TableForm(prefix="table")),
        "opened": next(iter(forms), ""),
        "needed": ", ".join(NEEDED),
        "columns": ", ".join(COLUMNS),
    }


@login_required
@require_POST
def tracking_bring_iati(request: SignedInRequest) -> HttpResponse:
    _officers(request)
    form = FileForm(request.POST, request.FILES, prefix="iati")

    def bring(file: Path, told: dict[str, Any]) -> FinanceFile:
        held, left_out = actions.import_iati(file, by=request.user, **told)
        if left_out:
            count = len(left_out)
            said = ngettext(
                "%(count)s part could not be read and was left out. It is: %(first)s",
                "%(count)s parts could not be read and were left out. The first: %(first)s",
                count,
            )
            messages.warning(request, said % {"count": count, "first": left_out[0]})
        return held

    return _brought(request, form, "iati", bring)


@login_required
@require_POST
def tracking_bring_table(request: SignedInRequest) -> HttpResponse:
    _officers(request)
    form = TableForm(request.POST, request.FILES, prefix="table")

    def bring(file: Path, told: dict[str, Any]) -> FinanceFile:
        return actions.import_table(file, told.pop("mapping"), by=request.user, **told)

    return _brought(request, form, "table", bring)


def _brought(
    request: SignedInRequest, form: FileForm, name: str, bring: Callable[[Path, dict[str, Any]], FinanceFile]
) -> HttpResponse:
    if form.is_valid():
        told = dict(form.cleaned_data)
        try:
            with tempfile.TemporaryDirectory(prefix="alianza-finance-") as folder:
                held = bring(_laid_down(told.pop("file"), Path(folder)), told)
        except InputProblems as problems:
            for sentence in problems.sentences[:SENTENCES]:
                form.add_error("file", sentence)
            if problems.count > SENTENCES:
                more = _("And %(more)s more problems.") % {"more": problems.count - SENTENCES}
                form.add_error("file", more)
        except Refusal as refused:
            form.add_error("file", refused.translated(_))
        else:
            said = ngettext("%(count)s flow was brought in.", "%(count)s flows were brought in.", held.flows.count())
            messages.success(request, said % {"count": held.flows.count()})
            return redirect("fund:tracking-files")
    return render(request, "fund/tracking_files.html", _files(request, **{name: form}), status=400)


def _laid_down(upload: UploadedFile[bytes], folder: Path) -> Path:
    """The upload as a file of a name that is ours: what a browser calls it is never believed."""
    place = folder / "file.csv"
    with place.open("wb") as out:
        for chunk in upload.chunks():
            out.write(chunk)
    return place


@login_required
@require_POST
def tracking_bring_own(request: SignedInRequest) -> HttpResponse:
    _officers(request)
    held = actions.bring_own(timezone.localdate(), by=request.user)
    if held is None:
        messages.info(request, _("The books say nothing that is not here already."))
    else:
        messages.success(request, _("Our own payments are here as the books have them today."))
    return redirect("fund:tracking-files")


@login_required
@require_http_methods(["POST"])
def tracking_remove(request: SignedInRequest, code: UUID) -> HttpResponseRedirect:
    _officers(request)
    actions.remove(get_object_or_404(FinanceFile, code=code), by=request.user)
    messages.success(request, _("The file was taken out, and everything was counted again."))
    return redirect("fund:tracking-files")
