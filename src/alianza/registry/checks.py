"""What `alianza check` verifies here."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Count
from django.utils import timezone

from alianza.registry.models import Intake, Profile, Status
from alianza.registry.pseudonyms import pseudonyms

GRACE_DAYS = 2
ATTEMPTS = 50
"""Pseudonyms of one code that are tried; more clashes than that do not happen."""


def problems() -> Iterator[str]:
    today = timezone.localdate()
    late = Profile.objects.filter(keep_until__lt=today - timedelta(days=GRACE_DAYS)).count()
    if late:
        yield f"registry: {late} profiles are kept past their last day; the daily job does not run."
    for pk, code, pseudonym in Profile.objects.values_list("pk", "code", "pseudonym").iterator(chunk_size=5000):
        names = pseudonyms(code)
        if all(next(names) != pseudonym for _ in range(ATTEMPTS)):
            yield f"registry: the pseudonym of profile {pk} is not one of its code; the key of the index was exchanged."
            break
    for person, number in (
        Profile.objects.values_list("person").annotate(number=Count("id")).filter(number__gt=1).order_by()
    ):
        yield f"registry: {number} profiles stand under the person {person}."
    unmatched = Profile.objects.filter(status=Status.REGISTERED, registered_at__isnull=True).count()
    if unmatched:
        yield f"registry: {unmatched} registered profiles say no time of registration."
    stuck = Intake.objects.filter(state=Intake.State.SAVING, decided_at__lt=timezone.now() - timedelta(days=1)).count()
    if stuck:
        yield f"registry: {stuck} files of workers have been saving for more than a day; the queue does not run."
