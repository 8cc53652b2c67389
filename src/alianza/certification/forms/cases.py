"""What is written in a case: applications, audits, findings, votes, appeals."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from alianza.accounts.models import User
from alianza.certification import policy
from alianza.certification.models import Accreditation, Audit, Finding, Standing, Subject, Vote
from alianza.network.models import Organisation
from alianza.texts import page_language
from alianza.vocabulary.languages import languages
from alianza.vocabulary.places import countries
from alianza.vocabulary.refusal import Refusal


def explain(form: forms.Form, refusal: Refusal) -> None:
    """Put a refusal where it belongs on a form that keeps what was typed."""
    form.add_error(refusal.field if refusal.field in form.fields else None, refusal.translated(gettext))


def _long(label: Any, most: int, rows: int = 4, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, widget=forms.Textarea({"rows": rows}), **more)


def _day(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput({"type": "date"}), **more)


def _places() -> list[tuple[str, str]]:
    language = page_language()
    return sorted(((each.alpha3, each.name(language)) for each in countries()), key=lambda pair: pair[1])


class StartForm(forms.Form):
    organisation = forms.ModelChoiceField(label=_("In the name of"), queryset=Organisation.objects.none())
    kind = forms.ChoiceField(label=_("What is to be certified"), choices=Subject.Kind.choices, widget=forms.RadioSelect)
    name = forms.CharField(
        label=_("Name of the programme"), max_length=200, required=False, help_text=_("Only for a programme.")
    )
    governmental = forms.BooleanField(label=_("It is a programme of a government"), required=False)
    countries = forms.MultipleChoiceField(label=_("Countries where it recruits or places"), required=False)
    scope = _long(_("What the label is to cover"), 1000, 3, required=False)
    audited = forms.ChoiceField(
        label=_("How far"),
        choices=[
            ("yes", _("With an audit: a verified label")),
            ("no", _("Without an audit: a self-declaration")),
        ],
        widget=forms.RadioSelect,
    )
    due_on = _day(_("Finish the self-assessment by"))

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]
        self.fields["countries"].choices = _places()  # type: ignore[attr-defined]
        if organisations.count() == 1:
            self.fields["organisation"].initial = organisations.first()


class ReasonForm(forms.Form):
    reason = _long(_("Why"), 2000, 3)


class MaybeReasonForm(forms.Form):
    reason = _long(_("Why"), 2000, 3, required=False)


class DeclareForm(forms.Form):
    conflict = forms.ChoiceField(
        label=_("Do you, your family or your employer have an interest in this firm or programme?"),
        choices=[("no", _("No, I am free to judge it")), ("yes", _("Yes, I have a conflict of interest"))],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label=_("Which interest, if you have one"), max_length=500, required=False)


def _people(kind: str) -> list[tuple[str, str]]:
    found = policy.accreditations_in_force(kind).select_related("user")
    return [(str(each.user.code), f"{each.user.email} ({', '.join(each.languages) or '–'})") for each in found]


class AssignForm(forms.Form):
    auditor = forms.ChoiceField(label=_("Auditor"))
    kind = forms.ChoiceField(label=_("Kind of audit"), choices=Audit.Kind.choices)
    announced = forms.BooleanField(label=_("The firm is told beforehand"), required=False)

    def __init__(self, *args: Any, kinds: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["auditor"].choices = _people(Accreditation.Kind.AUDITOR)  # type: ignore[attr-defined]
        self.fields["kind"].choices = [each for each in Audit.Kind.choices if each[0] in kinds]  # type: ignore[attr-defined]


class AccreditForm(forms.Form):
    user = forms.EmailField(label=_("Mail address of the person"), max_length=254)
    kind = forms.ChoiceField(label=_("For what"), choices=Accreditation.Kind.choices)
    languages = forms.MultipleChoiceField(label=_("Languages"), required=False)
    begins_on = _day(_("From"))
    ends_on = _day(_("Until"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shown = page_language()
        named = sorted(((each.code, each.name(shown)) for each in languages()), key=lambda pair: pair[1])
        self.fields["languages"].choices = named  # type: ignore[attr-defined]

    def clean_user(self) -> User:
        found = User.objects.filter(email__iexact=self.cleaned_data["user"], is_active=True).first()
        if found is None:
            raise forms.ValidationError(gettext("Nobody is signed up with this address."))
        return found


class OpenForm(forms.Form):
    workers = forms.IntegerField(label=_("Workers whom the firm placed or employs"), min_value=0, max_value=10_000_000)


class VisitForm(forms.Form):
    day = _day(_("Day"))
    where = forms.ChoiceField(label=_("Country"))
    place = forms.CharField(label=_("Place"), max_length=200)
    announced = forms.BooleanField(label=_("The firm was told beforehand"), required=False)
    seen = _long(_("What you saw"), 3000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["where"].choices = [("", "–"), *_places()]  # type: ignore[attr-defined]


class VerdictForm(forms.Form):
    value = forms.ChoiceField(label=_("What you found"), widget=forms.RadioSelect)
    seen = _long(_("What you saw"), 3000)

    def __init__(self, *args: Any, verdicts: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["value"].choices = verdicts  # type: ignore[attr-defined]


class FindingForm(forms.Form):
    grade = forms.ChoiceField(label=_("How grave"), choices=Finding.Grade.choices)
    item = forms.ChoiceField(label=_("Criterion"))
    text = _long(_("What falls short"), 3000)

    def __init__(self, *args: Any, items: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["item"].choices = items  # type: ignore[attr-defined]


class ConcludeForm(forms.Form):
    summary = _long(_("Summary for the panel"), 5000, 6)
    few_because = forms.CharField(
        label=_("Why fewer workers were interviewed than are due, if they were"), max_length=500, required=False
    )


class CodesForm(forms.Form):
    count = forms.IntegerField(label=_("How many codes"), min_value=1, max_value=500)


class CorrectForm(forms.Form):
    text = _long(_("What you did about it"), 3000)
    evidence = forms.FileField(
        label=_("A file that shows it"), required=False, max_length=200, help_text=_("PDF, picture or table; 20 MB.")
    )


class AnswerForm(forms.Form):
    accepted = forms.ChoiceField(
        label=_("Is it corrected?"),
        choices=[("yes", _("Yes: the finding is closed")), ("no", _("No: something is missing"))],
        widget=forms.RadioSelect,
    )
    answer = _long(_("What you saw, or what is missing"), 2000)


class VoteForm(forms.Form):
    choice = forms.ChoiceField(label=_("Your vote"), choices=Vote.Choice.choices, widget=forms.RadioSelect)
    reason = _long(_("Why"), 2000)


class LabelForm(forms.Form):
    """What becomes of a label. The reason is public."""

    ground = forms.ChoiceField(label=_("What led to it"), choices=Standing.Ground.choices)
    reason = _long(_("Why, in words that everybody may read"), 2000)


class AppealForm(forms.Form):
    grounds = _long(_("Why the decision is wrong"), 3000, 6)


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("The code on your sheet"),
        max_length=40,
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
