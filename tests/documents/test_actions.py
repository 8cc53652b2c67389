import shutil
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from alianza.audit.models import Entry
from alianza.documents import actions, checks, jobs, queries, sealing
from alianza.documents.models import Kind, StoredFile
from tests.documents.contents import PDF
from tests.world import World

LATER = timezone.localdate() + timedelta(days=100)


def store(world: World, content: bytes = PDF, **changes: Any) -> StoredFile:
    given: dict[str, Any] = {"name": "cv.pdf", "keep_until": LATER, "by": world.ana, **changes}
    return actions.store(world.ana, Kind.CV, BytesIO(content), **given)


@pytest.fixture(autouse=True)
def _no_files_of_other_tests() -> None:
    """Tests that were rolled back leave bytes without a row, which the check rightly finds."""
    shutil.rmtree(Path(settings.INSTANCE) / "files", ignore_errors=True)


def test_a_file_is_stored_sealed_and_read_back(world: World) -> None:
    file = store(world, name="C:\\fakepath\\Ana's CV\x07.pdf")
    assert queries.opened(file).read() == PDF
    assert StoredFile.objects.get().name == "Ana's CV.pdf"
    assert Entry.objects.get(deed="documents.file.stored").facts["size"] == len(PDF)
    assert "Ana" not in str(Entry.objects.get().facts)
    assert list(checks.problems()) == []


def test_the_same_content_is_kept_once_per_person_and_longest(world: World) -> None:
    first = store(world)
    assert store(world, keep_until=LATER + timedelta(days=1)) == first
    other = actions.store(world.luc, Kind.CV, BytesIO(PDF), name="x.pdf", keep_until=LATER, by=world.luc)
    assert other.digest != first.digest
    first.refresh_from_db()
    assert first.keep_until == LATER + timedelta(days=1)


def test_what_cannot_be_stored_is_refused_and_leaves_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    before = set(sealing.all_digests())
    with pytest.raises(actions.EmptyFile):
        store(world, b"")
    with pytest.raises(actions.TooLarge, match="at most 5 MB"):
        store(world, PDF + b"\0" * (5 << 20))
    monkeypatch.setattr(actions, "MOST_FILES", 1)
    store(world)
    with pytest.raises(actions.TooMany):
        store(world, PDF + b"\n%%EOF")
    assert StoredFile.objects.count() == 1
    assert len(set(sealing.all_digests()) - before) == 1


@pytest.mark.django_db(transaction=True)
def test_removing_removes_the_bytes_too() -> None:
    from tests.world import build

    world = build()
    file = store(world)
    path = sealing.path_of(file.digest)
    assert path.exists()
    actions.remove(file, by=world.ana)
    assert not path.exists()
    assert not StoredFile.objects.exists()
    actions.remove(file, by=world.ana)
    assert Entry.objects.filter(deed="documents.file.removed").count() == 1


@pytest.mark.django_db(transaction=True)
def test_files_leave_when_their_day_has_passed_and_so_do_bytes_without_an_owner() -> None:
    import os

    from tests.world import build

    world = build()
    for digest in list(sealing.all_digests()):
        sealing.discard(digest)
    kept = store(world)
    gone = store(world, PDF + b"\n%%EOF", keep_until=date(2020, 1, 1))
    orphan = "ab" * 32
    sealing.put(BytesIO(b"x"), orphan)
    os.utime(sealing.path_of(orphan), (0, 0))
    fresh = "cd" * 32
    sealing.put(BytesIO(b"x"), fresh)
    assert len(list(checks.problems())) == 2
    assert jobs.remove_past_their_day.call() == 2
    assert jobs.remove_past_their_day.call() == 0
    assert set(sealing.all_digests()) == {kept.digest, fresh}
    assert not StoredFile.objects.filter(pk=gone.pk).exists()
    sealing.discard(fresh)
    sealing.discard(kept.digest)
    assert "missing" in next(checks.problems())
