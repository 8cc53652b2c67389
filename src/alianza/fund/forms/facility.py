"""Forms of the facility: a country's request, an operation's words and terms, and its steps."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from alianza.engines.concessionality import Curve
from alianza.fund.fields import MoneyField
from alianza.fund.forms.numbers import ExactField, PastDayField
from alianza.fund.forms.terms import FREQUENCIES
from alianza.fund.models import BankLine, Operation
from alianza.fund.queries.facility import CHECKS, project_kinds, share
from alianza.network.models import Organisation
from alianza.texts import page_language
from alianza.vocabulary.initiative import label
from alianza.vocabulary.refusal import Refusal

BANKS = ("international_organisation", "regional_organisation", "bank_or_microfinance")
"""Types of actors among which a bank that lends to states is found."""
_POINT = re.compile(r"([0-9]{1,3}(?:[.,][0-9]{1,2})?)\s*[:;\s]\s*(-?[0-9]{1,3}(?:[.,][0-9]{1,8})?)\s*%?", re.ASCII)


def _text(title: Any, most: int, hint: Any = "", *, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=title, max_length=most, help_text=hint, required=required, widget=forms.Textarea(attrs={"rows": 4})
    )


def kind_choices() -> list[tuple[str, str]]:
    """What the paper names as projects of the facility, and another with its reason."""
    language = page_language()
    return [*((row["id"], str(label(row, language))) for row in project_kinds()), ("other", gettext("Another"))]


class AskForm(forms.Form):
    country = forms.ChoiceField(label=_("Country"))
    need = _text(_("What changed, and what the country asks for"), 5000)

    def __init__(self, *args: Any, countries: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"] = forms.ChoiceField(label=_("Country"), choices=countries)


class ReviewForm(forms.Form):
    on = PastDayField()
    found = _text(_("What was found"), 2000)


class DayForm(forms.Form):
    on = PastDayField()


class ReasonForm(forms.Form):
    on = PastDayField()
    reason = _text(_("Reason"), 1000)


class CloseForm(forms.Form):
    on = PastDayField()
    reason = _text(_("What was reached"), 2000)


class LoanPartForm(forms.Form):
    on = PastDayField()
    amount = MoneyField(label=_("How much of the loan, in US dollars"))
    reason = _text(_("Reason"), 500)


class PaymentForm(forms.Form):
    on = PastDayField(label=_("Paid out on"))
    amount = MoneyField(label=_("How much of the loan, in US dollars"))
    reference = forms.CharField(label=_("Reference, as the bank writes it"), max_length=100)


class OperationForm(forms.Form):
    """Words and terms of an operation. Of a variable rate the spread is given, and the rate is frozen later."""

    bank = forms.ModelChoiceField(label=_("Bank"), queryset=Organisation.objects.none())
    bank_name = forms.RegexField(
        label=_("The bank's name in the books"),
        regex=r"^[A-Za-z0-9-]{1,30}$",
        help_text=_("Letters and digits, for example DEVBANK"),
    )
    title = forms.CharField(label=_("Title"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind of project"), choices=kind_choices)
    direct = _text(_("How it reaches migration directly"), 2000)
    additional = _text(_("Why it is no part of official aid"), 2000)
    adaptable = _text(_("How it can follow new circumstances"), 2000)
    amount = MoneyField(label=_("Loan and grant together, in US dollars"))
    variable = forms.BooleanField(label=_("The rate is variable"), required=False)
    rate = ExactField(label=_("Interest, percent a year"), required=False, decimals=6)
    spread = ExactField(label=_("Spread over the reference rate, percent a year"), required=False, least=-5, decimals=6)
    maturity = ExactField(label=_("Maturity, years to the last repayment"), decimals=2)
    grace = ExactField(label=_("Grace, years with interest alone"), decimals=2, initial=Decimal(0))
    frequency = forms.TypedChoiceField(label=_("Payments"), choices=FREQUENCIES, coerce=int, initial=2)
    front_fee = ExactField(label=_("Front-end fee, percent of the loan"), initial=Decimal(0), decimals=4)
    discount = ExactField(label=_("Discount rate, percent a year"), decimals=4)
    target = ExactField(label=_("Grant element aimed at, percent"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        banks = Organisation.objects.filter(left_on__isnull=True, secretariat=False, actor_type__in=BANKS)
        self.fields["bank"].queryset = banks  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("variable"):
            said["rate"] = None
            if said.get("spread") is None and "spread" not in self.errors:
                self.add_error("spread", gettext("Of a variable rate write the spread; the rate is frozen later."))
        else:
            said["spread"] = None
            if said.get("rate") is None and "rate" not in self.errors:
                self.add_error("rate", gettext("Write the rate, or say that it is variable."))
        if said.get("target") == 0:
            self.add_error("target", gettext("Write a grant element above 0."))
        return said

    def explain(self, refusal: Refusal) -> None:
        name = {"fee": "front_fee"}.get(refusal.field or "", refusal.field)
        self.add_error(name if name in self.fields else None, [*refusal.each_translated(gettext)])


class ChangeForm(OperationForm):
    """The bank stays; another bank is another operation."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["bank"], self.fields["bank_name"]


class CurveForm(forms.Form):
    """A day, and for a variable rate the swap curve of that day with its source."""

    on = PastDayField()
    source = forms.CharField(label=_("Source of the swap curve"), max_length=200)
    frequency = forms.TypedChoiceField(
        label=_("Fixed payments of the swaps"),
        choices=((1, _("once a year")), (2, _("twice a year"))),
        coerce=int,
        initial=1,
    )
    points = _text(_("Par rates"), 3000, _("One line for each tenor: years, then percent, for example 10 3.05"))

    def __init__(self, *args: Any, variable: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.curve: Curve | None = None
        if not variable:
            for name in ("source", "frequency", "points"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if "points" not in self.fields or self.errors:
            return said
        found = []
        for line in said["points"].splitlines():
            if not line.strip():
                continue
            match = _POINT.fullmatch(line.strip())
            if match is None:
                self.add_error(
                    "points",
                    gettext("%(given)s is not years and percent; write for example 10 3.05.")
                    % {"given": repr(line.strip()[:40])},
                )
                return said
            tenor, rate = (Decimal(part.replace(",", ".")) for part in match.groups())
            found.append((tenor, share(rate)))
        day: date = said["on"]
        try:
            self.curve = Curve(day, tuple(found), said["source"], said["frequency"])
        except Refusal as refusal:
            self.add_error("points", [*refusal.each_translated(gettext)])
        return said


class ScreenForm(forms.Form):
    """Each check of the papers: whether it holds, and what was found."""

    on = PastDayField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for check, question in (
            ("direct", _("Does it reach migration directly?")),
            ("additional", _("Is it additional to official aid?")),
            ("adaptable", _("Can it follow new circumstances?")),
        ):
            self.fields[f"{check}_held"] = forms.ChoiceField(
                label=question, choices=(("yes", _("Yes")), ("no", _("No"))), widget=forms.RadioSelect
            )
            self.fields[f"{check}_found"] = _text(_("What was found"), 2000)

    def found(self) -> dict[str, tuple[bool, str]]:
        said = self.cleaned_data
        return {check: (said[f"{check}_held"] == "yes", said[f"{check}_found"]) for check in CHECKS}


class AssessForm(forms.Form):
    year = forms.TypedChoiceField(label=_("Year"), coerce=int)
    budget = MoneyField(label=_("Budget of the year, in US dollars"))
    choosing = forms.ModelMultipleChoiceField(
        label=_("Members that choose Part I"),
        queryset=Organisation.objects.none(),
        required=False,
        help_text=_("A country may pay more than its part, never less."),
    )

    def __init__(self, *args: Any, years: list[int], members: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"] = forms.TypedChoiceField(
            label=_("Year"), choices=[(year, str(year)) for year in years], coerce=int
        )
        chosen = Organisation.objects.filter(pk__in=[member.pk for member in members])
        self.fields["choosing"].queryset = chosen  # type: ignore[attr-defined]


class LineForm(forms.Form):
    line = forms.ModelChoiceField(
        label=_("Line of the bank"),
        queryset=BankLine.objects.none(),
        help_text=_("Lines that brought money and pay nothing yet."),
    )

    def __init__(self, *args: Any, lines: list[BankLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["line"].queryset = BankLine.objects.filter(pk__in=[line.pk for line in lines])  # type: ignore[attr-defined]
        self.fields["line"].label_from_instance = self._named  # type: ignore[attr-defined]

    @staticmethod
    def _named(line: BankLine) -> str:
        from alianza.vocabulary.money import Money

        return f"{line.reference}, {line.value_on.isoformat()}, {Money(line.minor, line.currency)}"


def initial_of(operation: Operation) -> dict[str, Any]:
    """An operation as its form shows it."""
    names = ("title", "kind", "direct", "additional", "adaptable", "variable", "rate", "spread", "maturity", "grace")
    terms = ("frequency", "front_fee", "discount", "target")
    return {**{name: getattr(operation, name) for name in (*names, *terms)}, "amount": operation.total}
