"""What the public asks of the register, and the mail address of somebody who watches."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alianza.certification.forms.complaints import Trapped
from alianza.certification.standing import STATES, State
from alianza.certification.tokens import LARGEST_FILE, LONGEST_TOKEN

ISO = ["%Y-%m-%d"]


def _a_day() -> forms.DateInput:
    """As browsers send and want it, whatever the language of the page."""
    return forms.DateInput(format=ISO[0], attrs={"type": "date"})


class RegisterForm(forms.Form):
    """A filter: what is left out does not narrow."""

    is_filter = True

    q = forms.CharField(label=_("Name"), max_length=120, required=False)
    country = forms.ChoiceField(label=_("Country"), required=False)
    outcome = forms.ChoiceField(label=_("Result"), required=False)
    standing = forms.ChoiceField(
        label=_("Standing"),
        choices=[
            ("", _("All standings")),
            *((state.value, STATES[state]) for state in State if state is not State.NONE),
        ],
        required=False,
    )
    on = forms.DateField(
        label=_("On the day"),
        help_text=_("Empty: today."),
        required=False,
        widget=_a_day(),
        input_formats=ISO,
    )

    def __init__(
        self, *args: Any, countries: list[tuple[str, str]], outcomes: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = [("", _("All countries")), *countries]  # type: ignore[attr-defined]
        self.fields["outcome"].choices = [("", _("All results")), *outcomes]  # type: ignore[attr-defined]

    def clean_on(self) -> date:
        return past_day(self.cleaned_data["on"])


class DayForm(forms.Form):
    on = forms.DateField(label=_("On the day"), required=False, widget=_a_day(), input_formats=ISO)

    def clean_on(self) -> date:
        return past_day(self.cleaned_data["on"])


def past_day(day: date | None) -> date:
    """That day, or today; what will be is not in the register."""
    today = timezone.localdate()
    if day is not None and day > today:
        raise forms.ValidationError(_("The register tells of days up to today. Choose an earlier day."))
    return day or today


class VerifyForm(forms.Form):
    token = forms.CharField(
        label=_("Text or address of the badge"),
        max_length=LONGEST_TOKEN + 400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off", "spellcheck": "false"}),
    )
    file = forms.FileField(
        label=_("Or its picture"),
        help_text=_("The SVG file as you found it. A copy of the screen says nothing."),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".svg"}),
    )

    def clean_file(self) -> Any:
        given = self.cleaned_data["file"]
        if given is not None and given.size > LARGEST_FILE:
            raise forms.ValidationError(_("A badge is a small file; this one is too large to be one."))
        return given


class WatchForm(Trapped):
    address = forms.EmailField(
        label=_("Your mail address"),
        help_text=_("You get a mail to confirm. The address is kept sealed, and removed when you stop."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
