"""Matching as one relational expression: the same conditions and the same score, in a database instead of arrays.

Written with Ibis, so it runs on DuckDB at home, where it is the oracle that the fast search is tested against, and on
Spark beyond one machine. Ibis is an optional dependency (`alianza[relational]`, `alianza[spark]`), imported on use.

The tables are those of docs/reference/tables.md, columns as texts or as numbers; an empty text and a null are the same.
Ids are compared as what they are: numbers as numbers, texts as texts.
"""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING, Any

from alianza.engines.preselection import LEVELS, PROFILE_1, Profile

if TYPE_CHECKING:
    import ibis


def eligible_pairs(workers: ibis.Table, orders: ibis.Table, *, profile: Profile = PROFILE_1) -> ibis.Table:
    """Every eligible pair: order, worker, score, worker_view, order_view."""
    pairs = _candidates(workers, orders)
    pairs = _with_shared_skills(pairs.filter(_conditions(pairs)), workers, orders)
    pairs = pairs.filter(pairs.essential_held >= pairs.essential_min)
    parts = _parts(pairs, profile)
    worker_view, order_view = parts["wage"] + parts["wish"], parts["skill"] + parts["experience"] + parts["language"]
    return pairs.select(
        order=pairs.order,
        worker=pairs.worker,
        score=(worker_view + order_view + 1).cast("int64"),
        worker_view=worker_view.cast("int64"),
        order_view=order_view.cast("int64"),
    )


def shortlist(workers: ibis.Table, orders: ibis.Table, top: int, *, profile: Profile = PROFILE_1) -> ibis.Table:
    """The best of each order: order, rank, worker, score, as `alianza shortlist` writes them."""
    import ibis

    pairs = eligible_pairs(workers, orders, profile=profile)
    best_first = ibis.window(group_by=pairs.order, order_by=[pairs.score.desc(), pairs.worker])
    ranked = pairs.mutate(rank=ibis.row_number().over(best_first) + 1)
    listed = ranked.filter(ranked["rank"] <= top).select("order", "rank", "worker", "score")
    return listed.order_by(["order", "rank"])


def _candidates(workers: ibis.Table, orders: ibis.Table) -> ibis.Table:
    """Workers beside the orders of a minor group in which they have an occupation: each pair once, columns typed."""
    import ibis

    languages = [name for name in workers.columns if name.startswith("cefr_")]
    w = workers.select(
        worker=workers.worker,
        w_isco=_number(workers.isco),
        years=_number(workers.years),
        w_isco2=_number(workers.isco2),
        years2=_number(workers.years2),
        **{name: _number(workers[name]) for name in _WORKER_NUMBERS},
        **{name: _text(workers[name]) for name in _WORKER_TEXTS},
        **{name: _set(workers[name]) for name in _WORKER_SETS},
        **{name: _level(workers[name]) for name in languages},
    )
    o = orders.select(
        order=orders.order,
        o_isco=_number(orders.isco),
        **{name: _number(orders[name]) for name in _ORDER_NUMBERS},
        **{name: _text(orders[name]) for name in _ORDER_TEXTS},
        **{name: _set(orders[name]) for name in _ORDER_SETS},
        lang1_level=_level(orders.lang1_min),
        lang2_level=_level(orders.lang2_min),
    )
    first = w.mutate(w_minor=w.w_isco // 10)
    second = w.filter(w.w_isco2.notnull() & (w.w_isco2 // 10 != w.w_isco // 10)).mutate(w_minor=w.w_isco2 // 10)
    both = ibis.union(first, second, distinct=False)
    joined = both.join(o.mutate(o_minor=o.o_isco // 10), [("w_minor", "o_minor")])
    spoken = [(name.removeprefix("cefr_"), name) for name in languages]
    return joined.mutate(
        exp=_experience(joined),
        spoken1=_cases([(joined.lang1 == language, joined[name]) for language, name in spoken]),
        spoken2=_cases([(joined.lang2 == language, joined[name]) for language, name in spoken]),
    )


def _experience(pairs: ibis.Table) -> ibis.Value:
    """The years in the occupation judged; null when none fits."""
    exact1, exact2 = pairs.w_isco == pairs.o_isco, (pairs.w_isco2 == pairs.o_isco).fill_null(False)
    related = pairs.related_ok == 1
    near1 = related & (pairs.w_isco // 10 == pairs.o_isco // 10) & ~exact2
    near2 = (related & (pairs.w_isco2 // 10 == pairs.o_isco // 10)).fill_null(False)
    return _cases([(exact1 | near1, pairs.years), (exact2 | near2, pairs.years2)])


def _conditions(pairs: ibis.Table) -> list[ibis.Value]:
    """The conditions of an eligible pair but for essential skills; all must hold."""
    asks1, asks2 = pairs.lang1 != "", (pairs.lang1 != "") & (pairs.lang2 != "")
    return [
        pairs.exp.notnull(),
        pairs.origins.contains(pairs.origin),
        pairs.certified == 1,
        pairs.accepts.contains(pairs.dest),
        pairs.wage >= pairs.min_wage,
        pairs.exp >= pairs.min_years,
        ~asks1 | (pairs.spoken1 >= pairs.lang1_level),
        ~asks2 | (pairs.spoken2 >= pairs.lang2_level),
        pairs.education >= pairs.min_education,
        (pairs.regulated == 0) | pairs.recognised_in.contains(pairs.dest),
        pairs.medical == "fit",
        pairs.security == "clear",
        pairs.passport_months >= pairs.passport_min,
        pairs.age.between(pairs.age_min, pairs.age_max),
        pairs.available_month <= pairs.start_month,
    ]


def _with_shared_skills(pairs: ibis.Table, workers: ibis.Table, orders: ibis.Table) -> ibis.Table:
    """The pairs with how many essential and how many other optional skills they share."""
    import ibis

    held = workers.select(held_by=workers.worker, skill=_set(workers.skills).unnest()).distinct()
    named = ibis.union(
        orders.select(wanted_by=orders.order, wanted=_set(orders.essential).unnest(), essential=ibis.literal(1)),
        orders.select(wanted_by=orders.order, wanted=_set(orders.optional).unnest(), essential=ibis.literal(0)),
        distinct=False,
    )
    wanted = named.group_by("wanted_by", "wanted").aggregate(essential=named.essential.max())  # essential wins
    both = pairs.select("order", "worker").join(held, [("worker", "held_by")])
    both = both.join(wanted, [("order", "wanted_by"), ("skill", "wanted")])
    shared = both.group_by(shared_order=both.order, shared_worker=both.worker).aggregate(
        essential_shared=both.essential.sum(), optional_shared=(1 - both.essential).sum()
    )
    joined = pairs.left_join(shared, [("order", "shared_order"), ("worker", "shared_worker")])
    return joined.mutate(
        essential_held=joined.essential_shared.cast("int64").fill_null(0),
        optional_held=joined.optional_shared.cast("int64").fill_null(0),
    )


def _parts(pairs: ibis.Table, profile: Profile) -> dict[str, Any]:
    """The points of a pair; the exact integer arithmetic of the definitions, rounding down."""
    import ibis

    overlap = ibis.least(profile.essential_weight * pairs.essential_held + pairs.optional_held, profile.overlap_full)
    e1 = ibis.least(pairs.spoken1 - pairs.lang1_level, profile.levels_full)
    e2 = ibis.ifelse(pairs.lang2 != "", ibis.least(pairs.spoken2 - pairs.lang2_level, profile.levels_full), e1)
    share = ibis.least((pairs.wage - pairs.min_wage) * 1000 // pairs.wage, profile.wage_full)
    years = ibis.least(pairs.exp - pairs.min_years, profile.years_full)
    wishes = [(pairs[f"wish{k + 1}"] == pairs.dest, profile.wish[k]) for k in range(3)]
    return {
        "skill": profile.skill * overlap // profile.overlap_full,
        "experience": profile.experience * years // profile.years_full,
        "language": ibis.ifelse(pairs.lang1 != "", profile.language * (e1 + e2) // (2 * profile.levels_full), 0),
        "wage": profile.wage * share // profile.wage_full,
        "wish": _cases([(pairs.dest != "", profile.wish[3])], wishes),
    }


_WORKER_NUMBERS = ("age", "education", "passport_months", "min_wage", "available_month")
_WORKER_TEXTS = ("origin", "medical", "security", "wish1", "wish2", "wish3")
_WORKER_SETS = ("recognised_in", "accepts")
_ORDER_NUMBERS = (
    "related_ok", "certified", "wage", "min_years", "min_education", "regulated", "age_min", "age_max", "start_month",
    "passport_min", "essential_min",
)  # fmt: skip
_ORDER_TEXTS = ("dest", "lang1", "lang2")
_ORDER_SETS = ("origins",)


def _text(column: Any) -> Any:
    return column.cast("string").fill_null("")


def _number(column: Any) -> Any:
    return _text(column).nullif("").cast("int64")


def _level(column: Any) -> Any:
    return _cases([(_text(column) == name, at) for at, name in enumerate(LEVELS)])


def _set(column: Any) -> Any:
    """Codes separated by spaces, as an array; null when there are none."""
    return _text(column).strip().re_replace(" +", " ").nullif("").split(" ")


def _cases(*branches: list[tuple[Any, Any]]) -> Any:
    """The value of the first condition that holds, later lists before earlier ones; null when none does."""
    import ibis

    empty: Any = ibis.null("int64")
    return reduce(
        lambda rest, branch: ibis.ifelse(branch[0], branch[1], rest),
        [branch for each in branches for branch in reversed(each)],
        empty,
    )
