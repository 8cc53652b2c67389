"""The purposes as packaged: what is asked, why, for how long, in which words."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from alianza.vocabulary.refusal import Refusal, marked
from alianza.vocabulary.text import Text

LANGUAGES = ("en", "es", "fr")
UNREVIEWED = ("es", "fr")
"""Languages whose wording no person of the alliance has confirmed yet; a page says so."""


class UnknownPurpose(Refusal):
    code = "consent.purpose.unknown"
    message = marked("There is no purpose called %(purpose)s. Choose one of those on the page of consents.")


@dataclass(frozen=True)
class Agreement:
    """One version of what a person is asked."""

    version: int
    since: date
    asks_again: bool
    """Whether consents to earlier versions stop counting."""
    retention_months: int
    """How long the data are kept for this purpose without a new word from the person."""
    title: Text
    data: Text
    why: Text
    agreement: Text


@dataclass(frozen=True)
class Purpose:
    code: str
    audience: str
    """`worker` or `anyone`."""
    versions: tuple[Agreement, ...]

    @property
    def current(self) -> Agreement:
        return self.versions[-1]

    @property
    def least_version(self) -> int:
        """The oldest version to which a consent still counts."""
        return max(each.version for each in self.versions if each.asks_again)

    def version(self, number: int) -> Agreement:
        return next(each for each in self.versions if each.version == number)


def _agreement(raw: dict[str, Any]) -> Agreement:
    words = {name: Text(raw[name], UNREVIEWED) for name in ("title", "data", "why", "agreement")}
    return Agreement(
        version=raw["version"],
        since=raw["since"],
        asks_again=raw["asks_again"],
        retention_months=raw["retention_months"],
        **words,
    )


@cache
def purposes() -> tuple[Purpose, ...]:
    """Every purpose, in the order in which a person meets them."""
    text = (files("alianza.consent") / "purposes.yaml").read_text(encoding="utf-8")
    return tuple(
        Purpose(raw["code"], raw["audience"], tuple(_agreement(version) for version in raw["versions"]))
        for raw in yaml.safe_load(text)
    )


def purpose(code: str) -> Purpose:
    """Raises UnknownPurpose."""
    for known in purposes():
        if known.code == code:
            return known
    raise UnknownPurpose(purpose=repr(code[:40]))
