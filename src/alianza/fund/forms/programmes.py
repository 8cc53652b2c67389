"""Forms with which programmes, contracts and tranches are moved."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from alianza.accounts.models import User
from alianza.fund.fields import MoneyField
from alianza.fund.models import Category, Contract, Decision, ExpectedResult, Item, Programme
from alianza.fund.policy.allegations import readable_by
from alianza.network.models import Organisation
from alianza.vocabulary.places import countries

DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
_TEXT = forms.Textarea(attrs={"rows": 4})


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class NothingForm(forms.Form):
    """A move that asks for nothing."""


def decisions_on(programme: Programme, *kinds: str) -> Any:
    return Decision.objects.filter(
        item__subject=programme.subject, item__kind__in=kinds, outcome=Decision.Outcome.ADOPTED
    )


class DecisionForm(ReasonForm):
    """A move that rests on a decision, or may."""

    decision = forms.ModelChoiceField(
        label=_("Decision"), queryset=Decision.objects.none(), to_field_name="code", required=False
    )

    def __init__(self, *args: Any, programme: Programme, by: User, needed: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["decision"]
        field.queryset = decisions_on(programme, Item.Kind.SUSPENSION)  # type: ignore[attr-defined]  # a choice of rows
        field.required = needed


class SuspendForm(DecisionForm):
    """Who chooses an allegation sees those they may read, by kind and day alone."""

    allegation = forms.ModelChoiceField(
        label=_("Allegation"),
        help_text=_("The reason above is public: it does not repeat what somebody alleges."),
        queryset=Contract.objects.none(),
        to_field_name="code",
        required=False,
    )

    def __init__(self, *args: Any, programme: Programme, by: User, **kwargs: Any) -> None:
        super().__init__(*args, programme=programme, by=by, **kwargs)
        field = self.fields["allegation"]
        field.queryset = readable_by(by).filter(programme=programme)  # type: ignore[attr-defined]
        field.label_from_instance = (  # type: ignore[attr-defined]
            lambda one: f"{one.get_kind_display()}, {one.received_at:%Y-%m-%d}, {one.get_state_display()}"
        )


class EvaluationForm(forms.Form):
    url = forms.URLField(label=_("Address of the published evaluation"), max_length=500, assume_scheme="https")


class ContractForm(forms.Form):
    money = MoneyField(label=_("Amount, indirect cost included"))
    indirect_rate = forms.DecimalField(
        label=_("Indirect cost, as a share of direct cost"),
        help_text=_("For example 0.07"),
        min_value=0,
        max_value=1,
        max_digits=5,
        decimal_places=4,
    )
    objectives = forms.CharField(label=_("Objectives"), max_length=3000, widget=_TEXT)
    tasks = forms.CharField(label=_("Tasks"), max_length=3000, widget=_TEXT)
    results = forms.CharField(label=_("Expected results"), max_length=3000, widget=_TEXT)
    refund_clause = forms.CharField(label=_("Refund clause"), max_length=1000, widget=_TEXT)


class DraftForm(ContractForm):
    organisation = forms.ModelChoiceField(
        label=_("Organisation"), queryset=Organisation.objects.none(), to_field_name="code"
    )
    party = forms.RegexField(
        r"^[A-Za-z0-9-]{1,30}\Z",
        label=_("Its name in the books"),
        help_text=_("Letters and digits, for example IOM"),
        max_length=30,
    )
    field_order = ("organisation", "party")

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        without = programme.proposal.executants.exclude(organisation__contracts__programme=programme)
        self.fields["organisation"].queryset = Organisation.objects.filter(  # type: ignore[attr-defined]
            pk__in=without.values("organisation")
        )


class ReduceForm(ReasonForm):
    money = MoneyField(label=_("Taken off"))
    field_order = ("money",)


class AccountForm(forms.Form):
    details = forms.CharField(
        label=_("Account to pay to"),
        help_text=_("Bank, account and holder. Kept sealed; a change is confirmed by a call before the next payment."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
    )


class PaymentForm(forms.Form):
    bank_reference = forms.CharField(
        label=_("Reference of the bank"), max_length=100, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )


class ReceivedForm(forms.Form):
    """Money that came back from an organisation."""

    money = MoneyField(label=_("Amount"))
    reference = forms.CharField(label=_("Reference of the bank"), max_length=100)


class TrancheLineForm(forms.Form):
    planned_on = forms.DateField(label=_("Day"), widget=DAY)
    money = MoneyField(label=_("Amount"), help_text="")


TranchePlan = forms.formset_factory(TrancheLineForm, extra=3, max_num=24, absolute_max=24)


class ExtendForm(ReasonForm):
    ends_on = forms.DateField(label=_("New end"), widget=DAY)
    field_order = ("ends_on",)

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)


def executants_of(programme: Programme) -> Any:
    return Organisation.objects.filter(pk__in=programme.proposal.executants.values("organisation"))


class ShiftForm(ReasonForm):
    organisation = forms.ModelChoiceField(
        label=_("Organisation"), queryset=Organisation.objects.none(), to_field_name="code"
    )
    source = forms.ChoiceField(label=_("From"), choices=[one for one in Category.choices if one[0] != "indirect"])
    target = forms.ChoiceField(label=_("To"), choices=[one for one in Category.choices if one[0] != "indirect"])
    money = MoneyField(label=_("Amount"))
    field_order = ("organisation", "source", "target", "money")

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = executants_of(programme)  # type: ignore[attr-defined]


def new_countries(programme: Programme) -> list[tuple[str, str]]:
    there = set(programme.proposal.countries.values_list("country", flat=True))
    rows = [(one.alpha3, str(one.name())) for one in countries() if one.alpha3 not in there]
    return [("", "–"), *sorted(rows, key=lambda row: row[1])]


def target_fields(form: forms.Form, programme: Programme) -> Callable[[], dict[int, Any]]:
    """A field for the target of each result, empty leaves it; what is returned reads them once the form is valid."""
    results: list[ExpectedResult] = list(programme.proposal.expected.all())
    for result in results:
        form.fields[f"target{result.number}"] = forms.DecimalField(
            label=_("Target of result %(number)s, now %(target)s %(unit)s")
            % {"number": result.number, "target": f"{result.target.normalize():f}", "unit": result.unit},
            max_digits=16,
            decimal_places=2,
            required=False,
        )

    def read() -> dict[int, Any]:
        given = {result.number: form.cleaned_data.get(f"target{result.number}") for result in results}
        return {number: target for number, target in given.items() if target is not None}

    return read


class RestructureForm(ReasonForm):
    """What a decision changes without more money; shifts of the budget stand in a table beside it."""

    decision = forms.ModelChoiceField(label=_("Decision"), queryset=Decision.objects.none(), to_field_name="code")
    ends_on = forms.DateField(label=_("New end"), widget=DAY, required=False)
    field_order = ("decision", "ends_on")

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = decisions_on(programme, Item.Kind.RESTRUCTURING)
        self.fields["decision"].queryset = held  # type: ignore[attr-defined]
        self.targets = target_fields(self, programme)
