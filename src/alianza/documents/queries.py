from collections.abc import Iterator
from io import BytesIO

from django.db.models import QuerySet

from alianza.accounts.models import User
from alianza.documents import sealing
from alianza.documents.models import Kind, StoredFile


def content(file: StoredFile) -> Iterator[bytes]:
    """The file's bytes, piece by piece. Raises `vault.seal.CannotOpen`."""
    return sealing.chunks(file.digest)


def opened(file: StoredFile) -> BytesIO:
    """The file's bytes in memory."""
    return BytesIO(b"".join(content(file)))


def files_of(owner: User, *kinds: Kind) -> QuerySet[StoredFile]:
    """The owner's files of these kinds (all, when none is named), the latest first."""
    files = StoredFile.objects.filter(owner=owner)
    return files.filter(kind__in=kinds) if kinds else files
