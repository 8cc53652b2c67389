"""Conditions, score parts and changes as a reader sees them."""

from collections.abc import Callable, Sequence
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from alianza.engines.preselection import Change
from alianza.placement.models import JobOrder, Share
from alianza.registry.models import Education, Profile
from alianza.registry.months import first_of
from alianza.regulations.queries import sheet_in_force
from alianza.tabular import SHOWN, InputProblems, Problem
from alianza.texts import page_language
from alianza.vocabulary.languages import language
from alianza.vocabulary.occupations import occupation
from alianza.vocabulary.places import country

LEVELS = ("–", "A1", "A2", "B1", "B2", "C1", "C2")

CONDITIONS: dict[str, Promise] = {
    "occupation": _("Occupation"),
    "corridor": _("Open to the worker's country"),
    "certified": _("Employer admitted to the programme"),
    "preference_country": _("A country the worker would go to"),
    "preference_wage": _("Pay the worker asks for"),
    "experience": _("Experience"),
    "language": _("Languages"),
    "education": _("Schooling"),
    "recognition": _("Qualification recognised"),
    "medical": _("Medical examination"),
    "security": _("Certificate of good conduct"),
    "passport": _("Passport"),
    "age": _("Age"),
    "start": _("Free to begin"),
    "essential_skills": _("Skills needed"),
}
PARTS: dict[str, Promise] = {
    "skill": _("Skills"),
    "experience": _("Experience"),
    "language": _("Languages"),
    "wage": _("Pay above what the worker asks"),
    "wish": _("The worker's wish"),
}
WHO: dict[str, Promise] = {
    "worker": _("the worker can change this"),
    "employer": _("the employer can change this"),
    "state": _("an authority decides this"),
    "nobody": _("nobody can change this"),
}


def place(code: str) -> str:
    return str(country(code).name(page_language()))


def work(isco: str) -> str:
    return str(occupation(isco).title(page_language()))


PHASES: dict[str, Promise] = {
    "registry": _("reading the registry and the orders"),
    "pairs": _("finding who fits which order"),
    "permits": _("holding the pairs against the permits"),
    "places": _("deciding who gets which place"),
    "proof": _("proving how good the result is"),
}


def phase(code: str) -> str:
    """The step that a run is at."""
    return str(PHASES.get(code, code))


def problems(found: InputProblems) -> list[str]:
    """What is wrong with files that were sent, the first of it in the reader's language."""
    told = [_problem(each) for each in found.found[:SHOWN]]
    more = found.count - len(told)
    if more:
        told.append(ngettext("... and %(count)s more.", "... and %(count)s more.", more) % {"count": more})
    return told


def _problem(found: Problem) -> str:
    sentence = gettext(found.message) % found.facts if found.facts else gettext(found.message)
    facts = {"file": found.file, "row": found.row, "column": found.column, "sentence": sentence}
    if found.row and found.column:
        return gettext("%(file)s, row %(row)s, column %(column)s: %(sentence)s") % facts
    if found.row:
        return gettext("%(file)s, row %(row)s: %(sentence)s") % facts
    if found.column:
        return gettext("%(file)s, column %(column)s: %(sentence)s") % facts
    return f"{found.file}: {sentence}"


def permit(sheet: str) -> str:
    """The name of a permit category; its id where no sheet is in force any more."""
    held = sheet_in_force(sheet)
    return sheet if held is None else str(held.name.in_language(page_language())[0])


LIMITS: dict[str, Promise] = {"quota": _("Quota"), "cap": _("Cap"), "share": _("Fair share")}


def where(kind: str, keys: Sequence[str]) -> str:
    """What a limit counts, from its codes: a quota's origin, destination and permit, a cap's origin and sector, a
    share's kind and scope.
    """
    if kind == "quota":
        origin, destination, sheet = keys
        return gettext("%(origin)s to %(destination)s, %(permit)s") % {
            "origin": place(origin), "destination": place(destination), "permit": permit(sheet),
        }  # fmt: skip
    if kind == "cap":
        return f"{place(keys[0])}, {' '.join(keys[1:])}"  # a sector's name may hold spaces
    label = str(Share.Kind(keys[0]).label)
    return label if keys[1] == "all" else f"{label}, {place(keys[1])}"


def limit(kind: str, keys: Sequence[str]) -> str:
    """A limit by its kind and what it counts."""
    return f"{LIMITS[kind]} ({where(kind, keys)})"


def _languages(order: JobOrder, levels: dict[str, int] | None = None) -> str:
    """What the order asks, or what the worker has in the languages that it asks."""
    shown = []
    for code, least in ((order.lang1, order.lang1_min), (order.lang2, order.lang2_min)):
        if code:
            level = LEVELS[least] if levels is None else LEVELS[levels.get(code, 0)]
            shown.append(f"{language(code).name(page_language())} {level}")
    return ", ".join(shown) or gettext("none asked")


def _months(number: int) -> str:
    return ngettext("%(count)s month", "%(count)s months", number) % {"count": number}


def _years(number: int) -> str:
    return ngettext("%(count)s year", "%(count)s years", number) % {"count": number}


def asked(order: JobOrder, condition: str) -> str:
    """What the order asks under one condition."""
    words: dict[str, Any] = {
        "occupation": lambda: work(order.isco),
        "corridor": lambda: ", ".join(place(each) for each in order.origins),
        "certified": lambda: gettext("label") if order.programme.demands_label else gettext("nothing"),
        "preference_country": lambda: place(order.destination),
        "preference_wage": lambda: f"{order.wage:,} {order.currency}".replace(",", "\u202f"),
        "experience": lambda: _years(order.min_years),
        "language": lambda: _languages(order),
        "education": lambda: str(Education(order.min_education).label),
        "recognition": lambda: (
            gettext("recognised in %(place)s") % {"place": place(order.destination)}
            if order.regulated
            else gettext("not needed")
        ),
        "medical": lambda: gettext("examined and fit"),
        "security": lambda: gettext("certificate at hand"),
        "passport": lambda: gettext("valid for %(time)s") % {"time": _months(order.passport_min)},
        "age": lambda: f"{order.age_min}–{order.age_max}",
        "start": lambda: date_format(order.starts_on, "F Y"),
        "essential_skills": lambda: (
            gettext("%(least)s of %(listed)s") % {"least": order.essential_min, "listed": len(order.essential)}
        ),
    }
    return str(words[condition]())


def held(order: JobOrder, profile: Profile, condition: str, *, levels: dict[str, int], on: Any) -> str:
    """What the worker has under one condition; only what the order may know before the worker agreed."""
    words: dict[str, Any] = {
        "occupation": lambda: ", ".join(work(each) for each in (profile.isco, profile.isco2) if each),
        "corridor": lambda: place(profile.origin),
        "certified": lambda: "",
        "preference_country": lambda: ", ".join(place(each) for each in profile.accepts),
        "preference_wage": lambda: (
            gettext("any lawful pay")
            if profile.min_wage_minor is None
            else f"{profile.min_wage_minor // 100:,} {profile.min_wage_currency}".replace(",", "\u202f")
        ),
        "experience": lambda: ", ".join(_years(each) for each in (profile.years, profile.years2) if each is not None),
        "language": lambda: _languages(order, levels),
        "education": lambda: str(Education(profile.education or 0).label),
        "recognition": lambda: (
            ", ".join(place(each) for each in profile.recognised_in) or gettext("recognised nowhere yet")
        ),
        "medical": profile.get_medical_display,
        "security": profile.get_security_display,
        "passport": lambda: gettext("valid for %(time)s") % {"time": _months(profile.passport_months(on))},
        "age": lambda: str(profile.age(on) or ""),
        "start": lambda: date_format(profile.available_from, "F Y") if profile.available_from else "",
        "essential_skills": lambda: str(len(set(profile.skills) & set(order.essential))),
    }
    return str(words[condition]())


def change(needed: Change, order: JobOrder) -> str:
    """What would have to change, as a sentence with the value it needs."""
    return str(_SENTENCES[needed.condition](needed, order))


def _level(needed: Change) -> str:
    spoken = language(needed.column.removeprefix("cefr_")).name(page_language())
    return gettext("%(language)s at level %(level)s") % {"language": spoken, "level": needed.to}


def _skills(needed: Change, order: JobOrder) -> str:
    if needed.column == "essential_min":
        return gettext("The order would have to ask for fewer of its skills.")
    number = order.essential_min
    return gettext("Learn or show more of the skills needed: at least %(least)s of %(listed)s.") % {
        "least": number,
        "listed": len(order.essential),
    }


_SENTENCES: dict[str, Callable[[Change, JobOrder], str]] = {
    "occupation": lambda needed, order: (
        gettext("The employer would have to take related occupations.")
        if needed.column == "related_ok"
        else gettext("Another occupation is asked: %(work)s.") % {"work": work(order.isco)}
    ),
    "corridor": lambda _needed, _order: gettext("The order would have to be opened to this country of origin."),
    "certified": lambda _needed, _order: gettext("The employer would need the fair-recruitment label."),
    "preference_country": lambda _needed, order: (
        gettext("Accept %(place)s as a country of work.") % {"place": place(order.destination)}
    ),
    "preference_wage": lambda _needed, _order: gettext("The pay would have to reach what the worker asks."),
    "experience": lambda needed, _order: (
        gettext("%(years)s in the occupation are needed.") % {"years": _years(int(str(needed.to)))}
    ),
    "language": lambda needed, _order: _level(needed) + ".",
    "education": lambda needed, _order: (
        gettext("Schooling needed: %(level)s.") % {"level": Education(int(str(needed.to))).label}
    ),
    "recognition": lambda _needed, order: (
        gettext("Have the qualification recognised in %(place)s.") % {"place": place(order.destination)}
    ),
    "medical": lambda needed, _order: (
        gettext("Pass the medical examination.") if needed.to else gettext("The medical examination was not passed.")
    ),
    "security": lambda needed, _order: (
        gettext("Obtain the certificate of good conduct.") if needed.to else gettext("The certificate was refused.")
    ),
    "passport": lambda needed, _order: (
        gettext("Renew the passport: valid for %(time)s at least.") % {"time": _months(int(str(needed.to)))}
    ),
    "age": lambda _needed, order: (
        gettext("The order is for ages %(low)s to %(high)s.") % {"low": order.age_min, "high": order.age_max}
    ),
    "start": lambda needed, _order: (
        gettext("Work would have to begin in %(month)s or later.")
        % {"month": date_format(first_of(int(str(needed.to))), "F Y")}
    ),
    "essential_skills": _skills,
}
