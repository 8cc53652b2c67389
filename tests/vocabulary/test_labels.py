import copy
import json
import pickle

from alianza.vocabulary.labels import Label, base_language, pick


def test_a_label_is_text_that_knows_its_language():
    label = pick({"en": "welder", "es": "soldador"}, "es-MX")
    assert label == "soldador"
    assert isinstance(label, str)
    assert (label.language, label.asked, label.is_fallback) == ("es", "es", False)
    assert json.dumps({"label": label}) == '{"label": "soldador"}'


def test_a_missing_language_falls_back_to_english_then_spanish_then_french_then_any():
    assert pick({"fr": "soudeur", "es": "soldador", "en": ""}, "ar").language == "es"
    assert pick({"pt": "soldador", "en": None}, "fr").language == "pt"
    assert pick({"pt": "soldador"}, "fr").is_fallback


def test_nothing_in_any_language_is_an_empty_label():
    assert pick({}, "es") == ""
    assert not pick({}, "es").is_fallback


def test_a_copy_keeps_the_language():
    label = Label("nurse", language="en", asked="es")
    for twin in (copy.copy(label), pickle.loads(pickle.dumps(label))):
        assert (twin, twin.language, twin.is_fallback) == ("nurse", "en", True)


def test_the_language_of_a_locale():
    assert [base_language(tag) for tag in ("es", "es-MX", "ES_mx", "zh-Hant-TW")] == ["es", "es", "es", "zh"]
