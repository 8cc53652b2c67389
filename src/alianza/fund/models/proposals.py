"""Proposals: what governments, firms and NGOs ask for, who endorses it and what the advisory group finds."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from alianza.documents.models import StoredFile
from alianza.network.models import Organisation, alpha3
from alianza.vault.fields import SealedTextField


class Category(models.TextChoices):
    """The eight categories in which UN organisations report cost."""

    STAFF = "staff", _("Staff and other personnel")
    SUPPLIES = "supplies", _("Supplies, commodities, materials")
    EQUIPMENT = "equipment", _("Equipment, vehicles, furniture")
    CONTRACTUAL = "contractual", _("Contractual services")
    TRAVEL = "travel", _("Travel")
    TRANSFERS = "transfers", _("Transfers and grants to counterparts")
    OPERATING = "operating", _("General operating and other direct cost")
    INDIRECT = "indirect", _("Indirect cost")


class Criterion(models.TextChoices):
    RELEVANCE = "relevance", _("Relevance")
    CONSISTENCY = "consistency", _("Consistency with national plans")
    RIGHTS = "rights", _("Rights of migrants")
    RESULTS = "results", _("Results")
    COST = "cost", _("Cost")
    SUSTAINABILITY = "sustainability", _("Sustainability")


class Proposal(models.Model):
    """A request for money from a window. After `decided` it stays as it was; what follows is the programme."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SUBMITTED = "submitted", _("Submitted")
        ADMISSIBLE = "admissible", _("Admissible")
        ENDORSED = "endorsed", _("Endorsed")
        SCREENED = "screened", _("Screened")
        APPROVED = "approved", _("Approved")
        CONDITIONAL = "conditional", _("Approved with conditions")
        DEFERRED = "deferred", _("Deferred")
        REJECTED = "rejected", _("Rejected")
        RETURNED = "returned", pgettext_lazy("proposal", "Returned")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    class Marker(models.IntegerChoices):
        """As the policy markers of the OECD's development committee."""

        NOT_TARGETED = 0, _("Not targeted")
        SIGNIFICANT = 1, _("Significant objective")
        PRINCIPAL = 2, _("Principal objective")

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    number = models.CharField(max_length=20, unique=True, help_text="stands in the books, for example P-2026-001")
    applicant = models.ForeignKey(Organisation, models.PROTECT, related_name="proposals")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    window = models.ForeignKey("fund.Window", models.PROTECT, related_name="proposals")
    kind = models.CharField(max_length=40, blank=True, help_text="one the founding papers name, or `other`")
    title = models.CharField(max_length=200)
    language = models.CharField(max_length=2, default="en")
    objectives = models.TextField(max_length=5000, blank=True)
    tasks = models.TextField(max_length=5000, blank=True)
    results = models.TextField(max_length=5000, blank=True, help_text="what will be different, in words")
    follows = models.CharField(
        max_length=300, blank=True, help_text="the Forum's outcome it follows, or the aim it serves"
    )
    direct = models.TextField(max_length=2000, blank=True, help_text="how it reaches migration directly")
    additional = models.TextField(max_length=2000, blank=True, help_text="why aid would not pay it")
    overlap = models.TextField(max_length=2000, blank=True, help_text="what was looked for, and what it adds")
    benefits = models.TextField(max_length=3000, blank=True, help_text="for origin, destination, workers and families")
    risks = models.TextField(max_length=3000, blank=True)
    rights = models.TextField(
        max_length=3000, blank=True, help_text="what it may do to people's rights, and the safeguard"
    )
    gender_marker = models.PositiveSmallIntegerField(choices=Marker, null=True, blank=True)
    rights_marker = models.PositiveSmallIntegerField(choices=Marker, null=True, blank=True)
    child_marker = models.PositiveSmallIntegerField(choices=Marker, null=True, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    months = models.PositiveSmallIntegerField(null=True, blank=True)
    state = models.CharField(max_length=12, choices=State, default=State.DRAFT)
    submitted_at = models.DateTimeField(null=True, blank=True)
    moved_at = models.DateTimeField(default=timezone.now, help_text="when it came to its state")
    said = models.TextField(max_length=3000, blank=True, help_text="why it was returned, deferred or rejected")
    overlap_judged = models.TextField(
        max_length=2000, blank=True, help_text="what the secretariat found of double funding"
    )
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["draft", "withdrawn"]) | Q(submitted_at__isnull=False),
                name="what_moves_was_submitted",
            ),
            models.CheckConstraint(
                condition=Q(months__isnull=True) | Q(months__gte=1, months__lte=120),
                name="a_proposal_lasts_months_not_ages",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def subject(self) -> str:
        """How versions, items of the agenda and others name it."""
        return f"proposal:{self.number}"


class ProposalCountry(models.Model):
    """A country concerned: it has to endorse."""

    class Role(models.TextChoices):
        ORIGIN = "origin", _("Country of origin")
        DESTINATION = "destination", _("Country of destination")
        BOTH = "both", _("Origin and destination")

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="countries")
    country = models.CharField(max_length=3, validators=[alpha3])
    role = models.CharField(max_length=12, choices=Role, default=Role.ORIGIN)

    class Meta:
        ordering = ["proposal", "country"]
        constraints = [models.UniqueConstraint(fields=["proposal", "country"], name="a_country_is_concerned_once")]


class Executant(models.Model):
    """An organisation that would carry it out."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="executants")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    lead = models.BooleanField(default=False)
    local = models.BooleanField(default=False, help_text="an organisation of a country concerned")
    capacity_checked_on = models.DateField(null=True, blank=True)
    capacity = models.CharField(max_length=1000, blank=True, help_text="what the check found")

    class Meta:
        ordering = ["proposal", "-lead", "id"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "organisation"], name="an_organisation_executes_once"),
            models.UniqueConstraint(fields=["proposal"], condition=Q(lead=True), name="one_organisation_leads"),
        ]


class BudgetLine(models.Model):
    """What one organisation would spend in one category, in the fund's currency."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="budget")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    category = models.CharField(max_length=12, choices=Category)
    minor = models.BigIntegerField()

    class Meta:
        ordering = ["proposal", "organisation", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "organisation", "category"], name="a_category_is_budgeted_once"
            ),
            models.CheckConstraint(condition=Q(minor__gte=0), name="a_budget_line_is_not_negative"),
        ]


class ExpectedResult(models.Model):
    """An output or outcome with its indicator. A lowered target keeps the original beside it."""

    class Level(models.TextChoices):
        OUTPUT = "output", _("Output")
        OUTCOME = "outcome", _("Outcome")

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="expected")
    number = models.PositiveSmallIntegerField()
    level = models.CharField(max_length=8, choices=Level, default=Level.OUTPUT)
    statement = models.CharField(max_length=500)
    indicator = models.CharField(max_length=300)
    unit = models.CharField(max_length=60)
    baseline = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True, help_text="empty: not known")
    target = models.DecimalField(max_digits=16, decimal_places=2)
    original_target = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    source = models.CharField(max_length=300, blank=True, help_text="where the value will be read")

    class Meta:
        ordering = ["proposal", "number"]
        constraints = [models.UniqueConstraint(fields=["proposal", "number"], name="a_result_is_numbered_once")]


class Endorsement(models.Model):
    """What a country concerned says, through its focal point: a letter, a plan, an objective and its page."""

    class State(models.TextChoices):
        ASKED = "asked", _("Asked")
        GIVEN = "given", _("Endorsed")
        REFUSED = "refused", _("Refused")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="endorsements")
    country = models.CharField(max_length=3, validators=[alpha3])
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    plan = models.CharField(max_length=300, blank=True, help_text="development plan or poverty-reduction strategy")
    objective = models.CharField(max_length=500, blank=True)
    page = models.CharField(max_length=20, blank=True)
    letter = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    said = models.CharField(max_length=2000, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    answered_on = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["proposal", "country"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "country"], name="a_country_endorses_once"),
            models.CheckConstraint(
                condition=~Q(state="given")
                | Q(answered_by__isnull=False, valid_until__isnull=False)
                & ~Q(plan="")
                & ~Q(objective="")
                & ~Q(page=""),
                name="an_endorsement_names_plan_objective_and_page",
            ),
        ]


class Review(models.Model):
    """One reviewer's look at a proposal. A conflict of interest takes the reviewer out, and stays on record."""

    class Advice(models.TextChoices):
        APPROVE = "approve", _("Approve")
        IMPROVE = "improve", _("Return for improvement")
        REFUSE = "refuse", _("Refuse")

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="reviews")
    change = models.ForeignKey(
        "fund.Change",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reviews",
        help_text="of a running programme; empty: the proposal itself",
    )
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField(default=1)
    conflict = models.BooleanField(null=True, blank=True, help_text="empty: not yet declared")
    conflict_reason = models.CharField(max_length=500, blank=True)
    advice = models.CharField(max_length=10, choices=Advice, blank=True)
    text = models.TextField(max_length=5000, blank=True)
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    submitted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["proposal", "id"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "reviewer", "round"], name="a_reviewer_reviews_once"),
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=True) | Q(conflict=False) & ~Q(advice=""),
                name="nobody_reviews_with_a_conflict",
            ),
        ]


class ReviewDraft(models.Model):
    """What a reviewer has written and not handed in: the reviewer's alone, so it is sealed; gone once handed in."""

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    review = models.OneToOneField(Review, models.CASCADE, related_name="draft")
    content = SealedTextField(max_length=60000, help_text="fields of the form by name, as JSON")
    saved_at = models.DateTimeField(default=timezone.now)


class Score(models.Model):
    """One to five, with its reason."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="scores")
    criterion = models.CharField(max_length=16, choices=Criterion)
    score = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=2000)

    class Meta:
        ordering = ["review", "id"]
        constraints = [
            models.UniqueConstraint(fields=["review", "criterion"], name="a_criterion_is_scored_once"),
            models.CheckConstraint(condition=Q(score__gte=1, score__lte=5), name="a_score_is_one_to_five"),
            models.CheckConstraint(condition=~Q(text=""), name="a_score_says_why"),
        ]


class Opinion(models.Model):
    """What the advisory group concludes: a gate of its own before the committee."""

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="opinions")
    change = models.ForeignKey(
        "fund.Change",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="opinions",
        help_text="of a running programme; empty: the proposal itself",
    )
    round = models.PositiveSmallIntegerField(default=1)
    approved = models.BooleanField()
    text = models.TextField(max_length=5000)
    given_at = models.DateTimeField(default=timezone.now)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["proposal", "round"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "round"], name="the_group_gives_one_opinion_a_round"),
            models.CheckConstraint(condition=~Q(text=""), name="an_opinion_says_why"),
        ]
