"""Writing a response: opening it, keeping answers as they are typed, delegating, and signing it off.

Keeping an answer is not recorded as a deed, nor is it final; signing is both.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from alianza.accounts.models import User
from alianza.audit.actions import record
from alianza.documents.actions import plain_name, store
from alianza.documents.models import Kind
from alianza.instruments import policy
from alianza.instruments.actions import colleagues
from alianza.instruments.actions.versions import digest_of
from alianza.instruments.answers import Written, accept, is_answer
from alianza.instruments.instrument import Instrument, Item, Type
from alianza.instruments.models import (
    Attachment,
    Delegation,
    Disposition,
    GivenAnswer,
    Invitation,
    Origin,
    Remark,
    Response,
    ResponseStatus,
    Round,
    RoundStatus,
    Sent,
    Submission,
)
from alianza.instruments.scoring import profile
from alianza.instruments.standing import Standing, standing
from alianza.network.models import Organisation
from alianza.vocabulary.facts import UnfitAnswer
from alianza.vocabulary.refusal import Refusal, marked

PARTIAL_FROM = 0.5
"""The share of required questions from which a response counts as partly given; below it is only begun."""
KEPT_YEARS = 10


class NotOpen(Refusal):
    code = "instruments.response.not_open"
    message = marked("%(round)s takes no answers now. What was handed in stands.")


class HandedIn(Refusal):
    code = "instruments.response.handed_in"
    message = marked("This response was handed in on %(day)s and is locked. The secretariat can send it back.")


class NotYours(Refusal):
    code = "instruments.response.not_yours"
    message = marked("The section %(section)s was not given to you. Ask whoever signs the response.")


class NotAsked(Refusal):
    code = "instruments.response.not_asked"
    message = marked("%(item)s is no question of this questionnaire.")


class NotComplete(Refusal):
    code = "instruments.response.not_complete"
    message = marked("%(count)s required questions have no answer yet; the first is %(item)s.")


class HasFaults(Refusal):
    code = "instruments.response.has_faults"
    message = marked("%(count)s answers do not hold what is asked; the first is %(item)s: %(says)s")


class NotAttached(Refusal):
    code = "instruments.response.not_attached"
    message = marked("The file was not attached: %(what)s")
    field = "file"


class NotSigned(Refusal):
    code = "instruments.response.not_signed"
    message = marked("Only whoever answers for %(who)s can hand this in.")


class ChangedMeanwhile(Refusal):
    code = "instruments.response.changed_meanwhile"
    message = marked("Somebody changed an answer after this page was made. Read the answers again before you sign.")


class NobodyThere(Refusal):
    code = "instruments.delegation.nobody_there"
    message = marked("Write the mail address of your colleague and choose at least one section.")
    field = "address"


class NothingToReturn(Refusal):
    code = "instruments.response.nothing_to_return"
    message = marked("Only a response that was handed in is sent back, and with at least one remark.")


@dataclass(frozen=True, slots=True)
class Clash:
    """Somebody else answered the same question meanwhile: theirs stands, and both are shown."""

    item: str
    theirs: Written | None
    yours: Written | None
    edits: int


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of a batch of answers. `edits` are the counters to send with the next change of each item."""

    edits: Mapping[str, int]
    unfit: Mapping[str, str]
    clashes: tuple[Clash, ...]
    at: datetime


def _locked(response: Response) -> Response:
    return (
        Response.objects.select_for_update(no_key=True, of=("self",))
        .select_related("version", "invitation__round", "invitation__organisation")
        .get(pk=response.pk)
    )


def _refuse_closed(response: Response) -> None:
    campaign = response.invitation.round
    if response.status == ResponseStatus.SUBMITTED:
        last = response.submissions.order_by("-number").first()
        raise HandedIn(day=last.at.date().isoformat() if last else "")
    if campaign.status != RoundStatus.OPEN:
        raise NotOpen(round=campaign.name)


def answers_of(response: Response) -> dict[str, Written]:
    """The answers that count so far: everything but what was carried over and not confirmed."""
    rows = response.answers.exclude(origin=Origin.CARRIED).exclude(value=None)
    return dict(rows.values_list("item", "value"))


def standing_of(response: Response) -> Standing:
    return standing(response.version.instrument, answers_of(response))


@transaction.atomic
def begin(invitation: Invitation, *, by: User) -> Response:
    """The response to an invitation; made on the first visit, with the answers of the round before carried over.

    Raises NotOpen. What was carried counts only when confirmed.
    """
    invitation = (
        Invitation.objects.select_for_update(no_key=True, of=("self",)).select_related("round").get(pk=invitation.pk)
    )
    held = Response.objects.filter(invitation=invitation).first()
    if held is not None:
        return held
    campaign = invitation.round
    if campaign.status != RoundStatus.OPEN:
        raise NotOpen(round=campaign.name)
    response = Response.objects.create(invitation=invitation, version=campaign.version)
    carried = _carried(invitation, campaign, campaign.version.instrument)
    GivenAnswer.objects.bulk_create(
        GivenAnswer(response=response, item=item, value=value, origin=Origin.CARRIED, by_code=by.code)
        for item, value in carried.items()
    )
    if invitation.disposition in {Disposition.NONE, Disposition.NO_CONTACT}:
        invitation.disposition, invitation.settled_because = Disposition.PARTIAL, ""
        invitation.save(update_fields=["disposition", "settled_because"])
    record("instruments.response.begun", response, by=by, round=campaign.name, carried=len(carried))
    return response


def _carried(invitation: Invitation, campaign: Round, instrument: Instrument) -> dict[str, Written]:
    """What the same respondent handed in to the round before, where this version says the question is the same."""
    if campaign.previous_id is None:
        return {}
    before = (
        Submission.objects.filter(
            response__invitation__round=campaign.previous_id,
            response__invitation__country=invitation.country,
            response__invitation__organisation=invitation.organisation_id,
        )
        .select_related("response__version")
        .order_by("-number")
        .first()
    )
    if before is None or before.response.version.urn != instrument.urn:
        return {}
    older: Mapping[str, Written] = before.document["answers"]
    if before.response.version.number == instrument.version:
        names = {item.id: item.id for item in instrument.items}
    elif instrument.carries is not None and instrument.carries.version == before.response.version.number:
        names = dict(instrument.carries.answers)
    else:
        return {}
    known = {item.id: item for item in instrument.items}
    found: dict[str, Written] = {}
    for name, old in names.items():
        item = known.get(name)
        if item is None or old not in older or _holds_files(item):
            continue
        try:
            answer = accept(item, older[old])
        except UnfitAnswer:
            continue  # the question asks for something else now
        if answer is not None:
            found[name] = answer
    return found


def _holds_files(item: Item) -> bool:
    return item.type in {Type.FILE, Type.CRITERION} or any(child.type is Type.FILE for child in item.children)


@transaction.atomic
def keep_answers(
    response: Response,
    given: Mapping[str, object],
    *,
    seen: Mapping[str, int],
    by: User,
    origin: str = Origin.TYPED,
) -> Kept:
    """Keep what was typed, each question on its own: what does not fit is told and the others are kept.

    `seen` are the counters of the answers that the person had before them, 0 where there was none; an answer that
    somebody else changed meanwhile is not overwritten (`clashes`). Raises HandedIn, NotOpen, NotYours, NotAsked.
    """
    response = _locked(response)
    _refuse_closed(response)
    instrument = response.version.instrument
    known = {item.id: item for item in instrument.items}
    allowed = policy.sections_of(by, response)
    for name in given:
        if name not in known:
            raise NotAsked(item=str(name)[:60])
        if allowed is not None and known[name].section not in allowed:
            raise NotYours(section=known[name].section)
    now = timezone.now()
    held = {answer.item: answer for answer in response.answers.filter(item__in=list(given))}
    edits: dict[str, int] = {}
    unfit: dict[str, str] = {}
    clashes: list[Clash] = []
    for name, value in given.items():
        item, row = known[name], held.get(name)
        try:
            answer = _checked(response, item, accept(item, value))
        except UnfitAnswer as wrong:
            unfit[name] = wrong.sentence
            continue
        if row is None:
            if answer is not None:
                GivenAnswer.objects.create(
                    response=response, item=name, value=answer, origin=origin, by_code=by.code, at=now
                )
                edits[name] = 1
            else:
                edits[name] = 0
            continue
        if row.value == answer and row.origin != Origin.CARRIED:
            edits[name] = row.edits
            continue
        if row.edits != seen.get(name, 0) and row.value != answer:
            clashes.append(Clash(name, row.value, answer, row.edits))
            continue
        row.value, row.edits, row.origin, row.by_code, row.at = answer, row.edits + 1, origin, by.code, now
        row.save(update_fields=["value", "edits", "origin", "by_code", "at"])
        edits[name] = row.edits
    response.changed_at = now
    response.save(update_fields=["changed_at"])
    return Kept(edits, unfit, tuple(clashes), now)


def _checked(response: Response, item: Item, answer: Written | None) -> Written | None:
    """An answer whose codes name something that is there: files of this response, organisations of the network."""
    if item.type is Type.ORGANISATION and answer is not None:
        codes = {str(code) for code in (answer if isinstance(answer, list) else [answer])}
        if Organisation.objects.filter(code__in=codes).count() != len(codes):
            raise UnfitAnswer(item.id, marked("choose an organisation of the alliance's list."))
    files = answer if item.type is Type.FILE else answer.get("files") if isinstance(answer, dict) else None
    if isinstance(files, list) and item.type in {Type.FILE, Type.CRITERION}:
        named = {(entry["code"], entry["sha256"]) for entry in files if isinstance(entry, dict)}
        held = {
            (str(code), digest)
            for code, digest in response.attachments.filter(item=item.id).values_list("code", "sha256")
        }
        if not named <= held:
            raise UnfitAnswer(item.id, marked("attach the file here; what was given does not name one."))
    return answer


@transaction.atomic
def attach(response: Response, item: str, content: BinaryIO, *, name: str, by: User) -> Attachment:
    """Keep a file as (part of) the answer to an item that takes files.

    Raises HandedIn, NotOpen, NotYours, NotAsked, NotAttached, and what `documents.actions.store` raises.
    """
    response = _locked(response)
    _refuse_closed(response)
    asked = next((each for each in response.version.instrument.items if each.id == item), None)
    if asked is None or asked.type not in {Type.FILE, Type.CRITERION}:
        raise NotAsked(item=item[:60])
    allowed = policy.sections_of(by, response)
    if allowed is not None and asked.section not in allowed:
        raise NotYours(section=asked.section)
    today = timezone.localdate()
    kept = store(
        by, Kind.ANSWER, content, name=name, keep_until=today.replace(year=today.year + KEPT_YEARS, day=1), by=by
    )
    content.seek(0)
    sha256 = hashlib.file_digest(content, "sha256").hexdigest()  # type: ignore[arg-type]  # a file that can be read
    attachment = Attachment.objects.create(response=response, item=item, file=kept, sha256=sha256)
    row = response.answers.filter(item=item).first()
    entry = {
        "code": str(attachment.code),
        "name": plain_name(name),
        "sha256": attachment.sha256,
        "size": kept.size,
    }
    before: Any = row.value if row else None
    if asked.type is Type.FILE:
        value: Any = [*(before or []), entry]
    else:
        value = {**(before or {}), "files": [*((before or {}).get("files", [])), entry]}
    try:
        answer = accept(asked, value)
    except UnfitAnswer as wrong:
        raise NotAttached(what=wrong.sentence) from None
    if row is None:
        GivenAnswer.objects.create(response=response, item=item, value=answer, by_code=by.code)
    else:
        row.value, row.edits, row.by_code, row.at, row.origin = (
            answer,
            row.edits + 1,
            by.code,
            timezone.now(),
            Origin.TYPED,
        )
        row.save(update_fields=["value", "edits", "by_code", "at", "origin"])
    return attachment


@transaction.atomic
def delegate(response: Response, address: str, sections: list[str], *, language: str = "", by: User) -> Delegation:
    """Give sections to a colleague by mail address and tell them; a second time replaces the first.

    `language` is that of the mail, the invitation's unless it is named. The same sections again change nothing. Raises
    NotSigned unless the person may sign, NobodyThere, HandedIn, NotOpen.
    """
    response = _locked(response)
    _refuse_closed(response)
    if not policy.may_sign(by, response):
        raise NotSigned(who=str(response.invitation))
    known = {section.id for section in response.version.instrument.sections}
    try:
        validate_email(address.strip())
    except ValidationError:
        raise NobodyThere from None
    if not sections or not set(sections) <= known:
        raise NobodyThere
    index = policy.index_of(address)
    before = response.delegations.filter(index=index, ended_at=None).first()
    if before is not None:
        if before.sections == sorted(set(sections)):
            return before
        before.ended_at = timezone.now()
        before.mail = Sent.PASSED if before.mail == Sent.WAITING else before.mail
        before.save(update_fields=["ended_at", "mail"])
    delegation = Delegation.objects.create(
        response=response,
        sections=sorted(set(sections)),
        address=address.strip(),
        index=index,
        given_by=by,
        language=language or response.invitation.language,
    )
    colleagues.tell_given(delegation)
    record("instruments.response.delegated", response, by=by, sections=sorted(sections))
    return delegation


@transaction.atomic
def end_delegation(delegation: Delegation, *, by: User) -> None:
    """Take sections back and tell the colleague. What was written stays. Raises NotSigned."""
    response = _locked(delegation.response)
    if not policy.may_sign(by, response):
        raise NotSigned(who=str(response.invitation))
    if Delegation.objects.filter(pk=delegation.pk, ended_at=None).update(ended_at=timezone.now()):
        colleagues.tell_taken_back(response.delegations.get(pk=delegation.pk))
        record("instruments.response.taken_back", response, by=by, sections=delegation.sections)


@transaction.atomic
def hand_in(response: Response, *, seen: datetime | None = None, at: datetime | None = None, by: User) -> Submission:
    """Sign a response off and lock it. The receipt is the hash of what counted.

    What is required is judged by the roles in which the person signs for this respondent.

    `seen` is when the response was last changed as the person who signs saw it, `at` the moment of signing unless it
    is this one. Raises NotSigned, HandedIn, NotOpen, ChangedMeanwhile, NotComplete, HasFaults.
    """
    response = _locked(response)
    if not policy.may_sign(by, response):
        raise NotSigned(who=str(response.invitation))
    _refuse_closed(response)
    if seen is not None and seen != response.changed_at:
        raise ChangedMeanwhile
    instrument = response.version.instrument
    state = standing_of(response)
    missing = state.missing(instrument, policy.roles_in(by, response))
    if missing:
        raise NotComplete(count=len(missing), item=_label(instrument, missing[0]))
    if state.faults:
        first = state.faults[0]
        raise HasFaults(count=len(state.faults), item=_label(instrument, first.item), says=str(first.says))
    now = at or timezone.now()
    invitation = response.invitation
    document = {
        "urn": instrument.urn,
        "version": instrument.version,
        "respondent": invitation.country or str(invitation.organisation and invitation.organisation.code),
        "round": str(invitation.round.code),
        "answers": dict(state.counted),
        "computed": {name: format(value, "f") for name, value in state.computed.items()},
        "not_asked": sorted(state.hidden),
    }
    number = response.submissions.count() + 1
    submission = Submission.objects.create(
        response=response,
        number=number,
        document=document,
        profile=profile_written(instrument, state),
        digest=digest_of(document),
        at=now,
        by=by,
        late=now >= invitation.deadline,
    )
    response.status, response.changed_at = ResponseStatus.SUBMITTED, now
    response.save(update_fields=["status", "changed_at"])
    response.remarks.filter(settled_at=None).update(settled_at=now)
    invitation.disposition, invitation.answered_on, invitation.settled_because = (
        Disposition.COMPLETE,
        timezone.localdate(now),
        "",
    )
    invitation.save(update_fields=["disposition", "answered_on", "settled_because"])
    record(
        "instruments.response.handed_in",
        response,
        by=by,
        round=invitation.round.name,
        number=number,
        digest=submission.digest,
        late=submission.late,
    )
    return submission


def _label(instrument: Instrument, item: str) -> str:
    return str(instrument.by_id[item].label)[:120]


def profile_written(instrument: Instrument, state: Standing) -> dict[str, Any]:
    """The result as it is kept with a submission: outcome, what is open, sections, unmet, findings."""
    found = profile(instrument, state)
    return {
        "outcome": found.outcome.id if found.outcome else None,
        "open": [each.id for each in found.open],
        "sections": [
            {
                "section": each.section,
                "score": None if each.score is None else str(each.score),
                "scored": each.scored,
                "left_out": each.left_out,
                "unknown": each.unknown,
            }
            for each in found.sections
        ],
        "unmet": list(found.unmet),
        "findings": list(found.findings),
    }


@transaction.atomic
def send_back(response: Response, remarks: Mapping[str, str], *, by: User) -> Response:
    """Open a response again with remarks, by item or under "" for the whole; what was handed in stays on record.

    Raises NothingToReturn, NotOpen when the round is closed, NotAsked.
    """
    response = _locked(response)
    if response.invitation.round.status != RoundStatus.OPEN:
        raise NotOpen(round=response.invitation.round.name)
    said = {item: words.strip() for item, words in remarks.items() if words.strip()}
    if response.status != ResponseStatus.SUBMITTED or not said:
        raise NothingToReturn
    known = response.version.instrument.by_id
    for item in said:
        if item and item not in known:
            raise NotAsked(item=item[:60])
    Remark.objects.bulk_create(
        Remark(response=response, item=item, words=words[:2000], by_code=by.code) for item, words in said.items()
    )
    response.status, response.changed_at = ResponseStatus.RETURNED, timezone.now()
    response.save(update_fields=["status", "changed_at"])
    invitation = response.invitation
    invitation.disposition, invitation.answered_on = Disposition.PARTIAL, None
    invitation.save(update_fields=["disposition", "answered_on"])
    record("instruments.response.sent_back", response, by=by, round=invitation.round.name, remarks=len(said))
    return response


def is_partial(state: Standing, instrument: Instrument) -> bool:
    """Whether at least half of the required questions asked so far are answered."""
    known = instrument.by_id
    required = [name for name in state.asked if known[name].required]
    answered = [name for name in required if is_answer(known[name], state.counted.get(name))]
    return bool(required) and len(answered) >= PARTIAL_FROM * len(required)
