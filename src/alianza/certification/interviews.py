"""What workers said, as counts: the packaged questionnaire, the small-cell rule, and where it contradicts the firm.

Nothing here knows who answered, when in the day, or with which code.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from alianza.certification.sampling import may_be_shown
from alianza.instruments.instrument import Choice, Instrument, Item, Type
from alianza.instruments.soundness import examine
from alianza.written import read_yaml

FILE = Path(__file__).parent / "data" / "worker_interview.yaml"
WORDS = "W_WORDS"


@cache
def worker_interview() -> Instrument:
    """The questionnaire for workers. Raises ValueError with every problem of the file: it is never used with one."""
    instrument, problems = examine(read_yaml(FILE))
    if instrument is None or problems:
        raise ValueError("; ".join(str(each) for each in problems))
    return instrument


@dataclass(frozen=True, slots=True)
class Counted:
    """One question: how many answered it and, where they are enough, how often each value was given."""

    item: Item
    answered: int
    values: tuple[tuple[Choice, int], ...] | None
    """None where too few answered for counts to be shown."""

    @property
    def against(self) -> int:
        """Answers that speak against the criterion."""
        return sum(count for choice, count in self.values or () if choice.scored and choice.score == 0)


def counted(instrument: Instrument, answers: Iterable[Mapping[str, Any]]) -> tuple[Counted, ...]:
    """Counts by question; a question that fewer than five answered shows none."""
    given = list(answers)
    found = []
    for item in instrument.items:
        if item.type not in {Type.SELECT_ONE, Type.SELECT_MULTIPLE} or item.choices is None:
            continue
        held = [each[item.id] for each in given if item.id in each]
        values = None
        if may_be_shown(len(held)):
            values = tuple(
                (choice, sum(choice.value == one or (isinstance(one, list) and choice.value in one) for one in held))
                for choice in item.choices.choices
            )
        found.append(Counted(item, len(held), values))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Point:
    """Workers said otherwise than the firm: `against` of `answered` answers speak against what it says is met."""

    criterion: str
    item: Item
    against: int
    answered: int


def contradictions(counts: Iterable[Counted], self_assessed: Mapping[str, Any]) -> tuple[Point, ...]:
    """Where the firm says "met" and a worker says otherwise. What is not shown raises no point either."""
    found = []
    for each in counts:
        if each.values is None or not each.against:
            continue
        for criterion in each.item.refs.get("label", ()):
            said = self_assessed.get(criterion)
            value = said.get("value") if isinstance(said, dict) else said
            if value == "met":
                found.append(Point(criterion, each.item, each.against, each.answered))
    return tuple(found)
