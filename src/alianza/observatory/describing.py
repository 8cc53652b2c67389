"""A series in words for programs: the same for commands and the API."""

from typing import Any

from alianza.observatory.packaged import Entry


def described(found: Entry, lang: str = "en") -> dict[str, Any]:
    title = found.title(lang)
    return {
        "id": found.id,
        "vintage": found.vintage,
        "current": found.current,
        "title": str(title),
        "title_language": title.language,
        "agency": found.agency,
        "kind": found.kind,
        "dimensions": dict(found.dimensions),
        "measures": list(found.measures),
        "attributes": list(found.attributes),
        "unit": found.unit,
        "unit_multiplier": found.unit_multiplier,
        "rows": found.rows,
        "source": found.source,
        "citation": found.citation,
        "licence": found.licence,
        "url": found.url,
        "released": found.date,
        "method": found.method,
        "found_in": found.found_in,
        "notes": list(found.notes),
        "provenance": dict(found.provenance) if found.provenance is not None else None,
        "packaged": found.is_packaged,
        "bytes": found.bytes,
        "sha256": found.sha256,
    }
