"""The gate before the committee (A13)."""

from dataclasses import dataclass
from enum import StrEnum

from alianza.engines.ballots._outcome import Method, Outcome
from alianza.vocabulary.refusal import marked
from alianza.vocabulary.said import Said


class Advice(StrEnum):
    """What the Advisory Group says of a proposal."""

    APPROVED = "approved"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Gate:
    """Whether the item reaches the committee, and why."""

    passes: bool
    reason: Said


def gate(advice: Advice | None, *, reasoned: bool = False, override: Outcome | None = None) -> Gate:
    """Whether an item reaches the committee, by the Group's `advice` (None: not given yet).

    A refusal that is `reasoned` is overridden by a formal vote of the committee that adopted the override. A refusal
    without reasons is not complete, so there is nothing to override yet.

    >>> gate(Advice.APPROVED).passes, gate(Advice.REFUSED, reasoned=True).passes, gate(None).passes
    (True, False, False)
    """
    if advice is None:
        return Gate(False, Said(marked("The Advisory Group has not given its opinion yet.")))
    if Advice(advice) is Advice.APPROVED:
        return Gate(True, Said(marked("The Advisory Group approved it.")))
    if not reasoned:
        return Gate(False, Said(marked("The Advisory Group refused it and still has to give its reasons.")))
    if override is None:
        return Gate(
            False,
            Said(marked("The Advisory Group refused it. Only a formal vote of the committee overrides the refusal.")),
        )
    if override.method is not Method.FORMAL:
        return Gate(
            False, Said(marked("A refusal of the Advisory Group is overridden by a formal vote and in no other way."))
        )
    if not override.adopted:
        return Gate(False, Said(marked("The committee has not adopted the override of the Advisory Group's refusal.")))
    return Gate(True, Said(marked("The committee overrode the Advisory Group's refusal by formal vote.")))
