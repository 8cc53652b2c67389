from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alianza.vocabulary.places import UnknownCountry, country_by_alpha2


class Side(models.TextChoices):
    """Whose law a sheet tells."""

    DESTINATION = "destination", _("Country of destination")
    ORIGIN = "origin", _("Country of origin")
    TRANSIT = "transit", _("Country of transit")


class Status(models.TextChoices):
    """How far a version has come. A seed was confirmed by nobody and may be shown in a demonstration only."""

    SEED = "seed", _("Starting text, not confirmed by a focal point")
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    IN_REVIEW = "in_review", _("In review")
    PUBLISHED = "published", _("Published")
    SUPERSEDED = "superseded", _("Replaced by a newer version")
    WITHDRAWN = "withdrawn", _("Withdrawn")


OPEN = (Status.DRAFT, Status.SUBMITTED, Status.IN_REVIEW)
"""Statuses of a version that is being worked on."""


class PermitCategory(models.Model):
    """A lawful route of one jurisdiction; its sheet has versions. `name` is the sheet's id ("de-eu-blue-card")."""

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    name = models.CharField(max_length=80, unique=True)
    jurisdiction = models.CharField(max_length=20, help_text="two-letter code of a country, or a region's own")
    side = models.CharField(max_length=12, choices=Side)

    class Meta:
        ordering = ["jurisdiction", "name"]
        verbose_name_plural = "permit categories"
        constraints = [
            models.CheckConstraint(condition=Q(side__in=Side.values), name="a_permit_category_has_a_known_side"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def country(self) -> str:
        """The country by its three-letter code, as mandates name it; empty for a region."""
        try:
            return country_by_alpha2(self.jurisdiction).alpha3
        except UnknownCountry:
            return ""


class SheetVersion(models.Model):
    """One state of a sheet. `document` is the sheet as written; it is never changed once submitted.

    `digest` identifies the document. `confirmed_at` and `confirmed_by` say when a person of the alliance published it.
    """

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    category = models.ForeignKey(PermitCategory, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    status = models.CharField(max_length=12, choices=Status)
    document = models.JSONField()
    digest = models.CharField(max_length=64)
    effective_from = models.DateField(null=True, blank=True)
    effective_to = models.DateField(null=True, blank=True)
    entered_at = models.DateTimeField(default=timezone.now, editable=False)
    edits = models.PositiveIntegerField(default=0, help_text="counts changes of a draft, to notice two at once")
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["category__name", "-number"]
        indexes = [models.Index(fields=["status", "category"], name="sheet_version_by_status")]
        constraints = [
            models.UniqueConstraint(fields=["category", "number"], name="a_version_of_a_sheet_has_its_own_number"),
            models.UniqueConstraint(
                fields=["category"],
                condition=Q(status="published"),
                name="one_version_of_a_sheet_is_published_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["category"], condition=Q(status="seed"), name="one_seed_of_a_sheet_is_loaded_at_a_time"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="versions_of_a_sheet_are_numbered_from_one"),
            models.CheckConstraint(
                condition=Q(status__in=Status.values), name="a_version_of_a_sheet_has_a_known_status"
            ),
            models.CheckConstraint(
                condition=~Q(status="published") | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="a_published_sheet_was_confirmed_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(status="seed") | Q(confirmed_at__isnull=True, confirmed_by__isnull=True),
                name="a_seed_was_confirmed_by_nobody",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True)
                | Q(submitted_by__isnull=True)
                | ~Q(confirmed_by=F("submitted_by")),
                name="nobody_confirms_a_sheet_they_submitted",
            ),
            models.CheckConstraint(
                condition=Q(effective_from__isnull=True)
                | Q(effective_to__isnull=True)
                | Q(effective_to__gte=F("effective_from")),
                name="a_sheet_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.category} {self.number}"

    @property
    def is_open(self) -> bool:
        """Whether somebody is still working on it."""
        return self.status in OPEN

    def written(self) -> dict[str, Any]:
        """The sheet as written, with this record's number and status in it."""
        return {**self.document, "version": self.number, "status": self.status}
