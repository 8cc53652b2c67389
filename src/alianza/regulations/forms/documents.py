"""The document of a draft as a whole, and why a version goes back."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alianza.written import LARGEST_FILE, Unreadable, parse_yaml


class DocumentForm(forms.Form):
    """A sheet as YAML: pasted, or as a file."""

    document = forms.CharField(
        label=gettext_lazy("The sheet, in YAML"),
        required=False,
        max_length=LARGEST_FILE,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 20, "spellcheck": "false", "autocomplete": "off"}),
        help_text=gettext_lazy("Take the sheet in force as a start, change it, and put it here."),
    )
    file = forms.FileField(label=gettext_lazy("Or a file"), required=False)
    edits = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """`read` holds what the YAML says."""
        data = super().clean() or {}
        upload = data.get("file")
        if upload is not None and upload.size > LARGEST_FILE:
            self.add_error("file", _("The file is too large; a sheet has one megabyte at most."))
            return data
        raw = upload.read() if upload is not None else str(data.get("document") or "").encode()
        if not raw.strip():
            self.add_error("document", _("Paste the sheet here, or choose its file."))
            return data
        try:
            data["read"] = parse_yaml(raw, _("the sheet"))
        except Unreadable as unreadable:
            self.add_error("file" if upload is not None else "document", str(unreadable))
        return data


class ReasonForm(forms.Form):
    """Why a version goes back, or out of force."""

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class FirstDayForm(forms.Form):
    """From which day a sheet is in force that names none itself."""

    effective_from = forms.DateField(
        label=gettext_lazy("In force from"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
