"""What the addresses of the label point to in the role x page table; each noun gives its own."""

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from tests.world import World

NOUNS = ("cases", "complaints", "public")


def arguments(world: World) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for noun in NOUNS:
        if find_spec(f"tests.certification.routes_{noun}") is not None:
            found |= import_module(f"tests.certification.routes_{noun}").arguments(world)
    return found
