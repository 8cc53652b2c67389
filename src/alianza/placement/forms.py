"""An employer's job order in five small steps, and the forms of officers and workers."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from alianza.network.models import Organisation
from alianza.placement.market import dollars
from alianza.placement.models import JobOrder, Programme
from alianza.placement.permit import offer_questions
from alianza.regulations import dictionary as law
from alianza.regulations.queries import sheet_in_force, sheets_in_force
from alianza.texts import page_language
from alianza.vocabulary.facts import Fact, Kind
from alianza.vocabulary.languages import languages
from alianza.vocabulary.occupations import occupation, skill, skills_of_group
from alianza.vocabulary.places import countries, country_by_alpha2
from alianza.vocabulary.rates import NoRate, with_rates
from alianza.vocabulary.refusal import Refusal
from alianza.vocabulary.unknown import UnknownCode

LEVELS = [(0, "—"), (1, "A1"), (2, "A2"), (3, "B1"), (4, "B2"), (5, "C1"), (6, "C2")]
EDUCATION = [
    (0, _("None asked")),
    (1, _("Primary school")),
    (2, _("Lower secondary school")),
    (3, _("Upper secondary school")),
    (4, _("Short higher education")),
    (5, _("Bachelor's degree")),
    (6, _("Master's degree or above")),
]
MOST_POSTS = 100_000
MOST_WAGE = 2_000_000_000
"""What the column holds on every database; no currency needs more for a month's pay."""
MOST_DOLLARS = 1_000_000
"""More than this for a month, in whole US dollars, is a slip of the finger in any currency."""


def country_names() -> list[tuple[str, str]]:
    return sorted(((place.alpha3, str(place.name(page_language()))) for place in countries()), key=lambda pair: pair[1])


def language_names() -> list[tuple[str, str]]:
    named = sorted(((each.code, str(each.name(page_language()))) for each in languages()), key=lambda pair: pair[1])
    return [("", "—"), *named]


def permit_names() -> list[tuple[str, str]]:
    """Permit categories of destinations that can be checked, by place and name."""
    named = [
        (sheet.id, f"{sheet.jurisdiction}: {sheet.name.in_language(page_language())[0]}")
        for sheet in sheets_in_force()
        if sheet.side == "destination" and sheet.tree is not None
    ]
    return sorted(named, key=lambda pair: pair[1])


class MonthInput(forms.DateInput):
    input_type = "month"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m", **kwargs)


class WhatForm(forms.Form):
    """Step 1: which work, where, by which permit, how many."""

    programme = forms.ModelChoiceField(label=_("Programme"), queryset=Programme.objects.none(), to_field_name="code")
    isco = forms.CharField(
        label=_("Occupation"),
        max_length=200,
        help_text=_("Type the title, in English, Spanish or French, and choose from the list."),
    )
    related_ok = forms.BooleanField(label=_("A closely related occupation will do"), required=False)
    destination = forms.ChoiceField(label=_("Country of work"), choices=country_names)
    permit = forms.ChoiceField(label=_("Permit category"), choices=permit_names)
    posts = forms.IntegerField(label=_("Number of posts"), min_value=1, max_value=MOST_POSTS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        opened = Programme.objects.filter(opens_on__lte=today).exclude(closes_on__lt=today)
        self.fields["programme"].queryset = opened  # type: ignore[attr-defined]

    def clean_isco(self) -> str:
        given = str(self.cleaned_data["isco"]).strip()
        code = given.split(" ")[0]
        try:
            found = occupation(code)
        except UnknownCode:
            raise forms.ValidationError(
                _("Choose an occupation from the list, so that everybody means the same work.")
            ) from None
        if found.level != 4:
            raise forms.ValidationError(_("Choose a unit group: four digits, such as 2221 for nurses."))
        return found.code

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        permit, destination = data.get("permit"), data.get("destination")
        sheet = sheet_in_force(permit) if permit else None
        if sheet is not None and sheet.jurisdiction_kind == "state" and destination:
            if country_by_alpha2(sheet.jurisdiction).alpha3 != destination:
                self.add_error("permit", _("This permit is of another country than the one where the work is."))
        return data


class DraftForm(WhatForm):
    """Step 1 of a new order: for which employer too, where the person is an agent of several."""

    employer = forms.ModelChoiceField(
        label=_("Employer"), queryset=Organisation.objects.none(), to_field_name="code", required=False
    )
    field_order = ("employer",)

    def __init__(self, *args: Any, employers: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        several = employers.count() > 1
        self.only = None if several else employers.first()
        self.fields["employer"].queryset = employers  # type: ignore[attr-defined]
        self.fields["employer"].required = several
        if not several:
            self.fields["employer"].widget = forms.HiddenInput()

    def clean_employer(self) -> Organisation | None:
        chosen: Organisation | None = self.cleaned_data["employer"]
        return chosen or self.only


class TermsForm(forms.Form):
    """Step 2: pay and time, and to whom the order is open."""

    wage = forms.IntegerField(label=_("Gross pay per month"), min_value=1, max_value=MOST_WAGE)
    currency = forms.CharField(label=_("Currency"), max_length=3, min_length=3)
    starts_on = forms.DateField(
        label=_("Work begins in"),
        widget=MonthInput,
        input_formats=["%Y-%m", "%Y-%m-%d"],
        help_text=_("Year and month."),
    )
    origins = forms.MultipleChoiceField(label=_("Open to workers from"), choices=country_names)
    age_min = forms.IntegerField(label=_("Youngest age"), min_value=18, max_value=99, initial=18)
    age_max = forms.IntegerField(label=_("Oldest age"), min_value=18, max_value=99, initial=65)
    passport_min = forms.IntegerField(
        label=_("Passport valid for at least (months)"), min_value=0, max_value=120, initial=6
    )

    def clean_currency(self) -> str:
        code = str(self.cleaned_data["currency"]).upper()
        if code not in with_rates():
            raise forms.ValidationError(_(NoRate.message) % {"currency": code})
        return code

    def clean_starts_on(self) -> date:
        day: date = self.cleaned_data["starts_on"]
        first = day.replace(day=1)
        if first < timezone.localdate().replace(day=1):
            raise forms.ValidationError(_("This month is past. Enter a coming month."))
        return first

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        wage, currency = data.get("wage"), data.get("currency")
        if wage and currency and dollars(wage, currency, on=timezone.localdate()) > MOST_DOLLARS:
            self.add_error("wage", _("This is more than a month's pay can be in this currency. Check the zeros."))
        low, high = data.get("age_min"), data.get("age_max")
        if isinstance(low, int) and isinstance(high, int) and high < low:
            self.add_error("age_max", _("The oldest age lies below the youngest."))
        return data


class RequirementsForm(forms.Form):
    """Step 3: what the worker must bring, and what counts in favour."""

    min_years = forms.IntegerField(label=_("Years of experience"), min_value=0, max_value=40, initial=0)
    lang1 = forms.ChoiceField(label=_("First language"), choices=language_names, required=False)
    lang1_min = forms.TypedChoiceField(label=_("At least"), choices=LEVELS, coerce=int, empty_value="0", required=False)
    lang2 = forms.ChoiceField(label=_("Second language"), choices=language_names, required=False)
    lang2_min = forms.TypedChoiceField(label=_("At least"), choices=LEVELS, coerce=int, empty_value="0", required=False)
    min_education = forms.TypedChoiceField(label=_("Schooling"), choices=EDUCATION, coerce=int)
    regulated = forms.BooleanField(
        label=_("A regulated profession: the qualification must be recognised before work begins"), required=False
    )
    essential = forms.MultipleChoiceField(
        label=_("Skills that are needed"), required=False, widget=forms.CheckboxSelectMultiple
    )
    essential_min = forms.IntegerField(
        label=_("At least so many of them"), min_value=0, max_value=40, initial=0, required=False
    )
    optional = forms.MultipleChoiceField(
        label=_("Skills that help"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, order: JobOrder, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        needs = skills_of_group(order.isco)
        for name, essential in (("essential", True), ("optional", False)):
            listed = [each.skill for each in needs if each.essential is essential][:40]
            known = {each.id for each in listed}
            held = [skill(each) for each in getattr(order, name) if each not in known]
            choices = [(each.id, str(each.label(page_language()))) for each in [*held, *listed]]
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for which in ("lang1", "lang2"):
            data[f"{which}_min"] = int(data.get(f"{which}_min") or 0)
            if data.get(which) and not data.get(f"{which}_min"):
                self.add_error(f"{which}_min", _("Say which level is needed, A1 at least."))
            if not data.get(which):
                data[f"{which}_min"] = 0
        if data.get("lang2") and not data.get("lang1"):
            self.add_error("lang1", _("Enter the first language before a second one."))
        if data.get("lang1") and data.get("lang1") == data.get("lang2"):
            self.add_error("lang2", _("This is the first language already."))
        chosen = len(data.get("essential") or [])
        data["essential_min"] = data.get("essential_min") or 0
        if data["essential_min"] > chosen:
            self.add_error("essential_min", _("More than the skills chosen as needed."))
        return data


class OfferForm(forms.Form):
    """Step 4: what the permit category asks about the offer and the employer; unanswered stays unknown."""

    def __init__(self, *args: Any, order: JobOrder, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sheet = sheet_in_force(order.permit)
        facts = law.facts()
        self.questions = offer_questions(sheet) if sheet is not None else []
        for name in self.questions:
            self.fields[name] = _field_of(facts[name])

    def answers(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}


def _yes_or_no(value: str) -> bool | None:
    return {"yes": True, "no": False}.get(value)


def _field_of(fact: Fact) -> forms.Field:
    label = fact.ask.in_language(page_language())[0]
    if fact.kind is Kind.BOOLEAN:
        choices = [("", _("Not known yet")), ("yes", _("Yes")), ("no", _("No"))]
        return forms.TypedChoiceField(
            label=label, choices=choices, coerce=_yes_or_no, empty_value=None, required=False, widget=forms.RadioSelect
        )
    if fact.kind.is_number:
        return forms.IntegerField(label=label, min_value=0, max_value=100_000_000, required=False)
    members = fact.steps or tuple(sorted(fact.members))
    return forms.ChoiceField(
        label=label,
        choices=[("", "—"), *((each, law.word("sectors", each).in_language(page_language())[0]) for each in members)],
        required=False,
    )


class ReasonForm(forms.Form):
    """Why: said in words, kept in the trail of deeds, so nothing personal belongs here."""

    reason = forms.CharField(
        label=_("Reason"), max_length=500, help_text=_("It is kept in the trail of deeds; name no person.")
    )


class ShortlistForm(forms.Form):
    places = forms.IntegerField(label=_("How many workers"), min_value=1, max_value=500, initial=50)


class ProgrammeForm(forms.Form):
    """A scheme between countries."""

    name = forms.CharField(label=_("Name"), max_length=200)
    summary = forms.CharField(label=_("What it is for"), max_length=2000, widget=forms.Textarea, required=False)
    demands_label = forms.BooleanField(
        label=_("The partners demand the fair-recruitment label of employers"), required=False
    )
    opens_on = forms.DateField(label=_("Opens on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    closes_on = forms.DateField(
        label=_("Closes on"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        opens, closes = data.get("opens_on"), data.get("closes_on")
        if isinstance(opens, date) and isinstance(closes, date) and closes < opens:
            self.add_error("closes_on", _("The last day lies before the first. Enter a later one."))
        return data


class LimitsForm(forms.Form):
    """The four tables of limits; each replaces the programme's, and what is not given stays."""

    quotas = forms.FileField(label=_("Quotas (CSV: origin, dest, permit, quota)"), required=False)
    caps = forms.FileField(label=_("Caps (CSV: origin, sector, cap)"), required=False)
    sectors = forms.FileField(label=_("Sectors (CSV: isco, sector)"), required=False)
    shares = forms.FileField(label=_("Fair shares (CSV: kind, scope, per_mille)"), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not any(data.values()):
            raise forms.ValidationError(_("Choose the file of at least one table. Nothing was changed."))
        return data


def explain(form: forms.Form, refusal: Refusal) -> None:
    """Put a refusal beside the field it speaks of, and keep what was typed."""
    field = refusal.field if refusal.field in form.fields else None
    form.add_error(field, gettext(refusal.message) % refusal.facts)
