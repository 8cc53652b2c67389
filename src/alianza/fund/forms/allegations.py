"""The public form with which anybody tells, and the forms of those who read."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from alianza.fund.actions.allegations import LONGEST_REASON
from alianza.fund.models import Allegation, Programme


class TellForm(forms.Form):
    kind = forms.ChoiceField(label=_("What is it about?"), choices=Allegation.Kind, widget=forms.RadioSelect)
    programme = forms.ModelChoiceField(
        label=_("Programme"),
        help_text=_("If you know it."),
        queryset=Programme.objects.none(),
        to_field_name="code",
        required=False,
    )
    text = forms.CharField(
        label=_("What happened?"),
        help_text=_("Where, when, who was concerned. Write only what the people who look into it need."),
        max_length=10000,
        widget=forms.Textarea(attrs={"rows": 10, "autocomplete": "off"}),
    )
    contact = forms.CharField(
        label=_("How can we reach you?"),
        help_text=_("You need not say it. It is kept sealed, with the rest."),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["programme"]
        field.queryset = Programme.objects.select_related("proposal")  # type: ignore[attr-defined]
        field.label_from_instance = lambda one: f"{one.number} {one.proposal.title}"  # type: ignore[attr-defined]


class OpenForm(forms.Form):
    reason = forms.CharField(
        label=_("Why do you open it?"),
        help_text=_("The reason is kept with your name and the time."),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class OutcomeForm(forms.Form):
    outcome = forms.CharField(
        label=_("What was found, and why this step"),
        help_text=_("Kept sealed."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
