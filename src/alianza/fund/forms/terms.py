"""Forms of the public calculators. Each is always filled: what an address does not say has its usual value."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from alianza.engines.concessionality import Profile, Terms
from alianza.fund.fields import MoneyField
from alianza.fund.forms.numbers import ExactField
from alianza.fund.queries.facility import share
from alianza.fund.rules import rule
from alianza.texts import page_language
from alianza.vocabulary.money import Money
from alianza.vocabulary.places import countries
from alianza.vocabulary.refusal import Refusal

FREQUENCIES = (
    (1, _("once a year")),
    (2, _("twice a year")),
    (4, _("four times a year")),
    (12, _("each month")),
)


@dataclass(frozen=True, slots=True)
class Slider:
    """The range beside a number: where it begins and ends, and its step. The number may be outside of it."""

    least: str
    most: str
    step: str


class CalculatorForm(forms.Form):
    """A form sent by its address; `sliders` names the fields with a range beside them."""

    sliders: Mapping[str, Slider] = {}
    is_filter = True

    def __init__(self, data: Mapping[str, Any], **kwargs: Any) -> None:
        usual = {name: self._usual(name) for name in self.base_fields}
        super().__init__({**usual, **{name: data[name] for name in usual if name in data}}, **kwargs)

    def _usual(self, name: str) -> Any:
        field = self.base_fields[name]
        value = field.initial() if callable(field.initial) else field.initial
        return "" if value is None else field.prepare_value(value)

    def refuse(self, refusal: Refusal) -> None:
        """Put a refusal of the engine at its field."""
        self.add_error(refusal.field if refusal.field in self.fields else None, [*refusal.each_translated(gettext)])


def _country_choices() -> list[tuple[str, str]]:
    language = page_language()
    named = sorted(((each.alpha3, str(each.name(language))) for each in countries()), key=lambda pair: pair[1])
    return [("", "–"), *named]


class TermsForm(CalculatorForm):
    """The terms of a loan, and what its package aims at."""

    amount = MoneyField(label=_("Loan and grant together, in US dollars"), initial=Money.of(100_000_000, "USD"))
    rate = ExactField(label=_("Interest, percent a year"), initial=Decimal(4))
    maturity = ExactField(label=_("Maturity, years to the last repayment"), initial=Decimal(20), decimals=2)
    grace = ExactField(label=_("Grace, years with interest alone"), initial=Decimal(5), decimals=2)
    frequency = forms.TypedChoiceField(label=_("Payments"), choices=FREQUENCIES, coerce=int, initial=2)
    parts = ExactField(
        label=_("Paid out in equal parts, over years"),
        initial=Decimal(1),
        least=1,
        decimals=0,
        help_text=_("One part at the start of each year; 1 is all at once."),
    )
    fee = ExactField(label=_("Front-end fee, percent of the loan"), initial=Decimal(0))
    discount = ExactField(
        label=_("Discount rate, percent a year"), initial=lambda: rule("unified_discount", timezone.localdate()).value
    )
    target = ExactField(
        label=_("Grant element aimed at, percent"), initial=lambda: rule("facility_target", timezone.localdate()).value
    )
    granted = MoneyField(
        label=_("A grant of another size, in US dollars"),
        required=False,
        zero=True,
        help_text=_("Shows what it would reach. Leave it empty for the grant that is needed."),
    )
    country = forms.ChoiceField(
        label=_("Country that borrows"),
        required=False,
        choices=_country_choices,
        help_text=_("Marks its rule for aid."),
    )

    sliders = {
        "amount": Slider("1000000", "1000000000", "1000000"),
        "rate": Slider("0", "12", "0.05"),
        "maturity": Slider("1", "50", "0.5"),
        "grace": Slider("0", "20", "0.5"),
        "parts": Slider("1", "10", "1"),
        "fee": Slider("0", "5", "0.05"),
        "discount": Slider("0", "12", "0.5"),
        "target": Slider("1", "80", "0.5"),
    }
    terms: Terms | None = None

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if all(said.get(name) is not None for name in ("rate", "maturity", "grace", "frequency", "fee")):
            try:
                profile = Profile(said["maturity"], said["grace"], said["frequency"])
                self.terms = Terms(share(said["rate"]), profile, share(said["fee"]))
            except Refusal as refusal:
                self.refuse(refusal)
        if said.get("target") == 0:
            self.add_error("target", gettext("Write a grant element above 0."))
        amount, granted = said.get("amount"), said.get("granted")
        if amount is not None and granted is not None and granted > amount:
            self.add_error("granted", gettext("A grant is no larger than loan and grant together."))
        return said


class BondForm(CalculatorForm):
    """A bond sold to the diaspora below the market's interest."""

    face = MoneyField(label=_("Face of the bond, in US dollars"), initial=Money.of(100_000_000, "USD"))
    market = ExactField(label=_("What the market asks, percent a year"), initial=Decimal(8))
    diaspora = ExactField(label=_("What the bond pays, percent a year"), initial=Decimal(5))
    years = ExactField(label=_("Years"), initial=Decimal(10), least=1, decimals=0)

    sliders = {
        "face": Slider("1000000", "1000000000", "1000000"),
        "market": Slider("0", "20", "0.25"),
        "diaspora": Slider("0", "20", "0.25"),
        "years": Slider("1", "30", "1"),
    }


class SavingsForm(CalculatorForm):
    """What migrants in one country could save in a year: an upper bound."""

    tertiary = ExactField(label=_("Migrants with tertiary schooling"), initial=Decimal(120_000), most=10**9, decimals=0)
    other = ExactField(label=_("Migrants without"), initial=Decimal(480_000), most=10**9, decimals=0)
    income = MoneyField(label=_("Mean income where they live, US dollars a year"), initial=Money.of(42_000, "USD"))
    relative = ExactField(
        label=_("Income of those without tertiary schooling, percent of it"), initial=Decimal("33.3333")
    )
    saved = ExactField(label=_("Share of income that could be saved, percent"), initial=Decimal(20))

    sliders = {"relative": Slider("0", "100", "1"), "saved": Slider("0", "50", "1")}


class GuaranteeForm(CalculatorForm):
    """A guarantee up to a cap for a bond that is repaid at its end."""

    borrowed = MoneyField(label=_("What is borrowed, in US dollars"), initial=Money.of(600_000_000, "USD"))
    cap = MoneyField(label=_("Cap of the guarantee, in US dollars"), initial=Money.of(100_000_000, "USD"))
    years = ExactField(label=_("Years"), initial=Decimal(10), least=1, decimals=0)
    default = ExactField(label=_("Chance of a default in a year, percent"), initial=Decimal(3))
    recovery = ExactField(label=_("Share got back of what was paid, percent"), initial=Decimal(30))
    discount = ExactField(
        label=_("Discount rate, percent a year"), initial=lambda: rule("unified_discount", timezone.localdate()).value
    )
    least = ExactField(label=_("Least reserve, percent of the exposure"), initial=Decimal(10))

    sliders = {
        "years": Slider("1", "30", "1"),
        "default": Slider("0", "20", "0.25"),
        "recovery": Slider("0", "100", "5"),
        "discount": Slider("0", "12", "0.5"),
        "least": Slider("0", "100", "5"),
    }
