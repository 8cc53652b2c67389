"""Each importer on an imitation of its layout (tests/observatory/files.py), and what it refuses."""

import pytest

from alianza.audit.actions import PLATFORM
from alianza.observatory import queries
from alianza.observatory.actions import load_vintage
from alianza.observatory.importing.brought import UnfitFile
from alianza.observatory.importing.formats import Layout
from tests.observatory import files

pytestmark = pytest.mark.django_db
TERMS = {"source": "An agency", "licence": "CC BY 4.0"}


def load(path, layout, dataflow="", vintage="2026", **more):
    return load_vintage(path, layout=layout, dataflow=dataflow, vintage=vintage, by=PLATFORM, **more).vintage


def problem_of(path, layout, **more):
    with pytest.raises(UnfitFile) as caught:
        load(path, layout, **more)
    return caught.value.problems[0]


def test_the_stock_workbook_of_the_un(tmp_path):
    held = load(files.un_stock(tmp_path), Layout.UN_STOCK, "migrant-stock")
    assert held.licence == "CC BY 3.0 IGO"
    rows = queries.observations("migrant-stock", TIME_PERIOD=2026)
    assert [(row["ORIGIN"], row["DESTINATION"], row["SEX"], row["OBS_VALUE"]) for row in rows] == [
        ("AGO", "NAM", "F", 6),
        ("AGO", "NAM", "M", 8),
        ("OOO", "DEU", "F", 16),
        ("OOO", "DEU", "M", 14),
    ]
    assert rows[2]["AREA_KIND"] == "other"


@pytest.mark.parametrize(
    ("change", "row", "reason"),
    [
        ({"revision": "2024"}, 0, "the revision 2024"),
        ({"years": (1990, 3026)}, 4, "not all years"),
        ({"rows": ((1, "Namibia", "", 516, "B", "Angola", 24, 10, 14, 6, 8, 4, 3),)}, 5, "14 is not 8 men and 3 women"),
        ({"rows": ((1, "Namibia", "", 516, "B", "Angola", 24, -2, 14, -6, 8, 4, 6),)}, 5, "below zero"),
        ({"rows": ((1, "Namibia", "", 516, "B", "Angola", 24, "ten", 14, 6, 8, 4, 6),)}, 5, "no number"),
        ({"rows": ((1, "Nowhere", "", 519, "B", "Angola", 24, 10, 14, 6, 8, 4, 6),)}, 5, "no location code"),
        (
            {
                "rows": (
                    (1, "Namibia", "", 516, "B", "Angola", 24, 10, 14, 6, 8, 4, 6),
                    (2, "Namibia", "", 516, "B", "Angola", 24, 10, 14, 6, 8, 4, 6),
                )
            },
            5,
            "more than one row",
        ),
    ],
)
def test_a_stock_workbook_that_cannot_be_right(tmp_path, change, row, reason):
    found = problem_of(files.un_stock(tmp_path, **change), Layout.UN_STOCK, dataflow="migrant-stock")
    assert found.row == row
    assert reason in found.sentence


def test_indicators_of_world_population_prospects(tmp_path):
    path = files.text(tmp_path, "wpp.csv", files.WPP)
    load(path, Layout.WPP, "population-indicators")
    assert queries.series("population-indicators", REF_AREA="NAM", INDICATOR="mig") == {2025: -1.5}
    assert (
        queries.observations("population-indicators", REF_AREA="900", INDICATOR="births")[0]["AREA_KIND"] == "aggregate"
    )
    load(path, Layout.WPP, "population-projections")
    assert queries.series("population-projections", REF_AREA="NAM", INDICATOR="tfr", VARIANT="MEDIUM") == {2026: 3.1}


def test_ages_of_world_population_prospects(tmp_path):
    load(files.text(tmp_path, "ages.csv", files.WPP_AGES), Layout.WPP, "population-age")
    rows = queries.observations("population-age", REF_AREA="NAM", SEX="F")
    assert [(row["AGE"], row["TIME_PERIOD"], row["VARIANT"], row["OBS_VALUE"]) for row in rows] == [
        ("Y0T4", 2025, "ESTIMATE", 186.2),
        ("Y0T4", 2026, "MEDIUM", 187.2),
        ("Y_GE100", 2025, "ESTIMATE", 0.03),
    ]


def test_quotes_of_remittance_prices_worldwide(tmp_path):
    load(files.rpw(tmp_path), Layout.RPW, vintage="2023-Q1")
    rows = queries.observations("remittance-quotes", SENDING_AREA="ZAF", RECEIVING_AREA="NAM")
    assert [(row["PROVIDER"], row["AMOUNT"], row["TOTAL_COST"]) for row in rows] == [
        ("First Bank", "200", 15.3),
        ("Quick Send", "200", 6.5),
        ("Quick Send", "500", 4.2),
    ]
    assert rows[1]["TRANSPARENT"] == "yes"
    found = problem_of(files.rpw(tmp_path, period="soon"), Layout.RPW, vintage="2024")
    assert (found.row, found.column) == (2, "period")


def test_both_sheets_of_the_prices_are_read_with_the_names_of_their_time(tmp_path):
    load(files.rpw_of_two_sheets(tmp_path), Layout.RPW, vintage="2025-Q3")
    rows = {row["TIME_PERIOD"]: row for row in queries.observations("remittance-quotes", SENDING_AREA="ZAF")}
    old, new = rows["2016-Q1"], rows["2025-Q3"]
    assert (old["COVERAGE"], old["ACCESS_POINT"], old["PICKUP"]) == ("Nationwide", "at Branch", "Cash")
    assert (old["PRODUCT"], old["PAYMENT"]) == ("Cash to cash", None)
    assert (new["COVERAGE"], new["ACCESS_POINT"], new["PICKUP"]) == ("High", "Internet", "Mobile wallet")
    assert (new["PRODUCT"], new["PAYMENT"]) == (None, "Debit/credit card")
    assert new["TOTAL_COST"] == pytest.approx(6.5), "a number that the workbook shows as a day is that number"
    assert new["FX_MARGIN"] == pytest.approx(0.25), "and one that it shows as an hour"
    assert new["FEE"] == 150, "a number written as text"


def test_ratifications_of_normlex(tmp_path):
    load(files.text(tmp_path, "normlex.csv", files.NORMLEX), Layout.NORMLEX, "conventions-ilo")
    rows = queries.observations("conventions-ilo", TREATY=("C097", "C143"))
    assert [(row["REF_AREA"], row["TREATY"], row["STATUS"], row["BOUND"]) for row in rows] == [
        ("NAM", "C097", "in force", "2001-08-22"),
        ("TUR", "C143", "not in force", "2003-05-01"),
    ]
    for old, new, column in (("22 Aug 2001", "31 Feb 2001", "Date"), ("C097", "X97", "Convention"),
                             ("Namibia", "Atlantis", "Country"), ("In Force", "Perhaps", "Status")):  # fmt: skip
        path = files.text(tmp_path, "bad.csv", files.NORMLEX.replace(old, new))
        found = problem_of(path, Layout.NORMLEX, dataflow="conventions-ilo", vintage="2027")
        assert (found.row, found.column) == (2, column)


def test_sdmx_csv_of_any_agency(tmp_path):
    held = load(files.text(tmp_path, "mig.csv", files.SDMX_CSV), Layout.SDMX_CSV, about=TERMS)
    assert held.dataflow.dimensions == {"REF_AREA": "REF_AREA", "SEX": "SEX", "TIME_PERIOD": "TIME_PERIOD"}
    assert queries.series("mig", REF_AREA=("NAM",), SEX="_T") == {2022: 12}
    assert queries.latest("mig", REF_AREA="DEU", SEX="_T") is None
    mixed = files.text(tmp_path, "mixed.csv", files.SDMX_CSV.replace("MIG(1.0),DEU", "MIG(2.0),DEU"))
    found = problem_of(mixed, Layout.SDMX_CSV, vintage="2027", about=TERMS)
    assert found.row == 3
    assert "mixes OECD:MIG(1.0) and OECD:MIG(2.0)" in found.sentence


def test_sdmx_ml_of_any_agency(tmp_path):
    held = load(files.text(tmp_path, "mig.xml", files.SDMX_ML), Layout.SDMX_ML, about=TERMS)
    assert set(held.dataflow.dimensions) == {"REF_AREA", "SEX", "TIME_PERIOD"}
    assert queries.latest("mig", REF_AREA="DEU", SEX="_T") == (2022, 13.5)


def test_no_figure_is_kept_without_source_and_licence(tmp_path):
    path = files.text(tmp_path, "mig.csv", files.SDMX_CSV)
    assert "licence" in problem_of(path, Layout.SDMX_CSV).sentence
