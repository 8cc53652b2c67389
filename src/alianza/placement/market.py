"""The registry and the open orders as the engines take them.

One currency: wages and minimum pay are compared in whole US dollars, each currency at the average rate of the newest
year that it has a rate for, and the result names those years. Months count from the year 0, ages are those reached in
the year (`registry.months`). Only registered people who agreed to be matched take part, and nobody who holds an
offered or taken place.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
from django.db.models import Q, QuerySet
from numpy.typing import NDArray

from alianza.engines.preselection import MEDICAL, SECURITY, Codes, Orders, Workers
from alianza.placement.labels import admitted
from alianza.placement.models import JobOrder, Placement
from alianza.registry.models import Profile, SpokenLanguage
from alianza.registry.months import month_index
from alianza.registry.queries import matchable
from alianza.vocabulary.money import Money
from alianza.vocabulary.rates import NoRateForYear, convert, years

COMMON = "USD"
UNDECLARED_AGE = 0
MOST_DOLLARS = 1_000_000_000
"""A month's pay in a column of 32 bits: one worker's slip of the finger must not stop everybody's run."""


@dataclass(frozen=True)
class Market:
    """Workers and orders on one set of codes, and which row is which record."""

    workers: Workers
    orders: Orders
    profiles: NDArray[np.int64]
    """Primary key of each worker row."""
    order_rows: tuple[JobOrder, ...]
    rates_year: int
    """The newest year whose exchange rates are used."""
    older_rates: Mapping[str, int]
    """The year of each currency whose newest rate is of an earlier one."""
    digest: str
    """SHA-256 of everything the engines read, so that two runs can be told to have had the same input."""

    def person(self, row: int) -> dict[str, Any]:
        """What the permit's conditions may ask of a worker (see `permit.person_facts`)."""
        w, codes = self.workers, self.workers.codes
        held = [name for at, name in enumerate(codes.countries) if int(w.recognised_in[row, at // 64]) >> (at % 64) & 1]
        return {
            "origin": codes.countries[int(w.origin[row])],
            "age": int(w.age[row]),
            "education": int(w.education[row]),
            "years": int(w.years[row]),
            "languages": {name: int(w.cefr[row, at]) for at, name in enumerate(codes.languages)},
            "recognised_in": held,
            "medical": MEDICAL[int(w.medical[row])],
            "security": SECURITY[int(w.security[row])],
        }


def candidates_for(orders: Iterable[JobOrder], *, on: date) -> QuerySet[Profile]:
    """Profiles that could meet the occupation of at least one of the orders, free to take a place, by key."""
    occupations = Q(pk__in=[])
    for isco, related in {(order.isco, order.related_ok) for order in orders}:
        if related:
            occupations |= Q(isco__startswith=isco[:3]) | Q(isco2__startswith=isco[:3])
        else:
            occupations |= Q(isco=isco) | Q(isco2=isco)
    busy = Placement.objects.filter(state__in=(Placement.State.OFFERED, Placement.State.TAKEN)).values("profile")
    return matchable(on).filter(occupations).exclude(pk__in=busy).order_by("pk")


@dataclass(frozen=True)
class Scale:
    """Monthly wages in whole US dollars, so that all of them compare.

    Each currency at the average rate of the newest year that it has one for: that the rates of one currency end early
    must not date all the others back.
    """

    year: int
    older: Mapping[str, int] = field(default_factory=dict)
    """Currencies whose newest rate is of an earlier year than `year`."""

    @classmethod
    def over(cls, currencies: Iterable[str], *, on: date) -> "Scale":
        """The newest rates that are not of a later year than the day's. Raises NoRate, NoRateForYear."""
        newest = {code: _newest(code, on.year) for code in sorted({*currencies} - {"", COMMON})}
        year = max(newest.values(), default=_newest(COMMON, on.year))
        return cls(year, {code: held for code, held in newest.items() if held != year})

    def of(self, amount: Money) -> int:
        """At least 1, since a wage is positive; what lies above every wage is all one to the engines."""
        converted = (
            amount
            if amount.currency == COMMON
            else convert(amount, COMMON, self.older.get(amount.currency, self.year)).amount
        )
        return min(max(1, converted.minor // 100), MOST_DOLLARS)


def _newest(currency: str, until: int) -> int:
    known = years(currency)
    found = [year for year in known if year <= until]
    if not found:
        raise NoRateForYear(currency=currency, first=known[0], last=known[-1], year=until)
    return max(found)


def dollars(wage: int, currency: str, *, on: date) -> int:
    """A month's wage in whole US dollars at the currency's newest rate. Raises UnknownCurrency, NoRate."""
    return Scale.over([currency], on=on).of(Money.of(wage, currency))


def build(orders: Sequence[JobOrder], profiles: QuerySet[Profile], *, on: date) -> Market:
    """Columns of the orders and profiles, both in the order of their keys."""
    orders = sorted(orders, key=lambda order: order.pk)
    people = list(profiles)
    spoken = _languages(people)
    codes = _codes(orders, people, spoken)
    scale = Scale.over([*(order.currency for order in orders), *(person.min_wage_currency for person in people)], on=on)
    workers = _workers(codes, people, spoken, scale, on)
    table = _orders(codes, orders, scale, on)
    digest = hashlib.sha256()
    for value in (workers, table):
        for name in sorted(vars(value)):
            column = getattr(value, name)
            if isinstance(column, np.ndarray):
                digest.update(name.encode())
                digest.update(np.ascontiguousarray(column).tobytes())
    return Market(
        workers,
        table,
        np.array([person.pk for person in people], np.int64),
        tuple(orders),
        scale.year,
        scale.older,
        digest.hexdigest(),
    )


def _languages(people: Sequence[Profile]) -> Mapping[int, Mapping[str, int]]:
    found: dict[int, dict[str, int]] = {}
    keys = [person.pk for person in people]
    for start in range(0, len(keys), 500):
        rows = SpokenLanguage.objects.filter(profile__in=keys[start : start + 500])
        for profile, language, level in rows.values_list("profile_id", "language", "level"):
            found.setdefault(profile, {})[language] = level
    return found


def _codes(orders: Sequence[JobOrder], people: Sequence[Profile], spoken: Mapping[int, Mapping[str, int]]) -> Codes:
    countries = {order.destination for order in orders} | {origin for order in orders for origin in order.origins}
    languages = {order.lang1 for order in orders} | {order.lang2 for order in orders} | {"de", "en"}
    skills = {each for order in orders for each in (*order.essential, *order.optional)}
    for person in people:
        countries |= {person.origin, *person.wishes, *person.accepts, *person.recognised_in}
        languages |= set(spoken.get(person.pk, {}))
        skills |= set(person.skills)
    return Codes(
        countries=tuple(sorted(countries - {""})),
        languages=tuple(sorted(languages - {""})),
        permits=tuple(sorted({order.permit for order in orders})),
        skills=tuple(sorted(skills)),
    )


class _Sets:
    """Country sets as bits and skill lists as ragged rows, on one set of codes."""

    def __init__(self, codes: Codes) -> None:
        self.country = {name: at for at, name in enumerate(codes.countries)}
        self.language = {name: at for at, name in enumerate(codes.languages)}
        self.permit = {name: at for at, name in enumerate(codes.permits)}
        self.skill = {name: at for at, name in enumerate(codes.skills)}
        self.words = codes.country_words

    def bits(self, rows: Sequence[Iterable[str]]) -> NDArray[np.uint64]:
        table = np.zeros((len(rows), self.words), np.uint64)
        for at, names in enumerate(rows):
            for name in names:
                position = self.country[name]
                table[at, position // 64] |= np.uint64(1) << np.uint64(position % 64)
        return table

    def ragged(self, rows: Sequence[Iterable[str]]) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
        held = [sorted({self.skill[name] for name in names}) for names in rows]
        start = np.zeros(len(rows) + 1, np.int64)
        np.cumsum([len(each) for each in held], out=start[1:])
        return start, np.array([position for each in held for position in each], np.int32)


def _workers(
    codes: Codes, people: Sequence[Profile], spoken: Mapping[int, Mapping[str, int]], scale: Scale, on: date
) -> Workers:
    sets = _Sets(codes)
    cefr = np.zeros((len(people), len(codes.languages)), np.int8)
    wish = np.full((len(people), 3), -1, np.int16)
    for at, person in enumerate(people):
        for language, level in spoken.get(person.pk, {}).items():
            cefr[at, sets.language[language]] = level
        for which, name in enumerate(person.wishes):
            wish[at, which] = sets.country[name]
    skill_start, skill = sets.ragged([person.skills for person in people])

    def column(values: Iterable[Any], dtype: type) -> NDArray[Any]:
        return np.array(list(values), dtype)

    return Workers(
        codes=codes,
        worker=column((person.pk for person in people), np.int64),
        origin=column((sets.country[person.origin] for person in people), np.int16),
        region=column((person.region or 0 for person in people), np.int32),
        isco=column((int(person.isco) for person in people), np.int32),
        years=column((person.years or 0 for person in people), np.int32),
        isco2=column((int(person.isco2) if person.isco2 else -1 for person in people), np.int32),
        years2=column((person.years2 or 0 for person in people), np.int32),
        woman=column((bool(person.woman) for person in people), np.bool_),
        age=column((person.age(on) or UNDECLARED_AGE for person in people), np.int32),
        disadvantaged=column((person.disadvantaged for person in people), np.bool_),
        education=column((person.education or 0 for person in people), np.int8),
        cefr=cefr,
        recognised_in=sets.bits([person.recognised_in for person in people]),
        medical=column((MEDICAL.index(person.medical) for person in people), np.int8),
        security=column((SECURITY.index(person.security) for person in people), np.int8),
        passport_months=column((person.passport_months(on) for person in people), np.int32),
        wish=wish,
        accepts=sets.bits([person.accepts for person in people]),
        min_wage=column((_least_pay(person, scale) for person in people), np.int32),
        available_month=column((person.available_month or 0 for person in people), np.int32),
        skill_start=skill_start,
        skill=skill,
    )


def _least_pay(person: Profile, scale: Scale) -> int:
    if person.min_wage_minor is None:
        return 1  # any lawful wage
    return scale.of(Money(person.min_wage_minor, person.min_wage_currency))


def _orders(codes: Codes, orders: Sequence[JobOrder], scale: Scale, on: date) -> Orders:
    sets, admission = _Sets(codes), admitted(orders, on)
    essential_start, essential = sets.ragged([order.essential for order in orders])
    optional_start, optional = sets.ragged([order.optional for order in orders])

    def column(values: Iterable[Any], dtype: type) -> NDArray[Any]:
        return np.array(list(values), dtype)

    return Orders(
        codes=codes,
        order=column((order.pk for order in orders), np.int64),
        dest=column((sets.country[order.destination] for order in orders), np.int16),
        isco=column((int(order.isco) for order in orders), np.int32),
        related_ok=column((order.related_ok for order in orders), np.bool_),
        posts=column((order.places_left for order in orders), np.int32),
        permit=column((sets.permit[order.permit] for order in orders), np.int32),
        certified=column((order.pk in admission for order in orders), np.bool_),
        wage=column((scale.of(Money.of(order.wage, order.currency)) for order in orders), np.int32),
        min_years=column((order.min_years for order in orders), np.int32),
        lang1=column((sets.language.get(order.lang1, -1) for order in orders), np.int16),
        lang1_min=column((order.lang1_min for order in orders), np.int8),
        lang2=column((sets.language.get(order.lang2, -1) for order in orders), np.int16),
        lang2_min=column((order.lang2_min for order in orders), np.int8),
        min_education=column((order.min_education for order in orders), np.int8),
        regulated=column((order.regulated for order in orders), np.bool_),
        age_min=column((order.age_min for order in orders), np.int32),
        age_max=column((order.age_max for order in orders), np.int32),
        origins=sets.bits([order.origins for order in orders]),
        start_month=column((month_index(order.starts_on) for order in orders), np.int32),
        passport_min=column((order.passport_min for order in orders), np.int32),
        essential_start=essential_start,
        essential=essential,
        essential_min=column((order.essential_min for order in orders), np.int32),
        optional_start=optional_start,
        optional=optional,
    )
