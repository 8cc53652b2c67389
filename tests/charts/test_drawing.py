"""What a drawing is, whatever its kind: complete, harmless, readable in both themes, the same for the same content."""

import re
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from django.conf import settings
from django.http import Http404

from alianza import charts
from alianza.charts import Chart, Series, Source
from alianza.charts.specimen import specimens
from alianza.charts.theme import PAPER
from tests.web.test_pages import _tokens, contrast

LOOKS = ("page", "narrow", "print", "file")
KINDS = ("line", "ribbons", "bars", "pyramid")
SHEET = Path(settings.SOURCE) / "charts" / "static" / "charts" / "charts.css"


@pytest.fixture(scope="module")
def drawn() -> dict[str, Chart]:
    return {str(chart.spec["kind"]): chart for chart in specimens()}


def texts(svg: str) -> list[str]:
    return ["".join(one.itertext()) for one in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_draws_in_every_look_and_a_strict_policy_lets_it_through(
    kind: str, look: str, drawn: dict[str, Chart]
) -> None:
    svg = charts.svg(drawn[kind], look, "en")
    root = ET.fromstring(svg)
    names = {one.tag.rpartition("}")[2] for one in root.iter()}
    attributes = {name for one in root.iter() for name in one.attrib}
    assert names <= {"svg", "desc", "g", "path", "line", "rect", "circle", "text", "tspan"}
    assert not attributes & {"style", "id", "href", "clip-path"}
    assert not [name for name in attributes if name.startswith(("on", "{"))]
    assert root.get("role") == "img"
    assert root.get("aria-label") == drawn[kind].title
    if look in {"page", "narrow"}:
        assert "#" not in svg, "a page's theme gives the colours"
    else:
        assert set(re.findall(r"#[0-9a-f]+", svg)) <= set(PAPER.values())
    assert drawn[kind].unit in texts(svg)


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("kind", KINDS)
def test_no_word_stands_outside_the_drawing(kind: str, look: str, drawn: dict[str, Chart]) -> None:
    from alianza.charts.theme import width

    root = ET.fromstring(charts.svg(drawn[kind], look, "es"))
    _x, _y, broad, high = (float(number) for number in str(root.get("viewBox")).split())

    def walk(element: ET.Element, across: float, down: float) -> None:
        if found := re.match(r"translate\(([-\d.]+),([-\d.]+)\)", element.get("transform", "")):
            across, down = across + float(found[1]), down + float(found[2])
        if element.tag.endswith("}text"):
            words = "".join(element.itertext())
            room = width(words, float(element.get("font-size", "13")), bold=element.get("font-weight") == "600")
            before = {"end": room, "middle": room / 2}.get(element.get("text-anchor", "start"), 0.0)
            assert -1 <= across - before <= across - before + room <= broad + 1, words
            assert 8 <= down <= high, words
        for child in element:
            walk(child, across, down)

    walk(root, 0.0, 0.0)


@pytest.mark.parametrize("theme", ["light", "dark", "paper"])
def test_words_read_on_their_ground(theme: str, drawn: dict[str, Chart]) -> None:
    light, dark, _chosen = _tokens()
    tokens = {"light": light, "dark": {**light, **dark}}.get(theme, {})
    inks = dict(re.findall(r"\.fill-([\w-]+) \{\s*fill: var\(--([\w-]+)\)", SHEET.read_text(encoding="utf-8")))
    assert set(inks) == set(PAPER)
    colours = {ink: tokens[token] for ink, token in inks.items()} if tokens else dict(PAPER)
    used = set()
    many = charts.line("many", "Many", "people", series=[Series(f"s{n}", [(2000, n), (2001, n)]) for n in range(8)])
    for chart in (*drawn.values(), many):
        root = ET.fromstring(charts.svg(chart, "page", "en"))
        for one in root.iter("{http://www.w3.org/2000/svg}text"):
            used |= {name.removeprefix("fill-") for name in one.get("class", "").split()}
    assert {"ink", "soft", "origin", "destination", "men", "women"} <= used
    weak = {ink: contrast(colours[ink], colours["ground"]) for ink in used}
    assert {ink for ink, value in weak.items() if value < 4.5} == set(), weak
    shapes = set(inks) - {"ground", "line"}
    assert {ink for ink in shapes if contrast(colours[ink], colours["ground"]) < 3} == set()


@pytest.mark.parametrize("language", ["en", "es", "fr"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_draws_in_every_language(kind: str, language: str, drawn: dict[str, Chart]) -> None:
    assert texts(charts.svg(drawn[kind], "page", language))


def test_numbers_are_written_as_the_language_writes_them() -> None:
    chart = charts.bars("many", "Many", "people", items=[("A", 2_263_697), ("B", 1_234)])
    assert "2,263,697" in charts.svg(chart, lang="en")
    assert "2.263.697" in charts.svg(chart, lang="es")
    assert "2\u202f263\u202f697" in charts.svg(chart, lang="fr"), "narrow spaces that do not break"
    cost = charts.bars("cost", "Cost", "percent", items=[("A", 4.75), ("B", -1.5)])
    assert {"4,75", "−1,50"} <= set(texts(charts.svg(cost, lang="es")))
    assert {"4.75", "−1.50"} <= set(texts(charts.svg(cost, lang="en")))


def test_words_are_escaped_wherever_they_stand() -> None:
    evil = "<script>alert(1)</script>\"'&]]>"
    chart = charts.bars("evil", evil, evil, items=[(evil, 1), ('"]}', 2)], sources=[Source(evil, evil, evil)])
    for look in LOOKS:
        svg = charts.svg(chart, look, "en")
        assert "<script" not in svg
        root = ET.fromstring(svg)
        assert root.get("aria-label") == evil
        assert '"]}' in texts(svg)
    several = charts.line("evil-2", "x", evil, x=evil, series=[Series(evil, [(evil, 1), ("b", 2)]), Series("b", [])])
    assert "<script" not in charts.svg(several, lang="en")


def test_the_same_content_is_drawn_once_and_other_content_anew(drawn: dict[str, Chart]) -> None:
    chart = drawn["line"]
    first = charts.svg(chart, "page", "en")
    assert charts.svg(chart, "page", "en") is first
    assert charts.svg(chart, "page", "es") != first
    assert charts.svg(chart, "narrow", "en") != first


def test_a_file_to_keep_says_its_title_its_unit_and_its_source(drawn: dict[str, Chart]) -> None:
    for chart in drawn.values():
        said = " ".join(texts(charts.svg(chart, "file", "en")))
        assert chart.title in said
        assert chart.unit in said
        assert "Source: invented for this page, 2026" in said


def test_a_picture_is_twice_the_size_of_the_drawing(drawn: dict[str, Chart]) -> None:
    root = ET.fromstring(charts.svg(drawn["bars"], "file", "en"))
    picture = charts.png(drawn["bars"], "en")
    assert picture.startswith(b"\x89PNG")
    broad, high = (int.from_bytes(picture[at : at + 4]) for at in (16, 20))
    assert (broad, high) == pytest.approx((2 * float(root.get("width", 0)), 2 * float(root.get("height", 0))), abs=2)


def test_the_words_of_a_picture_are_set_in_the_house_face() -> None:
    """Another face, or none, would give another picture: the same drawing in a missing face is compared."""
    chart = charts.bars("face", "The quick brown fox", "people", items=[("Five dozen", 1)])
    svg = charts.svg(chart, "file", "en")
    from alianza.charts.drawing import _drawer

    assert charts.png(chart, "en") != bytes(_drawer().svg_to_png(svg.replace("IBM Plex Sans", "No Such"), scale=2))


def test_a_file_is_answered_under_the_charts_key(drawn: dict[str, Chart]) -> None:
    kinds = {"csv": "text/csv; charset=utf-8", "svg": "image/svg+xml", "png": "image/png"}
    for suffix, kind in kinds.items():
        answer = charts.download(drawn["bars"], suffix, "en")
        assert answer["Content-Type"] == kind
        assert answer["Content-Disposition"] == f'attachment; filename="style-bars.{suffix}"'
    with pytest.raises(Http404):
        charts.download(drawn["bars"], "exe", "en")


def test_a_paper_sets_a_drawing_in_the_packaged_face(drawn: dict[str, Chart]) -> None:
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    faces = FontConfiguration()
    body = "".join(charts.svg(chart, "print", "fr") for chart in drawn.values())
    paper = HTML(string=f"<html lang=fr><body>{body}</body></html>").write_pdf(
        stylesheets=[CSS(string=charts.paper_styles(), font_config=faces)], font_config=faces, uncompressed_pdf=True
    )
    assert paper.startswith(b"%PDF")
    used = set(re.findall(rb"/BaseFont /([\w+-]+)", paper))
    assert used
    assert {name for name in used if b"Plex" not in name} == set()


def test_a_chart_of_ones_own_in_vega_lite_gets_the_theme() -> None:
    own = Chart(
        key="own",
        title="Own",
        unit="",
        columns=("a", "b"),
        rows=((1, 2),),
        spec={
            "width": 200,
            "height": 100,
            "data": {"values": [{"a": 1, "b": 2, "c": "x"}, {"a": 2, "b": 3, "c": "y"}]},
            "mark": "point",
            "encoding": {
                "x": {"field": "a", "type": "quantitative"},
                "y": {"field": "b", "type": "quantitative"},
                "color": {"field": "c", "type": "nominal", "legend": None},
            },
        },
    )
    svg = charts.svg(own, lang="en")
    assert "stroke-destination" in svg
    assert "stroke-origin" in svg


def test_the_style_page_shows_each_kind_and_keeps_the_policy(db: None) -> None:
    from django.test import Client

    found: list[tuple[str, dict[str, str | None]]] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.append((tag, dict(attrs)))

    Reader().feed(Client().get("/style/").content.decode())
    assert len([1 for tag, said in found if tag == "figure" and said.get("class") == "chart"]) == len(KINDS)
    assert not [said for _tag, said in found if "style" in said]
    assert len([1 for tag, said in found if tag == "link" and "charts/charts." in str(said.get("href"))]) == 1
