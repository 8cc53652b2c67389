"""Drawing a chart: Vega-Lite to SVG, its inks, and the picture. What was drawn once is kept, by its content."""

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Literal, get_args

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import override

from alianza.charts.chart import Chart
from alianza.charts.inking import inked
from alianza.charts.kept import kept
from alianza.charts.layers import EDGE, NARROW, WIDE, Layer, Sheet, words
from alianza.charts.lines import line_chart
from alianza.charts.pyramids import pyramid_chart
from alianza.charts.ranked import bar_chart, ribbon_chart
from alianza.charts.theme import CONFIG, FONTS, MARKS, wrapped
from alianza.texts import page_language

Look = Literal["page", "narrow", "print", "file"]
"""page: the theme's colours, for a broad column; narrow: the same for a phone; print: fixed colours, for a paper that
has title and source beside it; file: with title, unit and source in the drawing, to be taken away."""


TITLE, SOURCE, MARGIN = 16, 11, 16
"""Sizes in a drawing that is taken away: its title, its sources, and what is kept free around it."""


def svg(chart: Chart, look: Look = "page", lang: str = "") -> str:
    """The chart as an SVG element: no style attribute, no script, no id.

    `lang` is the language of numbers and of the drawing's own words; left out, that of the page.
    """
    if look not in get_args(Look):
        raise ValueError(f"{look!r} is no look of a chart; use one of {', '.join(get_args(Look))}.")
    language = (lang or page_language()).partition("-")[0]
    content = json.dumps(_content(chart), sort_keys=True, ensure_ascii=False, allow_nan=False, default=str)
    return _svg(content, look, language)


def png(chart: Chart, lang: str = "") -> bytes:
    """The chart as a picture at twice its size, on white, with title and source in it."""
    return _png(svg(chart, "file", lang))


def download(chart: Chart, suffix: str, lang: str = "") -> HttpResponse:
    """The chart as a file to keep: its numbers ("csv"), its drawing ("svg") or its picture ("png")."""
    from alianza.charts.tabular import csv

    if suffix == "csv":
        answer = HttpResponse(csv(chart), content_type="text/csv; charset=utf-8")
    elif suffix == "svg":
        answer = HttpResponse(svg(chart, "file", lang), content_type="image/svg+xml")
    elif suffix == "png":
        answer = HttpResponse(png(chart, lang), content_type="image/png")
    else:
        raise Http404
    answer["Content-Disposition"] = f'attachment; filename="{chart.key}.{suffix}"'
    return answer


def vega_lite(chart: Chart, look: Look = "page", lang: str = "") -> dict[str, Any]:
    """The complete Vega-Lite specification that is drawn, theme and all."""
    language = (lang or page_language()).partition("-")[0]
    return _specified(json.loads(json.dumps(_content(chart), default=str)), look, language)


def _content(chart: Chart) -> dict[str, Any]:
    return {
        "spec": dict(chart.spec),
        "title": str(chart.title),
        "unit": str(chart.unit),
        "alt": str(chart.text_alternative),
        "estimate": chart.estimate,
        "decimals": chart.decimals,
        "sources": [[str(source.name), str(source.vintage), str(source.method)] for source in chart.sources],
    }


def source_line(name: str, vintage: str, method: str) -> str:
    """A source in one line: name, vintage; method."""
    said = ", ".join(part for part in (name, vintage) if part)
    return "; ".join(part for part in (said, method) if part)


def _specified(content: Mapping[str, Any], look: Look, language: str) -> Layer:
    sheet = Sheet(NARROW if look == "narrow" else WIDE, look == "narrow", language)
    spec, unit = content["spec"], content["unit"]
    about = {"estimate": content["estimate"], "decimals": content["decimals"]}
    kind = spec.get("kind")
    with override(language):
        if kind == "line":
            whole = line_chart(spec, unit, sheet)
        elif kind == "bars":
            whole = bar_chart(spec, unit, sheet, **about)
        elif kind == "ribbons":
            whole = ribbon_chart(spec, unit, sheet, **about)
        elif kind == "pyramid":
            whole = pyramid_chart(spec, unit, sheet, estimate=content["estimate"])
        else:
            whole = dict(spec)
        if look == "file" and isinstance(whole.get("padding"), dict):
            _add_words(whole, content, sheet)
    whole["config"] = {**CONFIG, **whole.get("config", {})}
    return whole


def _add_words(whole: Layer, content: Mapping[str, Any], sheet: Sheet) -> None:
    """Title above and sources below, on a white ground, for who meets the drawing away from its page."""
    padding, room = whole["padding"], sheet.width - 2 * EDGE
    title = wrapped(content["title"], room, TITLE, bold=True, lines=5)
    said = [f"{_('Source')}: {'. '.join(source_line(*source) for source in content['sources'])}"]
    below = wrapped(said[0], room, SOURCE, lines=6) if content["sources"] else []
    left, high = EDGE - padding["left"], TITLE * 1.3
    above = len(title) * high + 6
    foot = whole["height"] + padding["bottom"] + 10
    whole["layer"] = [
        *whole["layer"],
        words(
            [
                {"text": one, "x": left, "y": -padding["top"] - above + (place + 0.5) * high}
                for place, one in enumerate(title)
            ],
            fontSize=TITLE, fontWeight=600, align="left", baseline="middle",
        ),
        *([words(
            [{"text": one, "x": left, "y": foot + (place + 0.5) * 15} for place, one in enumerate(below)],
            ink="soft", fontSize=SOURCE, align="left", baseline="middle",
        )] if below else []),
    ]  # fmt: skip
    whole["padding"] = {
        "left": padding["left"] + MARGIN,
        "right": padding["right"] + MARGIN,
        "top": padding["top"] + above + MARGIN,
        "bottom": padding["bottom"] + (10 + 15 * len(below) if below else 0) + MARGIN,
    }
    whole["background"] = MARKS["ground"]


@lru_cache(maxsize=512)
def _svg(content: str, look: Look, language: str) -> str:
    return kept(content, look, language, lambda: _drawn(content, look, language))


def _drawn(content: str, look: Look, language: str) -> str:
    known = json.loads(content)
    drawn = _drawer().vegalite_to_svg(_specified(known, look, language), allowed_base_urls=[])
    sources = " ".join(f"{source_line(*source)}." for source in known["sources"])
    return inked(
        drawn,
        "page" if look in {"page", "narrow"} else "paper",
        name=known["alt"],
        description=f"{known['unit']}. {sources}".strip(" ."),
        classes="chart__drawing",
    )


@lru_cache(maxsize=32)
def _png(drawn: str) -> bytes:
    return bytes(_drawer().svg_to_png(drawn, scale=2))


@lru_cache(maxsize=1)
def _drawer() -> Any:
    """Vega takes 200 MB of memory and a moment to start, so it is loaded where something is drawn."""
    import vl_convert

    vl_convert.register_font_directory(str(FONTS))
    return vl_convert
