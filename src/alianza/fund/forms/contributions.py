"""Forms of the officers who keep contributions."""

from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from alianza.fund.amounts import read
from alianza.fund.chart import BASE_CURRENCY
from alianza.fund.fields import MoneyField
from alianza.fund.models import Agreement, BankLine, Donor, Pledge, Window
from alianza.fund.wording import window_name
from alianza.network.models import Organisation
from alianza.vocabulary.money import Money, currencies
from alianza.vocabulary.refusal import Refusal

_DATE = forms.DateInput(attrs={"type": "date"})


def currency_choices() -> list[tuple[str, str]]:
    return [(one.code, one.code) for one in currencies()]


class AmountMixin(forms.Form):
    """An amount typed in the currency chosen beside it: `cleaned_data["money"]`."""

    amount = forms.CharField(
        label=_("Amount"),
        max_length=40,
        help_text=_("For example 1250.50"),
        widget=forms.TextInput({"inputmode": "decimal"}),
    )
    currency = forms.ChoiceField(label=_("Currency"), choices=currency_choices, initial=BASE_CURRENCY)

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("amount") and said.get("currency"):
            try:
                said["money"] = read(said["amount"], said["currency"])
            except Refusal as refused:
                self.add_error("amount", [*refused.each_translated(gettext)])
        return said


class DonorForm(forms.Form):
    organisation = forms.ModelChoiceField(label=_("Organisation"), queryset=Organisation.objects.none())
    number = forms.RegexField(
        label=_("Name in the books"), regex=r"^[A-Za-z0-9-]{1,20}$", help_text=_("Letters and digits, for example NOR")
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=Donor.Kind)
    own_resources = forms.BooleanField(label=_("The trustee's own money"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = Organisation.objects.filter(left_on__isnull=True, donor__isnull=True)  # type: ignore[attr-defined]


class LookForm(forms.Form):
    found = forms.CharField(
        label=_("What was found, and where it is filed"), max_length=2000, widget=forms.Textarea({"rows": 4})
    )


class PledgeForm(AmountMixin):
    on = forms.DateField(label=_("Pledged on"), widget=_DATE, initial=timezone.localdate)
    occasion = forms.CharField(label=_("Where it was made public"), max_length=200, required=False)


class AgreementForm(AmountMixin):
    number = forms.RegexField(
        label=_("Number"), regex=r"^[A-Za-z0-9-]{1,30}$", help_text=_("Letters and digits, for example NOR-2026-1")
    )
    promise = forms.ModelChoiceField(label=_("From the pledge"), queryset=Pledge.objects.none(), required=False)
    earmark = forms.ChoiceField(label=_("Earmark"), choices=Agreement.Earmark)
    window = forms.ModelChoiceField(label=_("Window"), queryset=Window.objects.all(), required=False)
    country = forms.CharField(label=_("Country (three letters)"), max_length=3, required=False)
    pays_core = forms.BooleanField(label=_("May pay core functions"), required=False)
    schedule = forms.CharField(
        label=_("Instalments"),
        help_text=_("One a line: day and amount, for example 2026-09-01 500000.00"),
        widget=forms.Textarea({"rows": 4}),
        max_length=2000,
    )
    refund_clause = forms.CharField(label=_("Refund clause"), max_length=1000, required=False)
    interest_clause = forms.CharField(label=_("Interest clause"), max_length=1000, required=False)

    def __init__(self, *args: Any, donor: Donor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        open_ones = [Pledge.State.PLEDGED, Pledge.State.DRAFTED]
        self.fields["promise"].queryset = donor.pledges.filter(state__in=open_ones)  # type: ignore[attr-defined]
        self.fields["promise"].label_from_instance = lambda one: f"{one.money} · {one.pledged_on}"  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        from alianza.vocabulary.places import countries

        said = super().clean()
        if said.get("schedule") and said.get("currency"):
            said["instalments"] = self._instalments(said["schedule"], said["currency"])
        if said.get("number") and Agreement.objects.filter(number=said["number"]).exists():
            self.add_error("number", gettext("An agreement has this number already."))
        earmark = said.get("earmark")
        if earmark == Agreement.Earmark.WINDOW and not said.get("window"):
            self.add_error("window", gettext("Choose the window it is for."))
        said["country"] = (said.get("country") or "").upper()
        if earmark == Agreement.Earmark.COUNTRY and said["country"] not in {one.alpha3 for one in countries()}:
            self.add_error("country", gettext("Write the three-letter code of the country it is for."))
        return said

    def _instalments(self, text: str, code: str) -> list[tuple[Any, Money]]:
        found = []
        for at, line in enumerate(filter(None, (one.strip() for one in text.splitlines())), start=1):
            day, _space, amount = line.partition(" ")
            try:
                found.append((forms.DateField().clean(day), read(amount, code)))
            except forms.ValidationError:
                self.add_error("schedule", gettext("Line %(line)s: write the day as 2026-09-01.") % {"line": at})
            except Refusal as refused:
                sentence = refused.translated(gettext)
                self.add_error("schedule", gettext("Line %(line)s: %(what)s") % {"line": at, "what": sentence})
        return found


class SignForm(forms.Form):
    on = forms.DateField(label=_("Signed on"), widget=_DATE, initial=timezone.localdate)
    rate = forms.DecimalField(
        label=_("US dollars for one unit"), min_value=Decimal("1e-9"), max_digits=18, decimal_places=9, required=False
    )
    rate_source = forms.CharField(label=_("Source of the rate"), max_length=200, required=False)

    def __init__(self, *args: Any, agreement: Agreement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if agreement.currency == BASE_CURRENCY:
            del self.fields["rate"], self.fields["rate_source"]
        else:
            self.fields["rate"].required = self.fields["rate_source"].required = True


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=forms.Textarea({"rows": 3}))


class LineForm(forms.Form):
    reference = forms.CharField(label=_("The bank's reference"), max_length=100)
    value_on = forms.DateField(label=_("Value date"), widget=_DATE)
    direction = forms.ChoiceField(label=_("Direction"), choices=[("in", _("Money in")), ("out", _("Money out"))])
    amount = MoneyField(label=_("Amount in US dollars"))
    text = forms.CharField(label=_("Text"), max_length=300, required=False)

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("direction") == "out" and said.get("amount"):
            said["amount"] = -said["amount"]
        return said


class ReceiveForm(forms.Form):
    line = forms.ModelChoiceField(label=_("Line of the bank"), queryset=BankLine.objects.none())
    amount = MoneyField(label=_("How much of the instalment"), required=False)

    def __init__(self, *args: Any, agreement: Agreement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        free = BankLine.objects.filter(receipt__isnull=True, fee_payment__isnull=True, minor__gt=0)
        self.fields["line"].queryset = free  # type: ignore[attr-defined]
        self.fields["line"].label_from_instance = lambda one: (  # type: ignore[attr-defined]
            f"{one.value_on} · {Money(one.minor, one.currency)} · {one.reference}"
        )
        if agreement.currency == BASE_CURRENCY:
            del self.fields["amount"]
        else:
            self.fields["amount"].currency = agreement.currency  # type: ignore[attr-defined]
            self.fields["amount"].help_text = gettext("In %(currency)s; empty: all that is open") % {
                "currency": agreement.currency
            }


class AllocateForm(forms.Form):
    """One field for each place the money can go."""

    on = forms.DateField(label=_("Day"), widget=_DATE, initial=timezone.localdate)

    def __init__(self, *args: Any, agreement: Agreement, windows: QuerySet[Window], lang: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        earmark = agreement.earmark
        self.windows = {f"window-{one.pk}": one for one in windows if agreement.window_id in (None, one.pk)}
        if earmark in (Agreement.Earmark.NONE, Agreement.Earmark.WINDOW):
            for name, window in self.windows.items():
                self.fields[name] = MoneyField(label=window_name(window, lang), required=False)
        if earmark == Agreement.Earmark.NONE or agreement.pays_core:
            self.fields["core"] = MoneyField(label=gettext("Core functions"), required=False)
        if earmark == Agreement.Earmark.NONE:
            self.fields["reserve"] = MoneyField(label=gettext("Reserve"), required=False)
        if earmark in (Agreement.Earmark.NONE, Agreement.Earmark.FACILITY, Agreement.Earmark.COUNTRY):
            self.fields["facility"] = MoneyField(label=gettext("Concessional facility"), required=False)
        self.earmark = agreement.country or "any"

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        said["windows"] = {window: said[name] for name, window in self.windows.items() if said.get(name)}
        said["facility_to"] = {self.earmark: said["facility"]} if said.get("facility") else {}
        if not self.errors and not (said["windows"] or said["facility_to"] or said.get("core") or said.get("reserve")):
            raise forms.ValidationError(gettext("Write an amount in at least one place."))
        return said
