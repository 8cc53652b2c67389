"""The pathway finder: which question next, and how each route stands for what was said so far.

A person without a job offer wants to know which routes an offer would open. So a route that needs one is judged on the
person's side (`without_offer`): conditions on the offer, the employer and the place in a quota count as still to be
obtained, and are listed as what the offer must bring. Questions about an offer are put only to those who have one.

A route stays in play, and its questions are asked, as long as nothing fails that nobody can change.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from alianza.engines.eligibility import (
    Bound,
    Candidate,
    Eligibility,
    Miss,
    Result,
    bind,
    evaluate,
    order_of_questions,
)
from alianza.regulations import dictionary
from alianza.regulations.pathways import Answers, Fit, Law, Pathway, places_of
from alianza.regulations.sheets import Sheet
from alianza.regulations.trail import OFFER, Trail
from alianza.vocabulary.criterion import All, Any, Condition, Count, Criterion, Fix, Literal, Operator, Test, conditions
from alianza.vocabulary.facts import Answer, Scope

OF_THE_OFFER = ("offer.", "employer.", "quota.", "agency.", "contract.")
"""Facts settled by an offer, its employer or the way to it; asked only of those who have one."""


ANOTHER_JOB = "offer.sector"
"""An offer in a sector that a route does not take is no near miss of that route: it would be another job."""


def is_of_the_offer(fact: str) -> bool:
    return fact.startswith(OF_THE_OFFER)


def wants_offer(sheet: Sheet) -> bool:
    """Whether the route opens only to somebody with a job offer."""
    if sheet.tree is None:
        return False
    return any(each.fact == OFFER or each.fact.startswith("employer.") for each in conditions(sheet.tree))


def without_offer(tree: Criterion) -> Criterion | None:
    """The conditions on the person alone; `None` when there are none. What an offer would bring counts as obtained."""
    if isinstance(tree, Test):
        return None if is_of_the_offer(tree.condition.fact) else tree
    if isinstance(tree, All | Any):
        parts = [without_offer(part) for part in tree.parts]
        kept = tuple(part for part in parts if part is not None)
        if isinstance(tree, Any) and len(kept) < len(parts):
            return None
        return replace(tree, parts=kept) if kept else None
    if isinstance(tree, Count):
        remaining = tuple(part for part in map(without_offer, tree.parts) if part is not None)
        at_least = tree.at_least - (len(tree.parts) - len(remaining))
        return replace(tree, parts=remaining, at_least=at_least) if at_least > 0 else None
    return tree


def offer_lacking(tree: Criterion) -> Criterion:
    """The conditions with every test on the offer failed, so that the nearest miss says what an offer must bring."""
    if isinstance(tree, Test):
        if not is_of_the_offer(tree.condition.fact):
            return tree
        return replace(tree, condition=Condition(OFFER, Operator.IS, Literal(value=True)))
    if isinstance(tree, All | Any | Count):
        return replace(tree, parts=tuple(offer_lacking(part) for part in tree.parts))
    return tree


@dataclass(frozen=True, slots=True)
class Outlook:
    """How one route stands. `person` is the result on the person's side, where no offer is there yet.

    `offer_must` is what an offer would have to bring.
    """

    pathway: Pathway
    person: Result | None
    offer_must: tuple[Miss, ...] = ()
    offer_is_needed: bool = False

    @property
    def sheet(self) -> Sheet:
        return self.pathway.sheet

    @property
    def fit(self) -> Fit:
        if not self.offer_is_needed:
            return self.pathway.fit
        if self.person is None or self.person.verdict is Eligibility.ELIGIBLE:
            return Fit.ALMOST
        if self.person.verdict is Eligibility.UNDETERMINED:
            return Fit.OPEN
        return Fit.ALMOST if _changeable(self.person) else Fit.NOT

    @property
    def misses(self) -> tuple[Miss, ...]:
        """What is missing on the person's side, or altogether where an offer is there."""
        if self.offer_is_needed:
            return self.person.nearest_miss if self.person is not None else ()
        return self.pathway.result.nearest_miss

    @property
    def alternatives(self) -> tuple[tuple[Miss, ...], ...]:
        if self.offer_is_needed:
            return self.person.alternatives if self.person is not None else ()
        return self.pathway.result.alternatives

    @property
    def open_questions(self) -> tuple[str, ...]:
        """Facts without an answer that could still change how the route stands."""
        result = self.person if self.offer_is_needed else self.pathway.result
        return result.ask if result is not None else ()

    @property
    def missing_parameters(self) -> tuple[str, ...]:
        result = self.person if self.offer_is_needed else self.pathway.result
        return result.missing_parameters if result is not None else ()

    @property
    def burden(self) -> int:
        return sum(miss.burden for miss in (*self.misses, *self.offer_must))


def _changeable(result: Result) -> bool:
    return all(miss.fix not in {None, Fix.IMMUTABLE} for miss in result.nearest_miss)


@dataclass(frozen=True, slots=True)
class _Sides:
    """A route's conditions in the three readings of the finder."""

    whole: Bound
    person: Bound | None
    lacking: Bound | None


@lru_cache(maxsize=16)
def _sides_of(key: "_LawKey") -> dict[str, _Sides]:
    return {name: _split(key.law, name) for name in key.law.bounds}


@dataclass(frozen=True)
class _LawKey:
    """A law by identity: it is made once a day and version and kept."""

    law: Law

    def __hash__(self) -> int:
        return id(self.law)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _LawKey) and other.law is self.law


def _split(law: Law, name: str) -> _Sides:
    sheet, whole = law.sheets[name], law.bounds[name]
    if not wants_offer(sheet):
        return _Sides(whole, None, None)
    groups = dictionary.groups()
    alone = without_offer(whole.tree)
    person = None if alone is None else bind(alone, parameters=sheet.series(), groups=groups, on=law.on)
    lacking = bind(offer_lacking(whole.tree), parameters=sheet.series(), groups=groups, on=law.on)
    return _Sides(whole, person, lacking)


def chosen(law: Law, places: Sequence[str]) -> list[str]:
    """Ids of the routes for the places chosen; all of them when none is."""
    if not places:
        return list(law.sheets)
    wanted = set(places)
    return [
        name
        for name, sheet in law.sheets.items()
        if sheet.jurisdiction in wanted or sheet.side == "origin" or not places_of(sheet).isdisjoint(wanted)
    ]


def concerns(sheet: Sheet, trail: Trail) -> bool:
    """A sheet of the side of origin concerns its nationals and residents, and everybody while that is unknown."""
    if sheet.side != "origin":
        return True
    nationalities, residence = trail.value("person.nationalities"), trail.value("person.residence")
    if isinstance(nationalities, frozenset):
        return sheet.jurisdiction in nationalities or sheet.jurisdiction == residence
    return True


def _known_at(sheet: Sheet, trail: Trail, said: Answers) -> Mapping[str, Answer]:
    """The answers that count for a sheet. The offer that a clearance to leave asks for is the one abroad."""
    known = said.at(sheet.jurisdiction)
    return {**known, OFFER: True} if sheet.side == "origin" and trail.has_offer else known


def _offer_is_needed(sheet: Sheet, trail: Trail) -> bool:
    if not trail.offer or not wants_offer(sheet):
        return False
    return not trail.has_offer if sheet.side == "origin" else trail.offer != sheet.jurisdiction


def _is_another_job(result: Result) -> bool:
    return any(miss.condition is not None and miss.condition.fact == ANOTHER_JOB for miss in result.nearest_miss)


def outlooks(law: Law, trail: Trail) -> tuple[Outlook, ...]:
    """How every chosen route stands, in the order of the sheets."""
    sides, said = _sides_of(_LawKey(law)), trail.at()
    found = []
    for name in chosen(law, trail.places):
        sheet = law.sheets[name]
        if not concerns(sheet, trail):
            continue
        known = _known_at(sheet, trail, said)
        pathway = Pathway(sheet, evaluate(sides[name].whole, known), law.on)
        if not _offer_is_needed(sheet, trail) and not _is_another_job(pathway.result):
            found.append(Outlook(pathway, None))
            continue
        person, lacking = sides[name].person, sides[name].lacking
        must = _of_offer(evaluate(lacking, {**known, OFFER: False}), pathway) if lacking is not None else ()
        judged = None if person is None else evaluate(person, known)
        found.append(Outlook(pathway, judged, must, offer_is_needed=True))
    return tuple(found)


def _of_offer(result: Result, pathway: Pathway) -> tuple[Miss, ...]:
    """The misses that concern the offer, with what is really needed put back."""
    whole = {node.node.id: node for node in pathway.result.bound.nodes}
    found = []
    for miss in result.nearest_miss:
        comparison = getattr(whole.get(miss.id), "comparison", None)
        if comparison is not None and is_of_the_offer(comparison.fact):
            found.append(replace(miss, condition=comparison.condition, needed=comparison.needed))
    return tuple(found)


def settled(found: Iterable[Outlook]) -> int:
    """How many routes no further answer could change."""
    return sum(each.fit is not Fit.OPEN for each in found)


def questions(law: Law, trail: Trail) -> tuple[str, ...]:
    """The questions left, the one that decides most first: facts, or `fact@place` where the answer differs by place."""
    by_place = _asked_by_place(law, trail)
    if by_place:
        return by_place
    known, said = dictionary.facts(), trail.at()
    in_play = [law.sheets[name] for name in chosen(law, trail.places) if concerns(law.sheets[name], trail)]
    put = set(trail.put) | ({OFFER} if trail.offer else set())
    if not trail.has_offer:  # without an offer only a permit to look for work asks about one
        free = {fact for sheet in in_play if not wants_offer(sheet) for fact in law.bounds[sheet.id].facts}
        put |= {fact for fact in known if is_of_the_offer(fact) and fact != OFFER} - free
    for side in ("destination", "transit", "origin"):  # what the country of origin asks comes after the routes
        candidates = [
            candidate
            for sheet in in_play
            if sheet.side == side and (side != "origin" or trail.has_offer)
            if (candidate := _candidate(law, sheet, trail, _known_at(sheet, trail, said))) is not None
        ]
        ordered = order_of_questions(candidates, known, without={(fact, "") for fact in put})
        if ordered:
            return tuple(question.fact for question in ordered)
    return ()


def most_left(law: Law, trail: Trail, *, besides: str) -> int:
    """How many questions can still follow the question `besides`, at most: answers settle routes and leave some out.

    A person who says that an answer differs by country is asked it for each country in addition.
    """
    known, said = dictionary.facts(), trail.at()
    in_play = [law.sheets[name] for name in chosen(law, trail.places) if concerns(law.sheets[name], trail)]
    put = set(trail.put) | ({OFFER} if trail.offer else set())
    may_have_offer = trail.has_offer or OFFER not in put or besides == OFFER
    if not may_have_offer:
        free = {fact for sheet in in_play if not wants_offer(sheet) for fact in law.bounds[sheet.id].facts}
        put |= {fact for fact in known if is_of_the_offer(fact) and fact != OFFER} - free
    left = set(_asked_by_place(law, trail))
    for sheet in in_play:
        if sheet.side == "origin" and not may_have_offer:
            continue
        candidate = _candidate(law, sheet, trail, _known_at(sheet, trail, said))
        if candidate is not None:
            left |= set(evaluate(candidate.bound, candidate.answers).ask) - put
    return len(left - {besides})


def _candidate(law: Law, sheet: Sheet, trail: Trail, answers: Mapping[str, Answer]) -> Candidate | None:
    """A route whose questions are worth asking. What fails but can be changed is set aside: the rest is asked."""
    sides = _sides_of(_LawKey(law))[sheet.id]
    bound: Bound | None = sides.whole
    if _offer_is_needed(sheet, trail) or _is_another_job(evaluate(sides.whole, answers)):
        bound = sides.person
    if bound is None:
        return None
    result = evaluate(bound, answers)
    if result.verdict is Eligibility.NOT_ELIGIBLE:
        if not _changeable(result):
            return None
        failed = {miss.condition.fact for miss in result.nearest_miss if miss.condition is not None}
        answers = {fact: answer for fact, answer in answers.items() if fact not in failed}
    return Candidate(sheet.id, bound, answers)


def _asked_by_place(law: Law, trail: Trail) -> tuple[str, ...]:
    """A fact whose answer differs is asked for each place at once, before anything else."""
    found = []
    for fact in sorted(trail.differs):
        for place in waiting_places(law, trail, fact):
            question = f"{fact}@{place}"
            if question not in trail.put:
                found.append(question)
    return tuple(found)


def waiting_places(law: Law, trail: Trail, fact: str) -> tuple[str, ...]:
    """Places whose routes test the fact, among those chosen."""
    places = {
        law.sheets[name].jurisdiction
        for name in chosen(law, trail.places)
        if fact in law.bounds[name].facts and concerns(law.sheets[name], trail)
    }
    return tuple(sorted(places))


def may_differ(law: Law, trail: Trail, fact: str) -> bool:
    """Whether the answer may differ by place: it belongs to the destination, and several places wait for it."""
    known = dictionary.facts()
    return (
        fact in known
        and known[fact].scope is Scope.DESTINATION
        and not is_of_the_offer(fact)
        and len(waiting_places(law, trail, fact)) > 1
    )


def next_question(law: Law, trail: Trail) -> str | None:
    """The question to put now: the one a person went back to, else the one that decides most."""
    if trail.asking:
        return trail.asking
    left = questions(law, trail)
    return left[0] if left else None


def places_offered(law: Law) -> tuple[str, ...]:
    """Places with a route, for the first choice."""
    return tuple(sorted({sheet.jurisdiction for sheet in law.sheets.values() if sheet.side == "destination"}))
