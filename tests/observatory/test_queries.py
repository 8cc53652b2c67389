import pytest

from alianza.observatory import queries
from alianza.observatory.packaged import UnknownDataflow, UnknownVintage
from alianza.observatory.reading import UnknownDimension

pytestmark = pytest.mark.django_db


def test_a_dimension_is_one_value_or_several_and_what_is_not_there_gives_no_row():
    one = queries.observations("migrant-stock", ORIGIN="AGO", DESTINATION="NAM", TIME_PERIOD=2024)
    assert [row["SEX"] for row in one] == ["F", "M"]
    two = queries.observations("migrant-stock", ORIGIN=("AGO", "ZAF"), DESTINATION="NAM", TIME_PERIOD=[2020, 2024])
    assert {(row["ORIGIN"], row["TIME_PERIOD"]) for row in two} >= {("AGO", 2020), ("AGO", 2024)}
    for nothing in ("ZZZ", "", "A\0", "\ud800", ()):
        assert queries.observations("migrant-stock", ORIGIN=nothing) == []
    assert queries.observations("migrant-stock", TIME_PERIOD="soon") == []


def test_a_series_is_one_line_or_an_error():
    line = queries.series("population", REF_AREA="NAM")
    assert list(line) == list(range(1950, 2024))
    with pytest.raises(queries.NotOneSeries, match="fix the other dimensions"):
        queries.series("migrant-stock", ORIGIN="AGO", DESTINATION="NAM")


def test_the_latest_is_the_last_known_value_and_none_if_there_is_none():
    line = queries.series("remittances", REF_AREA="CUB", INDICATOR="PAID")
    assert all(value is None for value in line.values())
    assert queries.latest("remittances", REF_AREA="CUB", INDICATOR="PAID") is None
    assert queries.latest("population", REF_AREA="NAM") == (2023, queries.series("population", REF_AREA="NAM")[2023])


def test_totals_add_what_is_not_named_and_agree_with_the_rows():
    rows = queries.observations("migrant-stock", DESTINATION="NAM", TIME_PERIOD=2024)
    by_origin = queries.totals("migrant-stock", by="ORIGIN", DESTINATION="NAM", TIME_PERIOD=2024)
    assert sum(each.value for each in by_origin.values()) == sum(row["OBS_VALUE"] for row in rows)
    by_two = queries.totals("migrant-stock", by=("TIME_PERIOD", "SEX"), DESTINATION="NAM")
    assert by_two[2024, "F"].value + by_two[2024, "M"].value == sum(each.value for each in by_origin.values())
    assert queries.totals("migrant-stock", DESTINATION="ZZZ")[()].value is None
    everywhere = queries.totals("wdi", INDICATOR="SP.POP.TOTL", TIME_PERIOD=2020, AREA_KIND="aggregate")[()]
    assert everywhere.value > queries.totals("wdi", INDICATOR="SP.POP.TOTL", TIME_PERIOD=2020)[()].value


def test_the_same_sum_of_fractions_is_the_same_to_the_last_bit():
    assert len({queries.totals("remittance-matrix")[()].value.hex() for _ in range(5)}) == 1


def test_what_is_not_held_is_refused_with_what_comes_near():
    with pytest.raises(UnknownDataflow, match="Did you mean migrant-stock"):
        queries.observations("migrant-stok")
    with pytest.raises(UnknownVintage, match="migrant-stock@2020"):
        queries.observations("migrant-stock", "2021")
    with pytest.raises(UnknownDimension, match="has no column COLOUR"):
        queries.observations("migrant-stock", COLOUR="red")


def test_a_table_for_calculation_has_the_same_rows():
    arrow = queries.table("distance", ORIGIN="NAM")
    assert arrow.num_rows == 224
    assert arrow["ORIGIN"].to_pylist() == ["NAM"] * 224
    assert arrow.to_pylist() == queries.observations("distance", ORIGIN="NAM")


def test_a_page_of_thirty_questions_asks_the_database_once(django_assert_num_queries):
    def ask(country):
        for year in (1990, 2000, 2010, 2020, 2024):
            queries.totals("migrant-stock", by="ORIGIN", DESTINATION=country, TIME_PERIOD=year)
            queries.totals("migrant-stock", by="DESTINATION", ORIGIN=country, TIME_PERIOD=year)
        for indicator in ("mig", "tfr", "births", "deaths", "e0B", "cbr", "cdr", "cnmr"):
            queries.series("population-indicators", REF_AREA=country, INDICATOR=indicator)
        for variant in ("MEDIUM", "L80", "U80", "L95", "U95", "LOW", "HIGH"):
            queries.series("population-projections", REF_AREA=country, INDICATOR="pop", VARIANT=variant)
        for dataflow in ("treaties-un", "sdg-10-7-2", "wages", "wdi", "population"):
            queries.observations(dataflow, REF_AREA=country)

    ask("PHL")
    with django_assert_num_queries(1), queries.one_catalogue():
        ask("NAM")
