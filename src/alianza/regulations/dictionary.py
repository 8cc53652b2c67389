"""What sheets refer to: the questions, the country groups, the twelve elements, the words, the translations."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from alianza.vocabulary.criterion import CountryGroup
from alianza.vocabulary.facts import COUNTRY, FactDictionary
from alianza.vocabulary.places import countries
from alianza.vocabulary.text import Text
from alianza.written import day_of, read_yaml

DATA = Path(__file__).parent / "data"
LANGUAGES = ("en", "es", "fr")


@dataclass(frozen=True, slots=True)
class ElementName:
    """One of the twelve elements, by its place and key."""

    n: int
    key: str
    label: Text


@cache
def translations() -> Mapping[str, Mapping[str, str]]:
    """By language, the translation of each English sentence. Ours, and unreviewed."""
    found: dict[str, Mapping[str, str]] = {}
    for language in LANGUAGES[1:]:
        path = DATA / "translations" / f"{language}.yaml"
        content = read_yaml(path) if path.exists() else None
        found[language] = content if isinstance(content, dict) else {}
    return MappingProxyType(found)


@cache
def text_of(english: str) -> Text:
    """An English sentence with the translations we have; those are unreviewed. Figures are alike in all languages."""
    if not any(letter.isalpha() for letter in english):
        return Text(dict.fromkeys(LANGUAGES, english))
    ours = {language: words[english] for language, words in translations().items() if words.get(english)}
    return Text({"en": english, **ours}, unreviewed=ours)


def named(names: Mapping[str, str]) -> Text:
    """A name that the sheet itself gives in some languages, completed by ours where English has a translation."""
    ours = text_of(names["en"]) if "en" in names else Text({})
    missing = {language: words for language, words in ours.languages.items() if language not in names}
    return Text({**names, **missing}, unreviewed=missing)


def name_in(document: Mapping[str, Any], otherwise: str) -> Text:
    """The name that a document gives its sheet; `otherwise`, where a draft gives none that can be read."""
    names = document.get("name")
    if (
        not isinstance(names, Mapping)
        or not names
        or not all(isinstance(each, str) and each for each in names.values())
    ):
        return Text({"en": otherwise})
    return named(names)


@cache
def words() -> Mapping[str, Mapping[str, Any]]:
    """Words for codes and the phrases around them, by section."""
    found: dict[str, Mapping[str, Any]] = {}
    for path in (DATA / "translations" / "labels.yaml", DATA / "_words.yaml"):
        content = read_yaml(path)
        if isinstance(content, dict):
            found |= {section: entries for section, entries in content.items() if isinstance(entries, dict)}
    return MappingProxyType(found)


@cache
def word(section: str, code: str) -> Text:
    """The word for a code in our three languages; the code itself, spaced, when nobody has written one.

    >>> word("sectors", "care").in_language("fr")
    ('Santé et soins', 'fr')
    >>> str(word("keys", "hut_tax"))
    'Hut tax'
    """
    return _text(words().get(section, {}).get(code), code)


@cache
def step_word(scale: str, step: str) -> Text:
    """The word for a step of a scale."""
    return _text(words()["scales"].get(scale, {}).get(step), step)


def _text(entry: Mapping[str, str] | None, code: str) -> Text:
    if entry is None:
        plain = code.replace("_", " ")
        return Text({"en": plain[:1].upper() + plain[1:]})
    return Text({language: entry[language] for language in LANGUAGES if language in entry}, unreviewed=LANGUAGES[1:])


def domains() -> dict[str, frozenset[str]]:
    """Closed lists of codes that facts use beyond the dictionary's own."""
    return {COUNTRY: frozenset(country.alpha2 for country in countries())}


def read_dictionary(path: Path) -> FactDictionary:
    """The dictionary of facts in a file. Raises `Unreadable`, or `ValueError` naming the entry."""
    content = read_yaml(path)
    if not isinstance(content, dict):
        raise ValueError("the dictionary of facts is missing.")  # noqa: TRY004  the data is at fault
    facts = content.get("facts")
    for entry in facts if isinstance(facts, list) else []:
        if isinstance(entry, dict) and isinstance(entry.get("ask"), dict):
            entry["ask"] = named(entry["ask"])
    return FactDictionary.from_mapping(content, domains=domains())


def read_groups(path: Path) -> Mapping[str, CountryGroup]:
    """The country groups in a file. Raises `Unreadable`, or `ValueError` naming the group."""
    content = read_yaml(path)
    entries = content.get("groups") if isinstance(content, dict) else None
    if not isinstance(entries, dict):
        raise ValueError("groups: a mapping of names to groups is missing.")  # noqa: TRY004  the data is at fault
    known = domains()[COUNTRY]
    groups = {}
    for name, entry in entries.items():
        members = entry.get("members") if isinstance(entry, dict) else None
        if not isinstance(members, list):
            raise ValueError(f"groups.{name}: the list of members is missing.")  # noqa: TRY004
        for member in members:
            if not isinstance(member, str) or member not in known:
                hint = ' (write "NO" in quotes for Norway)' if isinstance(member, bool) else ""
                raise ValueError(f"groups.{name}: {member!r} is not a country's two-letter code{hint}.")
        groups[name] = CountryGroup(
            name, frozenset(members), _day(entry, "from", f"groups.{name}"), _day(entry, "to", f"groups.{name}")
        )
    return MappingProxyType(groups)


def _day(entry: Mapping[str, object], key: str, where: str) -> date | None:
    value = entry.get(key)
    if value is None:
        return None
    day = day_of(value)
    if day is None:
        raise ValueError(f"{where}.{key}: {value!r} is not a date; write 2026-03-24.")
    return day


@cache
def facts() -> FactDictionary:
    """The packaged questions."""
    return read_dictionary(DATA / "_facts.yaml")


@cache
def groups() -> Mapping[str, CountryGroup]:
    """The packaged country groups."""
    return read_groups(DATA / "_groups.yaml")


@cache
def elements() -> tuple[ElementName, ...]:
    """The twelve elements, in order."""
    content: Any = read_yaml(DATA / "_elements.yaml")
    return tuple(ElementName(entry["n"], entry["key"], named(entry["label"])) for entry in content["elements"])


@cache
def levels() -> Mapping[str, Text]:
    """What each level of evidence means."""
    content: Any = read_yaml(DATA / "_elements.yaml")
    return {level: text_of(meaning) for level, meaning in content["levels"].items()}
