from pathlib import Path

import pytest
from django.core.mail import EmailMessage, get_connection

from alianza.demo.mail import letters


@pytest.fixture
def written(tmp_path: Path) -> Path:
    folder = tmp_path / "mail"
    for subject in ("First", "Äpfel & <b>Birnen</b>"):
        with get_connection("django.core.mail.backends.filebased.EmailBackend", file_path=str(folder)) as connection:
            for at in range(2):
                EmailMessage(
                    f"{subject} {at}", "Grüße.\n\nBis bald.", to=["ana@alianza.example"], connection=connection
                ).send()
    return folder


def test_letters_are_read_as_they_were_written(written):
    found = letters(written, most=50)
    assert {each.subject for each in found} == {
        "First 0",
        "First 1",
        "Äpfel & <b>Birnen</b> 0",
        "Äpfel & <b>Birnen</b> 1",
    }
    assert {each.to for each in found} == {"ana@alianza.example"}
    assert {each.body for each in found} == {"Grüße.\n\nBis bald."}
    assert all(each.at is not None for each in found)


def test_only_so_many_are_read(written):
    assert len(letters(written, most=3)) == 3


def test_no_folder_is_no_mail(tmp_path):
    assert letters(tmp_path / "none", most=5) == []


def test_a_strange_file_is_not_a_fault(written):
    (written / "odd.log").write_bytes(b"\xff\xfe\0 nothing like mail")
    (written / "empty.log").write_bytes(b"")
    assert len(letters(written, most=50)) >= 4
