"""Audits: visits, verdicts, findings with their correction, and what workers said."""

from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alianza.certification.models.applications import Application
from alianza.documents.models import StoredFile
from alianza.network.models import alpha3
from alianza.vault.fields import SealedTextField


class Audit(models.Model):
    """One audit by one accredited auditor. Nothing is opened before the auditor has declared to be free.

    After `closed_at` its verdicts stay as they are, by trigger.
    """

    class Kind(models.TextChoices):
        INITIAL = "initial", _("Initial audit")
        SURVEILLANCE = "surveillance", _("Surveillance")
        FOR_CAUSE = "for_cause", _("Audit for cause")

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    application = models.ForeignKey(Application, models.PROTECT, related_name="audits")
    kind = models.CharField(max_length=12, choices=Kind)
    announced = models.BooleanField(default=True)
    auditor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="certification_audits")
    assigned_at = models.DateTimeField(default=timezone.now, editable=False)
    assigned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opened_on = models.DateField(null=True, blank=True)
    workers = models.PositiveIntegerField(null=True, blank=True, help_text="whom the firm placed or employs")
    few_because = models.CharField(max_length=500, blank=True, help_text="why fewer interviews were held than are due")
    closed_at = models.DateTimeField(null=True, blank=True)
    released_at = models.DateTimeField(null=True, blank=True, help_text="given up, over a conflict or for another")
    released_because = models.CharField(max_length=500, blank=True)
    summary = models.TextField(max_length=5000, blank=True)

    class Meta:
        ordering = ["assigned_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["initial", "surveillance", "for_cause"]), name="an_audit_is_of_a_known_kind"
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(opened_on__isnull=False, workers__isnull=False),
                name="a_closed_audit_was_opened_and_counted",
            ),
            models.CheckConstraint(
                condition=Q(released_at__isnull=True) | (Q(closed_at__isnull=True) & ~Q(released_because="")),
                name="an_audit_is_given_up_with_a_reason",
            ),
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(closed_at__isnull=True, released_at__isnull=True),
                name="one_audit_of_an_application_runs_at_a_time",
            ),
        ]

    @property
    def is_open(self) -> bool:
        return self.opened_on is not None and self.closed_at is None and self.released_at is None


class SiteVisit(models.Model):
    """A place the auditor went to."""

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    audit = models.ForeignKey(Audit, models.PROTECT, related_name="visits")
    day = models.DateField()
    country = models.CharField(max_length=3, validators=[alpha3])
    place = models.CharField(max_length=200)
    announced = models.BooleanField(default=True)
    seen = models.TextField(max_length=3000)

    class Meta:
        ordering = ["day", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(place="") & ~Q(seen=""), name="a_visit_says_where_and_what_was_seen"),
        ]


class Verdict(models.Model):
    """What the auditor found of one criterion, with what was seen."""

    audit = models.ForeignKey(Audit, models.PROTECT, related_name="verdicts")
    item = models.CharField(max_length=60)
    value = models.CharField(max_length=8, help_text="of the instrument's list")
    seen = models.TextField(max_length=3000)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["audit", "item"]
        constraints = [
            models.UniqueConstraint(fields=["audit", "item"], name="a_criterion_has_one_verdict_in_an_audit"),
            models.CheckConstraint(condition=~Q(seen=""), name="a_verdict_says_what_was_seen"),
            models.CheckConstraint(
                condition=Q(value__in=["met", "partly", "not_met", "na"]), name="a_verdict_is_one_of_four"
            ),
        ]


class Finding(models.Model):
    """What falls short, how gravely, and until when it has to be corrected. Closed by the auditor alone."""

    class Grade(models.TextChoices):
        CRITICAL = "critical", _("Critical")
        MAJOR = "major", _("Major")
        MINOR = "minor", _("Minor")
        OBSERVATION = "observation", _("Observation")

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    audit = models.ForeignKey(Audit, models.PROTECT, related_name="findings")
    number = models.PositiveSmallIntegerField()
    grade = models.CharField(max_length=12, choices=Grade)
    item = models.CharField(max_length=60)
    text = models.TextField(max_length=3000)
    raised_on = models.DateField()
    due_on = models.DateField(null=True, blank=True, help_text="from the scheme; none for an observation")
    closed_on = models.DateField(null=True, blank=True)
    closed_because = models.TextField(max_length=2000, blank=True)

    class Meta:
        ordering = ["audit", "number"]
        constraints = [
            models.UniqueConstraint(fields=["audit", "number"], name="findings_of_an_audit_are_numbered"),
            models.CheckConstraint(
                condition=Q(grade__in=["critical", "major", "minor", "observation"]), name="a_finding_has_a_known_grade"
            ),
            models.CheckConstraint(
                condition=(Q(grade="observation") & Q(due_on__isnull=True))
                | (~Q(grade="observation") & Q(due_on__gt=F("raised_on"))),
                name="a_finding_is_corrected_until_a_day",
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | ~Q(closed_because=""), name="a_finding_is_closed_with_a_reason"
            ),
            models.CheckConstraint(condition=~Q(text="") & ~Q(item=""), name="a_finding_says_what_falls_short"),
        ]

    @property
    def is_open(self) -> bool:
        return self.closed_on is None and self.grade != self.Grade.OBSERVATION


class Correction(models.Model):
    """What the firm did about a finding, with its evidence; the auditor accepts it or says what is missing."""

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    finding = models.ForeignKey(Finding, models.PROTECT, related_name="corrections")
    text = models.TextField(max_length=3000)
    evidence = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    sha256 = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField(default=timezone.now, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    accepted = models.BooleanField(null=True, blank=True)
    answer = models.TextField(max_length=2000, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="a_correction_says_what_was_done"),
            models.CheckConstraint(
                condition=Q(accepted__isnull=True, answered_at__isnull=True)
                | (Q(accepted__isnull=False, answered_at__isnull=False) & ~Q(answer="")),
                name="a_correction_is_answered_with_a_reason",
            ),
        ]


class InterviewCode(models.Model):
    """A code that lets one worker answer once. Only its keyed hash is kept, and never when it was used."""

    code = models.UUIDField(default=uuid4, primary_key=True, editable=False)  # random: rows have no order
    audit = models.ForeignKey(Audit, models.PROTECT, related_name="interview_codes")
    index = models.CharField(max_length=64, unique=True)
    expires_on = models.DateField()
    used = models.BooleanField(default=False)


class InterviewAnswer(models.Model):
    """What one worker said: the answers and the day. Nothing leads to the code, a person or a time of day.

    Personal data: `words`, what the worker wrote freely (sealed; the auditor alone reads it). Add-only, by trigger.
    """

    code = models.UUIDField(default=uuid4, primary_key=True, editable=False)  # random: rows have no order
    audit = models.ForeignKey(Audit, models.PROTECT, related_name="interviews")
    version = models.PositiveIntegerField(help_text="of the instrument for workers")
    answers: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField()
    words = SealedTextField(max_length=3000, blank=True, default="")
    day = models.DateField()
