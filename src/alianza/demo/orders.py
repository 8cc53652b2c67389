"""Four hundred invented job orders of sixty invented employers, and the limits that the programmes set.

Wages are drawn around the destination's published pay for the occupation's major group; the rest is the project's own
invention inside what each permit category's sheet allows. About one offer in sixteen fails a condition of its sheet and
one in thirty leaves a question open, so that checking an order shows something.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

import numpy as np

from alianza.demo import names
from alianza.demo.distributions import pay, people_between, safeguarded
from alianza.demo.draws import Draws
from alianza.demo.people import SEED, workers
from alianza.demo.permits import ROUTES, Route
from alianza.demo.trades import Trade, skill_pool, trades

ORDERS = 400
FAULTY, OPEN_QUESTION = 0.06, 0.035
LABELLED: Mapping[str, float] = MappingProxyType({"professions": 0.6, "seasons": 0.85, "services": 0.45})
"""Share of employers with the fair-recruitment label, by programme."""
CARE, FARM = ("care",), ("horticulture", "agriculture")
CATERING, BUILDING, MAKING = ("hospitality",), ("construction",), ("manufacturing", "meat_processing", "shipbuilding")
FORMS: Mapping[str, tuple[tuple[str, tuple[str, ...]], ...]] = MappingProxyType(
    {
        "de-eu-blue-card": (
            ("Klinikum {}", CARE), ("{} Software", ("it",)), ("Krankenhaus {}", CARE),
            ("{} Anlagenbau", ("manufacturing", "construction")), ("Rehazentrum {}", CARE),
        ),
        "gb-health-care-worker": (("{} Hospital Trust", CARE),),
        "gb-skilled-worker": (("{} Digital", ("it",)), ("{} Engineering", ("manufacturing", "construction"))),
        "za-critical-skills": (("{} Engineering", ("manufacturing", "construction", "it")), ("{} Health", CARE)),
        "es-gecco-circular": (("Huerta {}", FARM), ("Cooperativa {}", FARM), ("Campos de {}", FARM)),
        "it-seasonal-flows": (("Azienda Agricola {}", FARM), ("Albergo {}", CATERING), ("Vigna {}", FARM)),
        "gb-seasonal-worker": (("{} Growers", FARM),),
        "ca-sawp": (("{} Farms", FARM), ("{} Harvest", FARM)),
        "nz-rse": (("{} Orchards", FARM), ("{} Vineyards", FARM)),
        "ca-tfwp-low-wage": (
            ("{} Foods", (*MAKING, "hospitality")), ("{} Home Care", CARE),
            ("{} Services", ("services", "hospitality")),
        ),
        "jp-specified-skilled-worker-1": (
            ("{} Kaigo", CARE), ("{} Shokuhin", ("manufacturing", "hospitality", "agriculture")),
            ("{} Kensetsu", ("construction", "shipbuilding")),
        ),
        "kr-eps-e9": (
            ("{} Industrial", (*MAKING, "construction")), ("{} Farming", ("agriculture",)), ("{} Marine", ("fishery",)),
        ),
        "ae-work-permit": (
            ("{} Contracting", BUILDING), ("{} Hospitality", CATERING), ("{} Facilities", ("services",)),
        ),
        "za-general-work": (("{} Works", ()),),
    }
)  # fmt: skip
"""What the firms of each permit category call themselves, and the sectors they hire for; none named: any."""


@dataclass(frozen=True, slots=True)
class DemoEmployer:
    """An invented firm; `route` is the permit category its orders name, `sectors` the work it hires for (none: any)."""

    key: str
    name: str
    country: str
    route: str
    sectors: tuple[str, ...]
    labelled: bool


@dataclass(frozen=True, slots=True)
class DemoOrder:
    """One invented job order, with the columns of the matching tables and the answers its permit's sheet asks for."""

    order: int
    employer: str
    """Key of a `DemoEmployer`."""
    programme: str
    destination: str
    isco: str
    related_ok: bool
    posts: int
    permit: str
    wage: int
    """Monthly, whole units of `currency`."""
    currency: str
    min_years: int
    lang1: str
    lang1_min: int
    lang2: str
    lang2_min: int
    min_education: int
    regulated: bool
    age_min: int
    age_max: int
    origins: tuple[str, ...]
    starts_in: int
    """Months from the month of the story."""
    passport_min: int
    essential: tuple[str, ...]
    essential_min: int
    optional: tuple[str, ...]
    offer: Mapping[str, bool | int | str]
    """Answers to the sheet's questions on the offer, but for those that follow from the order itself."""
    fault: str
    """Which answer was made to fail or left out; empty for a sound offer."""

    @property
    def label(self) -> str:
        return f"O-{self.order:03}"


@dataclass(frozen=True, slots=True)
class DemoQuota:
    programme: str
    origin: str
    destination: str
    permit: str
    places: int


@dataclass(frozen=True, slots=True)
class DemoCap:
    programme: str
    origin: str
    sector: str
    places: int


@dataclass(frozen=True, slots=True)
class DemoSector:
    programme: str
    isco: str
    sector: str


@dataclass(frozen=True, slots=True)
class DemoShare:
    programme: str
    kind: str
    scope: str
    per_mille: int


FIRST = DemoEmployer("finca-sol", "Finca Sol", "ESP", "es-gecco-circular", FARM, labelled=True)
"""The employer of the story; its name, like all of them, is invented."""


@cache
def employers() -> tuple[DemoEmployer, ...]:
    """Sixty, by route."""
    draw = Draws(np.random.Generator(np.random.PCG64([SEED, 0, 1])))
    words = names.firm_words()
    found = []
    for route in ROUTES:
        forms = FORMS[route.permit]
        for at in range(route.employers):
            if at == 0 and route.permit == FIRST.route:
                found.append(FIRST)
                continue
            form, hires = forms[at % len(forms)]
            name = form.format(next(words))
            labelled = at == 0 or draw.chance(LABELLED[route.programme])
            found.append(DemoEmployer(_key(name), name, route.destination, route.permit, hires, labelled))
    return tuple(found)


def _key(name: str) -> str:
    return name.lower().replace(" ", "-")


@cache
def orders() -> tuple[DemoOrder, ...]:
    """Four hundred, numbered from 1."""
    mixed: list[Route] = [route for route in ROUTES for _ in range(route.orders)]
    draw = Draws(np.random.Generator(np.random.PCG64([SEED, 0, 2])))
    mixed = draw.some(mixed, len(mixed))
    return tuple(_order(number, route) for number, route in enumerate(mixed, start=1))


def _order(number: int, route: Route) -> DemoOrder:
    draw = Draws(np.random.Generator(np.random.PCG64([SEED, 1, number])))
    trade = trades()[draw.weighted(route.trades)]
    pool = skill_pool(trade.isco)
    essential = sorted(draw.some(pool.essential, draw.between(5, 9)))
    fault, offer = _offer(route, trade, draw)
    fewest, most = route.posts
    posts = int(offer.pop("offer.posts", min(most, round(fewest * math.exp(draw.share() * math.log(most / fewest))))))
    level = draw.one_of(route.levels)
    if trade.sector == "care" and trade.education >= 5:
        level = max(level, 3)
    other = "en" if trade.sector == "it" and route.language != "en" else ""
    if other:
        level = max(level - 2, 1)
    kept = draw.between(min(2, len(route.origins)), len(route.origins))
    weights = {origin: math.sqrt(people_between()[origin, route.destination]) for origin in route.origins}
    origins = set()
    for _ in range(kept):
        chosen = draw.weighted(weights)
        origins.add(chosen)
        del weights[chosen]
    if trade.sector == "care" and trade.education >= 4:
        origins -= safeguarded()
    return DemoOrder(
        order=number,
        employer=draw.one_of(_hiring(route, trade)).key,
        programme=route.programme,
        destination=route.destination,
        isco=trade.isco,
        related_ok=not trade.regulated and draw.chance(0.45),
        posts=posts,
        permit=route.permit,
        wage=_wage(route, trade, draw, faulty=fault == "offer.salary_year"),
        currency=pay()[route.destination].currency,
        min_years=draw.weighted({0: 0.45, 1: 0.25, 2: 0.18, 3: 0.08, 5: 0.04})
        if trade.education >= 3
        else draw.weighted({0: 0.75, 1: 0.25}),
        lang1=route.language if level else "",
        lang1_min=level,
        lang2=other,
        lang2_min=4 if other else 0,
        min_education=max(trade.education - draw.between(0, 1), 0) if trade.education >= 3 else 0,
        regulated=trade.regulated,
        age_min=21 if draw.chance(0.15) else 18,
        age_max=min(route.age_max, draw.one_of((45, 50, 55, 60, 60))),
        origins=tuple(sorted(origins)),
        starts_in=draw.between(2, 9),
        passport_min=draw.one_of((6, 6, 12, 18)),
        essential=tuple(essential),
        essential_min=math.ceil(len(essential) * draw.spread(0.3, 0.65)),
        optional=tuple(sorted(draw.some(pool.optional, draw.between(3, 7)))),
        offer=MappingProxyType(offer),
        fault=fault,
    )


def _hiring(route: Route, trade: Trade) -> list[DemoEmployer]:
    ours = [each for each in employers() if each.route == route.permit]
    return [each for each in ours if not each.sectors or trade.sector in each.sectors] or ours


def _offer(route: Route, trade: Trade, draw: Draws) -> tuple[str, dict[str, bool | int | str]]:
    offer: dict[str, bool | int | str] = {
        **route.offer,
        "offer.months": draw.between(*route.months),
        "offer.sector": trade.sector,
    }
    fate, which = draw.share(), draw.share()
    if fate < FAULTY:
        faults = (*route.faults, {"offer.salary_year": 0}) if route.least_pay_year else route.faults
        fault = faults[int(which * len(faults))]
        offer |= fault
        offer.pop("offer.salary_year", None)  # it follows from the wage
        return next(iter(fault)), offer
    if fate < FAULTY + OPEN_QUESTION:
        left_out = sorted(route.offer)[int(which * len(route.offer))]
        del offer[left_out]
        return left_out, offer
    return "", offer


def _wage(route: Route, trade: Trade, draw: Draws, *, faulty: bool) -> int:
    """Around the published pay of the occupation's group, to three digits that count."""
    wage = pay()[route.destination].of(trade.isco) * math.exp(draw.normal(-0.04, 0.11))
    step: int = 10 ** max(math.floor(math.log10(wage)) - 2, 1)
    rounded = round(wage / step) * step
    least = -(-route.least_pay_year // 12)
    if faulty:
        return min(rounded, least - step)
    return max(rounded, math.ceil(least / step) * step)


# ---------------------------------------------------------------- limits

HEALTH_TRADES = ("2211", "2221", "2264", "3212")
CARE_TRADES = ("5321", "5322")
BUILDING_TRADES = ("7112", "7115", "7126", "7411", "9313")
CLOSED = frozenset({("KEN", "ae-work-permit")})
SHARES = (
    DemoShare("professions", "women", "DEU", 450),
    DemoShare("professions", "women", "GBR", 400),
    DemoShare("professions", "region", "PHL", 200),
    DemoShare("seasons", "women", "ESP", 425),
    DemoShare("seasons", "women", "ITA", 440),
    DemoShare("seasons", "disadvantaged", "all", 200),
    DemoShare("services", "women", "JPN", 450),
    DemoShare("services", "region", "IND", 250),
)


@cache
def quotas() -> tuple[DemoQuota, ...]:
    """On about half of the corridors of each permit category; one is closed."""
    return tuple(_quotas())


def _quotas() -> Iterator[DemoQuota]:
    draw = Draws(np.random.Generator(np.random.PCG64([SEED, 0, 3])))
    for route in ROUTES:
        ours = [order for order in orders() if order.permit == route.permit]
        for origin in sorted(route.origins):
            wanted = sum(order.posts for order in ours if origin in order.origins)
            ready = sum(
                worker.origin == origin and route.destination in worker.accepts and worker.isco in route.trades
                for worker in workers()
            )
            limited, share = draw.share() < 0.55 and len(route.origins) > 1, draw.spread(0.05, 0.25)
            if (origin, route.permit) in CLOSED:
                yield DemoQuota(route.programme, origin, route.destination, route.permit, 0)
            elif wanted and limited:
                places = max(round(min(wanted, ready) * share), 1)
                yield DemoQuota(route.programme, origin, route.destination, route.permit, places)


@cache
def sectors() -> tuple[DemoSector, ...]:
    """The occupations that caps count."""
    return tuple(
        DemoSector(programme, isco, sector)
        for programme, sector, members in (
            ("professions", "health", HEALTH_TRADES),
            ("services", "care", CARE_TRADES),
            ("services", "building", BUILDING_TRADES),
        )
        for isco in members
    )


@cache
def caps() -> tuple[DemoCap, ...]:
    """What an origin can spare; none of its health workers where the World Health Organization lists it."""
    least = [DemoCap("professions", origin, "health", 0) for origin in sorted(safeguarded())]
    return (
        *least,
        DemoCap("professions", "KEN", "health", 12),
        DemoCap("professions", "PHL", "health", 60),
        DemoCap("professions", "TUN", "health", 8),
        DemoCap("services", "NPL", "building", 30),
        DemoCap("services", "PHL", "care", 35),
    )


def shares() -> tuple[DemoShare, ...]:
    """What the parties agreed on fairness among those placed."""
    return SHARES
