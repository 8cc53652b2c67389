"""Shortlists in DuckDB SQL and in Polars, written as well as we know how, on tables already in their memory.

Both get the same head start as the engine: one entry for each occupation of a worker, equality joins on the unit group
and on the minor group, bit masks for sets of countries, and skills compared last, only for those who meet all else.
"""

from __future__ import annotations

from collections.abc import Callable

import duckdb
import numpy as np
import polars as pl

from alianza.engines.preselection import Orders, Workers

Run = Callable[[], np.ndarray]


def _lists(start: np.ndarray, values: np.ndarray) -> pl.Series:
    return pl.Series("skill", values).reshape((-1,)).to_frame().select(
        pl.col("skill")
    ).with_columns(row=pl.Series(np.repeat(np.arange(len(start) - 1), np.diff(start)))).group_by(
        "row", maintain_order=True
    ).agg("skill").join(
        pl.DataFrame({"row": np.arange(len(start) - 1)}), on="row", how="right", maintain_order="right"
    )["skill"].fill_null([])  # fmt: skip


def frames(w: Workers, o: Orders) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The two tables as frames of numbers; row numbers stand for ids."""
    skill = _lists(w.skill_start, w.skill)
    workers = pl.DataFrame(
        {
            "w": np.arange(len(w), dtype=np.int32), "worker": w.worker, "origin": w.origin, "isco": w.isco,
            "years": w.years, "isco2": w.isco2, "years2": w.years2, "age": w.age, "education": w.education,
            "recognised_in": w.recognised_in[:, 0], "medical": w.medical, "security": w.security,
            "passport_months": w.passport_months, "wish1": w.wish[:, 0], "wish2": w.wish[:, 1], "wish3": w.wish[:, 2],
            "accepts": w.accepts[:, 0], "min_wage": w.min_wage, "available_month": w.available_month, "skill": skill,
            **{f"cefr{k}": np.ascontiguousarray(w.cefr[:, k]) for k in range(w.cefr.shape[1])},
        }
    )  # fmt: skip
    essential = _lists(o.essential_start, o.essential)
    optional = _lists(o.optional_start, o.optional)
    orders = pl.DataFrame(
        {
            "o": np.arange(len(o), dtype=np.int32), "order": o.order, "dest": o.dest, "o_isco": o.isco,
            "related_ok": o.related_ok, "certified": o.certified, "wage": o.wage, "min_years": o.min_years,
            "lang1": o.lang1, "lang1_min": o.lang1_min, "lang2": o.lang2, "lang2_min": o.lang2_min,
            "min_education": o.min_education, "regulated": o.regulated, "age_min": o.age_min, "age_max": o.age_max,
            "origins": o.origins[:, 0], "start_month": o.start_month, "passport_min": o.passport_min,
            "essential_min": o.essential_min,
            "dest_bit": np.left_shift(np.uint64(1), o.dest.astype(np.uint64)),
            "essential": essential, "optional": optional,
        }
    )  # fmt: skip
    return workers, orders


def polars_shortlists(w: Workers, o: Orders, top: int) -> Run:
    workers, orders = frames(w, o)
    languages = w.cefr.shape[1]

    def run() -> np.ndarray:
        live = workers.lazy().filter((pl.col("medical") == 0) & (pl.col("security") == 0)).with_columns(
            origin_bit=pl.lit(1, pl.UInt64) * (2 ** pl.col("origin").cast(pl.UInt64))
        )  # fmt: skip
        beside = (pl.col("isco2") >= 0) & (pl.col("isco2") != pl.col("isco")) & (
            pl.col("isco2") // 10 == pl.col("isco") // 10
        )  # fmt: skip
        first = live.with_columns(
            unit="isco", exp="years", other=pl.when(beside).then("isco2").otherwise(-1), shadow=pl.lit(value=False)
        )
        second = live.filter((pl.col("isco2") >= 0) & (pl.col("isco2") != pl.col("isco"))).with_columns(
            unit="isco2", exp="years2", other=pl.lit(-1, pl.Int32), shadow=beside
        )
        entries = pl.concat([first, second]).with_columns(minor=pl.col("unit") // 10)
        asking = orders.lazy().filter("certified").with_columns(minor=pl.col("o_isco") // 10)
        exact = entries.join(asking.with_columns(unit="o_isco"), on="unit").with_columns(minor=pl.col("unit") // 10)
        related = (
            entries.filter(~pl.col("shadow")).join(asking.filter("related_ok"), on="minor")
            .filter((pl.col("unit") != pl.col("o_isco")) & (pl.col("other") != pl.col("o_isco")))
        )  # fmt: skip
        spoken = [
            pl.coalesce([pl.when(pl.col(lang) == k).then(f"cefr{k}") for k in range(languages)])
            for lang in ("lang1", "lang2")
        ]
        asks1 = pl.col("lang1") >= 0
        asks2 = asks1 & (pl.col("lang2") >= 0)
        sides = []
        for side in (exact, related):
            sides.append(
                side.filter(
                    (pl.col("accepts") & pl.col("dest_bit")) != 0,
                    (pl.col("origins") & pl.col("origin_bit")) != 0,
                    pl.col("min_wage") <= pl.col("wage"),
                    pl.col("exp") >= pl.col("min_years"),
                    pl.col("education") >= pl.col("min_education"),
                    ~pl.col("regulated") | ((pl.col("recognised_in") & pl.col("dest_bit")) != 0),
                    pl.col("passport_months") >= pl.col("passport_min"),
                    pl.col("age") >= pl.col("age_min"),
                    pl.col("age") <= pl.col("age_max"),
                    pl.col("available_month") <= pl.col("start_month"),
                )
                .with_columns(s1=spoken[0], s2=spoken[1])
                .filter(~asks1 | (pl.col("s1") >= pl.col("lang1_min")), ~asks2 | (pl.col("s2") >= pl.col("lang2_min")))
                .select(
                    "w", "o", "worker", "order", "exp", "min_years", "s1", "s2", "lang1", "lang2", "lang1_min",
                    "lang2_min", "wage", "min_wage", "wish1", "wish2", "wish3", "dest", "skill", "essential", "optional",
                    "essential_min",
                )
            )  # fmt: skip
        e1 = (pl.col("s1") - pl.col("lang1_min")).clip(upper_bound=2).cast(pl.Int32)
        e2 = pl.when(pl.col("lang2") >= 0).then((pl.col("s2") - pl.col("lang2_min")).clip(upper_bound=2)).otherwise(e1)
        share = (
            (pl.col("wage").cast(pl.Int64) - pl.col("min_wage")) * 1000 // pl.col("wage")
        ).clip(upper_bound=500)  # fmt: skip
        wish = (
            pl.when(pl.col("wish1") == pl.col("dest")).then(1500)
            .when(pl.col("wish2") == pl.col("dest")).then(1000)
            .when(pl.col("wish3") == pl.col("dest")).then(600)
            .otherwise(200)
        )  # fmt: skip
        scored = (
            pl.concat(sides)
            .with_columns(held=pl.col("skill").list.set_intersection("essential").list.len().cast(pl.Int32))
            .filter(pl.col("held") >= pl.col("essential_min"))
            .with_columns(
                liked=pl.col("skill").list.set_intersection(
                    pl.col("optional").list.set_difference("essential")
                ).list.len().cast(pl.Int32)
            )
            .select(
                "o", "w", "order", "worker",
                score=1
                + 4500 * (3 * pl.col("held") + pl.col("liked")).clip(upper_bound=16) // 16
                + 150 * (pl.col("exp") - pl.col("min_years")).clip(upper_bound=10)
                + pl.when(asks1).then(250 * (e1 + e2)).otherwise(0)
                + 3 * share
                + wish,
            )
        )  # fmt: skip
        found = scored.collect().sort(["o", "score", "w"], descending=[False, True, False])
        best = found.with_columns(rank=pl.int_range(1, pl.len() + 1).over("o")).filter(pl.col("rank") <= top)
        return best.select("order", "rank", "worker", "score").cast(pl.Int64).to_numpy()

    return run


SQL = """
with live as (
  select *, (1::ubigint << origin::ubigint) as origin_bit,
         isco2 >= 0 and isco2 <> isco and isco2 // 10 = isco // 10 as beside
  from workers where medical = 0 and security = 0
), entries as (
  select *, isco as unit, isco // 10 as minor, years as exp, case when beside then isco2 else -1 end as other,
         false as shadow
  from live
  union all
  select *, isco2 as unit, isco2 // 10 as minor, years2 as exp, -1 as other, beside as shadow
  from live where isco2 >= 0 and isco2 <> isco
), asking as (
  select *, o_isco // 10 as o_minor from orders where certified
), candidates as (
  select {columns} from entries e join asking o on e.unit = o.o_isco where {conditions}
  union all
  select {columns} from entries e join asking o on e.minor = o.o_minor
  where o.related_ok and not e.shadow and e.unit <> o.o_isco and e.other <> o.o_isco and {conditions}
), compared as (
  select *, len(list_intersect(skill, essential)) as held from candidates
), weighed as (
  select *, len(list_intersect(skill, optional_only)) as liked from compared where held >= essential_min
), scored as (
  select o, w, "order", worker,
    1 + 4500 * least(3 * held + liked, 16) // 16 + 150 * least(exp - min_years, 10)
    + case when lang1 < 0 then 0 else 250 * (
        least(s1 - lang1_min, 2) + case when lang2 < 0 then least(s1 - lang1_min, 2) else least(s2 - lang2_min, 2) end)
      end
    + 3 * least((wage - min_wage)::bigint * 1000 // wage, 500)
    + case dest when wish1 then 1500 when wish2 then 1000 when wish3 then 600 else 200 end as score
  from weighed
), ranked as (
  select *, row_number() over (partition by o order by score desc, w) as rank from scored
)
select "order"::bigint, rank::bigint, worker::bigint, score::bigint from ranked where rank <= {top} order by o, rank
"""
COLUMNS = """e.w, o.o, e.worker, o."order", e.exp, o.min_years, {s1} as s1, {s2} as s2, o.lang1, o.lang2, o.lang1_min,
  o.lang2_min, o.wage, e.min_wage, e.wish1, e.wish2, e.wish3, o.dest, e.skill, o.essential, o.optional_only,
  o.essential_min"""
CONDITIONS = """(e.accepts & o.dest_bit) <> 0 and (o.origins & e.origin_bit) <> 0 and e.min_wage <= o.wage
  and e.exp >= o.min_years and e.education >= o.min_education
  and (not o.regulated or (e.recognised_in & o.dest_bit) <> 0) and e.passport_months >= o.passport_min
  and e.age between o.age_min and o.age_max and e.available_month <= o.start_month
  and (o.lang1 < 0 or {s1} >= o.lang1_min) and (o.lang1 < 0 or o.lang2 < 0 or {s2} >= o.lang2_min)"""


def duckdb_shortlists(w: Workers, o: Orders, top: int) -> Run:
    workers, orders = frames(w, o)
    orders = orders.with_columns(optional_only=pl.col("optional").list.set_difference("essential"))
    spoken = {
        f"s{k}": f"case o.lang{k} " + " ".join(f"when {c} then e.cefr{c}" for c in range(w.cefr.shape[1])) + " end"
        for k in (1, 2)
    }
    query = SQL.format(columns=COLUMNS.format(**spoken), conditions=CONDITIONS.format(**spoken), top=top)
    connection = duckdb.connect()
    connection.execute("set enable_progress_bar=false")
    for name, frame in (("workers", workers), ("orders", orders)):
        connection.register("given", frame.to_arrow())
        connection.execute(f"create table {name} as select * from given")
        connection.unregister("given")
    del workers, orders

    def run() -> np.ndarray:
        found = connection.execute(query).fetchnumpy()
        return np.stack([np.asarray(column) for column in found.values()], 1)

    return run
