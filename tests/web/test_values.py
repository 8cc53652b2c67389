from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import timezone, translation

from alianza.vocabulary.money import Money
from alianza.vocabulary.text import Text
from alianza.web import values

NBSP, NARROW = "\u00a0", "\u202f"


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", ("10,000", "0.13", "26%", "€1,300", "€1,300.50", "3 March 2026", "Germany")),
        ("es", ("10.000", "0,13", f"26{NBSP}%", f"1.300{NBSP}€", f"1.300,50{NBSP}€", "3 de marzo de 2026", "Alemania")),
        (
            "fr",
            (
                f"10{NARROW}000",
                "0,13",
                f"26{NBSP}%",
                f"1{NARROW}300{NBSP}€",
                f"1{NARROW}300,50{NBSP}€",
                "3 mars 2026",
                "Allemagne",
            ),
        ),
    ],
)
def test_values_are_written_as_the_language_writes_them(language: str, expected: tuple[str, ...]) -> None:
    with translation.override(language):
        shown = (
            values.number(10_000),
            values.number(Decimal("0.1251"), 2),
            values.percent(0.256),
            values.money(Money(130_000, "EUR")),
            values.money(130_050, "EUR"),
            values.day(date(2026, 3, 3)),
            values.country("DEU"),
        )
    assert shown == expected


def test_missing_is_never_zero() -> None:
    assert [values.number(None), values.percent(None), values.money(None)] == ["unknown"] * 3
    assert values.number(0) == "0"
    assert values.day(None) == "no date"


def test_a_text_that_falls_back_says_so() -> None:
    text = Text({"en": "hay & straw"})
    with translation.override("fr"):
        shown = values.shown(text)
    assert '<span lang="en">hay &amp; straw</span>' in shown
    assert "anglais" in shown
    assert "unconfirmed" not in shown


def test_a_translation_nobody_confirmed_says_so() -> None:
    text = Text({"en": "hay", "es": "heno"}, unreviewed={"es"})
    with translation.override("es"):
        assert "heno" in values.shown(text)
        assert "fallback__mark--unconfirmed" in values.shown(text)
    with translation.override("en"):
        assert values.shown(text) == "hay"


def test_countries_are_named_by_either_code_and_areas_too() -> None:
    assert values.country("DE") == values.country("DEU") == "Germany"
    assert values.country("EU") == "European Union"
    assert values.country("<b>") == "&lt;b&gt;"


def test_occupations_and_languages_have_names() -> None:
    assert values.occupation("2221") == "Nursing professionals"
    assert values.occupation("x<") == "x&lt;"
    with translation.override("es"):
        assert values.language_name("de") == "alemán"


def test_a_moment_is_told_in_the_readers_zone() -> None:
    instant = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)
    with timezone.override("Asia/Manila"):
        assert "3 Mar 2026, 07:30" in values.moment(instant)
        assert 'datetime="2026-03-02T23:30:00+00:00"' in values.moment(instant)
