"""Windows: the thematic pools out of which programmes are approved."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q


class Window(models.Model):
    """A thematic pool. `area` is one of the Forum's thematic areas; the founding papers name it in each language.

    `rules` overrides the fund's rules for this window alone, by their id; what is not there follows the fund.
    """

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    number = models.CharField(max_length=20, unique=True, help_text="stands in the books, for example W1")
    area = models.CharField(max_length=40, unique=True)
    summary = models.CharField(max_length=1000, blank=True)
    rules = models.JSONField(default=dict, blank=True)
    opens_on = models.DateField()
    closes_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_on__isnull=True) | Q(closes_on__gte=F("opens_on")),
                name="a_window_closes_after_it_opens",
            )
        ]

    def __str__(self) -> str:
        return self.number
