import gzip

import pytest

from alianza.audit.actions import PLATFORM
from alianza.audit.models import Entry as Recorded
from alianza.observatory import queries
from alianza.observatory.actions import (
    AnotherSeries,
    VintageHeld,
    WrongName,
    choose_current,
    load_vintage,
    publish_estimate,
)
from alianza.observatory.importing.brought import About, Definition, UnfitFile
from alianza.observatory.importing.formats import Layout
from alianza.observatory.models import Vintage, series_folder
from alianza.observatory.packaged import UnknownVintage
from alianza.observatory.provenance import Provenance
from tests.observatory import files

pytestmark = pytest.mark.django_db


def load(path, layout=Layout.CSV, **more):
    more.setdefault("vintage", "2024")
    return load_vintage(path, layout=layout, by=PLATFORM, **more)


def permits(folder, content=files.PERMITS, **more):
    return load(files.text(folder, "permits.csv", content), mapping=files.mapping(folder), **more)


def refused(act):
    with pytest.raises(UnfitFile) as caught:
        act()
    return caught.value.problems


def test_a_plain_csv_is_loaded_whole_with_its_missing_values_and_is_recorded(tmp_path):
    done = permits(tmp_path)
    assert done.is_new
    rows = queries.observations("labour-permits")
    assert [(row["REF_AREA"], row["TIME_PERIOD"], row["OBS_VALUE"]) for row in rows] == [
        ("DEU", 2023, 900),
        ("NAM", 2023, 120),
        ("NAM", 2024, None),
    ]
    assert done.vintage.path.name == f"{done.vintage.digest}.parquet"
    deed = Recorded.objects.latest("number")
    assert deed.deed == "observatory.vintage.loaded"
    assert deed.facts["sha256"] == done.vintage.digest


def test_the_same_bytes_twice_do_nothing(tmp_path):
    first = permits(tmp_path)
    deeds = Recorded.objects.count()
    again = permits(tmp_path)
    assert (again.is_new, again.vintage) == (False, first.vintage)
    assert (Vintage.objects.count(), Recorded.objects.count()) == (1, deeds)


def test_a_vintage_never_changes_and_older_ones_stay(tmp_path):
    permits(tmp_path)
    other = files.PERMITS.replace("900", "901")
    with pytest.raises(VintageHeld, match="give the new one another name"):
        permits(tmp_path, other)
    permits(tmp_path, other, vintage="2024-2")
    assert queries.latest("labour-permits", REF_AREA="DEU") == (2023, 901)
    assert queries.latest("labour-permits", "2024", REF_AREA="DEU") == (2023, 900)
    assert [each.name for each in Vintage.objects.filter(current=True)] == ["2024-2"]


def test_a_vintage_of_the_product_keeps_its_name_and_is_followed_by_a_loaded_one(tmp_path):
    path = files.un_stock(tmp_path, revision="2024", years=(1990, 2024))
    with pytest.raises(VintageHeld):
        load(path, Layout.UN_STOCK, dataflow="migrant-stock")
    load(files.un_stock(tmp_path), Layout.UN_STOCK, dataflow="migrant-stock", vintage="2026")
    assert queries.entry("migrant-stock").vintage == "2026"
    assert queries.totals("migrant-stock", "2024", TIME_PERIOD=2024)[()].value == 304_021_813
    assert [each.current for each in queries.entries() if each.id == "migrant-stock"] == [True, False, False]
    choose_current("migrant-stock", "2024", by=PLATFORM)
    assert queries.entry("migrant-stock").vintage == "2024"
    with pytest.raises(UnknownVintage):
        choose_current("migrant-stock", "1066", by=PLATFORM)


@pytest.mark.parametrize(
    ("content", "row", "column", "reason"),
    [
        (files.PERMITS.replace("NAM,2023", "NAM,20233"), 2, "TIME_PERIOD", "is no period"),
        (files.PERMITS.replace("NAM,2023", "NAM,2031"), 2, "TIME_PERIOD", "later than the vintage 2024"),
        (files.PERMITS.replace("900,2024", "900,2020"), 4, "edition", "mixes the revisions 2024 and 2020"),
        (files.PERMITS.replace(",120,", ",-120,"), 2, "OBS_VALUE", "below zero"),
        (files.PERMITS.replace("DEU,2023", "NAM,2023"), 2, "", "more than one row"),
        (files.PERMITS.replace(",900,", ",about 900,"), 4, "OBS_VALUE", "is no number"),
        (files.PERMITS.replace(",900,", ",nan,"), 4, "OBS_VALUE", "is no number"),
        (files.PERMITS.replace("DEU", "DEX"), 4, "REF_AREA", "is no area"),
        (files.PERMITS.replace("DEU,", ","), 4, "REF_AREA", "Every row needs it"),
        (files.PERMITS.replace("DEU,2023", "DEU,2023,1"), 4, "", "5 cells and the header 4"),
        (files.PERMITS.replace("permits", "iso3", 1), 1, "", "Two columns are called 'iso3'"),
        (b"\xef\xbb\xbf" + files.PERMITS.replace(",", ";").encode(), 1, "", "separated by semicolons"),
        (files.PERMITS.replace("DEU", "D\0U"), 4, "", "NUL character"),
        (files.PERMITS.replace("DEU", "DÉU").encode("latin-1"), 4, "", "not UTF-8"),
        ("iso3,year,edition\nNAM,2023,2024\n", 1, "", "lacks the columns permits"),
        ("iso3,year,permits,edition\n", 0, "", "no rows"),
        ("", 1, "", "no header"),
    ],
)
def test_a_bad_file_is_refused_with_row_and_reason_and_the_old_vintage_stays(tmp_path, content, row, column, reason):
    permits(tmp_path)
    before = sorted(path.name for path in series_folder().iterdir())
    problems = refused(lambda: permits(tmp_path, content, vintage="2024-2"))
    assert (problems[0].row, problems[0].column) == (row, column)
    assert reason in problems[0].sentence
    assert queries.entry("labour-permits").vintage == "2024"
    assert sorted(path.name for path in series_folder().iterdir()) == before


def test_a_byte_order_mark_alone_is_no_harm(tmp_path):
    assert permits(tmp_path, b"\xef\xbb\xbf" + files.PERMITS.encode()).is_new


@pytest.mark.parametrize("name", ["permits.csv.gz", "bomb.xlsx"])
def test_a_bomb_is_refused_before_it_is_opened(tmp_path, name):
    if name == "bomb.xlsx":
        act = lambda: load(files.bomb(tmp_path), Layout.UN_STOCK, dataflow="migrant-stock", vintage="2026")  # noqa: E731
    else:
        path = files.text(tmp_path, name, gzip.compress(b"a,b\n" + b"0,0\n" * (8 << 20)))
        act = lambda: load(path, mapping=files.mapping(tmp_path))  # noqa: E731
    assert "unpacks to far more" in refused(act)[0].sentence


@pytest.mark.parametrize(
    ("name", "content", "layout", "reason"),
    [
        ("a.csv.gz", b"no gzip", Layout.CSV, "is no gzip file"),
        ("a.csv.gz", gzip.compress(b"a,b\n1,2\n", mtime=0)[:-6], Layout.CSV, "ends in the middle"),
        ("a.xlsx", b"no zip", Layout.UN_STOCK, "no XLSX workbook"),
        ("a.xml", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", Layout.SDMX_ML, "document type or entities"),
        ("a.xml", b"<a><b></a>", Layout.SDMX_ML, "cannot be read|well-formed"),
        ("a.xml", b"<a>\n\0</a>", Layout.SDMX_ML, "NUL"),
    ],
)
def test_what_is_not_what_it_is_called_is_refused(tmp_path, name, content, layout, reason):
    path = files.text(tmp_path, name, content)
    problems = refused(lambda: load(path, layout, dataflow="migrant-stock", mapping=files.mapping(tmp_path)))
    import re

    assert re.search(reason, problems[0].sentence)


def test_names_that_could_not_stand_in_an_address_are_refused(tmp_path):
    with pytest.raises(WrongName):
        permits(tmp_path, vintage="../2024")
    with pytest.raises(WrongName):
        permits(tmp_path, dataflow="Labour Permits")


def test_a_file_with_other_columns_does_not_go_into_a_series(tmp_path):
    with pytest.raises(AnotherSeries):
        permits(tmp_path, dataflow="migrant-stock", vintage="2026")


def test_a_published_estimate_says_how_it_was_made():
    import pyarrow as pa

    made = publish_estimate(
        pa.table({"origin": ["NAM", "DEU"], "destination": ["DEU", "NAM"], "flow": [2.5, 1.0]}),
        definition=Definition(
            id="flows-ours",
            agency="ALIANZA",
            titles={"en": "Flows"},
            dimensions={"origin": "ORIGIN", "destination": "DESTINATION"},
            measures=("flow",),
            unit="persons",
            kind="model estimate",
        ),
        vintage="2026",
        about=About(source="This platform", licence="CC BY 4.0"),
        provenance=Provenance({"stock": "a" * 64}, "pseudo-bayes", {"w": 0.13}, "0.1"),
        by=PLATFORM,
    )
    assert made.provenance["parameters"] == {"w": 0.13}
    assert [row["origin"] for row in queries.observations("flows-ours")] == ["DEU", "NAM"]
    assert queries.entry("flows-ours").provenance["method"] == "pseudo-bayes"


def test_an_estimate_without_provenance_cannot_be_kept(tmp_path):
    from django.db import IntegrityError, transaction

    held = permits(tmp_path).vintage
    with pytest.raises(IntegrityError, match="an_estimate_says_how_it_was_made"), transaction.atomic():
        Vintage.objects.filter(pk=held.pk).update(estimate=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Vintage.objects.create(
            dataflow=held.dataflow, name="b", current=True, digest="0" * 64, source_digest="0" * 64, rows=1, size=1,
            source="s", licence="l", layout="csv",
        )  # fmt: skip
