"""The makers: what stands in the table behind a chart, what is missing, and what is refused."""

import re
from datetime import date
from decimal import Decimal
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from django.template import Context, Template
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from alianza import charts
from alianza.charts import Series, Source
from alianza.charts.layers import apart
from alianza.charts.numbers import round_steps, said_on_axis

SVG = "{http://www.w3.org/2000/svg}"
SOURCE = Source("United Nations", "2024", "censuses", "/observatory/stock/")


def lines(svg: str, ink: str = "destination") -> list[str]:
    """The paths of lines in this ink."""
    return re.findall(rf'<path class="stroke-{ink}" d="([^"]+)"', svg)


def stock(*values: float | None) -> charts.Chart:
    points = [(2000 + place, value) for place, value in enumerate(values)]
    return charts.line("stock", "More people moved", "people", x="Year", series=[Series("A", points)], sources=[SOURCE])


def test_a_missing_value_is_a_gap_in_the_line_and_a_word_in_the_table() -> None:
    whole, broken = charts.svg(stock(1, 2, 3, 4, 5), lang="en"), charts.svg(stock(1, 2, None, 4, 5), lang="en")
    assert len(lines(whole)) == 1
    assert len(lines(broken)) == 2
    assert "gap: no data" in broken
    assert "gap: no data" not in whole
    assert stock(1, None, 3).rows[1] == (2001, None)


def test_a_value_alone_between_gaps_is_seen() -> None:
    alone = ET.fromstring(charts.svg(stock(*[1.0] * 14, None, 7, None, *[1.0] * 14), lang="en"))
    circles = list(alone.iter(f"{SVG}circle"))
    assert len(circles) == 2, "the lonely one, and the end of the line"


def test_not_a_number_is_missing_and_infinity_is_refused() -> None:
    assert stock(1, float("nan"), 3).rows[1][1] is None
    with pytest.raises(ValueError, match="infinite"):
        stock(1, float("inf"))


@pytest.mark.parametrize("look", ["page", "narrow"])
def test_a_missing_bar_has_its_row_and_no_bar(look: str) -> None:
    items = [("A", 3.0), ("B", None), ("C", 0.0)]
    svg = charts.svg(charts.bars("b", "t", "u", items=items, side="origin"), look, "en")
    assert "no data" in svg
    assert svg.count('class="fill-ribbon-origin"') == 1
    svg = charts.svg(charts.ribbons("r", "t", "u", items=items, place="P"), look, "en")
    assert "no data" in svg
    assert svg.count('class="fill-ribbon-origin"') == svg.count('class="fill-ribbon-destination"') == 1
    svg = charts.svg(charts.pyramid("p", "t", "u", ages=[("0–4", 3, None), ("5–9", 2, 1)]), look, "en")
    assert "no data" in svg
    assert (svg.count('"fill-men"'), svg.count('"fill-women"')) == (3, 2), "two bars and a word, one bar and a word"


@pytest.mark.parametrize("look", ["page", "narrow", "file"])
def test_what_has_no_values_at_all_still_draws(look: str) -> None:
    for chart in (
        charts.line("l", "t", "u", series=[]),
        charts.line("l", "t", "u", series=[Series("A", [(2000, None)]), Series("B", [(2000, 5)])]),
        charts.bars("b", "t", "", items=[]),
        charts.bars("b", "t", "u", items=[("A", None)]),
        charts.ribbons("r", "t", "u", items=[("A", 0)], place="P", direction="to"),
        charts.pyramid("p", "t", "u", ages=[]),
    ):
        assert charts.svg(chart, look, "en").startswith("<svg")  # type: ignore[arg-type]


def test_an_estimate_looks_otherwise_and_says_so() -> None:
    points = [(2000, 1), (2001, 2)]
    seen = charts.line("a", "t", "u", series=[Series("A", points)])
    guessed = charts.line(
        "b", "t", "u", series=[Series("A", points, kind="estimate", low_high=[(2000, 0, 2), (2001, 1, 3)])]
    )
    assert (seen.estimate, guessed.estimate) == (False, True)
    assert "stroke-dasharray" not in charts.svg(seen, lang="en")
    svg = charts.svg(guessed, lang="en")
    assert "stroke-dasharray" in svg
    assert {"dashed: estimate · shaded: interval"} <= {
        "".join(one.itertext()) for one in ET.fromstring(svg).iter(f"{SVG}text")
    }
    assert guessed.columns == ("Year", "A (estimate)", "A (estimate), low", "A (estimate), high")
    assert guessed.rows[0] == (2000, 1, 0, 2)
    pale = charts.svg(charts.bars("c", "t", "u", items=[("A", 1)], estimate=True), lang="en")
    assert "pale: estimate" in pale
    assert "fill-opacity" in pale


def test_a_projection_goes_on_where_the_observations_end_unless_something_is_missing() -> None:
    def drawn(last: float | None) -> list[str]:
        return lines(
            charts.svg(
                charts.line(
                    "a", "t", "u",
                    series=[
                        Series("A", [(2000, 1), (2010, 2), (2020, last)]),
                        Series("A", [(2030, 4), (2040, 5)], kind="projection"),
                    ],
                ),
                lang="en",
            )
        )  # fmt: skip

    assert [path.count("L") for path in drawn(3)] == [2, 2]
    assert [path.count("L") for path in drawn(None)] == [1, 1]


def test_two_series_of_a_name_share_ink_and_label() -> None:
    chart = charts.line(
        "a", "t", "u",
        series=[Series("A", [(1, 1), (2, 2)]), Series("A", [(3, 3)], kind="projection"), Series("B", [(1, 2), (3, 1)])],
    )  # fmt: skip
    words = ["".join(one.itertext()) for one in ET.fromstring(charts.svg(chart, lang="en")).iter(f"{SVG}text")]
    assert words.count("A") == words.count("B") == 1


def test_periods_and_days_stand_in_their_order() -> None:
    periods = charts.line("a", "t", "u", series=[Series("A", [("1990–1995", 1), ("1985–1990", 2)])])
    assert [row[0] for row in periods.rows] == ["1990–1995", "1985–1990"], "names keep the order given"
    days = charts.line("a", "t", "u", series=[Series("A", [(date(2024, 3, 1), 1), (date(2023, 3, 1), Decimal("2.5"))])])
    assert days.rows == (("2023-03-01", 2.5), ("2024-03-01", 1))
    with pytest.raises(ValueError, match="mixes"):
        charts.line("a", "t", "u", series=[Series("A", [(2000, 1), ("later", 2)])])


def test_what_cannot_be_shown_is_refused() -> None:
    with pytest.raises(ValueError, match="not negative"):
        charts.ribbons("a", "t", "u", items=[("A", -1)], place="P")
    with pytest.raises(ValueError, match="not negative"):
        charts.pyramid("a", "t", "u", ages=[("0–4", -1, 1)])
    with pytest.raises(ValueError, match="cannot name a chart"):
        charts.bars("../a", "t", "u", items=[])
    with pytest.raises(ValueError, match="no kind of series"):
        charts.line("a", "t", "u", series=[Series("A", [], kind="guess")])  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="no look"):
        charts.svg(stock(1), "poster")  # type: ignore[arg-type]


def test_the_text_alternative_states_the_finding() -> None:
    assert stock(1, 2).text_alternative == "More people moved"
    told = charts.bars("a", "t", "u", items=[("A", 1)], alt="A leads with one.")
    assert ET.fromstring(charts.svg(told, lang="en")).get("aria-label") == "A leads with one."


def test_a_csv_is_plain_and_no_formula() -> None:
    chart = charts.bars(
        "a", "t", "people", items=[("=HYPERLINK(1)", 1), ("@x", -2.5), ('Côte, "d\'Ivoire"', None)], label="Name"
    )
    assert charts.csv(chart) == ('Name,people\r\n\'=HYPERLINK(1),1\r\n\'@x,-2.5\r\n"Côte, ""d\'Ivoire""",\r\n')
    assert not charts.csv(chart).startswith("\ufeff")


@pytest.mark.django_db  # the style sheet's address needs the collected files
def test_the_tag_shows_finding_source_table_and_files() -> None:
    text = Template('{% load charts %}{% chart one downloads="/atlas/PHL/" %}').render(
        Context({"one": stock(1_000, None)})
    )
    assert text.count("<svg") == 2
    assert '<figcaption class="chart__title">More people moved</figcaption>' in text
    assert '<a href="/observatory/stock/">United Nations</a>, 2024; censuses' in text
    assert '<th scope="row">2000</th><td class="number">1,000</td>' in text
    assert '<span class="chart__missing">no data</span>' in text
    for suffix in ("csv", "svg", "png"):
        assert f'href="/atlas/PHL/stock.{suffix}" download' in text
    paper = Template('{% load charts %}{% chart one look="print" %}').render(Context({"one": stock(1_000, None)}))
    assert paper.count("<svg") == 1
    assert "<details" not in paper


@pytest.mark.django_db  # the style sheet's address needs the collected files
def test_the_tag_escapes_what_it_is_given() -> None:
    evil = "<b onload=x>"
    chart = charts.bars(
        "a", evil, evil, items=[(evil, 1)], sources=[Source(evil, evil, evil, 'x" onclick="y')], label=evil
    )
    text = Template("{% load charts %}{% chart one %}").render(Context({"one": chart}))
    assert "<b " not in text
    assert 'onclick="' not in text


@pytest.mark.django_db  # the style sheet's address needs the collected files
def test_tables_follow_the_language() -> None:
    with override("fr"):
        text = Template("{% load charts %}{% chart one %}").render(Context({"one": stock(12_345.0, 2.5)}))
    assert "12\u202f345" in text


# axes and labels ---------------------------------------------------------------------------------------------------
def test_an_axis_from_a_million_on_is_written_in_millions() -> None:
    assert said_on_axis([0, 500_000, 1_000_000, 1_500_000], "en") == ["0", "0.5M", "1.0M", "1.5M"]
    assert said_on_axis([0, 2_000_000], "es") == ["0", "2\xa0M"]
    assert said_on_axis([-1_000, 0], "es") == ["−1.000", "0"], "as everywhere on the page"
    assert said_on_axis([0, 0.5], "fr") == ["0,0", "0,5"]


@given(st.floats(-1e9, 1e9), st.floats(0, 1e9), st.integers(2, 8))
def test_round_steps_hold_the_values_and_are_few(low: float, span: float, wanted: int) -> None:
    steps = round_steps(low, low + span, wanted)
    slack = max(abs(low), abs(low + span), 1) * 1e-6
    assert steps[0] <= low + slack
    assert steps[-1] >= low + span - slack
    assert 2 <= len(steps) <= 2 * wanted + 3


@settings(max_examples=60)
@given(st.lists(st.floats(0, 260), min_size=1, max_size=10))
def test_labels_never_stand_upon_one_another(wanted: list[float]) -> None:
    heights = [19.0] * len(wanted)
    middles = apart(wanted, heights, 260)
    order = sorted(range(len(wanted)), key=lambda place: wanted[place])
    for first, second in pairwise(order):
        assert middles[second] - middles[first] >= 19 - 1e-6
    assert min(middles) >= 9.5 - 1e-6
    assert max(middles) <= 260 - 9.5 + 1e-6
