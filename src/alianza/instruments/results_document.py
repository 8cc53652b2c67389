"""The report of a round as a paper: the same findings as the page, every question with its table."""

import logging
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import override

from alianza import charts
from alianza.instruments import results_shown as shown
from alianza.instruments.models import Results
from alianza.instruments.receipt_document import STYLES, NoPango


def context_of(results: Results, lang: str, *, full: bool) -> dict[str, Any]:
    told = results.document
    instrument = results.round.version.instrument
    rows = shown.question_rows(results, lang, full=full)
    for row in rows:
        row["how_many"] = shown.how_many(row["told"])
        row["tables"] = shown.tables(row["item"], row["told"], lang, full=full)
        row["numbers"] = shown.number_rows(row["item"], row["told"], full=full)
    return {
        "results": results,
        "round": results.round,
        "told": told,
        "lang": lang,
        "title": shown.said(instrument.title, lang),
        "regions": [(shown.region_name(code, lang), rates) for code, rates in told["by_region"]],
        "incomes": [(shown.income_name(code, lang), rates) for code, rates in told["by_income"]],
        "coverage": shown.coverage(results, full=full),
        "previous": shown.previous(results.round),
        "joined": [
            [shown.region_name(code, lang) for code in each] for each in (told["weights"] or {}).get("joined", [])
        ],
        "curve": shown.curve_chart(results, lang),
        "by_region": shown.region_chart(results, lang),
        "rows": rows,
    }


def html(results: Results, lang: str, styles: str, *, full: bool) -> str:
    with override(lang):
        given = {**context_of(results, lang, full=full), "styles": styles}
        return render_to_string("instruments/results_paper.html", given)


def pdf(results: Results, lang: str, *, full: bool) -> bytes:
    """The report as PDF/UA-1, A4, fonts embedded. Raises NoPango."""
    try:
        from weasyprint import HTML
    except OSError:
        raise NoPango from None
    for name in ("weasyprint", "fontTools"):  # each step and each font would be a line in the log
        logging.getLogger(name).setLevel(logging.WARNING)
    styles = charts.paper_styles() + STYLES.read_text(encoding="utf-8")
    page = html(results, lang, styles, full=full)
    return bytes(HTML(string=page).write_pdf(pdf_variant="pdf/ua-1") or b"")
