"""The public register: who has a label, how it stands, and what it does not mean."""

from datetime import date
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from alianza.certification.badges import LANGUAGES
from alianza.certification.forms.register import DayForm, RegisterForm, WatchForm
from alianza.certification.models import Subject
from alianza.certification.queries import register as queries
from alianza.certification.queries.register import Entry, Row
from alianza.certification.standing import STATES, State
from alianza.instruments.sheets import CSV
from alianza.instruments.sheets import csv as as_csv
from alianza.texts import page_language

PAGE = 50


def _asked(request: HttpRequest) -> tuple[RegisterForm, date, list[Row]]:
    """The form as it was sent, the day, and what matches; nothing where the form is wrong."""
    lang = page_language()
    today = timezone.localdate()
    all_rows = queries.entries(today)
    labels = {row.award.outcome: row.outcome.in_language(lang)[0] for row in all_rows if row.outcome}
    form = RegisterForm(
        request.GET or None,
        countries=queries.countries_of(all_rows, lang),
        outcomes=sorted(labels.items(), key=lambda each: each[1]),
    )
    if not form.is_bound:
        return form, today, all_rows
    if not form.is_valid():
        return form, today, []
    data = form.cleaned_data
    rows = all_rows if data["on"] == today else queries.entries(data["on"])
    found = queries.found(rows, words=data["q"], place=data["country"], outcome=data["outcome"], state=data["standing"])
    return form, data["on"], found


@require_GET
def register_list(request: HttpRequest) -> HttpResponse:
    form, day, rows = _asked(request)
    kept = request.GET.copy()
    kept.pop("page", None)
    context = {
        "form": form,
        "day": day,
        "is_today": day == timezone.localdate(),
        "count": len(rows),
        "valid": sum(row.stands.is_valid for row in rows),
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "csv": reverse("certification:register-csv") + (f"?{kept.urlencode()}" if kept else ""),
    }
    return render(request, "certification/register_list.html", context, status=400 if form.errors else 200)


@require_GET
def register_csv(request: HttpRequest) -> HttpResponse:
    """The same lines as a file; a day or a filter that cannot be read is refused, not passed over."""
    form, day, rows = _asked(request)
    if form.errors:
        words = "; ".join(f"{name}: {' '.join(map(str, errors))}" for name, errors in form.errors.items())
        return HttpResponse(words, status=400, content_type="text/plain; charset=utf-8")
    table = [[_cell(value) for value in queries.written(row, day).values()] for row in rows]
    response = HttpResponse(as_csv(queries.HEADINGS, table), content_type=CSV)
    response["Content-Disposition"] = f'attachment; filename="register-{day.isoformat()}.csv"'
    return response


def _cell(value: Any) -> Any:
    if isinstance(value, list):
        return " ".join(value)
    return ("yes" if value else "no") if isinstance(value, bool) else value


def _entry(request: HttpRequest, code: UUID) -> tuple[Subject, Entry | None, date, DayForm]:
    subject = get_object_or_404(Subject.objects.select_related("organisation"), code=code)
    form = DayForm(request.GET if "on" in request.GET else None)
    day = form.cleaned_data["on"] if form.is_bound and form.is_valid() else timezone.localdate()
    found = queries.entry(subject, day)
    if found is None and queries.entry(subject, timezone.localdate()) is None:
        raise Http404  # it never had a label: the register does not know it
    return subject, found, day, form


@require_GET
def register_show(request: HttpRequest, code: UUID) -> HttpResponse:
    subject, found, day, form = _entry(request, code)
    today = timezone.localdate()
    context: dict[str, Any] = {
        "subject": subject,
        "entry": found,
        "day": day,
        "is_today": day == today,
        "form": form if form.is_bound else DayForm(initial={"on": day}),
        "words": str(STATES[found.row.stands.state]) if found else str(STATES[State.NONE]),
        "has_badge": bool(found and found.row.stands.is_valid and day == today),
        "watching": WatchForm(),
        "badge_languages": LANGUAGES,
    }
    return render(request, "certification/register_show.html", context, status=400 if form.errors else 200)


@require_GET
def register_answers(request: HttpRequest, code: UUID) -> HttpResponse:
    """What the firm answered for itself, where the scheme lets the public see it."""
    subject, found, day, _form = _entry(request, code)
    if found is None or not found.has_answers:
        raise Http404
    context = {
        "subject": subject,
        "row": found.row,
        "sections": queries.published_answers(found.row.award),
        "day": day,
    }
    return render(request, "certification/register_answers.html", context)
