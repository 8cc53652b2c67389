"""`{% load charts %}`: a chart on a page, with its source and the table behind it."""

from typing import Any

from django import template
from django.template.context import Context
from django.utils.safestring import SafeString

from alianza.charts.chart import Chart
from alianza.charts.drawing import svg
from alianza.charts.tabular import shown_rows
from alianza.texts import page_language

register = template.Library()


@register.inclusion_tag("charts/chart.html", takes_context=True)
def chart(context: Context, chart: Chart, downloads: str = "", look: str = "page") -> dict[str, Any]:
    """`{% chart stock downloads="/atlas/PHL/charts/" %}`: the figure; files are linked as downloads + key.csv.

    `look="print"` is for a paper that WeasyPrint sets: fixed colours, no links, no folded table. The style sheet comes
    along with the first chart of a page.
    """
    request = context.get("request")
    styled = getattr(request, "_charts_styled", False)
    if request is not None:
        request._charts_styled = True
    language = page_language()
    on_paper = look == "print"
    return {
        "chart": chart,
        "on_paper": on_paper,
        "needs_styles": not styled and not on_paper,
        "wide": SafeString(svg(chart, "print" if on_paper else "page", language)),  # every text in it is escaped
        "narrow": SafeString("" if on_paper else svg(chart, "narrow", language)),
        "rows": shown_rows(chart, language.partition("-")[0]),
        "files": [
            (suffix.upper(), f"{downloads.rstrip('/')}/{chart.key}.{suffix}")
            for suffix in ("csv", "svg", "png")
            if downloads and not on_paper
        ],
    }
