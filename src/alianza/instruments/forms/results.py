"""Forms of results: looking through open answers, and sorting them under codes."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from alianza.instruments.forms.rounds import regions_shown
from alianza.instruments.models import OpenCode


class SearchForm(forms.Form):
    is_filter = True
    typed = forms.CharField(label=_("Words"), required=False, max_length=200)
    region = forms.ChoiceField(label=_("Region"), required=False)

    def __init__(self, *args: Any, lang: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].choices = [("", _("All regions")), *regions_shown(lang)]  # type: ignore[attr-defined]


class CodeForm(forms.Form):
    name = forms.CharField(label=_("Code"), max_length=80)
    meaning = forms.CharField(label=_("What belongs under it"), max_length=300, required=False)


class SortForm(forms.Form):
    entries = forms.ModelMultipleChoiceField(queryset=OpenCode.objects.none(), required=False, to_field_name="code")
    back = forms.CharField(required=False, max_length=500)

    def __init__(self, *args: Any, entries: QuerySet[OpenCode], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["entries"].queryset = entries  # type: ignore[attr-defined]
