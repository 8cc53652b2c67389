from django import forms
from django.utils.translation import gettext_lazy as _

from alianza.documents.models import Kind
from alianza.documents.policy import BROUGHT_BY_HAND


class FileForm(forms.Form):
    kind = forms.ChoiceField(label=_("What is it?"), choices=[(kind.value, kind.label) for kind in BROUGHT_BY_HAND])
    file = forms.FileField(
        label=_("File"),
        help_text=_("PDF, PNG or JPEG, at most 5 MB. Only you can read it."),
        max_length=200,
        widget=forms.FileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg"}),
    )

    def clean_kind(self) -> Kind:
        return Kind(self.cleaned_data["kind"])
