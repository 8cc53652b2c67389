import pytest

from alianza.registry import identity


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (identity.phone_form("+63 (912) 345-6789"), identity.phone_form("0063 912 345 6789")),
        (identity.passport_form("PHL", "p 1234-567a"), identity.passport_form("PHL", "P1234567A")),
        (identity.email_form(" Ana@Example.org"), identity.email_form("ana@example.org")),
        (identity.name_form("REYES, Ána María", "1994-05-31"), identity.name_form("ana maria reyes", "1994-05-31")),
        (identity.name_form("陳 大文", "1994-05-31"), identity.name_form("大文 陳", "1994-05-31")),
    ],
)
def test_one_person_written_differently_shows_the_same(one: str, other: str) -> None:
    assert one == other


def test_the_same_passport_number_of_two_countries_differs() -> None:
    assert identity.passport_form("PHL", "P1") != identity.passport_form("COL", "P1")


def test_what_is_not_there_has_no_index() -> None:
    assert identity.name_form("Ana", "") == "" == identity.name_form("  ", "1994-05-31")
    assert identity.indexes("phone", ["", "63912", ""])[0::2] == [None, None]
    assert identity.passport_form("PHL", "") == ""


def test_equal_values_of_two_traits_have_different_indexes() -> None:
    assert identity.index("phone", "63912") != identity.index("email", "63912")
