"""Forms that take an instrument as a whole: as text, in a file, from the package, or with nothing but a title."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from alianza.instruments import drafting
from alianza.instruments.instrument import Kind, Respondent
from alianza.instruments.queries.versions import KINDS, RESPONDENTS, in_words
from alianza.instruments.xlsform import NotAnXlsform, read_xlsform_bytes
from alianza.written import LARGEST_FILE, Unreadable, parse_yaml

LARGEST_WORKBOOK = 5_000_000
MOST_TOLD = 10


class DocumentForm(forms.Form):
    """A whole document: written as YAML, or in a file (YAML or XLSForm)."""

    document = forms.CharField(
        label=_("The instrument, in YAML"),
        required=False,
        max_length=LARGEST_FILE,
        strip=False,
        widget=forms.Textarea({"rows": 30, "spellcheck": "false", "autocomplete": "off", "dir": "ltr"}),
    )
    file = forms.FileField(
        label=_("File"),
        help_text=_("YAML, or an XLSForm workbook (.xlsx)."),
        required=False,
        max_length=200,
        widget=forms.FileInput({"accept": ".yaml,.yml,.xlsx"}),
    )

    def clean(self) -> dict[str, Any]:
        """`read` holds what is written, when it can be read at all."""
        data = super().clean() or {}
        upload = data.get("file")
        if self.errors:
            return data
        if upload is None:
            raw, field = str(data.get("document") or "").encode(), "document" if "document" in self.fields else "file"
            if not raw.strip():
                self.add_error(field, gettext("Choose a file."))
                return data
            return self._yaml(data, raw, field, gettext("the instrument"))
        head = upload.read(4)
        upload.seek(0)
        workbook = head.startswith(b"PK") or upload.name.lower().endswith((".xlsx", ".xls"))
        if upload.size > (LARGEST_WORKBOOK if workbook else LARGEST_FILE):
            self.add_error(
                "file", gettext("The file is too large; a workbook has 5 MB at most, a YAML file 1 MB. Shorten it.")
            )
            return data
        raw = upload.read()
        return self._workbook(data, raw, upload.name) if workbook else self._yaml(data, raw, "file", upload.name)

    def _yaml(self, data: dict[str, Any], raw: bytes, field: str, where: str) -> dict[str, Any]:
        try:
            read = parse_yaml(raw, where)
        except Unreadable as unreadable:
            self.add_error(field, str(unreadable))
            return data
        if not isinstance(read, dict):
            self.add_error(field, gettext("This is no instrument: it begins with schema, urn and version."))
        data["read"] = read
        return data

    def _workbook(self, data: dict[str, Any], raw: bytes, where: str) -> dict[str, Any]:
        try:
            data["read"] = read_xlsform_bytes(raw, where)
        except NotAnXlsform as wrong:
            for problem in wrong.problems[:MOST_TOLD]:
                self.add_error("file", f"{problem.path}: {in_words(problem.sentence)}")
            more = len(wrong.problems) - MOST_TOLD
            if more > 0:
                self.add_error("file", gettext("And %(count)s more.") % {"count": more})
        return data


class UploadForm(DocumentForm):
    document = None  # type: ignore[assignment]  # a file alone


class BlankForm(forms.Form):
    """The name of a new instrument."""

    title = forms.CharField(label=_("Title"), max_length=200)
    name = forms.RegexField(
        r"^[a-z0-9][a-z0-9-]{1,60}\Z",
        label=_("Short name"),
        help_text=_("Small letters, digits and hyphens, such as health-survey. It stays for ever."),
        error_messages={"invalid": _("Write small letters, digits and hyphens, such as health-survey.")},
    )
    kind = forms.ChoiceField(label=_("What it is for"), choices=[(each.value, KINDS[each]) for each in Kind])
    respondent = forms.ChoiceField(
        label=_("Answered by"), choices=[(each.value, RESPONDENTS[each]) for each in Respondent]
    )

    def document(self) -> dict[str, Any]:
        data = self.cleaned_data
        return drafting.blank(
            f"urn:alianza:instrument:{data['name']}",
            data["title"],
            data["kind"],
            data["respondent"],
            timezone.localdate().isoformat(),
        )


class PackagedForm(forms.Form):
    urn = forms.ChoiceField(label=_("Instrument"))

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["urn"].choices = choices  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea({"rows": 2}))
