"""Addresses of questionnaires: each noun lists its own in `addresses`."""

from importlib import import_module
from importlib.util import find_spec
from typing import Any

NOUNS = ("versions", "responses", "rounds", "results")

app_name = "instruments"

urlpatterns: list[Any] = [
    pattern
    for noun in NOUNS
    if find_spec(f"alianza.instruments.addresses.{noun}") is not None
    for pattern in import_module(f"alianza.instruments.addresses.{noun}").urlpatterns
]
