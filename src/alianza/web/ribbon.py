"""The ribbon: a band that turns once, origin's colour on one side and destination's on the other; and the symbols.

Everything is drawn as SVG with classes, never with inline style, so the theme colours it and the policy allows it.
"""

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

_NEAR, _FAR, _LOW = 0.36191, 0.67387, 0.51229
"""A quarter of a cosine, from its crest (0, 1) to its zero (1, 0), as a Bézier: handles (NEAR, 1) and (FAR, LOW)."""


def _edge(x0: float, x1: float, middle: float, rise: float) -> str:
    """From the crest at `x0`, `rise` off the middle line, to the zero at `x1`."""
    near, far = x0 + _NEAR * (x1 - x0), x0 + _FAR * (x1 - x0)
    return f"C{near:.4g} {middle + rise:.4g} {far:.4g} {middle + rise * _LOW:.4g} {x1:.4g} {middle:.4g}"


def _edge_back(x0: float, x1: float, middle: float, rise: float) -> str:
    near, far = x0 + _NEAR * (x1 - x0), x0 + _FAR * (x1 - x0)
    return f"C{far:.4g} {middle + rise * _LOW:.4g} {near:.4g} {middle + rise:.4g} {x0:.4g} {middle + rise:.4g}"


def halves(width: float, height: float, *, band: float, climb: float = 0, turn: float = 0.5) -> tuple[str, str]:
    """Path data of the origin's and the destination's half of a ribbon in a box of `width` x `height`.

    `band` is how broad the ribbon is, `climb` how much higher it ends than it begins, `turn` the share of the width
    in which it turns over, in the middle. `band + climb` may not exceed `height`.

    >>> halves(100, 8, band=8)[0]
    'M0 0H25C34.05 0 41.85 1.951 50 4C41.85 6.049 34.05 8 25 8H0Z'
    """
    centre, level = width / 2, height / 2
    begin, end = centre - width * turn / 2, centre + width * turn / 2
    upper, lower = (climb - band) / 2, (climb + band) / 2
    origin = (
        f"M0 {level + upper:.4g}H{begin:.4g}{_edge(begin, centre, level, upper)}"
        f"{_edge_back(begin, centre, level, lower)}H0Z"
    )
    destination = (
        f"M{width:.4g} {level - lower:.4g}H{end:.4g}{_edge(end, centre, level, -lower)}"
        f"{_edge_back(end, centre, level, -upper)}H{width:.4g}Z"
    )
    return origin, destination


def band(
    width: float,
    height: float,
    *,
    broad: float,
    climb: float = 0,
    turn: float = 0.5,
    classes: str = "",
    stretch: bool = True,
) -> SafeString:
    """The ribbon as an SVG that says nothing to a screen reader: the words beside it do."""
    origin, destination = halves(width, height, band=broad, climb=climb, turn=turn)
    return format_html(
        '<svg class="{}" viewBox="0 0 {} {}"{} aria-hidden="true" focusable="false">'
        '<path class="ribbon__origin" d="{}"/><path class="ribbon__destination" d="{}"/></svg>',
        classes,
        f"{width:g}",
        f"{height:g}",
        mark_safe(' preserveAspectRatio="none"') if stretch else "",
        origin,
        destination,
    )


def progress_band(done: int, steps: int) -> SafeString:
    """The ribbon filled up to `done` of `steps`; the rest is an outline."""
    width, height = 100.0, 8.0
    origin, destination = halves(width, height, band=6, turn=0.3)
    share = width * max(0, min(done, steps)) / max(steps, 1)
    filled = (
        format_html(
            '<svg x="0" y="0" width="{0}" height="8" viewBox="0 0 {0} 8" preserveAspectRatio="none">'
            '<path class="ribbon__origin" d="{1}"/><path class="ribbon__destination" d="{2}"/></svg>',
            f"{share:.4g}",
            origin,
            destination,
        )
        if share
        else ""
    )
    return format_html(
        '<svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        '<path class="ribbon__rest" d="{}"/><path class="ribbon__rest" d="{}"/>{}</svg>',
        origin,
        destination,
        filled,
    )


def score_bar(parts: list[tuple[int, int]], whole: int) -> SafeString:
    """A bar of `(place, points)` parts out of `whole`, each apart from the next by a gap."""
    at, drawn = 0.0, []
    for place, points in parts:
        width = 1000 * max(points, 0) / max(whole, 1)
        if width:
            drawn.append((min(max(place, 1), 6), f"{at:.5g}", f"{max(width - 4, 1):.5g}"))
        at += width
    return format_html(
        '<svg class="score__bar" viewBox="0 0 1000 12" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        '<rect class="score__ground" y="5" width="1000" height="2"/>{}</svg>',
        format_html_join("", '<rect class="part--{}" x="{}" width="{}" height="12"/>', drawn),
    )


_CIRCLE = "M8 1a7 7 0 1 1 0 14A7 7 0 0 1 8 1Z"
_RING = "M8 1a7 7 0 1 1 0 14A7 7 0 0 1 8 1Zm0 2a5 5 0 1 0 0 10A5 5 0 0 0 8 3Z"
_TRIANGLE = "M8 1.2 15.6 14.6H.4ZM7.1 6v4h1.8V6Zm0 5v1.8h1.8V11Z"
_CHECK = "M6.3 13.4 1 8.1l1.7-1.7 3.6 3.6 7-7L15 4.7Z"
_CROSS = "M2.6 1 8 6.4 13.4 1 15 2.6 9.6 8l5.4 5.4-1.6 1.6L8 9.6 2.6 15 1 13.4 6.4 8 1 2.6Z"
_INFORM = f"{_RING}M7.1 7v5h1.8V7Zm0-2.8V6h1.8V4.2Z"
_ASK = f"{_RING}M7.1 11v1.7h1.8V11Zm1.9-.9H7c0-2.4 1.8-2.3 1.8-3.5 0-.5-.4-.8-.9-.8-.6 0-1 .4-1 1.1H5.2c0-1.7 1.2-2.7 2.8-2.7 1.5 0 2.6.9 2.6 2.3 0 1.9-1.7 2-1.6 3.6Z"  # noqa: E501
_HALF = f"{_RING}M8 3v10a5 5 0 0 1 0-10Z"
_WAIT = f"{_RING}M7.1 4.2v4.4l3 2 1-1.4-2.2-1.5V4.2Z"
_STOP = f"{_RING}M4.2 7h7.6v2H4.2Z"
_UP, _DOWN = "M8 3 15 13H1Z", "M8 13 1 3h14Z"
_BOTH = "M8 0l5 6.5H3ZM8 16l-5-6.5h10Z"
_ARROW = "M9.3 2.2 15 8l-5.7 5.8-1.4-1.4L11.2 9H1V7h10.2L7.9 3.6Z"

SYMBOLS: Mapping[str, str] = MappingProxyType(
    {
        # what something is worth
        "good": _CHECK, "success": _CHECK, "yes": _CHECK,
        "caution": _TRIANGLE, "warning": _TRIANGLE,
        "bad": _CROSS, "error": _CROSS, "no": _CROSS,
        "info": _INFORM, "debug": _INFORM,
        "unknown": _ASK, "half": _HALF, "waiting": _WAIT, "stopped": _STOP,
        "full": _CIRCLE, "open": _RING, "quiet": _RING,
        # where to
        "up": _UP, "down": _DOWN, "both": _BOTH, "arrow": _ARROW,
    }
)  # fmt: skip


def symbol(name: str) -> SafeString:
    """A small shape that stands before a word; it says nothing to a screen reader, the word does."""
    return format_html(
        '<svg class="symbol" viewBox="0 0 16 16" aria-hidden="true" focusable="false">'
        '<path fill-rule="evenodd" d="{}"/></svg>',
        SYMBOLS.get(name, _RING),
    )
