"""Addresses of the fund: each noun lists its own in `addresses`."""

from importlib import import_module
from importlib.util import find_spec
from typing import Any

NOUNS = (
    "statement",
    "windows",
    "contributions",
    "proposals",
    "bodies",
    "closed_days",
    "programmes",
    "changes",
    "facility",
    "iati",
    "tracking",
    "history",
)

app_name = "fund"

urlpatterns: list[Any] = [
    pattern
    for noun in NOUNS
    if find_spec(f"alianza.fund.addresses.{noun}") is not None
    for pattern in import_module(f"alianza.fund.addresses.{noun}").urlpatterns
]
