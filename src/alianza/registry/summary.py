"""What a profile says, in the words of a page: one section for each step of the form."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

from babel.dates import format_date
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from alianza.registry.forms.steps import STEPS
from alianza.registry.models import Profile
from alianza.vocabulary.days import day_words
from alianza.vocabulary.labels import Label
from alianza.vocabulary.languages import CEFR, language
from alianza.vocabulary.money import Money
from alianza.vocabulary.occupations import esco_occupation, occupation, skill
from alianza.vocabulary.places import country
from alianza.vocabulary.refusal import Refusal

Fact: TypeAlias = tuple[str, Any]
"""A name and what was said: words, a number, a `Money`, a tuple of labels; None where nothing was."""


@dataclass(frozen=True)
class Section:
    slug: str
    title: Promise
    facts: list[Fact]


def occupation_named(isco: str, esco: str, lang: str) -> Label | str:
    try:
        return esco_occupation(esco).label(lang) if esco else occupation(isco).title(lang)
    except Refusal:  # a later edition of the classification dropped it
        return isco


def _countries(codes: tuple[str, ...], lang: str) -> str | None:
    return ", ".join(str(country(code).name(lang)) for code in codes) or None


def _day(value: date | None, lang: str) -> str | None:
    return day_words(value, lang) if value else None


def _named(isco: str, esco: str, lang: str) -> Label | str | None:
    return occupation_named(isco, esco, lang) if isco else None


def _languages(profile: Profile, lang: str) -> str | None:
    levels = {level.rank: level for level in CEFR}
    spoken = (f"{language(each.language).name(lang)} ({levels[each.level].value})" for each in profile.languages.all())
    return ", ".join(spoken) or None


def _said(*, yes: bool | None, one: str, other: str) -> str | None:
    return None if yes is None else (one if yes else other)


def _facts(profile: Profile, lang: str) -> dict[str, Callable[[], list[Fact]]]:
    def born() -> str | int | None:
        return _day(date.fromisoformat(profile.birth_date), lang) if profile.birth_date else profile.birth_year

    return {
        "occupation": lambda: [
            (_("Occupation"), _named(profile.isco, profile.esco, lang)),
            (_("Years in it"), profile.years),
        ],
        "skills": lambda: [(_("Skills"), tuple(skill(each).label(lang) for each in profile.skills) or None)],
        "second": lambda: [
            (_("Other occupation"), _named(profile.isco2, profile.esco2, lang)),
            (_("Years in the other occupation"), profile.years2),
        ],
        "languages": lambda: [(_("Languages"), _languages(profile, lang))],
        "wishes": lambda: [
            (_("Wishes, in order"), _countries(profile.wishes, lang)),
            (_("Would go to"), _countries(profile.accepts, lang)),
        ],
        "qualifications": lambda: [
            (_("Education"), profile.get_education_display() if profile.education is not None else None),
            (_("Recognised in"), _countries(profile.recognised_in, lang)),
        ],
        "pay": lambda: [
            (
                _("Least pay a month"),
                _("any lawful pay")
                if profile.min_wage_minor is None
                else Money(profile.min_wage_minor, profile.min_wage_currency),
            )
        ],
        "papers": lambda: [
            (
                _("Can start"),
                str(format_date(profile.available_from, "MMMM y", locale=lang)) if profile.available_from else None,
            ),
            (_("Passport valid until"), _day(profile.passport_until, lang)),
            (_("Medical examination"), profile.get_medical_display()),
            (_("Certificate of good conduct"), profile.get_security_display()),
        ],
        "about": lambda: [
            (_("Country"), _countries((profile.origin,), lang) if profile.origin else None),
            (_("Region"), profile.region),
            (_("Birth date"), born()),
            (_("Sex"), _said(yes=profile.woman, one=_("Woman"), other=_("Man"))),
            (_("Hardship, for fair shares"), _said(yes=profile.disadvantaged, one=_("Yes"), other=_("No"))),
        ],
        "contact": lambda: [
            (_("Name"), profile.full_name or None),
            (_("Phone"), profile.phone or None),
            (_("E-mail address"), profile.email or None),
            (_("Passport number"), profile.passport or None),
        ],
    }


def sections(profile: Profile, lang: str) -> list[Section]:
    """Everything, for the worker's own eyes."""
    facts = _facts(profile, lang)
    return [Section(each.slug, each.title, facts[each.slug]()) for each in STEPS]


def under_pseudonym(profile: Profile, lang: str) -> list[Fact]:
    """What anybody who works with the profile may read without opening it."""
    about = [
        (_("Country"), _countries((profile.origin,), lang)),
        (_("Region"), profile.region),
        (_("Year of birth"), profile.birth_year),
    ]
    facts = _facts(profile, lang)
    return about + [fact for each in STEPS if each.slug not in {"about", "contact"} for fact in facts[each.slug]()]
