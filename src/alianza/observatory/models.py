import re
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

NAME = re.compile(r"[0-9A-Za-z][0-9A-Za-z.-]{0,39}")
"""What a vintage may be called."""
FLOW = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
"""What a series may be called."""


class Kind(models.TextChoices):
    """What a figure of the series is."""

    OBSERVED = "observed", _("Observed")
    COMPILED = "compiled estimate", _("Compiled estimate")
    PROJECTION = "projection", _("Projection")
    MODEL = "model estimate", _("Model estimate")
    STATUS = "status list", _("Status list")
    CLASSIFICATION = "classification", _("Classification")


class Dataflow(models.Model):
    """One series as SDMX knows it: its dimensions, measures and unit. Vintages of it are loaded beside each other."""

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    name = models.SlugField(max_length=60, help_text="as programs call it")
    agency = models.CharField(max_length=60)
    titles = models.JSONField(help_text="by language")
    dimensions = models.JSONField(help_text="key columns and the SDMX concept of each")
    measures = models.JSONField()
    unit = models.CharField(max_length=200, blank=True)
    unit_multiplier = models.SmallIntegerField(default=0, help_text="power of ten")
    kind = models.CharField(max_length=20, choices=Kind)
    may_be_negative = models.BooleanField(default=False)
    codes = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["name"], name="a_series_has_a_name_of_its_own"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="a_series_is_of_a_known_kind"),
        ]

    def __str__(self) -> str:
        return self.name


class Vintage(models.Model):
    """One state of knowledge of a series: a Parquet file in the instance, named by its hash, never changed.

    An estimate that the alliance publishes says in `provenance` how it was made: hashes of its inputs, method,
    parameters and version.
    """

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    dataflow = models.ForeignKey(Dataflow, models.PROTECT, related_name="vintages")
    name = models.CharField(max_length=40)
    current = models.BooleanField(default=False, help_text="meant when no vintage is named")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the Parquet file")
    source_digest = models.CharField(max_length=64, help_text="SHA-256 of the file that was loaded")
    rows = models.PositiveIntegerField()
    size = models.PositiveBigIntegerField(help_text="bytes")
    attributes = models.JSONField(default=list)
    source = models.CharField(max_length=300)
    citation = models.CharField(max_length=600, blank=True)
    licence = models.CharField(max_length=200)
    url = models.CharField(max_length=500, blank=True)
    released = models.CharField(max_length=40, blank=True)
    method = models.CharField(max_length=1000, blank=True)
    notes = models.JSONField(default=list, blank=True)
    layout = models.CharField(max_length=40, help_text="the format it was loaded from")
    estimate = models.BooleanField(default=False, help_text="made and published by the alliance")
    provenance = models.JSONField(null=True, blank=True)
    loaded_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["dataflow__name", "-current", "-loaded_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["dataflow", "name"], name="a_series_holds_a_vintage_once"),
            models.UniqueConstraint(
                fields=["dataflow"], condition=Q(current=True), name="a_series_has_one_current_vintage"
            ),
            models.CheckConstraint(condition=Q(rows__gte=1), name="a_vintage_holds_rows"),
            models.CheckConstraint(
                condition=Q(estimate=False) | Q(provenance__isnull=False), name="an_estimate_says_how_it_was_made"
            ),
            models.CheckConstraint(condition=~Q(source="") & ~Q(licence=""), name="a_vintage_names_source_and_licence"),
        ]

    def __str__(self) -> str:
        return f"{self.dataflow.name}@{self.name}"

    @property
    def path(self) -> Path:
        return series_folder() / f"{self.digest}.parquet"


class Load(models.Model):
    """A file that somebody brought to be loaded by a job, and what came of it. The file goes when it is decided."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting to be read")
        LOADED = "loaded", _("Loaded")
        REFUSED = "refused", _("Refused")

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    brought_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    file_name = models.CharField(max_length=200)
    ending = models.CharField(max_length=12)
    layout = models.CharField(max_length=20)
    series = models.CharField(max_length=60, blank=True)
    vintage_name = models.CharField(max_length=40)
    mapping = models.TextField(max_length=10_000, blank=True)
    about = models.JSONField(default=dict, blank=True)
    make_current = models.BooleanField(default=True)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    problems = models.JSONField(default=list, blank=True, help_text="row, column, sentence")
    vintage = models.ForeignKey(Vintage, models.PROTECT, null=True, blank=True, related_name="loads")
    brought_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-brought_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=("waiting", "loaded", "refused")), name="a_load_has_a_known_state"
            ),
            models.CheckConstraint(
                condition=~Q(state="loaded") | Q(vintage__isnull=False), name="what_was_loaded_is_a_vintage"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file_name} ({self.get_state_display()})"

    @property
    def path(self) -> Path:
        return series_folder() / "brought" / f"{self.code}{self.ending}"


def series_folder() -> Path:
    """Where the instance keeps what was loaded."""
    return Path(settings.INSTANCE) / "series"
