"""What every step of the profile has in common."""

from typing import Any, ClassVar

from django import forms
from django.utils.functional import Promise

from alianza.registry.models import Profile


class Day(forms.DateInput):
    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


class StepForm(forms.Form):
    """A part of the profile. `profile` is None before the first step was saved."""

    slug: ClassVar[str]
    title: ClassVar[Promise]
    lead: ClassVar[Promise]
    template: ClassVar[str] = "registry/profile_step.html"
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2_000_000_000)

    def __init__(self, data: Any = None, *, profile: Profile | None) -> None:
        self.profile = profile
        initial = {"version": profile.version if profile else 0}
        if profile is not None:
            initial |= self.held(profile)
        super().__init__(data, initial=initial)

    def held(self, profile: Profile) -> dict[str, Any]:
        """What the profile says already, as the fields' initial values."""
        return {name: getattr(profile, name) for name in self.fields_of_profile()}

    def fields_of_profile(self) -> list[str]:
        return [name for name in self.base_fields if name != "version"]

    def answers(self) -> dict[str, Any]:
        """What to save, by the profile's names."""
        return {name: self.cleaned_data[name] for name in self.fields_of_profile()}

    def languages(self) -> dict[str, int] | None:
        return None
