"""Say in plain words, in one of three languages, what conditions, answers, charges and waits mean."""

from babel.numbers import format_decimal

from alianza.engines.eligibility import Gain, Miss
from alianza.regulations.costs import Charge, Wait
from alianza.regulations.dictionary import facts, step_word, word, words
from alianza.vocabulary.criterion import Condition, Group, Operator, Parameter
from alianza.vocabulary.facts import COUNTRY, Answer, Fact, Kind
from alianza.vocabulary.places import UnknownCountry, country_by_alpha2
from alianza.vocabulary.text import Text

LONGEST_LIST = 6
"""Countries named one by one; a longer list is called by its group."""


def say(section: str, code: str, language: str, **places: object) -> str:
    """A packaged phrase in the language, its places filled."""
    phrase = word(section, code).in_language(language)[0]
    return phrase % places if places else phrase


def number_words(value: float, language: str) -> str:
    """A number as the language writes it; amounts that are not whole keep two decimals.

    >>> number_words(43759.8, "en"), number_words(48300, "es")
    ('43,759.80', '48.300')
    """
    pattern = None if value == int(value) else "#,##0.00"
    return str(format_decimal(value, pattern, locale=language))


def amount_words(value: float, unit: str, language: str, per: str = "") -> str:
    """A number with its unit: "769 pounds", "1 week", "7 months in any 11 months"."""
    said = f"{number_words(value, language)} {unit_words(unit, language, one=value == 1)}"
    return f"{said} {say('per', per, language)}" if per else said


def unit_words(unit: str, language: str, *, one: bool = False) -> str:
    """A unit after a number; one nobody has named is shown as written."""
    section = "units_one" if one else "units"
    return say(section, unit, language) if unit in words()[section] else unit


def answer_words(fact: Fact, answer: Answer, language: str) -> str:
    """An answer as a person would say it."""
    if isinstance(answer, bool):
        return say("answers", "true" if answer else "false", language)
    if isinstance(answer, int | float):
        return amount_words(answer, fact.unit, language) if fact.unit else number_words(answer, language)
    if isinstance(answer, frozenset):
        return ", ".join(sorted(code_words(fact, code, language) for code in answer)) or "-"
    return code_words(fact, answer, language)


def code_words(fact: Fact, code: str, language: str) -> str:
    """A code of a fact by its name."""
    if fact.kind is Kind.SCALE:
        return step_word(scale_of(fact), code).in_language(language)[0]
    if fact.of == COUNTRY:
        return place_words(code, language)
    return word("sectors", code).in_language(language)[0]


def place_words(code: str, language: str) -> str:
    """A country by its name; a region by its code."""
    try:
        return str(country_by_alpha2(code).name(language))
    except UnknownCountry:
        return code


def scale_of(fact: Fact) -> str:
    """The name of the scale on which a fact is answered."""
    return next((name for name, steps in facts().scales.items() if steps == fact.steps), "")


def fact_label(fact: str) -> Text:
    """A short name of a fact."""
    return word("facts", fact)


def needed_words(condition: Condition, needed: Answer | None, language: str, *, unit: str = "") -> str:
    """What would meet a condition: "Gross yearly pay: 43,759.80 euros a year or more"."""
    name = fact_label(condition.fact).in_language(language)[0]
    return pair(name, _wanted(condition, needed, language, unit), language)


def pair(label: str, value: str, language: str) -> str:
    """A label and what it stands before, with the colon as the language writes it.

    >>> pair("Jours", "5", "fr")
    'Jours : 5'
    """
    return say("comparisons", "pair", language, label=label, value=value)


def _wanted(condition: Condition, needed: Answer | None, language: str, unit: str) -> str:
    fact = facts().get(condition.fact)
    if needed is None:
        return say("comparisons", "no_figure", language)
    if isinstance(needed, bool):
        return say("answers", "true" if needed else "false", language)
    operator = str(condition.op)
    if isinstance(needed, frozenset):
        if isinstance(condition.value, Group) and len(needed) > LONGEST_LIST:
            listed = say("groups", condition.value.name, language)
        elif fact is not None:
            listed = ", ".join(sorted(code_words(fact, code, language) for code in needed)) or "-"
        else:
            listed = ", ".join(sorted(needed))
        return say("comparisons", operator, language, value=listed)
    if isinstance(needed, int | float):
        unit = unit or (fact.unit if fact else "")
        value = amount_words(needed, unit, language) if unit else number_words(needed, language)
    else:
        value = code_words(fact, needed, language) if fact else needed
    best = fact is not None and bool(fact.steps) and needed == fact.steps[-1]
    if condition.op is Operator.GTE and best:  # nothing lies above the last step
        return value
    return say("comparisons", operator, language, value=value)


def miss_words(miss: Miss, language: str, *, units: dict[str, str] | None = None) -> str:
    """What would cure a miss, in one line. `units` gives the unit of each dated parameter."""
    if miss.condition is None:
        short = amount_words(miss.shortfall, "point", language)
        return say("comparisons", "short", language, points=short)
    return needed_words(miss.condition, miss.needed, language, unit=_unit(miss.condition, units))


def gain_words(gain: Gain, language: str, *, units: dict[str, str] | None = None) -> str:
    """What one more tier would bring: "2 points more: Level of German: B1 or more"."""
    points = amount_words(gain.points, "point", language)
    what = needed_words(gain.condition, gain.needed, language, unit=_unit(gain.condition, units))
    return say("comparisons", "points", language, points=points, what=what)


def _unit(condition: Condition, units: dict[str, str] | None) -> str:
    if isinstance(condition.value, Parameter) and units and not condition.steps:
        return units.get(condition.value.name, "")
    return ""


def charge_words(charge: Charge, language: str) -> str:
    """A charge with its amount and payer: "Visa fee: 335 Australian dollars; employer pays"."""
    label = charge.label.in_language(language)[0]
    amount = amount_words(charge.value, charge.unit, language, charge.per)
    return pair(label, f"{amount}; {say('who_pays', charge.payer, language)}", language)


def wait_words(wait: Wait, language: str) -> str:
    """A waiting time: "Usual waiting time: 5 days"."""
    return pair(wait.label.in_language(language)[0], amount_words(wait.value, wait.unit, language), language)
