"""Bringing in migration finance of others and our own, and counting each cent of it once."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

from django.db import transaction

from alianza.audit.actions import Actor, record
from alianza.fund.chains import Link, not_counted
from alianza.fund.finance_records import Record, records
from alianza.fund.finance_tables import How
from alianza.fund.finance_tables import read as read_table
from alianza.fund.models import FinanceFile, Flow
from alianza.fund.publisher import publisher
from alianza.fund.queries.iati import activities
from alianza.iati import stream, write
from alianza.iati.findings import Finding, Severity
from alianza.vocabulary.money import Money
from alianza.vocabulary.rates import convert
from alianza.vocabulary.refusal import Refusal, marked
from alianza.vocabulary.said import Said

LARGEST = 40_000_000
"""Bytes of a file that an officer brings."""
RANK = {FinanceFile.Kind.CSV: 0, FinanceFile.Kind.IATI: 1, FinanceFile.Kind.LEDGER: 9}
"""Which file is believed where two tell the same activity: the higher; among equals, the newer."""
BATCH = 1000
EVERY_DAY = datetime(2000, 1, 1, tzinfo=UTC)
"""Stands in files that are only compared: a new day alone changes nothing."""


class EmptyFile(Refusal):
    code = "fund.finance.empty"
    field = "file"
    message = marked("The file is empty. Choose another one.")


class TooLarge(Refusal):
    code = "fund.finance.too_large"
    field = "file"
    message = marked("The file has %(size)s MB; %(most)s MB are the most. Split it by year or by country.")


class BroughtAlready(Refusal):
    code = "fund.finance.brought_already"
    field = "file"
    message = marked("This file is here already, as %(publisher)s of %(day)s.")


class NothingInIt(Refusal):
    code = "fund.finance.nothing"
    field = "file"
    message = marked("None of the %(count)s activities or rows of this file is migration finance with an amount.")


class OursToKeep(Refusal):
    code = "fund.finance.ours"
    message = marked("Our own payments are read from the books; they cannot be removed here.")


def fits(size: int) -> None:
    """Raises EmptyFile, TooLarge."""
    if size == 0:
        raise EmptyFile
    if size > LARGEST:
        raise TooLarge(size=-(-size // 1_000_000), most=LARGEST // 1_000_000)


def new(sha256: str) -> None:
    """Raises BroughtAlready."""
    held = FinanceFile.objects.filter(sha256=sha256).first()
    if held is not None:
        raise BroughtAlready(publisher=held.publisher, day=held.as_of.isoformat())


def _digest(file: Path) -> str:
    """SHA-256 of a file that may be brought in. Raises EmptyFile, TooLarge, BroughtAlready."""
    fits(file.stat().st_size)
    with file.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()
    new(digest)
    return digest


@dataclass(frozen=True, slots=True)
class Found:
    """What was read of a file: its flows, how many activities or rows, and sentences on parts that were left out."""

    sha256: str
    records: tuple[Record, ...]
    read: int
    passed_over: int
    left_out: tuple[str, ...] = ()


def found_in_iati(file: Path, *, progress: Callable[[int], object] = lambda _read: None) -> Found:
    """Nothing is kept; `progress` is told how many activities were read.

    Raises EmptyFile, TooLarge, BroughtAlready, NothingInIt, iati.NotReadable.
    """
    digest = _digest(file)
    left_out: list[Finding] = []
    found: list[Record] = []
    read = passed_over = 0
    for activity in stream(file, told=left_out.append):
        read += 1
        made = records(activity)
        passed_over += made is None
        found += made or ()
        progress(read)
    if not found:
        raise NothingInIt(count=read)
    errors = tuple(each.said for each in left_out if each.severity is Severity.ERROR)
    return Found(digest, tuple(found), read, passed_over, errors)


def found_in_table(file: Path, how: How) -> Found:
    """The same of a table. Raises as found_in_iati, and tabular.InputProblems with every row."""
    digest = _digest(file)
    found, passed_over = read_table(file, how)
    if not found:
        raise NothingInIt(count=passed_over)
    return Found(digest, tuple(found), len(found) + passed_over, passed_over)


@transaction.atomic
def bring_in(
    found: Found, *, kind: FinanceFile.Kind, publisher: str, source: str, licence: str, as_of: date, by: Actor
) -> FinanceFile:
    """All that was read, or nothing. Raises BroughtAlready."""
    _take_turns()
    new(found.sha256)
    held = FinanceFile.objects.create(
        kind=kind,
        publisher=publisher,
        source=source,
        licence=licence,
        sha256=found.sha256,
        as_of=as_of,
        read=found.read,
        passed_over=found.passed_over,
        left_out=len(found.left_out),
    )
    _keep(held, found.records)
    _imported(held, by)
    return held


def import_iati(
    file: Path, *, publisher: str, source: str, licence: str, as_of: date, by: Actor
) -> tuple[FinanceFile, tuple[str, ...]]:
    """The migration finance of an IATI file, and sentences on parts that could not be read and were left out.

    Raises EmptyFile, TooLarge, BroughtAlready, NothingInIt, iati.NotReadable; then nothing is kept.
    """
    found = found_in_iati(file)
    kind = FinanceFile.Kind.IATI
    held = bring_in(found, kind=kind, publisher=publisher, source=source, licence=licence, as_of=as_of, by=by)
    return held, found.left_out


def import_table(
    file: Path, how: How, *, publisher: str, source: str, licence: str, as_of: date, by: Actor
) -> FinanceFile:
    """The migration finance of a table. Raises as import_iati, and tabular.InputProblems with every row."""
    found = found_in_table(file, how)
    kind = FinanceFile.Kind.CSV
    return bring_in(found, kind=kind, publisher=publisher, source=source, licence=licence, as_of=as_of, by=by)


def _imported(held: FinanceFile, by: Actor) -> None:
    recount()
    record(
        "fund.finance.imported",
        held,
        by=by,
        kind=held.kind,
        sha256=held.sha256,
        as_of=held.as_of,
        read=held.read,
        flows=held.flows.count(),
    )


@transaction.atomic
def bring_own(on: date, *, by: Actor) -> FinanceFile | None:
    """Our own payments as the books have them on a day, in place of those of before; None if nothing changed."""
    _take_turns()
    own = publisher()
    held = activities(on)
    content = write(held, generated_at=EVERY_DAY)
    digest = hashlib.sha256(content).hexdigest()
    found = [made for activity in held for made in records(activity) or ()]
    last = FinanceFile.objects.filter(kind=FinanceFile.Kind.LEDGER)
    if last.filter(sha256=digest).exists() or not (found or last.exists()):
        return None
    last.delete()
    file = FinanceFile.objects.create(
        kind=FinanceFile.Kind.LEDGER,
        publisher=own.name,
        source=own.page("fund:iati"),
        licence="own data",
        sha256=digest,
        as_of=on,
        read=len(held),
    )
    _keep(file, found)
    recount()
    record("fund.finance.refreshed", file, by=by, as_of=on, flows=len(found))
    return file


@transaction.atomic
def remove(file: FinanceFile, *, by: Actor) -> None:
    """Take a file out again, with its flows; what it stood before is counted again. Raises OursToKeep."""
    _take_turns()
    if file.kind == FinanceFile.Kind.LEDGER:
        raise OursToKeep
    record("fund.finance.removed", file, by=by, publisher=file.publisher, sha256=file.sha256)
    file.delete()
    recount()


def _take_turns() -> None:
    """Whoever changes what is there waits for whoever does so already: all of it is counted anew each time."""
    list(FinanceFile.objects.select_for_update().order_by("pk").values_list("pk", flat=True))


def _keep(file: FinanceFile, found: Iterable[Record]) -> None:
    Flow.objects.bulk_create((_flow(file, each) for each in found), batch_size=BATCH)


def _flow(file: FinanceFile, each: Record) -> Flow:
    rate, source, paid, committed = _in_dollars(each)
    return Flow(
        file=file,
        identifier=each.identifier,
        references=list(each.names),
        title=each.title,
        provider=each.provider,
        provider_ref=each.provider_ref,
        provider_country=each.provider_country,
        channel=each.channel,
        channel_ref=each.channel_ref,
        activity=each.activity,
        sources=[dict(source) for source in each.sources],
        recipient=each.recipient,
        year=each.year,
        on=each.on,
        currency=each.currency,
        committed_minor=each.committed,
        paid_minor=each.paid,
        grant_equivalent_minor=each.grant_equivalent,
        grant_element=each.grant.element if each.grant else None,
        grant_said=stored(each.grant.message, each.grant.facts) if each.grant else {},
        loan_terms=dict(each.loan_terms),
        usd_paid_minor=paid,
        usd_committed_minor=committed,
        rate=rate,
        rate_source=source[:200],
        sector=each.sector,
        klass=each.klass,
        estimated=each.estimated,
        reason=str(Said(each.reason, **each.facts))[:500],
        reason_said=stored(each.reason, each.facts),
    )


def _in_dollars(each: Record) -> tuple[Decimal | None, str, int | None, int | None]:
    """Rate, its source, paid and committed in US cents; all unknown where the year has no rate."""
    if each.currency == "USD":
        return Decimal(1), "", each.paid, each.committed
    try:
        made = [
            None if minor is None else convert(Money(minor, each.currency), "USD", each.year)
            for minor in (each.paid, each.committed)
        ]
    except Refusal:
        return None, "", None, None
    known = next(one for one in made if one is not None)
    paid, committed = (None if one is None else one.amount.minor for one in made)
    return known.rate, known.source, paid, committed


def stored(message: str, facts: Mapping[str, object]) -> dict[str, object]:
    """A sentence as it is kept, to be said again in any language."""
    plain = {
        name: stored(fact.message, fact.facts) if isinstance(fact, Said) else str(fact) for name, fact in facts.items()
    }
    return {"message": message, "facts": plain}


@transaction.atomic
def recount() -> int:
    """Look at every chain again; returns how many flows changed between counted and not."""
    flows = {each.pk: each for each in Flow.objects.select_related("file").order_by("pk")}
    ours = publisher().ref
    found = not_counted([_link(each, ours) for each in flows.values()])
    changed = []
    for key, each in flows.items():
        same = found.get(key)
        told = stored(same.message, same.facts) if same else {}
        if (each.counted, each.same_as_id, each.not_counted_said) == (same is None, same.flow if same else None, told):
            continue
        each.counted = same is None
        each.same_as_id = same.flow if same else None
        each.not_counted_because = str(same.sentence)[:300] if same else ""
        each.not_counted_said = told
        changed.append(each)
    Flow.objects.bulk_update(
        changed, ["counted", "same_as", "not_counted_because", "not_counted_said"], batch_size=BATCH // 4
    )
    return len(changed)


def _link(each: Flow, ours: str) -> Link:
    own = each.file.kind == FinanceFile.Kind.LEDGER
    return Link(
        key=each.pk,
        file=each.file_id,
        identifier=each.identifier,
        rank=RANK[FinanceFile.Kind(each.file.kind)],
        as_of=each.file.as_of,
        names=tuple(each.references),
        provider=each.provider,
        provider_ref=each.provider_ref,
        channel=each.channel,
        channel_ref=each.channel_ref,
        activity=each.activity,
        sources=tuple(source["activity"] for source in each.sources if source.get("activity")),
        own=own and each.provider_ref == ours,
        recipient=each.recipient,
        year=each.year,
        on=each.on,
        currency=each.currency,
        paid=each.paid_minor,
        committed=each.committed_minor,
    )
