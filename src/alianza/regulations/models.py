from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from alianza.vault.fields import SealedTextField
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
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True) | Q(effective_from__isnull=False),
                name="a_sheet_is_published_with_its_first_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.category} {self.number}"

    @property
    def is_open(self) -> bool:
        """Whether somebody is still working on it."""
        return self.status in OPEN

    def written(self) -> dict[str, Any]:
        """The sheet as written, with this record's number and status in it, and the first day said at publication."""
        written = {**self.document, "version": self.number, "status": self.status}
        if self.effective_from is not None and written.get("effective_from") is None:
            written["effective_from"] = self.effective_from.isoformat()
        return written


class Look(models.Model):
    """Somebody who keeps a published sheet re-read these of its sources on a day and found it still true. Only added.

    It renews the clock of review; it never changes the document, and no seed is looked at into a confirmed sheet.
    """

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    version = models.ForeignKey(SheetVersion, models.PROTECT, related_name="looks")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    looked_on = models.DateField()
    sources: "models.JSONField[list[str], list[str]]" = models.JSONField(help_text="ids of the sources re-read")
    sources_read = models.PositiveSmallIntegerField()
    entered_on = models.DateField()
    entered_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-looked_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(sources_read__gte=1), name="who_looks_at_a_sheet_reads_a_source_again"),
            models.CheckConstraint(
                condition=Q(looked_on__lte=F("entered_on")), name="a_look_was_made_before_it_was_entered"
            ),
            models.UniqueConstraint(
                fields=["version", "by", "looked_on"], name="a_person_looks_at_a_sheet_once_on_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version}, {self.looked_on}"


class KeeperReminder(models.Model):
    """One reminder of what is due, told to one person for one month. The row is the memory that it was told."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    month = models.DateField(help_text="the first day of the month")
    told_at = models.DateTimeField(default=timezone.now, editable=False)
    sheets = models.PositiveIntegerField()

    class Meta:
        ordering = ["-month", "user"]
        constraints = [
            models.UniqueConstraint(fields=["user", "month"], name="a_keeper_is_reminded_once_a_month"),
            models.CheckConstraint(condition=Q(sheets__gte=1), name="nobody_is_reminded_of_nothing"),
        ]

    def __str__(self) -> str:
        return str(self.month)


ANSWER_DAYS = 14
"""Days within which a reported error is answered. The clock is shown to everybody."""


class ErrorReport(models.Model):
    """Somebody, of whom nothing else is known, says that a line of one version is wrong.

    `path` is the line in the document of that version. Whoever told comes back with a code, of which only the blind
    index is kept. Personal data: the text, the page and the address of mail, all sealed; the address is erased once
    the answer was mailed.
    """

    class State(models.TextChoices):
        RECEIVED = "received", pgettext_lazy("report", "Received")
        IN_REVIEW = "in_review", _("In review")
        CORRECTED = "corrected", _("Corrected")
        NO_ERROR = "no_error", _("Not an error")

    WAITING = (State.RECEIVED, State.IN_REVIEW)

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    code_index = models.CharField(max_length=64, unique=True, help_text="blind index of the code to come back with")
    version = models.ForeignKey(SheetVersion, models.PROTECT, related_name="reports")
    path = models.CharField(max_length=200)
    text = SealedTextField(max_length=4000)
    source = SealedTextField(max_length=1000, null=True, blank=True)
    mail = SealedTextField(max_length=254, null=True, blank=True)
    language = models.CharField(max_length=2, default="en")
    received_at = models.DateTimeField(default=timezone.now, editable=False)
    state = models.CharField(max_length=10, choices=State, default=State.RECEIVED)
    taken_up_at = models.DateTimeField(null=True, blank=True)
    taken_up_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    corrected_in = models.ForeignKey(SheetVersion, models.PROTECT, null=True, blank=True, related_name="corrections")
    reason = models.TextField(max_length=2000, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["received_at", "pk"]
        indexes = [models.Index(fields=["state", "received_at"], name="error_report_by_state")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=("received", "in_review", "corrected", "no_error")),
                name="an_error_report_has_a_known_state",
            ),
            models.CheckConstraint(condition=~Q(path=""), name="an_error_report_names_a_line"),
            models.CheckConstraint(
                condition=Q(
                    state__in=("received", "in_review"), answered_at__isnull=True, answered_by__isnull=True, reason=""
                )
                | Q(state__in=("corrected", "no_error"), answered_at__isnull=False, answered_by__isnull=False),
                name="an_error_report_is_answered_by_somebody_or_still_open",
            ),
            models.CheckConstraint(
                condition=Q(state="received", taken_up_at__isnull=True, taken_up_by__isnull=True)
                | Q(state="in_review", taken_up_at__isnull=False, taken_up_by__isnull=False)
                | Q(state__in=("corrected", "no_error")),
                name="an_error_report_in_review_was_taken_up",
            ),
            models.CheckConstraint(
                condition=Q(state="corrected", corrected_in__isnull=False)
                | (~Q(state="corrected") & Q(corrected_in__isnull=True)),
                name="a_corrected_error_names_the_version_that_corrects_it",
            ),
            models.CheckConstraint(
                condition=~Q(state="no_error") | ~Q(reason=""), name="what_is_no_error_has_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | Q(answered_at__gte=F("received_at")),
                name="an_error_report_is_answered_after_it_came",
            ),
            models.CheckConstraint(
                condition=Q(mailed_at__isnull=True) | Q(answered_at__isnull=False, mail__isnull=True),
                name="an_answer_is_mailed_once_and_the_address_erased",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version} {self.path}"

    @property
    def is_open(self) -> bool:
        """Whether nobody has answered it."""
        return self.state in self.WAITING

    @property
    def received_on(self) -> date:
        return timezone.localdate(self.received_at)

    @property
    def due_on(self) -> date:
        """The last day on which the answer is in time."""
        return self.received_on + timedelta(days=ANSWER_DAYS)

    def is_overdue(self, today: date) -> bool:
        return self.is_open and today > self.due_on
