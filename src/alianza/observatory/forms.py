from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from alianza.observatory.importing.formats import Layout
from alianza.observatory.importing.opening import LARGEST
from alianza.observatory.models import FLOW, NAME

LAYOUTS = (
    (Layout.CSV, _("Long CSV with a mapping")),
    (Layout.UN_STOCK, _("UN migrant stock workbook")),
    (Layout.WPP, _("World Population Prospects, CSV")),
    (Layout.RPW, _("Remittance Prices Worldwide, workbook")),
    (Layout.NORMLEX, _("NORMLEX ratifications")),
    (Layout.SDMX_CSV, _("SDMX-CSV")),
    (Layout.SDMX_ML, _("SDMX-ML")),
)


class BringForm(forms.Form):
    file = forms.FileField(label=_("File"), help_text=_("CSV (also .gz), Parquet, XLSX or XML"))
    layout = forms.ChoiceField(label=_("Laid out as"), choices=LAYOUTS)
    series = forms.RegexField(
        FLOW, label=_("Series"), required=False, max_length=60, help_text=_("its id, as the list shows it")
    )
    vintage = forms.RegexField(
        NAME, label=_("Vintage"), max_length=40, help_text=_("a name that begins with its year, such as 2026")
    )
    mapping = forms.CharField(
        label=_("Mapping"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea,
        help_text=_("YAML, for a long CSV"),
    )
    source = forms.CharField(label=_("Source"), required=False, max_length=300)
    licence = forms.CharField(label=_("Licence"), required=False, max_length=200)
    citation = forms.CharField(label=_("How to cite"), required=False, max_length=600)
    make_current = forms.BooleanField(label=_("Make it the current vintage"), required=False, initial=True)

    def clean_vintage(self) -> str:
        """The expression of the field searches; the whole text has to fit."""
        return self._whole("vintage", NAME.fullmatch)

    def clean_series(self) -> str:
        return self._whole("series", FLOW.fullmatch) if self.cleaned_data["series"] else ""

    def _whole(self, name: str, fits: Any) -> str:
        text = str(self.cleaned_data[name])
        if not fits(text):
            raise forms.ValidationError(_("Use letters, figures and hyphens only."))
        return text

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(_("The file is larger than 512 MB. Use the command alianza data load."))
        return file
