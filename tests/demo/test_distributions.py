from alianza.demo.distributions import (
    DESTINATIONS,
    ORIGINS,
    home_pay,
    languages,
    pay,
    people_between,
    safeguarded,
    sources,
    women_between,
)
from alianza.vocabulary.money import currency
from alianza.vocabulary.places import country


def test_every_table_says_where_it_is_from_under_which_licence_and_what_was_done():
    assert len(sources()) == 9
    for each in sources():
        assert each.source
        assert each.licence
        assert each.vintage
        assert each.method.endswith(".")


def test_twelve_origins_and_ten_destinations_are_countries():
    assert len(ORIGINS) == 12
    assert len(DESTINATIONS) == 10
    assert {country(code).alpha3 for code in ORIGINS + DESTINATIONS} == {*ORIGINS, *DESTINATIONS}


def test_every_corridor_has_people_and_a_share_of_women():
    assert len(people_between()) == 120
    assert all(people > 0 for people in people_between().values())
    assert all(0 < share < 1 for share in women_between().values())


def test_the_largest_corridor_is_the_published_one():
    # United Nations DESA, International Migrant Stock 2024
    assert people_between()["IND", "ARE"] == 3_248_545
    assert people_between()["MAR", "ESP"] == 1_088_408


def test_pay_abroad_is_in_the_destinations_currency_and_ranks_occupations():
    for place, each in pay().items():
        assert each.currency in country(place).currencies
        assert currency(each.currency).minor_unit is not None
        assert each.of("2221") > each.of("9211") > 0
    assert all(amount > 0 for amount in home_pay().values())


def test_the_language_at_home_is_not_the_one_learned_at_school():
    assert languages()["PHL"] == ("fil", ("en",))
    assert languages()["MAR"] == ("ar", ("fr",))
    assert languages()["COL"] == ("es", ())


def test_the_safeguards_list_names_two_of_the_origins():
    assert safeguarded() == {"NPL", "SEN"}
