"""Copies: whole while people write, refused when damaged, and an instance again when put back."""

import hashlib
import json
import shutil
import tarfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Self

import pytest
from django.conf import settings
from django.db import connection, transaction

from alianza.accounts.models import User
from alianza.audit.actions import PLATFORM
from alianza.network.actions import enter_organisation
from alianza.vault.keys import key_file, load_keys
from alianza.web.copies import MANIFEST, CopyProblem, back_up, put_back
from tests.processes import alianza

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
on_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL copies its own data")


@pytest.fixture(autouse=True)
def _no_files_of_other_tests() -> None:
    """Tests before this one left files whose rows were rolled back."""
    shutil.rmtree(Path(settings.INSTANCE) / "files", ignore_errors=True)


@pytest.fixture
def upload() -> Iterator[Path]:
    file = Path(settings.INSTANCE) / "files" / "ab" / "paper.pdf"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(b"%PDF-1.7 a paper")
    yield file
    shutil.rmtree(file.parent)


class Writers:
    """People who go on entering organisations, two deeds in each transaction, until told to stop."""

    def __init__(self, count: int) -> None:
        self.going = True
        self.done = 0
        self.threads = [threading.Thread(target=self._write, args=(number,)) for number in range(count)]

    def _write(self, number: int) -> None:
        entered = 0
        try:
            while self.going:
                with transaction.atomic():
                    for half in ("east", "west"):
                        name = f"Farm {number}-{entered} {half}"
                        enter_organisation(name=name, actor_type="employer", country="ESP", by=PLATFORM)
                entered += 1
                self.done += 1
        finally:
            connection.close()

    def __enter__(self) -> Self:
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.going = False
        for thread in self.threads:
            thread.join()


@on_sqlite
def test_a_copy_made_while_people_write_is_an_instance_in_which_every_check_holds(tmp_path: Path, upload: Path) -> None:
    keys = key_file().parent
    load_keys()
    User.objects.create_user("ana@example.org")
    with Writers(2) as writers:
        while writers.done < 5:
            pass
        for number in range(3):
            assert "The keys are not in it" in back_up(tmp_path / f"copy-{number}.tar.gz")
    assert writers.done > 5
    for number in range(3):
        restored = tmp_path / f"restored-{number}"
        assert "Restored" in put_back(tmp_path / f"copy-{number}.tar.gz", restored)
        assert (restored / "files/ab/paper.pdf").read_bytes() == upload.read_bytes()
        shutil.copytree(keys, restored / "keys")
        answer = alianza("check", ALIANZA_DIR=str(restored))
        assert answer.stdout.strip().endswith("Every check holds."), answer.stdout + answer.stderr
        counted = alianza(
            "manage", "shell", "-v", "0", "-c",
            "from alianza.network.models import Organisation as O; print(O.objects.count() % 2, O.objects.count())",
            ALIANZA_DIR=str(restored),
        )  # fmt: skip
        odd, count = counted.stdout.split()
        assert odd == "0", "half of a transaction is in the copy"
        assert int(count) >= 10


def test_a_copy_has_no_keys(tmp_path: Path, upload: Path) -> None:
    back_up(tmp_path / "copy.tar.gz")
    with tarfile.open(tmp_path / "copy.tar.gz") as archive:
        names = archive.getnames()
    assert "files/ab/paper.pdf" in names
    assert not [name for name in names if "keys" in name or "secret" in name or "vault" in name]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite's data are in the copy")
def test_on_postgresql_the_copy_says_that_the_database_is_left_out(tmp_path: Path, upload: Path) -> None:
    assert "back it up with pg_dump" in back_up(tmp_path / "copy.tar.gz")
    with tarfile.open(tmp_path / "copy.tar.gz") as archive:
        assert not [name for name in archive.getnames() if "sqlite" in name]


def test_an_existing_file_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "copy.tar.gz").write_text("dear")
    with pytest.raises(CopyProblem, match="exists already; name a new file"):
        back_up(tmp_path / "copy.tar.gz")
    assert (tmp_path / "copy.tar.gz").read_text() == "dear"


def test_a_copy_into_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CopyProblem, match="is not a folder; make it first"):
        back_up(tmp_path / "nowhere" / "copy.tar.gz")


def test_a_failed_copy_leaves_nothing_behind(tmp_path: Path, upload: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(tarfile.TarFile, "add", full)
    with pytest.raises(CopyProblem, match="No space left on device"):
        back_up(tmp_path / "copy.tar.gz")
    assert list(tmp_path.iterdir()) == []


def _changed(copy: Path, *, name: str, content: bytes) -> Path:
    """The copy with one file of it replaced."""
    room = copy.parent / "room"
    with tarfile.open(copy) as archive:
        archive.extractall(room, filter="data")
    (room / name).write_bytes(content)
    changed = copy.with_name("changed.tar.gz")
    with tarfile.open(changed, "w:gz") as archive:
        archive.add(room, ".")
    return changed


def test_a_damaged_copy_is_refused_whole(tmp_path: Path, upload: Path) -> None:
    back_up(tmp_path / "copy.tar.gz")
    changed = _changed(tmp_path / "copy.tar.gz", name="files/ab/paper.pdf", content=b"%PDF-1.7 another paper")
    with pytest.raises(CopyProblem, match=r"files/ab/paper\.pdf .* is damaged; nothing was restored"):
        put_back(changed, tmp_path / "restored")
    assert list((tmp_path / "restored").iterdir()) == []


def test_a_copy_that_names_a_file_outside_the_folder_is_refused(tmp_path: Path, upload: Path) -> None:
    back_up(tmp_path / "copy.tar.gz")
    with tarfile.open(tmp_path / "copy.tar.gz") as archive:
        manifest = json.load(archive.extractfile(MANIFEST))  # type: ignore[arg-type]
    outside = tmp_path / "outside.txt"
    outside.write_bytes(b"dear")
    manifest["sha256"] = {"../../outside.txt": hashlib.sha256(b"dear").hexdigest()}
    changed = _changed(tmp_path / "copy.tar.gz", name=MANIFEST, content=json.dumps(manifest).encode())
    with pytest.raises(CopyProblem, match="names a file outside the copy"):
        put_back(changed, tmp_path / "restored")
    assert outside.read_text() == "dear"


@pytest.mark.parametrize("content", [b"", b"not an archive", b"\x1f\x8b\x08\x00 half"])
def test_a_file_that_is_not_a_copy_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "copy.tar.gz").write_bytes(content)
    with pytest.raises(CopyProblem, match="is not a whole copy"):
        put_back(tmp_path / "copy.tar.gz", tmp_path / "restored")
    with pytest.raises(CopyProblem, match="is not a file"):
        put_back(tmp_path / "none.tar.gz", tmp_path / "restored")


def test_a_copy_is_not_put_over_an_instance(tmp_path: Path, upload: Path) -> None:
    back_up(tmp_path / "copy.tar.gz")
    (tmp_path / "restored").mkdir()
    (tmp_path / "restored" / "alianza.sqlite3").write_text("dear")
    with pytest.raises(CopyProblem, match="is not empty"):
        put_back(tmp_path / "copy.tar.gz", tmp_path / "restored")
    assert (tmp_path / "restored" / "alianza.sqlite3").read_text() == "dear"


def test_the_commands_say_it_in_one_sentence(tmp_path: Path) -> None:
    answer = alianza("backup", str(tmp_path / "nowhere" / "copy.tar.gz"))
    assert (answer.returncode, len(answer.stderr.splitlines())) == (2, 1)
    answer = alianza("restore", str(tmp_path / "none.tar.gz"), "--dir", str(tmp_path / "restored"))
    assert (answer.returncode, answer.stderr) == (2, f"{tmp_path / 'none.tar.gz'} is not a file.\n")
