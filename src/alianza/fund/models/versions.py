"""What was agreed before stays readable: each change of an agreement, a proposal or a programme is a version."""

from uuid import uuid4

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Version(models.Model):
    """The whole content of something at one moment; only added. `subject` reads `programme:P-2026-001`."""

    class Kind(models.TextChoices):
        FIRST = "first", _("First version")
        AMENDED = "amended", _("Amended")
        RETURNED = "returned", _("Sent again after it was returned")
        SHIFTED = "shifted", _("Money moved between categories")
        EXTENDED = "extended", _("Extended without cost")
        RESTRUCTURED = "restructured", _("Restructured")
        COUNTRY_ADDED = "country_added", _("New beneficiary country")
        PARTNER_ADDED = "partner_added", _("New organisation that carries it out")
        MONEY_ADDED = "money_added", _("More money")

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    subject = models.CharField(max_length=80)
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, choices=Kind)
    content = models.JSONField()
    reason = models.CharField(max_length=1000, blank=True)
    decision = models.ForeignKey("fund.Decision", models.PROTECT, null=True, blank=True, related_name="versions")
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.UUIDField(help_text="code of the person, or of the platform itself")

    class Meta:
        ordering = ["subject", "number"]
        constraints = [models.UniqueConstraint(fields=["subject", "number"], name="a_version_is_numbered_once")]
