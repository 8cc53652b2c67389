"""What is done once a day: each context names its tasks in `jobs.py` as `DAILY`; a worker puts them into the queue.

The queue itself remembers what was done when, so nothing else has to be kept, and a task that a day missed (no worker
ran) is done on the next. Two workers may, at the same second, put a task twice: tasks are safe to repeat.
"""

from collections.abc import Iterator
from typing import Any

from django.utils import timezone

from alianza.web.contexts import offered


def daily_tasks() -> Iterator[Any]:
    """Every context's daily tasks, from the ground up."""
    for _context, module in offered("jobs"):
        yield from getattr(module, "DAILY", ())


def enqueue_what_is_due() -> int:
    """Put into the queue the daily tasks that today (UTC) has not seen yet; returns how many."""
    from django_tasks_db.models import DBTaskResult

    midnight = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    seen = set(DBTaskResult.objects.filter(enqueued_at__gte=midnight).values_list("task_path", flat=True).distinct())
    due = [task for task in daily_tasks() if task.module_path not in seen]
    for task in due:
        task.enqueue()
    return len(due)
