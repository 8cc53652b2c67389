"""One pair explained, and the nearest miss."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alianza.engines.preselection import CONDITIONS, Change, Verdict, Who, explain, pairs
from tests.engines.preselection import small_market as market
from tests.engines.preselection.test_search import ANA, WARD


def explained(worker: dict | None = None, order: dict | None = None):
    return explain(*market.tables([ANA | (worker or {})], [WARD | (order or {})]), 0, 0)


def test_an_eligible_pair_shows_every_condition_and_the_parts_of_its_score():
    why = explained()
    assert why.verdict is Verdict.MET
    assert why.eligible
    assert [c.name for c in why.conditions] == list(CONDITIONS)
    assert {c.verdict for c in why.conditions} == {Verdict.MET}
    parts = why.parts
    assert (parts.skill, parts.experience, parts.language, parts.wage, parts.wish) == (2250, 600, 750, 750, 1000)
    assert (parts.score, parts.worker_view, parts.order_view) == (5351, 1750, 3600)
    assert why.changes == ()


def test_each_condition_says_what_was_asked_and_what_there_is():
    rows = {c.name: (c.asked, c.has) for c in explained().conditions}
    assert rows == {
        "occupation": (("2261",), ("2261", "3221")),
        "corridor": (("MAR", "PHL"), "PHL"),
        "certified": (True, True),
        "preference_country": (("CAN", "DEU"), "DEU"),
        "preference_wage": (1500, 2000),
        "experience": (2, 6),
        "language": (("de A2", "en B1"), ("de B1", "en C1")),
        "education": (5, 5),
        "recognition": ("DEU", ("DEU",)),
        "medical": ("fit", "fit"),
        "security": ("clear", "clear"),
        "passport": (12, 40),
        "age": ("18 to 60", 31),
        "start": (4, 2),
        "essential_skills": (2, ("s0", "s1")),
    }


@pytest.mark.parametrize(
    ("worker", "order", "changes"),
    [
        ({"cefr_de": "A1"}, {}, [("language", "worker", "workers", "cefr_de", "A1", "A2")]),
        (
            {"cefr_de": "-", "cefr_en": "A2"},
            {},
            [("language", "worker", "workers", "cefr_de", "-", "A2"), ("language", "worker", "workers", "cefr_en", "A2", "B1")],
        ),
        ({"cefr_de": "-"}, {"lang2": "de", "lang2_min": "C1"}, [("language", "worker", "workers", "cefr_de", "-", "C1")]),
        ({"recognised_in": ""}, {}, [("recognition", "state", "workers", "recognised_in", (), ("DEU",))]),
        ({"available_month": "5"}, {}, [("start", "employer", "orders", "start_month", 4, 5)]),
        ({"min_wage": "2100"}, {}, [("preference_wage", "employer", "orders", "wage", 2000, 2100)]),
        ({"isco": "2262"}, {}, [("occupation", "employer", "orders", "related_ok", False, True)]),
        (
            {"isco": "2262", "years": "1"},
            {},
            [("experience", "worker", "workers", "years", 1, 2), ("occupation", "employer", "orders", "related_ok", False, True)],
        ),
        (
            {"isco": "3221", "isco2": "2263", "years2": "0"},
            {},
            [("experience", "worker", "workers", "years2", 0, 2), ("occupation", "employer", "orders", "related_ok", False, True)],
        ),
        ({"isco": "3221", "isco2": ""}, {}, [("occupation", "nobody", "workers", "isco", "3221", None)]),
        ({"age": "70"}, {}, [("age", "nobody", "workers", "age", 70, None)]),
        ({"medical": "pending"}, {}, [("medical", "worker", "workers", "medical", "pending", "fit")]),
        ({"medical": "unfit"}, {}, [("medical", "nobody", "workers", "medical", "unfit", None)]),
        ({"security": "pending"}, {}, [("security", "state", "workers", "security", "pending", "clear")]),
        ({"security": "refused"}, {}, [("security", "nobody", "workers", "security", "refused", None)]),
        (
            {"skills": "s2", "passport_months": "3", "origin": "COL", "accepts": "CAN"},
            {"certified": "0"},
            [
                ("preference_country", "worker", "workers", "accepts", ("CAN",), ("CAN", "DEU")),
                ("passport", "worker", "workers", "passport_months", 3, 12),
                ("essential_skills", "worker", "workers", "skills", ("s2",), ("s2", "s0", "s1")),
                ("certified", "employer", "orders", "certified", False, True),
                ("corridor", "state", "orders", "origins", ("MAR", "PHL"), ("MAR", "PHL", "COL")),
            ],
        ),
        (
            {"skills": "s0 s1"},
            {"essential_min": "4"},
            [
                ("essential_skills", "worker", "workers", "skills", ("s0", "s1"), ("s0", "s1", "s3")),
                ("essential_skills", "employer", "orders", "essential_min", 4, 3),
            ],
        ),
    ],
)  # fmt: skip
def test_the_nearest_miss_names_what_would_change_it_cheapest_first(worker, order, changes):
    why = explained(worker, order)
    assert list(why.changes) == [Change(c, Who(who), *rest) for c, who, *rest in changes]
    assert why.curable == all(who != "nobody" for _, who, *_ in changes)
    assert (why.parts_after is not None) == why.curable
    assert why.parts is None


def test_what_is_pending_leaves_the_answer_open_and_what_failed_closes_it():
    assert explained({"medical": "pending"}).verdict is Verdict.UNKNOWN
    assert explained({"medical": "pending", "age": "70"}).verdict is Verdict.NOT_MET
    assert explained({"security": "refused"}).verdict is Verdict.NOT_MET


def test_without_a_fitting_occupation_nobody_can_tell_the_experience():
    rows = {c.name: c for c in explained({"isco": "3221", "isco2": ""}).conditions}
    assert rows["occupation"].verdict is Verdict.NOT_MET
    assert rows["experience"].verdict is Verdict.UNKNOWN
    assert rows["experience"].has is None


def apply(worker: dict, order: dict, change: Change) -> None:
    row = worker if change.table == "workers" else order
    value = (
        " ".join(change.to)
        if isinstance(change.to, tuple)
        else str(int(change.to) if isinstance(change.to, bool) else change.to)
    )
    row[change.column] = value


@given(seed=st.integers(0, 10**9))
@settings(max_examples=60, deadline=None)
def test_explanation_and_search_agree_and_making_the_changes_makes_the_pair_eligible(seed):
    worker_rows, order_rows = market.rows(seed, 6, 4, strict=seed % 2 == 0)
    w, o = market.tables(worker_rows, order_rows)
    found = pairs(w, o, threads=1)
    scores = {(int(b), int(a)): int(s) for a, b, s in zip(found.worker, found.order, found.score, strict=True)}
    worker_rows, order_rows = market.in_id_order(worker_rows, "worker"), market.in_id_order(order_rows, "order")
    for i, worker in enumerate(worker_rows):
        for j, order in enumerate(order_rows):
            why = explain(w, o, i, j)
            assert (why.parts.score if why.parts else None) == scores.get((j, i))
            assert why.eligible == ((j, i) in scores)
            if why.changes and why.curable:
                changed_worker, changed_order = dict(worker), dict(order)
                for change in why.changes:
                    apply(changed_worker, changed_order, change)
                assert market.score(changed_worker, changed_order)[0] == why.parts_after.score
                for left_out in why.changes:  # the set is the smallest: without one of them it does not do
                    changed_worker, changed_order = dict(worker), dict(order)
                    for change in why.changes:
                        if change is not left_out:
                            apply(changed_worker, changed_order, change)
                    assert market.score(changed_worker, changed_order) is None
