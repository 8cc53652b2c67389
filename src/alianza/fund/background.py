"""Work that a page does not wait for; safe to run twice."""

import logging
from datetime import timedelta

from django.db import DatabaseError
from django.utils import timezone
from django_tasks import TaskResultStatus, task

from alianza.audit.actions import PLATFORM
from alianza.fund.actions import imports
from alianza.fund.models import FinanceImport

PATIENCE = timedelta(minutes=15)
"""How long an import may wait for a task that is nowhere to be found, before it counts as lost."""
logger = logging.getLogger("alianza.fund")


@task()
def read_import(code: str) -> str:
    """Bring in or refuse a file of migration finance; returns its state."""
    held = FinanceImport.objects.select_related("brought_by").filter(code=code).first()
    if held is None:
        return ""
    try:
        return str(imports.work(held).state)
    except (DatabaseError, OSError) as problem:
        logger.warning("import %s broke off: %s", code, type(problem).__name__)
        imports.lose(held, by=PLATFORM)
        raise


def was_given_up(held: FinanceImport) -> bool:
    """Whether nobody works any more on a file that is not decided.

    The queue gives up a task whose workers were lost again and again, and tells nobody. While a task waits or runs, the
    file is in good hands, however long that takes.
    """
    from django_tasks_db.models import DBTaskResult

    if not held.under_way:
        return False
    tasks = DBTaskResult.objects.filter(
        task_path=read_import.module_path, args_kwargs__args__0=str(held.code), enqueued_at__gte=held.begun_at
    )
    states = set(tasks.values_list("status", flat=True))
    if states & {TaskResultStatus.READY, TaskResultStatus.RUNNING}:
        return False
    return TaskResultStatus.FAILED in states or held.begun_at < timezone.now() - PATIENCE


def end_given_up(held: FinanceImport) -> FinanceImport:
    """The import as it stands; one whose job was given up is lost, and its person is told. Safe to repeat."""
    return imports.lose(held, by=PLATFORM) if was_given_up(held) else held
