import pickle

import pytest

from alianza.vocabulary.text import Text


def test_a_language_that_is_missing_falls_back_and_says_to_what():
    text = Text({"fr": "oui", "de": "ja"})
    assert text.in_language("de") == ("ja", "de")
    assert text.in_language("es") == ("oui", "fr")
    assert Text({"ja": "hai"}).in_language("en") == ("hai", "ja")
    assert Text({}).in_language("en") == ("", "")
    assert Text({"en": "", "es": "sí"}).in_language("en") == ("sí", "es")


def test_a_text_is_a_value():
    text = Text({"en": "yes", "es": "sí"}, unreviewed=["es", "fr"])
    assert text == Text({"es": "sí", "en": "yes"}, unreviewed={"es"})
    assert hash(text) == hash(Text({"es": "sí", "en": "yes"}, unreviewed={"es"}))
    assert text != Text({"en": "yes", "es": "sí"})
    assert pickle.loads(pickle.dumps(text)) == text
    assert str(text) == "yes"
    assert bool(text)
    assert not Text({})
    assert not Text({"en": ""})
    with pytest.raises((AttributeError, TypeError)):
        text.languages = {}
    with pytest.raises(TypeError):
        text.languages["en"] = "no"


def test_what_nobody_reviewed_is_said_by_language():
    text = Text({"en": "yes", "es": "sí"}, unreviewed={"es"})
    assert text.is_reviewed("en")
    assert not text.is_reviewed("es")


@pytest.mark.parametrize("languages", [{False: "NO"}, {"en": 3}])
def test_a_text_holds_words_only(languages):
    with pytest.raises(TypeError):
        Text(languages)
