"""How charts look: the inks, the type and the one Vega-Lite configuration.

A drawing is made with one mark colour per ink, which no page shows. On a page the mark becomes a class, which the
style sheet colours by the tokens of the theme that the reader chose; on paper and in files it becomes a fixed colour.
"""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

FONTS = Path(__file__).resolve().parent / "fonts"
"""IBM Plex Sans, regular and semi-bold, as IBM made them, with their licence: for pictures and for paper."""
FAMILY = "IBM Plex Sans"

PAPER: Mapping[str, str] = MappingProxyType(
    {
        "ink": "#1d1a16",
        "soft": "#5c554a",
        "line": "#e4ddd0",
        "edge": "#857c6d",
        "ground": "#ffffff",
        "origin": "#b8472a",
        "destination": "#0f6b6f",
        "caution": "#7d4f00",
        "good": "#2b6636",
        "bad": "#a4262c",
        "ribbon-origin": "#b8472a",
        "ribbon-destination": "#0f6b6f",
        "men": "#6d6559",
        "women": "#2f6d69",
    }
)
"""Every ink and its colour on white paper. Text is only ever written in the first two and the five named after what
they say; a test computes their contrast in the two themes of the page and on paper."""

MARKS: Mapping[str, str] = MappingProxyType({name: f"#fe{place:04x}" for place, name in enumerate(PAPER)})
"""The colour that stands for an ink while Vega draws."""

LINES = ("destination", "origin", "ink", "caution", "good", "bad")
"""Inks of lines in order; a seventh and all after it are soft."""

TEXT, SMALL = 13, 12
"""Sizes of type in a drawing, in its own pixels."""

CONFIG: Mapping[str, Any] = MappingProxyType(
    {
        "aria": False,
        "background": None,
        "font": FAMILY,
        "view": {"stroke": None},
        "axis": {
            "labelColor": MARKS["soft"],
            "labelFontSize": SMALL,
            "labelOverlap": False,
            "labelBound": False,
            "labelFlush": False,
            "gridColor": MARKS["line"],
            "domainColor": MARKS["edge"],
            "tickColor": MARKS["edge"],
            "title": None,
            "titleColor": MARKS["soft"],
            "titleFontSize": SMALL,
            "titleFontWeight": 400,
        },
        "text": {"fontSize": TEXT, "color": MARKS["ink"], "lineHeight": 16},
        "mark": {"color": MARKS["destination"]},
        "range": {"category": [MARKS[ink] for ink in LINES]},
        "bar": {"color": MARKS["destination"]},
        "line": {"color": MARKS["destination"], "strokeWidth": 2.25, "strokeJoin": "round", "strokeCap": "butt"},
    }
)


@lru_cache(maxsize=1)
def _widths() -> tuple[dict[int, int], dict[int, int], int]:
    """Advance widths of the regular and the semi-bold face by character, and the units of one size."""
    from fontTools.ttLib import TTFont

    tables, units = [], 1000
    for face in ("Regular", "SemiBold"):
        with TTFont(FONTS / f"IBMPlexSans-{face}.ttf") as font:
            advances = font["hmtx"].metrics
            tables.append({code: advances[name][0] for code, name in font.getBestCmap().items()})
            units = int(font["head"].unitsPerEm)
    return tables[0], tables[1], units


def width(words: str, size: float = TEXT, *, bold: bool = False) -> float:
    """How broad words are when set in one line; a character that the face lacks counts as a full square."""
    regular, semibold, units = _widths()
    advances = semibold if bold else regular
    return sum(advances.get(ord(character), units) for character in words) * size / units


def wrapped(words: str, room: float, size: float = TEXT, *, bold: bool = False, lines: int = 3) -> list[str]:
    """Words broken into at most so many lines that fit the room; what does not fit ends in an ellipsis."""
    made: list[str] = []
    for word in words.split():
        if made and width(f"{made[-1]} {word}", size, bold=bold) <= room:
            made[-1] += f" {word}"
        else:
            made.append(word)
    if len(made) > lines:
        made = [*made[: lines - 1], " ".join(made[lines - 1 :])]
    return [_cut(one, room, size, bold=bold) for one in made] or [""]


def _cut(words: str, room: float, size: float, *, bold: bool) -> str:
    if width(words, size, bold=bold) <= room:
        return words
    while words and width(words + "…", size, bold=bold) > room:
        words = words[:-1]
    return words.rstrip() + "…"


def paper_styles() -> str:
    """Style rules for a paper that WeasyPrint sets: the typeface of the drawings, from the package's own files."""
    return "".join(
        f'@font-face {{ font-family: "{FAMILY}"; font-weight: {weight}; '
        f'src: url("{(FONTS / f"IBMPlexSans-{face}.ttf").as_uri()}") format("truetype"); }}\n'
        for face, weight in (("Regular", 400), ("SemiBold", 600))
    )
