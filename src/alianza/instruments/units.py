"""Units of numbers in words: an instrument writes a short English word, a page says it in its language."""

from collections.abc import Callable, Mapping

from django.utils.translation import gettext, ngettext

from alianza.charts.chart import Number

_WORDS: Mapping[str, Callable[[int], str]] = {
    "persons": lambda number: ngettext("person", "persons", number),
    "days": lambda number: ngettext("day", "days", number),
    "months": lambda number: ngettext("month", "months", number),
    "years": lambda number: ngettext("year", "years", number),
    "percent": lambda _number: gettext("percent"),
    "percentage_points": lambda _number: gettext("percentage points"),
    "per_thousand": lambda _number: gettext("per thousand"),
}


def unit_words(unit: str, number: Number | None = None) -> str:
    """The unit beside a number, or alone; one that is not known here is shown as its author wrote it."""
    return _WORDS[unit](1 if number == 1 else 2) if unit in _WORDS else unit
