"""Forms of the secretariat: preparing and steering a round, and what becomes of one invitation."""

from functools import cache
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from alianza.instruments.actions.rounds import FARTHEST_STEP, MOST_STEPS
from alianza.instruments.instrument import Item
from alianza.instruments.models import (
    LADDER,
    SETTLED,
    Audience,
    Channel,
    Disposition,
    InstrumentVersion,
    Naming,
    Round,
    Sent,
    VersionStatus,
)
from alianza.network.models import Organisation, Subject
from alianza.texts import page_language
from alianza.vocabulary.places import countries, find_country, region
from alianza.vocabulary.unknown import UnknownCode


def _day(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"), **more)


class VersionChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: InstrumentVersion) -> str:
        title = obj.instrument.title.in_language(page_language())[0]
        return f"{title} ({obj})"


class RoundForm(forms.Form):
    """What a round asks, of whom, until when, and who will see what came of it."""

    version = VersionChoice(label=_("Questionnaire"), queryset=InstrumentVersion.objects.none(), to_field_name="code")
    name = forms.CharField(label=_("Name of the round"), max_length=120)
    subject = forms.ChoiceField(
        label=_("Subject"), choices=Subject.choices, help_text=_("Focal points of the states for this subject answer.")
    )
    opens_on = _day(_("Opens on"))
    due_on = _day(_("Last day"), help_text=_("It ends at midnight where each respondent is."))
    naming = forms.ChoiceField(
        label=_("Answers are shown"),
        choices=Naming.choices,
        help_text=_("To anybody but the secretariat. It cannot be changed later: people answer on this word."),
    )
    audience = forms.ChoiceField(label=_("Results are seen by"), choices=Audience.choices)
    reminders = forms.CharField(
        label=_("Reminders"),
        max_length=120,
        initial=", ".join(map(str, LADDER)),
        help_text=_("Days from the last day, with commas: -7 is a week before, 3 is three days after."),
    )
    previous = forms.ModelChoiceField(
        label=_("Round before"),
        queryset=Round.objects.none(),
        required=False,
        to_field_name="code",
        help_text=_("Its answers are offered to the same respondents for confirmation."),
    )

    def __init__(self, *args: Any, rounds: QuerySet[Round], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        versions = InstrumentVersion.objects.filter(status=VersionStatus.PUBLISHED)
        self.fields["version"].queryset = versions  # type: ignore[attr-defined]
        self.fields["previous"].queryset = rounds  # type: ignore[attr-defined]

    def clean_reminders(self) -> list[int]:
        parts = [part for part in self.cleaned_data["reminders"].replace(";", ",").split(",") if part.strip()]
        try:
            steps = [int(part.strip().replace("\u2212", "-")) for part in parts]
        except ValueError:
            raise forms.ValidationError(_("Write whole numbers with commas, such as -7, -2, 3.")) from None
        if len(steps) > MOST_STEPS or len(set(steps)) < len(steps) or any(abs(step) > FARTHEST_STEP for step in steps):
            raise forms.ValidationError(
                _("Reminders are up to %(most)s different days, from -%(far)s to %(far)s."),
                params={"most": MOST_STEPS, "far": FARTHEST_STEP},
            )
        return steps

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        opens, due = found.get("opens_on"), found.get("due_on")
        if opens and due and due < opens:
            self.add_error("due_on", _("The last day comes after the day on which the round opens."))
        return found


class InviteForm(forms.Form):
    """All states, some of them by name or code, or organisations of the network."""

    WHOM = (
        ("all", _("All members and observers of the United Nations")),
        ("some", _("Some states")),
        ("organisations", _("Organisations")),
    )
    whom = forms.ChoiceField(label=_("Whom"), choices=WHOM, widget=forms.RadioSelect, initial="all")
    states = forms.CharField(
        label=_("States"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea({"rows": 3, "spellcheck": "false"}),
        help_text=_("Names or codes, one a line or with semicolons: PHL; Spain; México"),
    )
    organisations = forms.ModelMultipleChoiceField(
        label=_("Organisations"), queryset=Organisation.objects.none(), required=False, to_field_name="code"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = Organisation.objects.filter(left_on__isnull=True, secretariat=False)
        self.fields["organisations"].queryset = known  # type: ignore[attr-defined]

    def clean_states(self) -> list[str]:
        words = [part.strip() for part in self.cleaned_data["states"].replace("\n", ";").split(";")]
        found, wrong = [], []
        for each in filter(None, words):
            try:
                found.append(find_country(each).alpha3)
            except UnknownCode as unknown:
                wrong.append(forms.ValidationError(unknown.translated(gettext)))
        if wrong:
            raise forms.ValidationError(wrong)
        return found

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        whom = found.get("whom")
        if whom == "some" and "states" in found and not found["states"]:
            self.add_error("states", _("Name at least one state."))
        if whom == "organisations" and "organisations" in found and not found["organisations"]:
            self.add_error("organisations", _("Choose at least one organisation."))
        return found


class DeadlineForm(forms.Form):
    due_on = _day(_("New last day"))
    edits = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class SieveForm(forms.Form):
    """Which invitations of a round are shown."""

    is_filter = True
    region = forms.ChoiceField(label=_("Region"), required=False)
    disposition = forms.ChoiceField(
        label=_("Standing"),
        required=False,
        choices=[("", _("All standings")), *Disposition.choices, ("doubt", _("In doubt"))],
    )

    def __init__(self, *args: Any, regions: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].choices = [("", _("All regions")), *regions]  # type: ignore[attr-defined]


@cache
def _zones() -> list[tuple[str, str]]:
    return [(zone, zone.replace("_", " ")) for zone in sorted(available_timezones()) if "/" in zone or zone == "UTC"]


class ContactForm(forms.Form):
    """To whom an invitation goes. Personal data: `address`."""

    address = forms.EmailField(
        label=_("Mail address"),
        required=False,
        max_length=254,
        help_text=_("Empty: it goes to the focal points whose mandate covers the subject."),
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    time_zone = forms.ChoiceField(label=_("Time zone"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["time_zone"].choices = _zones()  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=300, help_text=_("One sentence, kept beside the decision."))


class MoreTimeForm(ReasonForm):
    until = _day(_("Last day for this respondent"))
    field_order = ("until", "reason")


class SettleForm(ReasonForm):
    disposition = forms.ChoiceField(
        label=_("What the silence means"),
        choices=[*((each.value, each.label) for each in SETTLED), (Disposition.NONE.value, _("Still waiting"))],
    )
    field_order = ("disposition", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = False

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if found.get("disposition") in {each.value for each in SETTLED} and not found.get("reason", "").strip():
            self.add_error("reason", _("Say why in one sentence; it is kept beside the decision."))
        return found


class LogForm(forms.Form):
    """A call or a letter. Personal data: `note`."""

    channel = forms.ChoiceField(
        label=_("How"), choices=[(each.value, each.label) for each in (Channel.CALL, Channel.LETTER, Channel.MAIL)]
    )
    state = forms.ChoiceField(
        label=_("What became of it"),
        choices=[(each.value, each.label) for each in (Sent.SPOKEN, Sent.SENT, Sent.BOUNCED)],
    )
    note = forms.CharField(label=_("Note"), required=False, max_length=1000, widget=forms.Textarea({"rows": 3}))


class ReturnForm(forms.Form):
    """One remark for each question, and one for the whole."""

    whole = forms.CharField(
        label=_("On the whole response"), required=False, max_length=2000, widget=forms.Textarea({"rows": 3})
    )

    def __init__(self, *args: Any, items: list[Item], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = {f"item-{item.id}": item for item in items}
        for name in self.items:
            self.fields[name] = forms.CharField(
                label=_("Remark"), required=False, max_length=2000, widget=forms.Textarea({"rows": 2})
            )

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if not self.errors and not self.remarks():
            self.add_error("whole", _("Write at least one remark: it says what should be looked at again."))
        return found

    def remarks(self) -> dict[str, str]:
        said = {item.id: self.cleaned_data.get(name, "").strip() for name, item in self.items.items()}
        said[""] = self.cleaned_data.get("whole", "").strip()
        return {item: words for item, words in said.items() if words}


def regions_shown(lang: str) -> list[tuple[str, str]]:
    """The regions of M49 that have countries, by their name."""
    codes = {each.region for each in countries() if each.region}
    return sorted(((code, str(region(code).name(lang))) for code in codes), key=lambda pair: pair[1])
