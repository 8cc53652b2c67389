"""The instruments that come with the product."""

import json
import re
from itertools import combinations

import pytest

from alianza.instruments.instrument import Kind, Type
from alianza.instruments.packaged import packaged, packaged_documents, packaged_versions
from alianza.instruments.scoring import profile
from alianza.instruments.soundness import accepted, examine
from alianza.instruments.standing import standing
from tests.instruments.forms import survey

LANGUAGES = ["en", "es", "fr"]
SHOWN = {"label", "title", "guidance", "purpose", "say", "constraint_says"}
"""Keys of the written form whose texts a respondent reads."""
ALL = packaged_versions()
LABEL = packaged()["urn:alianza:instrument:ethical-recruitment"]
TWINNING = packaged()["urn:alianza:instrument:twinning-review"]
ROUND = packaged()["urn:alianza:instrument:migration-policy-round"]


def named(instrument):
    return f"{instrument.urn.rsplit(':', 1)[-1]}-{instrument.version}"


each_instrument = pytest.mark.parametrize("instrument", ALL, ids=named)


def texts(node, path=""):
    """Every text that is shown, with its place."""
    if isinstance(node, list):
        for number, each in enumerate(node):
            yield from texts(each, f"{path}[{number}]")
    elif isinstance(node, dict):
        for key, each in node.items():
            inside = f"{path}.{key}"
            if key in SHOWN:
                yield inside, each
            elif key == "principles":
                yield from (
                    (f"{inside}.{scheme}.{name}", text) for scheme in each for name, text in each[scheme].items()
                )
            elif key != "cases":
                yield from texts(each, inside)


def told(document):
    return list(texts(dict(document)))


def stand(instrument, answers, **more):
    return standing(instrument, accepted(instrument, answers), **more)


@each_instrument
def test_every_packaged_instrument_is_sound_and_its_worked_cases_come_out_as_written(instrument):
    _, problems = examine(dict(instrument.document))
    assert [str(problem) for problem in problems] == []
    assert len(instrument.cases) >= 5
    assert len({case.name for case in instrument.cases}) == len(instrument.cases)


@each_instrument
def test_every_text_stands_in_three_languages_and_the_translations_are_marked_unreviewed(instrument):
    assert list(instrument.languages) == LANGUAGES
    shown = told(instrument.document)
    assert len(shown) > 50
    assert [place for place, text in shown if list(text) != LANGUAGES] == []
    assert not instrument.title.is_reviewed("es") and not instrument.title.is_reviewed("fr")


@each_instrument
def test_a_translation_is_not_the_english_left_in_place(instrument):
    alike = [place for place, text in told(instrument.document) if text["en"] in {text["es"], text["fr"]}]
    assert alike == []


@each_instrument
def test_french_keeps_its_signs_with_the_word_before_them(instrument):
    """A no-break space before ; : ! and ?, never an ordinary one and never none."""
    loose = [text["fr"] for _, text in told(instrument.document) if re.search("(?<!\u00a0)[;:!?]", text["fr"])]
    assert loose == []


@each_instrument
def test_spanish_questions_and_exclamations_are_opened(instrument):
    wrong = [text["es"] for _, text in told(instrument.document) if text["es"].count("?") != text["es"].count("¿")]
    assert wrong == []
    assert [text for _, text in told(instrument.document) if text["en"].endswith("?") != text["es"].endswith("?")] == []


@each_instrument
def test_a_critical_criterion_is_one_that_must_be_met(instrument):
    assert [item.id for item in instrument.every_item() if item.critical and item.level != "must"] == []


@each_instrument
def test_what_is_hard_to_write_is_explained(instrument):
    hard = {Type.MONEY, Type.PERIOD, Type.GEOPOINT}
    assert [item.id for item in instrument.every_item() if item.type in hard and not item.guidance] == []


@each_instrument
def test_every_criterion_says_what_evidence_it_wants(instrument):
    assert [item.id for item in instrument.items if item.type is Type.CRITERION and not item.evidence] == []


@each_instrument
def test_references_lead_to_principles_and_sources_that_are_listed(instrument):
    sources = {source["id"] for source in instrument.document["sources"]}
    principles = instrument.document.get("principles", {})
    for item in instrument.every_item():
        for scheme, entries in item.refs.items():
            if scheme in principles:
                assert set(entries) <= set(principles[scheme]), item.id
            elif scheme == "source":
                assert set(entries) <= sources | {"own", "survey"}, item.id
            else:
                assert scheme == "direction", item.id


def collisions(older, newer):
    """Ids that mean one thing in the older version and another in the newer."""
    before, after = older.by_id, newer.by_id
    same = [name for name in before.keys() & after.keys() if changed(before[name], after[name])]
    return sorted(same + [item.replaces for item in after.values() if item.replaces in after])


def changed(one, other):
    values = [each.choices.values if each.choices else () for each in (one, other)]
    return (one.type, one.unit, one.label.languages["en"]) != (other.type, other.unit, other.label.languages["en"]) or (
        values[0] != values[1]
    )


def test_an_id_means_the_same_in_every_version_of_an_instrument():
    assert len({(each.urn, each.version) for each in ALL}) == len(ALL)
    for older, newer in combinations(ALL, 2):
        if older.urn == newer.urn:
            assert collisions(older, newer) == []


def test_a_version_that_reuses_an_id_would_be_seen():
    older, _ = examine(survey())
    form = survey(version=2)
    form["items"][0]["label"] = {"en": "Are there two laws?"}
    newer, _ = examine(form)
    assert collisions(older, newer) == ["HAS_LAW"]


def test_the_written_forms_are_copies_that_json_can_hold():
    first, second = packaged_documents(), packaged_documents()
    assert [json.loads(json.dumps(each)) for each in first] == list(second)
    first[0]["title"]["en"] = "changed"
    assert packaged_documents() == second
    assert [each["urn"] for each in second] == [each.urn for each in ALL]


def test_the_round_asks_every_type_of_question_and_nests_its_conditions():
    types = {item.type for item in ROUND.every_item()}
    assert types == set(Type) - {Type.CRITERION}
    assert 25 <= len(ROUND.items) <= 35
    state = stand(ROUND, {"POL_NATIONAL": True, "POL_PERIOD": "2010/2030", "POL_REVISED": False})
    assert state.hidden & {"POL_PERIOD", "POL_REVISED", "POL_REVISED_ON"} == {"POL_REVISED_ON"}
    state = stand(ROUND, {"POL_NATIONAL": False, "POL_PERIOD": "2010/2030", "POL_REVISED": True})
    assert state.hidden >= {"POL_PERIOD", "POL_REVISED", "POL_REVISED_ON"}


def test_the_round_wants_the_approval_of_the_focal_point_alone():
    first = ROUND.cases[0]
    answers = dict(first.answers)
    assert stand(ROUND, answers).missing(ROUND) == ()
    assert stand(ROUND, answers).missing(ROUND, {"focal_point"}) == ("END_APPROVED", "END_DAY")
    answers |= {"END_APPROVED": True, "END_DAY": "2026-10-30"}
    assert stand(ROUND, answers).missing(ROUND, {"focal_point"}) == ()


@pytest.mark.parametrize(
    ("answers", "item"),
    [
        ({"LAB_ABROAD": 10, "LAB_WOMEN": 11}, "LAB_WOMEN"),
        ({"LAB_LIST": True, "LAB_SHORT": [*map(str, range(2111, 2115)), *map(str, range(2141, 2147)), "2221"]}, "LAB_SHORT"),
        ({"LAB_AGREEMENTS": [{"AGR_IN_FORCE": False, "AGR_WORKERS": 3}]}, "AGR_WORKERS"),
        ({"PRO_CASES": 4, "PRO_SOLVED": 5}, "PRO_SOLVED"),
        ({"FOR_TOPICS": ["governance", "skilling", "technology", "irregular"]}, "FOR_TOPICS"),
        ({"POL_NATIONAL": True, "POL_PERIOD": "2015", "POL_REVISED": True, "POL_REVISED_ON": "2019-12-31"}, "POL_REVISED_ON"),
    ],
)  # fmt: skip
def test_the_round_says_what_does_not_fit_in_three_languages(answers, item):
    (fault,) = stand(ROUND, answers).faults
    assert fault.item == item
    assert list(fault.says.languages) == LANGUAGES


def test_the_round_adds_up_what_the_agreements_moved():
    state = stand(ROUND, ROUND.cases[0].answers)
    assert state.computed["LAB_AGREED"] == 1450
    assert float(state.computed["LAB_WOMEN_SHARE"]) == pytest.approx(113 / 1.96)


def test_the_label_keeps_the_seeds_count_of_criteria_and_their_weight():
    assert LABEL.kind is Kind.CERTIFICATION
    criteria = [item for item in LABEL.items if item.type is Type.CRITERION]
    assert len(criteria) == 31
    assert [item.id for item in criteria if item.critical] == [
        "LAW1",
        "LAW2",
        "FEE1",
        "FEE2",
        "FRE1",
        "FRE2",
        "TER2",
        "REM2",
    ]
    assert sum(item.level == "should" for item in criteria) == 8


def test_without_word_of_an_audit_the_label_stays_open_and_an_audit_that_confirms_less_gives_none():
    must = {item.id: "met" for item in LABEL.items if item.level == "must"}
    state = stand(LABEL, must)
    silent = profile(LABEL, state)
    assert silent.outcome is None
    assert [each.id for each in silent.open] == ["self_declared", "verified_leading", "verified"]
    short = profile(LABEL, state, {"audit.in_force": True, "audit.confirms_must": False})
    assert (short.outcome, short.open) == (None, ())


def test_each_side_of_a_twinning_answers_its_own_part_and_the_joint_one():
    origin = stand(TWINNING, {}, party="origin_state")
    assert {"O1", "J1", "I1"} <= set(origin.asked)
    assert {"D1", "D2_KINDS"} <= origin.hidden
    destination = stand(TWINNING, {}, party="destination_state")
    assert {"D1", "J1"} <= set(destination.asked) and "O1" in destination.hidden
