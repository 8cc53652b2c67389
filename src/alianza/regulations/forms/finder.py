"""The finder's questions as plain forms."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alianza.regulations import wording
from alianza.regulations.trail import NO_OFFER
from alianza.vocabulary._folding import alphabetical
from alianza.vocabulary.facts import COUNTRY, Answer, Fact, Kind, UnfitAnswer
from alianza.vocabulary.places import UnknownCountry, countries, find_country

DIFFERS = "differs"
UNKNOWN = "unknown"
MOST_COUNTRIES = 12
"""Nationalities; nobody holds more."""


class PlacesForm(forms.Form):
    """Where somebody would go."""

    places = forms.MultipleChoiceField(
        label=gettext_lazy("Where would you go?"),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choices--beside"}),
        help_text=gettext_lazy("Choose one or more; with none chosen you see every route."),
    )

    def __init__(self, data: Any = None, *, offered: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["places"].choices = list(offered)  # type: ignore[attr-defined]


class OfferForm(forms.Form):
    """Whether there is a job offer, and where."""

    answer = forms.ChoiceField(widget=forms.RadioSelect, label="")

    def __init__(self, data: Any = None, *, label: str, offered: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        field = self.fields["answer"]
        field.label = label
        field.choices = [  # type: ignore[attr-defined]
            (NO_OFFER, _("No")),
            *((code, _("Yes, in %(place)s") % {"place": name}) for code, name in offered),
        ]


class QuestionForm(forms.Form):
    """One question about one fact, in the form that fits its answer; countries have a form of their own."""

    def __init__(self, data: Any = None, *, fact: Fact, language: str, may_differ: bool, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fact = fact
        self.fields["answer"] = answer_field(fact, language, may_differ=may_differ)

    def clean_answer(self) -> Answer | str | None:
        """An accepted answer; `DIFFERS` when it differs by place; `None` when the person does not know."""
        given = self.cleaned_data["answer"]
        if given in {DIFFERS, UNKNOWN}:
            return None if given == UNKNOWN else DIFFERS
        try:
            return self.fact.accept(typed_answer(self.fact, given))
        except UnfitAnswer:
            raise ValidationError(
                _("This answer does not fit the question. Correct it, or skip the question.")
            ) from None


def answer_field(fact: Fact, language: str, *, may_differ: bool = False) -> forms.Field:
    """The field of a question that has one answer."""
    return _FIELDS[fact.kind](fact, language, fact.ask.in_language(language)[0], may_differ)


def typed_answer(fact: Fact, given: Any) -> object:
    """What was typed or chosen, as the fact may accept it. Raises ValidationError."""
    if fact.kind is Kind.BOOLEAN:
        return given == "true"
    if fact.kind.is_number:
        number = number_of(given)
        if number is None:
            raise ValidationError(_("Write a number, such as 3 or 1200.50, or skip the question."))
        return number
    return given


def _boolean(_fact: Fact, language: str, label: str, may_differ: bool) -> forms.Field:
    choices = [("true", wording.say("answers", "true", language)), ("false", wording.say("answers", "false", language))]
    if may_differ:
        choices.append((DIFFERS, _("It differs by country")))
    choices.append((UNKNOWN, _("I do not know")))
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect)


def _scale(fact: Fact, language: str, label: str, may_differ: bool) -> forms.Field:
    choices = [(step, wording.code_words(fact, step, language)) for step in fact.steps]
    if may_differ:
        choices.append((DIFFERS, _("It differs by country")))
    choices.append((UNKNOWN, _("I do not know")))
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect)


def _code(fact: Fact, language: str, label: str, _may_differ: bool) -> forms.Field:
    if fact.of == COUNTRY:
        choices = [("", ""), *country_choices(language)]
    else:
        named = [(code, wording.code_words(fact, code, language)) for code in fact.members]
        choices = [("", ""), *sorted(named, key=lambda pair: alphabetical(pair[1]))]
    return forms.ChoiceField(label=label, choices=choices)


def _number(fact: Fact, language: str, label: str, _may_differ: bool) -> forms.Field:
    help_text = wording.unit_words(fact.unit, language) if fact.unit else ""
    mode = "numeric" if fact.kind is Kind.INTEGER else "decimal"
    return forms.CharField(
        label=label,
        max_length=30,
        help_text=help_text,
        widget=forms.TextInput(attrs={"inputmode": mode, "autocomplete": "off", "class": "short"}),
    )


def number_of(written: str) -> int | float | None:
    """A number as people write it in any of our languages; `None` when it is none.

    >>> [number_of(text) for text in ("45,000", "45.000,50", "1 200", "2,5", "1.5", "12 years")]
    [45000, 45000.5, 1200, 2.5, 1.5, None]
    """
    text = re.sub(r"[\s'\u2019\u00a0\u202f]", "", written)
    marks = [mark for mark in text if mark in ".,"]
    if len(set(marks)) == 2:
        decimal = marks[-1]
        text = text.replace("," if decimal == "." else ".", "").replace(decimal, ".")
    elif marks and (len(marks) > 1 or re.fullmatch(r"[1-9][0-9]{0,2}[.,][0-9]{3}", text)):
        text = text.replace(marks[0], "")  # 45,000 and 45.000 mean forty-five thousand
    else:
        text = text.replace(",", ".")
    if not re.fullmatch(r"[0-9]{1,12}(\.[0-9]{1,4})?", text):
        return None
    return float(text) if "." in text else int(text)


_FIELDS: Mapping[Kind, Callable[[Fact, str, str, bool], forms.Field]] = {
    Kind.BOOLEAN: _boolean,
    Kind.SCALE: _scale,
    Kind.CODE: _code,
    Kind.INTEGER: _number,
    Kind.DECIMAL: _number,
    Kind.MONEY: _number,
}


def country_choices(language: str) -> list[tuple[str, str]]:
    """Countries by two-letter code, in the order of their names."""
    return sorted(
        ((each.alpha2, str(each.name(language))) for each in countries()), key=lambda pair: alphabetical(pair[1])
    )


class CountriesForm(forms.Form):
    """Several countries by name, one at a time: those chosen travel along, a text field adds one more.

    Names are understood in English, Spanish, French and Arabic, with or without accents, and codes too.
    """

    chosen = forms.MultipleChoiceField(required=False, widget=forms.MultipleHiddenInput)
    country = forms.CharField(
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"list": "countries", "autocomplete": "off"}),
    )

    def __init__(self, data: Any = None, *, fact: Fact, language: str, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fact, self.language = fact, language
        self.suggested: list[tuple[str, str]] = []
        self.fields["chosen"].choices = country_choices(language)  # type: ignore[attr-defined]
        self.fields["country"].label = fact.ask.in_language(language)[0]

    def clean_country(self) -> str:
        """The two-letter code of what was typed, or empty."""
        typed = self.cleaned_data["country"].strip()
        if not typed:
            return ""
        try:
            return find_country(typed).alpha2
        except UnknownCountry as unknown:
            self.suggested = [
                (find_country(code).alpha2, str(find_country(code).name(self.language))) for code in unknown.suggestions
            ]
            raise ValidationError(
                _("No country is called %(name)s. Choose one of those below, or write it otherwise."),
                params={"name": typed[:60]},
            ) from None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if len(data.get("chosen", ())) > MOST_COUNTRIES:
            self.add_error("country", _("More than %(most)s countries cannot be chosen.") % {"most": MOST_COUNTRIES})
        return data
