"""What people write by hand, in YAML, read strictly: a law or a questionnaire says nothing else than it seems to.

No tags, no anchors, no key twice, no depth or size without end; dates stay text (a date that does not exist is then
reported with its place); a whole number in digits is a number and nothing else is. The words that YAML 1.1 takes for
booleans (NO, on, yes) still become booleans: whoever wrote them unquoted is told, since other programs read them so.

`as_yaml` writes what reads again as the same, also in programs that take more words for something else.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, NoReturn

import yaml

LARGEST_FILE = 1_000_000
"""Bytes. The largest seed sheet has 12,500."""
DEEPEST = 40
WIDTH = 120
"""Letters in a line that is written."""

_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]{0,19})")
_DECIMAL = re.compile(r"[-+]?[0-9]{1,20}\.[0-9]{1,20}([eE][-+]?[0-9]{1,3})?")
_TRUE = re.compile(r"yes|Yes|YES|true|True|TRUE|on|On|ON")
_FALSE = re.compile(r"no|No|NO|false|False|FALSE|off|Off|OFF")
_NOTHING = re.compile(r"~|null|Null|NULL|")
_LIKE_A_NUMBER = re.compile(r"[-+]?[0-9][0-9_]*\.?[0-9_]*([eE][-+]?[0-9]+)?")
_LIKE_A_TRUTH = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false"})


_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def day_of(written: object) -> date | None:
    """The day written as 2026-03-24; `None` for anything else and for days that do not exist.

    >>> day_of("2025-02-30") is None, day_of("2026-W13-2") is None
    (True, True)
    """
    if not isinstance(written, str) or not _DAY.fullmatch(written):
        return None
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


class Unreadable(ValueError):
    """The file cannot be read at all. The message is one sentence with the place and what to do."""


def read_yaml(path: Path) -> object:
    """The content of a YAML file. Raises `Unreadable`."""
    try:
        size = path.stat().st_size
        if size > LARGEST_FILE:
            raise Unreadable(f"{path}: the file has {size:,} bytes; {LARGEST_FILE:,} are the most.")
        raw = path.read_bytes()
    except OSError as wrong:
        reason = (wrong.strerror or "it cannot be opened").lower()
        raise Unreadable(f"{path}: {reason}; check the path.") from None
    return parse_yaml(raw, str(path))


def parse_yaml(raw: bytes, where: str) -> object:
    """The content of YAML in UTF-8; `where` names it in sentences. Raises `Unreadable`."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise Unreadable(f"{where}: byte {wrong.start:,} is not UTF-8 text; save the file as YAML in UTF-8.") from None
    if "\0" in text:
        raise Unreadable(f"{where}: the file holds NUL characters, so it is not text; save it as YAML in UTF-8.")
    try:
        return _Builder(where, yaml.parse(text, Loader=yaml.CSafeLoader)).document()
    except yaml.MarkedYAMLError as wrong:
        mark = wrong.problem_mark
        place = f", line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        raise Unreadable(f"{where}{place}: this is not YAML ({wrong.problem or wrong.context}).") from None
    except yaml.YAMLError as wrong:
        first = str(wrong).splitlines()[0] if str(wrong) else "it cannot be parsed"
        raise Unreadable(f"{where}: this is not YAML ({first}).") from None


class _Builder:
    """Builds values from the parser's events; the parser's own composer has no guard against depth."""

    def __init__(self, where: str, events: Iterator[yaml.Event]) -> None:
        self.where, self.events = where, events

    def document(self) -> object:
        content: object = None
        documents = 0
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self.wrong(event, "a second document starts here; one file holds one")
            elif isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent | yaml.AliasEvent):
                content = self.value(event, 1)
        return content

    def value(self, event: yaml.Event, depth: int) -> object:
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            self.wrong(event, "anchors and aliases are not used here; write the value out")
        if getattr(event, "tag", None):
            self.wrong(event, f"the tag {event.tag} is not used here; remove it")  # type: ignore[attr-defined]
        if isinstance(event, yaml.ScalarEvent):
            return self.scalar(event)
        if depth > DEEPEST:
            self.wrong(event, f"more than {DEEPEST} levels are nested; nobody writes that by hand")
        if isinstance(event, yaml.SequenceStartEvent):
            entries = []
            while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
                entries.append(self.value(event, depth + 1))
            return entries
        mapping: dict[str, object] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key = self.value(event, depth + 1)
            if isinstance(key, bool):
                self.wrong(event, "this key is read as true or false; put it in quotes")
            if not isinstance(key, str):
                self.wrong(event, "a key is a word; put it in quotes")
            if key in mapping:
                self.wrong(event, f"the key {key!r} stands here a second time; keep one")
            mapping[key] = self.value(next(self.events), depth + 1)
        return mapping

    def scalar(self, event: yaml.ScalarEvent) -> object:
        text: str = event.value
        if "\0" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
            self.wrong(event, "this text holds a character that no text can have; remove it")
        if not event.implicit[0]:
            return text
        if _INTEGER.fullmatch(text):
            return int(text)
        if _DECIMAL.fullmatch(text):
            return float(text)
        if _TRUE.fullmatch(text):
            return True
        if _FALSE.fullmatch(text):
            return False
        return None if _NOTHING.fullmatch(text) else text

    def wrong(self, event: yaml.Event, sentence: str) -> NoReturn:
        mark = event.start_mark
        place = f", line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        raise Unreadable(f"{self.where}{place}: {sentence}.")


def as_yaml(document: Mapping[str, Any]) -> str:
    """The document in YAML that `parse_yaml` reads as the same, its keys in their order; the same bytes every time.

    >>> print(as_yaml({"to": ["NO", "PHL"], "share": 0.00001, "since": "2008"}), end="")
    to:
      - "NO"
      - PHL
    share: 0.00001
    since: "2008"
    """
    return str(yaml.dump(dict(document), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=WIDTH))


class _Dumper(yaml.SafeDumper):
    """Writes values out, without anchors; a text that could be taken for something else stands in quotes."""

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, indentless=False)


def _text(dumper: yaml.SafeDumper, words: str) -> yaml.ScalarNode:
    quoted = (
        words.lower() in _LIKE_A_TRUTH
        or _LIKE_A_NUMBER.fullmatch(words) is not None
        or any(not letter.isprintable() and letter != "\n" for letter in words)
    )
    return dumper.represent_scalar("tag:yaml.org,2002:str", words, style='"' if quoted else None)


def _number(dumper: yaml.SafeDumper, value: float) -> yaml.ScalarNode:
    digits = format(Decimal(repr(value)), "f")
    digits = digits if "." in digits else f"{digits}.0"
    if not _DECIMAL.fullmatch(digits):  # too large or small for plain digits
        return dumper.represent_float(value)
    return dumper.represent_scalar("tag:yaml.org,2002:float", digits)


_Dumper.add_representer(str, _text)
_Dumper.add_representer(float, _number)
