"""A condition of a rule as a plain form: which question, how its answer is compared, and on what it rests."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alianza.regulations import wording
from alianza.regulations.dictionary import word
from alianza.regulations.forms.finder import number_of
from alianza.regulations.rule_draft import RuleDraft
from alianza.regulations.rule_editing import Leaf
from alianza.vocabulary._folding import alphabetical
from alianza.vocabulary.criterion import Fix, Operator
from alianza.vocabulary.criterion_form import operators_for
from alianza.vocabulary.facts import COUNTRY, Fact, Kind, UnfitAnswer
from alianza.vocabulary.places import UnknownCountry, find_country
from alianza.vocabulary.said import Said

LITERAL, PARAMETER, GROUP = "literal", "param", "group"
MOST_POINTS = 10**6
SCOPES = ("person", "offer", "destination")
OPERATORS: Mapping[Operator, Any] = {
    Operator.IS: gettext_lazy("is"),
    Operator.GTE: gettext_lazy("is at least"),
    Operator.LTE: gettext_lazy("is at most"),
    Operator.IN: gettext_lazy("is one of"),
    Operator.NOT_IN: gettext_lazy("is none of"),
    Operator.OVERLAPS: gettext_lazy("includes at least one of"),
    Operator.DISJOINT: gettext_lazy("includes none of"),
}


def fact_choices(facts: Mapping[str, Fact], language: str) -> list[Any]:
    """The questions by what they concern, each under its short name with the question itself."""
    found: list[Any] = [("", "")]
    for scope in SCOPES:
        named = sorted(
            (
                (
                    name,
                    wording.pair(wording.fact_label(name).in_language(language)[0], _asked(fact, language), language),
                )
                for name, fact in facts.items()
                if fact.scope == scope
            ),
            key=lambda pair: alphabetical(pair[1]),
        )
        found.append((word("fact_scopes", scope).in_language(language)[0], named))
    return found


def _asked(fact: Fact, language: str) -> str:
    return fact.ask.in_language(language)[0]


class FactForm(forms.Form):
    """Which question a condition tests."""

    fact = forms.ChoiceField(label=gettext_lazy("Which answer does the condition test?"))

    def __init__(self, data: Any = None, *, facts: Mapping[str, Fact], language: str, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["fact"].choices = fact_choices(facts, language)  # type: ignore[attr-defined]


def countries_of(written: str) -> list[str]:
    """Two-letter codes of countries written by name or code, one to a line or with commas between.

    Raises ValidationError.
    """
    codes = []
    for line in (part.strip() for part in written.replace(";", "\n").splitlines()):
        whole = _country(line)
        codes += (
            [whole] if whole else [_country(part) or _unknown(part) for part in map(str.strip, line.split(",")) if part]
        )
    return list(dict.fromkeys(codes))


def _country(name: str) -> str:
    try:
        return find_country(name).alpha2 if name else ""
    except UnknownCountry:
        return ""


def _unknown(name: str) -> str:
    raise ValidationError(_("No country is called %(name)s. Write its name or its code."), params={"name": name[:60]})


def countries_words(codes: Iterable[str], language: str) -> str:
    return "\n".join(sorted((wording.place_words(code, language) for code in codes), key=alphabetical))


def code_choices(fact: Fact, language: str) -> list[tuple[str, str]]:
    """The steps of a scale from low to high, or the codes of a list by name."""
    if fact.steps:
        return [(step, wording.code_words(fact, step, language)) for step in fact.steps]
    return sorted(
        ((code, wording.code_words(fact, code, language)) for code in fact.members),
        key=lambda pair: alphabetical(pair[1]),
    )


class ConditionForm(forms.Form):
    """One condition. `form` is test, item or tier: an item of a points system begins with a tier, a tier has no words.

    `leaf()` gives what was written once the form is valid; `points` the points of a tier.
    """

    def __init__(
        self, data: Any = None, *, fact: Fact, draft: RuleDraft, form: str, language: str, was: Mapping[str, Any] | None
    ) -> None:
        super().__init__(data)
        self.fact, self.draft, self.form, self.language = fact, draft, form, language
        was = was or {}
        test = was.get("test") if isinstance(was.get("test"), Mapping) else {}
        assert isinstance(test, Mapping)
        held = self.held = test.get("value") if test.get("fact") == fact.id else None
        if form != "tier":
            self.fields["label"] = forms.CharField(
                label=_("The condition in a few words"),
                max_length=300,
                initial=was.get("label", ""),
                help_text=_("Such as “Pay reaches the general threshold”. People read it before anything else."),
            )
        self._comparison(test, held)
        if form != "test":
            self.fields["points"] = forms.IntegerField(
                label=_("Points it gives"), min_value=1, max_value=MOST_POINTS, initial=was.get("pts")
            )
        if form != "tier":
            self.fields["fix"] = forms.ChoiceField(
                label=_("Who can change the answer"),
                choices=[(each.value, wording.say("fixes", each.value, language)) for each in Fix],
                widget=forms.RadioSelect,
                initial=was.get("fix"),
                error_messages={"required": _("Say who could change it, so that people are told what they can do.")},
            )
        if form == "test":
            self._grounds(was)

    def _comparison(self, test: Mapping[str, Any], held: Any) -> None:
        fact, language = self.fact, self.language
        operators = operators_for(fact.kind)
        self.fields["op"] = forms.ChoiceField(
            label=_("The answer"),
            choices=[(each.value, OPERATORS[each]) for each in operators],
            initial=test.get("op") if held is not None else None,
            widget=forms.HiddenInput if len(operators) == 1 else forms.Select,
        )
        if len(operators) == 1:
            self.fields["op"].initial = operators[0].value
        ways: list[tuple[str, Any]] = [(LITERAL, _("with what is written here"))]
        figures = [(name, word("parameters", name).in_language(language)[0]) for name in self.draft.ground.parameters]
        lists = [(name, wording.say("groups", name, language)) for name in self.draft.ground.groups]
        dated = figures if any(not each.wants_list for each in operators) and fact.kind is not Kind.BOOLEAN else []
        named = lists if fact.of == COUNTRY and any(each.wants_list for each in operators) else []
        ways += [(PARAMETER, _("with a dated figure of this sheet"))] if dated else []
        ways += [(GROUP, _("with a list of countries kept for all sheets"))] if named else []
        kind = PARAMETER if _refers(held, "param") else GROUP if _refers(held, "group") else LITERAL
        self.fields["way"] = forms.ChoiceField(
            label=_("Compared"),
            choices=ways,
            initial=kind,
            required=len(ways) > 1,
            widget=forms.RadioSelect if len(ways) > 1 else forms.HiddenInput,
        )
        self.fields["value"] = self._value(held if kind == LITERAL else None)
        if dated:
            self.fields["parameter"] = forms.ChoiceField(
                label=_("The dated figure"),
                choices=[("", ""), *dated],
                required=False,
                initial=held.get("param") if kind == PARAMETER else None,
            )
        if named:
            self.fields["group"] = forms.ChoiceField(
                label=_("The list of countries"),
                choices=[("", ""), *named],
                required=False,
                initial=held.get("group") if kind == GROUP else None,
            )

    def _value(self, held: Any) -> forms.Field:
        fact, language = self.fact, self.language
        if fact.kind is Kind.BOOLEAN:
            return forms.ChoiceField(
                label=_("The answer is"),
                choices=[
                    ("true", wording.say("answers", "true", language)),
                    ("false", wording.say("answers", "false", language)),
                ],
                widget=forms.RadioSelect,
                initial=None if held is None else "true" if held else "false",
            )
        if fact.kind.is_number:
            return forms.CharField(
                label=_("The number"),
                required=False,
                max_length=30,
                help_text=wording.unit_words(fact.unit, language) if fact.unit else "",
                initial="" if held is None else str(held),
                widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "class": "short"}),
            )
        several = held if isinstance(held, list | tuple) else [] if held is None else [held]
        if fact.of == COUNTRY:
            return forms.CharField(
                label=_("The countries"),
                required=False,
                max_length=4000,
                help_text=_("One to a line, by name or code."),
                initial=countries_words([str(each) for each in several], language),
                widget=forms.Textarea(attrs={"rows": 4}),
            )
        return forms.MultipleChoiceField(
            label=_("The answers"),
            required=False,
            choices=code_choices(fact, language),
            initial=[str(each) for each in several],
            widget=forms.CheckboxSelectMultiple,
        )

    def _grounds(self, was: Mapping[str, Any]) -> None:
        sources = [
            (name, f"{source.publisher}, {source.dated} ({name})") for name, source in self.draft.sources.items()
        ]
        papers = [(name, text.in_language(self.language)[0]) for name, text in self.draft.papers.items()]
        self.fields["cite"] = forms.MultipleChoiceField(
            label=_("Sources it rests on"),
            choices=sources,
            initial=list(was.get("cite") or ()),
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": _("Name at least one source: a condition without one cannot be checked.")},
        )
        self.fields["proof"] = forms.MultipleChoiceField(
            label=_("Documents that prove it"),
            choices=papers,
            required=False,
            initial=list(was.get("proof") or ()),
            widget=forms.CheckboxSelectMultiple,
        )
        if not papers:
            del self.fields["proof"]
        self.fields["note"] = forms.CharField(
            label=_("Note for the reader"),
            required=False,
            max_length=2000,
            initial=was.get("note", ""),
            widget=forms.Textarea(attrs={"rows": 2}),
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "op" not in data:
            return data
        operator = Operator(data["op"])
        way = data.get("way") or LITERAL
        try:
            data["operand"] = self._as_held(self._operand(data, operator, way))
        except ValidationError as wrong:
            field = {PARAMETER: "parameter", GROUP: "group"}.get(way, "value")
            self.add_error(field if field in self.fields else None, wrong)
        return data

    def _as_held(self, operand: Any) -> Any:
        """The value as the sheet writes it, where that says the same: a step may stand as 7 or as "7"."""
        held, new = ({str(each) for each in _listed(value)} for value in (self.held, operand))
        return self.held if self.held is not None and held == new else operand

    def _operand(self, data: Mapping[str, Any], operator: Operator, way: str) -> Any:
        if way == PARAMETER:
            if not data.get("parameter"):
                raise ValidationError(_("Choose the dated figure."))
            if operator.wants_list:
                raise ValidationError(_("A figure goes with “is”, “is at least” or “is at most”."))
            return {"param": data["parameter"]}
        if way == GROUP:
            if not data.get("group"):
                raise ValidationError(_("Choose the list of countries."))
            if not operator.wants_list:
                raise ValidationError(_("A list of countries goes with “one of” or “none of”."))
            return {"group": data["group"]}
        return self._literal(data.get("value"), operator)

    def _literal(self, given: Any, operator: Operator) -> Any:
        fact = self.fact
        if fact.kind is Kind.BOOLEAN:
            if given not in {"true", "false"}:
                raise ValidationError(_("Choose an answer."))
            return given == "true"
        if fact.kind.is_number:
            number = number_of(given or "")
            if number is None:
                raise ValidationError(_("Write a number, such as 3 or 1200.50."))
            return self._accepted(number)
        chosen = countries_of(given or "") if fact.of == COUNTRY else list(given or ())
        if not chosen:
            raise ValidationError(_("Choose at least one answer."))
        if operator.wants_list:
            return sorted(chosen, key=fact.steps.index) if fact.steps else chosen
        if len(chosen) > 1:
            raise ValidationError(_("Choose one answer only, or compare with “is one of”."))
        return self._accepted(chosen[0])

    def _accepted(self, value: Any) -> Any:
        try:
            return self.fact.accept(value)
        except UnfitAnswer as unfit:
            raise ValidationError(spoken(unfit.sentence)) from None

    def leaf(self) -> Leaf:
        data = self.cleaned_data
        return Leaf(
            label=data.get("label", ""),
            fact=self.fact.id,
            op=data["op"],
            value=data["operand"],
            fix=data.get("fix", ""),
            cite=tuple(data.get("cite") or ()),
            proof=tuple(data.get("proof") or ()),
            note=(data.get("note") or "").replace("\r\n", "\n"),
        )

    @property
    def points(self) -> int:
        return int(self.cleaned_data["points"])


def spoken(sentence: str) -> str:
    """A sentence of the pure layer in the language of the page."""
    return sentence.translated(_) if isinstance(sentence, Said) else sentence


def _listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else [value]


def _refers(held: Any, form: str) -> bool:
    return isinstance(held, Mapping) and form in held
