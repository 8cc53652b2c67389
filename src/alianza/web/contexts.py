"""The one list of contexts, from the ground up. Installed apps, addresses, commands, menus and roles follow from it."""

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

CONTEXTS = (
    "vault",
    "texts",
    "audit",
    "accounts",
    "network",
    "consent",
    "documents",
    "messages",
    "charts",
    "instruments",
    "observatory",
    "regulations",
    "certification",
    "remittances",
    "fund",
    "registry",
    "placement",
    "atlas",
    "web",
    "demo",
)

COMMANDS = (
    "instruments",
    "observatory",
    "regulations",
    "certification",
    "remittances",
    "fund",
    "registry",
    "placement",
    "atlas",
    "web",
    "demo",
)
"""Contexts that bring commands, in the order in which `--help` shows them."""


def offered(name: str, *, by: tuple[str, ...] = CONTEXTS) -> Iterator[tuple[str, ModuleType]]:
    """Every context's module of that name (`urls`, `api`, `menu`, `roles`, `checks` ...), where it has one."""
    for context in by:
        path = f"alianza.{context}.{name}"
        if find_spec(f"alianza.{context}") is not None and find_spec(path) is not None:
            yield context, import_module(path)
