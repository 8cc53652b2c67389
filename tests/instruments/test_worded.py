"""Conditions as sentences."""

from typing import Any

import pytest
from hypothesis import given, settings

from alianza.instruments.packaged import packaged
from alianza.instruments.reading import read_instrument
from alianza.instruments.worded import Wording
from alianza.vocabulary.criterion import Criterion
from alianza.vocabulary.criterion_form import read_criterion
from tests.instruments.forms import item, label, survey
from tests.instruments.random_forms import instruments


def said(written: dict[str, Any], document: dict[str, Any] | None = None, language: str = "en") -> str:
    instrument = read_instrument(document or survey())
    numbers = [each.id for each in instrument.every_item() if each.type.is_number]
    tree: Criterion = read_criterion(written, instrument.facts, parameters=numbers)
    return str(Wording(instrument, language).sentence(tree))


def test(fact: str, op: str, value: object) -> dict[str, Any]:
    return {"test": {"fact": fact, "op": op, "value": value}}


test.__test__ = False  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        (test("HAS_LAW", "is", True), "the answer to “Is there a law?” is yes"),
        (test("HAS_LAW", "is", False), "the answer to “Is there a law?” is no"),
        (test("HAS_LAW.answered", "is", False), "“Is there a law?” is not answered"),
        (test("LAW_DAY", "lte", "1999-12-31"), "“Since when?” is 31 December 1999 or earlier"),
        (test("ABROAD", "gte", 12500), "“Nurses abroad” is at least 12,500"),
        (test("WOMEN", "lte", {"param": "ABROAD"}), "“Of these, women” is at most the answer to “Nurses abroad”"),
        (test("WHO_PAYS.visa", "is", "worker"), "“Who pays?” (Visa) is Worker"),
        (test("WHO_PAYS.any", "overlaps", ["worker"]), "what is chosen in “Who pays?” includes Worker"),
        (test("TO", "disjoint", ["DEU", "ESP"]), "“Where do they go?” includes none of Germany, Spain"),
        (test("TO.count", "gte", 2), "the number of entries in “Where do they go?” is at least 2"),
    ],
)
def test_each_kind_of_test_is_a_sentence(written: dict[str, Any], sentence: str) -> None:
    assert said(written) == sentence


def test_parts_within_parts_stand_in_brackets() -> None:
    yes, many, old = test("HAS_LAW", "is", True), test("ABROAD", "gte", 3), test("LAW_DAY", "lte", "1999-12-31")
    assert said({"all": [yes, {"any": [many, old]}]}) == (
        "the answer to “Is there a law?” is yes, and (“Nurses abroad” is at least 3, or "
        "“Since when?” is 31 December 1999 or earlier)"
    )
    assert said({"count": {"at_least": 2, "of": [yes, many, old]}}).startswith("at least 2 of these hold: ")


def test_tallies_and_given_facts_are_named() -> None:
    document = label()
    assert said(test("tally.crit.not_met", "gte", 1), document) == (
        "the number of “Not met” among the critical criteria is at least 1"
    )
    assert said(test("share.fees.met", "gte", 80), document) == (
        "the share in percent of “Met” among the criteria of the section “Fees” is at least 80"
    )
    assert said(test("audit.confirms_must", "is", True), document) == "An audit confirms: yes"


def test_a_sentence_uses_the_labels_of_its_language() -> None:
    document = survey()
    item(document, "HAS_LAW")["label"]["es"] = "¿Hay una ley?"
    assert "¿Hay una ley?" in said(test("HAS_LAW", "is", True), document, "es")


def test_a_long_question_is_cut() -> None:
    document = survey()
    item(document, "HAS_LAW")["label"]["en"] = "law " * 100
    assert len(said(test("HAS_LAW", "is", True), document)) < 160


def test_every_condition_of_the_packaged_instruments_is_said() -> None:
    for instrument in packaged().values():
        wording = Wording(instrument, "en")
        trees: list[Criterion | None] = [each.when for each in instrument.outcomes]
        trees += [each.relevant for each in instrument.every_item()]
        for tree in trees:
            if tree is None:
                continue
            words = str(wording.sentence(tree))
            assert words and "_" not in words.split("“", maxsplit=1)[0]
            assert str(wording.clause(tree).said)


@settings(max_examples=30, deadline=None)
@given(instruments())
def test_any_condition_is_said(document: dict[str, Any]) -> None:
    instrument = read_instrument(document)
    for language in ("en", "fr"):
        wording = Wording(instrument, language)
        for each in instrument.every_item():
            trees: list[Criterion | None] = [each.relevant, each.constraint]
            for tree in trees:
                assert tree is None or (str(wording.sentence(tree)) and str(wording.clause(tree).said))
