from io import BytesIO
from typing import Any

from alianza.atlas.actions import add_paper
from alianza.atlas.models import Paper
from tests.world import World

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def paper(world: World, title: str = "Extended migration profile", content: bytes = PDF) -> Paper:
    return add_paper(
        "PHL", title=title, author="Somebody", year=2012, language="en", content=BytesIO(content), name="phl.pdf",
        by=world.luc,
    )  # fmt: skip


def arguments(world: World) -> dict[str, dict[str, Any]]:
    here, pair = {"code": "PHL"}, {"origin": "PHL", "destination": "DEU"}
    return {
        "atlas:country-show": here,
        "atlas:country-chart": here | {"key": "stock", "form": "csv"},
        "atlas:country-indicators": here,
        "atlas:profile-page": here,
        "atlas:profile-pdf": here,
        "atlas:paper-add": here,
        "atlas:paper-file": here | {"paper": paper(world).code},
        "atlas:paper-remove": here | {"paper": paper(world, "Another", PDF + b" ").code},
        "atlas:occupation-show": {"isco": "2221"},
        "atlas:corridor-show": pair,
        "atlas:corridor-chart": pair | {"key": "stock", "form": "csv"},
    }
