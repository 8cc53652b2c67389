"""The clock's door: what the registry does once a day."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from alianza.audit.actions import PLATFORM
from alianza.messages.actions import tell
from alianza.registry.actions import remove
from alianza.registry.actions.intakes import KEPT_DAYS, discard
from alianza.registry.background import end_given_up
from alianza.registry.models import Intake, Profile, Status
from alianza.registry.queries import WARNED_DAYS


@task()
def obey_retention() -> int:
    """Tell workers whose profile ends soon, and remove those whose day has passed; returns how many left.

    Safe to repeat: a warning is told once a term, and what is removed is gone.
    """
    today = timezone.localdate()
    ending = Profile.objects.filter(
        keep_until__lte=today + timedelta(days=WARNED_DAYS), keep_until__gte=today, warned_at__isnull=True
    ).exclude(status=Status.DRAFT)
    for profile in ending.filter(user__isnull=False).select_related("user"):
        with transaction.atomic():
            warned = Profile.objects.filter(pk=profile.pk, warned_at__isnull=True).update(warned_at=timezone.now())
            if warned and profile.user is not None:
                facts = {"day": profile.keep_until.isoformat()}
                tell(profile.user, "registry.profile.ending", facts, "/registry/me/")
    removed = 0
    for profile in Profile.objects.filter(keep_until__lt=today).select_related("user").iterator(chunk_size=500):
        with transaction.atomic():
            user, draft = profile.user, profile.status == Status.DRAFT
            remove(profile, by=PLATFORM)
            if user is not None and not draft:
                tell(user, "registry.profile.removed")
        removed += 1
    return removed


@task()
def forget_undecided_files() -> int:
    """Discard files of people that nobody decided upon for a week; safe to repeat."""
    before = timezone.now() - timedelta(days=KEPT_DAYS)
    waiting = Intake.objects.filter(
        created_at__lt=before, decided_at__isnull=True, state__in=("checking", "ready", "refused")
    )
    for intake in waiting:
        discard(intake, by=PLATFORM)
    return len(waiting)


@task()
def end_files_given_up() -> int:
    """Say of files whose work was given up that they failed, also where nobody looks; safe to repeat."""
    under_way = list(Intake.objects.filter(state__in=("checking", "saving")))
    return sum(end_given_up(intake).state == Intake.State.FAILED for intake in under_way)


DAILY = (obey_retention, end_files_given_up, forget_undecided_files)
