import time

import pytest

from alianza.iati import check
from alianza.iati.safe import (
    DeclaresDocumentType,
    Empty,
    HoldsWebPage,
    Malformed,
    NamesStylesheet,
    NoFile,
    NotIati,
    OldVersion,
    TooLarge,
    parsed,
    refuse_root,
    streamed,
)
from tests.iati.files import FUND, TODAY

GOOD = FUND.read_bytes()
BOMB = b"""<?xml version="1.0"?>
<!-- quite harmless -->
<!DOCTYPE lolz [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">%s]>
<iati-activities version="2.03">&z;</iati-activities>""" % b"".join(
    b'<!ENTITY %c "%s">' % (letter, b"&%c;" % (letter - 1) * 10) for letter in range(ord("c"), ord("z") + 1)
)
OTHERS_FILE = b"""<!DOCTYPE x [<!ENTITY file SYSTEM "file:///etc/passwd">]>
<iati-activities version="2.03">&file;</iati-activities>"""


def test_a_bomb_of_entities_is_refused_before_it_goes_off():
    started = time.monotonic()
    with pytest.raises(DeclaresDocumentType):
        parsed(BOMB)
    assert time.monotonic() - started < 1


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_a_document_type_is_found_in_other_encodings(encoding):
    source = BOMB.decode().replace('<?xml version="1.0"?>', "")
    with pytest.raises((DeclaresDocumentType, Malformed)):
        parsed(source.encode(encoding))


def test_files_of_the_machine_and_of_the_network_are_not_reached_for():
    with pytest.raises(DeclaresDocumentType):
        parsed(OTHERS_FILE)
    with pytest.raises(DeclaresDocumentType):
        parsed(b'<!DOCTYPE x SYSTEM "http://example.org/x.dtd"><iati-activities version="2.03"/>')


def test_a_document_type_that_is_only_mentioned_is_no_fault():
    assert parsed(b"<a><!-- <!DOCTYPE x> --><![CDATA[<!DOCTYPE x>]]></a>").getroot().text == "<!DOCTYPE x>"


def test_what_a_browser_would_run_is_refused():
    script = b"<x:script xmlns:x='http://www.w3.org/1999/xhtml'>alert(1)</x:script>"
    with pytest.raises(HoldsWebPage, match="Line 2"):
        parsed(b"<a>\n%s</a>" % script)
    with pytest.raises(NamesStylesheet):
        parsed(b"<?xml-stylesheet href='evil.xsl' type='text/xsl'?><a/>")


def test_size_has_two_ends(tmp_path):
    empty = tmp_path / "empty.xml"
    empty.touch()
    with pytest.raises(Empty):
        parsed(empty)
    with pytest.raises(Empty):
        parsed(b"")
    with pytest.raises(TooLarge, match="50,000,001 bytes; 50,000,000"):
        parsed(b" " * 50_000_001)
    with pytest.raises(NoFile, match=r"nowhere\.xml"):
        parsed(tmp_path / "nowhere.xml")
    with pytest.raises(NoFile):
        parsed(tmp_path)


@pytest.mark.parametrize(
    "source",
    [b"not xml", b"<a>", b"<a>\0</a>", b"<a>&nbsp;</a>", b"%PDF-1.7", b"PK\x03\x04", b"<a>" * 300 + b"</a>" * 300],
)
def test_what_is_no_xml_is_refused_in_one_sentence(source):
    with pytest.raises(Malformed) as refused:
        parsed(source)
    assert "\n" not in str(refused.value)


def test_what_is_no_iati_is_refused():
    with pytest.raises(NotIati, match="html"):
        refuse_root(parsed(b"<html/>").getroot(), "iati-activities")
    with pytest.raises(OldVersion, match=r"1\.05"):
        refuse_root(parsed(b"<iati-activities version='1.05'/>").getroot(), "iati-activities")


def test_a_check_raises_nothing_for_what_stands_in_the_file():
    for source, name in [(BOMB, "document_type"), (b"", "empty"), (b"<a>", "malformed"), (b"<html/>", "other_root")]:
        (found,) = check(source, today=TODAY)
        assert (found.rule, found.id) == ("file", name)
        assert not check(source, today=TODAY).passed


def test_a_stream_gives_one_element_at_a_time_and_empties_it(tmp_path):
    file = tmp_path / "many.xml"
    head, body = GOOD.decode().split("<iati-activity ", 1)
    body = "<iati-activity " + body.replace("</iati-activities>", "")
    file.write_text(head + body * 20 + "</iati-activities>", encoding="utf-8")
    kept = []
    for element in streamed(file, "iati-activities", "iati-activity"):
        assert element.findtext("iati-identifier")
        kept.append(element)
    assert len(kept) == 40
    assert all(len(element) == 0 for element in kept)


def test_a_stream_refuses_what_a_whole_file_refuses(tmp_path):
    file = tmp_path / "bad.xml"
    for source, refusal in [(BOMB, DeclaresDocumentType), (b"<a>", NotIati), (b"", Empty), (b"x", Malformed)]:
        file.write_bytes(source)
        with pytest.raises(refusal):
            list(streamed(file, "iati-activities", "iati-activity"))


def test_a_stream_that_breaks_off_says_so_after_what_came_before(tmp_path):
    file = tmp_path / "half.xml"
    file.write_bytes(GOOD[: GOOD.index(b"<iati-identifier>XI-EXAMPLE-ALIANZA-P1")])
    elements = streamed(file, "iati-activities", "iati-activity")
    assert next(elements).findtext("iati-identifier") == "XI-EXAMPLE-ALIANZA-FUND"
    with pytest.raises(Malformed):
        next(elements)
