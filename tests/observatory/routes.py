"""The series that addresses point to."""

from typing import Any

from tests.world import World


def arguments(world: World) -> dict[str, dict[str, Any]]:
    return {
        "observatory:series-show": {"series": "migrant-stock"},
        "observatory:series-file": {"series": "sdg-10-c-1", "form": "csv"},
    }
