"""An instrument as the sheets of an XLSForm.

What XLSForm has a place for stands there; what it has none for stands in columns `bind::alz:...`, which every tool of
the field carries along, or in the sheet `alianza`, which they leave alone. The mapping is in
`docs/reference/instruments.md`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from alianza.instruments.instrument import Instrument, Item, Type
from alianza.instruments.xlsform.book import LONGEST_CELL, Book, guarded, sheet
from alianza.instruments.xlsform.columns import (
    ALZ,
    COUNTRIES,
    CURRENCIES,
    CURRENCY,
    ELSEWHERE,
    EVIDENCE,
    FILE,
    MARKS,
    NAMESPACES,
    NOTE,
    OCCUPATIONS,
    OWN_LISTS,
    PLAIN,
    SETTINGS,
    TEXTS,
    WORDS,
    YES_NO,
    as_asked,
    compact,
    constrained,
    fixed_constraints,
    in_languages,
    is_block,
    language_column,
    mark,
    own_list,
)
from alianza.instruments.xlsform.xpath import Paths, number, xml_name
from alianza.vocabulary.criterion import Criterion

Row = dict[str, str]
Raw = Mapping[str, Any]
EVERYWHERE_MARKS = (
    "several", "unit", "level", "crit", "refs", "evidence", "audit", "replaces", "relevant", "constraint", "compute",
    "least", "most", "longest",
)  # fmt: skip
_CHUNK = LONGEST_CELL - 1_000


def book_of(instrument: Instrument) -> Book:
    """The sheets of the instrument's XLSForm."""
    return _Writer(instrument).book()


def paths_of(instrument: Instrument, items: Sequence[Item]) -> Paths:
    relevant: dict[str, Criterion | None] = {section.id: section.relevant for section in instrument.sections}
    relevant |= {item.id: item.relevant for item in items}
    return Paths(tuple(items), instrument.sections, relevant)


def bounds(item: Item, raw: Raw) -> list[str]:
    """What XPath says of the form, the least, the most and the length of an answer."""
    found = fixed_constraints(item)
    if item.least is not None:
        found.append(f". >= {number(item.least)}")
    if item.most is not None:
        found.append(f". <= {number(item.most)}")
    if item.type in {Type.TEXT, Type.LONG_TEXT} and raw.get("longest"):
        found.append(f"string-length(.) <= {raw['longest']}")
    return found


def constraint(item: Item, raw: Raw, tree: Criterion | None, paths: Paths) -> str:
    """The cell `constraint`: bounds first, the condition last."""
    if not constrained(item):
        return ""
    found = bounds(item, raw)
    if tree is not None:
        found.append(paths.fits(tree, item=item.id))
    return " and ".join(found)


def words(raw: Raw, key: str, languages: Sequence[str]) -> dict[str, str]:
    """A text of the written form by language; a plain one is in the first."""
    text = raw.get(key)
    return {languages[0]: text} if isinstance(text, str) else dict(text or {})


@dataclass
class _Writer:
    instrument: Instrument

    def __post_init__(self) -> None:
        self.document = self.instrument.document
        self.languages = self.instrument.languages
        raws = cast("list[Raw]", self.document["items"])
        self.items = [as_asked(item, raw) for item, raw in zip(self.instrument.items, raws, strict=True)]
        self.raws = {item.id: raw for item, raw in zip(self.items, raws, strict=True)}
        self.paths = paths_of(self.instrument, self.items)
        self.own_lists: set[str] = set()

    def book(self) -> Book:
        survey = list(self.survey())
        choices = list(self.choices())
        extra = list(self.extra())
        sheets = {
            "survey": sheet("survey", self.columns(survey, ("type", "name")), survey),
            "choices": sheet("choices", self.columns(choices, ("list_name", "name")), choices),
            "settings": sheet("settings", SETTINGS, [self.settings()]),
            "alianza": sheet("alianza", ("key", "part", "value"), extra),
        }
        return Book(sheets)

    def columns(self, rows: Sequence[Row], first: Sequence[str]) -> list[str]:
        """The columns that are used, and each text in every language."""
        used = {column for row in rows for column, cell in row.items() if cell} | set(first)
        texts = [
            [language_column(text, language) for language in self.languages]
            for text in TEXTS
            if text == "label" or any(column.startswith(f"{text}::") for column in used)
        ]
        order = [*first, *(column for group in texts for column in group), *PLAIN, "score", "ordered"]
        order += [ALZ + name for name in MARKS]
        every = {column for group in texts for column in group}
        return [column for column in order if column in used or column in every]

    def texts(self, column: str, texts: Mapping[str, str]) -> Row:
        return {language_column(column, language): guarded(text) for language, text in texts.items()}

    def settings(self) -> Row:
        title = words(self.document, "title", self.languages)
        return {
            "form_title": guarded(form_title(title, self.languages)),
            "form_id": self.instrument.urn,
            "version": str(self.instrument.version),
            "default_language": language_column("", self.languages[0])[2:],
            "namespaces": NAMESPACES,
        }

    def extra(self) -> Iterator[Row]:
        entries = [(key, value) for key, value in self.document.items() if key not in ELSEWHERE]
        order = [item.id for item in self.instrument.items]
        if order != [
            item.id for section in self.instrument.sections for item in self.instrument.in_section(section.id)
        ]:
            entries.append(("order", order))
        for key, value in entries:
            text = str(value) if key in WORDS else compact(value)
            for part, at in enumerate(range(0, len(text), _CHUNK), 1):
                yield {"key": key, "part": str(part), "value": guarded(text[at : at + _CHUNK])}

    def choices(self) -> Iterator[Row]:
        for name, entry in cast("Mapping[str, Any]", self.document.get("lists") or {}).items():
            values = entry["values"] if isinstance(entry, Mapping) else entry
            ordered = mark(entry, "ordered") if isinstance(entry, Mapping) else ""
            for raw in values:
                score = raw.get("score")
                row = {
                    "list_name": name,
                    "name": str(raw["v"]),
                    "score": "null" if score is None else number(score),
                    "ordered": ordered,
                }
                if "score" not in raw:
                    del row["score"]
                yield row | self.texts("label", words(raw, "label", self.languages))
        for name in OWN_LISTS:
            if name in self.own_lists:
                for value, label in own_list(name).items():
                    texts = in_languages(label, self.languages)
                    yield {"list_name": name, "name": value} | self.texts("label", texts)

    def survey(self) -> Iterator[Row]:
        raws = cast("list[Raw]", self.document["sections"])
        for section, raw in zip(self.instrument.sections, raws, strict=True):
            row = {"type": "begin_group", "name": section.id, ALZ + "by": mark(raw, "by")}
            row |= self.texts("label", words(raw, "title", self.languages))
            row |= self.texts("hint", words(raw, "guidance", self.languages))
            if section.relevant is not None:
                row["relevant"] = self.paths.shown_while(section.relevant, at=section.id)
                row[ALZ + "relevant"] = guarded(mark(raw, "relevant"))
            yield row
            for item in self.items:
                if item.section == section.id:
                    yield from self.item(item, self.raws[item.id])
            yield {"type": "end_group"}

    def item(self, item: Item, raw: Raw) -> Iterator[Row]:
        row = {"name": item.id} | self.texts("label", words(raw, "label", self.languages))
        row |= self.texts("hint", self.hint(item, raw))
        row |= self.texts("constraint_message", words(raw, "constraint_says", self.languages))
        row |= {ALZ + key: guarded(mark(raw, key)) for key in EVERYWHERE_MARKS}
        if item.relevant is not None:
            row["relevant"] = self.paths.shown_while(item.relevant, at=item.id)
        row["constraint"] = constraint(item, raw, item.constraint, self.paths)
        required = raw.get("required")
        if isinstance(required, bool) and not is_block(item) and item.type is not Type.COMPUTED:
            row["required"] = "yes" if required else "no"
            if required and item.type is Type.CRITERION:  # said although it goes without saying
                row[ALZ + "required"] = mark(raw, "required")
        elif item.type is Type.CRITERION and required is None:
            row["required"] = "yes"
        else:
            row[ALZ + "required"] = mark(raw, "required")
        yield from _ROWS[item.type](self, item, raw, row)

    def hint(self, item: Item, raw: Raw) -> dict[str, str]:
        """Guidance, and the unit in brackets below it."""
        guidance = words(raw, "guidance", self.languages)
        if not item.unit:
            return guidance
        return {
            language: f"{guidance[language]}\n[{item.unit}]" if guidance.get(language) else f"[{item.unit}]"
            for language in self.languages
        }

    # one way of writing for each type

    def simple(self, item: Item, _raw: Raw, row: Row) -> Iterator[Row]:
        yield row | {"type": item.type.value}

    def long_text(self, _item: Item, _raw: Raw, row: Row) -> Iterator[Row]:
        yield row | {"type": "text", "appearance": "multiline"}

    def coded_text(self, item: Item, _raw: Raw, row: Row) -> Iterator[Row]:
        yield row | {"type": "text", ALZ + "type": item.type.value}

    def boolean(self, _item: Item, _raw: Raw, row: Row) -> Iterator[Row]:
        self.own_lists.add(YES_NO)
        yield row | {"type": f"select_one {YES_NO}"}

    def selected(self, item: Item, raw: Raw, row: Row) -> Iterator[Row]:
        yield row | {"type": f"{item.type.value} {raw['list']}"}

    def coded(self, item: Item, _raw: Raw, row: Row) -> Iterator[Row]:
        name = COUNTRIES if item.type is Type.COUNTRY else OCCUPATIONS
        self.own_lists.add(name)
        how = "select_multiple" if item.several else "select_one"
        yield row | {"type": f"{how} {name}", "appearance": "minimal autocomplete", ALZ + "type": item.type.value}

    def criterion(self, item: Item, raw: Raw, row: Row) -> Iterator[Row]:
        yield row | {"type": f"select_one {raw['list']}", ALZ + "type": item.type.value}
        once_answered = {"relevant": f"${{{item.id}}} != ''"}
        note = self.texts("label", in_languages(NOTE, self.languages))
        yield {"type": "text", "name": f"{item.id}.note", ALZ + "part": "note", "appearance": "multiline"} | (
            note | once_answered
        )
        evidence = self.texts("label", in_languages(EVIDENCE, self.languages))
        if item.evidence:
            evidence |= self.texts("hint", dict.fromkeys(self.languages, "; ".join(item.evidence)))
        yield {"type": "file", "name": f"{item.id}.file", ALZ + "part": "file"} | evidence | once_answered

    def money(self, item: Item, _raw: Raw, row: Row) -> Iterator[Row]:
        self.own_lists.add(CURRENCIES)
        yield row | {"type": "decimal", ALZ + "type": item.type.value}
        yield {
            "type": f"select_one {CURRENCIES}",
            "name": f"{item.id}.currency",
            "relevant": f"${{{item.id}}} != ''",
            "required": "yes",
            "appearance": "minimal autocomplete",
            ALZ + "part": "currency",
        } | self.texts("label", in_languages(CURRENCY, self.languages))

    def matrix(self, item: Item, raw: Raw, row: Row) -> Iterator[Row]:
        marks = {ALZ + "type": item.type.value, ALZ + "rows": raw["rows"], ALZ + "list": raw["list"]}
        yield row | {"type": "begin_group"} | marks
        entries = cast("Mapping[str, Any]", self.document["lists"])[raw["rows"]]
        for entry in entries["values"] if isinstance(entries, Mapping) else entries:
            value = str(entry["v"])
            inner = {"type": f"select_one {raw['list']}", "name": xml_name(f"{item.id}.{value}")}
            if item.required:
                inner["required"] = "yes"
            inner |= {ALZ + "part": "row", ALZ + "row": value}
            yield inner | self.texts("label", words(entry, "label", self.languages))
        yield {"type": "end_group"}

    def file(self, item: Item, _raw: Raw, row: Row) -> Iterator[Row]:
        if not item.several:
            yield row | {"type": "file"}
            return
        yield row | {"type": "begin_repeat", ALZ + "type": item.type.value}
        label = self.texts("label", in_languages(FILE, self.languages))
        yield {"type": "file", "name": f"{item.id}.file", ALZ + "part": "entry"} | label
        yield {"type": "end_repeat"}

    def repeat(self, item: Item, raw: Raw, row: Row) -> Iterator[Row]:
        yield row | {"type": "begin_repeat"}
        for child, entry in zip(item.children, raw["items"], strict=True):
            yield from self.item(child, entry)
        yield {"type": "end_repeat"}

    def computed(self, item: Item, _raw: Raw, row: Row) -> Iterator[Row]:
        computed = item.computed
        yield row | {
            "type": "calculate",
            "calculation": self.paths.calculation(computed, item=item.id) if computed else "",
        }


def form_title(title: Mapping[str, str], languages: Sequence[str]) -> str:
    """The one title that a form has: in its first language, or in the first that there is."""
    return next((title[language] for language in (*languages, *title) if title.get(language)), "")


_ROWS = {
    Type.CRITERION: _Writer.criterion,
    Type.BOOLEAN: _Writer.boolean,
    Type.TEXT: _Writer.simple,
    Type.LONG_TEXT: _Writer.long_text,
    Type.INTEGER: _Writer.simple,
    Type.DECIMAL: _Writer.simple,
    Type.MONEY: _Writer.money,
    Type.DATE: _Writer.simple,
    Type.PERIOD: _Writer.coded_text,
    Type.SELECT_ONE: _Writer.selected,
    Type.SELECT_MULTIPLE: _Writer.selected,
    Type.MATRIX: _Writer.matrix,
    Type.FILE: _Writer.file,
    Type.COUNTRY: _Writer.coded,
    Type.OCCUPATION: _Writer.coded,
    Type.CORRIDOR: _Writer.coded_text,
    Type.ORGANISATION: _Writer.coded_text,
    Type.GEOPOINT: _Writer.simple,
    Type.REPEAT: _Writer.repeat,
    Type.COMPUTED: _Writer.computed,
}
