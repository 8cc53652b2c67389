"""Differences between versions, in words."""

from copy import deepcopy
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from alianza.instruments.comparing import ASPECTS, Change, Part, carried, compare
from alianza.instruments.instrument import Case, Check, Given, Item, Outcome, Section
from alianza.instruments.reading import NotAnInstrument, read_instrument
from tests.instruments.forms import item, label, survey
from tests.instruments.random_forms import instruments


def differences(one: dict[str, Any], other: dict[str, Any]) -> list[tuple[str, str, str, tuple[str, ...]]]:
    found = compare(read_instrument(one), read_instrument(other), "en")
    return [(str(each.change), str(each.part), each.id, tuple(map(str, each.says))) for each in found]


def test_items_are_added_removed_changed_and_moved() -> None:
    newer = survey()
    newer["items"] = [each for each in newer["items"] if each["id"] != "SENT"]
    newer["items"].insert(0, {"id": "NAME", "section": "law", "type": "text", "label": {"en": "Its name"}})
    item(newer, "ABROAD")["most"] = 10
    item(newer, "LAW_DAY")["relevant"] = {"test": {"fact": "HAS_LAW.answered", "op": "is", "value": True}}
    item(newer, "HAS_LAW")["label"]["es"] = "¿Hay ley?"
    to = item(newer, "TO")
    newer["items"].remove(to)
    newer["items"].insert(5, to)
    assert differences(survey(), newer) == [
        ("removed", "item", "SENT", ()),
        ("added", "item", "NAME", ()),
        ("changed", "item", "HAS_LAW", ("wording (es): “” → “¿Hay ley?”",)),
        (
            "changed",
            "item",
            "LAW_DAY",
            ("asked when: the answer to “Is there a law?” is yes → “Is there a law?” is answered",),
        ),
        ("changed", "item", "ABROAD", ("highest value: none → 10",)),
        ("moved", "item", "TO", ()),
    ]


def test_what_a_list_and_an_outcome_changed_in_is_told() -> None:
    newer = label()
    newer["lists"]["met4"][1]["score"] = 0.25
    newer["outcomes"][3]["when"]["test"]["value"] = 1
    told = differences(label(), newer)
    assert ("changed", "list", "met4", ("“partly”, score: 0.5 → 0.25",)) in told
    assert any(part == "outcome" and identity == "declared" for _, part, identity, _ in told)
    assert ("changed", "item", "FEE1", ("list: changed",)) in told


def test_an_item_that_replaces_another_is_the_same_item_by_a_new_name() -> None:
    newer = survey(version=2, carries={"version": 1})
    item(newer, "SENT").update(id="SPENT", replaces="SENT")
    told = differences(survey(), newer)
    assert ("removed", "item", "SENT", ()) not in told
    assert any(each[:3] == ("changed", "item", "SPENT") and "name: SENT → SPENT" in each[3] for each in told)
    older, later = read_instrument(survey()), read_instrument(newer)
    assert carried(older, later)["SPENT"] == "SENT"
    assert carried(older, later)["ABROAD"] == "ABROAD"
    assert carried(older, older) == {}


def test_every_respect_in_which_a_part_may_differ_has_a_word() -> None:
    from dataclasses import fields

    for part in (Item, Section, Given, Check, Outcome, Case):
        assert {field.name for field in fields(part)} <= set(ASPECTS)


@settings(max_examples=25, deadline=None)
@given(instruments())
def test_a_version_differs_in_nothing_from_itself(document: dict[str, Any]) -> None:
    assert compare(read_instrument(document), read_instrument(deepcopy(document)), "en") == ()


@settings(max_examples=25, deadline=None)
@given(instruments(), instruments(), st.data())
def test_every_item_that_differs_is_told(one: dict[str, Any], other: dict[str, Any], data: st.DataObject) -> None:
    other = data.draw(st.just(other) | st.just(_shuffled(one, data)))
    try:
        older, newer = read_instrument(one), read_instrument(other)
    except NotAnInstrument:
        return
    told = {each.id: each.change for each in compare(older, newer, "en") if each.part is Part.ITEM}
    before, after = older.by_id, newer.by_id
    for name in {*before, *after}:
        if name not in after:
            assert told[name] is Change.REMOVED
        elif name not in before:
            assert told[name] is Change.ADDED
        elif before[name] != after[name] and one.get("unreviewed") == other.get("unreviewed"):
            if before[name].children == after[name].children:
                assert name in told
    order = [name for name in before if name in after and name not in told]
    assert order == [name for name in after if name in before and name not in told]


def _shuffled(document: dict[str, Any], data: st.DataObject) -> dict[str, Any]:
    changed = deepcopy(document)
    changed["items"] = data.draw(st.permutations(changed["items"]))
    for each in changed["items"]:
        if data.draw(st.booleans()):
            each["guidance"] = {next(iter(each["label"])): data.draw(st.sampled_from(["one", "two"]))}
    return changed
