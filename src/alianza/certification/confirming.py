"""What an audit confirms of a self-assessment, as the facts that the instrument's outcomes ask for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from alianza.instruments.actions.answering import profile_written
from alianza.instruments.answers import Written
from alianza.instruments.instrument import Instrument, Item, Type
from alianza.instruments.standing import standing
from alianza.vocabulary.facts import Answer

VERIFIED = ("verified", "verified_leading")
SELF_DECLARED = "self_declared"
NOT_APPLICABLE = "na"


def criteria(instrument: Instrument) -> list[Item]:
    """What an auditor looks at, in the order asked."""
    return [item for item in instrument.items if item.type is Type.CRITERION]


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What the verdicts come to. `open` are criteria without verdict, `falling` those that must hold and do not."""

    open: tuple[str, ...]
    falling: tuple[str, ...]
    should_met: int
    should_asked: int

    @property
    def confirms_must(self) -> bool:
        return not self.open and not self.falling

    @property
    def should_share(self) -> Fraction | None:
        """Percent of the recommended criteria that apply and are met; None where none applies."""
        return Fraction(100 * self.should_met, self.should_asked) if self.should_asked else None


def confirmed(asked: Iterable[Item], verdicts: Mapping[str, str]) -> Confirmed:
    """What the verdicts on these criteria come to; what is not applicable counts neither for nor against."""
    asked = list(asked)
    should = [item for item in asked if item.level == "should" and verdicts.get(item.id, NOT_APPLICABLE) != "na"]
    return Confirmed(
        tuple(item.id for item in asked if item.id not in verdicts),
        tuple(
            item.id
            for item in asked
            if item.level == "must" and verdicts.get(item.id, "met") not in {"met", NOT_APPLICABLE}
        ),
        sum(verdicts[item.id] == "met" for item in should),
        len(should),
    )


def given_facts(found: Confirmed | None) -> dict[str, object]:
    """The facts nobody is asked for. Without an audit in force that is said: nothing else follows from silence."""
    if found is None:
        return {"audit.in_force": False}
    given: dict[str, object] = {"audit.in_force": True, "audit.confirms_must": found.confirms_must}
    if found.should_share is not None:
        share = found.should_share
        exact = Decimal(share.numerator) / Decimal(share.denominator)
        given["audit.confirms_should_share"] = exact.quantize(Decimal("0.000001"))
    return given


def result_of(instrument: Instrument, answers: Mapping[str, Written], found: Confirmed | None) -> dict[str, Any]:
    """Outcome, sections, what is unmet: read from what was handed in and what the audit confirms; never one number."""
    facts = {each.id: each.fact for each in instrument.given}
    given: dict[str, Answer] = {
        name: facts[name].accept(value) for name, value in given_facts(found).items() if name in facts
    }
    result = profile_written(instrument, standing(instrument, dict(answers), given))
    result["audit"] = given
    return result
