"""What the addresses of another fund's history point to."""

from typing import Any

from tests.world import World


def arguments(world: World) -> dict[str, dict[str, Any]]:
    return {"fund:history-show": {"name": "T05-EUTF-HOA-ET-01"}}
