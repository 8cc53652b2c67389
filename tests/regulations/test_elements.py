"""The twelve elements as answers to the instrument, and back, without loss."""

import copy
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alianza.instruments.soundness import examine
from alianza.regulations import dictionary
from alianza.regulations.elements import answers_as_sheet, instrument_for, permit_sheet, sheet_as_answers
from alianza.regulations.sheets import seed_documents
from alianza.regulations.soundness import examine as examine_sheet
from alianza.vocabulary.facts import UnfitAnswer
from alianza.written import read_yaml

NAMES = sorted(seed_documents())


def sheet(name="gb-skilled-worker"):
    return copy.deepcopy(dict(seed_documents()[name]))


def test_the_instrument_is_sound_and_asks_the_twelve_elements_in_order():
    instrument, problems = examine(read_yaml(dictionary.DATA / "permit_sheet.yaml"))
    assert problems == ()
    assert [section.id for section in instrument.sections] == [each.key for each in dictionary.elements()]
    for text in (
        *(section.guidance for section in instrument.sections),
        *(item.label for item in instrument.every_item()),
    ):
        assert set(text.languages) == {"en", "es", "fr"}


@pytest.mark.parametrize("name", NAMES)
def test_every_packaged_sheet_comes_back_as_it_was(name):
    document = sheet(name)
    answers = sheet_as_answers(document)
    assert answers_as_sheet(answers, document) == document
    assert document == seed_documents()[name], "the sheet itself is left alone"


@pytest.mark.parametrize("name", NAMES)
def test_the_answers_alone_hold_every_statement_figure_and_step(name):
    """From a sheet with nothing in its elements, all comes back that the instrument asks."""
    document = sheet(name)
    empty = copy.deepcopy(document)
    empty["elements"] = {key: {"say": []} for key in empty["elements"]}
    back = answers_as_sheet(sheet_as_answers(document), empty)["elements"]
    for key, element in document["elements"].items():
        for kind in ("say", "steps", "bodies"):
            assert [_plain(each) for each in back[key].get(kind, [])] == [
                _plain(each) for each in element.get(kind, [])
            ]
        for kind in ("gap", "gap_also"):
            assert back[key].get(kind) == element.get(kind)
        asked = {item.id for item in permit_sheet().in_section(key)}
        if f"{key}_facts" in asked:
            assert [_plain(each) for each in back[key].get("facts", [])] == [
                _plain(e) for e in element.get("facts", [])
            ]


def _plain(entry):
    found = {key: sorted(value) if isinstance(value, list) else value for key, value in entry.items()}
    return {key: value for key, value in found.items() if value not in (None, [])}


@given(st.sampled_from(NAMES), st.integers(0, 2**32 - 1))
@settings(max_examples=60, deadline=None)
def test_what_is_changed_in_one_entry_leaves_the_others_as_they_were(name, seed):
    rng = random.Random(seed)
    document = sheet(name)
    answers = sheet_as_answers(document)
    key = rng.choice([key for key, value in answers.items() if key.endswith("_say")])
    rows = answers[key]
    at = rng.randrange(len(rows))
    deed = rng.choice(["change", "remove", "add", "move"])
    say = document["elements"][key.removesuffix("_say")]["say"]
    wanted = copy.deepcopy(say)
    if deed == "change":
        rows[at][f"{key}_t"] = "Other words."
        wanted[at]["t"] = "Other words."
    elif deed == "remove":
        del rows[at], wanted[at]
    elif deed == "add":
        rows.insert(at, {f"{key}_t": "More words.", f"{key}_lv": "unverified", f"{key}_as_of": 2025})
        wanted.insert(at, {"t": "More words.", "lv": "unverified", "as_of": 2025})
    else:
        rows.append(rows.pop(at))
        wanted.append(wanted.pop(at))
    changed = answers_as_sheet(answers, document)
    assert changed["elements"][key.removesuffix("_say")]["say"] == wanted
    document["elements"][key.removesuffix("_say")]["say"] = wanted
    assert changed == document


def test_steps_are_numbered_in_the_order_they_are_told():
    document = sheet()
    answers = sheet_as_answers(document)
    answers["application_steps"].reverse()
    steps = answers_as_sheet(answers, document)["elements"]["application"]["steps"]
    assert [(step["n"], step["by"]) for step in steps] == [(1, "worker"), (2, "employer"), (3, "employer")]


def test_a_number_is_written_as_a_number_and_keys_without_a_question_stay():
    document = sheet()
    document["elements"]["documents"]["items"][0]["lv"] = "unverified"
    answers = sheet_as_answers(document)
    answers["time_and_fees_facts"][0]["time_and_fees_facts_v"] = "819.5"
    answers["documents_items"][0]["documents_items_name"] = "Certificate"
    changed = answers_as_sheet(answers, document)["elements"]
    assert changed["time_and_fees"]["facts"][0]["v"] == 819.5
    assert changed["documents"]["items"][0] == {
        "id": "d_cos",
        "name": "Certificate",
        "from": "employer",
        "proves": ["sponsor", "offer"],
        "lv": "unverified",
    }


def test_an_element_with_nothing_to_say_says_so_in_its_gap():
    document = sheet()
    answers = sheet_as_answers(document)
    del answers["dependants_say"]
    answers["dependants_gap"] = "Nothing was found."
    changed = answers_as_sheet(answers, document)
    assert changed["elements"]["dependants"] == {"say": [], "gap": "Nothing was found."}
    assert examine_sheet(changed)[1] == ()


def test_sources_and_conditions_are_those_of_the_sheet_and_what_is_named_wrongly_is_not_lost():
    document = sheet()
    document["elements"]["permit"]["say"][0]["src"] = ["s99"]
    instrument = instrument_for(document)
    say = instrument.by_id["permit_say_src"]
    assert "s99" in say.choices.values and "s1" in say.choices.values
    assert "english" in instrument.by_id["documents_items_proves"].choices.values
    assert answers_as_sheet(sheet_as_answers(document), document) == document


@pytest.mark.parametrize(
    "answers",
    [
        {"permit_say": "text"},
        {"permit_say": [{"permit_say_lv": "rumour"}]},
        {"permit_gap": 3},
        {"permit_say": [{"x": 1}]},
    ],
)
def test_answers_that_do_not_fit_are_refused(answers):
    with pytest.raises(UnfitAnswer):
        answers_as_sheet(answers, sheet())
