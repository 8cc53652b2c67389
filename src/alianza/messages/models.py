from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone


class Notice(models.Model):
    """One thing told to one person.

    Personal data: that this person was told this. Kept for `KEPT_MONTHS`, then removed by `jobs.forget_old_notices`.
    """

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=60)
    facts: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(default=dict)
    url = models.CharField(max_length=300, blank=True, help_text="page of the platform that shows more")
    told_at = models.DateTimeField(default=timezone.now, editable=False)
    read_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-told_at", "-id"]
        indexes = [
            models.Index(fields=["user", "-told_at"], name="notices_of_a_person"),
            models.Index(fields=["user"], condition=Q(read_at__isnull=True), name="notices_not_read_yet"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(read_at__isnull=True) | Q(read_at__gte=F("told_at")),
                name="a_notice_is_read_after_it_is_told",
            ),
            models.CheckConstraint(
                condition=Q(url="") | Q(url__startswith="/"), name="a_notice_leads_to_a_page_of_the_platform"
            ),
        ]
