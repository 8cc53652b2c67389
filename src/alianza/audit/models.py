import hashlib
import json
from typing import Any

from django.db import models
from django.utils import timezone

GENESIS = "0" * 64


class Head(models.Model):
    """The end of the chain: one row, locked while an entry is added, so that entries have one order."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    entries = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, default=GENESIS)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="the_chain_has_one_head")]


class Entry(models.Model):
    """One deed. `number` counts from 1 without gaps."""

    number = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField(default=timezone.now)
    deed = models.CharField(max_length=100)
    actor = models.UUIDField(help_text="code of the person, or of the platform itself")
    subject_type = models.CharField(max_length=100)
    subject = models.CharField(max_length=64, help_text="public code of the thing")
    facts = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["number"]
        indexes = [
            models.Index(fields=["subject_type", "subject"], name="audit_by_subject"),
            models.Index(fields=["actor"], name="audit_by_actor"),
            models.Index(fields=["deed", "at"], name="audit_by_deed"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["previous"], name="an_entry_has_one_successor"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="entries_count_from_one"),
        ]

    def content(self) -> dict[str, Any]:
        return {
            "number": self.number,
            "at": self.at.isoformat(),
            "deed": self.deed,
            "actor": str(self.actor),
            "subject_type": self.subject_type,
            "subject": self.subject,
            "facts": self.facts,
            "previous": self.previous,
        }

    def expected_digest(self) -> str:
        """SHA-256 of the canonical JSON of everything else in the entry."""
        canonical = json.dumps(self.content(), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(canonical.encode("utf-8")).hexdigest()
