import pytest

from alianza.regulations import dictionary
from alianza.regulations.sheets import seed_documents
from alianza.vocabulary.facts import COUNTRY
from alianza.vocabulary.places import countries
from alianza.written import read_yaml


def test_the_packaged_questions_groups_and_elements_are_read():
    assert len(dictionary.facts()) == 58
    assert len(dictionary.groups()) == 7
    assert [element.n for element in dictionary.elements()] == list(range(1, 13))
    assert "NO" in dictionary.groups()["EU_EEA_CH"].members
    assert set(dictionary.levels()) == {"official", "official_mirror", "secondary", "unverified"}


def test_every_group_names_countries_that_exist():
    known = {country.alpha2 for country in countries()}
    for group in dictionary.groups().values():
        assert group.members <= known
        assert dictionary.domains()[COUNTRY] == known


def _sentences(document):
    yield document["name"]["en"]
    for element in document["elements"].values():
        yield from (line["t"] for line in element["say"])
        yield from (element[key] for key in ("gap", "gap_also") if key in element)
        yield from (paper["name"] for paper in element.get("items", ()))
        yield from (step["do"] for step in element.get("steps", ()))
    yield from (case["name"] for case in document.get("cases", ()))


@pytest.mark.parametrize("language", ["es", "fr"])
def test_every_sentence_of_a_sheet_has_a_translation_marked_unreviewed(language):
    sentences = {sentence for document in seed_documents().values() for sentence in _sentences(document)}
    sentences |= {str(fact.ask) for fact in dictionary.facts().values()}
    for sentence in sentences:
        text = dictionary.text_of(sentence)
        if sentence in text.languages.get(language, ""):
            continue
        assert text.in_language(language)[1] == language, sentence
        assert not text.is_reviewed(language)


def test_a_name_the_sheet_gives_itself_goes_before_ours():
    name = dictionary.named({"en": "EU Blue Card (Germany)", "es": "Tarjeta azul"})
    assert name.in_language("es") == ("Tarjeta azul", "es")
    assert name.is_reviewed("es")
    assert not name.is_reviewed("fr")
    assert dictionary.named({"pt": "Acordo"}).in_language("en") == ("Acordo", "pt")


def test_every_code_in_the_sheets_has_a_word_in_three_languages():
    words = dictionary.words()
    for fact in dictionary.facts().values():
        assert fact.id in words["facts"]
    for scale, steps in dictionary.facts().scales.items():
        assert set(steps) <= set(words["scales"][scale])
    for document in seed_documents().values():
        assert document["profile"]["skill"] in words["skill"]
        assert document["profile"]["stay"] in words["stay"]
        assert set(document["profile"]["sectors"]) <= set(words["sectors"])
        assert set(document.get("parameters", {})) <= set(words["parameters"])
        for element in document["elements"].values():
            for figure in element.get("facts", ()):
                assert figure["k"] in words["keys"]
                assert figure["unit"] in words["units"]
                assert "per" not in figure or figure["per"] in words["per"]
                assert figure.get("payer", "unstated") in words["payers"]
    for section, entries in words.items():
        for code, entry in entries.items():
            for text in entry.values() if section == "scales" else [entry]:
                assert set(text) >= {"en", "es", "fr"}, f"{section}.{code}"


def test_an_unknown_code_is_shown_spaced_and_not_hidden():
    assert dictionary.word("keys", "hut_tax").in_language("es") == ("Hut tax", "en")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("- 1", "groups: a mapping"),
        ("groups: {A: 3}", "groups.A: the list of members"),
        ("groups: {A: {members: [NO]}}", 'write "NO" in quotes'),
        ("groups: {A: {members: [XX]}}", "'XX' is not a country"),
        ("groups: {A: {members: [PH], from: 2025-02-30}}", "'2025-02-30' is not a date"),
    ],
)
def test_a_group_that_is_wrong_is_named(tmp_path, content, says):
    path = tmp_path / "_groups.yaml"
    path.write_text(content, "utf-8")
    with pytest.raises(ValueError, match="groups") as refused:
        dictionary.read_groups(path)
    assert says in str(refused.value)


def test_a_dictionary_of_facts_that_is_none_is_refused(tmp_path):
    path = tmp_path / "_facts.yaml"
    path.write_text("- 1", "utf-8")
    with pytest.raises(ValueError, match="dictionary of facts"):
        dictionary.read_dictionary(path)
    assert read_yaml(path) == [1]
