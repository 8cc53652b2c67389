from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alianza.network.models import alpha3
from alianza.placement.pseudonyms import order_number
from alianza.vocabulary.money import Money


class Programme(models.Model):
    """A scheme between countries: who may be placed where, within which numbers and under which safeguards.

    The parties agree the procedure, so the scoring profile, the label and every limit are the programme's own data.
    """

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    name = models.CharField(max_length=200, unique=True)
    summary = models.TextField(max_length=2000, blank=True)
    demands_label = models.BooleanField(default=False, help_text="only firms with the fair-recruitment label")
    scoring_profile = models.PositiveSmallIntegerField(default=1)
    opens_on = models.DateField()
    closes_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_on__isnull=True) | Q(closes_on__gte=F("opens_on")),
                name="a_programme_closes_after_it_opens",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Quota(models.Model):
    """At most `places` workers of an origin with one permit in one destination; 0 closes the corridor."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="quotas")
    origin = models.CharField(max_length=3, validators=[alpha3])
    destination = models.CharField(max_length=3, validators=[alpha3])
    permit = models.CharField(max_length=60, help_text="id of the permit category's sheet")
    places = models.PositiveIntegerField()

    class Meta:
        ordering = ["origin", "destination", "permit"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "origin", "destination", "permit"],
                name="a_quota_is_set_once_per_corridor_and_permit",
            )
        ]


class Cap(models.Model):
    """A safeguard of the origin: at most `places` of its workers whose first occupation is in that sector."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="caps")
    origin = models.CharField(max_length=3, validators=[alpha3])
    sector = models.CharField(max_length=40)
    places = models.PositiveIntegerField()

    class Meta:
        ordering = ["origin", "sector"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "origin", "sector"], name="a_cap_is_set_once_per_origin_and_sector"
            )
        ]


class SectorMember(models.Model):
    """Which occupations a programme counts into a sector that it caps."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="sector_members")
    isco = models.CharField(max_length=4)
    sector = models.CharField(max_length=40)

    class Meta:
        ordering = ["sector", "isco"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "isco"], name="an_occupation_is_in_one_capped_sector")
        ]


class Share(models.Model):
    """Fairness among those placed: at least so many per thousand, linear in the placements made."""

    class Kind(models.TextChoices):
        WOMEN = "women", _("Women, per destination")
        DISADVANTAGED = "disadvantaged", _("Disadvantaged people, over all")
        REGION = "region", _("Disadvantaged regions, per origin")

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="shares")
    kind = models.CharField(max_length=20, choices=Kind)
    scope = models.CharField(max_length=3, help_text="destination, `all`, or origin, by kind")
    per_mille = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["kind", "scope"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "kind", "scope"], name="a_share_is_set_once_per_scope"),
            models.CheckConstraint(condition=Q(per_mille__lte=1000), name="a_share_is_at_most_the_whole"),
        ]


class JobOrder(models.Model):
    """Posts that an employer wants to fill with workers from abroad, over one permit category.

    `offer` holds answers to the permit sheet's questions on the offer and the employer (`offer.months` ...), so that
    the order can be checked against the sheet's conditions before an officer approves it.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SUBMITTED = "submitted", _("Waits for approval")
        RETURNED = "returned", _("Returned for correction")
        OPEN = "open", _("Open")
        CLOSED = "closed", _("Closed")

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    number = models.CharField(max_length=12, unique=True, default=order_number, editable=False)
    employer = models.ForeignKey("network.Organisation", models.PROTECT, related_name="job_orders")
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="orders")
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    destination = models.CharField(max_length=3, validators=[alpha3])
    permit = models.CharField(max_length=60)
    isco = models.CharField(max_length=4)
    related_ok = models.BooleanField(default=False)
    posts = models.PositiveIntegerField()
    filled = models.PositiveIntegerField(default=0)
    wage = models.PositiveIntegerField(help_text="monthly, whole units of `currency`")
    currency = models.CharField(max_length=3)
    min_years = models.PositiveSmallIntegerField(default=0)
    lang1 = models.CharField(max_length=3, blank=True)
    lang1_min = models.PositiveSmallIntegerField(default=0)
    lang2 = models.CharField(max_length=3, blank=True)
    lang2_min = models.PositiveSmallIntegerField(default=0)
    min_education = models.PositiveSmallIntegerField(default=0)
    regulated = models.BooleanField(default=False)
    age_min = models.PositiveSmallIntegerField(default=18)
    age_max = models.PositiveSmallIntegerField(default=65)
    origins = models.JSONField(default=list, help_text="alpha-3 codes the order is open to")
    starts_on = models.DateField(help_text="first day of the month in which work begins")
    passport_min = models.PositiveSmallIntegerField(default=6)
    essential = models.JSONField(default=list, help_text="ESCO skill ids")
    essential_min = models.PositiveSmallIntegerField(default=0)
    optional = models.JSONField(default=list)
    offer: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(default=dict)
    returned_because = models.CharField(max_length=1000, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="orders_approved"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(fields=["state", "programme"], name="orders_by_state")]
        constraints = [
            models.CheckConstraint(condition=Q(filled__lte=F("posts")), name="an_order_is_never_overfilled"),
            models.CheckConstraint(condition=Q(posts__gte=1), name="an_order_has_at_least_one_post"),
            models.CheckConstraint(condition=Q(wage__gte=1), name="a_wage_is_positive"),
            models.CheckConstraint(
                condition=Q(age_min__lte=F("age_max")), name="the_lowest_age_is_not_above_the_highest"
            ),
            models.CheckConstraint(condition=Q(min_education__lte=6), name="education_has_seven_levels"),
            models.CheckConstraint(condition=Q(lang1_min__lte=6, lang2_min__lte=6), name="language_has_six_levels"),
            models.CheckConstraint(
                condition=~Q(state="open") | Q(approved_by__isnull=False), name="an_open_order_was_approved"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def places_left(self) -> int:
        return self.posts - self.filled

    @property
    def pay(self) -> Money:
        """The gross wage of a month."""
        return Money.of(self.wage, self.currency)


class Proposal(models.Model):
    """A worker on the shortlist of an order. Their name opens to the employer only once they agreed."""

    class Answer(models.TextChoices):
        WAITING = "waiting", _("Not asked yet")
        ASKED = "asked", _("Asked")
        AGREED = "agreed", _("Agreed to be shown")
        DECLINED = "declined", _("Declined")

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    order = models.ForeignKey(JobOrder, models.CASCADE, related_name="proposals")
    profile = models.ForeignKey("registry.Profile", models.CASCADE, related_name="proposals")
    rank = models.PositiveIntegerField()
    score = models.PositiveIntegerField()
    parts: "models.JSONField[dict[str, int], dict[str, int]]" = models.JSONField(default=dict)
    answer = models.CharField(max_length=10, choices=Answer, default=Answer.WAITING)
    drawn_up_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["order", "rank"]
        constraints = [
            models.UniqueConstraint(fields=["order", "profile"], name="a_worker_is_proposed_once_for_an_order"),
            models.CheckConstraint(
                condition=~Q(answer__in=("agreed", "declined")) | Q(answered_at__isnull=False),
                name="an_answer_has_its_time",
            ),
        ]


class Run(models.Model):
    """One solution of a programme's placement problem: who would get which place, with the proof of how good it is."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waits to start")
        WORKING = "working", _("Working")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")
        ACCEPTED = "accepted", _("Accepted")
        DISCARDED = "discarded", _("Discarded")

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="runs")
    ordinal = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    with_quotas = models.BooleanField(default=True)
    with_caps = models.BooleanField(default=True)
    with_shares = models.BooleanField(default=True)
    phase = models.CharField(max_length=60, blank=True)
    permille = models.PositiveSmallIntegerField(default=0)
    failed_because = models.CharField(max_length=1000, blank=True)
    workers = models.PositiveIntegerField(null=True)
    orders = models.PositiveIntegerField(null=True)
    candidates = models.PositiveBigIntegerField(null=True, help_text="eligible pairs")
    objective = models.PositiveBigIntegerField(null=True)
    upper_bound = models.PositiveBigIntegerField(null=True)
    report: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(default=dict)
    certificate: "models.JSONField[list[Any], list[Any]]" = models.JSONField(default=list)
    input_digest = models.CharField(max_length=64, blank=True)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "ordinal"], name="runs_of_a_programme_are_counted"),
            models.CheckConstraint(
                condition=Q(objective__isnull=True) | Q(upper_bound__gte=F("objective")),
                name="a_bound_is_not_below_what_was_reached",
            ),
            models.CheckConstraint(condition=Q(permille__lte=1000), name="progress_ends_at_a_thousand"),
        ]

    @property
    def is_under_way(self) -> bool:
        return self.state in {self.State.WAITING, self.State.WORKING}

    @property
    def gap(self) -> float | None:
        """How far the placement may lie below the best possible one, as a share of the bound."""
        if self.objective is None or self.upper_bound is None:
            return None
        return (self.upper_bound - self.objective) / self.upper_bound if self.upper_bound else 0.0


class RunPlace(models.Model):
    """One place that a run would give."""

    run = models.ForeignKey(Run, models.CASCADE, related_name="places")
    order = models.ForeignKey(JobOrder, models.CASCADE, related_name="+")
    profile = models.ForeignKey("registry.Profile", models.CASCADE, related_name="+")
    score = models.PositiveIntegerField()

    class Meta:
        ordering = ["run", "order", "-score", "profile"]
        constraints = [
            models.UniqueConstraint(fields=["run", "profile"], name="a_run_gives_a_worker_one_place"),
        ]


class Placement(models.Model):
    """A worker engaged on an order: offered, then taken up or declined by the worker."""

    class State(models.TextChoices):
        OFFERED = "offered", _("Offered")
        TAKEN = "taken", _("Taken up")
        DECLINED = "declined", _("Declined")
        ENDED = "ended", _("Ended")

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    order = models.ForeignKey(JobOrder, models.PROTECT, related_name="placements")
    profile = models.ForeignKey("registry.Profile", models.CASCADE, related_name="placements")
    run = models.ForeignKey(Run, models.SET_NULL, null=True, blank=True, related_name="placements")
    state = models.CharField(max_length=10, choices=State, default=State.OFFERED)
    offered_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-offered_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["profile"],
                condition=Q(state__in=("offered", "taken")),
                name="a_worker_holds_one_place_at_a_time",
            ),
        ]
