"""The badge: what it says is signed, and no bit of it can change."""

import base64
import json
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID
from xml.etree import ElementTree as ET

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from alianza.certification.badge_drawn import BROAD, INK, PAPER, RIBBON, SOFT, Face, drawn
from alianza.certification.signing import checked, signed
from alianza.certification.tokens import (
    Badge,
    Check,
    NotAToken,
    NotSigned,
    UnknownKey,
    plain_name,
    read,
    token,
    token_in,
)
from alianza.cli import app
from alianza.vault.signing import add_signing_key, key_id, signing_keys
from alianza.vocabulary.refusal import Refusal

BADGE = Badge(
    award=UUID(int=7),
    subject=UUID(int=9),
    scheme="urn:alianza:instrument:ethical-recruitment:1",
    outcome="verified",
    granted=date(2026, 1, 5),
    expires=date(2029, 1, 5),
    issued=date(2026, 2, 28),
    name="Puente | Agencia, S.A. «Ñ»",
)
CHECK = Check(
    check=UUID(int=3),
    subject=UUID(int=9),
    scheme="",
    standing="none",
    outcome="",
    expires=None,
    at=datetime(2024, 2, 29, 23, 59, 1, tzinfo=UTC),
    name="وكالة الأمل",
)


@pytest.mark.parametrize("statement", [BADGE, CHECK], ids=["badge", "check"])
def test_what_was_signed_is_read_back(statement: Badge | Check) -> None:
    assert checked(signed(statement)) == statement


def test_the_words_that_are_signed_can_be_read_by_anybody() -> None:
    words, signature = signed(BADGE).split(".")
    raw = base64.urlsafe_b64decode(words + "=" * (-len(words) % 4)).decode()
    assert raw == (
        f"alianza-badge/1|{signing_keys().current}|00000000-0000-0000-0000-000000000007|"
        "00000000-0000-0000-0000-000000000009|urn:alianza:instrument:ethical-recruitment:1|verified|"
        "2026-01-05|2029-01-05|2026-02-28|Puente | Agencia, S.A. «Ñ»"
    )
    assert len(base64.urlsafe_b64decode(signature + "==")) == 64


def test_every_change_of_a_single_bit_of_the_token_is_refused() -> None:
    whole = signed(BADGE).encode("ascii")
    public = signing_keys().public()
    tried = 0
    for at in range(len(whole)):
        for bit in range(8):
            changed = bytearray(whole)
            changed[at] ^= 1 << bit
            with pytest.raises((NotAToken, NotSigned, UnknownKey)):
                read(changed.decode("latin-1"), public)
            tried += 1
    assert tried == 8 * len(whole)


def test_every_change_of_a_single_bit_of_the_signed_bytes_is_refused() -> None:
    words, signature = (base64.urlsafe_b64decode(half + "=" * (-len(half) % 4)) for half in signed(CHECK).split("."))
    public = signing_keys().public()
    for bit in range(8 * (len(words) + len(signature))):
        raw = bytearray(words + signature)
        raw[bit // 8] ^= 1 << bit % 8
        with pytest.raises((NotAToken, NotSigned, UnknownKey)):
            read(token(bytes(raw[: len(words)]), bytes(raw[len(words) :])), public)


@pytest.mark.parametrize("length", [0, 1, 4, 80, -1, -2, -43, -86, -87])
def test_a_token_that_was_cut_is_refused(length: int) -> None:
    with pytest.raises(NotAToken):
        checked(signed(BADGE)[:length])


@pytest.mark.parametrize(
    "given",
    ["", ".", "a.b", "=" * 90, "A" * 5000, "YWxp." + "A" * 86, "café." + "A" * 86, signed(BADGE) + "=", "\n" + signed(BADGE)],
    ids=["nothing", "dot", "short", "padding", "long", "no_statement", "not_ascii", "padded", "line_before"],
)  # fmt: skip
def test_what_is_no_token_is_told_so(given: str) -> None:
    with pytest.raises(NotAToken, match="no badge of ours"):
        checked(given)


@given(st.text(max_size=200) | st.from_regex(r"[A-Za-z0-9_-]{1,200}\.[A-Za-z0-9_-]{86}", fullmatch=True))
def test_whatever_is_given_is_read_or_refused(given: str) -> None:
    with pytest.raises(Refusal):
        read(given, {})


def test_another_instances_badge_is_not_ours() -> None:
    ours = signed(BADGE)
    with pytest.raises(UnknownKey, match="not ours"):
        read(ours, {})


def test_a_key_that_calls_itself_ours_does_not_sign_for_us() -> None:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    keys = signing_keys()
    words = BADGE.words(keys.current)
    with pytest.raises(NotSigned, match="wrong"):
        read(token(words, Ed25519PrivateKey.generate().sign(words)), keys.public())


def test_a_signed_check_is_not_taken_for_a_badge() -> None:
    keys = signing_keys()
    words = CHECK.words(keys.current).replace(b"alianza-check/1", b"alianza-badge/1")
    with pytest.raises(NotAToken):
        read(token(words, keys.sign(words)), keys.public())


def test_an_older_badge_verifies_after_the_key_was_changed() -> None:
    before = signed(BADGE)
    name = add_signing_key()
    assert signing_keys().current == name == next(iter(signing_keys().public()))
    assert checked(before) == checked(signed(BADGE)) == BADGE
    assert before != signed(BADGE)


def test_the_signing_key_lies_beside_the_vaults_key_and_is_its_owners_alone() -> None:
    signing_keys()
    file = Path(settings.KEYS) / "signing.json"
    assert file.stat().st_mode & 0o077 == 0
    held = json.loads(file.read_text())
    assert set(held["keys"]) == {key_id(raw) for raw in signing_keys().public().values()}


@pytest.mark.parametrize("name", ["", "  ", "two\nlines", "bidi \u202e turned", "x" * 301], ids=range(5))
def test_a_name_that_could_mislead_is_not_signed(name: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        signed(replace(BADGE, name=name))
    assert not plain_name(name) or checked(signed(replace(BADGE, name=plain_name(name))))


def face(name: str = "Puente <Agencia> & Co.") -> Face:
    return Face(
        label="Fair-recruitment label",
        outcome="Verified, leading",
        name=name,
        expires=date(2029, 1, 5),
        issued=date(2026, 2, 28),
    )


@pytest.mark.parametrize(
    ("lang", "until"), [("en", "5 January 2029"), ("es", "5 de enero de 2029"), ("fr", "5 janvier 2029")]
)
def test_the_picture_says_label_outcome_name_and_until_when(lang: str, until: str) -> None:
    whole = signed(BADGE)
    picture = drawn(face(), token=whole, link="https://alianza.example/certification/verify/t/", lang=lang)
    root = ET.fromstring(picture)
    words = " ".join("".join(each.itertext()) for each in root.iter("{http://www.w3.org/2000/svg}text"))
    for said in ("Fair-recruitment label", "Verified, leading", "Puente <Agencia> & Co.", until):
        assert said in words
    assert root.get("lang") == lang
    assert "Puente <Agencia> & Co." in (root.findtext("{http://www.w3.org/2000/svg}title") or "")
    assert token_in(picture.encode()) == whole
    assert 'href="https://alianza.example/certification/verify/t/"' in picture
    assert "<script" not in picture
    assert "style=" not in picture


def test_a_long_name_stays_inside_the_picture() -> None:
    picture = drawn(face("W" * 40 + " " + "Agencia " * 30), token="t", link="https://a.example/", lang="en")
    root = ET.fromstring(picture)
    from alianza.charts.theme import width

    high = float(root.get("height", "0"))
    for line in root.iter("{http://www.w3.org/2000/svg}text"):
        size, bold = float(line.get("font-size", "0")), line.get("font-weight") == "600"
        assert width(line.text or "", size, bold=bold) + float(line.get("x", "0")) <= BROAD
        assert float(line.get("y", "0")) < high


def test_the_badge_is_of_the_same_ribbon_and_inks_as_the_pages() -> None:
    from alianza.web.ribbon import halves
    from tests.web.test_pages import contrast

    assert halves(BROAD, 10, band=10, turn=0.25) == RIBBON
    for ink in (INK, SOFT):
        assert contrast(ink, PAPER) >= 4.5


def test_two_tokens_in_one_file_are_none() -> None:
    one = f'<metadata id="alianza-badge">{signed(BADGE)}</metadata>'.encode()
    assert token_in(one)
    assert token_in(one + one) is None
    assert token_in(b"<svg/>") is None


# the command -------------------------------------------------------------------------------------------------------
def run(*arguments: str) -> tuple[int, str]:
    answer = CliRunner().invoke(app, ["certification", *arguments])
    return answer.exit_code, answer.output


def test_the_command_verifies_a_picture_against_a_public_key(tmp_path: Path) -> None:
    whole = signed(BADGE)
    file, keys = tmp_path / "badge.svg", tmp_path / "keys.txt"
    file.write_text(drawn(face(), token=whole, link="https://a.example/", lang="es"))
    keys.write_text("\n".join(base64.b64encode(raw).decode() for raw in signing_keys().public().values()))
    status, said = run("verify", str(file), "--key", str(keys))
    assert status == 0
    assert "The signature is right." in said
    assert "2029-01-05" in said
    status, said = run("verify", f"https://a.example/certification/verify/{whole}/", "--json")
    assert status == 0
    assert json.loads(said)["outcome"] == "verified"


@pytest.mark.parametrize(
    ("given", "key", "status", "sentence"),
    [
        ("nonsense", None, 1, "no badge of ours"),
        ("missing.svg", None, 2, "no such file"),
        (signed(BADGE), "A" * 43 + "=", 1, "not ours"),
        (signed(BADGE), "not a key", 2, "no public key"),
        (signed(BADGE)[:-4] + "AAAA", None, 1, "signature is wrong"),
    ],
    ids=["nonsense", "missing", "other_key", "no_key", "forged"],
)
def test_the_command_tells_in_one_sentence_what_is_wrong(
    given: str, key: str | None, status: int, sentence: str
) -> None:
    ended, said = run("verify", given, *(("--key", key) if key else ()))
    assert (ended, sentence in said) == (status, True), said
    assert "Traceback" not in said


def test_the_command_needs_neither_network_nor_database(tmp_path: Path) -> None:
    """In a process of its own, without an instance."""
    key = base64.b64encode(signing_keys().public()[signing_keys().current]).decode()
    script = (
        "import socket, sys; socket.socket = None; from alianza.cli import app; "
        f"app(['certification', 'verify', {signed(BADGE)!r}, '--key', {key!r}], standalone_mode=False); "
        "assert 'django.db' not in sys.modules"
    )
    answer = subprocess.run(
        [sys.executable, "-c", script],
        env={
            "PATH": "/usr/bin",
            "PYTHONPATH": ":".join(sys.path),
            "HOME": str(tmp_path),
            "XDG_DATA_HOME": str(tmp_path),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    assert "The signature is right." in answer.stdout
    assert not list(tmp_path.iterdir())
