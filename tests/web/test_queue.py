"""Background work survives what happens to workers: real worker processes, killed for real."""

import signal
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from alianza.network.models import Organisation
from alianza.web import queue
from alianza.web.models import WorkerPulse
from tests.processes import wait_until, worker
from tests.web import slow_tasks

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def workers() -> Iterator[list[subprocess.Popen[bytes]]]:
    started: list[subprocess.Popen[bytes]] = []
    yield started
    for process in started:
        process.kill()
        process.wait()


def _starts(folder: Path) -> int:
    return len(list(folder.glob("started-*")))


def _age(seconds: int) -> None:
    """Let time pass for the workers that are gone."""
    past = timezone.now() - timedelta(seconds=seconds)
    WorkerPulse.objects.update(beaten_at=past)
    DBTaskResult.objects.update(started_at=past)


def test_a_task_of_a_killed_worker_is_put_back_and_has_its_effect_once(
    workers: list[subprocess.Popen[bytes]], tmp_path: Path
) -> None:
    task = slow_tasks.enter_slowly.enqueue(str(tmp_path), "Slow Farm")
    workers.append(worker())
    wait_until(lambda: _starts(tmp_path) == 1)
    wait_until(WorkerPulse.objects.exists)
    workers[0].send_signal(signal.SIGKILL)
    workers[0].wait()
    assert DBTaskResult.objects.get(id=task.id).status == TaskResultStatus.RUNNING  # nothing else would ever end it

    _age(queue.SILENT_SECONDS + 1)
    (tmp_path / "go").touch()
    workers.append(worker())
    wait_until(lambda: DBTaskResult.objects.get(id=task.id).status == TaskResultStatus.SUCCESSFUL)
    assert _starts(tmp_path) == 2
    assert Organisation.objects.filter(name="Slow Farm").count() == 1


def test_a_long_task_of_a_living_worker_is_left_alone(workers: list[subprocess.Popen[bytes]], tmp_path: Path) -> None:
    task = slow_tasks.enter_slowly.enqueue(str(tmp_path), "Slow Farm")
    workers.append(worker())
    wait_until(lambda: _starts(tmp_path) == 1)
    wait_until(WorkerPulse.objects.exists)
    DBTaskResult.objects.update(started_at=timezone.now() - timedelta(hours=1))
    assert queue.reap() == 0
    (tmp_path / "go").touch()
    wait_until(lambda: DBTaskResult.objects.get(id=task.id).status == TaskResultStatus.SUCCESSFUL)
    assert _starts(tmp_path) == 1


def _lost(times: int) -> DBTaskResult:
    """A task that was being done by a worker that is gone, and by so many in all."""
    task = slow_tasks.break_off.enqueue()
    held = DBTaskResult.objects.get(id=task.id)
    held.status = TaskResultStatus.RUNNING
    held.worker_ids = [f"gone-{number}" for number in range(times)]
    held.started_at = timezone.now() - timedelta(seconds=queue.SILENT_SECONDS + 1)
    held.save()
    return held


def test_a_task_is_given_up_after_its_worker_was_lost_three_times() -> None:
    twice, thrice = _lost(queue.ATTEMPTS - 1), _lost(queue.ATTEMPTS)
    assert queue.reap() == 2
    twice.refresh_from_db()
    thrice.refresh_from_db()
    assert twice.status == TaskResultStatus.READY
    assert thrice.status == TaskResultStatus.FAILED
    assert "was lost 3 times" in thrice.traceback


def test_a_task_that_started_lately_is_left_alone_even_before_the_first_pulse() -> None:
    task = _lost(1)
    DBTaskResult.objects.filter(id=task.id).update(started_at=timezone.now())
    assert queue.reap() == 0


def test_a_task_that_fails_for_its_own_reason_is_not_tried_again() -> None:
    task = slow_tasks.break_off.enqueue()
    queue.work_until_stopped(batch=True)
    assert DBTaskResult.objects.get(id=task.id).status == TaskResultStatus.FAILED
    assert queue.reap() == 0


def test_a_worker_ends_with_the_server_that_started_it(workers: list[subprocess.Popen[bytes]]) -> None:
    workers.append(worker(ALIANZA_SERVER_PROCESS="1"))  # a server that is not its parent is a server that is gone
    workers[0].wait(timeout=30)


def test_a_worker_that_is_told_to_stop_ends_its_task_first(
    workers: list[subprocess.Popen[bytes]], tmp_path: Path
) -> None:
    task = slow_tasks.enter_slowly.enqueue(str(tmp_path), "Slow Farm")
    workers.append(worker())
    wait_until(lambda: _starts(tmp_path) == 1)
    workers[0].terminate()
    (tmp_path / "go").touch()
    assert workers[0].wait(timeout=30) == 0
    assert DBTaskResult.objects.get(id=task.id).status == TaskResultStatus.SUCCESSFUL


def test_two_workers_do_each_task_once(workers: list[subprocess.Popen[bytes]], tmp_path: Path) -> None:
    (tmp_path / "go").touch()
    for number in range(20):
        slow_tasks.enter_slowly.enqueue(str(tmp_path), f"Farm {number}")
    ours = DBTaskResult.objects.filter(task_path=slow_tasks.enter_slowly.module_path)
    assert ours.count() == 20
    workers += [worker(), worker()]
    # of ours alone: a worker also enters the daily tasks that are due, and one of those may put off its next part
    wait_until(lambda: not ours.exclude(status=TaskResultStatus.SUCCESSFUL).exists(), seconds=60)
    assert _starts(tmp_path) == 20
    assert Organisation.objects.filter(name__startswith="Farm ").count() == 20
