"""The written form of a criterion, as it stands in regulatory sheets and questionnaires, read strictly.

A node is one of `all`, `any`, `count`, `test`, `points`. `count` is `{at_least: 2, of: [...]}`. A test compares one
fact with a literal, a dated parameter (`{param: x}`) or a country group (`{group: x}`). Every problem is reported,
not only the first.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeGuard

from alianza.vocabulary.criterion import (
    All,
    Any,
    Condition,
    Count,
    Criterion,
    Fix,
    Group,
    Item,
    Literal,
    Operand,
    Operator,
    Parameter,
    Points,
    Test,
    Tier,
)
from alianza.vocabulary.facts import Fact, Kind, UnfitAnswer
from alianza.vocabulary.refusal import marked
from alianza.vocabulary.said import Said, together

LARGEST_TREE = 500
"""Nodes; a published rule that needs more is a mistake or an attack."""
DEEPEST_TREE = 30

_FITTING: Mapping[Kind, frozenset[Operator]] = {
    Kind.BOOLEAN: frozenset({Operator.IS}),
    Kind.INTEGER: frozenset({Operator.IS, Operator.GTE, Operator.LTE}),
    Kind.DECIMAL: frozenset({Operator.IS, Operator.GTE, Operator.LTE}),
    Kind.MONEY: frozenset({Operator.IS, Operator.GTE, Operator.LTE}),
    Kind.SCALE: frozenset({Operator.IS, Operator.GTE, Operator.LTE, Operator.IN, Operator.NOT_IN}),
    Kind.CODE: frozenset({Operator.IS, Operator.IN, Operator.NOT_IN}),
    Kind.SET: frozenset({Operator.OVERLAPS, Operator.DISJOINT}),
}


def operators_for(kind: Kind) -> tuple[Operator, ...]:
    """How a fact of this kind can be compared.

    >>> operators_for(Kind.BOOLEAN)
    (<Operator.IS: 'is'>,)
    """
    return tuple(each for each in Operator if each in _FITTING[kind])


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, where in the tree, and what to do: `eligibility.all[2].test: ...`.

    A sentence that is `Said` can be shown in other languages than English.
    """

    path: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.path}: {self.sentence}"


class UnreadableCriterion(ValueError):
    """The written form is not a criterion. `problems` holds every fault found."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(str(problem) for problem in problems))


def read_criterion(
    written: object,
    facts: Mapping[str, Fact],
    *,
    parameters: Collection[str] = (),
    groups: Collection[str] = (),
    path: str = "eligibility",
) -> Criterion:
    """Read a tree from its written form.

    Raises `UnreadableCriterion` with every problem: an unknown operator, fact, parameter, group or step of a scale, a
    value that does not fit its fact (such as an unquoted NO that YAML read as false), a key that does not belong.
    """
    reader = _Reader(facts, parameters, groups)
    node = reader.node(written, path, 1)
    if reader.problems or node is None:
        raise UnreadableCriterion(reader.problems)
    return node


_FORMS = ("all", "any", "count", "test", "points")
_COMMON = ("id", "label", "note", "fix", "cite", "proof")


class _Reader:
    """Walks the written form once and gathers problems, so that a focal point sees all of them."""

    def __init__(self, facts: Mapping[str, Fact], parameters: Collection[str], groups: Collection[str]) -> None:
        self.facts, self.parameters, self.groups = facts, parameters, groups
        self.problems: list[Problem] = []
        self.ids: set[str] = set()
        self.nodes = 0

    def wrong(self, path: str, sentence: str) -> None:
        self.problems.append(Problem(path, sentence))

    def node(self, written: object, path: str, depth: int) -> Criterion | None:
        self.nodes += 1
        if self.nodes > LARGEST_TREE or depth > DEEPEST_TREE:
            if self.nodes == LARGEST_TREE + 1 or depth > DEEPEST_TREE:
                self.wrong(
                    path,
                    Said(
                        marked("the tree is too large; %(nodes)s nodes and %(levels)s levels are the most."),
                        nodes=LARGEST_TREE,
                        levels=DEEPEST_TREE,
                    ),
                )
            return None
        if not isinstance(written, Mapping):
            self.wrong(
                path,
                Said(
                    marked("a node is a mapping with one of %(forms)s, not %(given)s."),
                    forms=", ".join(_FORMS),
                    given=_kind(written),
                ),
            )
            return None
        forms = [form for form in _FORMS if form in written]
        if len(forms) != 1:
            found = together(forms) if forms else Said(marked("none"))
            self.wrong(
                path,
                Said(
                    marked("a node needs exactly one of %(forms)s; this one has %(found)s."),
                    forms=", ".join(_FORMS),
                    found=found,
                ),
            )
            return None
        form = forms[0]
        for key in written:
            if key not in _COMMON and key != form:
                self.wrong(
                    path,
                    Said(
                        marked("%(key)s does not belong in a node; allowed are %(allowed)s."),
                        key=repr(key),
                        allowed=", ".join((*_COMMON, form)),
                    ),
                )
        identity = self.identity(written.get("id"), path)
        label, note = self.words(written, "label", path), self.words(written, "note", path)
        fix = self.fix(written.get("fix"), path)
        cite, proof = self.names(written, "cite", path), self.names(written, "proof", path)
        inside = f"{path}.{form}"
        if form == "test":
            condition = self.condition(written["test"], inside)
            if condition is None:
                return None
            return Test(id=identity, label=label, note=note, fix=fix, cite=cite, proof=proof, condition=condition)
        if form == "points":
            points = self.points(written["points"], inside)
            if points is None:
                return None
            at_least, items = points
            return Points(
                id=identity, label=label, note=note, fix=fix, cite=cite, proof=proof, at_least=at_least, items=items
            )
        if form == "count":
            counted = self.count(written["count"], inside, depth)
            if counted is None:
                return None
            wanted, of = counted
            return Count(
                id=identity, label=label, note=note, fix=fix, cite=cite, proof=proof, at_least=wanted, parts=of
            )
        parts = self.parts(written[form], inside, depth)
        if not parts:
            return None
        if form == "all":
            return All(id=identity, label=label, note=note, fix=fix, cite=cite, proof=proof, parts=parts)
        return Any(id=identity, label=label, note=note, fix=fix, cite=cite, proof=proof, parts=parts)

    def parts(self, written: object, path: str, depth: int) -> tuple[Criterion, ...]:
        if not _is_list(written) or not written:
            self.wrong(path, Said(marked("a list of at least one node is missing.")))
            return ()
        nodes = [self.node(part, f"{path}[{number}]", depth + 1) for number, part in enumerate(written)]
        return tuple(node for node in nodes if node is not None)

    def count(self, written: object, path: str, depth: int) -> tuple[int, tuple[Criterion, ...]] | None:
        if not isinstance(written, Mapping):
            self.wrong(path, Said(marked("a mapping with `at_least` and `of` is missing.")))
            return None
        self.only(written, ("at_least", "of"), path)
        wanted, entries = written.get("at_least"), written.get("of")
        parts = self.parts(entries, f"{path}.of", depth)
        if isinstance(wanted, bool) or not isinstance(wanted, int) or wanted < 1:
            self.wrong(
                f"{path}.at_least",
                Said(marked("a whole number of nodes above 0 is expected, not %(given)s."), given=_short(wanted)),
            )
            return None
        if not parts or not _is_list(entries):
            return None
        if wanted > len(entries):
            self.wrong(
                path,
                Said(
                    marked("%(wanted)s of %(written)s nodes can never be met; ask for fewer or write more."),
                    wanted=wanted,
                    written=len(entries),
                ),
            )
            return None
        return wanted, parts

    def points(self, written: object, path: str) -> tuple[int, tuple[Item, ...]] | None:
        if not isinstance(written, Mapping):
            self.wrong(path, Said(marked("a mapping with `at_least` and `items` is missing.")))
            return None
        self.only(written, ("at_least", "items"), path)
        at_least = self.whole(written.get("at_least"), f"{path}.at_least")
        entries = written.get("items")
        if not _is_list(entries) or not entries:
            self.wrong(f"{path}.items", Said(marked("a list of at least one item is missing.")))
            return None
        items = [self.item(entry, f"{path}.items[{number}]") for number, entry in enumerate(entries)]
        known = tuple(item for item in items if item is not None)
        if at_least is None or len(known) != len(items):
            return None
        best = sum(max(tier.points for tier in item.tiers) for item in known)
        if best < at_least:
            self.wrong(
                path,
                Said(
                    marked("no answers could reach %(wanted)s points; the items give %(best)s at most."),
                    wanted=at_least,
                    best=best,
                ),
            )
        return at_least, known

    def item(self, written: object, path: str) -> Item | None:
        if not isinstance(written, Mapping):
            self.wrong(
                path, Said(marked("an item is a mapping with `id` and `best_of`, not %(given)s."), given=_kind(written))
            )
            return None
        self.only(written, ("id", "best_of", "fix"), path)
        identity = self.identity(written.get("id"), path)
        if not identity and "id" not in written:
            self.wrong(path, Said(marked("an item needs an id.")))
        entries = written.get("best_of")
        if not _is_list(entries) or not entries:
            self.wrong(f"{path}.best_of", Said(marked("a list of at least one tier is missing.")))
            return None
        self.nodes += len(entries)
        if self.nodes > LARGEST_TREE:
            self.wrong(path, Said(marked("the tree is too large; %(nodes)s nodes are the most."), nodes=LARGEST_TREE))
            return None
        tiers = []
        for number, entry in enumerate(entries):
            inside = f"{path}.best_of[{number}]"
            if not isinstance(entry, Mapping):
                self.wrong(
                    inside,
                    Said(marked("a tier is a mapping with `pts` and `test`, not %(given)s."), given=_kind(entry)),
                )
                continue
            self.only(entry, ("pts", "test"), inside)
            points = self.whole(entry.get("pts"), f"{inside}.pts")
            condition = self.condition(entry.get("test"), f"{inside}.test")
            if points is not None and condition is not None:
                tiers.append(Tier(points, condition))
        fix = self.fix(written.get("fix"), path)
        return Item(identity, tuple(tiers), fix) if len(tiers) == len(entries) else None

    def condition(self, written: object, path: str) -> Condition | None:
        if not isinstance(written, Mapping):
            self.wrong(path, Said(marked("a test is a mapping with `fact`, `op` and `value`.")))
            return None
        self.only(written, ("fact", "op", "value"), path)
        name, operator = written.get("fact"), written.get("op")
        fact = self.facts.get(name) if isinstance(name, str) else None
        if fact is None:
            self.wrong(f"{path}.fact", Said(marked("%(given)s is not in the dictionary of facts."), given=_short(name)))
        op = next((each for each in Operator if each.value == operator), None) if isinstance(operator, str) else None
        if op is None:
            self.wrong(
                f"{path}.op",
                Said(
                    marked("%(given)s is not an operator; there are %(known)s."),
                    given=_short(operator),
                    known=", ".join(Operator),
                ),
            )
        if "value" not in written:
            self.wrong(path, Said(marked("the value is missing.")))
        if fact is None or op is None or "value" not in written:
            return None
        if op not in _FITTING[fact.kind]:
            fitting = ", ".join(operators_for(fact.kind))
            self.wrong(
                f"{path}.op",
                Said(
                    marked("%(fact)s (%(kind)s) cannot be compared with %(operator)s; use one of %(fitting)s."),
                    fact=fact.id,
                    kind=fact.kind,
                    operator=op,
                    fitting=fitting,
                ),
            )
            return None
        operand = self.operand(written["value"], fact, op, f"{path}.value")
        return None if operand is None else Condition(fact.id, op, operand, fact.steps)

    def operand(self, written: object, fact: Fact, op: Operator, path: str) -> Operand | None:
        if isinstance(written, Mapping):
            return self.reference(written, fact, op, path)
        if not op.wants_list:
            if _is_list(written):
                self.wrong(path, Said(marked("%(operator)s compares with one value, not with a list."), operator=op))
                return None
            return self.literal(written, fact, path)
        if not _is_list(written):
            self.wrong(path, Said(marked("%(operator)s compares with a list; write it in brackets."), operator=op))
            return None
        if fact.kind is Kind.SET:
            return self.literal(written, fact, path)
        entries = [self.literal(entry, fact, f"{path}[{number}]") for number, entry in enumerate(written)]
        if any(entry is None for entry in entries):
            return None
        return Literal(frozenset(str(entry.value) for entry in entries if entry is not None))

    def literal(self, written: object, fact: Fact, path: str) -> Literal | None:
        try:
            return Literal(fact.accept(written))
        except UnfitAnswer as unfit:
            self.wrong(path, Said(marked("for %(fact)s, %(what)s"), fact=fact.id, what=unfit.sentence))
            return None

    def reference(self, written: Mapping[str, object], fact: Fact, op: Operator, path: str) -> Operand | None:
        if len(written) != 1 or not set(written) <= {"param", "group"}:
            self.wrong(path, Said(marked("a reference is {param: name} or {group: name}.")))
            return None
        ((form, name),) = written.items()
        if form == "param":
            if not isinstance(name, str) or name not in self.parameters:
                self.wrong(path, Said(marked("%(given)s is not among the parameters."), given=_short(name)))
                return None
            if op.wants_list:
                self.wrong(
                    path,
                    Said(marked("%(operator)s compares with a list or a group, not with a parameter."), operator=op),
                )
                return None
            return Parameter(name)
        if not isinstance(name, str) or name not in self.groups:
            self.wrong(path, Said(marked("%(given)s is not among the country groups."), given=_short(name)))
            return None
        if not op.wants_list or fact.kind not in {Kind.SET, Kind.CODE}:
            self.wrong(
                path,
                Said(
                    marked("a country group fits a list of countries, not %(fact)s %(operator)s."),
                    fact=fact.id,
                    operator=op,
                ),
            )
            return None
        return Group(name)

    def identity(self, written: object, path: str) -> str:
        if written is None:
            return ""
        if not isinstance(written, str) or not written or len(written) > 60:
            self.wrong(
                f"{path}.id", Said(marked("an id is text of 1 to 60 letters, not %(given)s."), given=_short(written))
            )
            return ""
        if written in self.ids:
            self.wrong(
                f"{path}.id", Said(marked("%(given)s is used twice; ids are unique in a tree."), given=repr(written))
            )
        self.ids.add(written)
        return written

    def fix(self, written: object, path: str) -> Fix | None:
        if written is None:
            return None
        for fix in Fix:
            if fix.value == written:
                return fix
        self.wrong(
            f"{path}.fix",
            Said(
                marked("%(given)s says nobody who could change it; there are %(known)s."),
                given=_short(written),
                known=", ".join(Fix),
            ),
        )
        return None

    def words(self, written: Mapping[str, object], key: str, path: str) -> str:
        value = written.get(key, "")
        if isinstance(value, str):
            return value
        self.wrong(f"{path}.{key}", Said(marked("text is expected, not %(given)s."), given=_short(value)))
        return ""

    def names(self, written: Mapping[str, object], key: str, path: str) -> tuple[str, ...]:
        value = written.get(key, ())
        if _is_list(value) and all(isinstance(entry, str) for entry in value):
            return tuple(str(entry) for entry in value)
        self.wrong(f"{path}.{key}", Said(marked("a list of ids is expected, in brackets.")))
        return ()

    def whole(self, written: object, path: str) -> int | None:
        if isinstance(written, int) and not isinstance(written, bool) and 0 < written <= 10**6:
            return written
        self.wrong(
            path, Said(marked("a whole number of points above 0 is expected, not %(given)s."), given=_short(written))
        )
        return None

    def only(self, written: Mapping[str, object], allowed: Sequence[str], path: str) -> None:
        for key in written:
            if key not in allowed:
                self.wrong(
                    path,
                    Said(
                        marked("%(given)s does not belong here; allowed are %(allowed)s."),
                        given=_short(key),
                        allowed=", ".join(allowed),
                    ),
                )


def _is_list(value: object) -> TypeGuard[Sequence[object]]:
    return isinstance(value, list | tuple)


def _kind(value: object) -> str:
    return Said(marked("a list")) if _is_list(value) else _short(value)


def _short(value: object) -> str:
    try:
        words = repr(value)
    except ValueError:  # Python refuses to write out an integer of thousands of digits
        return Said(marked("a number of thousands of digits"))
    return words if len(words) <= 60 else words[:57] + "..."
