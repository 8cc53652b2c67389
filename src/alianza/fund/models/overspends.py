"""Cost that was found right and stood above the advance: accepted later, or refused."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from alianza.fund.chart import BASE_CURRENCY
from alianza.fund.models.programmes import Report, ReportLine
from alianza.vocabulary.money import Money


class Overspend(models.Model):
    """One answer to the overspend of a report; rows are only added. Accepted, it is in the books like other cost."""

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted", _("Accepted")
        REFUSED = "refused", _("Refused")

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    report = models.ForeignKey(Report, models.PROTECT, related_name="overspends")
    outcome = models.CharField(max_length=8, choices=Outcome)
    direct_minor = models.BigIntegerField()
    indirect_minor = models.BigIntegerField(default=0, help_text="earned with what was accepted")
    reason = models.CharField(max_length=1000)
    decision = models.ForeignKey(
        "fund.Decision",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="overspends",
        help_text="where it goes beyond the budget",
    )
    journal = models.OneToOneField("fund.Journal", models.PROTECT, null=True, blank=True, related_name="overspend")
    answered_on = models.DateField()
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["report", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(direct_minor__gt=0), name="an_overspend_answered_is_of_money"),
            models.CheckConstraint(condition=~Q(reason=""), name="an_overspend_answered_says_why"),
            models.CheckConstraint(
                condition=Q(outcome="accepted", journal__isnull=False)
                | Q(outcome="refused", journal__isnull=True, indirect_minor=0),
                name="an_overspend_accepted_is_in_the_books",
            ),
        ]

    @property
    def direct(self) -> Money:
        return Money(self.direct_minor, BASE_CURRENCY)

    @property
    def indirect(self) -> Money:
        return Money(self.indirect_minor, BASE_CURRENCY)


class OverspendPart(models.Model):
    """What of an answer is of one line of the report."""

    overspend = models.ForeignKey(Overspend, models.CASCADE, related_name="parts")
    line = models.ForeignKey(ReportLine, models.PROTECT, related_name="answered_later")
    minor = models.BigIntegerField()

    class Meta:
        ordering = ["overspend", "id"]
        constraints = [
            models.UniqueConstraint(fields=["overspend", "line"], name="an_overspend_names_a_line_once"),
            models.CheckConstraint(condition=Q(minor__gt=0), name="a_part_of_an_overspend_is_of_money"),
        ]
