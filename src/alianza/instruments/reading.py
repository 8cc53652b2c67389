"""The written form of an instrument (`alianza.instrument/0.2`), read strictly, with every problem told.

The form is described in `docs/reference/instruments.md`. Conditions are the criterion trees of permits, and test the
facts of `alianza.instruments.facts`; where a tree says `{param: Q}`, it means the number answered to item `Q`.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType
from typing import TypeVar

from alianza.instruments.facts import dictionary, facts_about
from alianza.instruments.instrument import (
    NOTHING,
    Arithmetic,
    Carries,
    Case,
    Check,
    Choice,
    ChoiceList,
    Given,
    Instrument,
    Item,
    Kind,
    Outcome,
    Respondent,
    Role,
    Section,
    Sum,
    Type,
)
from alianza.vocabulary.criterion import Condition, Criterion, Parameter, conditions
from alianza.vocabulary.criterion_form import Problem, UnreadableCriterion, read_criterion
from alianza.vocabulary.facts import Fact, Scope
from alianza.vocabulary.facts import Kind as FactKind
from alianza.vocabulary.refusal import marked
from alianza.vocabulary.said import Said
from alianza.vocabulary.text import Text
from alianza.written import day_of

SCHEMA = "alianza.instrument/0.2"
MOST_ITEMS, MOST_SECTIONS, MOST_CHOICES = 1_000, 100, 500
LONGEST_LABEL = 4_000
URN = re.compile(r"urn:[a-z0-9][a-z0-9-]{0,31}:[a-z0-9()+,\-.:=@;$_!*'%/?#]{1,150}")
NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,59}")
ROLE = re.compile(r"[a-z][a-z_]{0,39}")
LANGUAGE = re.compile(r"[a-z]{2,3}")

_TOP = {
    "schema", "urn", "version", "date", "kind", "respondent", "languages", "unreviewed", "title", "purpose", "sources",
    "principles", "lists", "given", "sections", "items", "checks", "outcomes", "carries", "cases", "lifecycle",
    "register", "complaints", "notes",
}  # fmt: skip
_SECTION = {"id", "title", "guidance", "relevant", "by"}
_ITEM = {
    "id", "section", "type", "label", "guidance", "required", "relevant", "constraint", "constraint_says", "list",
    "rows", "several", "unit", "least", "most", "longest", "items", "compute", "level", "crit", "refs", "evidence",
    "audit", "replaces",
}  # fmt: skip

Member = TypeVar("Member", bound=StrEnum)


class NotAnInstrument(ValueError):
    """The written form is not an instrument. `problems` holds every fault found."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(str(problem) for problem in problems))


def read_instrument(written: object, *, published: bool = False) -> Instrument:
    """Read an instrument. Raises `NotAnInstrument` with every problem found.

    One that is `published` keeps its words for ever: a role that is known no longer is required of nobody there.
    """
    reader = _Reader(published=published)
    instrument = reader.instrument(written)
    if reader.problems or instrument is None:
        raise NotAnInstrument(reader.problems or [Problem("instrument", Said(marked("nothing is written here.")))])
    return instrument


class _Reader:
    def __init__(self, *, published: bool = False) -> None:
        self.published = published
        self.problems: list[Problem] = []
        self.languages: tuple[str, ...] = ()
        self.unreviewed: tuple[str, ...] = ()
        self.lists: dict[str, ChoiceList] = {}
        self.ids: set[str] = set()
        self.facts: Mapping[str, Fact] = {}
        self.numbers: set[str] = set()

    def wrong(self, path: str, message: str, **facts: object) -> None:
        self.problems.append(Problem(path, Said(message, **facts)))

    def instrument(self, written: object) -> Instrument | None:
        if not isinstance(written, Mapping):
            self.wrong("instrument", marked("an instrument is a mapping that begins with `schema`, `urn`, `version`."))
            return None
        self.only(written, _TOP, "instrument")
        if written.get("schema") != SCHEMA:
            self.wrong("schema", marked("the schema is %(wanted)s; this is not written in it."), wanted=SCHEMA)
        urn = written.get("urn")
        if not isinstance(urn, str) or not URN.fullmatch(urn):
            self.wrong("urn", marked("a name such as urn:alianza:instrument:health-survey is missing."))
        version = written.get("version")
        if isinstance(version, bool) or not isinstance(version, int) or not 1 <= version <= 10_000:
            self.wrong("version", marked("a whole number from 1 is missing."))
        if day_of(written.get("date")) is None:
            self.wrong("date", marked("the day of this version is missing, such as 2026-03-24."))
        self.languages = self.codes(written.get("languages"), "languages", LANGUAGE) or ("en",)
        self.unreviewed = self.codes(written.get("unreviewed", []), "unreviewed", LANGUAGE)
        kind = self.member(Kind, written.get("kind"), "kind")
        respondent = self.member(Respondent, written.get("respondent"), "respondent")
        title = self.text(written.get("title"), "title", needed=True)
        purpose = self.text(written.get("purpose"), "purpose")
        self.lists = self.every_list(written.get("lists"))
        sections = self.every_section(written.get("sections"))
        given = self.every_given(written.get("given"))
        places = {section.id for section, _ in sections}
        items = [item for entry in self.every_item(written.get("items"), places) if (item := entry)]
        plain = tuple(item for item, _ in items)
        self.facts = dictionary(plain, [section for section, _ in sections], {each.id: each.fact for each in given})
        self.numbers = {
            each.id for item in plain for each in (item, *item.children) if each.type.is_number and not each.several
        }
        whole = tuple(self.with_conditions(item, raw, f"items[{n}]") for n, (item, raw) in enumerate(items))
        parts = tuple(
            replace(section, relevant=self.settled(raw.get("relevant"), f"sections[{n}].relevant"))
            for n, (section, raw) in enumerate(sections)
        )
        self.no_circles(whole, parts)
        checks = tuple(self.every_check(written.get("checks")))
        outcomes = tuple(self.every_outcome(written.get("outcomes")))
        carries = self.carried(written.get("carries"), plain)
        cases = tuple(self.every_case(written.get("cases"), whole, given, outcomes, checks))
        if self.problems or kind is None or respondent is None:
            return None
        return Instrument(
            urn=str(urn),
            version=int(str(version)),
            kind=kind,
            respondent=respondent,
            title=title,
            purpose=purpose,
            languages=self.languages,
            sections=parts,
            items=whole,
            lists=MappingProxyType(self.lists),
            given=given,
            checks=checks,
            outcomes=outcomes,
            cases=cases,
            carries=carries,
            facts=self.facts,
            document=MappingProxyType(dict(written)),
        )

    # sections, lists and what is given

    def every_section(self, written: object) -> list[tuple[Section, Mapping[str, object]]]:
        found = []
        for path, entry in self.entries(written, "sections", MOST_SECTIONS, needed=True):
            self.only(entry, _SECTION, path)
            by = entry.get("by", "")
            if not isinstance(by, str) or (by and not ROLE.fullmatch(by)):
                self.wrong(f"{path}.by", marked("a party is a word in small letters, such as origin_state."))
                by = ""
            name = self.name(entry.get("id"), f"{path}.id")
            title = self.text(entry.get("title"), f"{path}.title", needed=True)
            found.append((Section(name, title, self.text(entry.get("guidance"), f"{path}.guidance"), None, by), entry))
        return found

    def every_list(self, written: object) -> dict[str, ChoiceList]:
        lists: dict[str, ChoiceList] = {}
        if written is None:
            return lists
        if not isinstance(written, Mapping):
            self.wrong("lists", marked("lists stand under their names."))
            return lists
        for name, entry in written.items():
            path = f"lists.{name}"
            if not isinstance(name, str) or not NAME.fullmatch(name):
                self.wrong(path, marked("a name begins with a letter and holds letters, digits and _ only."))
                continue
            ordered, values = False, entry
            if isinstance(entry, Mapping):
                self.only(entry, {"ordered", "values"}, path)
                ordered, values = entry.get("ordered") is True, entry.get("values")
            choices = tuple(self.every_choice(values, path))
            if len({choice.value for choice in choices}) < len(choices):
                self.wrong(path, marked("a value stands here twice."))
            lists[name] = ChoiceList(name, choices, ordered)
        return lists

    def every_choice(self, written: object, path: str) -> Iterator[Choice]:
        for inside, entry in self.entries(written, path, MOST_CHOICES, needed=True):
            self.only(entry, {"v", "label", "score"}, inside)
            value = entry.get("v")
            if isinstance(value, bool):
                self.wrong(f"{inside}.v", marked("this is read as true or false; put the value in quotes."))
                continue
            if isinstance(value, int):
                value = str(value)
            if not isinstance(value, str) or not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_.+-]{0,59}", value):
                self.wrong(f"{inside}.v", marked("a value is a word of letters, digits and _ . + - only."))
                continue
            score = entry.get("score")
            if score is not None and (isinstance(score, bool) or not isinstance(score, int | float)):
                self.wrong(f"{inside}.score", marked("a score is a number, or null to leave the value out."))
                score = None
            exact = None if score is None else Fraction(str(score))
            yield Choice(value, self.text(entry.get("label"), f"{inside}.label", needed=True), exact, "score" in entry)

    def every_given(self, written: object) -> tuple[Given, ...]:
        found = []
        kinds = {"boolean": FactKind.BOOLEAN, "integer": FactKind.INTEGER, "decimal": FactKind.DECIMAL}
        for path, entry in self.entries(written, "given", 100):
            self.only(entry, {"id", "type", "label"}, path)
            name = entry.get("id")
            if not isinstance(name, str) or not re.fullmatch(r"[a-z][a-z_]*(\.[a-z][a-z_]*)+", name):
                self.wrong(f"{path}.id", marked("a given fact is named in two parts, such as audit.in_force."))
                continue
            if entry.get("type") not in kinds:
                self.wrong(f"{path}.type", marked("choose one of %(known)s."), known=", ".join(kinds))
                continue
            label = self.text(entry.get("label"), f"{path}.label", needed=True)
            found.append(Given(name, label, Fact(name, kinds[str(entry["type"])], Scope.OFFER, label)))
        return tuple(found)

    # items

    def every_item(self, written: object, sections: Collection[str]) -> Iterator[tuple[Item, Mapping[str, object]]]:
        for path, entry in self.entries(written, "items", MOST_ITEMS, needed=True):
            item = self.item(entry, path, sections, "")
            if item is not None:
                yield item, entry

    def item(self, entry: Mapping[str, object], path: str, sections: Collection[str], within: str) -> Item | None:
        self.only(entry, _ITEM, path)
        name = self.name(entry.get("id"), f"{path}.id")
        section = within or entry.get("section")
        if within and "section" in entry:
            self.wrong(f"{path}.section", marked("what is repeated stands in the section of its group; leave it out."))
        if not within and section not in sections:
            self.wrong(f"{path}.section", marked("%(given)s is not one of the sections."), given=_short(section))
        kind = self.member(Type, entry.get("type", Type.CRITERION), f"{path}.type")
        if kind is None:
            return None
        required, roles = self.required(entry.get("required", kind is Type.CRITERION), f"{path}.required")
        several = self.flag(entry, "several", path)
        if several and not kind.may_be_several:
            self.wrong(
                f"{path}.several",
                marked("only files, countries, occupations, corridors and organisations may be several."),
            )
        choices = self.choices(entry, kind, path)
        rows = self.listed(entry.get("rows"), f"{path}.rows") if kind is Type.MATRIX else None
        if kind is not Type.MATRIX and "rows" in entry:
            self.wrong(f"{path}.rows", marked("only a matrix has rows."))
        children: tuple[Item, ...] = ()
        if kind is Type.REPEAT:
            if within:
                self.wrong(path, marked("a repeated group cannot hold another."))
                return None
            children = tuple(
                child
                for inside, each in self.entries(entry.get("items"), f"{path}.items", 50, needed=True)
                if (child := self.item(each, inside, sections, str(section)))
            )
        elif "items" in entry:
            self.wrong(f"{path}.items", marked("only a repeated group holds items."))
        longest = entry.get("longest", 0)
        if isinstance(longest, bool) or not isinstance(longest, int) or not 0 <= longest <= 40_000:
            self.wrong(f"{path}.longest", marked("a whole number up to 40000 is expected."))
            longest = 0
        level = entry.get("level", "")
        if not isinstance(level, str) or (level and not ROLE.fullmatch(level)):
            self.wrong(f"{path}.level", marked("a level is a word in small letters, such as must."))
            level = ""
        return Item(
            id=name,
            section=str(section),
            type=kind,
            label=self.text(entry.get("label"), f"{path}.label", needed=True),
            guidance=self.text(entry.get("guidance"), f"{path}.guidance"),
            required=required,
            required_of=roles,
            constraint_says=self.text(entry.get("constraint_says"), f"{path}.constraint_says"),
            choices=choices,
            rows=rows,
            several=several or kind is Type.FILE,
            unit=self.word(entry.get("unit", ""), f"{path}.unit", 60),
            least=self.bound(entry, "least", kind, path),
            most=self.bound(entry, "most", kind, path),
            longest=longest,
            children=children,
            computed=self.computed(entry.get("compute"), path) if kind is Type.COMPUTED else None,
            level=level,
            critical=self.flag(entry, "crit", path),
            refs=self.refs(entry.get("refs", {}), f"{path}.refs"),
            evidence=self.words(entry.get("evidence", []), f"{path}.evidence"),
            audit=self.words(entry.get("audit", []), f"{path}.audit"),
            replaces=self.word(entry.get("replaces", ""), f"{path}.replaces", 60),
        )

    def choices(self, entry: Mapping[str, object], kind: Type, path: str) -> ChoiceList | None:
        if kind.has_choices or kind is Type.MATRIX:
            return self.listed(entry.get("list"), f"{path}.list")
        if "list" in entry:
            self.wrong(f"{path}.list", marked("%(kind)s is not chosen from a list."), kind=str(kind))
        return None

    def listed(self, name: object, path: str) -> ChoiceList | None:
        if isinstance(name, str) and name in self.lists:
            return self.lists[name]
        self.wrong(path, marked("%(given)s is not one of the lists."), given=_short(name))
        return None

    def required(self, written: object, path: str) -> tuple[bool, frozenset[str]]:
        if isinstance(written, bool):
            return written, frozenset()
        if isinstance(written, list) and written and all(isinstance(e, str) and ROLE.fullmatch(e) for e in written):
            strange = [each for each in written if each not in {role.value for role in Role}]
            if strange and not self.published:
                self.wrong(
                    path,
                    marked("nobody hands in as %(given)s; the roles are %(known)s."),
                    given=_short(strange[0]),
                    known=", ".join(role.value for role in Role),
                )
            return False, frozenset(written)
        self.wrong(path, marked("write true, false, or a list of roles in brackets."))
        return False, frozenset()

    def bound(self, entry: Mapping[str, object], key: str, kind: Type, path: str) -> int | float | None:
        value = entry.get(key)
        if value is None:
            return None
        if not kind.is_number or kind is Type.COMPUTED:
            self.wrong(f"{path}.{key}", marked("only a number has bounds."))
        elif isinstance(value, bool) or not isinstance(value, int | float):
            self.wrong(f"{path}.{key}", marked("a number is expected."))
        else:
            return value
        return None

    def computed(self, written: object, path: str) -> Sum | None:
        inside = f"{path}.compute"
        if isinstance(written, Mapping) and len(written) == 1:
            ((name, terms),) = written.items()
            arithmetic = next((each for each in Arithmetic if each.value == name), None)
            if arithmetic is not None and isinstance(terms, list) and all(isinstance(term, str) for term in terms):
                pairs = arithmetic in {Arithmetic.DIFFERENCE, Arithmetic.RATIO, Arithmetic.PERCENT}
                if len(terms) == 2 if pairs else terms:
                    return Sum(arithmetic, tuple(terms))
        self.wrong(
            inside,
            marked("write one of %(known)s with a list of numeric items; difference, ratio and percent take two."),
            known=", ".join(Arithmetic),
        )
        return None

    def refs(self, written: object, path: str) -> Mapping[str, tuple[str, ...]]:
        if not isinstance(written, Mapping) or not all(isinstance(entries, list) for entries in written.values()):
            self.wrong(path, marked("references are lists under the name of a scheme."))
            return MappingProxyType({})
        return MappingProxyType({str(scheme): tuple(map(str, entries)) for scheme, entries in written.items()})

    # conditions

    def with_conditions(self, item: Item, raw: Mapping[str, object], path: str) -> Item:
        children: tuple[Item, ...] = ()
        entries = raw.get("items")
        if item.children and isinstance(entries, list):
            known = {child.id: child for child in item.children}
            children = tuple(
                self.with_conditions(known[entry["id"]], entry, f"{path}.items[{number}]")
                for number, entry in enumerate(entries)
                if isinstance(entry, Mapping) and entry.get("id") in known
            )
        if item.computed is not None:
            for term in item.computed.terms:
                if term not in self.numbers:
                    self.wrong(f"{path}.compute", marked("%(given)s is not a numeric item."), given=_short(term))
                elif term == item.id:
                    self.wrong(f"{path}.compute", marked("an item cannot be computed from itself."))
        return replace(
            item,
            relevant=self.settled(raw.get("relevant"), f"{path}.relevant"),
            constraint=self.tree(raw.get("constraint"), f"{path}.constraint"),
            children=children,
        )

    def tree(self, written: object, path: str) -> Criterion | None:
        if written is None:
            return None
        try:
            return read_criterion(written, self.facts, parameters=self.numbers, path=path)
        except UnreadableCriterion as unreadable:
            self.problems.extend(unreadable.problems)
            return None

    def settled(self, written: object, path: str) -> Criterion | None:
        """A condition on being asked: it tests answers and given facts, not tallies, which stand when all is asked."""
        tree = self.tree(written, path)
        for condition in conditions(tree) if tree is not None else ():
            if condition.fact.startswith(("tally.", "share.")):
                self.wrong(
                    path,
                    marked("%(fact)s counts what is asked and so cannot decide what is asked; test an answer."),
                    fact=condition.fact,
                )
        return tree

    def no_circles(self, items: Sequence[Item], sections: Sequence[Section]) -> None:
        """No question may wait for itself, by way of others or of its section."""
        if self.problems:
            return
        waits = waiting(items, sections)
        done: set[str] = set()
        for start in waits:
            path: list[str] = []
            stack = [(start, iter(sorted(waits.get(start, ()))))]
            path.append(start)
            while stack:
                _, rest = stack[-1]
                following = next(rest, None)
                if following is None:
                    done.add(stack.pop()[0])
                    path.pop()
                elif following in path:
                    circle = [*path[path.index(following) :], following]
                    self.wrong(
                        "items", marked("these questions wait for each other: %(circle)s."), circle=" → ".join(circle)
                    )
                    return
                elif following not in done:
                    path.append(following)
                    stack.append((following, iter(sorted(waits.get(following, ())))))

    # what follows from answers

    def every_check(self, written: object) -> Iterator[Check]:
        for path, entry in self.entries(written, "checks", 200):
            self.only(entry, {"id", "when", "say"}, path)
            when = self.tree(entry.get("when"), f"{path}.when")
            says = self.text(entry.get("say"), f"{path}.say", needed=True)
            name = self.name(entry.get("id"), f"{path}.id")
            if when is None:
                self.lacks(entry, "when", path)
            else:
                yield Check(name, when, says)

    def every_outcome(self, written: object) -> Iterator[Outcome]:
        for path, entry in self.entries(written, "outcomes", 50):
            self.only(entry, {"id", "label", "when"}, path)
            when = self.tree(entry.get("when"), f"{path}.when")
            label = self.text(entry.get("label"), f"{path}.label", needed=True)
            name = self.name(entry.get("id"), f"{path}.id")
            if when is None:
                self.lacks(entry, "when", path)
            else:
                yield Outcome(name, label, when)

    def lacks(self, entry: Mapping[str, object], key: str, path: str) -> None:
        if key not in entry:
            self.wrong(path, marked("%(key)s is missing."), key=repr(key))

    def carried(self, written: object, items: Sequence[Item]) -> Carries | None:
        replaced = {item.id: item.replaces for item in items if item.replaces}
        if written is None:
            if replaced:
                self.wrong("carries", marked("items replace older ones; say from which version answers are carried."))
            return None
        if not isinstance(written, Mapping) or not isinstance(written.get("version"), int):
            self.wrong("carries", marked("say from which version answers are carried, and which."))
            return None
        self.only(written, {"version", "answers"}, "carries")
        known = {item.id for item in items}
        answers = written.get("answers", "same")
        if answers == "same":
            return Carries(written["version"], MappingProxyType({name: replaced.get(name, name) for name in known}))
        if not isinstance(answers, Mapping):
            self.wrong("carries.answers", marked("write `same`, or the items of this version with their older ids."))
            return None
        for name in answers:
            if name not in known:
                self.wrong("carries.answers", marked("%(given)s is not an item of this version."), given=_short(name))
        return Carries(written["version"], MappingProxyType({str(new): str(old) for new, old in answers.items()}))

    def every_case(
        self,
        written: object,
        items: Sequence[Item],
        given: Sequence[Given],
        outcomes: Sequence[Outcome],
        checks: Sequence[Check],
    ) -> Iterator[Case]:
        known = {item.id for item in items}
        supplied = {each.id for each in given}
        for path, entry in self.entries(written, "cases", 200):
            self.only(entry, {"name", "answers", "given", "expect"}, path)
            answers, gives, expect = (entry.get(key) or {} for key in ("answers", "given", "expect"))
            if not isinstance(answers, Mapping) or not isinstance(gives, Mapping) or not isinstance(expect, Mapping):
                self.wrong(path, marked("a case has a name, answers and what to expect."))
                continue
            self.only(expect, {"outcome", "hidden", "findings", "missing"}, f"{path}.expect")
            for name in answers:
                if name not in known:
                    self.wrong(f"{path}.answers", marked("there is no item %(given)s."), given=_short(name))
            for name in gives:
                if name not in supplied:
                    self.wrong(f"{path}.given", marked("there is no given fact %(given)s."), given=_short(name))
            outcome = expect.get("outcome", "")
            if outcome and outcome not in {each.id for each in outcomes}:
                self.wrong(f"{path}.expect.outcome", marked("there is no outcome %(given)s."), given=_short(outcome))
            hidden = self.words(expect.get("hidden", []), f"{path}.expect.hidden")
            findings = self.words(expect.get("findings", []), f"{path}.expect.findings")
            missing = self.words(expect["missing"], f"{path}.expect.missing") if "missing" in expect else None
            for kind, names, among in (
                ("hidden", hidden, known),
                ("findings", findings, {check.id for check in checks}),
                ("missing", missing or (), known),
            ):
                for name in names:
                    if name not in among:
                        self.wrong(f"{path}.expect.{kind}", marked("there is no %(given)s."), given=_short(name))
            yield Case(
                self.word(entry.get("name", ""), f"{path}.name", 200),
                MappingProxyType(dict(answers)),
                MappingProxyType(dict(gives)),
                str(outcome),
                hidden,
                findings,
                missing,
            )

    # the parts that everything is made of

    def entries(
        self, written: object, path: str, most: int, *, needed: bool = False
    ) -> Iterator[tuple[str, Mapping[str, object]]]:
        if written is None and not needed:
            return
        if not isinstance(written, list) or (needed and not written):
            self.wrong(path, marked("a list with at least one entry is missing."))
            return
        if len(written) > most:
            self.wrong(
                path, marked("%(count)s entries are too many; %(most)s are the most."), count=len(written), most=most
            )
            return
        for number, entry in enumerate(written):
            inside = f"{path}[{number}]"
            if isinstance(entry, Mapping):
                yield inside, entry
            else:
                self.wrong(inside, marked("a mapping is expected here."))

    def name(self, written: object, path: str) -> str:
        if not isinstance(written, str) or not NAME.fullmatch(written):
            self.wrong(path, marked("a name begins with a letter and holds letters, digits and _ only."))
            return ""
        if written in self.ids:
            self.wrong(path, marked("%(given)s is used twice; every id is unique."), given=repr(written))
        self.ids.add(written)
        return written

    def text(self, written: object, path: str, *, needed: bool = False) -> Text:
        if written is None:
            if needed:
                self.wrong(path, marked("a text is missing; write it as {en: ...}."))
            return NOTHING
        if isinstance(written, str):
            written = {self.languages[0] if self.languages else "en": written}
        if not isinstance(written, Mapping):
            self.wrong(path, marked("a text stands under its language, as in {en: ..., es: ...}."))
            return NOTHING
        for language, words in written.items():
            if language not in self.languages:
                self.wrong(
                    path, marked("%(given)s is not one of the languages of the instrument."), given=_short(language)
                )
            elif not isinstance(words, str) or not words.strip() or len(words) > LONGEST_LABEL or "\0" in words:
                self.wrong(
                    f"{path}.{language}", marked("a text of 1 to %(most)s letters is expected."), most=LONGEST_LABEL
                )
        if self.problems:
            return NOTHING
        return Text({str(k): str(v) for k, v in written.items()}, unreviewed=self.unreviewed)

    def member(self, kind: type[Member], written: object, path: str) -> Member | None:
        for each in kind:
            if each.value == written:
                return each
        self.wrong(path, marked("%(given)s is not one of %(known)s."), given=_short(written), known=", ".join(kind))
        return None

    def codes(self, written: object, path: str, form: re.Pattern[str]) -> tuple[str, ...]:
        if isinstance(written, list) and all(isinstance(entry, str) and form.fullmatch(entry) for entry in written):
            return tuple(dict.fromkeys(written))
        self.wrong(path, marked("a list of codes is expected, such as [en, es, fr]."))
        return ()

    def words(self, written: object, path: str) -> tuple[str, ...]:
        if isinstance(written, list) and all(isinstance(entry, str) and len(entry) <= 500 for entry in written):
            return tuple(written)
        self.wrong(path, marked("a list of texts is expected, in brackets."))
        return ()

    def word(self, written: object, path: str, longest: int) -> str:
        if isinstance(written, str) and len(written) <= longest:
            return written
        self.wrong(path, marked("a text of up to %(most)s letters is expected."), most=longest)
        return ""

    def flag(self, entry: Mapping[str, object], key: str, path: str) -> bool:
        value = entry.get(key, False)
        if isinstance(value, bool):
            return value
        self.wrong(f"{path}.{key}", marked("write true or false."))
        return False

    def only(self, written: Mapping[str, object], allowed: Collection[str], path: str) -> None:
        for key in written:
            if key not in allowed:
                self.wrong(
                    path,
                    marked("%(given)s does not belong here; allowed are %(allowed)s."),
                    given=_short(key),
                    allowed=", ".join(sorted(allowed)),
                )


def _short(value: object) -> str:
    words = repr(value)
    return words if len(words) <= 60 else words[:57] + "..."


def waiting(items: Sequence[Item], sections: Sequence[Section]) -> dict[str, set[str]]:
    """By item: the items whose answers its being asked depends on. A repeated group waits for what its children do."""
    owner = owners(items)
    group = {child.id: item.id for item in items for child in item.children}
    by_section = {section.id: _tested(section.relevant, owner) for section in sections}
    waits: dict[str, set[str]] = {}
    for item in items:
        for each in (item, *item.children):
            own = _tested(each.relevant, owner)
            if each.computed:
                own |= {owner[term] for term in each.computed.terms if term in owner}
            waits[each.id] = own
        within = {group.get(name, name) for child in item.children for name in waits[child.id]} - {item.id}
        own = waits[item.id] | by_section.get(item.section, set())
        waits[item.id] = {group.get(name, name) for name in own} | within
    return waits


def owners(items: Sequence[Item]) -> dict[str, str]:
    """By the name of a fact: the item that establishes it."""
    return {fact.id: each.id for item in items for each in (item, *item.children) for fact in facts_about(each)}


def _tested(tree: Criterion | None, owner: Mapping[str, str]) -> set[str]:
    if tree is None:
        return set()
    return {owner[name] for condition in conditions(tree) for name in _names(condition) if name in owner}


def _names(condition: Condition) -> Iterator[str]:
    yield condition.fact
    if isinstance(condition.value, Parameter):
        yield condition.value.name
