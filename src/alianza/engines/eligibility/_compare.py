"""One comparison, made ready for a day: what an answer makes of it, and what an answer still to come could."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from alianza.vocabulary.criterion import Condition, Group, Groups, Literal, Operator, Parameter, Parameters, value_on
from alianza.vocabulary.facts import Answer, UnfitAnswer

Check = Callable[[Answer], bool]


@dataclass(frozen=True, slots=True)
class Comparison:
    """`check` is `None` when the parameter has no value on the day (A4); `needed` is the value compared with."""

    condition: Condition
    check: Check | None
    needed: Answer | None
    can_be_met: bool
    can_fail: bool

    @property
    def fact(self) -> str:
        return self.condition.fact


def ready(condition: Condition, parameters: Parameters, groups: Groups, on: date) -> Comparison:
    """Look the operand up for the day. Raises `KeyError` for a parameter or group nobody supplied."""
    operand = condition.value
    needed: Answer | None
    if isinstance(operand, Literal):
        needed = operand.value
    elif isinstance(operand, Parameter):
        needed = value_on(parameters[operand.name], on)
        if condition.steps and needed is not None:
            needed = str(needed)
            if needed not in condition.steps:
                raise UnfitAnswer(condition.fact, f"the parameter {operand.name} is {needed!r}, which is no step.")
    elif isinstance(operand, Group):
        needed = groups[operand.name].on(on)
    if needed is None:
        return Comparison(condition, None, None, can_be_met=False, can_fail=False)
    can_be_met, can_fail = _reach(condition, needed)
    return Comparison(condition, _check(condition, needed), needed, can_be_met, can_fail)


def _reach(condition: Condition, needed: Answer) -> tuple[bool, bool]:
    """Whether some answer meets the test and whether some answer fails it."""
    if isinstance(needed, frozenset):
        wants = condition.op in {Operator.IN, Operator.OVERLAPS}
        every_step = bool(condition.steps) and needed >= frozenset(condition.steps)
        return (bool(needed), not every_step) if wants else (not every_step, bool(needed))
    if condition.steps:
        lowest, highest = condition.steps[0], condition.steps[-1]
        if condition.op is Operator.GTE:
            return True, needed != lowest
        if condition.op is Operator.LTE:
            return True, needed != highest
        return True, len(condition.steps) > 1
    if condition.op is Operator.GTE and isinstance(needed, int | float):
        return True, needed > 0
    return True, True


def _check(condition: Condition, needed: Answer) -> Check:
    fact, op = condition.fact, condition.op
    if condition.steps:
        return _on_scale(condition, needed)
    if isinstance(needed, frozenset):
        if op in {Operator.OVERLAPS, Operator.DISJOINT}:
            wants_common = op is Operator.OVERLAPS

            def compare_sets(answer: Answer) -> bool:
                if not isinstance(answer, frozenset):
                    raise UnfitAnswer(fact, f"{answer!r} is not a set of codes.")
                return answer.isdisjoint(needed) is not wants_common

            return compare_sets
        wants_member = op is Operator.IN

        def compare_code(answer: Answer) -> bool:
            if not isinstance(answer, str):
                raise UnfitAnswer(fact, f"{answer!r} is not a code.")
            return (answer in needed) is wants_member

        return compare_code
    if isinstance(needed, bool | str):
        like = type(needed)

        def compare_same(answer: Answer) -> bool:
            if type(answer) is not like:
                raise UnfitAnswer(fact, f"{answer!r} cannot be compared with {needed!r}.")
            return answer == needed

        return compare_same
    number = needed

    def compare_number(answer: Answer) -> bool:
        if isinstance(answer, bool) or not isinstance(answer, int | float):
            raise UnfitAnswer(fact, f"{answer!r} is not a number.")
        if op is Operator.GTE:
            return answer >= number
        if op is Operator.LTE:
            return answer <= number
        return answer == number

    return compare_number


def _on_scale(condition: Condition, needed: Answer) -> Check:
    """Every step is judged once, here; later an answer is one look-up."""
    steps, op = condition.steps, condition.op
    if isinstance(needed, frozenset):
        judged = {step: (step in needed) is (op is Operator.IN) for step in steps}
    else:
        mark = steps.index(str(needed))
        judged = {
            step: place >= mark if op is Operator.GTE else place <= mark if op is Operator.LTE else place == mark
            for place, step in enumerate(steps)
        }

    def compare_step(answer: Answer) -> bool:
        if not isinstance(answer, str) or answer not in judged:
            raise UnfitAnswer(condition.fact, f"{answer!r} is not one of {', '.join(steps)}.")
        return judged[answer]

    return compare_step
