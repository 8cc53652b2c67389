from datetime import date
from uuid import uuid4

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

alpha3 = RegexValidator(r"^[A-Z]{3}\Z", _("A country is written with its three-letter code."))


class Subject(models.TextChoices):
    """What a country names a focal point for."""

    REGULATIONS = "regulations", _("Rules of entry and work")
    PLACEMENT = "placement", _("Registry, job orders and placement")
    OBSERVATORY = "observatory", _("Statistics and profiles")
    FUND = "fund", _("Trust fund and endorsements")
    COMMITMENTS = "commitments", _("Commitments and reviews")
    PROTECTION = "protection", _("Protection of migrants")


class RoleCode(models.TextChoices):
    """Roles that a membership can give. Focal points hold a mandate; anybody signed in may be a worker."""

    EMPLOYER = "employer", _("Employer's agent")
    OFFICER = "officer", _("Secretariat officer")
    AUDITOR = "auditor", _("Auditor")
    DONOR = "donor", _("Donor's representative")
    ADMINISTRATOR = "administrator", _("Administrator")
    PARTNER = "partner", _("Partner's agent: applies to the fund and carries out programmes")
    REVIEWER = "reviewer", _("Reviewer in the advisory group")
    MEMBER = "member", _("Member's representative in a body")


class Organisation(models.Model):
    """A member, partner or participant. `actor_type` is one of the kinds that the Initiative's papers name."""

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    name = models.CharField(max_length=200)
    actor_type = models.CharField(max_length=40)
    country = models.CharField(max_length=3, blank=True, validators=[alpha3])
    secretariat = models.BooleanField(default=False)
    joined_on = models.DateField(default=date.today)
    left_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["name", "country"], name="an_organisation_is_entered_once_per_country"),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(left_on__gte=F("joined_on")),
                name="an_organisation_leaves_after_it_joined",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """One person's role in one organisation, from a day until a day."""

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=RoleCode)
    begins_on = models.DateField(default=date.today)
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["organisation__name", "role", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation", "role"],
                condition=Q(ends_on__isnull=True),
                name="a_role_in_an_organisation_is_held_once",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("begins_on")),
                name="a_membership_ends_after_it_begins",
            ),
        ]


class Mandate(models.Model):
    """A person is focal point of a country for a subject between two dates."""

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="mandates")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="mandates")
    country = models.CharField(max_length=3, validators=[alpha3])
    subject = models.CharField(max_length=20, choices=Subject)
    begins_on = models.DateField(default=date.today)
    ends_on = models.DateField()
    delegated_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="delegations")
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["country", "subject", "begins_on", "id"]
        indexes = [models.Index(fields=["country", "subject"], name="mandate_by_country")]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("begins_on")), name="a_mandate_ends_after_it_begins"),
            models.UniqueConstraint(
                fields=["user", "country", "subject", "begins_on"],  # a mandate is renewed for the time after it
                condition=Q(revoked_at__isnull=True, delegated_from__isnull=True),
                name="a_person_holds_a_mandate_once_from_a_day",
            ),
        ]

    def in_force(self, on: date | None = None) -> bool:
        on = on or timezone.localdate()
        return self.revoked_at is None and self.begins_on <= on <= self.ends_on
