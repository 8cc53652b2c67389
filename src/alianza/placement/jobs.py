"""The clock's door: solving a placement run in the background."""

from django_tasks import task

from alianza.placement.actions.runs import work_out


@task()
def solve_run(pk: int) -> None:
    """Work out one queued run; safe to run twice."""
    work_out(pk)
