import pytest
from hypothesis import given
from hypothesis import strategies as st

from alianza.search import _names

NAMES = ["nurse", "specialist nurse", "nurse assistant", "nurse responsible for general care", "brick layer", "welder"]
INDEX = _names.index(NAMES, ["en"] * len(NAMES))


def best(query):
    scores = _names.resemblance(INDEX, query)
    return NAMES[int(scores.argmax())]


def test_a_whole_name_typed_is_alike_in_full():
    scores = _names.resemblance(INDEX, "nurse")
    assert scores[0] == 1
    assert scores[1:].max() < 1


def test_a_name_with_the_head_typed_comes_before_one_with_another_head():
    scores = dict(zip(NAMES, _names.resemblance(INDEX, "nurse"), strict=True))
    assert scores["nurse responsible for general care"] > scores["nurse assistant"]


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("bricklayer", "brick layer"),
        ("wlder", "welder"),
        ("nurse assis", "nurse assistant"),
        ("nurse specialist", "specialist nurse"),
    ],
)
def test_spaces_typos_unfinished_words_and_order_are_forgiven(query, name):
    assert best(query) == name


@given(st.text(alphabet="abcdenrsu ", max_size=20))
def test_resemblance_lies_between_none_and_full(query):
    scores = _names.resemblance(INDEX, " ".join(query.split()))
    assert scores.min() >= 0
    assert scores.max() <= 1 + 1e-6


def test_an_empty_index_and_an_empty_query_resemble_nothing():
    assert len(_names.resemblance(_names.index([], []), "nurse")) == 0
    assert _names.resemblance(INDEX, "").max() == 0


@pytest.mark.parametrize(
    "forms",
    [
        ["enfermero", "enfermera", "enfermeros", "enfermeras"],
        ["soldador", "soldadora", "soldadores", "soldadoras"],
        ["infirmier", "infirmiere", "infirmiers", "infirmieres"],
        ["technicien", "technicienne", "techniciens", "techniciennes"],
        ["vendeur", "vendeuse", "vendeurs", "vendeuses"],
        ["conducteur", "conductrice", "conducteurs", "conductrices"],
        ["welder", "welders"],
        ["nurse", "nurses"],
        ["albanil", "albaniles"],
        ["enfermeiro", "enfermeira"],
    ],
)
def test_the_forms_of_a_word_share_a_stem(forms):
    assert len({_names.stem(form) for form in forms}) == 1


def test_different_trades_keep_different_stems():
    words = ["soldado", "soldador", "cocinero", "camionero", "carpintero", "plombier", "pompier", "pontier", "macon"]
    assert len({_names.stem(word) for word in words}) == len(words)


def test_only_strings_near_in_length_are_compared_and_all_alike_are_found():
    strings = _names.by_length(["abc", "abcd", "abcde", "zzzz", "abcdefghij", ""])
    rows, degrees = strings.alike("abcd", 0.7)
    assert dict(zip(rows.tolist(), degrees.tolist(), strict=True)) == pytest.approx({0: 0.75, 1: 1.0, 2: 0.8})
    assert len(strings.alike("x" * 90, 0.7)[0]) == 0
