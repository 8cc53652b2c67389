"""Where a response stands: what is asked, what is missing, what does not fit, what follows.

Everything is a function of the instrument and the answers. A question whose condition is still open is shown, never
hidden; one whose condition is not met is hidden, and whatever was answered there before counts for nothing until it is
asked again. To a condition, a question that is not asked can meet no test.
"""

from collections import ChainMap
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType

from alianza.engines.eligibility import Bound, bind
from alianza.instruments.answers import Written, facts_of, is_answer
from alianza.instruments.facts import UNANSWERED, groups_of
from alianza.instruments.instrument import Arithmetic, Instrument, Item, Type
from alianza.instruments.reading import owners, waiting
from alianza.vocabulary.criterion import (
    All,
    Any,
    Count,
    Criterion,
    DatedValue,
    Parameter,
    Points,
    Test,
    conditions,
)
from alianza.vocabulary.criterion import (
    facts_of as facts_tested,
)
from alianza.vocabulary.facts import Answer
from alianza.vocabulary.text import Text

Answers = Mapping[str, Written]
SOME_DAY = date(2000, 1, 1)
"""Conditions of a questionnaire hold no figures that change with time; the engine still wants a day."""
NEVER = Any(parts=())
"""A condition that nothing meets."""


@dataclass(frozen=True, slots=True)
class Fault:
    """An answer that does not hold what its question asks. `row` counts the entries of a repeated group from 1."""

    item: str
    says: Text
    row: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """The state of one response.

    `asked` are the items shown, in order; `unsure` those of them whose condition is still open. `unanswered` are asked
    and not answered, `counted` the answers that count. `computed` holds computed items whose terms are all known.
    """

    asked: tuple[str, ...]
    hidden: frozenset[str]
    unsure: frozenset[str]
    counted: Answers
    unanswered: tuple[str, ...]
    computed: Mapping[str, Decimal]
    faults: tuple[Fault, ...]
    findings: tuple[str, ...]
    facts: Mapping[str, Answer]
    unasked_rows: frozenset[tuple[str, int, str]]
    """Inside repeated groups: group, row from 0 and child that is not asked there."""

    @property
    def progress(self) -> tuple[int, int]:
        """How many of the items that wait for an answer have one, and how many there are."""
        total = len(self.asked) - len(self.computed_items)
        return total - len(self.unanswered), total

    @property
    def computed_items(self) -> tuple[str, ...]:
        return tuple(name for name in self.asked if name in self.computed)

    def missing(self, instrument: Instrument, roles: Collection[str] = ()) -> tuple[str, ...]:
        """Items that somebody in these roles has to answer before the response can be handed in."""
        known = instrument.by_id
        return tuple(name for name in self.unanswered if known[name].required_for(roles)) + self._missing_rows(
            instrument, roles
        )

    def _missing_rows(self, instrument: Instrument, roles: Collection[str]) -> tuple[str, ...]:
        missing: dict[str, None] = {}
        for item in instrument.items:
            if item.id in self.hidden or not item.children:
                continue
            rows = self.counted.get(item.id)
            for number, row in enumerate(rows if isinstance(rows, list) else []):
                for child in item.children:
                    asked = (item.id, number, child.id) not in self.unasked_rows
                    held = row.get(child.id) if isinstance(row, dict) else None
                    if asked and child.required_for(roles) and not is_answer(child, held):
                        missing[item.id] = None
        return tuple(missing)


@dataclass(frozen=True, slots=True)
class _Ready:
    """A condition with what it tests: facts with the items they belong to, and items whose numbers it compares with.

    `bound` is there when the tree compares with no other answer, and serves as long as no tested item is hidden.
    """

    owned: tuple[tuple[str, str], ...]
    numbers: tuple[str, ...]
    bound: Bound | None


@dataclass(frozen=True, slots=True)
class _Group:
    """Criteria that are counted together, with the values they may have and those that shares leave out."""

    name: str
    members: tuple[str, ...]
    values: tuple[str, ...]
    left_out: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Plan:
    """What of an instrument does not depend on answers: the order in which items are settled, and bound trees."""

    order: tuple[Item, ...]
    known: Mapping[str, Item]
    owner: Mapping[str, str]
    ready: Mapping[int, _Ready]
    groups: tuple[_Group, ...]


class _Itself:
    """An instrument as a key that equals only itself: comparing two of them part by part costs more than a plan."""

    __slots__ = ("instrument",)

    def __init__(self, instrument: Instrument) -> None:
        self.instrument = instrument

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Itself) and other.instrument is self.instrument

    def __hash__(self) -> int:
        return id(self.instrument)


@lru_cache(maxsize=64)
def _plan(held: _Itself) -> _Plan:
    instrument = held.instrument
    waits = waiting(instrument.items, instrument.sections)
    order: list[Item] = []
    done: set[str] = set()
    known = {item.id: item for item in instrument.items}

    def settle(item: Item) -> None:
        if item.id in done:
            return
        done.add(item.id)
        for name in sorted(waits[item.id]):
            if name in known:
                settle(known[name])
        order.append(item)

    for item in instrument.items:
        settle(item)
    owner = owners(instrument.items)
    ready = {id(tree): _ready(tree, owner) for tree in _trees(instrument)}
    groups = tuple(_group(name, members) for name, members in groups_of(instrument.items, instrument.sections).items())
    return _Plan(tuple(order), MappingProxyType(known), MappingProxyType(owner), MappingProxyType(ready), groups)


def _ready(tree: Criterion, owner: Mapping[str, str]) -> _Ready:
    numbers = dict.fromkeys(each.value.name for each in conditions(tree) if isinstance(each.value, Parameter))
    owned = tuple((name, owner[name]) for name in facts_tested(tree) if name in owner)
    return _Ready(owned, tuple(numbers), None if numbers else bind(tree, on=SOME_DAY))


def _group(name: str, members: tuple[Item, ...]) -> _Group:
    choices = [choice for item in members if item.choices for choice in item.choices.choices]
    left_out = frozenset(choice.value for choice in choices if choice.scored and choice.score is None)
    values = dict.fromkeys(choice.value for choice in choices)
    return _Group(name, tuple(item.id for item in members), tuple(values), left_out)


def _trees(instrument: Instrument) -> list[Criterion]:
    found = [section.relevant for section in instrument.sections]
    for item in instrument.every_item():
        found += [item.relevant, item.constraint]
    found += [check.when for check in instrument.checks]
    found += [outcome.when for outcome in instrument.outcomes]
    return [tree for tree in found if tree is not None]


class Judge:
    """Evaluates conditions of one instrument over growing facts."""

    def __init__(self, instrument: Instrument, facts: dict[str, Answer], hidden: set[str]) -> None:
        self.plan, self.facts, self.hidden = _plan(_Itself(instrument)), facts, hidden

    def truth(self, tree: Criterion, facts: Mapping[str, Answer] | None = None) -> bool | None:
        """Met, not met or unknown."""
        answers = self.facts if facts is None else facts
        ready = self.plan.ready.get(id(tree)) or _ready(tree, self.plan.owner)
        lost = {name for name, item in ready.owned if item in self.hidden}
        if ready.bound is not None and not lost:
            return ready.bound.truth(answers)
        parameters = {name: _figure(answers.get(name)) for name in ready.numbers}
        return bind(without(tree, lost) if lost else tree, parameters=parameters, on=SOME_DAY).truth(answers)


def _figure(answer: Answer | None) -> list[DatedValue]:
    if isinstance(answer, int | float) and not isinstance(answer, bool):
        return [DatedValue(answer)]
    return []


def without(tree: Criterion, lost: set[str]) -> Criterion:
    """The tree in which tests of the named facts can never be met."""
    if isinstance(tree, Test):
        return NEVER if tree.condition.fact in lost else tree
    if isinstance(tree, All | Any | Count):
        return replace(tree, parts=tuple(without(part, lost) for part in tree.parts))
    items = tuple(
        replace(item, tiers=tuple(tier for tier in item.tiers if tier.condition.fact not in lost))
        for item in tree.items
    )
    return Points(id=tree.id, label=tree.label, fix=tree.fix, at_least=tree.at_least, items=items)


def standing(
    instrument: Instrument, answers: Answers, given: Mapping[str, Answer] | None = None, *, party: str = ""
) -> Standing:
    """Where a response stands. `answers` are accepted ones (`answers.accept`); what is absent is unknown.

    `party` names the side of a pair that answers: sections of another side are not asked of it.
    """
    facts: dict[str, Answer] = dict(given or {})
    hidden: set[str] = set()
    unsure: set[str] = set()
    counted: dict[str, Written] = {}
    computed: dict[str, Decimal] = {}
    unasked_rows: set[tuple[str, int, str]] = set()
    judge = Judge(instrument, facts, hidden)
    sections = {section.id: section for section in instrument.sections}
    for item in judge.plan.order:
        section = sections[item.section]
        verdict: bool | None = not (party and section.by and section.by not in {party, "both"})
        for tree in (section.relevant, item.relevant):
            if tree is None or verdict is False:
                continue
            truth = judge.truth(tree)
            verdict = False if truth is False else None if truth is None or verdict is None else True
        if verdict is False:
            hidden.update([item.id, *(child.id for child in item.children)])
            continue
        if verdict is None:
            unsure.add(item.id)
        if item.type is Type.COMPUTED:
            value = _compute(item, counted, computed)
            if value is not None:
                computed[item.id] = value
                facts[item.id] = float(value)
            facts[f"{item.id}.answered"] = value is not None
            continue
        answer = answers.get(item.id)
        if answer is not None:
            counted[item.id] = answer
        facts.update(facts_of(item, answer))
        if item.children and isinstance(answer, list):
            unasked_rows |= _unasked(judge, item, answer)
    order = [item.id for item in instrument.items if item.id not in hidden]
    counted = {name: counted[name] for name in order if name in counted}
    _tally(judge, counted)
    known = judge.plan.known
    unanswered = tuple(
        name
        for name in order
        if known[name].type is not Type.COMPUTED and not is_answer(known[name], counted.get(name))
    )
    return Standing(
        asked=tuple(order),
        hidden=frozenset(hidden),
        unsure=frozenset(unsure),
        counted=MappingProxyType(counted),
        unanswered=unanswered,
        computed=MappingProxyType(computed),
        faults=tuple(_faults(instrument, judge, counted, unasked_rows)),
        findings=tuple(check.id for check in instrument.checks if judge.truth(check.when) is True),
        facts=MappingProxyType(facts),
        unasked_rows=frozenset(unasked_rows),
    )


def _row_facts(judge: Judge, item: Item, row: Mapping[str, Written]) -> Mapping[str, Answer]:
    own: dict[str, Answer] = {}
    for child in item.children:
        own.update(facts_of(child, row.get(child.id)))
    return ChainMap(own, judge.facts)


def _unasked(judge: Judge, item: Item, rows: list[Written]) -> set[tuple[str, int, str]]:
    found: set[tuple[str, int, str]] = set()
    conditional = [(child.id, child.relevant) for child in item.children if child.relevant is not None]
    for number, row in enumerate(rows if conditional else []):
        if not isinstance(row, dict):
            continue
        facts = _row_facts(judge, item, row)
        found.update((item.id, number, name) for name, tree in conditional if judge.truth(tree, facts) is False)
    return found


def _faults(instrument: Instrument, judge: Judge, counted: Answers, unasked: set[tuple[str, int, str]]) -> list[Fault]:
    faults = []
    for item in instrument.items:
        answer = counted.get(item.id)
        if answer is None:
            continue
        if item.constraint is not None and judge.truth(item.constraint) is False:
            faults.append(Fault(item.id, item.constraint_says))
        bound = [(child, child.constraint) for child in item.children if child.constraint is not None]
        for number, row in enumerate(answer if bound and isinstance(answer, list) else []):
            if not isinstance(row, dict):
                continue
            facts = _row_facts(judge, item, row)
            faults += [
                Fault(child.id, child.constraint_says, number + 1)
                for child, tree in bound
                if child.id in row and (item.id, number, child.id) not in unasked and judge.truth(tree, facts) is False
            ]
    return faults


def _tally(judge: Judge, counted: Answers) -> None:
    """How many criteria of each group stand at each value; shares among those that count, unknown while some are open.

    A value that a list leaves out of scores (not applicable) is left out of shares as well.
    """
    facts, hidden = judge.facts, judge.hidden
    for group in judge.plan.groups:
        values = dict.fromkeys(group.values, 0)
        unanswered = 0
        for name in group.members:
            if name in hidden:
                continue
            answer = counted.get(name)
            value = answer.get("value") if isinstance(answer, dict) else None
            if isinstance(value, str):
                values[value] += 1
            else:
                unanswered += 1
        facts[f"tally.{group.name}.{UNANSWERED}"] = unanswered
        applicable = sum(number for value, number in values.items() if value not in group.left_out)
        for value, number in values.items():
            facts[f"tally.{group.name}.{value}"] = number
            if not unanswered and applicable and value not in group.left_out:
                facts[f"share.{group.name}.{value}"] = 100 * number / applicable


def _compute(item: Item, counted: Answers, computed: Mapping[str, Decimal]) -> Decimal | None:
    """The value of a computed item; None while a term is unknown or the divisor is zero."""
    if item.computed is None:
        return None
    terms = []
    for name in item.computed.terms:
        found = _numbers(name, counted, computed)
        if found is None:
            return None
        terms.append(found)
    arithmetic = item.computed.arithmetic
    if arithmetic is Arithmetic.SUM:
        return sum(terms, Decimal(0))
    if arithmetic is Arithmetic.PRODUCT:
        product = Decimal(1)
        for term in terms:
            product *= term
        return product
    first, second = terms
    if arithmetic is Arithmetic.DIFFERENCE:
        return first - second
    if second == 0:
        return None
    return first / second if arithmetic is Arithmetic.RATIO else 100 * first / second


def _numbers(name: str, counted: Answers, computed: Mapping[str, Decimal]) -> Decimal | None:
    """A term as a number; a child of a repeated group is summed over its rows, and unknown if a row lacks it."""
    if name in computed:
        return computed[name]
    if name in counted:
        return number_of(counted[name])
    for answer in counted.values():
        if isinstance(answer, list) and answer and any(isinstance(row, dict) and name in row for row in answer):
            terms = [number_of(row[name]) if isinstance(row, dict) and name in row else None for row in answer]
            if any(term is None for term in terms):
                return None
            return sum((term for term in terms if term is not None), Decimal(0))
    return None


def number_of(answer: Written) -> Decimal | None:
    """The number in an answer: an integer, a decimal, or the amount of money; None for anything else."""
    if isinstance(answer, dict) and "amount" in answer:
        return Decimal(str(answer["amount"]))
    if isinstance(answer, bool) or not isinstance(answer, int | str):
        return None
    try:
        return Decimal(str(answer))
    except ArithmeticError:
        return None
