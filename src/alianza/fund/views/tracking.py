"""All migration finance: public pages by country and flow, and the officers' door for files of others."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import QuerySet
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from alianza.accounts.request import SignedInRequest
from alianza.fund import background, sheets
from alianza.fund.actions import imports
from alianza.fund.actions import tracking as actions
from alianza.fund.finance_tables import COLUMNS, NEEDED
from alianza.fund.forms.tracking import FileForm, TableForm
from alianza.fund.loan_shown import terms_shown
from alianza.fund.models import FinanceFile, FinanceImport, Flow
from alianza.fund.policy import tracking as policy
from alianza.fund.queries import tracking as queries
from alianza.texts import page_language
from alianza.vocabulary.places import country
from alianza.vocabulary.refusal import Refusal
from alianza.vocabulary.unknown import UnknownCode

LISTED = 20
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
        "terms": list(terms_shown(flow.loan_terms)),
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
        "imports": [background.end_given_up(each) for each in queries.imports()[:LISTED]],
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
    return _brought(request, FileForm(request.POST, request.FILES, prefix="iati"), FinanceFile.Kind.IATI)


@login_required
@require_POST
def tracking_bring_table(request: SignedInRequest) -> HttpResponse:
    _officers(request)
    return _brought(request, TableForm(request.POST, request.FILES, prefix="table"), FinanceFile.Kind.CSV)


def _brought(request: SignedInRequest, form: FileForm, kind: FinanceFile.Kind) -> HttpResponse:
    """Keep the file and give it to a job; its page tells how far that is."""
    name = "iati" if kind == FinanceFile.Kind.IATI else "table"
    if form.is_valid():
        told = dict(form.cleaned_data)
        told.pop("mapping", None)
        language = page_language()
        columns = form.data.get("table-mapping", "") if kind == FinanceFile.Kind.CSV else ""
        try:
            held = imports.bring(
                told.pop("file").file, kind=kind, about=told, columns=columns, language=language, by=request.user
            )
        except Refusal as refused:
            form.add_error("file", refused.translated(_))
        else:
            _give_to_job(held)
            return redirect("fund:tracking-import", code=held.code)
    return render(request, "fund/tracking_files.html", _files(request, **{name: form}), status=400)


def _give_to_job(held: FinanceImport) -> None:
    code = str(held.code)
    transaction.on_commit(lambda: background.read_import.enqueue(code))


def _import(request: SignedInRequest, code: UUID) -> FinanceImport:
    if not policy.may_see_files(request.user):
        raise Http404
    return get_object_or_404(FinanceImport.objects.select_related("file", "brought_by"), code=code)


@login_required
@require_GET
def tracking_import(request: SignedInRequest, code: UUID) -> HttpResponse:
    """How far the reading of a file is, and what came of it."""
    held = background.end_given_up(_import(request, code))
    context = {
        "held": held,
        "more": max(held.problem_count - len(held.problems), 0),
        "may_bring": policy.may_bring(request.user),
        "here": held.path.exists(),
    }
    return render(request, "fund/tracking_import.html", context)


@login_required
@require_POST
def tracking_import_anew(request: SignedInRequest, code: UUID) -> HttpResponse:
    _officers(request)
    held = imports.begin_anew(_import(request, code), by=request.user)
    _give_to_job(held)
    messages.success(request, _("The import is begun anew."))
    return redirect("fund:tracking-import", code=held.code)


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
