from uuid import uuid4

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from alianza.documents.models import StoredFile


class Paper(models.Model):
    """A migration profile made elsewhere: a file with its author, the year it is of, and its language. Public.

    `country` is alpha-3, or the code of an area of the statistics. `language` is an ISO 639-1 code.
    """

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    country = models.CharField(max_length=3)
    title = models.CharField(max_length=200)
    author = models.CharField(max_length=200)
    year = models.PositiveSmallIntegerField(validators=[MinValueValidator(1900), MaxValueValidator(2200)])
    language = models.CharField(max_length=2)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="papers")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["country", "-year", "title", "id"]
        indexes = [models.Index(fields=["country"], name="papers_by_country")]
        constraints = [
            models.UniqueConstraint(
                fields=["country", "year", "language", "title"],
                name="a_profile_made_elsewhere_is_listed_once_per_country_year_and_language",
            ),
            models.CheckConstraint(condition=Q(year__gte=1900, year__lte=2200), name="a_paper_is_of_a_likely_year"),
            models.CheckConstraint(condition=~Q(author="") & ~Q(title=""), name="a_paper_has_title_and_author"),
        ]

    def __str__(self) -> str:
        return str(self.code)
