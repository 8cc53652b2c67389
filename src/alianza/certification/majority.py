"""What a panel decides: at least three members, simple majority of the votes cast; a tie is no majority.

The engine of ballots answers for bodies with seats, quorums and consensus; a panel has none of these.
"""

from collections.abc import Iterable
from dataclasses import dataclass

LEAST_MEMBERS = 3


@dataclass(frozen=True, slots=True)
class Tally:
    in_favour: int
    against: int
    abstained: int

    @property
    def members(self) -> int:
        return self.in_favour + self.against + self.abstained

    @property
    def is_enough(self) -> bool:
        return self.members >= LEAST_MEMBERS

    @property
    def carries(self) -> bool:
        """More in favour than against; who abstains is not counted."""
        return self.in_favour > self.against


def tally(choices: Iterable[str]) -> Tally:
    """Votes counted.

    >>> tally(["in_favour", "against", "abstain"]).carries, tally(["in_favour", "abstain", "abstain"]).carries
    (False, True)
    """
    held = list(choices)
    return Tally(*(held.count(each) for each in ("in_favour", "against", "abstain")))
