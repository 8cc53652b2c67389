from datetime import datetime
from typing import Any
from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils import timezone


class Consent(models.Model):
    """One agreement of one person to one purpose; the open one (not withdrawn) is in force.

    Personal data: none but the codes. Rows leave with `jobs.forget_old_proof`, years after the withdrawal.
    """

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    person = models.UUIDField(help_text="code of the account, or of the profile a service holds", editable=False)
    purpose = models.CharField(max_length=40, editable=False)
    version = models.PositiveSmallIntegerField(help_text="of the agreement's text", editable=False)
    language = models.CharField(max_length=5, help_text="in which the agreement was read", editable=False)
    witness = models.ForeignKey(
        "network.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        help_text="the service that holds the signed agreement of a person without an account",
    )
    given_at = models.DateTimeField(default=timezone.now, editable=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["given_at", "id"]
        indexes = [models.Index(fields=["person", "purpose"], name="consent_by_person")]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "purpose"],
                condition=Q(withdrawn_at__isnull=True),
                name="a_purpose_is_agreed_to_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=F("given_at")),
                name="a_consent_is_withdrawn_after_it_was_given",
            ),
            models.CheckConstraint(condition=Q(version__gte=1), name="a_consent_names_the_wording_that_was_read"),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("A consent is added, never edited; withdraw it through its actions.")
        super().save(*args, **kwargs)

    def close(self, at: datetime) -> bool:
        """Write the withdrawal, the only later change; False when it was withdrawn before."""
        closed = type(self).objects.filter(pk=self.pk, withdrawn_at__isnull=True).update(withdrawn_at=at)
        self.withdrawn_at = at if closed else self.withdrawn_at
        return bool(closed)
