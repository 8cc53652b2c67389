"""Answers, read strictly against their question: what fits is kept in one written form, what does not is refused.

The written form of an answer is plain JSON, the same in the database, in files taken offline and in receipts:

| type | written |
|---|---|
| criterion | `{"value": "met", "note": "...", "files": [...]}` |
| boolean | `true` |
| text, long_text | `"..."` |
| integer, decimal | `12`, `"12.50"` (a decimal is text, so that no digit is lost) |
| money | `{"amount": "1250.00", "currency": "EUR"}` |
| date | `"2026-03-24"` |
| period | `"2024"`, `"2024-Q3"`, `"2024-07-15/2025-01-01"`, `"2024-07/.."` |
| select_one | `"value"` |
| select_multiple | `["value", ...]` in the order of the list |
| matrix | `{"row": "value", ...}` |
| file | `[{"code": "...", "name": "...", "sha256": "...", "size": 123}]` |
| country, occupation, corridor, organisation | `"PHL"`, `"2221"`, `"PHL-DEU"`, a code; a list where several may be |
| geopoint | `[14.5995, 120.9842]`, latitude and longitude in degrees (WGS 84) |
| repeat | `[{"child": answer, ...}, ...]` |
| computed | never written |

What is not answered is absent, and absent is unknown: never false, never zero.
"""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from uuid import UUID

from alianza.instruments.instrument import ChoiceList, Item, Type
from alianza.vocabulary.corridor import Corridor
from alianza.vocabulary.facts import Answer, UnfitAnswer
from alianza.vocabulary.money import Money
from alianza.vocabulary.occupations import occupation
from alianza.vocabulary.period import Period
from alianza.vocabulary.places import country
from alianza.vocabulary.refusal import Refusal, marked
from alianza.vocabulary.said import Said
from alianza.written import day_of

Written = bool | int | str | list["Written"] | dict[str, "Written"]
"""An answer as it is kept."""

LONGEST_TEXT, LONGEST_LONG_TEXT, LONGEST_NOTE = 1_000, 40_000, 4_000
LARGEST_NUMBER = 10**15
MOST_DIGITS = 30
MOST_FILES, MOST_NAMED, MOST_ROWS = 20, 300, 200
CURRENCY = re.compile(r"[A-Z]{3}")
SHA256 = re.compile(r"[0-9a-f]{64}")
_WHOLE = re.compile(r"-?[0-9]{1,16}")
_NUMBER = re.compile(r"-?[0-9]{1,16}(\.[0-9]{1,12})?")

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def accept(item: Item, given: object) -> Written | None:
    """The answer in its written form; None when it says nothing (an empty text, an empty list).

    Raises `UnfitAnswer` with one sentence: what was wrong and what to write.
    """
    if given is None:
        return None
    if item.several:
        return _several(item, given)
    return _READ[item.type](item, given)


def _several(item: Item, given: object) -> Written | None:
    entries = _entries(item, given, MOST_FILES if item.type is Type.FILE else MOST_NAMED)
    read = [_READ[item.type](item, entry) for entry in entries]
    kept: list[Written] = []
    for entry in read:
        if entry is not None and entry not in kept:
            kept.append(entry)
    return kept or None


def _entries(item: Item, given: object, most: int) -> Sequence[object]:
    if not isinstance(given, list | tuple):
        raise UnfitAnswer(item.id, Said(marked("a list is expected.")))
    if len(given) > most:
        raise UnfitAnswer(
            item.id,
            Said(marked("%(count)s entries are too many; %(most)s are the most."), count=len(given), most=most),
        )
    return given


def _text(item: Item, given: object) -> Written | None:
    longest = item.longest or (LONGEST_LONG_TEXT if item.type is Type.LONG_TEXT else LONGEST_TEXT)
    return words(item.id, given, longest, lines=item.type is Type.LONG_TEXT) or None


def words(item: str, given: object, longest: int, *, lines: bool = True) -> str:
    """Text with its ends trimmed and one kind of line end. Raises `UnfitAnswer`."""
    if not isinstance(given, str):
        raise UnfitAnswer(item, Said(marked("text is expected.")))
    text = given.replace("\r\n", "\n").replace("\r", "\n").strip()
    if _CONTROLS.search(text) or any("\ud800" <= letter <= "\udfff" for letter in text):
        raise UnfitAnswer(item, Said(marked("the text holds a character that no text can have; remove it.")))
    if not lines:
        text = " ".join(text.split("\n"))
    if len(text) > longest:
        raise UnfitAnswer(
            item,
            Said(marked("%(count)s letters are too many; %(most)s are the most."), count=len(text), most=longest),
        )
    return text


def _boolean(item: Item, given: object) -> Written:
    if isinstance(given, bool):
        return given
    raise UnfitAnswer(item.id, Said(marked("answer yes or no.")))


def _integer(item: Item, given: object) -> Written | None:
    if isinstance(given, str) and not given.strip():
        return None
    if isinstance(given, str) and _WHOLE.fullmatch(given.strip()):
        given = int(given)
    if isinstance(given, Decimal | float) and math.isfinite(given) and given == int(given):
        given = int(given)
    if isinstance(given, bool) or not isinstance(given, int):
        raise UnfitAnswer(item.id, Said(marked("write a whole number in digits, such as 1250.")))
    _within(item, Decimal(given))
    return given


def _decimal(item: Item, given: object) -> Written | None:
    if isinstance(given, str) and not given.strip():
        return None
    value = _amount(item.id, given)
    _within(item, value)
    return _plain(value)


def _amount(item: str, given: object) -> Decimal:
    fault = UnfitAnswer(item, Said(marked("write a number in digits with a point, such as 12.5.")))
    if isinstance(given, bool) or not isinstance(given, int | float | str | Decimal):
        raise fault
    text = repr(given) if isinstance(given, float) else str(given).strip()
    if not _NUMBER.fullmatch(text):
        raise fault
    try:
        return Decimal(text)
    except InvalidOperation:
        raise fault from None


def _plain(value: Decimal) -> str:
    """Digits without exponent, and without zeros at the end.

    >>> _plain(Decimal("1E+3")), _plain(Decimal("12.50")), _plain(Decimal("-0"))
    ('1000', '12.5', '0')
    """
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def _within(item: Item, value: Decimal) -> None:
    least = -LARGEST_NUMBER if item.least is None else item.least
    most = LARGEST_NUMBER if item.most is None else item.most
    if not Decimal(str(least)) <= value <= Decimal(str(most)):
        raise UnfitAnswer(
            item.id, Said(marked("write a number from %(least)s to %(most)s."), least=str(least), most=str(most))
        )


def _money(item: Item, given: object) -> Written | None:
    if not isinstance(given, Mapping) or set(given) - {"amount", "currency"}:
        raise UnfitAnswer(item.id, Said(marked("an amount and a currency are expected, such as 1250.00 EUR.")))
    amount, code = given.get("amount"), given.get("currency")
    if amount in (None, ""):
        return None
    if not isinstance(code, str) or not CURRENCY.fullmatch(code):
        raise UnfitAnswer(item.id, Said(marked("choose the currency of the amount.")))
    value = _amount(item.id, amount)
    _within(item, value)
    try:
        money = Money.of(_plain(value), code)
    except Refusal as refusal:
        raise UnfitAnswer(item.id, Said(refusal.message, **refusal.facts)) from None
    return {"amount": str(money).split(" ")[0], "currency": code}


def _date(item: Item, given: object) -> Written | None:
    if isinstance(given, date):
        return given.isoformat()
    if isinstance(given, str) and not given.strip():
        return None
    day = day_of(given.strip()) if isinstance(given, str) else None
    if day is None:
        raise UnfitAnswer(item.id, Said(marked("there is no such day; write it as 2026-03-24.")))
    return day.isoformat()


def _period(item: Item, given: object) -> Written | None:
    if not isinstance(given, str):
        raise UnfitAnswer(item.id, Said(marked("a period is expected, such as 2024 or 2024-07-15/2025-01-01.")))
    if not given.strip():
        return None
    try:
        Period.parse(given)
    except Refusal as refusal:
        raise UnfitAnswer(item.id, Said(refusal.message, **refusal.facts)) from None
    return "/".join(part.strip().upper() or ".." for part in given.split("/"))


def _chosen(item: str, among: ChoiceList, given: object) -> str:
    if isinstance(given, str) and given in among.values:
        return given
    known = ", ".join(among.values[:20])
    raise UnfitAnswer(item, Said(marked("choose one of %(known)s."), known=known))


def _choices(item: Item) -> ChoiceList:
    if item.choices is None:
        raise TypeError(f"{item.id} has no list to choose from.")
    return item.choices


def _select_one(item: Item, given: object) -> Written | None:
    return None if given == "" else _chosen(item.id, _choices(item), given)


def _select_multiple(item: Item, given: object) -> Written | None:
    among = _choices(item)
    chosen = {_chosen(item.id, among, entry) for entry in _entries(item, given, len(among.choices) * 2)}
    return [value for value in among.values if value in chosen] or None


def _criterion(item: Item, given: object) -> Written | None:
    if isinstance(given, str):
        given = {"value": given}
    if not isinstance(given, Mapping) or set(given) - {"value", "note", "files"}:
        raise UnfitAnswer(item.id, Said(marked("a value is expected, with a note and files if there are any.")))
    answer: dict[str, Written] = {}
    if given.get("value"):
        answer["value"] = _chosen(item.id, _choices(item), given["value"])
    if note := words(item.id, given.get("note") or "", LONGEST_NOTE):
        answer["note"] = note
    files = [_file(item, entry) for entry in _entries(item, given.get("files") or [], MOST_FILES)]
    if files:
        answer["files"] = list(files)
    return answer or None


def _matrix(item: Item, given: object) -> Written | None:
    if not isinstance(given, Mapping) or item.rows is None:
        raise UnfitAnswer(item.id, Said(marked("an answer for each row is expected.")))
    unknown = [str(row)[:40] for row in given if row not in item.rows.values]
    if unknown:
        raise UnfitAnswer(item.id, Said(marked("there is no row %(row)s."), row=repr(unknown[0])))
    chosen = {row: given[row] for row in item.rows.values if given.get(row) not in (None, "")}
    among = item.choices
    if among is None:
        raise TypeError(f"{item.id} has no columns.")
    return {row: _chosen(item.id, among, value) for row, value in chosen.items()} or None


def _file(item: Item, given: object) -> Written:
    fault = UnfitAnswer(item.id, Said(marked("attach the file here; what was given does not name one.")))
    if not isinstance(given, Mapping) or set(given) != {"code", "name", "sha256", "size"}:
        raise fault
    code, name, digest, size = given["code"], given["name"], given["sha256"], given["size"]
    if not isinstance(size, int) or isinstance(size, bool) or size < 1:
        raise fault
    if not isinstance(digest, str) or not SHA256.fullmatch(digest):
        raise fault
    return {"code": _uuid(fault, code), "name": words(item.id, name, 255, lines=False), "sha256": digest, "size": size}


def _uuid(fault: UnfitAnswer, given: object) -> str:
    try:
        return str(UUID(given if isinstance(given, str) else ""))
    except ValueError:
        raise fault from None


def _coded(read: Callable[[str], str]) -> Callable[[Item, object], Written | None]:
    def reader(item: Item, given: object) -> Written | None:
        if given == "":
            return None
        if isinstance(given, bool):
            hint = marked('a code is text (YAML reads an unquoted NO as false: write "NO" in quotes for Norway).')
            raise UnfitAnswer(item.id, Said(hint))
        if not isinstance(given, str):
            raise UnfitAnswer(item.id, Said(marked("a code is text.")))
        try:
            return read(given)
        except Refusal as refusal:
            raise UnfitAnswer(item.id, Said(refusal.message, **refusal.facts)) from None

    return reader


def _organisation(item: Item, given: object) -> Written | None:
    if given == "":
        return None
    return _uuid(UnfitAnswer(item.id, Said(marked("choose an organisation of the alliance's list."))), given)


def _geopoint(item: Item, given: object) -> Written | None:
    if isinstance(given, str):
        if not given.strip():
            return None
        given = [part for part in re.split(r"[,;\s]+", given.strip()) if part]
    fault = UnfitAnswer(
        item.id,
        Said(
            marked("write latitude and longitude in degrees, such as 14.5995, 120.9842; south and west are negative.")
        ),
    )
    if not isinstance(given, list | tuple) or len(given) != 2:
        raise fault
    try:
        latitude, longitude = (_amount(item.id, part) for part in given)
    except UnfitAnswer:
        raise fault from None
    if abs(latitude) > 90 or abs(longitude) > 180:
        raise fault
    return [_plain(round(latitude, 6)), _plain(round(longitude, 6))]


def _repeat(item: Item, given: object) -> Written | None:
    children = {child.id: child for child in item.children}
    rows: list[Written] = []
    for number, entry in enumerate(_entries(item, given, item.longest or MOST_ROWS), 1):
        if not isinstance(entry, Mapping) or set(entry) - set(children):
            raise UnfitAnswer(
                item.id, Said(marked("entry %(number)s holds something that is not asked."), number=str(number))
            )
        row: dict[str, Written] = {}
        for name, child in children.items():
            try:
                answer = accept(child, entry.get(name))
            except UnfitAnswer as unfit:
                raise UnfitAnswer(
                    item.id,
                    Said(
                        marked("entry %(number)s, %(child)s: %(what)s"),
                        number=str(number),
                        child=name,
                        what=unfit.sentence,
                    ),
                ) from None
            if answer is not None:
                row[name] = answer
        if row:
            rows.append(row)
    return rows or None


def _computed(item: Item, _given: object) -> Written | None:
    raise UnfitAnswer(item.id, Said(marked("this is computed from other answers; nobody writes it.")))


_READ: Mapping[Type, Callable[[Item, object], Written | None]] = {
    Type.CRITERION: _criterion,
    Type.BOOLEAN: _boolean,
    Type.TEXT: _text,
    Type.LONG_TEXT: _text,
    Type.INTEGER: _integer,
    Type.DECIMAL: _decimal,
    Type.MONEY: _money,
    Type.DATE: _date,
    Type.PERIOD: _period,
    Type.SELECT_ONE: _select_one,
    Type.SELECT_MULTIPLE: _select_multiple,
    Type.MATRIX: _matrix,
    Type.FILE: _file,
    Type.COUNTRY: _coded(lambda given: country(given).alpha3),
    Type.OCCUPATION: _coded(lambda given: occupation(given).code),
    Type.CORRIDOR: _coded(lambda given: str(Corridor.parse(given))),
    Type.ORGANISATION: _organisation,
    Type.GEOPOINT: _geopoint,
    Type.REPEAT: _repeat,
    Type.COMPUTED: _computed,
}


def day_number(day: date) -> int:
    """A day as a number that keeps the order of days, for conditions: 2026-03-24 is 20260324."""
    return day.year * 10000 + day.month * 100 + day.day


def facts_of(item: Item, answer: Written | None) -> dict[str, Answer]:
    """What an answer establishes for conditions; nothing but `ID.answered` when there is none.

    Beside the answer itself, under the item's id: `.currency` of money, `.first` and `.last` of a period, `.origin` and
    `.destination` of a corridor, `.count` of what may be several, `.any` of a matrix (values used in any row) and
    `.row` for each row.
    """
    facts: dict[str, Answer] = {f"{item.id}.answered": is_answer(item, answer)}
    if answer is None:
        return facts
    name, kind = item.id, item.type
    if isinstance(answer, list) and kind not in {Type.GEOPOINT, Type.FILE, Type.REPEAT}:
        facts[name] = frozenset(str(entry) for entry in answer)
        facts[f"{name}.count"] = len(answer)
    elif isinstance(answer, list):
        if kind is not Type.GEOPOINT:
            facts[f"{name}.count"] = len(answer)
    elif isinstance(answer, dict):
        _facts_of_parts(name, kind, answer, facts)
    elif isinstance(answer, str):
        _facts_of_text(name, kind, answer, facts)
    else:
        facts[name] = answer
    return facts


def _facts_of_parts(name: str, kind: Type, answer: Mapping[str, Written], facts: dict[str, Answer]) -> None:
    if kind is Type.MONEY:
        facts[name] = float(str(answer["amount"]))
        facts[f"{name}.currency"] = str(answer["currency"])
    elif kind is Type.CRITERION and "value" in answer:
        facts[name] = str(answer["value"])
    elif kind is Type.MATRIX:
        facts |= {f"{name}.{row}": str(value) for row, value in answer.items()}
        facts[f"{name}.any"] = frozenset(map(str, answer.values()))


def _facts_of_text(name: str, kind: Type, answer: str, facts: dict[str, Answer]) -> None:
    if kind is Type.DATE:
        facts[name] = day_number(date.fromisoformat(answer))
    elif kind is Type.PERIOD:
        period = Period.parse(answer)
        facts[f"{name}.first"] = day_number(period.first)
        if period.last:
            facts[f"{name}.last"] = day_number(period.last)
    elif kind is Type.DECIMAL:
        facts[name] = float(answer)
    elif kind is Type.CORRIDOR:
        corridor = Corridor.parse(answer)
        facts |= {name: answer, f"{name}.origin": corridor.origin, f"{name}.destination": corridor.destination}
    elif kind not in {Type.TEXT, Type.LONG_TEXT}:
        facts[name] = answer


def is_answer(item: Item, answer: Written | None) -> bool:
    """Whether the question itself is answered; a criterion with a note but no value is not."""
    if item.type is Type.CRITERION:
        return isinstance(answer, dict) and "value" in answer
    if item.type is Type.MATRIX and item.rows is not None:
        return isinstance(answer, dict) and len(answer) == len(item.rows.choices)
    return answer is not None
