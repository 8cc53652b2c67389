"""Numbers as people type them, exactly: rates, years, shares. Never a float."""

import re
import unicodedata
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

_SPACES = re.compile(r"[\s\u00a0\u202f\u2009%]")
_PLAIN = re.compile(r"\d{1,12}([.,]\d{1,12})?", re.ASCII)


class ExactField(forms.CharField):
    """Cleans to a Decimal from `least` to `most`; a comma or a point is the decimal sign, digits are of any script."""

    def __init__(self, *, least: int = 0, most: int = 100, decimals: int = 8, **kwargs: Any) -> None:
        self.least, self.most, self.decimals = least, most, decimals
        kwargs.setdefault("max_length", 30)
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if text is None or text in self.empty_values:
            return None
        super().run_validators(text)  # length and NUL, of what was typed
        shown = repr(text[:30])
        plain = _SPACES.sub("", text).replace("\u066b", ".").removeprefix("+")
        sign = "-" if plain.startswith(("-", "\u2212")) else ""
        plain = "".join(
            str(unicodedata.digit(each)) if each.isdecimal() and not each.isascii() else each
            for each in plain.lstrip("-\u2212" if sign else "")
        )
        if not _PLAIN.fullmatch(plain):
            raise forms.ValidationError(
                _("%(given)s is not a number; write digits and a point, for example 4.25."),
                code="number",
                params={"given": shown},
            )
        found = Decimal(sign + plain.replace(",", "."))
        exponent = found.as_tuple().exponent
        if isinstance(exponent, int) and -exponent > self.decimals:
            raise forms.ValidationError(
                _("%(given)s has more than %(decimals)s decimals."),
                code="decimals",
                params={"given": shown, "decimals": self.decimals},
            )
        if not self.least <= found <= self.most:
            raise forms.ValidationError(
                _("Write a number from %(least)s to %(most)s; %(given)s is not."),
                code="range",
                params={"least": self.least, "most": self.most, "given": shown},
            )
        return found or Decimal(0)

    def run_validators(self, value: Any) -> None:
        """Those of text ran on the text already; a number has none."""

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, Decimal):
            return value
        text = f"{value:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text


class PastDayField(forms.DateField):
    """A day on which something happened: today at the latest."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateInput(attrs={"type": "date"}))
        kwargs.setdefault("initial", timezone.localdate)
        kwargs.setdefault("label", _("Day"))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Any:
        found = super().clean(value)
        if found is not None and found > timezone.localdate():
            raise forms.ValidationError(_("This day has not come yet; write today's or an earlier one."), code="future")
        if found is not None and found.year < 2000:
            raise forms.ValidationError(_("The facility has no days before 2000."), code="early")
        return found
