"""Computing what a round came to. Results are never the source: they may be thrown away and computed again."""

import hashlib
from collections.abc import Collection
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from alianza.accounts.models import User
from alianza.audit.actions import record
from alianza.engines.response import Disposition as Standing
from alianza.instruments.actions.answering import is_partial, standing_of
from alianza.instruments.counting import Answers, Asked, Frame, covered
from alianza.instruments.instrument import Type
from alianza.instruments.models import (
    SETTLED,
    Coding,
    Disposition,
    OpenAnswer,
    OpenCode,
    Response,
    Results,
    Round,
    RoundStatus,
    Submission,
)
from alianza.instruments.queries import results as queries
from alianza.instruments.sizes import sizes
from alianza.vocabulary.refusal import Refusal, marked

_SETTLED = {
    Disposition.REFUSED: Standing.REFUSED,
    Disposition.NO_CONTACT: Standing.NO_CONTACT,
    Disposition.NOT_ELIGIBLE: Standing.NOT_ELIGIBLE,
}


class CodeIsThere(Refusal):
    code = "instruments.codebook.code_is_there"
    message = marked("The codebook of this question has %(name)s already.")
    field = "name"


def compute(campaign: Round) -> Results:
    """Count a round and keep the document; nothing is done when it is counted from the same answers already."""
    stamp = queries.stamp_of(campaign)
    held = Results.objects.filter(round=campaign).first()
    if held is not None and held.stamp == stamp:
        return held
    latest = dict(queries.latest_submissions(campaign).order_by().values_list("response__invitation", "pk"))
    rows = queries.frame_of(campaign)
    zones = {pk: zone for pk, _place, _standing, zone in rows}
    first, sent, groups = queries.first_days(campaign), queries.reminded(campaign, zones), queries.groups()
    closed = campaign.status == RoundStatus.CLOSED
    halves = _half_answered(campaign) if closed else frozenset()
    before = queries.answered_before(campaign)
    asked, places, order = [], [], []
    for place, (pk, where, standing, zone) in enumerate(rows):
        answered = pk in latest and standing not in SETTLED
        region, income = groups.get(where, (None, None))
        day = first[pk].astimezone(ZoneInfo(zone)).date() if answered else None
        now = _standing(standing, answered, closed, pk in halves)
        asked.append(Asked(now, region, income, day, sent.get(pk, {}), before.get(pk)))
        if answered:
            places.append(place)
            order.append(latest[pk])
    today = timezone.localdate()
    start = timezone.localdate(campaign.opened_at) if campaign.opened_at else campaign.opens_on
    until = timezone.localdate(campaign.closed_at) if campaign.closed_at else today
    answers = Answers(campaign.version.instrument, len(order))
    for at in range(0, len(order), 200):
        documents = dict(Submission.objects.filter(pk__in=order[at : at + 200]).values_list("pk", "document"))
        for pk in order[at : at + 200]:
            answers.add(documents[pk])
    document = answers.counted(Frame(asked, places, min(start, until), until))
    document["coverage"] = _coverage(queries.states_among(campaign, [rows[place][0] for place in places]))
    _take_out_words(campaign, order)
    results, _made = Results.objects.update_or_create(
        round=campaign, defaults={"document": document, "stamp": stamp, "computed_at": timezone.now()}
    )
    return results


def _coverage(states: Collection[str] | None) -> list[dict[str, Any]]:
    """What these states account for of every size that is offered; nothing in a round that asks no state."""
    told: list[dict[str, Any]] = []
    for size in sizes().values() if states is not None else ():
        held = size.of()
        if held is not None and states is not None:
            noted = {"key": size.key, "year": held.year, "source": held.source, "vintage": held.vintage}
            told.append(noted | covered(states, held.by_place))
    return told


def _standing(disposition: str, answered: bool, closed: bool, half: bool) -> Standing:
    if answered:
        return Standing.COMPLETE
    if disposition in SETTLED:
        return _SETTLED[Disposition(disposition)]
    if closed and disposition in {Disposition.BREAK_OFF, Disposition.PARTIAL}:
        return Standing.PARTIAL if half else Standing.BREAK_OFF
    return Standing.PENDING


def _half_answered(campaign: Round) -> frozenset[int]:
    """Invitations whose response was not handed in, and answers at least half of what is required."""
    begun = Response.objects.filter(
        invitation__round=campaign, invitation__disposition=Disposition.BREAK_OFF, submissions__isnull=True
    ).select_related("version")
    return frozenset(each.invitation_id for each in begun if is_partial(standing_of(each), each.version.instrument))


@transaction.atomic
def _take_out_words(campaign: Round, order: list[int]) -> None:
    """Put answers in words beside one another; what is there already stays, what was replaced goes."""
    instrument = campaign.version.instrument
    items = [item.id for item in instrument.items if item.type in {Type.TEXT, Type.LONG_TEXT}]
    known = set(order)
    held = set(OpenAnswer.objects.filter(round=campaign).order_by().values_list("submission", flat=True).distinct())
    gone = list(held - known)
    for at in range(0, len(gone), 500):
        OpenAnswer.objects.filter(round=campaign, submission__in=gone[at : at + 500]).delete()
    new = [pk for pk in order if pk not in held] if items else []
    for at in range(0, len(new), 200):
        rows = Submission.objects.filter(pk__in=new[at : at + 200]).values_list("pk", "digest", "document")
        OpenAnswer.objects.bulk_create(
            [
                OpenAnswer(
                    round=campaign,
                    submission_id=pk,
                    item=item,
                    place=hashlib.sha256(f"{digest}{item}".encode()).hexdigest()[:16],
                    words=document["answers"][item],
                )
                for pk, digest, document in rows
                for item in items
                if isinstance(document["answers"].get(item), str)
            ],
            batch_size=1000,
            ignore_conflicts=True,
        )


@transaction.atomic
def add_code(campaign: Round, item: str, name: str, meaning: str, *, by: User) -> OpenCode:
    """Add an entry to the codebook of an open question. Raises CodeIsThere."""
    entry, made = OpenCode.objects.get_or_create(
        round=campaign, item=item, name=name.strip(), defaults={"meaning": meaning.strip()}
    )
    if not made:
        raise CodeIsThere(name=name.strip())
    record("instruments.codebook.added", entry, by=by, round=campaign.name, item=item)
    return entry


def sort_answer(answer: OpenAnswer, entries: list[OpenCode], *, by: User) -> None:
    """Sort one answer under these codes of its question and under no others."""
    with transaction.atomic():
        held = Coding.objects.filter(
            submission=answer.submission_id, entry__round=answer.round_id, entry__item=answer.item
        )
        held.exclude(entry__in=entries).delete()
        Coding.objects.bulk_create(
            [Coding(entry=entry, submission_id=answer.submission_id, by_code=by.code) for entry in entries],
            ignore_conflicts=True,
        )
