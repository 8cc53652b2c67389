from io import BytesIO

import pytest

from alianza.documents.contents import HoldsNul, HoldsScript, NotText, UnknownContent, UnsafeWorkbook, recognise
from alianza.documents.models import Kind, MediaType
from alianza.documents.policy import ALLOWED
from tests.documents.contents import CSV, JPEG, PDF, PNG, workbook

PAPERS, TABLES = ALLOWED[Kind.CV], ALLOWED[Kind.IMPORT]


@pytest.mark.parametrize(
    ("content", "allowed", "expected"),
    [
        (PDF, PAPERS, MediaType.PDF),
        (PNG, PAPERS, MediaType.PNG),
        (JPEG, PAPERS, MediaType.JPEG),
        (CSV, TABLES, MediaType.CSV),
        (b"\xef\xbb\xbf" + CSV, TABLES, MediaType.CSV),
        (workbook(), TABLES, MediaType.XLSX),
    ],
)
def test_each_type_is_known_by_its_content(content: bytes, allowed: tuple[MediaType, ...], expected: MediaType) -> None:
    assert recognise(BytesIO(content), allowed) == expected


@pytest.mark.parametrize(
    "content",
    [
        b"<html><script>alert(1)</script></html>",
        b"MZ\x90\0",
        b"PK\x03\x04 not a zip",
        CSV,
        b"%PDF-1.4 cut off",
        PNG[:20],
        b"GIF89a",
        workbook(),
        b"\x7fELF",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    ],
)
def test_anything_else_is_no_paper(content: bytes) -> None:
    with pytest.raises(UnknownContent, match="PDF, PNG, JPEG"):
        recognise(BytesIO(content), PAPERS)


@pytest.mark.parametrize("content", [PDF, PNG, JPEG, b"PK\x03\x04 not a zip"])
def test_a_paper_is_no_table(content: bytes) -> None:
    with pytest.raises((UnknownContent, NotText, HoldsNul)):
        recognise(BytesIO(content), TABLES)


def test_a_line_that_is_not_text_is_named() -> None:
    with pytest.raises(NotText, match="Line 3 "):
        recognise(BytesIO(b"a\nb\n" + "ñ".encode("latin-1") + b"x\n"), TABLES)
    with pytest.raises(HoldsNul, match="Line 2 "):
        recognise(BytesIO(b"a\nb\0\n"), TABLES)


def test_a_letter_cut_by_the_edge_of_a_chunk_is_whole() -> None:
    content = b"a" * ((1 << 20) - 1) + "ñ".encode() + b"\n"
    assert recognise(BytesIO(content), TABLES) == MediaType.CSV
    with pytest.raises(NotText, match="Line 1 "):
        recognise(BytesIO(content[: 1 << 20]), TABLES)


@pytest.mark.parametrize("content", [workbook("xl/vbaProject.bin"), b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100])
def test_workbooks_with_macros_or_locks_are_refused(content: bytes) -> None:
    with pytest.raises(UnsafeWorkbook):
        recognise(BytesIO(content), TABLES)


def test_a_workbook_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("alianza.documents.contents.LARGEST_UNPACKED", 4)
    with pytest.raises(UnsafeWorkbook):
        recognise(BytesIO(workbook()), TABLES)


def test_markup_is_no_table_whatever_its_name_says() -> None:
    for text in (b"<html><script>alert(1)</script></html>", b"\xef\xbb\xbf \n<svg onload='x'/>"):
        with pytest.raises(UnknownContent):
            recognise(BytesIO(text), (MediaType.PDF, MediaType.CSV))


def test_a_pdf_with_a_script_is_refused() -> None:
    import zlib

    packed = b"<</Type/ObjStm>>stream\n" + zlib.compress(b"1 0 <</S/JavaScript/JS(x)>>") + b"endstream"
    for action in (b"/S/JavaScript/JS(app.alert(1))", b"/JS 4 0 R", b"/S/Launch", b"/S/J#61vaScript", packed):
        content = b"%PDF-1.4\n" + b"0" * ((1 << 20) - 12) + action + b"\n%%EOF\n"  # on the edge of a chunk too
        with pytest.raises(HoldsScript):
            recognise(BytesIO(content), (MediaType.PDF,))
    assert recognise(BytesIO(b"%PDF-1.4\n/JSON /JavaScripts\n%%EOF\n"), (MediaType.PDF,)) == MediaType.PDF
