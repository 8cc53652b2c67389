"""Bodies that decide: seats, meetings, items, papers, ballots and the record of each decision."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from alianza.documents.models import StoredFile
from alianza.network.models import Organisation


class Body(models.Model):
    """Assembly, oversight committee or advisory group, with the version of the rules it decides by."""

    class Kind(models.TextChoices):
        ASSEMBLY = "assembly", _("Assembly")
        OVERSIGHT = "oversight", _("Oversight committee")
        ADVISORY = "advisory", _("Technical advisory group")

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=12, choices=Kind, unique=True)
    rules = models.CharField(max_length=40, help_text="version of the rules of decision")

    class Meta:
        ordering = ["kind"]
        verbose_name_plural = "bodies"

    def __str__(self) -> str:
        return self.get_kind_display()


class Seat(models.Model):
    """A member's place in a body and the person who fills it. The member votes; the person may be replaced."""

    class Group(models.TextChoices):
        DONOR_GOVERNMENT = "donor_government", _("Donor government")
        BENEFICIARY_GOVERNMENT = "beneficiary_government", _("Beneficiary government")
        INTERNATIONAL = "international", _("International organisation")
        PRIVATE = "private", _("Private sector")
        CIVIL_SOCIETY = "civil_society", _("Civil society")
        EXPERT = "expert", _("Expert")

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="seats")
    member = models.ForeignKey(Organisation, models.PROTECT, related_name="seats")
    group = models.CharField(max_length=24, choices=Group)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="seats")
    begins_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["body", "member__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "member"], condition=Q(ends_on__isnull=True), name="one_member_one_seat"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("begins_on")), name="a_seat_ends_after_it_begins"
            ),
        ]


class ClosedDay(models.Model):
    """A day that is no working day for the clocks of bodies. One entered by mistake is taken back; both stay known.

    What was known when a clock began is what it counts by, so nothing here moves a deadline that somebody was told.
    """

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    day = models.DateField()
    name = models.CharField(max_length=100, help_text="what is celebrated")
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    removed_because = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["day", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["day"], condition=Q(removed_at__isnull=True), name="a_day_is_closed_once_at_a_time"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="a_closed_day_has_a_name"),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True, removed_by__isnull=True, removed_because="")
                | Q(removed_at__gte=F("added_at"), removed_by__isnull=False) & ~Q(removed_because=""),
                name="a_closed_day_is_taken_back_by_somebody_for_a_reason",
            ),
        ]


class Meeting(models.Model):
    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        OPEN = "open", _("Open")
        CLOSED = "closed", _("Closed")

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="meetings")
    number = models.PositiveIntegerField()
    held_on = models.DateField()
    place = models.CharField(max_length=200, blank=True)
    chair = models.ForeignKey(Seat, models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=8, choices=State, default=State.PLANNED)

    class Meta:
        ordering = ["-held_on", "-number"]
        constraints = [models.UniqueConstraint(fields=["body", "number"], name="a_meeting_is_numbered_once")]


class Item(models.Model):
    """One question put to a body. `subject` reads `proposal:P-2026-001`, `operation:F-2026-001` and so on."""

    class Method(models.TextChoices):
        CONSENSUS = "consensus", _("Consensus")
        NO_OBJECTION = "no_objection", _("No objection by lapse of time")
        FORMAL = "formal", _("Formal vote")

    class Kind(models.TextChoices):
        APPROVAL = "approval", _("Approval of a proposal")
        OVERRIDE = "override", _("Override of the advisory group's refusal")
        RESTRUCTURING = "restructuring", _("Restructuring")
        NEW_COUNTRY = "new_country", _("New beneficiary country")
        WRITE_OFF = "write_off", _("Write-off")
        SUSPENSION = "suspension", _("Suspension or termination")
        ELIGIBILITY = "eligibility", _("Eligibility for the facility")
        OPERATION = "operation", _("Operation of the facility")
        FEES = "fees", _("Member fees")
        RULES = "rules", _("Rules")
        OTHER = "other", _("Other")

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        OPEN = "open", pgettext_lazy("item", "Open")
        PAUSED = "paused", _("Paused by a question")
        MOVED = "moved", _("Moved to the next meeting")
        REFERRED = "referred", _("Referred to the Assembly")
        DECIDED = "decided", _("Decided")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="items")
    meeting = models.ForeignKey(Meeting, models.PROTECT, null=True, blank=True, related_name="items")
    number = models.CharField(max_length=30, unique=True)
    kind = models.CharField(max_length=14, choices=Kind)
    subject = models.CharField(max_length=80, blank=True)
    title = models.CharField(max_length=200)
    text = models.TextField(max_length=5000, help_text="the decision as proposed")
    language = models.CharField(max_length=2, default="en")
    method = models.CharField(max_length=14, choices=Method)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    consensus_attempts = models.PositiveSmallIntegerField(default=0)
    wide = models.BooleanField(default=False, help_text="the longer of the two clocks of no objection")
    rules = models.CharField(max_length=40, blank=True, help_text="version in force when it opened")
    conditions: "models.JSONField[list[dict[str, str]], list[dict[str, str]]]" = models.JSONField(
        default=list, blank=True, help_text="as proposed: text, code of the owner, day; they bind once adopted"
    )
    supersedes = models.ForeignKey(
        "fund.Decision", models.PROTECT, null=True, blank=True, related_name="+", help_text="what it would replace"
    )
    amount_minor = models.BigIntegerField(
        null=True, blank=True, help_text="what would be approved, in the fund's currency; empty: all that was asked"
    )
    defers = models.BooleanField(default=False, help_text="adopted, it puts the matter off")
    opened_at = models.DateTimeField(null=True, blank=True, help_text="when the electorate was frozen")
    deadline_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-number"]
        indexes = [models.Index(fields=["subject"], name="item_by_subject")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["draft", "withdrawn"]) | Q(opened_at__isnull=False),
                name="an_item_is_decided_after_it_opened",
            ),
            models.CheckConstraint(
                condition=Q(amount_minor__isnull=True) | Q(amount_minor__gt=0), name="an_item_approves_some_money"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def about(self) -> str:
        """Number of what it is about, as people read it; empty where that has no number."""
        prefix, _colon, name = self.subject.partition(":")
        return "" if prefix == "request" else name


class Paper(models.Model):
    """A file put before a body: its hash, its version, and when it was published."""

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    item = models.ForeignKey(Item, models.PROTECT, related_name="papers")
    title = models.CharField(max_length=200)
    language = models.CharField(max_length=2)
    version = models.PositiveSmallIntegerField(default=1)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    restricted = models.BooleanField(default=False, help_text="notes of deliberation: not for those recused")
    published_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["item", "title", "language", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "title", "language", "version"], name="a_paper_has_each_version_once"
            )
        ]


class Elector(models.Model):
    """A member of the electorate as it stood when the item opened; joining or leaving later changes nothing."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="electorate")
    member = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    group = models.CharField(max_length=24, choices=Seat.Group)
    notice_delivered_at = models.DateTimeField(null=True, blank=True)
    recused_because = models.CharField(max_length=500, blank=True, help_text="public; empty: not recused")

    class Meta:
        ordering = ["item", "member__name"]
        constraints = [models.UniqueConstraint(fields=["item", "member"], name="one_member_one_vote")]


class Interest(models.Model):
    """Why a member takes no part in an item, and since when. Public, and only added."""

    class Ground(models.TextChoices):
        SUBMITS = "submits", _("Submits it")
        EXECUTES = "executes", _("Carries it out")
        PAID = "paid", _("Is paid under it")
        DECLARED = "declared", _("Declared an interest")
        RULED = "ruled", _("Was ruled to have an interest")

    item = models.ForeignKey(Item, models.PROTECT, related_name="interests")
    member = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    ground = models.CharField(max_length=8, choices=Ground)
    reason = models.CharField(max_length=500)
    since = models.DateTimeField()

    class Meta:
        ordering = ["item", "since", "id"]
        constraints = [
            models.UniqueConstraint(fields=["item", "member", "ground"], name="an_interest_is_stated_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="a_recusal_says_why"),
        ]


class Round(models.Model):
    """One way in which an item was put to its electorate: a lapse of time, an attempt at consensus, a formal vote."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="rounds")
    number = models.PositiveSmallIntegerField()
    method = models.CharField(max_length=14, choices=Item.Method)
    text = models.TextField(max_length=5000, help_text="as it was put")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    present: "models.JSONField[list[str], list[str]]" = models.JSONField(
        default=list, help_text="codes of members in the room who cast nothing"
    )
    status = models.CharField(max_length=20, blank=True, help_text="the outcome; empty while it runs")

    class Meta:
        ordering = ["item", "number"]
        constraints = [
            models.UniqueConstraint(fields=["item", "number"], name="a_round_is_numbered_once"),
            models.UniqueConstraint(
                fields=["item"], condition=Q(closed_at__isnull=True), name="an_item_runs_one_round_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, status="") | Q(closed_at__isnull=False) & ~Q(status=""),
                name="a_round_closes_with_an_outcome",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(closed_at__gte=F("opened_at")),
                name="a_round_closes_after_it_opens",
            ),
        ]


class Ballot(models.Model):
    """What a member said; a correction before closing is another ballot, and both are kept."""

    class Choice(models.TextChoices):
        YES = "yes", _("Yes")
        NO = "no", _("No")
        ABSTAIN = "abstain", _("Abstains")
        AGREE = "agree", _("Does not object")
        ASIDE = "aside", _("Stands aside")
        OBJECT = "object", _("Objects")

    elector = models.ForeignKey(Elector, models.PROTECT, related_name="ballots")
    choice = models.CharField(max_length=8, choices=Choice)
    reason = models.CharField(max_length=2000, blank=True)
    attempt = models.PositiveSmallIntegerField(default=1, help_text="number of the round")
    cast_at = models.DateTimeField()
    cast_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["elector", "cast_at", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(choice="object") | ~Q(reason=""), name="an_objection_says_why"),
        ]


class Question(models.Model):
    """One question may stop the clock of no objection for a few working days."""

    item = models.OneToOneField(Item, models.PROTECT, related_name="question")
    elector = models.ForeignKey(Elector, models.PROTECT, related_name="+")
    text = models.CharField(max_length=2000)
    answer = models.CharField(max_length=5000, blank=True)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)


class Decision(models.Model):
    """The record, published the same day; superseded by another, never edited. `tally` holds who voted what."""

    class Outcome(models.TextChoices):
        ADOPTED = "adopted", _("Adopted")
        NOT_ADOPTED = "not_adopted", _("Not adopted")

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    number = models.CharField(max_length=30, unique=True)
    item = models.OneToOneField(Item, models.PROTECT, related_name="decision")
    outcome = models.CharField(max_length=12, choices=Outcome)
    method = models.CharField(max_length=14, choices=Item.Method)
    rules = models.CharField(max_length=40)
    text = models.TextField(max_length=5000)
    tally = models.JSONField(help_text="electorate, ballots, recusals, quorum and papers with their hashes")
    decided_at = models.DateTimeField()
    supersedes = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="superseded_by")

    class Meta:
        ordering = ["-number"]

    def __str__(self) -> str:
        return self.number


class Condition(models.Model):
    """What a decision asks before, or while, it takes effect."""

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="conditions")
    text = models.CharField(max_length=1000)
    owner = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    due_on = models.DateField()
    met_on = models.DateField(null=True, blank=True)
    evidence = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering = ["decision", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(met_on__isnull=True) | ~Q(evidence=""), name="a_condition_is_met_with_evidence"
            )
        ]
