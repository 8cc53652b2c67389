import gzip
import io
from datetime import date, datetime
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from alianza.documents.contents import HoldsNul, NotText
from alianza.registry.intake.reading import (
    BrokenTable,
    EmptyTable,
    Table,
    TooManyRows,
    UnknownEnding,
    read,
)


def table(content: bytes, name: str = "people.csv", most_rows: int = 1000) -> Table:
    return read(io.BytesIO(content), name, most_rows=most_rows)


def workbook(*rows: tuple[object, ...]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_cells_are_trimmed_texts_under_plain_headings() -> None:
    found = table(b"\xef\xbb\xbf Worker ,ORIGIN\r\n a1 , PHL\r\na2,\r\n")
    assert found.headings == ("worker", "origin")
    assert found.rows.rows() == [("a1", "PHL", 2), ("a2", "", 3)]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_separator_of_any_spreadsheet_is_understood(separator: str) -> None:
    found = table(f"worker{separator}origin\na1{separator}PHL\n".encode())
    assert found.rows.rows() == [("a1", "PHL", 2)]


def test_rows_keep_the_numbers_that_a_spreadsheet_shows() -> None:
    found = table(b"worker,origin\na1,PHL\n\na2,PHL,x\na3\na4,PHL\n")
    assert found.rows["row"].to_list() == [2, 6]
    assert found.ragged == ((4, 3), (5, 1))


def test_a_quoted_cell_may_hold_separators_and_quotes() -> None:
    found = table(b'worker,full_name\na1,"Cruz, ""Luz"""\n')
    assert found.rows["full_name"].to_list() == ['Cruz, "Luz"']


def test_every_packing_gives_the_same_table(tmp_path: Path) -> None:
    plain = b"worker,origin\na1,PHL\na2,COL\n"
    parquet = tmp_path / "p.parquet"
    pl.DataFrame({"worker": ["a1", "a2"], "origin": ["PHL", "COL"]}).write_parquet(parquet)
    expected = table(plain).rows
    assert table(gzip.compress(plain), "p.csv.gz").rows.equals(expected)
    assert table(parquet.read_bytes(), "p.parquet").rows.equals(expected)
    assert table(workbook(("worker", "origin"), ("a1", "PHL"), ("a2", "COL")), "p.xlsx").rows.equals(expected)


def test_a_workbook_is_read_as_somebody_would_have_typed_it() -> None:
    found = table(
        workbook(
            ("worker", "isco", "years", "woman", "birth_date", "passport_until"),
            (17, 2221, 6.0, True, date(1994, 5, 31), datetime(2033, 3, 15)),  # noqa: DTZ001  a workbook knows no zone
            (None, None, None, None, None, None),
            (18, "0110", 2.5, False, None, None),
        ),
        "p.xlsx",
    )
    assert found.rows.rows() == [
        ("17", "2221", "6", "1", "1994-05-31", "2033-03-15", 2),
        ("18", "0110", "2.5", "0", "", "", 4),
    ]


def test_a_cell_outside_the_headings_of_a_workbook_is_told() -> None:
    found = table(workbook(("worker", "origin"), ("a1", "PHL", "x"), ("a2", "PHL")), "p.xlsx")
    assert found.ragged == ((2, 3),)
    assert found.rows["row"].to_list() == [3]


@pytest.mark.parametrize("content", [b"", b"\n", b"worker,origin\n", b"worker,origin\n,\n ,\n", b",,\n1,2,3\n"])
def test_a_file_without_people_says_so(content: bytes) -> None:
    with pytest.raises(EmptyTable, match="has no rows of people"):
        table(content)


def test_a_quotation_mark_that_never_closes_is_told() -> None:
    found = table(b'worker,origin\na0,PHL\n"a1,PHL\n' + b"a2,PHL\n" * 1000)
    assert found.ragged == ((3, 1),)
    with pytest.raises(BrokenTable, match="quotation mark"):
        table(b'worker,"origin\na1,PHL\n')


@pytest.mark.parametrize("name", ["p.xlsx", "p.parquet", "p.csv.gz"])
def test_a_damaged_file_is_told(name: str) -> None:
    with pytest.raises(BrokenTable):
        table(b"PK\x03\x04 this is none of them", name)


def test_too_many_rows_are_counted() -> None:
    with pytest.raises(TooManyRows, match="has 3 rows; at most 2"):
        table(b"worker\n1\n2\n3\n", most_rows=2)
    assert table(b"worker\n1\n2\n", most_rows=2).rows.height == 2


def test_bytes_that_are_no_text_name_their_line() -> None:
    with pytest.raises(HoldsNul, match="Line 3 "):
        table(b"worker,origin\na1,PHL\na\0,PHL\n")
    with pytest.raises(NotText, match="Line 2 "):
        table("worker,full_name\na1,Muñoz\n".encode("latin-1"))


def test_an_unknown_ending_is_refused_by_name() -> None:
    with pytest.raises(UnknownEnding, match="'people.ods'"):
        table(b"x", "/home/people.ods")


def test_headings_that_repeat_or_are_empty_are_kept_apart_by_their_place() -> None:
    assert table(b"worker,worker,,row\n1,2,3,4\n").headings == (
        "worker",
        "worker (column 2)",
        "(column 3)",
        "row (column 4)",
    )
