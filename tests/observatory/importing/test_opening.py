"""Whatever bytes come, an importer answers with a table or a refusal, never with anything else."""

import io
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alianza.observatory.importing import formats, opening
from alianza.observatory.importing.brought import ROW, UnfitFile
from alianza.observatory.importing.formats import Layout
from tests.observatory import files

GOOD = {
    Layout.CSV: ("a.csv", files.PERMITS.encode()),
    Layout.WPP: ("a.csv", files.WPP.encode()),
    Layout.NORMLEX: ("a.csv", files.NORMLEX.encode()),
    Layout.SDMX_CSV: ("a.csv", files.SDMX_CSV.encode()),
    Layout.SDMX_ML: ("a.xml", files.SDMX_ML.encode()),
}


@cache
def packed(layout):
    """A sound file, the same bytes for every example."""
    with TemporaryDirectory() as folder:
        if layout is Layout.UN_STOCK:
            return "a.xlsx", files.un_stock(Path(folder)).read_bytes()
        if layout is Layout.RPW:
            return "a.xlsx", files.rpw(Path(folder)).read_bytes()
    buffer = io.BytesIO()
    pl.DataFrame({"iso3": ["NAM"], "year": [2023], "permits": [1.0], "edition": ["2024"]}).write_parquet(buffer)
    return "a.parquet", buffer.getvalue()


def answers(folder, layout, name, content):
    path = files.text(folder, name, content)
    try:
        found = formats.read(
            path, layout, dataflow="population-indicators", vintage="2026", mapping=files.mapping(folder)
        )
    except UnfitFile:
        return
    assert ROW in found.frame.columns


@pytest.mark.parametrize("layout", list(GOOD))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_damaged_file_is_read_or_refused(tmp_path, layout, data):
    name, good = GOOD[layout]
    at = data.draw(st.integers(0, len(good)))
    until = data.draw(st.integers(at, min(len(good), at + 40)))
    answers(tmp_path, layout, name, good[:at] + data.draw(st.binary(max_size=20)) + good[until:])


@pytest.mark.parametrize("layout", [Layout.UN_STOCK, Layout.RPW, Layout.CSV])
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_damaged_workbook_or_parquet_is_read_or_refused(tmp_path, layout, data):
    name, good = packed(layout)
    at = data.draw(st.integers(0, len(good) - 1))
    answers(tmp_path, layout, name, good[:at] + data.draw(st.binary(min_size=1, max_size=4)) + good[at + 1 :])


def test_a_long_file_is_read_like_a_short_one(tmp_path, monkeypatch):
    path = files.text(tmp_path, "a.csv", files.PERMITS)
    short = opening.table_of(path)
    monkeypatch.setattr(opening, "LONG", 0)
    assert opening.table_of(path).select(short.columns).equals(short)


def test_a_parquet_file_that_claims_too_much_is_refused(tmp_path, monkeypatch):
    pl.DataFrame({"iso3": ["NAM"] * 100}).write_parquet(tmp_path / "a.parquet")
    monkeypatch.setattr(opening, "MOST_CELLS", 99)
    with pytest.raises(UnfitFile, match="far more than a table"):
        opening.parquet_of(tmp_path / "a.parquet")
