"""The public form of a complaint, the way back by code, and the forms of those who lead it."""

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from alianza.certification.models import Complaint, ComplaintFinding, Subject
from alianza.certification.queries.complaints import CRITERIA, criteria_for
from alianza.texts import page_language

LONGEST_TEXT, LONGEST_MESSAGE = 10_000, 5_000


class Trapped(forms.Form):
    """A field that people do not see. Who fills it in is told so: a person whose browser did it can send again."""

    website = forms.CharField(required=False, max_length=300)
    form = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def clean_website(self) -> str:
        if self.cleaned_data.get("website"):
            raise forms.ValidationError(_("One field has to stay empty, and something filled it in. Send again."))
        return ""

    def without_trap(self) -> list[forms.BoundField]:
        return [field for field in self.visible_fields() if field.name != "website"]

    @property
    def number(self) -> UUID:
        return UUID(str(self.cleaned_data["form"]))


class _SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class _FilesField(forms.FileField):
    widget = _SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        given = data if isinstance(data, list | tuple) else [data] if data else []
        return [super(_FilesField, self).clean(each, initial) for each in given if each]


def _current_language() -> str:
    return str(get_language_info(page_language())["name_local"])


class TellForm(Trapped):
    subject = forms.ModelChoiceField(
        queryset=Subject.objects.none(), to_field_name="code", required=False, widget=forms.HiddenInput
    )
    named = forms.CharField(
        label=_("Which firm or programme?"),
        help_text=_("As you know it: the name on the contract, on a card, or how people call it."),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    category = forms.ChoiceField(
        label=_("What is it about?"),
        help_text=_("Choose what comes first; tell the rest below."),
        choices=Complaint.Category,
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=_("What happened?"),
        help_text=_(
            "In any language. Where and when, what was asked or taken, what you saw. Write only what is needed."
        ),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 9, "autocomplete": "off"}),
    )
    papers = _FilesField(
        label=_("Photos or papers"),
        help_text=_("At most 3, PDF, PNG or JPEG, 5 MB each. A photo may hold the place where it was taken."),
        required=False,
        max_length=200,
        widget=_SeveralFiles(attrs={"accept": ".pdf,.png,.jpg,.jpeg"}),
    )
    who = forms.ChoiceField(
        label=_("Who are you?"),
        choices=Complaint.Who,
        initial=Complaint.Who.ANYONE,
        widget=forms.RadioSelect,
        required=False,
    )
    firm_may_know = forms.ChoiceField(
        label=_("What may the firm know?"),
        help_text=_(
            "The firm can only answer, and be held to it, if it is shown a summary. You can allow it later, with your "
            "code."
        ),
        choices=Complaint.FirmMayKnow,
        initial=Complaint.FirmMayKnow.NOTHING,
        widget=forms.RadioSelect,
    )
    afraid = forms.BooleanField(
        label=_("I am afraid of what may be done to me or to others because of this."), required=False
    )
    language = forms.CharField(
        label=_("In which language shall we answer?"),
        initial=_current_language,
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    contact = forms.CharField(
        label=_("How can we reach you?"),
        help_text=_(
            "You need not say it: you can come back with a code. It is kept sealed, and the firm never sees it."
        ),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, about: Subject | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["subject"].queryset = Subject.objects.select_related("organisation")  # type: ignore[attr-defined]
        if about is not None:
            self.fields["subject"].initial = about.code
            del self.fields["named"]

    def clean_who(self) -> str:
        return self.cleaned_data["who"] or Complaint.Who.ANYONE


class ReturnForm(forms.Form):
    code = forms.CharField(
        label=_("Your code"),
        help_text=_("Eighteen digits. Spaces do not matter."),
        max_length=60,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "spellcheck": "false"}),
    )


class WriteBackForm(Trapped):
    text = forms.CharField(
        label=_("Write to the secretariat"),
        help_text=_("In any language."),
        max_length=LONGEST_MESSAGE,
        widget=forms.Textarea(attrs={"rows": 5, "autocomplete": "off"}),
    )


class AppealForm(Trapped):
    said = forms.CharField(
        label=_("Why do you appeal?"),
        help_text=_("People who took no part so far decide it."),
        min_length=10,
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off"}),
    )


# the secretariat and the firm --------------------------------------------------------------------------------------
class SaidForm(forms.Form):
    said = forms.CharField(
        label=_("What the complainant is told"),
        help_text=_("Read by whoever comes back with the code. In their language, if you can."),
        min_length=10,
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class ReleaseForm(SaidForm):
    summary = forms.CharField(
        label=_("Summary for the firm"),
        help_text=_(
            "All that the firm sees. No name, no day, no number, none of the complainant's own words: what the firm "
            "has to answer."
        ),
        min_length=30,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    weighed = forms.BooleanField(
        label=_("I weighed what the summary may set off for the complainant and for other workers."), required=False
    )
    field_order = ("summary", "weighed", "said")


class ActForm(SaidForm):
    demand = forms.CharField(
        label=_("What the firm has to do, and until when"),
        help_text=_("The firm reads it. No name, no day of the complaint, none of the complainant's own words."),
        min_length=10,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    field_order = ("demand", "said")


class FindForm(SaidForm):
    outcome = forms.ChoiceField(label=_("Finding"), choices=ComplaintFinding.Outcome, widget=forms.RadioSelect)
    items = forms.MultipleChoiceField(
        label=_("Criteria that were not met"),
        help_text=_("For a founded complaint. A critical one suspends the label."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    text = forms.CharField(
        label=_("Reasons"),
        help_text=_("Sealed: for those who take the case after you."),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    field_order = ("outcome", "items", "text", "said")

    def __init__(self, complaint: Complaint, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        usual = CRITERIA[complaint.category]
        criteria = sorted(criteria_for(complaint.subject), key=lambda item: item.id not in usual)
        field: Any = self.fields["items"]
        field.choices = [
            (item.id, f"{item.id}{' *' if item.critical else ''} {item.label.in_language(page_language())[0]}")
            for item in criteria
        ]


class MessageForm(forms.Form):
    text = forms.CharField(
        label=_("Write to the complainant"), max_length=LONGEST_MESSAGE, widget=forms.Textarea(attrs={"rows": 4})
    )


class SubjectForm(forms.Form):
    subject = forms.ModelChoiceField(
        label=_("Firm or programme"),
        queryset=Subject.objects.none(),
        to_field_name="code",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["subject"].queryset = Subject.objects.select_related("organisation")  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    answer = forms.CharField(
        label=_("Your answer"),
        help_text=_("What happened as you see it, and what you did. It can be given once."),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )


class ObjectForm(forms.Form):
    said = forms.CharField(
        label=_("Why do you appeal against the finding?"),
        help_text=_("The complainant may read it. Do not guess who complained."),
        min_length=10,
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
