from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alianza.vault.fields import SealedTextField


class MediaType(models.TextChoices):
    """What a file may be; each is recognised by its content, never by its name."""

    PDF = "application/pdf", "PDF"
    PNG = "image/png", "PNG"
    JPEG = "image/jpeg", "JPEG"
    CSV = "text/csv", "CSV"
    XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "XLSX"


class Kind(models.TextChoices):
    """What a file is to its owner."""

    CV = "cv", _("Curriculum vitae")
    CERTIFICATE = "certificate", _("Certificate or diploma")
    IMPORT = "import", _("File to import")
    REPORT = "report", _("Report of an import")
    PROFILE = "profile", _("Migration profile made elsewhere")
    FUND = "fund", _("Paper of the fund")
    ANSWER = "answer", _("Attachment to a questionnaire")


class StoredFile(models.Model):
    """One file of one owner. Its bytes lie sealed in the instance, under a keyed hash of owner, kind and content.

    Personal data: `name` (sealed) and the content (sealed); only the owner sees either.
    """

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="files")
    kind = models.CharField(max_length=12, choices=Kind)
    name = SealedTextField(max_length=200, help_text="as its owner calls it")
    media_type = models.CharField(max_length=80, choices=MediaType)
    size = models.PositiveBigIntegerField(help_text="bytes")
    digest = models.CharField(max_length=64, help_text="keyed hash of owner, kind and content")
    stored_at = models.DateTimeField(default=timezone.now, editable=False)
    keep_until = models.DateField(help_text="removed after this day")

    class Meta:
        ordering = ["-stored_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["digest"], name="a_file_is_stored_once_per_owner_and_kind"),
            models.CheckConstraint(condition=Q(size__gte=1), name="a_stored_file_is_not_empty"),
            models.CheckConstraint(condition=Q(media_type__in=MediaType.values), name="a_file_is_of_a_known_type"),
        ]

    def __str__(self) -> str:
        return str(self.code)  # names of files may name people


class SealedContent(models.Model):
    """Bytes of a record that belongs to nobody with an account, such as a file of a complaint; each context adds whose.

    Laid down by `actions.keep_sealed`. Bytes that such a row names are somebody's, and are not swept away. Personal
    data: `name` (sealed) and the content (sealed); who may open it says the policy of its context.
    """

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    name = SealedTextField(max_length=200, help_text="as whoever sent it calls it")
    media_type = models.CharField(max_length=80, choices=MediaType)
    size = models.PositiveBigIntegerField(help_text="bytes")
    digest = models.CharField(max_length=64, unique=True, help_text="keyed hash of the record it is of and content")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.code)  # names of files may name people
