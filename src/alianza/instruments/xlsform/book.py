"""An XLSForm workbook as texts in named columns, and the file it stands in: written as text alone, read with care.

Nothing in a cell is ever a formula. A workbook from outside is measured before it is opened, and every fault names its
sheet and cell.
"""

import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from io import BytesIO
from typing import Any

from alianza.tabular import LIKE_A_FORMULA
from alianza.vocabulary.criterion_form import Problem
from alianza.vocabulary.refusal import marked
from alianza.vocabulary.said import Said

SHEETS = ("survey", "choices", "settings", "alianza")
LARGEST_FILE, LARGEST_UNPACKED, MOST_MARKS = 10_000_000, 60_000_000, 2_000_000
"""Bytes of the file, bytes of what it unpacks to, and marks (elements) in one of its sheets."""
MOST_PARTS, MOST_ROWS, MOST_COLUMNS, LONGEST_CELL = 500, 20_000, 200, 32_767
_JOINER = "\u2060"
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*ref=\"([A-Z0-9:]{2,20})\"")


class NotAnXlsform(ValueError):
    """The workbook cannot be an instrument, or the instrument no workbook. `problems` holds every fault found."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, problems)))


def refused(place: str, message: str, **facts: object) -> NotAnXlsform:
    return NotAnXlsform([Problem(place, Said(message, **facts))])


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a sheet: its number, and the cells that are not empty by their column."""

    number: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its columns with the letter of each, and its rows."""

    name: str
    columns: Mapping[str, str]
    lines: tuple[Line, ...]

    def place(self, line: Line | None = None, column: str = "") -> str:
        """Where something stands, as the spreadsheet counts: `survey!C7 (relevant)`."""
        row = line.number if line else 1
        if column in self.columns:
            return f"{self.name}!{self.columns[column]}{row} ({column})"
        return f"{self.name}!{row}" + (f" ({column})" if column else "")


@dataclass(frozen=True, slots=True)
class Book:
    """The sheets of an XLSForm by their name."""

    sheets: Mapping[str, Sheet] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Sheet:
        return self.sheets.get(name) or Sheet(name, {}, ())


def sheet(name: str, columns: Iterable[str], rows: Iterable[Mapping[str, str]]) -> Sheet:
    """A sheet of these rows, below one another; rows count from 2, below the header."""
    from openpyxl.utils import get_column_letter

    lettered = {column: get_column_letter(number) for number, column in enumerate(columns, 1)}
    lines = (
        Line(number, {key: row[key] for key in lettered if row.get(key, "") != ""})
        for number, row in enumerate(rows, 2)
    )
    return Sheet(name, lettered, tuple(lines))


def guarded(text: str) -> str:
    """Text that neither pyxform nor a spreadsheet takes for something else.

    `${` would be read as a reference and `_x0041_` as a letter: a word joiner, which nobody sees, comes between.
    Control letters are written as spreadsheets write them.
    """
    text = re.sub(rf"\$({_JOINER}*)\{{", rf"$\1{_JOINER}{{", text)
    text = re.sub(rf"_({_JOINER}*)x(?=[0-9A-Fa-f]{{4}}_)", rf"_\1{_JOINER}x", text)
    text = re.sub(rf"x({_JOINER}*)005F_", rf"x\1{_JOINER}005F_", text)
    return _CONTROL.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def unguarded(text: str) -> str:
    r"""What `guarded` was given.

    >>> all(unguarded(guarded(text)) == text for text in ("${x}", "_x0041_", "x005F_", "a\rb", "_x005F_x0041_"))
    True
    """
    text = re.sub(
        "_x([0-9A-Fa-f]{4})_",
        lambda found: chr(int(found[1], 16)) if _CONTROL.fullmatch(chr(int(found[1], 16))) else found[0],
        text,
    )
    text = re.sub(rf"x({_JOINER}*){_JOINER}005F_", r"x\g<1>005F_", text)
    text = re.sub(rf"_({_JOINER}*){_JOINER}x(?=[0-9A-Fa-f]{{4}}_)", r"_\1x", text)
    return re.sub(rf"\$({_JOINER}*){_JOINER}\{{", r"$\1{", text)


def to_xlsx(book: Book) -> bytes:
    """The workbook's file. Every cell is text, also one that begins as a formula does."""
    from openpyxl import Workbook
    from openpyxl.styles import Font

    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for each in book.sheets.values():
        page = workbook.create_sheet(each.name)
        page.freeze_panes = "A2"
        for number, column in enumerate(each.columns, 1):
            head = page.cell(1, number, column)
            head.data_type, head.font = "s", Font(bold=True)
            page.column_dimensions[each.columns[column]].width = 44 if "::" in column else 20
            for line in each.lines:
                text = line[column]
                if not text:
                    continue
                if len(text) > LONGEST_CELL or any("\ud800" <= letter <= "\udfff" for letter in text):
                    raise refused(
                        each.place(line, column),
                        marked(
                            "%(letters)s letters are more than a cell holds (%(most)s), or one is no letter at all."
                        ),
                        letters=len(text),
                        most=LONGEST_CELL,
                    )
                cell = page.cell(line.number, number)
                cell.value, cell.data_type, cell.number_format = text, "s", "@"
                if text.startswith(LIKE_A_FORMULA):
                    cell.quotePrefix = True  # stays text when somebody edits it
    raw = BytesIO()
    workbook.save(raw)
    return raw.getvalue()


def from_xlsx(raw: bytes, where: str) -> Book:
    """The workbook in a file that somebody sent. Raises `NotAnXlsform`; `where` names the file in sentences."""
    _measured(raw, where)
    from openpyxl import load_workbook

    try:
        workbook = load_workbook(BytesIO(raw), read_only=True, data_only=False, keep_links=False)
    except Exception as wrong:  # openpyxl raises whatever the broken part of a file leads to
        raise _broken(where) from wrong
    problems: list[Problem] = []
    sheets: dict[str, Sheet] = {}
    try:
        for name in workbook.sheetnames:
            if name not in SHEETS:
                near = marked("an XLSForm of the alliance has the sheets %(known)s; rename or remove this one.")
                problems.append(Problem(f"{where}, {name[:40]}", Said(near, known=", ".join(SHEETS))))
                continue
            try:
                sheets[name] = _read(workbook[name], name, problems)
            except NotAnXlsform as unfit:
                problems.extend(unfit.problems)
            except Exception as wrong:
                raise _broken(where) from wrong
    finally:
        workbook.close()
    for name in ("survey", "settings"):
        if name not in sheets and not problems:
            problems.append(Problem(where, Said(marked("the sheet %(name)s is missing."), name=name)))
    if problems:
        raise NotAnXlsform(problems)
    return Book(sheets)


def _broken(where: str) -> NotAnXlsform:
    return refused(where, marked("the workbook is broken; open it in a spreadsheet and save it as .xlsx again."))


def _measured(raw: bytes, where: str) -> None:
    """Refuse what is no workbook, what holds macros, and what would unpack to more than anybody wrote by hand."""
    if not raw:
        raise refused(where, marked("the file is empty; give an .xlsx workbook."))
    if len(raw) > LARGEST_FILE:
        raise refused(where, marked("the file has more than %(most)s bytes."), most=LARGEST_FILE)
    if raw[:4] == b"\xd0\xcf\x11\xe0":
        raise refused(
            where, marked("this is an old .xls or has a password; save it as .xlsx without one and try again.")
        )
    too_much = refused(where, marked("the workbook unpacks to more than a questionnaire can be; nothing was read."))
    try:
        with zipfile.ZipFile(BytesIO(raw)) as packed:
            parts = packed.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
                raise too_much
            names = {part.filename.lower() for part in parts}
            if any(name.endswith("vbaproject.bin") or "/macrosheets/" in name for name in names):
                raise refused(where, marked("the workbook holds macros; save it as .xlsx, without them."))
            if "[content_types].xml" not in names or not any(name.startswith("xl/") for name in names):
                raise refused(where, marked("this is no .xlsx workbook; save the form as .xlsx."))
            for part in parts:
                if not part.filename.lower().endswith((".xml", ".rels")):
                    continue
                text = packed.read(part)
                if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
                    raise _broken(where)
                if text.count(b"<") > MOST_MARKS:
                    raise too_much
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as wrong:
        raise refused(where, marked("this is no .xlsx workbook; save the form as .xlsx.")) from wrong
    except Exception as wrong:
        if isinstance(wrong, NotAnXlsform):
            raise
        raise _broken(where) from wrong  # zlib's errors and the like


def _read(page: Any, name: str, problems: list[Problem]) -> Sheet:
    if not hasattr(page, "reset_dimensions"):
        raise refused(name, marked("this is a chart and no sheet; remove it."))
    page.reset_dimensions()  # a file may lie about how large its sheets are
    with page._get_source() as source:
        merged = _MERGED.search(source.read())
    if merged:
        cells = merged[1].decode()
        raise refused(f"{name}!{cells}", marked("these cells are merged; split them, one cell for each column."))
    columns: dict[str, str] = {}
    at: dict[str, str] = {}
    lines: list[Line] = []
    padded = 0
    for number, row in enumerate(page.iter_rows(), 1):
        padded += len(row)
        if padded > MOST_MARKS:
            raise refused(name, marked("this sheet is wider than a questionnaire can be; remove its empty columns."))
        cells = {cell.column_letter: cell for cell in row if cell.value is not None and cell.value != ""}
        if not cells:
            continue
        if len(lines) >= MOST_ROWS:
            raise refused(f"{name}!{number}", marked("more than %(most)s rows are too many."), most=MOST_ROWS)
        if len(cells) > MOST_COLUMNS:
            raise refused(f"{name}!{number}", marked("more than %(most)s columns are too many."), most=MOST_COLUMNS)
        texts = {letter: _text(cell, f"{name}!{letter}{number}", problems) for letter, cell in cells.items()}
        if number == 1:
            _head(name, texts, columns, problems)
            at = {letter: column for column, letter in columns.items()}
            continue
        loose = [letter for letter in texts if letter not in at]
        if loose and texts[loose[0]].strip():
            without = marked("this column has no header; name it in row 1, or clear it.")
            problems.append(Problem(f"{name}!{loose[0]}{number}", Said(without)))
        lines.append(Line(number, {at[letter]: text for letter, text in texts.items() if letter in at and text}))
    if not columns:
        raise refused(name, marked("row 1 is empty; it names the columns."))
    return Sheet(name, columns, tuple(lines))


def _head(name: str, texts: Mapping[str, str], columns: dict[str, str], problems: list[Problem]) -> None:
    for letter, text in texts.items():
        head = " ".join(text.split())
        if head in columns:
            twice = marked("the column %(head)s stands here a second time (first in %(first)s1); keep one.")
            problems.append(Problem(f"{name}!{letter}1", Said(twice, head=repr(head[:60]), first=columns[head])))
        else:
            columns[head] = letter


def _text(cell: Any, place: str, problems: list[Problem]) -> str:
    """The text of a cell; numbers, days and yes or no as somebody would type them."""
    value = cell.value
    if cell.data_type == "f":
        problems.append(Problem(place, Said(marked("a formula stands here; write what it gives as text."))))
        return ""
    if cell.data_type == "e":
        problems.append(Problem(place, Said(marked("the spreadsheet shows an error here; write a text."))))
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    text = str(value)
    if any("\ud800" <= letter <= "\udfff" for letter in text):
        problems.append(Problem(place, Said(marked("the text holds a character that no text can have; remove it."))))
    return text


def filled(lines: Iterable[Line]) -> Iterator[Line]:
    """Rows in which something stands."""
    return (line for line in lines if any(text.strip() for text in line.cells.values()))
