"""Units of numbers in words: an instrument writes a short English word, a page says it in its language."""

from collections.abc import Mapping

from django.utils.translation import gettext

from alianza.charts.chart import Number
from alianza.vocabulary.refusal import marked

_WORDS: Mapping[str, tuple[str, str]] = {
    "persons": (marked("person"), marked("persons")),
    "days": (marked("day"), marked("days")),
    "months": (marked("month"), marked("months")),
    "years": (marked("year"), marked("years")),
    "percent": (marked("percent"), marked("percent")),
    "percentage_points": (marked("percentage points"), marked("percentage points")),
    "per_thousand": (marked("per thousand"), marked("per thousand")),
}
"""Beside one, and beside any other number."""


def unit_words(unit: str, number: Number | None = None) -> str:
    """The unit beside a number, or alone; one that is not known here is shown as its author wrote it."""
    return gettext(_WORDS[unit][number != 1]) if unit in _WORDS else unit
