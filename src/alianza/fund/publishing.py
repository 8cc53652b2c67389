"""The ledger and the programmes as IATI files: made, checked against the standard and against the books, and kept.

A file leaves only when schema, codelists and rules of IATI 2.03 find no error in it and its transactions add up to the
books on its day. Names of people are in none of it: neither contacts nor what people wrote beside a payment.
"""

import gzip
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from functools import cached_property
from pathlib import Path

from alianza.fund import sheets
from alianza.fund.models import Publication
from alianza.fund.publisher import publisher
from alianza.fund.queries.iati import activities
from alianza.fund.queries.iati_moves import differences, seal
from alianza.fund.queries.iati_organisation import organisation
from alianza.fund.queries.iati_shapes import updated
from alianza.iati import Findings, check, read, write, write_organisations
from alianza.iati.values import Activity
from alianza.tabular import beside
from alianza.vocabulary.refusal import Refusal, marked

ACTIVITIES, ORGANISATION = "activities.xml", "organisation.xml"
COLUMNS = (
    "activity",
    "reference",
    "transaction_type",
    "date",
    "amount",
    "currency",
    "description",
    "provider",
    "provider_reference",
    "provider_activity",
    "receiver",
    "receiver_reference",
    "receiver_activity",
)


class NotPublished(Refusal):
    """`sentences` are all that is wrong."""

    code = "fund.publishing.not_published"
    message = marked("The files were not published: %(count)s errors. The first: %(first)s")

    def __init__(self, sentences: list[str]) -> None:
        self.sentences = sentences
        super().__init__(count=len(sentences), first=sentences[0])


@dataclass(frozen=True)
class Files:
    """The files of a day. What they lack or say otherwise than the books is found on the files, not on their making."""

    on: date
    seal: int
    activities: bytes = field(repr=False)
    organisation: bytes = field(repr=False)

    @cached_property
    def findings(self) -> tuple[Findings, Findings]:
        """What the standard finds in the file of activities and in that of the organisation."""
        known = (publisher().ref,)
        return (
            check(self.activities, today=self.on, publishers=known),
            check(self.organisation, today=self.on, publishers=known),
        )

    @cached_property
    def differences(self) -> tuple[str, ...]:
        """Where the file of activities, read again, does not add up to the books."""
        return tuple(differences(read(self.activities), self.on, publisher()))

    @property
    def warnings(self) -> int:
        return sum(each.warnings for each in self.findings)

    def faults(self) -> Iterator[str]:
        """Everything for which the files may not leave, one sentence each."""
        for name, found in zip((ACTIVITIES, ORGANISATION), self.findings, strict=True):
            for each in found:
                if each.severity == "error":
                    yield f"{name}: {each.said}"
        yield from (f"{ACTIVITIES}: {each}" for each in self.differences)

    def stop_if_any(self) -> None:
        """Raises NotPublished."""
        sentences = list(self.faults())
        if sentences:
            raise NotPublished(sentences)


def made(on: date) -> Files:
    """The files of a day; nothing is checked yet. The same books and records give the same bytes."""
    last = seal(on)
    held = activities(on)
    own = organisation(on, held)
    at = max(updated(on), datetime.combine(on, time.min, UTC))
    return Files(on, last, write(held, generated_at=at), write_organisations([own], generated_at=at))


def settled(on: date, tries: int = 3) -> Files:
    """The files of a day with their differences looked at; made anew when somebody wrote in the books meanwhile."""
    for _attempt in range(tries):
        files = made(on)
        if not files.differences or seal(on) == files.seal:
            break
    return files


def written(files: Files, folder: Path) -> tuple[Path, Path]:
    """Both files into a folder, each beside its place and then into it."""
    folder.mkdir(parents=True, exist_ok=True)
    places = (folder / ACTIVITIES, folder / ORGANISATION)
    with beside(places[0]) as first, beside(places[1]) as second:
        first.write_bytes(files.activities)
        second.write_bytes(files.organisation)
    return places


def public() -> Publication | None:
    """What is public now; None before the first publication."""
    return Publication.objects.first()


def content(held: Publication, name: str) -> bytes:
    """One of the two files."""
    return gzip.decompress(bytes(held.activities if name == ACTIVITIES else held.organisation))


def transactions_csv(held: Publication) -> str:
    """Every transaction that is public, one a line, read from the public file itself."""
    return sheets.written(COLUMNS, _rows(read(content(held, ACTIVITIES))))


def _rows(activities: Sequence[Activity]) -> Iterator[tuple[object, ...]]:
    for activity in activities:
        for each in activity.transactions:
            given, got = each.provider, each.receiver
            yield (
                activity.identifier,
                each.ref,
                each.kind,
                each.on,
                each.amount.money,
                each.amount.money.currency,
                each.description,
                *((given.name, given.ref, given.activity) if given else ("", "", "")),
                *((got.name, got.ref, got.activity) if got else ("", "", "")),
            )
