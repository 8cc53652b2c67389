"""What a response is asked, what it lacks and what follows."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alianza.instruments.reading import read_instrument
from alianza.instruments.scoring import profile
from alianza.instruments.soundness import accepted, examine
from alianza.instruments.standing import standing
from tests.instruments.forms import item, label, survey

FORM = read_instrument(survey())
LABEL = read_instrument(label())


def stand(answers, form=FORM, **more):
    return standing(form, accepted(form, answers), **more)


def test_a_question_whose_condition_is_open_is_shown_and_never_hidden():
    state = stand({})
    assert "LAW_DAY" in state.asked
    assert state.unsure == {"LAW_DAY", "OLD_LAW"}
    assert state.hidden == frozenset()
    assert set(state.missing(FORM)) == {"HAS_LAW", "LAW_DAY"}


def test_a_condition_that_is_not_met_hides_and_what_waits_for_the_hidden_is_hidden_too():
    state = stand({"HAS_LAW": False, "LAW_DAY": "1980-05-01", "OLD_LAW": "tradition"})
    assert state.hidden == {"LAW_DAY", "OLD_LAW"}
    assert "LAW_DAY" not in state.counted
    assert state.missing(FORM) == ()


def test_an_answer_that_was_hidden_counts_again_once_it_is_asked():
    answers = {"LAW_DAY": "1980-05-01", "OLD_LAW": "tradition"}
    assert "OLD_LAW" in stand({**answers, "HAS_LAW": True}).counted


def test_what_is_required_depends_on_the_role():
    answers = {"HAS_LAW": True, "LAW_DAY": "1980-05-01"}
    assert stand(answers).missing(FORM) == ()
    assert stand(answers).missing(FORM, {"focal_point"}) == ("OLD_LAW",)


def test_a_constraint_compares_with_another_answer_and_says_so():
    state = stand({"HAS_LAW": False, "ABROAD": 10, "WOMEN": 12})
    assert [(fault.item, str(fault.says)) for fault in state.faults] == [("WOMEN", "More women than nurses.")]
    assert stand({"ABROAD": 12, "WOMEN": 12}).faults == ()
    assert stand({"WOMEN": 12}).faults == ()


@pytest.mark.parametrize(
    ("answers", "value"),
    [
        ({"ABROAD": 8, "WOMEN": 6}, Decimal(75)),
        ({"WOMEN": 6}, None),
        ({"ABROAD": 0, "WOMEN": 0}, None),
    ],
)
def test_a_computed_item_is_unknown_while_a_term_is(answers, value):
    assert stand(answers).computed.get("SHARE") == value


def test_a_repeated_group_asks_each_row_on_its_own():
    state = stand({"HAS_LAW": False, "SCHOOLS": [{"PLACES": 30}, {"PLACES": 0}]})
    assert state.unasked_rows == {("SCHOOLS", 0, "WHY_NONE")}
    assert state.missing(FORM) == ("SCHOOLS",)
    assert state.computed["ALL_PLACES"] == 30
    done = stand({"HAS_LAW": False, "SCHOOLS": [{"PLACES": 30}, {"PLACES": 0, "WHY_NONE": "closed"}]})
    assert done.missing(FORM) == ()


def test_a_check_raises_a_finding_and_changes_nothing():
    answers = {"HAS_LAW": True, "WHO_PAYS": {"visa": "worker"}}
    state = stand(answers)
    assert state.findings == ("PAYS",)
    assert state.counted["WHO_PAYS"] == {"visa": "worker"}
    assert "WHO_PAYS" in state.unanswered, "a matrix is answered when every row is"


def test_sections_of_the_other_party_are_not_asked():
    form = survey()
    form["sections"][1]["by"] = "destination"
    two = read_instrument(form)
    assert "ABROAD" in stand({}, two, party="origin").hidden
    assert "ABROAD" in stand({}, two, party="destination").asked
    assert "ABROAD" in stand({}, two).asked


def test_outcomes_are_read_from_the_top_and_what_is_open_above_is_told():
    state = stand({"FEE1": "met", "FEE2": "met", "TER1": "partly"}, LABEL)
    found = profile(LABEL, state)
    assert found.outcome is not None
    assert (found.outcome.id, [each.id for each in found.open]) == ("declared", ["verified"])
    audited = profile(LABEL, state, {"audit.confirms_must": True})
    assert audited.outcome is not None
    assert audited.outcome.id == "verified"
    assert found.unmet == ("TER1",)


def test_scores_stand_by_section_and_leave_out_what_is_not_applicable():
    found = profile(LABEL, stand({"FEE1": "met", "FEE2": "na"}, LABEL))
    fees, terms = found.sections
    assert (fees.percent, fees.scored, fees.left_out, fees.unknown) == (100, 1, 1, 0)
    assert (terms.percent, terms.scored, terms.unknown) == (None, 0, 1)


def test_a_share_is_unknown_while_a_criterion_is_open():
    assert "share.must.met" not in stand({"FEE1": "met"}, LABEL).facts
    assert stand({"FEE1": "met", "FEE2": "partly"}, LABEL).facts["share.must.met"] == 50
    assert stand({"FEE1": "met", "FEE2": "na"}, LABEL).facts["share.must.met"] == 100


def test_a_worked_case_that_comes_out_otherwise_is_a_problem():
    form = survey()
    assert examine(form)[1] == ()
    form["cases"][0]["expect"] = {"missing": ["ABROAD"]}
    _, problems = examine(form)
    assert [problem.path for problem in problems] == ["cases[0]"]


ANSWERS = {
    "HAS_LAW": st.booleans(),
    "LAW_DAY": st.dates().map(lambda day: day.isoformat()),
    "OLD_LAW": st.just("because"),
    "ABROAD": st.integers(0, 50),
    "WOMEN": st.integers(0, 50),
    "SCHOOLS": st.lists(st.fixed_dictionaries({}, optional={"PLACES": st.integers(0, 3)}), max_size=3),
}


@settings(max_examples=60, deadline=None)
@given(st.fixed_dictionaries({}, optional=ANSWERS), st.sampled_from([frozenset(), frozenset({"focal_point"})]))
def test_skip_logic_never_hides_a_required_question_that_could_still_be_asked(answers, role):
    """Whatever is hidden stays hidden however the open questions are answered; whatever is missing is on the page."""
    state = stand(answers)
    assert set(state.missing(FORM, role)) <= set(state.asked)
    assert set(state.asked).isdisjoint(state.hidden)
    for name in state.hidden:
        assert FORM.by_id[name].relevant is not None
    open_ones = [name for name in ("HAS_LAW", "LAW_DAY") if name not in state.counted and name in state.asked]
    for more in ({"HAS_LAW": True}, {"HAS_LAW": True, "LAW_DAY": "1950-01-01"}, {"LAW_DAY": "2020-01-01"}):
        further = {name: value for name, value in more.items() if name in open_ones}
        later = stand({**answers, **further})
        assert state.hidden <= later.hidden


def test_questions_that_wait_for_each_other_are_refused():
    form = survey()
    item(form, "HAS_LAW")["relevant"] = {"test": {"fact": "OLD_LAW.answered", "op": "is", "value": True}}
    _, problems = examine(form)
    assert any("wait for each other" in problem.sentence for problem in problems)


def test_a_row_waits_for_a_question_further_down():
    form = survey()
    later = {"id": "ASK_WHY", "section": "numbers", "type": "boolean", "label": {"en": "Say why?"}}
    form["items"].append(later)
    why = item(form, "SCHOOLS")["items"][1]
    why["relevant"] = {"test": {"fact": "ASK_WHY", "op": "is", "value": True}}
    read = read_instrument(form)
    answers = {"SCHOOLS": [{"PLACES": 0}], "ASK_WHY": False}
    assert stand(answers, read).unasked_rows == {("SCHOOLS", 0, "WHY_NONE")}


def test_a_sum_over_rows_may_stand_above_them():
    form = survey()
    form["items"].insert(0, form["items"].pop())
    assert stand({"SCHOOLS": [{"PLACES": 3}, {"PLACES": 4}]}, read_instrument(form)).computed["ALL_PLACES"] == 7


def test_a_given_fact_decides_what_is_asked_and_a_tally_cannot():
    form = label()
    form["items"][2]["relevant"] = {"test": {"fact": "audit.confirms_must", "op": "is", "value": True}}
    read = read_instrument(form)
    assert "TER1" in stand({}, read, given={"audit.confirms_must": True}).asked
    assert "TER1" in stand({}, read, given={"audit.confirms_must": False}).hidden
    form["items"][2]["relevant"] = {"test": {"fact": "tally.must.met", "op": "gte", "value": 1}}
    assert any("cannot decide" in problem.sentence for problem in examine(form)[1])
