"""Changing a document part by part, conditions in rows, and YAML that comes home."""

import json
from typing import Any

import pytest
from hypothesis import given, settings

from alianza.instruments import building, drafting
from alianza.instruments.packaged import packaged, packaged_documents
from alianza.instruments.reading import read_instrument
from alianza.written import as_yaml, parse_yaml
from tests.instruments.forms import item, survey
from tests.instruments.random_forms import instruments


def ids(document: dict[str, Any]) -> list[str]:
    return [each["id"] for each in document["items"]]


def test_a_renamed_question_keeps_what_depends_on_it() -> None:
    document = survey()
    place = drafting.place_of(document, "HAS_LAW")
    assert place == (0,)
    changed = drafting.with_item(document, place, document["items"][0] | {"id": "LAW"})
    assert item(changed, "LAW_DAY")["relevant"]["test"]["fact"] == "LAW"
    assert changed["cases"][0]["answers"] == {"LAW": False}
    abroad = drafting.place_of(changed, "ABROAD")
    assert abroad is not None
    changed = drafting.with_item(changed, abroad, item(changed, "ABROAD") | {"id": "AWAY"})
    assert item(changed, "SHARE")["compute"] == {"percent": ["WOMEN", "AWAY"]}
    assert item(changed, "WOMEN")["constraint"]["test"]["value"] == {"param": "AWAY"}
    assert read_instrument(changed).by_id["AWAY"].label == read_instrument(survey()).by_id["ABROAD"].label


def test_items_are_put_moved_and_taken_out_within_their_section() -> None:
    document, place = drafting.with_new_item(
        survey(), {"id": "NAME", "section": "law", "type": "text", "label": {"en": "Name"}}
    )
    assert place == (3,) and ids(document)[:4] == ["HAS_LAW", "LAW_DAY", "OLD_LAW", "NAME"]
    up = drafting.with_item_moved(document, place, -1)
    assert ids(up)[:4] == ["HAS_LAW", "LAW_DAY", "NAME", "OLD_LAW"]
    assert ids(drafting.with_item_moved(document, place, 1)) == ids(document)  # the last of its section
    assert ids(drafting.without_item(document, place)) == ids(survey())
    schools = drafting.place_of(document, "SCHOOLS")
    assert schools is not None
    within, child = drafting.with_new_item(
        document, {"id": "TOWN", "type": "text", "label": {"en": "Town"}}, schools[0]
    )
    assert drafting.entry_at(within, child) == {"id": "TOWN", "type": "text", "label": {"en": "Town"}}
    assert [each["id"] for each in item(drafting.with_item_moved(within, child, -1), "SCHOOLS")["items"]] == [
        "PLACES", "TOWN", "WHY_NONE",
    ]  # fmt: skip
    read_instrument(within)


def test_sections_and_lists_take_their_items_along() -> None:
    document = drafting.with_section(survey(), 0, {"id": "rules", "title": {"en": "Rules"}})
    assert item(document, "HAS_LAW")["section"] == "rules"
    document = drafting.with_list(document, "who", "payer", document["lists"]["who"])
    assert item(document, "WHO_PAYS")["list"] == "payer" and "who" not in document["lists"]
    read_instrument(document)
    assert [block.entry["id"] for block in drafting.blocks(drafting.with_section_moved(document, 0, 1))] == [
        "numbers", "rules",
    ]  # fmt: skip
    assert {each["section"] for each in drafting.without_section(document, 0)["items"]} == {"numbers"}
    assert "payer" not in drafting.without_list(document, "payer")["lists"]


def test_what_cannot_be_read_leaves_the_rest_readable() -> None:
    document = survey(urn="nonsense", checks="?", title="")
    document["items"][1] = {"id": "?", "section": "law", "type": "date", "label": 5}
    held = drafting.as_far_as_read(document)
    assert held is not None and "HAS_LAW" in held.by_id and "LAW_DAY" not in held.by_id
    assert drafting.as_far_as_read({}) is None


@pytest.mark.parametrize("written", [5, [], {}, {"items": 5, "sections": {"a": 1}}, {"items": [5, {"items": [7]}]}])
def test_a_document_that_is_none_has_no_blocks_to_fail_on(written: Any) -> None:
    document = written if isinstance(written, dict) else {}
    drafting.blocks(document)
    assert drafting.as_far_as_read(document) is None


@settings(max_examples=20, deadline=None)
@given(instruments())
def test_yaml_comes_home_whatever_the_order_of_keys(document: dict[str, Any]) -> None:
    sorted_keys = json.loads(json.dumps(document, sort_keys=True))
    assert parse_yaml(as_yaml(drafting.in_order(sorted_keys)).encode(), "here") == document


@pytest.mark.parametrize("words", ["NO", "1e3", "1.5e3", "2026-03-24", "~", "", " a", "a: b", "0x1F", "1_000", "x\ny"])
def test_a_text_that_looks_like_something_else_stays_a_text(words: str) -> None:
    assert parse_yaml(as_yaml({"notes": words}).encode(), "here") == {"notes": words}


def test_packaged_documents_come_home_in_yaml() -> None:
    for document in packaged_documents():
        assert parse_yaml(as_yaml(document).encode(), "here") == document


def trees(node: Any) -> list[Any]:
    found = [node[key] for key in ("relevant", "constraint") if isinstance(node, dict) and node.get(key)]
    held = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    return found + [tree for each in held for tree in trees(each)]


def test_simple_conditions_go_into_rows_and_come_back_the_same() -> None:
    simple = 0
    for document in packaged_documents():
        builder = building.Builder(packaged()[str(document["urn"])])
        for tree in trees(document):
            rows = building.simple_of(tree)
            if rows is not None:
                simple += 1
                assert builder.tree_of(rows) == tree
    assert simple > 10


def test_a_condition_that_says_more_is_left_alone() -> None:
    test = {"test": {"fact": "HAS_LAW", "op": "is", "value": True}}
    assert building.simple_of({"all": [test, {"any": [test]}]}) is None
    assert building.simple_of({**test, "note": "why"}) is None
    assert building.simple_of({"test": {"fact": "WOMEN", "op": "lte", "value": {"param": "ABROAD"}}}) is None
    assert building.simple_of(None) == building.Simple()


def test_rows_are_understood_as_people_write_them() -> None:
    builder = building.Builder(read_instrument(survey()))

    def tree(*row: str) -> Any:
        return builder.tree_of(building.Simple("any", (building.Row(*row),)))

    assert tree("HAS_LAW", "is", "Sí") == {"test": {"fact": "HAS_LAW", "op": "is", "value": True}}
    assert tree("WHO_PAYS.visa", "is", "worker") == {"test": {"fact": "WHO_PAYS.visa", "op": "is", "value": "worker"}}
    assert tree("TO", "one_of", "Germany, esp") == {"test": {"fact": "TO", "op": "overlaps", "value": ["DEU", "ESP"]}}
    assert tree("ABROAD", "at_least", "12") == {"test": {"fact": "ABROAD", "op": "gte", "value": 12}}
    assert tree("SENT", "unanswered") == {"test": {"fact": "SENT.answered", "op": "is", "value": False}}


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (("HAS_LAW", "at_least", "yes"), "cannot be compared in that way"),
        (("HAS_LAW", "is", "perhaps"), "yes or no"),
        (("ABROAD", "at_most", "many"), "a number in digits"),
        (("ABROAD", "at_most", "nan"), "a number in digits"),
        (("ABROAD", "at_most", ""), "compared with"),
        (("NOWHERE", "is", "1"), "choose a question"),
        (("WHO_PAYS.visa", "is", "nobody"), "choose one of employer, worker"),
    ],
)
def test_a_row_that_cannot_be_meant_is_told(row: tuple[str, ...], sentence: str) -> None:
    with pytest.raises(building.NotUnderstood, match=sentence):
        building.Builder(read_instrument(survey())).tree_of(building.Simple("all", (building.Row(*row),)))
