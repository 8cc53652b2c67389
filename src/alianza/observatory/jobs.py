"""Loading in the background, and once a day whatever still waits."""

from datetime import timedelta

from django.utils import timezone
from django_tasks import task

from alianza.observatory.loads import decide
from alianza.observatory.models import Load


@task()
def load_file(pk: int) -> str:
    """Load one brought file; safe to repeat."""
    brought = Load.objects.filter(pk=pk).first()
    return "" if brought is None else decide(brought).state


@task()
def load_what_waits() -> int:
    """Files whose job was lost are taken up again; safe to repeat."""
    before = timezone.now() - timedelta(hours=1)
    waiting = list(Load.objects.filter(state=Load.State.WAITING, brought_at__lt=before))
    for brought in waiting:
        decide(brought)
    return len(waiting)


DAILY = (load_what_waits,)
