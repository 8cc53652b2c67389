"""Files of others are read by a job: whole in or not at all, once, and never silently lost."""

from collections.abc import Iterator
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from alianza.audit.actions import PLATFORM
from alianza.fund import background, jobs
from alianza.fund.actions import imports, tracking
from alianza.fund.models import FinanceFile, FinanceImport, Flow
from alianza.messages.models import Notice
from alianza.web.queue import work_until_stopped
from tests.world import World

ROWS = b"reference,provider,currency,year,paid,sector,recipient\nB-1,Belgium,EUR,2023,100.00,15190,PHL\n"
ABOUT = {"publisher": "Mechanism", "source": "here", "licence": "CC BY", "as_of": date(2024, 1, 31)}


def brought_file(world: World, content: bytes = ROWS, *, kind: str = "csv", columns: str = "") -> FinanceImport:
    return imports.bring(BytesIO(content), kind=kind, about=ABOUT, columns=columns, language="en", by=world.luc)


@pytest.mark.django_db
def test_what_may_not_be_brought_is_refused_at_the_door(world: World) -> None:
    with pytest.raises(imports.NotYours):
        imports.bring(BytesIO(ROWS), kind="csv", about=ABOUT, columns="", language="en", by=world.otto)
    with pytest.raises(tracking.EmptyFile):
        brought_file(world, b"")
    with pytest.raises(tracking.TooLarge, match="41 MB"):
        brought_file(world, b"x" * (tracking.LARGEST + 1))
    imports.work(brought_file(world))
    with pytest.raises(tracking.BroughtAlready):
        brought_file(world)


@pytest.mark.django_db(transaction=True)
def test_a_job_brings_it_in_tells_its_person_and_removes_the_file(world: World) -> None:
    held = brought_file(world)
    assert held.path.read_bytes() == ROWS
    background.read_import.enqueue(str(held.code))
    background.read_import.enqueue(str(held.code))  # twice by mistake
    work_until_stopped(batch=True)
    held.refresh_from_db()
    assert (held.state, held.flows, held.problems) == ("done", 1, [])
    assert held.file == FinanceFile.objects.get()
    assert Flow.objects.count() == 1
    assert not held.path.exists()
    assert Notice.objects.filter(user=world.luc, kind="fund.finance.ended").count() == 1


@pytest.mark.django_db
def test_one_wrong_row_keeps_the_whole_file_out_and_says_which(world: World) -> None:
    held = imports.work(brought_file(world, ROWS + b"B-2,Belgium,EUR,2023,1e9,15190,PHL\n"))
    assert (held.state, held.problem_count) == ("refused", 1)
    assert "row 3, column paid" in held.problems[0]
    assert not FinanceFile.objects.exists() and not Flow.objects.exists()
    assert imports.work(held).state == "refused"


@pytest.mark.django_db
def test_the_same_file_twice_under_way_comes_in_once(world: World) -> None:
    first, second = brought_file(world), brought_file(world)
    assert [imports.work(first).state, imports.work(second).state] == ["done", "refused"]
    second.refresh_from_db()
    assert "here already" in second.problems[0]
    assert Flow.objects.count() == 1


class _BrokenError(OSError):
    pass


def _breaks(*_given: object, **_named: object) -> Iterator[None]:
    raise _BrokenError


@pytest.mark.django_db
def test_work_that_breaks_off_leaves_nothing_and_may_be_begun_anew(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = brought_file(world)
    with monkeypatch.context() as disk:
        disk.setattr(tracking, "recount", _breaks)  # the disk fails in the middle of writing
        with pytest.raises(_BrokenError):
            background.read_import.call(str(held.code))
    held.refresh_from_db()
    assert (held.state, Flow.objects.count()) == ("lost", 0)
    assert held.path.exists()
    with pytest.raises(imports.NotYours):
        imports.begin_anew(held, by=world.otto)
    held = imports.begin_anew(held, by=world.luc)
    assert (held.state, held.attempts) == ("waiting", 2)
    with pytest.raises(imports.NotBrokenOff):
        imports.begin_anew(held, by=world.luc)
    assert imports.work(held).state == "done"


@pytest.mark.django_db
def test_a_task_that_was_given_up_makes_the_import_lost_and_one_that_waits_does_not(world: World) -> None:
    held = brought_file(world)
    background.read_import.enqueue(str(held.code))
    FinanceImport.objects.update(begun_at=timezone.now() - timedelta(hours=1))
    held.refresh_from_db()
    assert not background.was_given_up(held)
    DBTaskResult.objects.update(status=TaskResultStatus.FAILED)
    assert jobs.end_imports_given_up.call() == 1
    assert jobs.end_imports_given_up.call() == 0
    held.refresh_from_db()
    assert held.state == "lost"
    imports.begin_anew(held, by=world.luc)
    held.refresh_from_db()
    assert not background.was_given_up(held)  # what failed before is not this attempt's


@pytest.mark.django_db
def test_a_file_that_nobody_begins_anew_goes_after_a_week_and_says_so(world: World) -> None:
    held = brought_file(world)
    imports.lose(held, by=PLATFORM)
    FinanceImport.objects.update(ended_at=timezone.now() - timedelta(days=9))
    assert imports.forget_files(timezone.localdate()) == 1
    assert imports.forget_files(timezone.localdate()) == 0
    with pytest.raises(imports.NoLongerHere):
        imports.begin_anew(held, by=world.luc)
    FinanceImport.objects.update(state="waiting", ended_at=None)
    held = imports.work(held)
    assert (held.state, held.problems) == ("refused", ["The file is no longer here. Bring it again."])


@pytest.mark.django_db
def test_what_an_iati_file_lacks_is_told_beside_what_came_in(world: World) -> None:
    official = Path(__file__).parents[2] / "iati" / "examples" / "fund_and_programme.xml"
    held = imports.work(brought_file(world, official.read_bytes(), kind="iati"))
    assert held.state == "done"
    assert held.read > 0 and held.flows > 0
