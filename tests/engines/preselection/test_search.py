"""Shortlists, pairs and counts: against hand-made answers, against the definitions word for word, on 1 and 2 threads."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alianza.engines.preselection import (
    Codes,
    Orders,
    Workers,
    _kernels,
    eligible_counts,
    pairs,
    shortlists,
)
from tests.engines.preselection import small_market as market

ANA = {
    "worker": "7", "origin": "PHL", "region": "1", "isco": "2261", "years": "6", "isco2": "3221", "years2": "2",
    "woman": "1", "age": "31", "disadvantaged": "0", "education": "5", "cefr_de": "B1", "cefr_en": "C1",
    "recognised_in": "DEU", "medical": "fit", "security": "clear", "passport_months": "40", "wish1": "CAN",
    "wish2": "DEU", "wish3": "", "accepts": "CAN DEU", "min_wage": "1500", "available_month": "2",
    "skills": "s0 s1 s2 s5 s6",
}  # fmt: skip
WARD = {
    "order": "3", "dest": "DEU", "isco": "2261", "related_ok": "0", "posts": "2", "permit": "care", "certified": "1",
    "wage": "2000", "min_years": "2", "lang1": "de", "lang1_min": "A2", "lang2": "en", "lang2_min": "B1",
    "min_education": "5", "regulated": "1", "age_min": "18", "age_max": "60", "origins": "MAR PHL",
    "start_month": "4", "passport_min": "12", "essential": "s0 s1 s3", "essential_min": "2", "optional": "s1 s2 s5 s7",
}  # fmt: skip


def one(worker: dict | None = None, order: dict | None = None) -> tuple[int, int, int] | None:
    """Score and views that the engine gives one pair."""
    found = pairs(*market.tables([ANA | (worker or {})], [WARD | (order or {})]), threads=1)
    return (int(found.score[0]), int(found.worker_view[0]), int(found.order_view[0])) if len(found) else None


def test_the_score_of_a_pair_by_hand():
    # overlap: s0, s1 essential -> 6; s2, s5 optional (s1 counts as essential) -> 2; 8 of 16   skill 4500 * 8 // 16 = 2250
    # experience: 6 - 2 = 4 of 10                                                               1500 * 4 // 10 = 600
    # language: German B1 - A2 = 1, English C1 - B1 = 2                                         1000 * 3 // 4 = 750
    # wage: (2000 - 1500) * 1000 // 2000 = 250 of 500                                           1500 * 250 // 500 = 750
    # wish: DEU is the second                                                                   1000
    assert one() == (1 + 2250 + 600 + 750 + 750 + 1000, 750 + 1000, 2250 + 600 + 750)


@pytest.mark.parametrize(
    ("worker", "order", "difference"),
    [
        ({"years": "40"}, {}, 900),  # ten years above the minimum are enough
        ({"wish1": "DEU"}, {}, 500),
        ({"wish2": "", "wish3": "DEU"}, {}, -400),
        ({"wish2": ""}, {}, -800),  # accepted, not wished for
        ({"wish1": "DEU", "wish3": "DEU"}, {}, 500),  # the best wish applies
        ({}, {"lang2": "", "lang2_min": ""}, -250),  # without a second language the first counts twice: 1 + 1
        ({}, {"lang1": "", "lang1_min": ""}, -750),  # no first language: no condition, no points
        ({"cefr_de": "-"}, {"lang1": "", "lang1_min": "", "lang2": "", "lang2_min": ""}, -750),
        ({}, {"wage": "1500"}, -750),
        ({}, {"wage": "30000"}, 750),  # half the wage above the minimum is enough
        ({}, {"wage": "1501"}, -750),  # 1 * 1000 // 1501 = 0
        ({}, {"wage": "1503"}, -747),  # 3 * 1000 // 1503 = 1, 1500 * 1 // 500 = 3
        ({}, {"optional": "s0 s1"}, -563),  # 6 of 16: 1687
        ({"skills": "s0 s1 s3 s2 s5 s7 s8 s9 s10 s11"}, {"optional": "s2 s5 s7 s8 s9 s10 s11"}, 2250),  # 9 + 7
        ({"skills": "s0 s1 s3 s2 s5 s7 s8 s9 s10"}, {"optional": "s2 s5 s7 s8 s9 s10 s11"}, 1968),  # 15: 4218
        ({"isco": "3221", "isco2": "2261", "years2": "3"}, {}, -450),  # the second occupation's years
        ({"isco": "2262", "isco2": "2261", "years2": "2"}, {"related_ok": "1"}, -600),  # exact by the second wins
        ({"isco": "2262", "isco2": "2263", "years2": "2"}, {"related_ok": "1"}, 0),  # both related: the first
        ({"isco": "2261", "isco2": "2261", "years2": "2"}, {}, 0),  # the same twice
        ({"isco": "3221", "isco2": "2263", "years2": "2"}, {"related_ok": "1"}, -600),
    ],
)
def test_what_moves_the_score(worker, order, difference):
    score = one(worker, order)
    assert score is not None
    assert score[0] == 5351 + difference


@pytest.mark.parametrize(
    ("worker", "order"),
    [
        ({"isco": "2262", "isco2": ""}, {}),
        ({"isco": "3221", "isco2": "3222"}, {"related_ok": "1"}),
        ({"origin": "COL"}, {}),
        ({}, {"certified": "0"}),
        ({"accepts": "CAN"}, {}),
        ({"min_wage": "2001"}, {}),
        ({"years": "1"}, {}),
        ({"isco": "2262", "isco2": "2261", "years": "9", "years2": "1"}, {"related_ok": "1"}),
        ({"cefr_de": "A1"}, {}),
        ({"cefr_en": "A2"}, {}),
        ({"education": "4"}, {}),
        ({"recognised_in": "CAN"}, {}),
        ({"medical": "pending"}, {}),
        ({"medical": "unfit"}, {}),
        ({"security": "pending"}, {}),
        ({"security": "refused"}, {}),
        ({"passport_months": "11"}, {}),
        ({"age": "17"}, {}),
        ({"age": "61"}, {}),
        ({"available_month": "5"}, {}),
        ({"skills": "s0 s2 s5"}, {}),
        ({}, {"essential_min": "4"}),
    ],
)
def test_one_condition_that_fails_is_enough(worker, order):
    assert one(worker, order) is None


def test_what_is_not_regulated_needs_no_recognition():
    assert one({"recognised_in": ""}, {"regulated": "0"}) == one()


def test_a_dash_as_minimum_is_met_by_anybody():
    assert one({"cefr_de": "-"}, {"lang1_min": "-"}) is not None


def test_a_shortlist_holds_the_best_first_and_the_smaller_id_among_equals():
    workers = [
        ANA | {"worker": "10"},
        ANA | {"worker": "9"},
        ANA | {"worker": "200", "wish1": "DEU"},
        ANA | {"worker": "8"},
    ]
    w, o = market.tables(workers, [WARD])
    best = shortlists(w, o, 3, threads=1)
    assert w.worker[best.worker].tolist() == [200, 8, 9]
    assert best.score.tolist() == [5851, 5351, 5351]


def test_ids_that_are_not_all_whole_numbers_are_compared_as_text():
    w, o = market.tables([ANA | {"worker": "10"}, ANA | {"worker": "9"}, ANA | {"worker": "a"}], [WARD])
    assert w.worker[shortlists(w, o, 9, threads=1).worker].tolist() == ["10", "9", "a"]


def check(worker_rows: list[dict], order_rows: list[dict], top: int) -> None:
    w, o = market.tables(worker_rows, order_rows)
    ordered_workers, ordered_orders = market.in_id_order(worker_rows, "worker"), market.in_id_order(order_rows, "order")
    expected = [
        [(i, *scored) for i, worker in enumerate(ordered_workers) if (scored := market.score(worker, order))]
        for order in ordered_orders
    ]
    found = pairs(w, o, threads=1)
    flat = list(zip(found.worker, found.score, found.worker_view, found.order_view, strict=True))
    assert [flat[a:b] for a, b in zip(found.start[:-1], found.start[1:], strict=True)] == expected
    assert found.order.tolist() == [k for k, each in enumerate(expected) for _ in each]
    assert eligible_counts(w, o, threads=1).tolist() == [len(each) for each in expected]
    best = shortlists(w, o, top, threads=1)
    flat_best = list(zip(best.worker, best.score, strict=True))
    assert [flat_best[a:b] for a, b in zip(best.start[:-1], best.start[1:], strict=True)] == [
        [(i, s) for i, s, *_ in sorted(each, key=lambda row: (-row[1], row[0]))[:top]] for each in expected
    ]


@given(
    seed=st.integers(0, 10**9), workers=st.integers(0, 60), orders=st.integers(0, 12), top=st.integers(1, 8),
    text_ids=st.booleans(), strict=st.booleans(),
)  # fmt: skip
@settings(max_examples=120, deadline=None)
def test_the_searches_say_what_the_definitions_say(*, seed, workers, orders, top, text_ids, strict):
    check(*market.rows(seed, workers, orders, text_ids=text_ids, strict=strict), top)


@given(
    seed=st.integers(0, 10**9), workers=st.integers(0, 60), orders=st.integers(0, 12), top=st.integers(1, 8),
    named=st.sampled_from((63, 65, 120, 150, 192, 200, 300)),
)  # fmt: skip
@settings(max_examples=60, deadline=None)
def test_the_searches_say_so_too_when_orders_name_many_skills(*, seed, workers, orders, top, named):
    rows = market.rows(seed, workers, orders)
    market.with_many_skills(seed, *rows, named)
    check(*rows, top)


def test_the_random_tables_hold_pairs_of_every_kind():
    worker_rows, order_rows = market.rows(1, 400, 60)
    scores = [s for w in worker_rows for o in order_rows if (s := market.score(w, o))]
    assert len(scores) > 200
    assert len({score for score, *_ in scores}) > 100


def test_many_thresholds_of_every_kind_are_compared_exactly():
    """More different months, wages and passports than fit a byte."""
    worker_rows, order_rows = market.rows(4, 300, 400)
    for k, row in enumerate(order_rows):
        row |= {
            "wage": str(900 + 3 * k),
            "start_month": str(200 + 7 * k),
            "passport_min": str(11 * k),
            "origins": "COL MAR PHL",
        }
    for k, row in enumerate(worker_rows):
        row |= {
            "min_wage": str(900 + 4 * k), "available_month": str(200 + 9 * k), "passport_months": str(14 * k),
            "medical": "fit", "security": "clear", "accepts": "CAN DEU PHL",
        }  # fmt: skip
    check(worker_rows, order_rows, 5)


@pytest.mark.parametrize("shared_from", [0, 10**12])
@pytest.mark.parametrize("many_skills", [False, True])
def test_one_and_two_threads_give_the_same_bytes(monkeypatch, shared_from, many_skills):
    monkeypatch.setattr("alianza.engines.preselection._search.SHARED_WORK", shared_from)
    monkeypatch.setattr("alianza.engines.preselection._search.SHARED_WORKERS", shared_from)
    rows = market.rows(2, 3000, 300)
    if many_skills:
        market.with_many_skills(2, *rows)
    w, o = market.tables(*rows)
    alone, together = pairs(w, o, threads=1), pairs(w, o, threads=2)
    assert len(alone) > 5_000
    for name in ("start", "worker", "score", "worker_view", "order_view"):
        assert getattr(alone, name).tobytes() == getattr(together, name).tobytes()
    best, best_together = shortlists(w, o, 20, threads=1), shortlists(w, o, 20, threads=2)
    for name in ("start", "worker", "score"):
        assert getattr(best, name).tobytes() == getattr(best_together, name).tobytes()


def test_a_long_list_is_counted_before_room_is_made_for_it(monkeypatch):
    w, o = market.tables(*market.rows(3, 500, 20))
    expected = shortlists(w, o, 10**6, threads=1)
    monkeypatch.setattr("alianza.engines.preselection._search.ROOM", 10)
    again = shortlists(w, o, 10**6, threads=1)
    assert np.array_equal(again.worker, expected.worker)
    assert len(expected) == len(pairs(w, o, threads=1))


def test_kernels_are_compiled_for_one_kind_of_tables_only():
    """So that the second command finds everything in the cache, whatever the tables look like."""
    for size in ((0, 1), (1, 0), (1, 1), (50, 7), (50, 20)):
        rows = market.rows(5, *size)
        if size[1] > 7:
            market.with_many_skills(5, *rows)
        w, o = market.tables(*rows)
        pairs(w, o, threads=1)
        shortlists(w, o, 3, threads=2)
    names = ("enter", "fill_columns", "learn_skills", "mask_skills", "number_skills", "rank_among", "walk")
    assert {name: len(getattr(_kernels, name).signatures) for name in names} == dict.fromkeys(names, 1)


def test_countries_beyond_the_first_word_are_told_apart():
    w, o = market.tables([ANA], [WARD])
    many = tuple(sorted({f"{a}{b}C" for a in "ABDEFGHIJK" for b in "ABCDEFGHIJKLMNO"} | set(w.codes.countries)))
    codes = Codes(many, w.codes.languages, w.codes.permits, w.codes.skills)

    def moved(table: Workers | Orders) -> Workers | Orders:
        columns = dict(vars(table)) | {"codes": codes}
        for name in ("origin", "wish", "dest"):
            if name in columns:
                old = columns[name]
                place = np.array([many.index(c) for c in table.codes.countries])
                columns[name] = np.where(old >= 0, place[old], -1)
        for name in ("accepts", "recognised_in", "origins"):
            if name in columns:
                sets = np.zeros((1, codes.country_words), np.uint64)
                for c, country in enumerate(table.codes.countries):
                    if int(columns[name][0, 0]) >> c & 1:
                        sets[0, many.index(country) // 64] |= np.uint64(1) << np.uint64(many.index(country) % 64)
                columns[name] = sets
        return type(table)(**columns)

    assert codes.country_words == 3
    assert pairs(moved(w), moved(o), threads=1).score.tolist() == [5351]


def test_tables_with_different_codes_are_refused():
    w, o = market.tables([ANA], [WARD])
    other = Codes(w.codes.countries, w.codes.languages, w.codes.permits, (*w.codes.skills, "s99"))
    with pytest.raises(ValueError, match="different names"):
        pairs(w, Orders(**(dict(vars(o)) | {"codes": other})))


def test_a_shortlist_of_nobody_is_refused():
    with pytest.raises(ValueError, match="at least one place"):
        shortlists(*market.tables([ANA], [WARD]), 0)
