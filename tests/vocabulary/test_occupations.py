import pytest

from alianza.vocabulary.occupations import (
    UnknownEscoOccupation,
    UnknownOccupation,
    UnknownSkill,
    esco_occupation,
    esco_occupations,
    occupation,
    occupations,
    skill,
    skills,
    skills_of,
    skills_of_group,
)


def test_isco_08_has_619_groups_at_four_levels():
    assert [len(occupations(level)) for level in (1, 2, 3, 4)] == [10, 43, 130, 436]
    assert len(occupations(None)) == 619


def test_every_group_has_a_parent_titles_in_four_languages_and_a_definition():
    for group in occupations(None):
        assert (group.parent is None) == (group.level == 1)
        assert group.parent is None or group.code.startswith(group.parent.code)
        assert all(group.title(lang) and not group.title(lang).is_fallback for lang in ("en", "es", "fr", "pt"))
    assert occupation("2221").definition.startswith("Nursing professionals provide")
    assert occupation("2221").minor_group == "222"


def test_codes_keep_their_leading_zero():
    assert occupation("0110").parent.parent.parent.title() == "Armed forces occupations"


@pytest.mark.parametrize(
    ("given", "nearest"), [("2229", None), ("nursing professionals", "2221"), ("", None), ("110", "0110")]
)
def test_an_unknown_group_is_refused(given, nearest):
    with pytest.raises(UnknownOccupation) as refused:
        occupation(given)
    assert nearest is None or nearest in refused.value.suggestions


def test_esco_has_3039_occupations_in_unit_groups_of_isco():
    assert len(esco_occupations()) == 3039
    units = {group.code for group in occupations(4)}
    assert all(each.isco in units for each in esco_occupations())
    assert sum(len(esco_occupations(group.code)) for group in occupations(1)) == 3039


def test_labels_that_older_versions_lack_stay_missing_and_fall_back_visibly():
    have = {
        lang: sum(each.labels[lang] is not None for each in esco_occupations()) for lang in ("en", "es", "fr", "pt")
    }
    assert have == {"en": 3039, "es": 2937, "fr": 3004, "pt": 2937}
    lacking = next(each for each in esco_occupations() if each.labels["es"] is None)
    assert lacking.label("es").is_fallback
    assert lacking.label("es") == lacking.label("en")


def test_an_occupation_is_found_by_address_or_identifier():
    nurse = esco_occupations("2221")[1]
    assert nurse.label("en") == "nurse responsible for general care"
    assert nurse.label("fr").startswith("infirmier de soins")
    assert nurse.description
    assert esco_occupation(nurse.uri) is esco_occupation(nurse.id) is nurse


def test_occupations_of_a_group_come_in_the_order_of_esco():
    assert [each.code for each in esco_occupations("2221")] == ["2221.1", "2221.2", "2221.3"]


def test_esco_has_13939_skills_with_english_labels_only():
    assert len(skills()) == 13939
    assert sum(each.kind == "knowledge" for each in skills()) == 3227
    assert {each.reuse for each in skills()} == {
        None,
        "transversal",
        "cross-sector",
        "sector-specific",
        "occupation-specific",
    }
    first = skills()[0]
    assert skill(first.uri) is skill(first.id) is first
    assert first.label("es").is_fallback
    assert not first.label("en").is_fallback


def test_the_relations_are_those_published():
    needs = [need for each in esco_occupations() for need in skills_of(each.id)]
    assert len(needs) == 129_004
    assert sum(need.essential for need in needs) == 67_622
    assert sum(not need.essential for need in needs) == 61_382


def test_a_welder_needs_to_know_how_to_weld():
    welder = next(each for each in esco_occupations("7212") if each.label() == "welder")
    needs = skills_of(welder.uri)
    essential = [str(need.skill.label()) for need in needs if need.essential]
    assert "types of metal" in essential or any("welding" in label for label in essential)
    assert [need.essential for need in needs] == sorted((need.essential for need in needs), reverse=True)


def test_the_skills_of_a_group_are_those_of_its_occupations_with_their_share():
    needs = skills_of_group("2221")
    assert {need.skill for need in needs} == {n.skill for each in esco_occupations("2221") for n in skills_of(each.id)}
    assert all(0 < need.share <= 1 for need in needs)
    assert needs[0].essential
    assert needs[0].share == 1


def test_a_group_without_esco_occupations_asks_for_nothing_known():
    assert esco_occupations("3221") == ()
    assert skills_of_group("3221") == ()


@pytest.mark.parametrize(
    "given", ["", "x", "http://data.europa.eu/esco/occupation/", "00000000-0000-0000-0000-000000000000"]
)
def test_unknown_addresses_are_refused(given):
    with pytest.raises(UnknownEscoOccupation):
        esco_occupation(given)
    with pytest.raises(UnknownSkill):
        skill(given)


def test_the_occupations_of_a_group_cost_one_look_up_of_the_group():
    from alianza.vocabulary.occupations import _occupations

    for code in ("2", "22", "222", "2221"):
        before = _occupations.cache_info().hits
        assert all(each.isco.startswith(code) for each in esco_occupations(code))
        assert _occupations.cache_info().hits == before + 1
    units = [group.code for group in occupations(4) if group.code.startswith("222")]
    assert esco_occupations("222") == tuple(each for code in units for each in esco_occupations(code))
