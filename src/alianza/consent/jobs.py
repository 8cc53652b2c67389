"""The clock's door."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from alianza.audit.actions import PLATFORM, record
from alianza.consent.models import Consent

PROOF_DAYS = 5 * 366
"""How long a withdrawn consent is kept as proof of what was lawful while it stood."""


@task()
def forget_old_proof() -> int:
    """Remove consents withdrawn more than five years ago; safe to repeat."""
    before = timezone.now() - timedelta(days=PROOF_DAYS)
    with transaction.atomic():
        old = Consent.objects.filter(withdrawn_at__lt=before)
        sample = old.first()
        if sample is None:
            return 0
        removed, _ = old.delete()
        record("consent.proof.forgotten", sample, by=PLATFORM, rows=removed)
        return removed


DAILY = (forget_old_proof,)
