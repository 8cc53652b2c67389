"""What a check found: each finding one sentence, with the rule, the place and how bad it is."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from alianza.vocabulary.said import Said

KEPT = 1000
"""So many errors and so many warnings are kept word for word; the rest is counted."""
SHOWN = 20


class Severity(StrEnum):
    ERROR = "error"
    """The file is not to be published."""
    WARNING = "warning"
    """Better otherwise, but allowed."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong.

    `rule` is the rule type of the ruleset ("strict_sum"), or "schema", "codelist", "file", "reading". `id` tells rules
    of one type apart: the ruleset's number ("2.1.2"), the codelist ("Sector"), the kind of schema fault. `context` is
    the path of the element in the file, `activity` the identifier of the activity or organisation it stands in, `line`
    its line, 0 for the file as a whole. `message` is a catalogue id whose named places `facts` fill; the ruleset's own
    messages have no places.
    """

    rule: str
    id: str
    severity: Severity
    message: str
    context: str = ""
    activity: str = ""
    line: int = 0
    facts: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}), hash=False)
    link: str = ""
    """Where the standard explains the rule, or empty."""

    @property
    def sentence(self) -> str:
        """The finding in English; where it has facts, one that can be said in another language (`Said`)."""
        return Said(self.message, **self.facts) if self.facts else self.message

    @property
    def said(self) -> str:
        """The sentence with its place before it and its rule after it."""
        where = f"line {self.line}: " if self.line else ""
        return f"{where}{self.sentence} [{self.rule} {self.id}]" if self.id else f"{where}{self.sentence} [{self.rule}]"


@dataclass(frozen=True, slots=True)
class Findings:
    """All that one check found, by line. `errors` and `warnings` count; `found` holds the first thousand of each."""

    found: tuple[Finding, ...]
    errors: int
    warnings: int
    standard: str
    """What it was checked against, with the vintage of each part."""

    @classmethod
    def of(cls, found: Iterable[Finding], standard: str = "") -> "Findings":
        ordered = sorted(found, key=lambda each: (each.line, each.rule, each.id, each.context))
        errors = [each for each in ordered if each.severity is Severity.ERROR]
        warnings = [each for each in ordered if each.severity is Severity.WARNING]
        kept = {id(each) for each in (*errors[:KEPT], *warnings[:KEPT])}
        return cls(tuple(each for each in ordered if id(each) in kept), len(errors), len(warnings), standard)

    @property
    def passed(self) -> bool:
        """Whether the file may be published: warnings do not stop it."""
        return self.errors == 0

    def by_rule(self, rule: str, id: str = "") -> tuple[Finding, ...]:  # noqa: A002
        return tuple(each for each in self.found if each.rule == rule and id in {"", each.id})

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.found)

    def __len__(self) -> int:
        return self.errors + self.warnings

    def __str__(self) -> str:
        lines = [f"{each.severity}: {each.said}" for each in self.found[:SHOWN]]
        if len(self) > len(lines):
            lines.append(f"... and {len(self) - len(lines)} more: {self.errors} errors, {self.warnings} warnings.")
        return "\n".join(lines)
