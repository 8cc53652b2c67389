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
}
LARGEST: dict[Kind, int] = {
    Kind.CV: 5 * MEGABYTE,
    Kind.CERTIFICATE: 5 * MEGABYTE,
    Kind.IMPORT: 500 * MEGABYTE,
    Kind.REPORT: 500 * MEGABYTE,
}
MOST_FILES = 20
"""How many files of one kind a person may keep."""
BROUGHT_BY_HAND = (Kind.CV, Kind.CERTIFICATE)
"""Kinds that people add on the page of files; the others come and go with an import."""


def visible_to(user: Visitor) -> QuerySet[StoredFile]:
    return StoredFile.objects.filter(owner=user) if user.is_authenticated else StoredFile.objects.none()
