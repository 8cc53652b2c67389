"""Whether a run's background job is still in the queue: waiting for a worker, or with one."""

from typing import Any

from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from alianza.placement.models import Run

TASK = "alianza.placement.jobs.solve_run"


def is_queued(run: Run) -> bool:
    """A job of a worker that fell silent counts as queued until the queue puts it back or gives it up."""
    unfinished = DBTaskResult.objects.filter(
        task_path=TASK, status__in=(TaskResultStatus.READY, TaskResultStatus.RUNNING)
    )
    return any(held["args"] == [run.pk] for held in unfinished.values_list("args_kwargs", flat=True))


def is_lost(run: Run) -> bool:
    """Nobody works on the run any more, and nobody will."""
    return run.is_under_way and not is_queued(run)


def given_up(job: "DBTaskResult[Any, Any]") -> int | None:
    """The key of the run whose job has failed; None for every other job."""
    if job.task_path != TASK or job.status != TaskResultStatus.FAILED:
        return None
    return int(job.args_kwargs["args"][0])
