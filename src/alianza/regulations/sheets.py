"""A permit-category sheet as a value: twelve elements, dated figures, conditions, worked cases, and where each is from.

`read_sheet` builds it from a document that `soundness.examine` found sound; the pages, the commands and the finder all
read this value.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from alianza.regulations import dictionary
from alianza.regulations.dictionary import named, text_of
from alianza.vocabulary.criterion import CountryGroup, Criterion, DatedValue, conditions
from alianza.vocabulary.criterion_form import read_criterion
from alianza.vocabulary.facts import Answer, FactDictionary
from alianza.vocabulary.text import Text
from alianza.written import read_yaml

SHEETS = dictionary.DATA / "sheets"
Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Source:
    """A page that a line rests on. `dated` may be a year, a month or a day; `dated_basis` says what that rests on."""

    id: str
    kind: str
    publisher: str
    url: str
    dated: str
    dated_basis: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How well a line is known: its level, its sources, the year it refers to and the days on which it holds."""

    level: str
    sources: tuple[Source, ...] = ()
    as_of: int | None = None
    first: date | None = None
    last: date | None = None

    def holds_on(self, day: date) -> bool:
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True)
class Line:
    """One statement, in our own words."""

    text: Text
    standing: Standing


@dataclass(frozen=True, slots=True)
class Figure:
    """One number. `unit` is the sheet's own ("GBP/year"); `payer` says who bears a cost, where the sheet says."""

    key: str
    value: float
    unit: str
    standing: Standing
    per: str = ""
    payer: str = ""
    note: Text = field(default_factory=lambda: Text({}))

    @property
    def label(self) -> Text:
        return dictionary.word("keys", self.key)


@dataclass(frozen=True, slots=True)
class Paper:
    """A document to hand in: who brings it, and the ids of the tests it proves."""

    id: str
    name: Text
    by: str
    proves: tuple[str, ...]
    valid: Text


@dataclass(frozen=True, slots=True)
class Step:
    n: int
    do: Text
    by: str
    typical: Text


@dataclass(frozen=True, slots=True)
class Body:
    """Who recognises qualifications, and which."""

    name: str
    scope: Text


@dataclass(frozen=True, slots=True)
class Element:
    """One of the twelve. An element nobody could fill has no lines and says so in `gap`."""

    n: int
    key: str
    label: Text
    lines: tuple[Line, ...]
    figures: tuple[Figure, ...]
    papers: tuple[Paper, ...]
    steps: tuple[Step, ...]
    bodies: tuple[Body, ...]
    gap: Text
    gap_also: Text

    @property
    def is_filled(self) -> bool:
        return bool(self.lines)


@dataclass(frozen=True, slots=True)
class Series:
    """A figure that changes with time. An entry with an open end should be looked at each year."""

    name: str
    unit: str
    values: tuple[DatedValue, ...]
    standings: tuple[Standing, ...]
    gaps: tuple[Text, ...]
    note: Text
    payer: str = "unstated"

    @property
    def label(self) -> Text:
        return dictionary.word("parameters", self.name)

    @property
    def entries(self) -> tuple[tuple[DatedValue, Standing], ...]:
        return tuple(zip(self.values, self.standings, strict=True))


@dataclass(frozen=True, slots=True)
class Case:
    """A worked example. What is `None` the case does not speak of."""

    name: Text
    on: date
    facts: Mapping[str, Answer]
    expect: str
    unmet: frozenset[str] | None = None
    ask: frozenset[str] | None = None
    shortfall: Mapping[str, int] | None = None
    alternatives: frozenset[frozenset[str]] | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One permit category of one jurisdiction. `tree` is `None` for a regional frame that member states fill in."""

    id: str
    jurisdiction: str
    jurisdiction_kind: str
    members_note: Text
    side: str
    name: Text
    implements: tuple[str, ...]
    skill: str
    stay: str
    sectors: tuple[str, ...]
    status: str
    version: int
    effective_from: date | None
    effective_from_basis: Text
    effective_to: date | None
    as_of: int
    sources: Mapping[str, Source]
    parameters: Mapping[str, Series]
    conflicts: tuple[tuple[Text, Text], ...]
    elements: Mapping[str, Element]
    tree: Criterion | None
    cases: tuple[Case, ...]
    notes: tuple[Text, ...]
    review_by: date | None = None
    """The day by which the sheet asks to be looked at again, where it names one."""
    was_confirmed: bool = False

    @property
    def is_confirmed(self) -> bool:
        """Whether a focal point stands behind it, or stood behind it while it was in force."""
        return self.status == "published" or self.was_confirmed

    @property
    def needs_an_offer(self) -> bool:
        """Whether the route is tied to a job: some test concerns the offer, the employer or the agency."""
        tied = ("offer.", "employer.", "agency.", "contract.")
        return self.tree is not None and any(each.fact.startswith(tied) for each in conditions(self.tree))

    def series(self) -> Mapping[str, Sequence[DatedValue]]:
        """The dated parameters as the engine takes them."""
        return {name: series.values for name, series in self.parameters.items()}


def read_sheet(
    document: Document,
    *,
    facts: FactDictionary | None = None,
    groups: Mapping[str, CountryGroup] | None = None,
) -> Sheet:
    """The sheet of a sound document. Raises whatever a document that was not checked deserves."""
    facts = dictionary.facts() if facts is None else facts
    groups = dictionary.groups() if groups is None else groups
    builder = _Builder(document, facts)
    place, profile = document["jurisdiction"], document["profile"]
    tree = document.get("eligibility")
    return Sheet(
        id=document["id"],
        jurisdiction=place["code"],
        jurisdiction_kind=place["kind"],
        members_note=text_of(place.get("members_note", "")),
        side=document["side"],
        name=named(document["name"]),
        implements=tuple(document.get("implements", ())),
        skill=profile["skill"],
        stay=profile["stay"],
        sectors=tuple(profile["sectors"]),
        status=document["status"],
        version=document["version"],
        effective_from=_day(document["effective_from"]),
        effective_from_basis=text_of(document.get("effective_from_basis", "")),
        effective_to=_day(document.get("effective_to")),
        as_of=document["as_of"],
        sources=builder.sources,
        parameters={name: builder.series(name, entry) for name, entry in document.get("parameters", {}).items()},
        conflicts=tuple((text_of(entry["about"]), text_of(entry["note"])) for entry in document.get("conflicts", ())),
        elements={
            name.key: builder.element(name.n, name.key, name.label, document["elements"][name.key])
            for name in dictionary.elements()
        },
        tree=None
        if tree is None
        else read_criterion(tree, facts, parameters=document.get("parameters", {}), groups=groups),
        cases=tuple(builder.case(entry) for entry in document.get("cases", ())),
        notes=tuple(text_of(note) for note in document.get("notes", ())),
        review_by=_day(document.get("review_by")),
    )


class _Builder:
    def __init__(self, document: Document, facts: FactDictionary) -> None:
        self.facts = facts
        self.sources = {
            entry["id"]: Source(
                entry["id"],
                entry["kind"],
                entry["publisher"],
                entry["url"],
                str(entry["dated"]),
                entry["dated_basis"],
            )
            for entry in document["sources"]
        }

    def standing(self, entry: Document) -> Standing:
        return Standing(
            entry["lv"],
            tuple(self.sources[source] for source in entry.get("src", ())),
            entry.get("as_of"),
            _day(entry.get("from")),
            _day(entry.get("to")),
        )

    def figure(self, entry: Document) -> Figure:
        return Figure(
            key=entry["k"],
            value=entry["v"],
            unit=entry["unit"],
            standing=self.standing(entry),
            per=str(entry.get("per", "")),
            payer=entry.get("payer", ""),
            note=text_of(entry.get("note", "")),
        )

    def element(self, n: int, key: str, label: Text, entry: Document) -> Element:
        return Element(
            n=n,
            key=key,
            label=label,
            lines=tuple(Line(text_of(line["t"]), self.standing(line)) for line in entry["say"]),
            figures=tuple(self.figure(figure) for figure in entry.get("facts", ())),
            papers=tuple(
                Paper(
                    paper["id"],
                    text_of(paper["name"]),
                    paper["from"],
                    tuple(paper.get("proves", ())),
                    text_of(paper.get("valid", "")),
                )
                for paper in entry.get("items", ())
            ),
            steps=tuple(
                Step(step["n"], text_of(step["do"]), step["by"], text_of(step.get("typical", "")))
                for step in entry.get("steps", ())
            ),
            bodies=tuple(Body(body["name"], text_of(body.get("scope", ""))) for body in entry.get("bodies", ())),
            gap=text_of(entry.get("gap", "")),
            gap_also=text_of(entry.get("gap_also", "")),
        )

    def series(self, name: str, entry: Document) -> Series:
        return Series(
            name=name,
            unit=entry["unit"],
            values=tuple(
                DatedValue(value["v"], _day(value["from"]), _day(value.get("to"))) for value in entry["values"]
            ),
            standings=tuple(self.standing(value) for value in entry["values"]),
            gaps=tuple(text_of(gap) for gap in entry.get("gaps", ())),
            note=text_of(entry.get("note", "")),
            payer=entry.get("payer", "unstated"),
        )

    def case(self, entry: Document) -> Case:
        unmet, ask, alternatives = entry.get("unmet"), entry.get("ask"), entry.get("alternatives")
        return Case(
            name=text_of(entry["name"]),
            on=date.fromisoformat(entry["date"]),
            facts=self.facts.accept(entry["facts"]),
            expect=entry["expect"],
            unmet=None if unmet is None else frozenset(unmet),
            ask=None if ask is None else frozenset(ask),
            shortfall=entry.get("shortfall"),
            alternatives=None if alternatives is None else frozenset(frozenset(each) for each in alternatives),
        )


def _day(value: object) -> date | None:
    return None if value is None else date.fromisoformat(str(value))


@cache
def seed_documents() -> Mapping[str, Document]:
    """The packaged sheets as written, by id."""
    found: dict[str, Document] = {}
    for path in sorted(SHEETS.glob("*.yaml")):
        document = read_yaml(path)
        if isinstance(document, dict):
            found[document["id"]] = document
    return found


@cache
def seed_sheets() -> Mapping[str, Sheet]:
    """The packaged sheets. Their soundness is held by the tests, not checked again here."""
    return {name: read_sheet(document) for name, document in seed_documents().items()}
