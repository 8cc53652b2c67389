"""What a person sees of a rule while writing it."""

import copy
from datetime import date

import pytest

from alianza.regulations.forms.rule import ConditionForm
from alianza.regulations.rule_draft import draft_of
from alianza.regulations.rule_editing import form_of, replace, replace_tier, walk
from alianza.regulations.rule_shown import parts, runs
from alianza.regulations.sheets import seed_documents
from alianza.regulations.soundness import examine


def british():
    return copy.deepcopy(dict(seed_documents()["gb-skilled-worker"]))


@pytest.mark.parametrize("name", sorted(name for name, each in seed_documents().items() if "eligibility" in each))
def test_every_packaged_rule_can_be_shown_and_each_condition_opened_and_kept_as_it_is(name):
    """What the form does not change, keeping leaves alone."""

    draft = draft_of(seed_documents()[name])
    assert parts(draft, "fr", date(2025, 6, 1)) is not None
    for path, node in walk(draft.written):
        if form_of(node) not in {"test", "tier"}:
            continue
        fact = draft.ground.facts[node["test"]["fact"]]
        empty = ConditionForm(fact=fact, draft=draft, form=form_of(node), language="en", was=node)
        data = {key: empty[key].value() for key in empty.fields}
        form = ConditionForm(
            {key: value for key, value in data.items() if value is not None},
            fact=fact,
            draft=draft,
            form=form_of(node),
            language="en",
            was=node,
        )
        assert form.is_valid(), (path, form.errors)
        if form_of(node) == "test":
            assert replace(draft.written, path, form.leaf(), ground=draft.ground) == draft.written
        else:
            assert replace_tier(draft.written, path, form.leaf(), form.points, ground=draft.ground) == draft.written


def test_cases_are_tried_although_the_sheet_is_wrong_elsewhere():
    document = british()
    document["elements"] = "none yet"
    document["effective_from"] = "soon"
    assert [run.passes for run in draft_of(document).runs()] == [True] * 5


def test_a_case_says_what_came_out_in_words():
    document = british()
    document["cases"][2]["expect"] = "eligible"
    del document["cases"][2]["unmet"]
    shown = runs(draft_of(document), "en")[2]
    assert not shown.run.passes
    assert shown.unmet == ("Pay reaches the general threshold: Gross yearly pay: 41,700 pounds a year or more",)
    assert "expects eligible, but the conditions give not_eligible" in shown.says[0]


@pytest.mark.parametrize(
    "entry",
    [
        None,
        {},
        {"name": "x"},
        {"name": "x", "date": "2025-02-30", "facts": {}, "expect": "eligible"},
        {"name": "x", "date": "2025-02-03", "facts": {"person.age": "old"}, "expect": "eligible"},
        {"name": "x", "date": "2025-02-03", "facts": {}, "expect": "perhaps"},
    ],
)
def test_a_case_that_is_none_says_why_and_stops_nothing(entry):
    document = british()
    document["cases"].append(entry)
    found = draft_of(document).runs()
    assert [run.passes for run in found] == [True] * 5 + [False]
    assert found[-1].says


@pytest.mark.parametrize(
    ("kept", "says"),
    [
        ([], ["eligible; add one", "not to be eligible"]),
        (["eligible"], ["not to be eligible"]),
        (["not_eligible"], ["to be eligible; add one"]),
    ],
    ids=["none", "who fits", "who does not"],
)
def test_a_rule_needs_somebody_who_fits_and_somebody_who_does_not(kept, says):
    document = british()
    document["cases"] = [case for case in document["cases"] if case["expect"] in kept]
    _sheet, problems = examine(document)
    found = [problem.sentence for problem in problems]
    assert len(found) == len(says)
    assert all(any(part in sentence for sentence in found) for part in says)


def test_a_frame_without_a_rule_needs_no_cases():
    assert examine(seed_documents()["eu-blue-card-directive"])[1] == ()


def test_ids_of_other_versions_cases_and_papers_are_not_given_again():
    document = british()
    document["cases"][2]["unmet"] = ["old_pay"]
    document["elements"]["documents"]["items"][0]["proves"] = ["older"]
    assert {"old_pay", "older", "oldest"} <= draft_of(document, taken={"oldest"}).ground.taken
