"""What people were reminded of, so that a reminder is sent once and a missed day loses none."""

from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from alianza.fund.models.programmes import Contract


class Reminder(models.Model):
    """A reminder on a contract for a term. Rows are only added."""

    class Kind(models.TextChoices):
        REFUND_ASKED = "refund_asked", _("A refund is due")
        REFUND_SOON = "refund_soon", _("The day of a refund is near")
        REFUND_LATE = "refund_late", _("A refund is overdue")
        AUDIT_NEEDED = "audit_needed", _("An audit of the organisation is needed")

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    contract = models.ForeignKey(Contract, models.PROTECT, related_name="reminders")
    kind = models.CharField(max_length=12, choices=Kind)
    term = models.DateField(help_text="the day by which it is due; of an audit, the last day of its year")
    told_on = models.DateField()

    class Meta:
        ordering = ["-told_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["contract", "kind", "term"], name="a_term_is_reminded_of_once"),
        ]
