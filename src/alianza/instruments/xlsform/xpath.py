"""Conditions of an instrument as XPath, for tools of the field that run XForms.

A tool of the field takes an unanswered question for an empty text, and hides what waits for it; here what is unknown is
shown. So what is written holds exactly while the condition is *not known to be unmet*: `(${x} = '' or ${x} = 'yes')`.
Where `x` itself is asked under a condition, that condition is written beside: `((${x} = '' and ...) or ${x} = 'yes')`,
for a question that is not asked meets no test.

What a form in the field cannot know (facts supplied from outside, tallies and shares of criteria, ends of a period,
what stands inside a repeated group when asked from outside) is written `true()`: it stays open, and hides nothing.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from alianza.instruments.instrument import Arithmetic, Item, Section, Sum, Type
from alianza.instruments.reading import owners
from alianza.vocabulary.criterion import (
    All,
    Any,
    Condition,
    Count,
    Criterion,
    Literal,
    Operator,
    Parameter,
    Test,
    facts_of,
)

ALWAYS = "true()"
NEVER = "false()"
TRUE, FALSE = "true", "false"
_SIGN = {Operator.IS: "=", Operator.GTE: ">=", Operator.LTE: "<="}
_SET_TYPES = {Type.COUNTRY, Type.OCCUPATION, Type.CORRIDOR, Type.ORGANISATION}
LONGEST_CHAIN = 3_000
"""Letters. Where questions wait for each other over many steps, the field is spared the rest, and shows more."""
ENDS = {"origin": "0, 3", "destination": "4, 7"}
"""Where the two ends of PHL-DEU stand in it, as `substr` counts."""


class NotExpressible(ValueError):
    """The field's tools cannot know what this asks."""


@dataclass(frozen=True)
class Paths:
    """Writes conditions over these items. `relevant` says under which condition each item and section is asked."""

    items: tuple[Item, ...]
    sections: tuple[Section, ...]
    relevant: Mapping[str, Criterion | None]
    _asked: dict[tuple[str, str], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        every = [each for item in self.items for each in (item, *item.children)]
        object.__setattr__(self, "by_id", {each.id: each for each in every})
        object.__setattr__(self, "owner", owners(self.items))
        object.__setattr__(self, "group", {child.id: item.id for item in self.items for child in item.children})

    by_id: Mapping[str, Item] = field(init=False, repr=False)
    owner: Mapping[str, str] = field(init=False, repr=False)
    group: Mapping[str, str] = field(init=False, repr=False)
    """By the id of a child: the repeated group it stands in."""

    def shown_while(self, tree: Criterion, *, at: str) -> str:
        """When the item or section `at` is shown: while its condition is met or still open."""
        return _Writer(self, at, "").open_or_met(tree)

    def fits(self, tree: Criterion, *, item: str) -> str:
        """When an answer to the item is let through: while its constraint is met or still open; `.` is the answer."""
        return _Writer(self, item, item).open_or_met(tree)

    def asked(self, item: str, place: str) -> str:
        """The condition under which an item is asked, seen from one section; empty where it always is."""
        todo, begun = [(item, place)], set()
        while todo:  # what it waits for first, however long the chain is
            key = todo[-1]
            before = [] if key in begun else [each for each in self._before(*key) if each not in self._asked]
            begun.add(key)
            if before and key not in self._asked:
                todo += before
                continue
            todo.pop()
            if key not in self._asked:
                self._asked[key] = ""  # ends a circle, which reading the instrument will find
                parts = [_Writer(self, name, "").open_or_met(tree) for name, tree in self._trees(*key)]
                text = joined(parts, "and")
                self._asked[key] = text if len(text) <= LONGEST_CHAIN else ""
        return self._asked[item, place]

    def _trees(self, item: str, place: str) -> list[tuple[str, Criterion]]:
        section = self.by_id[item].section
        names = (section, item) if section != place else (item,)
        return [(name, tree) for name in names if (tree := self.relevant.get(name)) is not None]

    def _before(self, item: str, place: str) -> list[tuple[str, str]]:
        """What has to be known to write it: the items that its conditions test, seen from its own section."""
        section = self.by_id[item].section
        tested = {self.owner.get(fact, "") for _, tree in self._trees(item, place) for fact in facts_of(tree)}
        return [(name, section) for name in sorted(tested) if name and name not in self.group]

    def calculation(self, computed: Sum, *, item: str) -> str:
        """A computed item: empty while a term is, or where one would divide by nothing."""
        inside = self.group.get(item, "")
        empty, terms = [], []
        for name in computed.terms:
            if self.group.get(name, "") not in {"", inside}:
                empty += [f"count(${{{name}}}) = 0", f"count(${{{name}}}) != count-non-empty(${{{name}}})"]
                terms.append(f"sum(${{{name}}})")
            else:
                empty.append(f"${{{name}}} = ''")
                terms.append(f"${{{name}}}")
        last = terms[-1]
        if computed.arithmetic in {Arithmetic.RATIO, Arithmetic.PERCENT}:
            empty.append(f"{last} = 0")
        result = {
            Arithmetic.SUM: " + ".join(terms),
            Arithmetic.PRODUCT: " * ".join(terms),
            Arithmetic.DIFFERENCE: f"{terms[0]} - {last}",
            Arithmetic.RATIO: f"{terms[0]} div {last}",
            Arithmetic.PERCENT: f"100 * {terms[0]} div {last}",
        }[computed.arithmetic]
        return f"if({' or '.join(dict.fromkeys(empty))}, '', {result})"


def joined(parts: list[str], word: str) -> str:
    """Parts joined by `and` or `or`, in parentheses when there are several."""
    return parts[0] if len(parts) == 1 else f"({f' {word} '.join(parts)})" if parts else ""


def number(value: float) -> str:
    """Digits without exponent.

    >>> number(12), number(0.00001), number(-2.0)
    ('12', '0.00001', '-2.0')
    """
    return format(Decimal(repr(value)), "f")


def quoted(text: str) -> str:
    """A text as XPath has it; it cannot hold both kinds of quotes."""
    if "${" in text or ("'" in text and '"' in text) or "\n" in text:
        raise NotExpressible
    return f'"{text}"' if "'" in text else f"'{text}'"


@dataclass(frozen=True)
class _Writer:
    paths: Paths
    at: str
    own: str

    @property
    def place(self) -> str:
        item = self.paths.by_id.get(self.at)
        return item.section if item else self.at

    def open_or_met(self, node: Criterion) -> str:
        if isinstance(node, Test):
            try:
                return self.test(node.condition)
            except NotExpressible:
                return ALWAYS
        if isinstance(node, All | Any):
            return joined([self.open_or_met(part) for part in node.parts], "and" if isinstance(node, All) else "or")
        if isinstance(node, Count):
            counted = " + ".join(f"if({self.open_or_met(part)}, 1, 0)" for part in node.parts)
            return f"({counted} >= {node.at_least})"
        factors = []
        for factor in node.items:
            worth = "0"
            for tier in sorted(factor.tiers, key=lambda each: each.points):
                worth = f"if({self.open_or_met(Test(condition=tier.condition))}, {tier.points}, {worth})"
            factors.append(worth)
        return f"({' + '.join(factors)} >= {node.at_least})"

    def test(self, condition: Condition) -> str:
        owner = self.paths.owner.get(condition.fact)
        if owner is None or self.paths.group.get(owner, "") not in {"", self.paths.group.get(self.at, "")}:
            raise NotExpressible
        item = self.paths.by_id[owner]
        part = condition.fact[len(owner) + 1 :]
        own = owner == self.own
        asked = "" if own or self.paths.group.get(owner) else self.paths.asked(owner, self.place)
        if part == "answered":
            wanted = isinstance(condition.value, Literal) and condition.value.value is True
            return self.answered(item, own, asked, wanted=wanted)
        unanswered, met = _COMPARED[_sort(item, part)](self, item, part, condition)
        if asked and (
            part == "count" or condition.op in {Operator.NOT_IN, Operator.DISJOINT}
        ):  # an empty one would pass
            met = f"not({unanswered}) and {met}"
        guards = [f"({unanswered} and {asked})" if asked else unanswered]
        if isinstance(condition.value, Parameter):
            unset = f"{self.name(condition.value.name)} = ''"
            guards.append(f"({unset} and {asked})" if asked else unset)
        return f"({' or '.join(guards)} or {met})"

    def answered(self, item: Item, own: bool, asked: str, *, wanted: bool) -> str:
        sign = "!=" if wanted else "="
        if item.type is Type.MATRIX and item.rows:
            tests = [f"{self.name(f'{item.id}.{row}')} {sign} ''" for row in item.rows.values]
            test = joined(tests, "and" if wanted else "or")
        elif item.type in {Type.REPEAT, Type.FILE}:
            test = f"{self.counted(item)} {sign} 0"
        else:
            test = f"{self.name(item.id)} {sign} ''"
        return test if wanted or not asked else f"({test} and {asked})"

    def counted(self, item: Item) -> str:
        if item.type is Type.REPEAT:
            return f"count(${{{item.id}}})"
        return f"count-non-empty({self.name(file_row(item))})"

    def name(self, node: str) -> str:
        return "." if node == self.own else f"${{{xml_name(node)}}}"

    # one way of comparing for each sort of fact: when it is open, and when it is met

    def code(self, item: Item, part: str, condition: Condition) -> tuple[str, str]:
        node = self.name(f"{item.id}.{part}" if part else item.id)
        return f"{node} = ''", _among(node, condition)

    def end(self, item: Item, part: str, condition: Condition) -> tuple[str, str]:
        node = self.name(item.id)
        return f"{node} = ''", _among(f"substr({node}, {ENDS[part]})", condition)

    def truth(self, item: Item, _part: str, condition: Condition) -> tuple[str, str]:
        node = self.name(item.id)
        wanted = _literal(condition)
        return f"{node} = ''", f"{node} = '{TRUE if wanted else FALSE}'"

    def number(self, item: Item, _part: str, condition: Condition) -> tuple[str, str]:
        node = self.name(item.id)
        if isinstance(condition.value, Parameter):
            parameter = condition.value.name
            if self.paths.group.get(parameter, "") not in {"", self.paths.group.get(self.at, "")}:
                raise NotExpressible
            value = self.name(parameter)
        else:
            value = _figure(condition)
        return f"{node} = ''", f"{node} {_SIGN[condition.op]} {value}"

    def day(self, item: Item, _part: str, condition: Condition) -> tuple[str, str]:
        node, day = self.name(item.id), _literal(condition)
        if not isinstance(day, int):
            raise NotExpressible
        year, month = divmod(day // 100, 100)
        return f"{node} = ''", f"{node} {_SIGN[condition.op]} date('{year:04}-{month:02}-{day % 100:02}')"

    def several(self, item: Item, _part: str, condition: Condition) -> tuple[str, str]:
        node = self.name(item.id)
        chosen = joined([f"selected({node}, {quoted(value)})" for value in _values(condition)], "or") or NEVER
        return f"{node} = ''", f"not({chosen})" if condition.op is Operator.DISJOINT else chosen

    def how_many(self, item: Item, _part: str, condition: Condition) -> tuple[str, str]:
        if item.type in {Type.REPEAT, Type.FILE}:
            counted = self.counted(item)
            return f"{counted} = 0", f"{counted} {_SIGN[condition.op]} {_figure(condition)}"
        node = self.name(item.id)
        return f"{node} = ''", f"count-selected({node}) {_SIGN[condition.op]} {_figure(condition)}"

    def any_row(self, item: Item, _part: str, condition: Condition) -> tuple[str, str]:
        rows = [self.name(f"{item.id}.{row}") for row in (item.rows.values if item.rows else ())]
        empty = joined([f"{row} = ''" for row in rows], "and")
        used = [f"{row} = {quoted(value)}" for row in rows for value in _values(condition)]
        chosen = joined(used, "or") or NEVER
        return empty, f"not({chosen})" if condition.op is Operator.DISJOINT else chosen

    def unknowable(self, _item: Item, _part: str, _condition: Condition) -> tuple[str, str]:
        raise NotExpressible


_COMPARED: Mapping[str, Callable[[_Writer, Item, str, Condition], tuple[str, str]]] = {
    "code": _Writer.code,
    "end": _Writer.end,
    "truth": _Writer.truth,
    "number": _Writer.number,
    "day": _Writer.day,
    "several": _Writer.several,
    "how_many": _Writer.how_many,
    "any_row": _Writer.any_row,
    "unknowable": _Writer.unknowable,
}


def _sort(item: Item, part: str) -> str:
    """Which way of comparing fits a fact of this item."""
    if part == "count":
        return "how_many"
    if item.type is Type.MATRIX:
        return "any_row" if part == "any" and item.rows and "any" not in item.rows.values else "code"
    if item.type is Type.SELECT_MULTIPLE or (item.several and item.type in _SET_TYPES):
        return "several"
    if item.type is Type.CORRIDOR and part in ENDS:
        return "end"
    if item.type is Type.BOOLEAN:
        return "truth"
    if item.type.is_number:
        return "code" if part == "currency" else "number"
    if item.type is Type.DATE:
        return "day"
    if item.type in {Type.CRITERION, Type.SELECT_ONE} or item.type in _SET_TYPES:
        return "code"
    return "unknowable"


def _among(node: str, condition: Condition) -> str:
    values = _values(condition)
    if condition.steps and condition.op in {Operator.GTE, Operator.LTE}:
        at = condition.steps.index(values[0])
        values = condition.steps[at:] if condition.op is Operator.GTE else condition.steps[: at + 1]
    chosen = joined([f"{node} = {quoted(value)}" for value in values], "or") or NEVER
    return f"not({chosen})" if condition.op is Operator.NOT_IN else chosen


def _literal(condition: Condition) -> object:
    if not isinstance(condition.value, Literal):
        raise NotExpressible
    return condition.value.value


def _values(condition: Condition) -> tuple[str, ...]:
    value = _literal(condition)
    return tuple(sorted(value)) if isinstance(value, frozenset) else (str(value),)


def _figure(condition: Condition) -> str:
    value = _literal(condition)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise NotExpressible
    return number(value)


def file_row(item: Item) -> str:
    """The row that holds a file: its own, or the one that is repeated where there may be several."""
    return f"{item.id}.file" if item.several else item.id


def xml_name(node: str) -> str:
    """A row's name as XML has it; of what values may hold, only the plus sign is none of its letters.

    >>> xml_name("WAGE.10+")
    'WAGE.10·'
    """
    return node.replace("+", "·")
