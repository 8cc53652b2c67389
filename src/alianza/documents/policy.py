"""A file is its owner's alone."""

from django.db.models import QuerySet

from alianza.documents.models import Kind, MediaType, StoredFile
from alianza.network.policy import Visitor

MEGABYTE = 1 << 20
ALLOWED: dict[Kind, tuple[MediaType, ...]] = {
    Kind.CV: (MediaType.PDF, MediaType.PNG, MediaType.JPEG),
    Kind.CERTIFICATE: (MediaType.PDF, MediaType.PNG, MediaType.JPEG),
    Kind.IMPORT: (MediaType.CSV, MediaType.XLSX),
    Kind.REPORT: (MediaType.CSV,),
    Kind.PROFILE: (MediaType.PDF,),
    Kind.FUND: (MediaType.PDF, MediaType.PNG, MediaType.JPEG, MediaType.CSV, MediaType.XLSX),
    Kind.ANSWER: (MediaType.PDF, MediaType.PNG, MediaType.JPEG, MediaType.CSV, MediaType.XLSX),
}
LARGEST: dict[Kind, int] = {
    Kind.CV: 5 * MEGABYTE,
    Kind.CERTIFICATE: 5 * MEGABYTE,
    Kind.IMPORT: 500 * MEGABYTE,
    Kind.REPORT: 500 * MEGABYTE,
    Kind.PROFILE: 20 * MEGABYTE,
    Kind.FUND: 20 * MEGABYTE,
    Kind.ANSWER: 20 * MEGABYTE,
}
MOST_FILES = 20
"""How many files of one kind a person may keep."""
MOST_OF = {Kind.PROFILE: 2000, Kind.FUND: 2000, Kind.ANSWER: 2000}
"""Kinds of which one person brings many."""
KEPT_FOR_EVERYBODY = (Kind.PROFILE, Kind.FUND, Kind.ANSWER)
"""Kinds that are shown and removed where they are listed, not among a person's own files."""
BROUGHT_BY_HAND = (Kind.CV, Kind.CERTIFICATE)
"""Kinds that people add on the page of files; the others come and go with an import."""


def visible_to(user: Visitor) -> QuerySet[StoredFile]:
    if not user.is_authenticated:
        return StoredFile.objects.none()
    return StoredFile.objects.filter(owner=user).exclude(kind__in=KEPT_FOR_EVERYBODY)
