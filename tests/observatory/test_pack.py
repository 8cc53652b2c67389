"""What packs the series: codes, checks, exactness, and the same bytes for the same sources."""

import dataclasses

import polars as pl
import pytest

from tools.pack import codes, writing

SERIES = writing.Series(
    id="test", vintage="2024", agency="T", title=("a", "b", "c"),
    frame=pl.DataFrame({"REF_AREA": ["NAM", "DEU", "WLD"], "OBS_VALUE": [1.5, None, 2.25]}),
    dimensions=("REF_AREA",), unit="persons", kind="observed", source="s", citation="c", licence="l", url="u",
    found_in="f", method="m", date="2024",
)  # fmt: skip


def test_namibia_stays_and_an_empty_cell_is_missing(tmp_path):
    (tmp_path / "a.csv").write_text("iso2,value\nNA,\nDE,1\n")
    assert writing.read(tmp_path / "a.csv").rows() == [("NA", None), ("DE", "1")]


def test_codes_are_those_of_sdmx():
    assert [codes.age_code(text) for text in ("0-4", "75+", "Total", "0")] == ["Y0T4", "Y_GE75", "_T", "Y0"]
    frame = pl.DataFrame({"sex": ["Female", "male", "both"], "age": ["0", "1", "95"]})
    assert frame.select(codes.sex())["SEX"].to_list() == ["F", "M", "_T"]
    assert frame.select(codes.life_table_age())["AGE"].to_list() == ["Y0", "Y1T4", "Y95T99"]


def test_sums_of_countries_are_marked():
    marked = writing.with_kinds(SERIES.frame, frozenset({"WLD"}))
    assert marked["AREA_KIND"].to_list() == ["country", "country", "aggregate"]


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ([1.0, 2.0, None], pl.Int16),
        ([1.0, 70000.0], pl.Int32),
        ([1.0, 2.0**40], pl.Int64),
        ([0.5, 0.25], pl.Float32),
        ([0.1, 0.25], pl.Float64),
    ],
)
def test_numbers_are_made_narrower_only_where_they_stay_what_they_are(values, kind):
    narrow = writing.narrowed(pl.Series(values))
    assert narrow.dtype == kind
    assert narrow.cast(pl.Float64).to_list() == values


@pytest.mark.parametrize(
    ("frame", "reason"),
    [
        (pl.DataFrame({"REF_AREA": ["NAM", "NAM"], "OBS_VALUE": [1, 2]}), "two values for one key"),
        (pl.DataFrame({"REF_AREA": ["NAM", None], "OBS_VALUE": [1, 2]}), "is missing"),
        (pl.DataFrame({"REF_AREA": ["NAM", "DEU"], "OBS_VALUE": [1, -2]}), "negative"),
        (pl.DataFrame({"REF_AREA": ["NAM", "DEU"], "OBS_VALUE": [1.0, float("nan")]}), "no number"),
    ],
)
def test_what_cannot_be_right_is_not_packed(frame, reason):
    with pytest.raises(ValueError, match=reason):
        writing.checked(dataclasses.replace(SERIES, frame=frame))


def test_the_same_series_gives_the_same_bytes_in_the_order_of_its_keys(tmp_path):
    first = writing.write(SERIES, tmp_path)
    content = (tmp_path / "test@2024.parquet").read_bytes()
    assert writing.write(SERIES, tmp_path) == first
    assert (tmp_path / "test@2024.parquet").read_bytes() == content
    assert pl.read_parquet(tmp_path / "test@2024.parquet").rows() == [("DEU", None), ("NAM", 1.5), ("WLD", 2.25)]
