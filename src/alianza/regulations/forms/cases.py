"""A worked case as a plain form: a day, the answers of somebody, and what the rule has to say to them."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from alianza.regulations.dictionary import word
from alianza.regulations.forms.finder import UNKNOWN, answer_field, typed_answer
from alianza.regulations.forms.rule import countries_of, countries_words, spoken
from alianza.regulations.rule_draft import EXPECTED
from alianza.vocabulary.facts import Answer, Fact, Kind, UnfitAnswer
from alianza.written import day_of

ASKED = "asked-"


class CaseForm(forms.Form):
    """One worked case. `entry()` gives it as a sheet writes it, with what the form does not ask left as it was."""

    name = forms.CharField(max_length=300)
    on = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}))
    expect = forms.ChoiceField(widget=forms.RadioSelect)
    unmet = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(
        self,
        data: Any = None,
        *,
        facts: Sequence[Fact],
        conditions: Sequence[tuple[str, str]],
        was: Mapping[str, Any],
        language: str,
    ) -> None:
        super().__init__(data)
        self.facts, self.was = facts, was
        held = was.get("facts") if isinstance(was.get("facts"), Mapping) else {}
        assert isinstance(held, Mapping)
        self.fields["name"].label = _("Who it is about, in a few words")
        self.fields["name"].initial = was.get("name", "")
        self.fields["on"].label = _("The day")
        self.fields["on"].initial = day_of(was.get("date"))
        self.fields["on"].help_text = _("The figures that hold on this day are used.")
        expect = self.fields["expect"]
        expect.label, expect.initial = _("The rule has to find this person"), was.get("expect")
        expect.choices = [(code, word("verdicts", code).in_language(language)[0]) for code in EXPECTED]  # type: ignore[attr-defined]
        unmet = self.fields["unmet"]
        unmet.label, unmet.initial = _("And exactly these conditions have to fail"), was.get("unmet")
        known = {name for name, _label in conditions}
        gone = [(name, name) for name in was.get("unmet") or () if isinstance(name, str) and name not in known]
        unmet.choices = [*conditions, *gone]  # type: ignore[attr-defined]
        unmet.help_text = _("Leave all open if it does not matter which.")
        for fact in facts:
            self.fields[f"{ASKED}{fact.id}"] = _answer(fact, held.get(fact.id), language)

    def _asked(self) -> list[forms.BoundField]:
        return [self[f"{ASKED}{fact.id}"] for fact in self.facts]

    asked = property(_asked)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        answers: dict[str, Any] = {}
        for fact in self.facts:
            name = f"{ASKED}{fact.id}"
            given = data.get(name)
            if given in (None, "", UNKNOWN):
                continue
            try:
                answers[fact.id] = _written(fact.accept(_typed(fact, given)))
            except UnfitAnswer as unfit:
                self.add_error(name, spoken(unfit.sentence))
            except ValidationError as wrong:
                self.add_error(name, wrong)
        if not self.errors and not answers:
            self.add_error(None, _("A case needs the answer to one question at least."))
        if data.get("unmet") and data.get("expect") not in {None, "not_eligible"}:
            self.add_error("unmet", _("Only somebody who is not eligible fails conditions."))
        data["answers"] = answers
        return data

    def entry(self) -> dict[str, Any]:
        data = self.cleaned_data
        entry = {key: value for key, value in self.was.items() if key not in {"name", "date", "facts", "expect"}}
        same = self.was.get("expect") == data["expect"] and self.was.get("facts") == data["answers"]
        kept = {key: value for key, value in entry.items() if same and key != "unmet"}
        if data.get("unmet"):
            kept["unmet"] = list(data["unmet"])
        elif same and entry.get("unmet") == []:
            kept["unmet"] = []
        return {
            "name": data["name"],
            "date": data["on"].isoformat(),
            "facts": data["answers"],
            "expect": data["expect"],
            **kept,
        }


def _answer(fact: Fact, held: Any, language: str) -> forms.Field:
    """The finder's own field of the question; several countries stand one to a line."""
    label = fact.ask.in_language(language)[0]
    if fact.kind is Kind.SET:
        codes = [str(each) for each in held] if isinstance(held, list | tuple) else []
        field: forms.Field = forms.CharField(
            label=label,
            max_length=4000,
            initial=countries_words(codes, language),
            help_text=_("One to a line, by name or code."),
            widget=forms.Textarea(attrs={"rows": 2}),
        )
    else:
        field = answer_field(fact, language)
        field.initial = "" if held is None and fact.kind.is_number else _initial(held)
    field.required = False
    return field


def _initial(held: Any) -> Any:
    if held is None:
        return UNKNOWN
    return ("true" if held else "false") if isinstance(held, bool) else str(held)


def _typed(fact: Fact, given: Any) -> object:
    return countries_of(given) if fact.kind is Kind.SET else typed_answer(fact, given)


def _written(answer: Answer) -> Any:
    return sorted(answer) if isinstance(answer, frozenset) else answer
