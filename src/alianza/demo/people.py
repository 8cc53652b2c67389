"""Ten thousand invented workers, the same ones every time.

What is drawn from published tables: origin and first wish (migrant stock, square roots, so that no corridor drowns the
others), age, education and occupation group (Philippine emigrants), women (stock of the corridor), languages of the
origin, pay at home and abroad. What is the project's own assumption: how common an occupation is inside its group, who
learns which language how far, examinations, clearances, passports, recognition, skills known. `docs/explanation/
demonstration.md` says it in full.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np

from alianza.demo import names
from alianza.demo.distributions import (
    DESTINATIONS,
    home_currency,
    home_pay,
    languages,
    pay,
    people_between,
    rows,
    women_between,
)
from alianza.demo.draws import Draws
from alianza.demo.permits import BY_PERMIT, ROUTES, Route, into
from alianza.demo.trades import Trade, by_group, skill_pool, trades
from alianza.vocabulary.money import Money
from alianza.vocabulary.rates import NoRate, convert, latest_year

SEED = 20260921
WORKERS = 10_000
RATES_OF = 2024
FROM_ROUTES = 0.72
"""Share of workers whose occupation is one that their first wish asks for; the others' follow the emigrants' table."""
STARTS_WORK = (15, 15, 16, 18, 20, 22, 24)
"""Earliest age of work, by level of education."""
REGIONS: Mapping[int, float] = {1: 0.32, 2: 0.26, 3: 0.2, 4: 0.13, 5: 0.09}


@dataclass(frozen=True, slots=True)
class DemoWorker:
    """One invented worker, with the columns of the matching tables (methods of matching, section 1)."""

    worker: int
    name: str
    """Put together from syllables: nobody's."""
    origin: str
    region: int
    isco: str
    esco: str
    years: int
    isco2: str
    esco2: str
    years2: int | None
    woman: bool
    age: int
    disadvantaged: bool
    education: int
    languages: Mapping[str, int]
    """Language to level, 1 for A1 to 6 for C2."""
    recognised_in: tuple[str, ...]
    medical: str
    security: str
    passport_months: int
    wishes: tuple[str, ...]
    accepts: tuple[str, ...]
    min_pay: Money
    available_in: int
    """Months from the month of the story."""
    skills: tuple[str, ...]

    @property
    def label(self) -> str:
        return f"W-{self.worker:05}"


@cache
def workers(count: int = WORKERS, seed: int = SEED) -> tuple[DemoWorker, ...]:
    """The registry; the first so many workers of a longer one are the same."""
    return tuple(_Maker(seed, number).worker() for number in range(1, count + 1))


@cache
def _corridors() -> Mapping[tuple[str, str], float]:
    """How likely a worker's origin and first wish are: a programme that asks for many draws more people to register."""
    asked: dict[tuple[str, str], int] = {}
    for route in ROUTES:
        for origin in route.origins:
            pair = (origin, route.destination)
            asked[pair] = asked.get(pair, 0) + route.orders
    return {
        pair: math.sqrt(people) * (math.sqrt(asked[pair]) if pair in asked else 0.5)
        for pair, people in people_between().items()
    }


@cache
def _first_education() -> Mapping[int, float]:
    return {row["level"]: float(row["people"]) for row in rows("education")}


@cache
def _ages() -> Mapping[tuple[int, int], float]:
    return {(row["from"], row["to"]): float(row["people"]) for row in rows("age")}


@cache
def _groups() -> Mapping[str, float]:
    return {row["group"]: float(row["people"]) for row in rows("occupation_groups")}


class _Maker:
    """Draws one worker from a stream of their own, so that a change to one leaves the others alone."""

    def __init__(self, seed: int, number: int) -> None:
        self.number = number
        self.draw = Draws(np.random.Generator(np.random.PCG64([seed, number])))

    def worker(self) -> DemoWorker:
        draw = self.draw
        origin, wish = draw.weighted(_corridors())
        route, trade = self._trade(origin, wish)
        woman = draw.chance(_blend(trade.women, women_between()[origin, wish]))
        education = self._education(trade)
        low, high = draw.weighted(_ages())
        age = max(draw.between(low, high), STARTS_WORK[education] + 1)
        working = age - STARTS_WORK[education]
        years = min(int(working * draw.share() ** 0.8), 35)
        second = self._second(trade)
        years2 = int((working - years) * draw.share()) if second else None
        others = self._accepts(origin, wish)
        wishes = (wish, *others[: draw.between(0, 2)])
        accepts = tuple(sorted({wish, *others}))
        spoken = self._languages(origin, education, accepts, route, trade)
        region = draw.weighted(REGIONS)
        return DemoWorker(
            worker=self.number,
            name=names.person(self.number),
            origin=origin,
            region=region,
            isco=trade.isco,
            esco=trade.esco.id,
            years=years,
            isco2=second.isco if second else "",
            esco2=second.esco.id if second else "",
            years2=years2,
            woman=woman,
            age=age,
            disadvantaged=draw.chance(0.3 if region >= 4 else 0.13),
            education=education,
            languages=spoken,
            recognised_in=self._recognised(trade, education, wish, accepts),
            medical=draw.weighted({"fit": 0.86, "pending": 0.11, "unfit": 0.03}),
            security=draw.weighted({"clear": 0.92, "pending": 0.07, "refused": 0.01}),
            passport_months=draw.between(0, 5) if draw.chance(0.09) else draw.between(6, 118),
            wishes=wishes,
            accepts=accepts,
            min_pay=self._min_pay(origin, accepts, trade),
            available_in=int(9 * draw.share() ** 1.6),
            skills=self._skills(trade, years, second),
        )

    def _trade(self, origin: str, wish: str) -> tuple[Route | None, Trade]:
        draw = self.draw
        routes: dict[str, float] = {}
        if draw.chance(FROM_ROUTES):
            routes = {route.permit: float(route.orders) for route in into(wish) if origin in route.origins}
        if not routes:
            return None, trades()[draw.weighted(by_group()[draw.weighted(_groups())])]
        route = BY_PERMIT[draw.weighted(routes)]
        return route, trades()[draw.weighted(route.trades)]

    def _education(self, trade: Trade) -> int:
        least = 4 if trade.regulated else 0
        weights = {
            level: people**0.5 * math.exp(-1.3 * abs(level - trade.education))
            for level, people in _first_education().items()
            if level >= least
        }
        return self.draw.weighted(weights)

    def _second(self, trade: Trade) -> Trade | None:
        draw = self.draw
        if not draw.chance(0.32):
            return None
        alike = [each for each in trades().values() if each.sector == trade.sector and each.isco != trade.isco]
        chosen = draw.one_of(alike or list(trades().values()))
        return None if chosen.isco == trade.isco or chosen.regulated else chosen

    def _accepts(self, origin: str, wish: str) -> list[str]:
        draw = self.draw
        weights = {place: _corridors()[origin, place] for place in DESTINATIONS if place != wish}
        chosen: list[str] = []
        for _ in range(draw.weighted({0: 0.25, 1: 0.32, 2: 0.25, 3: 0.13, 4: 0.05})):
            place = draw.weighted(weights)
            chosen.append(place)
            del weights[place]
        return chosen

    def _languages(
        self, origin: str, education: int, accepts: tuple[str, ...], route: Route | None, trade: Trade
    ) -> dict[str, int]:
        draw = self.draw
        home, school = languages()[origin]
        spoken = {home: 6}
        for language in school:
            spoken[language] = _level(draw.normal(1.6 + 0.6 * education, 1.0))
        if "en" not in spoken:
            spoken["en"] = _level(draw.normal(0.1 + 0.5 * education, 1.1))
        aims = {route.language for place in accepts for route in into(place) if trade.isco in route.trades}
        for language in sorted(aims - set(spoken)):
            if draw.chance(0.78):
                usual = 2.8 if route and route.language == language and trade.education >= 4 else 1.7
                spoken[language] = _level(draw.normal(usual, 1.1))
        if origin == "MAR" and draw.chance(0.2):
            spoken["es"] = max(spoken.get("es", 0), draw.between(1, 4))
        return {language: spoken[language] for language in sorted(spoken) if spoken[language] > 0}

    def _recognised(self, trade: Trade, education: int, wish: str, accepts: tuple[str, ...]) -> tuple[str, ...]:
        draw = self.draw
        if trade.regulated:
            return tuple(place for place in accepts if draw.chance(0.7 if place == wish else 0.35))
        if education >= 5:
            return tuple(place for place in accepts if draw.chance(0.5))
        return tuple(place for place in accepts if draw.chance(0.03))

    def _min_pay(self, origin: str, accepts: tuple[str, ...], trade: Trade) -> Money:
        """Between a multiple of what such work pays at home and what it pays where the worker would go."""
        draw = self.draw
        # Canada publishes no pay by occupation, so its shares are the median of the countries that do.
        at_home = home_pay()[origin] * pay()["CAN"].major_permille[trade.isco[0]] / 1000
        abroad = min(pay()[place].of(trade.isco) / _per_usd(pay()[place].currency) for place in accepts)
        hoped = max(at_home * draw.spread(1.3, 2.4), abroad * draw.spread(0.5, 0.9))
        asked = min(hoped, abroad * draw.spread(0.8, 1.15))
        own = home_currency()[origin]
        currency = (
            own
            if draw.chance(0.55) and _has_rate(own)
            else draw.one_of(sorted({pay()[place].currency for place in accepts} | {"USD"}))
        )
        return _rounded(asked, currency)

    def _skills(self, trade: Trade, years: int, second: Trade | None) -> tuple[str, ...]:
        draw = self.draw
        pool = skill_pool(trade.isco)
        firm = min(0.55 + 0.035 * years, 0.92)
        known = [each for each in pool.essential if draw.chance(firm)]
        known += [each for each in pool.optional if draw.chance(0.28)]
        if second is not None:
            known += [each for each in skill_pool(second.isco).essential if draw.chance(0.35)]
        return tuple(dict.fromkeys(known))


def _blend(one: float, other: float) -> float:
    """Two shares of women, of the occupation and of the corridor, as one: odds multiply."""
    odds = one / (1 - one) * math.sqrt(other / (1 - other))
    return odds / (1 + odds)


def _level(value: float) -> int:
    return min(max(round(value), 0), 6)


@cache
def _has_rate(currency: str) -> bool:
    try:
        return latest_year(currency, "USD") >= RATES_OF
    except NoRate:
        return False


@cache
def _per_usd(currency: str) -> float:
    return float(convert(Money.of(10**9, "USD"), currency, RATES_OF).amount.amount / 10**9)


def _rounded(usd: float, currency: str) -> Money:
    """An amount as somebody would state it: two digits that count, whole units of the currency."""
    amount = max(usd * _per_usd(currency), 1.0)
    step = 10 ** max(math.floor(math.log10(amount)) - 1, 0)
    return Money.of(max(round(amount / step) * step, 1), currency)
