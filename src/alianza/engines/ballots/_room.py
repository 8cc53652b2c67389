"""Who is eligible, who is present, which ballots count: the same for every method (A2-A7)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from alianza.engines.ballots._members import Ballot, Choice, Recusal, Voter
from alianza.engines.ballots._outcome import GroupCount, Method, Outcome, SetAside, Status, Why
from alianza.engines.ballots._refusals import (
    BeforeTheOpening,
    GroupWithoutMembers,
    NotAnAnswer,
    NotInElectorate,
    RecusedMemberVotes,
    TwiceInElectorate,
    UnknownGroups,
)
from alianza.engines.ballots._rules import Rules
from alianza.vocabulary.refusal import marked
from alianza.vocabulary.said import Said


def written(at: datetime) -> str:
    """An instant in UTC as a sentence shows it."""
    return at.strftime("%Y-%m-%d %H:%M UTC")


def listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))


def frozen_electorate(rules: Rules, electorate: Iterable[Voter]) -> dict[str, Voter]:
    """The members by code. Refuses a member named twice, and groups that rules and members do not share."""
    voters: dict[str, Voter] = {}
    for voter in electorate:
        if voter.member in voters:
            raise TwiceInElectorate(member=voter.member)
        voters[voter.member] = voter
    held = frozenset[str]().union(*(voter.groups for voter in voters.values()))
    if unknown := held - set(rules.groups):
        raise UnknownGroups(version=rules.version, groups=listed(unknown))
    if empty := {group for group, share in rules.groups.items() if share} - held:
        raise GroupWithoutMembers(version=rules.version, groups=listed(empty))
    return voters


def in_electorate(voters: Collection[str], members: Iterable[str]) -> None:
    for member in members:
        if member not in voters:
            raise NotInElectorate(member=member)


def recused_since(recusals: Iterable[Recusal], until: datetime | None, now: datetime) -> dict[str, datetime]:
    """The first recusal of each member among those that have happened and came before the closing `until` (A3)."""
    since: dict[str, datetime] = {}
    for each in recusals:
        if each.at <= now and (until is None or each.at < until):
            since[each.member] = min(each.at, since.get(each.member, each.at))
    return since


def goes_up_at(rules: Rules, voters: dict[str, Voter], since: dict[str, datetime], opens: datetime) -> datetime | None:
    """When the body could no longer decide the item for want of eligible members (A7), or None. This closes it."""
    asked = [group for group, share in rules.groups.items() if share]
    for at in sorted({opens, *(max(each, opens) for each in since.values())}):
        left = [voter for member, voter in voters.items() if member not in since or since[member] > at]
        if len(left) < rules.least_eligible or any(all(group not in each.groups for each in left) for group in asked):
            return at
    return None


@dataclass(frozen=True, slots=True)
class Room:
    """`eligible` members by code, `recused` codes, and the last ballot of each eligible member before the closing."""

    rules: Rules
    eligible: dict[str, Voter]
    recused: tuple[str, ...]
    counted: tuple[Ballot, ...]
    set_aside: tuple[SetAside, ...]

    def of(self, choice: Choice) -> tuple[str, ...]:
        return tuple(each.member for each in self.counted if each.choice is choice)

    def groups(self, present: Collection[str]) -> tuple[GroupCount, ...]:
        counts = []
        for group, share in self.rules.groups.items():
            if share:
                members = [each.member for each in self.eligible.values() if group in each.groups]
                here = sum(member in present for member in members)
                counts.append(GroupCount(group, len(members), self.rules.asked_of(group, len(members)), here))
        return tuple(counts)


def room(
    rules: Rules,
    voters: dict[str, Voter],
    ballots: Iterable[Ballot],
    since: dict[str, datetime],
    answers: tuple[Choice, ...],
    *,
    opens: datetime,
    closes: datetime | None,
    now: datetime,
) -> Room:
    """Sort the ballots cast until `now` into those that count and those that are kept beside.

    Raises NotInElectorate, NotAnAnswer, BeforeTheOpening, RecusedMemberVotes.
    """
    last: dict[str, Ballot] = {}
    aside: list[SetAside] = []
    for ballot in sorted(ballots, key=lambda each: each.at):  # stable: at one instant, the later in the list counts
        in_electorate(voters, [ballot.member])
        if ballot.choice not in answers:
            raise NotAnAnswer(given=ballot.choice.value, answers=", ".join(each.value for each in answers))
        if ballot.at < opens:
            raise BeforeTheOpening(member=ballot.member, at=written(ballot.at), opens=written(opens))
        if ballot.at > now:
            continue
        if closes is not None and ballot.at >= closes:
            aside.append(SetAside(ballot, Why.LATE))
        elif ballot.member not in since:
            if ballot.member in last:
                aside.append(SetAside(last[ballot.member], Why.CORRECTED))
            last[ballot.member] = ballot
        elif ballot.at < since[ballot.member]:
            aside.append(SetAside(ballot, Why.RECUSED))
        else:
            raise RecusedMemberVotes(member=ballot.member, since=written(since[ballot.member]))
    return Room(
        rules,
        {member: voter for member, voter in voters.items() if member not in since},
        tuple(sorted(since)),
        tuple(last[member] for member in sorted(last)),
        tuple(sorted(aside, key=lambda each: (each.ballot.member, each.ballot.at))),
    )


def too_few(found: Room, groups: tuple[GroupCount, ...]) -> list[Said]:
    """Why the body cannot decide this item at all (A7); empty where it can."""
    reasons = []
    if len(found.eligible) < found.rules.least_eligible:
        reasons.append(
            Said(
                marked("Eligible members: %(eligible)s. With fewer than %(least)s the item goes to the Assembly."),
                eligible=len(found.eligible),
                least=found.rules.least_eligible,
            )
        )
    gone = [each.group for each in groups if not each.eligible]
    reasons += [
        Said(marked("No eligible member is left of this group: %(group)s. The item goes to the Assembly."), group=group)
        for group in gone
    ]
    return reasons


def quorum_reasons(eligible: int, needed: int, present: int, groups: tuple[GroupCount, ...]) -> list[Said]:
    """How the quorum stands, the groups that lack some included."""
    said = marked("Present: %(present)s of %(eligible)s eligible members. The quorum is %(needed)s.")
    lack = marked("Present of the group %(group)s: %(present)s of %(eligible)s. At least %(needed)s have to be.")
    return [
        Said(said, present=present, eligible=eligible, needed=needed),
        *(
            Said(lack, group=each.group, present=each.present, eligible=each.eligible, needed=each.needed)
            for each in groups
            if not each.met
        ),
    ]


def outcome(
    found: Room,
    method: Method,
    status: Status,
    present: Collection[str],
    reasons: Iterable[Said],
    *,
    closes: datetime | None,
    quorum_met: bool | None = None,
    waiting_for: Iterable[str] = (),
) -> Outcome:
    """The outcome; its tally and ballots stay unsaid until it is final (A14)."""
    final = status.is_final
    groups = found.groups(present)
    needed = found.rules.quorum_of(len(found.eligible))
    votes = final and method is Method.FORMAL
    yes, no = len(found.of(Choice.YES)), len(found.of(Choice.NO))
    return Outcome(
        status=status,
        method=method,
        rules=found.rules.version,
        eligible=len(found.eligible),
        recused=found.recused,
        quorum_needed=needed,
        present=len(present),
        quorum_met=len(present) >= needed and all(each.met for each in groups) if quorum_met is None else quorum_met,
        groups=groups,
        closes=closes,
        cast=yes + no if votes else None,
        yes=yes if votes else None,
        no=no if votes else None,
        abstain=len(found.of(Choice.ABSTAIN)) if votes else None,
        objectors=found.of(Choice.OBJECT) if final else (),
        stood_aside=found.of(Choice.STAND_ASIDE) if final else (),
        waiting_for=tuple(sorted(waiting_for)),
        counted=found.counted if final else (),
        set_aside=found.set_aside if final else (),
        reasons=tuple(reasons),
    )
