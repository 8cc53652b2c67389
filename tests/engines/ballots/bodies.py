"""Bodies and times that the tests share. The numbers are those of the method of the fund, section 5."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from alianza.engines.ballots import Ballot, Choice, Ground, Outcome, Recusal, Rules, Voter, consensus

DONOR, BENEFICIARY, CIVIL = "donor government", "beneficiary government", "civil society"
NUMBERS = {
    "version": "committee-1",
    "in_force": "2026-01-01",
    "source": "methods of the fund, section 5",
    "majority": "2/3",
    "quorum": "1/2",
    "least_eligible": 3,
    "groups": {DONOR: "1/3", BENEFICIARY: "1/3", CIVIL: 0},
    "consensus_attempts": 2,
    "silence_days": 10,
    "long_silence_days": 15,
    "large_share": "0.05",
    "pause_days": 5,
    "papers_days": 15,
    "languages": ["en", "es", "fr"],
}
COMMITTEE = Rules.from_mapping(NUMBERS)
ASSEMBLY = Rules.from_mapping({**NUMBERS, "version": "assembly-1", "groups": {}})

OPENS = datetime(2026, 3, 2, 9, tzinfo=UTC)
"""A Monday."""
CLOSES = OPENS + timedelta(hours=6)


def minutes(n: float) -> datetime:
    return OPENS + timedelta(minutes=n)


def members(n: int) -> list[Voter]:
    """Members without groups: m000, m001 ..."""
    return [Voter(f"m{each:03}") for each in range(n)]


def nine() -> list[Voter]:
    """Three donor governments, four beneficiary governments, two of civil society."""
    donors = [Voter(f"d{each}", frozenset({DONOR})) for each in range(3)]
    beneficiaries = [Voter(f"b{each}", frozenset({BENEFICIARY})) for each in range(4)]
    return [*donors, *beneficiaries, *(Voter(f"c{each}", frozenset({CIVIL})) for each in range(2))]


def says(choice: str, *who: str, at: datetime | None = None, reasoned: bool = False) -> list[Ballot]:
    return [Ballot(member, Choice(choice), at or minutes(10), reasoned=reasoned) for member in who]


def names(voters: Iterable[Voter]) -> list[str]:
    return [each.member for each in voters]


def recused(*who: str, at: datetime | None = None) -> list[Recusal]:
    return [Recusal(member, at or minutes(-60), Ground.DECLARED) for member in who]


def two_failed(rules: Rules, electorate: list[Voter]) -> list[Outcome]:
    """Two attempts at consensus to which the first member objected, everybody being there."""
    here = names(electorate)
    objection = says("object", here[0])
    return [
        consensus(rules, electorate, objection, present=here, opens=OPENS, closes=CLOSES, now=CLOSES) for _ in range(2)
    ]
