"""The rule of a draft as its page shows it: nested sentences, each with what may be done to it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from alianza.engines.eligibility import Miss
from alianza.regulations import wording
from alianza.regulations.dictionary import text_of, word
from alianza.regulations.rule_draft import RuleDraft, Run
from alianza.regulations.rule_editing import GROUPS, Path, form_of, parts_of, written_path
from alianza.regulations.sheets import Source
from alianza.regulations.shown import condition_words
from alianza.vocabulary.criterion import Condition, Criterion, Item, Parameter, Points, Test, Tier
from alianza.vocabulary.text import Text


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a rule. `form` is all, any, count, test, points, item or tier; `may` names what can be done to it.

    `anchor` finds it again after it has moved: by its id, where it has one.
    """

    path: str
    id: str
    anchor: str
    form: str
    label: Text
    name: str
    words: str
    figure: Text | None
    fix: Text | None
    sources: tuple[Source, ...]
    papers: tuple[Text, ...]
    note: Text | None
    at_least: int
    may: frozenset[str]
    parts: tuple["Part", ...] = ()


@dataclass(frozen=True, slots=True)
class ShownRun:
    """A worked case with what came out, in words."""

    run: Run
    answers: tuple[tuple[Text, str], ...] = ()
    unmet: tuple[str, ...] = ()
    ask: tuple[str, ...] = ()
    says: tuple[str, ...] = field(default=())


def parts(draft: RuleDraft, language: str, today: date) -> Part | None:
    """The rule in words; None where it cannot be read."""
    if draft.tree is None or draft.written is None:
        return None
    return _Shower(draft, language, today).part(draft.written, draft.tree, (), {})


class _Shower:
    def __init__(self, draft: RuleDraft, language: str, today: date) -> None:
        self.draft, self.language, self.today = draft, language, today

    def part(
        self, written: Mapping[str, Any], node: Criterion | Item | Tier, path: Path, around: Mapping[str, Any]
    ) -> Part:
        form, identity = form_of(written), str(written.get("id") or "")
        inner = self._inner(written, node)
        label = text_of(str(written.get("label") or "")) if written.get("label") else self._name(form, identity)
        condition = node.condition if isinstance(node, Test | Tier) else None
        words, at_least = "", 0
        if condition is not None:
            words = self.words(condition)
        if form == "tier":
            at_least = int(written["pts"])
        elif form in {"points", "count"}:
            at_least = int(written[form]["at_least"])
        shown = tuple(self.part(part, read, (*path, number), written) for number, (part, read) in enumerate(inner))
        spoken = " / ".join(each.name for each in shown[:2]) if form in GROUPS else words
        return Part(
            path=written_path(path),
            id=identity,
            anchor=identity or f"at-{written_path(path) or 'root'}",
            form=form,
            label=label,
            name=label.in_language(self.language)[0] or spoken or form,
            words=words,
            figure=self._figure(condition),
            fix=word("fix", str(written["fix"])) if written.get("fix") else None,
            sources=tuple(self.draft.sources[name] for name in written.get("cite") or () if name in self.draft.sources),
            papers=tuple(self.draft.papers[name] for name in written.get("proof") or () if name in self.draft.papers),
            note=text_of(str(written["note"])) if written.get("note") else None,
            at_least=at_least,
            may=frozenset(_may(written, path, around)),
            parts=shown,
        )

    def _inner(
        self, written: Mapping[str, Any], node: Criterion | Item | Tier
    ) -> Iterator[tuple[Mapping[str, Any], Criterion | Item | Tier]]:
        read: tuple[Criterion | Item | Tier, ...] = ()
        if isinstance(node, Points):
            read = node.items
        elif isinstance(node, Item):
            read = node.tiers
        elif not isinstance(node, Test | Tier):
            read = node.parts
        return zip(parts_of(written), read, strict=True)

    def _name(self, form: str, identity: str) -> Text:
        if not identity:
            return Text({})
        return word("point_items" if form == "item" else "nodes", identity)

    def words(self, condition: Condition) -> str:
        return condition_words(condition, self.draft.parameters, self.language, self.today)

    def _figure(self, condition: Condition | None) -> Text | None:
        if condition is None or not isinstance(condition.value, Parameter):
            return None
        return word("parameters", condition.value.name)


def _may(written: Mapping[str, Any], path: Path, around: Mapping[str, Any]) -> Iterator[str]:
    """What can be done to a part where it stands; what the rule would not bear is refused when it is tried."""
    form = form_of(written)
    beside = parts_of(around) if path else []
    at = path[-1] if path else 0
    if form in GROUPS:
        yield from ("add", "reshape", "entitle")
        if path or len(parts_of(written)) == 1:
            yield "unwrap"
    if form in {"points", "item"}:
        yield "add"
    if form == "points":
        yield from ("mark", "entitle")
        items = parts_of(written)
        if len(items) == 1 and len(parts_of(items[0])) == 1:
            yield "unwrap"
    if form in {"test", "tier"}:
        yield "edit"
    if form not in {"item", "tier"}:
        yield "wrap"
    if not path:
        return
    if len(beside) > 1:
        yield "remove"
    if at:
        yield "up"
    if at + 1 < len(beside):
        yield "down"
    if form in {"item", "tier"}:
        return
    if at and form_of(beside[at - 1]) in GROUPS:
        yield "into_before"
    if at + 1 < len(beside) and form_of(beside[at + 1]) in GROUPS:
        yield "into_after"
    if len(path) > 1 and len(beside) > 1:
        yield "out"


def labels(part: Part) -> Iterator[tuple[str, str]]:
    """Every condition that a case may name as failed, with its label: conditions and points systems, as written."""
    if part.form in {"test", "points"} and part.id:
        yield part.id, part.name
    for each in part.parts:
        if each.form not in {"item", "tier"}:
            yield from labels(each)


def runs(draft: RuleDraft, language: str) -> list[ShownRun]:
    """The worked cases, tried on the rule as it stands now."""
    known = draft.ground.facts
    found = []
    for run in draft.runs():
        if run.case is None or run.result is None:
            found.append(ShownRun(run, says=run.says))
            continue
        answers = tuple(
            (wording.fact_label(fact), wording.answer_words(known[fact], answer, language))
            for fact, answer in run.case.facts.items()
        )
        units = {name: series.unit for name, series in draft.parameters.items()}
        unmet = tuple(_missed(miss, language, units) for miss in run.result.nearest_miss)
        ask = tuple(known[fact].ask.in_language(language)[0] for fact in run.result.ask)
        found.append(ShownRun(run, answers, unmet, ask, run.says))
    return found


def _missed(miss: Miss, language: str, units: dict[str, str]) -> str:
    what = wording.miss_words(miss, language, units=units)
    label = text_of(miss.label).in_language(language)[0] if miss.label else ""
    return wording.pair(label, what, language) if label else what
