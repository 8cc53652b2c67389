"""The forms of those who open a file for a reason, and of services that bring people's data in files."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from alianza.consent.purposes import purpose
from alianza.network.models import Organisation
from alianza.registry.forms.choices import country_choices
from alianza.registry.models import Intake, Purpose, Status
from alianza.texts import page_language

BY_HAND = [(each.value, each.label) for each in Purpose if each != Purpose.PLACEMENT]
"""Purposes of an opening outside a job order."""
SIGNED = ("matching", "named", "statistics")
"""Agreements that people without an account sign on paper with the service."""


class OpenForm(forms.Form):
    purpose = forms.ChoiceField(label=_("Purpose"), choices=BY_HAND)
    reason = forms.CharField(
        label=_("Why do you open this file?"),
        help_text=_("The worker will read this sentence, with your role and organisation."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean_purpose(self) -> Purpose:
        return Purpose(self.cleaned_data["purpose"])


class FilterForm(forms.Form):
    """What the list of workers shows; each filter is optional."""

    is_filter = True
    origin = forms.ChoiceField(label=_("Country"), choices=country_choices, required=False)
    isco = forms.RegexField(
        r"^[0-9]{1,4}\Z", label=_("Occupation (ISCO-08 code or its first digits)"), max_length=4, required=False
    )
    status = forms.ChoiceField(
        label=_("State"),
        choices=[("", _("Any")), *((each.value, each.label) for each in Status if each != Status.DRAFT)],
        required=False,
    )
    pseudonym = forms.CharField(label=_("Pseudonym"), max_length=12, required=False)


class UploadForm(forms.Form):
    registrar = forms.ModelChoiceField(
        label=_("Service that keeps these workers' data"), queryset=Organisation.objects.none(), to_field_name="code"
    )
    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV in UTF-8, or XLSX. Nothing is saved before you have seen what was found in it."),
        max_length=200,
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
    )

    def __init__(self, *args: Any, registrars: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["registrar"].queryset = registrars  # type: ignore[attr-defined]  # a ModelChoiceField
        only = list(registrars[:2])
        if len(only) == 1:
            self.fields["registrar"].initial = only[0].code


def signed_choices() -> list[tuple[str, str]]:
    lang = page_language()
    return [(code, purpose(code).current.title.in_language(lang)[0]) for code in SIGNED]


class DecisionForm(forms.Form):
    duplicates = forms.ChoiceField(
        label=_("People who may be in the registry, or in the file, already"),
        choices=Intake.Duplicates.choices,
        widget=forms.RadioSelect,
    )
    signed = forms.MultipleChoiceField(
        label=_("Each person in this file signed that they agree to"),
        help_text=_("The service keeps the signed papers. Who did not agree to be matched is kept, but never matched."),
        choices=signed_choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, intake: Intake, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not intake.duplicates:
            del self.fields["duplicates"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data.setdefault("duplicates", Intake.Duplicates.LEAVE_OUT.value)
        return data
