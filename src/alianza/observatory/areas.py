"""The places that a page may be about: the countries of ISO 3166, and the areas by which statistics are kept besides.

Kosovo is XKX in nearly every series and in no list of ISO 3166; the Channel Islands are one area to some publishers.
"""

import re
from collections.abc import Mapping
from functools import cache

from alianza.observatory import packaged
from alianza.vocabulary.places import countries

_CODE = re.compile(r"[A-Z0-9]{3}")


@cache
def codes() -> frozenset[str]:
    """Every code."""
    return frozenset(names())


@cache
def names() -> Mapping[str, Mapping[str, str]]:
    """Names by code and language."""
    areas = {
        row["AREA"]: {lang: row[f"NAME_{lang.upper()}"] for lang in ("en", "es", "fr")}
        for row in packaged.table("areas").to_pylist()
        if row["AREA_KIND"] == "country" and _CODE.fullmatch(row["AREA"])
    }
    own = {each.alpha3: {lang: str(each.name(lang)) for lang in ("en", "es", "fr")} for each in countries()}
    return {**areas, **own}


def name(code: str, lang: str) -> str:
    """The name in a language, in English where that has none; the code itself where no list knows it."""
    held = names().get(code, {})
    return held.get(lang) or held.get("en") or code
