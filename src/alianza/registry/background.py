"""Work on files of people that a page does not wait for; safe to run twice."""

import logging
from datetime import timedelta

from django.db import DatabaseError
from django.utils import timezone
from django_tasks import TaskResultStatus, task

from alianza.audit.actions import PLATFORM
from alianza.registry.actions import intakes
from alianza.registry.models import Intake
from alianza.vocabulary.refusal import Refusal

PATIENCE = timedelta(minutes=15)
"""How long a page that checks or saves a small file itself may take, before its work counts as lost."""
logger = logging.getLogger("alianza.registry")


@task()
def check_intake(code: str) -> str:
    """Examine a file; returns its state."""
    intake = Intake.objects.select_related("file", "report", "registrar", "brought_by").get(code=code)
    try:
        return str(intakes.check(intake).state)
    except Refusal as refusal:  # the intake is refused, and its page says so
        return refusal.code


@task()
def save_intake(code: str, signed: list[str]) -> str:
    """Save a file that was decided upon."""
    intake = Intake.objects.select_related("file", "report", "registrar", "brought_by").get(code=code)
    try:
        intakes.save(intake, signed=signed)
    except intakes.ChangedSince as refusal:
        return refusal.code
    except (Refusal, DatabaseError, OSError) as problem:
        logger.warning("intake %s was not saved: %s", code, type(problem).__name__)
        intakes.fail(intake, by=PLATFORM)
        raise
    return "saved"


def was_given_up(intake: Intake) -> bool:
    """Whether nobody works any more on a file that is being checked or saved.

    The queue gives up a task whose workers were lost again and again, and tells nobody; a page that did the work itself
    may have been cut off. While a task waits or runs, the file is in good hands, however long that takes.
    """
    from django_tasks_db.models import DBTaskResult

    if intake.state == Intake.State.SAVING:
        path, since = save_intake.module_path, intake.decided_at or intake.created_at
    elif intake.state == Intake.State.CHECKING:
        path, since = check_intake.module_path, intake.created_at
    else:
        return False
    tasks = DBTaskResult.objects.filter(task_path=path, args_kwargs__args__0=str(intake.code))
    states = set(tasks.values_list("status", flat=True))
    if states & {TaskResultStatus.READY, TaskResultStatus.RUNNING}:
        return False
    return TaskResultStatus.FAILED in states or since < timezone.now() - PATIENCE


def end_given_up(intake: Intake) -> Intake:
    """The file as it stands; one whose work was given up has failed, and its person is told. Safe to repeat."""
    if was_given_up(intake):
        intakes.fail(intake, by=PLATFORM)
        intake.refresh_from_db()
    return intake
