"""What answers of the API about figures have in common, in every context: the figure with its record, and the ETag."""

import hashlib
from enum import StrEnum
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Schema


class Language(StrEnum):
    en = "en"
    es = "es"
    fr = "fr"


class ProvenanceOut(Schema):
    """How this program made a number: SHA-256 of each input by its name, method, parameters, version, engine."""

    inputs: dict[str, str]
    method: str
    parameters: dict[str, Any]
    version: str
    engine: str = ""


class FigureOut(Schema):
    """A number and what it answers for. `value` is null where nothing is held; `year` is a year or a quarter; `kind` is
    observed, estimate or projection; `provenance` is null for what was published elsewhere.
    """

    value: float | None
    unit: str
    year: str
    kind: str
    source: str
    vintage: str
    method: str
    series: str
    provenance: ProvenanceOut | None


def unchanged(request: HttpRequest, response: HttpResponse, *parts: str) -> bool:
    """Set the ETag, and tell whether the caller has this answer already."""
    tag = '"' + hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:32] + '"'
    response["ETag"] = tag
    response["Cache-Control"] = "public, no-cache"
    given = request.headers.get("If-None-Match", "")
    return tag in {part.strip().removeprefix("W/") for part in given.split(",")} or given.strip() == "*"
