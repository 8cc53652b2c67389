"""Who is told when a standing changes, and the dated records of those who looked."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from alianza.certification.models.awards import Standing
from alianza.certification.models.subjects import Subject
from alianza.vault.fields import SealedTextField


class Watch(models.Model):
    """One address is told of one subject. Removed when it is stopped, or when it was not confirmed in time.

    Personal data: `address` (sealed) and its blind index.
    """

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    subject = models.ForeignKey(Subject, models.CASCADE, related_name="watches")
    address = SealedTextField(max_length=254)
    address_index = models.CharField(max_length=64, help_text="blind index of the address")
    language = models.CharField(max_length=2)
    asked_at = models.DateTimeField(default=timezone.now, help_text="when the last mail to confirm was asked for")
    asked_mailed_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["subject", "address_index"], name="one_address_watches_a_subject_once"),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True) | Q(asked_mailed_at__isnull=False),
                name="a_watch_is_confirmed_by_a_mail_that_was_sent",
            ),
        ]

    def __str__(self) -> str:
        return str(self.code)


class WatchTold(models.Model):
    """That one watcher is told of one change, once. It goes with the watch."""

    watch = models.ForeignKey(Watch, models.CASCADE, related_name="told")
    event = models.ForeignKey(Standing, models.PROTECT, related_name="+")
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["watch"], condition=Q(sent_at__isnull=True), name="changes_not_told_yet")]
        constraints = [
            models.UniqueConstraint(fields=["watch", "event"], name="a_watcher_is_told_of_a_change_once"),
        ]


class ActiveCheck(models.Model):
    """That somebody looked, when, and what the standing was: a dated record, signed. Only added, by trigger.

    Who looked is kept only where somebody was signed in, so that a firm can show that its people did.
    """

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="checks")
    at = models.DateTimeField(default=timezone.now, editable=False)
    standing = models.CharField(max_length=16)
    outcome = models.CharField(max_length=40, blank=True)
    expires_on = models.DateField(null=True, blank=True)
    token = models.CharField(max_length=2400)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )

    class Meta:
        ordering = ["-at", "-id"]
