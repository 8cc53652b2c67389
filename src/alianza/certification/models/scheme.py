from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from alianza.instruments.models import InstrumentVersion


class Scheme(models.Model):
    """What a label is called and which instrument it rests on, for ever; what holds stands in its versions."""

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    urn = models.CharField(max_length=190, unique=True, help_text="of the instrument that is answered")
    opened_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["urn"]

    def __str__(self) -> str:
        return self.urn.rpartition(":")[2]


class SchemeVersion(models.Model):
    """A version of a scheme: one published version of the instrument, and the periods of its document.

    Add-only, by trigger. What was applied for under a version stays under it. `major_days` hold for critical findings
    where the document gives those no days of their own.
    """

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    instrument = models.ForeignKey(InstrumentVersion, models.PROTECT, related_name="+")
    declared_months = models.PositiveSmallIntegerField(help_text="how long a self-declaration is valid")
    audited_months = models.PositiveSmallIntegerField(help_text="how long an audited label is valid")
    major_days = models.PositiveSmallIntegerField(help_text="to correct a critical or major finding")
    minor_days = models.PositiveSmallIntegerField(help_text="to correct a minor finding")
    grace_months = models.PositiveSmallIntegerField(help_text="to answer what is new in a version")
    reminders: "models.JSONField[list[int], list[int]]" = models.JSONField(help_text="days before the end")
    opened_on = models.DateField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["scheme", "-number"]
        get_latest_by = "number"
        constraints = [
            models.UniqueConstraint(fields=["scheme", "number"], name="a_version_of_a_scheme_has_its_own_number"),
            models.CheckConstraint(condition=Q(number__gte=1), name="versions_of_a_scheme_count_from_one"),
            models.CheckConstraint(
                condition=Q(declared_months__gte=1, audited_months__gte=1, major_days__gte=1, minor_days__gte=1),
                name="a_scheme_gives_time_for_everything",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scheme} {self.number}"

    @property
    def critical_days(self) -> int:
        """To correct a critical finding; a version stored before its document said it gives the days of a major one."""
        given = self.document["lifecycle"]["corrective_action"].get("critical_days", self.major_days)
        return int(given)

    @property
    def document(self) -> dict[str, Any]:
        """The written form of the instrument, with its title, register and lifecycle."""
        return self.instrument.written()
