from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alianza.network.models import alpha3
from alianza.registry.fields import WordsField
from alianza.registry.months import age_in, month_index, whole_months
from alianza.vault.fields import SealedTextField

EARLIEST_BIRTH, LATEST_BIRTH = 1920, 2100
MOST_YEARS = 60
MOST_SKILLS = 60
MOST_LANGUAGES = 12


class Status(models.TextChoices):
    DRAFT = "draft", _("Not registered yet")
    REGISTERED = "registered", _("Registered")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Education(models.IntegerChoices):
    NONE = 0, _("None")
    PRIMARY = 1, _("Primary school")
    LOWER_SECONDARY = 2, _("Lower secondary school")
    UPPER_SECONDARY = 3, _("Upper secondary school")
    SHORT_TERTIARY = 4, _("Short course after secondary school")
    BACHELOR = 5, _("Bachelor's degree")
    MASTER = 6, _("Master's degree or above")


class Medical(models.TextChoices):
    FIT = "fit", _("Examined and fit for work")
    PENDING = "pending", _("Not examined yet")
    UNFIT = "unfit", _("Examined and not fit for work")


class Security(models.TextChoices):
    CLEAR = "clear", _("Certificate of good conduct at hand")
    PENDING = "pending", _("No certificate yet")
    REFUSED = "refused", _("Certificate refused")


class Profile(models.Model):
    """One worker. Keys from higher contexts must cascade or let go (SET_NULL): a worker can always leave.

    Personal data: the sealed columns and their blind indexes (they never leave but through an opening, or to the
    worker); the rest leaves under the pseudonym, for matching and, where agreed to, for statistics.
    """

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    pseudonym = models.CharField(max_length=12, unique=True, editable=False)
    person = models.UUIDField(unique=True, editable=False, help_text="code under which consents are kept")
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="profile", editable=False
    )
    registrar = models.ForeignKey(
        "network.Organisation", models.PROTECT, null=True, blank=True, related_name="registered", editable=False
    )
    reference = models.CharField(max_length=64, null=True, blank=True, help_text="the registrar's own number")
    intake = models.ForeignKey(
        "Intake", models.SET_NULL, null=True, blank=True, related_name="profiles", editable=False
    )
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)

    full_name = SealedTextField(max_length=200, null=True, blank=True)
    phone = SealedTextField(max_length=40, null=True, blank=True)
    email = SealedTextField(max_length=254, null=True, blank=True)
    birth_date = SealedTextField(max_length=10, null=True, blank=True, help_text="ISO 8601")
    passport = SealedTextField(max_length=20, null=True, blank=True)
    phone_index = models.CharField(max_length=64, null=True, blank=True, db_index=True, editable=False)
    email_index = models.CharField(max_length=64, null=True, blank=True, db_index=True, editable=False)
    passport_index = models.CharField(max_length=64, null=True, blank=True, db_index=True, editable=False)
    name_index = models.CharField(
        max_length=64, null=True, blank=True, db_index=True, editable=False, help_text="of name and birth date together"
    )

    origin = models.CharField(max_length=3, blank=True, validators=[alpha3])
    region = models.PositiveSmallIntegerField(null=True, blank=True, help_text="as the origin's service numbers them")
    birth_year = models.PositiveSmallIntegerField(null=True, blank=True)
    woman = models.BooleanField(null=True, blank=True, help_text="for shares alone; empty means not said")
    disadvantaged = models.BooleanField(default=False, help_text="for shares alone")
    isco = models.CharField(max_length=4, blank=True, help_text="ISCO-08 unit group")
    esco = models.CharField(max_length=36, blank=True, help_text="id of the ESCO occupation")
    years = models.PositiveSmallIntegerField(null=True, blank=True)
    isco2 = models.CharField(max_length=4, blank=True)
    esco2 = models.CharField(max_length=36, blank=True)
    years2 = models.PositiveSmallIntegerField(null=True, blank=True)
    skills = WordsField(help_text="ids of ESCO skills")
    education = models.PositiveSmallIntegerField(null=True, blank=True, choices=Education)
    recognised_in = WordsField(help_text="destinations that recognise the qualification of the first occupation")
    medical = models.CharField(max_length=8, choices=Medical, default=Medical.PENDING)
    security = models.CharField(max_length=8, choices=Security, default=Security.PENDING)
    passport_until = models.DateField(null=True, blank=True)
    wish1 = models.CharField(max_length=3, blank=True, validators=[alpha3])
    wish2 = models.CharField(max_length=3, blank=True, validators=[alpha3])
    wish3 = models.CharField(max_length=3, blank=True, validators=[alpha3])
    accepts = WordsField(help_text="destinations the worker would go to, wishes included")
    min_wage_minor = models.PositiveBigIntegerField(
        null=True, blank=True, help_text="per month; empty: any lawful wage"
    )
    min_wage_currency = models.CharField(max_length=3, blank=True)
    available_from = models.DateField(null=True, blank=True)

    created_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    registered_at = models.DateTimeField(null=True, blank=True, editable=False)
    keep_until = models.DateField(help_text="removed after this day, unless the worker renews it")
    warned_at = models.DateTimeField(null=True, blank=True, editable=False, help_text="that the day comes near")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["status", "origin", "isco"], name="profiles_to_match"),
            models.Index(fields=["keep_until"], name="profiles_by_retention"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=False, registrar__isnull=True) | Q(user__isnull=True, registrar__isnull=False),
                name="a_profile_is_held_by_a_worker_or_by_one_service",
            ),
            models.CheckConstraint(
                condition=Q(user__isnull=False) | Q(person=F("code")),
                name="without_an_account_consent_stands_under_the_profile",
            ),
            models.UniqueConstraint(fields=["registrar", "reference"], name="a_service_numbers_a_worker_once"),
            models.CheckConstraint(
                condition=~Q(status="registered")
                | Q(
                    years__isnull=False,
                    birth_year__isnull=False,
                    education__isnull=False,
                    available_from__isnull=False,
                    registered_at__isnull=False,
                )
                & ~Q(isco="")
                & ~Q(origin="")
                & ~Q(accepts=""),
                name="a_registered_profile_can_be_matched",
            ),
            models.CheckConstraint(
                condition=Q(isco2="", years2__isnull=True) | Q(~Q(isco2=""), years2__isnull=False),
                name="a_second_occupation_has_its_years",
            ),
            models.CheckConstraint(
                condition=(Q(years__isnull=True) | Q(years__lte=MOST_YEARS))
                & (Q(years2__isnull=True) | Q(years2__lte=MOST_YEARS)),
                name="years_of_work_fit_a_life",
            ),
            models.CheckConstraint(
                condition=Q(education__isnull=True) | Q(education__lte=6), name="education_lies_between_none_and_master"
            ),
            models.CheckConstraint(
                condition=Q(birth_year__isnull=True) | Q(birth_year__gte=EARLIEST_BIRTH, birth_year__lte=LATEST_BIRTH),
                name="a_birth_year_fits_a_living_person",
            ),
            models.CheckConstraint(condition=Q(medical__in=Medical.values), name="a_medical_result_is_one_of_three"),
            models.CheckConstraint(condition=Q(security__in=Security.values), name="a_security_result_is_one_of_three"),
            models.CheckConstraint(
                condition=Q(min_wage_minor__isnull=True, min_wage_currency="")
                | Q(~Q(min_wage_currency=""), min_wage_minor__gte=1),
                name="a_minimum_wage_is_positive_and_has_its_currency",
            ),
            models.CheckConstraint(
                condition=(Q(wish2="") | (~Q(wish1="") & ~Q(wish2=F("wish1"))))
                & (Q(wish3="") | (~Q(wish2="") & ~Q(wish3=F("wish1")) & ~Q(wish3=F("wish2")))),
                name="wishes_are_given_in_order_and_differ",
            ),
        ]

    def __str__(self) -> str:
        return self.pseudonym

    @property
    def wishes(self) -> tuple[str, ...]:
        return tuple(wish for wish in (self.wish1, self.wish2, self.wish3) if wish)

    def passport_months(self, on: date) -> int:
        """Whole months for which the passport is still valid; 0 without one."""
        return whole_months(on, self.passport_until) if self.passport_until else 0

    def age(self, on: date) -> int | None:
        """The age reached during the year: the convention of matching."""
        return None if self.birth_year is None else age_in(on.year, self.birth_year)

    @property
    def available_month(self) -> int | None:
        return None if self.available_from is None else month_index(self.available_from)


class SpokenLanguage(models.Model):
    """One language of a worker and how well they know it: 1 for A1 to 6 for C2."""

    profile = models.ForeignKey(Profile, models.CASCADE, related_name="languages")
    language = models.CharField(max_length=3)
    level = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["-level", "language"]
        constraints = [
            models.UniqueConstraint(fields=["profile", "language"], name="a_language_is_listed_once_per_profile"),
            models.CheckConstraint(condition=Q(level__gte=1, level__lte=6), name="a_level_lies_between_a1_and_c2"),
        ]


class Purpose(models.TextChoices):
    """Why somebody else opens a worker's file."""

    PLACEMENT = "placement", _("A placement that the worker agreed to")
    PREPARATION = "preparation", _("Preparing the departure")
    CORRECTION = "correction", _("Checking or correcting the data")
    CONTACT = "contact", _("Reaching the worker")
    COMPLAINT = "complaint", _("A complaint or a question of the worker")
    LEGAL = "legal", _("A duty set by law")


class FileOpening(models.Model):
    """Somebody other than the worker read the sealed part of a file. Rows are added and shown to the worker.

    Personal data: `reason` is free text, hence sealed; it leaves with the profile.
    """

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    profile = models.ForeignKey(Profile, models.CASCADE, related_name="openings", editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="files_opened", editable=False
    )
    role = models.CharField(max_length=20, editable=False)
    organisation = models.ForeignKey(
        "network.Organisation", models.PROTECT, null=True, related_name="+", editable=False
    )
    purpose = models.CharField(max_length=12, choices=Purpose, editable=False)
    reason = SealedTextField(max_length=300, editable=False)
    order = models.UUIDField(null=True, editable=False, help_text="code of the job order the worker agreed to")
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(purpose="placement") | Q(order__isnull=False),
                name="an_opening_for_a_placement_names_its_order",
            ),
            models.CheckConstraint(
                condition=Q(purpose__in=Purpose.values), name="a_file_is_opened_for_a_named_purpose"
            ),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding and not self._only_sealed_anew(kwargs.get("update_fields")):
            raise TypeError("An opening is added, never edited.")
        super().save(*args, **kwargs)

    def _only_sealed_anew(self, names: Iterable[str] | None) -> bool:
        """Whether a change of keys writes the same reason again (`vault.fields.reseal`)."""
        return set(names or ()) == {"reason"} and type(self).objects.get(pk=self.pk).reason == self.reason


class Intake(models.Model):
    """One file of people that a registrar brings: checked whole, then saved whole or not at all.

    Personal data: none here; the file and the report are sealed and removed once decided (`jobs`).
    """

    class State(models.TextChoices):
        CHECKING = "checking", _("Being checked")
        REFUSED = "refused", _("Refused: correct the file")
        READY = "ready", _("Checked, waits for your decision")
        SAVING = "saving", _("Being saved")
        SAVED = "saved", _("Saved")
        DISCARDED = "discarded", _("Discarded")
        FAILED = "failed", _("Failed: nothing was saved")

    class Duplicates(models.TextChoices):
        LEAVE_OUT = "leave_out", _("Leave these rows out: they are people the registry has already")
        ADD = "add", _("Add these rows: they are other people")

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    registrar = models.ForeignKey("network.Organisation", models.PROTECT, related_name="intakes", editable=False)
    brought_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    file = models.ForeignKey("documents.StoredFile", models.SET_NULL, null=True, related_name="+", editable=False)
    report = models.ForeignKey("documents.StoredFile", models.SET_NULL, null=True, related_name="+", editable=False)
    state = models.CharField(max_length=10, choices=State, default=State.CHECKING)
    language = models.CharField(max_length=5, default="en", help_text="of the report")
    rows = models.PositiveIntegerField(default=0)
    new = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0, help_text="rows that correct profiles of this registrar")
    problems = models.PositiveIntegerField(default=0)
    duplicates = models.PositiveIntegerField(default=0)
    findings: "models.JSONField[list[Any], list[Any]]" = models.JSONField(
        default=list, help_text="the first duplicates"
    )
    refused_because = models.CharField(max_length=500, blank=True, help_text="why it is no table at all")
    decision = models.CharField(max_length=10, choices=Duplicates, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=("ready", "saving", "saved")) | Q(problems=0),
                name="a_file_with_a_problem_is_never_saved",
            ),
        ]
