from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alianza.instruments.models.versions import InstrumentVersion
from alianza.network.models import Organisation, Subject, alpha3
from alianza.vault.fields import SealedTextField

LADDER = (-30, -14, -7, -2, 3, 10, 30)
"""Days from the deadline on which an unanswered invitation is called to mind; the last goes to the head of mission."""


def ladder() -> list[int]:
    return list(LADDER)


class RoundStatus(models.TextChoices):
    DRAFT = "draft", _("In preparation")
    OPEN = "open", _("Open for answers")
    CLOSED = "closed", _("Closed")


class Naming(models.TextChoices):
    """How answers may be shown to anybody but the secretariat; settled before the first is given."""

    NAMED = "named", _("By name of who answered")
    ANONYMOUS = "anonymous", _("Without names")


class Audience(models.TextChoices):
    """Who sees the results once the round is closed."""

    SECRETARIAT = "secretariat", _("The secretariat alone")
    RESPONDENTS = "respondents", _("Those who answered")
    EVERYBODY = "everybody", _("Everybody")


class Round(models.Model):
    """One campaign: an instrument, those invited, and a deadline."""

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    version = models.ForeignKey(InstrumentVersion, models.PROTECT, related_name="rounds")
    name = models.CharField(max_length=120)
    subject = models.CharField(max_length=20, choices=Subject, help_text="whose focal points answer")
    status = models.CharField(max_length=8, choices=RoundStatus, default=RoundStatus.DRAFT)
    opens_on = models.DateField()
    due_on = models.DateField(help_text="the last day, in the time zone of whoever answers")
    naming = models.CharField(max_length=10, choices=Naming, default=Naming.NAMED)
    audience = models.CharField(max_length=12, choices=Audience, default=Audience.RESPONDENTS)
    reminders: "models.JSONField[list[int], list[int]]" = models.JSONField(default=ladder)
    previous = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="following")
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    edits = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-opens_on", "name"]
        constraints = [
            models.CheckConstraint(condition=Q(due_on__gte=F("opens_on")), name="a_round_is_due_after_it_opens"),
            models.CheckConstraint(condition=Q(status__in=RoundStatus.values), name="a_round_has_a_known_status"),
            models.CheckConstraint(
                condition=Q(status="draft") | Q(opened_at__isnull=False), name="an_open_round_says_since_when"
            ),
            models.CheckConstraint(
                condition=~Q(status="closed") | Q(closed_at__isnull=False), name="a_closed_round_says_since_when"
            ),
            models.CheckConstraint(
                condition=Q(naming__in=Naming.values, audience__in=Audience.values),
                name="a_round_says_who_sees_whose_answers",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Disposition(models.TextChoices):
    """How an invitation stands. `none` is not yet; the secretariat settles what silence means when it learns of it."""

    NONE = "none", _("No answer yet")
    PARTIAL = "partial", _("Begun")
    COMPLETE = "complete", _("Answered")
    BREAK_OFF = "break_off", _("Broken off")
    REFUSED = "refused", _("Declined")
    NO_CONTACT = "no_contact", _("Not reached")
    NOT_ELIGIBLE = "not_eligible", _("Not concerned")


SETTLED = (Disposition.REFUSED, Disposition.NO_CONTACT, Disposition.NOT_ELIGIBLE)
"""What the secretariat writes down; the others follow from the answers."""


class Doubt(models.TextChoices):
    """Why somebody should ask whether the contact of an invitation has changed."""

    BOUNCED = "bounced", _("A message came back")
    SILENT = "silent", _("Nobody signed in for 60 days")


class Invitation(models.Model):
    """One state or organisation asked in one round.

    Personal data: `address`, the mail address of whoever the member named for this round (sealed). `person` is that
    person once they have signed in.
    """

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    round = models.ForeignKey(Round, models.PROTECT, related_name="invitations")
    country = models.CharField(max_length=3, blank=True, validators=[alpha3])
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    address = SealedTextField(max_length=254, blank=True, default="")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    language = models.CharField(max_length=2, default="en")
    time_zone = models.CharField(max_length=64, default="UTC")
    disposition = models.CharField(max_length=12, choices=Disposition, default=Disposition.NONE)
    settled_because = models.CharField(max_length=300, blank=True)
    extended_to = models.DateField(null=True, blank=True)
    extended_because = models.CharField(max_length=300, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    doubt = models.CharField(max_length=8, choices=Doubt, blank=True, help_text="why the contact may have changed")
    confirmed_at = models.DateTimeField(null=True, blank=True, help_text="when somebody said who the contact is")

    class Meta:
        ordering = ["country", "organisation__name", "id"]
        indexes = [models.Index(fields=["round", "disposition"], name="invitations_by_disposition")]
        constraints = [
            models.CheckConstraint(
                condition=Q(doubt__in=["", *Doubt.values]), name="a_contact_is_in_doubt_for_a_known_reason"
            ),
            models.CheckConstraint(
                condition=(Q(country="") & Q(organisation__isnull=False))
                | (~Q(country="") & Q(organisation__isnull=True)),
                name="an_invitation_goes_to_a_state_or_an_organisation",
            ),
            models.UniqueConstraint(
                fields=["round", "country"], condition=~Q(country=""), name="a_state_is_invited_once_to_a_round"
            ),
            models.UniqueConstraint(
                fields=["round", "organisation"],
                condition=Q(organisation__isnull=False),
                name="an_organisation_is_invited_once_to_a_round",
            ),
            models.CheckConstraint(
                condition=Q(disposition__in=Disposition.values), name="an_invitation_has_a_known_disposition"
            ),
            models.CheckConstraint(
                condition=~Q(disposition__in=[each.value for each in SETTLED]) | ~Q(settled_because=""),
                name="silence_is_settled_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(extended_to__isnull=True) | ~Q(extended_because=""),
                name="more_time_is_given_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.country or str(self.organisation)

    @property
    def due_on(self) -> date:
        """The last day for this one, more time included."""
        return max(self.extended_to or self.round.due_on, self.round.due_on)

    @property
    def deadline(self) -> datetime:
        """The moment at which its last day is over where it is answered."""
        return datetime.combine(self.due_on + timedelta(days=1), time(), ZoneInfo(self.time_zone)).astimezone(UTC)


class Channel(models.TextChoices):
    MAIL = "mail", _("Mail")
    CALL = "call", _("Telephone call")
    LETTER = "letter", _("Letter")


class Sent(models.TextChoices):
    """What is known of a message."""

    WAITING = "waiting", _("To be sent")
    SENT = "sent", _("Sent")
    BOUNCED = "bounced", _("Came back")
    SPOKEN = "spoken", _("Spoken to")
    PASSED = "passed", _("Passed over")


class Contact(models.Model):
    """One message to an invited member, by mail, telephone or letter.

    Personal data: `note`, what was said (sealed). A step of the ladder of reminders is made once for each invitation;
    one whose time went by is passed over. `claimed_at` is when a worker began to send it. Of its link is kept when it
    was opened first and last and how often, never by whom or from where.
    """

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    invitation = models.ForeignKey(Invitation, models.PROTECT, related_name="contacts")
    channel = models.CharField(max_length=6, choices=Channel, default=Channel.MAIL)
    step = models.IntegerField(null=True, blank=True, help_text="days from the deadline; none for anything else")
    state = models.CharField(max_length=8, choices=Sent, default=Sent.WAITING)
    at = models.DateTimeField(default=timezone.now)
    claimed_at = models.DateTimeField(null=True, blank=True)
    by_code = models.UUIDField(help_text="whoever did it, or the platform")
    note = SealedTextField(max_length=1000, blank=True, default="")
    opened_at = models.DateTimeField(null=True, blank=True)
    opened_last = models.DateTimeField(null=True, blank=True)
    opened_times = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["invitation", "step"],
                condition=Q(step__isnull=False),
                name="a_reminder_is_sent_once",
            ),
            models.CheckConstraint(condition=Q(state__in=Sent.values), name="a_contact_has_a_known_state"),
            models.CheckConstraint(
                condition=Q(opened_times=0, opened_at__isnull=True, opened_last__isnull=True)
                | Q(opened_times__gte=1, opened_at__isnull=False, opened_last__gte=F("opened_at")),
                name="a_link_that_was_opened_says_when",
            ),
        ]


class Results(models.Model):
    """What a round came to when it was last computed: never the source, always to be computed again."""

    round = models.OneToOneField(Round, models.CASCADE, related_name="results")
    document: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField()
    stamp = models.CharField(max_length=64, help_text="what it was computed from")
    computed_at = models.DateTimeField(default=timezone.now)
