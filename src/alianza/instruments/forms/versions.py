"""Forms with which an instrument is written part by part: its head, sections, questions and lists."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from alianza.instruments import drafting
from alianza.instruments.forms.conditions import ConditionPart, TextsForm, language_words, languages_of, name_field
from alianza.instruments.instrument import Arithmetic, Kind, Respondent, Type
from alianza.instruments.queries.versions import ARITHMETIC, KINDS, RESPONDENTS, TYPES, Draft
from alianza.instruments.reading import LONGEST_LABEL
from alianza.instruments.roles import ROLES
from alianza.written import day_of

SPARE_CHOICES = 3
LEFT_OUT = "-"


class ItemForm(TextsForm):
    """One question. What it has no field for stays as it is written."""

    def __init__(
        self, data: Any, *, draft: Draft, entry: Mapping[str, Any], section: str = "", within: bool = False
    ) -> None:
        super().__init__(data)
        self.entry, self.within = dict(entry), within
        document = draft.document
        self.languages = languages_of(document)
        lists = document.get("lists")
        listed = [("", "–"), *((str(name), str(name)) for name in (lists if isinstance(lists, Mapping) else ()))]
        sections = [str(each.get("id")) for each in drafting.entries(document, "sections")]
        own = str(entry.get("id", ""))
        self.taken = drafting.names(document) - {own}
        fields = self.fields
        fields["id"] = name_field(_("Name"), own, _("Conditions and files use it; they follow a new one."))
        if not within:
            fields["section"] = forms.ChoiceField(
                label=_("Section"), choices=[(each, each) for each in sections], initial=entry.get("section", section)
            )
        fields["type"] = forms.ChoiceField(
            label=_("What an answer looks like"),
            choices=[(each.value, words) for each, words in TYPES.items() if not (within and each is Type.REPEAT)],
            initial=entry.get("type", "criterion" if entry else "text"),
        )
        self.texts("label", gettext("Question"), entry.get("label"), self.languages, needed=True, rows=2)
        self.texts("guidance", gettext("Guidance"), entry.get("guidance"), self.languages, needed=False, rows=2)
        required = entry.get("required", entry.get("type", "criterion") == "criterion" if entry else False)
        fields["required"] = forms.ChoiceField(
            label=_("Has to be answered"),
            choices=[("no", _("no")), ("yes", _("yes, by everybody")), ("some", _("by some roles only"))],
            initial="some" if isinstance(required, list) else "yes" if required is True else "no",
        )
        fields["roles"] = forms.MultipleChoiceField(
            label=_("Roles"),
            choices=list(ROLES.items()),
            required=False,
            help_text=_("Asked of whoever hands the answers in as one of these."),
            initial=required if isinstance(required, list) else [],
            widget=forms.CheckboxSelectMultiple,
        )
        fields["list"] = forms.ChoiceField(
            label=_("List to choose from"), choices=listed, initial=entry.get("list", ""), required=False
        )
        fields["rows"] = forms.ChoiceField(
            label=_("List of rows"), choices=listed, initial=entry.get("rows", ""), required=False
        )
        fields["several"] = forms.BooleanField(
            label=_("Several answers in one"), initial=entry.get("several") is True, required=False
        )
        fields["unit"] = forms.CharField(label=_("Unit"), initial=entry.get("unit", ""), max_length=60, required=False)
        for key, label in (("least", _("Lowest value")), ("most", _("Highest value"))):
            fields[key] = forms.FloatField(
                label=label, initial=entry.get(key), required=False, min_value=-1e15, max_value=1e15
            )
            fields[key].widget.attrs["step"] = "any"
        fields["longest"] = forms.IntegerField(
            label=_("Longest answer"),
            help_text=_("Letters of a text, entries of a repeated group."),
            initial=entry.get("longest"),
            required=False,
            min_value=0,
            max_value=40_000,
        )
        compute = entry.get("compute")
        arithmetic, terms = next(iter(compute.items())) if isinstance(compute, Mapping) and compute else ("", [])
        fields["arithmetic"] = forms.ChoiceField(
            label=_("Computed as"),
            choices=[("", "–"), *((each.value, ARITHMETIC[each]) for each in Arithmetic)],
            initial=arithmetic,
            required=False,
        )
        fields["terms"] = forms.CharField(
            label=_("Of these numbers"),
            help_text=_("Names of questions with commas, in order."),
            initial=", ".join(map(str, terms)) if isinstance(terms, list) else "",
            max_length=2000,
            required=False,
        )
        self.relevant = ConditionPart(self, "relevant", entry.get("relevant"), draft, without=own)
        self.constraint = ConditionPart(self, "constraint", entry.get("constraint"), draft)
        says = gettext("What is said when that does not hold")
        self.texts("constraint_says", says, entry.get("constraint_says"), self.languages, needed=False, rows=2)
        fields["level"] = forms.CharField(
            label=_("Level"), initial=entry.get("level", ""), max_length=40, required=False
        )
        fields["crit"] = forms.BooleanField(label=_("Critical"), initial=entry.get("crit") is True, required=False)
        for key, label in (("evidence", _("Evidence asked for")), ("audit", _("What an auditor looks at"))):
            held = entry.get(key)
            fields[key] = forms.CharField(
                label=label,
                help_text=_("One to a line."),
                initial="\n".join(map(str, held)) if isinstance(held, list) else "",
                max_length=10_000,
                required=False,
                widget=forms.Textarea({"rows": 3}),
            )
        fields["replaces"] = forms.CharField(
            label=_("Replaces"),
            help_text=_(
                "The name by which the version before knew this question, so that its answers are carried over."
            ),
            initial=entry.get("replaces", ""),
            max_length=60,
            required=False,
        )

    def groups(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """Fields that stand together, but for conditions."""
        return [
            (_("Question"), self.bound("id", "section", "type", "label", "guidance")),
            (
                _("Answer"),
                self.bound(
                    "required",
                    "roles",
                    "list",
                    "rows",
                    "several",
                    "unit",
                    "least",
                    "most",
                    "longest",
                    "arithmetic",
                    "terms",
                ),
            ),
            (_("Evidence and marks"), self.bound("level", "crit", "evidence", "audit", "replaces")),
        ]

    def says(self) -> list[forms.BoundField]:
        return self.bound("constraint_says")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("id") in self.taken:
            self.add_error("id", gettext("This name is used already; every name is there once."))
        if not self.errors:
            self.written = self._entry(data)
        return data

    def _entry(self, data: dict[str, Any]) -> dict[str, Any]:
        entry, kind = dict(self.entry), Type(data["type"])
        entry |= {"id": data["id"], "type": kind.value}
        if not self.within:
            entry["section"] = data["section"]
        for key in ("label", "guidance", "constraint_says"):
            self.put_text(entry, key, self.languages)
        roles = data["roles"]
        if data["required"] == "some" and not roles:
            self.add_error("roles", gettext("Choose the roles that have to answer."))
        required: Any = roles if data["required"] == "some" else data["required"] == "yes"
        _put(entry, "required", required, empty=kind is Type.CRITERION)
        _put(entry, "list", data["list"] if kind.has_choices or kind is Type.MATRIX else "")
        _put(entry, "rows", data["rows"] if kind is Type.MATRIX else "")
        _put(entry, "several", data["several"] and kind.may_be_several, empty=False)
        _put(entry, "unit", data["unit"])
        for key in ("least", "most"):
            value = data[key] if kind.is_number and kind is not Type.COMPUTED else None
            _put(entry, key, int(value) if value is not None and value == int(value) else value, empty=None)
        _put(entry, "longest", data["longest"] or 0, empty=0)
        terms = [term.strip() for term in data["terms"].split(",") if term.strip()]
        _put(
            entry,
            "compute",
            {data["arithmetic"]: terms} if kind is Type.COMPUTED and data["arithmetic"] else None,
            None,
        )
        _put(entry, "relevant", self.relevant.tree(), empty=None)
        _put(entry, "constraint", self.constraint.tree(), empty=None)
        _put(entry, "level", data["level"].strip())
        _put(entry, "crit", data["crit"], empty=False)
        for key in ("evidence", "audit"):
            _put(entry, key, [line.strip() for line in data[key].splitlines() if line.strip()], empty=[])
        _put(entry, "replaces", data["replaces"].strip())
        if kind is Type.REPEAT:
            first = {"id": f"{data['id']}_1", "type": "text", "label": {self.languages[0]: gettext("First question")}}
            entry.setdefault("items", [first])
        else:
            entry.pop("items", None)
        return entry


def _put(entry: dict[str, Any], key: str, value: Any, empty: Any = "") -> None:
    """Write a value; one that says nothing leaves the key out."""
    entry.pop(key, None)
    if value != empty or isinstance(value, bool) is not isinstance(empty, bool):
        entry[key] = value


class SectionForm(TextsForm):
    def __init__(self, data: Any, *, draft: Draft, entry: Mapping[str, Any]) -> None:
        super().__init__(data)
        self.entry = dict(entry)
        self.languages = languages_of(draft.document)
        self.fields["id"] = name_field(_("Name"), entry.get("id", ""), _("Its questions follow a new one."))
        self.texts("title", gettext("Title"), entry.get("title"), self.languages, needed=True, rows=1)
        self.texts("guidance", gettext("Guidance"), entry.get("guidance"), self.languages, needed=False, rows=3)
        self.fields["by"] = forms.CharField(
            label=_("Answered by"),
            help_text=_("One party of two, such as origin_state; empty for everybody."),
            initial=entry.get("by", ""),
            max_length=40,
            required=False,
        )
        self.relevant = ConditionPart(self, "relevant", entry.get("relevant"), draft)

    def plain(self) -> list[forms.BoundField]:
        return self.bound("id", "title", "guidance", "by")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors:
            entry = self.entry | {"id": data["id"]}
            for key in ("title", "guidance"):
                self.put_text(entry, key, self.languages)
            _put(entry, "by", data["by"].strip())
            _put(entry, "relevant", self.relevant.tree(), empty=None)
            self.written = entry
        return data


class ListForm(TextsForm):
    """A list of choices: a row for each, and some to add. A row without value goes."""

    def __init__(self, data: Any, *, document: Mapping[str, Any], name: str, written: object) -> None:
        super().__init__(data)
        self.languages = languages_of(document)
        ordered, values = False, written
        if isinstance(written, Mapping):
            ordered, values = written.get("ordered") is True, written.get("values")
        held = [each if isinstance(each, dict) else {} for each in values] if isinstance(values, list) else []
        self.held = {str(each.get("v")): each for each in held}
        asked = sum(1 for key in self.data if key.startswith("v-")) if self.is_bound else 0
        self.count = min(asked or len(held) + SPARE_CHOICES, 500)
        self.fields["name"] = name_field(_("Name"), name, _("Its questions follow a new one."))
        self.fields["ordered"] = forms.BooleanField(
            label=_("From low to high, so that values can be compared"), initial=ordered, required=False
        )
        for number in range(self.count):
            each = held[number] if number < len(held) else {}
            label = each.get("label")
            texts = label if isinstance(label, Mapping) else {self.languages[0]: label or ""}
            score = each.get("score", "")
            self.fields[f"v-{number}"] = forms.CharField(
                label=_("Value"), initial=each.get("v", ""), required=False, max_length=60
            )
            for language in self.languages:
                self.fields[f"label-{number}-{language}"] = forms.CharField(
                    label=language_words(language),
                    initial=texts.get(language, ""),
                    required=False,
                    max_length=LONGEST_LABEL,
                )
            self.fields[f"score-{number}"] = forms.CharField(
                label=_("Score"), initial=LEFT_OUT if score is None else score, required=False, max_length=20
            )
            self.fields[f"place-{number}"] = forms.IntegerField(
                label=_("Place"), initial=number + 1, required=False, min_value=0, max_value=9999
            )

    def choices(self) -> list[list[forms.BoundField]]:
        return [
            [
                self[f"v-{number}"],
                *(self[f"label-{number}-{language}"] for language in self.languages),
                self[f"score-{number}"],
                self[f"place-{number}"],
            ]
            for number in range(self.count)
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        found = []
        for number in range(self.count):
            value = data.get(f"v-{number}", "")
            if not value:
                continue
            entry = {"v": value}
            label = {language: data.get(f"label-{number}-{language}", "") for language in self.languages}
            entry["label"] = {language: words for language, words in label.items() if words} or {
                self.languages[0]: value
            }
            score = data.get(f"score-{number}", "")
            if score == LEFT_OUT:
                entry["score"] = None
            elif score:
                try:
                    amount = float(score)
                    entry["score"] = int(amount) if amount == int(amount) else amount
                except (ValueError, OverflowError):
                    self.add_error(
                        f"score-{number}", gettext("A score is a number, or - to leave the value out of scores.")
                    )
            place = data.get(f"place-{number}")
            found.append((number + 1 if place is None else place, number, entry))
        values = [entry for _place, _number, entry in sorted(found, key=lambda each: each[:2])]
        if not values:
            self.add_error("v-0" if self.count else "name", gettext("A list has at least one value."))
        self.written = {"ordered": True, "values": values} if data.get("ordered") else values
        return data


class AboutForm(TextsForm):
    """The head of an instrument."""

    def __init__(self, data: Any, *, document: Mapping[str, Any]) -> None:
        super().__init__(data)
        self.document = document
        self.languages = languages_of(document)
        self.texts("title", gettext("Title"), document.get("title"), self.languages, needed=True, rows=1)
        self.texts("purpose", gettext("Purpose"), document.get("purpose"), self.languages, needed=False, rows=4)
        self.fields["date"] = forms.DateField(
            label=_("Day of this version"),
            initial=day_of(document.get("date")),
            widget=forms.DateInput({"type": "date"}),
        )
        self.fields["kind"] = forms.ChoiceField(
            label=_("What it is for"),
            choices=[(each.value, KINDS[each]) for each in Kind],
            initial=document.get("kind"),
        )
        self.fields["respondent"] = forms.ChoiceField(
            label=_("Answered by"),
            choices=[(each.value, RESPONDENTS[each]) for each in Respondent],
            initial=document.get("respondent"),
        )
        self.fields["languages"] = forms.RegexField(
            r"^[a-z]{2,3}(\s*,\s*[a-z]{2,3}){0,19}\Z",
            label=_("Languages"),
            help_text=_("Codes with commas; the first is the one it is written in. Texts in a language taken away go."),
            initial=", ".join(self.languages),
        )

    def changed(self) -> dict[str, Any]:
        """The document with this head."""
        data, document = self.cleaned_data, dict(self.document)
        for key in ("title", "purpose"):
            self.put_text(document, key, self.languages)
        spoken = list(dict.fromkeys(code.strip() for code in data["languages"].split(",")))
        document |= {
            "date": data["date"].isoformat(),
            "kind": data["kind"],
            "respondent": data["respondent"],
            "languages": spoken,
        }
        gone = set(self.languages) - set(spoken)
        return _without(document, gone) if gone else document


def _without(node: Any, gone: set[str]) -> Any:
    """The document without texts in some languages; a text is a mapping of nothing but languages to words."""
    if isinstance(node, list):
        return [_without(each, gone) for each in node]
    if not isinstance(node, dict):
        return node
    is_text = bool(node) and all(isinstance(words, str) and len(key) in {2, 3} for key, words in node.items())
    if is_text and set(node) - gone:
        return {key: words for key, words in node.items() if key not in gone}
    return {key: _without(each, gone) for key, each in node.items()}
