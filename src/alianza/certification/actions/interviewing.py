"""Workers' interviews: codes printed once and kept only as a keyed hash; answers that nothing leads back from."""

import secrets
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from alianza.accounts.models import User
from alianza.audit.actions import record
from alianza.certification.actions.auditing import own_audit
from alianza.certification.interviews import WORDS, worker_interview
from alianza.certification.models import Audit, InterviewAnswer, InterviewCode
from alianza.certification.queries.cases import is_counted
from alianza.instruments.answers import accept
from alianza.instruments.standing import standing
from alianza.vault.seal import blind_index
from alianza.vocabulary.facts import UnfitAnswer
from alianza.vocabulary.refusal import Refusal, marked

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without what is read for something else: 0 and O, 1, I and L."""
LENGTH, GROUP = 12, 4
MOST_CODES = 500
VALID_DAYS = 30


class CodeUnknown(Refusal):
    code = "certification.interview.code_unknown"
    field = "code"
    message = marked("This code opens nothing: it was used already, its time is over, or it is not written like that.")


class CodesMany(Refusal):
    code = "certification.interview.codes_many"
    field = "count"
    message = marked("Issue from 1 to %(most)s codes at a time.")


class Counted(Refusal):
    code = "certification.interview.counted"
    message = marked("What workers said is counted and shown already; one more answer would show what one worker said.")


class NothingSaid(Refusal):
    code = "certification.interview.nothing_said"
    message = marked("Answer at least one question.")


def plain(code: str) -> str:
    """A code as it was meant, however it was typed.

    >>> plain(" abcd-2345 efgh")
    'ABCD2345EFGH'
    """
    return "".join(letter for letter in code.upper() if letter in LETTERS)


def shown(code: str) -> str:
    return "-".join(code[at : at + GROUP] for at in range(0, len(code), GROUP))


def index_of(code: str) -> str:
    return blind_index(plain(code), purpose="certification.interview")


@transaction.atomic
def issue_codes(audit: Audit, count: int, *, by: User, on: date | None = None) -> list[str]:
    """New codes, each for one worker, to be printed now: nobody can read them again.

    Raises NotYourAudit, DeclareFirst, NotOpened, CodesMany, Counted.
    """
    on = on or timezone.localdate()
    held = own_audit(audit, by)
    if not 1 <= count <= MOST_CODES:
        raise CodesMany(most=MOST_CODES)
    if is_counted(held, on):
        raise Counted
    codes = ["".join(secrets.choice(LETTERS) for _ in range(LENGTH)) for _ in range(count)]
    until = on + timedelta(days=VALID_DAYS)
    InterviewCode.objects.bulk_create(
        InterviewCode(audit=held, index=index_of(each), expires_on=until) for each in codes
    )
    record("certification.interview.issued", held, by=by, application=held.application.number, codes=count)
    return [shown(each) for each in codes]


@transaction.atomic
def end_interviews(audit: Audit, *, by: User, on: date | None = None) -> int:
    """Void the codes that are left, so that what was said is counted; returns how many. Raises NotYourAudit."""
    on = on or timezone.localdate()
    held = own_audit(audit, by)
    ended = held.interview_codes.filter(used=False, expires_on__gte=on).update(expires_on=on - timedelta(days=1))
    record("certification.interview.ended", held, by=by, application=held.application.number, void=ended)
    return ended


def code_open(code: str, on: date | None = None) -> InterviewCode:
    """The code that a worker typed, while it can be used. Raises CodeUnknown, whatever is wrong with it."""
    found = (
        InterviewCode.objects.select_related("audit")
        .filter(
            index=index_of(code),
            used=False,
            expires_on__gte=on or timezone.localdate(),
            audit__closed_at__isnull=True,
            audit__released_at__isnull=True,
        )
        .first()
    )
    if found is None or len(plain(code)) != LENGTH:
        raise CodeUnknown
    return found


def accepted(given: Mapping[str, object]) -> tuple[dict[str, Any], dict[str, str]]:
    """Answers in their written form, and what does not fit, by question."""
    read: dict[str, Any] = {}
    unfit: dict[str, str] = {}
    for item in worker_interview().items:
        if item.id not in given:
            continue
        try:
            answer = accept(item, given[item.id])
        except UnfitAnswer as wrong:
            unfit[item.id] = wrong.sentence
            continue
        if answer is not None:
            read[item.id] = answer
    return read, unfit


@transaction.atomic
def answer_interview(code: str, given: Mapping[str, object], *, on: date | None = None) -> None:
    """Keep what a worker said, and use the code up. No deed is recorded: the record would say when.

    Raises CodeUnknown, NothingSaid. What does not fit its question is not kept.
    """
    on = on or timezone.localdate()
    found = code_open(code, on)
    read, _unfit = accepted(given)
    asked = worker_interview()
    counts = dict(standing(asked, read).counted)
    if not counts:
        raise NothingSaid
    if not InterviewCode.objects.filter(pk=found.pk, used=False).update(used=True):
        raise CodeUnknown  # somebody was faster with the same sheet
    InterviewAnswer.objects.create(
        audit_id=found.audit_id,
        version=asked.version,
        words=str(counts.pop(WORDS, "")),
        answers=counts,
        day=on,
    )
