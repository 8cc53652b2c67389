"""One version of a body's rules, all of it data."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from fractions import Fraction
from types import MappingProxyType
from typing import Any, Self

from alianza.engines.ballots._refusals import DaysOutOfRange, NumberOutOfRange, RulesIncomplete, ShareOutOfRange

HALF = Fraction(1, 2)
MOST_PERIOD = 366
MOST_ATTEMPTS = 20
MOST_MEMBERS = 1000
_SHARE = re.compile(r"\d{1,6}(/0*[1-9]\d{0,5}|\.\d{1,6})?", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The rules by which a body decides, from the day `in_force` on, by the text named in `source`.

    Shares are exact. `majority` of votes cast adopts in a formal vote; quorum is floor(`quorum` x eligible) + 1;
    with fewer than `least_eligible` the item goes up. `groups` are the groups that members of this body may belong to,
    each with the least share of its eligible members that has to be present, 0 where none is asked.
    `consensus_attempts` have to fail before a formal vote. Days are working days: `silence_days` of no objection, or
    `long_silence_days` (see `needs_long_silence`; `large_share` of the window counts as large), `pause_days` for one
    question at most, `papers_days` before a meeting. `languages` are the working languages of papers.
    """

    version: str
    in_force: date
    source: str
    majority: Fraction
    quorum: Fraction
    least_eligible: int
    groups: Mapping[str, Fraction] = field(hash=False)
    consensus_attempts: int
    silence_days: int
    long_silence_days: int
    large_share: Fraction
    pause_days: int
    papers_days: int
    languages: tuple[str, ...]

    def __post_init__(self) -> None:
        if not self.version or not self.source or not self.languages:
            empty = [name for name in ("version", "source", "languages") if not getattr(self, name)]
            raise RulesIncomplete(known=_entries(), wrong=", ".join(empty))
        if not isinstance(self.in_force, date) or isinstance(self.in_force, datetime):
            raise TypeError("Rules are in force from a day: give a date.")
        _share("majority", self.majority, least=HALF)
        # of all and one more would be a quorum that nobody can meet
        _share("quorum", self.quorum, most=Fraction(999_999, 1_000_000))
        _share("large_share", self.large_share)
        for group, share in self.groups.items():
            _share(group, share)
        _number("least_eligible", self.least_eligible, MOST_MEMBERS)
        _number("consensus_attempts", self.consensus_attempts, MOST_ATTEMPTS)
        for name in ("silence_days", "long_silence_days", "pause_days", "papers_days"):
            given = getattr(self, name)
            if isinstance(given, bool) or not isinstance(given, int) or not 0 <= given <= MOST_PERIOD:
                raise DaysOutOfRange(given=repr(given), most=MOST_PERIOD)
        object.__setattr__(self, "groups", MappingProxyType(dict(self.groups)))
        object.__setattr__(self, "languages", tuple(self.languages))

    def quorum_of(self, eligible: int) -> int:
        """How many members have to be present.

        >>> from alianza.engines.ballots import Rules
        >>> Rules.from_mapping(EXAMPLE).quorum_of(153)
        77
        """
        return int(eligible * self.quorum) + 1

    def asked_of(self, group: str, eligible: int) -> int:
        """How many of a group's eligible members have to be present: its share, rounded up."""
        share = self.groups[group]
        return -(-eligible * share.numerator // share.denominator)

    def votes_for_adoption(self, cast: int) -> int:
        """How many of the votes cast have to be yes (A8): the share rounded up, and more than half.

        >>> rules = Rules.from_mapping(EXAMPLE)
        >>> rules.votes_for_adoption(100), rules.votes_for_adoption(0)
        (67, 1)
        """
        return max(-(-cast * self.majority.numerator // self.majority.denominator), cast // 2 + 1)

    @classmethod
    def from_mapping(cls, data: Mapping[str, Any]) -> Self:
        """Rules as a document holds them: shares as "2/3", "0.05" or 1, the day as 2026-01-31.

        Raises `RulesIncomplete` for entries that are missing or unknown, `ShareOutOfRange`, `NumberOutOfRange`,
        `DaysOutOfRange`.
        """
        known = {each.name for each in fields(cls)}
        wrong = sorted(known.symmetric_difference(data))
        kinds = {"groups": Mapping, "languages": list | tuple, "version": str, "source": str, "in_force": str | date}
        wrong += [name for name, kind in kinds.items() if name in data and not isinstance(data[name], kind)]
        if wrong:
            raise RulesIncomplete(known=_entries(), wrong=", ".join(wrong))
        read = dict(data)
        for name in ("majority", "quorum", "large_share"):
            read[name] = _read_share(name, data[name])
        read["groups"] = {str(group): _read_share(str(group), share) for group, share in data["groups"].items()}
        read["languages"] = tuple(str(each) for each in data["languages"])
        if isinstance(data["in_force"], str):
            try:
                read["in_force"] = date.fromisoformat(data["in_force"])
            except ValueError:
                raise RulesIncomplete(known=_entries(), wrong="in_force") from None
        return cls(**read)

    def as_mapping(self) -> dict[str, Any]:
        """What `from_mapping` reads back, of texts, numbers, lists and mappings only."""
        written: dict[str, Any] = {each.name: getattr(self, each.name) for each in fields(self)}
        written |= {name: str(written[name]) for name in ("majority", "quorum", "large_share")}
        written["groups"] = {group: str(share) for group, share in self.groups.items()}
        written["in_force"] = self.in_force.isoformat()
        written["languages"] = list(self.languages)
        return written


def _entries() -> str:
    return ", ".join(each.name for each in fields(Rules))


def _share(rule: str, given: object, *, least: Fraction = Fraction(0), most: Fraction = Fraction(1)) -> None:
    if not isinstance(given, Fraction) or not least <= given <= most:
        raise ShareOutOfRange(given=str(given)[:40], rule=rule, least=least, most=most)


def _number(rule: str, given: object, most: int) -> None:
    if isinstance(given, bool) or not isinstance(given, int) or not 0 <= given <= most:
        raise NumberOutOfRange(given=str(given)[:40], rule=rule, least=0, most=most)


def _read_share(rule: str, given: object) -> Fraction:
    if isinstance(given, Fraction):
        return given
    if isinstance(given, float | bool) or not _SHARE.fullmatch(str(given)):
        raise ShareOutOfRange(given=str(given)[:40], rule=rule, least=0, most=1)
    return Fraction(str(given))


EXAMPLE: Mapping[str, Any] = MappingProxyType(
    {
        "version": "example-1",
        "in_force": "2026-01-01",
        "source": "an example for the documentation",
        "majority": "2/3",
        "quorum": "1/2",
        "least_eligible": 3,
        "groups": {"donor government": "1/3", "beneficiary government": "1/3", "civil society": 0},
        "consensus_attempts": 2,
        "silence_days": 10,
        "long_silence_days": 15,
        "large_share": "0.05",
        "pause_days": 5,
        "papers_days": 15,
        "languages": ["en", "es", "fr"],
    }
)
"""The form of a document of rules; a body's own numbers are data of the body."""
