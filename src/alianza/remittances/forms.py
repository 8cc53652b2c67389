from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from alianza.observatory import areas
from alianza.remittances import estimates, queries
from alianza.texts import page_language
from alianza.vocabulary._folding import fold
from alianza.vocabulary.places import countries


def named_countries() -> list[tuple[str, str]]:
    """Every country, and area with estimates, with its name in the page's language, in the order of names."""
    language = page_language()
    codes = {each.alpha3 for each in countries()} | set(estimates.estimates().places)
    return sorted(((code, areas.name(code, language)) for code in codes), key=lambda pair: fold(pair[1]))


class CorridorForm(forms.Form):
    """The two ends of a corridor."""

    origin = forms.ChoiceField(label=_("Country people come from"))
    destination = forms.ChoiceField(label=_("Country they live in"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("origin", "destination"):
            self.fields[name] = forms.ChoiceField(
                label=self.fields[name].label, choices=[("", "–"), *named_countries()], initial=""
            )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("origin") and given.get("origin") == given.get("destination"):
            self.add_error("destination", _("A corridor needs two countries; choose another one here."))
        return given


class FallForm(forms.Form):
    """A fall of what is sent from one country."""

    sender = forms.ChoiceField(label=_("Country the money is sent from"))
    percent = forms.DecimalField(
        label=_("Fall in percent"), min_value=0, max_value=100, max_digits=5, decimal_places=2, initial=20
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = set(queries.senders())
        choices = [pair for pair in named_countries() if pair[0] in known]
        self.fields["sender"] = forms.ChoiceField(
            label=self.fields["sender"].label, choices=[("", "–"), *choices], initial=""
        )
