"""Values as a reader sees them, in the language of the page: names, numbers, amounts, dates; the filters of templates.

What is missing says that it is unknown; it is never zero. A text that had to fall back to another language says so, in
words and in its `lang` attribute.
"""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from alianza.texts import page_language
from alianza.vocabulary.days import day_words


def language_name(code: Any) -> str:
    """`{{ "de"|language_name }}`: "German"."""
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(str(code)).get_display_name(page_language()) or str(code)
    except (UnknownLocaleError, ValueError):
        return str(code)


def in_words(words: str, language: str, asked: str, *, reviewed: bool = True) -> SafeString:
    """The words as they stand, or marked with the language they had to fall back to."""
    if not words or (language == asked and reviewed):
        return SafeString(conditional_escape(words))
    remarks = []
    if language != asked:
        remarks.append(gettext("in %(language)s") % {"language": language_name(language)})
    if not reviewed:
        remarks.append(gettext("translation not yet confirmed"))
    if language == asked:  # the mark is shown as a star, which stays with the last word
        return format_html(
            '<span class="fallback"><span>{}</span>'
            '<span class="fallback__mark fallback__mark--unconfirmed"> ({})</span></span>',
            words,
            ", ".join(remarks),
        )
    return format_html(
        '<span class="fallback"><span lang="{}">{}</span> <span class="fallback__mark">({})</span></span>',
        language,
        words,
        ", ".join(remarks),
    )


def shown(value: Any) -> SafeString:
    """A text of the vocabulary in the page's language: a `Text`, a `Label`, or any mapping of language to words."""
    from alianza.vocabulary.labels import Label
    from alianza.vocabulary.text import Text

    if isinstance(value, Mapping):
        value = Text({str(code): str(words) for code, words in value.items() if words})
    if isinstance(value, Text):
        words, language = value.in_language(page_language())
        return in_words(words, language, page_language(), reviewed=value.is_reviewed(language))
    if isinstance(value, Label):
        return in_words(str(value), value.language, value.asked)
    return SafeString(conditional_escape("" if value is None else value))


def country(code: Any) -> SafeString:
    """`{{ "PHL"|country }}`, alpha-3 or alpha-2; an area that no list of countries has ("EU", XKX) has its name too."""
    from alianza.observatory import areas as statistical
    from alianza.vocabulary.places import country as by_alpha3
    from alianza.vocabulary.places import country_by_alpha2
    from alianza.vocabulary.unknown import UnknownCode

    given = str(code or "")
    areas = {"EU": gettext("European Union"), "MERCOSUR": gettext("Mercosur and associated States")}
    if given in areas:
        return SafeString(conditional_escape(areas[given]))
    try:
        found = country_by_alpha2(given) if len(given) == 2 else by_alpha3(given)
    except UnknownCode:
        return SafeString(conditional_escape(statistical.name(given, page_language())))
    return shown(found.name(page_language()))


def occupation(code: Any) -> SafeString:
    """`{{ "2221"|occupation }}`: the title of an ISCO-08 group."""
    from alianza.vocabulary.occupations import occupation as by_code
    from alianza.vocabulary.unknown import UnknownCode

    try:
        return shown(by_code(str(code)).title(page_language()))
    except UnknownCode:
        return SafeString(conditional_escape(code))


def _with_decimals(pattern: str, decimals: int) -> str:
    return pattern.replace("#,##0", "#,##0" + ("." + "0" * decimals if decimals else ""), 1)


def number(value: Any, decimals: int | None = None) -> str:
    """`{{ 10000|number }}`: "10,000"; `{{ 0.125|number:2 }}`: "0.13" with exactly two decimals."""
    from babel.numbers import format_decimal

    from alianza.observatory.figures import written

    if value is None or value == "":
        return gettext("unknown")
    if decimals and not isinstance(value, str) and 0 < abs(value) < 1:  # never zero where it is not
        return written(float(value), int(decimals))
    pattern = None if decimals is None else _with_decimals("#,##0", int(decimals))
    return str(format_decimal(Decimal(str(value)), format=pattern, locale=page_language()))


def percent(value: Any, decimals: int = 0) -> str:
    """`{{ 0.256|percent }}`: "26%", of a share of one."""
    from babel import Locale
    from babel.numbers import format_percent

    if value is None or value == "":
        return gettext("unknown")
    pattern = _with_decimals(Locale.parse(page_language()).percent_formats[None].pattern, int(decimals))
    return str(format_percent(Decimal(str(value)), format=pattern, locale=page_language()))


def money(value: Any, currency: str = "") -> str:
    """`{{ pay|money }}` of a `Money`, or `{{ minor|money:"EUR" }}` of whole minor units: "€1,300", cents if any."""
    from babel import Locale
    from babel.numbers import format_currency

    from alianza.vocabulary.money import Money

    if value is None or value == "":
        return gettext("unknown")
    given = value if isinstance(value, Money) else Money(int(value), currency)
    exact = given.amount
    pattern = None
    if exact == exact.to_integral_value():
        pattern = Locale.parse(page_language()).currency_formats["standard"].pattern.replace(".00", "")
    return str(
        format_currency(exact, given.currency, format=pattern, locale=page_language(), currency_digits=pattern is None)
    )


def day(value: date | datetime | None) -> str:
    """`{{ order.starts_on|day }}`: "3 March 2026". A date of law is a plain date, the same in every zone."""
    return day_words(value, page_language()) if value else gettext("no date")


def moment(value: datetime | None) -> SafeString:
    """`{{ deed.at|moment }}`: day and time in the reader's zone, named, as a `time` element with the instant."""
    from babel.dates import format_datetime

    if not value:
        return SafeString(conditional_escape(gettext("no date")))
    here = timezone.localtime(value)
    pattern = "d MMM y, HH:mm z" if page_language() == "en" else "d MMM y HH:mm z"
    return format_html(
        '<time datetime="{}">{}</time>', value.isoformat(), format_datetime(here, pattern, locale=page_language())
    )


FILTERS = (shown, country, occupation, language_name, number, percent, money, day, moment)
