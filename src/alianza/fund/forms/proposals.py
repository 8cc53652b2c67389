"""The applicant's form in steps, and what others type about a proposal."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from alianza.fund.actions.proposal_drafts import Expected
from alianza.fund.chart import BASE_CURRENCY
from alianza.fund.eligibility import OTHER, project_kinds
from alianza.fund.fields import MoneyField
from alianza.fund.models import Category, ExpectedResult, Proposal, ProposalCountry, Window
from alianza.fund.queries.proposals import budget_by_organisation
from alianza.fund.wording import window_name
from alianza.network.models import Organisation
from alianza.texts import page_language
from alianza.vocabulary.initiative import label
from alianza.vocabulary.money import Money
from alianza.vocabulary.places import countries
from alianza.vocabulary.refusal import Refusal

LANGUAGES = (("en", "English"), ("es", "Español"), ("fr", "Français"))
MOST_ROWS = 20
SPARE = 2


def explain(form: forms.Form, refusal: Refusal) -> None:
    """Put a refusal beside its field, or above the form."""
    field = refusal.field if refusal.field in form.fields else None
    form.add_error(field, [*refusal.each_translated(gettext)])


def kind_choices() -> list[tuple[str, str]]:
    lang = page_language()
    named = [(row["id"], str(label(row, lang))) for row in project_kinds()]
    return [("", "–"), *named, (OTHER, gettext("Another kind; say in the objectives why it belongs here"))]


def country_choices() -> list[tuple[str, str]]:
    lang = page_language()
    return [("", "–"), *sorted(((c.alpha3, str(c.name(lang))) for c in countries()), key=lambda each: each[1])]


class Day(forms.DateInput):
    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


class _WindowChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # not to be subscripted at run time
    def label_from_instance(self, obj: Any) -> str:
        return window_name(obj, page_language())


class StepForm(forms.Form):
    """One page of a proposal. `version` guards against two people who write at once."""

    do_not_call_in_templates: ClassVar[bool] = True  # pages list the steps, which are classes
    slug: ClassVar[str]
    title: ClassVar[Promise]
    lead: ClassVar[Promise]
    template: ClassVar[str] = "fund/proposal_step.html"
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2_000_000_000)

    def __init__(self, data: Any = None, *, proposal: Proposal, **_more: Any) -> None:
        self.proposal = proposal
        super().__init__(data, initial={"version": proposal.version, **self.held()})

    def held(self) -> dict[str, Any]:
        return {name: getattr(self.proposal, name) for name in self.texts()}

    def texts(self) -> list[str]:
        """Fields that stand on the proposal itself."""
        return [name for name in self.base_fields if name not in ("version", "window")]

    def written(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.texts()}


def _area(name: Any, most: int, hint: Any = "", *, rows: int = 5) -> forms.CharField:
    """Text of any length up to `most`; a draft may leave it empty."""
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=name, max_length=most, required=False, widget=widget, help_text=hint)


class BeginForm(forms.Form):
    """What a proposal has from its first moment."""

    applicant = forms.ModelChoiceField(Organisation.objects.none(), label=_("Who asks"))
    title = forms.CharField(label=_("Title"), max_length=200)
    window = _WindowChoice(Window.objects.none(), label=_("Window"))
    kind = forms.ChoiceField(label=_("Kind of project"), choices=kind_choices, required=False)
    language = forms.ChoiceField(label=_("Language in which you write"), choices=LANGUAGES)

    def __init__(self, data: Any = None, *, applicants: Any, windows: Any) -> None:
        super().__init__(data, initial={"language": page_language(), "applicant": applicants.first()})
        self.fields["applicant"].queryset = applicants  # type: ignore[attr-defined]
        self.fields["window"].queryset = windows  # type: ignore[attr-defined]


class BasicsForm(StepForm):
    slug = "basics"
    title = _("Basics")
    lead = _("What it is called, which window it asks, when it begins and how long it lasts.")

    window = _WindowChoice(Window.objects.none(), label=_("Window"))
    kind = forms.ChoiceField(label=_("Kind of project"), choices=kind_choices, required=False)
    starts_on = forms.DateField(label=_("First day"), required=False, widget=Day)
    months = forms.IntegerField(label=_("Length in months"), min_value=1, max_value=120, required=False)
    language = forms.ChoiceField(label=_("Language in which you write"), choices=LANGUAGES)

    def __init__(self, data: Any = None, *, proposal: Proposal, windows: Any = None, **_more: Any) -> None:
        super().__init__(data, proposal=proposal)
        self.fields["name"] = forms.CharField(label=_("Title"), max_length=200, initial=proposal.title)
        self.order_fields(["name", "window", "kind", "starts_on", "months", "language", "version"])
        self.fields["window"].queryset = windows if windows is not None else Window.objects.all()  # type: ignore[attr-defined]

    def held(self) -> dict[str, Any]:
        return {**super().held(), "window": self.proposal.window}

    def texts(self) -> list[str]:
        return ["kind", "starts_on", "months", "language"]

    def written(self) -> dict[str, Any]:
        return {**super().written(), "title": self.cleaned_data["name"]}


class PartnersForm(StepForm):
    """Countries concerned, and who carries it out; the first organisation leads."""

    slug = "partners"
    title = _("Countries and partners")
    lead = _("Every country named here has to endorse it. The first organisation leads.")
    template = "fund/proposal_partners.html"

    def __init__(self, data: Any = None, *, proposal: Proposal, organisations: Any = None, **_more: Any) -> None:
        super().__init__(data, proposal=proposal)
        choices = organisations if organisations is not None else Organisation.objects.none()
        named = list(proposal.countries.all())
        self.countries = min(len(named) + SPARE, MOST_ROWS)
        for place in range(1, self.countries + 1):
            one = named[place - 1] if place <= len(named) else None
            self.fields[f"country{place}"] = forms.ChoiceField(
                label=_("Country"), choices=country_choices, required=False, initial=one.country if one else ""
            )
            self.fields[f"role{place}"] = forms.ChoiceField(
                label=_("As"),
                choices=ProposalCountry.Role.choices,
                required=False,
                initial=one.role if one else ProposalCountry.Role.ORIGIN,
            )
        held = list(proposal.executants.select_related("organisation"))
        self.organisations = min(len(held) + SPARE, MOST_ROWS)
        for place in range(1, self.organisations + 1):
            self.fields[f"organisation{place}"] = forms.ModelChoiceField(
                choices,
                label=_("Leads") if place == 1 else _("Carries out a part"),
                required=False,
                initial=held[place - 1].organisation if place <= len(held) else None,
            )

    def held(self) -> dict[str, Any]:
        return {}

    def country_rows(self) -> list[tuple[Any, Any]]:
        return [(self[f"country{place}"], self[f"role{place}"]) for place in range(1, self.countries + 1)]

    def organisation_rows(self) -> list[Any]:
        return [self[f"organisation{place}"] for place in range(1, self.organisations + 1)]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        named: dict[str, str] = {}
        for place in range(1, self.countries + 1):
            code = data.get(f"country{place}")
            if code and code in named:
                self.add_error(f"country{place}", _("This country stands above already."))
            elif code:
                named[code] = data.get(f"role{place}") or ProposalCountry.Role.ORIGIN
        chosen: list[Organisation] = []
        for place in range(1, self.organisations + 1):
            organisation = data.get(f"organisation{place}")
            if organisation and organisation in chosen:
                self.add_error(f"organisation{place}", _("This organisation stands above already."))
            elif organisation:
                chosen.append(organisation)
        if chosen and not data.get("organisation1") and "organisation1" not in self.errors:
            self.add_error("organisation1", _("Say who leads."))
        data["named"], data["chosen"] = named, chosen
        return data


class ResultsForm(StepForm):
    """Objectives, tasks and results in words, and each expected result with what it is measured by."""

    slug = "results"
    title = _("Objectives, tasks and results")
    lead = _("What will be different, what you will do, and how everybody can see whether it worked.")
    template = "fund/proposal_results.html"
    PARTS: ClassVar[tuple[str, ...]] = ("level", "statement", "indicator", "unit", "baseline", "target", "source")

    objectives = _area(_("Objectives"), 5000)
    tasks = _area(_("Tasks"), 5000)
    results = _area(_("Results"), 5000, _("What will be different, in words."))

    def __init__(self, data: Any = None, *, proposal: Proposal, **_more: Any) -> None:
        super().__init__(data, proposal=proposal)
        held = list(proposal.expected.all())
        self.rows = min(len(held) + SPARE, MOST_ROWS)
        for place in range(1, self.rows + 1):
            one = held[place - 1] if place <= len(held) else None
            for name, field in self._row().items():
                field.required = False
                field.initial = getattr(one, name) if one else None
                self.fields[f"{name}{place}"] = field

    @staticmethod
    def _row() -> dict[str, forms.Field]:
        figure: dict[str, Any] = {
            "max_digits": 16,
            "decimal_places": 2,
            "widget": forms.TextInput(attrs={"inputmode": "decimal", "class": "short"}),
        }
        return {
            "level": forms.ChoiceField(label=_("Level"), choices=ExpectedResult.Level.choices),
            "statement": forms.CharField(label=_("What will have happened"), max_length=500),
            "indicator": forms.CharField(label=_("Indicator"), max_length=300),
            "unit": forms.CharField(label=_("Unit"), max_length=60),
            "baseline": forms.DecimalField(label=_("Baseline"), help_text=_("Empty: not known"), **figure),
            "target": forms.DecimalField(label=_("Target"), **figure),
            "source": forms.CharField(label=_("Where it will be read"), max_length=300),
        }

    def texts(self) -> list[str]:
        return ["objectives", "tasks", "results"]

    def result_rows(self) -> list[tuple[int, list[Any]]]:
        return [(place, [self[f"{name}{place}"] for name in self.PARTS]) for place in range(1, self.rows + 1)]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        found: list[Expected] = []
        for place in range(1, self.rows + 1):
            row = {name: data.get(f"{name}{place}") for name in self.PARTS}
            typed = [name for name in self.PARTS if name != "level" and row[name] not in (None, "")]
            if not typed:
                continue
            for name in ("statement", "indicator", "unit", "target"):
                if row[name] in (None, "") and f"{name}{place}" not in self.errors:
                    self.add_error(f"{name}{place}", _("Every expected result needs this."))
            if not any(f"{name}{place}" in self.errors for name in self.PARTS):
                found.append(
                    Expected(
                        str(row["level"] or ExpectedResult.Level.OUTPUT),
                        str(row["statement"]),
                        str(row["indicator"]),
                        str(row["unit"]),
                        row["baseline"],
                        Decimal(row["target"] or 0),
                        str(row["source"] or ""),
                    )
                )
        data["expected"] = found
        return data


class BudgetForm(StepForm):
    """The eight categories down, organisations across, to fit a narrow screen; every cell is an amount or empty."""

    slug = "budget"
    title = _("Budget")
    lead = _("What each organisation would spend, in US dollars. An empty cell is nothing.")
    template = "fund/proposal_budget.html"

    def __init__(self, data: Any = None, *, proposal: Proposal, **_more: Any) -> None:
        super().__init__(data, proposal=proposal)
        self.amounts = budget_by_organisation(proposal)
        executing = [each.organisation for each in proposal.executants.select_related("organisation")]
        self.organisations = executing
        for organisation in executing:
            for category, name in Category.choices:
                minor = self.amounts[organisation.pk][category]
                self.fields[self._cell(organisation.pk, category)] = MoneyField(
                    zero=True,
                    required=False,
                    label=f"{organisation.name}: {name}",
                    help_text="",
                    initial=Money(minor, BASE_CURRENCY) if minor else None,
                )

    @staticmethod
    def _cell(organisation: int, category: str) -> str:
        return f"{category}-{organisation}"

    def held(self) -> dict[str, Any]:
        return {}

    def rows(self) -> list[dict[str, Any]]:
        """One row a category: its cells and, as saved, its total."""
        return [
            {
                "category": category,
                "name": name,
                "cells": [(one, self[self._cell(one.pk, category)]) for one in self.organisations],
                "total": Money(sum(self.amounts[one.pk][category] for one in self.organisations), BASE_CURRENCY),
            }
            for category, name in Category.choices
        ]

    def columns(self) -> list[tuple[Organisation, Money]]:
        """Each organisation with, as saved, its total."""
        return [(one, Money(sum(self.amounts[one.pk].values()), BASE_CURRENCY)) for one in self.organisations]

    def total(self) -> Money:
        return Money(sum(sum(self.amounts[one.pk].values()) for one in self.organisations), BASE_CURRENCY)

    def typed(self) -> dict[tuple[int, str], Money]:
        found = {}
        for organisation in self.organisations:
            for category in Category.values:
                money = self.cleaned_data.get(self._cell(organisation.pk, category))
                if money:
                    found[organisation.pk, str(category)] = money
        return found


class RightsForm(StepForm):
    slug = "rights"
    title = _("Reasons, risks and rights")
    lead = _("Why this fund should pay it, what it may do to people, and what you do about it.")

    follows = forms.CharField(
        label=_("Outcome of the Forum it follows, or the aim it serves"), max_length=300, required=False
    )
    direct = _area(_("How it reaches migration directly"), 2000)
    additional = _area(_("Why development aid would not pay it"), 2000)
    overlap = _area(_("What you looked for that exists already, and what this adds"), 2000)
    benefits = _area(_("Benefits"), 3000, _("For origin, destination, workers and families."))
    risks = _area(_("Risks, and what you do about them"), 3000)
    rights = _area(_("What it may do to people's rights, and the safeguard"), 3000)

    def __init__(self, data: Any = None, *, proposal: Proposal, **_more: Any) -> None:
        super().__init__(data, proposal=proposal)
        for name, words in (
            ("gender_marker", _("Equality of women and men")),
            ("rights_marker", _("Human rights")),
            ("child_marker", _("Children")),
        ):
            self.fields[name] = forms.TypedChoiceField(
                label=words,
                choices=Proposal.Marker.choices,
                coerce=int,
                empty_value=None,
                required=False,
                widget=forms.RadioSelect,
                initial=getattr(proposal, name),
            )

    def texts(self) -> list[str]:
        markers = ["gender_marker", "rights_marker", "child_marker"]
        return [*(name for name in super().texts() if name not in markers), *markers]


STEPS: tuple[type[StepForm], ...] = (BasicsForm, PartnersForm, ResultsForm, BudgetForm, RightsForm)
STEP_OF_GUARD = {
    "window_takes_proposals": "basics",
    "purpose_is_said": "results",
    "countries_are_named": "partners",
    "somebody_executes": "partners",
    "results_have_indicators": "results",
    "budget_is_whole": "budget",
    "indirect_within_cap": "budget",
    "reasons_are_given": "rights",
    "rights_are_assessed": "rights",
    "markers_are_set": "rights",
}
"""On which page what a guard of the submission misses can be written."""


def step(slug: str) -> type[StepForm] | None:
    return next((each for each in STEPS if each.slug == slug), None)


# what others type ------------------------------------------------------------------------------------------------


class TextForm(forms.Form):
    """One text with its own label."""

    def __init__(self, data: Any = None, *, words: Any, most: int = 2000, name: str = "text") -> None:
        super().__init__(data, auto_id=f"id_{name}_%s")  # several of these stand on one page
        widget = forms.Textarea(attrs={"rows": 4})
        self.fields["text"] = forms.CharField(label=words, max_length=most, widget=widget)


class InviteForm(forms.Form):
    reviewer = forms.ChoiceField(label=_("Reviewer"))

    def __init__(self, data: Any = None, *, people: Iterable[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["reviewer"].choices = [("", "–"), *people]  # type: ignore[attr-defined]


class EndorseForm(forms.Form):
    """What an endorsement names; the letter stays where one is held already."""

    plan = forms.CharField(label=_("Development plan or poverty-reduction strategy"), max_length=300)
    objective = forms.CharField(label=_("Objective of the plan that it serves"), max_length=500)
    page = forms.CharField(label=_("Page"), max_length=20)
    letter = forms.FileField(
        label=_("Letter of the country"), required=False, help_text=_("PDF, PNG or JPEG, at most 20 MB.")
    )
    said = forms.CharField(
        label=_("Remarks"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
