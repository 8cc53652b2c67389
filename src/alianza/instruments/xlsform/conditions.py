"""Conditions of an XLSForm that comes home: the tree as it was exported, or what somebody has made of the XPath since.

Both stand in the sheet. While they say the same, the tree is taken, with its notes and labels. Where the XPath was
changed, it is read if it is of the kind that is written here, and refused with what would be, if it is not.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from alianza.instruments.instrument import Arithmetic, Instrument, Item, Sum, Type
from alianza.instruments.xlsform.columns import ALZ, as_asked, constrained, fixed_constraints
from alianza.instruments.xlsform.reading import Held, Raw, Reader, every_item
from alianza.instruments.xlsform.writing import constraint, paths_of
from alianza.instruments.xlsform.xpath import Paths
from alianza.instruments.xlsform.xpath_reading import Claims, Node, NotXPath, figure, parse
from alianza.vocabulary.criterion import Criterion
from alianza.vocabulary.criterion_form import UnreadableCriterion, read_criterion
from alianza.vocabulary.refusal import marked

_BOUNDS = ("least", "most", "longest")


def settle(reader: Reader, bare: Instrument) -> None:
    """Give every section and item of the reader its conditions; `bare` is the instrument without any."""
    _Settling(reader, bare).all()


class _Settling:
    def __init__(self, reader: Reader, bare: Instrument) -> None:
        self.reader, self.bare = reader, bare
        self.raws: dict[str, Raw] = {}
        self.asked: list[Item] = []
        for raw, item in zip(reader.items, bare.items, strict=True):
            self.asked.append(as_asked(item, raw))
        self.items: dict[str, Item] = {}
        for raw, item in every_item(reader.items, tuple(self.asked)):
            self.items[item.id], self.raws[item.id] = item, raw
        self.numbers = [item.id for item in self.items.values() if item.type.is_number]
        self.trees: dict[tuple[str, str], Criterion | None] = {}
        self.paths = paths_of(bare, self.asked)

    def all(self) -> None:
        held = self.reader.held
        for each in held:
            if each.tree:
                self.trees[each.of, each.column] = self.read(each, json_of(each.tree))
        self.paths = self.with_relevant()
        changed = [each for each in held if not self.unchanged(each)]
        for each in changed:
            self.change(each)
        self.paths = self.with_relevant()
        for each in changed:
            tree = self.trees.get((each.of, each.column))
            if tree is not None and not self.same(each, self.written(each, tree, self.paths)):
                self.not_understood(each, self.written(each, tree, self.paths))
        for raw, item in every_item(self.reader.items, tuple(self.asked)):
            if item.type is Type.COMPUTED and item.computed is not None:
                self.computed(raw, item, item.computed)

    def with_relevant(self) -> Paths:
        relevant = {of: tree for (of, column), tree in self.trees.items() if column == "relevant"}
        return Paths(tuple(self.asked), self.bare.sections, relevant)

    def read(self, held: Held, written: object) -> Criterion | None:
        try:
            return read_criterion(written, self.bare.facts, parameters=self.numbers, path=held.column)
        except UnreadableCriterion:
            return None

    def written(self, held: Held, tree: Criterion | None, paths: Paths) -> str:
        if held.column == "constraint":
            return constraint(self.items[held.of], self.raws[held.of], tree, paths)
        return "" if tree is None else paths.shown_while(tree, at=held.of)

    def unchanged(self, held: Held) -> bool:
        """Whether the tree is as it was exported; then it is kept."""
        tree = self.trees.get((held.of, held.column))
        if (held.tree and tree is None) or not self.same(held, self.written(held, tree, self.paths)):
            return False
        if held.tree:
            held.target[held.column] = json_of(held.tree)
        return True

    def same(self, held: Held, written: str) -> bool:
        """Whether the sheet says what would be written, but for conditions that follow from other questions."""
        if _plain(written) == _plain(held.xpath):
            return True
        claims = Claims(self.paths, own=held.of if held.column == "constraint" else "")
        try:
            return bool(written and held.xpath) and claims.bare(parse(written)) == claims.bare(parse(held.xpath))
        except NotXPath:
            return False

    def change(self, held: Held) -> None:
        """Take what the XPath says now."""
        place = self.reader.survey.place(held.line, held.column)
        self.trees[held.of, held.column] = None
        item = self.items.get(held.of)
        if not held.xpath or (held.column == "constraint" and item is not None and not constrained(item)):
            self.reader.wrong(
                place,
                marked("this and %(column)s no longer say the same; put back what was exported, or clear both."),
                column=ALZ + held.column,
            )
            return
        try:
            node: Node | None = parse(held.xpath)
            if held.column == "constraint" and item is not None and node is not None:
                node = self.bounded(held, item, node)
            if node is None:
                return
            found = Claims(self.paths, own=held.of if held.column == "constraint" else "").criterion(node)
        except NotXPath:
            self.not_understood(held, "")
            return
        tree = self.read(held, found)
        if tree is None:
            self.not_understood(held, "")
            return
        self.trees[held.of, held.column] = tree
        held.target[held.column] = found

    def bounded(self, held: Held, item: Item, node: Node) -> Node | None:
        """What remains of a constraint without its bounds, which the item is given."""
        parts = list(node[1:]) if node[0] == "and" else [node]
        fixed = [parse(text) for text in fixed_constraints(item)]
        found: dict[str, Any] = {}
        while parts and (parts[0] in fixed or (key := _bound(parts[0]))):
            first = parts.pop(0)
            if first in fixed:
                fixed.remove(first)
            elif key not in found:
                found[key] = figure(first[2][1])
            else:
                raise NotXPath(key)
        if fixed:
            raise NotXPath("regex")
        raw = self.raws[item.id]
        said = {key: raw[key] for key in _BOUNDS if key in raw and not (key == "longest" and not raw[key])}
        if said and said != found:
            self.reader.wrong(
                self.reader.survey.place(held.line, "constraint"),
                marked("the bounds here (%(here)s) and in %(columns)s (%(there)s) differ; write the same in both."),
                here=bounds_in_words(found),
                there=bounds_in_words(said),
                columns=", ".join(ALZ + key for key in _BOUNDS),
            )
            return None
        raw |= found
        self.items[item.id] = _with(item, found)
        return parts[0] if len(parts) == 1 else ("and", *parts) if parts else None

    def not_understood(self, held: Held, wanted: str) -> None:
        place = self.reader.survey.place(held.line, held.column)
        if not wanted:
            wanted = self.suggestion(held)
        if wanted:
            self.reader.wrong(
                place,
                marked("a question is shown while its condition is open; write it so: %(wanted)s"),
                wanted=wanted,
            )
        else:
            self.reader.wrong(
                place,
                marked("this XPath is not of the kind that a condition is written in; the reference shows it."),
            )

    def suggestion(self, held: Held) -> str:
        """Conditions as field forms mostly have them, `${x} = 'yes'`, as they have to be here."""
        claims = Claims(self.paths, own=held.of if held.column == "constraint" else "")
        try:
            node = parse(held.xpath)
        except NotXPath:
            return ""
        word, parts = (node[0], list(node[1:])) if node[0] in {"and", "or"} else ("and", [node])
        tests = [claims.test(part) for part in parts]
        if not all(tests):
            return ""
        tree = self.read(held, {"all" if word == "and" else "any": [{"test": test} for test in tests]})
        return "" if tree is None else self.written(held, tree, self.paths)

    def computed(self, raw: Raw, item: Item, computed: Sum) -> None:
        line = self.reader.lines[item.id]
        cell = line["calculation"].strip()
        if _plain(cell) == _plain(self.paths.calculation(computed, item=item.id)):
            return
        terms = tuple(dict.fromkeys(re.findall(r"\$\{([^{}]+)\}", cell)))
        for arithmetic in Arithmetic if terms and set(terms) <= set(self.numbers) else ():
            if arithmetic in {Arithmetic.SUM, Arithmetic.PRODUCT} or len(terms) == 2:
                written = self.paths.calculation(Sum(arithmetic, terms), item=item.id)
                if _plain(cell) == _plain(written):
                    raw["compute"] = {arithmetic.value: list(terms)}
                    return
        self.reader.wrong(
            self.reader.survey.place(line, "calculation"),
            marked("this calculation is not one of %(known)s as they are written here; put it so: %(wanted)s"),
            known=", ".join(Arithmetic),
            wanted=self.paths.calculation(computed, item=item.id),
        )


def json_of(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _bound(node: Node) -> str:
    """Which bound a comparison sets, if any."""
    if node[0] not in {">=", "<="} or node[2][0] != "number":
        return ""
    if node[1] == ("self",):
        return "least" if node[0] == ">=" else "most"
    return "longest" if node[0] == "<=" and node[1] == ("call", "string-length", ("self",)) else ""


def _with(item: Item, found: Mapping[str, Any]) -> Item:
    return replace(
        item,
        least=found.get("least", item.least),
        most=found.get("most", item.most),
        longest=found.get("longest", item.longest),
    )


def bounds_in_words(found: Mapping[str, Any]) -> str:
    return ", ".join(f"{key} {found[key]}" for key in _BOUNDS if key in found) or "-"
