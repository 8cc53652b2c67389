"""Totals that the publishers state, or data/SOURCES of the staged copies, recomputed from what is packaged."""

import pytest

from alianza.observatory import packaged, queries

pytestmark = pytest.mark.django_db


def total(dataflow, vintage=None, **dimensions):
    found = queries.totals(dataflow, vintage, **dimensions)[()]
    assert found.missing == 0
    return found.value


def test_world_migrant_stock_of_both_revisions():
    assert total("migrant-stock", TIME_PERIOD=2024) == 304_021_813
    assert total("migrant-stock", TIME_PERIOD=2020) == 275_284_032
    assert total("migrant-stock", "2020", TIME_PERIOD=2020) == 280_598_105


def test_matrices_of_the_world_bank():
    assert round(total("remittance-matrix"), 1) == 781_075.7
    assert total("migration-matrix") == 282_222_943
    assert round(total("remittance-matrix", "2017"), 1) == 613_463.8


def test_india_received_the_same_in_three_sources():
    matrix = queries.totals("remittance-matrix", by="RECEIVING_AREA", RECEIVING_AREA="IND")["IND"].value
    knomad = queries.series("remittances", REF_AREA="IND", INDICATOR="RECEIVED")[2021]
    wdi = queries.series("remittances-wdi", REF_AREA="IND", INDICATOR="BX.TRF.PWKR.CD.DT")[2021]
    assert [round(value / 1000, 3) for value in (matrix, knomad, wdi / 1e6)] == [89.375] * 3


def test_flows_of_abel_and_cohen():
    assert total("flows-abel-cohen", TIME_PERIOD=2015, SEX="_T") == 101_176_337


def test_world_population():
    world = queries.series("population-projections", REF_AREA="900", INDICATOR="pop", VARIANT="MEDIUM")
    assert round(world[2024]) == 8_196_981
    assert round(total("population", TIME_PERIOD=2023) / 1e6, 1) == 8_091.7


def test_refugees_and_parties_to_the_migrant_workers_convention():
    assert round(total("displacement-unhcr", TIME_PERIOD=2023, GROUP="REFUGEES") / 1e6, 1) == 31.6
    assert len(queries.observations("treaties-un", TREATY="ICRMW", STATUS="party")) == 47
    assert len(queries.observations("treaties-human-rights", TREATY="ICMW", STATUS="party")) == 57


def test_coverage_is_what_the_sources_say():
    assert (
        len(queries.values_of("migrant-stock", "DESTINATION")),
        len(queries.values_of("migrant-stock", "ORIGIN")),
    ) == (
        233,
        234,
    )
    assert queries.entry("migrant-stock").rows == 153_296
    assert queries.entry("distance").rows == 224 * 224


def test_a_sum_of_countries_is_never_counted_as_one():
    kinds = {row["AREA"]: row["AREA_KIND"] for row in queries.observations("areas")}
    assert (kinds["NAM"], kinds["900"], kinds["WLD"], kinds["EU27"], kinds["OOO"]) == (
        "country",
        "aggregate",
        "aggregate",
        "aggregate",
        "other",
    )
    world = queries.observations("wdi", REF_AREA="WLD", INDICATOR="SP.POP.TOTL", TIME_PERIOD=2020)[0]
    assert world["AREA_KIND"] == "aggregate"
    countries = total("wdi", INDICATOR="SP.POP.TOTL", TIME_PERIOD=2020)
    assert countries == pytest.approx(world["OBS_VALUE"], rel=0.01)


def test_missing_is_not_zero():
    algeria = queries.observations("remittances", REF_AREA="DZA", INDICATOR="RECEIVED", TIME_PERIOD=2000)[0]
    assert (algeria["OBS_VALUE"], algeria["OBS_STATUS"]) == (None, "M")
    summed = queries.totals("remittances", INDICATOR="RECEIVED", TIME_PERIOD=2000)[()]
    assert summed.missing > 0
    assert queries.observations("migrant-stock", ORIGIN="TUV", DESTINATION="TUV") == []


WITHOUT_NAMIBIA = {
    "asylum-applications", "convention-c189", "immigration-eurostat", "inflows-oecd", "korea-flows", "korea-population",
    "labour-cost", "missing-migrants", "sdg-10-7-2", "sdg-10-7-2-share", "sdg-8-5-1",
}  # fmt: skip
"""Series that do not cover it, and the two of Eurostat whose copies lost it: their notes say so."""


def test_namibia_is_there():
    for each in packaged.catalogue():
        if each.current and each.areas and each.id not in WITHOUT_NAMIBIA:
            assert any(queries.observations(each.id, **{area: "NAM"}) for area in each.areas), each.id
    assert queries.values_of("geography", "REF_AREA").count("NAM") == 1


def test_every_packaged_file_is_what_the_catalogue_says_and_the_whole_is_small():
    entries = packaged.catalogue()
    assert all(each.is_intact() for each in entries)
    assert all(each.source and each.licence and each.citation and each.method for each in entries)
    assert all({"en", "es", "fr"} <= set(each.titles) for each in entries)
    assert sum(each.bytes for each in entries) < 20_000_000
    assert len([each for each in entries if each.current]) == len({each.id for each in entries})
    named = {each.file for each in entries}
    assert {path.name for path in packaged.FOLDER.glob("*.parquet")} == named
