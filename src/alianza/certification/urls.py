"""Addresses of the label: each noun lists its own in `addresses`."""

from importlib import import_module
from importlib.util import find_spec
from typing import Any

NOUNS = ("applications", "audits", "panels", "complaints", "public")

app_name = "certification"

urlpatterns: list[Any] = [
    pattern
    for noun in NOUNS
    if find_spec(f"alianza.certification.addresses.{noun}") is not None
    for pattern in import_module(f"alianza.certification.addresses.{noun}").urlpatterns
]
