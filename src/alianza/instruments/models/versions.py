from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alianza.instruments.instrument import Instrument
from alianza.instruments.reading import read_instrument

_READ: dict[str, Instrument] = {}
"""Instruments by the digest of their document."""
MOST_HELD = 64


class VersionStatus(models.TextChoices):
    """How far a version of an instrument has come. Once published, its document never changes."""

    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class InstrumentVersion(models.Model):
    """One version of an instrument. `document` is the written form; a trigger keeps that of a published one."""

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    urn = models.CharField(max_length=190)
    number = models.PositiveIntegerField(help_text="the version, from 1")
    status = models.CharField(max_length=12, choices=VersionStatus, default=VersionStatus.DRAFT)
    document = models.JSONField()
    digest = models.CharField(max_length=64)
    edits = models.PositiveIntegerField(default=0, help_text="counts changes of a draft, to notice two at once")
    drafted_at = models.DateTimeField(default=timezone.now, editable=False)
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["urn", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["urn", "number"], name="a_version_of_an_instrument_has_its_own_number"),
            models.UniqueConstraint(
                fields=["urn"], condition=Q(status="draft"), name="one_version_of_an_instrument_is_drafted_at_a_time"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="versions_of_an_instrument_count_from_one"),
            models.CheckConstraint(
                condition=Q(status__in=VersionStatus.values), name="a_version_of_an_instrument_has_a_known_status"
            ),
            models.CheckConstraint(
                condition=Q(status="draft") | Q(published_at__isnull=False),
                name="a_published_instrument_says_since_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.urn.rpartition(':')[2]} {self.number}"

    @property
    def instrument(self) -> Instrument:
        """The instrument as a value; read once per document and process."""
        held = _READ.get(self.digest)
        if held is None:
            held = _READ[self.digest] = read_instrument(self.document, published=self.status != VersionStatus.DRAFT)
            while len(_READ) > MOST_HELD:
                _READ.pop(next(iter(_READ)))
        return held

    def written(self) -> dict[str, Any]:
        return {**self.document, "version": self.number}
