"""The form with which anybody tells an error, the one to come back with a code, and those of whoever answers."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

TOKEN_SALT = "regulations.report"  # noqa: S105  names what the signature is for
TOKEN_SECONDS = 24 * 3600
LONGEST_TEXT, LONGEST_SOURCE, LONGEST_REASON = 4000, 1000, 2000


def token_of(code: str) -> str:
    """The code to come back with, signed into the form, so that sending it twice makes one report."""
    return signing.dumps(code, salt=TOKEN_SALT)


class ReportForm(forms.Form):
    text = forms.CharField(
        label=_("What is wrong?"),
        help_text=_("Write what the law says instead, and since when. Leave out names of people."),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    source = forms.CharField(
        label=_("Where does it stand?"),
        help_text=_("The address of a page, if you know one. It begins with https:// or http://."),
        max_length=LONGEST_SOURCE,
        required=False,
        widget=forms.URLInput(attrs={"autocomplete": "off"}),
    )
    mail = forms.EmailField(
        label=_("May we write to you once?"),
        help_text=_("You need not say. The address is kept sealed, used to say that there is an answer, then erased."),
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    website = forms.CharField(
        label=_("Leave this field empty"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    token = forms.CharField(max_length=400, widget=forms.HiddenInput)

    def clean_source(self) -> str:
        source: str = self.cleaned_data["source"].strip()
        if source and not re.fullmatch(r"https?://[^\s<>\"]+", source):
            raise forms.ValidationError(_("An address of a page begins with https:// or http:// and has no spaces."))
        return source

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_("Programs fill this field in. Empty it and send again."))
        return ""

    def clean_token(self) -> str:
        """The code inside the token."""
        try:
            code = signing.loads(self.cleaned_data["token"], salt=TOKEN_SALT, max_age=TOKEN_SECONDS)
        except signing.BadSignature:
            code = None
        if not isinstance(code, str):
            raise forms.ValidationError(_("This form was open for too long. Your text is still here: send it again."))
        return code


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Your code"),
        help_text=_("You were given it when you told the error. Dashes and capitals do not matter."),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class CorrectedForm(forms.Form):
    number = forms.TypedChoiceField(label=_("Which version corrects it?"), coerce=int)

    def __init__(self, *args: Any, numbers: Sequence[int] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["number"].choices = [(number, str(number)) for number in numbers]  # type: ignore[attr-defined]


class NoErrorForm(forms.Form):
    reason = forms.CharField(
        label=_("Why is it not an error?"),
        help_text=_("Whoever told it reads this. Name the page and the article that the line rests on."),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
