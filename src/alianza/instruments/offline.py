"""A questionnaire as a file to fill in without a connection, and back: YAML with the questions beside the answers.

The file says which version of which questionnaire it is for. `seen` holds the counters of the answers at the moment
it was taken: what somebody else answered since then is shown before anything is brought in. Files are not in it; they
are attached on the page.
"""

import json
import re
import textwrap
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from alianza.instruments.answers import Written, accept
from alianza.instruments.instrument import Instrument, Item, Type
from alianza.instruments.roles import roles_named
from alianza.vocabulary.facts import UnfitAnswer
from alianza.vocabulary.refusal import Refusal, marked
from alianza.written import LARGEST_FILE, Unreadable, parse_yaml

SCHEMA = "alianza.answers/1"
WIDTH = 110
_UNSAFE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


class NotAnAnswerFile(Refusal):
    code = "instruments.offline.not_a_file"
    message = marked("The file cannot be read: %(what)s")
    field = "file"


class EmptyAnswerFile(Refusal):
    code = "instruments.offline.empty"
    message = marked("The file is empty. Choose the file that you filled in.")
    field = "file"


class TooLargeAnswerFile(Refusal):
    code = "instruments.offline.too_large"
    message = marked("The file has %(size)s MB; a filled-in form has 1 MB at most. Choose the file that you took here.")
    field = "file"


class NoAnswers(Refusal):
    code = "instruments.offline.no_answers"
    message = marked("The file holds no answers under the word answers. Fill in the file that you downloaded here.")
    field = "file"


class AnotherQuestionnaire(Refusal):
    code = "instruments.offline.another"
    message = marked("The file is for %(found)s, not for %(wanted)s. Take the file of this response and fill that in.")
    field = "file"


@dataclass(frozen=True, slots=True)
class Brought:
    """What a file says: answers in their written form, what does not fit, and the counters it was taken with."""

    answers: Mapping[str, Written | None]
    unfit: Mapping[str, str]
    unknown: tuple[str, ...]
    seen: Mapping[str, int]


def is_offline(item: Item) -> bool:
    """Whether a question can be answered in a file at all."""
    return item.type not in {Type.FILE, Type.COMPUTED} and not any(child.type is Type.FILE for child in item.children)


def without_files(value: Written | None) -> Written | None:
    """An answer without its evidence, which stays where it was attached."""
    if isinstance(value, dict) and "files" in value:
        return {part: held for part, held in value.items() if part != "files"} or None
    return value


def written(
    instrument: Instrument,
    answers: Mapping[str, Written],
    *,
    seen: Mapping[str, int],
    asked: Collection[str],
    sections: Collection[str] | None,
    language: str,
    roles: Collection[str] = (),
) -> str:
    """The file. Questions that are not asked as things stand are in it too, and say so; nothing may be lost offline."""
    lines = [
        *_comment(instrument.title.in_language(language)[0]),
        *_comment(_("Write each answer after its colon; leave it empty where you have none. Text after # is for you.")),
        *_comment(_("Files are attached on the page. Keep the lines above “answers” and under “seen” as they are.")),
        f"schema: {SCHEMA}",
        f"urn: {json.dumps(instrument.urn)}",
        f"version: {instrument.version}",
        "answers:",
    ]
    taken = {}
    for section in instrument.sections:
        if sections is not None and section.id not in sections:
            continue
        lines += ["", *_comment(f"== {section.title.in_language(language)[0]} ==", 2)]
        for item in instrument.in_section(section.id):
            if not is_offline(item):
                continue
            lines += ["", *_comment(_about(item, language, asked=item.id in asked, roles=roles), 2)]
            value = without_files(answers.get(item.id))
            lines += _entry(item.id, value)
            taken[item.id] = seen.get(item.id, 0)
    lines += ["", "seen:", *(f"  {name}: {number}" for name, number in taken.items())]
    return "\n".join(lines) + "\n"


def _comment(words: str, indent: int = 0) -> list[str]:
    pad = " " * indent
    clean = _UNSAFE.sub(" ", words)
    return [f"{pad}# {line}" for part in clean.split("\n") for line in textwrap.wrap(part, WIDTH) or [""]]


def _about(item: Item, language: str, *, asked: bool, roles: Collection[str]) -> str:
    parts = [item.label.in_language(language)[0]]
    if item.required_for(roles):
        parts[0] += " " + _("(required)")
    elif item.required_of:
        parts[0] += " " + _("(required of: %(roles)s)") % {"roles": roles_named(item.required_of)}
    if not asked:
        parts.append(_("Not asked as the answers stand now."))
    if item.unit:
        parts.append(_("Unit: %(unit)s") % {"unit": item.unit})
    parts.append(_how(item))
    for among, words in ((item.rows, _("Rows:")), (item.choices, _("Choices:"))):
        if among is not None:
            parts.append(words)
            parts += [f"  {each.value}: {each.label.in_language(language)[0]}" for each in among.choices]
    for child in item.children:
        parts.append(f"  {child.id}: {child.label.in_language(language)[0]}. {_how(child)}")
        if child.choices is not None:
            parts += [f"    {each.value}: {each.label.in_language(language)[0]}" for each in child.choices.choices]
    return "\n".join(part for part in parts if part)


def _how(item: Item) -> str:
    """How an answer to an item is written in the file."""
    if item.several and item.type is not Type.FILE:
        return _("A list in brackets: %(example)s") % {"example": _EXAMPLES.get(item.type, "[a, b]")}
    return {
        Type.BOOLEAN: _("Write true or false."),
        Type.INTEGER: _("Write a whole number in digits."),
        Type.DECIMAL: _("Write a number with a point, such as 12.5."),
        Type.MONEY: _('Write {amount: "1250.00", currency: EUR}.'),
        Type.DATE: _("Write a day as 2026-03-24."),
        Type.PERIOD: _("Write 2024, 2024-Q3 or 2021/2026."),
        Type.SELECT_ONE: _("Write one of the words before the colons."),
        Type.SELECT_MULTIPLE: _("Write words from before the colons as a list in brackets: [a, b]."),
        Type.MATRIX: _("Write a choice for each row: {row: choice, row: choice}."),
        Type.CRITERION: _('Write {value: choice, note: "..."}.'),
        Type.COUNTRY: _("Write a code of three letters, such as PHL."),
        Type.OCCUPATION: _('Write an ISCO-08 code in quotes, such as "2221".'),
        Type.CORRIDOR: _("Write two codes with a hyphen, such as PHL-DEU."),
        Type.ORGANISATION: _("Leave it as it is, or write the code of an organisation."),
        Type.GEOPOINT: _("Write [latitude, longitude] in degrees."),
        Type.REPEAT: _("Write a list with one entry for each: [{name: answer}, {name: answer}]."),
    }.get(item.type, "")


_EXAMPLES = {Type.COUNTRY: "[PHL, DEU]", Type.OCCUPATION: '["2221", "5321"]', Type.CORRIDOR: "[PHL-DEU, PHL-ESP]"}


def _entry(name: str, value: Written | None) -> list[str]:
    if value is None:
        return [f"  {name}:"]
    if isinstance(value, str) and "\n" in value and not _UNSAFE.search(value):
        return [f"  {name}: |2-", *(f"    {line}" for line in value.split("\n"))]
    return [f"  {name}: {_flow(value)}"]


def _flow(value: Written) -> str:
    """JSON on one line: every YAML parser reads it, and quotes keep codes from being read as something else."""
    return _UNSAFE.sub(lambda sign: f"\\u{ord(sign[0]):04x}", json.dumps(value, ensure_ascii=False))


def brought(raw: bytes, instrument: Instrument, *, size: int | None = None) -> Brought:
    """What a file says about this version of an instrument.

    `size` is that of the file where only its beginning was read. Raises EmptyAnswerFile, TooLargeAnswerFile,
    NotAnAnswerFile, AnotherQuestionnaire, NoAnswers. What does not fit single questions is told in the result.
    """
    size = len(raw) if size is None else size
    if not raw.strip():
        raise EmptyAnswerFile
    if size > LARGEST_FILE:
        raise TooLargeAnswerFile(size=-(-size // 1_000_000))
    try:
        content = parse_yaml(raw, _("The file"))
    except Unreadable as wrong:
        raise NotAnAnswerFile(what=str(wrong)) from None
    answers = content.get("answers") if isinstance(content, dict) else None
    if not isinstance(content, dict) or not isinstance(answers, dict):
        raise NoAnswers
    found = f"{str(content.get('urn'))[:190]} {str(content.get('version'))[:20]}"
    wanted = f"{instrument.urn} {instrument.version}"
    if found != wanted:
        raise AnotherQuestionnaire(found=found, wanted=wanted)
    known = {item.id: item for item in instrument.items}
    read: dict[str, Written | None] = {}
    unfit: dict[str, str] = {}
    for name, value in answers.items():
        item = known.get(name)
        if item is None or not is_offline(item):
            continue
        try:
            read[name] = without_files(accept(item, without_files(value)))
        except UnfitAnswer as wrong:
            unfit[name] = wrong.sentence
    counters = content.get("seen")
    seen = {
        str(name): number
        for name, number in (counters.items() if isinstance(counters, dict) else ())
        if isinstance(number, int) and not isinstance(number, bool) and number >= 0
    }
    strange = tuple(str(name)[:60] for name in answers if name not in known)
    return Brought(read, unfit, strange, seen)
