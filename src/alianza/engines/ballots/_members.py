"""Members, what they answer, and who is recused (A1, A2, A5)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from alianza.engines.ballots._clock import moment


class Choice(StrEnum):
    """What a ballot says: the first three in a formal vote, the others in consensus and in a lapse of time.

    `NO_OBJECTION` also takes back an objection of one's own.
    """

    YES = "yes"
    NO = "no"
    ABSTAIN = "abstain"
    OBJECT = "object"
    STAND_ASIDE = "stand_aside"
    NO_OBJECTION = "no_objection"


class Ground(StrEnum):
    """Why a member is recused; public."""

    SUBMITS = "submits"
    EXECUTES = "executes"
    PAID = "paid"
    DECLARED = "declared"
    RULED = "ruled"


@dataclass(frozen=True, slots=True)
class Voter:
    """A member of the body, by its code, and the groups of the body that it belongs to. Nothing else counts (A1)."""

    member: str
    groups: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Ballot:
    """What a member answered and when. `reasoned`: an objection came with its reasons."""

    member: str
    choice: Choice
    at: datetime
    reasoned: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "choice", Choice(self.choice))
        object.__setattr__(self, "at", moment(self.at, f"ballot of {self.member}"))


@dataclass(frozen=True, slots=True)
class Recusal:
    """A member has an interest in the item, since `at`."""

    member: str
    at: datetime
    ground: Ground

    def __post_init__(self) -> None:
        object.__setattr__(self, "ground", Ground(self.ground))
        object.__setattr__(self, "at", moment(self.at, f"recusal of {self.member}"))


def may_chair(member: str, *, beneficiaries: Collection[str], recusals: Iterable[Recusal] = ()) -> bool:
    """Whether the member may chair the item: not where it is recused, nor where its country is to benefit.

    A beneficiary that is not recused still votes.
    """
    return member not in beneficiaries and member not in {each.member for each in recusals}
