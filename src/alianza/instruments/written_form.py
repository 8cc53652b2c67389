"""The written form of an instrument as a file: YAML that reads again as what was written, the same bytes every time."""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from alianza.tabular import write_text

_TAKEN_FOR_TRUTH = {"y", "n", "yes", "no", "on", "off", "true", "false"}


class _Dumper(yaml.SafeDumper):
    """Safe YAML without anchors; what some program might take for true or false stands in quotes."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    plain = text.isprintable() or "\n" in text
    style = '"' if text.lower() in _TAKEN_FOR_TRUTH or not plain else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


def _number(dumper: yaml.SafeDumper, value: float) -> yaml.ScalarNode:
    digits = format(Decimal(repr(value)), "f")
    return dumper.represent_scalar("tag:yaml.org,2002:float", digits if "." in digits else f"{digits}.0")


_Dumper.add_representer(str, _text)
_Dumper.add_representer(float, _number)


def as_yaml(document: Mapping[str, Any]) -> str:
    """The instrument as YAML that `alianza.written` reads."""
    return yaml.dump(dict(document), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=118)


def write_instrument(document: Mapping[str, Any], file: Path) -> None:
    """Write the YAML, whole or not at all."""
    write_text(file, as_yaml(document))
