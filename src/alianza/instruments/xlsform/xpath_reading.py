"""XPath back to conditions: exactly the shapes that `alianza.instruments.xlsform.xpath` writes, and nothing else.

`parse` reads XPath of a small kind into a tree that knows no blanks and no needless parentheses, so that two texts can
be compared; `Claims` says which condition could have been written so. Whether it was is settled by writing it again.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from alianza.instruments.instrument import Item, Type
from alianza.instruments.xlsform.xpath import ENDS, FALSE, TRUE, Paths, file_row, xml_name

Node = tuple[Any, ...]
"""`("or", a, b)`, `("=", a, b)`, `("call", name, a)`, `("ref", name)`, `("self",)`, `("text", s)`, `("number", s)`."""
DEEPEST, MOST_TOKENS = 80, 20_000
_TOKEN = re.compile(
    r"\s*(?:(?P<ref>\$\{[^{}\s]+\})|(?P<text>'[^']*'|\"[^\"]*\")|(?P<number>-?\d+(?:\.\d+)?)"
    r"|(?P<sign>!=|>=|<=|=|>|<|\(|\)|,|\+|\*|-)|(?P<word>[A-Za-z][A-Za-z0-9:-]*)|(?P<self>\.))"
)
_COMPARISONS = ("=", "!=", ">=", "<=", ">", "<")


class NotXPath(ValueError):
    """The text is not of the small kind of XPath that is written here."""


def parse(text: str) -> Node:
    """The tree of an expression. Raises `NotXPath`."""
    parser = _Parser(list(_tokens(text)))
    tree = parser.either(0)
    if parser.at != len(parser.tokens):
        raise NotXPath(parser.tokens[parser.at][1])
    return tree


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    at, count, text = 0, 0, text.rstrip()
    while at < len(text):
        found = _TOKEN.match(text, at)
        count += 1
        if found is None or found.end() == at or count > MOST_TOKENS:
            raise NotXPath(text[at : at + 20])
        at = found.end()
        yield str(found.lastgroup), found.group(str(found.lastgroup))


@dataclass
class _Parser:
    tokens: list[tuple[str, str]]
    at: int = 0

    def next_is(self, *wanted: str) -> str:
        if self.at < len(self.tokens) and self.tokens[self.at][0] in {"sign", "word"}:
            word = self.tokens[self.at][1]
            if word in wanted:
                self.at += 1
                return word
        return ""

    def several(self, word: str, part: Any, depth: int) -> Node:
        parts = [part(depth)]
        while self.next_is(word):
            parts.append(part(depth))
        return parts[0] if len(parts) == 1 else (word, *parts)

    def either(self, depth: int) -> Node:
        if depth > DEEPEST:
            raise NotXPath("(")
        return self.several("or", self.both, depth + 1)

    def both(self, depth: int) -> Node:
        return self.several("and", self.compared, depth)

    def compared(self, depth: int) -> Node:
        left = self.added(depth)
        sign = self.next_is(*_COMPARISONS)
        return (sign, left, self.added(depth)) if sign else left

    def added(self, depth: int) -> Node:
        return self.several("+", self.single, depth)

    def single(self, depth: int) -> Node:
        if self.next_is("("):
            inner = self.either(depth)
            self.close()
            return inner
        if self.at >= len(self.tokens):
            raise NotXPath("the end")
        kind, word = self.tokens[self.at]
        self.at += 1
        if kind == "ref":
            return ("ref", word[2:-1])
        if kind == "text":
            return ("text", word[1:-1])
        if kind == "number":
            return ("number", word)
        if kind == "self":
            return ("self",)
        if kind == "word" and self.next_is("("):
            arguments: list[Node] = []
            if not self.next_is(")"):
                arguments.append(self.either(depth))
                while self.next_is(","):
                    arguments.append(self.either(depth))
                self.close()
            return ("call", word, *arguments)
        raise NotXPath(word)

    def close(self) -> None:
        if not self.next_is(")"):
            raise NotXPath("a parenthesis is not closed")


EMPTY: Node = ("text", "")


class Claims:
    """Which condition, in its written form, could have been written as an expression. Raises `NotXPath`."""

    def __init__(self, paths: Paths, *, own: str = "") -> None:
        self.paths, self.own = paths, own
        self.facts: dict[str, tuple[Item, str]] = {}
        for item in paths.by_id.values():
            parts = [("", item.id)]
            if item.type is Type.MATRIX and item.rows:
                parts = [(row, f"{item.id}.{row}") for row in item.rows.values]
            elif item.type is Type.MONEY:
                parts.append(("currency", f"{item.id}.currency"))
            elif item.type is Type.FILE:
                parts = [("", file_row(item))]
            for part, name in parts:
                self.facts[xml_name(name)] = (item, part)

    def criterion(self, node: Node) -> dict[str, Any]:
        kind, parts = node[0], node[1:]
        answered = self.answered(node)
        if answered is not None:
            return answered
        if kind == "or" and all(self.is_guard(part) for part in parts[:-1]):
            test = self.test(parts[-1])
            if test is not None:
                return {"test": test}
        if kind in {"and", "or"}:
            return {"all" if kind == "and" else "any": [self.criterion(part) for part in parts]}
        if kind == ">=" and parts[1][0] == "number" and parts[1][1].isdigit():
            counted = parts[0][1:] if parts[0][0] == "+" else (parts[0],)
            ones = (("number", "1"), ("number", "0"))
            if all(each[:2] == ("call", "if") and each[3:] == ones for each in counted):
                wanted = int(parts[1][1])
                return {"count": {"at_least": wanted, "of": [self.criterion(each[2]) for each in counted]}}
        raise NotXPath(kind)

    def node(self, node: Node) -> tuple[Item, str] | None:
        """The item and the part of its answer that a name stands for."""
        if node == ("self",) and self.own:
            return self.paths.by_id[self.own], ""
        return self.facts.get(node[1]) if node[0] == "ref" else None

    def is_empty(self, node: Node) -> bool:
        if node[0] == "=":
            counts = node[2] == ("number", "0") and node[1][:1] == ("call",)
            return counts or (node[2] == EMPTY and self.node(node[1]) is not None)
        return False

    def is_guard(self, node: Node) -> bool:
        """`x is empty`, alone or `and` the condition under which x is asked; of a matrix, that all rows are."""
        if node[0] != "and":
            return self.is_empty(node)
        return self.is_rows(node, "=") or self.is_guard(node[1])

    def has_condition(self, empty: Node) -> bool:
        """Whether the item said to be empty is itself asked under a condition."""
        while empty[0] == "and":
            empty = empty[1]
        found = self.node(empty[1][2] if empty[1][0] == "call" else empty[1])
        return found is not None and any(self.paths.relevant.get(name) for name in (found[0].id, found[0].section))

    def bare(self, node: Node) -> Node:
        """The expression without the conditions of other questions that stand beside `x is empty`.

        They follow from those questions, and are written anew whenever the form is.
        """
        if node[0] == "or" and all(self.is_guard(part) for part in node[1:-1]) and self.test(node[-1]):
            met = node[-1]
            if met[0] == "and" and met[1][:2] == ("call", "not"):
                met = met[2]
            empty = [
                part[1] if part[0] == "and" and not self.is_rows(part, "=") and self.is_guard(part[1]) else part
                for part in node[1:-1]
            ]
            return ("or", *empty, met)
        return tuple(self.bare(part) if isinstance(part, tuple) else part for part in node)

    def answered(self, node: Node) -> dict[str, Any] | None:
        if node[0] == "and" and self.is_rows(node, "!="):
            return self.says(node[1][1], answered=True)
        if node[0] == "or" and self.is_rows(node, "="):
            return self.says(node[1][1], answered=False)
        if node[0] == "and" and len(node) == 3:
            inner = self.answered(node[1])
            if inner is not None and inner["test"]["value"] is False and self.has_condition(_first(node[1])):
                return inner
        if node[0] in {"=", "!="} and (self.is_empty(("=", *node[1:]))):
            name = node[1][2] if node[1][0] == "call" else node[1]
            return self.says(name, answered=node[0] == "!=")
        return None

    def is_rows(self, node: Node, sign: str) -> bool:
        found = self.node(node[1][1]) if len(node[1]) == 3 else None
        if found is None or found[0].type is not Type.MATRIX or found[0].rows is None:
            return False
        rows = [("ref", xml_name(f"{found[0].id}.{row}")) for row in found[0].rows.values]
        return node[1:] == tuple((sign, row, EMPTY) for row in rows)

    def says(self, name: Node, *, answered: bool) -> dict[str, Any] | None:
        found = self.node(name)
        if found is None:
            return None
        return {"test": {"fact": f"{found[0].id}.answered", "op": "is", "value": answered}}

    def test(self, node: Node) -> dict[str, Any] | None:
        """The comparison that an expression makes once it is known."""
        if node[0] == "and" and len(node) == 3 and node[1][:2] == ("call", "not"):
            node = node[2]
        if node[:2] == ("call", "not") and len(node) == 3:
            inner = self.chosen(node[2])
            if inner is None:
                return None
            fact, values, of_set = inner
            return {"fact": fact, "op": "disjoint" if of_set else "not_in", "value": values}
        chosen = self.chosen(node)
        if chosen is not None:
            return self.among(*chosen, single=node[0] != "or")
        if node[0] in {"=", ">=", "<="}:
            return self.figure(node)
        return None

    def among(self, fact: str, values: list[str], of_set: bool, *, single: bool) -> dict[str, Any] | None:
        if of_set:
            return {"fact": fact, "op": "overlaps", "value": values}
        item = self.paths.by_id.get(fact)
        if item is not None and item.type is Type.BOOLEAN:
            return {"fact": fact, "op": "is", "value": values == [TRUE]} if values in ([TRUE], [FALSE]) else None
        return {"fact": fact, "op": "is" if single else "in", "value": values[0] if single else values}

    def chosen(self, node: Node) -> tuple[str, list[str], bool] | None:
        """The fact, the values it may have, and whether it holds several at a time."""
        parts: Sequence[Node] = node[1:] if node[0] == "or" else (node,)
        read = [self.choice(part) for part in parts]
        if any(each is None for each in read):
            return None
        known = [each for each in read if each is not None]
        facts = list(dict.fromkeys(fact for fact, _, _ in known))
        values = list(dict.fromkeys(value for _, value, _ in known))
        if len(facts) == 1:
            return facts[0], values, known[0][2]
        owner = self.paths.by_id.get(facts[0].split(".", 1)[0])
        if owner is not None and owner.rows and facts == [f"{owner.id}.{row}" for row in owner.rows.values]:
            return f"{owner.id}.any", values, True
        return None

    def choice(self, node: Node) -> tuple[str, str, bool] | None:
        if node[:2] == ("call", "selected") and len(node) == 4 and node[3][0] == "text":
            found = self.node(node[2])
            return (found[0].id, node[3][1], True) if found else None
        if node[0] != "=" or node[2][0] != "text" or node[2] == EMPTY:
            return None
        name, part = node[1], ""
        if name[:2] == ("call", "substr") and len(name) == 5:
            window = f"{name[3][1]}, {name[4][1]}"
            part = next((end for end, at in ENDS.items() if at == window), "")
            name = name[2]
        found = self.node(name)
        if found is None:
            return None
        item, own = found
        part = part or own
        return f"{item.id}.{part}" if part else item.id, node[2][1], False

    def figure(self, node: Node) -> dict[str, Any] | None:
        op = {"=": "is", ">=": "gte", "<=": "lte"}[node[0]]
        name, part = node[1], ""
        if name[0] == "call" and name[1] in {"count", "count-non-empty", "count-selected"} and len(name) == 3:
            name, part = name[2], ".count"
        found = self.node(name)
        if found is None or found[1] == "currency":
            return None
        value = self.value(node[2])
        return None if value is None else {"fact": f"{found[0].id}{part}", "op": op, "value": value}

    def value(self, node: Node) -> Any:
        if node[0] == "number":
            return figure(node[1])
        if node[:2] == ("call", "date") and len(node) == 3 and node[2][0] == "text":
            return node[2][1]
        found = self.node(node)
        return {"param": found[0].id} if found else None


def _first(node: Node) -> Node:
    """The first comparison in a row of them."""
    while node[0] in {"and", "or"}:
        node = node[1]
    return node


def figure(digits: str) -> int | float:
    """A number as it was written: whole, or with a point."""
    return float(digits) if "." in digits else int(digits)
