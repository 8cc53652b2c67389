"""Storing and removing one file."""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath, PureWindowsPath
from typing import BinaryIO

from django.db import transaction

from alianza.accounts.models import User
from alianza.audit.actions import Actor, record
from alianza.documents import sealing
from alianza.documents.contents import recognise
from alianza.documents.models import Kind, MediaType, StoredFile
from alianza.documents.policy import ALLOWED, LARGEST, MEGABYTE, MOST_FILES, MOST_OF
from alianza.vocabulary.refusal import Refusal, marked


class EmptyFile(Refusal):
    code = "documents.file.empty"
    field = "file"
    message = marked("The file is empty. Choose another one.")


class TooLarge(Refusal):
    code = "documents.file.too_large"
    field = "file"
    message = marked("The file has %(size)s MB; at most %(most)s MB can be stored. Make it smaller and send it again.")


class TooMany(Refusal):
    code = "documents.file.too_many"
    message = marked("You have %(most)s files of this kind already. Remove one before you add another.")


def plain_name(name: str) -> str:
    r"""A file's name without folders and characters that do not print.

    >>> plain_name("C:\\fakepath\\my cv.pdf"), plain_name("../../etc/passwd")
    ('my cv.pdf', 'passwd')
    """
    last = PurePosixPath(PureWindowsPath(name).name).name
    return re.sub(r"[\x00-\x1f\x7f\u2028\u2029\u202a-\u202e\u2066-\u2069]", "", last).strip()[:200] or "file"


def store(owner: User, kind: Kind, content: BinaryIO, *, name: str, keep_until: date, by: Actor) -> StoredFile:
    """Keep a file for its owner until a day; the same content of the same kind is kept once.

    `content` is a seekable stream. Raises EmptyFile, TooLarge, TooMany, or what `contents.recognise` raises.
    """
    size = content.seek(0, 2)
    if size == 0:
        raise EmptyFile
    if size > LARGEST[kind]:
        raise TooLarge(size=-(-size // MEGABYTE), most=LARGEST[kind] // MEGABYTE)
    media_type = recognise(content, ALLOWED[kind])
    digest = sealing.digest_of(content, owner=f"{owner.code} {kind}")
    with transaction.atomic():
        # storing and removing of one person's files take turns; what points at the person need not wait
        User.objects.select_for_update(no_key=True).get(pk=owner.pk)
        held = StoredFile.objects.filter(digest=digest).first()
        if held is not None:
            held.keep_until = max(held.keep_until, keep_until)
            held.save(update_fields=["keep_until"])
            return held
        most = MOST_OF.get(kind, MOST_FILES)
        if StoredFile.objects.filter(owner=owner, kind=kind).count() >= most:
            raise TooMany(most=most)
        sealing.put(content, digest)
        file = StoredFile.objects.create(
            owner=owner,
            kind=kind,
            name=plain_name(name),
            media_type=media_type,
            size=size,
            digest=digest,
            keep_until=keep_until,
        )
        record("documents.file.stored", file, by=by, kind=kind, media_type=media_type, size=size)
        return file


@dataclass(frozen=True)
class Kept:
    """Bytes laid down for a row of another context, with what the row says of them (`models.SealedContent`)."""

    name: str
    media_type: MediaType
    size: int
    digest: str


def keep_sealed(content: BinaryIO, *, name: str, of: str, allowed: tuple[MediaType, ...], largest: int) -> Kept:
    """Lay down bytes that belong to a record and not to a person; the row that names them is the caller's to add.

    `of` says whose they are, such as a complaint's code: the same content of two records lies twice. Bytes that no row
    names after an hour are swept away. Raises EmptyFile, TooLarge, or what `contents.recognise` raises.
    """
    size = content.seek(0, 2)
    if size == 0:
        raise EmptyFile
    if size > largest:
        raise TooLarge(size=-(-size // MEGABYTE), most=largest // MEGABYTE)
    media_type = recognise(content, allowed)
    digest = sealing.digest_of(content, owner=of)
    sealing.put(content, digest)
    return Kept(plain_name(name), media_type, size, digest)


@transaction.atomic
def remove(file: StoredFile, *, by: Actor) -> None:
    """Remove the row now and the bytes once that is safe."""
    if not StoredFile.objects.select_for_update().filter(pk=file.pk).exists():  # its key too: the row goes
        return
    record("documents.file.removed", file, by=by, kind=file.kind)
    owner, digest = file.owner_id, file.digest
    StoredFile.objects.filter(pk=file.pk).delete()
    transaction.on_commit(lambda: _discard(owner, digest))


def _discard(owner: int, digest: str) -> None:
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).filter(pk=owner).first()
        if not StoredFile.objects.filter(digest=digest).exists():  # unless it was stored again meanwhile
            sealing.discard(digest)
