"""Instruments as XLSForm workbooks and back: the format that tools of the field read, through their own converter.

`write_xlsform` leaves no file that pyxform does not convert without a warning. `read_xlsform` gives the written form of
an instrument, or every reason why not; what it cannot keep it refuses, and drops nothing.
"""

import json
from pathlib import Path
from typing import Any

from alianza.instruments.instrument import Instrument
from alianza.instruments.xlsform.book import Book, Line, Sheet, from_xlsx, refused, to_xlsx
from alianza.instruments.xlsform.columns import ALZ, JSON_MARKS, OWN_LISTS, language_column
from alianza.instruments.xlsform.conditions import settle
from alianza.instruments.xlsform.reading import Reader
from alianza.instruments.xlsform.writing import book_of
from alianza.tabular import beside
from alianza.vocabulary.refusal import marked

_JUDGED = {"relevant", "constraint", "calculation", "required", "type"} | {
    ALZ + name for name in ("relevant", "constraint", "compute", "unit")
}
"""Cells of questions that have been compared on reading, in their own way."""


def xlsform_bytes(instrument: Instrument) -> bytes:
    """The workbook of an instrument, once pyxform has converted it. Raises `NotAnXlsform`."""
    raw = to_xlsx(book_of(instrument))
    said = converted(raw)
    if said:
        raise refused(
            instrument.urn, marked("pyxform does not take the form: %(said)s"), said=" ".join(" ".join(said).split())
        )
    return raw


def write_xlsform(instrument: Instrument, file: Path) -> None:
    """Write the workbook, whole or not at all. Raises `NotAnXlsform`."""
    raw = xlsform_bytes(instrument)
    with beside(file) as part:
        part.write_bytes(raw)


def converted(raw: bytes) -> list[str]:
    """What pyxform has to say against a workbook; nothing when it converts without a warning."""
    from pyxform.errors import PyXFormError
    from pyxform.xls2xform import convert

    warnings: list[str] = []
    try:
        convert(raw, warnings=warnings, validate=False, file_type=".xlsx", form_name="data")
    except PyXFormError as wrong:
        return [str(wrong)]
    return warnings


def read_xlsform(file: Path) -> dict[str, Any]:
    """The written form of the instrument in a workbook. Raises `NotAnXlsform` with every problem found."""
    try:
        with file.open("rb") as opened:
            raw = opened.read(20_000_000)
    except OSError as wrong:
        reason = (wrong.strerror or "it cannot be opened").lower()
        raise refused(str(file), marked("%(reason)s; check the path."), reason=reason) from None
    return read_xlsform_bytes(raw, file.name)


def read_xlsform_bytes(raw: bytes, where: str) -> dict[str, Any]:
    """As `read_xlsform`, of what somebody sent; `where` names it in sentences."""
    reader = Reader(from_xlsx(raw, where), where)
    document = reader.document()
    later = {"checks", "outcomes", "cases"}
    bare = reader.instrument({key: value for key, value in document.items() if key not in later})
    settle(reader, bare)
    reader.stop_if_wrong()
    instrument = reader.instrument(document)
    _nothing_lost(reader, book_of(instrument))
    reader.stop_if_wrong()
    return document


def _nothing_lost(reader: Reader, again: Book) -> None:
    """Write what was read again, and compare it with what was given."""
    written = {line["name"]: line for line in again["survey"].lines if line["name"]}
    given = {line["name"].strip(): line for line in reader.survey.lines}
    for line in reader.survey.lines:
        name = line["name"].strip()
        expected = written.get(name) or Line(0, {"type": line["type"]})
        if not name or (name not in written) or given[name] is not line:
            if reader.kind(line) in {"end_group", "end_repeat"}:
                expected = Line(0, {"type": line["type"], "name": line["name"]})
            elif line.cells:
                reader.wrong(
                    reader.survey.place(line, "name"),
                    marked("%(name)s belongs to no question above, or stands here twice; remove the row."),
                    name=repr(name[:60]),
                )
                continue
        helper = bool(line[ALZ + "part"].strip())
        for column, cell in line.cells.items():
            _compare(reader, line, column, cell, expected, helper=helper)
    for line in again["survey"].lines:
        if line[ALZ + "part"] == "row" and line["name"] not in given:
            reader.wrong(
                f"survey ({line['name']})",
                marked("this row of the matrix is missing; put it back, or take its value off the list on choices."),
            )
    _lists_used(reader, again["choices"])


def _compare(reader: Reader, line: Line, column: str, cell: str, expected: Line, *, helper: bool) -> None:
    text, language = reader.heads["survey"].get(column, ("", ""))
    if text:
        row = line[ALZ + "part"].strip() == "row"
        if (helper and not (row and text == "label")) or (text == "hint" and not helper):
            return
        column_again = language_column(text, language)
    else:
        column_again = column
        if not helper and column in _JUDGED and reader.kind(line) not in {"end_group", "end_repeat"}:
            if column != "required" or expected[column] or expected[ALZ + "required"]:
                if column not in {"constraint", "calculation"} or expected[column]:
                    return
    wanted = expected[column_again]
    if _alike(column, cell, wanted):
        return
    if wanted:
        reader.wrong(
            reader.survey.place(line, column),
            marked("%(given)s cannot be kept here; it would become %(wanted)s. Write that, or change what it follows."),
            given=repr(cell[:80]),
            wanted=repr(wanted[:80]),
        )
    else:
        reader.wrong(
            reader.survey.place(line, column),
            marked("%(given)s has no place here in an instrument; clear the cell."),
            given=repr(cell[:80]),
        )


def _alike(column: str, one: str, other: str) -> bool:
    if " ".join(one.split()) == " ".join(other.split()):
        return True
    if column == "type":
        return one.replace("begin ", "begin_").replace("end ", "end_").split() == other.split()
    if column.removeprefix(ALZ) in JSON_MARKS and column.startswith(ALZ):
        try:
            return bool(json.loads(one) == json.loads(other))
        except ValueError:
            return False
    yes = {"true": "yes", "true()": "yes", "false": "no", "false()": "no"}
    return column == "required" and yes.get(one.strip().lower(), one.strip().lower()) == other


def _lists_used(reader: Reader, again: Sheet) -> None:
    """Lists of the alliance's own that no question uses would be dropped; nothing else on the sheet can be."""
    used = {line["list_name"] for line in again.lines}
    for line in reader.book["choices"].lines:
        name = line["list_name"].strip()
        if name in OWN_LISTS and name not in used:
            reader.wrong(
                reader.book["choices"].place(line, "list_name"),
                marked("no question uses %(list)s; remove it."),
                list=name,
            )
            return
