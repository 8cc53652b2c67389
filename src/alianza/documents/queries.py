from collections.abc import Iterator
from io import BytesIO

from django.apps import apps
from django.db.models import QuerySet

from alianza.accounts.models import User
from alianza.documents import sealing
from alianza.documents.models import Kind, SealedContent, StoredFile


def content(file: StoredFile | SealedContent) -> Iterator[bytes]:
    """The file's bytes, piece by piece. Raises `vault.seal.CannotOpen`."""
    return sealing.chunks(file.digest)


def opened(file: StoredFile | SealedContent) -> BytesIO:
    """The file's bytes in memory."""
    return BytesIO(b"".join(content(file)))


def files_of(owner: User, *kinds: Kind) -> QuerySet[StoredFile]:
    """The owner's files of these kinds (all, when none is named), the latest first."""
    files = StoredFile.objects.filter(owner=owner)
    return files.filter(kind__in=kinds) if kinds else files


def named_digests() -> set[str]:
    """Digests that some row names, whoever's: what is not among them is nobody's."""
    named = set(StoredFile.objects.values_list("digest", flat=True))
    for model in apps.get_models():
        if issubclass(model, SealedContent):
            named.update(model._default_manager.values_list("digest", flat=True))
    return named
