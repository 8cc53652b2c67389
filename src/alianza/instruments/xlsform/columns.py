"""What both directions of the XLSForm exchange share: columns, languages, and the lists that are the alliance's own."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from types import MappingProxyType
from typing import Any

from alianza.instruments.instrument import Item, Type
from alianza.instruments.xlsform.xpath import number
from alianza.vocabulary.money import currencies
from alianza.vocabulary.occupations import occupations
from alianza.vocabulary.places import countries

ALZ = "bind::alz:"
NAMESPACES = 'alz="urn:alianza:xlsform"'
TEXTS = ("label", "hint", "constraint_message")
PLAIN = ("required", "relevant", "constraint", "calculation", "appearance")
MARKS = (
    "type", "part", "row", "by", "list", "rows", "several", "unit", "least", "most", "longest", "required", "level",
    "crit", "refs", "evidence", "audit", "replaces", "relevant", "constraint", "compute",
)  # fmt: skip
JSON_MARKS = frozenset({"refs", "evidence", "audit", "relevant", "constraint", "compute", "required"})
WORDS = frozenset({"schema", "date", "kind", "respondent"})
"""What the sheet `alianza` holds as plain words; everything else there is JSON."""
ELSEWHERE = frozenset({"urn", "version", "languages", "lists", "sections", "items"})
"""What of an instrument stands in the sheets of XLSForm itself."""
SETTINGS = ("form_title", "form_id", "version", "default_language", "namespaces")

LANGUAGES: Mapping[str, str] = MappingProxyType(
    {
        "ar": "العربية", "bn": "বাংলা", "de": "Deutsch", "en": "English", "es": "Español",
        "fr": "Français", "hi": "हिन्दी", "id": "Bahasa Indonesia", "it": "Italiano",
        "ja": "日本語", "ko": "한국어", "ne": "नेपाली", "pt": "Português", "ru": "Русский",
        "si": "සිංහල", "sw": "Kiswahili", "tl": "Tagalog", "tr": "Türkçe",
        "uk": "Українська", "ur": "اردو", "vi": "Tiếng Việt", "zh": "中文",
    }
)  # fmt: skip

YES_NO, COUNTRIES, OCCUPATIONS, CURRENCIES = "alz-yes-no", "alz-country", "alz-occupation", "alz-currency"
NOTE: Mapping[str, str] = {"en": "Note or reason", "es": "Nota o motivo", "fr": "Note ou motif"}
EVIDENCE: Mapping[str, str] = {"en": "Evidence", "es": "Prueba", "fr": "Preuve"}
FILE: Mapping[str, str] = {"en": "File", "es": "Archivo", "fr": "Fichier"}
CURRENCY: Mapping[str, str] = {"en": "Currency", "es": "Moneda", "fr": "Monnaie"}
YES: Mapping[str, str] = {"en": "Yes", "es": "Sí", "fr": "Oui"}
NO: Mapping[str, str] = {"en": "No", "es": "No", "fr": "Non"}

PERIOD_FORM = "regex(., '^[0-9][0-9Qq/.-]+$')"
CORRIDOR_FORM = "regex(., '^[A-Z]{3}-[A-Z]{3}( [A-Z]{3}-[A-Z]{3})*$')"


def language_column(column: str, language: str) -> str:
    """`label::English (en)`."""
    return f"{column}::{LANGUAGES.get(language, language)} ({language})"


def compact(value: object) -> str:
    """JSON in one line, the same for the same value."""
    return json.dumps(value, ensure_ascii=False)


@cache
def own_list(name: str) -> Mapping[str, Mapping[str, str]]:
    """A list of the alliance's own: labels in three languages by value."""
    if name == YES_NO:
        return {"true": YES, "false": NO}
    spoken = ("en", "es", "fr")
    if name == COUNTRIES:
        return {each.alpha3: {lang: str(each.name(lang)) for lang in spoken} for each in countries()}
    if name == OCCUPATIONS:
        return {each.code: {lang: f"{each.code} {each.title(lang)}" for lang in spoken} for each in occupations(None)}
    return {
        each.code: {lang: f"{each.code} {each.name(lang)}" for lang in spoken}
        for each in currencies()
        if each.minor_unit is not None
    }


OWN_LISTS = (YES_NO, COUNTRIES, OCCUPATIONS, CURRENCIES)


def in_languages(texts: Mapping[str, str], languages: Sequence[str]) -> dict[str, str]:
    """Words of our own in each language, in English where we have no other."""
    return {language: texts.get(language, texts["en"]) for language in languages}


def is_block(item: Item) -> bool:
    """Whether an item takes a group of rows of its own, which can hold no answer and so no XLSForm constraint."""
    return item.type in {Type.MATRIX, Type.REPEAT} or (item.type is Type.FILE and item.several)


def as_asked(item: Item, raw: Mapping[str, Any]) -> Item:
    """The item as a form asks it: answers to a file item are always several, a form has it so where it is said."""
    children = tuple(as_asked(child, entry) for child, entry in zip(item.children, raw.get("items", []), strict=False))
    several = raw.get("several") is True if item.type is Type.FILE else item.several
    return replace(item, several=several, children=children)


def constrained(item: Item) -> bool:
    """Whether the field's tools can check a constraint on this item."""
    return not is_block(item) and item.type is not Type.COMPUTED


def fixed_constraints(item: Item) -> list[str]:
    """What an answer of this type always has to look like."""
    if item.type is Type.PERIOD:
        return [PERIOD_FORM]
    return [CORRIDOR_FORM] if item.type is Type.CORRIDOR else []


def mark(raw: Mapping[str, Any], key: str) -> str:
    """The cell of a column of ours; empty where the written form does not have the key."""
    if key not in raw:
        return ""
    value = raw[key]
    if key in JSON_MARKS:
        return compact(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return number(value) if isinstance(value, float) else str(value)
