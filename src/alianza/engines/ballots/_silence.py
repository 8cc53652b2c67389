"""Decisions by lapse of time: silence is consent once everybody knows (A10)."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from alianza.engines.ballots._clock import (
    SATURDAY_AND_SUNDAY,
    WHERE_DAYS_END,
    day_of,
    end_of_day,
    moment,
    working_days_after,
    working_days_between,
)
from alianza.engines.ballots._members import Ballot, Choice, Recusal, Voter
from alianza.engines.ballots._outcome import Method, Outcome, Status
from alianza.engines.ballots._refusals import AnsweredBeforeAsked
from alianza.engines.ballots._room import (
    Room,
    frozen_electorate,
    goes_up_at,
    in_electorate,
    listed,
    outcome,
    recused_since,
    room,
    too_few,
    written,
)
from alianza.engines.ballots._rules import Rules
from alianza.vocabulary.refusal import marked
from alianza.vocabulary.said import Said

ANSWERS = (Choice.OBJECT, Choice.STAND_ASIDE, Choice.NO_OBJECTION)


@dataclass(frozen=True, slots=True)
class Question:
    """The one question that may pause the clock. `answered` is None while nobody has answered."""

    asked: datetime
    answered: datetime | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "asked", moment(self.asked, "question"))
        if self.answered is not None:
            object.__setattr__(self, "answered", moment(self.answered, "answer"))
            if self.answered < self.asked:
                raise AnsweredBeforeAsked(asked=written(self.asked), answered=written(self.answered))


def needs_long_silence(
    rules: Rules, *, new_country: bool, restructuring: bool, share_of_window: Fraction | Decimal | None
) -> bool:
    """Whether the item has the longer of the two periods: a new country, a restructuring, a large share of its window.

    A share that is not known counts as large: nobody gets less time because a figure is missing. A float is refused
    (TypeError), since money and its shares are exact here.
    """
    if share_of_window is not None and not isinstance(share_of_window, Fraction | Decimal | int):
        raise TypeError("A share of a window is exact: give a Fraction or a Decimal.")
    large = share_of_window is None or Fraction(share_of_window) > rules.large_share
    return new_country or restructuring or large


@dataclass(frozen=True, slots=True)
class _Calendar:
    holidays: frozenset[date]
    weekend: frozenset[int]

    def after(self, day: date, n: int) -> date:
        return working_days_after(day, n, self.holidays, weekend=self.weekend)

    def between(self, first: date, last: date) -> int:
        return working_days_between(first, last, self.holidays, weekend=self.weekend)


def no_objection(
    rules: Rules,
    electorate: Iterable[Voter],
    ballots: Iterable[Ballot] = (),
    *,
    opens: datetime,
    now: datetime,
    notices: Mapping[str, datetime | None],
    long: bool,
    recusals: Iterable[Recusal] = (),
    question: Question | None = None,
    holidays: Collection[date] = (),
    weekend: Collection[int] = SATURDAY_AND_SUNDAY,
) -> Outcome:
    """Adoption by silence, in the shorter or the `long` period (`needs_long_silence`).

    `notices` says when each member's notice was delivered; a member without a time has none yet, and the clock waits
    for it. Notices to others play no part. An objection counts with reasons given (`Ballot.reasoned`), also before the
    clock starts; one without stays on record and stops nothing. The question moves the deadline by the working days
    from its day to that of the answer, at most `rules.pause_days`; unanswered after these, the clock runs on.

    Raises what `consensus` raises.
    """
    began, at = moment(opens, "opens"), moment(now, "now")
    given, said = tuple(recusals), tuple(ballots)
    voters = frozen_electorate(rules, electorate)
    in_electorate(voters, (*(each.member for each in given), *(each.member for each in said)))
    known = _delivered(notices, at)
    started = _start(voters, known, recused_since(given, None, at), began)
    period = rules.long_silence_days if long else rules.silence_days
    calendar = _Calendar(frozenset(holidays), frozenset(weekend))
    clock = _Clock() if started is None else _running(rules, started, period, question, calendar, at)
    stopped = _first_objection(said, at, clock.lapses)
    # closed right after the objection, so that it counts itself
    ends = clock.lapses if stopped is None else stopped + timedelta.resolution
    since = recused_since(given, ends, at)
    up = goes_up_at(rules, voters, since, began) if at >= began else None
    if up is not None:
        since, ends, stopped = {member: when for member, when in since.items() if when <= up}, up, None
    found = room(rules, voters, said, since, ANSWERS, opens=began, closes=ends, now=at)
    here = {member for member, when in known.items() if member in found.eligible and (ends is None or when <= ends)}
    waiting = [member for member in found.eligible if member not in here]
    if at < began:
        status, reason = Status.NOT_STARTED, Said(marked("The item opens at %(opens)s."), opens=written(began))
    elif stopped is not None:
        status, reason = Status.OBJECTED, _objection(found)
    else:
        status, reason = _by_the_clock(clock, waiting, at)
    if up is not None:
        status = Status.GOES_TO_ASSEMBLY
    return outcome(
        found,
        Method.NO_OBJECTION,
        status,
        here,
        too_few(found, found.groups(here)) if up is not None else [reason],
        closes=ends if stopped is None else stopped,
        quorum_met=not waiting,
        waiting_for=() if status.is_final else waiting,
    )


@dataclass(frozen=True, slots=True)
class _Clock:
    """`lapses` is the deadline, None while the clock has not started; `paused_until` the latest end of a pause."""

    lapses: datetime | None = None
    paused_until: datetime | None = None


def _delivered(notices: Mapping[str, datetime | None], now: datetime) -> dict[str, datetime]:
    given = {member: moment(when, f"notice to {member}") for member, when in notices.items() if when is not None}
    return {member: when for member, when in given.items() if when <= now}


def _start(
    voters: Collection[str], delivered: Mapping[str, datetime], since: Mapping[str, datetime], opens: datetime
) -> datetime | None:
    """When the last member had its notice or, lacking it, was recused; None while somebody lacks it."""
    start = opens
    for member in voters:
        ready = [when[member] for when in (delivered, since) if member in when]
        if not ready:
            return None
        start = max(start, min(ready))
    return start


def _running(
    rules: Rules, started: datetime, period: int, question: Question | None, calendar: _Calendar, now: datetime
) -> _Clock:
    """The clock that started, with its pause. The days of a question are those it is where days end."""
    first = day_of(started)
    plain = end_of_day(calendar.after(first, period))
    if question is None or question.asked > now or question.asked >= plain:
        return _Clock(plain)
    asked = max(question.asked, started)
    answered = question.answered if question.answered is not None and question.answered <= now else None
    if answered is not None and answered <= asked:
        return _Clock(plain)
    asked_on = asked.astimezone(WHERE_DAYS_END).date()
    longest = calendar.after(asked_on, rules.pause_days)
    until = longest if answered is None else min(longest, answered.astimezone(WHERE_DAYS_END).date())
    lapses = end_of_day(calendar.after(first, period + calendar.between(asked_on, until)))
    return _Clock(lapses, end_of_day(longest) if answered is None and now < end_of_day(longest) else None)


def _first_objection(ballots: Iterable[Ballot], now: datetime, lapses: datetime | None) -> datetime | None:
    """The instant of the first objection with reasons until now and before the deadline."""
    last = {(each.at, each.member): each for each in sorted(ballots, key=lambda each: each.at)}
    return min(
        (
            each.at
            for each in last.values()
            if each.choice is Choice.OBJECT
            and each.reasoned
            and each.at <= now
            and (lapses is None or each.at < lapses)
        ),
        default=None,
    )


def _objection(found: Room) -> Said:
    who = [each.member for each in found.counted if each.choice is Choice.OBJECT and each.reasoned]
    said = marked("Objecting with reasons: %(members)s. The item moves to the next meeting.")
    return Said(said, members=listed(who))


def _by_the_clock(clock: _Clock, waiting: Collection[str], now: datetime) -> tuple[Status, Said]:
    if clock.lapses is None:
        said = marked("No notice is delivered yet to: %(members)s. The clock has not started.")
        return Status.NOT_STARTED, Said(said, members=listed(waiting))
    if clock.paused_until is not None:
        said = marked("A question stands. The clock waits for the answer, until %(until)s at the latest.")
        return Status.PAUSED, Said(said, until=written(clock.paused_until))
    closes = written(clock.lapses)
    if now < clock.lapses:
        return Status.OPEN, Said(marked("Silence is consent at %(closes)s."), closes=closes)
    said = marked("Everybody had the notice, and nobody objected with reasons until %(closes)s.")
    return Status.ADOPTED, Said(said, closes=closes)
