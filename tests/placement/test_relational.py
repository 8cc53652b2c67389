"""The relational expression and the engine give the same rows and scores."""

import csv
import os
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alianza.engines.preselection import Profile, pairs, shortlists
from alianza.placement.tables import read_market
from tests.engines.preselection import small_market as market

ibis = pytest.importorskip("ibis")

from alianza.placement import relational  # noqa: E402

pytestmark = pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")  # Ibis 12 on DuckDB 2


@cache
def connection():
    return ibis.duckdb.connect(threads=1)


def relation(name: str, rows: list[dict], key: str) -> "ibis.Table":
    """Rows as a table of texts; ids as integers when all are."""
    import pyarrow as pa

    whole = all(row[key].isdigit() for row in rows)
    columns = {
        column: [int(row[column]) if column == key and whole else row[column] for row in rows] for column in rows[0]
    }
    return connection().create_table(name, pa.table(columns), overwrite=True)


def write(path, rows) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        lines = csv.DictWriter(file, list(rows[0]))
        lines.writeheader()
        lines.writerows(rows)


EXAMPLES = 30 if os.environ.get("ALIANZA_SWEEP") == "full" else 8


def check(worker_rows, order_rows, folder, *, top=3, profile=None, only="") -> int:
    given_profile = {"profile": profile} if profile else {}
    write(folder / "workers.csv", worker_rows)
    write(folder / "orders.csv", order_rows)
    w, o = read_market(folder / "workers.csv", folder / "orders.csv")
    tables = relation("workers", worker_rows, "worker"), relation("orders", order_rows, "order")

    found = pairs(w, o, threads=1, **given_profile)
    engine = list(
        zip(
            o.order[found.order].tolist(), w.worker[found.worker].tolist(), found.score.tolist(),
            found.worker_view.tolist(), found.order_view.tolist(), strict=True,
        )
    )  # fmt: skip
    if only != "shortlist":
        oracle = relational.eligible_pairs(*tables, **given_profile).to_pyarrow().to_pydict()
        assert sorted(engine) == sorted(zip(*oracle.values(), strict=True))
    if only == "pairs":
        return len(found)

    best = shortlists(w, o, top, threads=1, **given_profile)
    size = np.diff(best.start)
    row = np.repeat(np.arange(len(o)), size)
    rank = np.arange(len(best)) - best.start[row] + 1
    listed = relational.shortlist(*tables, top, **given_profile).to_pyarrow().to_pydict()
    assert list(
        zip(o.order[row].tolist(), rank.tolist(), w.worker[best.worker].tolist(), best.score.tolist(), strict=True)
    ) == list(zip(*listed.values(), strict=True))
    return len(found)


@given(
    seed=st.integers(0, 10**9), workers=st.integers(1, 120), orders=st.integers(1, 25), text_ids=st.booleans(),
    strict=st.booleans(),
)  # fmt: skip
@settings(max_examples=EXAMPLES, deadline=None)
def test_engine_and_relation_agree_on_odd_little_tables(tmp_path_factory, seed, workers, orders, text_ids, strict):
    rows = market.rows(seed, workers, orders, text_ids=text_ids, strict=strict)
    check(*rows, tmp_path_factory.mktemp("market"), top=4, only="shortlist" if seed % 2 else "pairs")


def test_engine_and_relation_agree_on_one_larger_market(tmp_path):
    assert check(*market.rows(11, 800, 60), tmp_path, top=10) > 500


def test_another_profile_is_the_same_for_both(tmp_path):
    profile = Profile(
        name="care", skill=1000, overlap_full=7, years_full=7, levels_full=3, wage_full=333, wish=(9, 5, 2, 0)
    )
    assert check(*market.rows(12, 200, 20), tmp_path, profile=profile) > 50


def test_the_expression_can_be_written_for_spark():
    tables = [
        ibis.table(dict.fromkeys(rows[0], "string"), name=name)
        for name, rows in zip(("workers", "orders"), market.rows(1, 1, 1), strict=True)
    ]
    try:
        sql = ibis.to_sql(relational.shortlist(*tables, 50), dialect="pyspark")
    except ModuleNotFoundError:
        pytest.skip("Ibis needs PySpark to write for Spark")
    assert "ROW_NUMBER()" in str(sql)
