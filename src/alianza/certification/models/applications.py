"""An application for the label, and what those who examine it declare and vote."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from alianza.certification.models.scheme import SchemeVersion
from alianza.certification.models.subjects import Subject
from alianza.instruments.models import Round, Submission


class Application(models.Model):
    """One way of one subject through a scheme's version: self-assessment, desk review, audit, panel.

    `round` holds the self-assessment: one invitation, to the subject's organisation. `submission` is what was handed in
    and accepted; scores come from it and never change.
    """

    class State(models.TextChoices):
        ASSESSING = "assessing", _("Self-assessment")
        SUBMITTED = "submitted", _("Submitted")
        AUDIT = "audit", _("Audit")
        CORRECTING = "correcting", _("Findings to be corrected")
        PANEL = "panel", _("Before the panel")
        GRANTED = "granted", pgettext_lazy("label", "Granted")
        DECLARED = "declared", _("Self-declared")
        REFUSED = "refused", pgettext_lazy("label", "Refused")
        WITHDRAWN = "withdrawn", pgettext_lazy("application", "Withdrawn")

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    number = models.CharField(max_length=20, unique=True, help_text="for example C-2026-001")
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="applications")
    version = models.ForeignKey(SchemeVersion, models.PROTECT, related_name="applications")
    round = models.OneToOneField(Round, models.PROTECT, related_name="application")
    submission = models.ForeignKey(Submission, models.PROTECT, null=True, blank=True, related_name="+")
    audited = models.BooleanField(default=True, help_text="asks for an audit; otherwise a self-declaration")
    scope = models.TextField(max_length=1000, blank=True, help_text="what the label is to cover")
    state = models.CharField(max_length=12, choices=State, default=State.ASSESSING)
    applied_on = models.DateField(default=timezone.localdate)
    applied_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    submitted_on = models.DateField(null=True, blank=True)
    moved_at = models.DateTimeField(default=timezone.now, help_text="when it came to its state")
    said = models.TextField(max_length=3000, blank=True, help_text="why it was returned, refused or withdrawn")
    edits = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-applied_on", "-id"]
        indexes = [models.Index(fields=["state"], name="applications_by_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "version"],
                condition=Q(state__in=["assessing", "submitted", "audit", "correcting", "panel"]),
                name="a_subject_applies_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=[
                        *("assessing", "submitted", "audit", "correcting", "panel"),
                        *("granted", "declared", "refused", "withdrawn"),
                    ]
                ),
                name="an_application_stands_somewhere_known",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["assessing", "withdrawn"]) | Q(submission__isnull=False),
                name="what_is_examined_was_handed_in",
            ),
            models.CheckConstraint(
                condition=~Q(state="declared") | Q(audited=False), name="a_self_declaration_asked_for_no_audit"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["audit", "correcting", "panel", "granted"]) | Q(audited=True),
                name="what_is_audited_asked_for_it",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Accreditation(models.Model):
    """A person may audit, or sit on panels, from a day until a day, in some languages."""

    class Kind(models.TextChoices):
        AUDITOR = "auditor", _("Auditor")
        PANELIST = "panelist", _("Member of panels")

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="accreditations")
    kind = models.CharField(max_length=10, choices=Kind)
    languages: "models.JSONField[list[str], list[str]]" = models.JSONField(default=list)
    begins_on = models.DateField()
    ends_on = models.DateField()
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ended_on = models.DateField(null=True, blank=True, help_text="taken back before its end")
    ended_because = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["kind", "-begins_on", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["auditor", "panelist"]), name="an_accreditation_is_for_work"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("begins_on")), name="an_accreditation_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | ~Q(ended_because=""),
                name="an_accreditation_is_taken_back_with_a_reason",
            ),
            models.UniqueConstraint(
                fields=["user", "kind", "begins_on"],
                condition=Q(ended_on__isnull=True),
                name="a_person_is_accredited_once_for_a_time",
            ),
        ]


class Declaration(models.Model):
    """What somebody who examines an application said about conflicts of interest. Add-only, by trigger."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="declarations")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    conflict = models.BooleanField()
    reason = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "user", "conflict"], name="a_conflict_is_declared_once_for_an_application"
            ),
            models.CheckConstraint(condition=Q(conflict=False) | ~Q(reason=""), name="a_conflict_says_which_it_is"),
        ]
