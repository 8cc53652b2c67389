"""Files of migration finance that wait for a job: kept, read without a lock, then whole in or not at all."""

import hashlib
import os
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, BinaryIO

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, override

from alianza.accounts.models import User
from alianza.audit.actions import Actor, record
from alianza.fund.actions import tracking
from alianza.fund.finance_tables import mapping
from alianza.fund.models import FinanceFile, FinanceImport
from alianza.fund.policy.tracking import may_bring
from alianza.messages.actions import tell
from alianza.tabular import InputProblems
from alianza.vocabulary.refusal import Refusal, marked

State = FinanceImport.State
OPEN = (State.WAITING, State.READING)
SENTENCES = 50
"""Of what is wrong with a file, so many are kept; how many there are is kept too."""
PROGRESS_EVERY = 200
KEPT_DAYS = 7
"""How long the file of an import that broke off waits to be begun anew."""


class NotYours(Refusal):
    code = "fund.finance.not_yours"
    message = marked("Only officers bring files of migration finance.")


class NotBrokenOff(Refusal):
    code = "fund.finance.not_broken_off"
    message = marked("This import did not break off. Look at its state below.")


class NoLongerHere(Refusal):
    code = "fund.finance.no_longer_here"
    message = marked("The file is no longer here. Bring it again.")


def bring(
    content: BinaryIO, *, kind: str, about: Mapping[str, Any], columns: str, language: str, by: User
) -> FinanceImport:
    """Keep a file that waits to be read. `about` is publisher, source, licence and as_of; `columns` as they were typed.

    Raises NotYours, and EmptyFile, TooLarge, BroughtAlready of `actions.tracking`.
    """
    if not may_bring(by):
        raise NotYours
    size = content.seek(0, 2)
    content.seek(0)
    tracking.fits(size)
    tracking.new(hashlib.file_digest(content, "sha256").hexdigest())  # type: ignore[arg-type]  # a file that can be read
    content.seek(0)
    with transaction.atomic():
        held = FinanceImport.objects.create(
            brought_by=by, kind=kind, mapping=columns, size=size, language=language, **about
        )
        _put(held.path, content)
        record("fund.finance.brought", held, by=by, kind=kind, publisher=held.publisher, size=size)
    return held


def _put(path: Path, content: BinaryIO) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as beside:
        try:
            while chunk := content.read(1 << 20):
                beside.write(chunk)
            beside.flush()
            os.fsync(beside.fileno())
            Path(beside.name).replace(path)
        except BaseException:
            Path(beside.name).unlink(missing_ok=True)
            raise


def work(held: FinanceImport) -> FinanceImport:
    """Read the file and bring it in, or refuse it and keep why; safe to repeat, whoever else works on it meanwhile.

    Reading holds no lock, so that the page can tell how far it is. What is brought in and that it was are one
    transaction. Raises what the database and the disk raise; the import then stays open.
    """
    if not FinanceImport.objects.filter(pk=held.pk, state__in=OPEN).update(state=State.READING, read=0):
        held.refresh_from_db()
        return held
    try:
        if not held.path.exists():
            raise NoLongerHere
        found = _read(held)
        with transaction.atomic():
            mine = _locked(held)
            if mine.state not in OPEN:
                return mine
            about = {name: getattr(mine, name) for name in ("publisher", "source", "licence", "as_of")}
            file = tracking.bring_in(found, kind=FinanceFile.Kind(mine.kind), by=mine.brought_by, **about)
            mine.file, mine.flows, mine.read = file, file.flows.count(), file.read
            mine.problems, mine.problem_count = list(found.left_out[:SENTENCES]), len(found.left_out)
            return _ended(mine, State.DONE, by=mine.brought_by)
    except InputProblems as wrong:
        return _refused(held, list(wrong.sentences[:SENTENCES]), wrong.count)
    except Refusal as refusal:
        with override(held.language):
            return _refused(held, [refusal.translated(gettext)], 1)


def _read(held: FinanceImport) -> tracking.Found:
    if held.kind == FinanceFile.Kind.IATI:

        def read(number: int) -> None:
            if number % PROGRESS_EVERY == 0:
                FinanceImport.objects.filter(pk=held.pk, state=State.READING).update(read=number)

        return tracking.found_in_iati(held.path, progress=read)
    with override(held.language):
        return tracking.found_in_table(held.path, mapping(held.mapping))


def _locked(held: FinanceImport) -> FinanceImport:
    return (
        FinanceImport.objects.select_for_update(of=("self",), no_key=True).select_related("brought_by").get(pk=held.pk)
    )


@transaction.atomic
def _refused(held: FinanceImport, sentences: list[str], count: int) -> FinanceImport:
    mine = _locked(held)
    if mine.state not in OPEN:
        return mine
    mine.problems, mine.problem_count = [each[:1000] for each in sentences], count
    return _ended(mine, State.REFUSED, by=mine.brought_by)


def _ended(mine: FinanceImport, state: str, *, by: Actor) -> FinanceImport:
    mine.state, mine.ended_at = state, timezone.now()
    mine.save()
    page = reverse("fund:tracking-import", kwargs={"code": mine.code})
    tell(mine.brought_by, "fund.finance.ended", {"publisher": mine.publisher, "state": str(state)}, page)
    record("fund.finance.import_ended", mine, by=by, state=str(state), flows=mine.flows, problems=mine.problem_count)
    if state != State.LOST:
        path = mine.path
        transaction.on_commit(lambda: path.unlink(missing_ok=True))
    return mine


@transaction.atomic
def lose(held: FinanceImport, *, by: Actor) -> FinanceImport:
    """Its job broke off and nothing was brought in: say so. The file stays, so that it can be begun anew."""
    mine = _locked(held)
    return _ended(mine, State.LOST, by=by) if mine.state in OPEN else mine


@transaction.atomic
def begin_anew(held: FinanceImport, *, by: User) -> FinanceImport:
    """Raises NotYours, NotBrokenOff, NoLongerHere. Whoever calls gives it to a job."""
    if not may_bring(by):
        raise NotYours
    mine = _locked(held)
    if mine.state != State.LOST:
        raise NotBrokenOff
    if not mine.path.exists():
        raise NoLongerHere
    mine.state, mine.begun_at, mine.ended_at = State.WAITING, timezone.now(), None
    mine.attempts, mine.read = mine.attempts + 1, 0
    mine.save()
    record("fund.finance.begun_anew", mine, by=by, attempts=mine.attempts)
    return mine


def forget_files(on: date) -> int:
    """Remove files that broke off and that nobody began anew for a week; safe to repeat. Returns how many."""
    gone = 0
    for held in FinanceImport.objects.filter(state=State.LOST, ended_at__date__lt=on - timedelta(days=KEPT_DAYS)):
        if held.path.exists():
            held.path.unlink(missing_ok=True)
            gone += 1
    return gone
