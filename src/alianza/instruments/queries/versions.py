"""What pages of instruments show: questions with their conditions in words, worked cases, problems, differences."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from alianza.instruments import comparing, drafting
from alianza.instruments.comparing import Change, Part
from alianza.instruments.facts import facts_about
from alianza.instruments.instrument import Arithmetic, Instrument, Item, Kind, Respondent, Section, Type
from alianza.instruments.models import InstrumentVersion, VersionStatus
from alianza.instruments.policy import versions_visible_to
from alianza.instruments.roles import roles_named
from alianza.instruments.scoring import Profile, profile
from alianza.instruments.soundness import accepted, examine
from alianza.instruments.standing import Standing, standing
from alianza.instruments.worded import Clause, Wording, quoted
from alianza.network.policy import Visitor
from alianza.texts import page_language
from alianza.vocabulary.criterion import Criterion
from alianza.vocabulary.criterion_form import Problem, UnreadableCriterion, read_criterion
from alianza.vocabulary.facts import UnfitAnswer
from alianza.vocabulary.refusal import Translatable
from alianza.vocabulary.text import Text

Words = str | Promise

TYPES: Mapping[Type, Words] = {
    Type.CRITERION: _("criterion, with a note and evidence"),
    Type.BOOLEAN: _("yes or no"),
    Type.TEXT: _("text of one line"),
    Type.LONG_TEXT: _("long text"),
    Type.INTEGER: _("whole number"),
    Type.DECIMAL: _("number"),
    Type.MONEY: _("amount of money"),
    Type.DATE: _("day"),
    Type.PERIOD: _("period"),
    Type.SELECT_ONE: _("one of a list"),
    Type.SELECT_MULTIPLE: _("several of a list"),
    Type.MATRIX: _("one of a list for each row"),
    Type.FILE: _("files"),
    Type.COUNTRY: _("country"),
    Type.OCCUPATION: _("occupation (ISCO-08)"),
    Type.CORRIDOR: _("corridor: from one country to another"),
    Type.ORGANISATION: _("organisation"),
    Type.GEOPOINT: _("place on the map"),
    Type.REPEAT: _("repeated group"),
    Type.COMPUTED: _("computed from other answers"),
}
KINDS: Mapping[Kind, Words] = {
    Kind.QUESTIONNAIRE: _("Questionnaire"),
    Kind.CERTIFICATION: _("Label"),
    Kind.REGULATORY_SHEET: _("Sheet of rules"),
    Kind.POLICY_REVIEW: _("Review of policies"),
    Kind.TWINNING_REVIEW: _("Review of a twinning"),
    Kind.EVALUATION: _("Evaluation"),
}
RESPONDENTS: Mapping[Respondent, Words] = {
    Respondent.STATE: _("a State"),
    Respondent.STATE_PAIR: _("two States together"),
    Respondent.ORGANISATION: _("an organisation"),
    Respondent.FIRM: _("a firm"),
    Respondent.PROGRAMME: _("a programme"),
    Respondent.PERSON: _("a person"),
}
ARITHMETIC: Mapping[Arithmetic, Words] = {
    Arithmetic.SUM: _("sum"),
    Arithmetic.DIFFERENCE: _("difference"),
    Arithmetic.PRODUCT: _("product"),
    Arithmetic.RATIO: _("ratio"),
    Arithmetic.PERCENT: _("percent"),
}
CHANGES: Mapping[Change, tuple[str, Words]] = {
    Change.ADDED: ("good", _("added")),
    Change.REMOVED: ("bad", _("removed")),
    Change.CHANGED: ("caution", _("changed")),
    Change.MOVED: ("quiet", _("moved")),
}
PARTS: Mapping[Part, Words] = {
    Part.INSTRUMENT: _("The instrument"),
    Part.SECTION: _("Section"),
    Part.ITEM: _("Question"),
    Part.LIST: pgettext_lazy("of choices", "List"),
    Part.GIVEN: _("Given fact"),
    Part.CHECK: _("Check"),
    Part.OUTCOME: _("Outcome"),
    Part.CASE: _("Worked case"),
}


def in_words(sentence: str) -> str:
    """A sentence of the pure layer in the language of the page."""
    return sentence.translated(gettext) if isinstance(sentence, Translatable) else sentence


# lists and histories


@dataclass(frozen=True, slots=True)
class Listed:
    """One instrument of the list: its newest published version, and the draft for whoever may see it."""

    newest: InstrumentVersion | None
    draft: InstrumentVersion | None

    @property
    def document(self) -> Mapping[str, Any]:
        held = self.newest or self.draft
        return held.document if held else {}

    @property
    def title(self) -> Text:
        return text_of(self.document.get("title"))

    @property
    def kind(self) -> Words:
        written = self.document.get("kind")
        return next((words for kind, words in KINDS.items() if kind == written), "")

    @property
    def questions(self) -> int:
        return len(drafting.entries(self.document, "items"))


def text_of(written: object) -> Text:
    """A text of a document that may have problems, as far as it is one."""
    if isinstance(written, str):
        return Text({"en": written})
    if not isinstance(written, Mapping):
        return Text({})
    return Text({str(key): words for key, words in written.items() if isinstance(words, str)})


def listed(user: Visitor) -> list[Listed]:
    """Every instrument that somebody may read, by title."""
    found: dict[str, dict[str, InstrumentVersion]] = {}
    for version in versions_visible_to(user).order_by("urn", "-number"):
        place = "draft" if version.status == VersionStatus.DRAFT else "newest"
        held = found.setdefault(version.urn, {})
        better = held.get(place)
        if better is None or (better.status == VersionStatus.WITHDRAWN and version.status == VersionStatus.PUBLISHED):
            held[place] = version
    rows = [Listed(held.get("newest"), held.get("draft")) for held in found.values()]
    return sorted(rows, key=lambda row: row.title.in_language(page_language())[0].casefold())


def history(version: InstrumentVersion, user: Visitor) -> QuerySet[InstrumentVersion]:
    """Versions of the same instrument that somebody may read, the newest first."""
    return versions_visible_to(user).filter(urn=version.urn).order_by("-number")


# the instrument as it is read


@dataclass(frozen=True, slots=True)
class ShownItem:
    """A question as a reader sees it."""

    item: Item
    type: Words
    required: Words
    asked_when: Clause | None
    holds: str
    computed: str
    within: tuple["ShownItem", ...]


@dataclass(frozen=True, slots=True)
class ShownSection:
    section: Section
    asked_when: Clause | None
    items: tuple[ShownItem, ...]


@dataclass(frozen=True, slots=True)
class ShownOutcome:
    label: Text
    when: Clause


@dataclass(frozen=True, slots=True)
class ShownCase:
    """A worked case with what comes out today; `problems` say where that is not what its author expects."""

    name: str
    answers: int
    outcome: Text | None
    hidden: int
    findings: tuple[Text, ...]
    missing: tuple[Text, ...]
    problems: tuple[str, ...]


class Reading:
    """One instrument in the language of the page."""

    def __init__(self, instrument: Instrument, language: str) -> None:
        self.instrument, self.language = instrument, language
        self.wording = Wording(instrument, language)

    def sections(self) -> list[ShownSection]:
        return [
            ShownSection(
                section,
                self._clause(section.relevant),
                tuple(self._item(item) for item in self.instrument.in_section(section.id)),
            )
            for section in self.instrument.sections
        ]

    def outcomes(self) -> list[ShownOutcome]:
        return [
            ShownOutcome(each.label, _translated(self.wording.clause(each.when))) for each in self.instrument.outcomes
        ]

    def checks(self) -> list[ShownOutcome]:
        return [ShownOutcome(each.says, _translated(self.wording.clause(each.when))) for each in self.instrument.checks]

    def _clause(self, tree: Criterion | None) -> Clause | None:
        return None if tree is None else _translated(self.wording.clause(tree))

    def _item(self, item: Item) -> ShownItem:
        required: Words = ""
        if item.required:
            required = _("required")
        elif item.required_of:
            required = gettext("required of: %(roles)s") % {"roles": roles_named(item.required_of)}
        computed = ""
        if item.computed is not None:
            terms = "; ".join(quoted(self.instrument.by_id[term].label, self.language) for term in item.computed.terms)
            computed = gettext("%(arithmetic)s of %(terms)s") % {
                "arithmetic": ARITHMETIC[item.computed.arithmetic],
                "terms": terms,
            }
        return ShownItem(
            item,
            TYPES[item.type],
            required,
            self._clause(item.relevant),
            in_words(self.wording.sentence(item.constraint)) if item.constraint is not None else "",
            computed,
            tuple(self._item(child) for child in item.children),
        )

    def cases(self, problems: tuple[Problem, ...] = ()) -> list[ShownCase]:
        return [
            self._case(number, tuple(in_words(each.sentence) for each in problems if each.path.startswith(path)))
            for number, path in ((number, f"cases[{number}]") for number in range(len(self.instrument.cases)))
        ]

    def _case(self, number: int, problems: tuple[str, ...]) -> ShownCase:
        case, known = self.instrument.cases[number], self.instrument.by_id
        facts = {each.id: each.fact for each in self.instrument.given}
        try:
            answers = accepted(self.instrument, dict(case.answers))
            given = {name: facts[name].accept(value) for name, value in case.given.items()}
        except UnfitAnswer:
            return ShownCase(case.name, len(case.answers), None, 0, (), (), problems)
        state = standing(self.instrument, answers, given)
        result: Profile = profile(self.instrument, state)
        checks = {each.id: each.says for each in self.instrument.checks}
        return ShownCase(
            case.name,
            len(case.answers),
            result.outcome.label if result.outcome else None,
            len(state.hidden),
            tuple(checks[name] for name in state.findings),
            tuple(known[name].label for name in state.missing(self.instrument)),
            problems,
        )


def _translated(clause: Clause) -> Clause:
    return Clause(in_words(clause.said), tuple(map(_translated, clause.parts)))  # type: ignore[arg-type]  # said again


# drafts


@dataclass(frozen=True, slots=True)
class ShownProblem:
    path: str
    sentence: str


class Draft:
    """A document that may have problems, as its author sees it."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self.document = document
        self.whole, self.found = examine(document)

    @property
    def problems(self) -> list[ShownProblem]:
        return [ShownProblem(each.path, in_words(each.sentence)) for each in self.found]

    @cached_property
    def instrument(self) -> Instrument | None:
        """What is asked, as far as it can be read."""
        return self.whole or drafting.as_far_as_read(self.document)

    @cached_property
    def wording(self) -> Wording | None:
        return Wording(self.instrument, page_language()) if self.instrument else None

    def condition(self, written: object) -> str:
        """A written condition in words; empty for none."""
        if written is None:
            return ""
        if self.instrument is None or self.wording is None:
            return gettext("a condition that cannot be read yet")
        numbers = [each.id for each in self.instrument.every_item() if each.type.is_number]
        try:
            tree = read_criterion(written, self.instrument.facts, parameters=numbers)
        except UnreadableCriterion:
            return gettext("a condition that cannot be read yet")
        return in_words(self.wording.sentence(tree))

    def subjects(self, *, without: str = "") -> list[tuple[str, list[tuple[str, str]]]]:
        """What a condition may test, by section: names of facts with their words."""
        if self.instrument is None or self.wording is None:
            return []
        found = []
        for section in self.instrument.sections:
            options: list[tuple[str, str]] = []
            for item in self.instrument.in_section(section.id):
                for each in (item, *item.children):
                    if each.id != without:
                        options += self._of_item(each)
            found.append((quoted(section.title, page_language()), options))
        given = [(each.id, quoted(each.label, page_language())) for each in self.instrument.given]
        return [*found, (gettext("Given facts"), given)] if given else found

    def _of_item(self, item: Item) -> list[tuple[str, str]]:
        assert self.wording is not None
        names = [fact.id for fact in facts_about(item) if not fact.id.endswith(".answered")]
        words = [(name, in_words(self.wording.subject(name))) for name in names]
        return words if item.id in names else [(item.id, f"“{quoted(item.label, page_language())}”"), *words]

    def rows(self) -> list[dict[str, Any]]:
        """Sections and items for the structure of the editor."""
        return [
            {
                "at": block.at,
                "entry": block.entry,
                "title": text_of(block.entry.get("title")),
                "when": self.condition(block.entry.get("relevant")),
                "lines": [self._line(line) for line in block.lines],
            }
            for block in drafting.blocks(self.document)
        ]

    def _line(self, line: drafting.Line) -> dict[str, Any]:
        entry, path = line.entry, drafting.path_of(line.place)
        kind = entry.get("type", "criterion")
        return {
            "place": line.place,
            "at": line.place[0],
            "child": line.place[1] if len(line.place) > 1 else None,
            "where": "-".join(map(str, line.place)),
            "id": str(entry.get("id", "?"))[:60],
            "label": text_of(entry.get("label")),
            "type": next((words for known, words in TYPES.items() if known == kind), str(kind)[:40]),
            "repeats": kind == Type.REPEAT,
            "when": self.condition(entry.get("relevant")),
            "wrong": any(each.path == path or each.path.startswith(f"{path}.") for each in self.found),
            "within": [self._line(each) for each in line.within],
        }


# differences


@dataclass(frozen=True, slots=True)
class ShownDifference:
    badge: str
    change: Words
    part: Words
    id: str
    label: Text
    says: tuple[str, ...]


def differences(older: Instrument, newer: Instrument) -> list[ShownDifference]:
    return [
        ShownDifference(
            *CHANGES[each.change], PARTS[each.part], each.id, each.label, tuple(in_words(said) for said in each.says)
        )
        for each in comparing.compare(older, newer, page_language())
    ]


def carried(older: Instrument, newer: Instrument) -> list[tuple[Item, Item]]:
    """Questions whose answers are carried over: the older one and the newer one."""
    pairs = comparing.carried(older, newer)
    return [(older.by_id[old], newer.by_id[new]) for new, old in pairs.items()]


@dataclass(frozen=True, slots=True)
class Tried:
    """What answers that nobody keeps come to."""

    state: Standing
    result: Profile
    computed: Mapping[str, Decimal]


def tried(instrument: Instrument, answers: Mapping[str, Any]) -> Tried:
    state = standing(instrument, answers)
    return Tried(state, profile(instrument, state), state.computed)
