"""A document as YAML that `alianza.written.parse_yaml` reads back as the same document."""

import re
from collections.abc import Mapping
from typing import Any

import yaml

from alianza.instruments.drafting import in_order

_LIKE_A_NUMBER = re.compile(r"[-+]?[0-9][0-9_]*\.?[0-9_]*([eE][-+]?[0-9]+)?")
WIDTH = 120


class _Dumper(yaml.SafeDumper):
    """Writes values out, without anchors; a text that could be taken for something else stands in quotes."""

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, indentless=False)


def _text(dumper: yaml.SafeDumper, words: str) -> yaml.ScalarNode:
    quoted = _LIKE_A_NUMBER.fullmatch(words) is not None or any(
        not letter.isprintable() and letter != "\n" for letter in words
    )
    return dumper.represent_scalar("tag:yaml.org,2002:str", words, style='"' if quoted else None)


_Dumper.add_representer(str, _text)


def write_yaml(document: Mapping[str, Any]) -> str:
    """The document in YAML, keys in the order in which people write them."""
    return str(yaml.dump(in_order(document), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=WIDTH))
