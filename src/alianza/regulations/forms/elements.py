"""One element of a sheet as a page of questions, drawn as every questionnaire of the alliance is."""

from collections.abc import Collection, Mapping
from typing import Any

from alianza.instruments.answers import Written, accept
from alianza.instruments.forms.controls import HOW, control_of
from alianza.instruments.forms.fields import Fields, fields_of, given_of, named, stamp_of
from alianza.instruments.forms.questions import Question, in_words
from alianza.instruments.forms.saving import without_row
from alianza.instruments.instrument import Instrument, Item
from alianza.texts import page_language
from alianza.vocabulary.facts import UnfitAnswer

MOST_ROWS = 100


def questions_of(
    instrument: Instrument,
    section: str,
    answers: Mapping[str, Written],
    *,
    typed: Fields | None = None,
    unfit: Mapping[str, str] | None = None,
    longer: Collection[str] = (),
) -> list[Question]:
    """The questions of an element with what is held, or with what was typed and could not be kept yet."""
    unfit = unfit or {}
    found = []
    for item in instrument.in_section(section):
        fields = typed if typed is not None else fields_of(item, answers.get(item.id), page_language())
        if item.id in longer:
            fields = _longer(item, fields)
        error = unfit.get(item.id, "")
        found.append(
            Question(
                item=item,
                control=control_of(item, fields),
                unasked=frozenset(),
                seen="",
                edits=0,
                carried=False,
                unsure=False,
                error=in_words(error) if error else "",
                faults=(),
                remarks=(),
                clash=None,
                files=(),
                computed=None,
                how=HOW.get(item.type, ""),
                limits=("", ""),
            )
        )
    return found


def read(instrument: Instrument, section: str, fields: Fields) -> tuple[dict[str, Written], dict[str, str]]:
    """What the fields of a page say, and what of it does not fit: by item, the sentence."""
    given: dict[str, Written] = {}
    unfit: dict[str, str] = {}
    for item in instrument.in_section(section):
        try:
            value = accept(item, given_of(item, fields))
        except UnfitAnswer as wrong:
            unfit[item.id] = wrong.sentence
            continue
        if value is not None:
            given[item.id] = value
    return given, unfit


def taken_out(fields: Fields, removed: str) -> Fields:
    """The fields without one row: `removed` names its question and its number."""
    item, _sign, row = removed.rpartition("-")
    return without_row(fields, item, int(row)) if item and row.isdecimal() and len(row) < 5 else fields


def _longer(item: Item, fields: Fields) -> Fields:
    name = f"{named(item.id)}-rows"
    written = (fields.get(name) or ["0"])[0]
    rows = int(written) if written.isdecimal() and len(written) < 5 else 0
    return {**fields, name: [str(min(max(rows, 1) + 1, MOST_ROWS))]}


def stamp(element: Any) -> str:
    """Tells whether an element still says what it said when a page was made."""
    return stamp_of(element)
