"""What is published of the fund, and the identifiers that others use for what they share with us."""

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils import timezone


class OutsideIdentifier(models.Model):
    """How others name something of ours in their own files: an organisation, or its activity.

    `subject` reads `organisation:<code>`, `agreement:<number>` (the donor's own activity), `contract:<code>` (the
    implementer's) or `operation:<number>` (the bank's loan).
    """

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    subject = models.CharField(max_length=80, unique=True)
    reference = models.CharField(max_length=100)

    class Meta:
        ordering = ["subject"]
        constraints = [models.CheckConstraint(condition=~Q(reference=""), name="an_outside_identifier_is_not_empty")]

    def __str__(self) -> str:
        return self.reference


class Publication(models.Model):
    """The IATI files of one day, as they passed every check. Only added; the last one is what is public."""

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    on = models.DateField()
    seal = models.PositiveBigIntegerField(help_text="last journal of the books when it was made")
    activities = models.BinaryField(help_text="gzip")
    organisation = models.BinaryField(help_text="gzip")
    activities_sha256 = models.CharField(max_length=64)
    organisation_sha256 = models.CharField(max_length=64)
    warnings = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-made_at", "-id"]
