"""Attachments as people bring them: very many, with names that mean harm, and with contents that nobody should open."""

import hashlib
import json
from io import BytesIO
from typing import Any
from urllib.parse import unquote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from alianza.instruments.actions import answering
from alianza.instruments.models import Response
from tests.documents.contents import PDF, PNG
from tests.instruments.every_type import every_type
from tests.instruments.story import begun, opened, published
from tests.world import World

pytestmark = pytest.mark.django_db

QUESTIONS, EACH = 10, 20
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
"""The text that every virus scanner takes for a virus and that is none."""


def papers(*names: str) -> dict[str, Any]:
    """A questionnaire that asks for nothing but files."""
    document = every_type()
    document["items"] = [
        {"id": name, "section": "all", "type": "file", "several": True, "label": {"en": f"Papers {name}"}}
        for name in names
    ]
    return document


def asked(world: World, *names: str) -> Response:
    return begun(world, opened(world, version=published(world, papers(*names))))


def at(response: Response, page: str, **more: Any) -> str:
    return reverse(f"instruments:response-{page}", kwargs={"code": response.code, **more})


def picture(number: int) -> bytes:
    return PNG[:20] + number.to_bytes(4, "big") + PNG[20:]


def held(response: Response, item: str) -> list[Any]:
    found: Any = answering.answers_of(response).get(item, [])
    return list(found)


@pytest.mark.slow
def test_two_hundred_files_are_kept_shown_and_handed_in(world: World) -> None:
    names = [f"F{number}" for number in range(QUESTIONS)]
    response = asked(world, *names)
    client = world.signed_in(world.imani)
    for place, name in enumerate(names):
        files = [SimpleUploadedFile(f"{place}-{n}.png", picture(place * EACH + n)) for n in range(EACH)]
        assert client.post(at(response, "attach", item=name), {f"file-{name}": files}).status_code == 200
    kept = [entry for name in names for entry in held(response, name)]
    digests = {hashlib.sha256(picture(number)).hexdigest() for number in range(QUESTIONS * EACH)}
    assert {entry["sha256"] for entry in kept} == digests
    page = client.get(at(response, "section", section="all"))
    assert page.status_code == 200
    assert all(digest in page.content.decode() for digest in digests)
    one_more = SimpleUploadedFile("more.png", picture(999))
    refused = client.post(at(response, "attach", item="F0"), {"file-F0": one_more})
    assert refused.status_code == 409
    assert refused.json()["refused"]
    assert len(held(response, "F0")) == EACH
    submission = answering.hand_in(response, by=world.imani)
    assert all(digest in json.dumps(submission.document) for digest in digests)


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("=HYPERLINK(1).pdf", "=HYPERLINK(1).pdf"),
        ("=cmd|' /C calc'!A0.pdf", "C calc'!A0.pdf"),
        ("../../x.pdf", "x.pdf"),
        ("C:\\windows\\x.pdf", "x.pdf"),
        ("law\u202efdp.exe.pdf", "lawfdp.exe.pdf"),
        ("\u2067\u2066law.pdf\u2069", "law.pdf"),
        ('"><script>alert(1)<\\script>.pdf', "script>.pdf"),
        ("a\r\nSet-Cookie: x=1.pdf", "aSet-Cookie: x=1.pdf"),
    ],
)
def test_a_name_that_means_harm_is_a_plain_name(world: World, given: str, shown: str) -> None:
    response = asked(world, "PAPERS")
    client = world.signed_in(world.imani)
    answering.attach(response, "PAPERS", BytesIO(PDF), name=given, by=world.imani)
    (entry,) = held(response, "PAPERS")
    assert (entry["name"], entry["sha256"]) == (shown, hashlib.sha256(PDF).hexdigest())
    page = client.get(at(response, "section", section="all")).content.decode()
    assert "<script>alert" not in page
    got = client.get(at(response, "file", file=entry["code"]))
    assert b"".join(got.streaming_content) == PDF  # type: ignore[attr-defined]
    disposition = unquote(got["Content-Disposition"])
    assert disposition.startswith("attachment")
    assert "\r" not in disposition
    assert "\u202e" not in disposition
    assert "Set-Cookie" not in got.headers


@pytest.mark.parametrize("name", ["eicar.com", "eicar.exe", "=eicar.pdf", "eicar.csv"])
def test_what_a_scanner_takes_for_a_virus_is_text_that_nothing_here_opens(world: World, name: str) -> None:
    response = asked(world, "PAPERS")
    client = world.signed_in(world.imani)
    upload = SimpleUploadedFile(name, EICAR)
    assert client.post(at(response, "attach", item="PAPERS"), {"file-PAPERS": upload}).status_code == 200
    (entry,) = held(response, "PAPERS")
    got = client.get(at(response, "file", file=entry["code"]))
    assert b"".join(got.streaming_content) == EICAR  # type: ignore[attr-defined]
    assert got["Content-Type"].startswith("text/csv")
    assert got["Content-Disposition"].startswith("attachment")
    assert got["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in got["Content-Security-Policy"]


@pytest.mark.parametrize(
    "content",
    [
        b"MZ\0\0\0" + EICAR,
        b"\x7fELF\0" + EICAR,
        b"PK\x03\x04" + EICAR,
        b"<html><script>alert(1)</script>",
        b"%PDF-1.4\n1 0 obj\n<</OpenAction <</S /JavaScript /JS (x)>>>>\nendobj\n%%EOF\n",
    ],
)
def test_what_is_no_paper_is_refused_in_a_sentence_whatever_it_is_called(world: World, content: bytes) -> None:
    response = asked(world, "PAPERS")
    client = world.signed_in(world.imani)
    refused = client.post(
        at(response, "attach", item="PAPERS"), {"file-PAPERS": SimpleUploadedFile("law.pdf", content)}
    )
    assert refused.status_code == 409
    assert refused.json()["refused"].endswith(".")
    assert held(response, "PAPERS") == []
