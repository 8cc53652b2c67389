"""What an order loses to each condition."""

from hypothesis import given, settings
from hypothesis import strategies as st

from alianza.engines.preselection import CONDITIONS, Verdict, eligible_counts, explain, losses
from tests.engines.preselection import small_market as market
from tests.engines.preselection.test_search import ANA, WARD


def test_losses_tell_who_fails_one_condition_alone():
    workers = [
        ANA | {"worker": "1"},
        ANA | {"worker": "2", "age": "70"},
        ANA | {"worker": "3", "age": "70", "education": "1"},
        ANA | {"worker": "4", "isco": "2262", "isco2": ""},
        ANA | {"worker": "5", "isco": "3221", "isco2": ""},
        ANA | {"worker": "6", "skills": ""},
    ]
    lost = losses(*market.tables(workers, [WARD]), 0)
    assert lost.workers == 5  # one has no occupation in the minor group
    assert lost.eligible == 1
    assert {name: n for name, n in lost.alone.items() if n} == {"occupation": 1, "age": 1, "essential_skills": 1}
    assert {name: n for name, n in lost.failed.items() if n} == {
        "occupation": 1, "age": 2, "education": 1, "essential_skills": 1,
    }  # fmt: skip


@given(seed=st.integers(0, 10**9))
@settings(max_examples=40, deadline=None)
def test_losses_agree_with_the_search_and_with_every_single_explanation(seed):
    w, o = market.tables(*market.rows(seed, 40, 3))
    eligible = eligible_counts(w, o, threads=1)
    for j in range(len(o)):
        lost = losses(w, o, j)
        assert lost.eligible == eligible[j]
        alone = dict.fromkeys(CONDITIONS, 0)
        for i in range(len(w)):
            why = explain(w, o, i, j)
            failed = [c.name for c in why.conditions if c.verdict is not Verdict.MET]
            if len(failed) == 1:
                alone[failed[0]] += 1
            elif failed == ["occupation", "experience"] and [c.condition for c in why.changes] == ["occupation"]:
                alone["occupation"] += why.curable
        assert dict(lost.alone) == alone
