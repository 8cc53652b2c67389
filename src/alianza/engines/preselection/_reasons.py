"""One pair explained: each condition, the parts of the score, and what would have to change."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from alianza.engines.preselection._conditions import CONDITIONS
from alianza.engines.preselection._profile import LEVELS, PROFILE_1, Profile
from alianza.engines.preselection._tables import MEDICAL, SECURITY, Orders, Workers, countries_of

Value = bool | int | str | tuple[str, ...] | None


class Verdict(StrEnum):
    """Of a condition, and of a pair."""

    MET = "met"
    NOT_MET = "not met"
    UNKNOWN = "unknown"


class Who(StrEnum):
    """Who can change it, the cheapest first."""

    WORKER = "worker"
    EMPLOYER = "employer"
    STATE = "state"
    NOBODY = "nobody"


@dataclass(frozen=True)
class Condition:
    """One condition of a pair: `asked` by the side whose condition it is, `has` what the other side brings."""

    name: str
    verdict: Verdict
    asked: Value
    has: Value


@dataclass(frozen=True)
class Change:
    """One column that would have to change for the pair to become eligible; `to` is None when nobody can change it."""

    condition: str
    who: Who
    table: str
    """`workers` or `orders`."""
    column: str
    now: Value
    to: Value


@dataclass(frozen=True)
class Parts:
    """The points of a pair."""

    skill: int
    experience: int
    language: int
    wage: int
    wish: int

    @property
    def worker_view(self) -> int:
        return self.wage + self.wish

    @property
    def order_view(self) -> int:
        return self.skill + self.experience + self.language

    @property
    def score(self) -> int:
        return 1 + self.worker_view + self.order_view


@dataclass(frozen=True)
class Explanation:
    """Why a worker is eligible for an order, or what stands between them."""

    verdict: Verdict
    """Met when eligible; unknown when nothing fails but something is not known yet."""
    conditions: tuple[Condition, ...]
    parts: Parts | None
    """The score; None unless eligible."""
    changes: tuple[Change, ...]
    """The nearest miss: the smallest set of changes after which all would be met, the cheapest first."""
    parts_after: Parts | None
    """The score once all changes are made; None when nobody can make one of them, or none is needed."""

    @property
    def eligible(self) -> bool:
        return self.verdict is Verdict.MET

    @property
    def curable(self) -> bool:
        """Whether somebody can make every change that is needed."""
        return all(change.who is not Who.NOBODY for change in self.changes)


def explain(workers: Workers, orders: Orders, w: int, o: int, *, profile: Profile = PROFILE_1) -> Explanation:
    """The pair of worker w and order o, both given by position.

    Changes are proposed to whoever the condition leaves free to act, never by lowering what a worker asks for: pay that
    is too low is the employer's to raise, a start that is too early the employer's to move. Age, an unfit medical, a
    refused clearance and another occupation are nobody's to change.
    """
    if workers.codes != orders.codes:
        raise ValueError("workers and orders are coded with different names; give both the same codes")
    pair = _read(workers, orders, w, o)
    judged = _judge(pair)
    verdicts = {condition.verdict for condition in judged}
    verdict = next(v for v in (Verdict.NOT_MET, Verdict.UNKNOWN, Verdict.MET) if v in verdicts)
    if verdict is Verdict.MET:
        return Explanation(verdict, judged, _score(pair, profile), (), None)
    changes, cured = _nearest_miss(pair)
    return Explanation(verdict, judged, None, changes, _score(cured, profile) if cured else None)


@dataclass(frozen=True)
class _Pair:
    """A worker and an order with names for codes; columns as in the tables."""

    origin: str
    isco: int
    years: int
    isco2: int | None
    years2: int
    age: int
    education: int
    cefr: dict[str, int]
    recognised_in: tuple[str, ...]
    medical: str
    security: str
    passport_months: int
    wish: tuple[str | None, ...]
    accepts: tuple[str, ...]
    min_wage: int
    available_month: int
    skills: tuple[str, ...]
    dest: str
    order_isco: int
    related_ok: bool
    certified: bool
    wage: int
    min_years: int
    languages: tuple[tuple[str, int], ...]
    min_education: int
    regulated: bool
    age_min: int
    age_max: int
    origins: tuple[str, ...]
    start_month: int
    passport_min: int
    essential: tuple[str, ...]
    essential_min: int
    optional: tuple[str, ...]


def _read(workers: Workers, orders: Orders, w: int, o: int) -> _Pair:
    codes = workers.codes

    def skills(values: Any, start: Any, row: int) -> tuple[str, ...]:
        return tuple(codes.skills[skill] for skill in values[start[row] : start[row + 1]].tolist())

    asked = [(int(orders.lang1[o]), int(orders.lang1_min[o])), (int(orders.lang2[o]), int(orders.lang2_min[o]))]
    asked = [] if asked[0][0] < 0 else [each for each in asked if each[0] >= 0]
    return _Pair(
        origin=codes.countries[workers.origin[w]],
        isco=int(workers.isco[w]),
        years=int(workers.years[w]),
        isco2=int(workers.isco2[w]) if workers.isco2[w] >= 0 else None,
        years2=int(workers.years2[w]),
        age=int(workers.age[w]),
        education=int(workers.education[w]),
        cefr=dict(zip(codes.languages, workers.cefr[w].tolist(), strict=True)),
        recognised_in=countries_of(codes, workers.recognised_in[w]),
        medical=MEDICAL[workers.medical[w]],
        security=SECURITY[workers.security[w]],
        passport_months=int(workers.passport_months[w]),
        wish=tuple(codes.countries[c] if c >= 0 else None for c in workers.wish[w].tolist()),
        accepts=countries_of(codes, workers.accepts[w]),
        min_wage=int(workers.min_wage[w]),
        available_month=int(workers.available_month[w]),
        skills=skills(workers.skill, workers.skill_start, w),
        dest=codes.countries[orders.dest[o]],
        order_isco=int(orders.isco[o]),
        related_ok=bool(orders.related_ok[o]),
        certified=bool(orders.certified[o]),
        wage=int(orders.wage[o]),
        min_years=int(orders.min_years[o]),
        languages=tuple((codes.languages[language], level) for language, level in asked),
        min_education=int(orders.min_education[o]),
        regulated=bool(orders.regulated[o]),
        age_min=int(orders.age_min[o]),
        age_max=int(orders.age_max[o]),
        origins=countries_of(codes, orders.origins[o]),
        start_month=int(orders.start_month[o]),
        passport_min=int(orders.passport_min[o]),
        essential=tuple(dict.fromkeys(skills(orders.essential, orders.essential_start, o))),
        essential_min=int(orders.essential_min[o]),
        optional=tuple(dict.fromkeys(skills(orders.optional, orders.optional_start, o))),
    )


def _years(pair: _Pair) -> int | None:
    """Years in the occupation judged, None when none fits (assumption A2)."""
    if pair.isco == pair.order_isco:
        return pair.years
    if pair.related_ok and pair.isco // 10 == pair.order_isco // 10 and pair.isco2 != pair.order_isco:
        return pair.years
    if pair.isco2 is None:
        return None
    if pair.isco2 == pair.order_isco or (pair.related_ok and pair.isco2 // 10 == pair.order_isco // 10):
        return pair.years2
    return None


def _judge(pair: _Pair) -> tuple[Condition, ...]:
    years = _years(pair)
    own = (f"{pair.isco:04d}",) if pair.isco2 is None else (f"{pair.isco:04d}", f"{pair.isco2:04d}")
    group = (f"{pair.order_isco:04d}", f"{pair.order_isco:04d}"[:3])
    held = tuple(skill for skill in pair.essential if skill in pair.skills)
    rows: tuple[tuple[bool | None, Value, Value], ...] = (
        (years is not None, group if pair.related_ok else group[:1], own),
        (pair.origin in pair.origins, pair.origins, pair.origin),
        (pair.certified, True, pair.certified),
        (pair.dest in pair.accepts, pair.accepts, pair.dest),
        (pair.wage >= pair.min_wage, pair.min_wage, pair.wage),
        (None if years is None else years >= pair.min_years, pair.min_years, years),
        (
            all(pair.cefr[language] >= level for language, level in pair.languages),
            tuple(f"{language} {LEVELS[level]}" for language, level in pair.languages),
            tuple(f"{language} {LEVELS[pair.cefr[language]]}" for language, _ in pair.languages),
        ),
        (pair.education >= pair.min_education, pair.min_education, pair.education),
        (
            not pair.regulated or pair.dest in pair.recognised_in,
            pair.dest if pair.regulated else None,
            pair.recognised_in,
        ),
        (_known(pair.medical, MEDICAL), MEDICAL[0], pair.medical),
        (_known(pair.security, SECURITY), SECURITY[0], pair.security),
        (pair.passport_months >= pair.passport_min, pair.passport_min, pair.passport_months),
        (pair.age_min <= pair.age <= pair.age_max, f"{pair.age_min} to {pair.age_max}", pair.age),
        (pair.available_month <= pair.start_month, pair.start_month, pair.available_month),
        (len(held) >= pair.essential_min, pair.essential_min, held),
    )
    verdicts = {True: Verdict.MET, False: Verdict.NOT_MET, None: Verdict.UNKNOWN}
    return tuple(
        Condition(name, verdicts[met], asked, has) for name, (met, asked, has) in zip(CONDITIONS, rows, strict=True)
    )


def _known(state: str, states: tuple[str, ...]) -> bool | None:
    """The first state is the good one, the second is still open (assumption A3)."""
    return None if state == states[1] else state == states[0]


def _nearest_miss(pair: _Pair) -> tuple[tuple[Change, ...], _Pair | None]:
    """The changes needed, and the pair after them; None instead when nobody can make one of them.

    Conditions are independent but for one: experience is judged once an occupation fits. So cures are looked for again
    after the first round.
    """
    changes: dict[str, Change] = {}
    while True:
        found = {
            change.condition + change.column: change
            for condition in _judge(pair)
            if condition.verdict is not Verdict.MET
            for change in _cures(condition.name, pair)
        }
        news = [change for key, change in found.items() if key not in changes]
        if not news:
            break
        changes |= {change.condition + change.column: change for change in news}
        for change in news:
            pair = _with(pair, change)
    order = list(Who)
    listed = sorted(changes.values(), key=lambda c: (order.index(c.who), CONDITIONS.index(c.condition)))
    return tuple(listed), None if any(change.who is Who.NOBODY for change in listed) else pair


def _cures(condition: str, pair: _Pair) -> list[Change]:
    """The cheapest changes that meet one condition that is not met."""

    def worker(column: str, now: Value, to: Value, who: Who = Who.WORKER) -> Change:
        return Change(condition, who, "workers", column, now, to)

    def order(column: str, now: Value, to: Value, who: Who = Who.EMPLOYER) -> Change:
        return Change(condition, who, "orders", column, now, to)

    match condition:
        case "occupation":
            minors = {isco // 10 for isco in (pair.isco, pair.isco2) if isco is not None}
            if pair.order_isco // 10 in minors:
                return [order("related_ok", now=False, to=True)]
            return [worker("isco", f"{pair.isco:04d}", None, Who.NOBODY)]
        case "corridor":
            return [order("origins", pair.origins, (*pair.origins, pair.origin), Who.STATE)]
        case "certified":
            return [order("certified", now=False, to=True)]
        case "preference_country":
            return [worker("accepts", pair.accepts, (*pair.accepts, pair.dest))]
        case "preference_wage":
            return [order("wage", pair.wage, pair.min_wage)]
        case "experience":
            years = _years(pair)
            if years is None:  # no occupation to have it in: the occupation's own cure says what can be done
                return []
            first = pair.isco == pair.order_isco or (
                pair.isco // 10 == pair.order_isco // 10 and pair.isco2 != pair.order_isco
            )
            return [worker("years" if first else "years2", years, pair.min_years)]
        case "language":
            need: dict[str, int] = {}
            for language, level in pair.languages:
                need[language] = max(level, need.get(language, 0))
            return [
                worker(f"cefr_{language}", LEVELS[pair.cefr[language]], LEVELS[level])
                for language, level in need.items()
                if pair.cefr[language] < level
            ]
        case "education":
            return [worker("education", pair.education, pair.min_education)]
        case "recognition":
            return [worker("recognised_in", pair.recognised_in, (*pair.recognised_in, pair.dest), Who.STATE)]
        case "medical":
            if pair.medical == MEDICAL[1]:
                return [worker("medical", pair.medical, MEDICAL[0])]
            return [worker("medical", pair.medical, None, Who.NOBODY)]
        case "security":
            if pair.security == SECURITY[1]:
                return [worker("security", pair.security, SECURITY[0], Who.STATE)]
            return [worker("security", pair.security, None, Who.NOBODY)]
        case "passport":
            return [worker("passport_months", pair.passport_months, pair.passport_min)]
        case "age":
            return [worker("age", pair.age, None, Who.NOBODY)]
        case "start":
            return [order("start_month", pair.start_month, pair.available_month)]
        case _:
            missing = [skill for skill in pair.essential if skill not in pair.skills]
            short = pair.essential_min - (len(pair.essential) - len(missing))
            learn = [worker("skills", pair.skills, (*pair.skills, *missing[:short]))] if missing else []
            ease = [order("essential_min", pair.essential_min, len(pair.essential))] if short > len(missing) else []
            return learn + ease


def _with(pair: _Pair, change: Change) -> _Pair:
    """The pair after a change; the same when nobody can make it."""
    if change.to is None:
        return pair
    if change.column.startswith("cefr_"):
        language, level = change.column.removeprefix("cefr_"), LEVELS.index(str(change.to))
        return replace(pair, cefr={**pair.cefr, language: level})
    changed: dict[str, Any] = {change.column: change.to}
    return replace(pair, **changed)


def _score(pair: _Pair, profile: Profile) -> Parts:
    years = _years(pair)
    if years is None:
        raise ValueError("a pair without a fitting occupation has no score")
    essential = sum(skill in pair.skills for skill in pair.essential)
    optional = sum(skill in pair.skills for skill in pair.optional if skill not in pair.essential)
    overlap = min(profile.essential_weight * essential + optional, profile.overlap_full)
    above = [min(pair.cefr[language] - level, profile.levels_full) for language, level in pair.languages]
    share = min((pair.wage - pair.min_wage) * 1000 // pair.wage, profile.wage_full)
    wish = next((k for k, country in enumerate(pair.wish) if country == pair.dest), 3)
    return Parts(
        skill=profile.skill * overlap // profile.overlap_full,
        experience=profile.experience * min(years - pair.min_years, profile.years_full) // profile.years_full,
        language=profile.language * (sum(above) if len(above) == 2 else 2 * sum(above)) // (2 * profile.levels_full),
        wage=profile.wage * share // profile.wage_full,
        wish=profile.wish[wish],
    )
