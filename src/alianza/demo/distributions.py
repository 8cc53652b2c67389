"""What the invented registry is drawn from: a few published tables, packed with source and licence.

`tools/pack_demo.py` makes the file; it holds shares and means of twelve origins and ten destinations, nothing personal.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

FILE = Path(__file__).parent / "data" / "distributions.json"

ORIGINS = ("COL", "FJI", "IDN", "IND", "KEN", "MAR", "MEX", "NPL", "PER", "PHL", "SEN", "TUN")
DESTINATIONS = ("ARE", "CAN", "DEU", "ESP", "GBR", "ITA", "JPN", "KOR", "NZL", "ZAF")

NOT_ESTIMATED = 15_000
"""Stands where the United Nations estimate no number for a pair, so that a corridor of a programme is not empty."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where one of the tables comes from."""

    table: str
    source: str
    licence: str
    vintage: str
    method: str


@dataclass(frozen=True, slots=True)
class Pay:
    """Mean pay in a destination: a month, whole units of its currency; by ISCO major group per thousand of the mean."""

    currency: str
    monthly: int
    major_permille: Mapping[str, int]
    basis: str

    def of(self, isco: str) -> float:
        return self.monthly * self.major_permille[isco[0]] / 1000


@cache
def _tables() -> Mapping[str, Mapping[str, Any]]:
    packed = json.loads(FILE.read_text(encoding="utf-8"))
    return MappingProxyType({table["id"]: table for table in packed["tables"]})


def rows(table: str) -> Sequence[Mapping[str, Any]]:
    found: Sequence[Mapping[str, Any]] = _tables()[table]["rows"]
    return found


def sources() -> tuple[Source, ...]:
    """Every table with its source, licence, vintage and what was done to it."""
    return tuple(
        Source(table["id"], table["source"], table["licence"], table["vintage"], table["method"])
        for table in _tables().values()
    )


@cache
def people_between() -> Mapping[tuple[str, str], int]:
    """Migrants from each origin in each destination, both sexes; every pair."""
    known = {(row["origin"], row["destination"]): row["people"] for row in rows("stock")}
    return MappingProxyType(
        {
            (origin, place): max(known.get((origin, place), NOT_ESTIMATED), 1)
            for origin in ORIGINS
            for place in DESTINATIONS
        }
    )


@cache
def women_between() -> Mapping[tuple[str, str], float]:
    """The share of women on each corridor; where the pair is not estimated, among all migrants of the destination."""
    share = {row["destination"]: row["women_permille"] / 1000 for row in rows("women")}
    known = {(row["origin"], row["destination"]): row["women_permille"] / 1000 for row in rows("stock")}
    return MappingProxyType(
        {(origin, place): known.get((origin, place), share[place]) for origin in ORIGINS for place in DESTINATIONS}
    )


@cache
def pay() -> Mapping[str, Pay]:
    """By destination."""
    return MappingProxyType(
        {
            row["destination"]: Pay(row["currency"], row["monthly"], row["major_permille"], row["basis"])
            for row in rows("wages")
        }
    )


@cache
def home_pay() -> Mapping[str, int]:
    """Mean pay a month at home, whole US dollars, by origin."""
    return MappingProxyType({row["origin"]: row["monthly_usd"] for row in rows("home_pay")})


@cache
def home_currency() -> Mapping[str, str]:
    return MappingProxyType({row["origin"]: row["currency"] for row in rows("home_pay")})


@cache
def languages() -> Mapping[str, tuple[str, tuple[str, ...]]]:
    """Of each origin: the language most likely spoken at home, and those learned at school because they are official.

    Spoken at home is the first of the widely spoken languages that did not come with a colonial administration, where
    there is one.
    """
    found = {}
    for row in rows("languages"):
        spoken = [*row["spoken"], *row["official"]]
        home = next((language for language in spoken if language not in {"en", "fr"}), spoken[0])
        found[row["origin"]] = (home, tuple(language for language in row["official"] if language != home))
    return MappingProxyType(found)


@cache
def safeguarded() -> frozenset[str]:
    """Origins on the World Health Organization's support and safeguards list."""
    return frozenset(row["origin"] for row in rows("safeguards"))
