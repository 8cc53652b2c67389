"""The form with which a keeper says that a published sheet is still true."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from alianza.regulations.sheets import Source


class LookForm(forms.Form):
    looked_on = forms.DateField(
        label=_("On which day did you read them?"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    sources = forms.MultipleChoiceField(
        label=_("Which sources did you read again?"),
        help_text=_("Tick only what you opened and read. What rests on the others keeps its date."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick the sources that you read again; without one nothing was looked at.")},
    )
    version = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, offered: Iterable[Source] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(source.id, f"{source.id}: {source.publisher} ({source.dated})") for source in offered]
        self.fields["sources"].choices = choices  # type: ignore[attr-defined]
