import pytest

from alianza.search.named import NamedFinder
from alianza.search.places import exact_place, find_corridors, find_places


@pytest.mark.parametrize(
    ("typed", "lang", "code"),
    [
        ("germany", "en", "DEU"),
        ("Germny", "en", "DEU"),
        ("alemania", "es", "DEU"),
        ("alemnia", "es", "DEU"),
        ("allemagne", "fr", "DEU"),
        ("alemagne", "fr", "DEU"),
        ("philipines", "en", "PHL"),
        ("etats unis", "fr", "USA"),
        ("EE. UU.", "es", "USA"),
        ("Holland", "en", "NLD"),
        ("cote d ivoire", "fr", "CIV"),
        ("corea del sur", "es", "KOR"),
        ("PHL", "en", "PHL"),
    ],
)
def test_a_country_is_found_in_three_languages_with_typos(typed: str, lang: str, code: str) -> None:
    assert find_places(typed, lang)[0].key == code


@pytest.mark.parametrize(
    ("typed", "pair"),
    [
        ("philippines germany", ("PHL", "DEU")),
        ("de filipinas a alemania", ("PHL", "DEU")),
        ("des Philippines vers l'Allemagne", ("PHL", "DEU")),
        ("from the Philipines to Germny", ("PHL", "DEU")),
        ("du Mexique aux États-Unis", ("MEX", "USA")),
        ("México Estados Unidos", ("MEX", "USA")),
        ("papua new guinea new zealand", ("PNG", "NZL")),
        ("tuvalu new zeland", ("TUV", "NZL")),
        ("PHL-DEU", ("PHL", "DEU")),
        ("PH → DE", ("PHL", "DEU")),
        ("niger nigeria", ("NER", "NGA")),
    ],
)
def test_two_countries_named_are_a_corridor_in_that_order(typed: str, pair: tuple[str, str]) -> None:
    assert find_corridors(typed)[0].codes == pair


@pytest.mark.parametrize("typed", ["germany", "nurse", "de enfermera a alemania", "germany germany", "", "a", "PH-XX"])
def test_what_names_no_two_countries_is_no_corridor(typed: str) -> None:
    assert find_corridors(typed) == []


def test_a_name_typed_in_full_is_exact_and_a_part_is_not() -> None:
    assert exact_place("Deutschland") is None
    assert exact_place("united states") == "USA"
    assert exact_place("guinea") == "GIN"
    assert exact_place("germ") is None


def test_a_name_of_two_things_is_exact_for_neither() -> None:
    finder = NamedFinder([("one", "twin", ""), ("two", "Twin", "")])
    assert finder.exact("twin") is None
    assert [each.key for each in finder.find("twin")] == ["one", "two"]


def test_nothing_near_is_nothing() -> None:
    assert find_places("zzzzqqq") == []
    assert NamedFinder([]).find("word") == []


@pytest.mark.parametrize(
    ("typed", "lang", "wanted"),
    [
        ("mexico uni", "en", {("MEX", "USA"), ("MEX", "GBR"), ("MEX", "ARE")}),
        ("méxico est", "es", {("MEX", "USA"), ("MEX", "EST")}),
        ("mexique et", "fr", {("MEX", "USA"), ("MEX", "ETH")}),
        ("filipinas al", "es", {("PHL", "DEU"), ("PHL", "ALB")}),
    ],
)
def test_a_country_half_typed_may_still_become_several(typed: str, lang: str, wanted: set[tuple[str, str]]) -> None:
    assert wanted <= {each.codes for each in find_corridors(typed, lang, 8)}


def test_a_name_typed_in_full_is_no_other() -> None:
    assert [each.codes for each in find_corridors("mexico oman", "en", 8)] == [("MEX", "OMN")]


def test_words_that_name_no_country_are_no_corridor() -> None:
    assert find_corridors("a very long question with many words that name no country at all " * 5) == []
