from django import forms
from django.utils.translation import gettext_lazy as _

from alianza.accounts.actions import LONGEST_DAYS
from alianza.accounts.models import Scope


class TokenForm(forms.Form):
    label = forms.CharField(label=_("What it is for"), max_length=80)
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"), choices=Scope.choices, widget=forms.CheckboxSelectMultiple
    )
    days = forms.IntegerField(label=_("Valid for (days)"), min_value=1, max_value=LONGEST_DAYS, initial=90)
