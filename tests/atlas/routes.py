from typing import Any

from tests.atlas import corridor_routes, country_routes
from tests.world import World


def arguments(world: World) -> dict[str, dict[str, Any]]:
    return corridor_routes.arguments(world) | country_routes.arguments(world)
