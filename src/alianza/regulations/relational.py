"""The same conditions for a whole registry: a tree as one relational expression (Ibis), with three truth values.

A nullable boolean holds them: true is met, false is not met, null is unknown. SQL's own `AND` and `OR` over nulls are
exactly `all` and `any`. The expression runs on DuckDB, and on Spark beyond one machine; a property test holds that it
agrees with `engines.eligibility` on every row.

Columns hold accepted answers: numbers for numeric facts, booleans, text for codes and for steps of a scale, arrays of
text for sets; null where nobody answered. What is the same for every row, such as the facts of one job order, enters as
literals.
"""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from alianza.engines.eligibility import Comparison, ready
from alianza.vocabulary.criterion import (
    All,
    Condition,
    Count,
    Criterion,
    Groups,
    Operator,
    Parameters,
    Points,
    Test,
)
from alianza.vocabulary.facts import Answer

if TYPE_CHECKING:
    from ibis.expr.types import BooleanValue, IntegerValue, Table, Value


def to_relation(
    tree: Criterion,
    table: "Table",
    *,
    on: date,
    parameters: Parameters | None = None,
    groups: Groups | None = None,
    columns: Mapping[str, str] | None = None,
    literals: Mapping[str, Answer] | None = None,
) -> "BooleanValue":
    """The value of the tree for each row of the table: true, false, or null for unknown.

    `columns` maps a fact to its column, by default the column of the fact's own name; `literals` holds answers that
    are the same for every row and goes before columns. A fact that has neither is unknown on every row; a tree that
    tests no column at all gives a scalar, so put the expression into the table with `mutate`. Needs the
    extra `relational`. Raises `KeyError` for a parameter or group nobody gives, `UnfitAnswer` for an unfit literal.
    """
    compiler = Compiler(
        table, on, parameters=parameters or {}, groups=groups or {}, columns=columns or {}, literals=literals or {}
    )
    return compiler.node(tree)


class Compiler:
    """Conditions over the columns of one table as nullable booleans; see `to_relation`."""

    def __init__(
        self,
        table: "Table",
        on: date,
        *,
        parameters: Parameters,
        groups: Groups,
        columns: Mapping[str, str],
        literals: Mapping[str, Answer],
    ) -> None:
        import ibis

        self.ibis, self.table = ibis, table
        self.on, self.parameters, self.groups = on, parameters, groups
        self.columns, self.literals = columns, literals

    def node(self, node: Criterion) -> "BooleanValue":
        if isinstance(node, Test):
            return self.condition(node.condition)
        if isinstance(node, Points):
            return self.points(node)
        if isinstance(node, Count):
            return self.count(node)
        first, *rest = [self.node(part) for part in node.parts]
        for part in rest:
            first = first & part if isinstance(node, All) else first | part
        return first

    def count(self, node: Count) -> "BooleanValue":
        parts = [self.node(part) for part in node.parts]
        met: IntegerValue = self.ibis.literal(0, "int64")
        possible: IntegerValue = self.ibis.literal(0, "int64")
        for part in parts:
            met = met + self.ibis.ifelse(part.fill_null(False), 1, 0)
            possible = possible + self.ibis.ifelse(part.fill_null(True), 1, 0)
        return self.ibis.cases(
            (met >= node.at_least, True), (possible < node.at_least, False), else_=self.ibis.null("boolean")
        )

    def points(self, node: Points) -> "BooleanValue":
        known, best = self.reach(node)
        return self.ibis.cases(
            (known >= node.at_least, True), (best < node.at_least, False), else_=self.ibis.null("boolean")
        )

    def reach(self, node: Points) -> "tuple[IntegerValue, IntegerValue]":
        """Points known to be met, and the most that could still be met."""
        known: IntegerValue = self.ibis.literal(0, "int64")
        best: IntegerValue = self.ibis.literal(0, "int64")
        for item in node.items:
            values = [(tier.points, self.condition(tier.condition)) for tier in item.tiers]
            known = known + self.largest([(points, value.fill_null(False)) for points, value in values])
            best = best + self.largest([(points, value.fill_null(True)) for points, value in values])
        return known, best

    def largest(self, values: "list[tuple[int, BooleanValue]]") -> "IntegerValue":
        scores = [self.ibis.ifelse(value, self.ibis.literal(points, "int64"), 0) for points, value in values]
        return scores[0] if len(scores) == 1 else self.ibis.greatest(*scores)

    def condition(self, condition: Condition) -> "BooleanValue":
        return self.comparison(ready(condition, self.parameters, self.groups, self.on))

    def comparison(self, comparison: Comparison) -> "BooleanValue":
        """A comparison that was made ready for the day."""
        condition = comparison.condition
        unknown: BooleanValue = self.ibis.null("boolean")
        if comparison.check is None:
            return unknown
        answer = self.literals.get(condition.fact)
        if answer is not None:
            return self.ibis.literal(comparison.check(answer))
        name = self.columns.get(condition.fact, condition.fact)
        return self.compared(self.table[name], comparison) if name in self.table.columns else unknown

    def compared(self, column: "Value", comparison: Comparison) -> "BooleanValue":
        condition, needed, check = comparison.condition, comparison.needed, comparison.check
        if condition.steps and check is not None:
            return self.among(column, [step for step in condition.steps if check(step)])
        if isinstance(needed, frozenset):
            wanted = sorted(needed)
            if condition.op in {Operator.IN, Operator.NOT_IN}:
                found = self.among(column, wanted)
                return found if condition.op is Operator.IN else ~found
            common = self.overlapping(column, wanted)
            return common if condition.op is Operator.OVERLAPS else ~common
        if condition.op is Operator.GTE:
            return column >= needed
        if condition.op is Operator.LTE:
            return column <= needed
        return column == needed

    def among(self, column: "Value", wanted: list[str]) -> "BooleanValue":
        """Membership that stays unknown where the answer is; a plain IN over nothing would say no."""
        if not wanted:
            return self.never(column)
        return column.isin(wanted)

    def overlapping(self, column: "Value", wanted: list[str]) -> "BooleanValue":
        if not wanted:
            return self.never(column)
        first, *rest = [column.contains(code) for code in wanted]
        for part in rest:
            first = first | part
        return first

    def never(self, column: "Value") -> "BooleanValue":
        return self.ibis.ifelse(column.isnull(), self.ibis.null("boolean"), False)
