"""Every route for one person on one day: does it fit, what is missing, what does it cost."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from alianza.engines.eligibility import Bound, Eligibility, Miss, Result, bind, evaluate
from alianza.regulations import costs, dictionary
from alianza.regulations.sheets import Paper, Sheet, Source, Step, seed_sheets
from alianza.vocabulary.criterion import CountryGroup, Criterion, Fix, walk
from alianza.vocabulary.facts import Answer

MEMBERS: Mapping[str, str] = {"MERCOSUR": "MERCOSUR_RESIDENCE"}
"""The country group that lists where a region's sheet applies."""


class Fit(StrEnum):
    """How a route stands for a person, in the finder's words. `ALMOST`: what is missing can be changed by somebody."""

    FITS = "fits"
    OPEN = "open"
    ALMOST = "almost"
    NOT = "not"


@dataclass(frozen=True, slots=True)
class Answers:
    """What one person said. An answer for a place goes before the one for everywhere."""

    everywhere: Mapping[str, Answer]
    by_place: Mapping[str, Mapping[str, Answer]]

    def at(self, place: str) -> Mapping[str, Answer]:
        own = self.by_place.get(place)
        return {**self.everywhere, **own} if own else self.everywhere


@dataclass(frozen=True, slots=True)
class Law:
    """Sheets with their conditions made ready for a day. Regional frames without conditions are left out."""

    on: date
    sheets: Mapping[str, Sheet]
    bounds: Mapping[str, Bound]


def law_on(sheets: Iterable[Sheet], on: date, *, groups: Mapping[str, CountryGroup] | None = None) -> Law:
    """The law of a day."""
    groups = dictionary.groups() if groups is None else groups
    held = {sheet.id: sheet for sheet in sheets if sheet.tree is not None}
    bounds = {
        sheet.id: bind(sheet.tree, parameters=sheet.series(), groups=groups, on=on)
        for sheet in held.values()
        if sheet.tree is not None
    }
    return Law(on, held, bounds)


@lru_cache(maxsize=32)
def seed_law(on: date) -> Law:
    """The packaged sheets on a day."""
    return law_on(seed_sheets().values(), on)


@dataclass(frozen=True, slots=True)
class Pathway:
    """One route for one person."""

    sheet: Sheet
    result: Result
    on: date

    @property
    def fit(self) -> Fit:
        if self.result.verdict is Eligibility.ELIGIBLE:
            return Fit.FITS
        if self.result.verdict is Eligibility.UNDETERMINED:
            return Fit.OPEN
        changeable = all(miss.fix not in {None, Fix.IMMUTABLE} for miss in self.result.nearest_miss)
        return Fit.ALMOST if changeable else Fit.NOT

    @property
    def is_second_gate(self) -> bool:
        """A sheet of the side of origin is no route by itself: it has to be passed besides one."""
        return self.sheet.side == "origin"

    @property
    def charges(self) -> tuple[costs.Charge, ...]:
        return costs.charges(self.sheet, self.on)

    @property
    def waits(self) -> tuple[costs.Wait, ...]:
        return costs.waits(self.sheet, self.on)

    @property
    def days(self) -> int | None:
        return costs.days(self.sheet, self.on)

    @property
    def papers(self) -> tuple[Paper, ...]:
        return tuple(paper for element in self.sheet.elements.values() for paper in element.papers)

    @property
    def steps(self) -> tuple[Step, ...]:
        return tuple(
            sorted(
                (step for element in self.sheet.elements.values() for step in element.steps), key=lambda step: step.n
            )
        )

    @property
    def citations(self) -> tuple[Source, ...]:
        """The sources its conditions rest on, each once."""
        if self.sheet.tree is None:
            return ()
        names = dict.fromkeys(source for node in walk(self.sheet.tree) for source in node.cite)
        return tuple(self.sheet.sources[name] for name in names)

    @property
    def describes_another_time(self) -> bool:
        """Whether the day lies outside the time for which the sheet says it was written."""
        first, last = self.sheet.effective_from, self.sheet.effective_to
        return bool((first and self.on < first) or (last and last < self.on))

    @property
    def years_old(self) -> int:
        """Years between the day asked about and the year to which the sheet refers."""
        return max(0, self.on.year - self.sheet.as_of)

    def node(self, miss: Miss) -> Criterion | None:
        """The condition that a miss comes from."""
        tree = self.sheet.tree
        return None if tree is None else next((node for node in walk(tree) if node.id == miss.id), None)

    def papers_for(self, miss: Miss) -> tuple[Paper, ...]:
        """Documents that would prove what is missing."""
        node = self.node(miss)
        named = node.proof if node is not None else ()
        items = {gain.item for gain in miss.gains}
        return tuple(
            paper
            for paper in self.papers
            if paper.id in named or miss.id in paper.proves or not items.isdisjoint(paper.proves)
        )


def pathways_for(answers: Answers, law: Law) -> tuple[Pathway, ...]:
    """Every route of the law for one person, in the order of the sheets."""
    return tuple(
        Pathway(sheet, evaluate(law.bounds[name], answers.at(sheet.jurisdiction)), law.on)
        for name, sheet in law.sheets.items()
    )


_RANK = {Fit.FITS: 0, Fit.OPEN: 1, Fit.ALMOST: 2, Fit.NOT: 3}


def nearest_first(pathways: Iterable[Pathway]) -> tuple[Pathway, ...]:
    """What fits, then what is open by questions left, then by the burden of what is missing."""
    return tuple(
        sorted(
            pathways,
            key=lambda each: (_RANK[each.fit], len(each.result.ask), each.result.burden, each.sheet.id),
        )
    )


def places_of(sheet: Sheet) -> frozenset[str]:
    """The countries, by two-letter code, in which a sheet applies."""
    if sheet.jurisdiction_kind != "region":
        return frozenset({sheet.jurisdiction})
    group = dictionary.groups().get(MEMBERS.get(sheet.jurisdiction, ""))
    return group.members if group else frozenset()
