import subprocess
import sys

import pytest

from alianza.vocabulary import places
from alianza.vocabulary.money import currency
from alianza.vocabulary.places import (
    INCOME_GROUPS,
    UnknownCountry,
    UnknownRegion,
    countries,
    country,
    country_by_alpha2,
    country_by_m49,
    find_country,
    region,
    regions,
)


def test_the_list_holds_249_countries_each_with_codes_of_its_own():
    assert len(countries()) == 249
    for code in ("alpha3", "alpha2", "m49"):
        assert len({getattr(place, code) for place in countries()}) == 249
    assert all(len(place.alpha3) == 3 and len(place.alpha2) == 2 and len(place.m49) == 3 for place in countries())


def test_the_alpha_2_code_na_is_namibia():
    assert country_by_alpha2("NA").alpha3 == "NAM"
    assert country("NAM").alpha2 == "NA"
    assert find_country("na").name("fr") == "Namibie"


def test_every_country_has_a_name_in_four_languages():
    for place in countries():
        for lang in ("en", "es", "fr", "ar"):
            assert place.name(lang)
            assert not place.name(lang).is_fallback


def test_a_name_in_a_language_we_do_not_hold_is_english_and_says_so():
    name = country("DEU").name("sw")
    assert (str(name), name.language, name.asked, name.is_fallback) == ("Germany", "en", "sw", True)


def test_a_locale_is_read_as_its_language():
    assert country("DEU").name("es-MX") == "Alemania"
    assert not country("DEU").name("es_MX").is_fallback


@pytest.mark.parametrize("text", ["PHL", "phl", "PH", "Philippines", "FILIPINAS", "الفلبين"])
def test_a_country_is_found_by_code_or_name(text):
    assert find_country(text).alpha3 == "PHL"


def test_codes_are_read_in_any_case_and_with_spaces_around():
    assert country(" deu ") is country("DEU")
    assert country_by_m49(276) is country("DEU")
    assert country_by_m49("004").alpha3 == "AFG"


@pytest.mark.parametrize(
    ("given", "nearest"), [("DEX", "DEU"), ("Germny", "DEU"), ("republica dominican", "DOM"), ("Alemana", "DEU")]
)
def test_an_unknown_code_is_refused_with_the_nearest_known(given, nearest):
    with pytest.raises(UnknownCountry) as refused:
        find_country(given)
    assert nearest in refused.value.suggestions
    assert repr(given) in str(refused.value)
    assert nearest in str(refused.value)
    assert refused.value.code == "vocabulary.unknown_country"


@pytest.mark.parametrize("given", ["", " ", "???", "qqqqq", "\x00", "x" * 10_000])
def test_nonsense_is_refused_with_what_to_do_and_stays_short(given):
    with pytest.raises(UnknownCountry) as refused:
        country(given)
    assert "three-letter code" in str(refused.value)
    assert len(str(refused.value)) < 200


def test_the_sentence_of_a_refusal_can_be_translated_from_its_facts():
    with pytest.raises(UnknownCountry) as refused:
        country("DEX")
    assert refused.value.message % refused.value.facts == str(refused.value)


def test_regions_of_countries_are_known_and_stand_in_a_tree():
    for place in countries():
        for code in (place.region, place.subregion, place.intermediate_region):
            assert code is None or region(code).name("es")
    assert region("419").name() == "Latin America and the Caribbean"
    assert {each.parent for each in regions()} <= {"001", *(each.m49 for each in regions())}
    assert {each.level for each in regions()} == {"region", "subregion", "intermediate_region"}


def test_an_unknown_region_is_refused():
    with pytest.raises(UnknownRegion):
        region("999")


def test_only_antarctica_has_no_region():
    assert [place.alpha3 for place in countries() if place.region is None] == ["ATA"]


def test_income_groups_are_of_the_latest_fiscal_year():
    assert {place.income_fiscal_year for place in countries() if place.income_group} == {"FY26"}
    assert country("DEU").income_group == "H"
    assert country("PHL").income_group == "LM"
    assert country("VEN").income_group is None  # the World Bank classifies it no more: missing, not zero
    assert set(INCOME_GROUPS) == {place.income_group for place in countries() if place.income_group}


def test_currencies_of_countries_can_hold_money():
    for place in countries():
        for code in place.currencies:
            assert currency(code).minor_unit is not None
            assert currency(code).withdrawn is None
    assert country("TUR").currency == "TRY"
    assert country("BGR").currency == "EUR"
    assert country("BTN").currencies == ("BTN", "INR")
    assert country("ATA").currency is None


def test_groups_of_countries_are_those_of_the_united_nations():
    assert country("NPL").ldc
    assert country("NPL").lldc
    assert country("FJI").sids
    assert not country("DEU").ldc
    assert country("MEX").iom_region == "Americas and Caribbean"


def test_countries_are_values_that_serve_as_keys():
    assert {country("DEU"): 1}[country_by_alpha2("DE")] == 1
    assert str(country("DEU")) == "DEU"
    with pytest.raises(AttributeError):
        country("DEU").alpha2 = "XX"


def test_loading_the_countries_takes_no_heavy_part():
    code = (
        "import sys; from alianza.vocabulary import places; places.countries(); "
        "heavy = {'django', 'numpy', 'pyarrow', 'yaml', 'rapidfuzz'} & set(sys.modules); assert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_country_is_read_once():
    assert places.country("DEU") is places.country("DEU")
