"""Tags of the law's pages: `{% load law %}`."""

from datetime import date

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from alianza.regulations import staleness, wording
from alianza.regulations.dictionary import name_in, text_of, word
from alianza.regulations.models import SheetVersion
from alianza.texts import page_language
from alianza.vocabulary.days import day_words
from alianza.vocabulary.said import Said
from alianza.vocabulary.text import Text

register = template.Library()


@register.filter
def said(text: Text | str | None) -> SafeString:
    """A text in the page's language. One that falls back says so; that ours are unconfirmed is said once, on top."""
    if not isinstance(text, Text):
        return SafeString(conditional_escape(text or ""))
    words, shown = text.in_language(page_language())
    if not words or shown == page_language():
        return SafeString(conditional_escape(words))
    mark = gettext("in the original language") if shown not in {"en", "es", "fr"} else _IN[shown]()
    return format_html(
        '<span class="fallback"><span lang="{}">{}</span> <span class="fallback__mark">({})</span></span>',
        shown,
        words,
        mark,
    )


_IN = {
    "en": lambda: gettext("in English"),
    "es": lambda: gettext("in Spanish"),
    "fr": lambda: gettext("in French"),
}


@register.filter
def problem(sentence: str) -> str:
    """A sentence of a check, in the page's language."""
    return sentence.translated(gettext) if isinstance(sentence, Said) else str(sentence)


@register.filter
def place(code: str) -> str:
    """`{{ "DE"|place }}`: the country's name; a region by its own."""
    if code == "EU":
        return gettext("European Union")
    if code == "MERCOSUR":
        return gettext("Mercosur and associated States")
    return wording.place_words(str(code), page_language())


def name_of(version: SheetVersion) -> Text:
    """What the sheet of a version is called, also in a draft that cannot be read yet."""
    return name_in(version.document, version.category.name)


@register.filter
def sheet_name(version: SheetVersion) -> SafeString:
    """`{{ version|sheet_name }}`: what the sheet is called, in the page's language."""
    return said(name_of(version))


@register.filter
def sentence(english: str) -> Text:
    """`{{ source.dated_basis|sentence|said }}`: what a sheet writes in English, with its translations."""
    return text_of(english)


@register.filter
def gap_days(gap: Text) -> SafeString:
    """`{{ gap|gap_days }}`: days without a figure; what a sheet writes as days is said as days."""
    span = staleness.span_of(str(gap))
    if span is None or span[0] is None or str(gap).isdigit() or ";" in str(gap):
        return said(gap)  # a year is written as one, and what is told beside the days is not lost
    return SafeString(" – ".join(day_words(day, page_language()) if day else "…" for day in span))


@register.filter
def plain(text: Text | str) -> str:
    """`{{ text|plain }}`: in the page's language without a mark, for options and attributes, which hold no markup."""
    return text.in_language(page_language())[0] if isinstance(text, Text) else str(text)


@register.filter
def named(code: str, section: str) -> SafeString:
    """`{{ sheet.skill|named:"skill" }}`: the word for a code."""
    return said(word(section, str(code)))


@register.filter
def lawday(day: date | None) -> str:
    """A date of law, as the language writes it."""
    return day_words(day, page_language()) if day else ""


@register.filter
def found(finding: staleness.Finding) -> str:
    """`{{ finding|found }}`: what to look at again and why, in the page's language."""
    return staleness.in_words(finding, page_language(), gettext)


@register.simple_tag(takes_context=True)
def report_link(context: Context, *parts: object) -> SafeString:
    """`{% report_link "elements." key ".say[" number "]" %}`: beside a line, where anybody may report an error of it.

    Only on pages that say so (`reportable`): a draft is its keeper's to correct.
    """
    sheet = context.get("sheet")
    if not context.get("reportable") or sheet is None:
        return SafeString("")
    path = "".join(str(part) for part in parts)
    where = {"sheet": sheet.id, "number": sheet.version, "line": path}
    return format_html(
        ' <a class="report-line" rel="nofollow" href="{}">{}<span class="hidden"> ({})</span></a>',
        reverse("regulations:report-tell", kwargs=where),
        gettext("Report an error"),
        path,
    )
