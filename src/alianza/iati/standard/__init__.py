"""IATI 2.03 as it is published, in this folder: schemas, codelists, which element uses which list, and the rules.

Made by `tools/pack_iati.py`; `sources.json` says of each file where it is from and under which licence. Nothing here
reaches for the network: the schemas include each other by their names in this folder.
"""

import gzip
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from lxml import etree

from alianza.vocabulary.labels import Label, pick
from alianza.vocabulary.refusal import marked
from alianza.vocabulary.unknown import UnknownCode

FOLDER = Path(__file__).parent
VERSION = "2.03"
ATTRIBUTION = "IATI Standard (http://iatistandard.org/)"

Schema = Any
"""An lxml schema; lxml has no types."""


class UnknownCodelist(UnknownCode):
    code = "iati.unknown_codelist"
    message = marked("%(given)s is not a codelist of IATI 2.03. Did you mean %(nearest)s?")
    alone = marked("%(given)s is not a codelist of IATI 2.03.")


@dataclass(frozen=True, slots=True)
class Source:
    """One file of this folder: `origin` names repository, version, commit and date; `path` is its name there."""

    file: str
    origin: str
    licence: str
    path: str
    bytes: int
    sha256: str

    def is_intact(self) -> bool:
        """Whether the file still is what was published or packed."""
        return hashlib.sha256((FOLDER / self.file).read_bytes()).hexdigest() == self.sha256


@dataclass(frozen=True, slots=True)
class Code:
    """One code of a list. `withdrawn` is the day it went out of use, "yes" where no day is given, else empty.

    A withdrawn code is never taken away: older files still use it. `category` is a code of the list of categories.
    """

    code: str
    names: Mapping[str, str] = field(hash=False)
    withdrawn: str
    category: str

    def name(self, lang: str = "en") -> Label:
        return pick(self.names, lang)


@dataclass(frozen=True, slots=True)
class Codelist:
    """A codelist. `complete` is false where its keepers allow codes beyond it; `origin` is the vintage of this copy."""

    id: str
    name: str
    complete: bool
    categories: str
    """The list that the codes' categories are from, or empty."""
    origin: str
    codes: Mapping[str, Code] = field(hash=False, repr=False)


@dataclass(frozen=True, slots=True)
class Use:
    """Where a list is used: at `path`, and only where `condition` holds of the element, if there is one."""

    path: str
    codelist: str
    condition: str = ""


@cache
def sources() -> tuple[Source, ...]:
    document = json.loads((FOLDER / "sources.json").read_text(encoding="utf-8"))
    return tuple(Source(**each) for each in document["files"])


@cache
def codelists() -> Mapping[str, Codelist]:
    """Every codelist, by id."""
    document = json.loads(gzip.decompress((FOLDER / "codelists.json.gz").read_bytes()))
    return MappingProxyType(
        {
            name: Codelist(
                id=name,
                name=told["name"],
                complete=told["complete"],
                categories=told["categories"],
                origin=told["origin"],
                codes=MappingProxyType({row[0]: _code(*row) for row in told["items"]}),
            )
            for name, told in document["lists"].items()
        }
    )


def _code(code: str, en: str = "", fr: str = "", status: str = "", withdrawn: str = "", category: str = "") -> Code:
    names = {language: name for language, name in (("en", en), ("fr", fr)) if name}
    return Code(code, MappingProxyType(names or {"en": code}), (withdrawn or "yes") if status else "", category)


def codelist(name: str) -> Codelist:
    """The list of an id such as "Sector". Raises UnknownCodelist."""
    found = codelists().get(name)
    if found is None:
        raise UnknownCodelist.among({each.id: [each.name] for each in codelists().values()}, name)
    return found


@cache
def uses() -> tuple[Use, ...]:
    """Which element or attribute takes its codes from which list."""
    root = etree.parse(FOLDER / "mapping.xml").getroot()
    return tuple(
        Use(each.findtext("path").strip(), each.find("codelist").get("ref"), (each.findtext("condition") or "").strip())
        for each in root.iterfind("mapping")
    )


@cache
def ruleset() -> Mapping[str, Any]:
    """The business rules as published: context, rule type, cases."""
    found: dict[str, Any] = json.loads((FOLDER / "ruleset.json").read_text(encoding="utf-8"))
    return MappingProxyType(found)


def schema(root: str) -> Schema:
    """The schema of files whose outermost element is `root`: iati-activities or iati-organisations.

    A new one each time: it keeps the log of its last run, which two threads must not share.
    """
    return etree.XMLSchema(etree.parse(FOLDER / f"{root}-schema.xsd"))
