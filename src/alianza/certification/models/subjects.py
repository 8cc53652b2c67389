from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alianza.network.models import Organisation


class Subject(models.Model):
    """What is certified: a firm, or a programme that an organisation, private or governmental, carries out."""

    class Kind(models.TextChoices):
        FIRM = "firm", _("Firm")
        PROGRAMME = "programme", _("Programme")

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=10, choices=Kind)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="certified", help_text="the firm, or who runs the programme"
    )
    name = models.CharField(max_length=200, blank=True, help_text="of a programme; a firm has its organisation's")
    governmental = models.BooleanField(default=False)
    countries: "models.JSONField[list[str], list[str]]" = models.JSONField(default=list, help_text="alpha-3")
    entered_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["organisation__name", "name", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["firm", "programme"]), name="what_is_certified_is_known"),
            models.CheckConstraint(
                condition=(Q(kind="firm") & Q(name="")) | (Q(kind="programme") & ~Q(name="")),
                name="a_programme_has_a_name_and_a_firm_its_organisations",
            ),
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(kind="firm"), name="a_firm_is_certified_as_one_subject"
            ),
            models.UniqueConstraint(
                fields=["organisation", "name"],
                condition=Q(kind="programme"),
                name="a_programme_is_entered_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name or str(self.organisation)
