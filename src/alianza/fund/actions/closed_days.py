"""Days that are no working days for the clocks of bodies: entered and taken back, each by an officer, both kept."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from alianza.accounts.models import User
from alianza.audit.actions import record
from alianza.engines.ballots import SATURDAY_AND_SUNDAY
from alianza.fund.actions.bodies import OfficersOnly
from alianza.fund.models import ClosedDay
from alianza.network.policy import is_officer
from alianza.vocabulary.refusal import Refusal, marked


class ClosedAlready(Refusal):
    code = "fund.closed_day.already"
    field = "day"
    message = marked("%(day)s is a closed day already.")


class NoWorkAnyway(Refusal):
    code = "fund.closed_day.weekend"
    field = "day"
    message = marked("%(day)s is a Saturday or Sunday, which no clock counts anyway.")


class DayIsOver(Refusal):
    code = "fund.closed_day.over"
    field = "day"
    message = marked("%(day)s is over; the clocks that ran on it have counted it.")


class TakenBackAlready(Refusal):
    code = "fund.closed_day.taken_back"
    message = marked("%(day)s was taken back already.")


class SaysNotWhy(Refusal):
    code = "fund.closed_day.says_not_why"
    field = "reason"
    message = marked("Say in a few words why it is a working day after all.")


@transaction.atomic
def close_day(day: date, *, name: str, at: datetime, by: User) -> ClosedDay:
    """Clocks that begin from now on do not count the day; those that run are left as they are.

    Raises OfficersOnly, NoWorkAnyway, DayIsOver, ClosedAlready.
    """
    if not is_officer(by):
        raise OfficersOnly
    if day.weekday() in SATURDAY_AND_SUNDAY:
        raise NoWorkAnyway(day=day.isoformat())
    if day < at.date():
        raise DayIsOver(day=day.isoformat())
    try:
        with transaction.atomic():
            held = ClosedDay.objects.create(day=day, name=name.strip(), added_at=at, added_by=by)
    except IntegrityError:
        raise ClosedAlready(day=day.isoformat()) from None
    record("fund.closed_day.added", held, by=by, day=day)
    return held


@transaction.atomic
def take_back(closed: ClosedDay, *, reason: str, at: datetime, by: User) -> ClosedDay:
    """Clocks that begin from now on count the day again.

    Raises OfficersOnly, SaysNotWhy, TakenBackAlready, DayIsOver.
    """
    if not is_officer(by):
        raise OfficersOnly
    if not reason.strip():
        raise SaysNotWhy
    held = ClosedDay.objects.select_for_update(no_key=True).get(pk=closed.pk)
    if held.removed_at is not None:
        raise TakenBackAlready(day=held.day.isoformat())
    if held.day < at.date():
        raise DayIsOver(day=held.day.isoformat())
    held.removed_at, held.removed_by, held.removed_because = at, by, reason.strip()
    held.save(update_fields=["removed_at", "removed_by", "removed_because"])
    record("fund.closed_day.taken_back", held, by=by, day=held.day)
    return held
