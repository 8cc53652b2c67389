"""Where a worker would go: three wishes in order, the destinations that have a sheet, and any other country by name."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from alianza.registry.forms import choices
from alianza.registry.forms.step import StepForm
from alianza.registry.models import Profile
from alianza.regulations.queries import destinations_in_force
from alianza.vocabulary.places import UnknownCountry, countries, find_country


class WishesForm(StepForm):
    slug = "wishes"
    title = _("Where you would like to work")
    lead = _("Name up to three countries in the order of your wish, and any others to which you would also go.")
    template = "registry/profile_wishes.html"

    wish1 = forms.ChoiceField(label=_("First wish"), choices=choices.country_choices, required=False)
    wish2 = forms.ChoiceField(label=_("Second wish"), choices=choices.country_choices, required=False)
    wish3 = forms.ChoiceField(label=_("Third wish"), choices=choices.country_choices, required=False)
    accepts = forms.MultipleChoiceField(
        label=_("I would also go to"),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choices--beside"}),
    )
    other = forms.CharField(
        label=_("Another country"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"list": "countries", "autocomplete": "off"}),
    )

    def __init__(self, data: Any = None, *, profile: Profile | None) -> None:
        super().__init__(data, profile=profile)
        self.suggested: list[choices.Choice] = []
        named = data.getlist("accepts") if data is not None else profile.accepts if profile else ()
        self.offer(named)

    def offer(self, named: Iterable[str]) -> None:
        """Boxes for the destinations that have a sheet, and for every country that the worker named."""
        known = {each.alpha3 for each in countries()}
        field = self.fields["accepts"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = choices.countries_named({*destinations_in_force(), *known.intersection(named)})

    def fields_of_profile(self) -> list[str]:
        return [name for name in super().fields_of_profile() if name != "other"]

    def with_another(self, code: str) -> "WishesForm":
        """The form as it was sent with one country more, for the page: nothing is judged or saved yet."""
        accepts = list(dict.fromkeys((*cast(QueryDict, self.data).getlist("accepts"), code)))
        fresh = WishesForm(profile=self.profile)
        held = {name: self.data.get(name, "") for name in ("version", "wish1", "wish2", "wish3")}
        fresh.initial.update(held, accepts=accepts)
        fresh.offer(accepts)
        return fresh

    def clean_other(self) -> str:
        """The three-letter code of what was typed, or empty."""
        typed = self.cleaned_data["other"].strip()
        if not typed:
            return ""
        try:
            return find_country(typed).alpha3
        except UnknownCountry as unknown:
            self.suggested = choices.countries_named(unknown.suggestions)
            raise forms.ValidationError(
                _("No country is called %(name)s. Choose one of those below, or write it otherwise."),
                params={"name": typed[:60]},
            ) from None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        wishes = [wish for wish in (data.get("wish1"), data.get("wish2"), data.get("wish3")) if wish]
        if len(set(wishes)) < len(wishes):
            self.add_error("wish2", _("Name three different countries, or leave a wish empty."))
        data.update(dict.fromkeys(("wish1", "wish2", "wish3"), ""))
        data.update({f"wish{at}": wish for at, wish in enumerate(wishes, start=1)})
        other = [data["other"]] if data.get("other") else []
        data["accepts"] = tuple(dict.fromkeys((*wishes, *(data.get("accepts") or ()), *other)))
        if not data["accepts"] and not self.errors:
            self.add_error("wish1", _("Name at least one country."))
        return data
