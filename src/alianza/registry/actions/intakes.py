"""Files of people: brought, examined, then saved as a whole or discarded."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, BinaryIO
from uuid import UUID, uuid4

import polars as pl
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext, override

from alianza.accounts.models import User
from alianza.audit.actions import Actor, record
from alianza.consent.actions import attest
from alianza.documents.actions import remove as remove_file
from alianza.documents.actions import store
from alianza.documents.models import Kind
from alianza.documents.queries import opened
from alianza.messages.actions import tell
from alianza.network.models import Organisation
from alianza.registry import policy
from alianza.registry.actions.profiles import retention_end
from alianza.registry.intake.examining import Examination, examine
from alianza.registry.intake.people import Person, people
from alianza.registry.intake.problems import sentences
from alianza.registry.models import Intake, Profile, SpokenLanguage, Status
from alianza.registry.pseudonyms import pseudonyms
from alianza.tabular import harmless
from alianza.vocabulary.refusal import Refusal, marked

KEPT_DAYS = 7
"""How long a file that nobody decides upon is kept."""
SHOWN_TWINS = 200
BATCH = 2000
Progress = Callable[[int], object]


class NotYours(Refusal):
    code = "registry.intake.not_yours"
    message = marked("You cannot bring workers in the name of %(registrar)s.")


class NotWaiting(Refusal):
    code = "registry.intake.not_waiting"
    message = marked("This file no longer waits for a decision. Look at its state below.")


class ChangedSince(Refusal):
    code = "registry.intake.changed_since"
    message = marked("The registry has changed since the file was checked. It was checked anew; look again and decide.")


@dataclass(frozen=True)
class Saved:
    new: int
    known: int
    left_out: int


def bring(registrar: Organisation, content: BinaryIO, *, name: str, language: str, by: User) -> Intake:
    """Store the file and enter it as waiting to be checked.

    Raises NotYours, or what `documents.actions.store` raises.
    """
    if not policy.registrars_of(by).filter(pk=registrar.pk).exists():
        raise NotYours(registrar=registrar.name)
    keep_until = timezone.localdate() + timedelta(days=KEPT_DAYS)
    with transaction.atomic():
        file = store(by, Kind.IMPORT, content, name=name, keep_until=keep_until, by=by)
        intake = Intake.objects.create(registrar=registrar, brought_by=by, file=file, language=language)
        record("registry.intake.brought", intake, by=by, registrar=registrar.code)
    return intake


def _ending(intake: Intake) -> str:
    return "file.xlsx" if intake.file is not None and intake.file.media_type.endswith("sheet") else "file.csv"


def check(intake: Intake) -> Intake:
    """Examine the file and keep what was found; safe to repeat.

    Raises what `intake.reading.read` raises; the intake is then refused.
    """
    if intake.file is None or intake.state not in {Intake.State.CHECKING, Intake.State.READY}:
        return intake
    try:
        found = examine(opened(intake.file), _ending(intake), registrar=intake.registrar, today=timezone.localdate())
    except Refusal as refusal:
        with override(intake.language):
            because = (gettext(refusal.message) % refusal.facts)[:500]
        Intake.objects.filter(pk=intake.pk).update(state=Intake.State.REFUSED, problems=1, refused_because=because)
        raise
    return _keep(intake, found)


def _keep(intake: Intake, found: Examination) -> Intake:
    with transaction.atomic():
        held = Intake.objects.select_for_update(no_key=True).get(pk=intake.pk)
        if held.state not in {Intake.State.CHECKING, Intake.State.READY}:
            return held
        held.rows, held.problems, held.known = found.people, found.problems.height, len(found.known)
        held.new, held.duplicates = found.people - held.known, found.twins.height
        held.findings = found.twins.head(SHOWN_TWINS).rows()
        held.state = Intake.State.REFUSED if held.problems else Intake.State.READY
        by = held.brought_by
        if held.problems and held.report is None:
            with override(held.language):
                report = io.BytesIO("".join(report_lines(found.problems)).encode("utf-8-sig"))
            keep_until = timezone.localdate() + timedelta(days=KEPT_DAYS)
            held.report = store(by, Kind.REPORT, report, name=f"report-{held.code}.csv", keep_until=keep_until, by=by)
        held.save()
        facts = {"registrar": held.registrar.name, "rows": held.rows, "problems": held.problems}
        tell(by, "registry.intake.checked", facts, f"/registry/intakes/{held.code}/")
        record("registry.intake.checked", held, by=by, rows=held.rows, problems=held.problems)
    return held


def report_lines(problems: pl.DataFrame) -> Iterator[str]:
    """The report as CSV: row, column, what is wrong, what to do, in the language of the moment."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow([gettext("Row"), gettext("Column"), gettext("What is wrong"), gettext("What to do")])
    for row in problems.iter_rows(named=True):
        wrong, remedy = sentences(row)
        # a cell that begins like a formula would be run by the spreadsheet that opens the report
        writer.writerow([row["row"], *map(harmless, (row["column"], wrong, remedy))])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
    yield buffer.getvalue()


def discard(intake: Intake, *, by: Actor) -> None:
    """Decide against the file: it and its report are removed."""
    with transaction.atomic():
        held = Intake.objects.select_for_update(no_key=True).get(pk=intake.pk)
        if held.state not in {Intake.State.READY, Intake.State.REFUSED, Intake.State.CHECKING}:
            raise NotWaiting
        if held.state != Intake.State.REFUSED:
            held.state = Intake.State.DISCARDED
        held.decided_at = timezone.now()
        held.save()
        record("registry.intake.discarded", held, by=by)
        _remove_files(held, by=by)


def _remove_files(intake: Intake, *, by: Actor) -> None:
    for file in (intake.file, intake.report):
        if file is not None:
            remove_file(file, by=by)


def decide(intake: Intake, *, duplicates: str, signed: Sequence[str], by: Actor) -> Intake:
    """Decide to save; the caller then lets `save` do it."""
    with transaction.atomic():
        held = Intake.objects.select_for_update(no_key=True).get(pk=intake.pk)
        if held.state != Intake.State.READY:
            raise NotWaiting
        held.state, held.decision, held.decided_at = Intake.State.SAVING, duplicates, timezone.now()
        held.save()
        record("registry.intake.decided", held, by=by, duplicates=duplicates, signed=list(signed))
    return held


def save(intake: Intake, *, signed: Sequence[str]) -> Saved | None:
    """Save a file that was decided upon, whole or not at all; safe to repeat. None when there was nothing to do.

    Raises ChangedSince when other duplicates turn up than those that were shown.
    """
    if intake.state != Intake.State.SAVING or intake.file is None:
        return None
    by, today = intake.brought_by, timezone.localdate()
    found = examine(opened(intake.file), _ending(intake), registrar=intake.registrar, today=today)
    with transaction.atomic():
        held = (
            Intake.objects.select_for_update(of=("self",), no_key=True)
            .select_related("registrar", "file", "report")
            .get(pk=intake.pk)
        )
        if held.state != Intake.State.SAVING:
            return None
        if found.problems.height or found.twins.height != held.duplicates or len(found.known) != held.known:
            held.state = Intake.State.READY
            held.save(update_fields=["state"])
            changed = True
        else:
            changed = False
            saved = keep_people(
                found, held.registrar, leave_out=held.decision != "add", signed=signed, intake=held, today=today, by=by
            )
            held.state, held.new, held.known = Intake.State.SAVED, saved.new, saved.known
            held.save()
            tell(
                by,
                "registry.intake.saved",
                {"registrar": held.registrar.name, "new": saved.new, "known": saved.known},
                f"/registry/intakes/{held.code}/",
            )
            _remove_files(held, by=by)
    if changed:
        held.state = Intake.State.READY
        check(held)
        raise ChangedSince
    return saved


def fail(intake: Intake, *, by: Actor) -> None:
    """Checking or saving broke off and nothing was saved: say so, so that somebody brings the file again."""
    with transaction.atomic():
        held = Intake.objects.select_for_update(of=("self",), no_key=True).select_related("registrar").get(pk=intake.pk)
        if held.state not in {Intake.State.CHECKING, Intake.State.SAVING}:
            return
        held.state, held.decided_at = Intake.State.FAILED, held.decided_at or timezone.now()
        held.save(update_fields=["state", "decided_at"])
        page = f"/registry/intakes/{held.code}/"
        tell(held.brought_by, "registry.intake.failed", {"registrar": held.registrar.name}, page)
        record("registry.intake.failed", held, by=by)


@transaction.atomic
def keep_people(
    found: Examination,
    registrar: Organisation,
    *,
    leave_out: bool,
    signed: Sequence[str],
    today: date,
    by: Actor,
    intake: Intake | None = None,
    progress: Progress = lambda _rows: None,
) -> Saved:
    """Write the people of a good file: new profiles, and corrections of those whose number the service used before.

    With `leave_out` the rows found to be twins are not written. `signed` are the purposes that each person signed.
    """
    Organisation.objects.select_for_update(no_key=True).get(pk=registrar.pk)  # two files of one service take turns
    twins = set(found.twins["row"]) if leave_out else set()
    indexes: dict[int, Sequence[Any]] = {
        row: values for row, *values in found.indexed.select("row", "passport", "phone", "email", "name").iter_rows()
    }
    known = _known(registrar, found.known)
    writing = _Writing(registrar, intake, retention_end(today), set())
    counts = {"new": 0, "known": 0}
    touched: list[UUID] = []
    for part in _batches((each for each in people(found.table, today=today) if each.row not in twins), BATCH):
        fresh = [person for person in part if person.reference not in known]
        old = [person for person in part if person.reference in known]
        touched += writing.create(fresh, indexes)
        touched += writing.correct(old, known, indexes)
        counts["new"] += len(fresh)
        counts["known"] += len(old)
        progress(counts["new"] + counts["known"])
    if signed:
        language = intake.language if intake else "en"
        attest(touched, signed, witness=registrar, language=language, by=by)
    saved = Saved(counts["new"], counts["known"], len(twins))
    record(
        "registry.people.saved",
        intake or registrar,
        by=by,
        registrar=registrar.code,
        new=saved.new,
        known=saved.known,
        left_out=saved.left_out,
        signed=list(signed),
    )
    return saved


def _known(registrar: Organisation, keys: dict[str, int]) -> dict[str, Profile]:
    wanted = list(keys.values())
    found: dict[str, Profile] = {}
    for at in range(0, len(wanted), 5000):
        rows = Profile.objects.select_for_update(no_key=True).filter(registrar=registrar)
        for profile in rows.filter(pk__in=wanted[at : at + 5000]):
            found[profile.reference or ""] = profile
    return found


def _batches(given: Iterable[Person], size: int) -> Iterator[list[Person]]:
    part: list[Person] = []
    for each in given:
        part.append(each)
        if len(part) == size:
            yield part
            part = []
    if part:
        yield part


@dataclass
class _Writing:
    """Writes batches of people of one file."""

    registrar: Organisation
    intake: Intake | None
    keep_until: date
    given: set[str]
    """Pseudonyms given in this file so far."""

    def create(self, part: Sequence[Person], indexes: dict[int, Sequence[Any]]) -> list[UUID]:
        profiles = []
        codes = [uuid4() for _ in part]
        names = self._pseudonyms(codes)
        for person, code, pseudonym in zip(part, codes, names, strict=True):
            profile = Profile(
                code=code,
                person=code,
                pseudonym=pseudonym,
                registrar=self.registrar,
                reference=person.reference,
                intake=self.intake,
                status=Status.REGISTERED,
                registered_at=timezone.now(),
                keep_until=self.keep_until,
                **person.answers,
            )
            self._index(profile, indexes[person.row])
            profiles.append(profile)
        Profile.objects.bulk_create(profiles, batch_size=500)
        self._languages(profiles, part)
        return codes

    def correct(
        self, part: Sequence[Person], known: dict[str, Profile], indexes: dict[int, Sequence[Any]]
    ) -> list[UUID]:
        profiles = []
        for person in part:
            profile = known[person.reference]
            for name, value in person.answers.items():
                setattr(profile, name, value)
            self._index(profile, indexes[person.row])
            profile.keep_until, profile.warned_at = self.keep_until, None
            profile.changed_at = timezone.now()
            profile.version += 1
            profile.save()
            profiles.append(profile)
        SpokenLanguage.objects.filter(profile__in=profiles).delete()
        self._languages(profiles, part)
        return [profile.code for profile in profiles]

    @staticmethod
    def _index(profile: Profile, values: Sequence[Any]) -> None:
        profile.passport_index, profile.phone_index, profile.email_index, profile.name_index = values

    @staticmethod
    def _languages(profiles: Sequence[Profile], part: Sequence[Person]) -> None:
        SpokenLanguage.objects.bulk_create(
            (
                SpokenLanguage(profile=profile, language=code, level=level)
                for profile, person in zip(profiles, part, strict=True)
                for code, level in person.languages.items()
            ),
            batch_size=2000,
        )

    def _pseudonyms(self, codes: Sequence[UUID]) -> list[str]:
        """A free pseudonym for each code: free in the registry and in this file."""
        names = {code: pseudonyms(code) for code in codes}
        chosen = {code: next(name) for code, name in names.items()}
        while True:
            taken = self._taken(list(chosen.values()))
            seen: set[str] = set()
            again = []
            for code, name in chosen.items():
                if name in taken or name in self.given or name in seen:
                    again.append(code)
                seen.add(name)
            if not again:
                self.given |= seen
                return [chosen[code] for code in codes]
            for code in again:
                chosen[code] = next(names[code])

    @staticmethod
    def _taken(names: Sequence[str]) -> set[str]:
        return set(Profile.objects.filter(pseudonym__in=names).values_list("pseudonym", flat=True))
