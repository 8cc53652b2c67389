"""Forms of larger changes, of shifts that a decision carries, and of what is answered to an overspend."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from alianza.fund.actions.changes import Shift
from alianza.fund.actions.larger_changes import Line, Wanted
from alianza.fund.fields import MoneyField
from alianza.fund.forms.programmes import DAY, ReasonForm, decisions_on, executants_of, new_countries, target_fields
from alianza.fund.models import Category, Decision, Item, Programme, ProposalCountry, Report
from alianza.network.models import Organisation

NEW = "new"
"""In a line of the budget: the organisation that the change names as new."""
_DIRECT = [("", "–"), *(one for one in Category.choices if one[0] != Category.INDIRECT)]


def _named(form: forms.Form) -> None:
    """In a table the heading of the column is the label; a screen reader hears it with each field."""
    for field in form.fields.values():
        field.widget.attrs["aria-label"] = field.label


class ChangeForm(ReasonForm):
    """What a larger change names besides money; one field for the target of each result, empty leaves it."""

    country = forms.ChoiceField(label=_("New beneficiary country"), required=False)
    role = forms.ChoiceField(label=_("What it is"), choices=ProposalCountry.Role, required=False)
    organisation = forms.ModelChoiceField(
        label=_("New organisation that carries it out"),
        queryset=Organisation.objects.none(),
        to_field_name="code",
        required=False,
    )
    local = forms.BooleanField(label=_("It is an organisation of a country concerned"), required=False)
    ends_on = forms.DateField(label=_("New end"), widget=DAY, required=False)
    field_order = ("reason", "country", "role", "organisation", "local", "ends_on")

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = new_countries(programme)  # type: ignore[attr-defined]
        executing = programme.proposal.executants.values("organisation")
        self.fields["organisation"].queryset = (  # type: ignore[attr-defined]
            Organisation.objects.filter(left_on__isnull=True).exclude(pk__in=executing).order_by("name")
        )
        self.targets = target_fields(self, programme)

    def wanted(self, lines: Iterable["ChangeLineForm"]) -> Wanted:
        said = self.cleaned_data
        new = said["organisation"]
        return Wanted(
            lines=[line for each in lines if (line := each.line(new)) is not None],
            countries={said["country"]: said["role"] or ProposalCountry.Role.ORIGIN} if said["country"] else {},
            organisation=new,
            local=said["local"],
            ends_on=said["ends_on"],
            targets=self.targets(),
        )


class ChangeLineForm(forms.Form):
    """What one category of one organisation gains or loses; an empty line says nothing."""

    organisation = forms.ChoiceField(label=_("Organisation"), required=False)
    category = forms.ChoiceField(label=_("Category"), choices=[("", "–"), *Category.choices], required=False)
    way = forms.ChoiceField(label=_("More or less"), choices=[("more", _("more")), ("less", _("less"))], required=False)
    money = MoneyField(label=_("Amount"), required=False, help_text="")

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.executing = {str(one.code): one for one in executants_of(programme)}
        rows = [(code, one.name) for code, one in self.executing.items()]
        self.fields["organisation"].choices = [("", "–"), *rows, (NEW, gettext("the new organisation"))]  # type: ignore[attr-defined]
        _named(self)

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        given = [name for name in ("organisation", "category", "money") if said.get(name) not in (None, "")]
        if given and len(given) < 3 and not self.errors:
            self.add_error("money", gettext("Give organisation, category and amount of the line, or empty it."))
        return said

    def line(self, new: Organisation | None) -> Line | None:
        said = self.cleaned_data
        if said.get("money") is None:
            return None
        organisation = new if said["organisation"] == NEW else self.executing[said["organisation"]]
        if organisation is None:
            return None
        return Line(organisation, said["category"], -said["money"] if said["way"] == "less" else said["money"])

    @property
    def asks_for_new(self) -> bool:
        return self.cleaned_data.get("organisation") == NEW


ChangeLines = forms.formset_factory(ChangeLineForm, extra=4, max_num=60, absolute_max=60)


class ShiftLineForm(forms.Form):
    """Money of one organisation from one category to another, as a decision says; an empty line says nothing."""

    organisation = forms.ModelChoiceField(
        label=_("Organisation"), queryset=Organisation.objects.none(), to_field_name="code", required=False
    )
    source = forms.ChoiceField(label=_("From"), choices=_DIRECT, required=False)
    target = forms.ChoiceField(label=_("To"), choices=_DIRECT, required=False)
    money = MoneyField(label=_("Amount"), required=False, help_text="")

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = executants_of(programme)  # type: ignore[attr-defined]
        _named(self)

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        names = ("organisation", "source", "target", "money")
        given = [name for name in names if said.get(name) not in (None, "")]
        if given and len(given) < len(names) and not self.errors:
            self.add_error("money", gettext("Give organisation, both categories and the amount, or empty the line."))
        return said

    def shift(self) -> Shift | None:
        said = self.cleaned_data
        if said.get("money") is None:
            return None
        return Shift(said["organisation"], said["source"], said["target"], said["money"])


ShiftLines = forms.formset_factory(ShiftLineForm, extra=3, max_num=40, absolute_max=40)


class CapacityForm(forms.Form):
    found = forms.CharField(label=_("What the check found"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class ReviewerForm(forms.Form):
    reviewer = forms.ChoiceField(label=_("Reviewer"))

    def __init__(self, *args: Any, people: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reviewer"].choices = [("", "–"), *people]  # type: ignore[attr-defined]


class OpinionForm(forms.Form):
    text = forms.CharField(label=_("The group's reasons"), max_length=5000, widget=forms.Textarea(attrs={"rows": 4}))


class RefuseOverspendForm(ReasonForm):
    """Part of an overspend, or all of it."""

    money = MoneyField(label=_("Direct cost"), required=False, help_text=_("Empty: all that stands as overspend"))
    field_order: tuple[str, ...] = ("money",)


class AcceptOverspendForm(RefuseOverspendForm):
    decision = forms.ModelChoiceField(
        label=_("Decision"),
        help_text=_("Where it goes beyond the budget of a category"),
        queryset=Decision.objects.none(),
        to_field_name="code",
        required=False,
    )
    field_order = ("money", "decision")

    def __init__(self, *args: Any, report: Report, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = decisions_on(report.contract.programme, Item.Kind.RESTRUCTURING)
        self.fields["decision"].queryset = held  # type: ignore[attr-defined]
