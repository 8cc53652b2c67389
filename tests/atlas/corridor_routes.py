from typing import Any

from tests.world import World


def arguments(world: World) -> dict[str, dict[str, Any]]:
    pair = {"origin": "PHL", "destination": "DEU"}
    return {"atlas:corridor-show": pair, "atlas:corridor-chart": pair | {"key": "stock", "form": "csv"}}
