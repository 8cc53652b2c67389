"""A permit category's sheet as a filter: on a job order before it is approved, and on each worker proposed for it.

Answers are put together from what the order and the profile hold; what neither holds stays unknown, and unknown never
counts as no.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from alianza.engines.eligibility import Bound, Eligibility, bind, evaluate
from alianza.placement.models import JobOrder
from alianza.regulations import dictionary as law
from alianza.regulations.queries import sheet_in_force
from alianza.regulations.sheets import Sheet
from alianza.vocabulary.criterion import facts_of
from alianza.vocabulary.facts import Answer, Scope
from alianza.vocabulary.places import country
from alianza.vocabulary.text import Text

EDUCATION = ("none", "primary", "secondary", "secondary", "vocational", "bachelor", "master")
"""Levels of the registry (0 to 6) as the scale of the regulatory sheets."""
CEFR = ("none", "A1", "A2", "B1", "B2", "C1", "C2")
MONTHS = 12


@dataclass(frozen=True)
class OfferCheck:
    """What the sheet's conditions say of the offer alone, whoever the worker will be."""

    sheet: Sheet | None
    day: date
    unmet: tuple[tuple[str, Text], ...] = ()
    """Conditions that the offer fails: id and label."""
    unanswered: tuple[str, ...] = ()
    """Ids of facts on the offer or the employer that the conditions still ask for."""

    @property
    def refused(self) -> bool:
        return self.sheet is None or bool(self.unmet)


def bound_on(sheet: Sheet, on: date) -> Bound:
    """The sheet's conditions with the figures and country groups of that day."""
    if sheet.tree is None:
        raise ValueError(f"{sheet.id} is a regional frame without conditions of its own.")
    return bind(sheet.tree, parameters=sheet.series(), groups=law.groups(), on=on)


def facts_tested(sheet: Sheet) -> tuple[str, ...]:
    """Facts that the sheet's conditions test, each once, in the order written."""
    return () if sheet.tree is None else facts_of(sheet.tree)


def offer_facts(order: JobOrder) -> dict[str, Answer]:
    """Answers on the offer: those given for the sheet, and those that follow from the order itself."""
    dictionary = law.facts()
    given = {fact: value for fact, value in order.offer.items() if fact in dictionary and value is not None}
    given |= {
        "offer.exists": True,
        "offer.posts": order.posts,
        "offer.salary_year": order.wage * MONTHS,
    }
    return dictionary.accept(given)


def offer_questions(sheet: Sheet) -> list[str]:
    """Facts on the offer or employer that the sheet's conditions test and the order does not itself hold."""
    held = {"offer.exists", "offer.posts", "offer.salary_year"}
    dictionary = law.facts()
    return [fact for fact in facts_tested(sheet) if dictionary[fact].scope is Scope.OFFER and fact not in held]


def check_offer(order: JobOrder, *, on: date) -> OfferCheck:
    """Hold the order against its permit category: what fails for every worker, and what is not answered yet."""
    sheet = sheet_in_force(order.permit)
    if sheet is None or sheet.tree is None:
        return OfferCheck(None, on)
    bound = bound_on(sheet, on)
    result = evaluate(bound, offer_facts(order))
    unmet = tuple((miss.id, law.text_of(miss.label)) for miss in result.nearest_miss)
    dictionary = law.facts()
    unanswered = tuple(fact for fact in result.ask if dictionary[fact].scope is Scope.OFFER)
    return OfferCheck(sheet, on, unmet, unanswered)


def person_facts(person: Mapping[str, Any], destination: str) -> dict[str, Answer]:
    """Answers on the worker that the registry holds.

    `person` has the registry's fields: origin, age, education, years, languages (code to level 0-6), recognised_in,
    medical, security. Recognition that is not listed, a pending check and an untaken test stay unknown.
    """
    facts: dict[str, object] = {
        "person.nationalities": [country(person["origin"]).alpha2],
        "person.age": person["age"],
        "person.qualification": EDUCATION[person["education"]],
        "person.experience.total": person["years"],
        "person.outside_destination": person["origin"] != destination,
    }
    languages: Mapping[str, int] = person["languages"]
    for code in ("de", "en"):
        facts[f"person.lang.{code}"] = CEFR[languages.get(code, 0)]
    if destination in person["recognised_in"]:
        facts["person.qualification.recognised"] = "full"
    if person["medical"] in {"fit", "unfit"}:
        facts["person.medical_fit"] = person["medical"] == "fit"
    if person["security"] in {"clear", "refused"}:
        facts["person.no_serious_record"] = person["security"] == "clear"
    return law.facts().accept(facts)


@dataclass
class PermitFilter:
    """The sheet of one order, asked for many workers: answers that repeat are worked out once."""

    bound: Bound | None
    offer: Mapping[str, Answer]
    destination: str
    tested: frozenset[str]

    def __post_init__(self) -> None:
        self._known: dict[tuple[tuple[str, Any], ...], Eligibility] = {}

    @classmethod
    def of(cls, order: JobOrder, *, on: date) -> "PermitFilter":
        sheet = sheet_in_force(order.permit)
        bound = bound_on(sheet, on) if sheet is not None and sheet.tree is not None else None
        tested = frozenset(facts_tested(sheet)) if sheet is not None else frozenset()
        return cls(bound, offer_facts(order), order.destination, tested)

    def verdict(self, answers: Mapping[str, Answer]) -> Eligibility:
        """For a worker's answers (`person_facts`). Without a sheet nothing is known, and unknown is not a no."""
        if self.bound is None:
            return Eligibility.UNDETERMINED
        facts = {fact: answer for fact, answer in answers.items() if fact in self.tested}
        key = tuple(sorted(facts.items(), key=lambda pair: pair[0]))
        if key not in self._known:
            self._known[key] = evaluate(self.bound, {**facts, **self.offer}).verdict
        return self._known[key]
