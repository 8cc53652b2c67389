"""The form in which an officer keeps how others name what they share with us."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from alianza.fund.actions.iati import IDENTIFIER, NotAnIdentifier
from alianza.fund.queries.iati_identifiers import Named


class IdentifiersForm(forms.Form):
    """One field a thing; empty where it is not known."""

    def __init__(self, data: Mapping[str, Any] | None, *, things: Sequence[Named]) -> None:
        super().__init__(data)
        self.things = {f"n{at}": thing for at, thing in enumerate(things)}
        for name, thing in self.things.items():
            self.fields[name] = forms.CharField(
                label=_("%(kind)s: %(name)s") % {"kind": thing.kind, "name": thing.name},
                initial=thing.reference,
                max_length=100,
                required=False,
                widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
            )

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        for name, given in list(said.items()):
            if given and not IDENTIFIER.fullmatch(given):
                self.add_error(name, gettext(NotAnIdentifier.message) % {"given": repr(given[:40])})
        return said

    def changed(self) -> dict[str, str]:
        """Subject and what it is called now, for those that changed."""
        return {
            thing.subject: self.cleaned_data[name]
            for name, thing in self.things.items()
            if self.cleaned_data[name] != thing.reference
        }
