"""The fund's rates, terms and thresholds: data with a day and a source, never a constant in code."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Rule:
    """`value` in `unit`, from `since` on. `grade`: paper, practice or own. `window`: a window may set its own."""

    id: str
    value: Decimal
    unit: str
    since: date
    grade: str
    source: str
    window: bool = False


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule ever set, earlier ones too."""
    import yaml

    rows = yaml.safe_load((files("alianza.fund") / "data" / "rules.yaml").read_text(encoding="utf-8"))
    return tuple(Rule(**{**row, "value": Decimal(row["value"])}) for row in rows)


def rule(id: str, on: date, own: Mapping[str, str] | None = None) -> Rule:  # noqa: A002  the rule's own word
    """The rule in force on a day; `own` are a window's values by id, as text.

    >>> day = date(2026, 1, 1)
    >>> rule("indirect_cap", day).value, rule("indirect_cap", day, {"indirect_cap": "0.08"}).value
    (Decimal('0.07'), Decimal('0.08'))
    """
    found = [one for one in rules() if one.id == id and one.since <= on]
    if not found:
        raise LookupError(f"There is no rule {id} in force on {on}.")
    last = max(found, key=lambda one: one.since)
    if last.window and own and id in own:
        return Rule(id, Decimal(own[id]), last.unit, last.since, "own", "Set by the window", window=True)
    return last
