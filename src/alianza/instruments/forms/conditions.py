"""Fields of conditions and of texts in several languages, for the forms with which an instrument is written."""

from collections.abc import Mapping
from typing import Any

from babel import Locale
from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from alianza.instruments import building
from alianza.instruments.building import NotUnderstood, Row, Simple
from alianza.instruments.queries.versions import Draft, in_words
from alianza.instruments.reading import LONGEST_LABEL
from alianza.texts import page_language

SPARE_ROWS = 2


def languages_of(document: Mapping[str, Any]) -> list[str]:
    """The languages an author writes in."""
    held = document.get("languages")
    known = [each for each in held if isinstance(each, str)] if isinstance(held, list) else []
    return known or ["en"]


def language_words(code: str) -> str:
    return str(Locale.parse(page_language()).languages.get(code, code))


class TextsForm(forms.Form):
    """A form with texts that have a field for each language."""

    def texts(self, key: str, label: Any, written: object, languages: list[str], *, needed: bool, rows: int) -> None:
        held = written if isinstance(written, Mapping) else {languages[0]: written} if isinstance(written, str) else {}
        for number, language in enumerate(languages):
            self.fields[f"{key}_{language}"] = forms.CharField(
                label=gettext("%(label)s, %(language)s") % {"label": label, "language": language_words(language)},
                required=needed and number == 0,
                max_length=LONGEST_LABEL,
                initial=held.get(language, ""),
                widget=forms.Textarea({"rows": rows, "lang": language, "dir": "auto"}),
            )

    def text(self, key: str, languages: list[str]) -> dict[str, str]:
        found = {language: self.cleaned_data.get(f"{key}_{language}", "") for language in languages}
        return {language: words.replace("\r\n", "\n") for language, words in found.items() if words}

    def put_text(self, entry: dict[str, Any], key: str, languages: list[str]) -> None:
        words = self.text(key, languages)
        entry.pop(key, None)
        if words:
            entry[key] = words

    def bound(self, *names: str) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name in names or name.rpartition("_")[0] in names]


def name_field(label: Any, initial: object, hint: Any) -> forms.RegexField:
    return forms.RegexField(
        r"^[A-Za-z][A-Za-z0-9_]{0,59}\Z",
        label=label,
        initial=initial,
        max_length=60,
        help_text=hint,
        error_messages={"invalid": _("A name begins with a letter and holds letters, digits and _ only.")},
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )


class ConditionPart:
    """Fields in which a simple condition is written: rows of question, comparison and value."""

    def __init__(self, form: forms.Form, key: str, written: object, draft: Draft, *, without: str = "") -> None:
        self.form, self.key, self.written, self.draft = form, key, written, draft
        self.simple = building.simple_of(written)
        self.words = draft.condition(written)
        subjects = draft.subjects(without=without)
        known = {name for _section, options in subjects for name, _label in options}
        if self.simple is not None and any(row.fact not in known for row in self.simple.rows):
            self.simple = None  # what it tests has gone, or is a tally: shown, not offered
        if self.simple is None:
            form.fields[f"{key}-drop"] = forms.BooleanField(label=_("Remove this condition"), required=False)
            self.count = 0
            return
        asked = sum(1 for name in form.data if name.startswith(f"{key}-fact-")) if form.is_bound else 0
        self.count = max(asked, len(self.simple.rows) + SPARE_ROWS) if not asked else min(asked, 50)
        form.fields[f"{key}-join"] = forms.ChoiceField(
            label=_("These have to hold"),
            choices=[("all", _("all of them")), ("any", _("one of them"))],
            initial=self.simple.join,
            required=False,
        )
        options: list[Any] = [("", "–"), *subjects]
        relations = [(name, in_words_of(words)) for name, words in building.RELATIONS.items()]
        for number in range(self.count):
            row = self.simple.rows[number] if number < len(self.simple.rows) else Row("", building.IS)
            form.fields[f"{key}-fact-{number}"] = forms.ChoiceField(
                label=_("Question"), choices=options, initial=row.fact, required=False
            )
            form.fields[f"{key}-relation-{number}"] = forms.ChoiceField(
                label=_("Comparison"), choices=relations, initial=row.relation, required=False
            )
            form.fields[f"{key}-value-{number}"] = forms.CharField(
                label=_("Value"), initial=row.value, required=False, max_length=1000, strip=True
            )

    @property
    def is_simple(self) -> bool:
        return self.simple is not None

    def join(self) -> forms.BoundField:
        return self.form[f"{self.key}-join"]

    def drop(self) -> forms.BoundField:
        return self.form[f"{self.key}-drop"]

    def rows(self) -> list[tuple[int, list[forms.BoundField]]]:
        parts = ("fact", "relation", "value")
        return [
            (number + 1, [self.form[f"{self.key}-{part}-{number}"] for part in parts]) for number in range(self.count)
        ]

    def tree(self) -> Any:
        """The written condition; None for none. A row that cannot be meant becomes an error of its value."""
        data = self.form.cleaned_data
        if self.simple is None:
            return None if data.get(f"{self.key}-drop") else self.written
        rows, places = [], []
        for number in range(self.count):
            fact, relation, value = (
                data.get(f"{self.key}-{part}-{number}", "") for part in ("fact", "relation", "value")
            )
            if fact:
                rows.append(Row(fact, relation or building.IS, value))
                places.append(number)
        if not rows or self.draft.instrument is None:
            return None if not rows else self.written
        try:
            return building.Builder(self.draft.instrument).tree_of(
                Simple(data.get(f"{self.key}-join") or "all", tuple(rows))
            )
        except NotUnderstood as wrong:
            self.form.add_error(f"{self.key}-value-{places[wrong.row]}", in_words(wrong.said))
            return None


def in_words_of(message: str) -> str:
    return gettext(message)
