import pytest

from alianza.vocabulary.initiative import (
    UnknownActorType,
    UnknownList,
    actor_type,
    actor_types,
    entries,
    initiative,
    label,
    list_names,
)


def test_there_are_23_types_of_actors_with_labels_in_three_languages():
    assert len(actor_types()) == len({each.id for each in actor_types()}) == 23
    assert actor_types()[0].id == "state"
    for each in actor_types():
        assert each.sources
        assert all(each.label(lang) and not each.label(lang).is_fallback for lang in ("en", "es", "fr"))
    assert actor_type("trade_union").label("es") == "Sindicato"
    assert actor_type("employer").note


def test_an_unknown_type_of_actor_is_refused_with_the_nearest():
    with pytest.raises(UnknownActorType, match="trade_union"):
        actor_type("trade union")
    with pytest.raises(UnknownActorType):
        actor_type("")


def test_lists_keep_the_count_and_order_of_the_papers():
    assert [each["n"] for each in entries("gaps")] == [1, 2, 3, 4, 5]
    assert [each["n"] for each in entries("twelve_elements")] == list(range(1, 13))
    assert entries("objectives")["initiative"][0]["id"] == "match"
    assert "schema" not in list_names()
    assert label(entries("gaps")[0], "fr").startswith("Offre et demande")
    assert label(entries("forum_agendas")[0]) == ""


def test_an_unknown_list_is_refused():
    with pytest.raises(UnknownList, match="principles"):
        entries("principle")


def test_the_lists_cannot_be_changed():
    with pytest.raises(TypeError):
        initiative()["gaps"] = ()
    with pytest.raises(TypeError):
        entries("gaps")[0]["id"] = "x"
