"""What the addresses of questionnaires point to in the role x page table; each noun gives its own."""

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from alianza.instruments.urls import NOUNS
from tests.world import World


def arguments(world: World) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for noun in NOUNS:
        if find_spec(f"tests.instruments.routes_{noun}") is not None:
            found |= import_module(f"tests.instruments.routes_{noun}").arguments(world)
    return found
