"""The series and the brought file that addresses point to."""

from typing import Any

from alianza.observatory.models import Load
from tests.world import World


def arguments(world: World) -> dict[str, dict[str, Any]]:
    brought = Load.objects.create(
        brought_by=world.luc, file_name="permits.csv", ending=".csv", layout="csv", vintage_name="2024"
    )
    return {
        "observatory:series-show": {"series": "migrant-stock"},
        "observatory:series-file": {"series": "sdg-10-c-1", "form": "csv"},
        "observatory:load-show": {"code": brought.code},
    }
