"""The clock's door."""

import time

from django.utils import timezone
from django_tasks import task

from alianza.audit.actions import PLATFORM
from alianza.documents import actions, sealing
from alianza.documents.models import StoredFile
from alianza.documents.queries import named_digests

SETTLED_SECONDS = 3600
"""A file without a row may be one whose row is about to be saved; after an hour it is nobody's."""


@task()
def remove_past_their_day() -> int:
    """Remove files whose day has passed, and bytes that no row names; safe to repeat."""
    removed = 0
    for file in StoredFile.objects.filter(keep_until__lt=timezone.localdate()).iterator():
        actions.remove(file, by=PLATFORM)
        removed += 1
    named = named_digests()
    for digest in list(sealing.all_digests()):
        path = sealing.path_of(digest)
        if digest not in named and path.exists() and time.time() - path.stat().st_mtime > SETTLED_SECONDS:
            sealing.discard(digest)
            removed += 1
    return removed


DAILY = (remove_past_their_day,)
