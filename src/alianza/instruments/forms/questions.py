"""The questions of a page: each with its control, what is held, what is wrong, and who answered meanwhile."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from alianza.instruments.actions.answering import Clash
from alianza.instruments.answers import LARGEST_NUMBER, Written
from alianza.instruments.forms.controls import HOW, Control, Words, control_of
from alianza.instruments.forms.fields import (
    Fields,
    fields_of,
    held_stamp,
    named,
    organisation_names,
)
from alianza.instruments.instrument import Item, Type
from alianza.instruments.models import Remark
from alianza.instruments.queries.responses import Whole
from alianza.texts import page_language
from alianza.vocabulary.occupations import occupations
from alianza.vocabulary.places import countries
from alianza.vocabulary.refusal import Translatable
from alianza.vocabulary.text import Text


@dataclass(frozen=True, slots=True)
class Question:
    """One question as a page shows it. `seen` is what the page was made with (`fields.seen_of`)."""

    item: Item
    control: Control
    unasked: frozenset[str]
    """Inside a repeated group: row from 0 and child that is not asked there; kept out of sight, not forgotten."""
    seen: str
    edits: int
    carried: bool
    unsure: bool
    error: str
    faults: tuple[tuple[int, Text], ...]
    remarks: tuple[Remark, ...]
    clash: Clash | None
    files: tuple[Any, ...]
    computed: Decimal | None
    how: Words
    limits: tuple[str, str]

    @property
    def name(self) -> str:
        return named(self.item.id)

    @property
    def is_wrong(self) -> bool:
        return bool(self.error or self.faults or self.clash)


def in_words(sentence: str) -> str:
    """A sentence of the pure layer in the language of the page."""
    said = sentence.translated(gettext) if isinstance(sentence, Translatable) else gettext(sentence)
    return capfirst(said)


def questions_of(
    whole: Whole,
    items: Sequence[Item],
    *,
    typed: Fields | None = None,
    unfit: Mapping[str, str] | None = None,
    clashes: Sequence[Clash] = (),
    longer: Collection[str] = (),
) -> list[Question]:
    """The questions of a page. `typed` are the fields that came in: they stand where they were not kept.

    `longer` names the groups that get one more empty row.
    """
    unfit, by_item = unfit or {}, {clash.item: clash for clash in clashes}
    remarks: dict[str, list[Remark]] = {}
    for remark in whole.response.remarks.filter(settled_at=None).exclude(item=""):
        remarks.setdefault(remark.item, []).append(remark)
    found = []
    for item in items:
        held = whole.held.get(item.id)
        value = whole.value_of(item.id)
        stays = typed is not None and (item.id in unfit or item.id in by_item)
        fields = typed if stays and typed is not None else fields_of(item, value, page_language())
        if item.id in longer:
            fields = _longer(item, fields)
        names = [item.id, *(child.id for child in item.children)]
        found.append(
            Question(
                item,
                control_of(item, fields, roles=whole.roles),
                frozenset(f"{row}-{child}" for group, row, child in whole.state.unasked_rows if group == item.id),
                f"{held.edits if held else 0}:{held_stamp(item, value, page_language())}",
                held.edits if held else 0,
                item.id in whole.carried,
                item.id in whole.state.unsure,
                in_words(unfit[item.id]) if item.id in unfit else "",
                tuple(whole.faults_of(item)),
                tuple(remark for name in names for remark in remarks.get(name, ())),
                by_item.get(item.id),
                files_in(value, item),
                whole.state.computed.get(item.id),
                HOW.get(item.type, "") if not item.several or item.type is Type.FILE else _several(item),
                _limits(item),
            )
        )
    return found


def _several(item: Item) -> Words:
    return {
        Type.COUNTRY: _("One to a line: type the first letters and choose, or write the name."),
        Type.OCCUPATION: _("One to a line: type the first letters and choose, or write the ISCO-08 code."),
        Type.ORGANISATION: _("One to a line: type the first letters and choose."),
    }.get(item.type, HOW.get(item.type, ""))


def _limits(item: Item) -> tuple[str, str]:
    """The least and the greatest number, where the author set them."""
    if not item.type.is_number or item.type is Type.COMPUTED:
        return "", ""
    least = "" if item.least is None or item.least <= -LARGEST_NUMBER else str(item.least)
    return least, "" if item.most is None or item.most >= LARGEST_NUMBER else str(item.most)


def files_in(value: Written | None, item: Item) -> tuple[Any, ...]:
    """The files of an answer: those of a question for files, and the evidence of a criterion."""
    if item.type is Type.FILE and isinstance(value, list):
        return tuple(value)
    held = value.get("files") if item.type is Type.CRITERION and isinstance(value, dict) else None
    return tuple(held) if isinstance(held, list) else ()


def _longer(item: Item, fields: Fields) -> Fields:
    name = f"{named(item.id)}-rows"
    rows = int((fields.get(name) or ["0"])[0] or 0)
    return {**fields, name: [str(max(rows, 1) + 1)]}


def lists_for(questions: Sequence[Question]) -> dict[str, list[str]]:
    """What fields on the page suggest: names of countries, occupations, organisations, as far as they are asked."""
    types = {each.type for question in questions for each in (question.item, *question.item.children)}
    spoken = page_language()
    found: dict[str, list[str]] = {}
    if types & {Type.COUNTRY, Type.CORRIDOR}:
        found["countries"] = sorted(f"{each.name(spoken)} ({each.alpha3})" for each in countries())
    if Type.OCCUPATION in types:
        found["occupations"] = [f"{each.title(spoken)} ({each.code})" for each in occupations(None)]
    if Type.ORGANISATION in types:
        found["organisations"] = sorted(organisation_names().values())
    return found
