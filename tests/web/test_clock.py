from datetime import timedelta

import pytest
from django_tasks_db.models import DBTaskResult

from alianza.web.clock import daily_tasks, enqueue_what_is_due
from alianza.web.queue import work_until_stopped


def test_the_days_work_is_named_by_the_contexts() -> None:
    names = {task.module_path for task in daily_tasks()}
    assert "alianza.registry.jobs.obey_retention" in names
    assert len(names) >= 6


@pytest.mark.django_db(transaction=True)
def test_each_task_is_put_into_the_queue_once_a_day_and_runs() -> None:
    count = len(list(daily_tasks()))
    assert enqueue_what_is_due() == count
    assert enqueue_what_is_due() == 0
    work_until_stopped(batch=True)
    assert enqueue_what_is_due() == 0
    assert not DBTaskResult.objects.failed().exists()
    for result in DBTaskResult.objects.all():
        result.enqueued_at -= timedelta(days=1)
        result.save(update_fields=["enqueued_at"])
    assert enqueue_what_is_due() == count
