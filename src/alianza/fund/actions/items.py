"""Items before a body: drafted, given papers, opened with a frozen electorate, told to everybody."""

import hashlib
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import BinaryIO

from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from alianza.accounts.models import User
from alianza.audit.actions import PLATFORM, record
from alianza.documents.actions import store
from alianza.documents.contents import recognise
from alianza.documents.models import Kind, MediaType
from alianza.fund.actions.bodies import OfficersOnly
from alianza.fund.actions.decisions import settled
from alianza.fund.actions.electorate import (
    PREFIX,
    allowed,
    begin_round,
    hand_out,
    locked,
    next_number,
    recuse,
    tell_electorate,
)
from alianza.fund.decision_rules import for_kind
from alianza.fund.models import Body, Decision, Elector, Item, Meeting, Paper
from alianza.fund.queries.bodies import needs_long_clock, seats_in_force
from alianza.fund.queries.outcomes import rules_of, running_round
from alianza.fund.queries.subjects import subject_of
from alianza.network.models import Organisation
from alianza.network.policy import is_officer
from alianza.vocabulary.refusal import Refusal, marked

PAPERS = (MediaType.PDF, MediaType.PNG, MediaType.JPEG, MediaType.XLSX)
"""What a paper may be: no plain text, which may be anything."""
KEPT_DAYS = 50 * 366
"""Papers of decisions are records: they are kept for fifty years."""


class SameFile(Refusal):
    code = "fund.paper.same"
    field = "file"
    message = marked("This is the file that is published already; its clock goes on as before.")


class OtherBody(Refusal):
    code = "fund.item.other_body"
    field = "meeting"
    message = marked("The meeting is one of another body.")


class NotAWorkingLanguage(Refusal):
    code = "fund.paper.language"
    field = "language"
    message = marked("The working languages of this body are: %(languages)s.")


class SupersedesNothing(Refusal):
    code = "fund.item.supersedes_nothing"
    field = "supersedes"
    message = marked("Decision %(decision)s was replaced already, or belongs to another matter.")


@transaction.atomic
def draft_item(
    body: Body,
    *,
    kind: str,
    subject: str,
    title: str,
    text: str,
    method: str,
    language: str = "en",
    meeting: Meeting | None = None,
    supersedes: Decision | None = None,
    amount_minor: int | None = None,
    defers: bool = False,
    on: date,
    by: User,
) -> Item:
    """Raises OfficersOnly, OtherBody, SupersedesNothing."""
    if not is_officer(by):
        raise OfficersOnly
    held = Body.objects.select_for_update(no_key=True).get(pk=body.pk)
    if meeting is not None and meeting.body_id != held.pk:
        raise OtherBody
    if supersedes is not None and (
        supersedes.item.subject != subject or Decision.objects.filter(supersedes=supersedes).exists()
    ):
        raise SupersedesNothing(decision=supersedes.number)
    item = Item.objects.create(
        body=held,
        meeting=meeting,
        number=next_number(Item, f"{PREFIX[Body.Kind(held.kind)]}-{on.year}-"),
        kind=kind,
        subject=subject,
        title=title,
        text=text,
        language=language,
        method=method,
        supersedes=supersedes,
        amount_minor=amount_minor,
        defers=defers,
    )
    record("fund.item.drafted", item, by=by, number=item.number, kind=kind, subject=subject, method=method)
    return item


@transaction.atomic
def change_draft(item: Item, changes: Mapping[str, object], *, at: datetime, by: User) -> Item:
    """Change text, title, method, meeting, amount of a draft. Raises NotYet, OtherBody."""
    held = locked(item)
    allowed(held, "prepare", at, by)
    meeting = changes.get("meeting")
    if isinstance(meeting, Meeting) and meeting.body_id != held.body_id:
        raise OtherBody
    for name, value in changes.items():
        setattr(held, name, value)
    held.save(update_fields=[*changes])
    record("fund.item.changed", held, by=by, fields=sorted(changes))
    return held


@transaction.atomic
def propose_condition(item: Item, *, text: str, owner: Organisation, due_on: date, at: datetime, by: User) -> None:
    """Add a condition to the draft; it binds once the item is adopted. Raises NotYet."""
    held = locked(item)
    allowed(held, "prepare", at, by)
    held.conditions = [*held.conditions, {"text": text, "owner": str(owner.code), "due_on": due_on.isoformat()}]
    held.save(update_fields=["conditions"])
    record("fund.item.condition_proposed", held, by=by, owner=owner.code, due_on=due_on)


@transaction.atomic
def publish_paper(
    item: Item,
    content: BinaryIO,
    *,
    name: str,
    title: str,
    language: str,
    restricted: bool = False,
    at: datetime,
    by: User,
) -> Paper:
    """Publish a file, or a new version of it. A translation has the version it translates.

    A file that changes while silence would be consent is told anew to everybody, so that the clock starts again.
    Raises NotYet, NotAWorkingLanguage, SameFile, and what `documents.actions.store` and `contents.recognise` raise.
    """
    held = locked(item)
    allowed(held, "publish", at, by)
    languages = rules_of(held).languages
    if language not in languages:
        raise NotAWorkingLanguage(languages=", ".join(languages))
    if content.seek(0, 2):  # an empty file is refused by `store`, in its own words
        recognise(content, PAPERS)
    content.seek(0)
    sha256 = hashlib.file_digest(content, "sha256").hexdigest()  # type: ignore[arg-type]
    versions = dict(held.papers.filter(title=title).order_by("version").values_list("language", "version"))
    newest, own = max(versions.values(), default=0), versions.get(language, 0)
    if held.papers.filter(title=title, language=language, version=own, sha256=sha256).exists():
        raise SameFile
    file = store(
        by, Kind.FUND, content, name=name, keep_until=timezone.localdate(at) + timedelta(days=KEPT_DAYS), by=by
    )
    paper = Paper.objects.create(
        item=held,
        title=title,
        language=language,
        version=max(newest, own + 1) if own < newest else newest + 1,
        file=file,
        sha256=sha256,
        restricted=restricted,
        published_at=at,
    )
    running = running_round(held)
    if running is not None and running.method == Item.Method.NO_OBJECTION:
        held.electorate.update(notice_delivered_at=None)
        hand_out(held, at, "fund.item.papers_changed")
        settled(held, at)
    record(
        "fund.paper.published", paper, by=by, item=held.number, language=language, version=paper.version, sha256=sha256
    )
    return paper


@transaction.atomic
def open_item(item: Item, *, at: datetime, by: User) -> Item:
    """Freeze the electorate and the rules, take out whoever has an interest, and deliver the notices. Raises NotYet."""
    held = locked(item)
    allowed(held, "open", at, by)
    subject = subject_of(held)
    held.rules = for_kind(held.body.rules, held.kind)
    held.wide = needs_long_clock(held, subject)
    held.state, held.opened_at = Item.State.OPEN, at
    held.save(update_fields=["rules", "wide", "state", "opened_at"])
    seats = {seat.member_id: seat for seat in seats_in_force(held.body, timezone.localdate(at)).order_by("pk")}
    for seat in seats.values():
        Elector.objects.create(item=held, member=seat.member, group=seat.group)
        for ground in subject.grounds_of(seat.member):
            with override("en"):  # kept in one language, whoever opens it; pages name the ground in the reader's
                reason = str(ground.label)
            recuse(held, seat.member, ground, reason, at)
    if held.method == Item.Method.NO_OBJECTION:
        begin_round(held, Item.Method.NO_OBJECTION, held.text, at)
    hand_out(held, at, "fund.item.opened")
    settled(held, at)
    recused = held.electorate.exclude(recused_because="").count()
    record("fund.item.opened", held, by=by, number=held.number, rules=held.rules, electors=len(seats), recused=recused)
    return held


@transaction.atomic
def deliver(item: Item, *, at: datetime, by: User | None) -> int:
    """Tell those who have no notice yet; returns how many have it now. `by` is None for the clock. Raises NotYet."""
    held = locked(item)
    allowed(held, "deliver", at, frozenset({"clock"}) if by is None else by)
    told = hand_out(held, at, "fund.item.opened")
    if told:
        settled(held, at)
        record("fund.item.delivered", held, by=by or PLATFORM, number=held.number, told=told)
    return told


@transaction.atomic
def take_up(item: Item, meeting: Meeting, *, at: datetime, by: User) -> Item:
    """Put an item that was moved on the agenda of a meeting, where consensus is sought. Raises NotYet, OtherBody."""
    held = locked(item)
    if meeting.body_id != held.body_id:
        raise OtherBody
    held.meeting = meeting
    held.state = allowed(held, "take_up", at, by).target
    if held.method == Item.Method.NO_OBJECTION:
        held.method = Item.Method.CONSENSUS
    held.deadline_at = None
    held.save(update_fields=["meeting", "state", "method", "deadline_at"])
    tell_electorate(held, "fund.item.taken_up")
    record("fund.item.taken_up", held, by=by, number=held.number, meeting=meeting.code)
    return held


@transaction.atomic
def withdraw_item(item: Item, *, reason: str, at: datetime, by: User) -> None:
    """Raises NotYet."""
    held = locked(item)
    held.state = allowed(held, "withdraw", at, by, reason=reason).target
    held.deadline_at = None
    held.save(update_fields=["state", "deadline_at"])
    held.rounds.filter(closed_at__isnull=True).update(closed_at=at, status="withdrawn")
    record("fund.item.withdrawn", held, by=by, number=held.number, reason=reason)
