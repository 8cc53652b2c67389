"""Forms of reports, audits and findings."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from alianza.fund.actions.reports import Line, Value
from alianza.fund.fields import MoneyField
from alianza.fund.forms.programmes import DAY
from alianza.fund.models import Category, ExpectedResult, Finding, Programme, Report, ReportLine
from alianza.network.models import Organisation
from alianza.vocabulary.money import Money
from alianza.vocabulary.places import country as country_named

_DIRECT = [("", "–"), *(one for one in Category.choices if one[0] != Category.INDIRECT)]


class ReportForm(forms.Form):
    text = forms.CharField(
        label=_("What was done, and what came of it"),
        max_length=20000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 10}),
    )
    certified_by = forms.CharField(
        label=_("Office that certifies the figures"),
        help_text=_("An office, not a person."),
        max_length=200,
        required=False,
    )
    file = forms.FileField(
        label=_("Paper"), help_text=_("PDF, picture, CSV or XLSX; checked before it is kept."), required=False
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, report: Report, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if report.kind == Report.Kind.NARRATIVE:
            del self.fields["certified_by"]


class LineForm(forms.Form):
    category = forms.ChoiceField(label=_("Category"), choices=_DIRECT, required=False)
    country = forms.ChoiceField(label=_("Country"), required=False)
    result = forms.ChoiceField(label=_("Output"), required=False)
    money = MoneyField(label=_("Direct cost"), zero=True, required=False, help_text="")

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.expected = {one.number: one for one in programme.proposal.expected.all()}
        places = programme.proposal.countries.values_list("country", flat=True)
        self.fields["country"].choices = [("", "–"), *((one, str(country_named(one).name())) for one in places)]  # type: ignore[attr-defined]
        self.fields["result"].choices = [("", "–"), *((str(number), str(number)) for number in self.expected)]  # type: ignore[attr-defined]
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = field.label

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if any(said.get(name) for name in ("country", "result")) or said.get("money") is not None:
            for name in ("category", "money"):
                if said.get(name) in (None, "") and name not in self.errors:
                    self.add_error(name, _("Give category and amount of the line, or empty it."))
        return said

    def line(self) -> Line | None:
        said = self.cleaned_data
        if not said.get("category") or said.get("money") is None:
            return None
        result = self.expected.get(int(said["result"])) if said["result"] else None
        return Line(said["category"], said["money"], said["country"], result)

    @staticmethod
    def initial_of(line: ReportLine) -> dict[str, Any]:
        return {
            "category": line.category,
            "country": line.country,
            "result": str(line.result.number) if line.result else "",
            "money": Money(line.minor, "USD"),
        }


Lines = forms.formset_factory(LineForm, extra=3, max_num=200, absolute_max=200)


class ValueForm(forms.Form):
    """What one indicator stood at; empty where it was not read."""

    value = forms.DecimalField(label=_("Value"), max_digits=16, decimal_places=2, required=False)
    on = forms.DateField(label=_("Read on"), widget=DAY, required=False)
    evidence = forms.CharField(label=_("Evidence"), max_length=1000, required=False)

    def __init__(self, data: Any = None, *, result: ExpectedResult, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, prefix=f"value{result.number}", initial=initial)
        self.result = result
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = field.label

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        given = [name for name in ("value", "on", "evidence") if said.get(name) not in (None, "")]
        if given and len(given) < 3 and not self.errors:
            self.add_error("value", _("A value has its day and its evidence: give all three, or none."))
        return said

    def reading(self) -> Value | None:
        said = self.cleaned_data
        if said.get("value") is None:
            return None
        return Value(self.result, said["value"], said["on"], said["evidence"])


class OpenForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[one for one in Report.Kind.choices if one[0] != Report.Kind.FINAL]
    )
    to_on = forms.DateField(label=_("It covers the time until"), widget=DAY)


class AcceptForm(forms.Form):
    """What is accepted of each line; as given, it is all."""

    said = forms.CharField(
        label=_("What you say to it"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, report: Report, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = []
        for at, line in enumerate(report.lines.select_related("result"), start=1):
            name = f"line{line.pk}"
            self.fields[name] = MoneyField(
                label=_("Accepted of line %(line)s") % {"line": at},
                zero=True,
                help_text="",
                initial=Money(line.minor, "USD"),
            )
            self.fields[name].widget.attrs["aria-label"] = self.fields[name].label
            self.rows.append((line, name))

    def shown(self) -> list[tuple[ReportLine, forms.BoundField]]:
        return [(line, self[name]) for line, name in self.rows]

    def accepted(self) -> dict[int, Money]:
        return {line.pk: self.cleaned_data[name] for line, name in self.rows}


class AuditForm(forms.Form):
    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)
    auditor = forms.CharField(label=_("Auditor"), help_text=_("The office, not a person."), max_length=200)
    received_on = forms.DateField(label=_("Received on"), widget=DAY)
    file = forms.FileField(label=_("Report of the audit"), required=False)


class AnnounceForm(forms.Form):
    """An audit of the whole fund that is to come."""

    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100, help_text=_("The year that is audited."))
    auditor = forms.CharField(label=_("Auditor"), help_text=_("The office, not a person."), max_length=200)
    expected_on = forms.DateField(label=_("Report expected by"), widget=DAY, required=False)


class AuditReportForm(forms.Form):
    file = forms.FileField(
        label=_("Report of the audit"), help_text=_("PDF, picture, CSV or XLSX; checked before it is kept.")
    )


class SummaryForm(forms.Form):
    summary = forms.CharField(
        label=_("Summary for everybody"),
        help_text=_("Everybody reads it, beside the hash of the report and the number of findings. Name no person."),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )


class FindingForm(forms.Form):
    risk = forms.ChoiceField(label=_("Risk"), choices=Finding.Risk)
    text = forms.CharField(label=_("What was found"), max_length=3000, widget=forms.Textarea(attrs={"rows": 4}))
    owner = forms.ModelChoiceField(
        label=_("Who has to act"), queryset=Organisation.objects.none(), to_field_name="code"
    )
    due_on = forms.DateField(label=_("By"), widget=DAY)

    def __init__(self, *args: Any, owners: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = owners  # type: ignore[attr-defined]  # a choice of rows


class AnswerForm(forms.Form):
    answer = forms.CharField(label=_("What was done"), max_length=3000, widget=forms.Textarea(attrs={"rows": 4}))


class EvidenceForm(forms.Form):
    evidence = forms.CharField(label=_("Evidence"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class DisallowForm(forms.Form):
    money = MoneyField(label=_("Direct cost found ineligible"), help_text=_("The indirect cost earned on it is added."))
