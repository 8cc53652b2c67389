"""Forms of officers who bring migration finance of others."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from alianza.fund.actions.tracking import LARGEST, TooLarge
from alianza.fund.finance_tables import How, mapping
from alianza.vocabulary.refusal import Refusal


class FileForm(forms.Form):
    """Which file, whose it is, where it is from, and as of when."""

    file = forms.FileField(label=_("File"), max_length=200)
    publisher = forms.CharField(label=_("Published by"), max_length=200)
    source = forms.CharField(
        label=_("Where it was published"), max_length=500, help_text=_("An address, or a title with its year")
    )
    licence = forms.CharField(label=_("Licence"), max_length=200)
    as_of = forms.DateField(label=_("As of"), widget=forms.DateInput({"type": "date"}))

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            facts = {"size": -(-file.size // 1_000_000), "most": LARGEST // 1_000_000}
            raise forms.ValidationError(gettext(TooLarge.message) % facts)
        return file

    def clean_as_of(self) -> Any:
        day = self.cleaned_data["as_of"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("A file cannot be of a day to come."))
        return day


class TableForm(FileForm):
    """The same for a table, with which column is which."""

    mapping = forms.CharField(
        label=_("Which column is which"),
        required=False,
        max_length=5000,
        widget=forms.Textarea({"rows": 8, "spellcheck": "false"}),
        help_text=_('One line each: our name = column of the file, or = "a text for every row"'),
    )

    def clean_mapping(self) -> How:
        try:
            return mapping(self.cleaned_data["mapping"])
        except Refusal as refused:
            raise forms.ValidationError(refused.translated(gettext)) from None
