from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alianza.accounts.models import User, UserManager
from alianza.network.models import Membership, Organisation, RoleCode, Subject
from alianza.texts import page_language
from alianza.vocabulary.initiative import actor_types
from alianza.vocabulary.places import countries


def country_choices() -> list[tuple[str, str]]:
    """Countries by their name in the reader's language."""
    lang = page_language()
    named = sorted(((place.alpha3, str(place.name(lang))) for place in countries()), key=lambda pair: pair[1])
    return [("", "—"), *named]


def actor_type_choices() -> list[tuple[str, str]]:
    lang = page_language()
    return [(kind.id, str(kind.label(lang))) for kind in actor_types()]


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


class PersonField(forms.EmailField):
    """A person by the address of their account."""

    def clean(self, value: Any) -> User:
        address = UserManager.normalize_email(super().clean(value))
        try:
            return User.objects.get(email=address, is_active=True)
        except User.DoesNotExist:
            raise forms.ValidationError(
                _("No account has this address. Ask the person to sign up first, then enter it again.")
            ) from None


class OrganisationForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=200)
    actor_type = forms.ChoiceField(label=_("Kind"), choices=actor_type_choices)
    country = forms.ChoiceField(
        label=_("Country"),
        choices=country_choices,
        required=False,
        help_text=_("Leave empty for an international body."),
    )


class RoleForm(forms.Form):
    email = PersonField(label=_("Address of the person's account"), max_length=254)
    role = forms.ChoiceField(label=_("Role"), choices=RoleCode.choices)


class MandateForm(forms.Form):
    email = PersonField(label=_("Address of the person's account"), max_length=254)
    organisation = forms.ModelChoiceField(
        label=_("Named by"), queryset=Organisation.objects.none(), to_field_name="code"
    )
    country = forms.ChoiceField(label=_("Country"), choices=country_choices)
    subject = forms.ChoiceField(label=_("Subject"), choices=Subject.choices)
    begins_on = forms.DateField(label=_("From"), widget=DayInput, initial=timezone.localdate)
    ends_on = forms.DateField(label=_("Until"), widget=DayInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = Organisation.objects.filter(left_on__isnull=True, actor_type__in=("state", "local_authority"))
        self.fields["organisation"].queryset = members  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        _ends_after_it_begins(self, data)
        return data


class DelegationForm(forms.Form):
    email = PersonField(label=_("Address of your delegate's account"), max_length=254)
    begins_on = forms.DateField(label=_("From"), widget=DayInput, initial=timezone.localdate)
    ends_on = forms.DateField(label=_("Until"), widget=DayInput)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        _ends_after_it_begins(self, data)
        return data


def _ends_after_it_begins(form: forms.Form, data: dict[str, Any]) -> None:
    begins, ends = data.get("begins_on"), data.get("ends_on")
    if isinstance(begins, date) and isinstance(ends, date) and ends < begins:
        form.add_error("ends_on", _("The last day lies before the first. Enter a later one."))


def open_memberships(organisation: Organisation) -> list[Membership]:
    return list(organisation.memberships.filter(ends_on__isnull=True).select_related("user"))
