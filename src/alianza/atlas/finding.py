"""What the search of the atlas finds: countries, corridors, occupations, routes and series, in three languages."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from django.urls import reverse
from django.utils.translation import gettext as _

from alianza.atlas.corridor_names import codes, language, place
from alianza.atlas.world import people_living
from alianza.observatory import queries
from alianza.regulations.queries import sheets_in_force
from alianza.regulations.sheets import Sheet
from alianza.regulations.wording import place_words
from alianza.search import occupations, places
from alianza.search.named import NamedFinder

Kind = Literal["country", "corridor", "occupation", "route", "series"]
LONGEST: Final = 200
NAMED_TWO: Final = 0.66
LEAST_OCCUPATION: Final = 0.5
"""Among many thousand occupations something always comes a little near."""
LANGUAGES: Final = ("en", "es", "fr")


@dataclass(frozen=True, slots=True)
class Found:
    """One thing found: `words` is its name in the language of the page, `remark` what it was found by or where."""

    kind: Kind
    words: str
    url: str
    score: float
    remark: str = ""
    language: str = ""
    """The language of `words` where it is not the page's."""


@dataclass(frozen=True, slots=True)
class Group:
    kind: Kind
    title: str
    found: tuple[Found, ...]

    @property
    def best(self) -> float:
        return self.found[0].score


def kind_words(kind: Kind) -> str:
    return {
        "country": _("Countries"),
        "corridor": _("Corridors"),
        "occupation": _("Occupations"),
        "route": _("Lawful routes"),
        "series": _("Statistical series"),
    }[kind]


def plain(text: str) -> str:
    """What was typed, as short as a search may be, without control characters."""
    shown = "".join(letter if letter.isprintable() else " " for letter in text[: LONGEST * 2])
    return " ".join(shown.split())[:LONGEST].strip()


def exact_country(text: str) -> str | None:
    """The country whose name was typed in full and nothing else."""
    found = places.exact_place(text)
    return found if found in codes() else None


def find(text: str, limit: int = 6) -> tuple[Group, ...]:
    """Groups of what resembles the text, the best first; empty where nothing does."""
    typed = plain(text)
    if len(typed) < 2:
        return ()
    corridors = _corridors(typed)
    found: list[tuple[Kind, Iterable[Found]]] = [("country", _countries(typed, limit)), ("corridor", corridors)]
    if not any(each.score >= NAMED_TWO for each in corridors):  # who names two countries asks for no occupation
        found += [
            ("occupation", _occupations(typed, limit)),
            ("route", _routes(typed, limit)),
            ("series", _series(typed, limit)),
        ]
    groups = [Group(kind, kind_words(kind), tuple(rows)) for kind, rows in found if rows]
    groups.sort(key=lambda group: -group.best)
    best = max((group.best for group in groups), default=0.0)
    return tuple(group for group in groups if group.best >= 0.6 * best)


def first(groups: Iterable[Group], limit: int = 8) -> list[Found]:
    """The best few of all groups, for suggestions."""
    return sorted((each for group in groups for each in group.found), key=lambda each: -each.score)[:limit]


def _countries(typed: str, limit: int) -> list[Found]:
    lang = language()
    return [
        Found(
            "country",
            place(each.key).name,
            reverse("atlas:country-show", args=(each.key,)),
            each.score,
            "" if each.name in {place(each.key).name, each.key} else each.name,
        )
        for each in places.find_places(typed, lang, limit)
    ]


def _corridors(typed: str, limit: int = 4) -> list[Found]:
    """Corridors; where a name is only half typed, those that more people live along come first."""
    found = places.find_corridors(typed, language(), 2 * limit)
    living = {} if all(each.exact for each in found) else people_living()
    rows = [
        Found(
            "corridor",
            f"{place(each.codes[0]).name} → {place(each.codes[1]).name}",
            reverse("atlas:corridor-show", args=each.codes),
            # two countries named say more than either
            0.01 + each.score + (1 - min(each.score, 1.0)) * min(math.log10(1 + living.get(each.codes, 0)), 7.0) / 7,
        )
        for each in found
    ]
    return sorted(rows, key=lambda each: -each.score)[:limit]


def _occupations(typed: str, limit: int) -> list[Found]:
    return [
        Found(
            "occupation",
            str(each.label),
            reverse("atlas:occupation-show", args=(each.isco,)),
            each.score,
            f"ISCO {each.isco}" + ("" if each.matched_on == each.label else f" · {each.matched_on}"),
            each.label.language if each.label.is_fallback else "",
        )
        for each in occupations.find(typed, language(), limit, everywhere=False)
        if each.score >= LEAST_OCCUPATION
    ]


def _routes(typed: str, limit: int) -> list[Found]:
    sheets = {each.id: each for each in sheets_in_force()}
    finder = _route_finder(tuple(sheets.values()))
    shown = []
    for each in finder.find(typed, language(), limit):
        sheet = sheets[each.key]
        words, lang = sheet.name.in_language(language())
        shown.append(
            Found(
                "route",
                words,
                reverse("regulations:sheet-show", kwargs={"sheet": sheet.id}),
                each.score,
                _where(sheet, language()),
                lang if lang != language() else "",
            )
        )
    return shown


def _route_finder(sheets: tuple[Sheet, ...]) -> NamedFinder:
    """A finder over the names of the sheets and of where they apply, made once for each state of the law."""
    state = tuple((sheet.id, sheet.version, sheet.status) for sheet in sheets)
    if state not in _route_finders:
        rows: list[tuple[str, str, str]] = []
        for sheet in sheets:
            rows.append((sheet.id, sheet.id, ""))
            for lang in LANGUAGES:
                words, told = sheet.name.in_language(lang)
                rows += [(sheet.id, words, told), (sheet.id, f"{words} {_where(sheet, lang)}", told)]
        _route_finders.clear()
        _route_finders[state] = NamedFinder(rows)
    return _route_finders[state]


_route_finders: dict[tuple[tuple[str, int, str], ...], NamedFinder] = {}


def _where(sheet: Sheet, lang: str) -> str:
    return _("European Union") if sheet.jurisdiction == "EU" else place_words(sheet.jurisdiction, lang)


def _series(typed: str, limit: int) -> list[Found]:
    entries = {each.id: each for each in queries.entries() if each.current}
    rows = tuple(
        (each.id, name, lang)
        for each in entries.values()
        for name, lang in ((each.id, ""), *((str(each.title(lang)), each.title(lang).language) for lang in LANGUAGES))
    )
    shown = []
    for each in _made(rows).find(typed, language(), limit):
        title = entries[each.key].title(language())
        shown.append(
            Found(
                "series",
                str(title),
                reverse("observatory:series-show", kwargs={"series": each.key}),
                each.score,
                entries[each.key].agency,
                title.language if title.is_fallback else "",
            )
        )
    return shown


@lru_cache(maxsize=8)
def _made(rows: tuple[tuple[str, str, str], ...]) -> NamedFinder:
    return NamedFinder(rows)
