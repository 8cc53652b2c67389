import pytest
from hypothesis import given
from hypothesis import strategies as st

from alianza.vocabulary.corridor import Corridor, CorridorToItself, NotACorridor
from alianza.vocabulary.places import UnknownCountry, countries

pairs = st.lists(st.sampled_from([place.alpha3 for place in countries()]), min_size=2, max_size=2, unique=True)


@given(pairs)
def test_a_corridor_is_read_back_from_its_text(pair):
    corridor = Corridor(*pair)
    assert Corridor.parse(str(corridor)) == corridor


@given(pairs)
def test_the_way_back_of_the_way_back_is_the_corridor(pair):
    corridor = Corridor(*pair)
    assert corridor.reversed() != corridor
    assert corridor.reversed().reversed() == corridor


@pytest.mark.parametrize("text", ["PHL-DEU", "phl-deu", "PH-DE", " PHL → DEU ", "PHL->DEU", "PHL:DEU", "PHL–DEU"])
def test_a_corridor_is_written_in_many_ways(text):
    assert Corridor.parse(text) == Corridor("PHL", "DEU")


def test_a_corridor_is_named_in_the_reader_s_language():
    assert Corridor("PHL", "DEU").name("es") == "Filipinas → Alemania"


@pytest.mark.parametrize("text", ["", "PHL", "PHL-DEU-ESP", "PHL DEU", "-", "PHL-", "12-34"])
def test_what_is_no_pair_of_codes_is_refused(text):
    with pytest.raises(NotACorridor, match="PHL-DEU"):
        Corridor.parse(text)


def test_a_corridor_leads_to_another_country():
    with pytest.raises(CorridorToItself):
        Corridor("PHL", "phl")


def test_an_unknown_end_is_refused():
    with pytest.raises(UnknownCountry):
        Corridor.parse("PHL-DEX")


def test_corridors_sort_by_origin_then_destination():
    assert sorted([Corridor("PHL", "DEU"), Corridor("MEX", "USA"), Corridor("PHL", "CAN")]) == [
        Corridor("MEX", "USA"),
        Corridor("PHL", "CAN"),
        Corridor("PHL", "DEU"),
    ]
