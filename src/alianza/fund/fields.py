"""The form field in which people type an amount."""

from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from alianza.fund.amounts import read
from alianza.fund.chart import BASE_CURRENCY
from alianza.vocabulary.money import Money
from alianza.vocabulary.refusal import Refusal


class MoneyField(forms.CharField):
    """Cleans to Money in one currency; what cannot be understood is refused in one sentence.

    Give the currency where the form is made (`field.currency = ...`) if it is not the fund's.
    """

    def __init__(self, *, currency: str = BASE_CURRENCY, zero: bool = False, **kwargs: Any) -> None:
        self.currency, self.zero = currency, zero
        kwargs.setdefault("max_length", 40)
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        kwargs.setdefault("help_text", gettext_lazy("For example 1250.50"))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if text is None or text in self.empty_values:
            return None
        super().run_validators(text)  # length and NUL, of what was typed
        try:
            return read(text, self.currency, zero=self.zero)
        except Refusal as refused:
            raise forms.ValidationError(refused.translated(gettext), code="amount") from None

    def run_validators(self, value: Any) -> None:
        """Those of text ran on the text already; an amount has none."""

    def prepare_value(self, value: Any) -> Any:
        return f"{value.amount:f}" if isinstance(value, Money) else value
