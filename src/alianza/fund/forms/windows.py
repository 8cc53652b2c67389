"""Forms of windows."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alianza.fund.models import Window
from alianza.fund.rules import rule, rules
from alianza.fund.wording import RULES, area_name
from alianza.vocabulary.initiative import initiative


class WindowForm(forms.Form):
    number = forms.RegexField(
        label=_("Number"), regex=r"^[A-Za-z0-9-]{1,20}$", help_text=_("Stands in the books, for example W1")
    )
    area = forms.ChoiceField(label=_("Thematic area"))
    summary = forms.CharField(
        label=_("What it is for"), max_length=1000, required=False, widget=forms.Textarea({"rows": 3})
    )

    def __init__(self, *args: Any, lang: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        taken = set(Window.objects.values_list("area", flat=True))
        areas = [one["id"] for one in initiative()["gfmd_thematic_areas"]]
        self.fields["area"].choices = [(one, area_name(one, lang)) for one in areas if one not in taken]  # type: ignore[attr-defined]


class RulesForm(forms.Form):
    """One field for each rule that a window may set; empty follows the fund."""

    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=forms.Textarea({"rows": 2}))

    def __init__(self, *args: Any, window: Window, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = sorted({one.id for one in rules() if one.window})
        today = timezone.localdate()
        for name in self.names:
            self.fields[name] = forms.DecimalField(
                label=str(RULES[name]),
                required=False,
                min_value=Decimal(0),
                max_value=Decimal(1),
                max_digits=6,
                decimal_places=5,
                help_text=_("A share from 0 to 1; empty: the fund's, %(value)s") % {"value": rule(name, today).value},
                initial=window.rules.get(name),
            )

    def own(self) -> dict[str, Decimal]:
        return {name: self.cleaned_data[name] for name in self.names if self.cleaned_data.get(name) is not None}
