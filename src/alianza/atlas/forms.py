from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

LANGUAGES = ("ar", "de", "en", "es", "fr", "it", "pt", "ru", "tr", "zh")
"""Languages in which profiles are known to have been written; the list may grow."""


class PaperForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=200)
    author = forms.CharField(
        label=_("Author"), max_length=200, help_text=_("The body that wrote it, as on the title page.")
    )
    year = forms.IntegerField(label=_("Year"), min_value=1900, help_text=_("The year it is of."))
    language = forms.ChoiceField(label=_("Language"))
    file = forms.FileField(
        label=_("File"),
        help_text=_("PDF, at most 20 MB. Everybody can read it."),
        max_length=200,
        widget=forms.FileInput(attrs={"accept": ".pdf"}),
    )

    def __init__(self, *args: object, shown_in: str = "en", **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        from babel import Locale

        names = Locale.parse(shown_in).languages
        choices = sorted(((code, names.get(code, code)) for code in LANGUAGES), key=lambda pair: pair[1])
        self.fields["language"].choices = choices  # type: ignore[attr-defined]
        self.fields["language"].initial = shown_in

    def clean_year(self) -> int:
        year = int(self.cleaned_data["year"])
        if year > timezone.localdate().year + 1:
            raise forms.ValidationError(_("This year has not come yet. Write the year of the profile."))
        return year
