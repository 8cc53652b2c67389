"""Why a worker fits an order or not, both ways; what was lost to each condition; which orders fit a worker."""

from dataclasses import dataclass
from datetime import date

from django.db.models import F

from alianza.engines.eligibility import Eligibility, Miss, evaluate
from alianza.engines.preselection import PROFILE_1, Verdict, explain, losses
from alianza.engines.preselection import Change as Needed
from alianza.placement import wording
from alianza.placement.market import Market, build, candidates_for
from alianza.placement.models import JobOrder
from alianza.placement.permit import bound_on, offer_facts, person_facts
from alianza.registry.models import Profile
from alianza.regulations import dictionary as law
from alianza.regulations.queries import sheet_in_force
from alianza.regulations.sheets import Sheet
from alianza.texts import page_language
from alianza.vocabulary.text import Text

MOST = {
    "skill": PROFILE_1.skill,
    "experience": PROFILE_1.experience,
    "language": PROFILE_1.language,
    "wage": PROFILE_1.wage,
    "wish": PROFILE_1.wish[0],
}
NEAR = 3
"""A worker's own view shows near misses of at most so many changes; more is not near."""


@dataclass(frozen=True)
class Requirement:
    """One condition: what is asked, what is held, and `met`, `not_met` or `unknown`."""

    label: str
    asked: str
    has: str
    state: str


@dataclass(frozen=True)
class Change:
    """One thing that would have to change, and who can change it."""

    sentence: str
    who: str


@dataclass(frozen=True)
class PermitAnswer:
    """How the permit category's sheet stands for this worker with this offer."""

    sheet: Sheet | None
    verdict: str
    unconfirmed: bool
    missing: tuple[tuple[Text, str], ...] = ()
    ask: tuple[Text, ...] = ()
    lacking: tuple[Text, ...] = ()
    """Figures that the law side has not supplied for the day, so that nobody's answer can settle it."""


@dataclass(frozen=True)
class Reasons:
    eligible: bool
    curable: bool
    conditions: tuple[Requirement, ...]
    score: int
    parts: tuple[dict[str, object], ...]
    changes: tuple[Change, ...]
    permit: PermitAnswer


@dataclass(frozen=True)
class Lost:
    """Of `pool` workers in the occupation, `eligible` meet all; `rows`: condition and workers lost to it alone."""

    pool: int
    eligible: int
    rows: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Fitting:
    order: JobOrder
    score: int
    permit: str


@dataclass(frozen=True)
class Nearly:
    """Orders of one destination that the same changes would open."""

    orders: tuple[JobOrder, ...]
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class OrdersFor:
    """Open orders seen from one worker: those that fit, the best first, and those that nearly do."""

    fitting: tuple[Fitting, ...]
    nearly: tuple[Nearly, ...]


def permit_answer(order: JobOrder, market: Market, row: int, *, on: date) -> PermitAnswer:
    """The sheet's verdict for a worker of the market with this order's offer."""
    sheet = sheet_in_force(order.permit)
    if sheet is None or sheet.tree is None:
        return PermitAnswer(None, Eligibility.UNDETERMINED.value, unconfirmed=True)
    facts = {**person_facts(market.person(row), order.destination), **offer_facts(order)}
    result = evaluate(bound_on(sheet, on), facts)
    dictionary = law.facts()
    return PermitAnswer(
        sheet,
        result.verdict.value,
        not sheet.is_confirmed,
        tuple((law.text_of(miss.label), _who(miss)) for miss in result.nearest_miss),
        tuple(dictionary[fact].ask for fact in result.ask),
        tuple(sheet.parameters[name].label for name in result.missing_parameters),
    )


def _who(miss: Miss) -> str:
    """Who can change what the permit misses, in the reader's language."""
    fix = miss.fix.value if miss.fix is not None else "immutable"
    return str(law.word("fix", fix).in_language(page_language())[0])


def _state(verdict: Verdict) -> str:
    return {Verdict.MET: "met", Verdict.NOT_MET: "not_met", Verdict.UNKNOWN: "unknown"}[verdict]


def why(order: JobOrder, profile: Profile, *, on: date) -> Reasons:
    """The pair explained in words: each requirement, the score's parts, what would change the answer, the permit."""
    market = build([order], Profile.objects.filter(pk=profile.pk), on=on)
    found = explain(market.workers, market.orders, 0, 0)
    levels = dict(profile.languages.values_list("language", "level"))
    parts = found.parts
    return Reasons(
        eligible=found.eligible,
        curable=found.curable,
        conditions=tuple(
            Requirement(
                str(wording.CONDITIONS[each.name]),
                wording.asked(order, each.name),
                wording.held(order, profile, each.name, levels=levels, on=on),
                _state(each.verdict),
            )
            for each in found.conditions
        ),
        score=parts.score if parts is not None else 0,
        parts=tuple({"label": wording.PARTS[name], "points": getattr(parts, name), "of": MOST[name]} for name in MOST)
        if parts is not None
        else (),
        changes=_changes(found.changes, order),
        permit=permit_answer(order, market, 0, on=on),
    )


def _changes(needed: tuple[Needed, ...], order: JobOrder) -> tuple[Change, ...]:
    return tuple(Change(wording.change(each, order), str(wording.WHO[each.who.value])) for each in needed)


def losses_of(order: JobOrder, *, on: date) -> Lost:
    """How many workers of the occupation the order loses to each condition alone, the costliest first."""
    wide = JobOrder(**{field.attname: getattr(order, field.attname) for field in JobOrder._meta.concrete_fields})
    wide.related_ok = True  # people of related occupations count as lost to the occupation alone
    market = build([order], candidates_for([wide], on=on), on=on)
    lost = losses(market.workers, market.orders, 0)
    rows = [(str(wording.CONDITIONS[name]), number) for name, number in lost.alone.items() if number]
    return Lost(lost.workers, lost.eligible, tuple(sorted(rows, key=lambda row: -row[1])))


def orders_for(profile: Profile, *, on: date) -> OrdersFor:
    """Open orders in the worker's occupations or near them: which fit, and which nearly do."""
    if not profile.isco or not profile.origin:
        return OrdersFor((), ())
    groups = {isco[:3] for isco in (profile.isco, profile.isco2) if isco}
    near = [
        order
        for order in JobOrder.objects.filter(state=JobOrder.State.OPEN, filled__lt=F("posts")).select_related(
            "employer", "programme"
        )
        if order.isco[:3] in groups
    ]
    if not near:
        return OrdersFor((), ())
    market = build(near, Profile.objects.filter(pk=profile.pk), on=on)
    fitting: list[Fitting] = []
    nearly: list[tuple[JobOrder, tuple[Change, ...]]] = []
    for row, order in enumerate(market.order_rows):
        found = explain(market.workers, market.orders, 0, row)
        if found.parts is not None:
            fitting.append(Fitting(order, found.parts.score, permit_answer(order, market, 0, on=on).verdict))
        elif found.curable and len(found.changes) <= NEAR:
            nearly.append((order, _changes(found.changes, order)))
    fitting.sort(key=lambda fit: (-fit.score, fit.order.pk))
    return OrdersFor(tuple(fitting), _grouped(nearly))


def _grouped(nearly: list[tuple[JobOrder, tuple[Change, ...]]]) -> tuple[Nearly, ...]:
    """The same changes told once, with the orders they would open; few changes that open much come first."""
    groups: dict[tuple[str, tuple[Change, ...]], list[JobOrder]] = {}
    for order, changes in nearly:
        groups.setdefault((order.destination, changes), []).append(order)
    found = [Nearly(tuple(orders), changes) for (_destination, changes), orders in groups.items()]
    return tuple(sorted(found, key=lambda each: (len(each.changes), -len(each.orders), each.orders[0].pk)))
