"""Adding and removing a profile made elsewhere."""

from datetime import date
from typing import BinaryIO

from django.db import transaction

from alianza.accounts.models import User
from alianza.atlas.models import Paper
from alianza.audit.actions import record
from alianza.documents import actions as documents
from alianza.documents.models import Kind, StoredFile
from alianza.vocabulary.refusal import Refusal, marked

FOR_GOOD = date(9999, 12, 31)


class AlreadyListed(Refusal):
    code = "atlas.paper.already_listed"
    field = "title"
    message = marked("%(title)s of %(year)s is listed already in this language. Remove it first, or change the title.")


def add_paper(
    country: str, *, title: str, author: str, year: int, language: str, content: BinaryIO, name: str, by: User
) -> Paper:
    """Keep a profile made elsewhere for everybody. Raises AlreadyListed, or what `documents.store` raises."""
    with transaction.atomic():
        if Paper.objects.filter(country=country, year=year, language=language, title=title).exists():
            raise AlreadyListed(title=title, year=year)
        file = documents.store(by, Kind.PROFILE, content, name=name, keep_until=FOR_GOOD, by=by)
        paper = Paper.objects.create(
            country=country, title=title, author=author, year=year, language=language, file=file, added_by=by
        )
        record("atlas.paper.added", paper, by=by, country=country, year=year, language=language)
        return paper


@transaction.atomic
def remove_paper(paper: Paper, *, by: User) -> None:
    """Take it off the list; the file goes with it unless another entry has the same one."""
    held = Paper.objects.select_for_update().filter(pk=paper.pk).first()
    if held is None:
        return
    record("atlas.paper.removed", held, by=by, country=held.country, year=held.year, language=held.language)
    file = StoredFile.objects.get(pk=held.file_id)
    held.delete()
    if not file.papers.exists():
        documents.remove(file, by=by)
