import pytest

from alianza.vocabulary.languages import CEFR, UnknownLanguage, UnknownLevel, language, languages


def test_languages_have_names_in_four_languages_and_codes_of_their_own():
    assert len({each.code for each in languages()}) == len(languages()) > 200
    for each in languages():
        for lang in ("en", "es", "fr", "ar"):
            assert each.name(lang), each.code


@pytest.mark.parametrize(
    "code", ["es", "en", "fr", "ar", "tl", "fil", "ceb", "ne", "hi", "qu", "gn", "ht", "sw", "am", "uk", "zh"]
)
def test_languages_of_many_workers_are_there(code):
    assert language(code).name("es")


def test_tagalog_is_filipino_and_a_locale_is_its_language():
    assert language("tl") is language("fil")
    assert language("pt-BR") is language("PT")
    assert language("zh_Hant").name() == "Chinese"


def test_arabic_and_urdu_run_from_right_to_left():
    assert language("ar").right_to_left
    assert language("ur").right_to_left
    assert not language("es").right_to_left
    assert language("es").autonym == "español"


@pytest.mark.parametrize(("given", "nearest"), [("spanish", "es"), ("francais", "fr"), ("deutsh", None), ("xx", None)])
def test_an_unknown_language_is_refused(given, nearest):
    with pytest.raises(UnknownLanguage) as refused:
        language(given)
    assert nearest is None or nearest in refused.value.suggestions


def test_levels_are_ordered():
    assert sorted([CEFR.C2, CEFR.A2, CEFR.B1, CEFR.A1, CEFR.C1, CEFR.B2]) == [
        CEFR.A1,
        CEFR.A2,
        CEFR.B1,
        CEFR.B2,
        CEFR.C1,
        CEFR.C2,
    ]
    assert [level.rank for level in CEFR] == [1, 2, 3, 4, 5, 6]
    assert CEFR.A2 < CEFR.B1 <= CEFR.B1 < CEFR.C2
    assert CEFR.C1 > CEFR.B2
    assert max(CEFR) is CEFR.C2


def test_a_level_has_a_word_and_a_sentence_in_three_languages():
    for level in CEFR:
        for lang in ("en", "es", "fr"):
            assert level.name_in(lang)
            assert not level.sentence(lang).is_fallback
        assert level.sentence("ar").is_fallback


def test_a_level_is_read_in_any_case():
    assert CEFR.parse(" b2 ") is CEFR.B2
    for text in ("", "-", "B3", "native"):
        with pytest.raises(UnknownLevel, match="A1, A2"):
            CEFR.parse(text)
    with pytest.raises(TypeError):
        CEFR.A1 < 3  # noqa: B015
