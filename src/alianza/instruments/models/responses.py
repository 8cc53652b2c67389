from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alianza.documents.models import StoredFile
from alianza.instruments.models.rounds import Invitation, Sent
from alianza.instruments.models.versions import InstrumentVersion
from alianza.vault.fields import SealedTextField


class ResponseStatus(models.TextChoices):
    OPEN = "open", _("Being answered")
    RETURNED = "returned", _("Sent back with remarks")
    SUBMITTED = "submitted", _("Handed in")


class Response(models.Model):
    """The answers of one respondent to one version of an instrument, while they are written and after."""

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    invitation = models.OneToOneField(Invitation, models.PROTECT, related_name="response")
    version = models.ForeignKey(InstrumentVersion, models.PROTECT, related_name="responses")
    status = models.CharField(max_length=10, choices=ResponseStatus, default=ResponseStatus.OPEN)
    begun_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-changed_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=ResponseStatus.values), name="a_response_has_a_known_status"),
        ]

    @property
    def is_open(self) -> bool:
        return self.status != ResponseStatus.SUBMITTED


class Origin(models.TextChoices):
    """How an answer came here. One that was carried over counts only once somebody confirmed it."""

    TYPED = "typed", _("Answered here")
    CARRIED = "carried", _("From the round before, not confirmed yet")
    BROUGHT = "brought", _("From a file filled in offline")


class GivenAnswer(models.Model):
    """One answer in its written form. `edits` counts changes, so that two people notice each other.

    Personal data: what a person answered may name them; shown to those who answer and to the secretariat.
    """

    response = models.ForeignKey(Response, models.CASCADE, related_name="answers")
    item = models.CharField(max_length=60)
    value: "models.JSONField[Any, Any]" = models.JSONField(null=True)
    edits = models.PositiveIntegerField(default=1)
    origin = models.CharField(max_length=8, choices=Origin, default=Origin.TYPED)
    by_code = models.UUIDField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["response", "item"]
        constraints = [
            models.UniqueConstraint(fields=["response", "item"], name="a_question_is_answered_once_in_a_response"),
            models.CheckConstraint(condition=Q(origin__in=Origin.values), name="an_answer_has_a_known_origin"),
        ]


class Attachment(models.Model):
    """A file given as an answer or as evidence."""

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    response = models.ForeignKey(Response, models.PROTECT, related_name="attachments")
    item = models.CharField(max_length=60)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["item", "id"]


class Submission(models.Model):
    """A response as it was handed in: add-only, by trigger. `digest` is the hash on the receipt.

    `document` holds the answers that counted, `profile` the scores and the outcome of that moment; neither is ever
    computed anew.
    """

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    response = models.ForeignKey(Response, models.PROTECT, related_name="submissions")
    number = models.PositiveIntegerField()
    document: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField()
    profile: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField()
    digest = models.CharField(max_length=64)
    at = models.DateTimeField(default=timezone.now, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    late = models.BooleanField(default=False)

    class Meta:
        ordering = ["response", "-number"]
        get_latest_by = "number"
        constraints = [
            models.UniqueConstraint(fields=["response", "number"], name="submissions_of_a_response_are_numbered"),
            models.CheckConstraint(condition=Q(number__gte=1), name="submissions_count_from_one"),
        ]


class Delegation(models.Model):
    """Some sections given to a colleague to fill in; the one who was asked still signs.

    Personal data: `address`, the colleague's mail address (sealed). `index` finds it again without reading it.
    """

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    response = models.ForeignKey(Response, models.PROTECT, related_name="delegations")
    sections: "models.JSONField[list[str], list[str]]" = models.JSONField()
    address = SealedTextField(max_length=254)
    index = models.CharField(max_length=64, db_index=True)
    given_at = models.DateTimeField(default=timezone.now, editable=False)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    language = models.CharField(max_length=2, default="en", help_text="in which the colleague is written to")
    mail = models.CharField(max_length=8, choices=Sent, blank=True, default="", help_text="none where a notice calls")
    claimed_at = models.DateTimeField(null=True, blank=True, help_text="when a worker began to send the mail")

    class Meta:
        ordering = ["given_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(mail__in=["", *Sent.values]), name="a_mail_to_a_colleague_has_a_known_state"
            ),
            models.UniqueConstraint(
                fields=["response", "index"],
                condition=Q(ended_at__isnull=True),
                name="a_colleague_holds_one_delegation_of_a_response",
            ),
        ]


class Remark(models.Model):
    """What the secretariat says of an answer when it sends a response back, and whether it was dealt with."""

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    response = models.ForeignKey(Response, models.PROTECT, related_name="remarks")
    item = models.CharField(max_length=60, blank=True)
    words = models.TextField(max_length=2000)
    at = models.DateTimeField(default=timezone.now, editable=False)
    by_code = models.UUIDField()
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="a_remark_says_something"),
        ]
