"""Forms around a response: a colleague's sections, the signature, a file filled in offline."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from alianza.instruments.instrument import Section
from alianza.texts import page_language


class DelegateForm(forms.Form):
    """Sections for a colleague, by mail address."""

    address = forms.EmailField(
        label=_("Mail address of your colleague"),
        max_length=254,
        help_text=_("Your colleague signs in with this address and finds the sections under “What I am asked”."),
    )
    sections = forms.MultipleChoiceField(label=_("Sections"), widget=forms.CheckboxSelectMultiple)
    language = forms.ChoiceField(
        label=_("Language of the mail to your colleague"), choices=settings.LANGUAGES, required=False
    )

    def __init__(self, *args: Any, sections: list[Section], **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["sections"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(each.id, each.title.in_language(page_language())[0]) for each in sections]


class HandInForm(forms.Form):
    """The signature."""

    sure = forms.BooleanField(
        label=_("I have read these answers and hand them in in the name of whom I answer for."),
        error_messages={"required": _("Tick this to say that the answers are final.")},
    )
    seen = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)


class BringForm(forms.Form):
    """A file that was filled in offline."""

    file = forms.FileField(
        label=_("The file you filled in"),
        allow_empty_file=True,
        help_text=_("The YAML file that you downloaded here, or the same as JSON; up to 1 MB."),
    )
