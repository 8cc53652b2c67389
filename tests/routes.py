"""The things that addresses with a code in them point to, per route, for the role x page table.

Each context adds its own in `tests/<context>/routes.py` as `arguments(world)`: route name to keyword arguments, and
`<route>:POST` to the form that is sent.
"""

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from alianza.web.contexts import CONTEXTS
from tests.world import World


def arguments(world: World) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for context in CONTEXTS:
        if find_spec(f"tests.{context}") and find_spec(f"tests.{context}.routes"):
            found |= import_module(f"tests.{context}.routes").arguments(world)
    return found
