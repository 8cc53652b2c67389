"""The day that a statement is asked for, and the name of what is traced."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class DayForm(forms.Form):
    on = forms.DateField(
        label=_("At the end of"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": _("Write the day as 2026-03-31.")},
    )

    def clean_on(self) -> date | None:
        day: date | None = self.cleaned_data["on"]
        if day is not None and day > timezone.localdate():
            raise forms.ValidationError(_("That day is not over yet; choose today or a day before."), code="future")
        return day


class TraceForm(forms.Form):
    name = forms.CharField(
        label=_("Number"),
        max_length=80,
        help_text=_("Of an agreement, a programme, an operation or a journal, for example P-2026-001."),
    )

    def clean_name(self) -> str:
        given: Any = self.cleaned_data["name"]
        if "/" in given:
            raise forms.ValidationError(_("Write the number as it stands in the books, without a slash."))
        return str(given)
