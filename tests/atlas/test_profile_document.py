"""The migration profile as a document: numbered sources, tagged and embedded, in three languages, from the command."""

import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from alianza.atlas import profile_document
from alianza.cli import app

ON = date(2026, 3, 1)


@pytest.mark.parametrize(("code", "lang"), [("PHL", "es"), ("TUV", "fr"), ("ATA", "en")])
def test_every_note_that_is_cited_stands_among_the_sources(code: str, lang: str) -> None:
    found = profile_document.html(code, lang, on=ON, records=False)
    cited = {int(each) for each in re.findall(r'href="#note-(\d+)"', found)}
    listed = [int(each) for each in re.findall(r'<li id="note-(\d+)"', found)]
    assert listed == list(range(1, len(listed) + 1))
    assert cited == set(listed)
    assert f'<html lang="{lang}"' in found
    assert not re.search(r"\bNone\b|\bnan\b|%\(", found)


def test_every_value_of_the_key_data_has_a_note() -> None:
    found = profile_document.html("PHL", "en", on=ON, records=False)
    (key,) = re.findall(r'<section id="key">(.*?)</section>', found, re.DOTALL)
    values = re.findall(r'<td class="number">(.*?)</td>', key)
    assert len(values) == 8
    assert all("#note-" in each for each in values)


def test_a_file_needs_nothing_else() -> None:
    found = profile_document.html("PHL", "en", on=ON, whole=True, records=False)
    assert not re.search(r'<link|<script|src="http|@import', found)
    assert "data:font/woff2;base64" in found


def test_version_and_date_stand_on_it_and_a_line_to_sign() -> None:
    found = profile_document.html("PHL", "en", on=ON, records=False)
    assert "1 March 2026" in found
    assert re.search(r"<td>[0-9a-f]{8} \(Alianza ", found)
    assert "Signature" in found
    assert profile_document.html("PHL", "en", on=ON, records=False) == found, "the same day, the same text"


def test_the_pdf_is_tagged_and_has_its_fonts() -> None:
    pytest.importorskip("weasyprint")
    content = profile_document.pdf("TUV", "fr", on=ON, records=False)
    assert content.startswith(b"%PDF-")
    import io
    import zlib

    flat = bytearray(content)
    for stream in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", content, re.DOTALL):
        try:
            flat += zlib.decompress(stream.group(1))
        except zlib.error:
            continue
    assert b"/StructTreeRoot" in flat
    assert b"pdfuaid:part" in flat
    assert b"/Lang" in flat
    assert io.BytesIO(content).read(4) == b"%PDF"
    assert b"IBM" in flat
    assert b"/FontFile" in flat


def test_the_command_writes_html(tmp_path: Path) -> None:
    file = tmp_path / "phl.html"
    answer = CliRunner().invoke(
        app, ["profile", "PHL", "--lang", "es", "--out", str(file), "--dir", str(tmp_path / "no")]
    )
    assert answer.exit_code == 0, answer.output
    assert file.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert list(tmp_path.glob("phl*")) == [file]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["PHL", "--out", "profile.docx"], ".html or .pdf"),
        (["Atlantis", "--out", "{}/a.html"], "is not a country"),
        (["PHL", "--out", "{}/nowhere/a.pdf"], "there is no folder"),
    ],
)
def test_the_command_refuses_in_one_sentence(arguments: list[str], said: str, tmp_path: Path) -> None:
    given = [each.format(tmp_path) for each in arguments]
    answer = CliRunner().invoke(app, ["profile", *given, "--dir", str(tmp_path)])
    assert answer.exit_code == 2
    assert said in answer.output
    assert len(answer.output.strip().splitlines()) == 1


def test_without_pango_one_sentence_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    class Gone:
        def find_spec(self, name: str, *_rest: object) -> None:
            if name == "weasyprint":
                raise OSError("cannot load library 'libpango-1.0-0'")

    for name in [name for name in sys.modules if name.partition(".")[0] == "weasyprint"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(sys, "meta_path", [Gone(), *sys.meta_path])
    file = tmp_path / "a.pdf"
    answer = CliRunner().invoke(app, ["profile", "PHL", "--out", str(file), "--dir", str(tmp_path)])
    assert answer.exit_code == 2
    assert "Pango" in answer.output
    assert not file.exists()


@pytest.mark.slow
def test_the_command_makes_a_pdf(tmp_path: Path) -> None:
    file = tmp_path / "phl.pdf"
    subprocess.run(
        [sys.executable, "-c", "from alianza.cli import main; main()", "profile", "PHL", "--lang", "es", "--out", file,
         "--dir", tmp_path / "none"],
        check=True,
    )  # fmt: skip
    assert file.read_bytes().startswith(b"%PDF-")
