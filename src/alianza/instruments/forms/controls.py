"""What a page shows for one question: its control, filled in, as plain values that a template draws."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from alianza.instruments.forms.fields import CODED, Fields, named
from alianza.instruments.instrument import ChoiceList, Item, Type
from alianza.vocabulary.money import currencies
from alianza.vocabulary.text import Text

Words = str | Promise | Text
LONG_LIST = 15
"""More choices than these are offered in a list that opens."""
NONE_YET = _("No answer")


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: Words
    chosen: bool
    id: str = ""


@dataclass(frozen=True, slots=True)
class Control:
    """One control. `kind` names how it is drawn; `grouped` controls stand in a fieldset."""

    kind: str
    name: str
    label: Words = ""
    value: str = ""
    options: tuple[Option, ...] = ()
    parts: tuple["Control", ...] = ()
    rows: tuple["Row", ...] = ()
    blank: "Row | None" = None
    """An empty row, for a script to copy; its number is written __N__."""
    extra: Mapping[str, Any] = field(default_factory=dict)
    grouped: bool = False
    required: bool = False
    at: str = ""

    @property
    def id(self) -> str:
        """Controls that share a name are told apart."""
        return self.name + self.at


@dataclass(frozen=True, slots=True)
class Row:
    number: str
    label: Words
    parts: tuple[Control, ...]

    @property
    def named_parts(self) -> list[tuple[str, Control]]:
        """Each part with what tells it apart within its group: `0-PLACES`."""
        return [(f"{self.number}-{part.name.rpartition('-')[2]}", part) for part in self.parts]


_INPUTS: Mapping[Type, Mapping[str, str]] = {
    Type.TEXT: {"type": "text"},
    Type.INTEGER: {"type": "text", "inputmode": "numeric", "short": "short"},
    Type.DECIMAL: {"type": "text", "inputmode": "decimal", "short": "short"},
    Type.DATE: {"type": "date"},
    Type.PERIOD: {"type": "text", "short": "short"},
    Type.GEOPOINT: {"type": "text"},
    Type.COUNTRY: {"type": "text", "list": "countries"},
    Type.OCCUPATION: {"type": "text", "list": "occupations"},
    Type.ORGANISATION: {"type": "text", "list": "organisations"},
}
HOW: Mapping[Type, Words] = {
    Type.PERIOD: _("A year (2024), a quarter (2024-Q3), or first and last with a slash (2021/2026, 2021/..)."),
    Type.GEOPOINT: _("Latitude and longitude in degrees, such as 14.5995, 120.9842; south and west are negative."),
    Type.COUNTRY: _("Type the first letters and choose, or write the name."),
    Type.OCCUPATION: _("Type the first letters and choose, or write the ISCO-08 code."),
    Type.ORGANISATION: _("Type the first letters and choose an organisation of the alliance's list."),
    Type.CORRIDOR: _("From which country to which; type the first letters and choose."),
    Type.FILE: _("PDF, PNG, JPEG, CSV or XLSX, up to 20 MB each."),
}


def control_of(item: Item, fields: Fields, prefix: str = "", *, roles: Collection[str] = ()) -> Control:
    """The control of an item with what its fields hold."""
    name = prefix or named(item.id)
    held = fields.get(name, [])
    first = held[0] if held else ""
    plain: dict[str, Any] = {"name": name, "label": item.label, "required": item.required_for(roles)}
    kind = item.type
    if kind is Type.LONG_TEXT:
        return Control("textarea", value=first, **plain)
    if kind is Type.BOOLEAN:
        words: list[tuple[str, Words]] = [
            ("yes", pgettext_lazy("answer", "Yes")),
            ("no", pgettext_lazy("answer", "No")),
        ]
        return Control("radios", options=_options(name, words, first), grouped=True, **plain)
    if kind is Type.SELECT_ONE:
        return _select_one(item, first, plain)
    if kind is Type.SELECT_MULTIPLE:
        choices = item.choices.choices if item.choices else ()
        options = tuple(
            Option(each.value, each.label, each.value in held, f"{name}-o{at}") for at, each in enumerate(choices)
        )
        return Control("checks", options=options, grouped=True, **plain)
    if kind is Type.CRITERION:
        note = Control("textarea", f"{name}-note", _("Note"), _first(fields, f"{name}-note"), extra={"small": True})
        chosen = _listed(name, item.choices, first)
        return Control("criterion", options=chosen, parts=(note,), grouped=True, **plain)
    if kind is Type.MONEY:
        return _money(fields, plain)
    if kind is Type.MATRIX:
        return _matrix(item, fields, plain)
    if kind is Type.CORRIDOR and not item.several:
        return Control("corridor", parts=_ends(fields, name), grouped=True, **plain)
    if kind is Type.CORRIDOR:
        return _rows(plain, fields, lambda number: _ends(fields, f"{name}-{number}"), "corridors")
    if kind in CODED and item.several:
        return Control("codes", rows=_codes(item, name, held), grouped=True, extra=_INPUTS[kind], **plain)
    if kind is Type.REPEAT:
        return _rows(
            plain,
            fields,
            lambda number: tuple(
                control_of(child, fields, f"{name}-{number}-{child.id}", roles=roles) for child in item.children
            ),
            "repeat",
        )
    if kind is Type.FILE:
        return Control("files", grouped=True, **plain)
    if kind is Type.COMPUTED:
        return Control("computed", **plain)
    return Control("input", value=first, extra=_INPUTS[kind], **plain)


def _first(fields: Fields, name: str) -> str:
    values = fields.get(name, [])
    return values[0] if values else ""


def _options(name: str, choices: Sequence[tuple[str, Words]], chosen: str) -> tuple[Option, ...]:
    """With a last choice that takes the answer back: a radio button cannot be released."""
    return tuple(
        Option(value, label, value == chosen, f"{name}-o{at}")
        for at, (value, label) in enumerate([*choices, ("", NONE_YET)])
    )


def _listed(name: str, among: ChoiceList | None, chosen: str) -> tuple[Option, ...]:
    return _options(name, [(each.value, each.label) for each in among.choices] if among else [], chosen)


def _select_one(item: Item, first: str, plain: dict[str, Any]) -> Control:
    options = _listed(plain["name"], item.choices, first)
    if len(options) > LONG_LIST:
        return Control("select", options=(options[-1], *options[:-1]), **plain)
    return Control("radios", options=options, grouped=True, **plain)


def _money(fields: Fields, plain: dict[str, Any]) -> Control:
    name = plain["name"]
    held = _first(fields, f"{name}-currency")
    codes = [each.code for each in currencies()]
    listed = [code for code in ("EUR", "USD") if code in codes] + [code for code in codes if code not in {"EUR", "USD"}]
    options = tuple(Option(code, code, code == held) for code in listed)
    amount = Control(
        "input", f"{name}-amount", _("Amount"), _first(fields, f"{name}-amount"), extra=_INPUTS[Type.DECIMAL]
    )
    empty = Option("", "–", not held)
    return Control(
        "money",
        parts=(amount, Control("select", f"{name}-currency", _("Currency"), options=(empty, *options))),
        grouped=True,
        **plain,
    )


def _matrix(item: Item, fields: Fields, plain: dict[str, Any]) -> Control:
    name = plain["name"]
    rows = tuple(
        Row(
            str(number),
            row.label,
            (
                Control(
                    "radios",
                    f"{name}-{number}",
                    row.label,
                    options=_listed(f"{name}-{number}", item.choices, _first(fields, f"{name}-{number}")),
                ),
            ),
        )
        for number, row in enumerate(item.rows.choices if item.rows else ())
    )
    heads = _listed(f"{name}-h", item.choices, "-")
    return Control("matrix", rows=rows, options=heads, grouped=True, **plain)


def _ends(fields: Fields, name: str) -> tuple[Control, ...]:
    return tuple(
        Control("input", f"{name}-{end}", words, _first(fields, f"{name}-{end}"), extra=_INPUTS[Type.COUNTRY])
        for end, words in (("origin", _("From")), ("destination", _("To")))
    )


def _rows(plain: dict[str, Any], fields: Fields, parts: Any, kind: str) -> Control:
    name = plain["name"]
    written = _first(fields, f"{name}-rows")
    count = int(written) if written.isdecimal() else 0
    rows = tuple(Row(str(number), str(number + 1), parts(number)) for number in range(max(count, 1)))
    return Control("rows", rows=rows, blank=Row("__N__", "", parts("__N__")), grouped=True, extra={"of": kind}, **plain)


def _codes(item: Item, name: str, held: list[str]) -> tuple[Row, ...]:
    """What is there and one more place."""
    return tuple(
        Row(
            str(number),
            item.label,
            (Control("input", name, item.label, value, extra=_INPUTS[item.type], at=f"-{number}"),),
        )
        for number, value in enumerate([*held, ""])
    )
