"""Forms of the committee room."""

from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from alianza.accounts.models import User
from alianza.fund.decision_rules import version
from alianza.fund.fields import MoneyField
from alianza.fund.models import Ballot, Body, Decision, Elector, Item, Meeting, Seat
from alianza.fund.queries.outcomes import ANSWERS
from alianza.network.models import Organisation

_DATE = forms.DateInput(attrs={"type": "date"})
_LONG = forms.Textarea(attrs={"rows": 5})


class PersonField(forms.EmailField):
    """The account of a person, by its address; empty: nobody yet."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 254)
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Any:
        address = super().clean(value)
        if not address:
            return None
        person = User.objects.filter(email=address.strip().casefold(), is_active=True).first()
        if person is None:
            raise forms.ValidationError(gettext("There is no account with this address; ask the person to make one."))
        return person


class SeatForm(forms.Form):
    member = forms.ModelChoiceField(label=_("Member"), queryset=Organisation.objects.none())
    group = forms.ChoiceField(label=_("Group"))
    person = PersonField(
        label=_("Address of who speaks for it"),
        required=False,
        help_text=_("The person needs the role of a member's representative in that organisation."),
    )

    def __init__(self, *args: Any, body: Body, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"].queryset = Organisation.objects.filter(left_on__isnull=True)  # type: ignore[attr-defined]
        groups = version(body.rules).rules.groups
        self.fields["group"].choices = [(one, Seat.Group(one).label) for one in groups]  # type: ignore[attr-defined]


class PersonForm(forms.Form):
    person = PersonField(label=_("Address of who speaks for it from now on"), required=False)


class EndForm(forms.Form):
    on = forms.DateField(label=_("Last day"), widget=_DATE)


class ChairForm(forms.Form):
    chair = forms.ModelChoiceField(label=_("Who chairs"), queryset=Seat.objects.none())

    def __init__(self, *args: Any, body: Body, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["chair"]
        field.queryset = body.seats.filter(ends_on__isnull=True, person__isnull=False).select_related("member")
        field.label_from_instance = lambda seat: seat.member.name


class MeetingForm(ChairForm):
    held_on = forms.DateField(label=_("Day"), widget=_DATE)
    place = forms.CharField(label=_("Place"), max_length=200, required=False)
    field_order = ("held_on", "place", "chair")


class ItemForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind"), choices=Item.Kind.choices)
    subject = forms.CharField(
        label=_("What it is about"),
        max_length=80,
        required=False,
        help_text=_(
            "For example proposal:P-2026-001 or programme:P-2026-001; empty where it is about nothing on record."
        ),
    )
    title = forms.CharField(label=_("Title"), max_length=200)
    text = forms.CharField(label=_("Text of the decision"), max_length=5000, widget=_LONG)
    language = forms.ChoiceField(label=_("Language of the text"))
    method = forms.ChoiceField(
        label=_("How it is put"),
        choices=[choice for choice in Item.Method.choices if choice[0] != Item.Method.FORMAL],
        widget=forms.RadioSelect,
        initial=Item.Method.CONSENSUS,
        help_text=_("A formal vote follows failed attempts at consensus."),
    )
    meeting = forms.ModelChoiceField(label=_("Meeting"), queryset=Meeting.objects.none(), required=False)
    amount = MoneyField(
        label=_("Amount that would be approved"), required=False, help_text=_("Empty: all that was asked")
    )
    defers = forms.BooleanField(label=_("Adopted, it puts the matter off"), required=False)
    supersedes = forms.ModelChoiceField(
        label=_("Decision that it would replace"), queryset=Decision.objects.none(), required=False
    )

    def __init__(self, *args: Any, body: Body, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = dict(self.fields)
        fields["language"].choices = language_choices(body)
        fields["meeting"].queryset = body.meetings.exclude(state=Meeting.State.CLOSED)
        fields["meeting"].label_from_instance = meeting_label
        fields["supersedes"].queryset = Decision.objects.filter(item__body=body, superseded_by__isnull=True)

    def values(self) -> dict[str, Any]:
        """What `actions.items.draft_item` and `change_draft` take."""
        said = dict(self.cleaned_data)
        amount = said.pop("amount")
        return {**said, "amount_minor": None if amount is None else amount.minor}


class PaperForm(forms.Form):
    title = forms.CharField(
        label=_("Title"), max_length=200, help_text=_("The same in every language; a new version keeps its title.")
    )
    language = forms.ChoiceField(label=_("Language"))
    file = forms.FileField(label=_("File"), max_length=200)
    restricted = forms.BooleanField(label=_("Notes of deliberation"), required=False)

    def __init__(self, *args: Any, body: Body, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = language_choices(body)  # type: ignore[attr-defined]


class ConditionForm(forms.Form):
    text = forms.CharField(label=_("Condition"), max_length=1000)
    owner = forms.ModelChoiceField(label=_("Who has to meet it"), queryset=Organisation.objects.none())
    due_on = forms.DateField(label=_("Until"), widget=_DATE)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = Organisation.objects.filter(left_on__isnull=True)  # type: ignore[attr-defined]


class BallotForm(forms.Form):
    choice = forms.ChoiceField(label=_("Your member's answer"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("An objection needs one."),
    )

    def __init__(self, *args: Any, method: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["choice"].choices = [(one, one.label) for one in ANSWERS[Item.Method(method)]]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("choice") == Ballot.Choice.OBJECT and not said.get("reason", "").strip():
            self.add_error("reason", gettext("An objection stops the item, so it says why. Write the reason."))
        return said


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=500, help_text=_("It becomes public."))


class WhyForm(forms.Form):
    reason = forms.CharField(label=_("Why"), max_length=1000)


class QuestionForm(forms.Form):
    text = forms.CharField(label=_("Question"), max_length=2000, widget=_LONG)


class AnswerForm(forms.Form):
    text = forms.CharField(label=_("Answer"), max_length=5000, widget=_LONG)


class TextForm(forms.Form):
    text = forms.CharField(label=_("Text"), max_length=5000, widget=_LONG)


class RuleForm(ReasonForm):
    member = forms.ModelChoiceField(label=_("Member"), queryset=Organisation.objects.none())
    field_order = ("member", "reason")

    def __init__(self, *args: Any, item: Item, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        electors = item.electorate.filter(recused_because="")
        self.fields["member"].queryset = Organisation.objects.filter(pk__in=electors.values("member"))  # type: ignore[attr-defined]


class CloseForm(forms.Form):
    present = forms.ModelMultipleChoiceField(
        label=_("In the room"),
        queryset=Organisation.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Whoever answered counts as present already."),
    )

    def __init__(self, *args: Any, item: Item, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        electors: QuerySet[Elector] = item.electorate.filter(recused_because="")
        self.fields["present"].queryset = Organisation.objects.filter(pk__in=electors.values("member"))  # type: ignore[attr-defined]


class AgendaForm(forms.Form):
    meeting = forms.ModelChoiceField(label=_("Meeting"), queryset=Meeting.objects.none())

    def __init__(self, *args: Any, body: Body, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["meeting"]
        field.queryset = body.meetings.exclude(state=Meeting.State.CLOSED)
        field.label_from_instance = meeting_label


def meeting_label(meeting: Meeting) -> str:
    return gettext("Meeting %(number)s, %(day)s") % {"number": meeting.number, "day": meeting.held_on.isoformat()}


def language_choices(body: Body) -> list[tuple[str, str]]:
    own = dict(settings.LANGUAGES)
    return [(one, str(own.get(one, one))) for one in version(body.rules).rules.languages]
