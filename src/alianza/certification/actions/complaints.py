"""Complaints, from whoever tells to the end: sent without an account, taken, led step by step, come back to by a code.

Who told is nowhere recorded: what is done by code is the platform's deed. What is recorded of a deed never repeats what
was written.
"""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from typing import BinaryIO
from uuid import UUID

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from alianza.accounts.models import User
from alianza.audit.actions import PLATFORM, record
from alianza.certification.complaint_steps import MOVES, Step
from alianza.certification.models import (
    Complaint,
    ComplaintFile,
    ComplaintHandler,
    ComplaintMessage,
    ComplaintStep,
    Subject,
)
from alianza.certification.policy import agents_of
from alianza.certification.policy import complaints as policy
from alianza.certification.queries.complaints import clocks_for, is_urgent
from alianza.certification.return_codes import code_for, index_of
from alianza.documents.actions import Kept, keep_sealed
from alianza.documents.models import MediaType
from alianza.messages.actions import tell_many
from alianza.vocabulary.refusal import Refusal, Stale, marked

AGAIN = timedelta(hours=24)
"""So long after a form was received, the same form sent again shows its code again: the connection may have broken."""
MOST_FILES, LARGEST = 3, 5 << 20
FILES = (MediaType.PDF, MediaType.PNG, MediaType.JPEG)
LEAST_SAID = 10


class AlreadyReceived(Refusal):
    code = "certification.complaint.already_received"
    message = marked("This form was received already. Come back with the code that was shown to you then.")


class TooManyFiles(Refusal):
    code = "certification.complaint.too_many_files"
    field = "files"
    message = marked("At most %(most)s files go with a complaint. Choose the ones that show most.")


class NotThatStep(Refusal):
    code = "certification.complaint.not_that_step"
    message = marked("The complaint is not at a step from which this can be done; look at it again.")


class NotYours(Refusal):
    code = "certification.complaint.not_yours"
    message = marked("Take the complaint first: whoever leads it stands on record.")


class MayNotTake(Refusal):
    code = "certification.complaint.may_not_take"
    message = marked("You cannot take this now: it is taken by you, closed, or under an appeal against your own part.")


class SayWhy(Refusal):
    code = "certification.complaint.say_why"
    field = "said"
    message = marked("Say it in at least %(least)s characters: the complainant reads it.")


class EmptyMessage(Refusal):
    code = "certification.complaint.empty_message"
    field = "text"
    message = marked("Write something before you send it.")


class TooLateToAppeal(Refusal):
    code = "certification.complaint.too_late_to_appeal"
    message = marked("An appeal was open until %(day)s. Tell us in a new complaint what happened since.")


class AlreadyAllowed(Refusal):
    code = "certification.complaint.already_allowed"
    message = marked("You allowed a summary already.")


@dataclass(frozen=True)
class Told:
    """What somebody tells. Never logged: it says nothing of itself."""

    category: str
    text: str
    who: str = Complaint.Who.ANYONE
    subject: Subject | None = None
    named: str = ""
    contact: str = ""
    language: str = ""
    afraid: bool = False
    firm_may_know: str = Complaint.FirmMayKnow.NOTHING

    def __repr__(self) -> str:
        return "Told()"


def _subject_named(name: str) -> Subject | None:
    """The firm of exactly that name, if there is one; anything less certain is for a person to decide."""
    found = Subject.objects.filter(kind=Subject.Kind.FIRM, organisation__name__iexact=" ".join(name.split()))[:2]
    return found[0] if len(found) == 1 else None


def submit(
    form: UUID, told: Told, *, files: Sequence[tuple[str, BinaryIO]] = (), today: date | None = None
) -> tuple[Complaint, str]:
    """Anybody tells. Returns the complaint and the code to come back with, which is not kept and not shown again.

    The form's number makes the code: the same form sent twice is one complaint. Raises AlreadyReceived, TooManyFiles,
    or what `documents.actions.keep_sealed` raises; then nothing is kept.
    """
    code = code_for(form)
    index = index_of(code)
    if held := Complaint.objects.filter(return_index=index).first():
        return _again(held), code
    kept = _kept(files, of=index)
    try:
        with transaction.atomic():
            return _received(index, told, kept, today or timezone.localdate()), code
    except IntegrityError:  # the same form arrived twice at once
        held = Complaint.objects.filter(return_index=index).first()
        if held is None:
            raise
        return _again(held), code


def _again(held: Complaint) -> Complaint:
    if timezone.now() - held.received_at > AGAIN:
        raise AlreadyReceived
    return held


def _kept(files: Sequence[tuple[str, BinaryIO]], *, of: str) -> list[Kept]:
    if len(files) > MOST_FILES:
        raise TooManyFiles(most=MOST_FILES)
    return [keep_sealed(content, name=name, of=of, allowed=FILES, largest=LARGEST) for name, content in files]


def _received(index: str, told: Told, files: Iterable[Kept], today: date) -> Complaint:
    subject = told.subject or (_subject_named(told.named) if told.named else None)
    complaint = Complaint(
        return_index=index,
        subject=subject,
        named=told.named,
        category=told.category,
        who=told.who,
        text=told.text,
        contact=told.contact,
        language=told.language,
        afraid=told.afraid,
        firm_may_know=told.firm_may_know,
        since=today,
    )
    complaint.due_on = clocks_for(subject).due(Step.RECEIVED, today, urgent=is_urgent(complaint))
    complaint.save(force_insert=True)
    for file in {each.digest: each for each in files}.values():
        ComplaintFile.objects.create(
            complaint=complaint, name=file.name, media_type=file.media_type, size=file.size, digest=file.digest
        )
    _step(complaint, "received", today)
    urgent = "certification.complaint.urgent" if is_urgent(complaint) else "certification.complaint.received"
    _tell(policy.officers_for(complaint), urgent, complaint)
    record("certification.complaint.received", complaint, by=PLATFORM, category=complaint.category)
    return complaint


def _step(complaint: Complaint, move: str, today: date, *, said: str = "", by: User | None = None) -> ComplaintStep:
    return ComplaintStep.objects.create(
        complaint=complaint,
        move=move,
        state=complaint.state,
        day=today,
        due_on=complaint.due_on,
        said=said,
        by=by,
    )


def _tell(people: Iterable[User], kind: str, complaint: Complaint) -> None:
    """Nothing about the complaint goes into the notice: the page says it to whoever may read it."""
    page = reverse("certification:complaint-show", kwargs={"code": complaint.code})
    tell_many([(each, {}, page) for each in people], kind)


def _locked(complaint: Complaint) -> Complaint:
    return Complaint.objects.select_for_update(no_key=True).get(pk=complaint.pk)


def _handlers(complaint: Complaint) -> list[User]:
    return [each.user for each in complaint.handlers.select_related("user")]


def said_enough(said: str) -> str:
    words = said.strip()
    if len(words) < LEAST_SAID:
        raise SayWhy(least=LEAST_SAID)
    return words


def moved(complaint: Complaint, move: str, today: date, *, said: str = "", by: User | None = None) -> ComplaintStep:
    """Take one step of a locked complaint and set its clock; the caller has asked whether it may be taken.

    Raises NotThatStep.
    """
    step = MOVES[move]
    if Step(complaint.state) not in step.start:
        raise NotThatStep
    complaint.state = Complaint.State(step.end.value)
    complaint.since = today
    # once the firm has answered, it is for the secretariat again
    clock = Step.ADMISSIBLE if move == "answer" else step.end
    complaint.due_on = clocks_for(complaint.subject).due(clock, today)
    complaint.closed_on = today if step.end is Step.CLOSED else None
    complaint.edits += 1
    complaint.save()
    return _step(complaint, move, today, said=said, by=by)


def by_handler(complaint: Complaint, user: User, *, part: str = ComplaintHandler.Part.CASE) -> Complaint:
    """The complaint, locked, for somebody who took it. Raises NotYours."""
    held = _locked(complaint)
    if not policy.has_part(user, held, part):
        raise NotYours
    return held


# the secretariat ---------------------------------------------------------------------------------------------------
@transaction.atomic
def take(complaint: Complaint, *, by: User) -> ComplaintHandler:
    """Take it and read it from now on; for an appeal, only by somebody who took no part. Raises MayNotTake."""
    held = _locked(complaint)
    part = policy.may_take(by, held)
    if not part:
        raise MayNotTake
    handler = ComplaintHandler.objects.create(complaint=held, user=by, part=part)
    record("certification.complaint.taken", held, by=by, part=part)
    return handler


@transaction.atomic
def name_subject(complaint: Complaint, subject: Subject, *, by: User) -> Complaint:
    """Say which firm or programme it is about, once. Raises NotYours, NotThatStep."""
    held = by_handler(complaint, by)
    if held.subject_id is not None or not held.is_open:
        raise NotThatStep
    held.subject = subject
    held.save(update_fields=["subject"])
    record("certification.complaint.subject_named", held, by=by, subject=subject.code)
    return held


@transaction.atomic
def admit(complaint: Complaint, *, said: str, by: User, today: date | None = None) -> Complaint:
    """Look into it. `said` tells the complainant what comes next. Raises NotYours, NotThatStep, SayWhy."""
    held = by_handler(complaint, by)
    day = today or timezone.localdate()
    held.admitted_on = held.admitted_on or day
    moved(held, "admit", day, said=said_enough(said), by=by)
    record("certification.complaint.admitted", held, by=by)
    return held


@transaction.atomic
def refuse(complaint: Complaint, *, said: str, by: User, today: date | None = None) -> Complaint:
    """Not for us, and where it can be told instead. An appeal is open. Raises NotYours, NotThatStep, SayWhy."""
    held = by_handler(complaint, by)
    moved(held, "refuse", today or timezone.localdate(), said=said_enough(said), by=by)
    record("certification.complaint.refused", held, by=by)
    return held


@transaction.atomic
def close(complaint: Complaint, *, said: str, by: User, today: date | None = None) -> Complaint:
    """The end, with what came of it. Raises NotYours, NotThatStep, SayWhy."""
    held = by_handler(complaint, by)
    moved(held, "close", today or timezone.localdate(), said=said_enough(said), by=by)
    record("certification.complaint.closed", held, by=by)
    return held


@transaction.atomic
def decide_appeal(complaint: Complaint, *, upheld: bool, said: str, by: User, today: date | None = None) -> Complaint:
    """By somebody who took no part and took the appeal. Upheld: it is looked into anew, by others.

    Raises NotYours, NotThatStep, SayWhy.
    """
    held = by_handler(complaint, by, part=ComplaintHandler.Part.APPEAL)
    day = today or timezone.localdate()
    if upheld:
        held.admitted_on = held.admitted_on or day
    moved(held, "reopen" if upheld else "dismiss", day, said=said_enough(said), by=by)
    _tell([each for each in _handlers(held) if each != by], "certification.complaint.appeal_decided", held)
    record("certification.complaint.appeal_decided", held, by=by, upheld=upheld)
    return held


@transaction.atomic
def write(complaint: Complaint, text: str, *, by: User) -> ComplaintMessage:
    """To the complainant, who reads it when coming back. Raises NotYours, EmptyMessage."""
    held = by_handler(complaint, by, part=_part_of(complaint, by))
    if not text.strip():
        raise EmptyMessage
    message = ComplaintMessage.objects.create(
        complaint=held, side=ComplaintMessage.Side.SECRETARIAT, text=text.strip(), by=by
    )
    record("certification.complaint.written", held, by=by)
    return message


def _part_of(complaint: Complaint, user: User) -> str:
    found = complaint.handlers.filter(user=user).values_list("part", flat=True).first()
    return str(found or ComplaintHandler.Part.CASE)


# the complainant, by code ------------------------------------------------------------------------------------------
@transaction.atomic
def write_back(complaint: Complaint, text: str, *, form: UUID) -> ComplaintMessage:
    """By code. The same form sent twice is one message. Raises EmptyMessage."""
    held = _locked(complaint)
    if not text.strip():
        raise EmptyMessage
    if sent := ComplaintMessage.objects.filter(complaint=held, form=form).first():
        return sent
    with suppress(IntegrityError), transaction.atomic():
        message = ComplaintMessage.objects.create(
            complaint=held, side=ComplaintMessage.Side.COMPLAINANT, text=text.strip(), form=form
        )
        _tell(_handlers(held), "certification.complaint.answered_back", held)
        record("certification.complaint.written_back", held, by=PLATFORM)
        return message
    raise Stale(thing="The form")  # its number is of another complaint's message: begin anew


@transaction.atomic
def allow_summary(complaint: Complaint) -> Complaint:
    """By code: the firm may be shown a summary after all. Cannot be taken back once it was shown."""
    held = _locked(complaint)
    if held.firm_may_know == Complaint.FirmMayKnow.SUMMARY:
        raise AlreadyAllowed
    if not held.is_open:
        raise NotThatStep
    held.firm_may_know = Complaint.FirmMayKnow.SUMMARY
    held.save(update_fields=["firm_may_know"])
    _tell(_handlers(held), "certification.complaint.answered_back", held)
    record("certification.complaint.summary_allowed", held, by=PLATFORM)
    return held


@transaction.atomic
def forbid_summary(complaint: Complaint) -> Complaint:
    """By code: the firm may know nothing after all, as long as it was not told. Raises NotThatStep."""
    held = _locked(complaint)
    if held.firm_may_know == Complaint.FirmMayKnow.NOTHING or held.released_on is not None:
        raise NotThatStep
    held.firm_may_know = Complaint.FirmMayKnow.NOTHING
    held.save(update_fields=["firm_may_know"])
    _tell(_handlers(held), "certification.complaint.answered_back", held)
    record("certification.complaint.summary_forbidden", held, by=PLATFORM)
    return held


def appeal_open_until(complaint: Complaint) -> date | None:
    """The last day on which an appeal can be made; None where it is not closed."""
    if complaint.closed_on is None:
        return None
    return complaint.closed_on + timedelta(days=clocks_for(complaint.subject).may_appeal)


def _appealed(held: Complaint, move: str, day: date, said: str, by: User | None) -> Complaint:
    until = appeal_open_until(held)
    if until is not None and day > until:
        raise TooLateToAppeal(day=until.isoformat())
    moved(held, move, day, said=said_enough(said), by=by)
    others = [each for each in policy.officers_for(held) if not policy.took_part(each, held)]
    _tell(others, "certification.complaint.appealed", held)
    record("certification.complaint.appealed", held, by=by or PLATFORM, side="firm" if by else "complainant")
    return held


@transaction.atomic
def appeal(complaint: Complaint, *, said: str, today: date | None = None) -> Complaint:
    """By code, within the clock. Raises NotThatStep, SayWhy, TooLateToAppeal."""
    return _appealed(_locked(complaint), "appeal", today or timezone.localdate(), said, None)


@transaction.atomic
def object_to(complaint: Complaint, *, said: str, by: User, today: date | None = None) -> Complaint:
    """The firm appeals against what was found. Raises NotYours, NotThatStep, SayWhy, TooLateToAppeal."""
    held = _locked(complaint)
    if not policy.asked_of(by).filter(pk=held.pk).exists():
        raise NotYours
    return _appealed(held, "object", today or timezone.localdate(), said, by)


def told_firm(complaint: Complaint) -> None:
    """Tell the firm's agents that they are asked; called in the transaction that releases the summary."""
    if complaint.subject is not None:
        page = reverse("certification:complaint-asked", kwargs={"code": complaint.code})
        people = agents_of(complaint.subject.organisation)
        tell_many([(each, {}, page) for each in people], "certification.complaint.asked")


def told_handlers(complaint: Complaint, kind: str) -> None:
    _tell(_handlers(complaint), kind, complaint)


# when its time is over ---------------------------------------------------------------------------------------------
KEPT_YEARS = 5


def forget(today: date) -> int:
    """Empty what was told, years after the close; that there was a complaint, and how it went, stays. Safe to repeat.

    Returns how many complaints were emptied.
    """
    before = today - timedelta(days=KEPT_YEARS * 366)
    emptied = 0
    for complaint in Complaint.objects.filter(closed_on__lt=before).iterator():
        with transaction.atomic():
            emptied += _forgotten(_locked(complaint))
    return emptied


def _forgotten(held: Complaint) -> bool:
    names = ("text", "contact", "named", "language", "summary", "answer", "demand")
    files = list(held.files.all())
    if not files and not any(getattr(held, name) for name in names):
        return False
    for name in names:
        setattr(held, name, "")
    held.save(update_fields=list(names))
    for row in (*held.steps.all(), *held.messages.all(), *held.findings.all()):
        name = "said" if isinstance(row, ComplaintStep) else "text"
        setattr(row, name, "")
        row.save(update_fields=[name])
    for file in files:
        file.delete()  # its bytes are nobody's from now on, and swept away
    record("certification.complaint.forgotten", held, by=PLATFORM)
    return True
