from alianza.certification.interviews import contradictions, counted, worker_interview
from alianza.certification.sampling import interviews_to_hold
from alianza.instruments.packaged import packaged

LABEL = packaged()["urn:alianza:instrument:ethical-recruitment"]


def test_the_questionnaire_for_workers_is_sound_and_speaks_of_criteria_that_there_are() -> None:
    asked = worker_interview()
    assert 10 <= len(asked.items) <= 12
    assert {each for item in asked.items for each in item.refs.get("label", ())} <= set(LABEL.by_id)
    for item in asked.items:
        assert set(item.label.languages) == {"en", "es", "fr"}
        assert not item.required


def test_fewer_than_five_answers_are_never_shown_and_raise_nothing() -> None:
    four = [{"W_FEE": "yes"}] * 4
    (fee, *_rest) = counted(worker_interview(), four)
    assert (fee.answered, fee.values) == (4, None)
    assert contradictions([fee], {"FEE1": {"value": "met"}}) == ()


def test_five_answers_are_counted_and_a_fee_contradicts_the_firm_that_says_met() -> None:
    five = [{"W_FEE": "no"}] * 4 + [{"W_FEE": "yes", "W_REPAID": "no"}]
    counts = counted(worker_interview(), five)
    by_item = {each.item.id: each for each in counts}
    assert [(choice.value, count) for choice, count in by_item["W_FEE"].values or ()] == [
        ("no", 4),
        ("yes", 1),
        ("unsure", 0),
    ]
    assert by_item["W_REPAID"].values is None, "one person answered it"
    (point,) = contradictions(counts, {"FEE1": {"value": "met"}, "FEE4": {"value": "met"}})
    assert (point.criterion, point.against, point.answered) == ("FEE1", 1, 5)
    assert contradictions(counts, {"FEE1": {"value": "partly"}}) == ()


def test_more_workers_never_mean_fewer_interviews() -> None:
    held = [interviews_to_hold(workers) for workers in range(500)]
    assert held == sorted(held)
    assert all(number <= workers for workers, number in enumerate(held))
