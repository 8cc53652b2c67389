"""Decisions in a meeting: consensus (A9), and the formal vote after it (A8)."""

from collections.abc import Collection, Iterable
from datetime import datetime

from alianza.engines.ballots._clock import moment
from alianza.engines.ballots._members import Ballot, Choice, Recusal, Voter
from alianza.engines.ballots._outcome import Method, Outcome, Status
from alianza.engines.ballots._refusals import ClosesBeforeItOpens, ConsensusFirst
from alianza.engines.ballots._room import (
    Room,
    frozen_electorate,
    goes_up_at,
    in_electorate,
    listed,
    outcome,
    quorum_reasons,
    recused_since,
    room,
    too_few,
    written,
)
from alianza.engines.ballots._rules import Rules
from alianza.vocabulary.refusal import marked
from alianza.vocabulary.said import Said


def failed_attempts(attempts: Iterable[Outcome]) -> int:
    """How many attempts at consensus met an objection. One without a quorum was no attempt."""
    return sum(each.method is Method.CONSENSUS and each.status is Status.OBJECTED for each in attempts)


def formal(
    rules: Rules,
    electorate: Iterable[Voter],
    ballots: Iterable[Ballot] = (),
    *,
    opens: datetime,
    closes: datetime | None,
    now: datetime,
    recusals: Iterable[Recusal] = (),
    present: Collection[str] = (),
    attempts: Iterable[Outcome] = (),
) -> Outcome:
    """The formal vote, after the failed `attempts` at consensus on the same item.

    `closes` is None until the chair closes the vote. `present` names further members in the room who cast nothing.
    Raises ConsensusFirst, and what `consensus` raises.

    >>> from datetime import UTC
    >>> from alianza.engines.ballots._rules import EXAMPLE
    >>> rules = Rules.from_mapping({**EXAMPLE, "groups": {}, "consensus_attempts": 0})
    >>> opens, closes = datetime(2026, 3, 2, 9, tzinfo=UTC), datetime(2026, 3, 2, 10, tzinfo=UTC)
    >>> votes = [Ballot(member, choice, opens) for member, choice in zip("ABC", ("yes", "yes", "no"))]
    >>> found = formal(rules, map(Voter, "ABCDE"), votes, opens=opens, closes=closes, now=closes)
    >>> found.status.value, found.yes, found.cast, found.quorum_needed
    ('adopted', 2, 3, 3)
    """
    failed = failed_attempts(attempts)
    if failed < rules.consensus_attempts:
        raise ConsensusFirst(needed=rules.consensus_attempts, failed=failed)
    return _met(rules, electorate, ballots, recusals, present, Method.FORMAL, opens, closes, now)


def consensus(
    rules: Rules,
    electorate: Iterable[Voter],
    ballots: Iterable[Ballot] = (),
    *,
    opens: datetime,
    closes: datetime | None,
    now: datetime,
    recusals: Iterable[Recusal] = (),
    present: Collection[str] = (),
) -> Outcome:
    """One attempt at consensus on the text that the chair stated at `opens`.

    Ballots say who objects or stands aside; `present` names the others in the room. `closes` is None until the chair
    closes the attempt. Raises NotInElectorate, TwiceInElectorate, UnknownGroups, GroupWithoutMembers, NotAnAnswer,
    BeforeTheOpening, RecusedMemberVotes, ClosesBeforeItOpens; TypeError for a time without a zone.
    """
    return _met(rules, electorate, ballots, recusals, present, Method.CONSENSUS, opens, closes, now)


_ANSWERS = {
    Method.FORMAL: (Choice.YES, Choice.NO, Choice.ABSTAIN),
    Method.CONSENSUS: (Choice.OBJECT, Choice.STAND_ASIDE, Choice.NO_OBJECTION),
}


def _met(
    rules: Rules,
    electorate: Iterable[Voter],
    ballots: Iterable[Ballot],
    recusals: Iterable[Recusal],
    present: Collection[str],
    method: Method,
    opens: datetime,
    closes: datetime | None,
    now: datetime,
) -> Outcome:
    began, at = moment(opens, "opens"), moment(now, "now")
    ends = None if closes is None else moment(closes, "closes")
    if ends is not None and ends <= began:
        raise ClosesBeforeItOpens(opens=written(began), closes=written(ends))
    voters, recusals = frozen_electorate(rules, electorate), tuple(recusals)
    in_electorate(voters, (*present, *(each.member for each in recusals)))
    since = recused_since(recusals, ends, at)
    up = goes_up_at(rules, voters, since, began) if at >= began else None
    if up is not None:
        since = {member: when for member, when in since.items() if when <= up}
        ends = up
    found = room(rules, voters, ballots, since, _ANSWERS[method], opens=began, closes=ends, now=at)
    here = {member for member in present if member in found.eligible} | {each.member for each in found.counted}
    if at < began:
        status, reasons = Status.NOT_STARTED, [Said(marked("The item opens at %(opens)s."), opens=written(began))]
    elif up is not None:
        status, reasons = Status.GOES_TO_ASSEMBLY, too_few(found, found.groups(here))
    else:
        status, reasons = _decided(found, method, here, closed=ends is not None and at >= ends)
    return outcome(found, method, status, here, reasons, closes=ends)


def _decided(found: Room, method: Method, here: Collection[str], *, closed: bool) -> tuple[Status, list[Said]]:
    groups = found.groups(here)
    needed = found.rules.quorum_of(len(found.eligible))
    reasons = quorum_reasons(len(found.eligible), needed, len(here), groups)
    if not closed:
        return Status.OPEN, reasons
    if len(here) < needed or not all(each.met for each in groups):
        return Status.NO_QUORUM, reasons
    if method is Method.FORMAL:
        yes, cast = len(found.of(Choice.YES)), len(found.of(Choice.YES)) + len(found.of(Choice.NO))
        asked = found.rules.votes_for_adoption(cast)
        said = marked("In favour: %(yes)s of %(cast)s votes cast. Adoption needs %(needed)s.")
        tally = Said(said, yes=yes, cast=cast, needed=asked)
        return (Status.ADOPTED if yes >= asked else Status.NOT_ADOPTED), [*reasons, tally]
    if objectors := found.of(Choice.OBJECT):
        return Status.OBJECTED, [*reasons, Said(marked("Objecting: %(members)s."), members=listed(objectors))]
    return Status.ADOPTED, [*reasons, Said(marked("Nobody present and eligible objects."))]
