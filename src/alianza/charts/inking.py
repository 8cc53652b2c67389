"""From what Vega draws to what a page may hold: classes for colours, no attribute that a strict policy forbids.

Only elements and attributes known to be harmless pass; anything else that Vega may one day write is left out.
"""

import re
from typing import Literal
from xml.etree import ElementTree as ET

from alianza.charts.theme import FAMILY, MARKS, PAPER

_SVG = "{http://www.w3.org/2000/svg}"
_INKS = {mark: name for name, mark in MARKS.items()}
_ELEMENTS = {"svg", "g", "path", "line", "rect", "text", "tspan", "circle"}
_ATTRIBUTES = {
    "d", "x", "y", "x1", "x2", "y1", "y2", "dx", "dy", "r", "cx", "cy", "width", "height", "transform", "text-anchor",
    "font-size", "font-weight", "fill-opacity", "stroke-opacity", "opacity", "stroke-width", "stroke-dasharray",
    "stroke-linecap", "stroke-linejoin", "stroke-miterlimit", "viewBox",
}  # fmt: skip
_CIRCLE = re.compile(r"M([\d.]+),0A\1,\1,0,1,1,-\1,0A\1,\1,0,1,1,\1,0Z?")
_PAINTS = ("fill", "stroke")
_LONG = re.compile(r"-?\d+\.\d{2,}")
_IDLE = {("opacity", "1"), ("font-weight", "normal"), ("fill-opacity", "1"), ("stroke-opacity", "1")}


def _short(words: str) -> str:
    return _LONG.sub(lambda found: f"{float(found.group()):.1f}".rstrip("0").rstrip("."), words)


def inked(drawn: str, look: Literal["page", "paper"], *, name: str, description: str, classes: str = "") -> str:
    """The drawing with its inks: as classes for a page, as fixed colours for paper; named for who does not see it."""
    root = ET.fromstring(drawn)  # noqa: S314  our own Vega wrote it
    broad, high = root.get("width", "0"), root.get("height", "0")
    box = f"0 0 {_short(broad)} {_short(high)}"
    body = "".join(_element(child, look) for child in root)
    told = _escaped(description)
    family = "" if look == "page" else f' font-family="{FAMILY}, sans-serif"'
    size = "" if look == "page" else f' width="{_short(broad)}" height="{_short(high)}"'
    aria = f' aria-label="{_escaped(name)}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg"{f" class={chr(34)}{classes}{chr(34)}" if classes else ""}'
        f' viewBox="{box}"{size} role="img"{aria}{family} fill="none">'
        f"{f'<desc>{told}</desc>' if told else ''}{body}</svg>"
    )


def _escaped(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def _element(element: ET.Element, look: str) -> str:
    tag = element.tag.removeprefix(_SVG)
    if tag == "path" and (round_ := _CIRCLE.fullmatch(element.get("d", ""))):
        tag, element = "circle", ET.Element("circle", {**element.attrib, "r": round_.group(1)})
        del element.attrib["d"]
    if tag not in _ELEMENTS or element.get("display") == "none":
        return ""
    classes, attributes = [], []
    for key, value in element.attrib.items():
        if key in _PAINTS:
            ink = _INKS.get(value)
            if ink is None:
                if value in {"none", "transparent", "white", "#fff"}:
                    attributes.append(f' {key}="none"')
                else:
                    raise ValueError(f"A chart's ink {value!r} is not one of the theme's.")
            elif look == "page":
                classes.append(f"{key}-{ink}")
            else:
                attributes.append(f' {key}="{PAPER[ink]}"')
        elif key in _ATTRIBUTES and (key, value) not in _IDLE:
            if key == "transform" and value == "translate(0,0)":
                continue
            attributes.append(f' {key}="{_escaped(_short(value) if key != "font-size" else value.removesuffix("px"))}"')
    text = _escaped(element.text or "") if tag in {"text", "tspan"} else ""
    inner = text + "".join(_element(child, look) for child in element)
    if not inner and tag in {"g", "text"}:
        return ""
    if tag == "path" and (not element.get("d") or ("role" not in element.attrib and not _painted(element))):
        return ""
    if tag == "g" and not attributes and not classes:
        return inner
    painted = f' class="{" ".join(classes)}"' if classes else ""
    return (
        f"<{tag}{painted}{''.join(attributes)}>{inner}</{tag}>" if inner else f"<{tag}{painted}{''.join(attributes)}/>"
    )


def _painted(element: ET.Element) -> bool:
    return any(element.get(key, "none") not in {"none", "transparent"} for key in _PAINTS)
