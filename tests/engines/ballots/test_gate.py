"""An item reaches the committee through the Advisory Group, or over its reasoned refusal by formal vote."""

from dataclasses import replace

import pytest

from alianza.engines.ballots import Advice, Method, Status, formal, gate
from tests.engines.ballots.bodies import ASSEMBLY, CLOSES, OPENS, members, names, says, two_failed

ADOPTED = formal(
    ASSEMBLY,
    members(5),
    says("yes", *names(members(5))),
    opens=OPENS,
    closes=CLOSES,
    now=CLOSES,
    attempts=two_failed(ASSEMBLY, members(5)),
)


@pytest.mark.parametrize(
    ("advice", "reasoned", "override", "passes", "words"),
    [
        (None, False, None, False, "not given its opinion yet"),
        (None, True, ADOPTED, False, "not given its opinion yet"),
        (Advice.APPROVED, False, None, True, "approved it"),
        (Advice.REFUSED, False, None, False, "still has to give its reasons"),
        (Advice.REFUSED, False, ADOPTED, False, "still has to give its reasons"),
        (Advice.REFUSED, True, None, False, "Only a formal vote"),
        (Advice.REFUSED, True, ADOPTED, True, "overrode"),
        (Advice.REFUSED, True, replace(ADOPTED, status=Status.NOT_ADOPTED), False, "has not adopted"),
        (Advice.REFUSED, True, replace(ADOPTED, status=Status.OPEN), False, "has not adopted"),
        (Advice.REFUSED, True, replace(ADOPTED, method=Method.CONSENSUS), False, "in no other way"),
        (Advice.REFUSED, True, replace(ADOPTED, method=Method.NO_OBJECTION), False, "in no other way"),
    ],
)
def test_both_gates(advice: Advice | None, reasoned: bool, override: object, passes: bool, words: str) -> None:
    found = gate(advice, reasoned=reasoned, override=override)  # type: ignore[arg-type]
    assert found.passes is passes and words in found.reason


def test_an_advice_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="maybe"):
        gate("maybe")  # type: ignore[arg-type]
