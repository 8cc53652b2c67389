"""Pages of what a round came to; who sees them, and how much, is the round's own rule."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from alianza import charts
from alianza.accounts.request import SignedInRequest
from alianza.instruments import jobs, policy, results_document, sheets
from alianza.instruments import results_shown as shown
from alianza.instruments.actions import results as actions
from alianza.instruments.forms.results import CodeForm, SearchForm, SortForm
from alianza.instruments.instrument import Item, Type
from alianza.instruments.letters import who_is_asked
from alianza.instruments.models import OpenAnswer, OpenCode, Results, Round, RoundStatus
from alianza.instruments.queries import results as queries
from alianza.instruments.views.rounds import file_of, refuse_others
from alianza.network.policy import is_auditor
from alianza.texts import page_language
from alianza.vocabulary.refusal import Refusal

PER_PAGE = 25


def _round(request: HttpRequest, code: UUID) -> Round:
    visible = policy.rounds_visible_to(request.user).exclude(status=RoundStatus.DRAFT)
    return get_object_or_404(visible.select_related("version"), code=code)


def _full(request: HttpRequest, campaign: Round) -> bool:
    secretariat = policy.may_keep_instruments(request.user) or is_auditor(request.user)
    return shown.is_full(campaign, secretariat=secretariat)


def _results(campaign: Round) -> tuple[Results | None, bool]:
    """What was counted last, and whether newer answers are being counted."""
    held = Results.objects.filter(round=campaign).first()
    if held is not None:
        held.round = campaign
    stamp = queries.stamp_of(campaign)
    counting = held is None or held.stamp != stamp
    if counting and cache.add(f"instruments.counting.{campaign.pk}.{stamp}", True, 60):
        jobs.count_round.enqueue(str(campaign.code))
    return held, counting


def _kept(campaign: Round) -> Results:
    held = _results(campaign)[0]
    if held is None:
        raise Http404
    return held


@require_GET
def results_show(request: HttpRequest, code: UUID) -> HttpResponse:
    campaign = _round(request, code)
    held, counting = _results(campaign)
    lang, full = page_language(), _full(request, campaign)
    context: dict[str, Any] = {"round": campaign, "results": held, "counting": counting, "full": full}
    if held is not None:
        told = held.document
        sections = campaign.version.instrument.sections
        rows = shown.question_rows(held, lang, full=full)
        context |= {
            "told": told,
            "regions": [(shown.region_name(code, lang), rates) for code, rates in told["by_region"]],
            "incomes": [(shown.income_name(code, lang), rates) for code, rates in told["by_income"]],
            "alike": [(shown.region_name(row[0], lang), *row[1:]) for row in (told["alike"] or {}).get("groups", [])],
            "coverage": shown.coverage(held, full=full),
            "previous": shown.previous(campaign),
            "joined": shown.joined(held, lang),
            "curve": shown.curve_chart(held, lang),
            "by_region": shown.region_chart(held, lang),
            "sections": [(section, [row for row in rows if row["section"] == section.id]) for section in sections],
        }
    context["is_secretariat"] = policy.may_keep_instruments(request.user) or is_auditor(request.user)
    return render(request, "instruments/results_show.html", context)


@require_GET
def results_chart(request: HttpRequest, code: UUID, name: str) -> HttpResponse:
    """A chart of the results page as a file: `answers-by-day.csv`."""
    held = _kept(_round(request, code))
    key, _dot, suffix = name.rpartition(".")
    makers = {"answers-by-day": shown.curve_chart, "rates-by-region": shown.region_chart}
    if key not in makers:
        raise Http404
    return charts.download(makers[key](held, page_language()), suffix)


def _item(campaign: Round, name: str) -> Item:
    found = next((each for each in campaign.version.instrument.items if each.id == name), None)
    if found is None:
        raise Http404
    return found


@require_GET
def results_question(request: HttpRequest, code: UUID, item: str) -> HttpResponse:
    campaign = _round(request, code)
    held, asked = _kept(campaign), _item(campaign, item)
    told, lang, full = held.document["items"][item], page_language(), _full(request, campaign)
    order = [each.id for each in campaign.version.instrument.items]
    at = order.index(item)
    context = {
        "round": campaign,
        "results": held,
        "item": asked,
        "told": told,
        "finding": shown.finding(asked, told, lang, full=full),
        "tables": shown.tables(asked, told, lang, full=full),
        "charts": shown.question_charts(held, asked, told, lang, full=full),
        "numbers": shown.number_rows(asked, told, full=full),
        "early_late": told.get("early_late") if full or told["answered"] >= 3 * queries.FEWEST else None,
        "since": shown.since_previous(campaign, told, full=full),
        "is_open": asked.type in {Type.TEXT, Type.LONG_TEXT},
        "before": order[at - 1] if at else "",
        "after": order[at + 1] if at + 1 < len(order) else "",
        "files": f"{request.path}files/",
    }
    return render(request, "instruments/results_question.html", context)


@require_GET
def results_question_file(request: HttpRequest, code: UUID, item: str, name: str) -> HttpResponse:
    campaign = _round(request, code)
    held, asked = _kept(campaign), _item(campaign, item)
    key, _dot, suffix = name.rpartition(".")
    told, full = held.document["items"][item], _full(request, campaign)
    made = shown.question_charts(held, asked, told, page_language(), full=full)
    chart = next((each for each in made if each.key == key), None)
    if chart is None:
        raise Http404
    return charts.download(chart, suffix)


@require_GET
def results_answers(request: HttpRequest, code: UUID, item: str) -> HttpResponse:
    campaign = _round(request, code)
    return _answers(request, campaign, _item(campaign, item))


def _shows(number: int) -> bool:
    return number == 0 or number >= queries.FEWEST


def _answers(
    request: HttpRequest, campaign: Round, asked: Item, *, form: CodeForm | None = None, status: int = 200
) -> HttpResponse:
    if asked.type not in {Type.TEXT, Type.LONG_TEXT}:
        raise Http404
    lang, full = page_language(), _full(request, campaign)
    may_code = policy.may_keep_instruments(request.user)
    search = SearchForm(request.GET, lang=lang)
    chosen = search.cleaned_data if search.is_valid() else {"typed": "", "region": ""}
    found = queries.open_answers(campaign, asked.id, full=full, **chosen)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    entries = list(
        OpenCode.objects.filter(round=campaign, item=asked.id).annotate(used=Count("codings")).order_by("-used", "name")
    )
    sorted_under: dict[int, set[int]] = {}
    for submission, entry in OpenCode.objects.filter(
        round=campaign, item=asked.id, codings__submission__in=[each.submission_id for each in page]
    ).values_list("codings__submission", "pk"):
        sorted_under.setdefault(submission, set()).add(entry)
    context = {
        "round": campaign,
        "item": asked,
        "page": page,
        "rows": [
            (
                each,
                who_is_asked(each.submission.response.invitation, lang) if full else "",
                [(entry, entry.pk in sorted_under.get(each.submission_id, set())) for entry in entries],
            )
            for each in page
        ],
        "named": full,
        "search": search,
        "entries": [(entry, entry.used if full or _shows(entry.used) else None) for entry in entries],
        "may_code": may_code,
        "form": form or CodeForm(),
    }
    return render(request, "instruments/results_answers.html", context, status=status)


@login_required
@require_POST
def results_code_add(request: SignedInRequest, code: UUID, item: str) -> HttpResponse:
    refuse_others(request)
    campaign = _round(request, code)
    asked = _item(campaign, item)
    form = CodeForm(request.POST)
    if form.is_valid():
        try:
            actions.add_code(campaign, asked.id, by=request.user, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(refusal.field, refusal.translated(_))
        else:
            messages.success(request, _("The codebook has a new entry."))
            return redirect("instruments:results-answers", code=code, item=item)
    return _answers(request, campaign, asked, form=form, status=400)


@login_required
@require_POST
def results_sort(request: SignedInRequest, code: UUID, item: str, answer: int) -> HttpResponse:
    refuse_others(request)
    campaign = _round(request, code)
    held = get_object_or_404(OpenAnswer, round=campaign, item=item, pk=answer)
    form = SortForm(request.POST, entries=OpenCode.objects.filter(round=campaign, item=item))
    if not form.is_valid():
        raise Http404
    actions.sort_answer(held, list(form.cleaned_data["entries"]), by=request.user)
    messages.success(request, _("The answer is sorted."))
    return redirect(f"{request.path.rpartition('sort/')[0]}?{form.cleaned_data['back']}#answer-{answer}")


@require_GET
def results_csv(request: HttpRequest, code: UUID) -> HttpResponse:
    campaign = _round(request, code)
    headings, rows = shown.sheet(_kept(campaign), page_language(), full=_full(request, campaign))
    return file_of(sheets.csv(headings, rows), "results.csv", sheets.CSV)


@require_GET
def results_xlsx(request: HttpRequest, code: UUID) -> HttpResponse:
    campaign = _round(request, code)
    headings, rows = shown.sheet(_kept(campaign), page_language(), full=_full(request, campaign))
    return file_of(sheets.xlsx("results", headings, rows), "results.xlsx", sheets.XLSX)


@require_GET
def results_report(request: HttpRequest, code: UUID) -> HttpResponse:
    campaign = _round(request, code)
    given = results_document.context_of(_kept(campaign), page_language(), full=_full(request, campaign))
    return render(request, "instruments/results_report.html", given)


@require_GET
def results_pdf(request: HttpRequest, code: UUID) -> HttpResponse:
    campaign = _round(request, code)
    content = results_document.pdf(_kept(campaign), page_language(), full=_full(request, campaign))
    return file_of(content, "results.pdf", "application/pdf")
