"""All migration finance, ours and that of others: one record a flow, classed with a reason, counted once."""

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class FinanceFile(models.Model):
    """A file that was imported, with who published it."""

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    publisher = models.CharField(max_length=200)
    source = models.CharField(max_length=500, help_text="where it was published")
    licence = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64, unique=True)
    as_of = models.DateField()
    loaded_at = models.DateTimeField(default=timezone.now, editable=False)


class Flow(models.Model):
    """Money of somebody for migration. `counted` is false where the same money stands in `same_as`."""

    class Class(models.TextChoices):
        CORE = "core", _("Migration and remittances")
        REFUGEES = "refugees", _("Refugees and host communities")
        GENERAL = "general", _("Root causes and general development, an estimate")
        IN_DONOR = "in_donor", _("Refugees in the donor country")
        PRIVATE = "private", _("Remittances and diaspora, private money")
        LOAN = "loan", _("Loans")

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    file = models.ForeignKey(FinanceFile, models.CASCADE, related_name="flows")
    identifier = models.CharField(max_length=200, help_text="IATI identifier, or the provider's reference")
    title = models.CharField(max_length=500, blank=True)
    provider = models.CharField(max_length=200)
    channel = models.CharField(max_length=200, blank=True)
    recipient = models.CharField(max_length=3, blank=True, help_text="alpha-3; empty: several or regional")
    year = models.PositiveSmallIntegerField()
    currency = models.CharField(max_length=3)
    committed_minor = models.BigIntegerField(null=True, blank=True)
    paid_minor = models.BigIntegerField(null=True, blank=True)
    grant_equivalent_minor = models.BigIntegerField(null=True, blank=True, help_text="of loans")
    sector = models.CharField(max_length=10, blank=True)
    klass = models.CharField(max_length=10, choices=Class)
    reason = models.CharField(max_length=500, help_text="why it is in this class")
    counted = models.BooleanField(default=True)
    same_as = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")
    not_counted_because = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["recipient", "-year", "identifier"]
        indexes = [models.Index(fields=["recipient", "year"], name="flow_by_recipient")]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="a_class_has_a_reason"),
            models.CheckConstraint(
                condition=Q(counted=True) | ~Q(not_counted_because=""), name="what_is_not_counted_says_why"
            ),
        ]
