"""Figures as a reader sees them."""

import pytest
from django.utils.translation import override

from alianza.observatory.figures import written


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        (0.0, 2, "0.00"),
        (0.0049, 2, "less than 0.01"),
        (0.0051, 2, "0.01"),
        (0.04, 1, "less than 0.1"),
        (-0.004, 2, "between −0.01 and 0"),
        (-1.25, 1, "-1.2"),
        (0.3, 0, "0"),
        (1234.5, 1, "1,234.5"),
    ],
)
def test_what_is_not_zero_is_not_written_as_zero(value: float, decimals: int, expected: str) -> None:
    assert written(value, decimals) == expected


def test_it_is_written_in_three_languages() -> None:
    said = {}
    for lang in ("en", "es", "fr"):
        with override(lang):
            said[lang] = written(0.001, 2)
    assert said == {"en": "less than 0.01", "es": "menos de 0,01", "fr": "moins de 0,01"}
