"""What differs between two versions of a sheet, in words."""

import copy
import random
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alianza.instruments.comparing import Change
from alianza.regulations import rule_editing as editing
from alianza.regulations.rule_editing import Leaf
from alianza.regulations.sheets import seed_documents
from alianza.regulations.version_differences import Part, compare
from alianza.vocabulary.refusal import Refusal
from tests.regulations.test_rule_editing import ground_of, random_edit

NAMES = sorted(seed_documents())
DAY = date(2026, 4, 1)


def sheet(name="gb-skilled-worker"):
    return copy.deepcopy(dict(seed_documents()[name]))


def told(older, newer, language="en"):
    return [
        (str(each.change), str(each.part), each.where, *map(str, each.says))
        for each in compare(older, newer, language, on=DAY)
    ]


@pytest.mark.parametrize("name", NAMES)
def test_a_version_does_not_differ_from_itself(name):
    for language in ("en", "es", "fr"):
        assert compare(sheet(name), sheet(name), language, on=DAY) == ()


def test_a_condition_that_asks_something_else_says_both():
    older, newer = sheet(), sheet()
    new = Leaf("Posts", "offer.posts", "gte", 5, "employer", ("s1",))
    older["eligibility"], path = editing.insert(older["eligibility"], (), new, ground=ground_of("gb-skilled-worker"))
    more = Leaf("Posts", "offer.posts", "gte", 10, "state", ("s1",))
    newer["eligibility"] = editing.replace(older["eligibility"], path, more, ground=ground_of("gb-skilled-worker"))
    (found,) = compare(older, newer, "en", on=DAY)
    assert (found.change, found.part, found.where) == (Change.CHANGED, Part.CONDITION, "Posts")
    assert found.says[0].endswith("10 posts or more instead of " + found.says[0].split("instead of ")[1])
    assert "10 posts or more instead of" in found.says[0] and "5 posts or more" in found.says[0]
    assert found.says[1] == "who can change it: the employer → the state"


def test_a_statement_is_added_changed_and_removed():
    older, newer = sheet(), sheet()
    say = newer["elements"]["permit"]["say"]
    say[0]["t"] = say[0]["t"].replace("registered as a sponsor", "licensed as a sponsor")
    say[0]["as_of"] = 2027
    del say[1]
    say.append({"t": "Open to all ages.", "lv": "unverified", "as_of": 2026})
    found = told(older, newer)
    assert [each[:3] for each in found] == [
        ("changed", "element", "Permit category and requirements"),
        ("removed", "element", "Permit category and requirements"),
        ("added", "element", "Permit category and requirements"),
    ]
    assert "licensed as a sponsor" in found[0][3] and found[0][4] == "year it refers to: 2026 → 2027"
    assert found[2][3:] == ("“Open to all ages.”", "level: Not verified")


def test_a_dated_figure_that_ends_and_its_successor_are_told_with_their_days():
    older, newer = sheet(), sheet()
    values = newer["parameters"]["salary_general"]["values"]
    values[1]["to"] = "2026-12-31"
    values.append({"from": "2027-01-01", "to": None, "v": 43000, "lv": "official", "src": ["s1"]})
    (found,) = told(older, newer)
    assert found[:2] == ("changed", "figure")
    assert found[3:] == (
        "from 22 July 2025, holds until: none → 31 December 2026",
        "added: 43,000 pounds a year from 1 January 2027, open end",
    )


def test_a_group_that_asks_otherwise_and_one_that_is_new_are_told():
    older, newer = sheet(), sheet()
    ground = ground_of("gb-skilled-worker")
    newer["eligibility"], at = editing.wrap(older["eligibility"], [(1,), (2,)], "any", ground=ground)
    (found,) = told(older, newer)
    assert found == ("added", "condition", "Job offer, Employer is a registered sponsor", "together: one of them")
    third = copy.deepcopy(newer)
    third["eligibility"] = editing.reshape(newer["eligibility"], at, "count", ground=ground, at_least=2)
    (found,) = told(newer, third)
    assert found[3] == "now asks for at least 2 of them instead of one of them"
    back = told(newer, older)
    assert back == [
        ("removed", "condition", "Job offer, Employer is a registered sponsor", "no longer together: one of them")
    ]


def test_a_new_way_beside_a_condition_says_with_which_it_stands():
    older, newer = sheet(), sheet()
    ground = ground_of("gb-skilled-worker")
    tree, at = editing.wrap(older["eligibility"], [(4,)], "any", ground=ground)
    way = Leaf("On the shortage list", "offer.shortage", "is", True, "state", ("s1",))
    newer["eligibility"], _path = editing.insert(tree, at, way, ground=ground)
    (found,) = [each for each in told(older, newer) if each[2] == "On the shortage list"]
    assert found[0] == "added"
    assert found[4] == "one of them, together with: Pay reaches the general threshold"


def test_cases_sources_and_the_sheet_itself_are_told():
    older, newer = sheet(), sheet()
    newer["cases"][2]["expect"] = "undetermined"
    newer["cases"].append({"name": "Nobody", "date": "2026-04-01", "facts": {}, "expect": "undetermined"})
    newer["sources"][0]["dated"] = "2026-05-01"
    newer["effective_from"] = "2026-05-01"
    found = {each[:3]: each[3:] for each in told(older, newer)}
    assert found["changed", "case", "40,000 fails after it"][0].startswith(
        "expected result: Published conditions not met → Not"
    )
    assert ("added", "case", "Nobody") in found
    assert found["changed", "source", "s1: Government Digital Service, rules file of the visa checker"]
    (says,) = [value for key, value in found.items() if key[1] == "sheet"]
    assert says == ("in force from: 22 July 2025 → 1 May 2026",)


def _leaves(value, path=()):
    if isinstance(value, dict):
        for key, entry in value.items():
            yield from _leaves(entry, (*path, key))
    elif isinstance(value, list):
        for number, entry in enumerate(value):
            yield from _leaves(entry, (*path, number))
    else:
        yield path


@given(st.sampled_from(NAMES), st.integers(0, 2**32 - 1))
@settings(max_examples=80, deadline=None)
def test_whatever_differs_is_told(name, seed):
    """Any value of a sheet written otherwise, any entry taken out: never nothing."""
    rng = random.Random(seed)
    older, newer = sheet(name), sheet(name)
    path = rng.choice([path for path in _leaves(older) if path[0] not in {"version", "status", "schema"}])
    holder = newer
    for step in path[:-1]:
        holder = holder[step]
    if rng.random() < 0.3:
        del holder[path[-1]]
    else:
        old = holder[path[-1]]
        holder[path[-1]] = not old if isinstance(old, bool) else old + 1 if isinstance(old, int | float) else f"{old} x"
    for language in ("en", "fr"):
        assert compare(older, newer, language, on=DAY)
        assert compare(newer, older, language, on=DAY)


@given(st.sampled_from([name for name in NAMES if "eligibility" in seed_documents()[name]]), st.integers(0, 2**32 - 1))
@settings(max_examples=60, deadline=None)
def test_whatever_is_done_to_a_rule_is_told(name, seed):
    rng = random.Random(seed)
    older = sheet(name)
    try:
        tree = random_edit(rng, older["eligibility"], ground_of(name))
    except Refusal:
        return
    newer = {**older, "eligibility": tree}
    assert bool(compare(older, newer, "es", on=DAY)) == (tree != older["eligibility"])
