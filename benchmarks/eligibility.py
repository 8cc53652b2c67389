"""One person against every packaged sheet: our engine and cel-python on the same conditions, in the same run.

    .venv/bin/python benchmarks/eligibility.py [--rounds 7]

Both sides are prepared before the clock starts (trees bound to the day; CEL programs compiled), both get the same
answers ready in their own types, and both verdicts are compared before anything is timed. CEL has no unknown, so all
facts are answered here; the engine's time with few answers, when it also works out what to ask, is shown beside it.
"""

import argparse
import resource
import statistics
import time
from collections.abc import Callable, Mapping
from datetime import date

import celpy

from alianza.engines.eligibility import Eligibility, evaluate
from alianza.regulations.dictionary import facts, groups
from alianza.regulations.pathways import seed_law
from alianza.regulations.sheets import seed_sheets
from alianza.vocabulary.criterion import (
    All,
    Any,
    Condition,
    Criterion,
    Group,
    Operator,
    Parameter,
    Points,
    Test,
    value_on,
)
from alianza.vocabulary.facts import Answer, Kind

DAY = date(2026, 4, 1)


def one_person() -> dict[str, Answer]:
    """Every fact answered: those of the sheets' first worked cases, the rest with a plain no or a middle value."""
    known: dict[str, Answer] = {}
    for sheet in seed_sheets().values():
        for case in sheet.cases[:1]:
            known.update(case.facts)
    for name, fact in facts().items():
        if name not in known:
            known[name] = (
                False
                if fact.kind is Kind.BOOLEAN
                else 3
                if fact.kind.is_number
                else fact.steps[len(fact.steps) // 2]
                if fact.steps
                else frozenset({"PH"})
                if fact.kind is Kind.SET
                else min(fact.members)
            )
    return known


class Cel:
    """A tree as a CEL expression over plain variables; scales as positions."""

    def __init__(self, tree: Criterion, series: Mapping) -> None:
        self.series = series
        self.source = self.node(tree)

    def node(self, node: Criterion) -> str:
        if isinstance(node, Test):
            return self.condition(node.condition)
        if isinstance(node, Points):
            nested = []  # the best tier counts: the largest is asked first
            for item in node.items:
                choice = "0"
                for tier in sorted(item.tiers, key=lambda tier: tier.points):
                    choice = f"(({self.condition(tier.condition)}) ? {tier.points} : {choice})"
                nested.append(choice)
            return f"({' + '.join(nested)}) >= {node.at_least}"
        joint = " && " if isinstance(node, All) else " || "
        assert isinstance(node, All | Any)
        return "(" + joint.join(self.node(part) for part in node.parts) + ")"

    def condition(self, condition: Condition) -> str:
        name = condition.fact.replace(".", "_")
        operand = condition.value
        if isinstance(operand, Parameter):
            value = value_on(self.series[operand.name], DAY)
        elif isinstance(operand, Group):
            value = groups()[operand.name].on(DAY)
        else:
            value = operand.value
        if condition.steps:
            value = condition.steps.index(str(value))
        if isinstance(value, frozenset):
            listed = "[" + ", ".join(f'"{code}"' for code in sorted(value)) + "]"
            if condition.op in {Operator.IN, Operator.NOT_IN}:
                return f"{'' if condition.op is Operator.IN else '!'}({name} in {listed})"
            common = f"{name}.exists(c, c in {listed})"
            return common if condition.op is Operator.OVERLAPS else f"!{common}"
        if isinstance(value, bool):
            return name if value else f"!{name}"
        sign = {Operator.IS: "==", Operator.GTE: ">=", Operator.LTE: "<="}[condition.op]
        return f"{name} {sign} {float(value)}"


def cel_answers(known: Mapping[str, Answer]) -> dict:
    found = {}
    for name, answer in known.items():
        fact = facts()[name]
        if fact.steps:
            value = celpy.celtypes.DoubleType(fact.steps.index(str(answer)))
        elif isinstance(answer, bool):
            value = celpy.celtypes.BoolType(answer)
        elif isinstance(answer, int | float):
            value = celpy.celtypes.DoubleType(answer)
        elif isinstance(answer, frozenset):
            value = celpy.celtypes.ListType([celpy.celtypes.StringType(code) for code in sorted(answer)])
        else:
            value = celpy.celtypes.StringType(answer)
        found[name.replace(".", "_")] = value
    return found


def cpu(work: Callable[[], object], times: int) -> float:
    start = time.process_time()
    for _ in range(times):
        work()
    return (time.process_time() - start) / times * 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=7)
    rounds = parser.parse_args().rounds
    law = seed_law(DAY)
    # CEL has no unknown: sheets with a figure missing on the day are left to the engine alone
    both = [name for name, bound in law.bounds.items() if not bound.missing_parameters]
    known = one_person()
    environment = celpy.Environment()
    programs = {
        name: environment.program(environment.compile(Cel(law.sheets[name].tree, law.sheets[name].series()).source))
        for name in both
    }
    activation = cel_answers(known)
    for name in both:
        ours = evaluate(law.bounds[name], known).verdict is Eligibility.ELIGIBLE
        theirs = bool(programs[name].evaluate(activation))
        assert ours is theirs, f"{name}: engine {ours}, CEL {theirs}"
    bounds = [law.bounds[name] for name in both]
    few = {fact: known[fact] for fact in ("person.age", "person.nationalities", "person.qualification", "offer.exists")}

    engine: list[float] = []
    peer: list[float] = []
    asking: list[float] = []
    for _ in range(rounds):
        engine.append(cpu(lambda: [evaluate(bound, known) for bound in bounds], 100))
        peer.append(cpu(lambda: [program.evaluate(activation) for program in programs.values()], 3))
        asking.append(cpu(lambda: [evaluate(bound, few) for bound in law.bounds.values()], 100))

    def said(values: list[float]) -> str:
        return f"{statistics.median(values):8.3f} ms  [{min(values):.3f} - {max(values):.3f}]"

    print(f"One person, {len(both)} sheets with conditions and figures on {DAY}, CPU time, median of {rounds} rounds")
    print(f"  engine, all facts answered  {said(engine)}   verdict, misses, alternatives")
    print(f"  cel-python, same conditions {said(peer)}   true or false only")
    print(f"  ratio                       {statistics.median(peer) / statistics.median(engine):8.1f} x")
    print(f"  engine, four facts answered {said(asking)}   all {len(law.bounds)} sheets, with what to ask")
    print(f"  peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")


if __name__ == "__main__":
    main()
