"""What came out, with everything it rests on."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from alianza.engines.ballots._members import Ballot
from alianza.vocabulary.said import Said


class Method(StrEnum):
    FORMAL = "formal"
    CONSENSUS = "consensus"
    NO_OBJECTION = "no_objection"


class Status(StrEnum):
    """`NOT_STARTED`, `OPEN` and `PAUSED` may still change; the others are final."""

    NOT_STARTED = "not_started"
    OPEN = "open"
    PAUSED = "paused"
    ADOPTED = "adopted"
    NOT_ADOPTED = "not_adopted"
    OBJECTED = "objected"
    NO_QUORUM = "no_quorum"
    GOES_TO_ASSEMBLY = "goes_to_assembly"

    @property
    def is_final(self) -> bool:
        return self not in {Status.NOT_STARTED, Status.OPEN, Status.PAUSED}


class Why(StrEnum):
    """Why a ballot is kept and not counted."""

    CORRECTED = "corrected"
    LATE = "late"
    RECUSED = "recused"


@dataclass(frozen=True, slots=True)
class SetAside:
    """A ballot that is kept and does not count."""

    ballot: Ballot
    why: Why


@dataclass(frozen=True, slots=True)
class GroupCount:
    """One group whose share is asked: its eligible members, how many have to be present, how many are."""

    group: str
    eligible: int
    needed: int
    present: int

    @property
    def met(self) -> bool:
        return self.eligible > 0 and self.present >= self.needed


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The outcome of an item under one version of the rules.

    `eligible` counts members after recusal, `recused` names the others. In a lapse of time, `present` are those who
    have the notice. `yes`, `no`, `abstain` and `cast` (yes and no) are None while the item is open and wherever nobody
    votes. `objectors`, `stood_aside`, `counted` and `set_aside` are empty while it is open (A14). `closes` is when it
    closed or will; while a question stands, the latest it can; None while nobody knows. `waiting_for` names who has no
    notice yet. `reasons` are sentences that can be said in other languages.
    """

    status: Status
    method: Method
    rules: str
    eligible: int
    recused: tuple[str, ...]
    quorum_needed: int
    present: int
    quorum_met: bool
    groups: tuple[GroupCount, ...]
    closes: datetime | None
    cast: int | None = None
    yes: int | None = None
    no: int | None = None
    abstain: int | None = None
    objectors: tuple[str, ...] = ()
    stood_aside: tuple[str, ...] = ()
    waiting_for: tuple[str, ...] = ()
    counted: tuple[Ballot, ...] = ()
    set_aside: tuple[SetAside, ...] = ()
    reasons: tuple[Said, ...] = ()

    @property
    def groups_met(self) -> bool:
        """Whether enough of every group whose share is asked are present."""
        return all(each.met for each in self.groups)

    @property
    def adopted(self) -> bool:
        return self.status is Status.ADOPTED
