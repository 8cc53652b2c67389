"""Sources, dated figures and their values as plain forms."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alianza.regulations.dictionary import word
from alianza.regulations.forms.finder import number_of
from alianza.written import day_of

KINDS = ("official", "official_mirror", "secondary")
LEVELS = (*KINDS, "unverified")
PAYERS = ("worker", "employer", "state", "employer_then_worker", "unstated")


def _choices(section: str, codes: Sequence[str], language: str) -> list[tuple[str, str]]:
    return [(code, word(section, code).in_language(language)[0]) for code in codes]


class SourceForm(forms.Form):
    """A page that lines rest on."""

    kind = forms.ChoiceField(label=gettext_lazy("Whose page it is"))
    publisher = forms.CharField(label=gettext_lazy("Publisher and title"), max_length=1000)
    url = forms.CharField(
        label=gettext_lazy("Address"),
        max_length=1000,
        validators=[URLValidator(schemes=["http", "https"])],
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
    )
    dated = forms.CharField(
        label=gettext_lazy("Date of the page"),
        max_length=20,
        help_text=gettext_lazy("A year, a month or a day: 2026, 2026-03, 2026-03-24."),
    )
    dated_basis = forms.CharField(
        label=gettext_lazy("What the date rests on"),
        max_length=300,
        help_text=gettext_lazy("Such as “date on page”, “read on that day”, “undated”."),
    )

    def __init__(self, data: Any = None, *, was: Mapping[str, Any], language: str) -> None:
        super().__init__(data, initial={key: was.get(key) for key in self.base_fields})
        self.was = was
        self.fields["kind"].choices = _choices("source_kinds", KINDS, language)  # type: ignore[attr-defined]

    def entry(self) -> dict[str, Any]:
        data = {key: self.cleaned_data[key] for key in self.base_fields}
        if str(self.was.get("dated")) == data["dated"]:
            data["dated"] = self.was["dated"]
        return data


class FigureForm(forms.Form):
    """A figure that changes with time; its values are written one by one."""

    label = forms.CharField(
        label=gettext_lazy("What it is, in a few words"),
        max_length=60,
        help_text=gettext_lazy("In English; its short name is made of it and never changes."),
    )
    unit = forms.CharField(
        label=gettext_lazy("Unit"),
        max_length=80,
        help_text=gettext_lazy("Such as GBP/year, month, post; for steps of a scale its name, such as CEFR."),
    )
    payer = forms.ChoiceField(label=gettext_lazy("Who pays, if it is a cost"), required=False)
    gaps = forms.CharField(
        label=gettext_lazy("Years or periods for which no figure was found"),
        required=False,
        max_length=2000,
        help_text=gettext_lazy("One to a line."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    note = forms.CharField(
        label=gettext_lazy("Note for the reader"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: Any = None, *, was: Mapping[str, Any] | None, language: str) -> None:
        held = was or {}
        gaps = held.get("gaps")
        initial = {"unit": held.get("unit"), "payer": held.get("payer"), "note": held.get("note")}
        super().__init__(data, initial={**initial, "gaps": "\n".join(map(str, gaps)) if isinstance(gaps, list) else ""})
        self.fields["payer"].choices = [("", ""), *_choices("payers", PAYERS, language)]  # type: ignore[attr-defined]
        if was is not None:
            del self.fields["label"]

    def entry(self) -> dict[str, Any]:
        data = self.cleaned_data
        gaps = [line.strip() for line in data["gaps"].splitlines() if line.strip()]
        found = {"unit": data["unit"], "payer": data["payer"], "gaps": gaps, "note": data["note"].replace("\r\n", "\n")}
        return {key: value for key, value in found.items() if value}


class ValueForm(forms.Form):
    """One value of a dated figure, with the days on which it holds and on what it rests."""

    value = forms.CharField(label=gettext_lazy("Value"), max_length=80)
    first = forms.DateField(label=gettext_lazy("Holds from"), widget=forms.DateInput(attrs={"type": "date"}))
    last = forms.DateField(
        label=gettext_lazy("Holds until"),
        required=False,
        help_text=gettext_lazy("Leave empty while no end is known; it is then asked about each year."),
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    level = forms.ChoiceField(label=gettext_lazy("How well it is known"))
    sources = forms.MultipleChoiceField(
        label=gettext_lazy("Sources"), required=False, widget=forms.CheckboxSelectMultiple
    )
    as_of = forms.IntegerField(
        label=gettext_lazy("The year it refers to"), required=False, min_value=1900, max_value=2200
    )

    def __init__(
        self, data: Any = None, *, was: Mapping[str, Any], sources: Sequence[Mapping[str, Any]], language: str
    ) -> None:
        initial = {
            "value": was.get("v"),
            "first": day_of(was.get("from")),
            "last": day_of(was.get("to")),
            "level": was.get("lv"),
            "sources": was.get("src"),
            "as_of": was.get("as_of"),
        }
        super().__init__(data, initial=initial)
        self.was = was
        self.fields["level"].choices = _choices("levels", LEVELS, language)  # type: ignore[attr-defined]
        self.fields["sources"].choices = [  # type: ignore[attr-defined]
            (str(each.get("id")), f"{each.get('publisher', '')}, {each.get('dated', '')} ({each.get('id')})")
            for each in sources
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("first"), data.get("last")
        if first and last and last < first:
            self.add_error("last", _("It ends before it begins."))
        level = data.get("level")
        if level == "unverified" and not data.get("as_of"):
            self.add_error("as_of", _("A line that is not verified says the year it refers to."))
        if level and level != "unverified" and not data.get("sources"):
            self.add_error("sources", _("Name the source, or say that the line is not verified."))
        return data

    def entry(self) -> dict[str, Any]:
        data = self.cleaned_data
        number = number_of(data["value"])
        found: dict[str, Any] = {
            "from": data["first"].isoformat(),
            "to": data["last"].isoformat() if data["last"] else None,
            "v": data["value"].strip() if number is None else number,
            "lv": data["level"],
        }
        if found["to"] is None and "to" not in self.was and self.was:
            del found["to"]
        if data["sources"]:
            found["src"] = list(data["sources"])
        if data["as_of"]:
            found["as_of"] = data["as_of"]
        return found
