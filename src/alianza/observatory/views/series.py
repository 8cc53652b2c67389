"""The catalogue of series: what is held, from where, under which terms, and the figures themselves."""

import csv
import io
from collections.abc import Iterator
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from alianza.observatory import queries, reading, sdmx_out
from alianza.observatory.models import Kind
from alianza.observatory.packaged import Entry
from alianza.observatory.provenance import recorded
from alianza.texts import page_language
from alianza.vocabulary.places import countries, find_country
from alianza.vocabulary.refusal import Refusal, marked

SHOWN = 50
MOST_ML = 100_000
"""Observations that a page writes as SDMX-ML; more is for SDMX-CSV, or the command."""
TYPES = {"csv": "text/csv; charset=utf-8", "parquet": "application/vnd.apache.parquet",
         "sdmx.csv": "application/vnd.sdmx.data+csv; version=2.0.0; charset=utf-8",
         "sdmx.xml": "application/vnd.sdmx.data+xml; version=3.0.0"}  # fmt: skip


class TooLargeForXml(Refusal):
    code = "observatory.too_large_for_xml"
    message = marked("%(series)s has %(rows)s rows, more than a page writes as SDMX-ML. Take SDMX-CSV instead.")


def _entry(series: str, vintage: str) -> Entry:
    try:
        return queries.entry(series, vintage or None)
    except Refusal:
        raise Http404 from None


@require_GET
def series_list(request: HttpRequest) -> HttpResponse:
    """Every series with its source and vintage, found by a word of its title, source or id."""
    lang = page_language()
    wanted = request.GET.get("q", "")[:80].strip().lower()
    kind = request.GET.get("kind", "")
    held = queries.entries()
    vintages: dict[str, list[str]] = {}
    for each in held:
        vintages.setdefault(each.id, []).append(each.vintage)
    rows = [
        {
            "series": each,
            "title": each.title(lang),
            "others": [name for name in vintages[each.id] if name != each.vintage],
        }
        for each in held
        if each.current
        and (kind not in Kind.values or each.kind == kind)
        and (not wanted or wanted in f"{each.id} {each.title(lang)} {each.title()} {each.source} {each.agency}".lower())
    ]
    context = {
        "rows": rows,
        "total": len({each.id for each in held}),
        "wanted": request.GET.get("q", "")[:80],
        "kind": kind,
        "kinds": Kind.choices,
    }
    return render(request, "observatory/series_list.html", context)


@require_GET
def series_show(request: HttpRequest, series: str) -> HttpResponse:
    """One series: source, licence, method and citation, its first rows (of one country if asked), and downloads."""
    found = _entry(series, request.GET.get("vintage", ""))
    lang = page_language()
    country = _country(request.GET.get("country", "")) if found.areas else None
    names, rows, height = reading.of_country(found.sha256, found.path, found.areas, country, most=SHOWN)
    same = [each for each in queries.entries() if each.id == found.id]
    context = {
        "series": found,
        "title": found.title(lang),
        "kind": Kind(found.kind).label,
        "record": recorded(found),
        "vintages": same,
        "columns": names,
        "measures": set(found.measures),
        "rows": [[(value, name in found.measures) for name, value in zip(names, row, strict=True)] for row in rows],
        "shown": len(rows),
        "height": height,
        "country": country,
        "countries": sorted(((each.alpha3, str(each.name(lang))) for each in countries()), key=lambda pair: pair[1]),
        "codes": [
            (name, [(code, _title(told, lang), told.get("unit", "")) for code, told in codes.items()])
            for name, codes in found.codes.items()
        ],
        "forms": [
            (form, label)
            for form, label in (
                ("csv", "CSV"),
                ("parquet", "Parquet"),
                ("sdmx.csv", "SDMX-CSV"),
                ("sdmx.xml", "SDMX-ML"),
            )
            if form != "sdmx.xml" or found.rows <= MOST_ML
        ],
    }
    return render(request, "observatory/series_show.html", context)


def _title(told: Any, lang: str) -> str:
    titles = told.get("title", {})
    return str(titles.get(lang) or titles.get("en") or "")


def _country(text: str) -> str | None:
    try:
        return find_country(text).alpha3 if text else None
    except Refusal:
        return None


@require_GET
def series_file(request: HttpRequest, series: str, form: str) -> HttpResponseBase:
    """The whole series as a file. A vintage never changes, so its hash is the answer's ETag."""
    if form not in TYPES:
        raise Http404
    found = _entry(series, request.GET.get("vintage", ""))
    tag = f'"{found.sha256[:32]}-{form}"'
    if tag in request.headers.get("If-None-Match", ""):
        return HttpResponse(status=304, headers={"ETag": tag})
    response: HttpResponseBase
    if form == "csv":
        response = StreamingHttpResponse(_csv(found), content_type=TYPES[form])
    elif form == "parquet":
        response = FileResponse(found.path.open("rb"), content_type=TYPES[form])
    else:
        if form == "sdmx.xml" and found.rows > MOST_ML:
            raise TooLargeForXml(series=found.name, rows=found.rows)
        names, rows = reading.select(found.sha256, found.path, {}, dataflow=found.name)
        written = sdmx_out.as_csv if form == "sdmx.csv" else sdmx_out.as_ml
        response = HttpResponse(written(found, names, rows), content_type=TYPES[form])
    response["Content-Disposition"] = f'attachment; filename="{found.id}-{found.vintage}.{form}"'
    response["ETag"] = tag
    response["Cache-Control"] = "public, no-cache"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _csv(found: Entry) -> Iterator[bytes]:
    """Header and rows in batches; a missing value is an empty cell."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(reading.columns_of(found.sha256, found.path, found.name))
    for batch in reading.stream(found.sha256, found.path):
        writer.writerows(["" if value is None else value for value in row] for row in batch)
        yield buffer.getvalue().encode()
        buffer.seek(0)
        buffer.truncate()
