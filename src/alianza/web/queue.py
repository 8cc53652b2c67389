"""Background jobs through the database queue, with a reaper.

A killed worker leaves its task marked as running for ever, so each worker keeps a pulse and any worker puts back the
tasks of one that fell silent. Hence every task must be safe to run twice.
"""

import logging
import os
import subprocess
import sys
import threading
import time
from datetime import timedelta

from alianza.web.environment import number

logger = logging.getLogger("alianza.queue")

BEAT_SECONDS = 10
SILENT_SECONDS = 60
ATTEMPTS = 3
LOOK_SECONDS = 900
"""How often a worker looks whether a daily task is due."""


def reap() -> int:
    """Put back running tasks whose worker fell silent; after three attempts a task is given up. Returns how many."""
    from django.db import transaction
    from django.utils import timezone
    from django_tasks import TaskResultStatus
    from django_tasks_db.models import DBTaskResult

    from alianza.web.models import WorkerPulse

    silent_since = timezone.now() - timedelta(seconds=SILENT_SECONDS)
    WorkerPulse.objects.filter(beaten_at__lt=silent_since - timedelta(days=1)).delete()
    alive = set(WorkerPulse.objects.filter(beaten_at__gte=silent_since).values_list("worker_id", flat=True))
    reaped = 0
    with transaction.atomic():
        for task in DBTaskResult.objects.running().select_for_update(skip_locked=True):
            started_lately = task.started_at is not None and task.started_at >= silent_since
            if started_lately or (task.worker_ids and task.worker_ids[-1] in alive):
                continue
            if len(task.worker_ids) >= ATTEMPTS:
                task.set_failed(RuntimeError(f"Its worker was lost {ATTEMPTS} times; the task was given up."))
            else:
                task.status = TaskResultStatus.READY
                task.save(update_fields=["status"])
            logger.warning("task %s of a lost worker: %s", task.pk, task.status)
            reaped += 1
    return reaped


class _Pulse(threading.Thread):
    """Beats beside the work, so a long task still counts as alive; ends the process when its server is gone."""

    def __init__(self, worker_id: str) -> None:
        super().__init__(daemon=True, name="pulse")
        self.worker_id = worker_id
        self.server = number("ALIANZA_SERVER_PROCESS", 0)

    def run(self) -> None:
        from django.db import DatabaseError, connection
        from django.utils import timezone

        from alianza.web.clock import enqueue_what_is_due
        from alianza.web.models import WorkerPulse

        last_beat = last_look = 0.0
        while True:
            if self.server and os.getppid() != self.server:
                os._exit(0)
            if time.monotonic() - last_beat >= BEAT_SECONDS:
                last_beat = time.monotonic()
                try:
                    WorkerPulse.objects.update_or_create(
                        worker_id=self.worker_id, defaults={"beaten_at": timezone.now()}
                    )
                    reap()
                    if not last_look or time.monotonic() - last_look >= LOOK_SECONDS:
                        last_look = time.monotonic()
                        enqueue_what_is_due()
                except DatabaseError as problem:  # a busy database is no reason to stop working
                    logger.warning("pulse not written: %s", type(problem).__name__)
                finally:
                    connection.close()
            time.sleep(1)


def work_until_stopped(*, batch: bool = False) -> None:
    """Run tasks until told to stop (or, with `batch`, until none is ready)."""
    from django.utils.crypto import get_random_string
    from django_tasks_db.management.commands.db_worker import Worker

    worker_id = get_random_string(32)
    if not batch:
        _Pulse(worker_id).start()
    worker = Worker(
        queue_names=["default"],
        interval=0.5,
        batch=batch,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=worker_id,
        excluded_queue_names=[],
    )
    if not batch:
        worker.configure_signals()
    worker.run()


def start_inside_server() -> None:
    """Start one worker that lives and dies with this server process."""
    environment = {**os.environ, "ALIANZA_SERVER_PROCESS": str(os.getpid())}  # so that it can see when we are gone
    subprocess.Popen([sys.executable, "-m", "alianza.web.queue"], env=environment)


if __name__ == "__main__":
    from alianza.web.instance import open_instance

    open_instance(None)
    work_until_stopped()
