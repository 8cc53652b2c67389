"""The columns settle into exact types, and refuse what no table can mean."""

import numpy as np
import pytest

from alianza.engines.preselection import Codes, Workers, countries_of, country_set
from tests.engines.preselection import small_market as market
from tests.engines.preselection.test_search import ANA, WARD


def altered(table, **columns):
    return type(table)(**(dict(vars(table)) | columns))


def test_columns_have_one_type_each_whatever_was_given():
    w, _ = market.tables([ANA], [WARD])
    frozen = np.array([2261], np.int64)
    frozen.flags.writeable = False
    again = altered(w, isco=frozen)
    assert again.isco.dtype == np.int32
    assert again.isco.flags.writeable  # kernels are compiled for one kind of array only


@pytest.mark.parametrize(
    ("column", "value", "words"),
    [
        ("isco", [2261, 2262], "isco: has the shape"),
        ("cefr", [[1]], "cefr: has the shape"),
        ("age", [251], "age: holds 251 to 251"),
        ("years", [-1], "years: holds"),
        ("education", [7], "education: holds"),
        ("min_wage", [2**31], "min_wage: .* does not fit int32"),
        ("skill_start", [0, 4], "skill_start: ends at 4"),
        ("skill_start", [1, 5], "skill_start: has to begin at 0"),
        ("skill", [0, 1, 2, 3, 12], "skill: holds"),
        ("wish", [[0, 9, -1]], "wish: holds"),
    ],
)
def test_workers_refuse_what_cannot_be(column, value, words):
    w, _ = market.tables([ANA], [WARD])
    with pytest.raises(ValueError, match=words):
        altered(w, **{column: np.array(value)})


@pytest.mark.parametrize(
    ("column", "value"),
    [("wage", [0]), ("posts", [-1]), ("lang1", [2]), ("dest", [-1]), ("permit", [2]), ("essential", [0, 1, 99])],
)
def test_orders_refuse_what_cannot_be(column, value):
    _, o = market.tables([ANA], [WARD])
    with pytest.raises(ValueError, match=f"{column}: holds"):
        altered(o, **{column: np.array(value)})


def test_sets_of_countries_go_in_and_come_out():
    codes = Codes(tuple(f"{a}{b}{c}" for a in "AB" for b in "ABCDEFGH" for c in "ABCDEFGH"), (), (), ())
    assert codes.country_words == 2
    assert countries_of(codes, country_set(codes, np.array([0, 63, 64, 127]))) == ("AAA", "AHH", "BAA", "BHH")


def test_more_countries_than_there_are_is_a_mistake():
    with pytest.raises(ValueError, match="more than 254"):
        Codes(tuple(map(str, range(255))), (), (), ())


def test_no_workers_at_all_is_a_table_too():
    w, _ = market.tables([], [WARD])
    assert len(w) == 0
    assert isinstance(w, Workers)
