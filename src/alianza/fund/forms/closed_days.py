"""Forms of the calendar of closed days."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ClosedDayForm(forms.Form):
    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}))
    name = forms.CharField(label=_("What is celebrated"), max_length=100)


class TakeBackForm(forms.Form):
    reason = forms.CharField(label=_("Why it is a working day after all"), max_length=200)
