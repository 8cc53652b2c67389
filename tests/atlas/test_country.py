"""What a country's page rests on: sums that agree, revisions that stay apart, gaps that say so."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alianza.atlas import country_people, indicators_computed
from alianza.atlas.corridor_names import codes
from alianza.atlas.country import CountryProfile, profile
from alianza.atlas.indicators import Line, Pair, Reading, core, score
from alianza.observatory import packaged, queries
from alianza.observatory.figures import Note, figure

SAMPLE = ("PHL", "DEU", "MEX", "TUV", "XKX", "ATA", "SSD", "NAM", "VAT", "CHE")


def made(code: str) -> CountryProfile:
    return profile(code, year=2026, records=False)


def test_mexico_abroad_is_the_sum_of_the_published_table() -> None:
    rows = packaged.table("migrant-stock", "2024").to_pylist()
    counted = sum(row["OBS_VALUE"] for row in rows if row["ORIGIN"] == "MEX" and row["TIME_PERIOD"] == 2024)
    assert made("MEX").statistics.stock.abroad.value == counted


def test_people_from_abroad_in_every_country_add_up_to_the_world_stock() -> None:
    with queries.one_catalogue(packaged_alone=True):
        found = (country_people._history(code, "2024") for code in codes())
        assert sum(dict(each.here).get(2024, 0) for each in found) == 304_021_813  # UN DESA, 2024 revision


@pytest.mark.parametrize("code", SAMPLE)
def test_rows_rest_and_unspecified_add_up_to_the_total_shown(code: str) -> None:
    stock = made(code).statistics.stock
    for ranking, level in ((stock.destinations, stock.abroad), (stock.origins, stock.here)):
        if ranking is None:
            assert not level.value
            continue
        assert sum(each.people for each in ranking.rows) + ranking.others + ranking.unspecified == ranking.total
        assert ranking.total == level.value
        assert ranking.rows == tuple(sorted(ranking.rows, key=lambda each: (-each.people, each.code)))


@pytest.mark.parametrize("code", SAMPLE)
def test_each_history_is_of_one_revision_and_no_figure_of_another(code: str) -> None:
    found = made(code)
    assert [each.revision for each in found.statistics.stock.histories] == ["2024", "2020"]
    for each in found.statistics.stock.histories:
        assert each.note.vintage == each.revision
        rows = queries_of(each.revision, code)
        assert dict(each.abroad) == rows
    for line in found.lines:
        for reading in line.readings:
            if reading.figure.note.id == "migrant-stock":
                assert reading.figure.note.vintage == "2024"


def queries_of(revision: str, code: str) -> dict[int, float]:
    with queries.one_catalogue(packaged_alone=True):
        found = queries.totals("migrant-stock", revision, by="TIME_PERIOD", ORIGIN=code)
    return {int(year): float(total.value) for year, total in found.items()}


def test_the_spread_of_methods_holds_the_estimate_and_both_estimates_stay_apart() -> None:
    flows = made("DEU").statistics.flows
    published = flows[-1]
    assert published.note.id == "flows-abel-cohen"
    assert [each.first for each in published.periods] == [1990, 1995, 2000, 2005, 2010, 2015]
    assert published.periods[-1].arrivals == 5_185_762  # Abel and Cohen 2022, both sexes, 2015-2020
    for own in flows[:-1]:
        for each in own.periods:
            if each.arrivals is not None and each.arrivals_bounds is not None:
                assert each.arrivals_bounds[0] <= each.arrivals <= each.arrivals_bounds[1]


def test_missing_is_not_zero() -> None:
    nowhere = made("ATA").statistics
    assert nowhere.stock.abroad.value is None
    assert nowhere.flows == ()
    assert nowhere.remittances is None
    assert nowhere.labour is None


def test_every_number_says_source_vintage_and_method() -> None:
    for line in made("PHL").lines:
        for reading in line.readings:
            where = reading.figure.note
            assert where.source
            assert where.vintage
            assert where.method
            assert where.series.endswith(f"@{where.vintage}")


def test_the_core_list_is_whole_and_in_three_languages() -> None:
    found = core()
    assert len(found.indicators) == 88
    assert set(found.parts) == {each.part for each in found.indicators.values()}
    for each in found.indicators.values():
        assert set(each.name.languages) == {"en", "es", "fr"}
        assert not each.name.is_reviewed("es")
        assert each.bodies, "a gap names the body that could fill it"
    for section in found.outline:
        assert set(section.indicators) <= set(found.indicators)
    assert indicators_computed.computable() <= set(found.indicators)


def test_every_function_finds_its_indicator_in_some_country() -> None:
    known = {line.indicator.code for code in ("PHL", "DEU", "USA") for line in made(code).lines if line.known}
    assert indicators_computed.computable() - known == set()


def test_a_party_to_a_treaty_is_dated_by_its_list() -> None:
    found = {each.code: each for each in made("PHL").statistics.treaties}
    assert (found["ICRMW"].status, found["ICRMW"].bound, found["ICRMW"].as_of) == ("party", "1995-07-05", "2022-08")
    assert found["STATELESS_1961"].status == "none"  # the Philippines joined in 2022, after the list of 2015
    assert found["STATELESS_1961"].as_of == "2015-03-14"


def test_the_score_is_the_formula() -> None:
    where = Note("population@2024", "UN", "2024", "as published")
    first, second, *rest = (each for each in core().indicators.values() if each.required)
    lines = [
        Line(first, (Reading(figure(1, "people", 2024, where)),)),
        Line(second, (Reading(figure(1, "people", 2010, where)),)),
        *(Line(each, ()) for each in rest),
    ]
    close = Pair("abroad", figure(100, "people", 2020, where), figure(109, "people", 2021, where))
    apart = Pair("here", figure(100, "people", 2020, where), figure(120, "people", 2021, where))
    found = score(lines, (close, apart), year=2026, signed_off=1)
    required = len(rest) + 2
    assert found.value == pytest.approx(40 * 2 / required + 30 * 1 / 2 + 20 * 1 / 2 + 10)


@given(st.lists(st.tuples(st.booleans(), st.integers(1990, 2026)), max_size=20))
@settings(deadline=None, max_examples=40)
def test_the_score_lies_between_none_and_all(known: list[tuple[bool, int]]) -> None:
    where = Note("population@2024", "UN", "2024", "as published")
    required = [each for each in core().indicators.values() if each.required]
    lines = [
        Line(each, (Reading(figure(1, "people", year, where)),) if filled else ())
        for each, (filled, year) in zip(required, known, strict=False)
    ]
    assert 0 <= score(lines, (), year=2026).value <= 100
