"""The sheets of an XLSForm as the written form of an instrument: all of it, or a sentence for what has no place.

What is read is written again and compared with what was given, cell by cell: nothing is dropped in silence.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from alianza.instruments.instrument import Instrument, Item, Type
from alianza.instruments.reading import SCHEMA, NotAnInstrument, read_instrument
from alianza.instruments.xlsform.book import Book, Line, NotAnXlsform, Sheet, filled, unguarded
from alianza.instruments.xlsform.columns import (
    ALZ,
    COUNTRIES,
    ELSEWHERE,
    JSON_MARKS,
    MARKS,
    NAMESPACES,
    OCCUPATIONS,
    OWN_LISTS,
    PLAIN,
    SETTINGS,
    TEXTS,
    WORDS,
    YES_NO,
    own_list,
)
from alianza.instruments.xlsform.writing import form_title, words
from alianza.instruments.xlsform.xpath_reading import figure
from alianza.vocabulary.criterion_form import Problem
from alianza.vocabulary.refusal import marked
from alianza.vocabulary.said import Said

Raw = dict[str, Any]
_TEXT_HEAD = re.compile(r"(\w+)(?:::(?:.*\(([a-z]{2,3})\)\s*|([a-z]{2,3})))?")
_NUMBER = re.compile(r"-?[0-9]{1,20}(\.[0-9]{1,20})?")
_BLOCKS = {"begin_group": "end_group", "begin_repeat": "end_repeat"}
_KINDS: Mapping[str, tuple[str, ...]] = {
    "text": ("", "period", "corridor", "organisation"),
    "decimal": ("", "money"),
    "select_one": ("", "criterion", "country", "occupation"),
    "select_multiple": ("", "country", "occupation"),
    "begin_group": ("matrix",),
    "begin_repeat": ("", "file"),
    "integer": ("",),
    "date": ("",),
    "file": ("",),
    "geopoint": ("",),
    "calculate": ("", "computed"),
}
_NAMED = {"calculate": "computed", "begin_repeat": "repeat"}
_BY_LIST = {YES_NO: "boolean", COUNTRIES: "country", OCCUPATIONS: "occupation"}


@dataclass
class Held:
    """A condition in a sheet: where it stands, whose it is, and what it says both ways."""

    line: Line
    column: str
    of: str
    target: Raw

    @property
    def xpath(self) -> str:
        return self.line[self.column].strip()

    @property
    def tree(self) -> str:
        return unguarded(self.line[ALZ + self.column]).strip()


class Reader:
    """Reads the sheets, before conditions are looked at; `document` is then the written form without them."""

    def __init__(self, book: Book, where: str) -> None:
        self.book, self.where = book, where
        self.survey: Sheet = book["survey"]
        self.problems: list[Problem] = []
        self.languages: list[str] = []
        self.heads: dict[str, dict[str, tuple[str, str]]] = {}
        """By sheet and header: text and language."""
        self.sections: list[Raw] = []
        self.items: list[Raw] = []
        self.held: list[Held] = []
        self.lines: dict[str, Line] = {}
        """By id of a section or an item: its row."""

    def wrong(self, place: str, message: str, **facts: object) -> None:
        self.problems.append(Problem(place, Said(message, **facts)))

    def stop_if_wrong(self) -> None:
        if self.problems:
            raise NotAnXlsform(self.problems)

    def document(self) -> Raw:
        self.every_head()
        self.stop_if_wrong()
        document: Raw = {"schema": SCHEMA} | self.settings() | {"languages": self.languages}
        extra = self.extra()
        document |= {"lists": lists} if (lists := self.lists()) else {}
        self.every_row()
        self.stop_if_wrong()
        order = extra.pop("order", None)
        if isinstance(order, list) and {*order} == {item["id"] for item in self.items}:
            self.items.sort(key=lambda item: order.index(item["id"]))
        titled = extra.pop("title", None)
        document |= extra | {"sections": self.sections, "items": self.items}
        document["title"] = self.title(titled)
        return document

    # columns and languages

    def every_head(self) -> None:
        allowed: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
            "survey": (("type", "name", *PLAIN, *(ALZ + name for name in MARKS)), TEXTS),
            "choices": (("list_name", "name", "score", "ordered"), ("label",)),
            "settings": (SETTINGS, ()),
            "alianza": (("key", "part", "value"), ()),
        }
        plain: list[tuple[str, str, str]] = []
        for name, (columns, texts) in allowed.items():
            sheet = self.book[name]
            self.heads[name] = {}
            for head in sheet.columns:
                found = _TEXT_HEAD.fullmatch(head)
                if head in columns:
                    continue
                if found and found[1] in texts:
                    language = found[2] or found[3] or ""
                    if not language:
                        plain.append((name, head, found[1]))
                    else:
                        self.head(sheet, head, found[1], language)
                    continue
                known = ", ".join([*(f"{text}::Language (code)" for text in texts), *columns])
                self.wrong(
                    sheet.place(None, head),
                    marked("%(head)s is a column that has no place in an instrument; remove it. There are %(known)s."),
                    head=repr(head[:60]),
                    known=known,
                )
        if not self.languages and plain:
            spoken = re.search(r"([a-z]{2,3})\)?$", self.setting("default_language"))
            self.languages.append(spoken[1] if spoken else "en")
        for name, head, text in plain:
            self.head(self.book[name], head, text, self.languages[0])
        if self.book["survey"].columns and "type" not in self.book["survey"].columns:
            self.wrong("survey!1", marked("the column %(column)s is missing."), column="type")

    def head(self, sheet: Sheet, head: str, text: str, language: str) -> None:
        if (text, language) in self.heads[sheet.name].values():
            twice = marked("the texts in %(language)s stand in two columns; keep one.")
            self.wrong(sheet.place(None, head), twice, language=language)
        self.heads[sheet.name][head] = (text, language)
        if language not in self.languages:
            self.languages.append(language)

    def texts(self, sheet: str, line: Line, column: str) -> dict[str, str]:
        heads = {language: head for head, (text, language) in self.heads[sheet].items() if text == column}
        return {lang: unguarded(line[heads[lang]]) for lang in self.languages if lang in heads and line[heads[lang]]}

    # settings, what XLSForm has no place for, lists

    def setting(self, name: str) -> str:
        return next((line[name].strip() for line in self.book["settings"].lines), "")

    def settings(self) -> Raw:
        sheet = self.book["settings"]
        lines = list(filled(sheet.lines))
        if len(lines) != 1:
            self.wrong("settings!2", marked("one row of settings is expected, with form_id and version."))
            return {}
        version = self.setting("version")
        spoken = re.search(r"([a-z]{2,3})\)?$", self.setting("default_language"))
        if self.languages and spoken and spoken[1] != self.languages[0]:
            self.wrong(
                sheet.place(lines[0], "default_language"),
                marked("the first column of labels is in %(language)s; begin with the default language."),
                language=self.languages[0],
            )
        marks = any(head.startswith(ALZ) for head in self.survey.columns)
        if self.setting("namespaces") != NAMESPACES and (marks or self.setting("namespaces")):
            self.wrong(
                sheet.place(lines[0], "namespaces"),
                marked("without %(wanted)s here, tools of the field lose the columns %(columns)s; write it."),
                wanted=NAMESPACES,
                columns=ALZ + "...",
            )
        whole = int(version) if re.fullmatch("[0-9]{1,5}", version) else version
        return {"urn": self.setting("form_id"), "version": whole}

    def extra(self) -> Raw:
        """What the sheet `alianza` holds, long values put together again."""
        sheet = self.book["alianza"]
        parts: dict[str, list[tuple[Line, str]]] = {}
        for line in filled(sheet.lines):
            parts.setdefault(line["key"].strip(), []).append((line, line["part"].strip()))
        found: Raw = {}
        for key, rows in parts.items():
            first = rows[0][0]
            if not key or key in ELSEWHERE:
                self.wrong(sheet.place(first, "key"), marked("%(key)s does not belong on this sheet."), key=repr(key))
                continue
            if [part or "1" for _, part in rows] != [str(number) for number in range(1, len(rows) + 1)]:
                self.wrong(sheet.place(first, "part"), marked("the parts of a value are numbered 1, 2, 3, in order."))
                continue
            text = "".join(unguarded(line["value"]) for line, _ in rows)
            found[key] = text if key in WORDS else self.json(text, sheet.place(first, "value"))
        for key in sorted(WORDS - set(found) - {"schema"}):
            self.wrong(
                "alianza",
                marked("a row with the key %(key)s and its value is missing; the reference says what to write there."),
                key=key,
            )
        return found

    def title(self, titled: object) -> object:
        """The title in all its languages; the form's own title is the one that people see and change."""
        written, shown = words({"title": titled}, "title", self.languages), unguarded(self.setting("form_title"))
        if shown and shown.strip() != form_title(written, self.languages).strip():
            written = {self.languages[0]: shown} | {k: v for k, v in written.items() if k != self.languages[0]}
        return written

    def json(self, text: str, place: str) -> Any:
        try:
            return json.loads(text)
        except (ValueError, RecursionError):
            self.wrong(place, marked("this is no JSON; put back what was exported, or clear the cell."))
            return None

    def lists(self) -> Raw:
        sheet = self.book["choices"]
        lists: dict[str, list[Raw]] = {}
        ordered: dict[str, str] = {}
        own: dict[str, dict[str, Line]] = {}
        for line in filled(sheet.lines):
            name = line["list_name"].strip()
            if name in OWN_LISTS:
                own.setdefault(name, {})[line["name"].strip()] = line
                continue
            if ordered.setdefault(name, line["ordered"].strip()) != line["ordered"].strip():
                self.wrong(
                    sheet.place(line, "ordered"), marked("all values of a list say the same here: true, false, empty.")
                )
            value: Raw = {"v": line["name"].strip()}
            if label := self.texts("choices", line, "label"):
                value["label"] = label
            if score := line["score"].strip():
                value["score"] = None if score == "null" else figure(score) if _NUMBER.fullmatch(score) else score
            lists.setdefault(name, []).append(value)
            self.lines[f"lists.{name}[{len(lists[name]) - 1}]"] = line
        for name, lines in own.items():
            if set(lines) != set(own_list(name)):
                first = next(iter(lines.values()))
                self.wrong(
                    sheet.place(first, "list_name"),
                    marked("%(list)s is the alliance's own list and cannot be changed; write a list of your own."),
                    list=name,
                )
        return {
            name: {"ordered": ordered[name] == "true", "values": values} if ordered[name] else values
            for name, values in lists.items()
        }

    # rows of the survey

    def every_row(self) -> None:
        stack: list[tuple[str, Line]] = []
        group: Raw | None = None
        for line in filled(self.survey.lines):
            kind = self.kind(line)
            if kind in _BLOCKS.values():
                if not stack or _BLOCKS[stack[-1][0]] != kind:
                    self.wrong(self.survey.place(line, "type"), marked("%(kind)s closes nothing here."), kind=kind)
                    return
                stack.pop()
                group = group if len(stack) > 1 else None
                continue
            if kind in _BLOCKS:
                stack.append((kind, line))
            if line[ALZ + "part"].strip():
                continue
            if len(stack) == 1 and kind == "begin_group" and stack[0][1] is line:
                self.section(line)
            elif not stack or (stack[0][1] is line):
                self.wrong(
                    self.survey.place(line, "type"), marked("every question stands in a group; begin one above.")
                )
            else:
                item = self.item(line, kind, within=group)
                (group["items"] if group is not None else self.items).append(item)
                if item.get("type") == "repeat":
                    group = group if group is not None else item
                    item.setdefault("items", [])
        if stack:
            self.wrong(self.survey.place(stack[-1][1], "type"), marked("this group is never closed."))

    def kind(self, line: Line) -> str:
        first = " ".join(line["type"].split()).split(" ")
        if first[0] in {"begin", "end"} and len(first) == 2:
            return "_".join(first)
        return first[0]

    def section(self, line: Line) -> None:
        raw: Raw = {"id": line["name"].strip()}
        if title := self.texts("survey", line, "label"):
            raw["title"] = title
        if guidance := self.texts("survey", line, "hint"):
            raw["guidance"] = guidance
        if by := line[ALZ + "by"]:
            raw["by"] = by
        if line[ALZ + "type"]:
            self.wrong(
                self.survey.place(line, ALZ + "type"), marked("a group outside of others is a section; clear this.")
            )
        self.sections.append(raw)
        self.lines[f"sections[{len(self.sections) - 1}]"] = self.lines[raw["id"]] = line
        self.held.append(Held(line, "relevant", raw["id"], raw))

    def item(self, line: Line, kind: str, *, within: Raw | None) -> Raw:
        raw: Raw = {"id": line["name"].strip()}
        if within is None and self.sections:
            raw["section"] = self.sections[-1]["id"]
        kind_here = self.item_type(line, kind)
        if kind_here != "criterion":
            raw["type"] = kind_here
        if label := self.texts("survey", line, "label"):
            raw["label"] = label
        unit = unguarded(line[ALZ + "unit"])
        guidance = {
            language: plain
            for language, text in self.texts("survey", line, "hint").items()
            if (plain := text.removesuffix(f"[{unit}]").removesuffix("\n") if unit else text)
        }
        if guidance:
            raw["guidance"] = guidance
        if says := self.texts("survey", line, "constraint_message"):
            raw["constraint_says"] = says
        listed = line["type"].split()
        if kind_here in {"select_one", "select_multiple", "criterion"}:
            raw["list"] = listed[1] if len(listed) == 2 else ""
        for key in MARKS:
            if key not in {"type", "part", "row", "by", "relevant", "constraint"} and line[ALZ + key]:
                raw[key] = self.mark(line, key)
        self.required(line, raw, kind_here)
        for key in ("relevant", "constraint"):
            self.held.append(Held(line, key, raw["id"], raw))
        self.lines[raw["id"]] = line
        return raw

    def item_type(self, line: Line, kind: str) -> str:
        said = line[ALZ + "type"].strip()
        if kind not in _KINDS:
            self.wrong(
                self.survey.place(line, "type"),
                marked("%(kind)s is a row that has no place in an instrument; remove it or use one of %(known)s."),
                kind=repr(kind[:40]),
                known=", ".join(_KINDS),
            )
            return "text"
        listed = line["type"].split()[-1]
        by_list = _BY_LIST.get(listed, "") if kind.startswith("select") else ""
        own = set(_BY_LIST.values())
        if said not in _KINDS[kind] or (by_list and said not in {"", by_list}) or (said in own and said != by_list):
            self.wrong(
                self.survey.place(line, ALZ + "type"),
                marked("%(said)s does not fit a row of the type %(kind)s; change one of them."),
                said=repr(said),
                kind=line["type"][:60],
            )
        if kind == "text" and not said and line["appearance"].strip() == "multiline":
            return "long_text"
        return said or by_list or _NAMED.get(kind, kind)

    def mark(self, line: Line, key: str) -> Any:
        text = unguarded(line[ALZ + key])
        if key in JSON_MARKS:
            return self.json(text, self.survey.place(line, ALZ + key))
        if key in {"several", "crit"}:
            return {"true": True, "false": False}.get(text.strip(), text)
        if key in {"least", "most", "longest"} and _NUMBER.fullmatch(text.strip()):
            return figure(text.strip())
        return text

    def required(self, line: Line, raw: Raw, kind: str) -> None:
        said = line["required"].strip().lower()
        yes = {"yes": True, "true": True, "true()": True, "no": False, "false": False, "false()": False}.get(said)
        if said and yes is None:
            self.wrong(self.survey.place(line, "required"), marked("write yes or no; a condition has no place here."))
        elif yes is not None and "required" not in raw and (kind != "criterion" or not yes):
            raw["required"] = yes
        elif yes is not None and isinstance(raw.get("required"), bool) and raw["required"] is not yes:
            self.wrong(
                self.survey.place(line, ALZ + "required"), marked("this says the opposite of the column required.")
            )
        elif kind == "criterion" and not said and "required" not in raw:
            raw["required"] = False

    # what the reading of instruments finds, where it stands in the sheets

    def located(self, problem: Problem) -> Problem:
        path = problem.path
        found = re.match(r"items\[(\d+)\](?:\.items\[(\d+)\])?\.?(\w*)", path)
        if found:
            raw = self.items[int(found[1])]
            if found[2] is not None and len(raw.get("items", [])) > int(found[2]):
                raw = raw["items"][int(found[2])]
            return Problem(self.at(self.survey, self.lines.get(raw["id"]), found[3]), problem.sentence)
        found = re.match(r"(sections\[\d+\])\.?(\w*)", path)
        if found:
            return Problem(self.at(self.survey, self.lines.get(found[1]), found[2]), problem.sentence)
        found = re.match(r"(lists\.\w+\[\d+\])\.?(\w*)", path)
        if found:
            return Problem(self.at(self.book["choices"], self.lines.get(found[1]), found[2]), problem.sentence)
        return Problem(f"{self.where}, {path}", problem.sentence)

    def at(self, sheet: Sheet, line: Line | None, key: str) -> str:
        column = {
            "title": "label",
            "guidance": "hint",
            "constraint_says": "constraint_message",
            "id": "name",
            "v": "name",
        }
        name = column.get(key, key)
        heads = [head for head, (text, _) in self.heads[sheet.name].items() if text == name]
        named = next((head for head in (*heads, name, ALZ + name) if head in sheet.columns), "")
        return sheet.place(line, named)

    def instrument(self, document: Mapping[str, Any]) -> Instrument:
        try:
            return read_instrument(document)
        except NotAnInstrument as unfit:
            raise NotAnXlsform([self.located(problem) for problem in unfit.problems]) from None


def every_item(items: list[Raw], read: tuple[Item, ...]) -> Iterator[tuple[Raw, Item]]:
    """Each item in both forms, those in repeated groups too."""
    for raw, item in zip(items, read, strict=True):
        yield raw, item
        if item.type is Type.REPEAT:
            yield from every_item(raw["items"], item.children)
