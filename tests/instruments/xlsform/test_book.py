"""Workbooks from outside: each thing wrong is one sentence, and none of them takes the platform down."""

import re
import zipfile
from io import BytesIO

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alianza.instruments.reading import read_instrument
from alianza.instruments.xlsform import book, read_xlsform_bytes
from alianza.instruments.xlsform.book import NotAnXlsform, from_xlsx, guarded, unguarded
from alianza.instruments.xlsform.writing import book_of
from tests.instruments.forms import label

GOOD = book.to_xlsx(book_of(read_instrument(label())))


def refusal(raw):
    with pytest.raises(NotAnXlsform) as refused:
        read_xlsform_bytes(raw, "form.xlsx")
    return "\n".join(map(str, refused.value.problems))


def packed(raw=GOOD, **parts):
    """The workbook with parts put in or replaced."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(raw)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, content in parts.items():
            new.writestr(name, content)
    return out.getvalue()


def changed(change):
    workbook = openpyxl.load_workbook(BytesIO(GOOD))
    change(workbook)
    raw = BytesIO()
    workbook.save(raw)
    return raw.getvalue()


def part(name):
    with zipfile.ZipFile(BytesIO(GOOD)) as archive:
        return archive.read(name)


SURVEY = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"", "form.xlsx: the file is empty; give an .xlsx workbook."),
        (b"type,name,label\n", "form.xlsx: this is no .xlsx workbook; save the form as .xlsx."),
        (b"PK\x03\x04" + b"x" * 300, "form.xlsx: this is no .xlsx workbook; save the form as .xlsx."),
        (GOOD[: len(GOOD) // 2], "form.xlsx: this is no .xlsx workbook; save the form as .xlsx."),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "form.xlsx: this is an old .xls or has a password;"),
        (b"x" * 10_000_001, "form.xlsx: the file has more than 10000000 bytes."),
        (
            packed(**{"xl/vbaProject.bin": b"x"}),
            "form.xlsx: the workbook holds macros; save it as .xlsx, without them.",
        ),
        (packed(**{"xl/media/a.bin": b"\0" * 70_000_000}), "form.xlsx: the workbook unpacks to more than"),
        (packed(**{SURVEY: b"<worksheet>" + b"<c/>" * 2_000_001}), "form.xlsx: the workbook unpacks to more than"),
        (packed(**{f"xl/{n}.bin": b"" for n in range(600)}), "form.xlsx: the workbook unpacks to more than"),
        (packed(**{SURVEY: b"<!DOCTYPE a [<!ENTITY b 'c'>]><worksheet/>"}), "form.xlsx: the workbook is broken;"),
        (packed(**{SURVEY: b"<worksheet><sheetData><row>"}), "form.xlsx: the workbook is broken;"),
        (packed(**{"xl/workbook.xml": b"nothing"}), "form.xlsx: the workbook is broken;"),
    ],
    ids=[
        "empty", "text", "no archive", "cut off", "an old book", "huge", "macros", "bomb", "many cells", "many parts",
        "entities", "half a sheet", "no book",
    ],  # not the bytes themselves: a workbook holds the time at which it was made
)  # fmt: skip
def test_what_is_no_sound_workbook_is_one_sentence(raw, sentence):
    found = refusal(raw)
    assert found.startswith(sentence)
    assert "\n" not in found


def test_a_damaged_part_is_one_sentence():
    at = GOOD.index(b"xl/worksheets/sheet1.xml") + 60
    found = refusal(GOOD[:at] + bytes(200) + GOOD[at + 200 :])
    assert found.startswith("form.xlsx: ") and "\n" not in found


def test_sheets_of_other_names_are_refused():
    def rename(workbook):
        workbook["survey"].title = "Questions"

    assert refusal(changed(rename)) == (
        "form.xlsx, Questions: an XLSForm of the alliance has the sheets survey, choices, settings, alianza; "
        "rename or remove this one."
    )


def test_a_missing_sheet_is_named():
    assert refusal(changed(lambda workbook: workbook.remove(workbook["settings"]))) == (
        "form.xlsx: the sheet settings is missing."
    )


def test_merged_cells_are_refused_where_they_are():
    found = refusal(changed(lambda workbook: workbook["survey"].merge_cells("A1:B1")))
    assert found == "survey!A1:B1: these cells are merged; split them, one cell for each column."


def test_a_header_that_stands_twice_is_refused():
    def twice(workbook):
        workbook["survey"].cell(1, 30, " name ")

    assert refusal(changed(twice)) == "survey!AD1: the column 'name' stands here a second time (first in B1); keep one."


def test_too_many_rows_and_columns_are_refused(monkeypatch):
    monkeypatch.setattr(book, "MOST_ROWS", 8)
    assert "survey!10: more than 8 rows are too many." in refusal(GOOD)
    monkeypatch.setattr(book, "MOST_COLUMNS", 3)
    assert "survey!1: more than 3 columns are too many." in refusal(GOOD)


def test_a_sheet_may_lie_about_its_size_and_have_cells_far_away():
    text = re.sub(r'<dimension ref="[^"]*"', '<dimension ref="A1:B2"', part(SURVEY).decode())
    far = '<row r="1048576"><c r="XFD1048576" s="0"/></row>'
    raw = packed(**{SURVEY: text.replace("</sheetData>", far + "</sheetData>")})
    assert read_xlsform_bytes(raw, "form.xlsx") == label()


def test_many_wide_rows_are_refused_before_they_fill_the_memory():
    rows = "".join(f'<row r="{n}"><c r="XFD{n}" t="inlineStr"><is><t>x</t></is></c></row>' for n in range(50, 600))
    text = part(SURVEY).decode()
    end = text.index("</sheetData>")
    assert "survey: this sheet is wider than a questionnaire can be" in refusal(
        packed(**{SURVEY: text[:end] + rows + text[end:]})
    )


def test_numbers_days_and_truths_are_read_as_they_are_typed():
    def typed(workbook):
        from datetime import date

        workbook["alianza"]["C3"].value = date(2026, 1, 15)
        assert workbook["alianza"]["A3"].value == "date"
        workbook["settings"]["C2"].value = 1
        workbook["settings"]["C2"].number_format = "General"
        for row in workbook["survey"].iter_rows(min_row=2):
            for cell in row:
                if cell.value == "true":
                    cell.value = True

    assert read_xlsform_bytes(changed(typed), "form.xlsx") == label()


@given(st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("$_x0AF{\u2060"), max_size=20))
def test_what_is_guarded_is_given_back(text):
    assert unguarded(guarded(text)) == text
    assert "${" not in guarded(text)


def test_the_workbook_that_is_written_reads_as_the_same_cells():
    book = book_of(read_instrument(label()))
    again = from_xlsx(GOOD, "form.xlsx")
    assert {name: sheet.lines for name, sheet in again.sheets.items()} == {
        name: sheet.lines for name, sheet in book.sheets.items()
    }
