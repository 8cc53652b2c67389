"""Decisions, awards, what became of them day by day, and appeals."""

from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from alianza.certification.models.applications import Application
from alianza.certification.models.audits import Finding
from alianza.certification.models.subjects import Subject


class Decision(models.Model):
    """What a panel decided of an application, by simple majority of the votes cast. Add-only, by trigger."""

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    application = models.OneToOneField(Application, models.PROTECT, related_name="decision")
    granted = models.BooleanField()
    outcome = models.CharField(max_length=40, blank=True, help_text="of the instrument; empty where refused")
    in_favour = models.PositiveSmallIntegerField()
    against = models.PositiveSmallIntegerField()
    abstained = models.PositiveSmallIntegerField()
    day = models.DateField()
    at = models.DateTimeField(default=timezone.now, editable=False)
    reason = models.TextField(max_length=3000)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="a_panels_decision_says_why"),
            models.CheckConstraint(
                condition=(Q(granted=True) & Q(in_favour__gt=F("against")) & ~Q(outcome=""))
                | (Q(granted=False) & Q(in_favour__lte=F("against"))),
                name="a_panel_decides_by_simple_majority",
            ),
        ]


class Award(models.Model):
    """A label given to a subject from a day until a day. Add-only, by trigger: what becomes of it are its events.

    `profile` is the result as of that day: outcome, sections, unmet, what the audit confirmed. Never one number.
    """

    class Basis(models.TextChoices):
        DECLARED = "declared", _("Self-declared, without an audit")
        AUDITED = "audited", _("Audited")

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    number = models.CharField(max_length=20, unique=True, help_text="for example L-2026-001")
    application = models.OneToOneField(Application, models.PROTECT, related_name="award")
    decision = models.OneToOneField(Decision, models.PROTECT, null=True, blank=True, related_name="award")
    basis = models.CharField(max_length=8, choices=Basis)
    outcome = models.CharField(max_length=40, help_text="of the instrument")
    profile: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField()
    scope = models.TextField(max_length=1000, blank=True)
    granted_on = models.DateField()
    expires_on = models.DateField(help_text="the last day on which it holds")

    class Meta:
        ordering = ["-granted_on", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(expires_on__gt=F("granted_on")), name="a_label_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(basis="declared", decision__isnull=True) | Q(basis="audited", decision__isnull=False),
                name="an_audited_label_rests_on_a_decision",
            ),
            models.CheckConstraint(condition=~Q(outcome=""), name="a_label_names_its_outcome"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def subject(self) -> Subject:
        return self.application.subject


class Condition(models.Model):
    """What has to be done after the award, until when."""

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    award = models.ForeignKey(Award, models.PROTECT, related_name="conditions")
    finding = models.ForeignKey(Finding, models.PROTECT, null=True, blank=True, related_name="+")
    text = models.TextField(max_length=2000)
    due_on = models.DateField()
    met_on = models.DateField(null=True, blank=True)
    met_because = models.TextField(max_length=2000, blank=True)

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="a_condition_of_a_label_says_what_to_do"),
            models.CheckConstraint(
                condition=Q(met_on__isnull=True) | ~Q(met_because=""), name="a_condition_is_met_by_something_shown"
            ),
        ]


class Standing(models.Model):
    """One event in the life of a label. Add-only, by trigger; the standing on a day is a function of these alone."""

    class Kind(models.TextChoices):
        GRANTED = "granted", pgettext_lazy("label", "Granted")
        RENEWED = "renewed", pgettext_lazy("label", "Renewed")
        CONDITIONS_MET = "conditions_met", _("Conditions met")
        SUSPENDED = "suspended", pgettext_lazy("label", "Suspended")
        REINSTATED = "reinstated", pgettext_lazy("label", "Reinstated")
        WITHDRAWN = "withdrawn", pgettext_lazy("label", "Withdrawn")
        EXPIRED = "expired", pgettext_lazy("label", "Expired")
        LAPSED = "lapsed", _("Lapsed: a condition was not met in time")

    class Ground(models.TextChoices):
        """What led to it, where somebody decided it."""

        SURVEILLANCE = "surveillance", _("Finding of an audit")
        COMPLAINT = "complaint", _("Finding on a complaint")
        CORRECTION = "correction", _("Correction not made, or made")
        APPEAL = "appeal", _("Appeal")
        REQUEST = "request", _("Wish of the holder")
        OTHER = "other", _("Other")

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    award = models.ForeignKey(Award, models.PROTECT, related_name="events")
    kind = models.CharField(max_length=16, choices=Kind)
    day = models.DateField()
    ground = models.CharField(max_length=12, choices=Ground, blank=True)
    reason = models.TextField(max_length=2000, blank=True, help_text="public")
    at = models.DateTimeField(default=timezone.now, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", help_text="none: the clock"
    )

    class Meta:
        ordering = ["day", "id"]
        indexes = [models.Index(fields=["award", "day"], name="standing_by_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kind__in=[
                        *("granted", "renewed", "conditions_met", "suspended"),
                        *("reinstated", "withdrawn", "expired", "lapsed"),
                    ]
                ),
                name="what_happens_to_a_label_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["suspended", "reinstated", "withdrawn"]) | (~Q(reason="") & ~Q(ground="")),
                name="a_label_is_taken_or_given_back_with_a_reason",
            ),
            models.UniqueConstraint(
                fields=["award"], condition=Q(kind__in=["granted", "renewed"]), name="a_label_is_given_once"
            ),
            models.UniqueConstraint(
                fields=["award"],
                condition=Q(kind__in=["withdrawn", "expired", "lapsed"]),
                name="a_label_ends_once",
            ),
        ]


class Appeal(models.Model):
    """An objection of the holder to a refusal (`standing` empty), a suspension or a withdrawal.

    Decided by people who took no part in what it is about: a trigger refuses the vote of anybody who did.
    """

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    application = models.ForeignKey(Application, models.PROTECT, related_name="appeals")
    standing = models.OneToOneField(Standing, models.PROTECT, null=True, blank=True, related_name="appeal")
    grounds = models.TextField(max_length=3000)
    filed_on = models.DateField()
    filed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    upheld = models.BooleanField(null=True, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    reason = models.TextField(max_length=3000, blank=True)

    class Meta:
        ordering = ["filed_on", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(grounds=""), name="an_appeal_says_why"),
            models.CheckConstraint(
                condition=Q(upheld__isnull=True, decided_on__isnull=True)
                | (Q(upheld__isnull=False, decided_on__isnull=False) & ~Q(reason="")),
                name="an_appeal_is_decided_with_a_reason",
            ),
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(standing__isnull=True),
                name="a_refusal_is_appealed_against_once",
            ),
        ]


class Vote(models.Model):
    """One member's vote on an application or on an appeal. Add-only, by trigger."""

    class Choice(models.TextChoices):
        IN_FAVOUR = "in_favour", _("In favour")
        AGAINST = "against", _("Against")
        ABSTAIN = "abstain", _("Abstain")

    application = models.ForeignKey(Application, models.PROTECT, null=True, blank=True, related_name="votes")
    appeal = models.ForeignKey(Appeal, models.PROTECT, null=True, blank=True, related_name="votes")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    choice = models.CharField(max_length=10, choices=Choice)
    reason = models.TextField(max_length=2000)
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(application__isnull=False, appeal__isnull=True)
                | Q(application__isnull=True, appeal__isnull=False),
                name="a_vote_is_on_an_application_or_on_an_appeal",
            ),
            models.UniqueConstraint(fields=["application", "member"], name="a_member_votes_once_on_an_application"),
            models.UniqueConstraint(fields=["appeal", "member"], name="a_member_votes_once_on_an_appeal"),
            models.CheckConstraint(condition=~Q(reason=""), name="a_vote_on_a_label_says_why"),
            models.CheckConstraint(
                condition=Q(choice__in=["in_favour", "against", "abstain"]), name="a_vote_on_a_label_is_one_of_three"
            ),
        ]


class ExpiryReminder(models.Model):
    """A holder was told that a label ends in so many days; told once."""

    award = models.ForeignKey(Award, models.PROTECT, related_name="reminders")
    days = models.PositiveSmallIntegerField(help_text="before the end")
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["award", "days"], name="a_holder_is_reminded_once_of_a_step"),
        ]
