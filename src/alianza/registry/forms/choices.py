"""What can be chosen, named in the reader's language and sorted by that name."""

from collections.abc import Iterable
from datetime import date
from typing import TypeAlias

from babel.dates import format_date
from django.utils.translation import gettext as _

from alianza.registry.months import first_of, month_index
from alianza.texts import page_language
from alianza.vocabulary.languages import CEFR, languages
from alianza.vocabulary.money import currencies
from alianza.vocabulary.places import countries, country

Choice: TypeAlias = tuple[str, str]
MONTHS_AHEAD = 24


def _sorted(choices: Iterable[Choice]) -> list[Choice]:
    return sorted(choices, key=lambda choice: choice[1].casefold())


def country_choices() -> list[Choice]:
    lang = page_language()
    return [("", "—"), *_sorted((each.alpha3, str(each.name(lang))) for each in countries())]


def countries_named(codes: Iterable[str]) -> list[Choice]:
    """Some countries by their names."""
    lang = page_language()
    return _sorted((code, str(country(code).name(lang))) for code in codes)


def language_choices() -> list[Choice]:
    lang = page_language()
    return [("", "—"), *_sorted((each.code, str(each.name(lang))) for each in languages())]


def level_choices() -> list[tuple[str, str]]:
    """The six levels, each with the sentence by which a person can place herself."""
    lang = page_language()
    return [("", "—"), *((str(each.rank), f"{each.value}: {each.sentence(lang)}") for each in CEFR)]


def currency_choices(first: Iterable[str] = ()) -> list[Choice]:
    """Currencies by name; those of the countries `first` stand above the others."""
    lang = page_language()
    wanted = [code for alpha3 in first for code in country(alpha3).currencies]
    named = {each.code: f"{each.name(lang)} ({each.code})" for each in currencies()}
    near = [(code, named[code]) for code in dict.fromkeys(wanted) if code in named]
    return [("", "—"), *near, *_sorted((code, name) for code, name in named.items() if code not in dict(near))]


def month_choices(today: date, held: date | None = None) -> list[Choice]:
    """Now and the months ahead; what the profile holds stays choosable."""
    start = month_index(today)
    months = [first_of(start + ahead) for ahead in range(MONTHS_AHEAD + 1)]
    if held is not None and held not in months:
        months.insert(0, held)
    lang = page_language()
    return [
        ("", "—"),
        *(
            (
                month.isoformat(),
                _("Now") if month_index(month) == start else str(format_date(month, "MMMM y", locale=lang)),
            )
            for month in months
        ),
    ]
