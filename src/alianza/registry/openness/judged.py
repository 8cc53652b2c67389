"""Every row of a table of profiles judged by one tree: verdict, conditions, nearest miss, as one relational expression.

The expression is built in stages, each a projection over the one before, so that no part is written out twice: first
the comparisons, then the nodes from the leaves up (value, and burden of the cheapest way where it fails), then from the
root down which nodes lie on that way. It runs wherever Ibis does: on DuckDB, and on Spark past one machine.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from alianza.engines.eligibility import Bound, BoundNode, Branch, Leaf, Sum, bind, name_of
from alianza.regulations.relational import Compiler
from alianza.vocabulary.criterion import Criterion, Fix, Groups, Parameters
from alianza.vocabulary.facts import Answer

if TYPE_CHECKING:
    from ibis.expr.types import Table

VALUE, BURDEN, NEAREST, SHORT = "value", "burden", "nearest", "short"


@dataclass(frozen=True, slots=True)
class Condition:
    """A leaf of the tree: a test, or a points system as a whole. `index` is its place among all nodes."""

    index: int
    id: str
    label: str
    fix: Fix | None
    is_points: bool

    @property
    def value(self) -> str:
        """Column: met, not met, or null for unknown."""
        return f"{VALUE}{self.index}"

    @property
    def nearest(self) -> str:
        """Column: whether it belongs to the nearest miss."""
        return f"{NEAREST}{self.index}"

    @property
    def short(self) -> str:
        """Column of a points system: the points missing even at best; 0 where it does not fail."""
        return f"{SHORT}{self.index}"


@dataclass(frozen=True, slots=True)
class Judged:
    """`rows` has one row for each of the table: `verdict` (true, false, null), `burden` of the nearest miss, and for
    each condition its value, whether it is nearest and, for points, the shortfall.
    """

    rows: Table
    conditions: tuple[Condition, ...]
    bound: Bound


def judge(
    tree: Criterion,
    table: Table,
    *,
    on: date,
    parameters: Parameters | None = None,
    groups: Groups | None = None,
    columns: Mapping[str, str] | None = None,
    literals: Mapping[str, Answer] | None = None,
    keep: tuple[str, ...] = (),
) -> Judged:
    """Judge every row. Arguments as for `regulations.relational.to_relation`; columns in `keep` stay in the rows.

    Raises `KeyError` for a parameter or group nobody gives, `UnfitAnswer` for an unfit literal.
    """
    bound = bind(tree, parameters=parameters, groups=groups, on=on)
    compiler = Compiler(
        table, on, parameters=parameters or {}, groups=groups or {}, columns=columns or {}, literals=literals or {}
    )
    stages = _Stages(compiler, keep)
    rows = stages.up(bound.root)
    rows = stages.down(bound.root, rows)
    conditions = tuple(
        Condition(node.index, name_of(node), node.node.label, node.node.fix, isinstance(node, Sum))
        for node in bound.nodes
        if not isinstance(node, Branch)
    )
    kept = [f"{VALUE}{each.index}" for each in conditions] + [each.nearest for each in conditions]
    kept += [each.short for each in conditions if each.is_points]
    return Judged(rows.select(*keep, *kept, verdict=rows[f"{VALUE}0"], burden=rows[f"{BURDEN}0"]), conditions, bound)


class _Stages:
    """One projection for each level of the tree, upwards and downwards."""

    def __init__(self, compiler: Compiler, keep: tuple[str, ...]) -> None:
        self.compiler, self.ibis, self.keep = compiler, compiler.ibis, keep

    def up(self, root: BoundNode) -> Table:
        """Value and burden of every node. A node that does not fail weighs 0."""
        levels: dict[int, list[BoundNode]] = {}
        _height(root, levels)
        rows = self.compiler.table
        held: dict[str, Any] = {name: rows[name] for name in self.keep}
        for node in levels[0]:
            held |= self.leaf(node)
        rows = rows.select(**held)
        rows = rows.mutate(**{f"{BURDEN}{node.index}": self.weight(node, rows) for node in levels[0]})
        for height in range(1, len(levels)):
            branches = [node for node in levels[height] if isinstance(node, Branch)]
            rows = rows.mutate(**{f"{VALUE}{node.index}": self.value(node, rows) for node in branches})
            rows = rows.mutate(**{f"{BURDEN}{node.index}": self.burden(node, rows) for node in branches})
        return rows

    def leaf(self, node: BoundNode) -> dict[str, Any]:
        if isinstance(node, Leaf):
            return {f"{VALUE}{node.index}": self.compiler.comparison(node.comparison)}
        assert isinstance(node, Sum)
        known, best = self.compiler.reach(node.node)
        mark = node.node.at_least
        value = self.ibis.cases((known >= mark, True), (best < mark, False), else_=self.ibis.null("boolean"))
        short = self.ibis.greatest(self.ibis.literal(mark, "int64") - best, self.ibis.literal(0, "int64"))
        return {f"{VALUE}{node.index}": value, f"{SHORT}{node.index}": short}

    def weight(self, node: BoundNode, rows: Table) -> Any:
        burden = self.ibis.literal((node.node.fix or Fix.IMMUTABLE).burden, "int64")
        if isinstance(node, Sum):
            burden = burden + rows[f"{SHORT}{node.index}"]
        return self.ibis.ifelse(self.fails(node, rows), burden, 0)

    def value(self, node: Branch, rows: Table) -> Any:
        parts = [rows[f"{VALUE}{part.index}"] for part in node.parts]
        if node.at_least in {1, len(parts)}:
            first, *rest = parts
            for part in rest:
                first = first | part if node.at_least == 1 else first & part
            return first
        met = sum((self.ibis.ifelse(part.fill_null(False), 1, 0) for part in parts), self.zero)
        possible = sum((self.ibis.ifelse(part.fill_null(True), 1, 0) for part in parts), self.zero)
        return self.ibis.cases(
            (met >= node.at_least, True), (possible < node.at_least, False), else_=self.ibis.null("boolean")
        )

    def burden(self, node: Branch, rows: Table) -> Any:
        """What the cheapest way through a failed node weighs: of its failed parts, as many as it lacks."""
        weights = [rows[f"{BURDEN}{part.index}"] for part in node.parts]
        if len(weights) == 1:
            cheapest = weights[0]
        elif node.at_least == len(weights):
            cheapest = sum(weights[1:], weights[0])
        elif node.at_least == 1:  # it fails only where every part does
            cheapest = self.ibis.least(*weights)
        else:
            taken = self.taken(node, rows)
            cheapest = sum(
                (self.ibis.ifelse(each, weight, 0) for each, weight in zip(taken, weights, strict=True)), self.zero
            )
        return self.ibis.ifelse(self.fails(node, rows), cheapest, 0)

    def down(self, root: BoundNode, rows: Table) -> Table:
        """Which nodes lie on the way of least burden; none where the tree does not fail."""
        rows = rows.mutate(**{f"{NEAREST}{root.index}": self.fails(root, rows)})
        level: list[BoundNode] = [root]
        while branches := [node for node in level if isinstance(node, Branch)]:
            found = {}
            for node in branches:
                on_the_way = rows[f"{NEAREST}{node.index}"]
                for part, taken in zip(node.parts, self.taken(node, rows), strict=True):
                    found[f"{NEAREST}{part.index}"] = on_the_way & taken
            rows = rows.mutate(**found)
            level = [part for node in branches for part in node.parts]
        return rows

    def taken(self, node: Branch, rows: Table) -> list[Any]:
        """For each part of a failed node, whether the cheapest way leads through it; the first of equals goes before.

        Means nothing where the node does not fail.
        """
        fails = [self.fails(part, rows) for part in node.parts]
        if node.at_least == len(fails):  # all that fails, and an `any` of one part
            return fails
        weights = [rows[f"{BURDEN}{part.index}"] for part in node.parts]
        if node.at_least == 1:  # every part fails: the cheapest, the first of equals
            return [
                self.all(
                    [weight < other for other in weights[:place]] + [weight <= other for other in weights[place + 1 :]]
                )
                for place, weight in enumerate(weights)
            ]
        failed = sum((self.ibis.ifelse(each, 1, 0) for each in fails), self.zero)
        lacking = failed - (len(fails) - node.at_least)
        taken = []
        for place, weight in enumerate(weights):
            before = [
                fails[at] & ((other <= weight) if at < place else (other < weight))
                for at, other in enumerate(weights)
                if at != place
            ]
            cheaper = sum((self.ibis.ifelse(each, 1, 0) for each in before), self.zero)
            taken.append(fails[place] & (cheaper < lacking))
        return taken

    def all(self, parts: list[Any]) -> Any:
        first, *rest = parts
        for part in rest:
            first = first & part
        return first

    def fails(self, node: BoundNode, rows: Table) -> Any:
        return (~rows[f"{VALUE}{node.index}"]).fill_null(False)

    @property
    def zero(self) -> Any:
        return self.ibis.literal(0, "int64")


def _height(node: BoundNode, levels: dict[int, list[BoundNode]]) -> int:
    height = 1 + max(_height(part, levels) for part in node.parts) if isinstance(node, Branch) else 0
    levels.setdefault(height, []).append(node)
    return height
